# SPDX-License-Identifier: MIT
"""Facts: what is known of one citizen on one date, or why they are rejected.

What is left open here as it is in the specification: which of several wrong
members an error names. All of them are reported, each with its reason.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .condition import Json, Kind, Value
from .model import OLDEST, Attribute, Model

DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
#: Members of a facts object that no model declares.
NOT_DECLARED = ("id", "birth_date", "age", "services")


class Reason(enum.StrEnum):
    """Why a member rejects the facts."""

    UNKNOWN_MEMBER = "unknown_member"
    WRONG_TYPE = "wrong_type"
    OUTSIDE_DOMAIN = "outside_domain"
    BORN_LATER = "born_later"
    TOO_OLD = "too_old"
    DISAGREE = "disagree"


@dataclass(frozen=True)
class Problem:
    """One member that rejects the facts."""

    member: str
    reason: Reason


class Rejected(Exception):
    """The facts are rejected: every `problems`, in no order."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(map(str, problems)))
        self.problems = frozenset(problems)


def count_years(born: dt.date, on: dt.date) -> int:
    """Return the whole years completed on a date; below 0: not born yet.

    A birthday counts from the day itself. Nobody's day is 29 February in a
    common year, so that one is over on 1 March.
    """
    before_birthday = (on.month, on.day) < (born.month, born.day)
    return on.year - born.year - before_birthday


def read_facts(model: Model, facts: Json, on: dt.date) -> dict[str, Value]:
    """Return what is known: a value for each known attribute.

    `services` is always there, an age only where it is known. Sets are
    frozensets. Raises Rejected.
    """
    problems: list[Problem] = []
    known: dict[str, Value] = {"services": frozenset()}
    declared = {each.name: each for each in model.attributes}
    declared["services"] = model.active_services
    for member, given in facts.items():
        if member not in declared and member not in NOT_DECLARED:
            problems.append(Problem(member, Reason.UNKNOWN_MEMBER))
        elif given is None:
            continue
        elif member == "id":
            if not isinstance(given, str):
                problems.append(Problem(member, Reason.WRONG_TYPE))
        elif member != "birth_date":
            reason = _find_reason(declared[member], given)
            if reason is not None:
                problems.append(Problem(member, reason))
            else:
                known[member] = (
                    frozenset(given) if isinstance(given, list) else given
                )
    problems += _read_birth_date(facts.get("birth_date"), on, known)
    if problems:
        raise Rejected(*problems)
    return known


def _find_reason(attribute: Attribute, given: Any) -> Reason | None:
    """Return why the attribute cannot have the value that is given."""
    match attribute.kind:
        case Kind.INTEGER:
            right = isinstance(given, int) and not isinstance(given, bool)
            inside = right and attribute.low <= given <= attribute.high
        case Kind.FLAG:
            right = inside = isinstance(given, bool)
        case Kind.ENUM:
            right = isinstance(given, str)
            inside = right and given in attribute.values
        case Kind.SET:
            right = isinstance(given, list) and all(
                isinstance(each, str) for each in given
            )
            inside = right and set(given) <= set(attribute.values)
    if not right:
        return Reason.WRONG_TYPE
    return None if inside else Reason.OUTSIDE_DOMAIN


def _read_birth_date(
    given: Any, on: dt.date, known: dict[str, Value]
) -> Iterator[Problem]:
    """Put the age into `known`; yield what is wrong with the birth date."""
    if given is None:
        return
    born = _parse_date(given)
    if born is None:
        yield Problem("birth_date", Reason.WRONG_TYPE)
        return
    years = count_years(born, on)
    if born > on:
        yield Problem("birth_date", Reason.BORN_LATER)
    elif years > OLDEST:
        yield Problem("birth_date", Reason.TOO_OLD)
    elif known.setdefault("age", years) != years:
        yield Problem("birth_date", Reason.DISAGREE)
        yield Problem("age", Reason.DISAGREE)


def _parse_date(given: Any) -> dt.date | None:
    if isinstance(given, dt.date):
        return given
    if not isinstance(given, str) or not DATE.fullmatch(given):
        return None
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        return None


def is_complete(model: Model, known: Mapping[str, Value]) -> bool:
    """Return whether every attribute, the age included, has a value."""
    return all(each.name in known for each in model.attributes)


def select_facts(model: Model, facts: Json) -> dict[str, Any]:
    """Return the members that the model knows: facts of another may be more.

    Services that the model does not have are left out as well.
    """
    names = {each.name for each in model.attributes} | {"birth_date"}
    selected = {name: facts[name] for name in facts if name in names}
    if facts.get("services") is not None:
        own = model.active_services.values
        selected["services"] = [x for x in facts["services"] if x in own]
    return selected
