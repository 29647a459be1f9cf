# SPDX-License-Identifier: MIT
"""Models for tests that are worked out by hand: only what a test is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from .condition import Json
from .model import Model, read_model

ON = dt.date(2019, 9, 1)
FLAG = {"type": "flag"}
ENUM = {"type": "enum", "values": ["p", "q", "r"]}
SET = {"type": "set", "values": ["p", "q", "r"]}
NUMBER = {"type": "integer", "min": -5, "max": 5}
AREAS = ("north", "south", "east", "west")

Pair = tuple[Json, str]


def make_source(
    *rules: Pair,
    groups: Sequence[Pair] = (({}, "everybody"),),
    services: Json | None = None,
    areas: Sequence[str] = AREAS,
    **members: Any,
) -> dict[str, Any]:
    """Return a model as JSON has it.

    Its rules are `rule_0`, `rule_1`, … of (condition, area); the groups are
    (condition, id), the services id: delivered_by.
    """
    return {
        "msb_model": 1,
        "id": "small",
        "name": "Small",
        "valid_from": "2019-01-01",
        "attributes": {},
        "target_groups": [
            {"id": name, "name": name, "when": when} for when, name in groups
        ],
        "areas": [{"id": area, "name": area} for area in areas],
        "services": [
            {"id": name, "name": name, "delivered_by": by}
            for name, by in (services or {}).items()
        ],
        "responsibility": [
            {"id": f"rule_{index}", "when": when, "area": area}
            for index, (when, area) in enumerate(rules)
        ],
        **members,
    }


def make_model(*rules: Pair, **members: Any) -> Model:
    """Read what make_source() makes of the same arguments."""
    return read_model(make_source(*rules, **members))
