# SPDX-License-Identifier: MIT
"""Which column of a frame is which attribute of the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..errors import Error, Invalid

if TYPE_CHECKING:
    from ..model import Model


class Place(NamedTuple):
    """A column that is read."""

    attribute: int
    """The attribute's index; of the birth date, the number of attributes."""
    name: str
    """As the frame calls the column."""
    position: int
    """In the frame, from 0."""


def place_columns(
    model: Model,
    names: Iterable[object] | None,
    columns: Mapping[str, str] | None,
) -> list[Place]:
    """Return the columns to read, in the frame's order.

    Without ``columns`` every column must be an attribute of the model, but
    for ``id``, which is passed over: a column that is misspelt would else be
    unknown of everybody without a word. With ``columns``, a mapping from
    attribute to column, those are read and no others.

    Raises:
        Invalid: a column or an attribute that is not there, or twice.
        TypeError: None for the names: it is a column alone.
    """
    if names is None:
        raise TypeError(
            "expected a data frame, which has columns by name, and not a "
            "single column"
        )
    texts = [str(name) for name in names]
    if columns is None:
        wanted = [(name, name) for name in texts if name != "id"]
    else:
        wanted = [(member, str(name)) for member, name in columns.items()]
    return sorted(
        (_place(model, member, name, texts) for member, name in wanted),
        key=lambda place: place.position,
    )


def _place(
    model: Model, member: str, name: str, names: Sequence[str]
) -> Place:
    attributes = model.attributes.ids
    if member == "birth_date":
        index = len(attributes)
    elif member in attributes and member != "target_group":
        index = attributes.index(member)
    else:
        raise Invalid(
            "the model has no attribute of this name that can be given; "
            "name the columns to read by columns={attribute: column}",
            "unknown_member",
            member,
        )
    if name not in names:
        raise Invalid(
            "the frame has no column of this name", "missing_column", name
        )
    if names.count(name) > 1:
        raise Invalid(
            "the frame has two columns of this name", "duplicate_member", name
        )
    return Place(index, name, names.index(name))


def name_column(error: Error, name: str) -> Error:
    """Return the error as one about a column, where it names none."""
    if not error.where:
        error.where = name
    return error
