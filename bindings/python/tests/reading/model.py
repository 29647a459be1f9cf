# SPDX-License-Identifier: MIT
"""The organisation model, as far as it decides.

Reads the JSON object of a *valid* model into plain values. What only people
read (names, contacts, laws) is left out, and so is the search for errors: a
model that is not valid ends in any exception, or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from .condition import (
    ALWAYS,
    Condition,
    Json,
    Kind,
    Test,
    find_tests,
    read_condition,
)

OLDEST = 130


@dataclass(frozen=True)
class Attribute:
    """One attribute: whole numbers `low`..`high`, or a list of `values`."""

    name: str
    kind: Kind
    low: int = 0
    high: int = 0
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A target group."""

    id: str
    when: Condition


@dataclass(frozen=True)
class Rule:
    """A responsibility rule."""

    id: str
    when: Condition
    area: str


@dataclass(frozen=True)
class Entry:
    """One line of who delivers a service: an area's or a unit's id."""

    when: Condition
    by: str


@dataclass(frozen=True)
class Service:
    """A service; delivered by one for all, it has a single entry."""

    id: str
    entries: tuple[Entry, ...]


AGE = Attribute("age", Kind.INTEGER, 0, OLDEST)


@dataclass(frozen=True)
class Model:
    """One organisation, ready to decide.

    `attributes` starts with `age`, then follow the declared ones in their
    order; `services` as a set of facts is not among them. `parents` leads
    from a unit to what it is part of. `successors` are those of the model
    that `replaces` names.
    """

    id: str
    per_service: bool
    unique: bool
    attributes: tuple[Attribute, ...]
    groups: tuple[Group, ...]
    areas: tuple[str, ...]
    parents: Mapping[str, str]
    services: tuple[Service, ...]
    rules: tuple[Rule, ...]
    replaces: str | None
    successors: Mapping[str, tuple[str, ...]]

    @cached_property
    def active_services(self) -> Attribute:
        """The built-in set of the citizen's active services."""
        values = tuple(service.id for service in self.services)
        return Attribute("services", Kind.SET, values=values)

    @cached_property
    def tests(self) -> Mapping[str, AbstractSet[Test]]:
        """Every test that the model makes of an attribute, by its name."""
        found: dict[str, set[Test]] = {}
        for condition in self._conditions():
            for test in find_tests(condition):
                found.setdefault(test.attribute, set()).add(test)
        return found

    def _conditions(self) -> Iterator[Condition]:
        for group in self.groups:
            yield group.when
        for rule in self.rules:
            yield rule.when
        for service in self.services:
            for entry in service.entries:
                yield entry.when

    def place(self, by: str) -> tuple[str, str | None]:
        """Return the area above `by`, and `by` itself where it is a unit."""
        above = by
        while above not in self.areas:
            above = self.parents[above]
        return above, None if above == by else by


def read_model(source: Json) -> Model:
    """Read the JSON object of a valid model."""
    declared = tuple(
        _read_attribute(name, declaration)
        for name, declaration in source.get("attributes", {}).items()
        if name != "comment"
    )
    kinds = {each.name: each.kind for each in (AGE, *declared)}
    groups = tuple(
        Group(each["id"], read_condition(each["when"], kinds))
        for each in source.get("target_groups", ())
    )
    kinds |= {"target_group": Kind.ENUM, "services": Kind.SET}
    replaces = source.get("replaces", {})
    return Model(
        id=source["id"],
        per_service=source.get("coordination") == "per_service",
        unique=source.get("hit_policy") == "unique",
        attributes=(AGE, *declared),
        groups=groups,
        areas=tuple(each["id"] for each in source.get("areas", ())),
        parents={
            each["id"]: each["parent"] for each in source.get("units", ())
        },
        services=tuple(
            Service(each["id"], _read_entries(each["delivered_by"], kinds))
            for each in source.get("services", ())
        ),
        rules=tuple(
            Rule(each["id"], read_condition(each["when"], kinds), each["area"])
            for each in source.get("responsibility", ())
        ),
        replaces=replaces.get("model"),
        successors={
            old: tuple(new)
            for old, new in replaces.get("successors", {}).items()
            if old != "comment"
        },
    )


def _read_attribute(name: str, source: Json) -> Attribute:
    kind = Kind(source["type"])
    return Attribute(
        name,
        kind,
        source.get("min", 0),
        source.get("max", 0),
        tuple(source.get("values", ())),
    )


def _read_entries(
    source: str | list[Json], kinds: Mapping[str, Kind]
) -> tuple[Entry, ...]:
    if isinstance(source, str):
        return (Entry(ALWAYS, source),)
    return tuple(
        Entry(read_condition(each["when"], kinds), each["by"])
        for each in source
    )
