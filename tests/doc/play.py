# SPDX-License-Identifier: MIT
"""Does what a page says, in a folder of its own, and says where it differs.

A page is played from its first line to its last: files are written, commands
and Python run, in one folder and one Python namespace. `sh` must end with the
status that is expected; `console` must print what stands below each command,
messages first; `python` must run; `pycon` must print what stands there, by the
rules of doctest. `json` must be JSON, or members of an object.
"""

import contextlib
import doctest
import json
import os
import pathlib
import re
import subprocess
import textwrap

import pages

WORLD = pathlib.Path(__file__).resolve().with_name("world.sh")
DOCTEST_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
# Languages that are shown, and neither run nor read.
SHOWN = {"csv", "text", "c", "{doxygenfile}", "{eval-rst}", ""}


class Wrong(AssertionError):
    """What a page says is not so."""


class Player:
    """One page, in an empty folder."""

    def __init__(self, path, text, folder, msb):
        """Play the text of the page at `path` in `folder`, with `msb`."""
        self.path = path
        self.text = text
        self.folder = pathlib.Path(folder)
        self.namespace = {"__name__": "__main__"}
        self.environment = dict(
            os.environ, LC_ALL="C.UTF-8", ROOT=str(pages.ROOT),
            PATH=os.pathsep.join([str(pathlib.Path(msb).resolve().parent),
                                  os.environ["PATH"]]))

    def play(self):
        """Play all of it; return the page as it should be."""
        text = self.text
        for line in pages.find_loose(text):
            raise Wrong(f"{self.path}:{line}: commands stand in a fenced "
                        "block, or nothing runs them")
        played, at = "", 0
        for part in pages.find_parts(text):
            shown = text[part.start:part.end]
            try:
                printed = self.play_part(part)
            except Wrong as wrong:
                raise Wrong(f"{self.path}:{part.line}: {wrong}") from None
            if printed is not None:
                shown = textwrap.indent(printed, part.indent)
            played += text[at:part.start] + shown
            at = part.end
        return played + text[at:]

    def play_part(self, part):
        """Play one part; return what it should be, or None if it is so."""
        if part.note == "setup":
            for name in part.value.split():
                self.run(f'sh "{WORLD}" {name}', 0)
            return None
        if part.note in ("quoted", "part of", "run by", "printed"):
            self.check_source(part)
            return None
        if part.note not in ("", "file", "exits"):
            raise Wrong(f"what is \"{part.note}\"?")
        if part.note == "file":
            (self.folder / part.value).write_text(part.text, "utf-8")
        if part.language == "console":
            return self.play_console(part.text)
        play = {"sh": self.play_sh, "json": self.read_json,
                "python": self.play_python,
                "pycon": self.play_pycon}.get(part.language)
        if play is not None:
            play(part)
        elif part.language.split(" ")[0] not in SHOWN:
            raise Wrong(f"nobody runs {part.language}")
        if part.language == "c":
            raise Wrong("C is quoted from examples/")
        return None

    @staticmethod
    def check_source(part):
        """What another file has or runs: the file is there, and has it."""
        source = pages.ROOT / part.value
        if not source.is_file():
            raise Wrong(f"no such file: {part.value}")
        if part.note == "quoted" and source.read_text("utf-8") != part.text:
            raise Wrong(f"{part.value} reads otherwise")
        if part.note == "part of":
            lines = "\n" + source.read_text("utf-8")
            if "\n" + part.text not in lines:
                raise Wrong(f"{part.value} has no such lines")

    def run(self, command, expected):
        """Run a command of the shell; return what it printed."""
        result = subprocess.run(
            ["sh", "-c", command], cwd=self.folder, env=self.environment,
            text=True, capture_output=True, check=False, timeout=600)
        if expected is not None and result.returncode != expected:
            raise Wrong(f"exit status {result.returncode}, not {expected}:\n"
                        f"{command}\n{result.stderr}")
        return result.stderr + result.stdout

    def play_sh(self, part):
        """Each command must succeed, or the last end as is said."""
        self.run("set -e\n" + part.text,
                 int(part.value) if part.note == "exits" else 0)

    def play_console(self, text):
        """Return the block with what its commands print today."""
        commands = re.findall(r"^\$ (.*)$", text, re.M)
        if not commands:
            raise Wrong("a console block has a command behind each $")
        return "".join(f"$ {command}\n{self.run(command, None)}"
                       for command in commands)

    def read_json(self, part):
        """Read JSON, or the members of an object."""
        with contextlib.suppress(ValueError):
            json.loads(part.text)
            return
        try:
            json.loads("{" + part.text + "}")
        except ValueError as error:
            raise Wrong(f"no JSON: {error}") from error

    def play_python(self, part):
        """Run Python; a failure names the page and the line."""
        source = "\n" * part.num_before + part.text
        with contextlib.chdir(self.folder):
            exec(compile(source, self.path, "exec"), self.namespace)

    def play_pycon(self, part):
        """Run what stands behind >>>, and compare what it prints."""
        test = doctest.DocTestParser().get_doctest(
            part.text, {}, self.path, self.path, part.num_before)
        test.globs = self.namespace
        said = []
        runner = doctest.DocTestRunner(optionflags=DOCTEST_FLAGS)
        with contextlib.chdir(self.folder):
            results = runner.run(test, out=said.append, clear_globs=False)
        if not results.attempted:
            raise Wrong("a pycon block has a statement behind >>>")
        if results.failed:
            raise Wrong("".join(said))
