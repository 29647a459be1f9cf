# SPDX-License-Identifier: MIT
"""The journal of a store: who did or saw what, when and what for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from .errors import Misuse
from .given import text, whole
from .handle import Handle

_PIECE = 4096
"""The entries that are read at a time."""

_LAST = 2**63 - 1
"""No journal has an entry of a greater number."""


class JournalEntry(NamedTuple):
    """One entry of the journal."""

    number: int
    """1, 2, 3, … without a gap."""
    recorded_at: datetime
    """When, by the store's clock, in UTC."""
    actor: str
    """Who; ``""`` for nobody in particular."""
    role: str
    """In what capacity."""
    purpose: str
    """What for."""
    action: str
    """What, for example ``"who"``."""
    citizen: int | None
    """Whom it is about, by the number that the person has in this store
    alone; None for no single one."""
    detail: dict[str, Any]
    """Counts, or what was seen; no personal data."""
    hash: str
    """The chain up to here, 64 hexadecimal digits."""

    def to_dict(self) -> dict[str, Any]:
        """Return what ``msb journal --json`` prints, as a new dict."""
        return {
            **self._asdict(),
            "recorded_at": self.recorded_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "detail": dict(self.detail),
        }


class JournalMark(NamedTuple):
    """Where a journal ends: to be noted outside of the store, where whoever
    can change the store cannot change it. ``str()`` is the form to note."""

    number: int
    """The last entry; 0: none yet."""
    hash: str
    """Its hash, 64 hexadecimal digits."""

    @classmethod
    def parse(cls, text: str) -> JournalMark:
        """Read ``NUMBER:HASH``, as ``str()`` and ``msb journal --mark``
        write it.

        Raises:
            Misuse: not so written; it is a ValueError.
        """
        found = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", str(text))
        if found is None:
            raise Misuse(
                "expected NUMBER:HASH, as a journal is marked",
                "misuse",
                "mark",
            )
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


class Journalling(Handle):
    """A store's journal, and the one way to see more than one may."""

    def journal(self, first: int = 1) -> Iterator[JournalEntry]:
        """Return an iterator over the journal, the oldest entry first: for an
        auditor.

        It reads some thousand entries at a time, and the store is free in
        between. ``pandas.DataFrame(store.journal())`` is a table.

        Args:
            first: the number of the first entry.

        Raises:
            Denied: the principal is no auditor; at once, not with the first
                entry.
        """
        entries = self._read_entries(whole(first, "first", 0, _LAST))
        return self._iterate(entries)

    def _iterate(self, entries: list[JournalEntry]) -> Iterator[JournalEntry]:
        while entries:
            yield from entries
            if len(entries) < _PIECE:
                return
            entries = self._read_entries(entries[-1].number + 1)

    def _read_entries(self, first: int) -> list[JournalEntry]:
        with self._using() as store:
            found = store.list_journal(first, _PIECE)
        return [
            JournalEntry(
                found.get_number(i),
                found.get_recorded_at(i),
                found.get_actor(i),
                found.get_role(i),
                found.get_purpose(i),
                found.get_action(i),
                found.get_citizen(i) or None,
                json.loads(found.get_detail(i)),
                found.get_hash(i),
            )
            for i in range(found.num())
        ]

    def mark_journal(self) -> JournalMark:
        """Return where the journal ends now; :meth:`verify` takes it later.

        Raises:
            Denied: the principal is no auditor.
        """
        with self._using() as store:
            mark = store.mark_journal()
        return JournalMark(mark.number, mark.hash)

    def break_glass(self, citizen: str, reason: str, minutes: int) -> None:
        """Show the principal the whole of one citizen, for some minutes.

        For a stated emergency. The journal says so now, and again of each
        reading that it made possible. It ends with the time, or when the store
        is closed.

        Args:
            citizen: the citizen's id, or a CPR number.
            reason: what kind of emergency, an identifier such as
                ``"danger_to_life"``, and no sentence: the journal holds no
                personal data.
            minutes: for how long, 1 to 480.

        Raises:
            Denied: the principal is no caseworker or leader.
            Invalid: ``reason`` is no identifier.
            NotFound: no such citizen.
            Misuse: ``minutes`` is out of range, or there is no principal.
        """
        given = (
            text(citizen, "citizen"),
            text(reason, "reason"),
            whole(minutes, "minutes", 1, 480),
        )
        with self._using() as store:
            store.break_glass(*given)
