# SPDX-License-Identifier: MIT
"""Who is placed where: the models of a store, and its assignments."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from .given import text
from .handle import Handle
from .model import Model, expect_model
from .moments import day
from .progress import Progress, telling


class AssignSummary(NamedTuple):
    """What an assigning did, in citizens."""

    on: date
    """The day of it."""
    citizens: int
    """Decided."""
    assigned: int
    """A new assignment was recorded."""
    unchanged: int
    """The one on record still holds; or the model is divided by service, and
    records none."""
    undetermined: int
    """Facts are missing: none is recorded."""
    none: int
    """No rule decides, or the model rejects the facts: none is recorded."""

    def _repr_html_(self) -> str:
        from .display.records import assign_html

        return assign_html(self)


class Assignment(NamedTuple):
    """An assignment on record: who is responsible, from when to when."""

    citizen: str
    """The citizen, as asked for."""
    area: str
    """The responsible area."""
    rule: str | None
    """The rule that decided; None where several lead to the area, or an
    exception overrules them."""
    target_group: str | None
    """The citizen's target group."""
    model: str
    """The id of the model that it was decided by."""
    valid_from: date
    """The first day on which it holds."""
    valid_to: date | None
    """The first day on which it does no longer; None: open."""


class Placing(Handle):
    """The models of a store, and the assignments that follow from them."""

    def adopt(self, model: Model) -> None:
        """Add a further model, in force from its ``valid_from`` on.

        The same model again changes nothing.

        Raises:
            Conflict: another model is in force from the same date.
            LimitExceeded: it cannot be compiled.
            Denied, Busy, FileError, StoreError: it was not adopted.
        """
        given = expect_model(model, "model")._core
        with self._using() as store:
            store.adopt(given)

    def model(self, on: date | str) -> Model:
        """Return the model in force on a date.

        Raises:
            NotFound: none is.
        """
        with self._using() as store:
            found = store.find_model(day(on))
        return self._known_model(found)

    def assign(
        self, *, on: date | str, progress: Progress = None
    ) -> AssignSummary:
        """Decide every citizen on a date and record what changed: all of it,
        or nothing.

        An assignment holds from ``on``: until the model ends, or until the
        next one on record begins. Where it differs from the one in force, or
        nothing is decided or known of a citizen any more, that one ends on
        ``on``.

        Args:
            on: the day from which the assignments hold.
            progress: True for a bar, or a function of (done, total) in
                citizens.

        Raises:
            NotFound: no model is in force.
            Stopped: ``progress`` returned False; nothing changed.
            Denied, Busy, FileError, StoreError: nothing changed.
        """
        first = day(on)
        with self._using() as store, telling(progress, "assign") as tell:
            did = store.assign(first, tell)
        return AssignSummary(
            first,
            did.citizens,
            did.assigned,
            did.unchanged,
            did.undetermined,
            did.none,
        )

    def assignment(self, citizen: str, *, on: date | str) -> Assignment:
        """Look up the assignment on record of a citizen on a date.

        Nothing is decided: :meth:`who` decides from the facts, and explains.

        Raises:
            NotFound: no such citizen ("unknown_citizen"), or no assignment
                on the date ("no_assignment").
            Denied: the principal may not see the citizen.
        """
        citizen = text(citizen, "citizen")
        with self._using() as store:
            found = store.find_assignment(citizen, day(on))
        return Assignment(
            citizen,
            found.get_area(),
            found.get_rule() or None,
            found.get_target_group() or None,
            found.get_model(),
            *found.get_period(),
        )
