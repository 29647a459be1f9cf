# SPDX-License-Identifier: MIT
"""Every layout of a column comes to what one citizen at a time does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

import msb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msb import core

np = pytest.importorskip("numpy")
pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

ON = date(2019, 9, 1)
COLOURS = ["red", "green", "blue", "with_a_name_that_no_view_holds_inline"]
MANY = [f"value_{i}" for i in range(70)]  # more than a word of 64 bits
RULES = [
    {"age": {"below": 18}},
    {"colour": "red", "size": {"from": 3}},
    {"colour": ["green", COLOURS[3]], "wet": True},
    {"needs": {"any_of": ["b"], "none_of": ["c"]}},
    {"many": {"all_of": ["value_1", "value_69"]}},
    {"wet": False, "size": {"below": 0}},
    {"services": "care"},
]


@pytest.fixture(scope="module")
def model() -> msb.Model:
    areas = [{"id": f"area_{i}", "name": str(i)} for i in range(len(RULES))]
    return msb.Model.from_dict(
        {
            "msb_model": 1,
            "id": "layouts",
            "name": "Layouts",
            "valid_from": "2019-01-01",
            "attributes": {
                "colour": {"type": "enum", "values": COLOURS},
                "size": {"type": "integer", "min": -5, "max": 300},
                "wet": {"type": "flag"},
                "needs": {"type": "set", "values": ["a", "b", "c"]},
                "many": {"type": "set", "values": MANY},
            },
            "areas": areas,
            "services": [
                {"id": "care", "name": "Care", "delivered_by": "area_0"}
            ],
            "responsibility": [
                {"id": f"rule_{i}", "when": rule, "area": f"area_{i}"}
                for i, rule in enumerate(RULES)
            ],
        }
    )


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


CITIZENS = st.lists(
    st.fixed_dictionaries(
        {
            "birth_date": _maybe(st.dates(date(1890, 1, 1), date(2019, 9, 1))),
            "colour": _maybe(st.sampled_from(COLOURS)),
            "size": _maybe(st.integers(-5, 300)),
            "wet": _maybe(st.booleans()),
            "needs": _maybe(st.lists(st.sampled_from("abc"), max_size=4)),
            "many": _maybe(st.lists(st.sampled_from(MANY), max_size=3)),
            "services": _maybe(st.lists(st.just("care"), max_size=1)),
        }
    ),
    min_size=1,
    max_size=40,
)

Maker = Callable[[list[Any]], Any]


def _typed(*kinds: Any) -> list[Maker]:
    return [partial(pa.array, type=kind) for kind in kinds]


def _encoded(index: Any, values: Sequence[str], kind: Any = None) -> Maker:
    """A dictionary with values in this order, and one that is not used."""

    def make(column: list[Any]) -> Any:
        known = [*values, "not of the model"]
        return pa.DictionaryArray.from_arrays(
            pa.array(
                [None if v is None else known.index(v) for v in column], index
            ),
            pa.array(known, kind or pa.string()),
        )

    return make


def _mask(values: Any, names: Sequence[str]) -> list[Any]:
    return [
        None if v is None else sum(1 << names.index(n) for n in set(v))
        for v in values
    ]


def _words(values: list[Any]) -> Any:
    return pa.array(
        [
            None if mask is None else mask.to_bytes(16, "little")
            for mask in _mask(values, MANY)
        ],
        pa.binary(16),
    )


def _encoded_lists(values: list[Any]) -> Any:
    return pa.array(values, pa.list_(pa.dictionary(pa.int16(), pa.string())))


def _indices(kind: Any) -> Maker:
    return lambda values: pa.array(
        [None if v is None else COLOURS.index(v) for v in values], kind
    )


LISTS = _typed(
    pa.list_(pa.string()),
    pa.large_list(pa.large_string()),
    pa.list_view(pa.string_view()),
    pa.large_list_view(pa.string()),
)
LAYOUTS: dict[str, list[Maker]] = {
    "birth_date": [
        *(
            lambda values, kind=kind: pa.array(values, pa.date32()).cast(kind)
            for kind in (
                pa.date32(),
                pa.date64(),
                *(pa.timestamp(unit) for unit in ("s", "ms", "us", "ns")),
            )
        ),
        lambda values: pa.array(
            [None if v is None else v.isoformat() for v in values],
            pa.string(),
        ),
    ],
    "colour": [
        *_typed(pa.string(), pa.large_string(), pa.string_view()),
        *(
            _encoded(index, values, kind)
            for index in (pa.int8(), pa.uint8(), pa.int32(), pa.uint64())
            for values in (COLOURS, COLOURS[::-1])
            for kind in (pa.string(), pa.string_view())
        ),
        lambda values: pa.array(values, pa.string()).dictionary_encode(),
        *(
            _indices(kind)
            for kind in (pa.int8(), pa.int16(), pa.int32(), pa.int64())
        ),
    ],
    "size": _typed(
        pa.int16(), pa.int32(), pa.int64(), pa.float32(), pa.float64()
    ),
    "wet": [
        *_typed(pa.bool_()),
        lambda values: pa.array(values, pa.bool_()).dictionary_encode(),
    ],
    "needs": [
        *LISTS,
        _encoded_lists,
        *(
            lambda values, kind=kind: pa.array(
                _mask(values, ["a", "b", "c"]), kind
            )
            for kind in (pa.uint64(), pa.int64(), pa.uint8())
        ),
    ],
    "many": [*LISTS, _encoded_lists, _words],
    "services": LISTS,
}


def _expect(model: msb.Model, citizens: list[dict[str, Any]]) -> list[Any]:
    names = tuple(citizens[0])
    decide = model.decider(names, on=ON)
    return [tuple(decide(tuple(c[n] for n in names))) for c in citizens]


def _read(table: Any) -> list[Any]:
    return [tuple(row.values()) for row in table.to_pylist()]


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
    assert _read(decided) == _expect(model, citizens)


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
        lambda v: pd.array(_mask(v, ["a", "b", "c"]), dtype="UInt64"),
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
    ] == _expect(model, citizens[::step])


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
    assert [tuple(r) for r in decided.rows()] == _expect(model, citizens)


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
