# SPDX-License-Identifier: MIT
"""Frames of polars, also lazy ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from .decide import Deciding
    from .decisions import Decisions


def decide(deciding: Deciding, frame: Any) -> Any:
    """Decide a frame; return one with as many rows.

    A lazy frame is decided when it is collected.
    """
    if isinstance(frame, pl.LazyFrame):
        deciding.place(frame.collect_schema().names())
        return frame.map_batches(
            partial(decide, deciding),
            schema=make_frame(deciding, []).schema,
        )
    places = deciding.place(frame.columns)
    if not places:
        return make_frame(deciding, [deciding.decide((), frame.height)])
    given = frame.select([place.name for place in places])
    return _make_frame(
        deciding, deciding.decide_stream(given.__arrow_c_stream__())
    )


def make_frame(deciding: Deciding, answers: Sequence[Any]) -> pl.DataFrame:
    """Return answers as a frame."""
    return _make_frame(deciding, deciding.wrap(answers))


def _make_frame(deciding: Deciding, decided: Decisions) -> pl.DataFrame:
    """Return Arrow's dictionaries as enums, whose values the type names."""
    model = deciding.model
    types: Any = {
        name: pl.Enum(ids)
        for name, ids in zip(decided.columns, deciding.get_ids(), strict=False)
    }
    if deciding.has_deliveries:
        types[decided.columns[-1]] = pl.List(
            pl.Struct(
                {
                    "service": pl.Enum(model.services.ids),
                    "area": pl.Enum(model.areas.ids),
                    "unit": pl.Enum(model.units.ids),
                }
            )
        )
    return pl.DataFrame(decided).cast(types)
