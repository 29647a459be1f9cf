# SPDX-License-Identifier: MIT
"""What one model decides otherwise than another."""

from __future__ import annotations

import pickle
from typing import Any

import msb
import pytest
from test_check import town

ON = "2019-05-01"


def later(**members: Any) -> msb.Model:
    """The town's model a year later."""
    return msb.Model.from_dict(
        town(**{"id": "later", "valid_from": "2020-01-01", **members})
    )


@pytest.fixture
def before() -> msb.Model:
    """The town."""
    return msb.Model.from_dict(town())


def test_a_model_is_the_same_as_itself(before: msb.Model) -> None:
    found = before.diff(before)
    assert found.same
    assert found.to_dict() == {"same": True, "changes": []}


def test_other_words_for_the_same_are_no_change(before: msb.Model) -> None:
    rules = [
        {"id": "a", "when": {"age": {"from": 30}}, "area": "adults"},
        {"id": "b", "when": {"not": {"age": {"from": 30}}}, "area": "youth"},
    ]
    assert before.diff(later(responsibility=rules)).same


def test_a_change_shows_facts_and_rules(before: msb.Model) -> None:
    rules = [
        {"id": "child", "when": {"age": {"below": 25}}, "area": "youth"},
        {"id": "others", "when": {"homeless": False}, "area": "adults"},
    ]
    after = later(responsibility=rules)
    found = before.diff(after)
    # 25 to 29 with a home move; without one nobody answers, at any such age.
    assert [(each.before, each.after) for each in found.changes] == [
        ("youth", "adults"),
        ("youth", None),
        ("adults", None),
    ]
    assert [each.rules for each in found.changes] == [
        (("young", "others"),),
        (("young", None),),
        (("rest", None),),
    ]
    assert all(each.is_complete for each in found.changes)
    for each in found.changes:
        was = before.decide(each.witness, on=ON)
        becomes = after.decide(each.witness, on=ON)
        assert (was.responsible, becomes.responsible) == each[:2]


def test_a_successor_is_the_same_area(before: msb.Model) -> None:
    areas = [
        {"id": "young_people", "name": "-"},
        {"id": "adults", "name": "-"},
    ]
    rules = [
        {"id": "a", "when": {"age": {"below": 30}}, "area": "young_people"},
        {"id": "b", "when": {}, "area": "adults"},
    ]
    replaces = {"model": "town", "successors": {"youth": ["young_people"]}}
    new = {"areas": areas, "responsibility": rules}
    assert before.diff(later(**new, replaces=replaces)).same
    (change,) = before.diff(later(**new)).changes
    assert change[:2] == ("youth", "young_people")


def test_a_split_area_is_not_the_same_as_its_parts(before: msb.Model) -> None:
    replaces = {"model": "town", "successors": {"youth": ["youth", "adults"]}}
    changes = before.diff(later(replaces=replaces)).changes
    assert [each[:2] for each in changes] == [("youth", "youth")]


@pytest.mark.parametrize("kept", ["youth", "adults", None])
def test_of_merged_areas_only_the_one_that_keeps_its_id_is_the_same(
    before: msb.Model, kept: str | None
) -> None:
    one = kept or "everybody"
    after = later(
        areas=[{"id": one, "name": "-"}],
        services=[],
        responsibility=[{"id": "all", "when": {}, "area": one}],
        replaces={
            "model": "town",
            "successors": {"youth": [one], "adults": [one]},
        },
    )
    changed = [each.before for each in before.diff(after).changes]
    assert changed == [each for each in ("youth", "adults") if each != kept]


def test_each_model_takes_its_part_of_a_witness(before: msb.Model) -> None:
    after = later(
        attributes={"needs": {"type": "set", "values": ["bed"]}},
        services=[{"id": "meal", "name": "Meal", "delivered_by": "adults"}],
        responsibility=[
            {"id": "needy", "when": {"needs": "bed"}, "area": "adults"},
            {"id": "rest", "when": {}, "area": "youth"},
        ],
    )
    changes = before.diff(after).changes
    assert [each[:2] for each in changes] == [
        ("youth", "adults"),
        ("adults", "youth"),
    ]
    for each in changes:
        assert set(each.witness) == {"age", "homeless", "needs", "services"}
        for model, area in ((before, each.before), (after, each.after)):
            facts = each.facts_for(model)
            assert model.decide(facts, on=ON).responsible == area


def test_models_of_two_languages_cannot_be_compared(before: msb.Model) -> None:
    after = later(attributes={"homeless": {"type": "enum", "values": ["x"]}})
    with pytest.raises(msb.Invalid) as caught:
        before.diff(after)
    assert caught.value.code == "not_comparable"


def test_a_difference_survives_pickling(
    aarhus_before: msb.Model, aarhus: msb.Model
) -> None:
    found = aarhus_before.diff(aarhus)
    assert not found.same
    assert pickle.loads(pickle.dumps(found)) == found
    for each in found.to_dict()["changes"]:
        assert list(each) == ["before", "after", "witness"]
