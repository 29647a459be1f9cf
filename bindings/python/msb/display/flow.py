# SPDX-License-Identifier: MIT
"""Who goes where in a reorganisation: ribbons from areas to areas.

A bar's and a ribbon's height is the number of citizens; those who stay are
pale. A number that was suppressed has no ribbon, and is said to be so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from .svg import INK, Svg, color_of, wrap

_BAR = 16.0
_LABEL = 210.0
_SPAN = 330.0
_HEIGHT = 380.0
_GAP = 10.0
_TOP = 40.0
_LEAST = 1.0
_SMALL = 11.0
_LINE = 13.0


class Stream(NamedTuple):
    """Citizens from one area to another; None is no area."""

    before: str | None
    after: str | None
    citizens: int | None
    """None where the number is suppressed."""


class _Bar(NamedTuple):
    y: float
    height: float


_Names = Mapping[str | None, str]
"""What areas are called by id; under None, what is said of no area."""


class _Side(NamedTuple):
    """The bars before, or those after."""

    names: _Names
    labels: dict[str | None, list[str]]
    bars: dict[str | None, _Bar]
    colors: _Names


def _sum_by(
    ends: Iterable[tuple[str | None, int | None]],
) -> dict[str | None, int]:
    sums: dict[str | None, int] = {}
    for area, citizens in ends:
        if citizens:
            sums[area] = sums.get(area, 0) + citizens
    return sums


def _end_with(names: Mapping[str, str], nobody: str) -> _Names:
    said: dict[str | None, str] = {area: names[area] for area in names}
    said[None] = nobody
    return said


def _choose_colors(
    before: Iterable[str],
    after: Iterable[str],
    same: Iterable[tuple[str, str]],
    is_divided: bool,
) -> tuple[dict[str | None, str], dict[str | None, str]]:
    """An area that goes on keeps its colour; a new one is dark, unless nobody
    was in an area before."""
    left: dict[str | None, str] = {None: color_of(-1)}
    left.update((area, color_of(i)) for i, area in enumerate(before))
    right: dict[str | None, str] = {
        area: color_of(i) if is_divided else left.get(area, INK)
        for i, area in enumerate(after)
    }
    right[None] = color_of(-1)
    if not is_divided:
        right.update((new, left[old]) for old, new in same if old in left)
    return left, right


def _make_side(
    ends: Sequence[tuple[str | None, int | None]],
    names: _Names,
    colors: _Names,
    scale: float,
) -> _Side:
    """Stack the bars in the model's order, no area last, labels apart."""
    sums = _sum_by(ends)
    partial = {area for area, citizens in ends if citizens is None}
    side = _Side(names, {}, {}, colors)
    y = _TOP
    for area in names:
        if area in sums:
            least = "at least " if area in partial else ""
            said = f"{names[area]} ({least}{sums[area]:,})"
            label = wrap(said, _LABEL - 20, _SMALL)
            height = max(sums[area] * scale, _LEAST)
            margin = max(_LINE * len(label) - height, 0) / 2
            side.labels[area] = label
            side.bars[area] = _Bar(y + margin, height)
            y += height + 2 * margin + _GAP
    return side


def _draw_side(svg: Svg, side: _Side, x: float, at: float, way: str) -> None:
    """Draw the bars at x, and their labels from or up to another."""
    for area, bar in side.bars.items():
        svg.rectangle((x, bar.y, _BAR, bar.height), side.colors[area])
        label = side.labels[area]
        y = bar.y + bar.height / 2 - _LINE / 2 * (len(label) - 1) + 4
        for line in label:
            svg.text((at, y), line, size=_SMALL, anchor=way)
            y += _LINE


def _ribbon(
    left: tuple[float, float], right: tuple[float, float], height: float
) -> str:
    (x0, y0), (x1, y1) = left, right
    mid = (x0 + x1) / 2
    return (
        f"M{x0:g},{y0:.2f} C{mid:g},{y0:.2f} {mid:g},{y1:.2f} {x1:g},{y1:.2f} "
        f"V{y1 + height:.2f} C{mid:g},{y1 + height:.2f} "
        f"{mid:g},{y0 + height:.2f} {x0:g},{y0 + height:.2f} Z"
    )


def draw_flow(
    streams: Sequence[Stream],
    before: Mapping[str, str],
    after: Mapping[str, str],
    same: Iterable[tuple[str, str]] = (),
    title: str = "Citizens before and after",
    nobody: tuple[str, str] = ("no area", "no area"),
) -> Svg:
    """Return the diagram of a comparison.

    Args:
        streams: who goes where.
        before: names of the areas before by id, in the model's order.
        after: the same of the areas after.
        same: pairs that are the same area under two names.
        title: what a screen reader says of it.
        nobody: what to call those without an area, before and after.
    """
    names = _end_with(before, nobody[0]), _end_with(after, nobody[1])
    pairs = set(same)
    is_divided = {each.before for each in streams} <= {None}
    colors = _choose_colors(before, after, pairs, is_divided)
    total = sum(each.citizens or 0 for each in streams) or 1
    most = max(len(side) for side in names)
    scale = max(_HEIGHT - _GAP * most, 60.0) / total
    old, new = (
        _make_side(ends, names[i], colors[i], scale)
        for i, ends in enumerate(
            (
                [(each.before, each.citizens) for each in streams],
                [(each.after, each.citizens) for each in streams],
            )
        )
    )
    bottom = max(
        (
            bar.y + bar.height
            for side in (old, new)
            for bar in side.bars.values()
        ),
        default=_TOP,
    )
    hidden = sum(1 for each in streams if each.citizens is None)
    svg = Svg(
        2 * _LABEL + 2 * _BAR + _SPAN, bottom + (38 if hidden else 20), title
    )
    left, right = _LABEL, _LABEL + _BAR + _SPAN
    svg.text((left + _BAR, 24), "before", anchor="end", bold=True)
    svg.text((right, 24), "after", bold=True)
    _draw_ribbons(svg, streams, (old, new), scale, pairs, is_divided)
    _draw_side(svg, old, left, left - 8, "end")
    _draw_side(svg, new, right, right + _BAR + 8, "start")
    if hidden:
        said = f"Flows not shown: {hidden}; their numbers are suppressed."
        svg.text((left, bottom + 26), said, size=_SMALL)
    return svg


def _draw_ribbons(
    svg: Svg,
    streams: Sequence[Stream],
    sides: tuple[_Side, _Side],
    scale: float,
    same: set[tuple[str, str]],
    is_divided: bool,
) -> None:
    """Draw the ribbons in the bars' order, so that few cross."""
    known = [
        (each.before, each.after, each.citizens)
        for each in streams
        if each.citizens
    ]
    order = [list(side.bars) for side in sides]
    left, right = sides
    used: list[dict[str | None, float]] = [{}, {}]
    for old, new, citizens in sorted(
        known,
        key=lambda each: (order[0].index(each[0]), order[1].index(each[1])),
    ):
        height = max(citizens * scale, _LEAST)
        y0 = left.bars[old].y + used[0].get(old, 0.0)
        y1 = right.bars[new].y + used[1].get(new, 0.0)
        used[0][old] = used[0].get(old, 0.0) + height
        used[1][new] = used[1].get(new, 0.0) + height
        stays = old is not None and (old == new or (old, new) in same)
        svg.path(
            _ribbon((_LABEL + _BAR, y0), (_LABEL + _BAR + _SPAN, y1), height),
            right.colors[new] if is_divided else left.colors[old],
            0.25 if stays else 0.6,
            f"{left.names[old]} → {right.names[new]}: {citizens:,}",
        )
