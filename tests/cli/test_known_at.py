# SPDX-License-Identifier: MIT
"""What was known when: `who --known-at`, and `history`.

The tool records by the system's clock, so these tests wait for its seconds.
On 2019-06-01 bo, 48, gets his benefit, as is known first; and then that he
is homeless.
"""

import datetime
import time

import harness
from harness import CITIZENS, CliTest, dump

ON = ("--on", "2019-06-01")
LATER = CITIZENS.replace("bo;15-06-1970;KTH;nej", "bo;15-06-1970;KTH;ja")


def wait_for_next_second():
    """Let this second end; return the last instant of what was known."""
    now = datetime.datetime.now(datetime.timezone.utc)
    time.sleep(1.05 - now.microsecond / 1e6)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


class KnownAt(CliTest):
    def setUp(self):
        super().setUp()
        self.store = self.filled_store()
        self.msb("assign", self.store, *ON)
        self.then = wait_for_next_second()
        self.import_citizens(self.store, LATER)

    def who(self, *words, **options):
        return self.json("who", self.store, "bo", *ON, "--json", *words,
                         **options)

    def test_a_correction_does_not_change_what_was_known_before(self):
        before = self.who("--known-at", self.then)
        self.assertEqual([before["responsible"], before["known_at"]],
                         ["income", self.then])
        self.assertEqual(self.who()["responsible"], "shelter")
        far = self.who("--known-at", "9999-12-31T23:59:59Z")
        self.assertEqual([far["responsible"], far["known_at"]],
                         ["shelter", "9999-12-31T23:59:59Z"])

    def test_without_an_instant_it_is_that_of_the_question(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        found = datetime.datetime.strptime(
            self.who()["known_at"], "%Y-%m-%dT%H:%M:%S%z")
        self.assertLess(abs((found - now).total_seconds()), 60)

    def test_before_the_store_knew_a_citizen_there_was_none(self):
        result = self.msb("who", self.store, "bo", *ON, "--known-at",
                          "2000-01-01T00:00:00Z", status=2)
        self.assertIn("(unknown_citizen)", result.stderr)

    def test_people_are_told_the_instant_they_asked_for(self):
        out = self.msb("who", self.store, "bo", *ON, "--known-at",
                       self.then).stdout
        self.assertIn(f"Known at     {self.then}\n", out)
        self.assertIn("Responsible  Ydelse\n", out)
        self.assertNotIn("Known at", self.msb("who", self.store, "bo",
                                              *ON).stdout)

    def test_what_is_no_instant_is_refused(self):
        for text in ("2019-06-01", "2019-06-01T12:00:00",
                     "2019-02-29T12:00:00Z", "2019-06-01T24:00:00Z", ""):
            with self.subTest(text=text):
                result = self.msb("who", self.store, "bo", *ON, "--known-at",
                                  text, status=2)
                self.assertIn("--known-at: expected an instant as "
                              "YYYY-MM-DDTHH:MM:SSZ", result.stderr)

    def test_asking_changes_nothing(self):
        before = dump(self.store)
        self.who("--known-at", self.then)
        self.json("history", self.store, "bo", "--json")
        self.assertEqual(dump(self.store), before)


class History(CliTest):
    def setUp(self):
        super().setUp()
        self.store = self.filled_store()
        self.msb("assign", self.store, *ON)
        self.then = wait_for_next_second()
        self.import_citizens(self.store, LATER)

    def history(self, *words):
        return self.json("history", self.store, "bo", "--json", *words)

    def test_a_history_has_present_and_superseded_rows(self):
        found = self.history()
        self.assertEqual(list(found), [
            "citizen", "facts", "courses", "assignments", "exceptions",
            "households", "handovers"])
        self.assertEqual(found["citizen"], "bo")
        for name in ("exceptions", "households", "handovers"):
            self.assertEqual(found[name], [])
        first, second = found["facts"]
        self.assertEqual(list(first), ["valid_from", "is_known",
                                       "recorded_at", "superseded_at"])
        self.assertLessEqual(first["recorded_at"], self.then)
        self.assertGreater(first["superseded_at"], self.then)
        self.assertEqual(second["recorded_at"], first["superseded_at"])
        self.assertIsNone(second["superseded_at"])
        self.assertEqual([course["service"] for course in found["courses"]],
                         ["benefit_case"])

    def test_the_assignment_before_the_correction_stays(self):
        first = self.history()["assignments"][0]
        self.assertEqual(
            [first[name] for name in ("area", "model", "valid_from",
                                      "valid_to")],
            ["income", "small_2019", "2019-06-01", None])
        self.assertLessEqual(first["recorded_at"], self.then)

    def test_facts_are_shown_on_demand_alone(self):
        self.assertNotIn("1970", self.msb("history", self.store, "bo",
                                          "--json").stdout)
        self.assertNotIn("1970", self.msb("history", self.store, "bo").stdout)
        first, second = self.history("--explain")["facts"]
        self.assertEqual(first["facts"]["birth_date"], "1970-06-15")
        self.assertEqual([first["masked"], second["masked"]], [[], []])
        self.assertIn('"1970-06-15"', self.msb("history", self.store, "bo",
                                               "--explain").stdout)

    def test_sensitive_facts_take_a_second_demand(self):
        model = self.model()
        model.update(id="small_2021", valid_from="2021-01-01")
        model["attributes"]["homeless"]["sensitive"] = True
        self.msb("adopt", self.store, self.write("careful.json", model))
        first = self.history("--explain")["facts"][0]
        self.assertEqual(first["masked"], ["homeless"])
        self.assertNotIn("homeless", first["facts"])
        first = self.history("--explain", "--show-sensitive")["facts"][0]
        self.assertEqual(first["masked"], [])
        self.assertIs(first["facts"]["homeless"], False)

    def test_people_read_when_it_holds_and_when_it_was_known(self):
        out = self.msb("history", self.store, "bo").stdout
        self.assertRegex(
            out, r"(?m)\ACitizen bo\n\nfacts\n  from \d{4}-\d\d-\d\d, "
                 r"known from \S+Z to \S+Z\n  from \S+, known from \S+Z\n")
        self.assertRegex(out, r"(?m)^courses\n  from 2019-01-01, known from "
                              r"\S+Z\n    service      benefit_case\n")
        self.assertRegex(out, r"(?m)^assignments\n(  .*\n)*"
                              r"    area         income\n")

    def test_a_citizen_who_is_not_there_has_no_history(self):
        result = self.msb("history", self.store, "nobody", status=2)
        self.assertIn("(unknown_citizen)", result.stderr)
        self.assertEqual(result.stdout, "")


if __name__ == "__main__":
    harness.main()
