# SPDX-License-Identifier: MIT
"""The scenario runner fails where it should, and says at which line.

Usage: test_runner.py RUNNER ROOT
"""

import os
import subprocess
import sys
import tempfile
import unittest

RUNNER, ROOT = os.path.abspath(sys.argv.pop(1)), sys.argv.pop(1)

# A young citizen whose expectations stand from line 5 on.
YOUNG = """\
model examples/models/aarhus_2019.json
case a young citizen
citizen aged 22
on 2019-09-01
"""
ADULT = YOUNG.replace("22", "40")
TREATED = YOUNG.replace("on 2019", "services substance_treatment\non 2019")

# What is said after the line's number, and the text that makes it say so.
WRONG = [
    ("expected responsible boern_familier, got unge_uddannelse_job",
     YOUNG + "expect responsible boern_familier", 5),
    ("expected because children_main, got youth_coordination",
     YOUNG + "expect responsible unge_uddannelse_job because children_main",
     5),
    ("expected none, got determined", YOUNG + "expect none", 5),
    ("expected undetermined, got determined",
     YOUNG + "expect undetermined ask age", 5),
    ("expected determined, got undetermined", ADULT + "expect determined", 5),
    ("expected ask age, got primary_challenge",
     ADULT + "expect undetermined ask age", 5),
    ("expected 2 in missing, got 1",
     ADULT + "expect undetermined missing age primary_challenge", 5),
    ("expected 1 in possible, got 4",
     ADULT + "expect undetermined possible voksne_ledighed", 5),
    ("expected a gap among the possible",
     ADULT + "expect undetermined possible voksne_ledighed nobody", 5),
    ("expected target_group adults, got youth",
     YOUNG + "expect target_group adults", 5),
    ("expected 2 in contacts, got 1",
     YOUNG + "expect contacts unge_uddannelse_job boern_familier", 5),
    ("contacts: unge_uddannelse_job stands at 1",
     YOUNG + "expect contacts boern_familier", 5),
    ("expected rejected conflict, got a decision",
     YOUNG + "expect rejected conflict", 5),
    ("rejected: future_birth_date",
     YOUNG.replace("aged 22", "born 2020-01-01") + "expect determined", 5),
    ("the citizen has no guidance",
     YOUNG + "expect guidance delivered by unge_uddannelse_job", 5),
    ("expected delivered by boern_familier, got job_sundhed_ydelse",
     TREATED + "expect substance_treatment delivered by boern_familier", 6),
    ("expected unit nobody, got rusmiddelcenter_aarhus",
     TREATED + "expect substance_treatment delivered by job_sundhed_ydelse",
     6),
    ("expected unit sygedagpenge, got rusmiddelcenter_aarhus",
     TREATED + "expect substance_treatment delivered by job_sundhed_ydelse"
     " unit sygedagpenge", 6),
    ("expected areas 5, got 6", YOUNG + "expect areas 5", 5),
    ("expected external 0, got 1", YOUNG + "expect external 0", 5),
    ("expected staffs 3, got 4", YOUNG + "expect staffs 3", 5),
    ("expected gaps", YOUNG + "expect not total", 5),
    ("expected overlaps 1, got 0", YOUNG + "expect overlaps 1", 5),
    ("expected model x, got aarhus_2019", YOUNG + "expect model x", 5),
    ("no area x", YOUNG + 'expect area x named "X"', 5),
    ('expected the name "X", got "Unge, Uddannelse og Job"',
     YOUNG + 'expect area unge_uddannelse_job named "X"', 5),
    # Words and lines that are none.
    ('unknown word "expects"', YOUNG + "expects total", 5),
    ('unknown expectation "totally"', YOUNG + "expect totally", 5),
    ('unknown word "asks"', ADULT + "expect undetermined asks age", 5),
    ('unknown word "hight"',
     YOUNG.replace("aged 22", "hight 180") + "expect determined", 5),
    ('unknown value "plenty"',
     YOUNG.replace("aged 22", "benefit plenty") + "expect determined", 5),
    ('unknown value "131"',
     YOUNG.replace("22", "131") + "expect determined", 5),
    ("expected: on YYYY-MM-DD",
     YOUNG.replace("2019-09-01", "2019-02-30") + "expect determined", 4),
    ("too long, too many words, or a quote left open",
     YOUNG + 'expect area unge_uddannelse_job named "Unge', 5),
    ("an expectation needs a model", "case x\nexpect total", 2),
    ("the case expects nothing", YOUNG.rstrip(), 4),
    ('"on" needs a case', "on 2019-01-01", 1),
    ("no/such/model.json", "model no/such/model.json", 1),
    ("no model is in force on the date of the case",
     YOUNG.replace("2019.json",
                   "2018.json examples/models/aarhus_2019.json")
     .replace("2019-09-01", "2017-01-01") + "expect determined", 5),
]


def run(text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "x.scenario")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        return subprocess.run([RUNNER, path], cwd=ROOT, text=True,
                              capture_output=True, check=False)


class Runner(unittest.TestCase):
    def test_says_what_is_wrong_and_at_which_line(self):
        for message, text, line in WRONG:
            with self.subTest(message):
                result = run(text)
                self.assertIn(f"x.scenario:{line}: {message}", result.stdout)
                self.assertIn("\nnot ok 1 - ", result.stdout)
                self.assertEqual(result.returncode, 1)

    def test_passes_what_is_right(self):
        result = run(YOUNG + "expect responsible unge_uddannelse_job")
        self.assertRegex(result.stdout, "^ok 1 - .*a young citizen\n1..1\n$")
        self.assertEqual(result.returncode, 0)

    def test_goes_on_after_a_case_that_fails(self):
        result = run(YOUNG + "expect none\ncase two\nexpect total")
        self.assertIn("not ok 1 - ", result.stdout)
        self.assertIn("\nok 2 - ", result.stdout)
        self.assertIn("\n1..2\n", result.stdout)
        self.assertEqual(result.returncode, 1)

    def test_fails_without_a_file_and_without_a_case(self):
        for arguments in ([], ["no/such.scenario"], [os.devnull]):
            with self.subTest(arguments):
                result = subprocess.run([RUNNER] + arguments, cwd=ROOT,
                                        capture_output=True, check=False)
                self.assertEqual(result.returncode, 1)


unittest.main()
