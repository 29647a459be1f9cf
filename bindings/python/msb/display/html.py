# SPDX-License-Identifier: MIT
"""Tables for a notebook. Every text is escaped; nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..decision import Decision, Explanation
    from ..model import Model

_EMPTY = "–"


def show(value: object) -> str:
    """Return a value as text for a cell, escaped."""
    if value is None:
        return _EMPTY
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, (tuple, list)):
        return ", ".join(show(each) for each in value) or _EMPTY
    return escape(str(value))


def table(
    heads: Sequence[str], rows: Iterable[Sequence[object]], caption: str = ""
) -> str:
    """Return an HTML table."""
    parts = ["<table>"]
    if caption:
        parts.append(f"<caption>{escape(caption)}</caption>")
    if heads:
        cells = "".join(f"<th>{escape(head)}</th>" for head in heads)
        parts.append(f"<thead><tr>{cells}</tr></thead>")
    parts.append("<tbody>")
    for row in rows:
        cells = "".join(f"<td>{show(cell)}</td>" for cell in row)
        parts.append(f"<tr>{cells}</tr>")
    parts.append("</tbody></table>")
    return "".join(parts)


def pairs(rows: Iterable[tuple[str, object]], caption: str = "") -> str:
    """Return a table of names and values."""
    parts = ["<table>"]
    if caption:
        parts.append(f"<caption>{escape(caption)}</caption>")
    parts.append("<tbody>")
    parts.extend(
        f'<tr><th scope="row">{escape(name)}</th><td>{show(value)}</td></tr>'
        for name, value in rows
    )
    parts.append("</tbody></table>")
    return "".join(parts)


def model_html(model: Model) -> str:
    """Return a model: its head, areas and rules."""
    head = pairs(
        [
            ("id", model.id),
            ("in force from", model.valid_from),
            ("to", model.valid_to),
            ("coordination", model.coordination),
            ("hit policy", model.hit_policy),
            ("attributes", model.attributes.ids),
            ("target groups", [each.name for each in model.target_groups]),
        ],
        model.name,
    )
    rules = table(
        ("rule", "responsible", "because"),
        (
            (rule.id, model.areas[rule.area].name, rule.because)
            for rule in model.rules
        ),
    )
    return head + rules


def decision_html(decision: Decision) -> str:
    """Return a decision with the names of its model."""
    model = decision.model

    def name(area: str | None) -> str | None:
        return None if area is None else model.areas[area].name

    rows: list[tuple[str, object]] = [
        ("status", decision.status),
        ("responsible", name(decision.responsible)),
        ("rules", decision.rules),
        ("target group", decision.target_group),
    ]
    if decision.missing:
        rows.append(
            ("possible", [name(a) or "nobody" for a in decision.possible])
        )
        rows.append(("missing", decision.missing))
        rows.append(("ask first", decision.ask))
    rows.append(("contacts", [name(area) for area in decision.contacts]))
    html = pairs(rows)
    if decision.deliveries:
        html += table(
            ("service", "delivered by", "unit"),
            (
                (model.services[each.service].name, name(each.area), each.unit)
                for each in decision.deliveries
            ),
        )
    return html


def explanation_html(explanation: Explanation) -> str:
    """Return an explanation's sentences, in Danish."""
    lines = explanation.text().rstrip("\n").split("\n")
    items = "".join(
        f'<div style="margin-left:{len(line) - len(line.lstrip()):d}em">'
        f"{escape(line.strip())}</div>"
        for line in lines
    )
    return f'<div lang="da">{items}</div>'
