# SPDX-License-Identifier: MIT
"""Numbers side by side as bars, such as before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from .svg import GREY, INK, Svg, color_of

if TYPE_CHECKING:
    from ..number import Number

_LABEL = 90.0
_SPAN = 420.0
_NUMBER = 90.0
_BAR = 16.0
_GAP = 12.0
_TOP = 64.0


class Bars(NamedTuple):
    """One colour's bars."""

    name: str
    numbers: Sequence[Number]
    """One for each label; one that is suppressed has no bar."""


def draw_bars(
    title: str, labels: Sequence[str], series: Sequence[Bars]
) -> Svg:
    """Return the bars of several series, label by label."""
    most = max(
        (n for each in series for n in each.numbers if isinstance(n, int)),
        default=0,
    )
    group = len(series) * _BAR + _GAP
    svg = Svg(_LABEL + _SPAN + _NUMBER, _TOP + group * len(labels) + 4, title)
    svg.text((12, 22), title, size=13, bold=True)
    for i, each in enumerate(series):
        x = _LABEL + i * 90
        svg.rectangle((x, 36, 12, 12), _fill(i))
        svg.text((x + 18, 46), each.name, size=11)
    for at, label in enumerate(labels):
        y = _TOP + at * group
        middle = y + len(series) * _BAR / 2 + 4
        svg.text((_LABEL - 12, middle), label, anchor="end", bold=True)
        for i, each in enumerate(series):
            number = each.numbers[at]
            width = 0.0
            if isinstance(number, int) and number:
                width = max(number / most * _SPAN, 1.0)
                tip = f"{label}, {each.name}: {number:,}"
                svg.rectangle(
                    (_LABEL, y + i * _BAR + 1, width, _BAR - 2),
                    _fill(i),
                    tip=tip,
                )
            said = f"{number:,}" if isinstance(number, int) else str(number)
            svg.text(
                (_LABEL + width + 6, y + (i + 1) * _BAR - 4),
                said,
                size=11,
                fill=INK if number else GREY,
            )
    return svg


def _fill(index: int) -> str:
    """Grey for what was, a colour for what is to be."""
    return color_of(index - 1)
