# SPDX-License-Identifier: MIT
"""Tables for a notebook. Every text is escaped; nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from ..number import Hidden, Small

if TYPE_CHECKING:
    from ..decision import Decision, Explanation
    from ..model import Model

_EMPTY = "–"
# Pages other than Jupyter's set tables close to what follows.
_TABLE = '<table style="margin-bottom: 1em">'
_ROW = ' scope="row"'


def show(value: object) -> str:
    """Return a value as text for a cell, escaped."""
    if value is None:
        return _EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if isinstance(value, (tuple, list)):
        return ", ".join(show(each) for each in value) or _EMPTY
    if isinstance(value, Mapping):
        return (
            "; ".join(f"{show(k)}: {show(v)}" for k, v in value.items())
            or _EMPTY
        )
    return escape(str(value))


def _cell(tag: str, value: object, extra: str = "") -> str:
    """A cell: numbers, and what stands in their place, to the right."""
    is_number = isinstance(value, (int, Small, Hidden))
    side = "right" if is_number and not isinstance(value, bool) else "left"
    return (
        f'<{tag}{extra} style="text-align: {side}; vertical-align: top; '
        'padding: 0.15em 0.6em 0.15em 0">'
        f"{show(value)}</{tag}>"
    )


def _caption(caption: str) -> str:
    if not caption:
        return ""
    return (
        '<caption style="text-align: left; caption-side: top; '
        f'font-weight: bold; white-space: nowrap">{escape(caption)}</caption>'
    )


def note(text: str) -> str:
    """Return a paragraph."""
    return f"<p>{escape(text)}</p>"


def table(
    heads: Sequence[str], rows: Iterable[Sequence[object]], caption: str = ""
) -> str:
    """Return an HTML table."""
    cells = "".join(_cell("th", head) for head in heads)
    body = "".join(
        f"<tr>{''.join(_cell('td', cell) for cell in row)}</tr>"
        for row in rows
    )
    return (
        f"{_TABLE}{_caption(caption)}<thead><tr>{cells}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def pairs(rows: Iterable[tuple[str, object]], caption: str = "") -> str:
    """Return a table of names and values."""
    body = "".join(
        f"<tr>{_cell('th', name, _ROW)}{_cell('td', value)}</tr>"
        for name, value in rows
    )
    return f"{_TABLE}{_caption(caption)}<tbody>{body}</tbody></table>"


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

    group = decision.target_group
    rows: list[tuple[str, object]] = [
        ("status", decision.status),
        ("responsible", name(decision.responsible)),
        ("rules", decision.rules),
        ("target group", group and model.target_groups[group].name),
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
                (
                    model.services[each.service].name,
                    name(each.area),
                    each.unit and model.units[each.unit].name,
                )
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
