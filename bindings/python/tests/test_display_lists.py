# SPDX-License-Identifier: MIT
"""Lists in a notebook: tables that say all, and escape it."""

from __future__ import annotations

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
