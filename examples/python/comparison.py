# SPDX-License-Identifier: MIT
"""Whether a cluster gives the same answer as one process, row by row.

The answers of a part become lines of text, with the number of the citizen in
front, and the lines a digest. Two digests are equal when all rows are, in the
same order. The lines do not depend on how the rows lay in batches, nor on
whether their texts were encoded by a dictionary.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import msb
import population
import pyarrow as pa
import pyarrow.compute as pc

COLUMNS = ("id", "status", "responsible", "rule", "target_group")

_MODELS = Path(__file__).resolve().parents[1] / "models"


@dataclass(frozen=True)
class Summary:
    """What a part came to."""

    number: int
    rows: int
    digest: str
    areas: str
    """How many each area answers for, as a JSON object."""
    worker: str
    """Who decided it; the same part may be decided by anybody."""

    @property
    def answer(self) -> tuple[int, int, str, str]:
        """All of it but who decided."""
        return self.number, self.rows, self.digest, self.areas

    def as_batch(self) -> pa.RecordBatch:
        """Return it as a batch of one row."""
        return pa.RecordBatch.from_pylist([asdict(self)])


def summarise(batches: Iterable[pa.RecordBatch], worker: str) -> Summary:
    """Return what the answers of one part, in any batches, come to."""
    digest = hashlib.blake2b(digest_size=16)
    areas: Counter[str] = Counter()
    first, rows = None, 0
    for batch in batches:
        if batch.num_rows == 0:
            continue
        if first is None:
            first = batch.column("id")[0].as_py()
        rows += batch.num_rows
        digest.update(_format_lines(batch))
        for area in pc.value_counts(batch.column("responsible")).to_pylist():
            areas[str(area["values"] or "nobody yet")] += area["counts"]
    if first is None:
        raise ValueError("a part has at least one row")
    return Summary(
        first // population.PART_ROWS,
        rows,
        digest.hexdigest(),
        json.dumps(areas, sort_keys=True),
        worker,
    )


def _format_lines(batch: pa.RecordBatch) -> pa.Buffer:
    """Return a line for each row."""
    texts = [batch.column(name).cast(pa.string()) for name in COLUMNS]
    lines = pc.binary_join_element_wise(
        *texts, "\n", "\t", null_handling="replace", null_replacement="-"
    )
    whole = pa.ListArray.from_arrays(pa.array([0, len(lines)]), lines)
    return pc.binary_join(whole, "")[0].as_buffer()


def read_arguments(description: str) -> tuple[msb.Model, int]:
    """Return the model and the number of rows that a program is called for."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--model", default=_MODELS / "aarhus_2019.json")
    arguments = parser.parse_args()
    return msb.Model.load(arguments.model), arguments.rows


def decide_here(model: msb.Model, rows: int) -> tuple[list[Summary], float]:
    """Decide all parts in this process.

    Returns:
        What they came to, and how many seconds deciding alone took.
    """
    parts, seconds = [], 0.0
    for number in range(population.count_parts(rows)):
        people = population.make_part(number, model, rows)
        start = time.perf_counter()
        answers = list(
            model.decide_batches([people], on=population.ON, keep=["id"])
        )
        seconds += time.perf_counter() - start
        parts.append(summarise(answers, "this process"))
    return parts, seconds


def are_same(here: list[Summary], there: list[Summary]) -> bool:
    """Whether every row has the same answer; the parts in any order."""
    return [part.answer for part in here] == [
        part.answer for part in sorted(there, key=lambda part: part.number)
    ]


def conclude(
    name: str,
    there: list[Summary],
    seconds: float,
    model: msb.Model,
    rows: int,
) -> int:
    """Decide here what a cluster has decided, and print both.

    Args:
        name: of the cluster.
        there: what it found.
        seconds: how long it took, from its start on.
        model: the model that it decided by.
        rows: the size of the population.

    Returns:
        The exit status: 1 where a row was answered otherwise.
    """
    start = time.perf_counter()
    here, deciding = decide_here(model, rows)
    seconds_here = time.perf_counter() - start
    _print_areas(here)
    print(f"\n{'':12}{'rows':>12}{'workers':>9}{'seconds':>9}{'rows/s':>12}")
    _print_side("one process", here, seconds_here)
    _print_side(name, there, seconds)
    print(f"deciding alone: {deciding:.1f} s of the one process")
    same = are_same(here, there)
    print("the same answer:", "yes" if same else "no")
    return 0 if same else 1


def _print_side(name: str, parts: list[Summary], seconds: float) -> None:
    rows = sum(part.rows for part in parts)
    workers = len({part.worker for part in parts})
    print(
        f"{name:12}{rows:12,}{workers:9}{seconds:9.1f}{rows / seconds:12,.0f}"
    )


def _print_areas(parts: list[Summary]) -> None:
    areas: Counter[str] = Counter()
    for part in parts:
        areas.update(json.loads(part.areas))
    for area, num in sorted(areas.items()):
        print(f"{area:30}{num:12,}")
