# SPDX-License-Identifier: MIT
"""What a machine can check of how the code reads.

Usage: style.py ROOT
"""

import re
import sys

import tree

SPDX = "SPDX-License-Identifier: MIT"
# Written in two pieces, or this file would be its own first finding.
UNFINISHED = re.compile(r"\b(" + "|".join(
    ("TO" "DO", "FIX" "ME", "XX" "X", "HA" "CK")) + r")\b")
MACHINE_PATH = re.compile(
    r"(?:^|[^\w.$}/:-])/(?:" + "|".join(
        ("wo" "rk", "ho" "me", "ro" "ot", "Us" "ers", "t" "mp", "var/t" "mp"))
    + r")(?![\w-])")
LABEL = re.compile(r"^\s*(\w+)\s*:\s*;?\s*$")
GOTO = re.compile(r"\bgoto\s+(\w+)")
# Not of a function that returns one.
TYPEDEF = re.compile(r"\btypedef\s+(?:struct|enum|union)\b[^(]*(?:[;{]|$)")
FUNCTION_MACRO = re.compile(r"^\s*#\s*define\s+\w+\(")
ALLOCA = re.compile(r"\balloca\s*\(")
# A heap call that goes around lib/base/memory.c.
HEAP = re.compile(
    r"\b(malloc|calloc|realloc|strdup|strndup|asprintf|free)\s*\(")
# No call of the library prints, aborts or exits, or asks the environment.
NEVER = re.compile(
    r"(?<![\w.>])(printf|puts|putchar|perror|abort|exit|_exit|getenv|setlocale"
    r"|assert)\s*\(|\bstderr\b|\bstdout\b")
STRING_OR_COMMENT = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|/\*.*?\*/|//[^\n]*', re.S)
MAX_COLUMNS = 80


def blank_out(text):
    """Replace what C strings and comments hold; line numbers stay."""
    return STRING_OR_COMMENT.sub(
        lambda match: re.sub(
            r"[^\n]", " " if match.group()[0] == "/" else "~", match.group()),
        text)


def check_every_text(path, lines):
    """Yield what no text file may hold."""
    for number, line in enumerate(lines, 1):
        if UNFINISHED.search(line):
            yield f"{path}:{number}: unfinished: finish it or drop the note"
        if not MACHINE_PATH.search(line) or line.startswith("#!"):
            continue
        # The default for TMPDIR is everybody's.
        if "TMPDIR" not in "".join(lines[max(number - 4, 0):number]):
            yield f"{path}:{number}: a path of one machine"


def check_layout(path, text):
    """Yield what clang-format does not mend in code of any language."""
    if SPDX not in "\n".join(text.splitlines()[:2]):
        yield f"{path}:1: the licence line is missing: {SPDX}"
    if "\r" in text:
        yield f"{path}: carriage returns"
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield f"{path}: must end in exactly one newline"
    for number, line in enumerate(text.splitlines(), 1):
        if line != line.rstrip():
            yield f"{path}:{number}: blanks at the end"
        if len(line) > MAX_COLUMNS and "http" not in line:
            yield f"{path}:{number}: {len(line)} columns"
        if "\t" in line:
            yield f"{path}:{number}: a tab"


def check_c(path, text):
    """Yield what C code of ours does without."""
    for number, line in enumerate(blank_out(text).splitlines(), 1):
        label = LABEL.match(line)
        if label and label.group(1) not in ("out", "default"):
            yield f"{path}:{number}: the only label is out"
        goto = GOTO.search(line)
        if goto and goto.group(1) != "out":
            yield f"{path}:{number}: goto goes to out alone"
        if TYPEDEF.search(line):
            yield f"{path}:{number}: struct, enum and union are spelled out"
        if FUNCTION_MACRO.match(line):
            yield f"{path}:{number}: a function-like macro"
        if ALLOCA.search(line):
            yield f"{path}:{number}: alloca"
        if not path.startswith("lib/"):
            continue
        if HEAP.search(line) and path != "lib/base/memory.c":
            yield f"{path}:{number}: heap goes through msbi_alloc()"
        if NEVER.search(line):
            yield f"{path}:{number}: no call prints, aborts or exits"


def check(root):
    """Yield every finding in the tree."""
    for path in tree.find_files(root, *tree.TEXT_SUFFIXES):
        yield from check_every_text(path, tree.read_lines(root, path))
    for path in tree.find_files(root, ".c", ".h", ".i", ".py", ".pyi", ".sh"):
        yield from check_layout(path, tree.read_text(root, path))
    for path in tree.find_files(root, ".c", ".h"):
        yield from check_c(path, tree.read_text(root, path))


if __name__ == "__main__":
    sys.exit(tree.run(check))
