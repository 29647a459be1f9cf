# SPDX-License-Identifier: MIT
"""Reading another area's citizens: by policy, logged, and never writing.

The sources ask for wider read access to each other's systems [S0-60], and name
no legal basis for it. So the model opens the contacts alone, for a purpose; the
store keeps everything else, and all writing, to who is responsible; and every
reading is in the journal with its purpose.

Usage: test_access.py MSB ROOT
"""

import datetime
import json
import os
import subprocess
import sys
import tempfile
import unittest

MSB, ROOT = (os.path.abspath(sys.argv.pop(1)) for _ in range(2))
MODEL = os.path.join(ROOT, "examples", "models", "aarhus_2019.json")

TODAY = datetime.date.today()
MAPPING = {"msb_mapping": 1, "format": "jsonl", "record": "citizen",
           "columns": {"id": {"from": "id"},
                       "birth_date": {"from": "born", "date": "yyyy-mm-dd"},
                       "benefit": {"from": "benefit"},
                       "needs": {"from": "needs", "split": ","},
                       "valid_from": {"constant": "2019-09-01"}}}
# What is seen follows from today, so Claus is 22 today.
CLAUS = {"id": "claus", "born": f"{TODAY.year - 22}-01-01",
         "benefit": "education_help", "needs": "housing,substance_use"}

SYSTEM = ("--actor", "sys1", "--role", "system", "--purpose", "operation")
OWN = ("--actor", "cw1", "--area", "unge_uddannelse_job", "--purpose",
       "casework")
OTHER = ("--actor", "cw2", "--area", "voksne_ledighed", "--purpose")
COORDINATING = (*OTHER, "coordination")


class Access(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.store = os.path.join(self.folder, "aarhus.msb")
        self.msb("init", self.store, "--model", MODEL, "--guarded", *SYSTEM)
        self.import_claus(*SYSTEM)

    def msb(self, *words, status=0):
        result = subprocess.run([MSB, *words], text=True, check=False,
                                capture_output=True)
        self.assertEqual(result.returncode, status, result.stderr)
        return result

    def write(self, name, value):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(value, file)
        return path

    def import_claus(self, *options, status=0):
        self.msb("import", self.store, self.write("claus.jsonl", CLAUS),
                 "--mapping", self.write("mapping.json", MAPPING), *options,
                 status=status)

    def who(self, *options, status=0):
        result = self.msb("who", self.store, "claus", "--on",
                          TODAY.isoformat(), "--json", *options,
                          status=status)
        return json.loads(result.stdout) if status == 0 else result.stderr

    def journal(self):
        result = self.msb("journal", self.store, "--json", "--actor", "rev1",
                          "--role", "auditor", "--purpose", "audit")
        return [json.loads(line) for line in result.stdout.splitlines()]

    def test_another_area_reads_what_the_policy_opens(self):
        found = self.who(*COORDINATING)
        self.assertEqual(found["responsible"], "unge_uddannelse_job")
        self.assertEqual(found["contacts"], ["unge_uddannelse_job"])
        self.assertEqual(found["view"], "contacts")
        for hidden in ("rules", "deliveries", "missing"):
            self.assertEqual(found[hidden], [])
        self.assertIsNone(found["target_group"])

    def test_no_more_is_read_and_for_no_other_purpose(self):
        self.assertIn("(denied)", self.who(*COORDINATING, "--explain",
                                           status=2))
        self.assertIn("(denied)", self.who(*OTHER, "curiosity", status=2))
        self.assertIn("(denied)", self.msb("history", self.store, "claus",
                                           *COORDINATING, status=2).stderr)

    def test_the_own_area_reads_the_whole(self):
        found = self.who(*OWN, "--explain")
        self.assertNotIn("view", found)
        self.assertEqual(found["rules"], ["youth_coordination"])
        self.assertTrue(found["explanation"])

    def test_writing_is_refused_also_to_the_own_area(self):
        before = self.who(*SYSTEM)
        for options in (COORDINATING, OWN):
            self.import_claus(*options, status=2)
            for command in (("assign", self.store, "--on", "2019-09-01"),
                            ("adopt", self.store, MODEL)):
                refused = self.msb(*command, *options, status=2).stderr
                self.assertIn("(denied)", refused)
        after = self.who(*SYSTEM)
        for answer in (before, after):
            del answer["known_at"]
        self.assertEqual(before, after)

    def test_every_reading_is_in_the_journal_with_its_purpose(self):
        self.who(*COORDINATING)
        self.who(*OTHER, "curiosity", status=2)
        self.who(*OWN)
        entries = [(entry["actor"], entry["purpose"], entry["action"],
                    entry["detail"]) for entry in self.journal()
                   if entry["actor"] != "sys1"]
        self.assertEqual(entries, [
            ("cw2", "coordination", "who",
             {"view": "contacts", "access": "read_across_areas"}),
            ("cw2", "curiosity", "who", {"denied": "contacts"}),
            ("cw1", "casework", "who", {"view": "whole"})])

    def test_that_no_law_is_named_is_told(self):
        shown = self.msb("check", MODEL).stdout
        self.assertRegex(shown, r"Warnings: access is opened without naming "
                                r"a law\s+read_across_areas")


unittest.main()
