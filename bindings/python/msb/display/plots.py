# SPDX-License-Identifier: MIT
"""Plots of load over time, with matplotlib."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from .svg import color_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..number import Number


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
    """
    axes = _make_axes(axes)
    days = sorted(load)
    areas: Sequence[str] = list(
        dict.fromkeys(area for day in days for area in load[day])
    )
    for i, area in enumerate(areas):
        axes.plot(
            days,  # type: ignore[arg-type]  # dates are what it takes
            [_height(load[day].get(area)) for day in days],
            marker=".",
            label=(names or {}).get(area, area),
            color=color_of(i),
            linestyle=("-", "--", ":")[i // 7 % 3],
        )
    axes.set_ylabel("citizens")
    axes.set_ylim(bottom=0)
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
