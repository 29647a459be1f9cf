# SPDX-License-Identifier: MIT
"""libmsb: who is responsible for this citizen, why, since when, what next.

Organisations and their responsibility rules are data; the library decides,
proves, explains, remembers and compares. Start with :class:`Model`.
"""

from . import core
from .analysis import Analysis, Gap, Overlap, Stray, Unreachable
from .answers import (
    Answer,
    HouseholdService,
    Membership,
    Placement,
    Ruled,
    View,
)
from .cases import Case, CaseList, Cases
from .checking import check
from .circumstances import Household, HouseholdCourse, HouseholdMember
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
from .holding import Verification, VerifyCounts, Violation
from .imports import ImportProblem, ImportReport
from .journal import JournalEntry, JournalMark
from .model import Model
from .number import Hidden, Number, Small, suppress
from .persons import Cpr, Sex, count_age, find_birthday, parse_cpr
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
from .rights import Due, Erasure, Subject, pseudonym
from .store import Store
from .tables import Comparison, Flow, Seam, Totals
from .tally import CountedChange, CountedGap, CountedOverlap, Tally
from .terms import (
    AttributeType,
    Coordination,
    FindingKind,
    HitPolicy,
    Status,
)

__all__ = [
    "Analysis",
    "Answer",
    "AssignSummary",
    "Assignment",
    "AssignmentRecord",
    "AttributeType",
    "Busy",
    "Case",
    "CaseList",
    "Cases",
    "Change",
    "Comparison",
    "Conflict",
    "Coordination",
    "CountedChange",
    "CountedGap",
    "CountedOverlap",
    "CourseRecord",
    "Cpr",
    "Decision",
    "Decisions",
    "Delivery",
    "Denied",
    "Difference",
    "Due",
    "Erasure",
    "Error",
    "ExceptionRecord",
    "Explanation",
    "FactsRecord",
    "FileError",
    "FindingKind",
    "Flow",
    "Gap",
    "Handover",
    "HandoverCause",
    "HandoverRecord",
    "HandoverState",
    "HandoverWork",
    "Handovers",
    "Hidden",
    "History",
    "HitPolicy",
    "Household",
    "HouseholdCourse",
    "HouseholdMember",
    "HouseholdRecord",
    "HouseholdService",
    "ImportProblem",
    "ImportReport",
    "Invalid",
    "JournalEntry",
    "JournalMark",
    "LimitExceeded",
    "Malformed",
    "Membership",
    "Misuse",
    "Model",
    "NotFound",
    "Number",
    "Organisations",
    "OutOfMemory",
    "Outcome",
    "Overlap",
    "Placement",
    "Principal",
    "Problem",
    "Progress",
    "Role",
    "RulePair",
    "Ruled",
    "Seam",
    "Sex",
    "Small",
    "Start",
    "Status",
    "Stopped",
    "Store",
    "StoreError",
    "Stray",
    "Subject",
    "Tally",
    "Totals",
    "Unreachable",
    "Verification",
    "VerifyCounts",
    "View",
    "Violation",
    "__version__",
    "check",
    "count_age",
    "find_birthday",
    "parse_cpr",
    "pseudonym",
    "suppress",
]

__version__: str = core.msb_version_get()
"""The version of the library, which is that of the package."""
