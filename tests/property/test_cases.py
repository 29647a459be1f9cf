# SPDX-License-Identifier: MIT
"""`msb cases` over random models, against the brute force.

    test_cases.py MSB [--seed N] [--models N] [--from N]

The words of each row are read back as a set of points. The rows of a rule
must have no point in common and be, all together, the points that it decides;
the number of kinds must be theirs; and what resolve says of a row's example
must be what the row expects. With few rows, those that are shown must be some
of the same.
"""

import argparse
import csv
import io
import json
import random
import re
import subprocess
import sys
import tempfile

import generate
from reference import Reference
from shrink import shrink
from tool import TIME_LIMIT, Tool, Unusable

ON = "2019-06-01"


class Cases(Tool):
    """The tool, asked for cases."""

    def _text(self, *options):
        done = subprocess.run(
            [*self.command, "cases", self.model_file, "--lang", "en",
             *options], capture_output=True, timeout=TIME_LIMIT, check=False)
        if done.returncode != 0:
            raise Unusable(f"exit status {done.returncode}: "
                           f"{done.stderr.decode(errors='replace')}")
        return done.stdout.decode()

    def table(self, rows):
        text = self._text("--format", "csv", "--rows", str(rows))
        return list(csv.DictReader(io.StringIO(text, newline=""),
                                   strict=True))

    def examples(self, rows):
        text = self._text("--format", "jsonl", "--rows", str(rows))
        return [json.loads(line) for line in text.splitlines()]

    def answers(self, examples):
        return self._run(["resolve", self.model_file, "--on", ON],
                         [json.dumps(line) + "\n" for line in examples])[0]


def split(words, joint):
    """The words of "a, b JOINT c"."""
    return re.split(rf", | {joint} ", words)


def read_number(words):
    """What a cell says of a number."""
    for pattern, low, high in (
            (r"(-?\d+) or more", 1, None), (r"(-?\d+) or less", None, 1),
            (r"between (-?\d+) and (-?\d+)", 1, 2),
            (r"(\d+)–(\d+)", 1, 2), (r"(-?\d+)", 1, 1)):
        match = re.fullmatch(pattern, words)
        if match:
            return (int(match[low]) if low else None,
                    int(match[high]) if high else None)
    raise ValueError(f"not a number's limits: {words}")


def integer(words):
    # "or" stands in "5 or more" as well as between two ranges.
    limits = [read_number(part) for part in
              re.split(r", | or (?!more|less)", words)]
    return lambda value: any(
        (low is None or low <= value) and (high is None or value <= high)
        for low, high in limits)


def enum(words):
    if words.startswith("all but "):
        excluded = split(words.removeprefix("all but "), "and")
        return lambda value: value not in excluded
    allowed = split(words, "or")
    return lambda value: value in allowed


def demand(words):
    """What one part of a cell asks of a set."""
    if words.startswith("not all of "):
        listed = set(split(words.removeprefix("not all of "), "and"))
        return lambda value: not listed <= value
    if words.startswith("not "):
        listed = set(split(words.removeprefix("not "), "or"))
        return lambda value: not listed & value
    if " or " in words:
        listed = set(split(words, "or"))
        return lambda value: bool(listed & value)
    listed = set(split(words, "and"))
    return lambda value: listed <= value


def read_cell(kind, words):
    """A cell as a function of one value."""
    if kind == "integer":
        return integer(words)
    if kind == "flag":
        return lambda value: value is {"yes": True, "no": False}[words]
    if kind == "enum":
        return enum(words)
    demands = [demand(part) for part in words.split("; ")]
    return lambda value: all(holds(value) for holds in demands)


def box_of(reference, row):
    """The points that a row describes."""
    points = reference.full
    for column, words in row.items():
        name = column.removeprefix("when.")
        if name != column and words != "any":
            kind = reference.declared[name]["type"]
            # A cell that begins like a formula has an apostrophe in front.
            words = re.sub(r"^'(?=[-+=@])", "", words)
            points &= reference.space.where(name, read_cell(kind, words))
    return points


def expected_lists(reference):
    """(what the rows of a list begin with, area, unit, points)."""
    if reference.single:
        for rule, points in zip(reference.rules, reference.decides):
            yield rule["id"], rule["area"], None, points
        yield "GAP", None, None, reference.gap
        return
    for service in reference.services:
        name = service["id"]
        held = reference.held(name) & ~reference.conflict
        for number, (by, points) in enumerate(reference.entries[name], 1):
            area, unit = reference.delivery_of(by)
            yield f"{name}/{number}", area, unit, points & held
        yield f"{name}/GAP", None, None, reference.undelivered[name] & held


class Laid(Reference):
    """The brute force, and who holds a service."""

    def held(self, service):
        return self.space.where("services", lambda value: service in value)


def judge_list(reference, name, rows, area, unit, points):
    """The rows of one list, of which all are there."""
    seen = 0
    for number, row in enumerate(rows, 1):
        box = box_of(reference, row)
        if not reference.single:
            box &= reference.held(name.split("/")[0])
        if row["id"] != f"{name}/{number}":
            yield f"id: {row['id']} is number {number} of {name}"
        if row["area"] != (area or "") or row.get("unit", "") != (unit or ""):
            yield f"area: {row['id']} is of {area}, {unit}"
        if int(row["kinds"]) != len(rows):
            yield f"kinds: {row['id']} says {row['kinds']}, is {len(rows)}"
        if row["target_group"] != (reference.group_of(box) or ""):
            yield f"target group: {row['id']} {row['target_group']}"
        if box & seen:
            yield f"disjoint: {row['id']} shares a point with another"
        if box == 0:
            yield f"empty: {row['id']}"
        seen |= box
    if seen != points:
        yield f"cover: the rows of {name} are not what it decides"


def judge_table(reference, table):
    rows = {}
    for row in table:
        rows.setdefault(row["id"].rpartition("/")[0], []).append(row)
    order = list(rows)
    expected = []
    for name, area, unit, points in expected_lists(reference):
        yield from judge_list(reference, name, rows.get(name, []), area, unit,
                              points)
        expected += [name] if name in rows else []
    if order != expected:
        yield f"order: said {order}, is {expected}"


def judge_examples(reference, table, examples, answers):
    """Each example lies in its row, and is decided as the row says."""
    for row, example, said in zip(table, examples, answers):
        facts = dict(example)
        if facts.pop("id") != row["id"] or facts != json.loads(row["facts"]):
            yield f"example: {row['id']} differs between the formats"
        point = {name: frozenset(value) if isinstance(value, list) else value
                 for name, value in facts.items()}
        number = reference.space.number(point)
        if not box_of(reference, row) >> number & 1:
            yield f"example: {row['id']} is not of its kind"
        if reference.single:
            rule = [row["rule"]] if row["rule"] else []
            if (said["rules"], said["responsible"] or "") != (
                    rule, row["area"]):
                yield f"answer: {row['id']} gives {said}"
            continue
        found = {d["service"]: (d["area"] or "", d["unit"] or "")
                 for d in said["deliveries"]}
        if found.get(row["service"]) != (row["area"], row["unit"]):
            yield f"answer: {row['id']} gives {said}"
    if not len(table) == len(examples) == len(answers):
        yield "examples: not as many as rows"


def judge_few(reference, table, few, rows):
    """At most so many rows of each list, and they are some of all."""
    cells = [{key: value for key, value in row.items()
              if key not in ("id", "facts")} for row in table]
    counts = {}
    for row in few:
        name = row["id"].rpartition("/")[0]
        counts[name] = counts.get(name, 0) + 1
        same = {key: value for key, value in row.items()
                if key not in ("id", "facts")}
        # A column is left out where no row that is shown asks for it.
        if not any({**cell, **same} == cell for cell in cells):
            yield f"few rows: {row['id']} is none of all rows"
    for name, area, unit, points in expected_lists(reference):
        kinds = sum(row["id"].rpartition("/")[0] == name for row in table)
        if counts.get(name, 0) != min(kinds, rows):
            yield f"few rows: {counts.get(name, 0)} of {name}"


def judge(tool, model, rows):
    """A sentence for each disagreement."""
    tool.write_model(model)
    reference = Laid(model)
    try:
        table, examples = tool.table(10000), tool.examples(10000)
        answers = tool.answers(examples)
        yield from judge_table(reference, table)
        yield from judge_examples(reference, table, examples, answers)
        yield from judge_few(reference, table, tool.table(rows), rows)
    except (Unusable, ValueError, KeyError) as error:
        yield f"cases unusable: {error!r}"


def name_services(model):
    """Cells call services by their names, so each has one of its own."""
    for service in model.get("services", []):
        service["name"] = service["id"]
    return model


def report(tool, model, rows, complaint):
    subject = complaint.split(":")[0]

    def still_fails(smaller):
        try:
            return subject in (c.split(":")[0]
                               for c in judge(tool, smaller, rows))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            return False  # no longer a model

    if not complaint.startswith("cases unusable"):
        model = shrink(model, still_fails, 400)
    print("--- disagreement")
    print(*judge(tool, model, rows), sep="\n")
    print(json.dumps(model, ensure_ascii=False))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("msb", help="the built tool")
    parser.add_argument("--seed", type=int, default=2019)
    parser.add_argument("--models", type=int, default=800)
    parser.add_argument("--from", type=int, default=0, dest="start")
    options = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        tool = Cases(options.msb, folder)
        for number in range(options.start, options.start + options.models):
            rng = random.Random(f"{options.seed}/{number}")
            model = name_services(generate.model(rng, number))
            rows = rng.randint(1, 4)
            complaints = list(judge(tool, model, rows))
            if complaints:
                print(f"model {number}, {rows} rows")
                report(tool, model, rows, complaints[0])
                failures += 1
            if failures >= 3:
                break
    print(f"seed {options.seed}: {options.models} models, "
          f"{failures} disagreements")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
