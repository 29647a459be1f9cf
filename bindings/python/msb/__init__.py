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
from .circumstances import Household, HouseholdCourse, HouseholdMember
from .analysis import Analysis, Gap, Overlap, Stray, Unreachable
from .cases import Case, CaseList, Cases
from .checking import check
from .decision import Decision, Delivery, Explanation, Outcome
from .difference import Change, Difference, RulePair
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
from .frames import Decisions
from .handovers import (
    Handover,
    HandoverCause,
    Handovers,
    HandoverState,
    HandoverWork,
)
from .imports import ImportProblem, ImportReport
from .model import Model
from .placing import Assignment, AssignSummary
from .principal import Principal, Role
from .progress import Progress
from .records import (
    AssignmentRecord,
    CourseRecord,
    ExceptionRecord,
    FactsRecord,
    HandoverRecord,
    History,
    HouseholdRecord,
)
from .store import Store
from .terms import (
    AttributeType,
    Coordination,
    FindingKind,
    HitPolicy,
    Status,
)

__all__ = [
    "Answer",
    "Analysis",
    "AssignSummary",
    "Assignment",
    "AssignmentRecord",
    "AttributeType",
    "Busy",
    "Case",
    "CaseList",
    "Cases",
    "Change",
    "Conflict",
    "Coordination",
    "CourseRecord",
    "Decision",
    "Decisions",
    "Delivery",
    "Denied",
    "Difference",
    "Error",
    "ExceptionRecord",
    "Explanation",
    "FactsRecord",
    "FileError",
    "Handover",
    "HandoverCause",
    "HandoverRecord",
    "HandoverState",
    "HandoverWork",
    "Handovers",
    "History",
    "FindingKind",
    "Gap",
    "HitPolicy",
    "Household",
    "HouseholdCourse",
    "HouseholdMember",
    "HouseholdRecord",
    "HouseholdService",
    "ImportProblem",
    "ImportReport",
    "Invalid",
    "LimitExceeded",
    "Malformed",
    "Membership",
    "Misuse",
    "Model",
    "NotFound",
    "Organisations",
    "OutOfMemory",
    "Outcome",
    "Placement",
    "Overlap",
    "Principal",
    "Problem",
    "Progress",
    "Role",
    "Ruled",
    "Start",
    "RulePair",
    "Status",
    "Stopped",
    "Store",
    "StoreError",
    "View",
    "Stray",
    "Unreachable",
    "check",
]
