# SPDX-License-Identifier: MIT
"""Lists in a notebook: tables that say all, and escape it."""

from __future__ import annotations

import pickle
from pathlib import Path
from xml.etree import ElementTree

import msb
import pytest

EVIL = "<script>&\"'æ"


def read(shown: str) -> list[list[str]]:
    """The rows of all tables of what is shown, which must be well formed."""
    assert "<script" not in shown
    root = ElementTree.fromstring(f"<div>{shown}</div>")
    return [
        ["".join(cell.itertext()) for cell in row] for row in root.iter("tr")
    ]


def make_model() -> msb.Model:
    """A model with one area, whose name is as bad as can be."""
    return msb.Model.from_dict(
        {
            "msb_model": 1,
            "id": "evil",
            "name": "Evil",
            "valid_from": "2019-01-01",
            "areas": [{"id": "a", "name": EVIL, "external": True}],
            "services": [{"id": "s", "name": EVIL, "delivered_by": "a"}],
            "responsibility": [{"id": "r", "when": {}, "area": "a"}],
        }
    )


def test_parts_are_a_table() -> None:
    model = make_model()
    assert read(model.areas._repr_html_()) == [
        ["id", "name", "external"],
        ["a", EVIL, "yes"],
    ]
    assert "None" in model.staffs._repr_html_()
    ages = read(model.attributes._repr_html_())
    assert ages[0][2:] == ["type", "values", "min", "max", "sensitive"]
    assert ages[1][2:] == ["integer", "–", "0", "130", "no"]


@pytest.fixture
def store(tmp_path: Path) -> msb.Store:
    """A store of one citizen in one household."""
    made = msb.Store.create(tmp_path / "evil.msb", make_model())
    columns = {
        "id": {"from": "id"},
        "birth_date": {"constant": "2000-01-01"},
        "valid_from": {"constant": "2019-01-01"},
    }
    made.import_(
        [{"id": EVIL}],
        {
            "msb_mapping": 1,
            "format": "jsonl",
            "record": "citizen",
            "columns": columns,
        },
    )
    made.put_member(EVIL, EVIL, role=EVIL, from_="2019-02-01")
    made.put_household_course(EVIL, "s", from_="2019-03-01", to="2019-04-01")
    return made


def test_a_household_is_two_tables(store: msb.Store) -> None:
    rows = read(store.household(EVIL, on="2019-03-01")._repr_html_())
    assert ["household", EVIL] in rows
    assert [EVIL, EVIL, "2019-02-01", "–"] in rows
    assert ["s", "–", "2019-03-01", "2019-04-01"] in rows


def test_a_subject_is_a_table_a_section(store: msb.Store) -> None:
    subject = store.subject(EVIL)
    rows = read(subject._repr_html_())
    held = [section for section in subject if subject[section]]
    assert {"citizen", "facts"} <= set(held)
    # A row of heads, and one for each that is held.
    assert len(rows) == len(held) + sum(len(subject[each]) for each in held)
    assert any(EVIL in row for row in rows)


def test_a_verification_says_whether_it_holds(store: msb.Store) -> None:
    found = store.verify()
    shown = found._repr_html_()
    assert found.holds
    assert "Nothing is wrong" in shown
    assert ["violations", "0"] in read(shown)
    wrong = msb.Verification(
        (msb.Violation("chain", EVIL, "an entry was changed"),),
        found.counts._replace(violations=1),
    )
    shown = wrong._repr_html_()
    assert "Something is wrong" in shown
    assert ["chain", EVIL, "an entry was changed"] in read(shown)


def fill_with_ada(store: msb.Store, unit: str) -> None:
    """Put one child, and a course that a unit delivers, into a store."""
    for record, row, columns in (
        (
            "citizen",
            {"id": "ada", "born": "2010-05-01"},
            {
                "id": {"from": "id"},
                "birth_date": {"from": "born", "date": "yyyy-mm-dd"},
                "valid_from": {"constant": "2019-08-01"},
            },
        ),
        (
            "course",
            {"citizen": "ada", "service": "family_support", "unit": unit},
            {
                "citizen": {"from": "citizen"},
                "service": {"from": "service"},
                "unit": {"from": "unit"},
                "from": {"constant": "2019-09-01"},
            },
        ),
    ):
        mapping = {
            "msb_mapping": 1,
            "format": "jsonl",
            "record": record,
            "columns": columns,
        }
        assert store.import_([row], mapping).inserted == 1


def test_a_history_shows_what_areas_and_units_are_called(
    tmp_path: Path, aarhus_before: msb.Model, aarhus: msb.Model
) -> None:
    area, other = (
        aarhus.areas["boern_familier"],
        aarhus.areas["sundhed_omsorg"],
    )
    unit = aarhus.units[0]
    with msb.Store.create(tmp_path / "a.msb", aarhus_before) as store:
        store.adopt(aarhus)
        fill_with_ada(store, unit.id)
        store.assign(on="2019-09-01")
        store.put_exception(
            "ada",
            other.id,
            reason="near the school",
            from_="2019-10-01",
            to="2019-11-01",
            decided_by="ka",
        )
        store.put_handover(
            "ada", on="2019-10-01", state="planned", actor="ka", consent=True
        )
        history = store.history("ada")
    shown = history._repr_html_()
    assert read(shown)
    for part in (area, other, unit):
        assert history.names[part.id] == part.name
        assert f"{part.name} ({part.id})" in shown
    # The work of the handover, which is a section too.
    assert [each.state for each in history.handovers] == ["planned"]
    assert "Handovers" in shown
    assert "planned" in shown
    assert pickle.loads(pickle.dumps(history))._repr_html_() == (
        history._repr_html_()
    )
