# SPDX-License-Identifier: MIT
"""Several processes with one store: one writes, and the others read."""

import contextlib
import sqlite3
import subprocess

import harness
from harness import CITIZENS, MODELS, CliTest

MANY = 20000
HEAD = CITIZENS.splitlines()[0]


def make_citizens(prefix, num=MANY):
    rows = [f"{prefix}{number};01-02-1998;UDH;nej" for number in range(num)]
    return "\n".join([HEAD, *rows]) + "\n"


class Together(CliTest):
    def setUp(self):
        super().setUp()
        self.store = self.filled_store()

    def begin_import(self, name, text):
        """Start an import, and leave it running."""
        child = subprocess.Popen(
            [harness.MSB, "import", self.store, self.write(name, text),
             "--mapping", MODELS / "citizens.mapping.json"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.addCleanup(child.stderr.close)
        return child

    def assert_ends_well(self, child):
        self.assertEqual(child.wait(timeout=60), 0, child.stderr.read())

    def count(self, database):
        return database.execute(
            "SELECT (SELECT count(*) FROM citizen),"
            " (SELECT count(*) FROM citizen_facts)").fetchone()

    def test_a_reader_never_sees_half_an_import(self):
        seen = []
        child = self.begin_import("many.csv", make_citizens("x"))
        with contextlib.closing(sqlite3.connect(self.store)) as database:
            while child.poll() is None:
                seen.append(self.count(database))
            seen.append(self.count(database))
        self.assert_ends_well(child)
        self.assertEqual(set(seen), {(4, 4), (4 + MANY, 4 + MANY)})
        self.assertGreater(seen.count((4, 4)), 3)

    def test_questions_are_answered_during_an_import(self):
        answered = 0
        child = self.begin_import("many.csv", make_citizens("x"))
        while child.poll() is None:
            found = self.json("who", self.store, "bo", "--on", "2019-06-01",
                              "--json")
            self.assertEqual(found["responsible"], "income")
            answered += 1
        self.assert_ends_well(child)
        self.assertGreater(answered, 1)

    def test_two_who_write_do_so_one_after_the_other(self):
        children = [
            self.begin_import(f"{name}.csv", make_citizens(name, 2000))
            for name in ("x", "y", "z")]
        for child in children:
            self.assert_ends_well(child)
        with contextlib.closing(sqlite3.connect(self.store)) as database:
            self.assertEqual(self.count(database), (6004, 6004))

    def test_nothing_is_left_beside_a_store_that_nobody_uses(self):
        self.assert_ends_well(
            self.begin_import("many.csv", make_citizens("x", 3000)))
        self.msb("who", self.store, "bo", "--on", "2019-06-01")
        self.assertEqual(
            [path.name for path in self.folder.glob("town.msb*")],
            ["town.msb"])


class Backup(CliTest):
    def setUp(self):
        super().setUp()
        self.store = self.filled_store()
        self.copy = self.folder / "copy.msb"

    def test_a_backup_is_the_store_and_works_as_one(self):
        self.msb("backup", self.store, self.copy)
        self.assertEqual(harness.dump(self.copy), harness.dump(self.store))
        self.assertEqual(self.copy.stat().st_mode & 0o777, 0o600)
        found = self.json("who", self.copy, "bo", "--on", "2019-06-01",
                          "--json")
        self.assertEqual(found["responsible"], "income")

    def test_a_file_that_exists_is_left_as_it_is(self):
        self.copy.write_text("precious", "utf-8")
        result = self.msb("backup", self.store, self.copy, status=2)
        self.assertIn("copy.msb: ", result.stderr)
        self.assertEqual(self.copy.read_text("utf-8"), "precious")

    def test_a_folder_that_is_not_there_is_told(self):
        self.msb("backup", self.store, self.folder / "none" / "copy.msb",
                 status=3)


class Migration(CliTest):
    def setUp(self):
        super().setUp()
        self.store = self.folder / "town.msb"
        dump = harness.ROOT / "tests/data/stores/schema_1.dump"
        with contextlib.closing(sqlite3.connect(self.store)) as database:
            database.executescript(dump.read_text("utf-8"))

    def test_an_old_store_is_not_read_and_says_so(self):
        before = self.store.read_bytes()
        result = self.msb("who", self.store, "anna", "--on", "2019-07-01",
                          status=2)
        self.assertIn("older_schema", result.stderr)
        self.assertEqual(self.store.read_bytes(), before)

    def test_an_old_store_is_brought_up_to_date_by_who_writes(self):
        self.msb("adopt", self.store, MODELS / "small_2019.json")
        found = self.json("who", self.store, "anna", "--on", "2019-07-01",
                          "--json")
        self.assertEqual(found["responsible"], "youth")


if __name__ == "__main__":
    harness.main()
