# SPDX-License-Identifier: MIT
"""The quickstart prints what 820 citizens come to, counted here by hand.

The two organisations are written down once more below, as plain functions of
age, challenge and needs, from examples/models/SOURCES.md and not from the
models. What is unknown of a citizen takes every value.

Usage: test_quickstart.py MSB ROOT
"""

import csv
import datetime
import itertools
import os
import re
import subprocess
import sys
import tempfile
import unittest

MSB, ROOT = (os.path.abspath(sys.argv.pop(1)) for _ in range(2))
SYNTHETIC = os.path.join(ROOT, "examples", "synthetic")
sys.path.insert(0, SYNTHETIC)
sys.dont_write_bytecode = True

import profiles  # noqa: E402

CITIZENS = 820
ON = datetime.date(2019, 9, 1)

JU, JSY, SPUV = ("Job og Uddannelse", "Job, Sundhed og Ydelse",
                 "Socialpsykiatri og Udsatte Voksne")
FBU, VH = "Familier, Børn og Unge", "Voksenhandicap"
BEFORE = [JU, JSY, SPUV, FBU, VH]

CHILDREN = "Driftsområde for børn og familier (navn ikke bekræftet)"
YOUTH, DISABILITY = "Unge, Uddannelse og Job", "Voksne, Job og Handicap"
EXPOSED = "Job, Udsatte og Socialpsykiatri"
UNEMPLOYED = "Driftsområde med opgaven ledighed (navn ukendt)"
OUTSIDE = "Sundhed og Omsorg"
AFTER = [CHILDREN, YOUTH, JSY, DISABILITY, EXPOSED, UNEMPLOYED, OUTSIDE]


def deliver_before(service, age, _, disabled):
    if service in ("guidance", "activation", "clarification"):
        return JU
    if service in ("education_help_payment", "sickness_benefit",
                   "social_medicine"):
        return JSY
    if service in ("substance_treatment", "shelter_housing"):
        return SPUV
    if service == "family_support" or age < 18:
        return FBU
    if service == "social_support":
        return VH if disabled else SPUV
    return VH


def route_adult(challenge):
    return {"unemployment": UNEMPLOYED, "sickness_health": JSY,
            "disability": DISABILITY}.get(challenge, EXPOSED)


def answer_after(age, challenge):
    if age <= 14:
        return CHILDREN
    if age <= 29:
        return YOUTH
    return route_adult(challenge) if age <= 66 else OUTSIDE


def deliver_after(service, age, challenge, _):
    young = 15 <= age <= 29
    if service in ("activation", "clarification"):
        return YOUTH if age <= 29 else route_adult(challenge)
    if service == "shelter_housing":
        return YOUTH if young else EXPOSED
    if service in ("social_support", "disability_support"):
        adults = (EXPOSED if service == "social_support"
                  and challenge != "disability" else DISABILITY)
        return CHILDREN if age <= 14 else YOUTH if young else adults
    if service == "specialised_disability":
        return CHILDREN if age < 18 else YOUTH if young else DISABILITY
    return {"guidance": YOUTH, "family_support": CHILDREN}.get(service, JSY)


def one_or_none(areas):
    areas = set(areas)
    return areas.pop() if len(areas) == 1 else None


def get_age(birth):
    born = datetime.datetime.strptime(birth, "%d-%m-%Y").date()
    return ON.year - born.year - ((ON.month, ON.day) < (born.month, born.day))


def complete(row):
    """Every (age, challenge, disabled) that the row may stand for."""
    challenges = {name: key for key, name in profiles.CHALLENGES.items()}
    ages = [get_age(row[2])] if row[2] else range(131)
    disabled = ["handicap" in row[5].split(",")] if row[5] else [False, True]
    return list(itertools.product(
        ages, [challenges[row[6]]] if row[6] else profiles.CHALLENGES,
        disabled))


class Totals:
    """What one organisation means for all citizens."""

    def __init__(self, areas):
        self.order = areas.index
        self.responsible = dict.fromkeys(areas, 0)
        self.contacts, self.seams = {}, {}
        self.status = {"determined": 0, "undetermined": 0, "none": 0}

    def add(self, responsible, deliveries, contacts, status):
        if responsible:
            self.responsible[responsible] += 1
        self.status[status] += 1
        number = str(len(contacts))
        self.contacts[number] = self.contacts.get(number, 0) + 1
        involved = sorted({responsible, *deliveries} - {None},
                          key=self.order)
        for pair in itertools.combinations(involved, 2):
            self.seams[pair] = self.seams.get(pair, 0) + 1


def count(citizens, services):
    before, after = Totals(BEFORE), Totals(AFTER)
    for row in citizens:
        cases = complete(row)
        active = services[row[0]]
        deliveries = [one_or_none(deliver_before(service, *case)
                                  for case in cases) for service in active]
        before.add(None, deliveries, set(deliveries) - {None},
                   "undetermined" if None in deliveries else "determined")
        responsible = one_or_none(answer_after(age, challenge)
                                  for age, challenge, _ in cases)
        deliveries = [one_or_none(deliver_after(service, *case)
                                  for case in cases) for service in active]
        after.add(responsible, deliveries, {responsible} - {None},
                  "determined" if responsible else "undetermined")
    return before, after


def read_csv(folder, name):
    with open(os.path.join(folder, "data", name), encoding="cp1252",
              newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]


def read_citizens(folder):
    """The good rows, and the services that run on ON."""
    citizens = [row for row in read_csv(folder, "citizens.csv")
                if re.fullmatch("b[0-9]{6}|claus", row[0])]
    services = {row[0]: set() for row in citizens}
    names = {name: key for key, name in profiles.SERVICES.items()}
    for row in read_csv(folder, "courses.csv"):
        if row[0] in services and row[3:] == [""] and row[1] in names \
                and row[2] != "31-04-2019":
            services[row[0]].add(names[row[1]])
    return citizens, services


def run(folder):
    environment = dict(os.environ, MSB_TOOL=os.path.abspath(MSB),
                       MSB_BUILD=folder, MSB_CITIZENS=str(CITIZENS))
    return subprocess.run(
        ["sh", os.path.join(ROOT, "examples", "quickstart.sh")],
        cwd=folder, env=environment, text=True, capture_output=True,
        check=False)


def section(text, title, end="\n== "):
    """What stands below a title."""
    found = text.split(title, 1)
    assert len(found) == 2, title
    return found[1].split(end, 1)[0]


def rows(text, title):
    """The rows of a table, its cells parted by two blanks or more."""
    table = section(text, title + "\n", "\n\n")
    return [tuple(re.split(" {2,}", line.strip()))
            for line in table.splitlines()]


def as_printed(said, exact):
    """What may stand for each number: itself, `<5` for 1 to 4, and `…` where
    another number could be worked out."""
    return {key: "…" if number >= 5 and said.get(key) == "…"
            else "<5" if 0 < number < 5 else str(number)
            for key, number in exact.items()}


class Quickstart(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            cls.first = run(folder)
            cls.second = run(folder)
            cls.citizens, services = read_citizens(folder)
        cls.before, cls.after = count(cls.citizens, services)
        cls.text = cls.first.stdout

    def test_it_ends_well_and_a_second_run_says_the_same(self):
        self.assertEqual(self.first.returncode, 0, self.first.stderr)
        self.assertEqual(self.second.returncode, 0, self.second.stderr)
        self.assertEqual(self.first.stdout, self.second.stdout)

    def test_citizens_read_and_rejected(self):
        self.assertEqual(len(self.citizens), CITIZENS)
        counts = dict(rows(section(self.text, "== citizens read"), "Rows"))
        self.assertEqual(counts, {"read": "827", "inserted": "820",
                                  "updated": "0", "unchanged": "0",
                                  "rejected": "7"})
        counts = dict(rows(section(self.text, "== courses read"), "Rows"))
        self.assertEqual(counts["rejected"], "5")

    def test_assignments(self):
        counts = dict(rows(self.text, "Assignments on 2019-09-01"))
        status = self.after.status
        self.assertEqual(counts, {
            "citizens": "820", "assigned": str(status["determined"]),
            "unchanged": "0", "undetermined": str(status["undetermined"]),
            "none": "0"})
        self.assertGreater(status["undetermined"], 5)

    def check_totals(self, text, totals):
        said = dict(rows(text, "Citizens by responsible area"))
        self.assertEqual(said, as_printed(said, totals.responsible))
        said = dict(rows(text, "Citizens by status"))
        self.assertEqual(said, as_printed(said, totals.status))
        shown = dict(rows(text, "Citizens by areas they have to deal with"))
        said = {number: citizens for number, citizens in shown.items()
                if citizens != "0"}
        self.assertEqual(said, as_printed(said, totals.contacts))
        said = {(a, b): number for a, b, number in rows(
            text, "Seams: citizens whom two areas share")}
        self.assertEqual(said, as_printed(said, totals.seams))

    def test_areas_contacts_and_seams_before(self):
        text = section(self.text, "\nBefore: ", "\nAfter: ")
        self.check_totals(text, self.before)
        self.assertLessEqual({"1", "2", "3"}, set(self.before.contacts))

    def test_areas_contacts_and_seams_after(self):
        self.check_totals(section(self.text, "\nAfter: "), self.after)
        self.assertEqual(set(self.after.contacts), {"0", "1"})

    def test_claus_has_three_areas_before(self):
        claus = section(self.text, "== Claus before")
        self.assertEqual(rows(claus, "Contacts"), [(JU,), (JSY,), (SPUV,)])

    def test_claus_has_one_area_after_and_the_specialists_deliver(self):
        claus = section(self.text, "== Claus after")
        self.assertIn("\nResponsible  Unge, Uddannelse og Job\n", claus)
        self.assertIn("(youth_coordination)\n", claus)
        self.assertEqual(rows(claus, "Contacts"), [(YOUTH,)])
        self.assertIn(("Rusmiddelbehandling", JSY, "Rusmiddelcenter Aarhus"),
                      rows(claus, "Services"))
        self.assertIn(
            "\nSvaret er Unge, Uddannelse og Job ifølge reglen "
            "youth_coordination.\n", claus)

    def test_of_the_test_persons_the_adults_are_to_be_asked(self):
        persons = os.path.join(ROOT, "examples", "persons",
                               "medcom_test_persons.csv")
        with open(persons, encoding="cp1252", newline="") as file:
            births = [row["Fødselsdag"]
                      for row in csv.DictReader(file, delimiter=";")]
        # On 1 January everybody born in an earlier year has had a birthday,
        # or has it that day: nobody here has it on that day.
        ages = [2025 - int(birth[6:]) - 1 for birth in births]
        adults = sum(30 <= age <= 66 for age in ages)
        counts = dict(rows(self.text, "Assignments on 2025-01-01"))
        self.assertEqual(counts["undetermined"], str(adults))
        self.assertEqual(counts["assigned"], str(38 - adults))
        self.assertIn("Primær udfordring  ask for this first", self.text)


unittest.main()
