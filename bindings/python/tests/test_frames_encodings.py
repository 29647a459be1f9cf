# SPDX-License-Identifier: MIT
"""Layouts that save room or come from databases, as one at a time decides."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msb
import pytest
from frame_layouts import (
    CITIZENS,
    LAYOUTS,
    MANY,
    ON,
    Maker,
    expect,
    make_model,
    maybe,
    read,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")

QUIET = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def model() -> msb.Model:
    return make_model()


def make_runs(make: Maker, index: Any, longest: int) -> Maker:
    """Make columns of runs, none longer than that, of another layout."""

    def make_column(values: list[Any]) -> Any:
        heads: list[Any] = []
        ends: list[int] = []
        for i, value in enumerate(values):
            if i % longest and repr(value) == repr(values[i - 1]):
                ends[-1] = i + 1
            else:
                heads.append(value)
                ends.append(i + 1)
        return pa.RunEndEncodedArray.from_arrays(
            pa.array(ends, index), make(heads)
        )

    return make_column


def decide_slice(
    model: msb.Model, columns: dict[str, Any], junk: int, size: int
) -> list[Any]:
    """Decide in chunks what comes after the first rows."""
    chunks = pa.table(columns).slice(junk).to_batches(max_chunksize=size)
    decided = model.decide_frame(pa.Table.from_batches(chunks), on=ON)
    decided.validate(full=True)
    return read(decided)


@QUIET
@given(citizens=CITIZENS, data=st.data())
def test_runs_of_every_layout_agree_with_one_at_a_time(
    model: msb.Model, citizens: list[dict[str, Any]], data: st.DataObject
) -> None:
    times = data.draw(st.integers(1, 5), "rows of each")
    citizens = [each for each in citizens for _ in range(times)]
    junk = data.draw(st.integers(0, 7), "rows before")
    columns = {}
    for name in citizens[0]:
        make = make_runs(
            data.draw(st.sampled_from(LAYOUTS[name]), name),
            data.draw(st.sampled_from([pa.int16(), pa.int32(), pa.int64()])),
            data.draw(st.integers(1, 9), "rows of the longest run"),
        )
        columns[name] = make(
            [citizens[0][name]] * junk + [each[name] for each in citizens]
        )
    size = data.draw(st.integers(1, 60), "rows of a chunk")
    assert decide_slice(model, columns, junk, size) == expect(model, citizens)


def test_runs_reach_over_many_ranges_of_rows(model: msb.Model) -> None:
    # A frame is decided thousands of rows at a time.
    lengths = [3, 70_000, 1, 1, 40_000, 5]
    sizes = [5, 200, None, -1, 3, 0]
    wet = [None, False, True, False, None, False]
    ends = [sum(lengths[: i + 1]) for i in range(len(lengths))]
    table = pa.table(
        {
            name: pa.RunEndEncodedArray.from_arrays(
                pa.array(ends, pa.int64()), values
            )
            for name, values in (
                ("size", pa.array(sizes)),
                ("wet", pa.array(wet)),
                ("colour", pa.array(["red"] * 6).dictionary_encode()),
            )
        }
    )
    each = expect(
        model,
        [
            {"size": size, "wet": is_wet, "colour": "red"}
            for size, is_wet in zip(sizes, wet, strict=True)
        ],
    )
    for start in (0, 2, 50_000, 70_004):
        expected = [
            row
            for row, length in zip(each, lengths, strict=True)
            for _ in range(length)
        ][start:]
        assert read(model.decide_frame(table[start:], on=ON)) == expected


FULL = st.lists(
    st.fixed_dictionaries(
        {
            "needs": maybe(
                st.lists(st.sampled_from("abc"), min_size=1, max_size=4)
            ),
            "many": maybe(
                st.lists(st.sampled_from(MANY), min_size=1, max_size=4)
            ),
        }
    ),
    min_size=1,
    max_size=30,
)


def _fill(values: list[Any], size: int) -> list[Any]:
    """Lists of the same size: the last item of each, again and again."""
    return [
        None if each is None else (each + each[-1:] * size)[:size]
        for each in values
    ]


def make_fixed(kind: Any) -> Maker:
    return lambda values: pa.array(_fill(values, 4), pa.list_(kind, 4))


FIXED = [
    make_fixed(kind)
    for kind in (
        pa.string(),
        pa.large_string(),
        pa.string_view(),
        pa.dictionary(pa.int8(), pa.string()),
        pa.dictionary(pa.uint32(), pa.large_string()),
    )
]


@QUIET
@given(citizens=FULL, data=st.data())
def test_lists_of_one_size_agree_with_one_at_a_time(
    model: msb.Model, citizens: list[dict[str, Any]], data: st.DataObject
) -> None:
    junk = data.draw(st.integers(0, 7), "rows before")
    columns = {}
    for name in citizens[0]:
        make = data.draw(st.sampled_from(FIXED), name)
        columns[name] = make(
            [citizens[-1][name]] * junk + [each[name] for each in citizens]
        )
    size = data.draw(st.integers(1, 30), "rows of a chunk")
    assert decide_slice(model, columns, junk, size) == expect(model, citizens)


def test_lists_of_no_items_are_empty(model: msb.Model) -> None:
    lists = pa.array([[], None, []], pa.list_(pa.string(), 0))
    assert read(model.decide_frame(pa.table({"needs": lists}), on=ON)) == (
        expect(model, [{"needs": []}, {"needs": None}, {"needs": []}])
    )


DECIMALS = [
    *(pa.decimal32(9, scale) for scale in (0, 5, -1)),
    *(pa.decimal64(18, scale) for scale in (0, 10, 15)),
    *(pa.decimal128(38, scale) for scale in (0, 9, 18, 35, -1)),
    *(pa.decimal256(76, scale) for scale in (0, 40, 73)),
]


@pytest.mark.parametrize("kind", DECIMALS, ids=str)
def test_decimals_that_are_whole_are_integers(
    model: msb.Model, kind: Any
) -> None:
    step = 10 if kind.scale < 0 else 1
    sizes = [None, *range(-5 // step * step + step, 301, step)]
    column = pa.array(
        [None if size is None else Decimal(size) for size in sizes],
        pa.decimal256(76, 0),
    )
    column = pa.array(column.to_pylist(), kind)
    for start in (0, 1, 7):
        decided = model.decide_frame(
            pa.table({"size": column}).slice(start), on=ON
        )
        assert read(decided) == expect(
            model, [{"size": size} for size in sizes[start:]]
        )


SIZES = [-5, None, 0, 3, 300]


def _polars(kind: Any) -> Any:
    return pl.DataFrame({"size": SIZES}).cast({"size": kind})


def _duckdb(kind: str) -> Any:
    rows = "SELECT unnest([-5, NULL, 0, 3, 300])"
    return duckdb.connect().sql(f"{rows}::{kind} AS size")


NUMBERS: dict[str, Callable[[], Any]] = {
    "polars, decimal": lambda: _polars(pl.Decimal(20, 7)),
    "polars, 128 bits": lambda: _polars(pl.Int128),
    "pyarrow, float of two bytes": lambda: pa.table(
        {"size": pa.array(SIZES, pa.float16())}
    ),
    "pandas, decimal": lambda: pd.DataFrame(
        {
            "size": pd.array(
                [each and Decimal(each) for each in SIZES],
                dtype=pd.ArrowDtype(pa.decimal128(9, 2)),
            )
        }
    ),
    "DuckDB, hugeint": lambda: _duckdb("HUGEINT"),
    "DuckDB, decimal": lambda: _duckdb("DECIMAL(9, 3)"),
}


def as_rows(frame: Any) -> list[Any]:
    """Return the rows of an answer of any kind."""
    if isinstance(frame, pd.DataFrame):
        return [
            tuple(None if pd.isna(value) else value for value in row)
            for row in frame.astype(object).itertuples(index=False, name=None)
        ]
    if isinstance(frame, pa.Table):
        return read(frame)
    return list(frame.rows() if hasattr(frame, "rows") else frame.fetchall())


@pytest.mark.parametrize("kind", NUMBERS)
def test_numbers_of_every_library_agree_with_one_at_a_time(
    model: msb.Model, kind: str
) -> None:
    decided = model.decide_frame(NUMBERS[kind](), on=ON)
    assert as_rows(decided) == expect(model, [{"size": s} for s in SIZES])


@pytest.mark.parametrize("unsigned", [False, True])
def test_wide_integers_of_polars_are_read_to_their_ends(
    model: msb.Model, *, unsigned: bool
) -> None:
    kind = pl.UInt128 if unsigned else pl.Int128
    ends = [0, 2**127 - 1, 2**64, 2**32 + 3] + [-(2**127)] * (not unsigned)
    frame = pl.DataFrame({"size": pl.Series([3, *ends], dtype=kind)})
    decided = model.decide_frame(frame, on=ON, invalid="reject")
    assert decided["status"].to_list()[2:] == ["rejected"] * (len(ends) - 1)
    assert decided[:2].rows() == expect(model, [{"size": 3}, {"size": 0}])


def test_sets_of_one_size_of_every_library_are_read(model: msb.Model) -> None:
    sets = [["a", "b"], None, ["c", "b"]]
    values = "['a','b']::VARCHAR[2], NULL, ['c','b']::VARCHAR[2]"
    frames = [
        pl.DataFrame(
            {"needs": sets}, schema={"needs": pl.Array(pl.String, 2)}
        ),
        pl.DataFrame(
            {"needs": sets},
            schema={"needs": pl.Array(pl.Enum(["c", "b", "a"]), 2)},
        ),
        pd.DataFrame(
            {
                "needs": pd.array(
                    sets, dtype=pd.ArrowDtype(pa.list_(pa.string(), 2))
                )
            }
        ),
        duckdb.sql(f"SELECT unnest([{values}]) AS needs"),
    ]
    for frame in frames:
        decided = model.decide_frame(frame, on=ON)
        assert as_rows(decided) == expect(model, [{"needs": s} for s in sets])


def test_flags_of_a_byte_each_are_flags_by_their_name(
    model: msb.Model,
) -> None:
    flags = [True, None, False, True]
    bytes_ = pa.array([2, None, 0, -1], pa.int8())
    named = pa.ExtensionArray.from_storage(pa.bool8(), bytes_)
    connection = duckdb.connect()
    connection.execute("SET arrow_lossless_conversion = true")
    relation = connection.sql(
        "SELECT unnest([true, NULL, false, true]) AS wet, 3 AS size"
    )
    table = pa.table({"wet": named, "size": [3] * 4})
    rows = [{"wet": flag, "size": 3} for flag in flags]
    for frame in (table, table[1:], relation):
        decided = as_rows(model.decide_frame(frame, on=ON))
        assert decided == expect(model, rows[-len(decided) :])
    with pytest.raises(msb.Invalid, match="true or false"):
        model.decide_frame(pa.table({"wet": bytes_}), on=ON)
