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


def _sum_by(
    streams: Iterable[tuple[str | None, int]],
) -> dict[str | None, int]:
    sums: dict[str | None, int] = {}
    for area, citizens in streams:
        sums[area] = sums.get(area, 0) + citizens
    return sums


def _label(
    area: str | None, citizens: int, names: Mapping[str, str]
) -> list[str]:
    name = "no area" if area is None else names.get(area, area)
    return wrap(f"{name} ({citizens:,})", _LABEL - 20, _SMALL)


def _color(area: str | None, before: Sequence[str]) -> str:
    """An area that keeps its id keeps its colour; a new one is dark."""
    if area is None:
        return color_of(-1)
    return color_of(before.index(area)) if area in before else INK


def _place_bars(
    sums: Mapping[str | None, int], names: Mapping[str, str], scale: float
) -> dict[str | None, _Bar]:
    """Stack the bars in the model's order, no area last, labels apart."""
    bars: dict[str | None, _Bar] = {}
    y = _TOP
    for area in (*names, None):
        if area in sums:
            height = max(sums[area] * scale, _LEAST)
            label = _LINE * len(_label(area, sums[area], names))
            y += max(label - height, 0) / 2
            bars[area] = _Bar(y, height)
            y += height + max(label - height, 0) / 2 + _GAP
    return bars


def _write_labels(
    svg: Svg,
    bars: Mapping[str | None, _Bar],
    sums: Mapping[str | None, int],
    names: Mapping[str, str],
    side: tuple[float, str],
) -> None:
    x, anchor = side
    for area, bar in bars.items():
        lines = _label(area, sums[area], names)
        y = bar.y + bar.height / 2 - _LINE / 2 * (len(lines) - 1) + 4
        for line in lines:
            svg.text((x, y), line, size=_SMALL, anchor=anchor)
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
) -> Svg:
    """Return the diagram of a comparison.

    Args:
        streams: who goes where.
        before: names of the areas before by id, in the model's order.
        after: the same of the areas after.
        same: pairs that are the same area under two names.
        title: what a screen reader says of it.
    """
    known = [
        (each.before, each.after, each.citizens)
        for each in streams
        if each.citizens
    ]
    total = sum(citizens for _, _, citizens in known) or 1
    most = max(len(before), len(after)) + 1
    scale = max(_HEIGHT - _GAP * most, 60.0) / total
    sums = (
        _sum_by((old, citizens) for old, _, citizens in known),
        _sum_by((new, citizens) for _, new, citizens in known),
    )
    bars = (
        _place_bars(sums[0], before, scale),
        _place_bars(sums[1], after, scale),
    )
    bottom = max(
        (bar.y + bar.height for side in bars for bar in side.values()),
        default=_TOP,
    )
    hidden = sum(1 for each in streams if each.citizens is None)
    svg = Svg(
        2 * _LABEL + 2 * _BAR + _SPAN, bottom + (38 if hidden else 20), title
    )
    left, right = _LABEL, _LABEL + _BAR + _SPAN
    ids = list(before)
    svg.text((left + _BAR, 24), "before", anchor="end", bold=True)
    svg.text((right, 24), "after", bold=True)
    _draw_ribbons(svg, known, bars, (before, after), scale, set(same))
    for x, side in zip((left, right), bars, strict=True):
        for area, bar in side.items():
            fill = _color(area, ids)
            svg.rectangle((x, bar.y, _BAR, bar.height), fill)
    _write_labels(svg, bars[0], sums[0], before, (left - 8, "end"))
    _write_labels(svg, bars[1], sums[1], after, (right + _BAR + 8, "start"))
    if hidden:
        svg.text(
            (left, bottom + 26),
            f"Flows of few citizens, not shown: {hidden}.",
            size=_SMALL,
        )
    return svg


def _draw_ribbons(
    svg: Svg,
    known: Sequence[tuple[str | None, str | None, int]],
    bars: tuple[Mapping[str | None, _Bar], Mapping[str | None, _Bar]],
    names: tuple[Mapping[str, str], Mapping[str, str]],
    scale: float,
    same: set[tuple[str, str]],
) -> None:
    """Draw the ribbons in the bars' order, so that few cross."""
    order = [list(side) for side in bars]
    used: list[dict[str | None, float]] = [{}, {}]
    ids = list(names[0])
    for old, new, citizens in sorted(
        known,
        key=lambda each: (order[0].index(each[0]), order[1].index(each[1])),
    ):
        height = max(citizens * scale, _LEAST)
        y0 = bars[0][old].y + used[0].get(old, 0.0)
        y1 = bars[1][new].y + used[1].get(new, 0.0)
        used[0][old] = used[0].get(old, 0.0) + height
        used[1][new] = used[1].get(new, 0.0) + height
        stays = old is not None and (old == new or (old, new) in same)
        said = [
            "no area" if area is None else side.get(area, area)
            for area, side in zip((old, new), names, strict=True)
        ]
        svg.path(
            _ribbon((_LABEL + _BAR, y0), (_LABEL + _BAR + _SPAN, y1), height),
            _color(old, ids),
            0.25 if stays else 0.6,
            f"{said[0]} → {said[1]}: {citizens:,}",
        )
