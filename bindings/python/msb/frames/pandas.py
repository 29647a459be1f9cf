# SPDX-License-Identifier: MIT
"""Frames of pandas, whatever their columns lie in.

Columns of numpy are handed over by their buffer, columns of pandas' own types
by the buffers of their values and their mask, columns in Arrow by Arrow. No
column is converted, but one whose values do not lie one behind the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .. import core
from ..decision import Delivery

if TYPE_CHECKING:
    from .decide import Deciding

# enum piece_kind.
_INTEGER, _FLOAT, _BYTES, _TIME, _OBJECTS = 2, 3, 5, 7, 13

_PER_DAY = {
    "s": 86_400,
    "ms": 86_400_000,
    "us": 86_400_000_000,
    "ns": 86_400_000_000_000,
}


def decide(deciding: Deciding, frame: pd.DataFrame) -> pd.DataFrame:
    """Decide a frame; return one with the same index."""
    columns = [
        (
            place.attribute,
            place.name,
            _take_column(frame.iloc[:, place.position]),
        )
        for place in deciding.place(frame.columns)
    ]
    answer = deciding.decide(columns, len(frame), minus_is_none=True)
    return _make_frame(deciding, answer, frame.index)


def make_frame(deciding: Deciding, answers: Sequence[Any]) -> pd.DataFrame:
    """Return one answer as a frame."""
    return _make_frame(deciding, answers[0], None)


def _take_column(series: Any) -> tuple[Any, ...]:
    """Return the parts of a column."""
    dtype, array = series.dtype, series.array
    if isinstance(dtype, pd.CategoricalDtype):
        return (_take_categories(array),)
    if _is_arrow(dtype):
        return _take_arrow(array.__arrow_array__())
    if hasattr(array, "_mask") and hasattr(array, "_data"):
        return (_take_values(array._data, array._mask),)
    if isinstance(dtype, np.dtype):
        return (_take_values(series.to_numpy(), None),)
    return (_take_values(np.asarray(array, dtype=object), None),)


def _is_arrow(dtype: Any) -> bool:
    return isinstance(dtype, pd.ArrowDtype) or (
        isinstance(dtype, pd.StringDtype) and dtype.storage == "pyarrow"
    )


def _take_arrow(array: Any) -> tuple[Any, ...]:
    if hasattr(array, "chunks"):
        stream = core.open_stream(array.__arrow_c_stream__())
        return tuple(batch.whole() for batch in stream)
    return (core.open_batch(*array.__arrow_c_array__()).whole(),)


def _take_categories(array: Any) -> Any:
    values = np.asarray(array.categories, dtype=object)
    return core.make_piece(
        _INTEGER,
        np.ascontiguousarray(array.codes),
        True,
        True,
        0,
        None,
        _take_values(values, None),
    )


def _take_values(values: Any, mask: Any) -> Any:
    """Return numpy's values as a part, and what is missing of them."""
    if mask is not None:
        mask = np.ascontiguousarray(mask)
    kind, is_signed, per_day = _OBJECTS, False, 0
    if values.dtype.kind in "iu":
        kind, is_signed = _INTEGER, values.dtype.kind == "i"
    elif values.dtype.kind == "b":
        kind = _BYTES
    elif values.dtype.kind == "f":
        kind = _FLOAT
        if values.dtype.itemsize not in (4, 8):
            values = values.astype(np.float64)
    elif values.dtype.kind == "M":
        kind, per_day = _TIME, _PER_DAY[np.datetime_data(values.dtype)[0]]
        values = values.view(np.int64)
    elif values.dtype.kind != "O":
        values = values.astype(object)
    values = np.require(values, requirements=("C", "A"))
    return core.make_piece(
        kind, values, is_signed, kind == _TIME, per_day, mask, None
    )


def _make_frame(
    deciding: Deciding, answer: Any, index: pd.Index[Any] | None
) -> pd.DataFrame:
    names = deciding.wrap(()).columns
    columns: dict[str, Any] = {
        name: pd.Categorical.from_codes(
            np.asarray(answer.indices(i)),
            dtype=pd.CategoricalDtype(pd.Index(ids, dtype="str")),
            validate=False,
        )
        for i, (name, ids) in enumerate(
            zip(names, deciding.get_ids(), strict=False)
        )
    }
    if deciding.has_deliveries:
        columns[names[-1]] = _list_deliveries(deciding, answer)
    return pd.DataFrame(columns, index=index, copy=False)


def _list_deliveries(deciding: Deciding, answer: Any) -> Any:
    """Return an object column of lists of :class:`msb.Delivery`."""
    model = deciding.model
    services, areas, units = (
        [*part.ids, None]
        for part in (model.services, model.areas, model.units)
    )
    offsets, *indices = (np.asarray(each) for each in answer.deliveries())
    met: dict[tuple[int, int, int], Delivery] = {}
    all_of_them = []
    for key in zip(*(each.tolist() for each in indices), strict=True):
        delivery = met.get(key)
        if delivery is None:
            service, area, unit = key
            delivery = met[key] = Delivery(
                services[service] or "", areas[area], units[unit]
            )
        all_of_them.append(delivery)
    column = np.empty(answer.num_rows, dtype=object)
    ends = offsets.tolist()
    for i in range(answer.num_rows):
        column[i] = all_of_them[ends[i] : ends[i + 1]]
    return column
