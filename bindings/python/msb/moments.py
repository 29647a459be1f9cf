# SPDX-License-Identifier: MIT
"""Instants, as users give them."""

from __future__ import annotations

from datetime import UTC, datetime


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
