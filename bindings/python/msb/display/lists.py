# SPDX-License-Identifier: MIT
"""Lists as tables: parts of a model, and what a store holds or lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .html import note, pairs, table

if TYPE_CHECKING:
    from ..circumstances import Household
    from ..holding import Verification
    from ..parts import Parts
    from ..rights import Subject


def _rows(kind: Any, rows: Any, caption: str) -> str:
    """Return rows of one kind, a NamedTuple, under the names of its fields."""
    heads = [name.strip("_").replace("_", " ") for name in kind._fields]
    return table(heads, rows, caption)


def parts_html(parts: Parts[Any]) -> str:
    """Return the parts of a model, one a row."""
    return _rows(parts[0], parts, "") if parts else note("None.")


def household_html(household: Household) -> str:
    """Return who belongs to a household, and its courses."""
    html = pairs(
        [
            ("household", household.household),
            ("on", household.on),
            ("members", len(household.members)),
            ("besides, not shown", household.hidden),
        ]
    )
    if household.members:
        html += _rows(household.members[0], household.members, "Members")
    if household.courses:
        html += _rows(household.courses[0], household.courses, "Courses")
    return html


def verification_html(found: Verification) -> str:
    """Return what was looked at, and what is wrong."""
    html = pairs(
        list(found.counts._asdict().items()),
        "Nothing is wrong" if found.holds else "Something is wrong",
    )
    if found.violations:
        html += _rows(found.violations[0], found.violations, "Violations")
    return html


def subject_html(subject: Subject) -> str:
    """Return everything that is held about a citizen, without empty lists."""
    html = ""
    for section, rows in subject.items():
        if rows:
            html += table(
                [name.replace("_", " ") for name in rows[0]],
                [list(row.values()) for row in rows],
                section.replace("_", " ").capitalize(),
            )
    return html or note("Nothing is held.")
