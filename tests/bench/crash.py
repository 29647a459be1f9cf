#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Kill `msb` at random moments, and look at what is left.

usage: crash.py MSB ROOT ROUNDS [SEED]

In turns an import, an assignment, the adoption of a model, a migration and a
back-up are ended by SIGKILL. After each the store must open and be sound, and
the operation must be in it wholly or not at all; run again it must complete,
and give what an undisturbed run gives. Reports in TAP, one line for an
operation.
"""

import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

CITIZENS = 4000
# What differs between two runs: when it was recorded, and the chain of it.
INSTANTS = ("recorded_at", "superseded_at", "instant", "hash")
JOURNAL = ("journal", "journal_head")
BENEFITS = ("KTH", "UDH", "other")


class Broken(Exception):
    """What must not be."""


def is_in(table, column):
    """Whether a column is compared."""
    return table not in JOURNAL and column not in INSTANTS


def dump(path):
    """Return all that a store holds, but for when it was recorded."""
    with sqlite3.connect(path) as database:
        if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise Broken("the file is damaged")
        if database.execute("PRAGMA foreign_key_check").fetchall():
            raise Broken("a row refers to nothing")
        found = {}
        for table, in database.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table'"
                " AND name NOT LIKE 'sqlite_%' ORDER BY name").fetchall():
            columns = [row[1] for row in database.execute(
                f'PRAGMA table_info("{table}")') if is_in(table, row[1])]
            if columns:
                names = ", ".join(f'"{name}"' for name in columns)
                found[table] = database.execute(
                    f'SELECT {names} FROM "{table}"').fetchall()
    database.close()
    return found


class Crashes:
    """A folder with stores to start from, and what is done to them."""

    def __init__(self, msb, root, folder):
        self.msb_path = msb
        self.models = root / "tests/cli/models"
        self.dump_path = root / "tests/data/stores/schema_1.dump"
        self.folder = folder
        self.store = folder / "town.msb"
        self.copy = folder / "copy.msb"
        self.has_verify = b" verify " in subprocess.run(
            [msb, "--help"], check=True, capture_output=True).stdout
        self.make_inputs()
        self.operations = {
            "import": ["import", self.store, folder / "changes.csv",
                       "--mapping", self.models / "citizens.mapping.json"],
            "assign": ["assign", self.store, "--on", "2019-06-01"],
            "adopt": ["adopt", self.store, folder / "next.json"],
            "migrate": ["adopt", self.store, self.models / "small_2019.json"],
            "backup": ["backup", self.store, self.copy],
        }
        self.make_starts()

    def msb(self, *words):
        """Run msb to its end."""
        result = subprocess.run(
            [self.msb_path, *map(str, words)], capture_output=True,
            check=False)
        if result.returncode != 0:
            raise Broken(f"msb {words[0]}: {result.stderr.decode()}")

    def make_inputs(self):
        """Citizens; the same with changes and as many new; a model."""
        draw = random.Random(1)
        rows = [f"c{number};{1 + number % 28:02}-06-{1950 + number % 55};"
                f"{draw.choice(BENEFITS)};{draw.choice(('ja', 'nej'))}"
                for number in range(2 * CITIZENS)]
        changed = [row.replace(";ja", ";nej") for row in rows]
        head = "Borger;Fødselsdag;Ydelse;Hjemløs"
        for name, lines in (("citizens.csv", rows[:CITIZENS]),
                            ("changes.csv", changed)):
            (self.folder / name).write_text(
                "\n".join([head, *lines]) + "\n", encoding="utf-8")
        model = json.loads(
            (self.models / "small_2019.json").read_text("utf-8"))
        model.update(id="next_2019", valid_from="2019-05-01")
        model.pop("replaces", None)
        model["target_groups"][0]["when"] = {"age": {"below": 45}}
        (self.folder / "next.json").write_text(json.dumps(model), "utf-8")

    def keep_start(self, name):
        """Keep the store as it is, to start an operation from."""
        shutil.copy(self.store, self.folder / f"{name}.start")

    def make_starts(self):
        """One store for each operation."""
        self.msb("init", self.store, "--model",
                 self.models / "small_2018.json")
        self.msb("adopt", self.store, self.models / "small_2019.json")
        self.msb("import", self.store, self.folder / "citizens.csv",
                 "--mapping", self.models / "citizens.mapping.json")
        self.keep_start("assign")
        self.msb("assign", self.store, "--on", "2019-06-01")
        for name in ("import", "adopt", "backup"):
            self.keep_start(name)
        self.store.unlink()
        with sqlite3.connect(self.store) as database:
            database.executescript(self.dump_path.read_text("utf-8"))
            database.executescript(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
                f" SELECT i + 1 FROM n WHERE i < {CITIZENS})"
                "INSERT INTO citizen (id) SELECT 'x' || i FROM n;"
                "INSERT INTO citizen_facts SELECT key, 17000, '{}', 0, 0, NULL"
                " FROM citizen WHERE id LIKE 'x%';")
        database.close()
        self.keep_start("migrate")

    def begin(self, name):
        """Put the store in place from which the operation starts."""
        for path in self.folder.glob("*.msb*"):
            path.unlink()
        shutil.copy(self.folder / f"{name}.start", self.store)

    def measure(self, name):
        """An undisturbed run: before, after, and how long it took."""
        self.begin(name)
        before = dump(self.store)
        start = time.perf_counter()
        self.msb(*self.operations[name])
        seconds = time.perf_counter() - start
        after = dump(self.store)
        if name == "backup" and dump(self.copy) != before:
            raise Broken("the copy is another store")
        if name != "backup" and after == before:
            raise Broken("nothing was done that could be seen")
        return before, after, seconds

    def verify(self):
        """Let the store look at itself."""
        if self.has_verify:
            self.msb("verify", self.store)

    def kill(self, name, before, after, seconds):
        """End one run after so long; return whether it had been done."""
        self.begin(name)
        child = subprocess.Popen(
            [self.msb_path, *map(str, self.operations[name])],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        child.kill()
        child.wait()
        if name == "backup":
            is_done = self.copy.exists()
            if is_done and dump(self.copy) != before:
                raise Broken("half a copy has the copy's name")
            self.copy.unlink(missing_ok=True)
        elif name != "migrate":
            self.verify()
        found = dump(self.store)
        if found not in (before, after):
            raise Broken("the operation is there in part")
        if name != "backup":
            is_done = found == after
        self.msb(*self.operations[name])
        self.verify()
        if dump(self.store) != after:
            raise Broken("run again, it gives something else")
        return is_done


def run_rounds(crashes, name, rounds, draw):
    """Kill an operation so often; return how often it was done, or not."""
    before, after, seconds = crashes.measure(name)
    done = 0
    for _ in range(rounds):
        done += crashes.kill(name, before, after, draw.random() * seconds)
    return done, rounds - done


def main():
    msb, root, rounds = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else time.time_ns()
    draw = random.Random(seed)
    print(f"# {rounds} rounds, seed {seed}")
    has_failed = False
    with tempfile.TemporaryDirectory() as folder:
        crashes = Crashes(os.path.abspath(msb), root, pathlib.Path(folder))
        names = list(crashes.operations)
        print(f"1..{len(names)}")
        for number, name in enumerate(names):
            share = (int(rounds) + number) // len(names)
            try:
                done, absent = run_rounds(crashes, name, share, draw)
                print(f"ok {number + 1} - {name} is whole or absent: "
                      f"{done} and {absent} times")
            except Broken as broken:
                has_failed = True
                print(f"not ok {number + 1} - {name}: {broken}")
            sys.stdout.flush()
    sys.exit(has_failed)


if __name__ == "__main__":
    main()
