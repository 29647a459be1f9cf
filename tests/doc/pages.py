# SPDX-License-Identifier: MIT
"""The examples of a page of the documentation, in its order.

An example is a fenced block. A comment right above it, which no reader sees,
says what is to be done with it where that does not follow from its language:

    <!-- file: NAME -->      it is written to a file of that name
    <!-- exits: N -->        the commands end with that status, not with 0
    <!-- quoted: PATH -->    it is that file of the project, to the letter
    <!-- part of: PATH -->   it is whole lines of that file, to the letter
    <!-- printed: PATH -->   that program prints it; see test_readme.py
    <!-- run by: PATH -->    that file of the project runs it

and one that stands by itself prepares what the page takes for granted:

    <!-- setup: NAME... -->  world.sh makes it, at this place of the page
"""

import dataclasses
import pathlib
import re
import textwrap

ROOT = pathlib.Path(__file__).resolve().parents[2]

# What the site shows, but for what has happened: CHANGELOG.md.
PATTERNS = ("README.md", "CONTRIBUTING.md", "doc/**/*.md", "examples/**/*.md",
            "tests/scenarios/README.md")

PART = re.compile(
    r"^<!-- setup: (?P<setup>[^\n]*?) -->\n"
    r"|(?:^[ ]*<!-- (?P<note>[a-z ]+): (?P<value>[^\n]*?) -->\n)?"
    r"^(?P<indent>[ ]*)(?P<fence>```+)(?P<language>[^\n]*)\n"
    r"(?P<text>.*?)^(?P=indent)(?P=fence)\n", re.M | re.S)
# A command that is no fenced block, and so would not be run.
LOOSE = re.compile(r"^\n {4,}(?:\$ |msb |sh |python3 |>>> )[^\n]*", re.M)


@dataclasses.dataclass(frozen=True)
class Part:
    """One example, or one thing to prepare."""

    line: int
    note: str
    value: str
    language: str
    text: str
    indent: str
    num_before: int  # lines of the page before the text
    start: int
    end: int


def find_pages():
    """Yield the paths of all pages, relative to the project and sorted."""
    for pattern in PATTERNS:
        for path in sorted(ROOT.glob(pattern)):
            yield path.relative_to(ROOT).as_posix()


def read_page(path):
    """Return a page's text."""
    return (ROOT / path).read_text("utf-8")


def find_parts(text):
    """Yield the parts of a page in its order."""
    for match in PART.finditer(text):
        found = match.groupdict(default="")
        setup = match["setup"] is not None
        start = match.end() if setup else match.start("text")
        yield Part(
            line=text.count("\n", 0, match.start()) + 1,
            note="setup" if setup else found["note"],
            value=found["setup" if setup else "value"],
            language=found["language"], text=textwrap.dedent(found["text"]),
            indent=found["indent"], num_before=text.count("\n", 0, start),
            start=start, end=match.end() if setup else match.end("text"))


def find_loose(text):
    """Yield the lines of a page with commands that nothing runs."""
    kept = PART.sub(lambda match: re.sub(r"[^\n]", "x", match[0]), text)
    for match in LOOSE.finditer(kept):
        yield kept.count("\n", 0, match.start()) + 2
