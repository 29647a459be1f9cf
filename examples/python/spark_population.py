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

import argparse
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
from pyspark.sql import SparkSession

MODELS = Path(__file__).resolve().parents[1] / "models"

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


def decide(
    spark: SparkSession, model: msb.Model, rows: int
) -> list[comparison.Summary]:
    """Decide the population on the cluster that is connected to."""

    def make(numbers: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in numbers:
            for number in batch.column("id").to_pylist():
                yield population.make_part(number, model, rows)

    def decide(people: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return model.decide_batches(people, on=population.ON, keep=["id"])

    def summarise(
        answers: Iterator[pa.RecordBatch],
    ) -> Iterator[pa.RecordBatch]:
        # The executor's process is the parent of its Python's.
        yield comparison.summarise(answers, str(os.getppid())).as_batch()

    num = population.count_parts(rows)
    people = spark.range(0, num, 1, num).mapInArrow(make, PEOPLE)
    answers = people.mapInArrow(decide, ANSWERS)
    # One's own program would go on with the answers, as with any of Spark's
    # frames: answers.groupBy("responsible").count(), answers.write...
    parts = answers.mapInArrow(summarise, SUMMARY).collect()
    return [comparison.Summary(**row.asDict()) for row in parts]


def main() -> int:
    """Decide on the cluster and here."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--model", default=MODELS / "aarhus_2019.json")
    arguments = parser.parse_args()
    model = msb.Model.load(arguments.model)

    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        spark = start_cluster(Path(folder))
        try:
            started = time.perf_counter()
            there = decide(spark, model, arguments.rows)
            decided = time.perf_counter()
        finally:
            spark.stop()
    print(f"the cluster started in {started - start:.1f} s")
    return comparison.conclude(
        "Spark", there, decided - started, model, arguments.rows
    )


if __name__ == "__main__":
    sys.exit(main())
