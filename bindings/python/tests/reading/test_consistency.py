# SPDX-License-Identifier: MIT
"""The reading agrees with itself, on models and facts that are drawn.

Each property follows from the specification by another way than the one that
the reading takes.
"""

from __future__ import annotations

import datetime as dt
import json
import math

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from .analyse import analyse, list_inputs, shows_gap, shows_overlap
from .compare import find_changes, shows_change
from .condition import Json
from .decide import Conflict, Decision, decide
from .draw_models import Source
from .facts import Rejected, read_facts
from .model import read_model
from .space import list_domain
from .strategies import (
    Facts,
    broken_facts,
    cases,
    dates,
    facts,
    models,
    populations,
    successions,
)

SOME = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
ON = dt.date(2019, 9, 1)


def is_json(value: object) -> bool:
    return bool(json.loads(json.dumps(value)) == value)


def write_facts(complete: Json) -> Facts:
    """Return complete facts as JSON has them."""
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in complete.items()
    }


@SOME
@given(cases())
def test_one_value_of_each_class_is_as_good_as_all(
    case: tuple[Source, Facts, dt.date],
) -> None:
    source, given_facts, on = case
    model = read_model(source)
    known = read_facts(model, given_facts, on)
    unknown = [each for each in model.attributes if each.name not in known]
    outcomes: list[Decision | frozenset[tuple[str, str]]] = []
    assume(all(each.high - each.low < 1_000 for each in unknown))
    sizes = (len(list_domain(each)) for each in unknown)
    assume(math.prod(sizes) <= 1_000)
    for fold in (True, False):
        try:
            outcomes.append(decide(model, given_facts, on, fold=fold))
        except Conflict as conflict:
            outcomes.append(conflict.rules)
    assert outcomes[0] == outcomes[1]


@SOME
@given(st.data())
def test_whatever_becomes_known_was_possible(data: st.DataObject) -> None:
    source = data.draw(models(per_service=False))
    model = read_model(source)
    known = data.draw(facts(source, ON))
    # What is known stays, what is not is filled in.
    complete = data.draw(facts(source, ON, complete=True))
    filled = complete | {x: v for x, v in known.items() if v is not None}
    if "age" in known or "birth_date" in known:
        ages = {"age", "birth_date"}
        filled = {x: v for x, v in filled.items() if x not in ages}
        filled |= {x: v for x, v in known.items() if x in ages}
        assume(any(known.get(x) is not None for x in ages))
    filled["services"] = known.get("services")
    try:
        before = decide(model, known, ON)
    except Conflict:
        assume(False)
    after = decide(model, filled, ON)
    assert after["status"] != "undetermined"
    assert after["responsible"] in before["possible"]
    assert set(after["rules"]) <= set(before["rules"])
    assert before["target_group"] in (None, after["target_group"])
    for was, now in zip(
        before["deliveries"], after["deliveries"], strict=True
    ):
        assert was["area"] is None or was == now


@SOME
@given(cases())
def test_what_is_missing_is_unknown_and_makes_it_undetermined(
    case: tuple[Source, Facts, dt.date],
) -> None:
    source, given_facts, on = case
    model = read_model(source)
    try:
        decision = decide(model, given_facts, on)
    except Conflict:
        assume(False)
    known = read_facts(model, given_facts, on)
    names = [each.name for each in model.attributes]
    places = [names.index(name) for name in decision["missing"]]
    assert places == sorted(places)
    assert not set(decision["missing"]) & set(known)
    undetermined = len(decision["possible"]) > 1
    # Of two completions that differ, a path of single changes leads from one
    # to the other, so that some attribute alone makes a difference.
    assert bool(decision["missing"]) is undetermined
    assert (decision["ask"] in decision["missing"]) is undetermined


@SOME
@given(st.data())
def test_one_wrong_member_rejects_and_is_named(data: st.DataObject) -> None:
    source, on = data.draw(models()), data.draw(dates())
    broken = data.draw(broken_facts(source, on))
    with pytest.raises(Rejected) as caught:
        read_facts(read_model(source), broken.facts, on)
    members = {each.member for each in caught.value.problems}
    assert members == {broken.member}


@SOME
@given(st.data())
def test_an_analysis_knows_what_happens_to_anybody(
    data: st.DataObject,
) -> None:
    source = data.draw(models(per_service=False))
    model, found = read_model(source), analyse(read_model(source))
    unreachable = {name for _, name, _ in found.unreachable}
    for citizen in data.draw(populations(source, ON, most=5)):
        try:
            decision = decide(model, citizen, ON)
        except Conflict as conflict:
            areas = {each.id: each.area for each in model.rules}
            shown = {rules for rules, _ in found.overlaps}
            differ = {x for x in conflict.rules if areas[x[0]] != areas[x[1]]}
            assert differ <= shown
            continue
        gap = ("responsibility", None) in found.gaps
        assert gap or None not in decision["possible"]
        assert not set(decision["rules"]) & unreachable


@SOME
@given(models())
def test_what_an_analysis_finds_somebody_shows(source: Source) -> None:
    model = read_model(source)
    found = analyse(model)
    inputs = [write_facts(each) for each in list_inputs(model)]
    for rules, _ in found.overlaps:
        assert any(shows_overlap(model, rules, each) for each in inputs)
    for kind, service in found.gaps:  # a set: in any order
        among = inputs
        if service is not None:
            among = [write_facts(each) for each in list_inputs(model, service)]
        assert any(shows_gap(model, kind, service, x) for x in among)


@SOME
@given(successions())
def test_a_model_is_the_same_as_itself(
    pair: tuple[Source, Source],
) -> None:
    for source in pair:
        model = read_model({**source, "replaces": {}})
        assert find_changes(model, model) == set()


@SOME
@given(st.data())
def test_who_changes_area_is_among_the_differences(
    data: st.DataObject,
) -> None:
    before, after = data.draw(successions())
    old, new = read_model(before), read_model(after)
    changes = find_changes(old, new)
    # Facts that both models can use: what each declares, and the services
    # that both have.
    shared = [x for x in after["services"] if x in before["services"]]
    both = {
        "attributes": {**before["attributes"], **after["attributes"]},
        "services": shared,
    }
    witness = data.draw(facts(both, ON, complete=True))
    assume("age" in witness)
    for one in (*old.areas, None):
        for other in (*new.areas, None):
            if shows_change(old, new, (one, other), witness):
                assert (one, other) in changes


@SOME
@given(st.data())
def test_all_that_is_drawn_can_be_json(data: st.DataObject) -> None:
    before, after = data.draw(successions())
    assert is_json(before)
    assert is_json(after)
    assert is_json(data.draw(populations(before, ON, most=3)))
    assert is_json(data.draw(broken_facts(after, ON)).facts)
