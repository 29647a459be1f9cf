# SPDX-License-Identifier: MIT
"""What the tool said against what the specification says.

Each function yields one sentence for each disagreement; none is agreement.
"""

import analysis
import facts as facts_of
from reference import Conflict

DECISION = ["status", "responsible", "possible", "rules", "missing", "ask",
            "target_group", "deliveries", "contacts"]


def rejection(said, member=None):
    """A line that cannot be used: its shape, and the member at fault."""
    if set(said) - {"id"} != {"status", "error"}:
        yield f"a rejected line has the members {sorted(said)}"
        return
    error = said["error"]
    if set(error) != {"code", "message", "member"}:
        yield f"an error has the members {sorted(error)}"
        return
    if error["member"] != member:
        yield f"error.member: said {error['member']!r}, is {member!r}"
    if not error["code"] or not error["message"]:
        yield "an error without code or message"


def conflict(reference, said, pairs):
    """Under `unique`: rejected, the message naming two rules that match."""
    yield from rejection(said)
    error = said.get("error", {})
    if error.get("code") != "conflict":
        yield f"error.code: said {error.get('code')!r}, is 'conflict'"
    names = [rule["id"] for rule in reference.rules]
    if not any(names[i] in error.get("message", "")
               and names[j] in error["message"] for i, j in pairs):
        yield "the message names no two rules that match together"


def decision(reference, facts, on, said, fields=DECISION):
    """One line of `resolve` against the reference."""
    given = facts.get("id") if isinstance(facts, dict) else None
    if said.get("id") != (given if isinstance(given, str) else None):
        yield f"id: said {said.get('id')!r}, is {given!r}"
    try:
        expected = reference.decide(facts, on)
    except facts_of.Rejected as error:
        if said.get("status") != "rejected":
            yield f"accepted, but to be rejected: {error}"
        else:
            yield from rejection(said, error.member)
        return
    except Conflict as error:
        if said.get("status") != "rejected":
            yield "accepted, but two rules match"
        else:
            yield from conflict(reference, said, error.pairs)
        return
    extra = set(said) - set(DECISION) - {"id", "explanation"}
    if extra:
        yield f"members that the specification has not: {sorted(extra)}"
    for field in fields:
        if field not in said:
            yield f"{field}: is not there"
        elif said[field] != expected[field]:
            yield f"{field}: said {said[field]!r}, is {expected[field]!r}"


def witness(reference, what, facts, points):
    """Complete facts, with an age, at one of the points that show it."""
    try:
        known = facts_of.read(reference.model, facts, None)
    except (facts_of.Rejected, TypeError, AttributeError) as error:
        yield f"{what}: the witness is no facts object: {error}"
        return
    if "birth_date" in facts or "id" in facts:
        yield f"{what}: the witness holds a birth date or an id"
    if set(known) != set(reference.declared):
        absent = sorted(set(reference.declared) - set(known))
        yield f"{what}: the witness leaves {absent} open"
    elif not points >> reference.space.number(known) & 1:
        yield f"{what}: the witness {facts} does not show it"


def same_set(what, said, expected):
    if len(said) != len(set(said)):
        yield f"{what}: said twice: {said}"
    for key in set(said) - set(expected):
        yield f"{what}: said {key}, is not so"
    for key in set(expected) - set(said):
        yield f"{what}: not said: {key}"


def check_gaps(reference, said):
    expected = analysis.gaps(reference)
    kinds = [(gap["kind"], gap["id"]) for gap in said["gaps"]]
    # "At least one of each kind": more of a kind would be no fault.
    yield from same_set("gaps", list(dict.fromkeys(kinds)), expected)
    for kind, gap in zip(kinds, said["gaps"]):
        if kind in expected:
            yield from witness(reference, f"gap {kind}", gap["witness"],
                               expected[kind])
    if said["total"] is not (not expected):
        yield f"total: said {said['total']!r}, is {not expected}"


def check_overlaps(reference, said):
    expected = analysis.overlaps(reference)
    pairs = [tuple(overlap["rules"]) for overlap in said["overlaps"]]
    yield from same_set("overlaps", pairs, expected)
    areas = {rule["id"]: rule["area"] for rule in reference.rules}
    for pair, overlap in zip(pairs, said["overlaps"]):
        if overlap["areas"] != [areas[rule] for rule in pair]:
            yield f"overlap {pair}: said the areas {overlap['areas']}"
        if pair in expected:
            yield from witness(reference, f"overlap {pair}",
                               overlap["witness"], expected[pair])


def check(reference, said, status):
    """What `check --json` printed, and its exit status."""
    members = {"model", "valid", "errors", "total", "gaps", "unreachable",
               "overlaps"}
    if set(said) != members:
        yield f"check has the members {sorted(said)}"
        return
    if said["model"] != reference.model["id"]:
        yield f"model: said {said['model']!r}"
    if said["valid"] is not True or said["errors"]:
        yield f"not valid: {said['errors']}"
        return
    yield from check_gaps(reference, said)
    yield from check_overlaps(reference, said)
    yield from same_set(
        "unreachable", [(u["kind"], u["id"], u["index"])
                        for u in said["unreachable"]],
        analysis.unreachable(reference))
    expected = 1 if analysis.has_findings(reference) else 0
    if status != expected:
        yield f"exit status of check: {status}, is {expected}"
