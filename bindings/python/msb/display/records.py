# SPDX-License-Identifier: MIT
"""What a store answers about citizens, and what was done to many."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from .html import decision_html, explanation_html, note, pairs, table

if TYPE_CHECKING:
    from ..answers import Answer
    from ..handovers import Handovers
    from ..imports import ImportReport
    from ..placing import AssignSummary
    from ..records import History

_ROWS = 10
_SECTIONS = {
    "assignments": ("area", "rule", "target_group", "model"),
    "exceptions": ("area", "decided_by", "reason"),
    "courses": ("service", "unit"),
    "households": ("household", "role"),
    "facts": ("facts",),
}
"""What is shown of a history's rows, besides when it holds and was learnt."""


def answer_html(answer: Answer) -> str:
    """Return who answers for a citizen."""
    rows: list[tuple[str, object]] = [
        ("citizen", answer.citizen),
        ("on", answer.on),
        ("model", answer.model),
    ]
    if answer.valid_from is not None:
        rows.append(("on record from", answer.valid_from))
        rows.append(("to", answer.valid_to or "open"))
    if answer.exception is not None:
        rows.append(("by an exception of", answer.exception.decided_by))
        rows.append(("reason", answer.exception.reason))
    html = pairs(rows) + decision_html(answer.decision)
    if answer.explanation is not None:
        html += explanation_html(answer.explanation)
    return html


def _history_row(row: Any, names: tuple[str, ...]) -> tuple[object, ...]:
    # Facts hold until the next, and so have no end of their own.
    period = row.valid_from, getattr(row, "valid_to", None)
    known = row.recorded_at, row.superseded_at
    return (*(getattr(row, name) for name in names), *period, *known)


def history_html(history: History) -> str:
    """Return what is on record about a citizen; no facts unless shown."""
    html = note(f"Citizen {history.citizen}")
    for section, names in _SECTIONS.items():
        rows = getattr(history, section)
        if rows:
            html += table(
                (
                    *(name.replace("_", " ") for name in names),
                    "from",
                    "to",
                    "recorded",
                    "superseded",
                ),
                (_history_row(row, names) for row in rows),
                section.capitalize(),
            )
    return html


def handovers_html(handovers: Handovers) -> str:
    """Return how many go from where to where, and the first of them."""
    counts = Counter((each.from_, each.to, each.cause) for each in handovers)
    if not counts:
        return note("No handovers.")
    html = table(
        ("from", "to", "cause", "citizens"),
        ((*key, number) for key, number in counts.most_common()),
        f"{len(handovers):,} handovers",
    )
    more = "" if len(handovers) <= _ROWS else f", the first {_ROWS}"
    return html + table(
        ("date", "citizen", "from", "to", "cause", "services"),
        (
            (
                each.date,
                each.citizen,
                each.from_,
                each.to,
                each.cause,
                each.services,
            )
            for each in handovers[:_ROWS]
        ),
        f"By date{more}",
    )


def import_html(report: ImportReport) -> str:
    """Return what an import did, and why rows were rejected."""
    names = ("read", "inserted", "updated", "unchanged", "rejected")
    html = pairs([(name, getattr(report, name)) for name in names], "Rows")
    if report.errors:
        html += table(
            ("line", "column", "why"),
            (
                (str(each.line), each.column, each.message)
                for each in report.errors[:_ROWS]
            ),
            "Rejected"
            if report.rejected <= _ROWS
            else f"Rejected, the first {_ROWS}",
        )
    if report.ignored:
        html += note(f"Columns not used: {', '.join(report.ignored)}.")
    return html


def assign_html(summary: AssignSummary) -> str:
    """Return what an assigning did."""
    names = ("citizens", "assigned", "unchanged", "undetermined", "none")
    return pairs(
        [(name, getattr(summary, name)) for name in names],
        f"Assignments on {summary.on}",
    )
