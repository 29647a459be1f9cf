# SPDX-License-Identifier: MIT
"""Plots of load: what matplotlib must not make of names, numbers and days."""

from __future__ import annotations

import warnings
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from msb.display.plots import plot_load

LONG = (
    "Driftsområde for børn, unge, familier, voksne med handicap og alle "
    "øvrige borgere i hele Aarhus Kommune, Samsø og Æbelø"
)
DAYS = [date(2019, month, 1) for month in range(1, 13)]


@pytest.fixture(autouse=True)
def pyplot() -> Any:
    """Matplotlib without a screen, its figures closed behind each test."""
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


def draw(axes: Any) -> list[str]:
    """Draw it, a warning being an error; return what the legend says."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        axes.figure.canvas.draw()
    legend = axes.get_legend()
    return [] if legend is None else [t.get_text() for t in legend.texts]


def test_names_too_long_for_a_line_leave_room_for_the_plot() -> None:
    names = {"a": LONG, "b": "x" * 120, "c": LONG}
    axes = plot_load({day: dict.fromkeys("abc", 3) for day in DAYS}, names)
    said = draw(axes)
    assert [each.replace("\n", " ") for each in said[::2]] == [LONG, LONG]
    assert said[1].replace("\n", "") == "x" * 120
    figure: Any = axes.figure
    width, height = figure.canvas.get_width_height()
    box = axes.get_legend().get_window_extent()  # type: ignore[union-attr]
    assert 0 <= box.x0 < box.x1 <= width
    assert box.y0 >= 0
    plot = axes.get_window_extent()
    assert plot.height > height / 3


def test_a_name_is_neither_a_formula_nor_left_out() -> None:
    names = {"a": "5 $ og 6 $_{", "b": "_intern"}
    axes = plot_load({DAYS[0]: {"a": 1, "b": 2}}, names)
    formula, hidden = draw(axes)
    # Matplotlib's way to say that a sign is itself.
    assert formula == r"5 \$ og 6 \$_{"
    assert hidden.endswith("_intern")


def test_citizens_are_marked_whole() -> None:
    axes: Any = plot_load({day: {"a": 1} for day in DAYS})
    draw(axes)
    assert all(float(mark).is_integer() for mark in axes.get_yticks())


def test_one_day_is_marked_as_itself() -> None:
    axes: Any = plot_load({DAYS[0]: {"a": 1}})
    draw(axes)
    assert [t.get_text() for t in axes.get_xticklabels()] == ["2019-01-01"]


def test_two_days_are_marked_without_hours() -> None:
    axes: Any = plot_load({DAYS[0]: {"a": 1}, date(2019, 1, 2): {"a": 2}})
    draw(axes)
    shown = [t.get_text() for t in axes.get_xticklabels()]
    assert len(shown) == 2
    assert not any(":" in each for each in shown)


def test_the_marks_of_a_year_stand_apart() -> None:
    axes: Any = plot_load({day: {"a": 1} for day in DAYS})
    draw(axes)
    shown = [t for t in axes.get_xticklabels() if t.get_text()]
    assert len(shown) >= 4
    boxes = [each.get_window_extent() for each in shown]
    for left, right in pairwise(boxes):
        assert left.x1 < right.x0


def test_no_day_is_an_empty_plot() -> None:
    axes = plot_load({})
    assert draw(axes) == []
    assert not axes.lines


def test_a_figure_is_no_axes(pyplot: Any) -> None:
    wrong: Any
    for wrong in (pyplot.figure(), 5):
        with pytest.raises(TypeError, match="axes: expected axes"):
            plot_load({}, axes=wrong)
