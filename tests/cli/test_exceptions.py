# SPDX-License-Identifier: MIT
"""Exceptions: what each command makes of them."""

import harness
from harness import MODELS, CliTest, dump

ON = ("--on", "2019-06-01")
GRANT = ("--place", "shelter", "--reason", "Kender huset", "--by", "leder 7",
         "--from", "2019-05-01", "--to", "2019-08-01")


class Exceptions(CliTest):
    def setUp(self):
        super().setUp()
        self.store = self.filled_store()

    def grant(self, citizen="bo", *words, **options):
        return self.msb("except", self.store, citizen, *(words or GRANT),
                        **options)

    def who(self, citizen, on, *words):
        return self.json("who", self.store, citizen, "--on", on, "--json",
                         *words)

    def test_who_follows_it_from_its_first_day_until_it_expires(self):
        self.grant()
        for on, area in (("2019-04-30", "income"), ("2019-05-01", "shelter"),
                         ("2019-07-31", "shelter"), ("2019-08-01", "income")):
            found = self.who("bo", on)
            self.assertEqual(found["responsible"], area)
            self.assertEqual(found["contacts"], [area])
            self.assertEqual("exception" in found, area == "shelter")
        self.assertEqual(self.who("bo", "2019-05-01")["exception"], {
            "area": "shelter", "reason": "Kender huset",
            "decided_by": "leder 7", "from": "2019-05-01", "to": "2019-08-01",
            "instead_of": {"status": "determined", "responsible": "income",
                           "possible": ["income"], "rules": ["others"],
                           "missing": [], "ask": None}})

    def test_who_tells_people_why_who_and_until_when(self):
        self.grant()
        out = self.msb("who", self.store, "bo", *ON, "--explain").stdout
        for text in ("Responsible  Udsatte\n", "Exception    Kender huset\n",
                     "Decided by   leder 7, from 2019-05-01, "
                     "expires 2019-08-01\n",
                     "By the rules Ydelse\n",
                     "Svaret er Udsatte på grund af en undtagelse.\n"
                     "Begrundelse: Kender huset\n"
                     "Besluttet af leder 7. Den gælder fra 2019-05-01 og "
                     "udløber 2019-08-01.\n"
                     "Uden undtagelsen:\n"
                     "Svaret er Ydelse ifølge reglen others.\n"):
            self.assertIn(text, out)

    def test_it_is_ended_early_and_withdrawn(self):
        self.grant()
        self.grant("bo", "--end", "2019-07-01")
        self.assertEqual(self.who("bo", "2019-06-30")["exception"]["to"],
                         "2019-07-01")
        self.assertNotIn("exception", self.who("bo", "2019-07-01"))
        self.grant("bo", "--end", "2019-05-01")
        self.assertNotIn("exception", self.who("bo", "2019-05-01"))

    def test_undetermined_facts_have_an_area_by_exception(self):
        self.assertEqual(self.who("carl", "2019-06-01")["status"],
                         "undetermined")
        self.grant("carl")
        found = self.who("carl", "2019-06-01")
        self.assertEqual([found["status"], found["responsible"],
                          found["missing"], found["ask"]],
                         ["determined", "shelter", [], None])
        self.assertEqual(found["exception"]["instead_of"]["missing"],
                         ["homeless"])

    def test_report_and_compare_count_by_it(self):
        before = self.json("report", self.store, *ON, "--json")
        self.grant()
        found = self.json("report", self.store, *ON, "--json")
        self.assertEqual(before["exceptions"], 0)
        self.assertEqual(found["exceptions"], 1)
        self.assertEqual(found["responsible"]["shelter"],
                         before["responsible"]["shelter"] + 1)
        self.assertEqual(found["responsible"]["income"],
                         before["responsible"]["income"] - 1)
        out = self.msb("report", self.store, *ON, "--suppress", "0").stdout
        self.assertRegex(out, r"(?m)^  by exception +1$")

    def test_both_sides_of_a_comparison_follow_it(self):
        """Bo moves to the shelter by both; `same` renames it."""
        self.grant()
        model = self.model()
        model.update(id="small_2020", replaces={
            "model": "small_2019", "successors": {"shelter": ["refuge"]}})
        model["areas"][2]["id"] = "refuge"
        model["services"][3]["delivered_by"] = "refuge"
        model["responsibility"][1]["area"] = "refuge"
        found = self.json("compare", self.store, "--before",
                          MODELS / "small_2019.json", "--after",
                          self.write("after.json", model), *ON, "--json")
        self.assertEqual(found["changed"], 0)
        self.assertIn({"before": "shelter", "after": "refuge", "citizens": 2},
                      found["flow"])

    def test_the_assignment_on_record_follows_it(self):
        self.msb("assign", self.store, "--on", "2019-04-01")
        self.msb("assign", self.store, "--on", "2019-09-01")
        self.grant()
        for on, period in (
                ("2019-04-30", ["2019-04-01", "2019-05-01"]),
                ("2019-05-01", ["2019-05-01", "2019-08-01"]),
                ("2019-08-01", ["2019-08-01", None])):
            found = self.who("bo", on)
            self.assertEqual([found["valid_from"], found["valid_to"]], period)
        self.grant("bo", "--end", "2019-05-01")
        found = self.who("bo", "2019-06-01")
        self.assertEqual([found["valid_from"], found["valid_to"]],
                         ["2019-04-01", None])

    def test_assign_records_it(self):
        self.grant()
        self.msb("assign", self.store, *ON)
        found = self.who("bo", "2019-06-01")
        self.assertEqual(found["valid_from"], "2019-06-01")

    def test_the_same_again_changes_nothing(self):
        self.grant()
        before = dump(self.store)
        self.grant()
        self.assertEqual(dump(self.store), before)

    def test_what_cannot_be_is_refused(self):
        self.grant()
        before = dump(self.store)
        for words, why in (
                (("anna", *GRANT[:1], "nowhere", *GRANT[2:]),
                 "unknown_reference"),
                (("nobody", *GRANT), "unknown_citizen"),
                (("bo", *GRANT[:-1], "2019-09-01"), "exception_overlaps"),
                (("anna", *GRANT[:-1], "2019-05-01"), "empty_period"),
                (("bo", "--end", "2019-08-01"), "no_exception"),
                (("anna", *GRANT[:-2]), "--to"),
                (("anna", *GRANT[:4], *GRANT[6:]), "--by"),
                (("anna", *GRANT, "--end", "2019-06-01"), "--end")):
            with self.subTest(why):
                result = self.grant(*words, status=2)
                self.assertIn(why, result.stderr)
        self.assertEqual(dump(self.store), before)

    def test_the_journal_has_no_reason(self):
        self.grant()
        found = "\n".join(dump(self.store))
        journal = [line for line in found.split("\n")
                   if 'INSERT INTO "journal"' in line]
        self.assertTrue(any("'except'" in line for line in journal))
        self.assertFalse(any("Kender" in line for line in journal))


if __name__ == "__main__":
    harness.main()
