# SPDX-License-Identifier: MIT
"""Days and instants, as users give them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any

from .errors import Invalid

_FIRST_YEAR = 1583
"""Of the library's calendar, the Gregorian one."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def day(given: date | str, name: str = "on") -> date:
    """Return a day.

    Args:
        given: a date; a datetime or a Timestamp at midnight, of no time zone;
            a numpy.datetime64 of a whole day; or ``"YYYY-MM-DD"``.
        name: what errors call it.

    Raises:
        Invalid: no day of the calendar, from 1583 on; it is a ValueError.
        TypeError: none of these.
    """
    if type(given) is date:
        found = given
    elif isinstance(given, str):
        found = _read_day(given, name)
    else:
        found = _strip_time(given, name)
    if found.year < _FIRST_YEAR:
        raise Invalid("expected a date from 1583-01-01 on", "bad_date", name)
    return found


def _read_day(text: str, name: str) -> date:
    """Read ``YYYY-MM-DD``, and not what else ISO 8601 has for a day."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # no such day
    raise Invalid(
        "expected a date of the calendar, written YYYY-MM-DD", "bad_date", name
    )


def _strip_time(given: Any, name: str) -> date:
    """Return the day of what has a time as well, if that is midnight."""
    kind = type(given).__name__
    if kind == "datetime64":
        given = given.astype("datetime64[us]").tolist()
    # What is missing, as pandas' NaT, is a datetime that is not itself.
    if isinstance(given, datetime) and given == given:  # noqa: PLR0124
        if given.time() == time.min and given.tzinfo is None:
            return given.date()
        raise Invalid(
            "expected a date, or a datetime at midnight without a time zone",
            "bad_date",
            name,
        )
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    raise TypeError(f"{name}: expected a date or YYYY-MM-DD, not {kind}")


def instant(given: datetime | str, name: str = "known_at") -> datetime:
    """Return an instant in UTC, without the fraction of its second.

    A store records whole seconds, so what was known at an instant was known
    when its second began.

    Args:
        given: a datetime with a time zone, or ``"YYYY-MM-DDTHH:MM:SSZ"``.
        name: what errors call it.

    Raises:
        Invalid: no instant from 1583 on, or one without a time zone; it is a
            ValueError.
        TypeError: neither a datetime nor a text.
    """
    found: Any = given
    try:
        if isinstance(given, str):
            found = datetime.fromisoformat(given)
        # As above: what is missing is not itself.
        if not isinstance(found, datetime) or found != found:  # noqa: PLR0124
            raise TypeError(
                f"{name}: expected a datetime with a time zone, or "
                f"YYYY-MM-DDTHH:MM:SSZ, not {type(given).__name__}"
            )
        if found.tzinfo is not None:
            found = found.astimezone(UTC)
            if found.year >= _FIRST_YEAR:
                # A Timestamp of pandas' becomes a datetime.
                return datetime.combine(
                    found.date(), found.time().replace(microsecond=0), UTC
                )
    except (ValueError, OverflowError):
        pass  # no instant
    raise Invalid(
        "expected an instant with a time zone, for example "
        "2019-09-01T12:00:00Z",
        "bad_instant",
        name,
    )
