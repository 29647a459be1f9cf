# SPDX-License-Identifier: MIT
"""Who changes responsible area, and how far the work of it has come."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, overload

from .errors import NotFound
from .given import flag, one_of, text, text_or_none
from .handle import Handle
from .moments import day
from .rows import read_row


class HandoverCause(enum.StrEnum):
    """What makes another area responsible."""

    AGE = "age"
    """A birthday."""
    FACTS = "facts"
    """Facts or a course."""
    MODEL = "model"
    """A model comes into force, or ends."""
    EXCEPTION = "exception"
    """An exception begins or ends."""


class HandoverState(enum.StrEnum):
    """How far the work of a handover has come."""

    PLANNED = "planned"
    """The area that hands over began."""
    ACCEPTED = "accepted"
    """The other one expects the citizen."""
    REJECTED = "rejected"
    """It does not, and says why."""
    DONE = "done"
    """Nothing is left to do."""


_STATES = (None, *HandoverState)
"""By ``enum msb_handover_state``."""


class HandoverWork(NamedTuple):
    """The work of a handover."""

    state: HandoverState
    actor: str
    """Who brought it there."""
    reason: str | None
    """Why it was rejected; else None."""
    consent: bool | None
    """Whether the citizen agrees to the handing over of information; None:
    not asked for yet."""
    at: datetime
    """When, in UTC."""


class Handover(NamedTuple):
    """From the day on, another area is responsible for a citizen."""

    citizen: str
    date: date
    """The first day with the new area."""
    from_: str | None
    """The area before; None: none was responsible."""
    to: str | None
    """The area from the day on; None: none is."""
    cause: HandoverCause
    services: tuple[str, ...]
    """Active on the day, in the order of the model."""
    work: HandoverWork | None
    """None where nobody began it."""


def _read(line: str) -> Handover:
    members = json.loads(line)
    row = read_row(Handover, members)
    work = members.get("work")
    if work is not None:
        work = read_row(HandoverWork, work)
        work = work._replace(state=HandoverState(work.state))
    return row._replace(cause=HandoverCause(row.cause), work=work)


def _list_areas(
    items: Iterable[Handover],
) -> Iterator[tuple[str | None, date]]:
    """Yield each area once, with the first day on which it is met."""
    met = set()
    for each in items:
        if each.from_ not in met:
            met.add(each.from_)
            yield each.from_, each.date - timedelta(1)
        if each.to not in met:
            met.add(each.to)
            yield each.to, each.date


class Handovers(Sequence[Handover]):
    """Handovers, by date and then by citizen. Immutable.

    Example:
        ``pandas.DataFrame(handovers.rows())``
    """

    __slots__ = ("_calendars", "_core", "_items", "_lines", "_names")

    def __init__(
        self,
        core: Any,
        find_names: Callable[[Iterable[tuple[str | None, date]]], Any],
    ) -> None:
        """Made by :meth:`Store.handovers`; not for users."""
        self._core = core
        self._lines = [core.format_json(i) for i in range(core.num())]
        self._items = [_read(line) for line in self._lines]
        self._calendars: dict[str | None, str] = {}
        self._names: dict[str, str] = find_names(_list_areas(self._items))

    @property
    def names(self) -> dict[str, str]:
        """What the areas are called, by id, where a model names them."""
        return dict(self._names)

    @overload
    def __getitem__(self, key: int) -> Handover: ...
    @overload
    def __getitem__(self, key: slice) -> list[Handover]: ...
    def __getitem__(self, key: int | slice) -> Handover | list[Handover]:
        return self._items[key]

    def __len__(self) -> int:
        return len(self._items)

    def to_ics(self, language: str | None = None) -> str:
        """Return a calendar, iCalendar (RFC 5545), an event for a whole day
        each. It names no citizen, but by the number in the store.

        Args:
            language: of the areas' and services' names, "da"; None for the
                first that the model has. After pickling None, "da" or "en".

        Raises:
            NotFound: it was pickled, and the language is another one.
        """
        text_or_none(language, "language")
        if language not in self._calendars:
            if self._core is None:
                raise NotFound(
                    'after pickling there are only None, "da" and "en"',
                    "bad_language",
                    "language",
                )
            self._calendars[language] = self._core.format_ics(language)
        return self._calendars[language]

    def to_json(self) -> str:
        """Return what ``msb handovers --json`` prints, a line for each."""
        return "".join(line + "\n" for line in self._lines)

    def rows(self) -> list[dict[str, Any]]:
        """Return each as a new dict, the rows of a data frame."""
        return [each._asdict() for each in self._items]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Handovers) and self._lines == other._lines

    def __hash__(self) -> int:
        return hash(tuple(self._lines))

    def __getstate__(self) -> dict[str, Any]:
        for language in (None, "da", "en"):
            if self._core is not None:
                self.to_ics(language)
        return {
            "lines": self._lines,
            "calendars": self._calendars,
            "names": self._names,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._core = None
        self._lines = state["lines"]
        self._items = [_read(line) for line in self._lines]
        self._calendars = state["calendars"]
        self._names = state["names"]

    def __repr__(self) -> str:
        return f"<msb.Handovers: {len(self)}>"

    def _repr_html_(self) -> str:
        from .display.records import handovers_html

        return handovers_html(self)


class HandoverWorks(Handle):
    """Who is handed over, and the work of it."""

    def handovers(self, *, from_: date | str, to: date | str) -> Handovers:
        """Find every handover from a day up to, not including, another.

        Nothing of it is stored: it is computed from the facts, courses,
        exceptions and models on record.

        Raises:
            Invalid: there is no day in the interval.
            Denied: the principal may not see handovers.
        """
        first, end = day(from_, "from_"), day(to, "to")
        with self._using() as store:
            found = store.find_handovers(first, end)
        return Handovers(found, self._find_names)

    def put_handover(
        self,
        citizen: str,
        *,
        on: date | str,
        state: HandoverState | str,
        consent: bool | None = None,
        actor: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Record how far the work of a handover has come.

        Planned, then accepted or rejected with a reason, then done; what was
        rejected may be planned again. The responsibility itself moves on its
        day, whatever this says.

        Args:
            citizen: the id; where there is no such id, a CPR number.
            on: the day of the handover.
            state: the new state.
            consent: what the citizen says; None leaves what is on record.
            actor: who brought it there; None for the store's principal.
            reason: why it was rejected.

        Raises:
            NotFound: no such citizen.
            Conflict: no handover on that day ("no_handover"), or not from
                the present state ("wrong_state").
            Invalid: a blank text, or a reason where there is none to give.
            Misuse: no such state, or nobody who brought it there.
            Denied, Busy, FileError, StoreError: nothing changed.
        """
        self._expect_somebody(actor, "actor")
        given = (
            text(citizen, "citizen"),
            day(on),
            _STATES.index(one_of(HandoverState, state, "state")),
            0 if consent is None else 1 if flag(consent, "consent") else 2,
            text_or_none(actor, "actor"),
            text_or_none(reason, "reason"),
        )
        with self._using() as store:
            store.put_handover(*given)
