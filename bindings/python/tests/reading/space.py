# SPDX-License-Identifier: MIT
"""Every value that an attribute can have, or one of each kind.

Two values that pass the same tests lead to the same decision, so one of them
stands for both: trying one of each such class is as exact as trying all. That
is what keeps an age (131 values), a number of a billion values and a set of
eight (256 subsets) small enough to be tried one by one.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping

from .condition import Between, Holds, Kind, OneOf, Test, Value
from .model import Attribute


def find_classes(
    attribute: Attribute, tests: Collection[Test]
) -> tuple[Value, ...]:
    """Return one value for each way in which `tests` can come out.

    The tests are all that anybody makes of this attribute.
    """
    found: dict[tuple[bool, ...], Value] = {}
    ordered = tuple(tests)
    for value in _list_candidates(attribute, ordered):
        signature = tuple(test.met_by(value) for test in ordered)
        found.setdefault(signature, value)
    return tuple(found.values())


def list_domain(attribute: Attribute) -> tuple[Value, ...]:
    """Return every value; for domains that are small."""
    match attribute.kind:
        case Kind.INTEGER:
            return tuple(range(attribute.low, attribute.high + 1))
        case Kind.FLAG:
            return (False, True)
        case Kind.ENUM:
            return attribute.values
        case Kind.SET:
            return tuple(_list_subsets(attribute.values))


def list_points(
    axes: Mapping[str, Collection[Value]],
) -> Iterator[dict[str, Value]]:
    """Yield every combination of one value for each name."""
    for point in itertools.product(*axes.values()):
        yield dict(zip(axes, point, strict=True))


def _list_candidates(
    attribute: Attribute, tests: tuple[Test, ...]
) -> Iterator[Value]:
    """Yield at least one value of each class."""
    match attribute.kind:
        case Kind.INTEGER:
            yield from _list_ends(attribute, tests)
        case Kind.SET:
            # What no test mentions makes no difference to any.
            seen = set().union(*map(_list_mentioned, tests))
            yield from _list_subsets(
                tuple(each for each in attribute.values if each in seen)
            )
        case _:
            yield from list_domain(attribute)


def _list_ends(attribute: Attribute, tests: tuple[Test, ...]) -> Iterator[int]:
    """Yield the numbers at and around each one that a test mentions.

    From one of them to the next, no test comes out differently.
    """
    numbers = {attribute.low, attribute.high}
    for test in tests:
        for number in _list_numbers(test):
            numbers |= {number - 1, number, number + 1}
    for number in sorted(numbers):
        if attribute.low <= number <= attribute.high:
            yield number


def _list_numbers(test: Test) -> Iterator[int]:
    if isinstance(test, OneOf):
        yield from (each for each in test.values if isinstance(each, int))
    if isinstance(test, Between):
        yield from (x for x in (test.low, test.high) if x is not None)


def _list_mentioned(test: Test) -> frozenset[str]:
    assert isinstance(test, Holds)
    return (test.any_of or frozenset()) | test.all_of | test.none_of


def _list_subsets(values: tuple[str, ...]) -> Iterator[frozenset[str]]:
    for size in range(len(values) + 1):
        for subset in itertools.combinations(values, size):
            yield frozenset(subset)
