# SPDX-License-Identifier: MIT
"""What a store answers about citizens, and what was done to many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
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
_PARTS = {"area", "unit"}


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


def _called(names: Mapping[str, str], part: str | None) -> str | None:
    """What an area or a unit is called, and its id: two models may call two
    of them the same."""
    if part is None or names.get(part, part) == part:
        return part
    return f"{names[part]} ({part})"


def _history_row(
    history: History, row: Any, columns: tuple[str, ...]
) -> tuple[object, ...]:
    cells = (
        _called(history.names, getattr(row, name))
        if name in _PARTS
        else getattr(row, name)
        for name in columns
    )
    # Facts hold until the next, and so have no end of their own.
    period = row.valid_from, getattr(row, "valid_to", None)
    return (*cells, *period, row.recorded_at, row.superseded_at)


def _handovers_of(history: History) -> str:
    if not history.handovers:
        return ""
    names = history.names
    return table(
        (
            "on",
            "from",
            "to",
            "cause",
            "state",
            "actor",
            "reason",
            "consent",
            "recorded",
            "superseded",
        ),
        (
            (
                each.date,
                _called(names, each.from_),
                _called(names, each.to),
                *each[3:],
            )
            for each in history.handovers
        ),
        "Handovers",
    )


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
                (_history_row(history, row, names) for row in rows),
                section.capitalize(),
            )
    return html + _handovers_of(history)


def handovers_html(handovers: Handovers) -> str:
    """Return how many go from where to where, and the first of them."""
    counts = Counter((each.from_, each.to, each.cause) for each in handovers)
    if not counts:
        return note("No handovers.")
    names = handovers.names
    html = table(
        ("from", "to", "cause", "citizens"),
        (
            (_called(names, old), _called(names, new), cause, number)
            for (old, new, cause), number in counts.most_common()
        ),
        "1 handover"
        if len(handovers) == 1
        else f"{len(handovers):,} handovers",
    )
    more = "" if len(handovers) <= _ROWS else f", the first {_ROWS}"
    return html + table(
        ("date", "citizen", "from", "to", "cause", "services"),
        (
            (
                each.date,
                each.citizen,
                _called(names, each.from_),
                _called(names, each.to),
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
