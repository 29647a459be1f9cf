# SPDX-License-Identifier: MIT
"""Decisions, each worked out by hand from the specification."""

from __future__ import annotations

from typing import Any

import pytest

from .condition import Json
from .decide import Conflict, Decision, decide
from .model import Model
from .small import ENUM, FLAG, NUMBER, ON, SET, Pair, make_model

TWO_FLAGS = {"x": FLAG, "y": FLAG}


def decide_on(model: Model, **facts: Any) -> Decision:
    return decide(model, facts, ON)


def test_the_first_rule_that_matches_decides() -> None:
    model = make_model(
        ({"x": True}, "north"), ({}, "south"), attributes={"x": FLAG}
    )
    expected: Decision = {
        "status": "determined",
        "responsible": "north",
        "possible": ["north"],
        "rules": ["rule_0"],
        "missing": [],
        "ask": None,
        "target_group": "everybody",
        "deliveries": [],
        "contacts": ["north"],
    }
    assert decide_on(model, age=40, x=True) == expected
    assert decide_on(model, age=40, x=False)["responsible"] == "south"


def test_without_a_rule_there_is_a_gap() -> None:
    model = make_model(({"age": {"below": 18}}, "north"))
    expected: Decision = {
        "status": "none",
        "responsible": None,
        "possible": [None],
        "rules": [],
        "missing": [],
        "ask": None,
        "target_group": "everybody",
        "deliveries": [],
        "contacts": [],
    }
    assert decide_on(model, age=18) == expected


def test_the_first_group_that_matches_is_the_citizens() -> None:
    model = make_model(
        ({"target_group": "young"}, "north"),
        ({"not": {"target_group": ["young", "old"]}}, "west"),
        groups=[
            ({"age": {"below": 30}}, "young"),
            ({"age": {"from": 20, "through": 70}}, "old"),
        ],
    )
    assert decide_on(model, age=29)["target_group"] == "young"
    assert decide_on(model, age=30)["target_group"] == "old"
    assert decide_on(model, age=30)["status"] == "none"
    nobody = decide_on(model, age=71)
    assert (nobody["target_group"], nobody["responsible"]) == (None, "west")
    assert decide_on(model)["target_group"] is None


def test_unknown_facts_that_change_nothing_are_not_missing() -> None:
    model = make_model(
        ({"x": True}, "north"), ({}, "north"), attributes={"x": FLAG}
    )
    decision = decide_on(model)
    assert decision["status"] == "determined"
    assert decision["responsible"] == "north"
    assert decision["rules"] == ["rule_0", "rule_1"]
    assert decision["missing"] == []


def test_areas_and_rules_stand_in_the_models_order_and_a_gap_last() -> None:
    model = make_model(
        ({"e": "p"}, "west"),
        ({"e": "q"}, "north"),
        ({"e": []}, "south"),
        attributes={"e": ENUM},
    )
    decision = decide_on(model, age=1)
    assert decision["status"] == "undetermined"
    assert decision["responsible"] is None
    assert decision["possible"] == ["north", "west", None]
    assert decision["rules"] == ["rule_0", "rule_1"]
    assert decision["contacts"] == []


def test_missing_is_what_alone_makes_a_difference() -> None:
    # y matters only where x holds, z never: with x and y both unknown each
    # of them alone makes a difference; with x false, nothing does.
    model = make_model(
        ({"x": True, "y": True}, "north"),
        ({"z": True}, "south"),
        ({}, "south"),
        attributes={"z": FLAG, **TWO_FLAGS},
    )
    assert decide_on(model)["missing"] == ["x", "y"]
    assert decide_on(model, x=True)["missing"] == ["y"]
    assert decide_on(model, x=False)["missing"] == []
    assert decide_on(model, y=False)["status"] == "determined"


def test_age_is_the_first_of_missing_then_the_models_order() -> None:
    model = make_model(
        ({"b": True}, "north"),
        ({"age": {"from": 18}}, "south"),
        ({"a": True}, "east"),
        attributes={"b": FLAG, "a": FLAG},
    )
    assert decide_on(model)["missing"] == ["age", "b", "a"]


def test_ask_leaves_the_fewest_areas_in_the_worst_case() -> None:
    # e = p leaves north, q leaves south and east, r leaves east: at worst 2.
    # x leaves all three when it holds, and north and east when not: 3.
    model = make_model(
        ({"e": "p"}, "north"),
        ({"e": "q", "x": True}, "south"),
        ({}, "east"),
        attributes={"x": FLAG, "e": ENUM},
    )
    decision = decide_on(model)
    assert (decision["missing"], decision["ask"]) == (["x", "e"], "e")


def test_of_two_that_are_as_good_the_earlier_is_asked_for() -> None:
    rules: list[Pair] = [({"x": True, "y": True}, "north"), ({}, "south")]
    for names in (("x", "y"), ("y", "x")):
        attributes = dict.fromkeys(names, FLAG)
        model = make_model(*rules, attributes=attributes)
        assert decide_on(model)["ask"] == names[0]


def test_a_gap_counts_as_an_area_when_asking() -> None:
    # With the gap, either answer leaves two at worst, and y comes first.
    # Without it, x would leave one.
    model = make_model(
        ({"x": True}, "north"),
        ({"x": False, "y": True}, "south"),
        attributes={"y": FLAG, "x": FLAG},
    )
    decision = decide_on(model)
    assert (decision["missing"], decision["ask"]) == (["y", "x"], "y")


def test_an_unknown_birth_date_is_every_age() -> None:
    model = make_model(
        ({"age": 0}, "north"), ({"age": 130}, "south"), ({}, "east")
    )
    decision = decide_on(model, birth_date=None)
    assert decision["possible"] == ["north", "south", "east"]
    assert decision["ask"] == "age"


def test_an_unknown_set_may_be_any_subset() -> None:
    model = make_model(
        ({"s": {"all_of": ["p", "q"]}}, "north"),
        ({"s": {"none_of": ["p", "q", "r"]}}, "south"),
        ({"s": ["r"]}, "east"),
        attributes={"s": SET},
    )
    decision = decide_on(model)
    assert decision["possible"] == ["north", "south", "east", None]
    assert decide_on(model, s=[])["responsible"] == "south"


def test_a_number_of_four_billion_values_is_exact() -> None:
    largest = 2**31 - 1
    wide = {"type": "integer", "min": -largest, "max": largest}
    model = make_model(
        ({"n": -largest}, "north"),
        ({"n": {"above": largest - 1}}, "south"),
        ({"n": {"from": 7, "below": 8}}, "west"),
        ({}, "east"),
        attributes={"n": wide},
    )
    assert decide_on(model)["possible"] == ["north", "south", "east", "west"]
    for number, area in ((6, "east"), (7, "west"), (8, "east")):
        assert decide_on(model, n=number)["responsible"] == area


def test_unique_rejects_facts_that_two_rules_match() -> None:
    model = make_model(
        ({"n": {"through": 0}}, "north"),
        ({"n": {"from": 0}}, "south"),
        ({"n": 0}, "south"),
        attributes={"n": NUMBER},
        hit_policy="unique",
    )
    assert decide_on(model, n=-1)["rules"] == ["rule_0"]
    assert decide_on(model, n=1)["rules"] == ["rule_1"]
    for facts in ({"n": 0}, {}):
        with pytest.raises(Conflict) as caught:
            decide_on(model, **facts)
        assert caught.value.rules == {
            ("rule_0", "rule_1"),
            ("rule_0", "rule_2"),
            ("rule_1", "rule_2"),
        }


UNITS = [
    {"id": "team", "name": "T", "parent": "centre"},
    {"id": "centre", "name": "C", "parent": "south"},
    {"id": "office", "name": "O", "parent": "secretariat"},
]
SERVICES = {
    "housing": "team",
    "guidance": "north",
    "therapy": [
        {"when": {"x": True}, "by": "centre"},
        {"when": {"age": {"below": 18}}, "by": "west"},
    ],
}


def make_deliveries(**members: Any) -> Model:
    return make_model(
        ({}, "east"),
        services=SERVICES,
        units=UNITS,
        staffs=[{"id": "secretariat", "name": "S"}],
        attributes={"x": FLAG},
        **members,
    )


@pytest.mark.parametrize(
    ("facts", "area", "unit"),
    [
        ({"x": True}, "south", "centre"),
        ({"x": False, "age": 17}, "west", None),
        ({"x": False, "age": 18}, None, None),
        ({"x": False}, None, None),
        ({"age": 17}, None, None),
        ({}, None, None),
    ],
)
def test_a_delivery_names_the_first_entry_that_matches(
    facts: Json, area: str | None, unit: str | None
) -> None:
    for policy in ("single", "per_service"):
        model = make_deliveries(coordination=policy)
        decision = decide_on(model, services=["therapy"], **facts)
        expected = {"service": "therapy", "area": area, "unit": unit}
        assert decision["deliveries"] == [expected]


def test_deliveries_stand_in_order_with_the_area_above_the_unit() -> None:
    decision = decide_on(make_deliveries(), services=["guidance", "housing"])
    assert decision["deliveries"] == [
        {"service": "housing", "area": "south", "unit": "team"},
        {"service": "guidance", "area": "north", "unit": None},
    ]
    assert decision["contacts"] == ["east"]


@pytest.mark.parametrize(
    ("facts", "status", "contacts"),
    [
        ({"services": ["guidance", "housing"]}, "determined", "north south"),
        ({"services": ["housing", "therapy"], "x": True}, "determined",
         "south"),
        ({"services": ["housing", "therapy"]}, "undetermined", "south"),
        ({"services": ["therapy"], "x": False, "age": 18}, "undetermined",
         ""),
        ({"services": []}, "none", ""),
        ({"services": None}, "none", ""),
        ({}, "none", ""),
    ],
)  # fmt: skip
def test_per_service_every_deliverer_is_a_contact(
    facts: Json, status: str, contacts: str
) -> None:
    model = make_deliveries(coordination="per_service")
    decision = decide_on(model, **facts)
    assert decision["status"] == status
    assert decision["contacts"] == contacts.split()
    assert decision["responsible"] is None
    assert decision["ask"] is None
    for field in ("possible", "rules", "missing"):
        assert decision[field] == []


def test_a_rule_may_test_the_services() -> None:
    model = make_model(
        ({"services": {"none_of": ["housing"]}}, "north"),
        ({}, "south"),
        services={"housing": "south"},
    )
    assert decide_on(model)["responsible"] == "north"
    assert decide_on(model, services=["housing"])["responsible"] == "south"
