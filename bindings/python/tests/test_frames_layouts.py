# SPDX-License-Identifier: MIT
"""Every layout of a column comes to what one citizen at a time does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msb
import pytest
from frame_layouts import (
    CITIZENS,
    COLOURS,
    LAYOUTS,
    ON,
    Maker,
    expect,
    make_masks,
    make_model,
    read,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msb import core

np = pytest.importorskip("numpy")
pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")


@pytest.fixture(scope="module")
def model() -> msb.Model:
    return make_model()


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(citizens=CITIZENS, data=st.data())
def test_arrow_layouts_slices_and_chunks_agree_with_one_at_a_time(
    model: msb.Model, citizens: list[dict[str, Any]], data: st.DataObject
) -> None:
    junk = data.draw(st.integers(0, 17), "rows before")
    columns = {}
    for name in citizens[0]:
        make = data.draw(st.sampled_from(LAYOUTS[name]), name)
        values = [citizens[-1][name]] * junk + [c[name] for c in citizens]
        columns[name] = make(values)
    table = pa.table(columns).slice(junk)
    size = data.draw(st.integers(1, 40), "rows of a chunk")
    chunks = table.to_batches(max_chunksize=size)
    decided = model.decide_frame(pa.Table.from_batches(chunks), on=ON)
    decided.validate(full=True)
    assert read(decided) == expect(model, citizens)


def _objects(values: Sequence[Any]) -> Any:
    column = np.empty(len(values), object)
    column[:] = values
    return column


def _as_datetimes(values: list[Any]) -> Any:
    return [
        None if v is None else datetime(v.year, v.month, v.day) for v in values
    ]


PANDAS: dict[str, list[Maker]] = {
    "birth_date": [
        _objects,
        lambda v: _objects(_as_datetimes(v)),
        lambda v: _objects([pd.NaT if d is None else d for d in v]),
        *(
            lambda v, unit=unit: np.array(v, f"M8[{unit}]")
            for unit in ("s", "ms", "us", "ns")
        ),
        lambda v: pd.array(pa.array(v, pa.date32()), dtype="date32[pyarrow]"),
    ],
    "colour": [
        _objects,
        lambda v: _objects([float("nan") if c is None else c for c in v]),
        lambda v: pd.array(v, dtype="str"),
        lambda v: pd.array(v, dtype=pd.StringDtype("python")),
        lambda v: pd.array(v, dtype=pd.StringDtype("pyarrow")),
        lambda v: pd.Categorical(v, categories=COLOURS),
        lambda v: pd.Categorical(v, categories=COLOURS[::-1]),
        lambda v: pd.Categorical(
            v, categories=[f"no colour {i}" for i in range(130)] + COLOURS
        ),
    ],
    "size": [
        _objects,
        lambda v: pd.array(v, dtype="Int64"),
        lambda v: pd.array(v, dtype="Int32"),
        lambda v: np.array(v, dtype=float),
        lambda v: pd.array(v, dtype="int16[pyarrow]"),
        lambda v: pd.Categorical(v),
    ],
    "wet": [
        _objects,
        lambda v: _objects([b if b is None else np.bool_(b) for b in v]),
        lambda v: pd.array(v, dtype="boolean"),
        lambda v: pd.array(v, dtype="bool[pyarrow]"),
    ],
    "needs": [
        _objects,
        lambda v: _objects([s if s is None else tuple(s) for s in v]),
        lambda v: _objects([s if s is None else np.array(s) for s in v]),
        lambda v: _objects([s if s is None else set(s) for s in v]),
        lambda v: pd.array(make_masks(v, ["a", "b", "c"]), dtype="UInt64"),
    ],
    "many": [_objects],
    "services": [_objects],
}


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(citizens=CITIZENS, data=st.data())
def test_pandas_layouts_agree_with_one_at_a_time(
    model: msb.Model, citizens: list[dict[str, Any]], data: st.DataObject
) -> None:
    step = data.draw(st.sampled_from([1, 2, -1]), "step")
    columns = {}
    for name in citizens[0]:
        make = data.draw(st.sampled_from(PANDAS[name]), name)
        values = [c[name] for c in citizens][::step]
        columns[name] = pd.Series(make(values))
    decided = model.decide_frame(pd.DataFrame(columns), on=ON)
    rows = decided.astype(object).itertuples(index=False, name=None)
    assert [
        tuple(None if pd.isna(v) else v for v in row) for row in rows
    ] == expect(model, citizens[::step])


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(citizens=CITIZENS, data=st.data())
def test_polars_layouts_agree_with_one_at_a_time(
    model: msb.Model, citizens: list[dict[str, Any]], data: st.DataObject
) -> None:
    def pick(*kinds: Any) -> Any:
        return data.draw(st.sampled_from(kinds))

    frame = pl.DataFrame(
        citizens,
        schema={
            "birth_date": pl.Date,
            "colour": pick(pl.String, pl.Categorical, pl.Enum(COLOURS[::-1])),
            "size": pick(pl.Int16, pl.Int64, pl.Float64),
            "wet": pl.Boolean,
            "needs": pick(
                pl.List(pl.String), pl.List(pl.Enum(["c", "a", "b"]))
            ),
            "many": pick(pl.List(pl.String), pl.List(pl.Categorical)),
            "services": pl.List(pl.String),
        },
    )
    frame = frame.cast({"birth_date": pick(pl.Date, pl.Datetime("us"))})
    half = len(citizens) // 2
    if half:
        frame = pl.concat([frame[:half], frame[half:]], rechunk=False)
    decided = model.decide_frame(frame, on=ON)
    assert [tuple(r) for r in decided.rows()] == expect(model, citizens)


def test_a_strided_column_of_numpy_is_read_row_by_row(
    model: msb.Model,
) -> None:
    block = np.arange(60, dtype=np.int64).reshape(20, 3)
    frame = pd.DataFrame(block, columns=["age", "size", "id"])
    decided = model.decide_frame(frame, on=ON)
    assert decided.responsible.tolist() == [
        model.decide(on=ON, age=int(age), size=int(size)).responsible
        if not pd.isna(area)
        else area
        for (age, size, _), area in zip(
            block, decided.responsible, strict=True
        )
    ]
    assert decided.responsible.iloc[0] == "area_0"


def test_the_age_goes_with_the_birth_date_row_by_row(
    model: msb.Model,
) -> None:
    born = date(2010, 9, 1)
    table = pa.table(
        {
            "age": [9, None, 9, None],
            "birth_date": pa.array([born, born, None, None]),
        }
    )
    decided = model.decide_frame(table, on=ON).to_pylist()
    assert [row["responsible"] for row in decided] == ["area_0"] * 3 + [None]
    assert decided[3]["status"] == str(model.decide(on=ON).status)


def test_columns_in_the_right_layout_are_not_copied() -> None:
    ages = pa.array([1, 2, 3], pa.int32())
    batch = pa.record_batch({"age": ages})
    piece = core.open_batch(*batch.__arrow_c_array__()).piece(0)
    assert piece.address == ages.buffers()[1].address
    codes = np.arange(5, dtype=np.int8)
    piece = core.make_piece(2, codes, True, False, 0, None, None)
    assert piece.address == codes.ctypes.data
