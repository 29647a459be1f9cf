# SPDX-License-Identifier: MIT
"""Polars' own categories: however it numbers them, the texts are the same."""

from __future__ import annotations

from typing import Any

import msb
import pytest
from frame_layouts import COLOURS, ON, expect, make_model

pl = pytest.importorskip("polars")
list_texts = pytest.importorskip("msb.frames.polars")._list_texts

COLUMN = [*COLOURS, None, *COLOURS[::-1]] * 300


@pytest.fixture(scope="module")
def model() -> msb.Model:
    return make_model()


@pytest.fixture(scope="module")
def expected(model: msb.Model) -> list[Any]:
    rows = [{"colour": c, "wet": True, "size": 3} for c in COLUMN]
    return expect(model, rows)


def make_frame(kind: Any, column: list[Any] = COLUMN) -> Any:
    return pl.DataFrame(
        {
            "colour": pl.Series(column, dtype=kind),
            "wet": [True] * len(column),
            "size": [3] * len(column),
        }
    )


def fill_the_table(num: int) -> Any:
    """Have polars number as many texts; they stay while this is kept."""
    return pl.Series([f"text {i}" for i in range(num)], dtype=pl.Categorical)


@pytest.mark.parametrize("num_others", [0, 100, 200_000])
def test_categories_are_read_whatever_their_numbers(
    model: msb.Model, expected: list[Any], num_others: int
) -> None:
    others = fill_the_table(num_others)
    for column, rows in (
        (COLUMN, expected),
        (COLUMN[:3], expected[:3]),
        ([None] * 50, expected[4:5] * 50),
        ([], []),
    ):
        frame = make_frame(pl.Categorical, column)
        decided = model.decide_frame(frame, on=ON)
        assert decided.rows() == rows
    assert len(others) == num_others


def test_categories_of_a_table_with_a_name_are_read(
    model: msb.Model, expected: list[Any]
) -> None:
    table = pl.Categories("colours", physical=pl.UInt8)
    known = pl.Series(["violet", *COLOURS[::-1]], dtype=pl.Categorical(table))
    decided = model.decide_frame(make_frame(pl.Categorical(table)), on=ON)
    assert decided.rows() == expected
    assert known.to_list()[0] == "violet"


def test_slices_and_chunks_of_categories_are_read(
    model: msb.Model, expected: list[Any]
) -> None:
    frame = make_frame(pl.Categorical)
    chunked = pl.concat(
        [frame[:100], frame[100:101], frame[101:]], rechunk=False
    )
    assert chunked.n_chunks() == 3
    for start in (0, 1, 99, 101):
        decided = model.decide_frame(chunked[start:], on=ON)
        assert decided.rows() == expected[start:]


def test_numbers_are_read_as_they_are_where_rows_are_many() -> None:
    few, many = make_frame(pl.Categorical)["colour"], COLUMN * 1000
    others = fill_the_table(10_000)
    last = pl.Series(["the last"] * len(many), dtype=pl.Categorical)
    assert list_texts(few, COLOURS) is not None
    assert list_texts(few, ()) is None
    assert list_texts(few.cast(pl.String), COLOURS) is None
    assert list_texts(last[: len(few)], COLOURS) is None
    texts = list_texts(last, COLOURS)
    assert texts is not None
    assert set(texts) == {"", *COLOURS}
    assert len(texts) > len(others)
    chunks = pl.concat(
        [last[i : i + 9000] for i in range(0, 2_700_000, 9000)], rechunk=False
    )
    assert list_texts(chunks, COLOURS) is None


@pytest.mark.parametrize("other", ["violet", "", "text 7", "area_1"])
def test_a_category_that_the_model_does_not_list_is_named_by_its_row(
    model: msb.Model, other: str
) -> None:
    others = fill_the_table(100)
    column = [*COLUMN[:1000], other, *COLUMN[:1000]]
    frame = make_frame(pl.Categorical, column)
    with pytest.raises(msb.Invalid) as caught:
        model.decide_frame(frame, on=ON)
    error = caught.value
    assert (error.code, error.where, error.row) == (
        "unknown_value", "colour", 1000
    )  # fmt: skip
    assert len(others) == 100


@pytest.mark.parametrize("column", ["wet", "size", "birth_date", "needs"])
def test_categories_for_what_is_no_enum_are_refused_as_texts_are(
    model: msb.Model, column: str
) -> None:
    messages = set()
    for kind in (pl.String, pl.Categorical, pl.Enum(["red"])):
        frame = pl.DataFrame({column: pl.Series(["red"] * 50, dtype=kind)})
        with pytest.raises(msb.Invalid) as caught:
            model.decide_frame(frame, on=ON)
        messages.add((caught.value.code, caught.value.message))
    assert len(messages) == 1


def test_answers_of_two_models_can_be_compared(
    model: msb.Model, aarhus: msb.Model
) -> None:
    ages = pl.DataFrame({"age": [9, 10, 30]})
    here = model.decide_frame(ages, on=ON)["responsible"]
    there = aarhus.decide_frame(ages, on=ON)["responsible"]
    assert here.dtype == there.dtype == pl.Categorical
    assert (here == there).to_list()[:2] == [False, False]
    assert pl.concat([here, there]).to_list()[3] == "boern_familier"


def test_a_model_without_rules_or_groups_has_empty_columns() -> None:
    model = msb.Model.from_dict(
        {
            "msb_model": 1,
            "id": "bare",
            "name": "Bare",
            "valid_from": "2019-01-01",
            "areas": [{"id": "a", "name": "A"}],
        }
    )
    for ages in ([], [9, 30]):
        frame = pl.DataFrame({"age": pl.Series(ages, dtype=pl.Int32)})
        decided = model.decide_frame(frame, on=ON)
        assert decided.dtypes == [pl.Categorical] * 4
        assert decided.rows() == [("none", None, None, None)] * len(ages)
