# SPDX-License-Identifier: MIT
"""The synthetic Aarhus is what its README says.

Usage: test_synthetic.py ROOT
"""

import csv
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = sys.argv.pop(1)
SYNTHETIC = os.path.join(ROOT, "examples", "synthetic")
sys.path.insert(0, SYNTHETIC)
sys.dont_write_bytecode = True

import generate  # noqa: E402
import profiles  # noqa: E402

CITIZENS = 8200


def write(folder, *arguments):
    subprocess.run([sys.executable, "-B",
                    os.path.join(SYNTHETIC, "generate.py"), "--citizens",
                    str(CITIZENS), "--out", folder, *arguments],
                   check=True, capture_output=True)
    files = []
    for name in ("citizens.csv", "courses.csv"):
        with open(os.path.join(folder, name), "rb") as file:
            files.append(file.read())
    return files


def parse(raw):
    text = raw.decode("cp1252")
    return list(csv.reader(text.splitlines(), delimiter=";"))[1:]


def age_on(birth, on):
    born = datetime.datetime.strptime(birth, "%d-%m-%Y").date()
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


class Totals(unittest.TestCase):
    def test_seventy_and_twenty_with_eight_in_both_are_eighty_two(self):
        generate.check_totals(82000, 70000, 20000, 8000)

    def test_one_more_in_both_contradicts_the_total(self):
        with self.assertRaisesRegex(ValueError, "81999, not 82000"):
            generate.check_totals(82000, 70000, 20000, 8001)

    def test_no_more_are_in_both_than_in_one(self):
        with self.assertRaisesRegex(ValueError, "more citizens are in both"):
            generate.check_totals(10, 10, 5, 6)

    def test_shares_are_whole_and_add_up(self):
        self.assertEqual(generate.apportion(82000, profiles.GROUPS),
                         {"employment": 62000, "social": 12000, "both": 8000})
        self.assertEqual(generate.apportion(10, {"a": 1, "b": 1, "c": 1}),
                         {"a": 4, "b": 3, "c": 3})


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            cls.citizens_raw, cls.courses_raw = write(folder)
        cls.citizens = parse(cls.citizens_raw)
        cls.courses = parse(cls.courses_raw)
        cls.good = [row for row in cls.citizens
                    if re.fullmatch("b[0-9]{6}|claus", row[0])]

    def test_a_seed_gives_the_same_bytes_and_another_gives_others(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(write(folder, "--seed", "1"),
                             [self.citizens_raw, self.courses_raw])
            self.assertNotEqual(write(folder, "--seed", "2")[0],
                                self.citizens_raw)

    def test_they_look_like_a_danish_export(self):
        for raw in (self.citizens_raw, self.courses_raw):
            self.assertTrue(raw.endswith(b"\r\n"))
            self.assertEqual(raw.count(b"\n"), raw.count(b"\r\n"))
            with self.assertRaises(UnicodeDecodeError):
                raw.decode("utf-8")
        self.assertTrue(self.citizens_raw.startswith(
            "Borger-id;CPR-nummer;Fødselsdag;".encode("cp1252")))

    def test_as_many_citizens_as_asked_for_and_seven_broken_rows(self):
        self.assertEqual(len(self.good), CITIZENS)
        self.assertEqual(len(self.citizens), CITIZENS + 7)
        self.assertEqual(len({row[0] for row in self.good}), CITIZENS)

    def test_the_only_cpr_number_is_an_official_test_persons(self):
        numbers = {row[1] for row in self.citizens} - {""}
        persons = os.path.join(ROOT, "examples", "persons",
                               "medcom_test_persons.csv")
        with open(persons, encoding="cp1252", newline="") as file:
            official = {row["CPR-nummer"]
                        for row in csv.DictReader(file, delimiter=";")}
        self.assertEqual(len(numbers), 1)
        self.assertLessEqual(numbers, official)
        self.assertEqual(len(official), 38)

    def test_seven_in_eight_are_in_employment_and_one_in_four_in_social(self):
        kind = {profiles.SERVICES[service]: "employment"
                for service in profiles.EMPLOYMENT_SERVICES}
        kind.update({profiles.SERVICES[service]: "social"
                     for service in profiles.SOCIAL_SERVICES})
        known = {row[0] for row in self.good}
        members = {"employment": set(), "social": set()}
        for row in self.courses:
            if len(row) == 4 and row[0] in known and row[3] == "" \
                    and row[1] in kind:
                members[kind[row[1]]].add(row[0])
        self.assertEqual(len(members["employment"]), 7000)
        self.assertEqual(len(members["social"]), 2000)
        self.assertEqual(
            len(members["employment"] & members["social"]), 800)
        self.assertEqual(members["employment"] | members["social"], known)

    def test_ages_are_those_of_the_bands(self):
        # Of 8,200, by largest remainder: README.md's table over ten.
        expected = {"child": 187, "teen": 317, "young": 3036,
                    "adult": 4504, "senior": 156}
        counts = dict.fromkeys(expected, 0)
        unknown = 0
        for row in self.good:
            if row[2] == "":
                unknown += 1
                continue
            age = age_on(row[2], generate.AGES_ON)
            for band, (first, last, _) in profiles.BANDS.items():
                counts[band] += first <= age <= last
        self.assertEqual(sum(counts.values()) + unknown, CITIZENS)
        for band, number in expected.items():
            self.assertLessEqual(counts[band], number + 1)
            self.assertGreaterEqual(counts[band], number - unknown - 1)

    def test_nobody_is_born_after_the_facts_hold(self):
        for row in self.good:
            if row[2] != "":
                self.assertGreaterEqual(age_on(row[2], generate.FACTS_FROM),
                                        0)
        with open(os.path.join(SYNTHETIC, "citizens.mapping.json"),
                  encoding="utf-8") as file:
            mapping = json.load(file)
        self.assertEqual(mapping["columns"]["valid_from"]["constant"],
                         generate.FACTS_FROM.isoformat())

    def test_some_facts_are_missing_and_most_are_not(self):
        for column, share in ((2, 0.005), (4, 0.03), (5, 0.03), (6, 0.04)):
            missing = sum(row[column] == "" for row in self.good)
            self.assertGreater(missing, CITIZENS * share / 2)
            self.assertLess(missing, CITIZENS * share * 2)

    def test_claus_is_22_and_has_four_running_courses(self):
        claus = [row for row in self.good if row[0] == "claus"]
        self.assertEqual([row[2:] for row in claus],
                         [["15-10-1996", "0751", "Uddannelseshjælp",
                           "uddannelse,bolig,misbrug", ""]])
        self.assertEqual(age_on("15-10-1996", datetime.date(2019, 5, 1)), 22)
        self.assertEqual(age_on("15-10-1996", generate.AGES_ON), 22)
        running = sorted(
            row[1] for row in self.courses
            if row[0] == "claus" and len(row) == 4 and row[3] == ""
            and row[2] not in ("01-02-2019", "31-04-2019"))
        self.assertEqual(running, [
            "Afklaring af uddannelse og job", "Midlertidig forsorgsbolig",
            "Rusmiddelbehandling", "Udbetaling af uddannelseshjælp"])


unittest.main()
