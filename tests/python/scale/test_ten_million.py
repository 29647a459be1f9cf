# SPDX-License-Identifier: MIT
"""Ten million rows are answered alike by one process and by a cluster."""

from __future__ import annotations

import pytest
from programs import check_program

pytestmark = pytest.mark.large

ROWS = 10_000_000


def test_dask_answers_ten_million_rows_as_one_process_does() -> None:
    check_program("dask_population.py", "Dask", ROWS)


def test_spark_answers_ten_million_rows_as_one_process_does() -> None:
    check_program("spark_population.py", "Spark", ROWS)
