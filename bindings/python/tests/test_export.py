# SPDX-License-Identifier: MIT
"""Exports that go to a function or a file, row by row."""

from __future__ import annotations

import gc
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msb
import pytest
import small_town
from resident import read_resident
from small_town import ON

KEY = bytes(range(32))
NAMES = ["anna", "bo", "carl", "dora"]


def list_exports(path: Path) -> list[str]:
    """Return the exports that a store has in its journal."""
    with msb.Store(path) as store:
        return [
            entry.action
            for entry in store.journal()
            if entry.action in ("export", "pseudonyms")
        ]


def test_a_function_is_given_the_rows_that_are_otherwise_returned(
    town: Path,
) -> None:
    for key in (None, KEY):
        taken: list[dict[str, Any]] = []
        with small_town.enter(town, msb.Role.SYSTEM) as store:
            assert store.export(on=ON, key=key, to=taken.append) == 4
            assert taken == list(store.export(on=ON, key=key))
    assert [row["age"] for row in taken] == [21, 48, 48, 58]
    assert list_exports(town) == ["export"] * 2 + ["pseudonyms"] * 2


def test_a_file_is_given_a_line_for_each_row(
    town: Path, tmp_path: Path
) -> None:
    memory = io.BytesIO()
    with msb.Store(town) as store:
        rows = list(store.export(on=ON))
        with (
            (tmp_path / "rows.jsonl").open("wb") as plain,
            gzip.open(tmp_path / "rows.gz", "wb") as packed,
        ):
            for file in (plain, packed, memory):
                assert store.export(on=ON, to=file) == 4
    text = memory.getvalue()
    assert (tmp_path / "rows.jsonl").read_bytes() == text
    assert gzip.decompress((tmp_path / "rows.gz").read_bytes()) == text
    assert text.endswith(b"}\n")
    assert [json.loads(line) for line in text.splitlines()] == rows


def test_the_journal_has_the_export_before_the_first_row(town: Path) -> None:
    seen: list[list[str]] = []

    def take(row: dict[str, Any]) -> None:
        seen.append(list_exports(town))

    with small_town.enter(town, msb.Role.SYSTEM) as store:
        store.export(on=ON, to=take)
    assert seen == [["export"]] * 4


def raise_midway(row: dict[str, Any]) -> None:
    if row["id"] == "bo":
        raise LookupError("enough")


@pytest.mark.parametrize(
    ("take", "error"),
    [
        (lambda row: row["id"] != "bo", msb.Stopped),
        (raise_midway, LookupError),
    ],
)
def test_an_export_ends_where_its_reader_does_and_stays_in_the_journal(
    town: Path,
    take: Callable[[dict[str, Any]], object],
    error: type[Exception],
) -> None:
    taken: list[str] = []

    def note(row: dict[str, Any]) -> object:
        taken.append(row["id"])
        return take(row)

    with small_town.enter(town, msb.Role.SYSTEM) as store:
        with pytest.raises(error):
            store.export(on=ON, to=note)
        assert taken == ["anna", "bo"]
        assert list_exports(town) == ["export"]
        # It reads on, and writes, as if nothing had been.
        assert store.export(on=ON, to=lambda row: None) == 4
        assert store.assign(on=ON)
    assert list_exports(town) == ["export"] * 2


def test_only_false_ends_an_export(town: Path) -> None:
    answers = iter([None, 0, "", object()])
    with msb.Store(town) as store:
        assert store.export(on=ON, to=lambda row: next(answers)) == 4


def test_a_reader_that_uses_the_store_is_refused(town: Path) -> None:
    with msb.Store(town) as store:
        with pytest.raises(msb.Misuse) as caught:
            store.export(on=ON, to=lambda row: store.report(on=ON))
        assert caught.value.code == "store_in_use"
        assert store.report(on=ON)


def test_who_may_not_is_refused_before_any_row(town: Path) -> None:
    taken: list[dict[str, Any]] = []
    with (
        small_town.enter(town, msb.Role.ANALYST) as store,
        pytest.raises(msb.Denied),
    ):
        store.export(on=ON, to=taken.append)
    assert taken == []


@pytest.mark.parametrize("to", [3, "rows.jsonl", object()])
def test_what_takes_no_rows_is_refused_before_anything_is_read(
    town: Path, to: Any
) -> None:
    with (
        small_town.enter(town, msb.Role.SYSTEM) as store,
        pytest.raises(TypeError, match="binary mode"),
    ):
        store.export(on=ON, to=to)
    assert list_exports(town) == []


def test_a_file_that_fails_ends_the_export(town: Path) -> None:
    class Short(io.BytesIO):
        def write(self, data: Any, /) -> int:
            return super().write(data[:-1])

    with msb.Store(town) as store:
        with pytest.raises(OSError, match="not written whole"):
            store.export(on=ON, to=Short())
        with pytest.raises(TypeError, match="str"):
            store.export(on=ON, to=io.StringIO())  # type: ignore[call-overload]


def test_rows_without_a_reader_leave_the_store_free(town: Path) -> None:
    with msb.Store(town) as store:
        rows = store.export(on=ON)
        first = next(rows)
        assert store.subject(first["id"])
    assert [first["id"], *(row["id"] for row in rows)] == NAMES


# What holds one row at a time: pages of the database, and the allocator's.
SLACK = 4 << 20


def measure_export(path: Path) -> tuple[int, int]:
    """Return the rows of an export, and the most that it held, in bytes."""
    most = num = 0

    def take(row: dict[str, Any]) -> None:
        nonlocal most, num
        num += 1
        if num % 500 == 0:
            most = max(most, read_resident())

    with msb.Store(path) as store:
        gc.collect()
        before = read_resident()
        assert store.export(on=ON, to=take) == num
    return num, most - before


@pytest.mark.large
def test_ten_times_the_citizens_take_no_more_memory(tmp_path: Path) -> None:
    for num in (10_000, 100_000):
        path = tmp_path / f"{num}.msb"
        small_town.create(
            path,
            [(f"citizen_{i}", "15-06-1970", "KTH", "nej") for i in range(num)],
            [],
        )
        taken, held = measure_export(path)
        assert taken == num
        assert held < SLACK
    # So that it could be seen: what is read at once holds all.
    with msb.Store(path) as store:
        gc.collect()
        before = read_resident()
        rows = store.export(on=ON)
        assert read_resident() - before > 2 * SLACK
        assert sum(1 for _ in rows) == 100_000
