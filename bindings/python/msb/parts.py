# SPDX-License-Identifier: MIT
"""The parts of an organisation, and lists of them that are found by id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, overload

from .errors import NotFound
from .terms import AttributeType


class TargetGroup(NamedTuple):
    """A target group [målgruppe]."""

    id: str
    name: str


class Area(NamedTuple):
    """An area [driftsområde]: can be responsible for citizens."""

    id: str
    name: str
    external: bool
    """An authority outside this organisation."""


class Staff(NamedTuple):
    """A staff [stab]: supports areas; answers for no citizen."""

    id: str
    name: str


class Unit(NamedTuple):
    """A unit [afdeling, center]."""

    id: str
    name: str


class Service(NamedTuple):
    """A service [indsats]."""

    id: str
    name: str
    contact_of_household: bool
    """Whoever delivers it is the contact of a household's members."""


class Rule(NamedTuple):
    """A responsibility rule [hovedansvar]."""

    id: str
    because: str
    """Why, in the model's words; the id where it says nothing."""
    area: str
    """The area that it makes responsible."""


class Access(NamedTuple):
    """What the model opens to others to read [adgang]."""

    id: str
    because: str
    has_law: bool
    """It names the law that allows it."""


class Attribute(NamedTuple):
    """What can be known of a citizen."""

    id: str
    label: str
    type: AttributeType
    values: tuple[str, ...]
    """Of an enum or a set; else empty."""
    min: int | None
    """The least value of an integer; else None."""
    max: int | None
    """The largest value of an integer; else None."""
    sensitive: bool
    """A special category of personal data."""


class Part(Protocol):
    """Any part: it has an id."""

    @property
    def id(self) -> str:
        """Unique in its list."""


P_co = TypeVar("P_co", bound=Part, covariant=True)


_TOLD = 12
"""How many ids an error lists."""


class Parts(Sequence[P_co], Generic[P_co]):
    """Parts in the model's order, found by index or by id.

    An id that is not there is :class:`NotFound`, a KeyError.
    ``pandas.DataFrame(model.areas)`` is a table.
    """

    __slots__ = ("_by_id", "_ids", "_parts")

    def __init__(self, parts: Sequence[P_co]) -> None:
        self._parts = tuple(parts)
        self._by_id = {part.id: part for part in self._parts}
        self._ids = tuple(self._by_id)

    @overload
    def __getitem__(self, key: int | str) -> P_co: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[P_co, ...]: ...
    def __getitem__(self, key: int | str | slice) -> P_co | tuple[P_co, ...]:
        if isinstance(key, str):
            part = self._by_id.get(key)
            if part is None:
                raise NotFound(self._tell_ids(), "unknown_reference", key)
            return part
        if isinstance(key, slice) or hasattr(key, "__index__"):
            return self._parts[key]
        raise TypeError(
            f"expected an id, an index or a slice, not {type(key).__name__}"
        )

    def _tell_ids(self) -> str:
        more = len(self) - _TOLD
        said = ", ".join(self._ids[:_TOLD]) or "none"
        return f"no such id; there are {said}" + (
            f" and {more} more" if more > 0 else ""
        )

    def index(
        self, value: Any, start: int = 0, stop: int | None = None
    ) -> int:
        """Return the place of a part, or of an id.

        Raises:
            ValueError: it is not there.
        """
        among: tuple[Any, ...] = (
            self._ids if isinstance(value, str) else self._parts
        )
        return among.index(value, start, len(self) if stop is None else stop)

    def count(self, value: Any) -> int:
        """Return 1 of a part, or of an id, that is there; else 0."""
        return int(value in self)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._ids)

    def __len__(self) -> int:
        return len(self._parts)

    def __iter__(self) -> Iterator[P_co]:
        return iter(self._parts)

    def __contains__(self, part: object) -> bool:
        if isinstance(part, str):
            return part in self._by_id
        return part in self._parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parts) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(self._parts)

    def _repr_html_(self) -> str:
        from .display.lists import parts_html

        return parts_html(self)

    def __repr__(self) -> str:
        return f"Parts({list(self._by_id)})"

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids, in order."""
        return self._ids
