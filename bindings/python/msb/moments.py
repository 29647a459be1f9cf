# SPDX-License-Identifier: MIT
"""Dates and instants, as users and as the library's JSON write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import overload


def instant(value: datetime | str) -> datetime:
    """Return an instant in UTC, without the fraction of its second.

    A store records whole seconds, so what was known at an instant was known
    when its second began.

    Args:
        value: a datetime with a time zone, or ``"YYYY-MM-DDTHH:MM:SSZ"``.

    Raises:
        ValueError: no instant, or one without a time zone.
        TypeError: neither a datetime nor a text.
    """
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        raise TypeError(
            f"expected a datetime.datetime, not {type(value).__name__}"
        )
    if value.tzinfo is None:
        raise ValueError("expected a datetime with a time zone")
    return value.astimezone(UTC).replace(microsecond=0)


@overload
def read_date(text: str) -> date: ...
@overload
def read_date(text: str | None) -> date | None: ...
def read_date(text: str | None) -> date | None:
    """Return a date of the library's JSON; None of null."""
    return None if text is None else date.fromisoformat(text)


@overload
def read_instant(text: str) -> datetime: ...
@overload
def read_instant(text: str | None) -> datetime | None: ...
def read_instant(text: str | None) -> datetime | None:
    """Return an instant of the library's JSON, in UTC; None of null."""
    return None if text is None else datetime.fromisoformat(text)
