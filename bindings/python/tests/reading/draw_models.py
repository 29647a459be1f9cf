# SPDX-License-Identifier: MIT
"""Models to try: small, valid, and of every kind that there is.

A model has one to three attributes of any type, so that every input can be
tried; a condition may nest. Numbers are few, and near each other, so that
tests of different rules meet.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from .model import read_model
from .space import find_classes

Source = dict[str, Any]
Draw = st.DrawFn

#: How many inputs a model may have, of those that it can tell apart.
MOST_INPUTS = 1_000
LARGEST = 2**31 - 1
AGES = (0, 1, 14, 15, 17, 18, 29, 30, 66, 67, 129, 130)
ATTRIBUTES = ("benefit", "needs", "x", "y9", "all_of", "zone_1")
AREAS = ("north", "south", "east", "west")
SERVICES = ("guidance", "housing", "therapy")
GROUPS = ("youth", "adults", "p")
VALUES = ("p", "q", "r", "s", "t_1", "u", "v", "w")


def _pick(
    draw: Draw, pool: tuple[str, ...], least: int, most: int
) -> list[str]:
    """Draw some of a pool, in any order, none twice."""
    return draw(
        st.lists(
            st.sampled_from(pool), min_size=least, max_size=most, unique=True
        )
    )


def _draw_attribute(draw: Draw) -> Source:
    """Draw the declaration of one attribute."""
    kind = draw(st.sampled_from(("integer", "enum", "flag", "set")))
    source: Source = {"type": kind}
    if kind == "integer":
        low, high = draw(
            st.sampled_from(((0, 3), (-2, 2), (5, 5), (-LARGEST, LARGEST)))
        )
        source |= {"min": low, "max": high}
    elif kind == "enum":
        source["values"] = _pick(draw, VALUES, 1, 4)
    elif kind == "set":
        most = draw(st.sampled_from((1, 2, 3, 3, 8)))
        source["values"] = _pick(draw, VALUES, 1, most)
    if draw(st.booleans()):
        source["label"] = {"da": "Æblegrød", "en": "Apple"}
    if draw(st.booleans()):
        source["sensitive"] = True
    return source


def numbers(source: Source) -> st.SearchStrategy[int]:
    """Draw a number that a test of the attribute may mention."""
    low, high = source["min"], source["max"]
    if high - low > 1_000:
        return st.sampled_from((low, low + 1, -1, 0, 1, 7, high - 1, high))
    if "numbers" in source:
        return st.sampled_from(source["numbers"])
    return st.integers(low, high)


def _draw_test(draw: Draw, source: Source) -> Any:
    """Draw a test of an attribute with this declaration."""
    if source["type"] == "flag":
        return draw(st.booleans())
    one: st.SearchStrategy[Any] = (
        numbers(source)
        if source["type"] == "integer"
        else st.sampled_from(source["values"])
    )
    # Of none, which never holds, only now and then.
    least = draw(st.sampled_from((1, 1, 1, 1, 1, 1, 0)))
    several = st.lists(one, min_size=least, max_size=3, unique=True)
    form = draw(st.sampled_from(("one", "several", "object")))
    match form, source["type"]:
        case "one", _:
            return draw(one)
        case "object", "integer":
            ends = ("from", "through", "above", "below")
            return {end: draw(one) for end in _pick(draw, ends, 1, 3)}
        case "object", "set":
            parts = ("any_of", "all_of", "none_of")
            return {part: draw(several) for part in _pick(draw, parts, 0, 3)}
    return draw(several)


def _draw_condition(
    draw: Draw, declared: Mapping[str, Source], levels: int = 2
) -> Source:
    """Draw a condition that has up to so many levels below it."""
    least = draw(st.sampled_from((1, 1, 1, 1, 0)))
    condition: Source = {
        name: _draw_test(draw, declared[name])
        for name in _pick(draw, tuple(declared), least, 2)
    }
    if levels == 0:
        return condition
    form = draw(st.sampled_from(("", "", "", "", "all", "any", "not")))
    if form == "not":
        condition["not"] = _draw_condition(draw, declared, levels - 1)
    elif form:
        condition[form] = [
            _draw_condition(draw, declared, levels - 1)
            for _ in range(draw(st.sampled_from((2, 1, 3, 0))))
        ]
    return condition


@st.composite
def conditions(draw: Draw, declared: Mapping[str, Source]) -> Source:
    """Draw a condition on attributes with these declarations."""
    return _draw_condition(draw, declared)


def _draw_units(draw: Draw, areas: list[str]) -> list[Source]:
    """Draw units below areas, a staff and each other."""
    units: list[Source] = []
    above = [*areas, "secretariat"]
    for index in range(draw(st.integers(0, 4))):
        parent = draw(st.sampled_from(above))
        above.append(f"unit_{index}")
        units.append({"id": above[-1], "name": "U", "parent": parent})
    # A unit may stand before the one that it is part of.
    return draw(st.permutations(units))


def _find_deliverers(areas: list[str], units: list[Source]) -> list[str]:
    """Return who may deliver: what leads up to an area."""
    found = [*areas]
    for _ in units:
        found += [
            each["id"]
            for each in units
            if each["parent"] in found and each["id"] not in found
        ]
    return found


def _draw_service(
    draw: Draw,
    name: str,
    deliverers: list[str],
    declared: Mapping[str, Source],
) -> Source:
    by: Any = draw(st.sampled_from(deliverers))
    if draw(st.booleans()):
        by = [
            {
                "when": _draw_condition(draw, declared),
                "by": draw(st.sampled_from(deliverers)),
            }
            for _ in range(draw(st.integers(1, 3)))
        ]
    return {"id": name, "name": name, "delivered_by": by}


def _draw_rules(
    draw: Draw, areas: list[str], declared: Mapping[str, Source], least: int
) -> list[Source]:
    return [
        {
            "id": f"rule_{index}",
            "when": _draw_condition(draw, declared),
            "area": draw(st.sampled_from(areas)),
        }
        for index in range(draw(st.sampled_from((3, 2, 4, 5, least))))
    ]


def count_inputs(source: Source) -> int:
    """Return how many inputs a model can tell apart, at most."""
    model = read_model(source)
    sizes = (
        len(find_classes(each, model.tests.get(each.name, set())))
        for each in (*model.attributes, model.active_services)
    )
    return math.prod(sizes)


@st.composite
def declarations(draw: Draw, most: int = 3) -> dict[str, Source]:
    """Draw the `attributes` of a model."""
    names = _pick(draw, ATTRIBUTES, draw(st.integers(1, most)), most)
    return {name: _draw_attribute(draw) for name in names}


def _draw_head(
    draw: Draw, per_service: bool | None, unique: bool | None
) -> Source:
    """Draw what a model says of itself; what is the default may be unsaid."""
    if per_service is None:
        per_service = draw(st.sampled_from((False, False, False, True)))
    if unique is None:
        unique = draw(st.sampled_from((False, False, False, True)))
    source: Source = {
        "msb_model": 1,
        "id": "drawn",
        "name": "Drawn",
        "valid_from": "2019-01-01",
    }
    if per_service or draw(st.booleans()):
        source["coordination"] = "per_service" if per_service else "single"
    if unique or draw(st.booleans()):
        source["hit_policy"] = "unique" if unique else "first"
    return source


@st.composite
def models(
    draw: Draw,
    per_service: bool | None = None,
    unique: bool | None = None,
    declared: Mapping[str, Source] | None = None,
) -> Source:
    """Draw a valid model, which JSON can hold.

    `per_service` and `unique` fix the coordination and the hit policy,
    `declared` the attributes.
    """
    source = _draw_head(draw, per_service, unique)
    source["attributes"] = (
        draw(declarations()) if declared is None else dict(declared)
    )
    age = {"type": "integer", "min": 0, "max": 130, "numbers": AGES}
    declared = {"age": age, **source["attributes"]}
    source["target_groups"] = [
        {"id": each, "name": each, "when": _draw_condition(draw, declared)}
        for each in _pick(draw, GROUPS, draw(st.integers(0, 3)), 3)
    ]
    per_service = source.get("coordination") == "per_service"
    services = _pick(draw, SERVICES, 1 if per_service else 0, 3)
    groups = [each["id"] for each in source["target_groups"]]
    if groups:
        declared |= {"target_group": {"type": "enum", "values": groups}}
    if services:
        declared |= {"services": {"type": "set", "values": services}}
    areas = _pick(draw, AREAS, draw(st.sampled_from((3, 2, 1))), 4)
    source["areas"] = [{"id": each, "name": each} for each in areas]
    source["staffs"] = [{"id": "secretariat", "name": "S"}]
    source["units"] = _draw_units(draw, areas)
    deliverers = _find_deliverers(areas, source["units"])
    source["services"] = [
        _draw_service(draw, name, deliverers, declared) for name in services
    ]
    least = 0 if per_service else 1
    source["responsibility"] = _draw_rules(draw, areas, declared, least)
    assume(count_inputs(source) <= MOST_INPUTS)
    return source
