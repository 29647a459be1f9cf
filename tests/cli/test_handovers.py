# SPDX-License-Identifier: MIT
"""Handovers, the work of them, and the calendar they make.

Anna, born on 1998-02-01 and homeless, is 30 on 2028-02-01: then she is no
longer young, and the shelter answers for her. Nobody else moves.
"""

import json
import pathlib
import subprocess
import sys

import harness
from harness import CliTest

PARSER = pathlib.Path(__file__).resolve().parent / "calendar_parse.py"
YEARS = ("--from", "2019-01-02", "--to", "2029-01-01")
ANNA = {"citizen": "anna", "date": "2028-02-01", "from": "youth",
        "to": "shelter", "cause": "age",
        "services": ["guidance", "treatment", "shelter_stay"]}
STEP = ("--on", "2028-02-01", "--by", "kim")


def find_python():
    """A Python that has the parser: this one, or the system's."""
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", "import icalendar"], check=False,
                          capture_output=True).returncode == 0:
            return python
    raise AssertionError("python3-icalendar is not installed")


def parse(calendar):
    done = subprocess.run([find_python(), PARSER], input=calendar.encode(),
                          capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


class Handovers(CliTest):
    def handovers(self, store, *words):
        lines = self.msb("handovers", store, *words, "--json").stdout
        return [json.loads(line) for line in lines.splitlines()]

    def test_anna_is_handed_over_when_she_is_30(self):
        store = self.filled_store()
        self.assertEqual(self.handovers(store, *YEARS), [ANNA])
        self.assertEqual(
            self.msb("handovers", store, *YEARS).stdout,
            "2028-02-01  anna: youth to shelter (age)\n")

    def test_the_interval_is_half_open(self):
        store = self.filled_store()
        self.assertEqual(self.handovers(
            store, "--from", "2028-02-01", "--to", "2028-02-02"), [ANNA])
        self.assertEqual(self.handovers(
            store, "--from", "2028-02-02", "--to", "2030-01-01"), [])
        self.assertEqual(self.handovers(
            store, "--from", "2019-01-02", "--to", "2028-02-01"), [])
        self.assertIn("No handovers", self.msb(
            "handovers", store, "--from", "2030-01-01", "--to",
            "2031-01-01").stdout)

    def test_a_new_model_hands_over_where_it_does_not_only_rename(self):
        store = self.filled_store()
        model = self.model()
        model.update(id="small_2020", valid_from="2020-01-01", replaces={
            "model": "small_2019", "successors": {"youth": ["juniors"]}})
        model["areas"][0]["id"] = "juniors"
        model["services"][0]["delivered_by"] = "juniors"
        model["responsibility"][0]["area"] = "juniors"
        model["responsibility"][1]["area"] = "income"
        self.msb("adopt", store, self.write("model.json", model))
        self.assertEqual(
            [(one["citizen"], one["date"], one["from"], one["to"],
              one["cause"]) for one in self.handovers(store, *YEARS)],
            [("carl", "2020-01-01", None, "income", "model"),
             ("dora", "2020-01-01", "shelter", "income", "model"),
             ("anna", "2028-02-01", "juniors", "income", "age")])

    def test_work_is_told_with_its_handover(self):
        store = self.filled_store()
        self.msb("handover", store, "anna", *STEP, "--state", "planned",
                 "--consent", "yes")
        self.msb("handover", store, "anna", *STEP, "--state", "rejected",
                 "--reason", "For ung")
        found, = self.handovers(store, *YEARS)
        work = found.pop("work")
        self.assertRegex(work.pop("at"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(found, ANNA)
        self.assertEqual(work, {"state": "rejected", "actor": "kim",
                                "reason": "For ung", "consent": True})
        self.assertIn("(age, rejected)",
                      self.msb("handovers", store, *YEARS).stdout)

    def test_only_steps_that_follow_are_taken(self):
        store = self.filled_store()
        for words, code in (
                ((*STEP, "--state", "done"), "wrong_state"),
                (("--on", "2028-02-02", "--by", "kim", "--state", "planned"),
                 "no_handover"),
                ((*STEP, "--state", "rejected"), "reason"),
                ((*STEP, "--state", "lost"), "--state"),
                ((*STEP, "--state", "planned", "--consent", "maybe"),
                 "--consent"),
                (("--on", "2028-02-01", "--state", "planned"), "--by")):
            with self.subTest(code):
                self.assertIn(code, self.msb("handover", store, "anna", *words,
                                             status=2).stderr)
        self.assertNotIn("work", self.handovers(store, *YEARS)[0])

    def test_an_id_that_looks_like_a_number_is_masked_for_people(self):
        store = self.new_store()
        self.import_citizens(store, "Borger;Fødselsdag;Ydelse;Hjemløs\n"
                             "010298-1234;01-02-1998;UDH;ja\n")
        said = self.msb("handovers", store, *YEARS).stdout
        self.assertIn("010298-xxxx", said)
        self.assertNotIn("1234", said)

    def test_what_cannot_be_asked(self):
        store = self.filled_store()
        self.msb("handovers", store, "--from", "2019-01-01", status=2)
        self.msb("handovers", store, "--from", "2019-01-02", "--to",
                 "2019-01-02", status=2)
        self.msb("handovers", store, *YEARS, "--ics", "--json", status=2)


class Calendar(CliTest):
    def calendar(self, store, *words):
        return self.msb("handovers", store, *YEARS, "--ics", *words).stdout

    def renamed_store(self, name):
        """The store of the four, in which `shelter` has this name."""
        model = self.model()
        model["areas"][2]["name"] = name
        store = self.folder / "town.msb"
        self.msb("init", store, "--model", self.write("model.json", model))
        self.import_citizens(store)
        self.import_courses(store)
        return store

    def test_another_parser_reads_it(self):
        found = parse(self.calendar(self.filled_store(), "--lang", "en"))
        self.assertEqual(found["calendar"]["VERSION"], "2.0")
        event, = found["events"]
        self.assertEqual(event["DTSTART"], "2028-02-01")
        self.assertEqual(event["SUMMARY"],
                         "Handover: Youth, Learning and Jobs to Shelter")
        self.assertEqual(
            event["DESCRIPTION"],
            "Citizen number 1 of the store\nCause: age\n"
            "Services: Vejledning, Behandling, Herberg")
        self.assertEqual(set(event) - {"UID", "DTSTAMP", "DTSTART", "SUMMARY",
                                       "DESCRIPTION"}, {"CLASS", "TRANSP"})

    def test_texts_that_need_escaping_or_folding_arrive_as_they_are(self):
        for name in ("A;B,C\\D\nE", "Æ" * 80, "x" * 66 + "æøå" * 40,
                     "y" * 75 + "€" * 60 + "𝄞" * 30):
            with self.subTest(name):
                store = self.renamed_store(name)
                event, = parse(self.calendar(store))["events"]
                self.assertTrue(event["SUMMARY"].endswith(" to " + name))
                store.unlink()

    def test_lines_end_in_crlf_and_have_at_most_75_octets(self):
        raw = self.calendar(self.renamed_store("æ€𝄞" * 50)).encode()
        lines = raw.split(b"\r\n")
        self.assertEqual(lines[-1], b"")
        self.assertNotIn(b"\n", raw.replace(b"\r\n", b""))
        self.assertNotIn(b"\r", raw.replace(b"\r\n", b""))
        self.assertLessEqual(max(map(len, lines)), 75)
        for line in lines:
            line.decode()  # no character is cut in two

    def test_nobody_is_named(self):
        store = self.filled_store()
        for name in ("anna", "1998", "kim"):
            self.assertNotIn(name, self.calendar(store))

    def test_an_event_has_the_same_name_every_time(self):
        store = self.filled_store()
        first, = parse(self.calendar(store))["events"]
        again, = parse(self.calendar(store, "--lang", "en"))["events"]
        self.assertEqual(first["UID"], again["UID"])
        self.assertNotEqual(first["SUMMARY"], again["SUMMARY"])
        store.unlink()
        another, = parse(self.calendar(self.renamed_store("Other")))["events"]
        self.assertNotEqual(first["UID"], another["UID"])

    def test_a_calendar_without_events_is_one(self):
        store = self.new_store()
        text = self.calendar(store)
        self.assertEqual(parse(text)["events"], [])
        self.assertIn("BEGIN:VTIMEZONE", text)


class Verify(CliTest):
    def test_a_sound_store_is_told_so(self):
        store = self.filled_store()
        self.msb("assign", store, "--on", "2019-06-01")
        self.assertTrue(self.msb("verify", store).stdout.startswith(
            "0 violations; replayed 3 assignments of 3 citizens"))
        self.assertEqual(self.msb("verify", store, "--json").stdout, "")

    def test_each_violation_is_a_line(self):
        store = self.filled_store()
        self.msb("assign", store, "--on", "2019-06-01")
        self.change(store, "DROP TRIGGER assignment_is_not_overwritten;"
                    "UPDATE assignment SET area = 'shelter'")
        lines = self.msb("verify", store, "--json", status=1).stdout
        found = [json.loads(line) for line in lines.splitlines()]
        self.assertEqual(
            [(one["code"], one["where"]) for one in found],
            [("decision_differs", "citizen 1 from 2019-06-01"),
             ("decision_differs", "citizen 2 from 2019-06-01")])
        said = self.msb("verify", store, status=1).stdout
        self.assertIn("2 violations", said)
        self.assertIn("citizen 1 from 2019-06-01: ", said)

    def test_a_journal_that_was_cut_is_found_by_what_was_noted(self):
        store = self.filled_store()
        noted = self.msb("journal", store, "--mark").stdout.strip()
        self.msb("verify", store, "--noted", noted)
        self.msb("verify", store, "--noted", "what?", status=2)
        number, _, value = noted.partition(":")
        other = f"{number}:{'0' * len(value)}"
        self.assertIn("journal_mark", self.msb(
            "verify", store, "--noted", other, status=1).stdout)

    def change(self, store, sql):
        done = subprocess.run(["sqlite3", store, sql], check=False,
                              capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr.decode())


if __name__ == "__main__":
    harness.main()
