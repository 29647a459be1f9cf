# SPDX-License-Identifier: MIT
"""Rows of the library's JSON as frozen values of Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

R = TypeVar("R")

_DATES = {"on", "date", "valid_from", "valid_to"}
_INSTANTS = {"at", "known_at", "recorded_at", "superseded_at"}


def read_value(name: str, value: Any) -> Any:
    """Return a member's value: dates, instants and lists as Python has them.

    The names say which are which; they mean the same everywhere.
    """
    if isinstance(value, list):
        return tuple(value)
    if not isinstance(value, str):
        return value
    if name in _DATES:
        return date.fromisoformat(value)
    if name in _INSTANTS:
        return datetime.fromisoformat(value)
    return value


def read_row(kind: Callable[..., R], members: Mapping[str, Any]) -> R:
    """Return a row of a kind, a NamedTuple with the members' names.

    A field may end in ``_`` where the member's name is a word of Python's; a
    member that is not there is None.
    """
    fields: tuple[str, ...] = vars(kind)["_fields"]
    names = ((name, name.removesuffix("_")) for name in fields)
    return kind(
        **{name: read_value(key, members.get(key)) for name, key in names}
    )
