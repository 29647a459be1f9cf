# SPDX-License-Identifier: MIT
"""What a caller gives for a text, a number or a flag, before it goes further.

The library's own words are for C, and those of the generated module for
nobody: what is of the wrong type is said here, by the argument's name. No
message holds the value.
"""

from __future__ import annotations

import enum
import os
from operator import index
from typing import TypeVar

from .errors import Misuse

E = TypeVar("E", bound=enum.StrEnum)


def _kind(given: object) -> str:
    return type(given).__name__


def text(given: object, name: str) -> str:
    """Return a text.

    Raises:
        TypeError: no str.
        Misuse: it holds a NUL, behind which nothing would be read, or half a
            surrogate pair.
    """
    if not isinstance(given, str):
        raise TypeError(f"{name}: expected a str, not {_kind(given)}")
    if "\0" in given:
        raise Misuse("expected a text without a NUL", "nul", name)
    try:
        given.encode()
    except UnicodeEncodeError:
        # Python's own exception would hold the text.
        raise Misuse(
            "expected a text without half a surrogate pair", "encoding", name
        ) from None
    return str(given)


def file_path(given: str | bytes | os.PathLike[str], name: str) -> bytes:
    """Return a path as the system has it, which need not be UTF-8.

    Raises:
        TypeError: no path.
        Misuse: it holds a NUL.
    """
    try:
        path = os.fsencode(given)
    except TypeError:
        raise TypeError(
            f"{name}: expected a path, not {_kind(given)}"
        ) from None
    if b"\0" in path:
        raise Misuse("expected a path without a NUL", "nul", name)
    return path


def text_or_none(given: object, name: str) -> str | None:
    """Return a text, or None; raises as :func:`text`."""
    return None if given is None else text(given, name)


def flag(given: object, name: str) -> bool:
    """Return a bool, of Python or of numpy.

    Raises:
        TypeError: anything else. What is only true or false in a condition,
            such as "no", would be the opposite of what somebody meant.
    """
    if isinstance(given, bool):
        return given
    if type(given).__module__ == "numpy" and _kind(given).startswith("bool"):
        return bool(given)
    raise TypeError(f"{name}: expected True or False, not {_kind(given)}")


def whole(given: object, name: str, least: int, most: int) -> int:
    """Return a whole number, of Python or of numpy.

    Raises:
        TypeError: no integer; a bool is none.
        Misuse: it is out of range.
    """
    if isinstance(given, bool) or not hasattr(given, "__index__"):
        raise TypeError(f"{name}: expected an int, not {_kind(given)}")
    number = index(given)
    if not least <= number <= most:
        raise Misuse(f"expected {least} to {most}", "misuse", name)
    return number


def least_shown(given: object, name: str) -> int:
    """Return the smallest number that may be shown.

    Raises:
        TypeError: no integer; True would suppress nothing.
        Misuse: 2, which would hide no more than 1, or out of range.
    """
    number = whole(given, name, 0, 1_000_000)
    if number == 2:
        raise Misuse("expected 0, 1 or 3 to 1000000", "misuse", name)
    return number


def key(given: object, name: str) -> bytes:
    """Return a key.

    Raises:
        TypeError: no bytes.
        Misuse: too short or too long.
    """
    if not isinstance(given, bytes):
        raise TypeError(f"{name}: expected bytes, not {_kind(given)}")
    if not 16 <= len(given) <= 64:
        raise Misuse("a key is 16 to 64 bytes", "misuse", name)
    return given


def one_of(kind: type[E], given: object, name: str) -> E:
    """Return a member of an enum, given as one or as its text.

    Raises:
        Misuse: no such member; it is a ValueError.
    """
    try:
        return kind(str(given))
    except ValueError:
        words = ", ".join(f'"{each}"' for each in kind)
        raise Misuse(f"expected one of {words}", "misuse", name) from None
