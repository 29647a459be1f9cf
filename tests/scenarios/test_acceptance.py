# SPDX-License-Identifier: MIT
"""What the sources promise of the organisation, asked of the msb command.

Usage: test_acceptance.py MSB RUNNER ROOT
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

MSB, RUNNER, ROOT = (os.path.abspath(sys.argv.pop(1)) for _ in range(3))
MODELS = os.path.join(ROOT, "examples", "models")
SYNTHETIC = os.path.join(ROOT, "examples", "synthetic")
sys.path.insert(0, SYNTHETIC)
sys.dont_write_bytecode = True

import generate  # noqa: E402
import profiles  # noqa: E402

# The areas of 2018 by administration; models/SOURCES.md says how it is known.
EMPLOYMENT = {"job_uddannelse", "job_sundhed_ydelse_2018"}
SOCIAL = {"socialpsykiatri_udsatte_voksne", "familier_boern_unge",
          "voksenhandicap"}


def load(name):
    with open(os.path.join(MODELS, name), encoding="utf-8") as file:
        return json.load(file)


def check(model):
    """The exit status and the report of `msb check --json` for a model."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(model, file)
        result = subprocess.run([MSB, "check", path, "--json"], text=True,
                                capture_output=True, check=False)
    return result.returncode, json.loads(result.stdout)


def without_area(model, area):
    """A copy without the area, and without a rule or delivery that names it."""
    copy = json.loads(json.dumps(model))
    copy["areas"] = [item for item in copy["areas"] if item["id"] != area]
    copy["responsibility"] = [rule for rule in copy["responsibility"]
                              if rule["area"] != area]
    for service in copy["services"]:
        if isinstance(service["delivered_by"], list):
            service["delivered_by"] = [entry for entry
                                       in service["delivered_by"]
                                       if entry["by"] != area]
    successors = copy["replaces"]["successors"]
    for old in successors:
        successors[old] = [new for new in successors[old] if new != area]
    return copy


class Models(unittest.TestCase):
    def test_both_are_total_with_nothing_unreachable(self):
        for name in ("aarhus_2018.json", "aarhus_2019.json"):
            with self.subTest(name):
                status, report = check(load(name))
                self.assertEqual(status, 0)
                self.assertEqual(report["valid"], True)
                self.assertEqual(report["total"], True)
                for finding in ("errors", "gaps", "unreachable", "overlaps"):
                    self.assertEqual(report[finding], [])

    def test_both_declare_the_same_attributes_and_services(self):
        before, after = load("aarhus_2018.json"), load("aarhus_2019.json")
        for model in (before, after):
            for declaration in model["attributes"].values():
                declaration.pop("comment", None)
        self.assertEqual(before["attributes"], after["attributes"])
        self.assertEqual([service["id"] for service in before["services"]],
                         [service["id"] for service in after["services"]])

    def test_an_area_that_rules_still_name_cannot_be_taken_away(self):
        model = load("aarhus_2019.json")
        model["areas"] = [area for area in model["areas"]
                          if area["id"] != "voksne_job_handicap"]
        status, report = check(model)
        self.assertEqual(status, 2)
        self.assertEqual(report["valid"], False)
        rule = [i for i, rule in enumerate(model["responsibility"])
                if rule["area"] == "voksne_job_handicap"]
        self.assertIn(f"/responsibility/{rule[0]}/area",
                      [error["pointer"] for error in report["errors"]])

    def test_five_areas_leave_citizens_between_two_chairs(self):
        model = without_area(load("aarhus_2019.json"), "voksne_job_handicap")
        status, report = check(model)
        self.assertEqual(status, 1)
        self.assertEqual(report["valid"], True)
        self.assertEqual(report["total"], False)
        witnesses = [gap["witness"] for gap in report["gaps"]
                     if gap["kind"] == "responsibility"]
        self.assertEqual(len(witnesses), 1)
        self.assertTrue(30 <= witnesses[0]["age"] <= 66)
        self.assertEqual(witnesses[0]["primary_challenge"], "disability")

    def test_five_areas_fail_the_acceptance_scenario(self):
        scenario = os.path.join("tests", "scenarios", "organisation.scenario")
        with tempfile.TemporaryDirectory() as folder:
            models = os.path.join(folder, "examples", "models")
            shutil.copytree(MODELS, models)
            with open(os.path.join(models, "aarhus_2019.json"), "w",
                      encoding="utf-8") as file:
                json.dump(without_area(load("aarhus_2019.json"),
                                       "voksne_job_handicap"), file)
            result = subprocess.run(
                [RUNNER, os.path.join(ROOT, scenario)], cwd=folder,
                text=True, capture_output=True, check=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn("expected areas 6, got 5", result.stdout)
        self.assertIn("not ok 1 - ", result.stdout)


class Citizens(unittest.TestCase):
    def test_seventy_and_twenty_with_eight_in_both_are_eighty_two(self):
        """Counted by the areas that the model of 2018 sends them to."""
        dice = generate.Dice(1)
        facts = []
        for citizen in generate.make_citizens(dice, 8200):
            # Where a need is missing so is a deliverer: here it is known.
            facts.append(json.dumps({
                "id": citizen["id"], "age": 40, "needs": citizen["needs"],
                "services": sorted(set(citizen["services"]))}))
        result = subprocess.run(
            [MSB, "resolve", os.path.join(MODELS, "aarhus_2018.json"),
             "--on", "2019-05-01"], input="\n".join(facts) + "\n",
            text=True, capture_output=True, check=True)
        employment, social, both, total = 0, 0, 0, 0
        for line in result.stdout.splitlines():
            contacts = set(json.loads(line)["contacts"])
            employment += bool(contacts & EMPLOYMENT)
            social += bool(contacts & SOCIAL)
            both += bool(contacts & EMPLOYMENT and contacts & SOCIAL)
            total += bool(contacts)
        self.assertEqual((employment, social, both, total),
                         (7000, 2000, 800, 8200))
        generate.check_totals(total, employment, social, both)

    def test_everyone_has_one_area_after_the_merger(self):
        """Every age with every challenge: exactly one area, and it is his
        one contact."""
        facts = [json.dumps({"age": age, "primary_challenge": challenge,
                             "services": list(profiles.SERVICES)})
                 for age in range(131) for challenge in profiles.CHALLENGES]
        result = subprocess.run(
            [MSB, "resolve", os.path.join(MODELS, "aarhus_2019.json"),
             "--on", "2019-09-01"], input="\n".join(facts) + "\n",
            text=True, capture_output=True, check=True)
        decisions = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual(len(decisions), 131 * 6)
        for decision in decisions:
            self.assertEqual(decision["status"], "determined")
            self.assertEqual(decision["contacts"], [decision["responsible"]])
            self.assertEqual(len(decision["deliveries"]), 13)
            for delivery in decision["deliveries"]:
                self.assertIsNotNone(delivery["area"])


unittest.main()
