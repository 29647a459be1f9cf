# SPDX-License-Identifier: MIT
"""Both programs on few rows: quick, and with a last part that is smaller."""

from __future__ import annotations

import population
import pytest
from programs import check_program

PROGRAMS = [("dask_population.py", "Dask"), ("spark_population.py", "Spark")]
ROWS = 4 * population.PART_ROWS - 12_345


@pytest.mark.parametrize(("program", "name"), PROGRAMS)
def test_both_workers_answer_as_one_process_does(
    program: str, name: str
) -> None:
    check_program(program, name, ROWS)
