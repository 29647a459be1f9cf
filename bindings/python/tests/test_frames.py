# SPDX-License-Identifier: MIT
"""Frames of every kind: the same kind back, and the same decisions."""

from __future__ import annotations

import pickle
from typing import Any

import msb
import pytest
from msb import frames

pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")

ON = "2019-09-01"
NAMES = ["status", "responsible", "rule", "target_group"]
ROWS: list[dict[str, Any]] = [
    {"age": 9, "benefit": "none", "needs": ["job"]},
    {"age": 22, "benefit": None, "needs": None},
    {"age": 40, "benefit": "cash_benefit", "needs": []},
    {"age": None, "benefit": "none", "needs": ["housing", "job"]},
    {"age": 70, "benefit": "state_pension", "needs": None},
]


@pytest.fixture(scope="module")
def table() -> Any:
    return pa.Table.from_pylist(ROWS)


@pytest.fixture(scope="module")
def expected(aarhus: msb.Model) -> list[dict[str, Any]]:
    """What the prepared decider says, one citizen at a time."""
    decide = aarhus.decider(tuple(ROWS[0]), on=ON)
    return [
        dict(zip(NAMES, decide(tuple(row.values())), strict=True))
        for row in ROWS
    ]


class Foreign:
    """A library that nobody knows, with Arrow's interface."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._frame.__arrow_c_stream__(requested_schema)


class ForeignBatch:
    """The same for one batch."""

    def __init__(self, batch: Any) -> None:
        self._batch = batch

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any:
        return self._batch.__arrow_c_array__(requested_schema)


def test_a_table_gives_a_table(
    aarhus: msb.Model, table: Any, expected: Any
) -> None:
    decided = aarhus.decide_frame(table, on=ON)
    assert isinstance(decided, pa.Table)
    decided.validate(full=True)
    assert decided.to_pylist() == expected
    assert all(pa.types.is_dictionary(kind) for kind in decided.schema.types)


def test_a_batch_gives_a_batch(
    aarhus: msb.Model, table: Any, expected: Any
) -> None:
    decided = aarhus.decide_frame(table.to_batches()[0], on=ON)
    assert isinstance(decided, pa.RecordBatch)
    decided.validate(full=True)
    assert decided.to_pylist() == expected


def test_a_reader_gives_a_reader_that_reads_when_it_is_read(
    aarhus: msb.Model, table: Any, expected: Any
) -> None:
    read = []

    def produce() -> Any:
        for batch in table.to_batches(max_chunksize=2):
            read.append(batch.num_rows)
            yield batch

    reader = pa.RecordBatchReader.from_batches(table.schema, produce())
    decided = aarhus.decide_frame(reader, on=ON)
    assert isinstance(decided, pa.RecordBatchReader)
    assert read == []
    assert decided.read_all().to_pylist() == expected
    assert read == [2, 2, 1]


def test_polars_gives_polars_with_categories(
    aarhus: msb.Model, table: Any, expected: Any
) -> None:
    decided = aarhus.decide_frame(pl.from_arrow(table), on=ON)
    assert isinstance(decided, pl.DataFrame)
    assert decided.to_dicts() == expected
    assert decided.dtypes == [pl.Categorical] * 4


def test_a_lazy_frame_stays_lazy(
    aarhus: msb.Model, table: Any, expected: Any
) -> None:
    decided = aarhus.decide_frame(pl.from_arrow(table).lazy(), on=ON)
    assert isinstance(decided, pl.LazyFrame)
    assert decided.collect_schema() == decided.collect().schema
    assert decided.collect().to_dicts() == expected


def test_pandas_keeps_its_index_and_gets_categories(
    aarhus: msb.Model, table: Any, expected: Any
) -> None:
    frame = table.to_pandas()
    frame.index = pd.Index([7, 7, 3, -1, 0], name="citizen")
    decided = aarhus.decide_frame(frame, on=ON)
    assert isinstance(decided, pd.DataFrame)
    assert decided.index.equals(frame.index)
    assert decided.index.name == "citizen"
    rows = decided.astype(object).to_dict("records")
    assert [
        {k: None if pd.isna(v) else v for k, v in row.items()} for row in rows
    ] == expected
    assert decided.responsible.cat.categories.tolist() == list(
        aarhus.areas.ids
    )


def test_a_duckdb_relation_gives_one_of_the_same_connection(
    aarhus: msb.Model, table: Any, expected: Any
) -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE citizens AS SELECT * FROM table_")
        connection.execute("CREATE TABLE areas(id VARCHAR)")
        decided = aarhus.decide_frame(connection.table("citizens"), on=ON)
        assert isinstance(decided, duckdb.DuckDBPyRelation)
        assert decided.columns == NAMES
        rows = decided.fetchall()
        assert rows == [tuple(row.values()) for row in expected]
        assert decided.query("d", "SELECT * FROM areas").fetchall() == []
        nobody = aarhus.decide_frame(connection.sql("SELECT 'x' AS id"), on=ON)
        assert nobody.fetchall() == [("undetermined", None, None, None)]


@pytest.fixture(autouse=True)
def _name_the_table(table: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "table_", table)


def test_any_other_arrow_frame_gives_decisions(
    aarhus: msb.Model, table: Any, expected: Any
) -> None:
    for frame in (Foreign(table), ForeignBatch(table.to_batches()[0])):
        decided = aarhus.decide_frame(frame, on=ON)
        assert isinstance(decided, msb.Decisions)
        assert decided.columns == NAMES
        assert len(decided) == len(ROWS)
        assert pa.schema(decided) == pa.table(decided).schema
        for _ in range(2):
            assert pa.table(decided).to_pylist() == expected


def test_what_is_no_frame_is_a_type_error(aarhus: msb.Model) -> None:
    with pytest.raises(TypeError, match="not list"):
        aarhus.decide_frame(ROWS, on=ON)


def test_batches_keep_columns_and_hold_plain_texts(
    aarhus: msb.Model, table: Any, expected: Any
) -> None:
    given = table.append_column("key", pa.array(range(5)))
    decided = list(
        aarhus.decide_batches(
            given.to_batches(max_chunksize=3), on=ON, keep=["key", "age"]
        )
    )
    assert [batch.num_rows for batch in decided] == [3, 2]
    assert decided[0].schema.names == ["key", "age", *NAMES]
    assert decided[0].schema.field("rule").type == pa.string()
    assert pa.Table.from_batches(decided).select(NAMES).to_pylist() == expected
    encoded = next(
        aarhus.decide_batches(table.to_batches(), on=ON, encoded=True)
    )
    assert pa.types.is_dictionary(encoded.schema.field("rule").type)


@pytest.mark.parametrize("deliveries", [False, True])
def test_the_meta_is_an_empty_frame_of_the_same_types(
    aarhus: msb.Model, table: Any, deliveries: bool
) -> None:
    for kind, frame in (
        ("pandas", table.to_pandas()),
        ("polars", pl.from_arrow(table)),
        ("pyarrow", table),
    ):
        meta = aarhus.decide_frame_meta(kind, deliveries=deliveries)
        full = aarhus.decide_frame(frame, on=ON, deliveries=deliveries)
        assert len(meta) == 0
        assert type(meta) is type(full)
        if kind == "pandas":
            assert (meta.dtypes == full.dtypes).all()
        else:
            assert meta.schema == full.schema
    meta = aarhus.decide_frame_meta("arrow", deliveries=deliveries)
    assert isinstance(meta, msb.Decisions)
    with pytest.raises(msb.Misuse):
        aarhus.decide_frame_meta("excel")


def test_the_method_survives_pickling(
    aarhus: msb.Model, table: Any, expected: Any
) -> None:
    decide = pickle.loads(pickle.dumps(aarhus.decide_frame))
    assert decide(table, on=ON).to_pylist() == expected


def test_frames_without_rows_or_columns_are_decided(
    aarhus: msb.Model, table: Any
) -> None:
    for frame in (
        table.slice(0, 0),
        table.schema.empty_table(),
        table.slice(0, 0).to_pandas(),
        pl.from_arrow(table.slice(0, 0)),
        pd.DataFrame(),
    ):
        assert len(aarhus.decide_frame(frame, on=ON)) == 0
    # Nothing is known of anybody.
    unknown = aarhus.decide_frame(pd.DataFrame(index=range(3)), on=ON)
    assert unknown.status.tolist() == [str(aarhus.decide(on=ON).status)] * 3


def test_deliveries_are_those_of_one_citizen(aarhus: msb.Model) -> None:
    services = [["substance_treatment", "guidance"], [], None]
    ages = [22, 22, 40]
    expected = [
        [
            delivery._asdict()
            for delivery in aarhus.decide(
                on=ON, age=age, services=some
            ).deliveries
        ]
        for age, some in zip(ages, services, strict=True)
    ]
    assert [len(each) for each in expected] == [2, 0, 0]
    table = pa.table({"age": ages, "services": services})
    decided = aarhus.decide_frame(table, on=ON, deliveries=True)
    decided.validate(full=True)
    assert decided["deliveries"].to_pylist() == expected
    plain = next(
        aarhus.decide_batches(table.to_batches(), on=ON, deliveries=True)
    )
    assert plain["deliveries"].to_pylist() == expected
    of_polars = aarhus.decide_frame(
        pl.from_arrow(table), on=ON, deliveries=True
    )
    assert of_polars["deliveries"].to_list() == expected
    of_pandas = aarhus.decide_frame(table.to_pandas(), on=ON, deliveries=True)
    assert [
        [delivery._asdict() for delivery in row]
        for row in of_pandas["deliveries"]
    ] == expected


def test_more_areas_than_a_byte_counts_are_told_apart() -> None:
    num = 300
    model = msb.Model.from_dict(
        {
            "msb_model": 1,
            "id": "wide",
            "name": "Wide",
            "valid_from": "2019-01-01",
            "attributes": {"n": {"type": "integer", "min": 0, "max": num}},
            "areas": [{"id": f"a{i}", "name": "A"} for i in range(num)],
            "responsibility": [
                {"id": f"r{i}", "when": {"n": i}, "area": f"a{i}"}
                for i in range(num)
            ],
        }
    )
    table = pa.table({"n": range(num + 1)})
    expected = [*(f"a{i}" for i in range(num)), None]
    decided = model.decide_frame(table, on=ON)
    decided.validate(full=True)
    assert decided["responsible"].to_pylist() == expected
    of_pandas = model.decide_frame(table.to_pandas(), on=ON)
    assert of_pandas.responsible.astype(object).tolist()[:num] == expected[:-1]
    assert of_pandas.responsible.isna().tolist() == [False] * num + [True]
    assert of_pandas.responsible.cat.codes.min() == -1


def test_deciders_are_kept_for_the_last_dates_only(
    aarhus: msb.Model, table: Any
) -> None:
    for year in range(2000, 2030):
        aarhus.decide_frame(table, on=f"{year}-01-01")
    assert len(aarhus.__dict__["_deciders"]) == frames.decide._MOST_DECIDERS
