# SPDX-License-Identifier: MIT
"""`msb diff` over random pairs of models, against the brute force.

    test_difference.py MSB [--seed N] [--pairs N] [--from N]

Every pair of areas must be reported that some facts show, in order, with a
witness that shows it, and in the table for people just the rules that decide
there. A pair of models that fails is shrunk and printed.
"""

import argparse
import collections
import json
import os
import random
import re
import subprocess
import sys
import tempfile

import compare
import mutate
from difference import Difference, NotComparable
from shrink import shrink
from tool import TIME_LIMIT, Tool, Unusable

RULES = "The rules that decide there (a dash: none does)"


class Diff(Tool):
    """The tool, with two models."""

    def __init__(self, path, folder):
        super().__init__(path, folder)
        self.files = [os.path.join(folder, name)
                      for name in ("before.json", "after.json")]

    def write(self, models):
        for name, model in zip(self.files, models):
            with open(name, "w", encoding="utf-8") as file:
                json.dump(model, file, ensure_ascii=False)

    def diff(self):
        """(what was printed, exit status); None where the models cannot be
        compared."""
        try:
            said, status = self._run(["diff", *self.files, "--json"], [])
        except Unusable as error:
            if "exit status 2" in str(error) and (
                    "(not_comparable)" in str(error)):
                return None, 2
            raise
        if len(said) != 1:
            raise Unusable(f"diff printed {len(said)} lines")
        return said[0], status

    def pairs(self):
        """The rows of the table of rules: (area, area, rule, rule)."""
        done = subprocess.run(
            self.command + ["diff", *self.files], capture_output=True,
            timeout=TIME_LIMIT, check=False)
        rows = done.stdout.decode().partition(RULES + "\n")[2].splitlines()
        return [tuple(None if cell == "-" else cell
                      for cell in re.split("  +", row.strip()))
                for row in rows]


class Shown:
    """What compare.witness() asks of a reference, for both models."""

    def __init__(self, difference):
        self.space = difference.space
        self.declared = difference.declared
        self.model = {
            "attributes": {name: declaration for name, declaration
                           in difference.declared.items()
                           if name not in ("age", "services")},
            "services": [{"id": value} for value
                         in difference.declared["services"]["values"]]}


def judge_changes(difference, said):
    keys = [(change["before"], change["after"]) for change in said["changes"]]
    if keys != list(difference.changes):
        yield f"changes: said {keys}, is {list(difference.changes)}"
    for key, change in zip(keys, said["changes"]):
        if set(change) != {"before", "after", "witness"}:
            yield f"a change has the members {sorted(change)}"
        elif key in difference.changes:
            yield from compare.witness(
                Shown(difference), f"change {key}", change["witness"],
                difference.points(key))


def judge_pairs(difference, models, rows):
    names = [{area["id"]: area["name"] for area in model["areas"]}
             for model in models]
    expected = collections.Counter(
        (names[0].get(key[0]), names[1].get(key[1]), *pair)
        for key, pairs in difference.changes.items() for pair in pairs)
    if collections.Counter(rows) != expected:
        yield f"rules: said {rows}, is {list(expected)}"


def judge(tool, models):
    """A sentence for each disagreement."""
    tool.write(models)
    try:
        difference = Difference(*models)
    except NotComparable:
        difference = None
    try:
        said, status = tool.diff()
        if difference is None or said is None:
            if difference is not None or said is not None:
                yield f"comparable: said {said is not None}"
            return
        if set(said) != {"same", "changes"}:
            yield f"diff has the members {sorted(said)}"
            return
        if said["same"] is not (not difference.changes):
            yield f"same: said {said['same']!r}"
        if status != (1 if difference.changes else 0):
            yield f"exit status of diff: {status}"
        yield from judge_changes(difference, said)
        yield from judge_pairs(difference, models, tool.pairs())
    except Unusable as error:
        yield f"diff unusable: {error}"


def subject(complaint):
    return complaint.split(":", 1)[0]


def report(tool, models, complaint):
    """Print a pair of models, made small."""
    def still_fails(smaller):
        try:
            return subject(complaint) in map(subject, judge(tool, smaller))
        except (KeyError, TypeError, ValueError, AttributeError,
                IndexError):
            return False  # no longer models

    if not complaint.startswith("diff unusable"):
        models = shrink(models, still_fails, 400)
    print("--- disagreement")
    for sentence in judge(tool, models):
        print(sentence)
    for model in models:
        print(json.dumps(model, ensure_ascii=False))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("msb", help="the built tool")
    parser.add_argument("--seed", type=int, default=2019)
    parser.add_argument("--pairs", type=int, default=1200)
    parser.add_argument("--from", type=int, default=0, dest="start")
    options = parser.parse_args()
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        tool = Diff(options.msb, folder)
        for number in range(options.start, options.start + options.pairs):
            rng = random.Random(f"{options.seed}/{number}")
            models = list(mutate.pair(rng, number))
            complaints = list(judge(tool, models))
            if complaints:
                print(f"pair {number}")
                report(tool, models, complaints[0])
                counts["disagreements"] += 1
            said = tool.diff()[0] if not complaints else None
            counts["not comparable" if said is None else
                   "same" if said["same"] else "different"] += 1
            if counts["disagreements"] >= 3:
                break
    print(f"seed {options.seed}: {dict(counts)}")
    return 1 if counts["disagreements"] else 0


if __name__ == "__main__":
    sys.exit(main())
