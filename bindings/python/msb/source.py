# SPDX-License-Identifier: MIT
"""What a file of the library is read from: a path, a text, or a dict."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from typing import Any

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
    return "", os.fspath(source)


def as_json(members: Mapping[str, Any]) -> str:
    """Return a mapping as the JSON text that the library reads.

    Raises:
        TypeError: it holds what JSON has no type for, and is no date.
    """
    return json.dumps(members, ensure_ascii=False, default=_as_json)


def _as_json(value: object) -> object:
    """What JSON has no type for, as the formats write it."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a file holds no {type(value).__name__}")
