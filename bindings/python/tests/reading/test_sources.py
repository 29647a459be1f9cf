# SPDX-License-Identifier: MIT
"""What the municipality's documents say of Aarhus, read off its models.

The expectations are from the documents, under the numbers that
`examples/models/SOURCES.md` gives to what they say; ages are worked out by
hand. People are made up.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from .analyse import analyse
from .compare import find_changes, is_same, shows_change
from .decide import Decision, decide
from .model import read_model

FOLDER = Path(__file__).parents[4] / "examples" / "models"
SOURCES: dict[str, dict[str, Any]] = {
    year: json.loads((FOLDER / f"aarhus_{year}.json").read_text("utf-8"))
    for year in ("2018", "2019")
}
BEFORE = read_model(SOURCES["2018"])
AFTER = read_model(SOURCES["2019"])
MAY_2019 = dt.date(2019, 5, 1)
SEPTEMBER_2019 = dt.date(2019, 9, 1)

#: Of 22 years on both dates; uddannelseshjælp, no housing, hash [S0-14].
CLAUS = {
    "birth_date": "1997-03-03",
    "benefit": "education_help",
    "needs": ["education", "housing", "substance_use"],
    "services": [
        "shelter_housing",
        "substance_treatment",
        "education_help_payment",
        "guidance",
    ],
}


def find_areas(decision: Decision) -> dict[str, str | None]:
    return {each["service"]: each["area"] for each in decision["deliveries"]}


def test_before_claus_meets_three_areas_each_with_its_own_part() -> None:
    # S0-11, S0-12, S0-13, S0-15
    decision = decide(BEFORE, CLAUS, MAY_2019)
    assert decision["status"] == "determined"
    assert decision["responsible"] is None
    assert find_areas(decision) == {
        "guidance": "job_uddannelse",
        "education_help_payment": "job_sundhed_ydelse_2018",
        "substance_treatment": "socialpsykiatri_udsatte_voksne",
        "shelter_housing": "socialpsykiatri_udsatte_voksne",
    }
    assert decision["contacts"] == [
        "job_uddannelse",
        "job_sundhed_ydelse_2018",
        "socialpsykiatri_udsatte_voksne",
    ]


def test_after_claus_has_one_area_and_one_entry() -> None:
    # S0-23, S0-26, S0-33
    decision = decide(AFTER, CLAUS, SEPTEMBER_2019)
    assert decision["status"] == "determined"
    assert decision["responsible"] == "unge_uddannelse_job"
    assert decision["contacts"] == ["unge_uddannelse_job"]
    assert decision["target_group"] == "youth"
    assert len(decision["rules"]) == 1


def test_after_claus_gets_substance_treatment_from_another_area() -> None:
    # S0-25, S0-28, S0-33: from the centre that the health area gathers.
    decision = decide(AFTER, CLAUS, SEPTEMBER_2019)
    assert {
        "service": "substance_treatment",
        "area": "job_sundhed_ydelse",
        "unit": "rusmiddelcenter_aarhus",
    } in decision["deliveries"]
    assert find_areas(decision)["guidance"] == "unge_uddannelse_job"


def test_after_every_citizen_has_exactly_one_area() -> None:
    # S0-26: no gap, and no two rules of different areas for anybody.
    found = analyse(AFTER)
    assert found.total
    assert not found.overlaps


def test_everything_in_the_two_models_can_be_reached() -> None:
    assert not analyse(BEFORE).unreachable | analyse(AFTER).unreachable
    assert analyse(BEFORE).total


def test_after_there_are_six_areas_and_four_staffs() -> None:
    # S0-20, S0-21: an authority to which citizens are referred is none.
    areas = SOURCES["2019"]["areas"]
    assert len([x for x in areas if not x.get("external")]) == 6
    assert len(SOURCES["2019"]["staffs"]) == 4


UNEMPLOYED = "voksne_ledighed"
YOUTH = "unge_uddannelse_job"
CHILDREN = "boern_familier"


@pytest.mark.parametrize(
    ("born", "on", "area"),
    [
        # 15, on the day and the day before
        ("2005-06-15", "2020-06-14", CHILDREN),
        ("2005-06-15", "2020-06-15", YOUTH),
        # 30
        ("1990-06-15", "2020-06-14", YOUTH),
        ("1990-06-15", "2020-06-15", UNEMPLOYED),
        # 67
        ("1953-06-15", "2020-06-14", UNEMPLOYED),
        ("1953-06-15", "2020-06-15", "sundhed_omsorg"),
        # 29 February falls on 1 March in 2023 and 2026.
        ("2008-02-29", "2023-02-28", CHILDREN),
        ("2008-02-29", "2023-03-01", YOUTH),
        ("1996-02-29", "2026-02-28", YOUTH),
        ("1996-02-29", "2026-03-01", UNEMPLOYED),
    ],
)
def test_the_area_changes_on_the_birthday(
    born: str, on: str, area: str
) -> None:
    # S0-23
    facts = {"birth_date": born, "primary_challenge": "unemployment"}
    decision = decide(AFTER, facts, dt.date.fromisoformat(on))
    assert decision["responsible"] == area


@pytest.mark.parametrize("facts", [{}, {"age": 5}, {"age": 22}, {"age": 50}])
def test_one_area_has_the_common_health_environment(
    facts: dict[str, Any],
) -> None:
    # S0-25
    services = [
        "social_medicine",
        "substance_treatment",
        "brain_injury",
        "sickness_benefit",
    ]
    decision = decide(AFTER, {**facts, "services": services}, SEPTEMBER_2019)
    areas = find_areas(decision)
    assert set(areas) == set(services)
    assert set(areas.values()) == {"job_sundhed_ydelse"}


def test_age_alone_does_not_place_an_adult() -> None:
    decision = decide(AFTER, {"age": 40}, SEPTEMBER_2019)
    assert decision["status"] == "undetermined"
    assert len(decision["possible"]) == 4
    assert decision["missing"] == ["primary_challenge"]
    assert decision["ask"] == "primary_challenge"
    assert decision["target_group"] == "adults"


def test_age_alone_places_the_young() -> None:
    for age in (15, 22, 29):
        decision = decide(AFTER, {"age": age}, SEPTEMBER_2019)
        assert decision["responsible"] == YOUTH


def test_the_break_at_18_for_the_disabled_is_gone() -> None:
    # S1-19, S1-20: born 15 June 2002, 18 on 15 June 2020.
    facts = {"birth_date": "2002-06-15", "services": ["disability_support"]}
    days = dt.date(2020, 6, 14), dt.date(2020, 6, 15)
    old = [decide(BEFORE, facts, day)["deliveries"] for day in days]
    new = [decide(AFTER, facts, day)["deliveries"] for day in days]
    assert old[0] != old[1]
    assert new[0] == new[1]
    assert new[0][0]["unit"] is not None


def test_the_same_name_is_another_area_after_the_merger() -> None:
    old, new = "job_sundhed_ydelse_2018", "job_sundhed_ydelse"
    names = {
        area["id"]: area["name"]
        for year in ("2018", "2019")
        for area in SOURCES[year]["areas"]
    }
    assert names[old] == names[new]["da"] == "Job, Sundhed og Ydelse"
    assert SOURCES["2018"]["valid_to"] == SOURCES["2019"]["valid_from"]
    assert is_same(BEFORE, AFTER, (old, new))
    assert not is_same(BEFORE, AFTER, ("job_uddannelse", YOUTH))


def test_the_merger_gives_every_citizen_a_responsible_area() -> None:
    # Before, no one area had the whole citizen [S0-15]; after, every area of
    # the model has some.
    changes = find_changes(BEFORE, AFTER)
    assert changes == {(None, area) for area in AFTER.areas}
    claus: dict[str, Any] = {
        "age": 22,
        "benefit": "education_help",
        "primary_challenge": "social_exposure",
        "needs": ["housing"],
    }
    assert shows_change(BEFORE, AFTER, (None, YOUTH), claus)
