# SPDX-License-Identifier: MIT
"""Citizens, courses, households and addresses, from files or from Python."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from .errors import Error, FileError
from .feeding import Feed, Read
from .given import file_path, flag
from .handle import Handle
from .progress import Progress, Teller, telling
from .source import as_json, in_dict


class ImportProblem(NamedTuple):
    """Why a row was rejected."""

    line: int
    """The 1-based line on which the row starts; of rows of Python's, the
    number of the row."""
    column: str
    """The column's name in the file, or ""."""
    code: str
    """Stable name of the cause."""
    message: str
    """One English sentence without the value."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, row by row."""

    read: int
    """Rows read."""
    inserted: int
    """Rows that were new."""
    updated: int
    """Rows that changed what was known."""
    unchanged: int
    """Rows that were known already."""
    rejected: int
    """Rows that were refused."""
    errors: tuple[ImportProblem, ...]
    """Why, of the first 100 of them."""
    ignored: tuple[str, ...]
    """The columns that the mapping does not name."""
    _json: str = field(compare=False, repr=False)

    def to_json(self) -> str:
        """Return it as ``msb import --json`` prints it, one line."""
        return self._json

    def to_dict(self) -> dict[str, Any]:
        """Return a new dict with the members of the specification."""
        members: dict[str, Any] = json.loads(self._json)
        return members

    def _repr_html_(self) -> str:
        from .display.records import import_html

        return import_html(self)


def _read_report(found: Any) -> ImportReport:
    text = found.format_json()
    members = json.loads(text)
    errors = members.pop("errors")
    return ImportReport(
        **members,
        errors=tuple(ImportProblem(**each) for each in errors),
        ignored=tuple(
            found.get_ignored(i) for i in range(found.num_ignored())
        ),
        _json=text,
    )


class _Mapping(NamedTuple):
    """A mapping as it was given: a path, or a text."""

    path: str | None
    text: str | bytes | None

    @property
    def name(self) -> str:
        """What messages call it."""
        named = self.path or "mapping"
        return named.encode("utf-8", "replace").decode()


class _Given(NamedTuple):
    """What is handed to the library in place of a source and a mapping."""

    path: str | None
    read: Read | None
    is_utf8: bool
    mapping: _Mapping
    original: str | bytes | None
    """The text of a mapping that had to be changed to fit the rows."""


def _split_mapping(mapping: Any) -> _Mapping:
    if isinstance(mapping, Mapping):
        return _Mapping(None, as_json(mapping))
    if isinstance(mapping, bytes):
        return _Mapping(None, mapping)
    if isinstance(mapping, str) and mapping.lstrip("\ufeff \t\r\n")[:1] == "{":
        return _Mapping(None, mapping.removeprefix("\ufeff"))
    if isinstance(mapping, (str, os.PathLike)):
        return _Mapping(os.fspath(mapping), None)
    raise TypeError(
        "a mapping is a path, JSON text or a dict, not "
        f"{type(mapping).__name__}"
    )


def _read_mapping(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as failure:
        is_there = not isinstance(failure, FileNotFoundError)
        raise FileError(
            f"the mapping cannot be read: {failure.strerror}",
            "cannot_open" if is_there else "no_such_file",
            path,
        ) from failure


def _give(source: Any, mapping: _Mapping) -> _Given:
    if isinstance(source, (str, os.PathLike)):
        return _Given(os.fspath(source), None, False, mapping, None)
    if callable(getattr(source, "read", None)):
        return _Given(None, source.read, False, mapping, None)
    path, text = mapping
    if text is None:
        text = _read_mapping(path or "")
    feed = Feed(source, text)
    fitting = _Mapping(path, feed.mapping)
    return _Given(None, feed.read, True, fitting, text)


def _in_original(store: Any, given: _Given, error: Error) -> Error:
    """Return what is wrong in a mapping at the places where it was written,
    which those in the mapping that fits the rows are not."""
    try:
        store.import_from(
            None,
            lambda _: b"",
            True,
            None,
            given.original,
            given.mapping.name,
            True,
            None,
            None,
        )
    except Error as original:
        return original if original.problems else error
    return error


def _as_bytes(path: str | os.PathLike[str] | None, name: str) -> bytes | None:
    return None if path is None else file_path(path, name)


def _import(
    store: Any,
    given: _Given,
    dry_run: bool,
    rejects: bytes | None,
    tell: Teller | None,
) -> Any:
    try:
        return store.import_from(
            _as_bytes(given.path, "source"),
            given.read,
            given.is_utf8,
            _as_bytes(given.mapping.path, "mapping")
            if given.original is None
            else None,
            given.mapping.text,
            given.mapping.name,
            dry_run,
            rejects,
            tell,
        )
    except Error as error:
        if not error.problems or given.original is None:
            raise
        raise _in_original(store, given, error) from None


class Imports(Handle):
    """What brings citizens into a store."""

    def import_(
        self,
        source: str | os.PathLike[str] | Iterable[Mapping[str, Any]] | Any,
        mapping: str | os.PathLike[str] | bytes | Mapping[str, Any],
        *,
        rejects: str | os.PathLike[str] | None = None,
        dry_run: bool = False,
        progress: Progress = None,
    ) -> ImportReport:
        """Import citizens, courses, households or addresses by a mapping: all
        of them or none. The same rows again change nothing.

        Rows of Python's, and of frames, are read by the same mapping as a
        file: ``from`` names a key or a column, ``values`` apply to strings.
        Besides, a date or a datetime at midnight is a date, a list, tuple or
        set of strings a set; None, NaN and null are unknown. What the source
        or ``progress`` raises comes through.

        Args:
            source: a file's path; a binary file object; an iterable of
                mappings from column to value; a frame of pandas, polars or
                pyarrow, a relation of DuckDB, or anything else with the Arrow
                PyCapsule interface.
            mapping: a path, JSON text, or a dict.
            rejects: where rejected rows go, written anew.
            dry_run: do all of it, then undo it.
            progress: True for a bar, or a function of (done, total) in
                bytes; the total of a source that is no path is not known.

        Raises:
            Malformed, Invalid: the mapping or the file cannot be used;
                ``problems`` has all that is wrong in the mapping.
            NotFound: no model is in force.
            Conflict: the store fails its own checks.
            Misuse: the rejected rows would overwrite a file that is read.
            TypeError: a source, row or value of another type.
            Stopped: ``progress`` returned False.
            Denied, LimitExceeded, Busy, FileError, StoreError: it failed.
        """
        is_dry = flag(dry_run, "dry_run")
        given = _give(source, _split_mapping(mapping))
        kept = _as_bytes(rejects, "rejects")
        with self._using() as store, telling(progress, "import") as tell:
            try:
                found = _import(store, given, is_dry, kept, tell)
            except Error as error:
                if not isinstance(mapping, Mapping):
                    raise
                raise in_dict(error, "mapping") from None
        return _read_report(found)
