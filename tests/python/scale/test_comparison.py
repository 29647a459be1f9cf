# SPDX-License-Identifier: MIT
"""The comparison finds every difference, and none where there is none."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import comparison
import msb
import population
import pyarrow as pa
import pytest
from programs import MODEL

ROWS = population.PART_ROWS + 1_000
OUTCOME = ("status", "responsible", "rule", "target_group")


@pytest.fixture(scope="module")
def model() -> msb.Model:
    """Aarhus from August 2019 on."""
    return msb.Model.load(MODEL)


def decide(model: msb.Model, number: int) -> list[pa.RecordBatch]:
    """Return the answers of a part."""
    people = population.make_part(number, model, ROWS)
    return list(model.decide_batches([people], on=population.ON, keep=["id"]))


def change(batch: pa.RecordBatch, row: int, name: str, value: Any) -> Any:
    """Return a batch with another value in one place."""
    values = batch.column(name).to_pylist()
    values[row] = value
    index = batch.schema.get_field_index(name)
    column = pa.array(values, batch.column(name).type)
    return batch.set_column(index, batch.schema.field(index), column)


@pytest.fixture(scope="module")
def small(model: msb.Model) -> pa.RecordBatch:
    """The answers of the last part, which has a thousand rows."""
    (batch,) = decide(model, 1)
    assert batch.num_rows == 1_000
    return batch


def test_a_summary_does_not_depend_on_how_rows_lie_in_batches(
    small: pa.RecordBatch,
) -> None:
    whole = comparison.summarise([small], "a")
    cut = [small.slice(0, 1), small.slice(1, 0), small.slice(1)]
    assert comparison.summarise(cut, "b").answer == whole.answer


def test_a_summary_does_not_depend_on_how_texts_are_encoded(
    small: pa.RecordBatch,
) -> None:
    columns = [
        small.column(0),
        *(column.dictionary_encode() for column in small.columns[1:]),
    ]
    encoded = pa.RecordBatch.from_arrays(columns, names=small.schema.names)
    assert (
        comparison.summarise([encoded], "a").answer
        == comparison.summarise([small], "a").answer
    )


@pytest.mark.parametrize("name", comparison.COLUMNS)
def test_one_other_value_in_one_row_is_found(
    small: pa.RecordBatch, name: str
) -> None:
    values = small.column(name).to_pylist()
    other = next(value for value in values if value != values[700])
    changed = change(small, 700, name, other)
    assert not comparison.are_same(
        [comparison.summarise([small], "a")],
        [comparison.summarise([changed], "a")],
    )


def test_two_rows_that_changed_places_are_found(
    small: pa.RecordBatch,
) -> None:
    order = pa.array([1, 0, *range(2, 1_000)])
    assert not comparison.are_same(
        [comparison.summarise([small], "a")],
        [comparison.summarise([small.take(order)], "a")],
    )


def test_parts_come_in_any_order_and_none_may_be_missing(
    model: msb.Model,
) -> None:
    here, _ = comparison.decide_here(model, ROWS)
    assert [part.rows for part in here] == [population.PART_ROWS, 1_000]
    assert comparison.are_same(here, here[::-1])
    assert not comparison.are_same(here, here[1:])
    assert not comparison.are_same(here, [*here, here[1]])


def test_a_part_of_no_rows_has_no_summary(small: pa.RecordBatch) -> None:
    with pytest.raises(ValueError, match="at least one row"):
        comparison.summarise([small.slice(0, 0)], "a")


def test_a_summary_counts_every_row_under_its_area(
    small: pa.RecordBatch,
) -> None:
    areas = json.loads(comparison.summarise([small], "a").areas)
    responsible = small.column("responsible").to_pylist()
    assert areas.pop("nobody yet") == responsible.count(None) > 0
    assert areas == {
        area: responsible.count(area) for area in set(responsible) - {None}
    }


def test_a_program_fails_where_one_row_is_answered_otherwise(
    model: msb.Model, capsys: pytest.CaptureFixture[str]
) -> None:
    here, _ = comparison.decide_here(model, ROWS)
    assert comparison.conclude("Dask", here, 1.0, model, ROWS) == 0
    assert "the same answer: yes" in capsys.readouterr().out
    wrong = [here[0], replace(here[1], digest="0" * 32)]
    assert comparison.conclude("Dask", wrong, 1.0, model, ROWS) == 1
    assert "the same answer: no" in capsys.readouterr().out


def test_rows_are_decided_as_citizens_are_one_by_one(
    model: msb.Model, small: pa.RecordBatch
) -> None:
    people = population.make_part(1, model, ROWS)
    names = [name for name in people.schema.names if name != "id"]
    decide_one = model.decider(tuple(names), on=population.ON)
    assert small.select(list(OUTCOME)).to_pylist() == [
        dict(zip(OUTCOME, decide_one(tuple(row.values())), strict=True))
        for row in people.select(names).to_pylist()
    ]
