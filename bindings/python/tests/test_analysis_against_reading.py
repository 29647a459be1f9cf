# SPDX-License-Identifier: MIT
"""Checks and comparisons of models against the independent reading."""

from __future__ import annotations

import json
from pathlib import Path

import msb
import pytest
import reading
from hypothesis import HealthCheck, assume, given, settings
from reading import strategies as drawn

MODELS = Path(__file__).resolve().parents[3] / "examples" / "models"
MANY = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
ON = "2019-08-01"


def compare_check(source: drawn.Facts) -> None:
    """Assert that a check finds what occurs, with witnesses that show it."""
    found, model = msb.check(source), reading.read_model(source)
    expected = reading.analyse(model)
    assert found.valid
    assert found.errors == ()
    assert found.total == expected.total
    gaps = [(each.kind.value, each.id) for each in found.gaps]
    assert set(gaps) == expected.gaps
    assert {
        (each.kind.value, each.id, each.index) for each in found.unreachable
    } == expected.unreachable
    assert len(found.unreachable) == len(expected.unreachable)
    assert {
        (each.rules, each.areas) for each in found.overlaps
    } == expected.overlaps
    assert len(found.overlaps) == len(expected.overlaps)
    for gap in found.gaps:
        assert reading.shows_gap(model, gap.kind, gap.id, gap.witness)
    for overlap in found.overlaps:
        assert reading.shows_overlap(model, overlap.rules, overlap.witness)
    assert found.has_findings == bool(
        expected.gaps
        or expected.unreachable
        or (model.unique and expected.overlaps)
    )


@MANY
@given(drawn.models())
def test_a_check_finds_what_the_reading_finds(source: drawn.Facts) -> None:
    compare_check(source)


@MANY
@given(drawn.models())
def test_a_witness_is_facts_that_a_decision_takes(source: drawn.Facts) -> None:
    model = msb.Model.from_dict(source)
    for gap in model.check().gaps:
        try:
            decision = model.decide(gap.witness, on=ON)
        except msb.Conflict:
            continue  # a group or a service may lack where two rules match
        if gap.kind is msb.FindingKind.RESPONSIBILITY:
            assert decision.status is msb.Status.NONE
        elif gap.kind is msb.FindingKind.TARGET_GROUP:
            assert decision.target_group is None
        else:
            assert msb.Delivery(gap.id or "", None, None) in (
                decision.deliveries
            )
    unique = model.hit_policy is msb.HitPolicy.UNIQUE
    for overlap in model.check().overlaps:
        if unique:
            with pytest.raises(msb.Conflict):
                model.decide(overlap.witness, on=ON)
        else:
            model.decide(overlap.witness, on=ON)


@MANY
@given(drawn.models())
def test_the_rows_of_a_rule_are_decided_by_it(source: drawn.Facts) -> None:
    model = msb.Model.from_dict(source)
    for each in model.cases(max_rows=5):
        for row in each.rows:
            decision = model.decide(row.facts, on=ON)
            if each.service is None:
                assert decision.rules == ((each.rule,) if each.rule else ())
                assert decision.responsible == each.area
            else:
                assert msb.Delivery(each.service, each.area, each.unit) in (
                    decision.deliveries
                )


def compare_diff(source: drawn.Facts, source_after: drawn.Facts) -> None:
    """Assert that a comparison finds the pairs that differ, and shows them."""
    before = msb.Model.from_dict(source)
    after = msb.Model.from_dict(source_after)
    pair = reading.read_model(source), reading.read_model(source_after)
    found = before.diff(after)
    expected = reading.find_changes(*pair)
    assert {(each.before, each.after) for each in found.changes} == expected
    assert len(found.changes) == len(expected)
    assert found.same == (not expected)
    for each in found.changes:
        assert reading.shows_change(
            *pair, (each.before, each.after), each.witness
        )
        assert each.is_complete
        was = before.decide(each.facts_for(before), on=ON)
        becomes = after.decide(each.facts_for(after), on=ON)
        assert (was.responsible, becomes.responsible) == each[:2]
        decided = (
            was.rules[0] if was.rules else None,
            becomes.rules[0] if becomes.rules else None,
        )
        assert decided in each.rules


def is_renaming(before: drawn.Facts, after: drawn.Facts) -> bool:
    """Whether each area before leads to one after, and no two to the same.

    The specification speaks of exactly one successor; what becomes of a split
    and of a merge is in the reference of the tool, and tried in test_diff.
    """
    successors = after.get("replaces", {}).get("successors", {})
    ids = [each["id"] for each in before["areas"]]
    led = [successors.get(each, [each]) for each in ids]
    single = {each[0] for each in led if len(each) == 1}
    return len(single) == len(ids)


@MANY
@given(drawn.successions())
def test_a_comparison_finds_what_the_reading_finds(
    pair: tuple[drawn.Facts, drawn.Facts],
) -> None:
    assume(is_renaming(*pair))
    compare_diff(*pair)


def test_aarhus_is_what_the_reading_says() -> None:
    sources = [
        json.loads((MODELS / f"aarhus_{year}.json").read_text("utf-8"))
        for year in (2018, 2019)
    ]
    for source in sources:
        compare_check(source)
    compare_diff(*sources)
