# SPDX-License-Identifier: MIT
"""What is owed to the citizens of a store: access, erasure, an end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, Protocol, overload

from . import core
from .errors import Invalid, Malformed, NotFound
from .given import file_path, text
from .given import key as expect_key
from .handle import Handle
from .moments import day
from .progress import Progress, telling
from .source import Source, in_dict, text_and_path

RowTaker = Callable[[dict[str, Any]], object]
"""Called with each row of an export. False ends it, with
:class:`msb.Stopped`; an exception ends it too, and is what the caller sees."""


class LineFile(Protocol):
    """What an export is written to: a file open in binary mode."""

    def write(self, data: bytes, /) -> object:
        """Write bytes; return how many were written."""


class Subject(Mapping[str, list[dict[str, Any]]]):
    """Everything that a store holds about one citizen, for the citizen's own
    right of access (GDPR article 15).

    A mapping of sections ("citizen", "facts", "courses", …), which are always
    the same, to rows, the oldest first: ``pandas.DataFrame(subject["facts"])``
    is a table. It names no employee, a CPR number is masked, and an address
    that is protected is left out.
    """

    __slots__ = ("_text",)

    def __init__(self, said: str) -> None:
        """Made by :meth:`Store.subject`; not for users."""
        self._text = said

    def to_dict(self) -> dict[str, list[dict[str, Any]]]:
        """Return what ``msb subject --json`` prints, as a new dict."""
        sections: dict[str, list[dict[str, Any]]] = json.loads(self._text)
        return sections

    def to_json(self) -> str:
        """Return it as one line of JSON."""
        return self._text

    def __getitem__(self, section: str) -> list[dict[str, Any]]:
        found = self.to_dict()
        if section not in found:
            raise NotFound(
                f"expected one of {', '.join(found)}",
                "unknown_value",
                "section",
            )
        return found[section]

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __iter__(self) -> Iterator[str]:
        return iter(self.to_dict())

    def __len__(self) -> int:
        return len(self.to_dict())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Subject) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> tuple[Any, ...]:
        return Subject, (self._text,)

    def _repr_html_(self) -> str:
        from .display.lists import subject_html

        return subject_html(self)

    def __repr__(self) -> str:
        rows = sum(len(section) for section in self.to_dict().values())
        return f"<msb.Subject: {rows} rows in {len(self)} sections>"


class Erasure(NamedTuple):
    """What the erasure of a person took away, in rows."""

    facts: int
    """Versions of facts."""
    courses: int
    """Versions of courses."""
    others: int
    """Addresses, membership of households, the work of handovers,
    exceptions."""
    assignments_kept: int
    """Left in place, without a name."""

    def to_dict(self) -> dict[str, Any]:
        """Return what ``msb erase --json`` prints, as a new dict."""
        return {"erased": True, **self._asdict()}


class Due(NamedTuple):
    """A citizen whose period of retention is over."""

    citizen: str
    period: str
    """The period's id."""
    ended: date
    """The day from which the period counts."""
    due: date
    """Its end: kept no longer from this day on."""
    sampled: bool
    """Born on a day that the archive samples: to be handed over, not
    destroyed."""

    def to_dict(self) -> dict[str, Any]:
        """Return what ``msb retention --json`` prints, as a new dict."""
        return {
            **self._asdict(),
            "ended": self.ended.isoformat(),
            "due": self.due.isoformat(),
        }


class Duties(Handle):
    """What a store owes to its citizens."""

    def subject(self, citizen: str) -> Subject:
        """Return everything that is held about a citizen, in both times.

        Args:
            citizen: the id; where there is no such id, a CPR number.

        Raises:
            NotFound: no such citizen.
            Denied: the principal may not.
        """
        citizen = text(citizen, "citizen")
        with self._using() as store:
            return Subject(store.find_subject(citizen).format_json())

    def erase(self, citizen: str) -> Erasure:
        """Erase a person: id, CPR number, facts, courses, addresses,
        households, exceptions and the work of handovers, in all versions.

        What stays is a number without a name: assignments, so that a count of
        a former day is what it was, and entries of the journal, whose chain
        still holds. Copies outside the store are the caller's to see to.

        Args:
            citizen: the id; where there is no such id, a CPR number.

        Raises:
            NotFound: no such citizen.
            Denied: the principal may not.
            Error: with ``code`` "not_compacted" the person is erased, and
                :meth:`compact` is due.
        """
        citizen = text(citizen, "citizen")
        with self._using() as store:
            did = store.erase(citizen)
        return Erasure(did.facts, did.courses, did.others, did.assignments)

    def compact(self) -> None:
        """Write the file anew without its free pages.

        Does nothing where nothing was erased since the last time.

        Raises:
            Busy: somebody still reads what was before.
            FileError: there is no room for it.
        """
        with self._using() as store:
            store.compact()

    def due(self, periods: Source, *, on: date | str) -> list[Due]:
        """List whose periods of retention are over. It erases nobody.

        Args:
            periods: how long what is kept for: a path, JSON text, or a dict
                with the members of the format.
            on: the date on which they are over.

        Returns:
            Period by period, and in each by the citizens' numbers in the
            store.

        Raises:
            FileError: the file cannot be read.
            Malformed, Invalid: it breaks the format; ``problems`` has all
                that is wrong.
            Denied: the principal may not.
        """
        said, path = text_and_path(periods)
        try:
            retention = (
                core.Retention.parse(said, "")
                if path is None
                else core.Retention.load(file_path(path, "periods"))
            )
        except (Malformed, Invalid) as error:
            if not isinstance(periods, Mapping):
                raise
            raise in_dict(error, None) from None
        with self._using() as store:
            found = store.list_due(retention, day(on))
        return [
            Due(
                found.get_citizen(i),
                found.get_period(i),
                found.get_ended(i),
                found.get_due(i),
                found.is_sampled(i),
            )
            for i in range(found.num())
        ]

    @overload
    def export(
        self,
        *,
        on: date | str,
        key: bytes | None = None,
        to: None = None,
        progress: Progress = None,
    ) -> Iterator[dict[str, Any]]: ...

    @overload
    def export(
        self,
        *,
        on: date | str,
        key: bytes | None = None,
        to: RowTaker | LineFile,
        progress: Progress = None,
    ) -> int: ...

    def export(
        self,
        *,
        on: date | str,
        key: bytes | None = None,
        to: RowTaker | LineFile | None = None,
        progress: Progress = None,
    ) -> Iterator[dict[str, Any]] | int:
        """Export what is known of everybody on a date: dicts with ``id`` and
        facts, which :meth:`Model.decide` takes without the id.

        With a key the id is a pseudonym (see :func:`pseudonym`), and ``age``
        stands in place of ``birth_date``; an analyst must give one. No CPR
        number and no address is in it.

        With ``to``, rows go there while the store is read, and no more than
        one is held. Without it the export is read at once, as text that takes
        some hundred bytes a citizen, and the dicts are made one by one: the
        store may then be used, or closed, between them.

        Either way a store that has a principal has it in its journal before
        the first row is read, and keeps that however it ends.

        Args:
            on: the date.
            key: 16 to 64 bytes; None for the ids as they are.
            to: a function of a row, which must not use the store, and ends
                the export by returning False; or a file open in binary mode,
                which gets what ``msb export`` prints.
            progress: True for a bar, or a function of (done, total) in
                citizens.

        Returns:
            An iterator over the rows; with ``to``, how many they were.

        Raises:
            Denied: the principal may not.
            Misuse: a key that is too short or too long.
            Stopped: ``to`` or ``progress`` returned False.
            Exception: whatever ``to`` raised; nothing is read after it.

        Example:
            ``with open("2026.jsonl", "wb") as file: store.export(on=day,
            key=key, to=file)``
        """
        if key is not None:
            expect_key(key, "key")
        if to is None:
            with self._using() as store, telling(progress, "export") as tell:
                lines = store.export_lines(day(on), key, tell)
            return (json.loads(lines.get(i)) for i in range(lines.num()))
        taker = _LineTaker(to)
        with self._using() as store, telling(progress, "export") as tell:
            store.export_to(day(on), key, taker, tell)
        return taker.num


class _LineTaker:
    """Hands the lines of an export on, and counts them."""

    def __init__(self, to: RowTaker | LineFile) -> None:
        self._take: RowTaker | None = None
        if callable(to):
            self._take = to
        elif hasattr(to, "write"):
            self._write = to.write
        else:
            raise TypeError(
                "to is a function of a row, or a file open in binary mode, "
                f"not {type(to).__name__}"
            )
        self.num = 0

    def __call__(self, line: bytes) -> object:
        self.num += 1
        if self._take is not None:
            return self._take(json.loads(line))
        line += b"\n"
        if self._write(line) not in (None, len(line)):
            raise OSError("a line of the export was not written whole")
        return None


def pseudonym(key: bytes, citizen: str) -> str:
    """Return a citizen's pseudonym: keyed BLAKE2b-128 of the id, in 32
    hexadecimal digits.

    The same key gives the same pseudonym, so that two exports can be joined.
    Keep the key away from the store and from the exports.

    Raises:
        Misuse: the key is not 16 to 64 bytes.
    """
    made: str = core.make_pseudonym(
        expect_key(key, "key"), text(citizen, "citizen")
    ).text
    return made
