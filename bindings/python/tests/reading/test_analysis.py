# SPDX-License-Identifier: MIT
"""Analyses and comparisons, each worked out from the specification."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from .analyse import analyse, shows_gap, shows_overlap
from .compare import find_changes, is_same, shows_change
from .model import Model, read_model
from .small import ENUM, FLAG, SET, Pair, make_model, make_source

ADULT = {"age": {"from": 18}}


def test_a_model_that_covers_everybody_is_total() -> None:
    model = make_model((ADULT, "north"), ({}, "south"))
    found = analyse(model)
    assert found.total
    assert not found.gaps | found.unreachable


def test_each_kind_of_gap_is_found() -> None:
    model = make_model(
        (ADULT, "north"),
        ({"age": {"through": 16}}, "south"),
        groups=[({"x": True}, "some")],
        attributes={"x": FLAG},
        services={
            "housing": [{"when": {"x": True}, "by": "north"}],
            "guidance": [{"when": {}, "by": "north"}],
            "therapy": [{"when": {"services": "housing"}, "by": "north"}],
        },
    )
    assert analyse(model).gaps == {
        ("responsibility", None),
        ("target_group", None),
        ("service", "housing"),
        ("service", "therapy"),
    }
    assert not analyse(model).total
    # Somebody with both services gets the one that asks for the other.
    assert not analyse(model).unreachable


def test_per_service_no_rule_is_no_gap() -> None:
    services = {"housing": "north"}
    model = make_model(services=services, coordination="per_service")
    assert analyse(model).total
    model = make_model(services=services)
    assert analyse(model).gaps == {("responsibility", None)}


def test_a_gap_is_shown_by_complete_facts_that_fall_in_it() -> None:
    entries = [{"when": {"x": True}, "by": "north"}]
    model = make_model(
        (ADULT, "north"),
        attributes={"x": FLAG},
        services={"housing": entries},
    )
    rule, service = ("responsibility", None), ("service", "housing")
    housing = {"services": ["housing"]}
    assert shows_gap(model, *rule, {"age": 17, "x": True})
    assert not shows_gap(model, *rule, {"age": 18, "x": True})
    assert not shows_gap(model, *rule, {"age": 17})
    assert not shows_gap(model, *rule, {"age": 17, "x": 1})
    assert not shows_gap(model, *rule, {"birth_date": "2010-01-01", "x": True})
    assert not shows_gap(model, "target_group", None, {"age": 17, "x": True})
    assert shows_gap(model, *service, {"age": 1, "x": False, **housing})
    assert not shows_gap(model, *service, {"age": 1, "x": True, **housing})
    assert not shows_gap(model, *service, {"age": 1, "x": False})


def test_what_others_come_before_is_unreachable() -> None:
    model = make_model(
        ({"age": {"from": 20}}, "north"),
        ({"age": {"above": 19}}, "south"),
        ({"target_group": "late"}, "south"),
        ({"any": []}, "east"),
        ({}, "west"),
        groups=[(ADULT, "adults"), ({"age": 18}, "late"), ({}, "children")],
        services={
            "housing": [
                {"when": ADULT, "by": "north"},
                {"when": {"not": {"services": "housing"}}, "by": "south"},
                {"when": {}, "by": "south"},
                {"when": {}, "by": "south"},
            ]
        },
    )
    assert analyse(model).unreachable == {
        ("responsibility", "rule_1", 1),
        ("responsibility", "rule_2", 2),
        ("responsibility", "rule_3", 3),
        ("target_group", "late", 1),
        ("service", "housing", 1),
        ("service", "housing", 3),
    }


def test_a_rule_is_reached_by_rules_that_only_together_cover_it() -> None:
    attributes = {"x": FLAG, "e": ENUM}
    last: Pair = {}, "east"
    rules: list[Pair] = [({"x": True}, "north"), ({"x": False}, "south")]
    found = analyse(make_model(*rules, last, attributes=attributes))
    assert found.unreachable == {("responsibility", "rule_2", 2)}
    rules = [({"x": True}, "north"), ({"e": "p"}, "south")]
    found = analyse(make_model(*rules, last, attributes=attributes))
    assert not found.unreachable


def test_rules_of_different_areas_that_meet_overlap() -> None:
    rules = (
        ({"s": "p"}, "north"),
        ({"s": "q"}, "south"),
        ({"s": ["p", "r"]}, "north"),
        ({"s": {"none_of": ["p", "q"]}}, "east"),
    )
    model = make_model(*rules, attributes={"s": SET})
    expected = {
        (("rule_0", "rule_1"), ("north", "south")),
        (("rule_1", "rule_2"), ("south", "north")),
        (("rule_2", "rule_3"), ("north", "east")),
    }
    assert analyse(model).overlaps == expected
    witness = {"age": 4, "s": ["q", "r"]}
    assert shows_overlap(model, ("rule_1", "rule_2"), witness)
    assert not shows_overlap(model, ("rule_0", "rule_1"), witness)
    assert not shows_overlap(model, ("rule_1", "rule_2"), {"s": ["q", "r"]})


def test_under_unique_a_rule_is_reached_where_it_matches_alone() -> None:
    # The first rule matches only where the second does too.
    model = make_model(
        ({"x": True}, "north"),
        ({}, "south"),
        attributes={"x": FLAG},
        hit_policy="unique",
    )
    found = analyse(model)
    assert found.unreachable == {("responsibility", "rule_0", 0)}
    assert found.total
    assert found.overlaps == {(("rule_0", "rule_1"), ("north", "south"))}


def make_pair(
    limit: int, *areas: str, **successors: list[str]
) -> tuple[Model, Model]:
    """Return two models that part citizens at 18, and at `limit`."""
    before = make_model((ADULT, "north"), ({}, "south"))
    source = make_source(
        ({"age": {"from": limit}}, areas[0]),
        ({}, areas[1]),
        areas=areas,
        id="next",
        replaces={"model": "small", "successors": successors},
    )
    return before, read_model(source)


def test_a_moved_limit_is_a_difference() -> None:
    pair = make_pair(20, "north", "south")
    assert find_changes(*pair) == {("north", "south")}
    assert find_changes(*make_pair(18, "north", "south")) == set()


def test_a_witness_of_a_difference_is_complete_and_shows_it() -> None:
    pair = make_pair(20, "north", "south")
    change = ("north", "south")
    assert shows_change(*pair, change, {"age": 18})
    assert shows_change(*pair, change, {"age": 19, "services": []})
    assert not shows_change(*pair, change, {"age": 17})
    assert not shows_change(*pair, change, {"age": 20})
    assert not shows_change(*pair, change, {})
    assert not shows_change(*pair, ("north", "north"), {"age": 20})


def test_an_area_with_exactly_one_successor_is_the_same_as_it() -> None:
    renamed = make_pair(18, "new", "south", north=["new"])
    assert find_changes(*renamed) == set()
    unsaid = make_pair(18, "new", "south")
    assert find_changes(*unsaid) == {("north", "new")}
    merged = make_pair(18, "new", "new", north=["new"], south=["new"])
    assert find_changes(*merged) == set()
    swapped = make_pair(18, "south", "north", north=["south"])
    assert find_changes(*swapped) == {("south", "north")}


def test_an_area_that_was_split_is_the_same_as_neither() -> None:
    before, after = make_pair(18, "new", "south", north=["new", "south"])
    assert find_changes(before, after) == {("north", "new")}


def test_successors_of_another_model_say_nothing() -> None:
    before, after = make_pair(18, "new", "south", north=["new"])
    stranger = replace(before, id="stranger")
    assert is_same(before, after, ("north", "new"))
    assert not is_same(stranger, after, ("north", "new"))
    assert not is_same(after, before, ("new", "north"))


def test_a_gap_is_the_same_as_a_gap_alone() -> None:
    before = make_model((ADULT, "north"))
    after = make_model(({"age": {"from": 20}}, "north"))
    assert find_changes(before, after) == {("north", None)}
    assert find_changes(after, before) == {(None, "north")}
    assert shows_change(before, after, ("north", None), {"age": 19})


def test_what_only_one_model_declares_is_free_in_the_other() -> None:
    before = make_model((ADULT, "north"), ({}, "south"))
    after = make_model(
        ({**ADULT, "x": True}, "north"),
        ({"y": True}, "south"),
        ({}, "south"),
        attributes={"x": FLAG, "y": FLAG},
    )
    assert find_changes(before, after) == {("north", "south")}
    witness: dict[str, Any] = {"age": 18, "x": False, "y": False}
    assert shows_change(before, after, ("north", "south"), witness)
    del witness["y"]
    assert not shows_change(before, after, ("north", "south"), witness)


def test_one_attribute_of_two_types_cannot_be_compared() -> None:
    one = make_model(({}, "north"), attributes={"x": FLAG})
    other = make_model(({}, "north"), attributes={"x": SET})
    with pytest.raises(ValueError, match="two types"):
        find_changes(one, other)
