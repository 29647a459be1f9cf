# SPDX-License-Identifier: MIT
"""A page that is wrong fails, and the message names the page and the line.

Usage: test_play.py
"""

import pathlib
import sys
import tempfile
import traceback
import unittest

import pages
import play


class Pages(unittest.TestCase):
    """Small pages, played in a folder of their own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def play(self, text):
        """Return the page as it should be."""
        # No page here calls msb.
        return play.Player("x.md", text, self.folder, sys.executable).play()

    def assert_fine(self, text):
        """All of the page is so."""
        self.assertEqual(self.play(text), text)

    def assert_wrong(self, expected, text):
        """The page fails with that message."""
        with self.assertRaises(play.Wrong) as caught:
            self.play(text)
        self.assertIn(expected, str(caught.exception))

    def test_commands_must_succeed(self):
        self.assert_fine("# X\n\n```sh\ntrue\n```\n")
        self.assert_wrong("x.md:3: exit status 1, not 0",
                          "# X\n\n```sh\nfalse\ntrue\n```\n")

    def test_commands_end_with_the_status_that_is_said(self):
        self.assert_fine("<!-- exits: 3 -->\n```sh\nexit 3\n```\n")
        self.assert_wrong("exit status 0, not 3",
                          "<!-- exits: 3 -->\n```sh\ntrue\n```\n")

    def test_files_are_there_for_what_follows(self):
        self.assert_fine("<!-- file: a.csv -->\n```csv\n1;2\n```\n"
                         "```console\n$ cat a.csv\n1;2\n```\n"
                         "```python\nimport pathlib\n"
                         "assert pathlib.Path('a.csv').read_text() == "
                         "'1;2\\n'\n```\n")

    def test_what_a_command_prints_stands_below_it(self):
        self.assertEqual(
            self.play("1. X\n\n   ```console\n   $ echo a\n   b\n   ```\n"),
            "1. X\n\n   ```console\n   $ echo a\n   a\n   ```\n")

    def test_blocks_of_python_share_their_names(self):
        self.assert_fine("```python\na = 1\n```\n\n"
                         "```pycon\n>>> a + 1\n2\n```\n")
        self.assert_wrong("Expected:\n    3\nGot:\n    2",
                          "```pycon\n>>> 1 + 1\n3\n```\n")

    def test_an_error_in_python_names_its_line(self):
        trace = ""
        try:
            self.play("# X\n\n<!-- file: a.py -->\n```python\n\n1 / 0\n```\n")
        except ZeroDivisionError:
            trace = traceback.format_exc()
        self.assertIn('File "x.md", line 6', trace)

    def test_a_block_without_what_it_promises_is_wrong(self):
        self.assert_wrong("behind each $", "```console\necho a\n```\n")
        self.assert_wrong("behind >>>", "```pycon\n1 + 1\n```\n")

    def test_json_is_json_or_members(self):
        self.assert_fine('```json\n{"a": [1]}\n```\n')
        self.assert_fine('   ```json\n   "a": [1],\n   "b": 2\n   ```\n')
        self.assert_wrong("x.md:1: no JSON", '```json\n{"a": 1,}\n```\n')

    def test_c_is_quoted_to_the_letter(self):
        source = (pages.ROOT / "examples/c/decide.c").read_text("utf-8")
        note = "<!-- quoted: examples/c/decide.c -->\n"
        self.assert_fine(f"{note}```c\n{source}```\n")
        self.assert_wrong("reads otherwise", f"{note}```c\nint a;\n```\n")
        self.assert_wrong("C is quoted", "```c\nint a;\n```\n")

    def test_a_part_is_whole_lines_of_a_file(self):
        source = (pages.ROOT / "examples/c/decide.c").read_text("utf-8")
        first, _, rest = source.partition("\n")
        note = "<!-- part of: examples/c/decide.c -->\n"
        self.assert_fine(f"{note}```c\n{first}\n```\n")
        self.assert_fine(f"{note}```c\n{rest}```\n")
        self.assert_wrong("no such lines", f"{note}```c\n{first[1:]}\n```\n")
        self.assert_wrong("no such lines", f"{note}```c\n{first[:-1]}\n```\n")

    def test_what_runs_elsewhere_runs_somewhere(self):
        self.assert_fine("<!-- run by: .ci/run -->\n```sh\nfalse\n```\n")
        self.assert_wrong("no such file",
                          "<!-- run by: nobody -->\n```sh\ntrue\n```\n")

    def test_nothing_escapes(self):
        self.assert_wrong("nobody runs perl", "```perl\n1;\n```\n")
        self.assert_wrong('what is "skip"?',
                          "<!-- skip: me -->\n```sh\ntrue\n```\n")
        self.assert_wrong("x.md:3: commands stand in a fenced block",
                          "# X\n\n    msb check model.json\n")
        self.assert_fine("# X\n\n    A table\n")

    def test_a_world_that_is_not_known_is_wrong(self):
        self.assert_wrong("no such world", "<!-- setup: atlantis -->\n")


if __name__ == "__main__":
    unittest.main()
