# SPDX-License-Identifier: MIT
"""The load of the areas over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .tables import Totals

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True, repr=False)
class Load:
    """How many citizens each area is responsible for, on several days.

    Made by :meth:`Store.load`. ``pandas.DataFrame(load.rows())`` is a table
    of it.
    """

    reports: tuple[Totals, ...]
    """One for each day, the earliest first."""

    @property
    def names(self) -> dict[str, str]:
        """What the areas are called, by id, of all models together."""
        return {
            area: name
            for report in self.reports
            for area, name in report.names.items()
        }

    def rows(self) -> list[dict[str, Any]]:
        """Return ``on``, ``area``, ``name`` and ``citizens`` of each day and
        area as new dicts, the rows of a data frame."""
        return [
            {
                "on": report.on,
                "area": area,
                "name": report.names[area],
                "citizens": citizens,
            }
            for report in self.reports
            for area, citizens in report.responsible.items()
        ]

    def plot(self, axes: Axes | None = None) -> Axes:
        """Plot a line for each area. A number that is suppressed leaves a gap
        in it.

        Args:
            axes: where to draw; None makes a new figure with pyplot.

        Raises:
            ImportError: matplotlib is not installed.
        """
        from .display.plots import plot_load

        return plot_load(
            {report.on: report.responsible for report in self.reports},
            self.names,
            axes,
        )

    def _repr_html_(self) -> str:
        from .display.counts import load_html

        return load_html(self)

    def __repr__(self) -> str:
        days = [str(report.on) for report in self.reports]
        if len(days) > 2:
            days[1:-1] = ["…"]
        return f"<msb.Load on {' '.join(days) or 'no day'}>"
