# SPDX-License-Identifier: MIT
"""No call keeps what it was given, or loses what it made.

Each way through a call is taken many times; neither Python's objects nor the
process may grow by it. Only what is lost every time counts, so that caches
and the allocator's own slack do not.
"""

from __future__ import annotations

import gc
import pickle
import sys
import weakref
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Any

import msb
import pytest
from resident import read_resident

ON = date(2019, 9, 1)
CLAUS: dict[str, object] = {
    "birth_date": date(1996, 5, 1),
    "benefit": "education_help",
    "needs": ["housing", "substance_use"],
    "services": ["substance_treatment"],
}
# Growth that says nothing: bytes of the process.
SLACK = 2 << 20


def assert_no_growth(call: Callable[[], object], times: int) -> None:
    """Calling it many times leaves nothing behind."""
    for _ in repeat(None, times // 10 + 10):
        call()
    gc.collect()
    objects, memory = sys.getallocatedblocks(), read_resident()
    for _ in repeat(None, times):
        call()
    gc.collect()
    # What each call lost would be at least one object a call.
    assert sys.getallocatedblocks() - objects < times // 2
    assert read_resident() - memory < SLACK


def make_failing(
    call: Callable[[], object], *errors: type[BaseException]
) -> Callable[[], None]:
    """Return a call that swallows the one exception that it must raise."""

    def fail() -> None:
        try:
            call()
        except errors:
            return
        raise AssertionError("it did not fail")

    return fail


def make_calls(model: msb.Model) -> dict[str, Callable[[], object]]:
    """Return every way through a decision that succeeds."""
    decide = model.decider(tuple(CLAUS), on=ON)
    values = tuple(CLAUS.values())
    decision = model.decide(CLAUS, on=ON)
    return {
        "decide by a dict": lambda: model.decide(CLAUS, on=ON),
        "decide by keywords": lambda: model.decide(on=ON, **CLAUS),
        "decide by texts": lambda: model.decide(
            on="2019-09-01", birth_date="1996-05-01"
        ),
        "decide with a gap": lambda: model.decide(on=ON),
        "decide and read": lambda: model.decide(CLAUS, on=ON).to_dict(),
        "compare and hash": lambda: (
            hash(model.decide(CLAUS, on=ON)),
            model.decide(CLAUS, on=ON) == decision,
        ),
        "decider": lambda: decide(values),
        "decider of an iterator": lambda: decide(
            (None, None, iter(("housing",)), None)
        ),
        "pickle": lambda: pickle.loads(pickle.dumps(decision)),
        "explain": lambda: str(model.explain(CLAUS, on=ON)),
    }


def make_failures(model: msb.Model) -> dict[str, Callable[[], object]]:
    """Return every way through a decision that fails."""
    decide = model.decider(("birth_date", "benefit", "needs"), on=ON)

    def raise_midway() -> Any:
        yield "housing"
        raise LookupError

    failures: dict[str, dict[str, object]] = {
        "unknown member": {"shoe_size": 43},
        "unknown value": {"benefit": "gold"},
        "unknown value of a set": {"needs": ["housing", "gold"]},
        "wrong type": {"benefit": 3},
        "wrong type in a set": {"needs": ["housing", 3]},
        "out of range": {"age": 131},
        "a number too large": {"age": 2**70},
        "no date": {"birth_date": "1996-02-30"},
        "not yet born": {"birth_date": date(2020, 1, 1)},
        "a text that is no UTF-8": {"benefit": "\ud800"},
        "a member that is no UTF-8": {"\ud800": 1},
    }
    calls: dict[str, Callable[[], object]] = {
        name: make_failing(
            partial(model.decide, facts, on=ON),
            msb.Invalid,
            UnicodeEncodeError,
        )
        for name, facts in failures.items()
    }
    calls["an iterable that raises"] = make_failing(
        lambda: model.decide(on=ON, needs=raise_midway()), LookupError
    )
    calls["decider: an iterable that raises"] = make_failing(
        lambda: decide((None, None, raise_midway())), LookupError
    )
    calls["decider: a wrong value"] = make_failing(
        lambda: decide((None, "gold", None)), msb.Invalid
    )
    calls["decider: too few values"] = make_failing(
        lambda: decide((None,)), ValueError
    )
    calls["decider: no tuple"] = make_failing(
        lambda: decide([None, None, None]),  # type: ignore[arg-type]
        TypeError,
    )
    calls["decider: no such member"] = make_failing(
        lambda: model.decider(("birth_date", "shoe_size"), on=ON), msb.Invalid
    )
    calls["explain"] = make_failing(
        lambda: model.explain({"benefit": "gold"}, on=ON), msb.Invalid
    )
    calls["no date to decide on"] = make_failing(
        lambda: model.decide(CLAUS, on=3),  # type: ignore[arg-type]
        TypeError,
    )
    return calls


MODEL = msb.Model.load(
    Path(__file__).resolve().parents[3] / "examples/models/aarhus_2019.json"
)
CALLS = make_calls(MODEL)
FAILURES = make_failures(MODEL)


@pytest.mark.large
def test_a_million_decisions_leave_nothing_behind() -> None:
    assert_no_growth(CALLS["decide by a dict"], 1_000_000)


@pytest.mark.large
def test_a_million_prepared_decisions_leave_nothing_behind() -> None:
    assert_no_growth(CALLS["decider"], 1_000_000)


@pytest.mark.large
@pytest.mark.parametrize("name", CALLS)
def test_what_succeeds_leaves_nothing_behind(name: str) -> None:
    assert_no_growth(CALLS[name], 10_000)


@pytest.mark.large
@pytest.mark.parametrize("name", FAILURES)
def test_what_fails_leaves_nothing_behind(name: str) -> None:
    assert_no_growth(FAILURES[name], 20_000)


@pytest.mark.large
def test_models_leave_nothing_behind() -> None:
    source = MODEL.source

    def make() -> None:
        model = msb.Model.parse(source)
        model.decider(("needs",), on=ON)((["housing"],))
        assert len(model.areas) == len(MODEL.areas)

    assert_no_growth(make, 300)


@pytest.mark.large
def test_models_that_cannot_be_read_leave_nothing_behind(
    tmp_path: Path,
) -> None:
    wrong = MODEL.source.replace('"valid_from"', '"valid_form"')
    path = tmp_path / "none.json"
    for call, error in (
        (lambda: msb.Model.parse(wrong), msb.Invalid),
        (lambda: msb.Model.parse(wrong[:-9]), msb.Malformed),
        (lambda: msb.Model.parse(3), TypeError),  # type: ignore[arg-type]
        (lambda: msb.Model.load(path), msb.FileError),
    ):
        assert_no_growth(make_failing(call, error), 1000)


@pytest.mark.parametrize("name", CALLS | FAILURES)
def test_no_reference_is_kept_or_lost(name: str) -> None:
    call = (CALLS | FAILURES)[name]
    kept = [MODEL, ON, CLAUS, *CLAUS.values(), msb.Invalid]
    call()
    gc.collect()
    before = [sys.getrefcount(each) for each in kept]
    for _ in range(100):
        call()
    gc.collect()
    after = [sys.getrefcount(each) for each in kept]
    assert after == before


def test_a_model_goes_when_nobody_has_it() -> None:
    model = msb.Model.parse(MODEL.source)
    decide = model.decider(("needs",), on=ON)
    decision = model.decide(CLAUS, on=ON)
    gone = weakref.ref(model)
    del model
    gc.collect()
    # The decision has its model; the decider needs only what it compiled.
    assert gone() is decision.model
    assert decide((["housing"],)).status is msb.Status.UNDETERMINED
    del decision
    gc.collect()
    assert gone() is None
    assert decide((["housing"],)).status is msb.Status.UNDETERMINED


def test_a_decider_that_holds_itself_goes() -> None:
    class Outcomes:
        """What makes outcomes may hold the decider that calls it."""

        decide: object = None

        def make(self, *parts: int) -> tuple[int, ...]:
            return parts

    outcomes = Outcomes()
    outcomes.decide = MODEL._reader.decider((), ON, outcomes.make)
    gone = weakref.ref(outcomes)
    del outcomes
    gc.collect()
    assert gone() is None
