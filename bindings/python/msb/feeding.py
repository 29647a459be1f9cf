# SPDX-License-Identifier: MIT
"""Rows of Python's own, and of data frames, as the bytes of an import.

Rows become JSON Lines, whatever format the mapping is for, because a cell of
CSV cannot say "unknown" of a set: None is unknown, as everywhere in Python.
So a mapping for CSV is read as one for JSON Lines, with the same columns.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from itertools import chain
from typing import Any

from .errors import Invalid

Row = Mapping[str, Any]

_END: Any = object()
"""What no row is. None may be one by mistake, which is told."""

_ROWS_A_BATCH = 8192

_FORMS = {
    "dd-mm-yyyy": "%d-%m-%Y",
    "dd.mm.yyyy": "%d.%m.%Y",
    "dd/mm/yyyy": "%d/%m/%Y",
}
"""How strftime says what a mapping says; all others are ISO."""

_PLAIN = frozenset({str, int, bool, type(None), list})
"""Types that JSON has, and a mapping reads as they are."""

_NOTHING = frozenset({"NAType", "NaTType"})
"""Pandas' names for what is missing."""


def rows_of(source: Any) -> tuple[Iterator[Row], list[str] | None]:
    """Return the rows of a data frame or of an iterable of mappings, and the
    names of the columns; None where each row has its own.

    Frames of polars and pandas, and in batches whatever has the Arrow
    PyCapsule interface, as relations of DuckDB have.

    Raises:
        TypeError: it is none of these.
        ImportError: it needs pyarrow, which is not installed.
    """
    kind = type(source)  # a frame may have a column of any name
    if hasattr(kind, "iter_rows") and hasattr(kind, "iter_slices"):
        return source.iter_rows(named=True), list(source.columns)
    if hasattr(kind, "itertuples") and hasattr(kind, "iloc"):
        return _rows_of_pandas(source), [str(name) for name in source.columns]
    if hasattr(kind, "__arrow_c_stream__"):
        reader = _open_stream(source)
        return _rows_of_arrow(reader), list(reader.schema.names)
    if hasattr(kind, "__arrow_c_array__"):
        batch = _pyarrow().record_batch(source)
        return iter(batch.to_pylist()), list(batch.schema.names)
    if isinstance(source, Iterable) and not isinstance(
        source, (Mapping, bytes)
    ):
        return iter(source), None
    raise TypeError(
        "expected a path, a binary file, a data frame or an iterable of "
        f"mappings, not {kind.__name__}"
    )


def _rows_of_pandas(frame: Any) -> Iterator[Row]:
    names = [str(name) for name in frame.columns]
    for first in range(0, len(frame), _ROWS_A_BATCH):
        part = frame.iloc[first : first + _ROWS_A_BATCH]
        columns = [part.iloc[:, i].tolist() for i in range(len(names))]
        for row in zip(*columns, strict=True):
            yield dict(zip(names, row, strict=True))


def _rows_of_arrow(reader: Any) -> Iterator[Row]:
    for batch in reader:
        for first in range(0, batch.num_rows, _ROWS_A_BATCH):
            yield from batch.slice(first, _ROWS_A_BATCH).to_pylist()


def _open_stream(source: Any) -> Any:
    pyarrow = _pyarrow()
    try:
        return pyarrow.RecordBatchReader.from_stream(source)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError) as error:
        raise TypeError(
            "expected a data frame, which has columns by name, and not a "
            f"single column: {type(source).__name__}"
        ) from error


def _pyarrow() -> Any:
    try:
        pyarrow = import_module("pyarrow")
    except ImportError as missing:
        raise ImportError(
            "a frame with the Arrow interface is read by pyarrow, which is "
            "not installed"
        ) from missing
    return pyarrow


class Feed:
    """The bytes of rows, for :func:`read`; and a mapping that fits them."""

    def __init__(self, source: Any, mapping: str | bytes) -> None:
        """Prepare to read a source by the text of a mapping."""
        rows, names = rows_of(source)
        first = next(rows, _END)
        is_empty = first is _END
        if not is_empty:
            _check(first)
        self._rows = rows if is_empty else chain((first,), rows)
        # No rows are none; no byte would be a file that went wrong.
        self._left = b"\n" if is_empty else b""
        self.mapping: str | bytes = mapping
        self._forms: dict[str, str] = {}
        try:
            members = json.loads(mapping)
            columns = members["columns"].values()
        except (ValueError, TypeError, KeyError, AttributeError):
            return  # the library says what is wrong with it
        if not all(isinstance(each, dict) for each in columns):
            return
        if names is not None:
            _check_names(columns, names)
        if members.get("format") == "csv":
            keys = () if is_empty else first
            order = names or [str(name) for name in keys]
            _name_numbers(columns, order, is_empty=is_empty)
            self.mapping = _as_json_lines(members)
        for each in columns:
            form = each.get("date")
            if isinstance(form, str) and form in _FORMS:
                self._forms[str(each.get("from"))] = _FORMS[form]

    def read(self, size: int) -> bytes:
        """Return the next bytes, at most so many; none at the end."""
        parts, length = [self._left], len(self._left)
        while length < size:
            row = next(self._rows, _END)
            if row is _END:
                break
            parts.append(self._line(row))
            length += len(parts[-1])
        whole = b"".join(parts)
        self._left = whole[size:]
        return whole[:size]

    def _line(self, row: Row) -> bytes:
        _check(row)
        members = {
            name: value
            if type(value) in _PLAIN
            else self._convert(name, value)
            for name, value in row.items()
        }
        return (
            json.dumps(members, ensure_ascii=False, default=_refuse) + "\n"
        ).encode("utf-8", "surrogatepass")

    def _convert(self, name: str, value: Any) -> Any:
        """Return what a mapping reads in place of a value of Python's."""
        if type(value).__name__ in _NOTHING:
            return None
        if isinstance(value, datetime):
            if value.time() != datetime.min.time():
                return value.isoformat()  # no date: the row is rejected
            value = value.date()
        if isinstance(value, date):
            form = self._forms.get(name)
            return value.isoformat() if form is None else value.strftime(form)
        if isinstance(value, float):
            if math.isnan(value):
                return None
            return int(value) if value.is_integer() else value
        if isinstance(value, (set, frozenset)):
            return sorted(value)
        if isinstance(value, (str, int, tuple, Mapping)):
            return value
        if isinstance(value, Decimal):  # a whole number of a database
            return int(value) if value == value.to_integral() else str(value)
        if hasattr(value, "tolist"):  # an array or a number of numpy's
            plain = value.tolist()
            if type(plain) is not type(value):
                return self._convert(name, plain)
        if isinstance(value, list):
            return value
        raise TypeError(
            f"column {name!r} holds what no mapping reads, of type "
            f"{type(value).__name__}"
        )


def _check(row: Any) -> None:
    if not isinstance(row, Mapping):
        raise TypeError(
            f"a row is a mapping of columns, not {type(row).__name__}"
        )
    if None in row:  # csv.DictReader's name for cells without a header
        raise TypeError("a row has more cells than there are columns")


def _refuse(value: object) -> Any:
    raise TypeError(f"a list of {type(value).__name__} is no set of values")


Columns = Iterable[dict[str, Any]]


def _check_names(columns: Columns, names: list[str]) -> None:
    """Raise where a frame lacks a column: nothing would be known of it."""
    for column in columns:
        name = column.get("from")
        if isinstance(name, str) and name not in names:
            raise Invalid(
                f'the mapping names a column "{name}", but the frame has none',
                "missing_column",
            )


def _name_numbers(
    columns: Columns, names: list[str], *, is_empty: bool
) -> None:
    """Name the columns that a mapping for CSV names by their numbers, after
    the first row."""
    for column in columns:
        number = column.get("from")
        if type(number) is not int or number < 1:
            continue
        if is_empty:
            column["from"] = str(number)
        elif number > len(names):
            raise Invalid(
                f"the mapping names column {number}, but the first row has "
                f"only {len(names)}",
                "missing_column",
            )
        else:
            column["from"] = names[number - 1]


def _as_json_lines(members: dict[str, Any]) -> str:
    """Return a mapping for CSV as one for JSON Lines."""
    for unused in ("delimiter", "encoding"):
        members.pop(unused, None)
    return json.dumps(members | {"format": "jsonl"}, ensure_ascii=False)


Read = Callable[[int], bytes]
"""Returns the next bytes, at most as many as asked for; none at the end."""
