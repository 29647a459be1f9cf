# SPDX-License-Identifier: MIT
"""Who is responsible for one citizen, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import NotFound
from .terms import STATUSES, Status

if TYPE_CHECKING:
    from .model import Model


class Outcome(NamedTuple):
    """The short answer; what a decider returns."""

    status: Status
    responsible: str | None
    """The responsible area, or None."""
    rule: str | None
    """The one rule that decides, or None."""
    target_group: str | None
    """The citizen's target group, or None."""


class Delivery(NamedTuple):
    """A service, and who delivers it."""

    service: str
    area: str | None
    """None where that depends on what is not known, or nobody does."""
    unit: str | None
    """None where an area delivers."""


class Decision:
    """The decision for one citizen, with every field of the specification.

    Immutable; compares and hashes by what it says. It can be pickled.
    """

    __slots__ = ("_core", "_members", "_model")

    def __init__(
        self,
        model: Model,
        core: Any = None,
        members: dict[str, Any] | None = None,
    ) -> None:
        """Made by :meth:`Model.decide`; not for users."""
        self._model = model
        self._core = core
        self._members = members

    def _read(self) -> dict[str, Any]:
        if self._members is None:
            self._members = json.loads(self._core.format_json(None, None))
        return self._members

    @property
    def model(self) -> Model:
        """The model that decided."""
        return self._model

    @property
    def status(self) -> Status:
        """What it came to."""
        if self._core is None:
            return Status(self._read()["status"])
        return STATUSES[self._core.get_status()] or Status.NONE

    @property
    def responsible(self) -> str | None:
        """The responsible area, when determined; else None."""
        if self._core is None:
            area: str | None = self._read()["responsible"]
            return area
        index = self._core.get_area()
        return self._model.areas.ids[index] if index >= 0 else None

    @property
    def possible(self) -> tuple[str | None, ...]:
        """Every area that some completion of the facts gives, in the
        model's order; None last where some completion is a gap."""
        return tuple(self._read()["possible"])

    @property
    def rules(self) -> tuple[str, ...]:
        """Every rule that decides some completion, in the model's order."""
        return tuple(self._read()["rules"])

    @property
    def missing(self) -> tuple[str, ...]:
        """The unknown attributes that would change the area."""
        return tuple(self._read()["missing"])

    @property
    def ask(self) -> str | None:
        """The one of them to ask for first, or None."""
        attribute: str | None = self._read()["ask"]
        return attribute

    @property
    def target_group(self) -> str | None:
        """The citizen's target group, or None where completions differ."""
        if self._core is None:
            group: str | None = self._read()["target_group"]
            return group
        index = self._core.get_target_group()
        return self._model.target_groups.ids[index] if index >= 0 else None

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """One for each active service, in the model's order."""
        return tuple(
            Delivery(each["service"], each["area"], each["unit"])
            for each in self._read()["deliveries"]
        )

    @property
    def contacts(self) -> tuple[str, ...]:
        """The areas that the citizen has to deal with."""
        return tuple(self._read()["contacts"])

    def to_dict(self) -> dict[str, Any]:
        """Return a new dict with the members of the specification."""
        members: dict[str, Any] = json.loads(self.to_json())
        return members

    def to_json(self) -> str:
        """Return it as ``msb resolve`` prints it, one line."""
        if self._core is not None:
            text: str = self._core.format_json(None, None)
            return text
        return json.dumps(
            self._members, ensure_ascii=False, separators=(",", ":")
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Decision):
            return NotImplemented
        return self._model == other._model and self._read() == other._read()

    def __hash__(self) -> int:
        return hash((self.status, self.possible, self.rules))

    def __reduce__(self) -> tuple[Any, ...]:
        return Decision, (self._model, None, self._read())

    def _repr_html_(self) -> str:
        from .display.html import decision_html

        return decision_html(self)

    def __repr__(self) -> str:
        fields = [str(self.status)]
        if self.responsible is not None:
            fields.append(self.responsible)
        if self.ask is not None:
            fields.append(f"ask {self.ask}")
        return f"<msb.Decision: {', '.join(fields)}>"


class Explanation(Mapping[str, Any]):
    """Why a decision came out as it did.

    A mapping of the members that ``msb resolve --explain`` prints; ``str()``
    of it is the text for people in Danish, :meth:`text` that in English too.
    It holds the facts' values, because it was asked for.
    """

    __slots__ = ("_members", "_texts")

    def __init__(self, core: Any) -> None:
        """Made by :meth:`Model.explain`; not for users."""
        self._members: dict[str, Any] = json.loads(core.format_json())
        self._texts = {
            language: core.format_text(language) for language in ("da", "en")
        }

    def __getitem__(self, name: str) -> Any:
        return self._members[name]

    def __iter__(self) -> Any:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def text(self, language: str = "da") -> str:
        """Return sentences for people, in Danish ("da") or English ("en").

        Raises:
            NotFound: another language; it is a KeyError.
        """
        text: str | None = self._texts.get(language)
        if text is None:
            raise NotFound('expected "da" or "en"', "bad_language", "language")
        return text

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        # The facts are for who asks for them.
        rule = self._members.get("rule")
        return f"<msb.Explanation: {rule or 'no one rule decides'}>"

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._members)

    def _repr_html_(self) -> str:
        from .display.html import explanation_html

        return explanation_html(self)


def make_outcome(
    model: Model,
) -> Any:
    """Return what turns indices into an :class:`Outcome` of a model."""
    areas, rules = model.areas.ids, model.rules.ids
    groups = model.target_groups.ids

    def make(status: int, area: int, rule: int, group: int) -> Outcome:
        return Outcome(
            STATUSES[status] or Status.NONE,
            areas[area] if area >= 0 else None,
            rules[rule] if rule >= 0 else None,
            groups[group] if group >= 0 else None,
        )

    return make
