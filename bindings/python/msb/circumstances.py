# SPDX-License-Identifier: MIT
"""What else is put on record: exceptions, households and addresses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from .errors import Misuse
from .given import text, text_or_none
from .handle import Handle
from .moments import day, instant
from .rows import read_row


class HouseholdMember(NamedTuple):
    """A citizen in a household."""

    citizen: str
    role: str
    """As what, for example "mother"; or ""."""
    from_: date
    """The first day."""
    to: date | None
    """The first day after it; None: open."""


class HouseholdCourse(NamedTuple):
    """A service to a household."""

    service: str
    unit: str | None
    """Who delivers it; None where the model says it."""
    from_: date
    """The first day."""
    to: date | None
    """The first day after it; None: open."""


@dataclass(frozen=True, slots=True)
class Household:
    """A household on a date: its members, and its own courses."""

    household: str
    """Its id."""
    on: date
    members: tuple[HouseholdMember, ...]
    """By id."""
    hidden: int
    """How many members it has besides, whom the principal may not see."""
    courses: tuple[HouseholdCourse, ...]
    """By service."""

    def _repr_html_(self) -> str:
        from .display.lists import household_html

        return household_html(self)


def _period(
    from_: date | str, to: date | str | None
) -> tuple[date, date | None]:
    return day(from_, "from_"), None if to is None else day(to, "to")


R = TypeVar("R", HouseholdMember, HouseholdCourse)


def _read(kind: type[R], members: dict[str, Any]) -> R:
    end = members["to"]
    return read_row(kind, members)._replace(
        from_=date.fromisoformat(members["from"]),
        to=None if end is None else date.fromisoformat(end),
    )


class Circumstances(Handle):
    """What decides for a citizen besides the facts. Where a citizen is
    named, it is by the id; where there is no such id, by a CPR number."""

    def put_exception(
        self,
        citizen: str,
        area: str,
        *,
        reason: str,
        from_: date | str,
        to: date | str,
        decided_by: str | None = None,
    ) -> None:
        """Place a citizen in another area than the rules say, for some time.

        A citizen has one exception at a time; it expires by itself. The
        assignments on record follow in the same transaction.

        Args:
            citizen: who.
            area: of the model in force on the first day.
            reason: why, in a person's words.
            from_: the first day.
            to: the first day after it.
            decided_by: who decided it; None for the store's principal.

        Raises:
            NotFound: no such citizen, or no model on the first day.
            Invalid: no such area, a blank text, no day in it, or a model
                that is divided by service.
            Conflict: another exception in that time.
            Denied, Busy, FileError, StoreError: nothing changed.
        """
        self._expect_somebody(decided_by, "decided_by")
        given = (
            text(citizen, "citizen"),
            text(area, "area"),
            text(reason, "reason"),
            text_or_none(decided_by, "decided_by"),
            day(from_, "from_"),
            day(to, "to"),
        )
        with self._using() as store:
            store.put_exception(*given)

    def end_exception(self, citizen: str, *, on: date | str) -> None:
        """End the exception of a day: it is the first day without it. On the
        exception's own first day, all of it is withdrawn.

        Raises:
            NotFound: no such citizen, or no exception on that day.
            Denied, Busy, FileError, StoreError: nothing changed.
        """
        citizen = text(citizen, "citizen")
        with self._using() as store:
            store.end_exception(citizen, day(on))

    def put_member(
        self,
        household: str,
        citizen: str,
        *,
        role: str = "",
        from_: date | str,
        to: date | str | None = None,
    ) -> None:
        """Put a citizen in a household, which is made if it is not there.

        A member from the same day with another role or end is a correction.

        Raises:
            NotFound: no such citizen.
            Invalid: no day in it.
            Denied, Busy, FileError, StoreError: nothing changed.
        """
        given = (
            text(household, "household"),
            text(citizen, "citizen"),
            text(role, "role"),
            _period(from_, to),
        )
        if not household:
            raise Misuse(
                "expected an id that is not empty", "misuse", "household"
            )
        with self._using() as store:
            store.put_member(*given)

    def put_household_course(
        self,
        household: str,
        service: str,
        *,
        unit: str | None = None,
        from_: date | str,
        to: date | str | None = None,
    ) -> None:
        """Put a course of a household on record.

        Args:
            household: its id.
            service: of the model in force on the first day.
            unit: the unit or area that delivers; None where the model says.
            from_: the first day.
            to: the first day after it; None: open.

        Raises:
            NotFound: no such household, or no model on the first day.
            Invalid: no such service or unit, or no day in it.
            Denied, Busy, FileError, StoreError: nothing changed.
        """
        given = (
            text(household, "household"),
            text(service, "service"),
            text_or_none(unit, "unit"),
            _period(from_, to),
        )
        with self._using() as store:
            store.put_household_course(*given)

    def household(
        self,
        household: str,
        *,
        on: date | str,
        known_at: datetime | str | None = None,
    ) -> Household:
        """Read a household on a date, as known now or at an instant.

        Raises:
            NotFound: no such household.
            Denied: the principal may not see it.
        """
        known = None if known_at is None else instant(known_at)
        household = text(household, "household")
        with self._using() as store:
            found = store.find_household(household, day(on), known)
        members = json.loads(found.format_json())
        return Household(
            members["household"],
            date.fromisoformat(members["on"]),
            tuple(_read(HouseholdMember, m) for m in members["members"]),
            members["hidden"],
            tuple(_read(HouseholdCourse, c) for c in members["courses"]),
        )

    def put_address(
        self,
        citizen: str,
        address: str | None,
        *,
        from_: date | str,
        to: date | str | None = None,
    ) -> None:
        """Put a citizen's address on record, one line; None where none is
        known in that time.

        Of addresses that share a day the one that began last holds.

        Raises:
            NotFound: no such citizen.
            Invalid: it is blank, or there is no day in the time.
            Denied, Busy, FileError, StoreError: nothing changed.
        """
        given = (
            text(citizen, "citizen"),
            text_or_none(address, "address"),
            _period(from_, to),
        )
        with self._using() as store:
            store.put_address(*given)

    def protect_address(
        self, citizen: str, *, from_: date | str, to: date | str
    ) -> None:
        """Protect a citizen's addresses: until ``to`` no call shows one
        of them, of whatever time.

        Raises:
            NotFound: no such citizen.
            Invalid: there is no day in it.
            Denied, Busy, FileError, StoreError: nothing changed.
        """
        given = (
            text(citizen, "citizen"),
            (day(from_, "from_"), day(to, "to")),
        )
        with self._using() as store:
            store.protect_address(*given)
