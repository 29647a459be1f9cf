# SPDX-License-Identifier: MIT
"""A model in other processes: forked, and started afresh."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
import time
import warnings
from collections.abc import Callable
from datetime import date
from functools import partial

import msb
import pytest

ON = date(2019, 9, 1)
AGES = range(0, 131, 10)
# Seconds after which a child is taken to wait for ever.
LIMIT = 60


def decide_all(model: msb.Model) -> list[str]:
    """Return the decision of each age, as JSON."""
    return [model.decide(on=ON, age=age).to_json() for age in AGES]


def decide_one(model: msb.Model, age: int) -> msb.Decision:
    """Return one decision; at the top of a module, so that it pickles."""
    return model.decide(on=ON, age=age)


def run_in_fork(work: Callable[[], object]) -> object:
    """Return what a forked child made of the work."""
    here, there = os.pipe()
    with warnings.catch_warnings():
        # Python 3.12 warns of other threads; they are what is tested.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        signal.alarm(LIMIT)
        try:
            os.write(there, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(there)
    with os.fdopen(here, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, f"the child ended with status {status}"
    return json.loads(said)


def test_a_forked_child_decides_as_its_parent(aarhus: msb.Model) -> None:
    expected = decide_all(aarhus)
    assert run_in_fork(lambda: decide_all(aarhus)) == expected
    # The parent's is as it was.
    assert decide_all(aarhus) == expected


def test_a_child_may_ask_first(aarhus: msb.Model) -> None:
    model = msb.Model.parse(aarhus.source)
    expected = decide_all(aarhus)
    assert run_in_fork(lambda: decide_all(model)) == expected
    assert decide_all(model) == expected


def test_a_decider_works_on_in_a_child(aarhus: msb.Model) -> None:
    decider = aarhus.decider(("age",), on=ON)
    expected = [decider((age,)).responsible for age in AGES]
    assert (
        run_in_fork(lambda: [decider((age,)).responsible for age in AGES])
        == expected
    )


def make_slow_source() -> str:
    """Return a model that takes a while to compile."""
    return json.dumps(
        {
            "msb_model": 1,
            "id": "slow",
            "name": "Slow",
            "valid_from": "2019-01-01",
            "attributes": {f"flag_{i}": {"type": "flag"} for i in range(28)},
            "areas": [
                {"id": f"area_{i}", "name": f"Area {i}"} for i in range(2)
            ],
            # Pairs that the diagram's order keeps far apart.
            "responsibility": [
                {
                    "id": f"rule_{i}",
                    "when": {f"flag_{i}": True, f"flag_{i + 14}": True},
                    "area": f"area_{i % 2}",
                }
                for i in range(14)
            ],
        }
    )


def test_a_fork_may_come_while_another_thread_compiles() -> None:
    model = msb.Model.parse(make_slow_source())
    flags = {f"flag_{i}": i in {3, 17} for i in range(28)}
    started = threading.Event()

    def compile_model() -> None:
        started.set()
        model.decide(flags, on=ON)

    thread = threading.Thread(target=compile_model)
    thread.start()
    started.wait()
    time.sleep(0.01)
    # The child has no such thread, and must not wait for it.
    area = run_in_fork(lambda: model.decide(flags, on=ON).responsible)
    thread.join()
    assert area == "area_1"


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_pool_of_processes_decides(aarhus: msb.Model, method: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        with multiprocessing.get_context(method).Pool(2) as pool:
            decisions = pool.map(partial(decide_one, aarhus), AGES)
    assert decisions == [decide_one(aarhus, age) for age in AGES]
    assert all(each.model == aarhus for each in decisions)
