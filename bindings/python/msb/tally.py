# SPDX-License-Identifier: MIT
"""How many citizens are in what a check or a comparison of models found."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, NamedTuple

from .analysis import Analysis
from .difference import Difference
from .number import Number, plain_number, read_number
from .terms import FindingKind


class CountedGap(NamedTuple):
    """A gap, and who is in it."""

    kind: FindingKind
    id: str | None
    """The service that nobody delivers; else None."""
    witness: dict[str, Any]
    citizens: Number
    """Who are in it for certain."""
    possible: Number
    """Who besides may be in it, as not all is known of them."""


class CountedOverlap(NamedTuple):
    """Two rules with different areas, and who matches both."""

    rules: tuple[str, str]
    areas: tuple[str, str]
    witness: dict[str, Any]
    citizens: Number
    possible: Number


class CountedChange(NamedTuple):
    """A change from one area to another, and who would move so."""

    before: str | None
    after: str | None
    witness: dict[str, Any]
    citizens: Number
    possible: Number


class Tally(NamedTuple):
    """Citizens of a store, in what was found about one or two models.

    ``pandas.DataFrame(tally.gaps)`` is a table, as of the other lists. A
    number that was suppressed is a :class:`Small` or a :class:`Hidden`.
    """

    found: Analysis | Difference
    """What was found, of one model or between two."""
    on: date
    citizens: Number
    """All with facts on the date."""
    rejected: Number
    """Whose facts are rejected; they are in no finding."""
    gaps: tuple[CountedGap, ...]
    """Of one model; empty of two."""
    overlaps: tuple[CountedOverlap, ...]
    """Of one model; empty of two."""
    changes: tuple[CountedChange, ...]
    """Between two models; empty of one."""

    def to_dict(self) -> dict[str, Any]:
        """Return what ``msb check --json`` or ``msb diff --json`` prints with
        ``--store``, as a new dict."""
        members = self.found.to_dict()
        counted: dict[
            str, tuple[CountedGap | CountedOverlap | CountedChange, ...]
        ] = {
            "gaps": self.gaps,
            "overlaps": self.overlaps,
            "changes": self.changes,
        }
        for name, rows in counted.items():
            for each, row in zip(members.get(name, ()), rows, strict=True):
                each["citizens"] = plain_number(row.citizens)
                each["possible"] = plain_number(row.possible)
        members["counted"] = {
            "on": self.on.isoformat(),
            "citizens": plain_number(self.citizens),
            "rejected": plain_number(self.rejected),
        }
        return members

    def __repr__(self) -> str:
        found = len(self.gaps) + len(self.overlaps) + len(self.changes)
        return (
            f"<msb.Tally on {self.on}: {self.citizens} citizens,"
            f" {found} findings>"
        )

    def _repr_html_(self) -> str:
        from .display.findings import tally_html

        return tally_html(self)


def make_tally(found: Analysis | Difference, tally: Any) -> Tally:
    """Return what the library counted of what was found."""
    members = json.loads(tally.format_json())
    counted = members["counted"]

    def both(each: dict[str, Any]) -> tuple[Number, Number]:
        return read_number(each["citizens"]), read_number(each["possible"])

    return Tally(
        found=found,
        on=date.fromisoformat(counted["on"]),
        citizens=read_number(counted["citizens"]),
        rejected=read_number(counted["rejected"]),
        gaps=tuple(
            CountedGap(
                FindingKind(each["kind"]),
                each["id"],
                each["witness"],
                *both(each),
            )
            for each in members.get("gaps", ())
        ),
        overlaps=tuple(
            CountedOverlap(
                (each["rules"][0], each["rules"][1]),
                (each["areas"][0], each["areas"][1]),
                each["witness"],
                *both(each),
            )
            for each in members.get("overlaps", ())
        ),
        changes=tuple(
            CountedChange(
                each["before"], each["after"], each["witness"], *both(each)
            )
            for each in members.get("changes", ())
        ),
    )
