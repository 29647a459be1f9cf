# SPDX-License-Identifier: MIT
"""Numbers of citizens: tables and diagrams of a whole population."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..terms import Coordination
from .bars import Bars, draw_bars
from .flow import Stream, draw_flow
from .html import note, pairs, table

if TYPE_CHECKING:
    from ..load import Load
    from ..number import Number
    from ..tables import Comparison, Seam, Totals
    from .svg import Svg


def _is_divided(totals: Totals) -> bool:
    return totals.coordination is Coordination.PER_SERVICE


def _nobody(totals: Totals) -> str:
    """What is said of citizens without a responsible area."""
    return "each service apart" if _is_divided(totals) else "no area"


def _name(totals: Totals, area: str | None) -> str:
    return _nobody(totals) if area is None else totals.names[area]


def _seams(totals: Totals, seams: tuple[Seam, ...], caption: str) -> str:
    if not seams:
        return note(f"{caption}: none.")
    return table(
        ("area", "area", "citizens"),
        (
            (*(totals.names[a] for a in each.areas), each.citizens)
            for each in seams
        ),
        caption,
    )


def _contacts(rows: list[tuple[object, ...]], heads: tuple[str, ...]) -> str:
    return table(
        ("areas to deal with", *heads), rows, "Citizens by number of contacts"
    )


def totals_html(totals: Totals) -> str:
    """Return a report: areas, contacts and seams."""
    rows: list[tuple[str, object]] = [
        ("model", totals.model),
        ("citizens", totals.citizens),
        ("determined", totals.determined),
        ("undetermined", totals.undetermined),
        ("none", totals.none),
    ]
    if totals.exceptions != 0:
        rows.append(("by an exception", totals.exceptions))
    if totals.erased != 0:
        rows.append(("erased since", totals.erased))
    html = pairs(rows, f"Citizens on {totals.on}")
    if not _is_divided(totals):
        html += table(
            ("responsible area", "citizens"),
            (
                (totals.names[area], citizens)
                for area, citizens in totals.responsible.items()
            ),
        )
    html += _contacts(list(totals.contacts.items()), ("citizens",))
    return html + _seams(totals, totals.seams, "Seams")


def comparison_html(comparison: Comparison) -> str:
    """Return a comparison: who moves, contacts and seams."""
    before, after = comparison.before, comparison.after
    html = pairs(
        [
            ("before", before.model),
            ("after", after.model),
            ("citizens", comparison.citizens),
            ("change responsible area", comparison.changed),
        ],
        f"Two models, the citizens of {comparison.on}",
    )
    html += table(
        ("before", "after", "citizens"),
        (
            (
                _name(before, each.before),
                _name(after, each.after),
                each.citizens,
            )
            for each in comparison.flow
        ),
        "Who goes where",
    )
    numbers = range(len(_join_contacts(comparison)))
    html += _contacts(
        [
            (n, before.contacts.get(n, 0), after.contacts.get(n, 0))
            for n in numbers
        ],
        ("before", "after"),
    )
    html += _seams(before, before.seams, "Seams before")
    return html + _seams(after, after.seams, "Seams after")


def _join_contacts(comparison: Comparison) -> range:
    """From 0 to the most areas that anybody has to deal with."""
    return range(
        max(
            (*comparison.before.contacts, *comparison.after.contacts),
            default=0,
        )
        + 1
    )


def _known(number: Number) -> int | None:
    return number if isinstance(number, int) else None


def draw_comparison(comparison: Comparison) -> Svg:
    """Return the diagram of who goes where."""
    before, after = comparison.before, comparison.after
    return draw_flow(
        [
            Stream(each.before, each.after, _known(each.citizens))
            for each in comparison.flow
        ],
        before.names,
        after.names,
        comparison.same,
        f"Citizens of {comparison.on} in {before.model} and {after.model}",
        (_nobody(before), _nobody(after)),
    )


def draw_contacts(comparison: Comparison) -> Svg:
    """Return bars of the numbers of contacts, before and after."""
    before, after = comparison.before, comparison.after
    return draw_bars(
        "Areas that a citizen has to deal with",
        [str(n) for n in _join_contacts(comparison)],
        [
            Bars(
                said,
                [
                    totals.contacts.get(n, 0)
                    for n in _join_contacts(comparison)
                ],
            )
            for said, totals in (("before", before), ("after", after))
        ],
    )


def load_html(load: Load) -> str:
    """Return a load: a row for each area, a column for each day."""
    return table(
        ("area", *(str(report.on) for report in load.reports)),
        (
            (
                name,
                *(report.responsible.get(area) for report in load.reports),
            )
            for area, name in load.names.items()
        ),
        "Citizens by responsible area",
    )
