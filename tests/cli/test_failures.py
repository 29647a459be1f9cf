# SPDX-License-Identifier: MIT
"""Stores and files that cannot be used: what msb says, how it ends, and
that the store is as it was."""

import contextlib
import os
import pathlib
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile

import harness
from harness import CITIZENS, MODELS, CliTest, dump

ON = ("--on", "2019-06-01")
SMALL = MODELS / "small_2019.json"


def mount(folder, options):
    """Whether a tmpfs could be mounted."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    return subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder],
        capture_output=True, check=False).returncode == 0


def many_citizens(number):
    return CITIZENS.partition("\n")[0] + "\n" + "".join(
        f"citizen_{i:07};15-06-1970;KTH;nej\n" for i in range(number))


class NotAStore(CliTest):
    def every_command(self, store):
        """Every command that opens a store refuses this one by name."""
        citizens = self.write("citizens.csv", CITIZENS)
        for words in (
                ("adopt", store, SMALL),
                ("import", store, citizens, "--mapping",
                 MODELS / "citizens.mapping.json"),
                ("assign", store, *ON),
                ("who", store, "anna", *ON),
                ("report", store, *ON),
                ("compare", store, "--before", SMALL, "--after", SMALL,
                 *ON)):
            with self.subTest(words[0]):
                result = self.msb(*words, status=2)
                self.assertEqual(result.stdout, "")
                self.assertTrue(result.stderr.startswith(f"msb: {store}: "),
                                result.stderr)

    def unchanged(self, store):
        before = store.read_bytes()
        self.every_command(store)
        self.assertEqual(store.read_bytes(), before)

    def test_the_sqlite_file_of_another_program_is_refused(self):
        store = self.folder / "other.db"
        with contextlib.closing(sqlite3.connect(store)) as other:
            other.execute("CREATE TABLE citizen (id TEXT, name TEXT)")
            other.execute("INSERT INTO citizen VALUES ('anna', 'x')")
            other.commit()
        self.unchanged(store)

    def test_a_text_file_is_refused(self):
        self.unchanged(self.write("notes.msb", "not a database\n" * 500))

    def test_an_empty_file_is_refused(self):
        self.unchanged(self.write("empty.msb", ""))

    def test_a_directory_is_refused(self):
        self.every_command(self.folder)

    def test_a_file_that_is_not_there_is_refused_and_not_made(self):
        store = self.folder / "none.msb"
        self.every_command(store)
        self.assertFalse(store.exists())

    def test_a_newer_schema_is_refused(self):
        store = self.filled_store()
        with contextlib.closing(sqlite3.connect(store)) as newer:
            newer.execute("UPDATE metadata SET value = '9'"
                          " WHERE key = 'schema_major'")
            newer.execute("PRAGMA user_version = 9")
            newer.commit()
        before = dump(store)
        self.every_command(store)
        self.assertIn("newer",
                      self.msb("report", store, *ON, status=2).stderr)
        self.assertEqual(dump(store), before)


class Busy(CliTest):
    def test_a_store_that_another_process_holds_is_a_failed_system(self):
        store = self.filled_store()
        before = dump(store)
        path = self.write("citizens.csv", CITIZENS)
        with contextlib.closing(sqlite3.connect(store)) as other:
            other.isolation_level = None
            other.execute("BEGIN IMMEDIATE")
            result = self.msb("assign", store, *ON, status=3)
            self.assertIn("another process", result.stderr)
            result = self.msb("import", store, path, "--mapping",
                              MODELS / "citizens.mapping.json", status=3)
            self.assertIn("another process", result.stderr)
            other.execute("ROLLBACK")
        self.assertEqual(dump(store), before)


class ReadOnly(CliTest):
    @contextlib.contextmanager
    def read_only(self):
        """A store in a place where nothing can be written."""
        folder = pathlib.Path(tempfile.mkdtemp())
        mounted = mount(folder, "size=16m")
        try:
            store = self.filled_store(folder)
            if mounted:
                subprocess.run(["mount", "-o", "remount,ro", folder],
                               check=True)
                yield store, {}
            elif os.geteuid() != 0:
                store.chmod(0o444)
                folder.chmod(0o555)
                yield store, {}
            else:  # root may write anywhere, so be somebody else
                store.chmod(0o444)
                folder.chmod(0o555)
                self.folder.chmod(0o755)
                yield store, {"user": 65534}
        finally:
            if mounted:
                subprocess.run(["umount", folder], check=True)
            folder.chmod(0o755)
            shutil.rmtree(folder)

    def test_a_read_only_store_answers_and_refuses_to_be_written(self):
        with self.read_only() as (store, options):
            before = dump(store)
            result = self.msb("who", store, "anna", *ON, **options)
            self.assertIn("Unge, Læring og Job", result.stdout)
            self.msb("report", store, *ON, **options)
            result = self.msb("assign", store, *ON, status=3, **options)
            self.assertTrue(result.stderr.startswith(f"msb: {store}: "),
                            result.stderr)
            self.assertEqual(dump(store), before)


class FullDisk(CliTest):
    @contextlib.contextmanager
    def small_disk(self):
        """A folder with room for 2 MiB, and options that keep to it."""
        folder = pathlib.Path(tempfile.mkdtemp())
        mounted = mount(folder, "size=2m")
        options = {} if mounted else {
            "restore_signals": False, "preexec_fn": self.limit_files}
        try:
            yield folder, options
        finally:
            if mounted:
                subprocess.run(["umount", folder], check=True)
            shutil.rmtree(folder)

    @staticmethod
    def limit_files():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 21, 1 << 21))

    def test_an_import_that_fills_the_disk_changes_nothing(self):
        with self.small_disk() as (folder, options):
            store = self.filled_store(folder)
            before = dump(store)
            result = self.import_citizens(store, many_citizens(50000),
                                          status=3, **options)
            self.assertEqual(result.stdout, "")
            self.assertTrue(result.stderr.startswith(f"msb: {store}: "),
                            result.stderr)
            self.assertIn("cannot be read or written" if options
                          else "full", result.stderr)
            self.assertEqual(dump(store), before)
            self.msb("who", store, "anna", *ON)

    def test_an_assignment_that_fills_the_disk_changes_nothing(self):
        with self.small_disk() as (folder, options):
            store = self.new_store(folder)
            number = 3000
            self.import_citizens(store, many_citizens(number))
            filler = folder / "filler"
            with contextlib.suppress(OSError), filler.open("wb") as file:
                while not options:
                    file.write(bytes(1 << 12))
                    file.flush()
            before = dump(store)
            if options:
                options["preexec_fn"] = lambda: (
                    signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
                    resource.setrlimit(resource.RLIMIT_FSIZE,
                                       (1 << 14, 1 << 14)))
            result = self.msb("assign", store, *ON, status=3, **options)
            self.assertEqual(result.stdout, "")
            self.assertEqual(dump(store), before)

    def test_a_disk_too_small_for_a_store_is_left_empty(self):
        folder = pathlib.Path(tempfile.mkdtemp())
        mounted = mount(folder, "size=16k")
        options = {} if mounted else {
            "restore_signals": False,
            "preexec_fn": lambda: (
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
                resource.setrlimit(resource.RLIMIT_FSIZE,
                                   (1 << 14, 1 << 14)))}
        try:
            self.msb("init", folder / "town.msb", "--model", SMALL,
                     status=3, **options)
            self.assertEqual(list(folder.iterdir()), [])
        finally:
            if mounted:
                subprocess.run(["umount", folder], check=True)
            shutil.rmtree(folder)


class HugeFiles(CliTest):
    def sparse(self, name):
        path = self.write(name, "")
        os.truncate(path, 1 << 30)
        return path

    def test_a_model_of_1_gb_is_refused_unread(self):
        path = self.sparse("model.json")
        result = self.msb("check", path, status=2)
        self.assertIn(f"msb: {path}: the file is larger than", result.stderr)

    def test_a_mapping_of_1_gb_is_refused_unread(self):
        store = self.new_store()
        before = dump(store)
        result = self.msb("import", store, self.write("c.csv", CITIZENS),
                          "--mapping", self.sparse("m.json"), status=2)
        self.assertIn("the file is larger than", result.stderr)
        self.assertEqual(dump(store), before)

    def test_a_csv_file_of_1_gb_of_nothing_is_refused(self):
        store = self.new_store()
        before = dump(store)
        result = self.msb("import", store, self.sparse("citizens.csv"),
                          "--mapping", MODELS / "citizens.mapping.json",
                          status=2)
        self.assertEqual(result.stdout, "")
        self.assertIn("citizens.csv", result.stderr)
        self.assertEqual(dump(store), before)
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        self.assertLess(most, 400000, "KiB of memory")

    def test_a_million_brackets_are_an_error_with_a_place(self):
        path = self.write("model.json", "[" * 1000000)
        result = self.msb("check", path, status=2)
        self.assertRegex(result.stderr, rf"^msb: {path}:1:\d+: .+\(depth\)\n$")
        result = self.msb("resolve", SMALL, *ON, stdin="[" * 1000000,
                          status=1)
        self.assertIn('"code": "depth"', result.stdout)


class OtherFiles(CliTest):
    def test_a_model_that_cannot_be_read_is_unusable(self):
        for path in (self.folder, self.folder / "none.json",
                     pathlib.Path("/dev/null")):
            result = self.msb("check", path, "--json", status=2)
            self.assertEqual(result.stdout, "")
            self.assertTrue(result.stderr.startswith(f"msb: {path}: "))

    def test_broken_text_is_an_error_with_a_place(self):
        for content in (b"", b"{", b"\x7fELF\0\1\2", b'{"id": "\xff"}',
                        SMALL.read_bytes()[:700]):
            path = self.write("model.json", content)
            result = self.msb("check", path, status=2)
            self.assertRegex(result.stderr, rf"^msb: {path}:\d+:\d+: .+\)")
            found = self.json("check", path, "--json", status=2)
            self.assertIs(found["valid"], False)
            self.assertEqual(len(found["errors"]), 1)


if __name__ == "__main__":
    harness.main()
