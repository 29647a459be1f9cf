# SPDX-License-Identifier: MIT
"""A store as a live thing: opened, closed, shared, forked, and failing."""

from __future__ import annotations

import copy
import gc
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msb
import pytest
from msb.moments import instant

ON = "2019-09-01"


def files_of(store: msb.Store | Path, tmp_path: Path) -> list[str]:
    return sorted(each.name for each in tmp_path.iterdir())


def test_the_end_of_with_closes_a_store(
    filled: Path, tmp_path: Path, store: msb.Store
) -> None:
    with store as opened:
        assert opened is store
        assert opened.assign(on=ON).citizens == 1000
        assert len(files_of(store, tmp_path)) > 1  # SQLite's own, while open
    assert store.closed
    assert files_of(store, tmp_path) == ["aarhus.msb"]


def test_what_nothing_refers_to_is_closed(
    store: msb.Store, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "other.msb"
    other = msb.Store.create(path, store.model(ON))
    assert len([n for n in os.listdir(tmp_path) if "other" in n]) > 1
    del other
    gc.collect()
    assert [n for n in os.listdir(tmp_path) if "other" in n] == ["other.msb"]


def test_a_closed_store_refuses_every_call(store: msb.Store) -> None:
    store.close()
    store.close()
    with pytest.raises(msb.Misuse, match="closed") as caught:
        store.who("claus", on=ON)
    assert caught.value.code == "store_closed"
    with pytest.raises(msb.Misuse):
        store.assign(on=ON)


def test_a_closed_store_cannot_be_entered(store: msb.Store) -> None:
    store.close()
    with pytest.raises(msb.Misuse, match="closed"), store:
        pass


def test_a_store_says_which_it_is(store: msb.Store, tmp_path: Path) -> None:
    path = tmp_path / "aarhus.msb"
    assert store.path == path
    assert repr(store) == f"<msb.Store {str(path)!r}>"
    store.close()
    assert repr(store) == f"<msb.Store {str(path)!r}, closed>"
    with msb.Store.open(os.fsencode(path)) as again:  # type: ignore[arg-type]
        assert again.path == path


def test_a_store_is_neither_pickled_nor_copied(store: msb.Store) -> None:
    for attempt in (pickle.dumps, copy.copy):
        with pytest.raises(TypeError, match="open file"):
            attempt(store)


def test_open_and_the_class_itself_are_the_same(filled: Path) -> None:
    with msb.Store(filled) as one, msb.Store.open(str(filled)) as two:
        assert one.who("claus", on=ON).responsible == "unge_uddannelse_job"
        assert two.who("claus", on=ON).responsible == "unge_uddannelse_job"


def test_a_read_only_store_refuses_every_write(filled: Path) -> None:
    with msb.Store(filled, read_only=True) as store:
        assert store.assignment("claus", on=ON).area == "unge_uddannelse_job"
        with pytest.raises(msb.StoreError, match="not written"):
            store.assign(on=ON)


def test_failures_have_their_classes(
    store: msb.Store, tmp_path: Path, aarhus: msb.Model
) -> None:
    with pytest.raises(msb.NotFound) as missing:
        msb.Store(tmp_path / "nowhere.msb")
    assert isinstance(missing.value, KeyError)
    (tmp_path / "text.msb").write_text("no store at all" * 100)
    with pytest.raises(msb.Invalid):
        msb.Store(tmp_path / "text.msb")
    with pytest.raises(msb.Conflict):
        msb.Store.create(tmp_path / "aarhus.msb", aarhus)
    with pytest.raises(msb.FileError):
        msb.Store.create(tmp_path / "no folder" / "a.msb", aarhus)
    with pytest.raises(msb.NotFound) as unknown:
        store.who("nobody", on=ON)
    assert unknown.value.code == "unknown_citizen"
    other = aarhus.to_dict() | {"id": "another"}
    with pytest.raises(msb.Conflict):
        store.adopt(msb.Model.from_dict(other))


def test_a_text_with_a_nul_is_refused_and_not_cut_short(
    store: msb.Store,
) -> None:
    with pytest.raises(ValueError, match="NUL"):
        store.who("claus\0", on=ON)


def test_who_works_with_a_store_sees_what_the_role_allows(
    filled: Path,
) -> None:
    working = msb.Principal(
        actor="ka", area="unge_uddannelse_job", purpose="casework"
    )
    with msb.Store(filled, principal=working) as store:
        assert store.who("claus", on=ON).view is msb.View.WHOLE
    counting = msb.Principal(
        actor="an", role=msb.Role.ANALYST, purpose="statistics"
    )
    with (
        msb.Store(filled, principal=counting) as store,
        pytest.raises(msb.Denied) as caught,
    ):
        store.who("claus", on=ON)
    assert isinstance(caught.value, PermissionError)


@pytest.mark.parametrize(
    ("given", "raised"),
    [
        ({"actor": "", "purpose": "casework"}, msb.Misuse),
        ({"actor": "ka", "purpose": ""}, msb.Misuse),
        ({"actor": "ka", "purpose": "Not an id"}, msb.Invalid),
        ({"actor": "ka", "purpose": "x", "role": "king"}, msb.Misuse),
        ({"actor": "ka", "purpose": "x", "role": None}, msb.Misuse),
        ({"actor": None, "purpose": "x"}, TypeError),
        ({"actor": "ka", "purpose": "x", "area": 5}, TypeError),
    ],
)
def test_a_principal_that_cannot_be_used_is_refused(
    filled: Path, given: dict[str, Any], raised: type[Exception]
) -> None:
    with pytest.raises(raised, match="actor|purpose|role|area") as caught:
        msb.Store(filled, principal=msb.Principal(**given))
    assert "msb_" not in str(caught.value)


def test_a_role_may_be_given_by_its_word() -> None:
    word: Any = "leader"
    somebody = msb.Principal(actor="ka", purpose="casework", role=word)
    assert somebody.role is msb.Role.LEADER


def test_a_guarded_store_is_not_opened_without_a_principal(
    tmp_path: Path, aarhus: msb.Model
) -> None:
    system = msb.Principal(
        actor="it", role=msb.Role.SYSTEM, purpose="operation"
    )
    path = tmp_path / "guarded.msb"
    with msb.Store.create(path, aarhus, guarded=True, principal=system):
        pass
    with pytest.raises(msb.Denied):
        msb.Store(path)
    with msb.Store(path, principal=system) as store:
        assert store.model(ON) == aarhus


def test_a_short_journal_key_is_misuse(
    tmp_path: Path, aarhus: msb.Model
) -> None:
    with pytest.raises(msb.Misuse):
        msb.Store.create(tmp_path / "a.msb", aarhus, journal_key=b"short")
    with msb.Store.create(tmp_path / "b.msb", aarhus, journal_key=b"k" * 16):
        pass
    with pytest.raises(msb.Error):
        msb.Store(tmp_path / "b.msb", journal_key=b"l" * 16).assign(on=ON)


def test_the_clock_says_when_it_was_recorded(
    empty: Callable[[str], msb.Store], people: Path, mappings: Path
) -> None:
    with empty("a.msb") as store:
        store.import_(
            people / "citizens.csv", mappings / "citizens.mapping.json"
        )
        facts = store.history("claus").facts
    assert facts[0].recorded_at == datetime(2019, 9, 1, 12, tzinfo=UTC)


def test_a_clock_that_raises_stops_the_call(
    tmp_path: Path, aarhus: msb.Model
) -> None:
    def broken() -> datetime:
        raise LookupError("the clock stands still")

    def naive() -> datetime:
        return datetime(2019, 9, 1)

    path = tmp_path / "a.msb"
    msb.Store.create(path, aarhus).close()
    later = msb.Model.from_dict(
        aarhus.to_dict() | {"id": "later", "valid_from": "2025-01-01"}
    )
    for clock, raised in ((broken, LookupError), (naive, ValueError)):
        with msb.Store(path, clock=clock) as store, pytest.raises(raised):
            store.adopt(later)
    with msb.Store(path) as store:
        assert store.model("2025-01-01") == aarhus


def test_instants_are_utc_and_whole_seconds() -> None:
    there = timezone(timedelta(hours=2))
    exact = datetime(2019, 9, 1, 14, 0, 0, 999999, tzinfo=there)
    noon = datetime(2019, 9, 1, 12, tzinfo=UTC)
    assert instant(exact) == instant("2019-09-01T12:00:00Z") == noon
    for wrong, raised in ((datetime(2019, 9, 1), ValueError), (3, TypeError)):
        with pytest.raises(raised):
            instant(wrong)  # type: ignore[arg-type]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_child_refuses_and_the_parent_goes_on(
    store: msb.Store, tmp_path: Path
) -> None:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            store.who("claus", on=ON)
        except msb.Misuse as refused:
            store.close()
            is_ours = refused.code == "store_of_parent" and store.closed
            path = tmp_path / "aarhus.msb"
            del store
            gc.collect()
            with msb.Store(path) as own:  # a handle of its own works
                own.assignment("claus", on=ON)
            code = 0 if is_ours else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert not store.closed
    assert store.assign(on="2019-10-01").citizens == 1000
    assert store.who("claus", on=ON).responsible == "unge_uddannelse_job"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_child_of_a_busy_store_is_not_stuck(store: msb.Store) -> None:
    """Fork while another thread is in a call and holds the store's lock."""
    inside, go_on = threading.Event(), threading.Event()

    def wait(done: int, total: int | None) -> None:
        inside.set()
        go_on.wait(30)

    working = threading.Thread(
        target=lambda: store.assign(on="2019-11-01", progress=wait)
    )
    working.start()
    assert inside.wait(30)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            store.who("claus", on=ON)
        except msb.Misuse:
            code = 0
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    go_on.set()
    working.join()
    assert os.waitstatus_to_exitcode(status) == 0
    assert store.assignment("claus", on="2019-11-01").valid_from < date(
        2019, 11, 2
    )


def test_two_threads_share_a_store(store: msb.Store) -> None:
    found: list[str | None] = []

    def ask() -> None:
        for _ in range(50):
            found.append(store.who("claus", on=ON).responsible)
            store.assignment("claus", on=ON)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["unge_uddannelse_job"] * 200


def test_other_threads_run_during_a_call(
    store: msb.Store, tmp_path: Path
) -> None:
    """One call waits for the store that the call of another thread holds: it
    gets it, because that thread can go on meanwhile."""
    holds = threading.Event()

    def hold(done: int, total: int | None) -> None:
        holds.set()
        time.sleep(0.1)

    holder = threading.Thread(
        target=lambda: store.assign(on="2019-10-01", progress=hold)
    )
    holder.start()
    assert holds.wait(30)
    with msb.Store(tmp_path / "aarhus.msb", busy_ms=20_000) as other:
        assert other.assign(on="2019-11-01").citizens == 1000
    holder.join()


def test_a_second_writer_is_told_that_the_store_is_busy(
    store: msb.Store, tmp_path: Path
) -> None:
    refused: list[msb.Busy] = []

    def write_too(done: int, total: int | None) -> None:
        if refused:
            return
        with (
            msb.Store(tmp_path / "aarhus.msb", busy_ms=0) as other,
            pytest.raises(msb.Busy) as caught,
        ):
            other.assign(on="2019-12-01")
        refused.append(caught.value)

    store.assign(on="2019-10-01", progress=write_too)
    assert isinstance(refused[0], OSError)


def test_ctrl_c_stops_a_call_and_nothing_changed(store: msb.Store) -> None:
    def interrupt(done: int, total: int | None) -> None:
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        store.assign(on="2019-10-01", progress=interrupt)
    assert store.assign(on=ON).unchanged > 0
    with pytest.raises(KeyboardInterrupt):
        timer = threading.Timer(
            0.01, lambda: os.kill(os.getpid(), signal.SIGINT)
        )
        timer.start()
        for day in range(1, 1000):
            store.assign(on=date(2019, 10, 1) + timedelta(days=day))
