# SPDX-License-Identifier: MIT
"""An organisation and its responsibility rules."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from . import core
from .decision import Decision, Explanation, Outcome, make_outcome
from .errors import Invalid, Malformed
from .frames.methods import FrameMethods
from .given import file_path, flag, text_or_none, whole
from .moments import day
from .once import cached_property
from .parts import (
    Access,
    Area,
    Attribute,
    Parts,
    Rule,
    Service,
    Staff,
    TargetGroup,
    Unit,
)
from .source import as_json, in_dict
from .terms import (
    ATTRIBUTE_TYPES,
    COORDINATIONS,
    HIT_POLICIES,
    AttributeType,
    Coordination,
    HitPolicy,
)

if TYPE_CHECKING:
    from .analysis import Analysis
    from .cases import Cases
    from .difference import Difference
    from .display.svg import Svg

# The lists of a model: enum msb_part.
_ATTRIBUTE, _GROUP, _AREA, _STAFF, _UNIT, _SERVICE, _RULE, _ACCESS = range(
    1, 9
)


def expect_model(given: object, name: str) -> Model:
    """Return a model, given for the argument of a name.

    Raises:
        TypeError: it is none, as a path is none: :meth:`Model.load` reads it.
    """
    if isinstance(given, Model):
        return given
    raise TypeError(
        f"{name}: expected a msb.Model, not {type(given).__name__}"
    )


class Model(FrameMethods):
    """One organisation from one date on.

    Immutable: threads may share it, it can be pickled (as the JSON text that
    it was read from), and two of the same text are equal. Nothing is compiled
    before the first question.

    Example:
        >>> model = Model.from_dict({
        ...     "msb_model": 1, "id": "small", "name": "Small",
        ...     "valid_from": "2019-01-01",
        ...     "areas": [{"id": "youth", "name": "Youth"},
        ...               {"id": "adults", "name": "Adults"}],
        ...     "responsibility": [
        ...         {"id": "young", "when": {"age": {"below": 30}},
        ...          "area": "youth"},
        ...         {"id": "rest", "when": {}, "area": "adults"}],
        ... })
        >>> model.decide(on="2019-05-01", birth_date="1996-05-01").responsible
        'youth'
    """

    _core: Any

    def __init__(self, core_model: Any = None) -> None:
        """Made by :meth:`load`, :meth:`parse` or :meth:`from_dict`."""
        if not isinstance(core_model, core.Model):
            raise TypeError(
                "a model is made by Model.load(path), Model.parse(text) or "
                "Model.from_dict(members)"
            )
        self.__dict__["_core"] = core_model

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a model cannot be changed: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a model cannot be changed: {name}")

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Model:
        """Read a model from a JSON file of at most 16 MiB.

        Raises:
            FileError: it cannot be read.
            Malformed: it is not JSON.
            Invalid: it breaks the format; ``problems`` has all that is wrong.
        """
        return cls(core.Model.load(file_path(path, "path")))

    @classmethod
    def parse(cls, text: str | bytes, name: str | None = None) -> Model:
        """Read a model from JSON text; messages call it ``name``.

        Raises:
            Malformed: it is not JSON.
            Invalid: it breaks the format; ``problems`` has all that is wrong.
        """
        said = text_or_none(name, "name")
        return cls(core.Model.parse(text, said))

    @classmethod
    def from_dict(
        cls, members: Mapping[str, Any], name: str | None = None
    ) -> Model:
        """Make a model of a dict with the members of the format.

        Dates may be dates, and lists tuples; messages call it ``name``.

        Raises:
            Invalid: it breaks the format; ``problems`` has all that is wrong,
                and ``where`` says where in the dict.
            TypeError: no dict, or one that holds what JSON has no type for.
        """
        try:
            return cls.parse(as_json(members), name)
        except (Malformed, Invalid) as error:
            raise in_dict(error, name) from None

    @property
    def id(self) -> str:
        """The model's id."""
        text: str = self._core.get_id()
        return text

    @property
    def name(self) -> str:
        """The model's name, in the first language that it has."""
        return self.name_in(None)

    def name_in(self, language: str | None) -> str:
        """Return the name in a language ("da"), else in the first given."""
        name: str = self._core.get_name(text_or_none(language, "language"))
        return name

    def area_name(self, area: str, language: str | None = None) -> str:
        """Return an area's name in a language ("da"), else in the first
        given.

        Raises:
            NotFound: no such area.
        """
        index = self.areas.ids.index(self.areas[area].id)
        name: str = self._core.get_part_name(
            _AREA, index, text_or_none(language, "language")
        )
        return name

    @property
    def source(self) -> str:
        """The JSON text that it was read from."""
        text: str = self._core.get_source()
        return text

    def to_dict(self) -> dict[str, Any]:
        """Return the members of its source, as a new dict."""
        members: dict[str, Any] = json.loads(self.source.lstrip("\ufeff"))
        return members

    @property
    def valid_from(self) -> date:
        """The first day on which it is in force."""
        first: date = self._core.get_period()[0]
        return first

    @property
    def valid_to(self) -> date | None:
        """The first day on which it is no longer; None: open."""
        last: date | None = self._core.get_period()[1]
        return last

    @property
    def coordination(self) -> Coordination:
        """Who answers for a citizen."""
        return COORDINATIONS[self._core.get_coordination()] or (
            Coordination.SINGLE
        )

    @property
    def hit_policy(self) -> HitPolicy:
        """How rules that match together are read."""
        return HIT_POLICIES[self._core.get_hit_policy()] or HitPolicy.FIRST

    def _list(self, part: int) -> list[tuple[str, str]]:
        return [
            (
                self._core.get_part_id(part, i),
                self._core.get_part_name(part, i, None),
            )
            for i in range(self._core.num_parts(part))
        ]

    @cached_property
    def attributes(self) -> Parts[Attribute]:
        """What can be known of a citizen: ``age``, what the model declares,
        ``services``, ``target_group``."""
        return Parts(
            [
                self._make_attribute(i, name, label)
                for i, (name, label) in enumerate(self._list(_ATTRIBUTE))
            ]
        )

    def _make_attribute(self, index: int, name: str, label: str) -> Attribute:
        own = self._core
        kind = ATTRIBUTE_TYPES[own.get_attribute_type(index)]
        is_integer = kind is AttributeType.INTEGER
        return Attribute(
            name,
            label,
            kind or AttributeType.FLAG,
            tuple(
                own.get_attribute_value(index, i)
                for i in range(own.num_attribute_values(index))
            ),
            own.get_attribute_min(index) if is_integer else None,
            own.get_attribute_max(index) if is_integer else None,
            own.is_attribute_sensitive(index),
        )

    @cached_property
    def target_groups(self) -> Parts[TargetGroup]:
        """The target groups, in the order in which they are tried."""
        return Parts([TargetGroup(*each) for each in self._list(_GROUP)])

    @cached_property
    def areas(self) -> Parts[Area]:
        """The areas."""
        return Parts(
            [
                Area(*each, self._core.is_area_external(i))
                for i, each in enumerate(self._list(_AREA))
            ]
        )

    @cached_property
    def staffs(self) -> Parts[Staff]:
        """The staffs."""
        return Parts([Staff(*each) for each in self._list(_STAFF)])

    @cached_property
    def units(self) -> Parts[Unit]:
        """The units."""
        return Parts([Unit(*each) for each in self._list(_UNIT)])

    @cached_property
    def services(self) -> Parts[Service]:
        """The services."""
        return Parts(
            [
                Service(*each, self._core.is_household_contact(i))
                for i, each in enumerate(self._list(_SERVICE))
            ]
        )

    @cached_property
    def rules(self) -> Parts[Rule]:
        """The responsibility rules, in the order in which they are tried."""
        return Parts(
            [
                Rule(*each, self.areas[self._core.get_rule_area(i)].id)
                for i, each in enumerate(self._list(_RULE))
            ]
        )

    @cached_property
    def access(self) -> Parts[Access]:
        """What the model opens to others to read."""
        return Parts(
            [
                Access(*each, self._core.has_access_law(i))
                for i, each in enumerate(self._list(_ACCESS))
            ]
        )

    @cached_property
    def _rules(self) -> Any:
        return core.Rules.compile(self._core)

    @cached_property
    def _reader(self) -> Any:
        return core.FactsReader(self._rules)

    def decide(
        self,
        facts: Mapping[str, object] | None = None,
        /,
        *,
        on: date | str,
        **members: object,
    ) -> Decision:
        """Decide who is responsible for one citizen on a date.

        Facts are given by a mapping, by keywords, or both: ``birth_date`` or
        ``age``, and the model's attributes. An integer is an ``int`` or a
        ``float`` that is whole, an enum a ``str``, a flag a ``bool``, a set
        any collection of ``str``, a birth date a ``date``, a midnight without
        a time zone or ``"YYYY-MM-DD"``; also as numpy and pandas have them, so
        that a row of a frame will do. What is not there, None, NaN, NA or NaT
        is unknown; missing ``services`` are none.

        Raises:
            Invalid: the facts are rejected; ``where`` names the member.
            Conflict: two rules match, and the model allows one.
        """
        if facts is not None:
            members = {**facts, **members}
        return Decision(self, self._reader.resolve(members, day(on)))

    def explain(
        self,
        facts: Mapping[str, object] | None = None,
        /,
        *,
        on: date | str,
        show_sensitive: bool = False,
        **members: object,
    ) -> Explanation:
        """Say why: the deciding rule, its tests, and what would change it.

        It shows the facts; those of sensitive attributes only if asked to.

        Raises:
            Invalid, Conflict: as :meth:`decide`.
        """
        if facts is not None:
            members = {**facts, **members}
        return Explanation(
            self._reader.explain(
                members, day(on), flag(show_sensitive, "show_sensitive")
            )
        )

    def decider(
        self, names: Sequence[str], *, on: date | str
    ) -> Callable[[tuple[object, ...]], Outcome]:
        """Return a callable that decides a tuple of values, quickly.

        It raises as :meth:`decide`; and ValueError for a tuple of another
        length, TypeError for what is no tuple.

        Args:
            names: which members the tuple holds, in its order.
            on: the date of the decisions.

        Raises:
            Invalid: a member that the model does not know.

        Example:
            >>> model = Model.load("examples/models/aarhus_2019.json")
            >>> decide = model.decider(("birth_date",), on="2019-09-01")
            >>> decide((date(2010, 1, 1),)).responsible
            'boern_familier'
        """
        if isinstance(names, (str, bytes)):  # whose letters are no names
            raise TypeError(
                f"names: expected a list of names, not {type(names).__name__}"
            )
        make: Callable[[tuple[object, ...]], Outcome] = self._reader.decider(
            tuple(names), day(on), make_outcome(self)
        )
        return make

    def chart(self, language: str | None = None) -> Svg:
        """Return the organisation as a chart, which a notebook shows.

        Args:
            language: of the names, "da"; the first that it has if None.
        """
        from .display.chart import draw_organisation

        return draw_organisation(self, language)

    def _repr_html_(self) -> str:
        from .display.html import model_html

        return model_html(self)

    @cached_property
    def _analysis(self) -> Any:
        return self._rules.check()

    def check(self) -> Analysis:
        """Find what the model leaves open or says twice.

        Exact over its whole input space, and done once: asking again costs
        nothing.

        Raises:
            LimitExceeded: the model is too large to be analysed.

        Example:
            >>> model = Model.load("examples/models/aarhus_2019.json")
            >>> model.check().total
            True
        """
        from .analysis import make_analysis

        return make_analysis(self, self._analysis)

    def diff(self, after: Model) -> Difference:
        """Compare it with a model after it: what is decided otherwise.

        Exact over the input space of both. Where the model after replaces
        this one, an area is the same as its one successor.

        Raises:
            Invalid: an attribute that both declare has two types, or no
                value that both accept ("not_comparable").
            LimitExceeded: the models are too large to be compared.

        Example:
            >>> before = Model.load("examples/models/aarhus_2018.json")
            >>> before.diff(before).same
            True
        """
        from .difference import make_difference

        other = expect_model(after, "after")._core
        return make_difference(self, after, self._core.diff(other))

    def cases(self, max_rows: int = 20) -> Cases:
        """List the kinds of citizens that each rule decides, for people to
        say whether the model is right.

        Args:
            max_rows: at most so many of each rule, 1 to 10000. Of more, those
                are listed that between them show every value that is asked
                for.

        Raises:
            Misuse: ``max_rows`` is out of range.

        Example:
            >>> model = Model.load("examples/models/aarhus_2019.json")
            >>> [row["when.age"] for row in model.cases().to_rows("en")][:2]
            ['14 or less', '15–29']
        """
        from .cases import Cases

        return Cases(self, whole(max_rows, "max_rows", 1, 10_000))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Model) and self.source == other.source

    def __hash__(self) -> int:
        return hash(self.source)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.source,)

    def __repr__(self) -> str:
        return f"<msb.Model {self.id} from {self.valid_from}>"


_restored: dict[str, Model] = {}


def _restore(source: str) -> Model:
    """Return the model of a text: in one process, always the same one."""
    model = _restored.get(source)
    if model is None:
        model = _restored.setdefault(source, Model.parse(source))
    return model
