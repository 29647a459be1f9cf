# SPDX-License-Identifier: MIT
"""A citizen's own rights: access, erasure, retention; and pseudonyms."""

from __future__ import annotations

import hashlib
import json
import pickle
from datetime import date
from pathlib import Path
from typing import Any

import msb
import pytest
import small_town
from small_town import ON

KEY = bytes(range(32))
PERIODS: dict[str, Any] = {
    "msb_retention": 1,
    "sampled": [31],
    "periods": [
        {
            "id": "shelter",
            "after": "course",
            "months": 24,
            "services": ["shelter_stay"],
            "law": "as the municipality has decided",
        }
    ],
}


def test_everything_held_about_a_citizen_is_there(town: Path) -> None:
    with msb.Store(town) as store:
        store.assign(on=ON)
        found = store.subject("anna")
    assert list(found) == [
        "citizen", "facts", "courses", "assignments", "exceptions",
        "handovers", "households", "household_courses", "addresses",
        "protections", "journal",
    ]  # fmt: skip
    assert found["citizen"] == [{"citizen": "anna", "cpr": None}]
    assert found["facts"][0]["facts"]["birth_date"] == "1998-02-01"
    assert [row["service"] for row in found["courses"]] == [
        "guidance", "shelter_stay", "treatment",
    ]  # fmt: skip
    assert [row["area"] for row in found["assignments"]] == ["youth"]
    assert pickle.loads(pickle.dumps(found)) == found
    assert json.loads(found.to_json()) == found.to_dict()
    with pytest.raises(KeyError):
        found["salary"]


def test_printing_a_subject_tells_nothing_of_it(town: Path) -> None:
    with msb.Store(town) as store:
        text = repr(store.subject("anna"))
    assert "anna" not in text
    assert "1998" not in text


def test_sections_are_frames(town: Path) -> None:
    pandas = pytest.importorskip("pandas")
    with msb.Store(town) as store:
        frame = pandas.DataFrame(store.subject("anna")["courses"])
    assert len(frame) == 3


def test_an_erased_person_goes_and_the_counts_stay(town: Path) -> None:
    with msb.Store(town) as store:
        store.assign(on=ON)
        before = store.report(on=ON)
        done = store.erase("anna")
        after = store.report(on=ON)
        with pytest.raises(msb.NotFound) as caught:
            store.subject("anna")
        assert store.verify().holds
        store.compact()
    assert done == (1, 3, 0, 1)
    assert done.to_dict() == {
        "erased": True, "facts": 1, "courses": 3, "others": 0,
        "assignments_kept": 1,
    }  # fmt: skip
    assert caught.value.code == "unknown_citizen"
    assert (before.erased, after.erased) == (0, 1)
    assert after.responsible == before.responsible
    assert after.seams == ()
    assert all(b"anna" not in path.read_bytes()
               for path in town.parent.glob("town.msb*"))  # fmt: skip


def test_nobody_unknown_is_erased(town: Path) -> None:
    with msb.Store(town) as store, pytest.raises(KeyError):
        store.erase("nobody")


def test_periods_say_who_is_due(town: Path, tmp_path: Path) -> None:
    path = tmp_path / "periods.json"
    path.write_text(json.dumps(PERIODS), encoding="utf-8")
    # anna's stay has no end; dora's ended on 1 March 2019, and she is born on
    # a 31st.
    expected = [
        msb.Due("dora", "shelter", date(2019, 3, 1), date(2021, 3, 1), True)
    ]
    with msb.Store(town) as store:
        for periods in (PERIODS, json.dumps(PERIODS), path, str(path)):
            assert store.due(periods, on="2021-02-28") == []
            assert store.due(periods, on=date(2021, 3, 1)) == expected
    assert expected[0].to_dict() == {
        "citizen": "dora", "period": "shelter", "ended": "2019-03-01",
        "due": "2021-03-01", "sampled": True,
    }  # fmt: skip


def test_periods_that_are_wrong_are_told_one_by_one(town: Path) -> None:
    with msb.Store(town) as store:
        with pytest.raises(msb.Invalid) as caught:
            store.due({"msb_retention": 1, "periods": [{}]}, on=ON)
        codes = {each.code for each in caught.value.problems}
        assert codes == {"missing_member"}
        with pytest.raises(msb.Malformed):
            store.due("{", on=ON)
        with pytest.raises(msb.FileError):
            store.due("absent.json", on=ON)


def test_an_export_is_facts_that_a_model_takes(town: Path) -> None:
    with msb.Store(town) as store:
        model = store.model(ON)
        report = store.report(on=ON)
        exported = list(store.export(on=ON))
    assert [row["id"] for row in exported] == ["anna", "bo", "carl", "dora"]
    assert exported[0] == {
        "id": "anna",
        "birth_date": "1998-02-01",
        "benefit": "education",
        "homeless": True,
        "services": ["guidance", "shelter_stay", "treatment"],
    }
    areas = []
    for row in exported:
        del row["id"]
        areas.append(model.decide(row, on=ON).responsible)
    assert areas == ["youth", "income", None, "shelter"]
    assert report.responsible == {"youth": 1, "income": 1, "shelter": 1}


def test_pseudonyms_are_keyed_and_ages_stand_for_birth_dates(
    town: Path,
) -> None:
    with small_town.enter(town, msb.Role.ANALYST) as store:
        rows = list(store.export(on=ON, key=KEY))
    names = ("anna", "bo", "carl", "dora")
    expected = [
        hashlib.blake2b(name.encode(), key=KEY, digest_size=16).hexdigest()
        for name in names
    ]
    assert [row["id"] for row in rows] == expected
    assert [msb.pseudonym(KEY, name) for name in names] == expected
    assert [row["age"] for row in rows] == [21, 48, 48, 58]
    assert all("birth_date" not in row for row in rows)


@pytest.mark.parametrize("length", [0, 15, 65])
def test_a_key_of_another_length_is_refused(town: Path, length: int) -> None:
    with pytest.raises(msb.Misuse, match="16 to 64 bytes"):
        msb.pseudonym(bytes(length), "anna")
    with (
        msb.Store(town) as store,
        pytest.raises(msb.Misuse, match="16 to 64 bytes"),
    ):
        store.export(on=ON, key=bytes(length))


def test_a_key_is_bytes() -> None:
    with pytest.raises(TypeError):
        msb.pseudonym("x" * 32, "anna")  # type: ignore[arg-type]


def test_an_export_can_be_stopped(town: Path) -> None:
    with msb.Store(town) as store, pytest.raises(msb.Stopped):
        store.export(on=ON, progress=lambda done, total: False)


def test_who_may_not_is_refused_at_once(town: Path) -> None:
    for role in (msb.Role.ANALYST, msb.Role.AUDITOR):
        with small_town.enter(town, role) as store:
            for refused in (
                lambda store=store: store.subject("anna"),
                lambda store=store: store.erase("anna"),
                lambda store=store: store.due(PERIODS, on=ON),
                lambda store=store: store.export(on=ON),
            ):
                with pytest.raises(PermissionError) as caught:
                    refused()
                assert isinstance(caught.value, msb.Denied)
    with (
        small_town.enter(town, msb.Role.AUDITOR) as store,
        pytest.raises(msb.Denied),
    ):
        store.export(on=ON, key=KEY)
