# SPDX-License-Identifier: MIT
"""Decide millions of citizens on a Spark cluster of two workers.

Each worker makes its citizens itself, decides them, and sends back a summary.
Afterwards this process decides the same citizens alone. The program fails
where one row of them is answered otherwise.

The cluster is Spark's `local-cluster`: a master and two workers, each with an
executor that is a process of its own. Code, files and rows go to it over the
network, as they would to another machine. (`local[2]` is two threads of one
process, and would hide what is not sent.)

Usage: spark_population.py [--rows N] [--model FILE]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import comparison
import msb
import population
import pyarrow as pa
import pyspark
from pyspark.sql import DataFrame, SparkSession

PEOPLE = (
    "id long, birth_date date, benefit string, primary_challenge string, "
    "needs array<string>, services array<string>"
)
ANSWERS = (
    "id long, status string, responsible string, rule string, "
    "target_group string"
)
SUMMARY = "number long, rows long, digest string, areas string, worker string"


def start_cluster(folder: Path) -> SparkSession:
    """Start two workers with a core and a GiB each, and connect to them.

    Args:
        folder: where they keep their files.
    """
    # Workers of a local cluster write into the folder that Spark lies in; so
    # it gets one of its own.
    home = folder / "spark"
    home.mkdir()
    for path in Path(pyspark.__file__).parent.iterdir():
        (home / path.name).symlink_to(path)
    os.environ.update(
        SPARK_HOME=str(home),
        SPARK_LOCAL_DIRS=str(folder),
        SPARK_LOCAL_IP="127.0.0.1",
        PYSPARK_PYTHON=sys.executable,
    )
    spark: SparkSession = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.log.level", "ERROR")
        .config("spark.scheduler.minRegisteredResourcesRatio", 1.0)
        .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "10min")
        .config("spark.ui.enabled", False)
        .config("spark.ui.showConsoleProgress", False)
        .getOrCreate()
    )
    # What the functions below need of this folder goes to the workers; msb
    # is installed there.
    for module in (population, comparison):
        spark.sparkContext.addPyFile(str(module.__file__))
    spark.range(2).count()  # waits until both workers are there
    return spark


def decide_people(people: DataFrame, model: msb.Model) -> DataFrame:
    """Return the answers of a frame, worked out when they are asked for."""

    def decide(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return model.decide_batches(batches, on=population.ON, keep=["id"])

    return people.mapInArrow(decide, ANSWERS)


def decide_population(
    spark: SparkSession, model: msb.Model, rows: int
) -> list[comparison.Summary]:
    """Decide the population on the cluster that is connected to."""

    def make(numbers: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in numbers:
            for number in batch.column("id").to_pylist():
                yield population.make_part(number, model, rows)

    def summarise(
        answers: Iterator[pa.RecordBatch],
    ) -> Iterator[pa.RecordBatch]:
        # All of Python that an executor starts has one parent.
        yield comparison.summarise(answers, str(os.getppid())).as_batch()

    num = population.count_parts(rows)
    people = spark.range(0, num, 1, num).mapInArrow(make, PEOPLE)
    answers = decide_people(people, model)
    # One's own program would go on with the answers, as with any of Spark's
    # frames: answers.groupBy("responsible").count(), answers.write...
    parts = answers.mapInArrow(summarise, SUMMARY).collect()
    return [comparison.Summary(**row.asDict()) for row in parts]


def main() -> int:
    """Decide on the cluster and here."""
    model, rows = comparison.read_arguments(__doc__.splitlines()[0])
    start = time.perf_counter()
    # What is stopped may still write a last line there.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        spark = start_cluster(Path(folder))
        try:
            started = time.perf_counter()
            there = decide_population(spark, model, rows)
            decided = time.perf_counter()
        finally:
            spark.stop()
    print(f"the cluster started in {started - start:.1f} s")
    return comparison.conclude("Spark", there, decided - started, model, rows)


if __name__ == "__main__":
    sys.exit(main())
