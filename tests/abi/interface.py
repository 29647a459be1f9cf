# SPDX-License-Identifier: MIT
"""What the public headers promise, read from their text."""

import os
import re

FUNCTION = re.compile(r"^MSB_API\b[^;]*?\b(msb_\w+)\s*\(", re.M)
STATUS = re.compile(r"^    (MSB_(?:OK|ERR_\w+)) = (\d+)", re.M)
COMMENT = re.compile(r"/\*.*?\*/", re.S)
SYMBOL = re.compile(r"^    (\w+);$", re.M)


def list_headers(include):
    """Return the headers as programs include them: msb.h, msb/error.h…"""
    names = sorted(os.listdir(os.path.join(include, "msb")))
    return ["msb.h"] + ["msb/" + name for name in names
                        if name.endswith(".h")]


def read(path):
    """Return a file's text."""
    with open(path, encoding="utf-8") as file:
        return file.read()


def find_functions(include):
    """Return the names of all public functions."""
    found = []
    for header in list_headers(include):
        text = COMMENT.sub("", read(os.path.join(include, header)))
        found += FUNCTION.findall(text)
    return found


def find_statuses(include):
    """Return (name, value) of each status, in the order of the header."""
    text = read(os.path.join(include, "msb", "error.h"))
    return [(name, int(value)) for name, value in STATUS.findall(text)]


def find_mapped(path):
    """Return the symbols that the version script exports."""
    text = read(path)
    return SYMBOL.findall(text[text.index("global:"):text.index("local:")])
