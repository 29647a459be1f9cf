# SPDX-License-Identifier: MIT
"""Synthetic citizens for Aarhus, as many as are asked for, part by part.

A part is made from the seed and its number alone, so any process can make any
part, and it is the same everywhere: nothing has to be sent. The citizens are
drawn evenly, and are like nobody: what is asked here is only whether all
machines give the same answer, and how quickly.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

PART_ROWS = 100_000
ON = date(2019, 9, 1)

_BORN_FROM = date(1925, 1, 1)
# How many of a hundred have nothing on record.
_UNKNOWN = {
    "birth_date": 1,
    "benefit": 10,
    "primary_challenge": 20,
    "needs": 5,
    "services": 30,
}


def count_parts(rows: int) -> int:
    """Return how many parts there are; the last may be smaller."""
    return -(-rows // PART_ROWS)


def make_part(
    number: int, model: msb.Model, rows: int, seed: int = 1
) -> pa.RecordBatch:
    """Return part `number`, from 0, of a population of so many rows."""
    rng = np.random.default_rng([seed, number])
    first = number * PART_ROWS
    num = min(PART_ROWS, rows - first)
    benefit, challenge, needs, services = (
        model.attributes[name].values
        for name in ("benefit", "primary_challenge", "needs", "services")
    )
    return pa.record_batch(
        {
            "id": pa.array(np.arange(first, first + num)),
            "birth_date": _draw_days(rng, num),
            "benefit": _draw_texts(rng, num, "benefit", benefit),
            "primary_challenge": _draw_texts(
                rng, num, "primary_challenge", challenge
            ),
            "needs": _draw_sets(rng, num, "needs", needs),
            "services": _draw_sets(rng, num, "services", services),
        }
    )


def _draw_unknown(
    rng: np.random.Generator, num: int, name: str
) -> npt.NDArray[np.bool_]:
    return rng.integers(100, size=num) < _UNKNOWN[name]


def _draw_days(rng: np.random.Generator, num: int) -> pa.Array:
    epoch = date(1970, 1, 1)
    days = rng.integers(
        (_BORN_FROM - epoch).days, (ON - epoch).days, num, dtype=np.int32
    )
    unknown = _draw_unknown(rng, num, "birth_date")
    return pa.array(days, mask=unknown).view(pa.date32())


def _draw_texts(
    rng: np.random.Generator, num: int, name: str, values: Sequence[str]
) -> pa.Array:
    indices = rng.integers(len(values), size=num)
    unknown = _draw_unknown(rng, num, name)
    return pa.array(values).take(pa.array(indices, mask=unknown))


def _draw_sets(
    rng: np.random.Generator, num: int, name: str, values: Sequence[str]
) -> pa.Array:
    """One value in eight is in a set."""
    shape = (num, len(values))
    chosen = rng.integers(8, size=shape, dtype=np.uint8) == 0
    ends = np.cumsum(np.count_nonzero(chosen, axis=1))
    return pa.ListArray.from_arrays(
        pa.array(np.append(0, ends), pa.int32()),
        pa.array(values).take(pa.array(np.nonzero(chosen)[1])),
        mask=pa.array(_draw_unknown(rng, num, name)),
    )
