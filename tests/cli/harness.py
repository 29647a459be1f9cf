# SPDX-License-Identifier: MIT
"""Run the built `msb` as a user would, and report in TAP.

Each test file is started as `python3 test_x.py MSB SOURCE_ROOT`.
"""

import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

MSB = ""
ROOT = pathlib.Path()
HERE = pathlib.Path(__file__).resolve().parent
MODELS = HERE / "models"

CITIZENS = """Borger;Fødselsdag;Ydelse;Hjemløs
anna;01-02-1998;UDH;ja
bo;15-06-1970;KTH;nej
carl;15-06-1970;KTH;
dora;31-12-1960;other;ja
"""

COURSES = """Borger;Indsats;Fra;Til
anna;guidance;01-01-2019;
anna;treatment;01-03-2019;
anna;shelter_stay;01-03-2019;
bo;benefit_case;01-01-2019;
dora;shelter_stay;01-01-2019;01-03-2019
"""


def dump(store):
    """All that is in a store, row by row, whatever the file looks like."""
    with tempfile.TemporaryDirectory() as folder:
        for path in pathlib.Path(store).parent.glob(
                pathlib.Path(store).name + "*"):
            if not path.name.endswith("-shm"):
                shutil.copy(path, folder)
        copy = sqlite3.connect(pathlib.Path(folder, pathlib.Path(store).name))
        try:
            return list(copy.iterdump())
        finally:
            copy.close()


class CliTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def msb(self, *words, stdin="", status=0, **options):
        """Run msb, and expect this exit status."""
        words = [MSB, *(os.fspath(word) for word in words)]
        if "stdin_file" in options:
            options["stdin"] = options.pop("stdin_file")
        elif isinstance(stdin, bytes):
            options["input"] = stdin
        else:
            options["input"] = stdin.encode()
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        result = subprocess.run(words, timeout=120, check=False, **options)
        result.stdout = (result.stdout or b"").decode()
        result.stderr = (result.stderr or b"").decode()
        self.assertEqual(
            result.returncode, status,
            f"{words[1:]}\n{result.stdout}\n{result.stderr}")
        return result

    def json(self, *words, **options):
        """Run msb, and read the one JSON line that it prints."""
        lines = self.msb(*words, **options).stdout.split("\n")
        self.assertEqual(lines[1:], [""], "one line was expected")
        return json.loads(lines[0])

    def write(self, name, content):
        path = self.folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            path.write_text(json.dumps(content), encoding="utf-8")
        return path

    def model(self, name="small_2019"):
        """One of the small models, to be changed."""
        return json.loads((MODELS / f"{name}.json").read_text("utf-8"))

    def new_store(self, folder=None):
        """An empty store with both small models."""
        store = (folder or self.folder) / "town.msb"
        self.msb("init", store, "--model", MODELS / "small_2018.json")
        self.msb("adopt", store, MODELS / "small_2019.json")
        return store

    def import_citizens(self, store, text=CITIZENS, *options, **keywords):
        path = self.write("citizens.csv", text)
        return self.msb("import", store, path, "--mapping",
                        MODELS / "citizens.mapping.json", *options,
                        **keywords)

    def import_courses(self, store, text=COURSES, *options, **keywords):
        path = self.write("courses.csv", text)
        return self.msb("import", store, path, "--mapping",
                        MODELS / "courses.mapping.json", *options,
                        **keywords)

    def filled_store(self, folder=None):
        """A store with four citizens and five courses."""
        store = self.new_store(folder)
        self.import_citizens(store)
        self.import_courses(store)
        return store


class TapResult(unittest.TestResult):
    """One line a test; the cause of a failure as a comment."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def _say(self, outcome, test, cause=""):
        self.count += 1
        name = test.id().rpartition(".")[2]
        print(f"{outcome} {self.count} - {name}")
        for line in cause.splitlines():
            print(f"# {line}")
        sys.stdout.flush()

    def addSuccess(self, test):
        self._say("ok", test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._say("not ok", test, self.failures[-1][1])

    def addError(self, test, err):
        super().addError(test, err)
        self._say("not ok", test, self.errors[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._say("not ok", subtest, str(err[1]))


def main():
    global MSB, ROOT
    MSB = os.path.abspath(sys.argv[1])
    ROOT = pathlib.Path(sys.argv[2]).resolve()
    suite = unittest.defaultTestLoader.loadTestsFromModule(
        sys.modules["__main__"])
    result = TapResult()
    suite.run(result)
    print(f"1..{result.count}")
    sys.exit(0 if result.wasSuccessful() and result.count > 0 else 1)
