# SPDX-License-Identifier: MIT
"""What one model decides otherwise than another, exactly."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .model import Model


class RulePair(NamedTuple):
    """The rules that decide in a change; None where none does."""

    before: str | None
    after: str | None


class Change(NamedTuple):
    """Facts that go from one area to another that is not the same."""

    before: str | None
    """The area in the model before; None: a gap."""
    after: str | None
    """The area in the model after; None: a gap."""
    witness: dict[str, Any]
    """Complete facts that show it, over the attributes of both models."""
    rules: tuple[RulePair, ...]
    """The pairs of rules that decide facts which change so."""
    is_complete: bool
    """Whether those are all such pairs; where the rules are too many to list
    them all, those that were found are, and the witness's is."""

    def facts_for(self, model: Model) -> dict[str, Any]:
        """Return the witness as one of the two models takes it: without the
        members, and the values of sets, that only the other one declares."""
        facts: dict[str, Any] = {}
        for name, value in self.witness.items():
            if name not in model.attributes.ids:
                continue
            if isinstance(value, list):
                known = model.attributes[name].values
                facts[name] = [each for each in value if each in known]
            else:
                facts[name] = value
        return facts


class Difference(NamedTuple):
    """What changes from one model to another; made by :meth:`Model.diff`.

    ``pandas.DataFrame(difference.changes)`` is a table of it.
    """

    same: bool
    """Whether no facts give different responsible areas."""
    changes: tuple[Change, ...]
    """One for each pair of areas that some facts show, in the order of the
    areas before, then after, None last."""

    def to_dict(self) -> dict[str, Any]:
        """Return what ``msb diff --json`` prints, as a new dict.

        The pairs of rules are no part of it.
        """
        return {
            "same": self.same,
            "changes": [
                {
                    "before": each.before,
                    "after": each.after,
                    "witness": dict(each.witness),
                }
                for each in self.changes
            ],
        }

    def __repr__(self) -> str:
        if self.same:
            return "<msb.Difference: same>"
        return f"<msb.Difference: {len(self.changes)} changes>"

    def _repr_html_(self) -> str:
        from .display.findings import difference_html

        return difference_html(self)


def make_difference(before: Model, after: Model, found: Any) -> Difference:
    """Return what the library found between two models."""
    ids_before, ids_after = before.rules.ids, after.rules.ids

    def name(ids: tuple[str, ...], index: int) -> str | None:
        return ids[index] if index >= 0 else None

    def list_pairs(change: int) -> tuple[RulePair, ...]:
        return tuple(
            RulePair(
                name(ids_before, found.get_rule_before(change, pair)),
                name(ids_after, found.get_rule_after(change, pair)),
            )
            for pair in range(found.num_pairs(change))
        )

    members = json.loads(found.format_json())
    changes = tuple(
        Change(
            each["before"],
            each["after"],
            each["witness"],
            list_pairs(i),
            found.is_complete(i),
        )
        for i, each in enumerate(members["changes"])
    )
    return Difference(members["same"], changes)
