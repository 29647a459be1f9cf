# SPDX-License-Identifier: MIT
"""libmsb: who is responsible for this citizen, why, since when, what next.

Organisations and their responsibility rules are data; the library decides,
proves, explains, remembers and compares. Start with :class:`Model`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from . import core
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
from .terms import AttributeType, Coordination, FindingKind, HitPolicy, Status

if TYPE_CHECKING:
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
    from .difference import Change, Difference, RulePair
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
    from .load import Load
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

# What most programs do without is imported when it is first asked for.
_HOMES = {
    "Analysis": "analysis",
    "Gap": "analysis",
    "Overlap": "analysis",
    "Stray": "analysis",
    "Unreachable": "analysis",
    "Answer": "answers",
    "HouseholdService": "answers",
    "Membership": "answers",
    "Placement": "answers",
    "Ruled": "answers",
    "View": "answers",
    "Case": "cases",
    "CaseList": "cases",
    "Cases": "cases",
    "check": "checking",
    "Household": "circumstances",
    "HouseholdCourse": "circumstances",
    "HouseholdMember": "circumstances",
    "Change": "difference",
    "Difference": "difference",
    "RulePair": "difference",
    "Decisions": "frames",
    "Handover": "handovers",
    "HandoverCause": "handovers",
    "HandoverState": "handovers",
    "HandoverWork": "handovers",
    "Handovers": "handovers",
    "Verification": "holding",
    "VerifyCounts": "holding",
    "Violation": "holding",
    "ImportProblem": "imports",
    "ImportReport": "imports",
    "JournalEntry": "journal",
    "JournalMark": "journal",
    "Load": "load",
    "Hidden": "number",
    "Number": "number",
    "Small": "number",
    "suppress": "number",
    "Cpr": "persons",
    "Sex": "persons",
    "count_age": "persons",
    "find_birthday": "persons",
    "parse_cpr": "persons",
    "AssignSummary": "placing",
    "Assignment": "placing",
    "Principal": "principal",
    "Role": "principal",
    "Progress": "progress",
    "AssignmentRecord": "records",
    "CourseRecord": "records",
    "ExceptionRecord": "records",
    "FactsRecord": "records",
    "HandoverRecord": "records",
    "History": "records",
    "HouseholdRecord": "records",
    "Due": "rights",
    "Erasure": "rights",
    "Subject": "rights",
    "pseudonym": "rights",
    "Store": "store",
    "Comparison": "tables",
    "Flow": "tables",
    "Seam": "tables",
    "Totals": "tables",
    "CountedChange": "tally",
    "CountedGap": "tally",
    "CountedOverlap": "tally",
    "Tally": "tally",
}

__version__: str = core.msb_version_get()


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(
                f"module {__name__!r} has no attribute {name!r}"
            )
        value = getattr(import_module(f".{home}", __name__), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        """Return what is public, and not what it is made of."""
        dunders = (name for name in globals() if name.startswith("__"))
        return sorted({*dunders, *__all__})


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
    "Load",
    "Malformed",
    "Membership",
    "Misuse",
    "Model",
    "NotFound",
    "Number",
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
