# SPDX-License-Identifier: MIT
"""Relations of DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .decide import Deciding
    from .decisions import Decisions


def decide(deciding: Deciding, relation: Any) -> Any:
    """Decide a relation; return one of the same connection.

    The rows are decided now, and kept in memory; DuckDB reads them there.
    """
    places = deciding.place(relation.columns)
    if places:
        names = ", ".join(_quote(place.name) for place in places)
        stream = relation.project(names).__arrow_c_stream__()
        decided = deciding.decide_stream(stream)
    else:
        num_rows = relation.aggregate("count(*)").fetchall()[0][0]
        decided = deciding.wrap([deciding.decide((), num_rows)])
    return _select(relation, decided)


def _select(relation: Any, decided: Decisions) -> Any:
    """Return what DuckDB finds by the name of the argument."""
    return relation.query("msb_given", "SELECT * FROM decided")


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
