# SPDX-License-Identifier: MIT
"""Tables, batches and readers of pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from .. import core
from ..errors import Invalid

if TYPE_CHECKING:
    from .decide import Deciding


def decide(deciding: Deciding, frame: Any) -> Any:
    """Decide a table, a batch or a reader; return the same kind.

    A table has as many chunks as it came with. A reader is read as the one
    that is returned is.
    """
    if isinstance(frame, pa.RecordBatch):
        return _decide_batch(deciding, frame, 0)
    if isinstance(frame, pa.RecordBatchReader):
        return _decide_reader(deciding, frame)
    return pa.table(deciding.decide_stream(frame.__arrow_c_stream__()))


def make_frame(deciding: Deciding, answers: Sequence[Any]) -> Any:
    """Return answers as a table."""
    return pa.table(deciding.wrap(answers))


def _decide_batch(deciding: Deciding, frame: Any, first: int) -> Any:
    batch = core.open_batch(*frame.__arrow_c_array__())
    return pa.record_batch(deciding.decide_batch(batch, first))


def _decide_reader(deciding: Deciding, reader: Any) -> Any:
    deciding.place(reader.schema.names)
    return pa.RecordBatchReader.from_batches(
        pa.schema(deciding.wrap(())), _decide_all(deciding, reader)
    )


def _decide_all(deciding: Deciding, batches: Iterable[Any]) -> Iterator[Any]:
    first = 0
    for batch in batches:
        yield _decide_batch(deciding, batch, first)
        first += batch.num_rows


def decide_batches(
    deciding: Deciding,
    batches: Iterable[Any],
    keep: Sequence[str],
    encoded: bool,
) -> Iterator[Any]:
    """Yield a batch for each batch, with columns of it in front."""
    first = 0
    for batch in batches:
        _check(batch, keep)
        given = batch.drop_columns(
            [
                name
                for name in keep
                if deciding.columns is None and not _is_read(deciding, name)
            ]
        )
        decided = _decide_batch(deciding, given, first)
        first += batch.num_rows
        if not encoded:
            decided = decided.cast(_plain(decided.schema))
        yield pa.RecordBatch.from_arrays(
            [batch.column(name) for name in keep] + decided.columns,
            schema=pa.schema(
                [batch.schema.field(name) for name in keep]
                + list(decided.schema)
            ),
        )


def _check(batch: Any, keep: Sequence[str]) -> None:
    if not isinstance(batch, pa.RecordBatch):
        raise TypeError(
            "batches: expected record batches of pyarrow, not "
            f"{type(batch).__name__}"
        )
    for name in keep:
        if name not in batch.schema.names:
            raise Invalid(
                "the batch has no column of this name", "missing_column", name
            )


def _is_read(deciding: Deciding, name: str) -> bool:
    return name == "birth_date" or name in deciding.model.attributes.ids


def _plain_type(kind: Any) -> Any:
    """Return a type with texts where it has a dictionary of them."""
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if pa.types.is_list(kind):
        return pa.list_(_plain_field(kind.value_field))
    if pa.types.is_struct(kind):
        return pa.struct([_plain_field(field) for field in kind])
    return kind


def _plain_field(field: Any) -> Any:
    return field.with_type(_plain_type(field.type))


def _plain(schema: Any) -> Any:
    return pa.schema([_plain_field(field) for field in schema])
