# SPDX-License-Identifier: MIT
"""Plots of load over time, with matplotlib."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .svg import color_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..number import Number


_LETTERS = 44
"""Of a legend's line; two stand side by side."""
_WEEK = 7


def _make_axes(axes: Axes | None) -> Any:
    if axes is not None:
        return axes
    try:
        from matplotlib import pyplot
    except ImportError as missing:
        raise ImportError(
            "plots need matplotlib: pip install 'msb[plots]'"
        ) from missing
    return pyplot.subplots(figsize=(8, 4.5), layout="constrained")[1]


def _height(number: Number | None) -> float:
    return number if isinstance(number, int) else float("nan")


def _legend(name: str) -> str:
    """A name as matplotlib takes it: in lines that leave room for the plot,
    and without what would be a formula, or no entry at all."""
    lines = textwrap.wrap(name, _LETTERS) or [""]
    said = "\n".join(lines).replace("$", r"\$")
    return f"\N{ZERO WIDTH SPACE}{said}" if said.startswith("_") else said


def _mark_whole(axes: Any, days: Sequence[date]) -> None:
    """Mark whole citizens, and as many days as there is room for."""
    dates: Any = import_module("matplotlib.dates")
    ticker: Any = import_module("matplotlib.ticker")
    axes.yaxis.set_major_locator(ticker.MaxNLocator(integer=True))
    if len(days) == 1:
        axes.set_xticks(days, [f"{day}" for day in days])
    elif days:
        is_short = (days[-1] - days[0]).days <= _WEEK  # else it marks hours
        marks = (
            dates.DayLocator()
            if is_short
            else dates.AutoDateLocator(minticks=min(len(days), 4))
        )
        axes.xaxis.set_major_locator(marks)
        axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(marks))


def plot_load(
    load: Mapping[date, Mapping[str, Number]],
    names: Mapping[str, str] | None = None,
    axes: Axes | None = None,
) -> Axes:
    """Plot how many citizens each area is responsible for, over time.

    Args:
        load: by day, then by area: citizens. A day on which an area is
            missing, or its number suppressed, is a gap in its line.
        names: what areas are called in the legend; their ids if missing.
        axes: where to draw; None makes a new figure with pyplot.

    Returns:
        The axes; ``axes.figure`` is the figure.

    Raises:
        ImportError: matplotlib is not installed.
        TypeError: no axes.
    """
    axes = _make_axes(axes)
    if not hasattr(axes, "plot"):
        raise TypeError(
            f"axes: expected axes of matplotlib, not {type(axes).__name__}"
        )
    days = sorted(load)
    areas: Sequence[str] = list(
        dict.fromkeys(area for day in days for area in load[day])
    )
    for i, area in enumerate(areas):
        axes.plot(
            days,  # type: ignore[arg-type]  # dates are what it takes
            [_height(load[day].get(area)) for day in days],
            marker=".",
            label=_legend((names or {}).get(area, area)),
            color=color_of(i),
            linestyle=("-", "--", ":")[i // 7 % 3],
        )
    axes.set_ylabel("citizens")
    axes.set_ylim(bottom=0)
    _mark_whole(axes, days)
    axes.grid(alpha=0.3)
    if areas:
        axes.legend(
            fontsize="small",
            loc="upper center",
            bbox_to_anchor=(0.5, -0.08),
            ncols=2,
            frameon=False,
        )
    return axes
