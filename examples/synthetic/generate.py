#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write a synthetic Aarhus: citizens.csv and courses.csv.

The files look like the export of a Danish system: Windows-1252, semicolons,
CRLF, dates as dd-mm-yyyy. The same --citizens and --seed write the same bytes
on every machine: of Python's generator only random() is used, the one method
whose sequence is promised to stay. README.md says what is in the files.
"""

import argparse
import datetime
import os
import random
import sys

import profiles

# Ages are drawn for this day; a month after the merger.
AGES_ON = datetime.date(2019, 9, 1)
# Facts hold from here on (see citizens.mapping.json): nobody is born later.
FACTS_FROM = datetime.date(2019, 1, 1)
# Courses that run begin in this interval, finished ones lie before it.
RUNNING_FROM = datetime.date(2018, 7, 1)
RUNNING_DAYS = 365
FINISHED_FROM = datetime.date(2018, 1, 1)
FINISHED_DAYS = 150
# Shares of citizens of whom a fact is not known, or who had a course before.
BIRTH_DATE_MISSING = 0.005
BENEFIT_MISSING = 0.03
NEEDS_MISSING = 0.03
CHALLENGE_MISSING = 0.04
HAS_FINISHED_COURSE = 0.05

CITIZEN_HEADER = ["Borger-id", "CPR-nummer", "Fødselsdag", "Kommunekode",
                  "Ydelse", "Behov", "Primær udfordring"]
COURSE_HEADER = ["Borger-id", "Indsats", "Fra", "Til"]

CLAUS = {
    "id": "claus",
    "birth": datetime.date(1996, 10, 15),  # 22 before and after the merger
    "benefit": "education_help",
    "needs": ["education", "housing", "substance_use"],
    "challenge": None,
    "services": ["clarification", "education_help_payment",
                 "substance_treatment", "shelter_housing"],
}


class Dice:
    """Draws from random() alone, so that a seed means the same for ever."""

    def __init__(self, seed):
        self._random = random.Random(seed).random

    def below(self, number):
        return int(self._random() * number)

    def happens(self, share):
        return self._random() < share

    def one_of(self, items):
        return items[self.below(len(items))]

    def weighted(self, profile_list):
        point = self._random() * sum(item[0] for item in profile_list)
        for item in profile_list:
            point -= item[0]
            if point < 0:
                return item
        return profile_list[-1]

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]


def check_totals(total, employment, social, both):
    """Refuse numbers of citizens that contradict each other.

    Whoever is with one administration or the other is counted once:
    employment + social - both = total.
    """
    if not 0 <= both <= min(employment, social):
        raise ValueError("more citizens are in both than in one of them")
    if employment + social - both != total:
        raise ValueError(
            f"{employment} + {social} - {both} citizens are "
            f"{employment + social - both}, not {total}")


def apportion(total, weights):
    """Whole shares of total by weight: largest remainders, ties in order."""
    whole = sum(weights.values())
    shares = {key: total * weight // whole for key, weight in weights.items()}
    by_remainder = sorted(
        weights, key=lambda key: -(total * weights[key] % whole))
    for key in by_remainder[:total - sum(shares.values())]:
        shares[key] += 1
    return shares


def years_before(date, years):
    """The same day so many years earlier; 1 March for a lost 29 February."""
    try:
        return date.replace(year=date.year - years)
    except ValueError:
        return datetime.date(date.year - years, 3, 1)


def draw_birth_date(dice, band):
    """A birth date that gives an age of the band on AGES_ON."""
    first, last, _ = profiles.BANDS[band]
    # Each age as likely as the next, but the old grow fewer year by year.
    age = first + dice.below(last - first + 1)
    if band == "senior":
        age = min(age, first + dice.below(last - first + 1))
    earliest = years_before(AGES_ON, age + 1) + datetime.timedelta(days=1)
    latest = min(years_before(AGES_ON, age), FACTS_FROM)
    days = (latest - earliest).days + 1
    return earliest + datetime.timedelta(days=dice.below(days))


def take_profile(dice, citizen, table, band):
    """Add what one profile gives to a citizen."""
    _, benefit, always, sometimes, needs, challenges = dice.weighted(
        table[band])
    citizen["benefit"] = citizen["benefit"] or benefit
    citizen["services"] += always
    citizen["services"] += [service for share, service in sometimes
                            if dice.happens(share)]
    citizen["needs"] += needs
    citizen["challenge"] = dice.one_of(challenges)


def make_citizen(dice, group, band):
    citizen = {"birth": draw_birth_date(dice, band), "benefit": None,
               "needs": [], "challenge": None, "services": []}
    if group != "social":
        take_profile(dice, citizen, profiles.EMPLOYMENT, band)
    if group != "employment":
        take_profile(dice, citizen, profiles.SOCIAL, band)
    # What is missing is missing at random, and only on paper: the courses
    # are there all the same.
    if dice.happens(BIRTH_DATE_MISSING):
        citizen["birth"] = None
    if dice.happens(BENEFIT_MISSING):
        citizen["benefit"] = None
    if dice.happens(NEEDS_MISSING):
        citizen["needs"] = []
    if dice.happens(CHALLENGE_MISSING):
        citizen["challenge"] = None
    return citizen


def make_citizens(dice, total):
    """All citizens in the order of the file, Claus among them."""
    groups = apportion(total, profiles.GROUPS)
    check_totals(total, groups["employment"] + groups["both"],
                 groups["social"] + groups["both"], groups["both"])
    places = []
    for group, size in groups.items():
        bands = {band: profiles.BANDS[band][2]
                 for band in profiles.GROUP_BANDS[group]}
        for band, number in apportion(size, bands).items():
            places += [(group, band)] * number
    dice.shuffle(places)
    claus_at = places.index(("both", "young"))
    citizens = []
    for index, (group, band) in enumerate(places):
        citizen = make_citizen(dice, group, band)
        citizen["id"] = f"b{index + 1:06}"
        citizens.append(CLAUS if index == claus_at else citizen)
    return citizens


def danish(date):
    return date.strftime("%d-%m-%Y") if date else ""


def citizen_row(citizen):
    needs = [profiles.NEEDS[need] for need in citizen["needs"]]
    return [citizen["id"], "", danish(citizen["birth"]), "0751",
            profiles.BENEFITS.get(citizen["benefit"], ""), ",".join(needs),
            profiles.CHALLENGES.get(citizen["challenge"], "")]


def course_rows(dice, citizen):
    birth = citizen["birth"] or FINISHED_FROM
    rows = []
    # A dict keeps the order and drops a service that two profiles gave.
    for service in dict.fromkeys(citizen["services"]):
        begin = RUNNING_FROM + datetime.timedelta(
            days=dice.below(RUNNING_DAYS))
        rows.append([citizen["id"], profiles.SERVICES[service],
                     danish(max(begin, birth)), ""])
    if dice.happens(HAS_FINISHED_COURSE) and birth <= FINISHED_FROM:
        begin = FINISHED_FROM + datetime.timedelta(
            days=dice.below(FINISHED_DAYS))
        end = begin + datetime.timedelta(days=1 + dice.below(30))
        rows.append([citizen["id"], rows[0][1], danish(begin), danish(end)])
    return rows


def broken_citizens():
    """Rows that no import may take; why stands in README.md."""
    return [
        ["x1", "", "30-02-1990", "0751", "Dagpenge", "job", "Ledighed"],
        ["x2", "", "12-05-1988", "0751", "Fattighjælp", "job", "Ledighed"],
        ["x3", "", "12-05-1988", "0751", "Dagpenge", "job", "Ledighed", "?"],
        ["x4", "", "01-01-2099", "0751", "Dagpenge", "job", "Ledighed"],
        # The number of an official test person, born on 2 January 1960.
        ["x5", "0201609995", "03-01-1960", "0751", "Dagpenge", "job", ""],
        ["x6", "", "12-05-1988", "0751", "Dagpenge", "jagt", "Ledighed"],
        ["", "", "12-05-1988", "0751", "Dagpenge", "job", "Ledighed"],
    ]


def broken_courses():
    return [
        ["x99", "Aktivering", "01-02-2019", ""],
        ["claus", "Lektiehjælp", "01-02-2019", ""],
        ["claus", "Aktivering", "31-04-2019", ""],
        ["claus", "Aktivering", "01-02-2019", "01-01-2019"],
        ["claus", "Aktivering", "01-02-2019", "", "?"],
    ]


def mix_in(dice, rows, broken):
    """Put broken rows between the others; not first, so that they stand out."""
    for row in broken:
        rows.insert(1 + dice.below(len(rows)), row)


def write_csv(path, header, rows):
    with open(path, "w", encoding="cp1252", newline="") as file:
        for row in [header] + rows:
            file.write(";".join(row) + "\r\n")


def parse_arguments():
    parser = argparse.ArgumentParser(
        description="Write a synthetic Aarhus as two CSV files.")
    parser.add_argument("--citizens", type=int, default=82000,
                        help="how many citizens (default 82000, at least 82)")
    parser.add_argument("--seed", type=int, default=1,
                        help="the same seed, the same files (default 1)")
    parser.add_argument("--out", required=True, metavar="DIR",
                        help="the folder to write to; made if missing")
    arguments = parser.parse_args()
    if arguments.citizens < 82:
        parser.error("--citizens must be at least 82")
    return arguments


def main():
    arguments = parse_arguments()
    dice = Dice(arguments.seed)
    citizens = make_citizens(dice, arguments.citizens)
    rows = [citizen_row(citizen) for citizen in citizens]
    courses = [row for citizen in citizens for row in
               course_rows(dice, citizen)]
    num_rows, num_courses = len(rows), len(courses)
    mix_in(dice, rows, broken_citizens())
    mix_in(dice, courses, broken_courses())

    os.makedirs(arguments.out, exist_ok=True)
    write_csv(os.path.join(arguments.out, "citizens.csv"), CITIZEN_HEADER,
              rows)
    write_csv(os.path.join(arguments.out, "courses.csv"), COURSE_HEADER,
              courses)
    print(f"citizens.csv: {num_rows} citizens and {len(rows) - num_rows} "
          f"broken rows\ncourses.csv: {num_courses} courses and "
          f"{len(courses) - num_courses} broken rows", file=sys.stderr)


if __name__ == "__main__":
    main()
