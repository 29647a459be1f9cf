# SPDX-License-Identifier: MIT
"""DuckDB as a peer: the rules as one CASE over a table in memory.

Usage: duckdb_peer.py FOLDER

FOLDER holds what run.py puts there. One thread; the areas go into a table, and
every one of them is compared. Prints {"version", "rows": {what: rows},
"ns": {what: ns a row}}.
"""

import json
import os
import statistics
import sys
import time

import duckdb
import numpy

RUNS = 5


def main():
    """Load, decide, compare, time."""
    folder = sys.argv[1]
    with open(os.path.join(folder, "rows.json"), encoding="utf-8") as file:
        rows = json.load(file)
    with open(os.path.join(folder, "case.sql"), encoding="utf-8") as file:
        case = file.read()
    columns = {name: numpy.fromfile(os.path.join(folder, name), dtype)
               for name, dtype in rows["columns"].items()}
    expected = columns.pop("area")
    db = duckdb.connect()
    db.execute("SET threads = 1")
    # DuckDB finds `columns` by its name in this function.
    db.execute("CREATE TABLE people AS SELECT * FROM columns")
    decide = ("CREATE OR REPLACE TABLE answers AS "
              f"SELECT ({case})::UTINYINT AS area FROM people")
    db.execute(decide)
    areas = db.execute("SELECT area FROM answers").fetchnumpy()["area"]
    if not numpy.array_equal(areas, expected):
        sys.exit("DuckDB and the plan differ")
    samples = []
    for _ in range(RUNS):
        start = time.perf_counter_ns()
        db.execute(decide)
        samples.append((time.perf_counter_ns() - start) / len(expected))
    print(json.dumps({"version": duckdb.__version__,
                      "rows": {"CASE": len(expected)},
                      "ns": {"CASE": statistics.median(samples)}}))


if __name__ == "__main__":
    main()
