# SPDX-License-Identifier: MIT
"""Facts to try, right and wrong; populations; and models that follow others.

Nobody real: a citizen is a birth date and values of a drawn model.
"""

from __future__ import annotations

import copy
import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from .compare import find_shared_classes
from .draw_models import (
    AGES,
    MOST_INPUTS,
    Draw,
    Source,
    declarations,
    models,
    numbers,
)
from .facts import count_years
from .model import OLDEST, read_model

Facts = dict[str, Any]

LEAP_DAY = dt.date(2020, 2, 29)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Broken:
    """Facts that are wrong in `member`, and in no other."""

    facts: Facts
    member: str


def dates() -> st.SearchStrategy[dt.date]:
    """Draw a date to decide on, often around the end of February."""
    some = st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31))
    return st.one_of(
        some,
        st.sampled_from(
            (
                LEAP_DAY,
                LEAP_DAY - DAY,
                LEAP_DAY + DAY,
                dt.date(2019, 2, 28),
                dt.date(2019, 3, 1),
            )
        ),
    )


@st.composite
def birth_dates(draw: Draw, on: dt.date) -> dt.date:
    """Draw the birth date of somebody of 0 to 130 years on a date."""
    years = draw(st.sampled_from(AGES))
    near = dt.date(on.year - years, on.month, min(on.day, 28))
    born = draw(
        st.one_of(
            st.integers(-3, 3).map(lambda days: near + days * DAY),
            st.integers(0, 45_000).map(lambda days: on - days * DAY),
            st.just(dt.date(2000, 2, 29)),
        )
    )
    assume(0 <= count_years(born, on) <= OLDEST)
    return born


def _values(declaration: Source) -> st.SearchStrategy[Any]:
    """Draw a value of an attribute."""
    kind = declaration["type"]
    if kind == "integer":
        return numbers(declaration)
    if kind == "flag":
        return st.booleans()
    one = st.sampled_from(declaration["values"])
    return one if kind == "enum" else st.lists(one, unique=True)


@st.composite
def facts(
    draw: Draw, source: Source, on: dt.date, complete: bool = False
) -> Facts:
    """Draw valid facts of a model; `complete` leaves nothing unknown."""
    drawn: Facts = {}
    # What is not known may be null, or not be there.
    states = ("value",) if complete else ("value", "null", "absent")
    state = st.sampled_from(states)
    match draw(state):
        case "value" if draw(st.booleans()):
            drawn["birth_date"] = draw(birth_dates(on)).isoformat()
        case "value":
            drawn["age"] = draw(st.sampled_from(AGES) | st.integers(0, OLDEST))
        case "null":
            drawn["birth_date"] = None
    members: dict[str, Source] = dict(source["attributes"])
    services = [each["id"] for each in source["services"]]
    if services:
        members["services"] = {"type": "set", "values": services}
    for name, declaration in members.items():
        match draw(state):
            case "value":
                drawn[name] = draw(_values(declaration))
            case "null":
                drawn[name] = None
    return drawn


@st.composite
def cases(draw: Draw) -> tuple[Source, Facts, dt.date]:
    """Draw a model, facts of it, and a date."""
    source, on = draw(models()), draw(dates())
    return source, draw(facts(source, on)), on


def populations(
    source: Source, on: dt.date, most: int = 20
) -> st.SearchStrategy[list[Facts]]:
    """Draw the facts of some citizens."""
    return st.lists(facts(source, on), max_size=most)


@st.composite
def broken_facts(draw: Draw, source: Source, on: dt.date) -> Broken:
    """Draw facts that are rejected because of one member."""
    drawn = draw(facts(source, on))
    wrong: dict[str, st.SearchStrategy[Any]] = {
        name: _wrong_values(declaration)
        for name, declaration in source["attributes"].items()
    }
    wrong["services"] = st.sampled_from(("", 1, True, {}, [1], ["nosuch"]))
    wrong["age"] = st.sampled_from((-1, 131, "22", True, 1.5, [22]))
    wrong["birth_date"] = st.one_of(
        st.sampled_from(
            (
                0,
                True,
                [],
                "",
                "2019-02-29",
                "2000-1-01",
                "01-01-2000",
                "2000-13-01",
                "2000-01-01T00:00:00Z",
                "20000101",
            )
        ),
        st.integers(1, 400).map(lambda days: str(on + days * DAY)),
        st.integers(131, 140).map(
            lambda years: str(dt.date(on.year - years, 1, 1))
        ),
    )
    # Not declared, whatever the value; the target group is derived.
    for name in ("nosuch", "target_group"):
        wrong[name] = st.sampled_from((None, True, 1, "p", []))
    member = draw(st.sampled_from(sorted(wrong)))
    if member in ("age", "birth_date"):
        drawn.pop("age", None)
        drawn.pop("birth_date", None)
    drawn[member] = draw(wrong[member])
    return Broken(drawn, member)


def _wrong_values(declaration: Source) -> st.SearchStrategy[Any]:
    """Draw what is no value of the attribute, and not null."""
    match declaration["type"]:
        case "integer":
            low, high = declaration["min"], declaration["max"]
            return st.sampled_from(
                (low - 1, high + 1, 10**12, 0.5, "0", True, [low], {})
            )
        case "enum":
            value = declaration["values"][0]
            return st.sampled_from((0, True, [value], {}, "", "nosuch"))
        case "flag":
            return st.sampled_from((0, 1, "true", "", [True], {}))
        case _:
            value = declaration["values"][0]
            return st.sampled_from(
                (0, True, value, {value: True}, [value, 1], ["nosuch"], [None])
            )


@st.composite
def successions(draw: Draw) -> tuple[Source, Source]:
    """Draw a model and one that replaces it.

    Either an organisation that was thought anew, over some of the same
    attributes, or the same one with other names and perhaps one change.
    """
    declared = draw(declarations(4))
    before = draw(models(declared=_draw_some(draw, declared)))
    if draw(st.booleans()):
        after = draw(models(declared=_draw_some(draw, declared)))
        successors = _draw_successors(draw, before, after)
    else:
        after, successors = _rename_areas(draw, before)
    after |= {"id": "drawn_next", "valid_from": "2020-01-01"}
    if successors is not None:
        after["replaces"] = {"model": before["id"], "successors": successors}
    classes = find_shared_classes(read_model(before), read_model(after))
    assume(math.prod(map(len, classes.values())) <= MOST_INPUTS)
    return before, after


def _draw_some(draw: Draw, declared: Mapping[str, Source]) -> Source:
    names = st.lists(
        st.sampled_from(sorted(declared)), min_size=1, max_size=3, unique=True
    )
    return {name: declared[name] for name in draw(names)}


def _draw_successors(
    draw: Draw, before: Source, after: Source
) -> dict[str, list[str]] | None:
    """Draw who took over from whom: one to one, split or merge, or unsaid."""
    if draw(st.booleans()):
        return None
    ours = [each["id"] for each in before["areas"]]
    theirs = [each["id"] for each in after["areas"]]
    some = st.lists(
        st.sampled_from(theirs), min_size=1, max_size=2, unique=True
    )
    return draw(st.dictionaries(st.sampled_from(ours), some))


def _rename_areas(
    draw: Draw, before: Source
) -> tuple[Source, dict[str, list[str]]]:
    """Return the model with other area ids; one rule may name another area."""
    old = [each["id"] for each in before["areas"]]
    new = {each: draw(st.sampled_from((each, f"new_{each}"))) for each in old}
    after = copy.deepcopy(before)
    for area in after["areas"]:
        area["id"] = new[area["id"]]
    for unit in after["units"]:
        unit["parent"] = new.get(unit["parent"], unit["parent"])
    for service in after["services"]:
        by = service["delivered_by"]
        if isinstance(by, str):
            service["delivered_by"] = new.get(by, by)
            continue
        for entry in by:
            entry["by"] = new.get(entry["by"], entry["by"])
    for rule in after["responsibility"]:
        rule["area"] = new[rule["area"]]
    if after["responsibility"] and draw(st.booleans()):
        rule = draw(st.sampled_from(after["responsibility"]))
        rule["area"] = draw(st.sampled_from(sorted(new.values())))
    return after, {each: [new[each]] for each in old if new[each] != each}
