# SPDX-License-Identifier: MIT
"""Frames of polars, also lazy ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from .decide import Deciding


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
    return pl.DataFrame(deciding.decide_stream(given.__arrow_c_stream__()))


def make_frame(deciding: Deciding, answers: Sequence[Any]) -> pl.DataFrame:
    """Return answers as a frame."""
    return pl.DataFrame(deciding.wrap(answers))
