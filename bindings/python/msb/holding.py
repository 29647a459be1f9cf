# SPDX-License-Identifier: MIT
"""Whether a store holds: copies of it, and proof of what it says."""

from __future__ import annotations

import os
from typing import NamedTuple

from . import core
from .given import file_path
from .handle import Handle
from .journal import JournalMark
from .progress import Progress, telling


class Violation(NamedTuple):
    """One thing that is wrong with a store."""

    code: str
    """Stable name of what is wrong."""
    where: str
    """Which row, by numbers and days; or ``""``."""
    message: str
    """One English sentence, without personal data."""


class VerifyCounts(NamedTuple):
    """What was looked at."""

    citizens: int
    """With assignments, present or past."""
    assignments: int
    """Recorded assignments that were decided again."""
    entries: int
    """Of the journal."""
    violations: int
    """All that is wrong, also what is not kept."""


class Verification(NamedTuple):
    """What verifying a store came to."""

    violations: tuple[Violation, ...]
    """What is wrong; at most 10000 are kept, all are counted."""
    counts: VerifyCounts

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return self.counts.violations == 0

    def to_dict(self) -> dict[str, object]:
        """Return the violations, with the members that ``msb verify --json``
        prints, and the counts, as a new dict."""
        return {
            "violations": [each._asdict() for each in self.violations],
            **{
                name: number
                for name, number in self.counts._asdict().items()
                if name != "violations"
            },
        }

    def _repr_html_(self) -> str:
        from .display.lists import verification_html

        return verification_html(self)

    def __repr__(self) -> str:
        return (
            f"<msb.Verification: {self.counts.violations} violations in"
            f" {self.counts.assignments} assignments of"
            f" {self.counts.citizens} citizens and"
            f" {self.counts.entries} entries>"
        )


class Holding(Handle):
    """Copies of a store, and proof of what it says."""

    def backup(
        self, path: str | os.PathLike[str], *, progress: Progress = None
    ) -> None:
        """Copy the store into a new file, as it is at this moment, while
        others read it and write to it.

        The copy is whole, checked, and for its owner alone; or there is none.

        Args:
            path: a file that is not there yet.
            progress: True for a bar, or a function of (done, total) in pages.

        Raises:
            Conflict: the file exists.
            Denied: the principal may not.
            Stopped: ``progress`` returned False.
            Busy, FileError, StoreError: there is no copy.
        """
        copy = file_path(path, "path")
        with self._using() as store, telling(progress, "backup") as tell:
            store.backup(copy, tell)

    def verify(
        self,
        *,
        mark: JournalMark | str | None = None,
        progress: Progress = None,
    ) -> Verification:
        """Decide again all that was ever recorded, follow the journal's chain,
        and check the database's own integrity.

        Args:
            mark: where the journal ended, as noted outside of the store; or
                its ``NUMBER:HASH``.
            progress: True for a bar, or a function of (done, total) in
                citizens.

        Raises:
            Denied: the principal may not.
            Misuse: a mark that is none.
            Stopped: ``progress`` returned False.
            Busy, FileError, StoreError: it could not be looked at.
        """
        noted = None
        if mark is not None:
            parsed = JournalMark.parse(str(mark))
            noted = core.NotedMark(parsed.number)
            for place, byte in enumerate(bytes.fromhex(parsed.hash)):
                noted.set_byte(place, byte)
        with self._using() as store, telling(progress, "verify") as tell:
            found = store.verify(noted, tell)
        counts = found.get_counts()
        return Verification(
            tuple(
                Violation(
                    found.get_code(i),
                    found.get_where(i),
                    found.get_message(i),
                )
                for i in range(found.num())
            ),
            VerifyCounts(
                counts.citizens,
                counts.assignments,
                counts.entries,
                counts.violations,
            ),
        )
