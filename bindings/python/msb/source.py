# SPDX-License-Identifier: MIT
"""What a file of the library is read from: a path, a text, or a dict."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from typing import Any

from .errors import Error, Misuse
from .moments import day

Source = str | bytes | os.PathLike[str] | Mapping[str, Any]
"""A path; JSON text (``bytes``, or a ``str`` that begins with a brace); or a
dict with the members of the format."""


def text_and_path(source: Source) -> tuple[str | bytes, str | None]:
    """Return the text of a source and None, or nothing and its path.

    A ``str`` is text where it begins with a brace, after blanks or a byte
    order mark.

    Raises:
        TypeError: none of what a source can be.
    """
    if isinstance(source, Mapping):
        return as_json(source), None
    if isinstance(source, bytes):
        return source, None
    if isinstance(source, str):
        first = source.lstrip("\ufeff \t\r\n")[:1]
        if first == "{":
            return source, None
    if not isinstance(source, (str, os.PathLike)):
        raise TypeError(
            "expected a path, JSON text or a dict, not "
            f"{type(source).__name__}"
        )
    return "", os.fspath(source)


def as_json(members: Mapping[str, Any]) -> str:
    """Return a mapping as the JSON text that the library reads.

    Days are written as the formats write them, and numpy's numbers and texts
    as Python's.

    Raises:
        TypeError: it holds what JSON has no type for.
        Invalid: it holds a datetime that is not at midnight.
        Misuse: it holds NaN or an infinity.
    """
    if not isinstance(members, Mapping):
        raise TypeError(
            f"expected a dict of members, not {type(members).__name__}"
        )
    try:
        return json.dumps(
            members, ensure_ascii=False, default=_as_json, allow_nan=False
        )
    except Error:
        raise
    except ValueError as error:
        raise Misuse(
            "expected numbers that are finite, and no dict within itself",
            "misuse",
        ) from error


def in_dict(error: Error, name: str | None) -> Error:
    """Return an error about a dict: with what in it is wrong, and no place in
    a text that nobody wrote.

    Args:
        error: about the text that a dict became.
        name: what messages call the dict.
    """
    if not error.problems:
        return error
    place = [name or "", error.problems[0].pointer]
    return type(error)(
        error.message,
        error.code,
        " ".join(part for part in place if part),
        problems=error.problems,
    )


def _as_json(value: object) -> object:
    """What JSON has no type for, as the formats write it."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, date):  # a datetime is one too
        return day(value, "date").isoformat()
    if hasattr(value, "tolist"):  # an array or a number of numpy's
        plain: object = value.tolist()
        return plain
    raise TypeError(
        f"expected what JSON has a type for, or a date, not a "
        f"{type(value).__name__}"
    )
