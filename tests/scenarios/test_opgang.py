# SPDX-License-Identifier: MIT
"""Sixty families and one team: a parent's job does not end the family's course.

"Support does not end when a parent gets a job; it lasts as long as the family
wants it. A job centre normally ends there." The model below says so: whoever
has a job is no longer the job centre's, and the team of the stairway is the
contact of every member of a family that it works with.

Usage: test_opgang.py MSB ROOT
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest

MSB, ROOT = (os.path.abspath(sys.argv.pop(1)) for _ in range(2))

FAMILIES = 60
JOB, BEFORE = "2019-06-01", "2019-05-31"

MODEL = {
    "msb_model": 1, "id": "stairway", "name": "Opgang til Opgang",
    "valid_from": "2018-01-01",
    "attributes": {"attached": {"type": "flag", "label": {
        "da": "Varig tilknytning til arbejdsmarkedet"}}},
    "target_groups": [
        {"id": "children", "name": "Børn", "when": {"age": {"below": 15}}},
        {"id": "parents", "name": "Forældre", "when": {}}],
    "areas": [{"id": "families", "name": "Børn og Familier"},
              {"id": "job_centre", "name": "Jobcenter"},
              {"id": "service", "name": "Borgerservice"}],
    "units": [{"id": "stairway_team", "name": "Opgangsteamet",
               "parent": "families"}],
    "services": [
        {"id": "job_talks", "name": "Jobsamtaler",
         "delivered_by": "job_centre"},
        {"id": "stairway", "name": "Opgang til Opgang",
         "delivered_by": "stairway_team", "contact_of": "household"}],
    "responsibility": [
        {"id": "child", "when": {"target_group": "children"},
         "area": "families"},
        {"id": "in_work", "when": {"attached": True}, "area": "service"},
        {"id": "out_of_work", "when": {}, "area": "job_centre"}],
}

TEAM = {"service": "stairway", "area": "families", "unit": "stairway_team",
        "is_contact": True}


def mapping(record, *columns):
    return {"msb_mapping": 1, "format": "csv", "record": record,
            "columns": {name: {"from": name, "values": {"": None}}
                        if name in ("to", "attached", "protected_until")
                        else {"from": name} for name in columns}}


def lines(head, rows):
    return "\n".join(";".join(row) for row in [head, *rows]) + "\n"


class Stairway(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = cls.temporary.name
        cls.store = os.path.join(cls.folder, "stairway.msb")
        cls.msb("init", cls.store, "--model", cls.write("model.json", MODEL))
        people, members, courses = [], [], []
        for number in range(1, FAMILIES + 1):
            family = f"f{number:02}"
            for role, born in (("mother", "1980-03-01"),
                               ("father", "1978-04-01"),
                               ("child", "2012-05-01")):
                citizen = f"{family}_{role}"
                attached = "" if role == "child" else "false"
                people.append((citizen, "2018-01-01", born, attached))
                members.append((family, citizen, role, "2018-01-01", ""))
            courses.append((family, "stairway", "2018-01-01", ""))
        cls.take("citizen", ("id", "valid_from", "birth_date", "attached"),
                 people)
        cls.take("household", ("household", "citizen", "role", "from", "to"),
                 members)
        cls.take("household_course", ("household", "service", "from", "to"),
                 courses)
        cls.msb("assign", cls.store, "--on", "2019-01-01")
        # In 48 families the mother gets a job.
        cls.take("citizen", ("id", "valid_from", "birth_date", "attached"),
                 [(f"f{number:02}_mother", JOB, "1980-03-01", "true")
                  for number in range(1, 49)])

    @classmethod
    def write(cls, name, content):
        path = os.path.join(cls.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(content if isinstance(content, str)
                       else json.dumps(content))
        return path

    @classmethod
    def msb(cls, *words):
        result = subprocess.run([MSB, *words], text=True, capture_output=True,
                                check=False)
        if result.returncode != 0:
            raise AssertionError(result.stderr)
        return result.stdout

    @classmethod
    def take(cls, record, columns, rows):
        found = json.loads(cls.msb(
            "import", cls.store, cls.write("rows.csv", lines(columns, rows)),
            "--mapping", cls.write("mapping.json", mapping(record, *columns)),
            "--json"))
        if found["rejected"] != 0 or found["read"] != len(rows):
            raise AssertionError(found)

    def who(self, citizen, on):
        return json.loads(self.msb("who", self.store, citizen, "--on", on,
                                   "--json"))

    def test_a_job_is_known_of_the_parent_from_its_first_day(self):
        for on, area in ((BEFORE, "job_centre"), (JOB, "service")):
            found = self.who("f07_mother", on)
            self.assertEqual(found["responsible"], area)
        self.assertEqual(self.who("f07_father", JOB)["responsible"],
                         "job_centre")

    def test_no_familys_course_ends_with_a_job(self):
        for number in range(1, FAMILIES + 1):
            family = f"f{number:02}"
            found = json.loads(self.msb("household", self.store, family,
                                        "--on", JOB, "--json"))
            self.assertEqual(found["courses"], [
                {"service": "stairway", "unit": None, "from": "2018-01-01",
                 "to": None}], family)
            self.assertEqual([member["role"] for member in found["members"]],
                             ["child", "father", "mother"])

    def test_the_team_is_the_contact_of_every_member_with_or_without_a_job(
            self):
        for family in ("f07", "f60"):
            for role in ("mother", "father", "child"):
                for on in (BEFORE, JOB):
                    found = self.who(f"{family}_{role}", on)
                    self.assertEqual(found["households"], [
                        {"household": family, "role": role,
                         "services": [TEAM]}])
                    self.assertEqual(found["contacts"],
                                     [found["responsible"]])

    def test_the_family_ends_it_itself(self):
        self.take("household_course", ("household", "service", "from", "to"),
                  [("f59", "stairway", "2018-01-01", "2019-09-01")])
        found = self.who("f59_father", "2019-08-31")
        self.assertEqual(found["households"][0]["services"], [TEAM])
        found = self.who("f59_father", "2019-09-01")
        self.assertEqual(found["households"][0]["services"], [])

    def test_the_report_counts_the_mothers_who_have_work(self):
        found = json.loads(self.msb("report", self.store, "--on", JOB,
                                    "--json"))
        self.assertEqual(found["responsible"],
                         {"families": 60, "job_centre": 72, "service": 48})


if __name__ == "__main__":
    unittest.main()
