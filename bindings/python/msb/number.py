# SPDX-License-Identifier: MIT
"""Numbers of citizens that may be passed on.

A small number of citizens can tell who they are. What is suppressed is no
number any more: it cannot be added, compared or turned into one by mistake,
and a sum over a table that holds it raises TypeError instead of leaving
it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from operator import index as as_index
from typing import TypeAlias

from . import core
from .errors import Misuse
from .given import least_shown

_OF_A_NUMBER = re.compile(
    r"((?P<fill>.)?(?P<align>[<>=^]))?[-+ ]?#?0?(?P<width>[0-9]+)?"
    r"[,_]?(\.[0-9]+)?[bcdeEfFgGnoxX%]?",
    re.DOTALL,
)
"""How a number is formatted."""


class _Mark:
    """What stands in the place of a number: a value, and no number."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """Fill as many places as a number would; other wishes for a number,
        such as ``,``, mean nothing here."""
        found = _OF_A_NUMBER.fullmatch(spec)
        if found is None:
            return format(str(self), spec)
        fill, width = found["fill"] or "", found["width"] or ""
        align = (found["align"] or ">").replace("=", ">")  # as numbers are
        return format(str(self), f"{fill}{align}{width}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("it cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("it cannot be changed")


class Small(_Mark):
    """In the place of a number from 1 to ``least - 1``; printed ``<5``."""

    __slots__ = ("least",)

    least: int
    """The smallest number that is shown."""

    def __init__(self, least: int) -> None:
        object.__setattr__(self, "least", least)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Small) and self.least == other.least

    def __hash__(self) -> int:
        return hash((Small, self.least))

    def __reduce__(self) -> tuple[type[Small], tuple[int]]:
        return Small, (self.least,)

    def __repr__(self) -> str:
        return f"Small({self.least})"

    def __str__(self) -> str:
        return f"<{self.least}"


class Hidden(_Mark):
    """In the place of a number that would give another one away: not 0, and
    as a rule as large as is shown. Printed ``…``."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hidden)

    def __hash__(self) -> int:
        return hash(Hidden)

    def __repr__(self) -> str:
        return "Hidden()"

    def __str__(self) -> str:
        return "…"


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
    least = least_shown(least, "least")
    pairs = [
        (as_index(total), [as_index(part) for part in parts])
        for total, parts in (
            sums.items() if isinstance(sums, Mapping) else sums
        )
    ]
    given = [as_index(number) for number in numbers]
    places = [place for total, parts in pairs for place in (total, *parts)]
    if min([0, *given, *places]) < 0 or max([0, *given]) > 2**53:
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
