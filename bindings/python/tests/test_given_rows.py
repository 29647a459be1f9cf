# SPDX-License-Identifier: MIT
"""Rows as Python's own values: none is passed over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import msb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from plain_mapping import MAPPING

ON = date(2019, 9, 1)
Make = Callable[[str], msb.Store]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_none_in_the_place_of_a_row_does_not_end_the_rows(
    empty: Make, place: int
) -> None:
    rows: list[Any] = [{"id": "ada"}, {"id": "bo"}]
    rows.insert(place, None)
    with empty("a.msb") as store:
        with pytest.raises(TypeError, match="a row is a mapping"):
            store.import_(rows, MAPPING)
        assert store.report(on=ON).citizens == 0


@pytest.mark.parametrize(
    "column", [pd.Series(["ada"]), pd.Series([{"id": "ada"}, "bo"])]
)
def test_a_column_is_no_frame(empty: Make, column: Any) -> None:
    with (
        empty("a.msb") as store,
        pytest.raises(TypeError, match="expected a data frame"),
    ):
        store.import_(column, MAPPING)


def test_a_number_of_a_database_is_one(empty: Make) -> None:
    with empty("a.msb") as store:
        rows = [{"id": Decimal(17)}, {"id": Decimal("1E+2")}]
        assert store.import_(rows, MAPPING).inserted == 2
        assert store.history("17").citizen == "17"
        assert store.history("100").citizen == "100"


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([9, 22], name="age"),
        pa.array([9, 22]),
        pa.chunked_array([[9], [22]]),
        pl.Series("age", [9, 22]),
    ],
    ids=lambda column: f"{type(column).__module__}.{type(column).__name__}",
)
def test_a_column_is_not_decided_as_rows_of_which_nothing_is_known(
    aarhus: msb.Model, column: Any
) -> None:
    with pytest.raises(TypeError, match="and not a single column"):
        aarhus.decide_frame(column, on=ON)


def test_batches_are_record_batches(aarhus: msb.Model) -> None:
    batch = pa.record_batch({"id": [1], "age": [22]})
    (answer,) = aarhus.decide_batches([batch], on=ON, keep=["id"])
    assert answer.column("status").to_pylist() == ["determined"]
    wrong: Any
    for wrong in (batch, pa.table(batch), [batch.to_pandas()], "x", [None]):
        with pytest.raises(TypeError, match="expected record batches"):
            list(aarhus.decide_batches(wrong, on=ON))
    with pytest.raises(TypeError, match="keep: expected a list"):
        aarhus.decide_batches([batch], on=ON, keep="id")
    with pytest.raises(msb.Invalid) as caught:
        list(aarhus.decide_batches([batch], on=ON, keep=["name"]))
    assert (caught.value.code, caught.value.where) == (
        "missing_column",
        "name",
    )


@pytest.mark.parametrize("wrong", [["age"], "age", 5], ids=repr)
def test_columns_are_a_dict(aarhus: msb.Model, wrong: Any) -> None:
    frame = pd.DataFrame({"age": [9]})
    with pytest.raises(TypeError, match="columns: expected a dict"):
        aarhus.decide_frame(frame, on=ON, columns=wrong)
