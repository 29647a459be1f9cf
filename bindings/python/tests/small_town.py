# SPDX-License-Identifier: MIT
"""A small town whose numbers can be worked out by hand.

On 2019-06-01 anna is 21 and homeless, bo is 48 and not; of carl, 48, it is
not known whether he has a home; dora is 58 and homeless. The young belong to
"youth", the homeless among the others to "shelter", the rest to "income".
anna has guidance from "youth", treatment from a unit of "income", and a stay
in "shelter"; bo a case in "income". Nobody here is real.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msb

MODELS = Path(__file__).resolve().parents[3] / "tests" / "cli" / "models"
ON = "2019-06-01"

CITIZENS = [
    ("anna", "01-02-1998", "UDH", "ja"),
    ("bo", "15-06-1970", "KTH", "nej"),
    ("carl", "15-06-1970", "KTH", ""),
    ("dora", "31-12-1960", "other", "ja"),
]
COURSES = [
    ("anna", "guidance", "01-01-2019", ""),
    ("anna", "treatment", "01-03-2019", ""),
    ("anna", "shelter_stay", "01-03-2019", ""),
    ("bo", "benefit_case", "01-01-2019", ""),
    ("dora", "shelter_stay", "01-01-2019", "01-03-2019"),
]


def members() -> dict[str, Any]:
    """The model of 2019, to be changed."""
    path = MODELS / "small_2019.json"
    read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return read


def model(**changed: Any) -> msb.Model:
    """The model of 2019, or one with other members."""
    return msb.Model.from_dict({**members(), **changed})


def homeless_first() -> msb.Model:
    """A model of 2020 in which the young homeless belong to the shelter."""
    young, no_home, others = members()["responsibility"]
    return model(
        id="small_2020",
        valid_from="2020-01-01",
        responsibility=[no_home, young, others],
    )


def create(
    path: Path,
    citizens: list[tuple[str, str, str, str]] = CITIZENS,
    courses: list[tuple[str, str, str, str]] = COURSES,
    clock: Callable[[], datetime] | None = None,
) -> None:
    """Make a store with both models, and these citizens and courses."""
    first = msb.Model.load(MODELS / "small_2018.json")
    with msb.Store.create(path, first, clock=clock) as store:
        store.adopt(model())
        store.import_(
            _rows(("Borger", "Fødselsdag", "Ydelse", "Hjemløs"), citizens),
            MODELS / "citizens.mapping.json",
        )
        if courses:
            store.import_(
                _rows(("Borger", "Indsats", "Fra", "Til"), courses),
                MODELS / "courses.mapping.json",
            )


def _rows(
    columns: tuple[str, ...], values: Sequence[tuple[str, ...]]
) -> list[Mapping[str, str]]:
    return [dict(zip(columns, each, strict=True)) for each in values]


def enter(path: Path, role: msb.Role, area: str | None = None) -> msb.Store:
    """Open a store as somebody in a role."""
    somebody = msb.Principal(
        actor="somebody", role=role, area=area, purpose="a_test"
    )
    return msb.Store(path, principal=somebody)
