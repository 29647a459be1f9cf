# SPDX-License-Identifier: MIT
"""The command line itself: help, bad arguments, and where output goes."""

import os
import subprocess
import time

import harness
from harness import MODELS, CliTest

COMMANDS = {
    "cases": (["MODEL"], ["--format", "--rows", "--lang"]),
    "check": (["MODEL"],
              ["--store", "--on", "--suppress", "--lang", "--json"]),
    "diff": (["BEFORE", "AFTER"],
             ["--store", "--on", "--suppress", "--lang", "--json"]),
    "resolve": (["MODEL"], ["--on", "--explain", "--show-sensitive"]),
    "init": (["STORE"], ["--model"]),
    "adopt": (["STORE", "MODEL"], []),
    "import": (["STORE", "FILE"],
               ["--mapping", "--dry-run", "--rejects", "--json"]),
    "assign": (["STORE"], ["--on", "--json"]),
    "who": (["STORE", "CITIZEN"],
            ["--on", "--explain", "--show-sensitive", "--lang", "--json"]),
    "report": (["STORE"], ["--on", "--suppress", "--lang", "--json"]),
    "compare": (["STORE"],
                ["--before", "--after", "--on", "--suppress", "--lang",
                 "--json"]),
}

#: Shaped like a personal number, but on a day and in a month that are none.
NUMBER = "9999999999"


class Help(CliTest):
    def test_help_lists_every_command(self):
        out = self.msb("--help").stdout
        for name in COMMANDS:
            self.assertRegex(out, rf"(?m)^  {name} +\S")
        for word in ("usage: msb", "Exit status:", "Example:", "--version"):
            self.assertIn(word, out)

    def test_every_command_has_help_with_all_its_parts(self):
        for name, (operands, options) in COMMANDS.items():
            with self.subTest(name):
                result = self.msb(name, "--help")
                self.assertEqual(result.stderr, "")
                self.assertTrue(
                    result.stdout.startswith(f"usage: msb {name} "))
                for word in (*operands, *options, "--help"):
                    self.assertRegex(result.stdout, rf"(?m)^  {word}\b")
                for status in "023":
                    self.assertRegex(result.stdout, rf"(?m)^  {status} +\S")
                self.assertRegex(result.stdout,
                                 rf"Example:\n  msb {name} ")

    def test_help_is_given_though_arguments_are_missing(self):
        self.msb("who", "some.msb", "--help")

    def test_version_is_that_of_the_library(self):
        self.assertRegex(self.msb("--version").stdout,
                         r"^msb \d+\.\d+\.\d+\n$")


class BadArguments(CliTest):
    def refused(self, words, *expected):
        result = self.msb(*words, status=2)
        self.assertEqual(result.stdout, "")
        for text in expected:
            self.assertIn(text, result.stderr)
        return result.stderr

    def test_nothing_to_do_shows_the_usage(self):
        self.refused([], "usage: msb COMMAND")

    def test_an_unknown_command_is_named(self):
        self.refused(["frobnicate"], "unknown command 'frobnicate'")

    def test_each_missing_operand_is_named(self):
        for name, (operands, _) in COMMANDS.items():
            self.refused([name], f"{name}: {operands[0]}: is missing",
                         f"usage: msb {name} ")

    def test_each_required_option_is_named(self):
        for words, option in (
                (["resolve", "m"], "--on"),
                (["init", "s"], "--model"),
                (["import", "s", "f"], "--mapping"),
                (["assign", "s"], "--on"),
                (["who", "s", "c"], "--on"),
                (["report", "s"], "--on"),
                (["compare", "s", "--on", "2019-01-01", "--after", "a"],
                 "--before"),
                (["compare", "s", "--on", "2019-01-01", "--before", "a"],
                 "--after")):
            self.refused(words, f"{words[0]}: {option}: is missing")

    def test_an_option_of_another_command_is_unknown(self):
        self.refused(["check", "m", "--dry-run"],
                     "unknown option '--dry-run'")

    def test_a_bad_date_names_the_option_and_the_form(self):
        for date in ("31-12-2019", "2019-02-30", "2019-1-1", "today", "",
                     "2019-01-01 "):
            self.refused(["assign", "s", "--on", date],
                         "--on: expected a date as YYYY-MM-DD")

    def test_other_bad_values_say_what_was_expected(self):
        for words, expected in (
                (["check", "m", "--json=yes"], "--json: takes no value"),
                (["check", "m", "--lang", "fr"],
                 "--lang: expected da or en"),
                (["assign", "s", "--on"], "--on: its value is missing"),
                (["assign", "s", "--on=2019-01-01", "--on=2019-01-01"],
                 "--on: given twice"),
                (["check", "a", "b"], "one too many"),
                (["check", ""], "MODEL: must not be empty"),
                (["check", "m", "--store", "s"], "--on: is missing"),
                (["check", "m", "--on", "2019-01-01"],
                 "--store: is missing"),
                (["diff", "m", "n", "--suppress", "5"],
                 "--store: is missing"),
                *[(["report", "s", "--on", "2019-01-01", "--suppress", bound],
                   "--suppress: expected 0, 1, or a whole number from 3")
                  for bound in ("2", "-1", "", "five", "1000001", "5.5")],
                (["init", "s", "--model="],
                 "--model: expected the name of a file")):
            self.refused(words, expected)

    def test_a_personal_number_is_not_repeated(self):
        for words in ([NUMBER], ["check", "--" + NUMBER],
                      ["check", NUMBER], ["check", "a", NUMBER],
                      ["assign", "s", "--on", NUMBER],
                      ["check", "999999-9999"], ["check", "--lang=" + NUMBER],
                      ["who", "none.msb", NUMBER, "--on", "2019-01-01"]):
            message = self.refused(words)
            self.assertNotIn(NUMBER, message)
            self.assertNotIn("999999-9999", message)

    def test_a_name_cannot_steer_the_terminal(self):
        message = self.refused(["check", "a\x1b[31m\n\x9bb"])
        self.assertNotIn("\x1b", message)
        self.assertEqual(message.count("\n"), 1)


class Order(CliTest):
    def test_options_may_stand_before_or_after_operands(self):
        model = MODELS / "small_2019.json"
        expected = self.msb("check", model, "--json").stdout
        self.assertEqual(self.msb("check", "--json", model).stdout, expected)
        self.assertEqual(
            self.msb("check", "--json", "--", model).stdout, expected)

    def test_a_value_may_follow_an_equals_sign(self):
        model = MODELS / "small_2019.json"
        self.msb("resolve", "--on=2019-06-01", model, stdin="{}\n")

    def test_two_hyphens_end_the_options(self):
        self.write("--json", (MODELS / "small_2019.json").read_bytes())
        result = self.msb("check", "--", "--json", cwd=self.folder)
        self.assertTrue(result.stdout.startswith("Lille kommune"))


class Output(CliTest):
    WORDS = ("check", MODELS / "small_2019.json", "--json")

    def test_a_closed_stdout_is_a_failed_system(self):
        result = self.msb(*self.WORDS, status=3, stdout=None,
                          preexec_fn=lambda: os.close(1))
        self.assertIn("output", result.stderr)

    def test_a_closed_stdout_is_noticed_before_anything_is_done(self):
        store = self.folder / "town.msb"
        self.msb("init", store, "--model", MODELS / "small_2019.json",
                 status=3, stdout=None, preexec_fn=lambda: os.close(1))
        self.assertFalse(store.exists())

    def test_a_full_stdout_is_a_failed_system(self):
        for words in (self.WORDS, self.WORDS[:2], ("--help",),
                      ("--version",), ("who", "--help")):
            with open("/dev/full", "wb") as full:
                result = self.msb(*words, status=3, stdout=full)
            self.assertIn("output could not be written", result.stderr)

    def test_a_reader_that_goes_away_ends_a_long_answer(self):
        read_end, write_end = os.pipe()
        os.close(read_end)
        with os.fdopen(write_end, "wb") as closed:
            result = self.msb("resolve", self.WORDS[1], "--on", "2019-06-01",
                              stdin="{}\n" * 20000, status=3, stdout=closed)
        self.assertIn("output could not be written", result.stderr)

    def test_closed_stdin_and_stderr_do_no_harm(self):
        def close():
            os.close(0)
            os.close(2)

        self.msb(*self.WORDS, stdin_file=None, stderr=None, preexec_fn=close)
        result = self.msb("resolve", self.WORDS[1], "--on", "2019-06-01",
                          status=2, stdin_file=None,
                          preexec_fn=lambda: os.close(0))
        self.assertIn("standard input: cannot be read", result.stderr)

    def test_progress_is_shown_on_a_terminal_after_a_second(self):
        master, slave = os.openpty()
        words = [harness.MSB, "resolve", self.WORDS[1], "--on", "2019-06-01"]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=slave,
                              stdout=subprocess.DEVNULL) as process:
            os.close(slave)
            process.stdin.write(b"{}\n" * 1024)
            process.stdin.flush()
            time.sleep(1.2)
            process.stdin.write(b"{}\n" * 1024)
            process.stdin.close()
            self.assertEqual(process.wait(timeout=60), 0)
        shown = os.read(master, 4096).decode()
        os.close(master)
        self.assertEqual(shown, "\rdeciding: 2048\x1b[K\r\x1b[K")

    def test_progress_is_not_shown_where_there_is_no_terminal(self):
        result = self.msb("resolve", self.WORDS[1], "--on", "2019-06-01",
                          stdin="{}\n" * 3000, stdout=subprocess.DEVNULL)
        self.assertEqual(result.stderr, "")


class Manual(CliTest):
    def test_the_man_page_names_every_command_and_option(self):
        page = (harness.ROOT / "doc/reference/msb.1").read_text("utf-8")
        for name, (_, options) in COMMANDS.items():
            self.assertIn(f".It Cm {name}\n", page)
            for option in options:
                self.assertIn(f"Fl -{option[2:]}", page)


if __name__ == "__main__":
    harness.main()
