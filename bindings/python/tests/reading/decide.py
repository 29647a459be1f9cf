# SPDX-License-Identifier: MIT
"""The decision, by trying every completion.

`resolve` decides complete facts. `decide` completes what is unknown in every
way, resolves each, and says what all of them have in common.

Left open by the specification, and decided here:

- Under `unique` the facts are rejected when *some* completion meets two
  rules, and also under `per_service`.
- A delivery that no entry makes, in no completion, names no deliverer, and
  so is not determined.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypedDict

from .condition import Complete, Json, Value, holds
from .facts import Rejected, read_facts
from .model import Entry, Model, Service
from .space import find_classes, list_domain, list_points


class Delivery(TypedDict):
    """Who delivers one active service."""

    service: str
    area: str | None
    unit: str | None


class Decision(TypedDict):
    """The fields of a decision, as the specification has them."""

    status: str
    responsible: str | None
    possible: list[str | None]
    rules: list[str]
    missing: list[str]
    ask: str | None
    target_group: str | None
    deliveries: list[Delivery]
    contacts: list[str]


class Conflict(Rejected):
    """Two rules match where at most one may.

    `rules` holds every such pair of ids, each in the model's order.
    """

    def __init__(self, rules: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.rules = frozenset(rules)


@dataclass(frozen=True)
class Outcome:
    """What complete facts lead to; `rules` are all that match, in order."""

    group: str | None
    rules: tuple[str, ...]
    rule: str | None
    area: str | None
    deliverers: tuple[str | None, ...]


def resolve(model: Model, complete: Complete) -> Outcome:
    """Decide complete facts, without regard to `unique`.

    `deliverers` has an area or unit for each active service, in the model's
    order; None where no entry matches.
    """
    facts = dict(complete)
    facts["target_group"] = group = next(
        (each.id for each in model.groups if holds(each.when, facts)), None
    )
    rules = [each for each in model.rules if holds(each.when, facts)]
    found = [_find_entry(each, facts) for each in _list_active(model, facts)]
    return Outcome(
        group=group,
        rules=tuple(each.id for each in rules),
        rule=rules[0].id if rules else None,
        area=rules[0].area if rules else None,
        deliverers=tuple(entry.by if entry else None for entry in found),
    )


def decide(
    model: Model, facts: Json, on: dt.date, *, fold: bool = True
) -> Decision:
    """Decide for one citizen on one date.

    `fold` tries one value of each class instead of every one. Raises
    Rejected, and Conflict, which is a Rejected.
    """
    known = read_facts(model, facts, on)
    axes = {
        each.name: find_classes(each, model.tests.get(each.name, set()))
        if fold
        else list_domain(each)
        for each in model.attributes
        if each.name not in known
    }
    points = list(list_points(axes))
    outcomes = [resolve(model, known | point) for point in points]
    if model.unique:
        _refuse_conflicts(outcomes)
    deliveries = list(_say_deliveries(model, known, outcomes))
    if model.per_service:
        return _decide_per_service(model, outcomes, deliveries)
    return _decide_single(model, points, outcomes, deliveries)


def find_pairs(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Yield each pair of rules that match together."""
    yield from itertools.combinations(outcome.rules, 2)


def _list_active(model: Model, facts: Complete) -> list[Service]:
    active = facts["services"]
    assert isinstance(active, frozenset)
    return [each for each in model.services if each.id in active]


def _find_entry(service: Service, facts: Complete) -> Entry | None:
    entries = service.entries
    return next((each for each in entries if holds(each.when, facts)), None)


def _refuse_conflicts(outcomes: list[Outcome]) -> None:
    pairs = [pair for each in outcomes for pair in find_pairs(each)]
    if pairs:
        raise Conflict(pairs)


def _say_deliveries(
    model: Model, facts: Complete, outcomes: list[Outcome]
) -> Iterator[Delivery]:
    for index, service in enumerate(_list_active(model, facts)):
        deliverers = {each.deliverers[index] for each in outcomes}
        by = deliverers.pop() if len(deliverers) == 1 else None
        area, unit = (None, None) if by is None else model.place(by)
        yield {"service": service.id, "area": area, "unit": unit}


def _agree(values: Iterable[str | None]) -> str | None:
    """Return the value that all are; None where they differ."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None


def _decide_per_service(
    model: Model, outcomes: list[Outcome], deliveries: list[Delivery]
) -> Decision:
    areas = [each["area"] for each in deliveries]
    if not areas:
        status = "none"
    else:
        status = "undetermined" if None in areas else "determined"
    return {
        "status": status,
        "responsible": None,
        "possible": [],
        "rules": [],
        "missing": [],
        "ask": None,
        "target_group": _agree(each.group for each in outcomes),
        "deliveries": deliveries,
        "contacts": [each for each in model.areas if each in areas],
    }


def _decide_single(
    model: Model,
    points: list[dict[str, Value]],
    outcomes: list[Outcome],
    deliveries: list[Delivery],
) -> Decision:
    areas = {each.area for each in outcomes}
    possible: list[str | None] = [x for x in model.areas if x in areas]
    if None in areas:
        possible.append(None)
    undetermined = len(areas) > 1
    responsible = None if undetermined else possible[0]
    missing: list[str] = []
    ask = None
    if undetermined:
        given = [each.area for each in outcomes]
        worst = dict(_weigh_missing(points, given))
        missing = list(worst)
        # Of equals, min() returns the first.
        ask = min(worst, key=worst.__getitem__)
        status = "undetermined"
    else:
        status = "none" if responsible is None else "determined"
    deciding = {each.rule for each in outcomes}
    return {
        "status": status,
        "responsible": responsible,
        "possible": possible,
        "rules": [x.id for x in model.rules if x.id in deciding],
        "missing": missing,
        "ask": ask,
        "target_group": _agree(each.group for each in outcomes),
        "deliveries": deliveries,
        "contacts": [] if responsible is None else [responsible],
    }


def _weigh_missing(
    points: list[dict[str, Value]], areas: list[str | None]
) -> Iterator[tuple[str, int]]:
    """Yield each unknown attribute that alone makes a difference.

    With it, how many areas its least helpful answer leaves.
    """
    for name in points[0]:
        beside: dict[tuple[Value, ...], set[str | None]] = {}
        answered: dict[Value, set[str | None]] = {}
        for point, area in zip(points, areas, strict=True):
            others = tuple(point[each] for each in point if each != name)
            beside.setdefault(others, set()).add(area)
            answered.setdefault(point[name], set()).add(area)
        if any(len(each) > 1 for each in beside.values()):
            yield name, max(map(len, answered.values()))
