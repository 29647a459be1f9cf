# SPDX-License-Identifier: MIT
"""What was found about models: findings, differences, who is in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .html import note, pairs, table

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..difference import Change, Difference
    from ..tally import CountedChange, Tally


def _head(analysis: Analysis) -> str:
    said = "valid" if analysis.valid else "cannot be used"
    if analysis.valid:
        said += ", no gap" if analysis.total else ", with gaps"
    return note(f"{analysis.model or 'The model'}: {said}.")


def _listed(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]]
) -> str:
    """Return a table, or nothing where there are no rows."""
    found = list(rows)
    return table(heads, found, caption) if found else ""


def analysis_html(analysis: Analysis) -> str:
    """Return what checking a model came to, without empty lists."""
    return (
        _head(analysis)
        + _listed(
            "Errors",
            ("where", "what is wrong"),
            (
                (each.pointer or f"line {each.line}", each.message)
                for each in analysis.errors
            ),
        )
        + _listed(
            "Gaps",
            ("missing", "service", "a citizen who falls through"),
            ((each.kind, each.id, each.witness) for each in analysis.gaps),
        )
        + _listed(
            "Never reached",
            ("what", "id", "place in its list"),
            (
                (each.kind, each.id, each.index + 1)
                for each in analysis.unreachable
            ),
        )
        + _listed(
            "Overlaps",
            ("rules", "areas", "a citizen whom both match"),
            analysis.overlaps,
        )
        + _listed(
            "Rules for a target group that their area does not serve",
            ("rule", "area", "target group", "such a citizen"),
            analysis.strays,
        )
    )


def _ends(change: Change | CountedChange) -> tuple[str, str]:
    return change.before or "no area", change.after or "no area"


def difference_html(difference: Difference) -> str:
    """Return what changes between two models."""
    if difference.same:
        return note("The models decide the same for everybody.")
    return table(
        ("before", "after", "such a citizen"),
        ((*_ends(each), each.witness) for each in difference.changes),
        "What changes",
    )


def tally_html(tally: Tally) -> str:
    """Return who is in what was found, without empty lists."""
    counted = ("citizens", "perhaps besides")
    return (
        pairs(
            [("citizens", tally.citizens), ("facts rejected", tally.rejected)],
            f"Counted on {tally.on}",
        )
        + _listed(
            "Gaps",
            ("missing", "service", *counted),
            (
                (each.kind, each.id, each.citizens, each.possible)
                for each in tally.gaps
            ),
        )
        + _listed(
            "Overlaps",
            ("rules", "areas", *counted),
            (
                (each.rules, each.areas, each.citizens, each.possible)
                for each in tally.overlaps
            ),
        )
        + _listed(
            "What changes",
            ("before", "after", *counted),
            (
                (*_ends(each), each.citizens, each.possible)
                for each in tally.changes
            ),
        )
    )
