# SPDX-License-Identifier: MIT
"""Comparing two models, by trying every input of both.

Left open by the specification, and decided here:

- An attribute that both models declare has one type; else there is nothing
  to compare. A number and an enum take the values that both declare. A set
  takes those of either, since each value is there or not by itself; what one
  model does not know is free in it. So it is with services.
- Facts that `unique` rejects have no area, and show no difference.
- Under `per_service` nobody is responsible for the whole citizen: null.
- A replacement counts where the model after names the model before.
"""

from __future__ import annotations

from dataclasses import replace

from .analyse import ANY_DAY
from .condition import Complete, Json, Kind, Value
from .decide import decide, resolve
from .facts import Rejected, is_complete, read_facts, select_facts
from .model import Attribute, Model
from .space import find_classes, list_points

#: (area before, area after); None is a gap.
Change = tuple[str | None, str | None]


def find_changes(before: Model, after: Model) -> frozenset[Change]:
    """Return every pair of different areas that some facts show.

    Of none, the models are the same. Raises ValueError where they declare
    one attribute with two types.
    """
    changes = set()
    for complete in list_points(find_shared_classes(before, after)):
        old = _find_area(before, complete)
        new = _find_area(after, complete)
        if old is None or new is None:
            continue
        pair = old[0], new[0]
        if not is_same(before, after, pair):
            changes.add(pair)
    return frozenset(changes)


def find_shared_classes(
    before: Model, after: Model
) -> dict[str, tuple[Value, ...]]:
    """Return one value of each class that either model tells apart.

    Of every attribute of the two, with the services as one more.
    """
    ours = {each.name: each for each in _list_attributes(before)}
    theirs = {each.name: each for each in _list_attributes(after)}
    classes = {}
    for name in ours | theirs:
        tests = before.tests.get(name, set()) | after.tests.get(name, set())
        attribute = _share(ours.get(name), theirs.get(name))
        classes[name] = find_classes(attribute, tests)
    return classes


def is_same(before: Model, after: Model, pair: Change) -> bool:
    """Return whether two areas are one, or both are a gap."""
    old, new = pair
    if old is None or new is None:
        return old is new
    successors: tuple[str, ...] = ()
    if after.replaces == before.id:
        successors = after.successors.get(old, ())
    return new == (successors[0] if len(successors) == 1 else old)


def shows_change(
    before: Model, after: Model, pair: Change, witness: Json
) -> bool:
    """Return whether complete `witness` leads to the pair, and it differs.

    Each model is shown the members that it knows.
    """
    if "birth_date" in witness or is_same(before, after, pair):
        return False
    areas = []
    for model in (before, after):
        facts = select_facts(model, witness)
        try:
            known = read_facts(model, facts, ANY_DAY)
            areas.append(decide(model, facts, ANY_DAY)["responsible"])
        except Rejected:
            return False
        if not is_complete(model, known):
            return False
    return pair == (areas[0], areas[1])


def _list_attributes(model: Model) -> tuple[Attribute, ...]:
    return (*model.attributes, model.active_services)


def _share(one: Attribute | None, other: Attribute | None) -> Attribute:
    """Return an attribute with the values that it may have in both models."""
    if one is None or other is None:
        alone = one or other
        assert alone is not None
        return alone
    if one.kind is not other.kind:
        raise ValueError(f"{one.name} has two types")
    if one.kind is Kind.SET:
        values = tuple(dict.fromkeys(one.values + other.values))
    else:
        values = tuple(each for each in one.values if each in other.values)
    low, high = max(one.low, other.low), min(one.high, other.high)
    return replace(one, low=low, high=high, values=values)


def _find_area(model: Model, complete: Complete) -> tuple[str | None] | None:
    """Return the area, or a gap, in a tuple; None where it is rejected."""
    outcome = resolve(model, complete)
    if model.unique and len(outcome.rules) > 1:
        return None
    return (None if model.per_service else outcome.area,)
