# SPDX-License-Identifier: MIT
"""The kinds of citizens that each rule decides, for people to review."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from .given import text_or_none
from .once import cached_property
from .terms import FindingKind

if TYPE_CHECKING:
    from .model import Model


class Case(NamedTuple):
    """One kind of citizen, with an example."""

    id: str
    """"rule/1"; "service/2/1" is of the second entry of a service. "GAP"
    stands in the place of no rule and of no entry."""
    facts: dict[str, Any]
    """Complete facts of an example; :meth:`Model.decide` takes them."""
    target_group: str | None
    """What all of the kind are in; None: in none, or not all in the same."""


class CaseList(NamedTuple):
    """Whom one rule, or one entry of a service, decides."""

    kind: FindingKind
    """A responsibility rule or, under ``per_service``, a service."""
    rule: str | None
    """The rule; None: of a service, or whom no rule decides."""
    service: str | None
    """The service; None: of the rules."""
    entry: int | None
    """The place of its entry, from 0; None: of the rules, or whose service
    nobody delivers."""
    area: str | None
    """Who answers for these citizens, or None."""
    unit: str | None
    """The unit of it that delivers, or None."""
    is_counted: bool
    """Whether there are exactly ``num_kinds`` kinds, 0: nobody is decided
    here. Else there are that many or more."""
    num_kinds: int
    """See ``is_counted``."""
    rows: tuple[Case, ...]
    """Those that are listed. They have no citizen in common."""


class Cases(Sequence[CaseList]):
    """What people who know the work read to say whether a model is right.

    A sequence of lists: one for each responsibility rule and a last one for
    citizens whom no rule decides, if there are any; under ``per_service`` one
    for each entry of a service, and for citizens whose service nobody
    delivers. Made by :meth:`Model.cases`; the same model always gives the
    same rows. Immutable, and can be pickled.
    """

    def __init__(self, model: Model, max_rows: int) -> None:
        """Made by :meth:`Model.cases`; not for users."""
        self._model = model
        self._max_rows = max_rows
        self._core = model._rules.list_cases(max_rows)

    @cached_property
    def _lists(self) -> tuple[CaseList, ...]:
        return tuple(map(self._make_list, range(self._core.num_lists())))

    def _make_list(self, index: int) -> CaseList:
        model, own = self._model, self._core

        def name(ids: tuple[str, ...], at: int) -> str | None:
            return ids[at] if at >= 0 else None

        entry, service = own.get_entry(index), own.get_service(index)
        return CaseList(
            FindingKind.RESPONSIBILITY if service < 0 else FindingKind.SERVICE,
            name(model.rules.ids, own.get_rule(index)),
            name(model.services.ids, service),
            entry if entry >= 0 else None,
            name(model.areas.ids, own.get_area(index)),
            name(model.units.ids, own.get_unit(index)),
            own.is_counted(index),
            own.num_kinds(index),
            tuple(
                Case(
                    own.get_id(index, row),
                    json.loads(own.get_facts(index, row)),
                    name(
                        model.target_groups.ids,
                        own.get_target_group(index, row),
                    ),
                )
                for row in range(own.num_rows(index))
            ),
        )

    @overload
    def __getitem__(self, key: int) -> CaseList: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[CaseList, ...]: ...
    def __getitem__(self, key: int | slice) -> CaseList | tuple[CaseList, ...]:
        return self._lists[key]

    def __len__(self) -> int:
        return len(self._lists)

    def __iter__(self) -> Iterator[CaseList]:
        return iter(self._lists)

    @property
    def model(self) -> Model:
        """The model whose cases they are."""
        return self._model

    @property
    def num_rows(self) -> int:
        """How many kinds are listed in all lists together."""
        return sum(len(each.rows) for each in self._lists)

    def to_rows(self, language: str = "da") -> list[dict[str, Any]]:
        """Return all rows as flat dicts, for ``pandas.DataFrame(rows)``.

        The members are those of the CSV: ``id``, then ``rule``, or ``service``
        and ``entry`` (from 1), ``area``, ``area_name``, ``unit``, ``kinds``,
        ``is_counted``, ``target_group``, one ``when.x`` for each attribute
        that some row says something of (what must hold in words; None: any
        value will do), and ``facts``.

        Args:
            language: "da" or "en", of the words and names.

        Raises:
            Misuse: another language.
        """
        text_or_none(language, "language")
        told = [
            (index, row, self._describe(index, row, language))
            for index, each in enumerate(self._lists)
            for row in range(len(each.rows))
        ]
        said = set().union(*(words for _, _, words in told))
        columns = [name for name in self._attributes if name in said]
        return [
            {
                **self._owner(index, row, language),
                **{f"when.{name}": words.get(name) for name in columns},
                "facts": dict(self._lists[index].rows[row].facts),
            }
            for index, row, words in told
        ]

    @property
    def _attributes(self) -> list[str]:
        """What a kind is told by: all attributes but the target group, which
        follows from the others."""
        ids = self._model.attributes.ids
        return [name for name in ids if name != "target_group"]

    def _describe(self, index: int, row: int, language: str) -> dict[str, str]:
        words: dict[str, str] = {}
        ids = self._model.attributes.ids
        for name in self._attributes:
            said = self._core.describe(index, row, ids.index(name), language)
            if said is not None:
                words[name] = said
        return words

    def _owner(self, index: int, row: int, language: str) -> dict[str, Any]:
        found, case = self._lists[index], self._lists[index].rows[row]
        owner: dict[str, Any] = {"id": case.id}
        if found.service is None:
            owner["rule"] = found.rule
        else:
            entry = found.entry
            owner["service"] = found.service
            owner["entry"] = None if entry is None else entry + 1
        owner["area"] = found.area
        owner["area_name"] = (
            None
            if found.area is None
            else self._model.area_name(found.area, language)
        )
        if found.service is not None:
            owner["unit"] = found.unit
        owner["kinds"] = found.num_kinds
        owner["is_counted"] = found.is_counted
        owner["target_group"] = case.target_group
        return owner

    def to_markdown(self, language: str = "da") -> str:
        """Return a review for people: what ``msb cases`` prints.

        Raises:
            Misuse: a language other than "da" and "en".
        """
        text: str = self._core.format_markdown(
            text_or_none(language, "language")
        )
        return text

    def to_csv(self, language: str = "da") -> str:
        """Return the rows as CSV (RFC 4180), lines ending in CRLF.

        Raises:
            Misuse: a language other than "da" and "en".
        """
        text: str = self._core.format_csv(text_or_none(language, "language"))
        return text

    def to_jsonl(self) -> str:
        """Return the examples as facts with an ``id``, an object a line:
        what ``msb resolve`` reads."""
        text: str = self._core.format_jsonl()
        return text

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Cases):
            return NotImplemented
        return (self._model, self._max_rows) == (
            other._model,
            other._max_rows,
        )

    def __hash__(self) -> int:
        return hash((self._model, self._max_rows))

    def __reduce__(self) -> tuple[Any, ...]:
        return Cases, (self._model, self._max_rows)

    def __repr__(self) -> str:
        return (
            f"<msb.Cases of {self._model.id}: {len(self)} lists,"
            f" {self.num_rows} rows>"
        )
