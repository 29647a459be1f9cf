# SPDX-License-Identifier: MIT
"""What was found about models: findings, differences, who is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .html import note, pairs, table

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..difference import Difference
    from ..tally import Tally


def _head(analysis: Analysis) -> str:
    said = "valid" if analysis.valid else "cannot be used"
    if analysis.valid:
        said += ", no gap" if analysis.total else ", with gaps"
    return note(f"{analysis.model or 'The model'}: {said}.")


def analysis_html(analysis: Analysis) -> str:
    """Return what checking a model came to, without empty lists."""
    html = _head(analysis)
    if analysis.errors:
        html += table(
            ("where", "what is wrong"),
            (
                (each.pointer or f"line {each.line}", each.message)
                for each in analysis.errors
            ),
            "Errors",
        )
    if analysis.gaps:
        html += table(
            ("missing", "service", "a citizen who falls through"),
            ((each.kind, each.id, each.witness) for each in analysis.gaps),
            "Gaps",
        )
    if analysis.unreachable:
        html += table(
            ("what", "id", "place in its list"),
            (
                (each.kind, each.id, each.index + 1)
                for each in analysis.unreachable
            ),
            "Never reached",
        )
    if analysis.overlaps:
        html += table(
            ("rules", "areas", "a citizen whom both match"),
            (
                (each.rules, each.areas, each.witness)
                for each in analysis.overlaps
            ),
            "Overlaps",
        )
    if analysis.strays:
        html += table(
            ("rule", "area", "target group", "such a citizen"),
            analysis.strays,
            "Rules for a target group that their area does not serve",
        )
    return html


def difference_html(difference: Difference) -> str:
    """Return what changes between two models."""
    if difference.same:
        return note("The models decide the same for everybody.")
    return table(
        ("before", "after", "such a citizen"),
        (
            (each.before or "no area", each.after or "no area", each.witness)
            for each in difference.changes
        ),
        "What changes",
    )


def tally_html(tally: Tally) -> str:
    """Return who is in what was found."""
    html = pairs(
        [("citizens", tally.citizens), ("facts rejected", tally.rejected)],
        f"Counted on {tally.on}",
    )
    counted = ("citizens", "perhaps besides")
    if tally.gaps:
        html += table(
            ("missing", "service", *counted),
            (
                (each.kind, each.id, each.citizens, each.possible)
                for each in tally.gaps
            ),
            "Gaps",
        )
    if tally.overlaps:
        html += table(
            ("rules", "areas", *counted),
            (
                (each.rules, each.areas, each.citizens, each.possible)
                for each in tally.overlaps
            ),
            "Overlaps",
        )
    if tally.changes:
        html += table(
            ("before", "after", *counted),
            (
                (
                    each.before or "no area",
                    each.after or "no area",
                    each.citizens,
                    each.possible,
                )
                for each in tally.changes
            ),
            "What changes",
        )
    return html
