# SPDX-License-Identifier: MIT
"""One model, many threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

import msb
import pytest

ON = date(2019, 9, 1)
NUM_THREADS = 8


def run_together(work: Callable[[int], object]) -> list[Any]:
    """Return what each of the threads made, all started at once.

    What one of them raises is raised here.
    """
    start = threading.Barrier(NUM_THREADS)
    made: list[Any] = [None] * NUM_THREADS
    raised: list[BaseException] = []

    def run(number: int) -> None:
        try:
            start.wait()
            made[number] = work(number)
        except BaseException as error:
            raised.append(error)

    threads = [
        threading.Thread(target=run, args=(number,))
        for number in range(NUM_THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive(), "a thread waits for ever"
    if raised:
        raise raised[0]
    return made


def list_facts(number: int) -> Iterator[dict[str, object]]:
    """Yield facts that differ from thread to thread."""
    for age in range(131):
        yield {
            "age": (age + 17 * number) % 131,
            "needs": ["housing"] if age % 2 else ["substance_use"],
            "services": ["substance_treatment"] if age % 3 else [],
        }


def test_threads_decide_as_one_does(aarhus: msb.Model) -> None:
    def decide(number: int) -> list[str]:
        return [
            aarhus.decide(facts, on=ON).to_json()
            for facts in list_facts(number)
        ]

    assert run_together(decide) == [decide(i) for i in range(NUM_THREADS)]


def test_threads_share_a_decider(aarhus: msb.Model) -> None:
    decider = aarhus.decider(("age", "needs", "services"), on=ON)

    def decide(number: int) -> list[msb.Outcome]:
        return [decider(tuple(facts.values())) for facts in list_facts(number)]

    expected = [
        [
            aarhus.decide(facts, on=ON).responsible
            for facts in list_facts(number)
        ]
        for number in range(NUM_THREADS)
    ]
    assert [
        [outcome.responsible for outcome in outcomes]
        for outcomes in run_together(decide)
    ] == expected


def decide_young(model: msb.Model, _number: int) -> msb.Decision:
    """Return one decision, the same for each thread."""
    return model.decide(on=ON, age=22)


def test_the_first_question_may_come_from_many(aarhus: msb.Model) -> None:
    expected = aarhus.decide(on=ON, age=22)
    for _ in range(20):
        model = msb.Model.parse(aarhus.source)
        decisions = run_together(partial(decide_young, model))
        assert decisions == [expected] * NUM_THREADS


class Needs:
    """Needs that take their time: reading them lets others in."""

    def __init__(self, *needs: str, ask: Callable[[], object]) -> None:
        self.needs = needs
        self.ask = ask

    def __iter__(self) -> Iterator[str]:
        for need in self.needs:
            self.ask()
            yield need


def test_reading_facts_may_let_other_threads_decide(
    aarhus: msb.Model,
) -> None:
    decider = aarhus.decider(("age", "needs"), on=ON)

    def decide(number: int) -> list[object]:
        made: list[object] = []
        for age in range(number, 131, 5):
            needs = Needs("housing", "job", ask=lambda: time.sleep(0.0001))
            made.append(aarhus.decide(on=ON, age=age, needs=needs))
            made.append(decider((age, needs)))
        return made

    def decide_alone(number: int) -> list[object]:
        made: list[object] = []
        for age in range(number, 131, 5):
            made.append(
                aarhus.decide(on=ON, age=age, needs=["housing", "job"])
            )
            made.append(decider((age, ["housing", "job"])))
        return made

    assert run_together(decide) == [
        decide_alone(number) for number in range(NUM_THREADS)
    ]


def test_reading_facts_may_ask_the_same_model(aarhus: msb.Model) -> None:
    decider = aarhus.decider(("age", "needs"), on=ON)
    inner: list[str | None] = []

    def ask() -> None:
        inner.append(aarhus.decide(on=ON, age=5, needs=[]).responsible)
        inner.append(decider((70, ())).responsible)

    expected = aarhus.decide(on=ON, age=22, needs=["housing"])
    child = aarhus.decide(on=ON, age=5, needs=[]).responsible
    pensioner = aarhus.decide(on=ON, age=70, needs=[]).responsible
    needs = Needs("housing", ask=ask)
    assert aarhus.decide(on=ON, age=22, needs=needs) == expected
    assert decider((22, needs)).responsible == expected.responsible
    assert inner == [child, pensioner] * 2
    assert child != expected.responsible


def test_making_an_outcome_may_use_the_same_decider(
    aarhus: msb.Model,
) -> None:
    decider: Any = None
    asked: list[int] = []

    def make(*parts: int) -> tuple[int, ...]:
        asked.append(parts[1])
        if len(asked) < 200:
            decider((len(asked) % 131, ()))
        return parts

    decider = aarhus._reader.decider(("age", "needs"), ON, make)
    outcomes = {decider((age, ())) for age in range(131)}
    areas = {
        aarhus.decide(on=ON, age=age, needs=[]).responsible
        for age in range(131)
    }
    ids = aarhus.areas.ids
    assert {
        ids[area] if area >= 0 else None for _, area, _, _ in outcomes
    } == areas


def make_large_source() -> str:
    """Return a model that takes a while to read."""
    areas = ",".join(
        f'{{"id":"area_{i}","name":"Area {i}"}}' for i in range(60_000)
    )
    return (
        '{"msb_model":1,"id":"large","name":"Large",'
        f'"valid_from":"2019-01-01","areas":[{areas}]}}'
    )


def test_others_run_while_a_model_is_read() -> None:
    source = make_large_source()
    ticks: list[float] = []
    is_done = threading.Event()

    def tick() -> None:
        while not is_done.wait(0.001):
            ticks.append(time.perf_counter())

    other = threading.Thread(target=tick)
    other.start()
    try:
        start = time.perf_counter()
        model = msb.Model.parse(source)
        end = time.perf_counter()
    finally:
        is_done.set()
        other.join()
    assert model.id == "large"
    # Not only at its edges, as where the interpreter was held throughout.
    quarter = (end - start) / 4
    inside = [at for at in ticks if start + quarter < at < end - quarter]
    assert len(inside) > 1


def test_a_callers_exception_stays_in_its_thread(aarhus: msb.Model) -> None:
    def decide(number: int) -> list[str]:
        made = []
        for i in range(200):
            if i % 2 == number % 2:
                with pytest.raises(msb.Invalid) as caught:
                    aarhus.decide(on=ON, age=131 + number)
                made.append(caught.value.where)
            else:
                made.append(str(aarhus.decide(on=ON, age=22).responsible))
        return made

    for number, made in enumerate(run_together(decide)):
        for i, each in enumerate(made):
            expected = i % 2 == number % 2
            assert each == ("age" if expected else "unge_uddannelse_job")
