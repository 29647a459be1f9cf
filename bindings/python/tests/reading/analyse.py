# SPDX-License-Identifier: MIT
"""Checking a model, by trying every input: what occurs, and a witness's word.

Which witness a gap or an overlap is shown with is open, so an analysis says
only what occurs; `shows_gap` and `shows_overlap` tell whether a witness that
somebody else found is one.

Left open by the specification, and decided here:

- Under `per_service` nothing is a gap for want of a responsibility rule, also
  where the model has some.
- Under `unique`, facts that meet two rules are rejected, so they reach
  neither: a rule is reached where it matches alone.
- Without target groups everybody falls in none, and is in that gap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from .condition import Complete, Holds, Json, Value, holds
from .decide import Outcome, find_pairs, resolve
from .facts import Rejected, is_complete, read_facts
from .model import Model
from .space import find_classes, list_points

#: A witness gives an age, so that any date will do.
ANY_DAY = dt.date(2019, 8, 1)


@dataclass(frozen=True)
class Analysis:
    """What an analysis finds.

    gaps         (kind, the service or None)
    unreachable  (kind, id, index): the place in the list of rules or target
                 groups, or among the entries of the service `id`
    overlaps     ((rule, rule), (area, area)), in the rules' order
    """

    gaps: frozenset[tuple[str, str | None]]
    unreachable: frozenset[tuple[str, str, int]]
    overlaps: frozenset[tuple[tuple[str, str], tuple[str, str]]]

    @property
    def total(self) -> bool:
        """Whether there is no gap."""
        return not self.gaps


def list_inputs(
    model: Model, service: str | None = None
) -> Iterator[dict[str, Value]]:
    """Yield complete facts of every class; `service` is active in all."""
    axes = {
        each.name: find_classes(each, model.tests.get(each.name, set()))
        for each in model.attributes
    }
    services = model.active_services
    tests = model.tests.get(services.name, set())
    if service is None:
        axes[services.name] = find_classes(services, tests)
    else:
        nothing: frozenset[str] = frozenset()
        active = Holds(services.name, None, frozenset({service}), nothing)
        axes[services.name] = tuple(
            value
            for value in find_classes(services, tests | {active})
            if active.met_by(value)
        )
    yield from list_points(axes)


def analyse(model: Model) -> Analysis:
    """Analyse a valid model over its whole input space."""
    gaps: set[tuple[str, str | None]] = set()
    reached: set[tuple[str, str, int]] = set()
    pairs: set[tuple[str, str]] = set()
    for complete in list_inputs(model):
        outcome = resolve(model, complete)
        gaps |= set(_find_gaps(model, outcome))
        reached |= set(_find_reached(model, outcome))
        pairs |= set(find_pairs(outcome))
    for service in model.services:
        for complete in list_inputs(model, service.id):
            index = _find_index(model, service.id, complete)
            if index is None:
                gaps.add(("service", service.id))
            else:
                reached.add(("service", service.id, index))
    area = {each.id: each.area for each in model.rules}
    return Analysis(
        gaps=frozenset(gaps),
        unreachable=frozenset(_list_all(model)) - reached,
        overlaps=frozenset(
            ((a, b), (area[a], area[b]))
            for a, b in pairs
            if area[a] != area[b]
        ),
    )


def shows_gap(
    model: Model, kind: str, service: str | None, witness: Json
) -> bool:
    """Return whether `witness` is complete, and shows this gap."""
    complete = read_witness(model, witness)
    if complete is None:
        return False
    if kind != "service":
        gaps = _find_gaps(model, resolve(model, complete))
        return service is None and (kind, None) in gaps
    active = complete["services"]
    assert isinstance(active, frozenset)
    return (
        service is not None
        and service in active
        and _find_index(model, service, complete) is None
    )


def shows_overlap(model: Model, rules: tuple[str, str], witness: Json) -> bool:
    """Return whether `witness` is complete, and meets both rules."""
    complete = read_witness(model, witness)
    if complete is None:
        return False
    return set(rules) <= set(resolve(model, complete).rules)


def read_witness(model: Model, witness: Json) -> dict[str, Value] | None:
    """Return complete facts; None where they are not, or no witness."""
    if "birth_date" in witness:
        return None
    try:
        known = read_facts(model, witness, ANY_DAY)
    except Rejected:
        return None
    return known if is_complete(model, known) else None


def _find_gaps(
    model: Model, outcome: Outcome
) -> Iterator[tuple[str, str | None]]:
    if outcome.rule is None and not model.per_service:
        yield "responsibility", None
    if outcome.group is None:
        yield "target_group", None


def _find_reached(
    model: Model, outcome: Outcome
) -> Iterator[tuple[str, str, int]]:
    for index, group in enumerate(model.groups):
        if group.id == outcome.group:
            yield "target_group", group.id, index
    if model.unique and len(outcome.rules) > 1:
        return
    for index, rule in enumerate(model.rules):
        if rule.id == outcome.rule:
            yield "responsibility", rule.id, index


def _find_index(model: Model, service: str, complete: Complete) -> int | None:
    """Return which entry of the service delivers; None if none does."""
    facts = dict(complete)
    facts["target_group"] = resolve(model, complete).group
    entries = next(x.entries for x in model.services if x.id == service)
    for index, entry in enumerate(entries):
        if holds(entry.when, facts):
            return index
    return None


def _list_all(model: Model) -> Iterator[tuple[str, str, int]]:
    for index, group in enumerate(model.groups):
        yield "target_group", group.id, index
    for index, rule in enumerate(model.rules):
        yield "responsibility", rule.id, index
    for service in model.services:
        for index, _ in enumerate(service.entries):
            yield "service", service.id, index
