# SPDX-License-Identifier: MIT
"""Who works with a store, what they see of it, and what the journal says."""

import json
import re
import sqlite3

import harness
from harness import CITIZENS, COURSES, MODELS, CliTest

SYSTEM = ("--actor", "sys1", "--role", "system", "--purpose", "operation")
AUDITOR = ("--actor", "rev1", "--role", "auditor", "--purpose", "audit")
ANALYST = ("--actor", "ana1", "--role", "analyst", "--purpose", "statistics")
ON = ("--on", "2019-06-01")

# anna and her services: see test_store.py. The young answer for her, the
# areas `income` and `shelter` deliver to her.
YOUTH = ("--actor", "cw1", "--area", "youth", "--purpose", "casework")
SHELTER = ("--actor", "cw2", "--area", "shelter", "--purpose", "casework")


class Guarded(CliTest):
    def setUp(self):
        super().setUp()
        self.key = self.write("key", bytes(range(32)))
        self.keyed = ("--key-file", self.key)
        self.store = self.folder / "town.msb"
        self.msb("init", self.store, "--model", MODELS / "small_2019.json",
                 "--guarded", *SYSTEM, *self.keyed)
        self.import_citizens(self.store, CITIZENS, *SYSTEM, *self.keyed)
        self.import_courses(self.store, COURSES, *SYSTEM, *self.keyed)

    def journal(self):
        """The entries, each by its members."""
        lines = self.msb("journal", self.store, "--json", *AUDITOR,
                         *self.keyed).stdout.splitlines()
        return [json.loads(line) for line in lines]

    def told(self):
        """What the journal says of each entry that is not the setting-up."""
        return [(entry["actor"], entry["action"], entry["detail"])
                for entry in self.journal() if entry["actor"] != "sys1"]

    def who(self, *options, citizen="anna", status=0):
        return self.msb("who", self.store, citizen, *ON, *options,
                        *self.keyed, status=status)


class Opening(Guarded):
    def test_a_guarded_store_asks_who_it_is(self):
        for command in (("who", self.store, "anna", *ON),
                        ("report", self.store, *ON),
                        ("assign", self.store, *ON),
                        ("journal", self.store)):
            result = self.msb(*command, *self.keyed, status=2)
            self.assertRegex(result.stderr, r"\(principal\)$")
            self.assertEqual(result.stdout, "")

    def test_writing_needs_the_key_of_the_journal(self):
        other = self.write("other", bytes(32))
        for options in ((), ("--key-file", other)):
            result = self.msb("assign", self.store, *ON, *SYSTEM, *options,
                              status=2)
            self.assertRegex(result.stderr, r"\(journal_key\)$")
        self.msb("assign", self.store, *ON, *SYSTEM, *self.keyed)

    def test_a_key_has_16_to_64_bytes_and_is_in_a_file(self):
        for content in (b"", b"x" * 15, b"x" * 65):
            key = self.write("wrong", content)
            result = self.msb("journal", self.store, *AUDITOR, "--key-file",
                              key, status=2)
            self.assertIn("16 to 64 bytes", result.stderr)
        self.msb("journal", self.store, *AUDITOR, "--key-file",
                 self.folder / "none", status=2)

    def test_a_principal_is_whole_or_there_is_none(self):
        for options, missing in ((("--actor", "a"), "--purpose"),
                                 (("--purpose", "p"), "--actor"),
                                 (("--area", "youth"), "--actor"),
                                 (("--emergency", "x"), "--actor")):
            result = self.who(*options, status=2)
            self.assertIn(f"{missing}: is missing", result.stderr)
        result = self.who(*YOUTH, "--role", "king", status=2)
        self.assertIn("--role: expected system", result.stderr)

    def test_the_key_is_nowhere_in_the_store(self):
        for path in self.folder.glob("town.msb*"):
            self.assertNotIn(self.key.read_bytes(), path.read_bytes())


class Reading(Guarded):
    def test_the_responsible_area_sees_the_whole(self):
        found = json.loads(self.who(*YOUTH, "--json", "--explain").stdout)
        self.assertEqual(found["responsible"], "youth")
        self.assertEqual(len(found["deliveries"]), 3)
        self.assertIn("explanation", found)
        self.assertNotIn("view", found)

    def test_who_delivers_sees_its_own_courses_and_whom_to_turn_to(self):
        found = json.loads(self.who(*SHELTER, "--json").stdout)
        self.assertEqual(found["view"], "courses")
        self.assertEqual(found["responsible"], "youth")
        self.assertEqual(found["contacts"], ["youth"])
        self.assertEqual({delivery["area"] for delivery
                          in found["deliveries"]}, {"shelter"})
        for hidden in ("rules", "missing", "possible"):
            self.assertEqual(found[hidden], [])
        self.assertIsNone(found["target_group"])

    def test_others_see_nothing_and_are_told_why(self):
        result = self.who(*SHELTER, citizen="bo", status=2)
        self.assertEqual(result.stdout, "")
        self.assertRegex(result.stderr, r"there is no right to see who "
                                        r"answers for this citizen \(denied\)")
        self.assertNotIn("bo", result.stderr)

    def test_an_explanation_takes_the_right_to_the_whole(self):
        self.who(*SHELTER, "--explain", status=2)

    def test_breaking_the_glass_shows_the_whole_and_is_told(self):
        result = self.who(*SHELTER, "--emergency", "danger_to_life",
                          "--explain", citizen="bo")
        self.assertIn("Explanation", result.stdout)
        self.assertEqual(self.told(), [
            ("cw2", "break_glass",
             {"emergency": "danger_to_life", "minutes": 5}),
            ("cw2", "who",
             {"view": "whole", "emergency": "danger_to_life"})])
        self.who(*SHELTER, "--emergency", "He is ill", citizen="bo", status=2)

    def test_the_same_number_is_small_for_everybody_but_the_system(self):
        for options in (ANALYST, YOUTH):
            found = self.json("report", self.store, *ON, "--json",
                              "--suppress", "0", *options, *self.keyed)
            self.assertIn(found["citizens"], ("<5", None))
            shown = self.msb("report", self.store, *ON, "--suppress", "0",
                             *options, *self.keyed).stdout
            self.assertRegex(shown, r"^(<5|…) citizens")
        found = self.json("report", self.store, *ON, "--json", *SYSTEM,
                          *self.keyed)
        self.assertEqual(found["citizens"], 4)


class Journal(Guarded):
    def test_it_says_who_did_what_when_and_what_for(self):
        self.who(*YOUTH)
        self.who(*SHELTER, citizen="bo", status=2)
        entries = self.journal()
        self.assertEqual([entry["number"] for entry in entries],
                         list(range(1, len(entries) + 1)))
        self.assertEqual([entry["action"] for entry in entries],
                         ["init", "import", "import", "who", "who"])
        self.assertEqual(entries[1]["detail"],
                         {"read": 4, "inserted": 4, "updated": 0,
                          "unchanged": 0, "rejected": 0})
        self.assertEqual(entries[3]["role"], "caseworker")
        self.assertEqual(entries[3]["purpose"], "casework")
        self.assertIsInstance(entries[3]["citizen"], int)
        self.assertIsNone(entries[1]["citizen"])
        self.assertEqual(entries[4]["detail"], {"denied": "contacts"})
        for entry in entries:
            self.assertEqual(list(entry), [
                "number", "recorded_at", "actor", "role", "purpose", "action",
                "citizen", "detail", "hash"])
            self.assertRegex(entry["recorded_at"],
                             r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
            self.assertRegex(entry["hash"], r"^[0-9a-f]{64}$")

    def test_it_names_no_person(self):
        self.who(*YOUTH)
        self.who(*SHELTER, citizen="bo", status=2)
        text = json.dumps(self.journal())
        for name in ("anna", "bo\"", "carl", "dora", "1998", "1970"):
            self.assertNotIn(name, text)

    def test_it_is_for_auditors(self):
        for options in (YOUTH, ANALYST):
            refused = self.msb("journal", self.store, *options, *self.keyed,
                               status=2)
            self.assertEqual(refused.stdout, "")
        shown = self.msb("journal", self.store, *AUDITOR, *self.keyed).stdout
        self.assertEqual(shown.count("who (as, for)"), 1)
        self.assertIn("import", shown)
        self.assertIn("{\"denied\": \"audit\"}", shown)

    def test_its_end_can_be_noted_elsewhere(self):
        mark = self.msb("journal", self.store, "--mark", *AUDITOR,
                        *self.keyed).stdout
        last = self.journal()[-1]
        self.assertEqual(mark, f"{last['number']}:{last['hash']}\n")
        found = self.json("journal", self.store, "--mark", "--json", *AUDITOR,
                          *self.keyed)
        self.assertEqual(found, {"number": last["number"],
                                 "hash": last["hash"]})

    def test_the_database_refuses_to_change_it(self):
        connection = sqlite3.connect(self.store)
        self.addCleanup(connection.close)
        for change in ("UPDATE journal SET actor = 'x'",
                       "DELETE FROM journal WHERE number = 2",
                       "DELETE FROM journal_head",
                       "UPDATE journal_head SET number = 1"):
            with self.assertRaisesRegex(sqlite3.IntegrityError,
                                        re.compile("history is not")):
                connection.execute(change)


if __name__ == "__main__":
    harness.main()
