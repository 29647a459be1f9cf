# SPDX-License-Identifier: MIT
"""Who answers for a citizen on a date."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from .decision import Decision, Delivery, Explanation
from .given import flag, text
from .handle import Handle
from .model import Model
from .moments import day, instant
from .rows import read_value
from .terms import Status


class View(enum.StrEnum):
    """How much of a citizen the principal of a store sees."""

    CONTACTS = "contacts"
    """Who answers for the citizen."""
    COURSES = "courses"
    """The services too, or those that its own area delivers."""
    WHOLE = "whole"
    """Everything."""


class Ruled(NamedTuple):
    """What the rules say where an exception overrules them."""

    status: Status
    responsible: str | None
    possible: tuple[str | None, ...]
    rules: tuple[str, ...]
    missing: tuple[str, ...]
    ask: str | None


class Placement(NamedTuple):
    """The exception that an answer follows."""

    area: str
    """The responsible area, as the model of the answer names it."""
    reason: str
    """Why, in a person's words."""
    decided_by: str
    """Who decided it."""
    from_: date
    """The first day."""
    to: date
    """The first day after it."""
    instead_of: Ruled
    """What the rules say."""


class HouseholdService(NamedTuple):
    """A service to a household, and who delivers it."""

    service: str
    area: str | None
    unit: str | None
    is_contact: bool
    """Whoever delivers it is the contact of every member."""


class Membership(NamedTuple):
    """A household that the citizen belongs to."""

    household: str
    role: str
    """As what, for example "mother"; or ""."""
    services: tuple[HouseholdService, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers for a citizen on a date, with every field of
    ``msb who --json``. Those of the decision are here too."""

    citizen: str
    """The citizen's id, also where a CPR number was asked for."""
    on: date
    known_at: datetime
    """The instant of the knowledge, in UTC."""
    model: str
    """The id of the model that decided; ``decision.model`` is the model."""
    decision: Decision
    valid_from: date | None
    """Of the assignment on record; None if there is none."""
    valid_to: date | None
    """The first day after it; None if it is open, or there is none."""
    exception: Placement | None
    """The exception that overrules the rules, if one does."""
    households: tuple[Membership, ...]
    address: str | None
    """None where none is known, it is protected, or was not asked for."""
    address_protected: bool | None
    """None where no address was asked for."""
    view: View
    """How much of the citizen the principal sees; the rest is empty."""
    explanation: Explanation | None = field(compare=False)
    """None if it was not asked for."""
    _json: str = field(compare=False, repr=False)

    @property
    def status(self) -> Status:
        """What the decision came to."""
        return self.decision.status

    @property
    def responsible(self) -> str | None:
        """The responsible area, when determined; else None."""
        return self.decision.responsible

    @property
    def possible(self) -> tuple[str | None, ...]:
        """Every area that some completion of the facts gives."""
        return self.decision.possible

    @property
    def rules(self) -> tuple[str, ...]:
        """Every rule that decides some completion."""
        return self.decision.rules

    @property
    def missing(self) -> tuple[str, ...]:
        """The unknown attributes that would change the area."""
        return self.decision.missing

    @property
    def ask(self) -> str | None:
        """The one of them to ask for first, or None."""
        return self.decision.ask

    @property
    def target_group(self) -> str | None:
        """The citizen's target group, or None where completions differ."""
        return self.decision.target_group

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """One for each active service, in the model's order."""
        return self.decision.deliveries

    @property
    def contacts(self) -> tuple[str, ...]:
        """The areas that the citizen has to deal with."""
        return self.decision.contacts

    def to_json(self) -> str:
        """Return it as ``msb who --json`` prints it, one line."""
        return self._json

    def to_dict(self) -> dict[str, Any]:
        """Return a new dict with the members of the specification."""
        members: dict[str, Any] = json.loads(self._json)
        return members

    def _repr_html_(self) -> str:
        from .display.records import answer_html

        return answer_html(self)


_OF_THE_DECISION = (
    "status",
    "responsible",
    "possible",
    "rules",
    "missing",
    "ask",
    "target_group",
    "deliveries",
    "contacts",
)


def _read_placement(members: Mapping[str, Any]) -> Placement:
    ruled = members["instead_of"]
    return Placement(
        members["area"],
        members["reason"],
        members["decided_by"],
        date.fromisoformat(members["from"]),
        date.fromisoformat(members["to"]),
        Ruled(
            Status(ruled["status"]),
            ruled["responsible"],
            tuple(ruled["possible"]),
            tuple(ruled["rules"]),
            tuple(ruled["missing"]),
            ruled["ask"],
        ),
    )


def _read_membership(members: Mapping[str, Any]) -> Membership:
    return Membership(
        members["household"],
        members["role"],
        tuple(HouseholdService(**each) for each in members["services"]),
    )


def _read_answer(found: Any, model: Model) -> Answer:
    said: str = found.format_json()
    members = json.loads(said)
    exception = members.get("exception")
    why = found.get_explanation()
    plain = {
        name: read_value(name, members.get(name))
        for name in (
            "citizen",
            "on",
            "known_at",
            "model",
            "valid_from",
            "valid_to",
            "address",
            "address_protected",
        )
    }
    return Answer(
        **plain,
        decision=Decision(
            model, None, {name: members[name] for name in _OF_THE_DECISION}
        ),
        exception=None if exception is None else _read_placement(exception),
        households=tuple(
            _read_membership(each) for each in members.get("households", ())
        ),
        view=View(members.get("view", View.WHOLE)),
        explanation=None if why is None else Explanation(why),
        _json=said,
    )


class Answers(Handle):
    """Questions to a store about one citizen."""

    def who(
        self,
        citizen: str,
        *,
        on: date | str,
        known_at: datetime | str | None = None,
        explain: bool = False,
        show_sensitive: bool = False,
        show_address: bool = False,
    ) -> Answer:
        """Answer who is responsible for a citizen on a date.

        The decision is made from the facts and the model of the date; the
        interval is that of the assignment on record, if there is one.

        Args:
            citizen: the id; where there is no such id, a CPR number.
            on: the date.
            known_at: as the store knew it then, a datetime with a time zone
                or ``"YYYY-MM-DDTHH:MM:SSZ"``; None for now.
            explain: say why; this shows facts.
            show_sensitive: those of sensitive attributes too.
            show_address: find the address, unless it is protected.

        Raises:
            NotFound: no such citizen, no facts or no model on the date, as
                known then.
            Invalid: the model of the date rejects the facts.
            Conflict: two rules match, and the model allows one.
            Denied: the principal may not see that.
        """
        known = None if known_at is None else instant(known_at)
        asked = (
            text(citizen, "citizen"),
            day(on),
            known,
            flag(explain, "explain"),
            flag(show_sensitive, "show_sensitive"),
            flag(show_address, "show_address"),
        )
        with self._using() as store:
            found = store.find_answer(*asked)
        return _read_answer(found, self._known_model(found.get_model()))
