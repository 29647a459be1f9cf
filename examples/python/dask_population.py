# SPDX-License-Identifier: MIT
"""Decide millions of citizens on a Dask cluster of two workers.

Each worker makes its citizens itself, decides them, and sends back a summary.
Afterwards this process decides the same citizens alone. The program fails
where one row of them is answered otherwise.

Usage: dask_population.py [--rows N] [--model FILE]
"""

from __future__ import annotations

import sys
import time
from dataclasses import asdict

import comparison
import dask.dataframe as dd
import msb
import pandas as pd
import population
import pyarrow as pa
from dask.distributed import Client, LocalCluster, get_worker

SUMMARY = {
    "number": int,
    "rows": int,
    "digest": str,
    "areas": str,
    "worker": str,
}


def make_frame(number: int, model: msb.Model, rows: int) -> pd.DataFrame:
    """Return a part of the population, its columns in Arrow."""
    batch = population.make_part(number, model, rows)
    frame: pd.DataFrame = batch.to_pandas(types_mapper=pd.ArrowDtype)
    return frame.set_index("id")


def summarise_frame(answers: pd.DataFrame) -> pd.DataFrame:
    """Return what the answers of a part come to, as one row."""
    batch = pa.RecordBatch.from_pandas(answers.reset_index())
    part = comparison.summarise([batch], get_worker().address)
    return pd.DataFrame([asdict(part)])


def decide_people(people: dd.DataFrame, model: msb.Model) -> dd.DataFrame:
    """Return the answers of a frame, worked out when they are asked for."""
    return people.map_partitions(
        model.decide_frame, on=population.ON, meta=model.decide_frame_meta()
    )


def decide_population(model: msb.Model, rows: int) -> list[comparison.Summary]:
    """Decide the population on the cluster that is connected to."""
    people = dd.from_map(
        make_frame,
        range(population.count_parts(rows)),
        model=model,
        rows=rows,
        meta=make_frame(0, model, 1).iloc[:0],
    )
    answers = decide_people(people, model)
    # One's own program would go on with the answers, as with any Dask frame:
    # answers.responsible.value_counts(), answers.to_parquet(...).
    parts = answers.map_partitions(summarise_frame, meta=SUMMARY).compute()
    return [
        comparison.Summary(**row) for row in parts.to_dict(orient="records")
    ]


def main() -> int:
    """Decide on the cluster and here."""
    model, rows = comparison.read_arguments(__doc__.splitlines()[0])
    start = time.perf_counter()
    with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
        ) as cluster,
        Client(cluster),
    ):
        started = time.perf_counter()
        there = decide_population(model, rows)
        decided = time.perf_counter()
    print(f"the cluster started in {started - start:.1f} s")
    return comparison.conclude("Dask", there, decided - started, model, rows)


if __name__ == "__main__":
    sys.exit(main())
