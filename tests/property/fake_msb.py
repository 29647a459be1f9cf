# SPDX-License-Identifier: MIT
"""A tool that answers by the reference, with one fault if asked for.

    FAKE_MSB_FAULT=rules_reversed fake_msb.py check MODEL --json

The property test is run against it to show that it can fail: with no fault
it must agree with itself, with a fault it must say so.
"""

import datetime
import itertools
import json
import os
import sys

import analysis
import facts as facts_of
from explained import MAX_ANSWERS, NEVER, Explained, blamed, leaves
from reference import Conflict, Reference


def lowest(points):
    """The number of the lowest point of a set."""
    return (points & -points).bit_length() - 1


def checked(reference):
    """What `check --json` prints, by the reference."""
    def witness(points):
        return facts_of.write(
            reference.space.point(lowest(points)))

    gaps = analysis.gaps(reference)
    areas = {rule["id"]: rule["area"] for rule in reference.rules}
    return {
        "model": reference.model["id"], "valid": True, "errors": [],
        "total": not gaps,
        "gaps": [{"kind": kind, "id": name, "witness": witness(points)}
                 for (kind, name), points in gaps.items()],
        "unreachable": [
            {"kind": kind, "id": name, "index": index}
            for kind, name, index in sorted(analysis.unreachable(reference))],
        "overlaps": [
            {"rules": list(pair), "areas": [areas[rule] for rule in pair],
             "witness": witness(points)}
            for pair, points in analysis.overlaps(reference).items()],
    }


def resolved(reference, facts, on, explain):
    """What `resolve` prints for one line, by the reference."""
    said = {"id": facts["id"]} if "id" in facts else {}
    try:
        said.update(reference.decide(facts, on))
        if explain:
            known = facts_of.read(reference.model, facts, on)
            said["explanation"] = explanation(
                Explained(reference, known, said, None))
    except facts_of.Rejected as error:
        said.update(status="rejected", error={
            "code": "invalid", "message": "bad", "member": error.member})
    except Conflict as error:
        i, j = error.pairs[0]
        names = [rule["id"] for rule in reference.rules]
        said.update(status="rejected", error={
            "code": "conflict", "member": None,
            "message": f"{names[i]} and {names[j]} both match"})
    return said


def shown(explained, key, holds):
    """A test as an explanation lists it."""
    attribute, test = key
    fact = (explained.expected["target_group"]
            if attribute == "target_group" else explained.known[attribute])
    return {"attribute": attribute, "test": json.loads(test), "holds": holds,
            "fact": sorted(fact) if isinstance(fact, frozenset) else fact}


def answers(explained):
    """One answer a value of the attribute to ask for."""
    name = explained.expected["ask"]
    axis = [] if name is None else explained.reference.space.axes[name].values
    out = []
    for value in axis:
        item = {"attribute": name, "areas": explained.left_by(name, value)}
        if isinstance(value, frozenset):
            item["values"] = sorted(value)
            item["without"] = sorted(frozenset().union(*axis) - value)
        else:
            item["values"] = [value]
        out.append(item)
    return {"answers": out[:MAX_ANSWERS],
            "answers_cut": len(out) > MAX_ANSWERS}


def explanation(explained):
    """An explanation by the reference; of partial facts, the least that may
    be said."""
    rule = explained.deciding() or {}
    out = {"rule": rule.get("id"), "tests": [], "before": [],
           "deliveries": [],
           "would_change": [
               {"area": area, "attribute": name, "value": sorted(value)
                if isinstance(value, frozenset) else value}
               for area, changes in explained.reachable().items()
               for name, value in list(changes)[:1]]}
    if explained.expected["status"] == "undetermined":
        out.update(answers(explained))
    for name in ("because", "law", "source"):
        text = rule.get(name)
        out[name] = text["da"] if isinstance(text, dict) else text
    if not rule or not explained.complete:
        return out
    truths = explained.truths(rule)
    out["tests"] = [shown(explained, key, positive) for key, positive
                    in leaves(rule["when"]) if truths[key] is positive]
    for earlier in itertools.takewhile(lambda r: r is not rule,
                                       explained.reference.rules):
        truths = explained.truths(earlier)
        key = blamed(earlier["when"], truths, False)
        out["before"].append({"rule": earlier["id"], **(
            shown(explained, key, truths[key]) if key else NEVER)})
    return out


def drop_last(name, inside=None):
    def fault(said):
        said = said.get(inside, {}) if inside else said
        if said.get(name):
            said[name].pop()
    return fault


def gap_forgotten(said):
    if None in said.get("possible", []):
        said["possible"].remove(None)


def witness_a_year_off(said):
    for item in said.get("gaps", []) + said.get("overlaps", []):
        item["witness"]["age"] = (item["witness"]["age"] + 1) % 131


def ask_the_last(said):
    if said.get("missing"):
        said["ask"] = said["missing"][-1]


def change_nothing(said):
    for change in said.get("explanation", {}).get("would_change", []):
        change["value"] = None


FAULTS = {
    "gap_forgotten": gap_forgotten,
    "witness_a_year_off": witness_a_year_off,
    "ask_the_last": ask_the_last,
    "an_overlap_less": drop_last("overlaps"),
    "an_unreachable_less": drop_last("unreachable"),
    "a_rule_less": drop_last("rules"),
    "a_contact_less": drop_last("contacts"),
    "a_test_less": drop_last("tests", "explanation"),
    "an_earlier_rule_less": drop_last("before", "explanation"),
    "a_change_less": drop_last("would_change", "explanation"),
    "a_change_to_nothing": change_nothing,
}


def main():
    command, path = sys.argv[1:3]
    with open(path, encoding="utf-8") as file:
        reference = Reference(json.load(file))
    fault = FAULTS.get(os.environ.get("FAKE_MSB_FAULT"), lambda said: None)
    if command == "check":
        out = checked(reference)
        fault(out)
        print(json.dumps(out))
        return 1 if analysis.has_findings(reference) else 0
    on = datetime.date.fromisoformat(sys.argv[sys.argv.index("--on") + 1])
    rejected = False
    for line in sys.stdin:
        out = resolved(reference, json.loads(line), on,
                       "--explain" in sys.argv)
        fault(out)
        rejected |= out["status"] == "rejected"
        print(json.dumps(out))
    return 1 if rejected else 0


if __name__ == "__main__":
    sys.exit(main())
