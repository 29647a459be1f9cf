# SPDX-License-Identifier: MIT
"""What is on record about one citizen, in both times."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from .errors import NotFound
from .given import flag, text
from .handle import Handle
from .rows import read_row


class FactsRecord(NamedTuple):
    """What was known of the citizen, from a day on."""

    valid_from: date
    is_known: bool
    """False: from the day on, nothing is."""
    facts: Mapping[str, Any] | None
    """The facts; None where they were not asked for."""
    masked: tuple[str, ...] | None
    """The sensitive ones that were left out."""
    recorded_at: datetime
    superseded_at: datetime | None


class CourseRecord(NamedTuple):
    """A course of the citizen."""

    service: str
    unit: str | None
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    superseded_at: datetime | None


class AssignmentRecord(NamedTuple):
    """An area that was responsible."""

    area: str
    rule: str | None
    target_group: str | None
    model: str
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    superseded_at: datetime | None


class ExceptionRecord(NamedTuple):
    """A placement elsewhere than the rules say."""

    area: str
    decided_by: str
    reason: str | None
    """None where it was not asked for."""
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    superseded_at: datetime | None


class HouseholdRecord(NamedTuple):
    """A household that the citizen belonged to."""

    household: str
    role: str | None
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    superseded_at: datetime | None


class HandoverRecord(NamedTuple):
    """A step of the work of a handover."""

    date: date
    from_: str | None
    to: str | None
    cause: str
    state: str
    actor: str
    reason: str | None
    """None where it was not asked for, or there is none."""
    consent: bool | None
    recorded_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True)
class History:
    """What is on record about the responsibility for one citizen: what is
    known now, and what was superseded.

    Each section is a tuple of rows, by the day from which they hold; a row is
    present knowledge where its ``superseded_at`` is None.
    """

    citizen: str
    facts: tuple[FactsRecord, ...]
    courses: tuple[CourseRecord, ...]
    assignments: tuple[AssignmentRecord, ...]
    exceptions: tuple[ExceptionRecord, ...]
    households: tuple[HouseholdRecord, ...]
    handovers: tuple[HandoverRecord, ...]
    names: dict[str, str] = field(compare=False, repr=False)
    """What the areas and units are called, by id, where a model names them."""
    _json: str = field(compare=False, repr=False)

    def rows(self, section: str) -> list[dict[str, Any]]:
        """Return a section as new dicts, the rows of a data frame.

        Example:
            ``pandas.DataFrame(history.rows("assignments"))``

        Raises:
            NotFound: there is no such section; it is a KeyError.
        """
        if text(section, "section") not in _SECTIONS:
            raise NotFound(
                f"expected one of {', '.join(_SECTIONS)}",
                "unknown_value",
                "section",
            )
        return [row._asdict() for row in getattr(self, section)]

    def to_json(self) -> str:
        """Return it as ``msb history --json`` prints it, one line."""
        return self._json

    def to_dict(self) -> dict[str, Any]:
        """Return a new dict with the members that the tool prints."""
        members: dict[str, Any] = json.loads(self._json)
        return members

    def __hash__(self) -> int:
        return hash(self._json)

    def _repr_html_(self) -> str:
        from .display.records import history_html

        return history_html(self)


_SECTIONS: dict[str, Callable[..., Any]] = {
    "facts": FactsRecord,
    "courses": CourseRecord,
    "assignments": AssignmentRecord,
    "exceptions": ExceptionRecord,
    "households": HouseholdRecord,
    "handovers": HandoverRecord,
}


def _list_parts(
    sections: Mapping[str, tuple[Any, ...]],
) -> Iterator[tuple[str | None, date]]:
    """Yield areas and units, each with a day on which it was met."""
    for row in (*sections["assignments"], *sections["exceptions"]):
        yield row.area, row.valid_from
    for row in sections["courses"]:
        yield row.unit, row.valid_from
    for row in sections["handovers"]:
        yield row.from_, row.date - timedelta(1)
        yield row.to, row.date


class Records(Handle):
    """What a store remembers of one citizen."""

    def history(
        self,
        citizen: str,
        *,
        explain: bool = False,
        show_sensitive: bool = False,
    ) -> History:
        """Collect what is on record about a citizen.

        Args:
            citizen: the id; where there is no such id, a CPR number.
            explain: show the facts, and the reasons of exceptions and of
                rejected handovers.
            show_sensitive: with ``explain``, the sensitive facts too.

        Raises:
            NotFound: no such citizen.
            Denied: the principal may not see that.
        """
        asked = (
            text(citizen, "citizen"),
            flag(explain, "explain"),
            flag(show_sensitive, "show_sensitive"),
        )
        with self._using() as store:
            found = store.find_history(*asked)
        said = found.format_json()
        members = json.loads(said)
        sections = {
            name: tuple(read_row(kind, row) for row in members[name])
            for name, kind in _SECTIONS.items()
        }
        return History(
            members["citizen"],
            **sections,
            names=self._find_names(_list_parts(sections)),
            _json=said,
        )
