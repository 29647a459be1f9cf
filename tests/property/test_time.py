# SPDX-License-Identifier: MIT
"""Nothing before a model's first day changes its answer.

    test_time.py MSB [--seed N] [--stores N] [--from N]

A random town: a model, citizens with facts and courses from many days,
corrections of them, exceptions, and days on which everybody was decided. Then
a random model comes into force from a random day, sooner or later than what is
on record. Each answer for a day before it is the one that was given before,
and `verify` finds nothing wrong. From that day on, what is on record of a day
on which everybody was decided is what is answered for it.
"""

import argparse
import collections
import copy
import datetime
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile

FIRST = datetime.date(2019, 1, 1)
DAYS = 1400
CITIZENS = 6
DATES = 7
AREAS = ["north", "south", "east", "west"]
BENEFITS = ["cash", "sick", "other"]
EPOCH = datetime.date(1970, 1, 1)


def draw_day(rng):
    return FIRST + datetime.timedelta(rng.randrange(DAYS))


def draw_model(rng, name, start, before=None):
    """A model of some of the areas; sometimes it renames, splits or merges
    those of the one before."""
    areas = rng.sample(AREAS, rng.randint(2, 4))
    rules = []
    for number, area in enumerate(areas):
        when = rng.choice([
            {"age": {"below": rng.choice([18, 25, 30, 67])}},
            {"benefit": rng.sample(BENEFITS, rng.randint(1, 2))},
            {"services": "guidance"}, {"services": ["training"]},
            {"age": {"from": 30, "below": 40}, "benefit": "cash"}])
        rules.append({"id": f"r{number}", "when": when, "area": area})
    if rng.random() < 0.7:
        rules.append({"id": "rest", "when": {}, "area": rng.choice(areas)})
    model = {
        "msb_model": 1, "id": name, "name": name,
        "valid_from": start.isoformat(),
        "attributes": {"benefit": {"type": "enum", "values": BENEFITS}},
        "target_groups": [
            {"id": "young", "name": "Y", "when": {"age": {"below": 30}}},
            {"id": "old", "name": "O", "when": {}}],
        "areas": [{"id": area, "name": area} for area in areas],
        "services": [
            {"id": "guidance", "name": "G", "delivered_by": areas[0]},
            {"id": "training", "name": "T", "delivered_by": areas[1]}],
        "responsibility": rules}
    if before is not None and rng.random() < 0.8:
        model["replaces"] = {"model": before["id"], "successors": {
            area["id"]: rng.sample(areas, rng.randint(1, 2))
            for area in before["areas"] if rng.random() < 0.6}}
    return model


class Town:
    """A store, and the tool that works on it."""

    def __init__(self, msb, folder):
        self.msb, self.folder = os.path.abspath(msb), folder
        self.store = os.path.join(folder, "town.msb")
        self.num_files = 0

    def run(self, *words, statuses=(0,)):
        done = subprocess.run([self.msb, *words], capture_output=True,
                              timeout=60, check=False)
        if done.returncode not in statuses:
            raise AssertionError(f"{words}: {done.returncode}: "
                                 f"{done.stderr.decode()[-500:]}")
        return done

    def save(self, value):
        self.num_files += 1
        path = os.path.join(self.folder, f"{self.num_files}.json")
        with open(path, "w", encoding="utf-8") as file:
            if isinstance(value, list):
                file.writelines(json.dumps(row) + "\n" for row in value)
            else:
                json.dump(value, file)
        return path

    def load(self, record, rows):
        columns = {name: {"from": name} for name in rows[0]}
        mapping = {"msb_mapping": 1, "format": "jsonl", "record": record,
                   "columns": columns}
        self.run("import", self.store, self.save(rows), "--mapping",
                 self.save(mapping), statuses=(0, 1))

    def ask(self, citizen, on):
        """The answer, but for when it was asked, and when what is on record
        ends: a model may end it."""
        done = self.run("who", self.store, citizen, "--on", on.isoformat(),
                        "--json", statuses=(0, 2))
        if done.returncode != 0:
            return done.stderr.decode()
        answer = json.loads(done.stdout)
        del answer["known_at"], answer["valid_to"]
        return answer


def load_citizens(town, rng):
    for number in range(CITIZENS):
        birth = datetime.date(rng.choice([1955, 1989, 1991, 1995, 2002]),
                              rng.randint(1, 12), rng.randint(1, 28))
        town.load("citizen", [
            {"id": f"c{number}", "birth_date": birth.isoformat(),
             "benefit": rng.choice(BENEFITS + [None]),
             "valid_from": (FIRST if number else draw_day(rng)).isoformat()}])
        town.load("course", [
            {"citizen": f"c{number}",
             "service": rng.choice(["guidance", "training"]),
             "from": draw_day(rng).isoformat()}])


def happen(town, rng):
    """A correction, an exception, or everybody decided."""
    kind, day = rng.randrange(4), draw_day(rng)
    citizen = f"c{rng.randrange(CITIZENS)}"
    if kind == 0:
        town.load("citizen", [
            {"id": citizen, "birth_date": "1990-05-01",
             "benefit": rng.choice(BENEFITS), "valid_from": day.isoformat(),
             "valid_to": (day + datetime.timedelta(
                 rng.randint(1, 300))).isoformat()}])
    elif kind == 1:
        town.load("course", [
            {"citizen": citizen, "service": rng.choice(["guidance",
                                                        "training"]),
             "from": day.isoformat(), "to": (day + datetime.timedelta(
                 rng.randint(1, 300))).isoformat()}])
    elif kind == 2:
        town.run("except", town.store, citizen, "--place", rng.choice(AREAS),
                 "--reason", "r", "--by", "b", "--from", day.isoformat(),
                 "--to", (day + datetime.timedelta(
                     rng.randint(1, 500))).isoformat(), statuses=(0, 2))
    else:
        town.run("assign", town.store, "--on", day.isoformat())


def ask_all(town, days):
    return {(number, day): town.ask(f"c{number}", day)
            for number in range(CITIZENS) for day in days}


def count_runs(town):
    base = sqlite3.connect(town.store)
    try:
        return [EPOCH + datetime.timedelta(day) for day, in
                base.execute("SELECT day FROM assign_run ORDER BY day")]
    finally:
        base.close()


def find_on_record(town, citizen, day):
    base = sqlite3.connect(town.store)
    try:
        return base.execute(
            "SELECT area FROM assignment JOIN citizen ON key = citizen"
            " WHERE id = ? AND version = 0 AND valid_from <= ?"
            " AND (valid_to IS NULL OR valid_to > ?)",
            (citizen, (day - EPOCH).days, (day - EPOCH).days)).fetchall()
    finally:
        base.close()


def judge_record(town, seen):
    """On a day on which everybody was decided, who answers is on record."""
    for day in count_runs(town):
        for number in range(CITIZENS):
            answer = town.ask(f"c{number}", day)
            area = answer["responsible"] if isinstance(answer, dict) else None
            found = find_on_record(town, f"c{number}", day)
            seen["on record"] += 1
            if found != ([(area,)] if area is not None else []):
                yield f"c{number} on {day}: {found}, expected {area}"


def judge(msb, rng, seen):
    with tempfile.TemporaryDirectory() as folder:
        town = Town(msb, folder)
        first = draw_model(rng, "first", FIRST)
        town.run("init", town.store, "--model", town.save(first))
        load_citizens(town, rng)
        for _ in range(rng.randint(3, 12)):
            happen(town, rng)
        start = draw_day(rng) + datetime.timedelta(1)
        before = [start - datetime.timedelta(1)] + [
            FIRST + datetime.timedelta(rng.randrange((start - FIRST).days))
            for _ in range(DATES)]
        known = ask_all(town, before)
        model = draw_model(rng, "second", start, copy.deepcopy(first))
        town.run("adopt", town.store, town.save(model))
        for key, answer in ask_all(town, before).items():
            seen["answers"] += 1
            seen["areas"] += isinstance(answer, dict) \
                and answer["responsible"] is not None
            if answer != known[key]:
                yield f"{key}: {answer}, was {known[key]}"
        seen["runs"] += start in count_runs(town)
        yield from judge_record(town, seen)
        town.run("verify", town.store)
    seen["stores"] += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("msb", help="the built tool")
    parser.add_argument("--seed", type=int, default=2019)
    parser.add_argument("--stores", type=int, default=12)
    parser.add_argument("--from", type=int, default=0, dest="start")
    options = parser.parse_args()
    seen = collections.Counter()
    for number in range(options.start, options.start + options.stores):
        rng = random.Random(f"time/{options.seed}/{number}")
        for sentence in judge(options.msb, rng, seen):
            print(f"store {number}: {sentence}")
            seen["disagreements"] += 1
        if seen["disagreements"] >= 5:
            break
    print(f"seed {options.seed}: {dict(seen)}")
    # A run in which nobody is responsible, or decided again, tested nothing.
    is_whole = all(seen[name] for name in ("stores", "answers", "areas",
                                           "runs", "on record"))
    return 0 if is_whole and not seen["disagreements"] else 1


if __name__ == "__main__":
    sys.exit(main())
