# SPDX-License-Identifier: MIT
"""The journal of a store, and breaking the glass."""

from __future__ import annotations

import hashlib
import pickle
import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msb
import pytest
import small_town
from small_town import ON

NOON = datetime(2019, 6, 1, 12, 0, tzinfo=UTC)


def read(path: Path, first: int = 1) -> list[msb.JournalEntry]:
    """The journal as an auditor reads it."""
    with small_town.enter(path, msb.Role.AUDITOR) as store:
        return list(store.journal(first))


def test_each_write_is_an_entry(town: Path) -> None:
    entries = read(town)
    assert [each.number for each in entries] == [1, 2, 3, 4]
    assert [each.action for each in entries] == [
        "init", "adopt", "import", "import",
    ]  # fmt: skip
    assert {(each.actor, each.role, each.purpose, each.citizen)
            for each in entries} == {("", "system", "", None)}  # fmt: skip
    assert entries[0].detail == {"model": "small_2018"}
    assert (entries[2].detail["read"], entries[3].detail["read"]) == (4, 5)
    assert all(each.recorded_at.tzinfo is UTC for each in entries)
    assert pickle.loads(pickle.dumps(entries)) == entries


def test_the_journal_is_read_from_a_number_on(town: Path) -> None:
    whole = read(town)
    assert read(town, 3) == whole[2:]
    assert read(town, 5) == []


def chain(entry: msb.JournalEntry, detail: str, before: bytes) -> bytes:
    """The hash of an entry, as doc/reference/access.md says."""

    def number(value: int) -> bytes:
        return value.to_bytes(8, "little")

    def text(value: str) -> bytes:
        return number(len(value.encode())) + value.encode()

    return hashlib.blake2b(
        b"msb journal entry\0"
        + before
        + number(entry.number)
        + number(int(entry.recorded_at.timestamp()))
        + text(entry.actor)
        + text(entry.role)
        + text(entry.purpose)
        + text(entry.action)
        + number(entry.citizen or 0)
        + text(detail),
        digest_size=32,
    ).digest()


def test_the_chain_can_be_followed(town: Path) -> None:
    with small_town.enter(town, msb.Role.SYSTEM) as store:
        store.subject("anna")
        mark = store.mark_journal()
    base = sqlite3.connect(town)
    details = [
        detail
        for (detail,) in base.execute(
            "SELECT detail FROM journal ORDER BY number"
        )
    ]
    base.close()
    before = bytes(32)
    for entry, detail in zip(read(town), details, strict=True):
        before = chain(entry, detail, before)
        assert entry.hash == before.hex()
    assert mark == (len(details), before.hex())


def test_who_was_read_is_a_number_and_no_name(town: Path) -> None:
    with small_town.enter(town, msb.Role.SYSTEM) as store:
        store.subject("dora")
    (entry,) = read(town, 5)
    assert entry[2:7] == ("somebody", "system", "a_test", "subject", 4)
    assert "dora" not in str(entry)


def test_a_refusal_is_in_the_journal(town: Path) -> None:
    with small_town.enter(town, msb.Role.ANALYST) as store:
        for refused in (
            store.journal,
            store.mark_journal,
            lambda: store.subject("anna"),
        ):
            with pytest.raises(PermissionError) as caught:
                refused()
            assert isinstance(caught.value, msb.Denied)
            assert "anna" not in str(caught.value)
    entries = read(town, 5)
    assert [each.role for each in entries] == ["analyst"] * 3
    assert all("denied" in each.detail for each in entries)


def test_a_long_journal_comes_in_pieces_and_whole(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read(town)
    for piece in (1, 2, 3, 4, 5):
        monkeypatch.setattr("msb.journal._PIECE", piece)
        assert read(town) == whole


def test_a_store_may_be_used_while_its_journal_is_read(town: Path) -> None:
    with small_town.enter(town, msb.Role.AUDITOR) as store:
        found = store.journal()
        assert next(found).number == 1
        assert store.mark_journal().number == 4
        assert [each.number for each in found] == [2, 3, 4]


def test_an_entry_is_a_line_of_the_tool_and_a_row(town: Path) -> None:
    entry = read(town)[0]
    members: dict[str, Any] = entry.to_dict()
    assert list(members) == [
        "number", "recorded_at", "actor", "role", "purpose", "action",
        "citizen", "detail", "hash",
    ]  # fmt: skip
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", members["recorded_at"]
    )
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(read(town))
    assert list(frame["action"]) == ["init", "adopt", "import", "import"]


def test_a_mark_is_noted_and_read_again(town: Path) -> None:
    with msb.Store(town) as store:
        mark = store.mark_journal()
    assert mark == (4, read(town)[-1].hash)
    assert str(mark) == f"4:{mark.hash}"
    assert msb.JournalMark.parse(str(mark)) == mark
    for wrong in ("", "4", f"x:{mark.hash}", f"4:{mark.hash[:-1]}"):
        with pytest.raises(ValueError, match="NUMBER:HASH"):
            msb.JournalMark.parse(wrong)


def caseworker(path: Path) -> msb.Store:
    """A caseworker of "income", where bo belongs and dora does not."""
    somebody = msb.Principal(actor="cw", area="income", purpose="casework")
    return msb.Store(path, principal=somebody, clock=lambda: NOON)


@pytest.fixture
def placed(tmp_path: Path) -> Path:
    """The town at noon of the day, with everybody placed."""
    path = tmp_path / "placed.msb"
    small_town.create(path, clock=lambda: NOON)
    with msb.Store(path, clock=lambda: NOON) as store:
        store.assign(on=ON)
    return path


def test_broken_glass_shows_one_citizen_to_a_caseworker(placed: Path) -> None:
    with caseworker(placed) as store:
        with pytest.raises(msb.Denied):
            store.history("dora")
        store.break_glass("dora", "danger_to_life", 30)
        assert store.history("dora").facts
        with pytest.raises(msb.Denied):
            store.history("carl")
    entries = read(placed)
    assert [each.action for each in entries[-4:]] == [
        "history", "break_glass", "history", "history",
    ]  # fmt: skip
    assert "denied" in entries[-4].detail
    assert entries[-2].detail["emergency"] == "danger_to_life"


def test_glass_that_cannot_be_broken_says_why(placed: Path) -> None:
    with caseworker(placed) as store:
        with pytest.raises(msb.NotFound) as unknown:
            store.break_glass("nobody", "danger_to_life", 30)
        assert unknown.value.code == "unknown_citizen"
        with pytest.raises(msb.Invalid) as sentence:
            store.break_glass("dora", "Danger to life", 30)
        assert sentence.value.code == "bad_identifier"
        for minutes in (0, 481):
            with pytest.raises(msb.Misuse):
                store.break_glass("dora", "danger_to_life", minutes)
    with (
        small_town.enter(placed, msb.Role.ANALYST) as store,
        pytest.raises(msb.Denied),
    ):
        store.break_glass("dora", "danger_to_life", 30)
