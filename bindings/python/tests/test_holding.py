# SPDX-License-Identifier: MIT
"""Copies of a store, and proof that it says what was recorded."""

from __future__ import annotations

import pickle
import sqlite3
from pathlib import Path

import msb
import pytest
import small_town
from small_town import ON


@pytest.fixture
def placed(town: Path) -> Path:
    """The town, with everybody placed."""
    with msb.Store(town) as store:
        store.assign(on=ON)
    return town


def spoil(path: Path, table: str, statement: str) -> None:
    """Do behind the back of a store's triggers what they refuse."""
    base = sqlite3.connect(path)
    triggers = base.execute(
        "SELECT name, sql FROM sqlite_master"
        " WHERE type = 'trigger' AND tbl_name = ?",
        (table,),
    ).fetchall()
    for name, _ in triggers:
        base.execute(f'DROP TRIGGER "{name}"')
    base.execute(statement)
    for _, text in triggers:
        base.execute(text)
    base.commit()
    base.close()


def test_a_sound_store_holds(placed: Path) -> None:
    with small_town.enter(placed, msb.Role.AUDITOR) as store:
        found = store.verify()
    # anna, bo and dora are placed; carl is not. Two models, two imports, one
    # assigning are five entries.
    assert found.holds
    assert found.violations == ()
    assert found.counts == (3, 3, 5, 0)
    assert found.to_dict() == {
        "violations": [], "citizens": 3, "assignments": 3, "entries": 5,
    }  # fmt: skip
    assert pickle.loads(pickle.dumps(found)) == found
    with pytest.raises(AttributeError):
        found.violations = ()  # type: ignore[misc]


def test_a_forged_assignment_is_found(placed: Path) -> None:
    spoil(
        placed,
        "assignment",
        "UPDATE assignment SET area = 'income' WHERE area = 'shelter'",
    )
    with msb.Store(placed) as store:
        found = store.verify()
    assert not found.holds
    assert found.counts.violations >= len(found.violations) > 0
    for each in found.violations:
        assert each.code
        assert "dora" not in " ".join(each)


def test_a_journal_cut_short_is_found(placed: Path) -> None:
    spoil(placed, "journal", "DELETE FROM journal WHERE number = 5")
    with msb.Store(placed) as store:
        codes = [each.code for each in store.verify().violations]
    assert codes == ["journal_removed"]


def test_a_mark_shows_that_the_journal_was_written_anew(placed: Path) -> None:
    with msb.Store(placed) as store:
        mark = store.mark_journal()
        for good in (mark, str(mark)):
            assert store.verify(mark=good).holds
        forged = mark._replace(hash="0" * 64)
        (violation,) = store.verify(mark=forged).violations
        assert violation.code == "journal_mark"
        with pytest.raises(ValueError, match="NUMBER:HASH"):
            store.verify(mark="5")


def test_a_copy_says_the_same(placed: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    path = tmp_path / "copy.msb"
    with msb.Store(placed) as store:
        store.backup(
            path, progress=lambda done, total: told.append((done, total))
        )
        before = store.report(on=ON)
    assert told[-1][0] == told[-1][1]
    with msb.Store(path) as copy:
        assert copy.report(on=ON) == before
        assert copy.verify().holds


def test_a_copy_overwrites_nothing(placed: Path, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("mine")
    with msb.Store(placed) as store, pytest.raises(msb.Conflict):
        store.backup(path)
    assert path.read_text() == "mine"


def test_a_copy_that_was_stopped_is_not_there(
    placed: Path, tmp_path: Path
) -> None:
    path = tmp_path / "copy.msb"
    with msb.Store(placed) as store, pytest.raises(msb.Stopped):
        store.backup(path, progress=lambda done, total: False)
    assert not path.exists()


def test_a_function_that_raises_ends_the_verifying(placed: Path) -> None:
    def fail(done: int, total: int | None) -> None:
        raise ZeroDivisionError

    with msb.Store(placed) as store:
        with pytest.raises(ZeroDivisionError):
            store.verify(progress=fail)
        assert store.verify().holds


def test_who_may_not_is_refused(placed: Path, tmp_path: Path) -> None:
    with (
        small_town.enter(placed, msb.Role.ANALYST) as store,
        pytest.raises(PermissionError),
    ):
        store.verify()
    for role in (msb.Role.ANALYST, msb.Role.AUDITOR):
        with (
            small_town.enter(placed, role) as store,
            pytest.raises(msb.Denied),
        ):
            store.backup(tmp_path / "copy.msb")
    assert not (tmp_path / "copy.msb").exists()
