# SPDX-License-Identifier: MIT
"""What the two readings are compared on, drawn by hypothesis."""

from .draw_models import conditions, count_inputs, declarations, models
from .draw_people import (
    Broken,
    Facts,
    birth_dates,
    broken_facts,
    cases,
    dates,
    facts,
    populations,
    successions,
)

__all__ = [
    "Broken",
    "Facts",
    "birth_dates",
    "broken_facts",
    "cases",
    "conditions",
    "count_inputs",
    "dates",
    "declarations",
    "facts",
    "models",
    "populations",
    "successions",
]
