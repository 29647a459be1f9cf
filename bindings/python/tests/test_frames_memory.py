# SPDX-License-Identifier: MIT
"""Frames give back what they take: memory, references, buffers, threads."""

from __future__ import annotations

import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msb
import pytest
from msb import core
from resident import read_resident

np = pytest.importorskip("numpy")
pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

ON = "2019-09-01"
NUM = 4_000


def _frames() -> dict[str, Any]:
    ages = (np.arange(NUM) % 100).astype(np.int32)
    needs = [["job", "housing"], [], None, ["family"]] * (NUM // 4)
    benefits = ["none", "cash_benefit", None, "education_help"] * (NUM // 4)
    table = pa.table({"age": ages, "needs": needs, "benefit": benefits})
    frame = table.to_pandas()
    return {
        "table": table,
        "encoded": table.set_column(
            2, "benefit", table["benefit"].dictionary_encode()
        ),
        "pandas": frame,
        "objects": frame.astype({"benefit": object}),
        "categories": frame.astype({"benefit": "category"}),
        "polars": pl.from_arrow(table),
    }


@pytest.mark.large
@pytest.mark.parametrize("kind", list(_frames()))
def test_hundreds_of_frames_leave_nothing_behind(
    aarhus: msb.Model, kind: str
) -> None:
    frame = _frames()[kind]

    def decide(times: int) -> int:
        for _ in range(times):
            aarhus.decide_frame(frame, on=ON, deliveries=kind != "pandas")
        gc.collect()
        return read_resident()

    before = decide(20)
    # Each answer is more than 16,000 bytes: if they stayed, it would be seen.
    assert decide(400) - before < 4_000_000


def test_what_is_decided_outlives_the_frame_and_goes_with_its_last_user(
    aarhus: msb.Model,
) -> None:
    gc.collect()  # what tests before this one left
    before = pa.total_allocated_bytes()
    table = _frames()["table"]
    decided = aarhus.decide_frame(table, on=ON)
    expected = decided["responsible"].to_pylist()
    column = decided["responsible"]
    del table, decided
    gc.collect()
    assert column.to_pylist() == expected
    del column
    gc.collect()
    # pyarrow's own memory: the table's, which we must have given back.
    assert pa.total_allocated_bytes() == before


def test_objects_are_not_kept_and_not_lost(aarhus: msb.Model) -> None:
    text = str(b"cash_benefit", "ascii")  # nobody else's
    column = np.empty(NUM, object)
    column[:] = text
    lists = np.empty(NUM, object)
    items = [text]
    lists[:] = [items] * NUM
    counts = sys.getrefcount(text), sys.getrefcount(items)
    frame = pd.DataFrame({"benefit": column})
    for _ in range(3):
        aarhus.decide_frame(frame, on=ON)
        with pytest.raises(msb.Invalid):
            aarhus.decide_frame(pd.DataFrame({"needs": lists}), on=ON)
    del frame
    gc.collect()
    assert (sys.getrefcount(text), sys.getrefcount(items)) == counts


def test_a_failed_call_gives_all_back(aarhus: msb.Model) -> None:
    ages = np.full(NUM, 30, np.int32)
    ages[-1] = 200
    buffers = sys.getrefcount(ages)
    frame = pd.DataFrame({"age": pd.Series(ages, copy=False)})
    for _ in range(5):
        with pytest.raises(msb.Invalid):
            aarhus.decide_frame(frame, on=ON)
    del frame
    gc.collect()
    assert sys.getrefcount(ages) == buffers


def test_capsules_that_nobody_takes_are_released(aarhus: msb.Model) -> None:
    gc.collect()  # what tests before this one left
    before = pa.total_allocated_bytes()
    table = _frames()["table"]
    stream = core.open_stream(table.__arrow_c_stream__())
    piece = next(stream).piece(0)
    del stream, table
    gc.collect()
    assert piece.num_rows == NUM
    assert pa.total_allocated_bytes() > before
    del piece
    gc.collect()
    assert pa.total_allocated_bytes() == before
    decisions = aarhus.decide_frame_meta("arrow")
    for _ in range(3):
        decisions.__arrow_c_stream__()
        decisions.__arrow_c_schema__()


def test_an_iterator_that_changes_the_column_does_no_harm(
    aarhus: msb.Model,
) -> None:
    column = np.empty(100, object)

    class Nasty:
        def __iter__(self) -> Any:
            column[:] = None
            gc.collect()
            return iter(["job"])

    column[:] = [Nasty() for _ in range(100)]
    frame = pd.DataFrame({"needs": pd.Series(column, copy=False)})
    decided = aarhus.decide_frame(frame, on=ON)
    assert len(decided) == 100


def test_an_iterator_that_raises_is_heard(aarhus: msb.Model) -> None:
    class Broken:
        def __iter__(self) -> Any:
            raise LookupError("broken")

    column = np.empty(1, object)
    column[0] = Broken()
    with pytest.raises(LookupError, match="broken"):
        aarhus.decide_frame(pd.DataFrame({"needs": column}), on=ON)


def test_threads_decide_with_one_model_at_once(aarhus: msb.Model) -> None:
    frames = _frames()
    expected = aarhus.decide_frame(frames["table"], on=ON).to_pydict()

    def decide(kind: str) -> bool:
        decided = aarhus.decide_frame(frames[kind], on=ON)
        columns = pl.DataFrame(decided).to_dict(as_series=False)
        return bool(columns == expected)

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(decide, list(frames) * 4))
