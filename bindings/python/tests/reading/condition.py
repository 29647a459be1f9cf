# SPDX-License-Identifier: MIT
"""Conditions: what they are made of, and whether they hold.

A condition is read from its JSON object into a tree whose leaves are tests
of one attribute each. A tree is asked with *complete* facts: a mapping from
attribute to value, in which only `target_group` may be None (the citizen
falls in no group, so no test of it holds).
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]
Value = int | str | bool | frozenset[str] | None
Complete = Mapping[str, Value]


class Kind(enum.Enum):
    """The four types of attribute."""

    INTEGER = "integer"
    ENUM = "enum"
    FLAG = "flag"
    SET = "set"


@dataclass(frozen=True)
class OneOf:
    """The value is one of these: `5`, `["x", "y"]`, `true`."""

    attribute: str
    values: frozenset[int | str | bool]

    def met_by(self, value: Value) -> bool:
        """Return whether `value` passes."""
        return value in self.values


@dataclass(frozen=True)
class Between:
    """A number from `low` through `high`; None is no limit."""

    attribute: str
    low: int | None
    high: int | None

    def met_by(self, value: Value) -> bool:
        """Return whether `value` passes."""
        assert isinstance(value, int)
        return (self.low is None or value >= self.low) and (
            self.high is None or value <= self.high
        )


@dataclass(frozen=True)
class Holds:
    """A set with any of `any_of` (None: not asked), all of, none of."""

    attribute: str
    any_of: frozenset[str] | None
    all_of: frozenset[str]
    none_of: frozenset[str]

    def met_by(self, value: Value) -> bool:
        """Return whether `value` passes."""
        assert isinstance(value, frozenset)
        if self.any_of is not None and not self.any_of & value:
            return False
        return self.all_of <= value and not self.none_of & value


Test = OneOf | Between | Holds


@dataclass(frozen=True)
class All:
    """Every part holds; of no parts, always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Some:
    """Some part holds; of no parts, never."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = Test | All | Some | Not
ALWAYS = All(())


def holds(condition: Condition, facts: Complete) -> bool:
    """Return whether `condition` holds of complete `facts`."""
    match condition:
        case All(parts):
            return all(holds(part, facts) for part in parts)
        case Some(parts):
            return any(holds(part, facts) for part in parts)
        case Not(part):
            return not holds(part, facts)
        case test:
            return test.met_by(facts[test.attribute])


def find_tests(condition: Condition) -> Iterator[Test]:
    """Yield every test in `condition`, in its order."""
    match condition:
        case All(parts) | Some(parts):
            for part in parts:
                yield from find_tests(part)
        case Not(part):
            yield from find_tests(part)
        case test:
            yield test


def read_condition(source: Json, kinds: Mapping[str, Kind]) -> Condition:
    """Read a condition of a valid model.

    `kinds` names the type of each attribute that may be tested, the built-in
    ones included. Raises KeyError for any other.
    """
    parts: list[Condition] = []
    for member, given in source.items():
        if member == "comment":
            continue
        if member == "all":
            parts.append(All(_read_each(given, kinds)))
        elif member == "any":
            parts.append(Some(_read_each(given, kinds)))
        elif member == "not":
            parts.append(Not(read_condition(given, kinds)))
        else:
            parts.append(_read_test(member, given, kinds[member]))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _read_each(
    sources: list[Json], kinds: Mapping[str, Kind]
) -> tuple[Condition, ...]:
    return tuple(read_condition(source, kinds) for source in sources)


def _read_test(attribute: str, given: Any, kind: Kind) -> Test:
    if kind is Kind.SET:
        return _read_set_test(attribute, given)
    if isinstance(given, dict):
        return _read_range(attribute, given)
    values = given if isinstance(given, list) else [given]
    return OneOf(attribute, frozenset(values))


def _read_set_test(attribute: str, given: Any) -> Test:
    if isinstance(given, str):
        given = [given]
    if isinstance(given, list):
        given = {"any_of": given}
    any_of = given.get("any_of")
    return Holds(
        attribute,
        None if any_of is None else frozenset(any_of),
        frozenset(given.get("all_of", ())),
        frozenset(given.get("none_of", ())),
    )


def _read_range(attribute: str, given: Json) -> Test:
    """`from` and `through` include their end, `above` and `below` do not."""
    lows = [
        given[name] + more
        for name, more in (("from", 0), ("above", 1))
        if name in given
    ]
    highs = [
        given[name] - less
        for name, less in (("through", 0), ("below", 1))
        if name in given
    ]
    return Between(
        attribute, max(lows, default=None), min(highs, default=None)
    )
