# SPDX-License-Identifier: MIT
"""An organisation as a chart: areas side by side, their units below.

An area outside the organisation has a dashed edge. Staffs stand above: they
support the areas, and answer for no citizen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from .svg import Svg, color_of, wrap

if TYPE_CHECKING:
    from ..model import Model

_WIDTH = 184.0
_GAP = 14.0
_LINE = 15.0
_PAD = 8.0
_TOP = 34.0
_STAFF = "#eceff1"
_INDENT = 12.0
_COLUMNS = 4
"""How many areas stand side by side, before another row begins."""


class _Box(NamedTuple):
    lines: list[str]
    notes: list[str]
    depth: int

    @property
    def height(self) -> float:
        return _LINE * (len(self.lines) + len(self.notes)) + 2 * _PAD


def text_of(text: Any, language: str | None) -> str:
    """Return a text of a model in a language, else in the first given."""
    if isinstance(text, dict):
        chosen = text.get(language) if language else None
        return str(chosen or next(iter(text.values()), ""))
    return str(text)


def _make_box(name: str, notes: list[str], depth: int = 0) -> _Box:
    width = _WIDTH - 2 * _PAD - depth * _INDENT
    return _Box(
        wrap(name, width, bold=depth == 0),
        [line for note in notes for line in wrap(note, width, 10)],
        depth,
    )


class _Row(NamedTuple):
    columns: list[list[_Box]]
    roots: list[dict[str, Any]]
    first: int | None
    """The place of its first area in the model; None of a row of staffs."""


def _split(
    roots: list[dict[str, Any]],
) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield the roots of each row, and the place of the first of them."""
    for first in range(0, len(roots), _COLUMNS):
        yield first, roots[first : first + _COLUMNS]


def _walk_units(
    units: list[dict[str, Any]], parent: str, depth: int
) -> Iterator[tuple[dict[str, Any], int]]:
    for unit in units:
        if unit.get("parent") == parent:
            yield unit, depth
            yield from _walk_units(units, unit["id"], depth + 1)


def _make_column(
    members: dict[str, Any], root: dict[str, Any], language: str | None
) -> list[_Box]:
    """The boxes of an area or a staff and of all units under it."""
    groups = {
        group["id"]: text_of(group["name"], language)
        for group in members.get("target_groups", [])
    }
    notes = [groups.get(each, each) for each in root.get("serves", [])]
    column = [_make_box(text_of(root["name"], language), notes)]
    for unit, depth in _walk_units(members.get("units", []), root["id"], 1):
        column.append(_make_box(text_of(unit["name"], language), [], depth))
    return column


def _draw_column(
    svg: Svg,
    boxes: list[_Box],
    at: tuple[float, float],
    fill: str,
    dashed: bool,
) -> None:
    x, y = at
    for box in boxes:
        shift = box.depth * _INDENT
        svg.rectangle(
            (x + shift, y, _WIDTH - shift, box.height),
            "#ffffff" if box.depth else fill,
            dashed=dashed and not box.depth,
        )
        baseline = y + _PAD + 11
        for line in box.lines:
            svg.text(
                (x + shift + _PAD, baseline),
                line,
                bold=not box.depth,
            )
            baseline += _LINE
        for line in box.notes:
            svg.text((x + shift + _PAD, baseline), line, size=10)
            baseline += _LINE
        y += box.height + _PAD


def _height_of(columns: list[list[_Box]]) -> float:
    return max(
        (sum(box.height + _PAD for box in column) for column in columns),
        default=0.0,
    )


def _tint(color: str) -> str:
    """A light shade, so that black text can be read on it."""
    parts = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{int(255 - (255 - p) * 0.3):02x}" for p in parts)


def draw_organisation(model: Model, language: str | None = None) -> Svg:
    """Return the chart of a model, its texts in a language ("da")."""
    members = model.to_dict()
    rows = [
        _Row(
            [_make_column(members, root, language) for root in roots],
            roots,
            shift if name == "areas" else None,
        )
        for name in ("staffs", "areas")
        for shift, roots in _split(members.get(name, []))
    ]
    most = max([len(row.columns) for row in rows] + [2])
    svg = Svg(
        most * (_WIDTH + _GAP) + _GAP,
        _TOP + sum(_height_of(row.columns) + _GAP for row in rows),
        model.name_in(language),
    )
    svg.text((_GAP, 22), model.name_in(language), size=15, bold=True)
    y = _TOP
    for row in rows:
        for i, (column, root) in enumerate(
            zip(row.columns, row.roots, strict=True)
        ):
            fill = _STAFF
            if row.first is not None:
                fill = _tint(color_of(row.first + i))
            at = (_GAP + i * (_WIDTH + _GAP), y)
            _draw_column(svg, column, at, fill, bool(root.get("external")))
        y += _height_of(row.columns) + _GAP
    return svg
