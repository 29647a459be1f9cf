# SPDX-License-Identifier: MIT
"""Numbers of citizens that may be passed on.

A small number of citizens can tell who they are. What is suppressed is no
number any more: it cannot be added, compared or turned into one by mistake,
and a sum over a table that holds it raises TypeError instead of leaving
it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import index as as_index
from typing import TypeAlias

from . import core
from .errors import Misuse


@dataclass(frozen=True, slots=True)
class Small:
    """In the place of a number from 1 to ``least - 1``; printed ``<5``."""

    least: int
    """The smallest number that is shown."""

    def __str__(self) -> str:
        return f"<{self.least}"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


@dataclass(frozen=True, slots=True)
class Hidden:
    """In the place of a number that would give another one away: not 0, and
    as a rule as large as is shown. Printed ``…``."""

    def __str__(self) -> str:
        return "…"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


Number: TypeAlias = int | Small | Hidden
"""A number of citizens, or what stands in its place."""


def read_number(value: int | str | None) -> Number:
    """Return a number of the library's JSON: ``"<5"`` is small, null
    hidden."""
    if value is None:
        return Hidden()
    if isinstance(value, str):
        return Small(int(value.removeprefix("<")))
    return value


def plain_number(number: Number) -> int | str | None:
    """Return a number as the library's JSON has it."""
    if isinstance(number, Hidden):
        return None
    return str(number) if isinstance(number, Small) else number


def suppress(
    numbers: Sequence[int],
    sums: Mapping[int, Sequence[int]] | Iterable[tuple[int, Sequence[int]]],
    least: int,
) -> list[Number]:
    """Suppress small numbers, and those that would give them away.

    A number from 1 to ``least - 1`` becomes :class:`Small`, and further ones
    :class:`Hidden` until none of those that are gone follows from the numbers
    that are left. Zero stays. Each call looks at one list by itself: two lists
    about nearly the same citizens can still be subtracted.

    Args:
        numbers: the list.
        sums: all sums that a reader knows to hold: where the total stands, and
            where its parts stand.
        least: the smallest number that may be shown; 0 and 1 suppress nothing.

    Raises:
        Misuse: a sum that is none, a number below 0 or above 2**53, ``least``
            2 or above a million.

    Example:
        >>> [str(n) for n in suppress([53, 30, 20, 3], {0: [1, 2, 3]}, 5)]
        ['53', '30', '…', '<5']
    """
    pairs = [
        (as_index(total), [as_index(part) for part in parts])
        for total, parts in (
            sums.items() if isinstance(sums, Mapping) else sums
        )
    ]
    given = [as_index(number) for number in numbers]
    places = [place for total, parts in pairs for place in (total, *parts)]
    if min([least, *given, *places]) < 0 or max([least, *given]) > 2**53:
        raise Misuse("numbers and places must be 0 to 2**53", "misuse")
    if any(place >= len(given) for place in places):
        raise Misuse("a sum stands beyond the numbers", "misuse")
    found = core.Numbers(
        len(given), len(pairs), sum(len(parts) for _, parts in pairs)
    )
    for number in given:
        found.add(number)
    for total, parts in pairs:
        found.add_sum(total)
        for part in parts:
            found.add_part(part)
    found.suppress(least)
    return [
        _read_marked(found.get(place), least) for place in range(len(given))
    ]


def _read_marked(number: int, least: int) -> Number:
    """What a number is of which -1 says that it is small, -2 hidden."""
    if number >= 0:
        return number
    return Small(least) if number == -1 else Hidden()
