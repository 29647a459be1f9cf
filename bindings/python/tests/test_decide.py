# SPDX-License-Identifier: MIT
"""One decision: by keywords, by a dict, and prepared."""

from __future__ import annotations

import pickle
from datetime import date

import msb
import pytest

ON = date(2019, 9, 1)


def test_keywords_and_a_dict_give_the_same_decision(aarhus: msb.Model) -> None:
    facts = {"birth_date": date(1997, 3, 3), "needs": ["substance_use"]}
    assert aarhus.decide(facts, on=ON) == aarhus.decide(on=ON, **facts)


def test_the_young_have_one_area(aarhus: msb.Model) -> None:
    decision = aarhus.decide(on="2019-09-01", birth_date="1997-03-03")
    assert decision.status is msb.Status.DETERMINED
    assert decision.responsible == "unge_uddannelse_job"
    assert decision.target_group == "youth"
    assert decision.contacts == ("unge_uddannelse_job",)


def test_a_decision_survives_pickling(aarhus: msb.Model) -> None:
    decision = aarhus.decide(on=ON, services=["substance_treatment"], age=22)
    assert pickle.loads(pickle.dumps(decision)) == decision


def test_a_prepared_decider_agrees(aarhus: msb.Model) -> None:
    decide = aarhus.decider(("birth_date", "needs"), on=ON)
    for year in range(1900, 2019):
        born = date(year, 9, 1)
        short = decide((born, ["housing"]))
        full = aarhus.decide(on=ON, birth_date=born, needs=["housing"])
        assert short.status is full.status
        assert short.responsible == full.responsible
        assert short.target_group == full.target_group


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("age", 131, "out_of_range"),
        ("age", 2**40, "out_of_range"),
        ("age", True, "wrong_type"),
        ("age", "22", "wrong_type"),
        ("benefit", "gold", "unknown_value"),
        ("benefit", 3, "wrong_type"),
        ("needs", "job", "wrong_type"),
        ("needs", ["job", 3], "wrong_type"),
        ("birth_date", "1997-02-30", "bad_date"),
        ("birth_date", 19970303, "wrong_type"),
        ("shoe_size", 43, "unknown_member"),
        ("target_group", "youth", "unknown_member"),
    ],
)
def test_facts_that_cannot_be_used_name_the_member(
    aarhus: msb.Model, member: str, value: object, code: str
) -> None:
    with pytest.raises(msb.Invalid) as caught:
        aarhus.decide({member: value}, on=ON)
    assert (caught.value.code, caught.value.where) == (code, member)
    assert str(value) not in caught.value.message
