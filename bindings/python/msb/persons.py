# SPDX-License-Identifier: MIT
"""CPR numbers and ages, as the library reads and counts them."""

from __future__ import annotations

import enum
from datetime import date
from typing import NamedTuple

from . import core
from .given import whole
from .moments import day

_OLDEST = 2**31 - 1
"""What the library counts to; far behind the calendar's last day."""


class Sex(enum.StrEnum):
    """The sex that the last digit of a CPR number tells."""

    FEMALE = "female"
    MALE = "male"


class Cpr(NamedTuple):
    """What a Danish personal number [CPR-nummer] tells; it is not kept."""

    masked: str
    """What may be shown of it, ``"070761-xxxx"``."""
    birth_date: date
    """By the first seven digits."""
    sex: Sex
    """By the last digit."""
    is_replacement: bool
    """A replacement [erstatningsnummer], and no CPR number."""
    passes_modulus_11: bool
    """Never a reason to refuse: new numbers need not."""


def parse_cpr(text: str) -> Cpr:
    """Read a CPR number, ``DDMMYYSSSS`` or ``DDMMYY-SSSS``.

    Raises:
        Malformed: not ten digits.
        Invalid: no such birth date. No message holds a digit of it.

    Example:
        >>> parse_cpr("070761-4285").masked
        '070761-xxxx'
    """
    read = core.Cpr.parse(text)
    return Cpr(
        read.get_masked(),
        read.get_birth_date(),
        Sex.FEMALE if read.get_sex() == 1 else Sex.MALE,
        read.is_replacement(),
        read.passes_modulus_11(),
    )


def count_age(birth_date: date | str, on: date | str) -> int | None:
    """Return the whole years completed on a date; None before birth.

    A birthday counts from the day itself; one on 29 February falls on
    1 March in common years.

    Example:
        >>> count_age(date(2004, 2, 29), date(2019, 2, 28))
        14
    """
    age: int = core.msb_date_get_age(day(birth_date, "birth_date"), day(on))
    return age if age >= 0 else None


def find_birthday(birth_date: date | str, age: int) -> date:
    """Return the first date on which somebody is that old.

    The last day of the calendar, where it would lie beyond.

    Raises:
        Misuse: a negative age.

    Example:
        >>> find_birthday(date(2004, 2, 29), 15)
        datetime.date(2019, 3, 1)
    """
    found: date = core.msb_date_get_birthday(
        day(birth_date, "birth_date"), whole(age, "age", 0, _OLDEST)
    )
    return found
