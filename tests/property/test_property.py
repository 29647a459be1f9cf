# SPDX-License-Identifier: MIT
"""The tool against the brute force, over thousands of random models.

    test_property.py MSB [--seed N] [--models N] [--lines N]

For each model: `msb check`, then `msb resolve` over a batch of facts (half of
the models with --explain), each compared field by field with the reference.
The witnesses that check prints go through resolve as well. A case that fails
is shrunk and printed as a model, a line of facts, and what was said.
"""

import argparse
import json
import random
import sys
import tempfile

import analysis
import cases
import compare
import explained
import generate
from reference import Reference
from shrink import shrink
from tool import Tool, Unusable


def subject(complaint):
    """What a complaint is about, so that shrinking stays on it."""
    return complaint.split(":", 1)[0].split(" {", 1)[0]


def judge_check(tool, model):
    """(complaints, what check said) for a model already written."""
    try:
        said, status = tool.check()
    except Unusable as error:
        return [f"check unusable: {error}"], None
    return list(compare.check(Reference(model), said, status)), said


def judge_lines(tool, model, on, lines, explain):
    """(complaint, facts, what was said) for each disagreement."""
    try:
        answers, status = tool.resolve(on, lines, explain)
    except Unusable as error:
        return [(f"resolve unusable: {error}", lines, None)]
    reference = Reference(model)
    out = []
    for facts, said in zip(lines, answers):
        complaints = list(compare.decision(reference, facts, on, said))
        if not complaints and explain:
            complaints = explained.check(reference, facts, on, said)
        elif not complaints and "explanation" in said:
            complaints = ["explanation: not asked for"]
        out += [(complaint, facts, said) for complaint in complaints]
    rejected = any(said.get("status") == "rejected" for said in answers)
    if status != (1 if rejected else 0):
        out.append((f"exit status of resolve: {status}", lines, None))
    return out


def witnesses(said):
    """The witnesses of a check, to be resolved like any facts."""
    found = (said or {}).get("gaps", []) + (said or {}).get("overlaps", [])
    return [item["witness"] for item in found]


class Run:
    """One run: its tool, its random numbers, and what it found."""

    def __init__(self, options, folder):
        self.tool = Tool(options.msb, folder)
        self.options = options
        self.reports = 0
        self.counts = {"models": 0, "lines": 0, "total": 0, "unique": 0,
                       "per_service": 0}

    def one_model(self, number):
        """One model and its facts; its seed is its own, so that a case can
        be had again without those before it."""
        rng = random.Random(f"{self.options.seed}/{number}")
        model = generate.model(rng, number)
        on = cases.day(rng)
        lines = cases.lines(rng, model, on, self.options.lines)
        explain = rng.random() < 0.5
        self.tool.write_model(model)
        complaints, said = judge_check(self.tool, model)
        if complaints:
            self.report_check(model, complaints[0])
            return
        lines += witnesses(said)
        failures = judge_lines(self.tool, model, on, lines, explain)
        if failures:
            self.report_line(model, on, explain, failures[0])
        self.counts["models"] += 1
        self.counts["lines"] += len(lines)
        self.counts["total"] += said["total"]
        self.counts["unique"] += model.get("hit_policy") == "unique"
        self.counts["per_service"] += (
            model.get("coordination") == "per_service")

    def report_check(self, model, complaint):
        def still_fails(smaller):
            try:
                self.tool.write_model(smaller)
                found, _ = judge_check(self.tool, smaller)
            except (KeyError, TypeError, ValueError, AttributeError):
                return False  # no longer a model
            return subject(complaint) in map(subject, found)

        if not complaint.startswith(("not valid", "check unusable")):
            model = self.shrink(model, still_fails)
        self.tool.write_model(model)
        found, said = judge_check(self.tool, model)
        self.report(found, {"model": model, "said": said})

    def report_line(self, model, on, explain, failure):
        def judge(case):
            self.tool.write_model(case["model"])
            complaints, _ = judge_check(self.tool, case["model"])
            if any(c.startswith(("not valid", "check unusable"))
                   for c in complaints):
                return []
            return judge_lines(self.tool, case["model"], on, case["lines"],
                               explain)

        def still_fails(smaller):
            try:
                found = judge(smaller)
            except (KeyError, TypeError, ValueError, AttributeError):
                return False
            return subject(failure[0]) in (subject(f[0]) for f in found)

        lines = failure[1]
        case = {"model": model,
                "lines": lines if isinstance(lines, list) else [lines]}
        case = self.shrink(case, still_fails)
        failures = judge(case) or [failure]
        self.report([f[0] for f in failures],
                    {**case, "on": on.isoformat(), "explain": explain,
                     "said": failures[0][2]})

    def shrink(self, case, still_fails):
        if not still_fails(case):
            return case
        return shrink(case, still_fails, self.options.budget)

    def report(self, complaints, case):
        self.reports += 1
        print(f"--- disagreement {self.reports}")
        for complaint in complaints:
            print(complaint)
        for name, value in case.items():
            print(f"{name}: {json.dumps(value, ensure_ascii=False)}")


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("msb", help="the built tool")
    parser.add_argument("--seed", type=int, default=2019)
    parser.add_argument("--models", type=int, default=3000)
    parser.add_argument("--from", type=int, default=0, dest="start",
                        help="number of the first model")
    parser.add_argument("--lines", type=int, default=14)
    parser.add_argument("--reports", type=int, default=5,
                        help="stop after this many disagreements")
    parser.add_argument("--budget", type=int, default=600,
                        help="runs of the tool to spend on shrinking one")
    return parser.parse_args()


def main():
    options = read_options()
    with tempfile.TemporaryDirectory() as folder:
        run = Run(options, folder)
        for number in range(options.start, options.start + options.models):
            run.one_model(number)
            if run.reports >= options.reports:
                print(f"stopped at model {number}")
                break
    counts = ", ".join(f"{n} {what}" for what, n in run.counts.items())
    print(f"seed {options.seed}: {counts}; {run.reports} disagreements")
    return 1 if run.reports else 0


if __name__ == "__main__":
    sys.exit(main())
