# SPDX-License-Identifier: MIT
"""Any process makes the same citizens, and something is unknown of many."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import msb
import population
import pyarrow as pa
import pytest
from programs import MODEL, PROGRAMS

ROWS = 2 * population.PART_ROWS + 1_000

PRINT_DIGEST = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
import msb, population
part = population.make_part(2, msb.Model.load(sys.argv[2]), int(sys.argv[3]))
print(hashlib.sha256(repr(part.to_pylist()).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def model() -> msb.Model:
    """Aarhus from August 2019 on."""
    return msb.Model.load(MODEL)


def test_the_last_part_has_the_rows_that_are_left(model: msb.Model) -> None:
    assert population.count_parts(ROWS) == 3
    assert population.count_parts(2 * population.PART_ROWS) == 2
    first, last = (population.make_part(i, model, ROWS) for i in (0, 2))
    assert first.num_rows == population.PART_ROWS
    assert last.num_rows == 1_000
    assert last.column("id").to_pylist() == [
        *range(2 * population.PART_ROWS, ROWS)
    ]


def test_another_process_makes_the_same_part(model: msb.Model) -> None:
    here = repr(population.make_part(2, model, ROWS).to_pylist())
    there = subprocess.run(
        [sys.executable, "-B", "-c", PRINT_DIGEST, PROGRAMS, MODEL, str(ROWS)],
        text=True,
        capture_output=True,
        check=True,
    ).stdout.strip()
    assert there == hashlib.sha256(here.encode()).hexdigest()


def test_parts_and_seeds_give_other_citizens(model: msb.Model) -> None:
    columns = ["birth_date", "benefit", "primary_challenge"]
    drawn = [
        population.make_part(number, model, 10**6, seed).select(columns)
        for number, seed in ((0, 1), (1, 1), (0, 2))
    ]
    assert not any(
        one.equals(other) for i, one in enumerate(drawn) for other in drawn[:i]
    )


@pytest.mark.parametrize(
    "name", ["birth_date", "benefit", "primary_challenge", "needs", "services"]
)
def test_of_some_citizens_it_is_unknown(model: msb.Model, name: str) -> None:
    column = population.make_part(0, model, ROWS).column(name)
    column.validate(full=True)
    assert 0 < column.null_count < len(column) / 2


def test_every_value_of_the_model_occurs(model: msb.Model) -> None:
    part = population.make_part(0, model, ROWS)
    for name in ("benefit", "primary_challenge", "needs", "services"):
        column = part.column(name)
        if pa.types.is_list(column.type):
            column = column.flatten()
        assert set(column.unique().to_pylist()) - {None} == set(
            model.attributes[name].values
        )
