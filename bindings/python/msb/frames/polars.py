# SPDX-License-Identifier: MIT
"""Frames of polars, also lazy ones.

Polars has categories in a table of its own, for the whole process. To have it
take over a dictionary, or give one, costs more than to decide; so its indices
are taken as they are, with the texts that they stand for, and the answer's
are looked up in a column of categories, all columns at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from .. import core

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
    dictionaries = {}
    for place in places:
        column = given.get_column(place.name)
        texts = _list_texts(column, _list_values(deciding, place.attribute))
        if texts is not None:
            given = given.with_columns(column.to_physical())
            dictionaries[place.name] = _take(texts)
    return make_frame(
        deciding,
        deciding.answer_stream(given.__arrow_c_stream__(), dictionaries),
    )


def make_frame(deciding: Deciding, answers: Sequence[Any]) -> pl.DataFrame:
    """Return answers as a frame."""
    codes = pl.DataFrame(_Codes(deciding, answers))
    names = deciding.wrap(()).columns
    columns = [
        _decode(name, ids).alias(name)
        for name, ids in zip(names, deciding.get_ids(), strict=False)
    ]
    return codes.select(*columns, *names[len(columns) :])


class _Codes:
    """Answers as polars takes them in: by Arrow, without dictionaries."""

    def __init__(self, deciding: Deciding, answers: Sequence[Any]) -> None:
        self._deciding = deciding
        self._answers = answers

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._deciding.stream_codes(self._answers)


def _decode(name: str, ids: Sequence[str]) -> pl.Expr:
    """Return what turns a column of indices into one of categories."""
    texts = pl.Series(ids, dtype=pl.Categorical)
    if not ids:  # nothing that 0 could stand for
        return pl.when(name + "_known").then(
            pl.lit(None, dtype=pl.Categorical)
        )
    texts_of_rows = pl.lit(texts).gather(pl.col(name))
    if name == "status":
        return texts_of_rows
    return pl.when(name + "_known").then(texts_of_rows)


def _list_values(deciding: Deciding, attribute: int) -> Sequence[str]:
    """Return the values of an enum; of any other attribute none."""
    attributes = deciding.model.attributes
    if attribute < len(attributes) and attributes[attribute].type == "enum":
        return attributes[attribute].values
    return ()


_ROWS_A_TEXT = 4
"""With fewer rows of a chunk for each text of polars' table, Arrow's way is
shorter: the texts are read once for each chunk."""


def _list_texts(column: pl.Series, values: Sequence[str]) -> pl.Series | None:
    """Return the values, each at the number that polars has for it, and an
    empty text at all others up to the greatest of a column.

    None where that cannot be known: in polars before 1.32 each column has
    numbers of its own, as have now only those of tables with a name.
    """
    categories: Any = getattr(column.dtype, "categories", None)
    if not values or not hasattr(categories, "is_global"):
        return None
    if not categories.is_global():
        return None
    numbers = pl.Series(values, dtype=column.dtype).to_physical().to_list()
    most = max(column.to_physical().max() or 0, *numbers)
    if most * _ROWS_A_TEXT * column.n_chunks() > len(column):
        return None
    texts = [""] * (most + 1)
    for number, value in zip(numbers, values, strict=True):
        texts[number] = value
    return pl.Series(texts)


def _take(texts: pl.Series) -> Any:
    return next(core.open_stream(texts.__arrow_c_stream__())).whole()
