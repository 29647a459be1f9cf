# SPDX-License-Identifier: MIT
"""The live handle of a store: open, closed, locked, and alone after a fork.

A connection to SQLite serves one thread at a time and must never be used, nor
closed, by a child of the process that opened it. So each call holds the
store's lock, and a child lets go of its parent's handle without closing it.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

from . import core
from .errors import Error, Misuse
from .given import file_path, flag, key, whole
from .model import Model, expect_model
from .moments import instant
from .principal import ROLES, Principal

Clock = Callable[[], datetime]
"""Returns the present instant, with a time zone."""


_LONGEST = 2**31 - 1
"""Milliseconds that a store can wait: some 25 days."""


class Handle:
    """What every part of a store builds on; :class:`msb.Store` is the whole.

    ``with self._using() as store:`` holds the lock and gives the library's
    store, or raises Misuse.
    """

    _core: Any
    _path: Path
    _clock: Clock | None
    _is_nobody: bool
    _pid: int
    _turn: _Turn
    _models: dict[tuple[str, date], Model]

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        principal: Principal | None = None,
        journal_key: bytes | None = None,
        read_only: bool = False,
        busy_ms: int = 5000,
        clock: Clock | None = None,
    ) -> None:
        """Open a store that is there; see :meth:`open`."""
        self._start(path)
        options = self._options(
            principal, journal_key, read_only, busy_ms, False, clock
        )
        self._core = core.Store.open(file_path(path, "path"), options)
        _live.add(self)

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        principal: Principal | None = None,
        journal_key: bytes | None = None,
        read_only: bool = False,
        busy_ms: int = 5000,
        clock: Clock | None = None,
    ) -> Self:
        """Open a store that is there.

        Args:
            path: the file.
            principal: who opens it, and what for; None for nobody in
                particular: nothing is refused, and no read is put in the
                journal.
            journal_key: the key of the journal's chain, 16 to 64 bytes.
            read_only: refuse every write.
            busy_ms: how long to wait for another process, in milliseconds.
            clock: of everything that is recorded, for tests that are to
                repeat; None for the system's.

        Raises:
            NotFound: there is no such file.
            Invalid: it is no store, or one of a newer version; or the
                principal cannot be used.
            Denied: it is guarded, and there is no principal.
            Misuse, Invalid: a principal or a key that cannot be used.
            Busy, FileError, StoreError: the system failed.
        """
        return cls(
            path,
            principal=principal,
            journal_key=journal_key,
            read_only=read_only,
            busy_ms=busy_ms,
            clock=clock,
        )

    @classmethod
    def create(
        cls,
        path: str | os.PathLike[str],
        model: Model,
        *,
        principal: Principal | None = None,
        journal_key: bytes | None = None,
        guarded: bool = False,
        busy_ms: int = 5000,
        clock: Clock | None = None,
    ) -> Self:
        """Make a new store with its first model; nothing is left of a failure.

        Args:
            path: a file that is not there yet.
            model: adopted, in force from its ``valid_from``.
            guarded: refuse ever to be opened without a principal.
            principal, journal_key, busy_ms, clock: as for :meth:`open`.

        Raises:
            Conflict: the file exists.
            LimitExceeded: the model cannot be compiled.
            Denied: it is to be guarded, and there is no principal.
            Misuse, Invalid: a principal or a key that cannot be used.
            FileError, StoreError: the system failed.
        """
        self = cls.__new__(cls)
        self._start(path)
        options = self._options(
            principal, journal_key, False, busy_ms, guarded, clock
        )
        self._core = core.Store.create(
            file_path(path, "path"),
            expect_model(model, "model")._core,
            options,
        )
        _live.add(self)
        return self

    def _start(self, path: str | os.PathLike[str]) -> None:
        self._core = None
        self._clock = None
        self._is_nobody = True
        self._pid = os.getpid()
        self._turn = _Turn(self)
        self._models = {}
        self._path = Path(os.fsdecode(file_path(path, "path")))

    def _options(
        self,
        principal: Principal | None,
        journal_key: bytes | None,
        read_only: bool,
        busy_ms: int,
        guarded: bool,
        clock: Clock | None,
    ) -> Any:
        options = core.StoreOptions()
        options.set_busy_ms(whole(busy_ms, "busy_ms", 0, _LONGEST))
        options.set_read_only(flag(read_only, "read_only"))
        options.set_guarded(flag(guarded, "guarded"))
        if clock is not None:
            if not callable(clock):
                raise TypeError(
                    "clock: expected a function that returns a datetime, not "
                    f"{type(clock).__name__}"
                )
            self._clock = _in_seconds(clock)
            options.set_clock(self._clock)
        if journal_key is not None and not options.set_journal_key(
            key(journal_key, "journal_key")
        ):
            raise MemoryError
        if principal is not None:
            self._is_nobody = False
            _set_principal(options, principal)
        return options

    def _expect_somebody(self, given: object, name: str) -> None:
        """Raise Misuse where it is neither said who did something, nor who
        opened the store."""
        if given is None and self._is_nobody:
            raise Misuse(
                "expected who did it: the store was opened by nobody in "
                "particular",
                "misuse",
                name,
            )

    def _using(self) -> _Turn:
        """Return what gives the library's store for one call."""
        return self._turn

    def _known_model(self, found: Any) -> Model:
        """Return the model of a handle: of one model, always the same one."""
        key = found.get_id(), found.get_period()[0]
        return self._models.setdefault(key, Model(found))

    def _find_names(
        self, wanted: Iterable[tuple[str | None, date]]
    ) -> dict[str, str]:
        """Return what areas and units are called, by the model of a day on
        which they are met; of those that no model names, nothing."""
        names: dict[str, str] = {}
        for part, on in wanted:
            if part is not None and part not in names:
                name = self._find_name(part, on)
                if name is not None:
                    names[part] = name
        return names

    def _find_name(self, part: str, on: date) -> str | None:
        """Look into the models at hand, the latest first, then for the one
        of the day."""
        # A copy first: another thread may add one meanwhile.
        for each in sorted(self._models, key=lambda k: k[1], reverse=True):
            name = _name_in(self._models[each], part)
            if name is not None and each[1] <= on:
                return name
        try:
            with self._using() as store:
                found = store.find_model(on)
        except Error:
            return None
        return _name_in(self._known_model(found), part)

    @property
    def path(self) -> Path:
        """The file, as it was named."""
        return self._path

    @property
    def closed(self) -> bool:
        """Whether it is closed, or belongs to a parent process."""
        return self._core is None or self._pid != os.getpid()

    def close(self) -> None:
        """Close the store; any further use raises Misuse.

        It waits for the call of another thread. To close twice is no error.

        Raises:
            Misuse: from a function that a call of the store calls.
        """
        if not self.closed:
            with self._using():
                self._core = None

    def __enter__(self) -> Self:
        if self.closed:
            _refuse(self)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self, getpid: Callable[[], int] = os.getpid) -> None:
        if getattr(self, "_pid", None) != getpid():
            self._let_go()

    def _let_go(self) -> None:
        """Forget the handle of a parent process, and do not close it."""
        if getattr(self, "_core", None) is not None:
            self._core.disown()
            self._core = None
        self._turn = _Turn(self)

    def __repr__(self) -> str:
        said = ", closed" if self.closed else ""
        return f"<msb.Store {str(self._path)!r}{said}>"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a store is an open file: pickle its path")


def _name_in(model: Model, part: str) -> str | None:
    for parts in (model.areas, model.units):
        if part in parts.ids:
            return parts[part].name
    return None


def _set_principal(options: Any, principal: object) -> None:
    if not isinstance(principal, Principal):
        raise TypeError(
            "principal: expected a msb.Principal, not "
            f"{type(principal).__name__}"
        )
    for name in ("actor", "purpose"):
        if not getattr(principal, name):
            raise Misuse("expected a text that is not empty", "misuse", name)
    if not options.set_principal(
        ROLES.index(principal.role),
        principal.actor,
        principal.area,
        principal.unit,
        principal.purpose,
    ):
        raise MemoryError


class _Turn:
    """One thread's turn with a store: a lock that knows who holds it."""

    __slots__ = ("_holder", "_lock", "_store")

    def __init__(self, store: Handle) -> None:
        self._store = weakref.proxy(store)
        self._lock = threading.Lock()
        self._holder = 0

    def __enter__(self) -> Any:
        me = threading.get_ident()
        if self._holder == me:
            raise Misuse(
                "a function that a call of the store calls must not use it",
                "store_in_use",
            )
        self._lock.acquire()
        store = self._store
        if store._core is None or store._pid != os.getpid():
            self._lock.release()
            _refuse(store)
        self._holder = me
        return store._core

    def __exit__(self, *_: object) -> None:
        self._holder = 0
        self._lock.release()


def _refuse(store: Handle) -> None:
    if store._pid == os.getpid():
        raise Misuse("the store is closed", "store_closed")
    raise Misuse(
        "the store was opened by the parent process: open it again",
        "store_of_parent",
    )


def _in_seconds(clock: Clock) -> Clock:
    return lambda: instant(clock(), "clock")


_live: weakref.WeakSet[Handle] = weakref.WeakSet()
"""The open stores of this process."""


def _let_go_of_all() -> None:
    for store in list(_live):
        store._let_go()
    _live.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go_of_all)
