# SPDX-License-Identifier: MIT
"""Conditions and facts, each example worked out from the specification."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from .condition import Kind, holds, read_condition
from .facts import Reason, Rejected, count_years, read_facts
from .small import ENUM, FLAG, NUMBER, ON, SET, make_model

KINDS = {
    "n": Kind.INTEGER,
    "e": Kind.ENUM,
    "f": Kind.FLAG,
    "s": Kind.SET,
    "target_group": Kind.ENUM,
}


@pytest.mark.parametrize(
    ("test", "passing"),
    [
        (2, {2}),
        ([1, 2, 5], {1, 2, 5}),
        ([], set()),
        ({"from": 3}, {3, 4, 5}),
        ({"above": 3}, {4, 5}),
        ({"through": -4}, {-5, -4}),
        ({"below": -4}, {-5}),
        ({"from": -1, "through": 1}, {-1, 0, 1}),
        ({"above": -1, "below": 1}, {0}),
        ({"from": 0, "above": 0, "through": 2, "below": 2}, {1}),
        ({"from": 3, "through": 2}, set()),
        ({"comment": "any number"}, set(range(-5, 6))),
    ],
)
def test_a_number_passes_inside_the_ends(test: Any, passing: set[int]) -> None:
    condition = read_condition({"n": test}, KINDS)
    found = {n for n in range(-5, 6) if holds(condition, {"n": n})}
    assert found == passing


@pytest.mark.parametrize(
    ("test", "passing"),
    [("p", "p"), (["p", "r"], "pr"), ([], "")],
)
def test_an_enum_is_one_of_those_named(test: Any, passing: str) -> None:
    condition = read_condition({"e": test}, KINDS)
    assert [x for x in "pqr" if holds(condition, {"e": x})] == list(passing)


def test_a_flag_is_what_the_test_says() -> None:
    for test in (True, False):
        condition = read_condition({"f": test}, KINDS)
        assert holds(condition, {"f": test})
        assert not holds(condition, {"f": not test})


SUBSETS = ("", "p", "q", "r", "pq", "pr", "qr", "pqr")


@pytest.mark.parametrize(
    ("test", "passing"),
    [
        ("p", "p pq pr pqr"),
        (["p", "q"], "p q pq pr qr pqr"),
        ({"any_of": ["p", "q"]}, "p q pq pr qr pqr"),
        ({"all_of": ["p", "q"]}, "pq pqr"),
        ({"none_of": ["p", "q"]}, " r"),
        ({"any_of": ["p"], "none_of": ["r"]}, "p pq"),
        ({"any_of": ["p"], "all_of": ["q"], "none_of": ["r"]}, "pq"),
        ({"all_of": ["p"], "none_of": ["p"]}, None),
        ([], None),
        ({"any_of": []}, None),
        ({"all_of": []}, " p q r pq pr qr pqr"),
        ({"none_of": []}, " p q r pq pr qr pqr"),
        ({}, " p q r pq pr qr pqr"),
    ],
)
def test_a_set_holds_any_all_or_none(test: Any, passing: str | None) -> None:
    condition = read_condition({"s": test}, KINDS)
    found = [x for x in SUBSETS if holds(condition, {"s": frozenset(x)})]
    expected = [] if passing is None else passing.split(" ")
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({}, True),
        ({"comment": "why"}, True),
        ({"all": []}, True),
        ({"any": []}, False),
        ({"not": {}}, False),
        ({"not": {"any": []}}, True),
        ({"f": True, "n": 1}, True),
        ({"f": True, "n": 2}, False),
        ({"f": False, "any": [{}]}, False),
        ({"any": [{"f": False}, {"n": 1}]}, True),
        ({"any": [{"f": False}, {"n": 2}]}, False),
        ({"all": [{"f": True}, {"n": 1}]}, True),
        ({"all": [{"f": True}, {"n": 2}]}, False),
        ({"not": {"f": True, "n": 2}}, True),
        ({"not": {"f": True, "n": 1}}, False),
        ({"any": [{}], "all": [{}], "not": {"f": False}, "n": 1}, True),
    ],
)
def test_all_members_must_hold(condition: Any, expected: bool) -> None:
    read = read_condition(condition, KINDS)
    assert holds(read, {"f": True, "n": 1}) is expected


def test_who_falls_in_no_group_passes_no_test_of_it() -> None:
    nobody = {"target_group": None}
    for test in ("youth", ["youth", "adults"]):
        condition = {"target_group": test}
        assert not holds(read_condition(condition, KINDS), nobody)
        assert holds(read_condition({"not": condition}, KINDS), nobody)


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2000-05-01", "2019-05-01", 19),
        ("2000-05-01", "2019-04-30", 18),
        ("2000-05-01", "2000-05-01", 0),
        ("2000-05-01", "2000-04-30", -1),
        ("2000-12-31", "2001-01-01", 0),
        # 29 February falls on 1 March in common years.
        ("2004-02-29", "2019-02-28", 14),
        ("2004-02-29", "2019-03-01", 15),
        ("2004-02-29", "2020-02-28", 15),
        ("2004-02-29", "2020-02-29", 16),
        ("2004-02-28", "2019-02-28", 15),
        ("2004-03-01", "2020-02-29", 15),
        # 2100 is no leap year.
        ("2096-02-29", "2100-02-28", 3),
        ("2096-02-29", "2100-03-01", 4),
    ],
)
def test_a_birthday_counts_from_the_day(
    born: str, on: str, years: int
) -> None:
    day, date = dt.date.fromisoformat(born), dt.date.fromisoformat(on)
    assert count_years(day, date) == years


MODEL = make_model(
    ({}, "north"),
    services={"housing": "north", "therapy": "south"},
    attributes={"n": NUMBER, "e": ENUM, "f": FLAG, "s": SET},
)


def test_what_is_missing_or_null_is_unknown_and_services_are_none() -> None:
    nothing: dict[str, Any] = {"services": frozenset()}
    null = dict.fromkeys(("birth_date", "age", "n", "e", "f", "s", "services"))
    assert read_facts(MODEL, {}, ON) == nothing
    assert read_facts(MODEL, null, ON) == nothing


def test_what_is_known_has_its_value() -> None:
    facts = {
        "id": "anna", "birth_date": "1989-09-01", "n": -5, "e": "r",
        "f": False, "s": [], "services": ["therapy", "housing"],
    }  # fmt: skip
    assert read_facts(MODEL, facts, ON) == {
        "age": 30, "n": -5, "e": "r", "f": False, "s": frozenset(),
        "services": frozenset({"therapy", "housing"}),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("member", "value", "reason"),
    [
        ("nosuch", None, Reason.UNKNOWN_MEMBER),
        ("nosuch", 1, Reason.UNKNOWN_MEMBER),
        ("target_group", "everybody", Reason.UNKNOWN_MEMBER),
        ("n", 6, Reason.OUTSIDE_DOMAIN),
        ("n", -6, Reason.OUTSIDE_DOMAIN),
        ("n", "1", Reason.WRONG_TYPE),
        ("n", True, Reason.WRONG_TYPE),
        ("n", [1], Reason.WRONG_TYPE),
        ("e", "x", Reason.OUTSIDE_DOMAIN),
        ("e", ["p"], Reason.WRONG_TYPE),
        ("f", 1, Reason.WRONG_TYPE),
        ("f", "true", Reason.WRONG_TYPE),
        ("s", ["p", "x"], Reason.OUTSIDE_DOMAIN),
        ("s", "p", Reason.WRONG_TYPE),
        ("s", [1], Reason.WRONG_TYPE),
        ("services", ["guidance"], Reason.OUTSIDE_DOMAIN),
        ("services", "housing", Reason.WRONG_TYPE),
        ("age", 131, Reason.OUTSIDE_DOMAIN),
        ("age", -1, Reason.OUTSIDE_DOMAIN),
        ("birth_date", "2019-09-02", Reason.BORN_LATER),
        ("birth_date", "1888-09-01", Reason.TOO_OLD),
        ("birth_date", "2019-02-29", Reason.WRONG_TYPE),
        ("birth_date", "01-09-2000", Reason.WRONG_TYPE),
        ("birth_date", 20000901, Reason.WRONG_TYPE),
        ("id", 7, Reason.WRONG_TYPE),
    ],
)
def test_a_wrong_member_rejects_the_facts(
    member: str, value: Any, reason: Reason
) -> None:
    with pytest.raises(Rejected) as caught:
        read_facts(MODEL, {"f": True, member: value}, ON)
    (problem,) = caught.value.problems
    assert (problem.member, problem.reason) == (member, reason)


def test_an_age_of_0_and_of_130_are_the_ends() -> None:
    for born, years in (("2019-09-01", 0), ("1888-09-02", 130)):
        known = read_facts(MODEL, {"birth_date": born}, ON)
        assert known["age"] == years


def test_every_wrong_member_is_told() -> None:
    with pytest.raises(Rejected) as caught:
        read_facts(MODEL, {"n": 9, "f": "no", "x": 1, "e": "p"}, ON)
    assert {each.member for each in caught.value.problems} == {"n", "f", "x"}
