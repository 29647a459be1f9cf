# SPDX-License-Identifier: MIT
"""libmsb: who is responsible for this citizen, why, since when, what next.

Organisations and their responsibility rules are data; the library decides,
proves, explains, remembers and compares. Start with :class:`Model`.
"""

from .answers import (
    Answer,
    HouseholdService,
    Membership,
    Placement,
    Ruled,
    View,
)
from .decision import Decision, Delivery, Explanation, Outcome
from .errors import (
    Busy,
    Conflict,
    Denied,
    Error,
    FileError,
    Invalid,
    LimitExceeded,
    Malformed,
    Misuse,
    NotFound,
    OutOfMemory,
    Problem,
    Stopped,
    StoreError,
)
from .model import Model
from .placing import Assignment, AssignSummary
from .principal import Principal, Role
from .progress import Progress
from .store import Store
from .terms import AttributeType, Coordination, HitPolicy, Status

__all__ = [
    "Answer",
    "AssignSummary",
    "Assignment",
    "AttributeType",
    "Busy",
    "Conflict",
    "Coordination",
    "Decision",
    "Delivery",
    "Denied",
    "Error",
    "Explanation",
    "FileError",
    "HitPolicy",
    "HouseholdService",
    "Invalid",
    "LimitExceeded",
    "Malformed",
    "Membership",
    "Misuse",
    "Model",
    "NotFound",
    "OutOfMemory",
    "Outcome",
    "Placement",
    "Principal",
    "Problem",
    "Progress",
    "Role",
    "Ruled",
    "Status",
    "Stopped",
    "Store",
    "StoreError",
    "View",
]
