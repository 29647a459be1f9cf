# SPDX-License-Identifier: MIT
"""A citizen's own rights: access, erasure, retention; and pseudonyms."""

import hashlib
import json
import sqlite3

import harness
from harness import CliTest, dump

ON = ("--on", "2019-06-01")
KEY = bytes(range(32))


class Subject(CliTest):
    SECTIONS = ["citizen", "facts", "courses", "assignments", "exceptions",
                "handovers", "households", "household_courses", "addresses",
                "protections", "journal"]

    def test_everything_held_about_anna(self):
        store = self.filled_store()
        self.msb("assign", store, *ON)
        found = self.json("subject", store, "anna", "--json")
        self.assertEqual(list(found), self.SECTIONS)
        self.assertEqual(found["citizen"], [{"citizen": "anna", "cpr": None}])
        self.assertEqual([row["facts"]["birth_date"]
                          for row in found["facts"]], ["1998-02-01"])
        self.assertEqual([row["service"] for row in found["courses"]],
                         ["guidance", "shelter_stay", "treatment"])
        self.assertEqual([row["area"] for row in found["assignments"]],
                         ["youth"])

    def test_for_people_it_is_the_same(self):
        store = self.filled_store()
        text = self.msb("subject", store, "anna").stdout
        self.assertIn("service: treatment", text)
        self.assertIn("1998-02-01", text)
        self.assertNotIn("bo", text.split())

    def test_who_is_not_there(self):
        store = self.filled_store()
        result = self.msb("subject", store, "nobody", status=2)
        self.assertIn("unknown_citizen", result.stderr)


class Erase(CliTest):
    def test_the_person_goes_and_the_counts_stay(self):
        store = self.filled_store()
        self.msb("assign", store, *ON)
        done = self.json("erase", store, "anna", "--json")
        self.assertEqual(done, {"erased": True, "facts": 1, "courses": 3,
                                "others": 0, "assignments_kept": 1})
        self.assertIn("unknown_citizen",
                      self.msb("who", store, "anna", *ON, status=2).stderr)
        base = sqlite3.connect(store)
        self.assertEqual(base.execute(
            "SELECT area, count(*) FROM assignment "
            "WHERE version = 0 GROUP BY area "
            "ORDER BY area").fetchall(),
            [("income", 1), ("shelter", 1), ("youth", 1)])
        base.close()

    def test_a_report_of_a_former_day_is_what_it_was(self):
        store = self.filled_store()
        self.msb("assign", store, *ON)
        before = self.json("report", store, *ON, "--json")
        self.msb("erase", store, "anna")
        after = self.json("report", store, *ON, "--json")
        self.assertEqual((before["erased"], after["erased"]), (0, 1))
        for name in ("citizens", "responsible", "contacts", "determined",
                     "undetermined", "none"):
            self.assertEqual(after[name], before[name], name)
        # Nobody but Anna had a seam, and hers went with her courses.
        self.assertNotEqual(before["seams"], [])
        self.assertEqual(after["seams"], [])

    def test_tomorrow_an_erased_person_counts_nowhere(self):
        store = self.filled_store()
        self.msb("assign", store, *ON)
        self.msb("erase", store, "anna")
        later = self.json("report", store, "--on", "2099-01-01", "--json")
        self.assertEqual((later["citizens"], later["erased"]), (3, 0))

    def test_no_byte_of_it_is_left(self):
        store = self.filled_store()
        self.msb("assign", store, *ON)
        self.assertIn(b"anna", b"".join(
            path.read_bytes() for path in self.folder.glob("town.msb*")))
        self.msb("erase", store, "anna")
        for path in self.folder.glob("town.msb*"):
            self.assertNotIn(b"anna", path.read_bytes(), path.name)
            self.assertNotIn(b"1998-02-01", path.read_bytes(), path.name)

    def test_it_is_imported_again_as_somebody_else(self):
        store = self.filled_store()
        self.msb("erase", store, "anna")
        self.import_citizens(store)
        self.assertEqual(self.json("who", store, "anna", *ON,
                                   "--json")["responsible"], "youth")

    def test_nothing_is_left_to_make_compact(self):
        store = self.filled_store()
        self.msb("erase", store, "anna")
        before = dump(store)
        self.msb("compact", store)
        self.assertEqual(dump(store), before)


class Retention(CliTest):
    PERIODS = {"msb_retention": 1, "sampled": [31],
               "periods": [{"id": "shelter", "after": "course", "months": 24,
                            "services": ["shelter_stay"],
                            "law": "as the municipality has decided"}]}

    def test_whose_period_is_over(self):
        store = self.filled_store()
        periods = self.write("periods.json", self.PERIODS)
        words = ("retention", store, "--periods", periods, "--json", "--on")
        self.assertEqual(self.msb(*words, "2021-02-28").stdout, "")
        # Anna's stay has no end; Dora's ended on 1 March 2019.
        self.assertEqual(
            self.json(*words, "2021-03-01", status=1),
            {"citizen": "dora", "period": "shelter", "ended": "2019-03-01",
             "due": "2021-03-01", "sampled": True})

    def test_a_file_that_is_wrong(self):
        store = self.filled_store()
        periods = self.write("periods.json",
                             '{"msb_retention": 1,\n "periods": [{}]}')
        result = self.msb("retention", store, "--periods", periods, "--on",
                          "2021-01-01", status=2)
        self.assertIn(f"{periods}:2:", result.stderr)
        self.assertIn("missing_member", result.stderr)


class Export(CliTest):
    def read(self, *words):
        return [json.loads(line) for line
                in self.msb("export", *words, *ON).stdout.splitlines()]

    def test_resolve_reads_it_and_says_what_who_says(self):
        store = self.filled_store()
        text = self.msb("export", store, *ON).stdout
        lines = self.msb("resolve", harness.MODELS / "small_2019.json", *ON,
                         stdin=text).stdout.splitlines()
        for line in map(json.loads, lines):
            found = self.json("who", store, line["id"], *ON, "--json")
            self.assertEqual({name: found[name] for name in line
                              if name != "id"},
                             {name: line[name] for name in line
                              if name != "id"})
        self.assertEqual(len(lines), 4)

    def test_pseudonyms_are_keyed_and_ages_stand_for_birth_dates(self):
        store = self.filled_store()
        key = self.write("key", KEY)
        rows = self.read(store, "--pseudonym-key", key)
        names = [hashlib.blake2b(name, key=KEY, digest_size=16).hexdigest()
                 for name in (b"anna", b"bo", b"carl", b"dora")]
        self.assertEqual([row["id"] for row in rows], names)
        self.assertEqual([row["age"] for row in rows], [21, 48, 48, 58])
        self.assertTrue(all("birth_date" not in row for row in rows))
        self.assertNotIn(KEY, store.read_bytes())

    def test_a_key_that_is_too_short(self):
        store = self.filled_store()
        key = self.write("key", KEY[:15])
        result = self.msb("export", store, *ON, "--pseudonym-key", key,
                          status=2)
        self.assertIn("16 to 64 bytes", result.stderr)


if __name__ == "__main__":
    harness.main()
