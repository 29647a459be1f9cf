# SPDX-License-Identifier: MIT
"""`msb cases` over models of the size of a large city.

    test_cases_large.py MSB [--seed N] [--models N]

Such models cannot be drawn as one diagram. Each row must lie within its rule,
apart from every rule before it (under `unique`, from all others) and from the
other rows, and what resolve says of its example must be what it expects; a
rule without a row must be one that `check` calls unreachable.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile

import large
from test_cases import Cases, read_number, split
from tool import TIME_LIMIT

MAX_ROWS = 20
# Of processor time and of memory, for one model. It takes about a second and
# 50 MB; the rest is for slow machines, and for instrumented builds.
MAX_SECONDS = 20
MAX_KILOBYTES = 600 * 1024
MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
GROUPS = [("young", 0, 29), ("adult", 30, 66)]


def mask_of_numbers(name, words):
    mask = 0
    for part in re.split(r", | or (?!more|less)", words):
        low, high = read_number(part)
        mask |= large.span(0 if low is None else low,
                           large.MAXIMA[name] if high is None else high)
    return mask


def mask_of_codes(words):
    if words.startswith("all but "):
        excluded = split(words.removeprefix("all but "), "and")
        return large.codes(set(large.values("e")) - set(excluded))
    return large.codes(split(words, "or"))


def mask_of_demand(words):
    if words.startswith("not all of "):
        listed = split(words.removeprefix("not all of "), "and")
        return large.EVERY_SET & ~large.all_of(listed)
    if words.startswith("not "):
        listed = split(words.removeprefix("not "), "or")
        return large.EVERY_SET & ~large.any_of(listed)
    if " or " in words:
        return large.any_of(split(words, "or"))
    return large.all_of(split(words, "and"))


def mask_of_cell(name, words):
    if name in large.MAXIMA:
        return mask_of_numbers(name, words)
    if name[0] == "e":
        return mask_of_codes(words)
    mask = large.EVERY_SET
    for demand in words.split("; "):
        mask &= mask_of_demand(demand)
    return mask


def box_of_row(row):
    return {column.removeprefix("when."):
            mask_of_cell(column.removeprefix("when."), words)
            for column, words in row.items()
            if column.startswith("when.") and words != "any"}


def group_of(box, groups):
    """The target group of everybody in a row; "" if it is not one."""
    ages = box.get("age", large.span(0, large.MAXIMA["age"]))
    for group, low, high in groups:
        if ages & ~large.span(low, high) == 0:
            return group
    return ""


class LargeCases(Cases):
    """The tool, measured."""

    def measure(self):
        """What listing costs: (seconds of processor, kilobytes)."""
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, *self.command, "cases",
             self.model_file], capture_output=True, timeout=TIME_LIMIT,
            check=True, text=True)
        seconds, kilobytes = done.stdout.split()
        return float(seconds), int(kilobytes)


def judge_row(row, box, number, boxes, model):
    """A row alone; @number is that of the gap behind the last rule."""
    is_unique = model["hit_policy"] == "unique"
    groups = GROUPS[:len(model["target_groups"])]
    if 0 in box.values():
        yield f"empty: {row['id']}"
    if number < len(boxes) and not large.is_within(box, boxes[number]):
        yield f"rule: {row['id']} is not within its rule"
    for k, other in enumerate(boxes):
        if (k < number or is_unique) and k != number and \
                large.shares(box, other):
            yield f"order: {row['id']} meets r{k}"
    if row["target_group"] != group_of(box, groups):
        yield f"target group: {row['id']} {row['target_group']}"


def judge_list(number, boxes, rows, model):
    listed = [box_of_row(row) for row in rows]
    for i, (row, box) in enumerate(zip(rows, listed)):
        yield from judge_row(row, box, number, boxes, model)
        if any(large.shares(box, other) for other in listed[:i]):
            yield f"disjoint: {row['id']} meets another row"
        count = int(row["kinds"].rstrip("+"))
        if row["kinds"].endswith("+"):
            if count - len(rows) not in (0, 1):
                yield f"kinds: {row['id']} says {row['kinds']}"
        elif len(rows) != min(count, MAX_ROWS):
            yield f"kinds: {row['id']} says {count}, there are {len(rows)}"


def judge(tool, model):
    """A sentence for each disagreement."""
    tool.write_model(model)
    boxes = [large.box_of_condition(rule["when"])
             for rule in model["responsibility"]]
    table, rows = tool.table(MAX_ROWS), {}
    for row in table:
        rows.setdefault(row["rule"], []).append(row)
    for number, rule in enumerate([*model["responsibility"], {"id": ""}]):
        yield from judge_list(number, boxes, rows.get(rule["id"], []), model)
    missing = {rule["id"] for rule in model["responsibility"]} - set(rows)
    unreachable = {entry["id"] for entry in tool.check()[0]["unreachable"]
                   if entry["kind"] == "responsibility"}
    # Under `unique` a rule that others only ever match with decides nobody.
    if model["hit_policy"] == "first" and missing != unreachable:
        yield f"nobody: {missing ^ unreachable}"
    answers = tool.answers(tool.examples(MAX_ROWS))
    for row, said in zip(table, answers, strict=True):
        expected = [row["rule"]] if row["rule"] else []
        if (said["id"], said["rules"], said["responsible"] or "") != (
                row["id"], expected, row["area"]):
            yield f"answer: {row['id']} gives {said}"
    seconds, kilobytes = tool.measure()
    print(f"{len(table)} rows, {seconds:.2f} s, {kilobytes // 1024} MB")
    if seconds > MAX_SECONDS or kilobytes > MAX_KILOBYTES:
        yield "cost: too much"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("msb", help="the built tool")
    parser.add_argument("--seed", type=int, default=2019)
    parser.add_argument("--models", type=int, default=3)
    options = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        tool = LargeCases(options.msb, folder)
        for number in range(options.models):
            rng = random.Random(f"{options.seed}/{number}")
            model = large.draw(
                rng, hit_policy=["first", "first", "unique"][number % 3],
                target_groups=[
                    {"id": group, "name": group,
                     "when": {"age": {"from": low, "through": high}}}
                    for group, low, high in GROUPS[:rng.randint(0, 2)]])
            complaints = list(judge(tool, model))
            print(*complaints[:10], sep="\n", end="\n" * bool(complaints))
            failures += bool(complaints)
    print(f"seed {options.seed}: {options.models} models, "
          f"{failures} with a disagreement")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
