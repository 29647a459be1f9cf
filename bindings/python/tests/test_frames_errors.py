# SPDX-License-Identifier: MIT
"""What a frame cannot be used for: column, row and class, never a value."""

from __future__ import annotations

import pickle
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msb
import pytest

pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")

ON = "2019-09-01"
SECRET = "3137 secret"


def _objects(*values: Any) -> Any:
    return pd.Series(list(values), dtype=object)


def _encoded(*values: Any) -> Any:
    return pa.array(values).dictionary_encode()


def _decimals(*values: Any) -> Any:
    exact = [None if v is None else Decimal(v) for v in values]
    return pa.array(exact, pa.decimal256(70, 2))


def _runs(*values: Any) -> Any:
    ends = pa.array(range(1, len(values) + 1), pa.int32())
    return pa.RunEndEncodedArray.from_arrays(ends, pa.array(values))


def _fixed(*values: Any) -> Any:
    return pa.array(values, pa.list_(pa.string(), 1))


ROWS = [
    ("age", pa.array([9, 131]), "out_of_range", "a number outside 0…130"),
    ("age", pa.array([9, -1], pa.int8()), "out_of_range", "outside 0…130"),
    ("age", pa.array([9, 2**64 - 1], pa.uint64()), "out_of_range", "outside"),
    ("age", pa.array([9, -7], pa.int32()), "out_of_range", "outside 0…130"),
    ("age", pa.array([9, 9.5]), "wrong_type", "not one with a fraction"),
    ("age", pa.array([9, 1e300]), "out_of_range", "outside 0…130"),
    ("age", pa.array([None, SECRET]), "wrong_type", "a whole number"),
    ("age", pa.array([None, True]), "wrong_type", "a whole number"),
    ("age", _decimals(9, "9.5"), "wrong_type", "not one with a fraction"),
    ("age", _decimals(9, 131), "out_of_range", "a number outside 0…130"),
    ("age", _decimals(9, -1), "out_of_range", "a number outside 0…130"),
    ("age", _decimals(9, -(2**100)), "out_of_range", "outside 0…130"),
    ("age", pa.array([9, 9.5], pa.float16()), "wrong_type", "fraction"),
    ("age", pa.array([9, 1e9], pa.float16()), "out_of_range", "outside"),
    ("age", _runs(9, 131), "out_of_range", "a number outside 0…130"),
    ("age", _runs(None, SECRET), "wrong_type", "a whole number"),
    ("age", _objects(9, "x"), "wrong_type", "a whole number"),
    ("age", _objects(9, True), "wrong_type", "a whole number"),
    ("age", _objects(9, 2**99), "out_of_range", "outside 0…130"),
    ("age", _objects(9, 9.5), "wrong_type", "fraction"),
    ("benefit", pa.array(["none", SECRET]), "unknown_value", "not list"),
    ("benefit", _encoded("none", SECRET), "unknown_value", "not list"),
    ("benefit", _objects("none", SECRET), "unknown_value", "not list"),
    ("benefit", _objects("none", 3137), "wrong_type", "a text"),
    ("benefit", pd.Series(["none", SECRET]), "unknown_value", "not list"),
    (
        "benefit",
        pd.Series(["none", SECRET], dtype="category"),
        "unknown_value",
        "not list",
    ),
    ("benefit", pa.array([0, 99], pa.int8()), "out_of_range", "an index"),
    ("benefit", pa.array([0, -1], pa.int64()), "out_of_range", "an index"),
    ("benefit", pa.array([None, True]), "wrong_type", "a text"),
    ("benefit", _decimals(None, 1), "wrong_type", "a text"),
    ("benefit", _runs("none", SECRET), "unknown_value", "not list"),
    ("benefit", _runs(None, b"none"), "wrong_type", "a text"),
    ("needs", pa.array([["job"], [SECRET]]), "unknown_value", "not list"),
    ("needs", pa.array([["job"], [None]]), "wrong_type", "without null"),
    ("needs", pa.array([["job"], [], []]), None, None),
    ("needs", _fixed(["job"], [SECRET]), "unknown_value", "not list"),
    ("needs", _fixed(["job"], [None]), "wrong_type", "without null"),
    ("needs", _runs(["job"], [SECRET]), "unknown_value", "not list"),
    (
        "needs",
        pa.ListArray.from_arrays(
            pa.array([None, 0, 1], pa.int32()), _runs("job")
        ),
        "wrong_type",
        "a list of texts",
    ),
    ("needs", pa.array([[], [3137]]), "wrong_type", "a list of texts"),
    ("needs", pa.array([None, "job"]), "wrong_type", "a list of texts"),
    ("needs", pa.array([0, 1 << 9], pa.uint64()), "out_of_range", "an index"),
    ("needs", _objects(["job"], "job"), "wrong_type", "a list of texts"),
    ("needs", _objects(["job"], {"job": 1}), "wrong_type", "a list of texts"),
    ("needs", _objects(["job"], [SECRET]), "unknown_value", "not list"),
    ("needs", _objects(["job"], ["job", 3]), "wrong_type", "a list of texts"),
    (
        "birth_date",
        pa.array([None, datetime(2000, 1, 1, 12)]),
        "wrong_type",
        "not a time of day",
    ),
    (
        "birth_date",
        pa.array([None, 0], pa.timestamp("us", "UTC")),
        "wrong_type",
        "without a time zone",
    ),
    ("birth_date", pa.array([None, "2000-02-30"]), "bad_date", "calendar"),
    ("birth_date", _runs(None, "2000-02-30"), "bad_date", "calendar"),
    ("birth_date", _decimals(None, 20000101), "wrong_type", "a date"),
    ("birth_date", _objects(None, "2000-02-30"), "bad_date", "calendar"),
    (
        "birth_date",
        _objects(None, datetime(2000, 1, 1, 12)),
        "wrong_type",
        "not a time of day",
    ),
    ("birth_date", _objects(None, 19970303), "wrong_type", "a date"),
    (
        "birth_date",
        pa.array([None, date(2019, 9, 2)]),
        "future_birth_date",
        "after the date of the decision",
    ),
    (
        "birth_date",
        pa.array([None, date(1800, 9, 2)]),
        "out_of_range",
        "more than 130 years",
    ),
]


def _frame(name: str, column: Any) -> Any:
    if isinstance(column, pd.Series):
        return pd.DataFrame({name: column})
    return pa.table({name: column})


@pytest.mark.parametrize(("name", "column", "code", "words"), ROWS)
def test_a_row_that_cannot_be_used_is_named_with_its_class(
    aarhus: msb.Model,
    name: str,
    column: Any,
    code: str | None,
    words: str,
) -> None:
    frame = _frame(name, column)
    if code is None:
        aarhus.decide_frame(frame, on=ON)
        return
    with pytest.raises(msb.Invalid) as caught:
        aarhus.decide_frame(frame, on=ON)
    error = caught.value
    assert (error.code, error.where, error.row) == (code, name, 1)
    assert error.message.startswith("row 1: ")
    assert words in error.message
    assert SECRET not in str(error)
    assert "3137" not in str(error)


@pytest.mark.parametrize(("name", "column", "code", "words"), ROWS)
def test_such_a_row_is_rejected_alone_where_that_is_asked_for(
    aarhus: msb.Model,
    name: str,
    column: Any,
    code: str | None,
    words: str,
) -> None:
    decided = aarhus.decide_frame(
        _frame(name, column), on=ON, invalid="reject", deliveries=True
    )
    if isinstance(decided, pd.DataFrame):
        statuses = decided.status.tolist()
        assert code is None or decided.iloc[1, 1:4].isna().all()
    else:
        decided.validate(full=True)
        statuses = decided["status"].to_pylist()
        assert code is None or decided.slice(1, 1).to_pylist() == [
            {
                "status": "rejected",
                "responsible": None,
                "rule": None,
                "target_group": None,
                "deliveries": [],
            }
        ]
    assert [status == "rejected" for status in statuses[:2]] == [
        False,
        code is not None,
    ]


def test_the_first_bad_row_of_all_columns_and_chunks_is_named(
    aarhus: msb.Model,
) -> None:
    num, bad = 50_000, 40_000
    ages = [30] * num
    benefits = ["none"] * num
    benefits[bad] = ages[bad + 1] = None  # type: ignore[call-overload]
    table = pa.table({"age": pa.array(ages, pa.int32()), "benefit": benefits})
    assert len(aarhus.decide_frame(table, on=ON)) == num
    for first, code in ((bad, "unknown_value"), (bad - 7, "out_of_range")):
        benefits[bad] = "gold"
        ages[bad + 1] = 200
        ages[first] = 200 if first != bad else 30
        table = pa.table(
            {"age": pa.array(ages, pa.int32()), "benefit": benefits}
        )
        chunked = pa.Table.from_batches(table.to_batches(max_chunksize=999))
        for frame in (table, chunked, table.to_pandas()):
            with pytest.raises(msb.Invalid) as caught:
                aarhus.decide_frame(frame, on=ON)
            assert (caught.value.row, caught.value.code) == (first, code)
            assert f"row {first}: " in caught.value.message


def test_two_rules_that_match_are_a_conflict_with_their_row() -> None:
    model = msb.Model.from_dict(
        {
            "msb_model": 1,
            "id": "two",
            "name": "Two",
            "valid_from": "2019-01-01",
            "hit_policy": "unique",
            "areas": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
            "responsibility": [
                {"id": "young", "when": {"age": {"below": 30}}, "area": "a"},
                {"id": "old", "when": {"age": {"from": 29}}, "area": "b"},
            ],
        }
    )
    table = pa.table({"age": [28, 30, 29]})
    with pytest.raises(msb.Conflict) as caught:
        model.decide_frame(table, on=ON)
    assert caught.value.row == 2
    assert "young" in caught.value.message
    assert "old" in caught.value.message
    decided = model.decide_frame(table, on=ON, invalid="reject")
    assert decided["status"].to_pylist() == [
        "determined",
        "determined",
        "rejected",
    ]


def test_an_age_that_disagrees_with_the_birth_date_is_refused(
    aarhus: msb.Model,
) -> None:
    table = pa.table(
        {"age": [9, 10], "birth_date": pa.array([date(2010, 9, 1)] * 2)}
    )
    with pytest.raises(msb.Invalid) as caught:
        aarhus.decide_frame(table, on=ON)
    assert (caught.value.row, caught.value.code) == (1, "age_disagrees")


@pytest.mark.parametrize(
    ("names", "columns", "code", "where"),
    [
        (["age", "shoe_size"], None, "unknown_member", "shoe_size"),
        (["target_group"], None, "unknown_member", "target_group"),
        (["age"], {"alder": "age"}, "unknown_member", "alder"),
        (["age"], {"age": "alder"}, "missing_column", "alder"),
        (["age", "age"], None, "duplicate_member", "age"),
    ],
)
def test_columns_that_do_not_fit_are_named(
    aarhus: msb.Model,
    names: list[str],
    columns: dict[str, str] | None,
    code: str,
    where: str,
) -> None:
    table = pa.table([[1]] * len(names), names=names)
    for frame in (table, table.to_pandas(), table.to_reader()):
        with pytest.raises(msb.Invalid) as caught:
            aarhus.decide_frame(frame, on=ON, columns=columns)
        assert (caught.value.code, caught.value.where) == (code, where)


def test_only_named_columns_are_read_and_errors_use_their_names(
    aarhus: msb.Model,
) -> None:
    table = pa.table({"alder": [9, 131], "age": ["no age"] * 2, "id": [1, 2]})
    names = {"age": "alder"}
    one = aarhus.decide_frame(table.slice(0, 1), on=ON, columns=names)
    assert one["responsible"].to_pylist() == ["boern_familier"]
    with pytest.raises(msb.Invalid) as caught:
        aarhus.decide_frame(table, on=ON, columns=names)
    assert caught.value.where == "alder"
    ages = table.set_column(0, "alder", pa.array([9, 131], pa.int32()))
    with pytest.raises(msb.Invalid) as caught:
        aarhus.decide_frame(ages, on=ON, columns=names)
    assert caught.value.where == "alder"


def test_a_row_of_a_later_batch_counts_from_the_first(
    aarhus: msb.Model,
) -> None:
    batches = pa.table({"age": [1, 2, 3, 200]}).to_batches(max_chunksize=2)
    decided = aarhus.decide_batches(batches, on=ON)
    assert next(decided).num_rows == 2
    with pytest.raises(msb.Invalid) as caught:
        next(decided)
    assert caught.value.row == 3
    reader = pa.RecordBatchReader.from_batches(batches[0].schema, batches)
    with pytest.raises(msb.Invalid) as caught:
        aarhus.decide_frame(reader, on=ON).read_all()
    assert caught.value.row == 3


def test_a_failing_producer_is_heard(aarhus: msb.Model) -> None:
    class Failing:
        def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
            def produce() -> Any:
                yield pa.record_batch({"age": [1]})
                raise OSError("the disk is gone")

            schema = pa.schema([("age", pa.int64())])
            reader = pa.RecordBatchReader.from_batches(schema, produce())
            return reader.__arrow_c_stream__()

    with pytest.raises(RuntimeError, match="the disk is gone"):
        aarhus.decide_frame(Failing(), on=ON)


def test_an_error_keeps_its_row_when_it_is_pickled(
    aarhus: msb.Model,
) -> None:
    with pytest.raises(msb.Invalid) as caught:
        aarhus.decide_frame(pa.table({"age": [200]}), on=ON)
    assert pickle.loads(pickle.dumps(caught.value)).row == 0


def test_what_to_do_with_invalid_rows_is_one_of_two_words(
    aarhus: msb.Model,
) -> None:
    with pytest.raises(msb.Misuse):
        aarhus.decide_frame(
            pa.table({"age": [1]}),
            on=ON,
            invalid="ignore",  # type: ignore[arg-type]
        )
