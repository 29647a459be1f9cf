# SPDX-License-Identifier: MIT
"""Deciding a frame of any kind."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from .. import core
from ..errors import Misuse
from .decisions import Decisions
from .layout import Place, place_columns

if TYPE_CHECKING:
    from ..model import Model

Column = tuple[int, str, tuple[Any, ...]]
"""A target's index, a name, and the parts of the column."""

# enum frame_option.
_REJECTS, _DELIVERIES, _MINUS_IS_NONE = 1, 2, 4

_MOST_DECIDERS = 8


def _find_decider(model: Model, on: date) -> Any:
    """Return what decides on a date: made once, for the last few dates."""
    kept: dict[date, Any] = model.__dict__.setdefault("_deciders", {})
    decider = kept.get(on)
    if decider is None:
        # No lock, as in msb.once: two may make it, and both get the same.
        decider = kept.setdefault(on, core.FrameDecider(model._rules, on))
        for oldest in list(kept)[:-_MOST_DECIDERS]:
            kept.pop(oldest, None)
    return decider


class Deciding:
    """One question to a model, for the rows of any number of frames."""

    def __init__(
        self,
        model: Model,
        on: date,
        columns: Mapping[str, str] | None = None,
        invalid: Literal["raise", "reject"] = "raise",
        deliveries: bool = False,
    ) -> None:
        """Made by the methods of :class:`msb.Model`; not for users."""
        if invalid not in ("raise", "reject"):
            raise Misuse('invalid is "raise" or "reject"')
        self.model = model
        self.columns = dict(columns) if columns is not None else None
        self.has_deliveries = bool(deliveries)
        self._decider = _find_decider(model, on)
        self._options = (_REJECTS if invalid == "reject" else 0) | (
            _DELIVERIES if deliveries else 0
        )

    def place(self, names: Iterable[object]) -> list[Place]:
        """Return which columns of a frame are read, and as what."""
        return place_columns(self.model, names, self.columns)

    def decide(
        self,
        columns: Sequence[Column],
        num_rows: int,
        first: int = 0,
        minus_is_none: bool = False,
    ) -> Any:
        """Return the answer for columns; the first row is called first."""
        return self._decider.decide(
            tuple(columns),
            first,
            num_rows,
            self._options | (_MINUS_IS_NONE if minus_is_none else 0),
        )

    def decide_batch(
        self,
        batch: Any,
        first: int = 0,
        dictionaries: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the answer for a batch of :func:`core.open_stream`.

        Columns that are named in ``dictionaries`` are indices in them.
        """
        columns = []
        for place in self.place(batch.names):
            piece = batch.piece(place.position)
            if dictionaries and place.name in dictionaries:
                piece = core.encode_piece(piece, dictionaries[place.name])
            columns.append((place.attribute, place.name, (piece,)))
        return self.decide(columns, batch.num_rows, first)

    def decide_stream(self, capsule: Any) -> Decisions:
        """Return what all rows of an Arrow stream came to."""
        return self.wrap(self.answer_stream(capsule))

    def answer_stream(
        self, capsule: Any, dictionaries: Mapping[str, Any] | None = None
    ) -> list[Any]:
        """Return an answer for each batch of an Arrow stream."""
        stream = core.open_stream(capsule)
        self.place(stream.names)  # also where there is no batch
        answers, first = [], 0
        for batch in stream:
            answers.append(self.decide_batch(batch, first, dictionaries))
            first += batch.num_rows
        return answers

    def stream_codes(self, answers: Sequence[Any]) -> Any:
        """Return answers as an Arrow stream without dictionaries: each column
        as indices, 0 where there is none, and what of it is known."""
        return self._decider.stream_codes(tuple(answers), self.has_deliveries)

    def wrap(self, answers: Sequence[Any]) -> Decisions:
        """Return answers as one table."""
        return Decisions(self._decider, tuple(answers), self.has_deliveries)

    def get_ids(self) -> tuple[tuple[str, ...], ...]:
        """Return the texts of each column's indices."""
        model = self.model
        return (
            ("determined", "undetermined", "none", "rejected"),
            model.areas.ids,
            model.rules.ids,
            model.target_groups.ids,
        )


Decide = Callable[[Deciding, Any], Any]

# Where a kind of frame comes from, its class, and the module here for it.
_KINDS = (
    ("pandas", "DataFrame", "pandas"),
    ("polars", "DataFrame", "polars"),
    ("polars", "LazyFrame", "polars"),
    ("pyarrow", "Table", "pyarrow"),
    ("pyarrow", "RecordBatch", "pyarrow"),
    ("pyarrow", "RecordBatchReader", "pyarrow"),
    ("duckdb", "DuckDBPyRelation", "duckdb"),
)


def _find_kind(frame: object) -> Decide:
    """Return what decides this kind of frame."""
    for package, name, module in _KINDS:
        loaded = sys.modules.get(package)
        if loaded is not None and isinstance(frame, getattr(loaded, name, ())):
            decide: Decide = import_module(f"{__package__}.{module}").decide
            return decide
    if hasattr(frame, "__arrow_c_stream__"):
        return _decide_stream
    if hasattr(frame, "__arrow_c_array__"):
        return _decide_array
    raise TypeError(
        "expected a data frame of pandas, polars, pyarrow or DuckDB, or an "
        "object with Arrow's PyCapsule interface, not "
        + type(frame).__qualname__
    )


def _decide_stream(deciding: Deciding, frame: Any) -> Decisions:
    return deciding.decide_stream(frame.__arrow_c_stream__())


def _decide_array(deciding: Deciding, frame: Any) -> Decisions:
    batch = core.open_batch(*frame.__arrow_c_array__())
    return deciding.wrap([deciding.decide_batch(batch)])


def decide_frame(deciding: Deciding, frame: Any) -> Any:
    """Decide a frame's rows; see :meth:`msb.Model.decide_frame`."""
    return _find_kind(frame)(deciding, frame)


def decide_batches(
    deciding: Deciding,
    batches: Iterable[Any],
    keep: Sequence[str],
    encoded: bool,
) -> Iterator[Any]:
    """Decide batch by batch; see :meth:`msb.Model.decide_batches`."""
    from . import pyarrow

    return pyarrow.decide_batches(deciding, batches, keep, encoded)


def empty_frame(deciding: Deciding, kind: str) -> Any:
    """Return a frame of no rows; see :meth:`msb.Model.decide_frame_meta`."""
    if kind not in ("pandas", "polars", "pyarrow", "arrow"):
        raise Misuse('kind is "pandas", "polars", "pyarrow" or "arrow"')
    answer = deciding.decide((), 0, minus_is_none=kind == "pandas")
    if kind == "arrow":
        return deciding.wrap([answer])
    return import_module(f"{__package__}.{kind}").make_frame(
        deciding, [answer]
    )
