# SPDX-License-Identifier: MIT
"""Every example in the documentation runs, and does what its page says.

pages.py says what an example is, play.py what becomes of it. One test a page,
in a folder of its own. Pages with Python need the package msb; where it is not
built, --without-python leaves them out.

Usage: test_pages.py MSB [--without-python] [--update] [PAGE...]

--update writes what console blocks print today into the pages; read the
difference before it is committed.
"""

import argparse
import difflib
import sys
import tempfile
import unittest

import pages
import play

PYTHON = ("python", "pycon")


def parse_arguments():
    """Return the arguments."""
    parser = argparse.ArgumentParser()
    parser.add_argument("msb")
    parser.add_argument("--without-python", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("pages", nargs="*")
    return parser.parse_args()


def has_python(path):
    """Whether a page has examples in Python that are run."""
    return any(part.language in PYTHON and part.note != "run by"
               for part in pages.find_parts(pages.read_page(path)))


def make_test(path, arguments):
    """Return the test of one page."""
    def test(self):
        page = pages.read_page(path)
        with tempfile.TemporaryDirectory() as folder:
            played = play.Player(path, page, folder, arguments.msb).play()
        if arguments.update:
            (pages.ROOT / path).write_text(played, "utf-8")
        elif played != page:
            self.fail("\n" + "".join(difflib.unified_diff(
                page.splitlines(True), played.splitlines(True),
                path, "as it is")))
    return test


def main():
    """Run the tests of all pages, or of those that are named."""
    arguments = parse_arguments()
    tests = {}
    for path in arguments.pages or pages.find_pages():
        if not (arguments.without_python and has_python(path)):
            tests[f"test {path}"] = make_test(path, arguments)
    case = type("Pages", (unittest.TestCase,), tests)
    suite = unittest.TestSuite(map(case, tests))
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    return not (result.wasSuccessful() and result.testsRun)


if __name__ == "__main__":
    sys.exit(main())
