# SPDX-License-Identifier: MIT
"""`msb check` and `msb diff` with --store, against the brute force.

    test_counts.py MSB [--seed N] [--pairs N] [--from N]

A store is made of the first of two random models and filled with random
people. Each number that the tool prints must be the number of those whose
completions are all in the finding, or some and not all.
"""

import argparse
import collections
import datetime
import json
import os
import random
import sys
import tempfile

import analysis
import cases
import facts as facts_of
import mutate
from difference import Difference, NotComparable, Side
from reference import Reference
from tool import Tool, Unusable

CITIZENS = 40


class Town(Tool):
    """A store of the first model, and both models beside it."""

    def __init__(self, path, folder, models):
        super().__init__(path, folder)
        self.folder = folder
        self.files = [self.save("before.json", models[0]),
                      self.save("after.json", models[1])]
        self.store = os.path.join(folder, "town.msb")
        self.run("init", self.store, "--model", self.files[0])

    def save(self, name, value):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(value, file)
        return path

    def run(self, *words):
        said, _ = self._run([*words, "--json"] if words[0] != "init"
                            else list(words), [])
        return said[0] if said else None

    def load(self, rows, columns, record):
        """Import rows, each an object; all of them must be taken."""
        if not rows:
            return  # an empty file is refused
        path = os.path.join(self.folder, record + ".jsonl")
        with open(path, "w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row) + "\n")
        mapping = self.save(record + ".json", {
            "msb_mapping": 1, "format": "jsonl", "record": record,
            "columns": columns})
        said = self.run("import", self.store, path, "--mapping", mapping)
        if said["rejected"]:
            raise Unusable(f"import: {said}")


def people(rng, model, on):
    """Facts that can be imported: with a birth date in place of an age."""
    out = []
    for number in range(CITIZENS):
        facts = cases.acceptable(rng, model, on)
        if "age" in facts and facts["age"] is not None:
            facts["birth_date"] = cases.birth_date(rng, on)
        facts.pop("age", None)
        out.append({"id": f"borger-{number}", **facts})
    return out


def fill(town, model, citizens, on):
    columns = {name: {"from": name} for name, _ in facts_of.domains(model)
               if name not in ("age", "services")}
    columns.update(id={"from": "id"}, birth_date={"from": "birth_date"},
                   valid_from={"constant": on.isoformat()})
    town.load([{name: value for name, value in facts.items()
                if name != "services"} for facts in citizens],
              columns, "citizen")
    town.load([{"citizen": facts["id"], "service": service}
               for facts in citizens
               for service in facts.get("services") or []],
              {"citizen": {"from": "citizen"},
               "service": {"from": "service"},
               "from": {"constant": "1990-01-01"}}, "course")


def read(declared, facts, on):
    """The known attributes, of those that are declared; raises Rejected."""
    known = {"services": frozenset()}
    for name, value in facts.items():
        if value is None or name == "id":
            continue
        if name == "birth_date":
            born = datetime.date.fromisoformat(value)
            known["age"] = facts_of.age_on(born, on)
        elif name == "services":
            known[name] = frozenset(value) & frozenset(
                declared[name]["values"])
        elif name in declared:
            known[name] = facts_of.read_value(name, declared[name], value)
    return known


def completions(space, declared, facts, on):
    """The points that agree with the facts; None where they are rejected."""
    try:
        known = read(declared, facts, on)
    except facts_of.Rejected:
        return None
    points = space.full
    for name, value in known.items():
        points &= space.at(name, value)
    return points


def count(findings, everybody, seen):
    """Finding → (certainly in it, perhaps in it), and how many rejected."""
    out = {key: [0, 0] for key in findings}
    for points in everybody:
        for key, where in findings.items():
            if points is None or not points & where:
                continue
            perhaps = 1 if points & ~where else 0
            out[key][perhaps] += 1
            seen["perhaps" if perhaps else "for certain"] += 1
    rejected = sum(points is None for points in everybody)
    seen["rejected"] += rejected
    return {key: tuple(value) for key, value in out.items()}, rejected


def numbers(finding):
    return finding["citizens"], finding["possible"]


def judge_total(said, rejected, on):
    expected = {"on": on.isoformat(), "citizens": CITIZENS,
                "rejected": rejected}
    if said["counted"] != expected:
        yield f"counted: said {said['counted']}, is {expected}"


def judge_check(town, file, model, citizens, on, seen):
    reference = Reference(model)
    everybody = [completions(reference.space, reference.declared, facts, on)
                 for facts in citizens]
    findings = {**analysis.gaps(reference), **analysis.overlaps(reference)}
    expected, rejected = count(findings, everybody, seen)
    said = town.run("check", file, "--store", town.store, "--on",
                    on.isoformat())
    found = {(gap["kind"], gap["id"]): numbers(gap) for gap in said["gaps"]}
    found.update({tuple(overlap["rules"]): numbers(overlap)
                  for overlap in said["overlaps"]})
    if found != expected:
        yield f"check: said {found}, is {expected}"
    yield from judge_total(said, rejected, on)


def judge_diff(town, models, citizens, on, seen):
    try:
        difference = Difference(*models)
    except NotComparable:
        return
    conflict = 0
    for model in models:
        conflict |= Side(model, difference.space).conflict
    everybody = [completions(difference.space, difference.declared, facts, on)
                 for facts in citizens]
    everybody = [None if points is None or points & conflict else points
                 for points in everybody]
    expected, rejected = count(
        {key: difference.points(key) for key in difference.changes},
        everybody, seen)
    said = town.run("diff", *town.files, "--store", town.store, "--on",
                    on.isoformat())
    found = {(change["before"], change["after"]): numbers(change)
             for change in said["changes"]}
    if found != expected:
        yield f"diff: said {found}, is {expected}"
    yield from judge_total(said, rejected, on)


def judge(path, rng, number, seen):
    models = list(mutate.pair(rng, number))
    on = cases.day(rng)
    while on.year > 2024:  # nobody can be imported who is not born yet
        on = cases.day(rng)
    citizens = people(rng, models[0], on)
    with tempfile.TemporaryDirectory() as folder:
        town = Town(path, folder, models)
        fill(town, models[0], citizens, on)
        for file, model in zip(town.files, models):
            yield from judge_check(town, file, model, citizens, on, seen)
        yield from judge_diff(town, models, citizens, on, seen)
    seen["pairs"] += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("msb", help="the built tool")
    parser.add_argument("--seed", type=int, default=2019)
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--from", type=int, default=0, dest="start")
    options = parser.parse_args()
    seen = collections.Counter()
    for number in range(options.start, options.start + options.pairs):
        rng = random.Random(f"counts/{options.seed}/{number}")
        for sentence in judge(options.msb, rng, number, seen):
            print(f"pair {number}: {sentence}")
            seen["disagreements"] += 1
        if seen["disagreements"] >= 5:
            break
    print(f"seed {options.seed}: {dict(seen)}")
    # A run in which nobody is in anything has tested nothing.
    is_whole = all(seen[name] for name in ("pairs", "for certain", "perhaps",
                                           "rejected"))
    return 0 if is_whole and not seen["disagreements"] else 1


if __name__ == "__main__":
    sys.exit(main())
