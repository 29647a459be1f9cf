# SPDX-License-Identifier: MIT
"""What a call can fail of: one class for each status of the library.

Each is an :class:`Error` and one of Python's own, so that code which knows
nothing of libmsb can catch it: a citizen who is not there is a ``KeyError``,
a store that another process holds an ``OSError``. Match on the class and on
``code``; a message is for people. It never holds a CPR number, a name or the
value of a personal field.
"""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One of the things that are wrong in a file."""

    code: str
    """Stable name, for example ``"unknown_member"``."""
    pointer: str
    """JSON Pointer (RFC 6901); ``""`` is the whole file."""
    line: int
    """1-based."""
    column: int
    """1-based, in characters."""
    message: str
    """One English sentence."""


class Error(Exception):
    """A call failed; its subclass says what the caller can do about it."""

    status = 0
    row: int | None = None
    """0-based row of the data frame that it is about, or None."""

    def __init__(
        self,
        message: str,
        code: str = "",
        where: str = "",
        line: int = 0,
        column: int = 0,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        super().__init__(message, code, where, line, column, problems)
        self.message = message
        """One English sentence."""
        self.code = code
        """Stable name of the cause, for example ``"bad_date"``."""
        self.where = where
        """File, member or column that it is about, or ``""``."""
        self.line = line
        """1-based line of the input, or 0."""
        self.column = column
        """1-based column, in characters, or 0."""
        self.problems = problems
        """All that is wrong in a file, not only the first; else empty."""

    def __str__(self) -> str:
        place = [self.where] if self.where else []
        if self.line:
            place.append(str(self.line))
        if self.line and self.column:
            place.append(str(self.column))
        text = ": ".join(
            [":".join(place), self.message] if place else [self.message]
        )
        more = len(self.problems) - 1
        return f"{text} (and {more} more)" if more > 0 else text


class OutOfMemory(Error, MemoryError):
    """An allocation failed; nothing changed."""

    status = 1


class Misuse(Error, ValueError):
    """The caller broke a documented precondition."""

    status = 2


class NotFound(Error, KeyError):
    """No such record."""

    status = 3


class Malformed(Error, ValueError):
    """The input is malformed; see ``line`` and ``column``."""

    status = 4


class Conflict(Error, ValueError):
    """Records or rules contradict each other."""

    status = 5


class Denied(Error, PermissionError):
    """The principal may not do this."""

    status = 6


class StoreError(Error, OSError):
    """The database refused; see the message."""

    status = 7


class LimitExceeded(Error, ValueError):
    """A documented bound would be passed."""

    status = 8


class Invalid(Error, ValueError):
    """Well-formed input that breaks a rule."""

    status = 9


class FileError(Error, OSError):
    """A file cannot be read or written."""

    status = 10


class Busy(Error, OSError):
    """Another process holds the store."""

    status = 11


class Stopped(Error, InterruptedError):
    """The caller's own function stopped the call; nothing changed."""

    status = 12


BY_STATUS: dict[int, type[Error]] = {
    cls.status: cls
    for cls in (
        OutOfMemory,
        Misuse,
        NotFound,
        Malformed,
        Conflict,
        Denied,
        StoreError,
        LimitExceeded,
        Invalid,
        FileError,
        Busy,
        Stopped,
    )
}
"""The class of each status of the library."""


def make_error(
    status: int,
    code: str,
    where: str,
    line: int,
    column: int,
    message: str,
    problems: list[tuple[str, str, int, int, str]],
) -> Error:
    """Return the exception for what a call left behind."""
    cls = BY_STATUS.get(status, Error)
    return cls(
        message,
        code,
        where,
        line,
        column,
        tuple(Problem(*problem) for problem in problems),
    )
