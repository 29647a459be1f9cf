# SPDX-License-Identifier: MIT
"""The library against an independent reading of the specification.

`reading` shares nothing with the library; models, facts and dates are drawn.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import msb
import pytest
import reading
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import strategies as drawn

MODELS = Path(__file__).resolve().parents[3] / "examples" / "models"
MANY = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
ONCE = settings(MANY, max_examples=60)


def compare_decision(
    model: msb.Model, expected: reading.Decision, facts: drawn.Facts, on: str
) -> None:
    """Assert that every form of a decision is the one that is expected."""
    decision = model.decide(facts, on=on)
    assert decision.to_dict() == expected
    assert json.loads(decision.to_json()) == expected
    assert decision.status == expected["status"]
    assert decision.responsible == expected["responsible"]
    assert list(decision.possible) == expected["possible"]
    assert list(decision.rules) == expected["rules"]
    assert list(decision.missing) == expected["missing"]
    assert decision.ask == expected["ask"]
    assert decision.target_group == expected["target_group"]
    assert list(decision.contacts) == expected["contacts"]
    deliveries = [each._asdict() for each in decision.deliveries]
    assert deliveries == expected["deliveries"]


def compare_short(
    model: msb.Model, expected: reading.Decision, facts: drawn.Facts, on: str
) -> None:
    """Assert that a prepared decider gives the same in short."""
    outcome = model.decider(tuple(facts), on=on)(tuple(facts.values()))
    assert outcome.status == expected["status"]
    assert outcome.responsible == expected["responsible"]
    assert outcome.target_group == expected["target_group"]
    if expected["status"] == "determined" and len(expected["rules"]) == 1:
        assert outcome.rule == expected["rules"][0]


def compare_conflict(
    model: msb.Model, conflict: reading.Conflict, facts: drawn.Facts, on: str
) -> None:
    """Assert that the facts are rejected, naming two rules that match."""
    with pytest.raises(msb.Conflict) as caught:
        model.decide(facts, on=on)
    named = [
        rules
        for rules in conflict.rules
        if all(f'"{rule}"' in caught.value.message for rule in rules)
    ]
    assert len(named) == 1
    with pytest.raises(msb.Conflict):
        model.decider(tuple(facts), on=on)(tuple(facts.values()))


@MANY
@given(st.data())
def test_every_field_is_what_the_reading_says(data: st.DataObject) -> None:
    source, on = data.draw(drawn.models()), data.draw(drawn.dates())
    model, read = msb.Model.from_dict(source), reading.read_model(source)
    for facts in data.draw(drawn.populations(source, on, most=5)):
        try:
            expected = reading.decide(read, facts, on)
        except reading.Conflict as conflict:
            compare_conflict(model, conflict, facts, str(on))
            continue
        compare_decision(model, expected, facts, str(on))
        compare_short(model, expected, facts, str(on))


@MANY
@given(st.data())
def test_what_the_reading_rejects_is_rejected_for_the_same_member(
    data: st.DataObject,
) -> None:
    source, on = data.draw(drawn.models()), data.draw(drawn.dates())
    broken = data.draw(drawn.broken_facts(source, on))
    with pytest.raises(reading.Rejected):
        reading.decide(reading.read_model(source), broken.facts, on)
    model = msb.Model.from_dict(source)
    with pytest.raises(msb.Invalid) as caught:
        model.decide(broken.facts, on=on)
    assert caught.value.where == broken.member


@ONCE
@given(drawn.cases())
def test_dates_and_sets_of_python_are_read_like_those_of_json(
    case: tuple[dict[str, object], drawn.Facts, dt.date],
) -> None:
    source, facts, on = case
    model = msb.Model.from_dict(source)
    ours = {
        name: frozenset(value) if isinstance(value, list) else value
        for name, value in facts.items()
    }
    if facts.get("birth_date") is not None:
        ours["birth_date"] = dt.date.fromisoformat(facts["birth_date"])
    try:
        expected = model.decide(facts, on=str(on))
    except msb.Conflict:
        with pytest.raises(msb.Conflict):
            model.decide(on=on, **ours)
        return
    assert model.decide(on=on, **ours) == expected


def list_citizens() -> Iterator[drawn.Facts]:
    """Yield citizens of each age, and of the ages about each limit."""
    yield {}
    challenges = ("unemployment", "sickness_health", "disability", None)
    services = ["substance_treatment", "social_support", "activation"]
    for age in range(131):
        for challenge in challenges:
            yield {
                "age": age,
                "primary_challenge": challenge,
                "services": services,
            }


@pytest.mark.parametrize("year", ["2018", "2019"])
def test_aarhus_is_what_the_reading_says(year: str) -> None:
    text = (MODELS / f"aarhus_{year}.json").read_text("utf-8")
    model, on = msb.Model.parse(text), dt.date(2019, 9, 1)
    read = reading.read_model(json.loads(text))
    for facts in list_citizens():
        expected = reading.decide(read, facts, on)
        compare_decision(model, expected, facts, str(on))
        compare_short(model, expected, facts, str(on))
