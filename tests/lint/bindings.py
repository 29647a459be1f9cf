# SPDX-License-Identifier: MIT
"""Every public call reaches the other languages.

A function that a header declares is used by the shared interface,
bindings/swig/, or by the C that only Python needs, bindings/python/src/; so
a new call reaches Python in the change that adds it. What reads one member of
a result counts where the whole result is read as JSON. Few are left out, each
for a reason; one that is no longer there, or no longer left out, is a finding
as well.

Usage: bindings.py ROOT
"""

import re
import sys

import docs
import tree

COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
NAME = re.compile(r"\bmsb_\w+")
USERS = ("bindings/swig/", "bindings/python/src/")

# What no language needs, and why.
LEFT_OUT = {
    "msb_date_format": "dates are the language's own",
    "msb_error_format_text": "an exception has its text",
    "msb_handover_cause_get_name": "enums are the language's own",
    "msb_handover_state_get_name": "enums are the language's own",
    "msb_instant_format": "instants are the language's own",
    "msb_instant_parse": "instants are the language's own",
    "msb_period_contains": "dates of the language compare",
    "msb_period_is_empty": "dates of the language compare",
    "msb_period_overlaps": "dates of the language compare",
    "msb_problems_num": "an exception lists its problems",
    "msb_role_get_name": "enums are the language's own",
    "msb_status_get_name": "an exception's class is the name",
    "msb_store_import": "msb_store_import_from() reads files as well",
}
# Languages share by themselves.
SHARING = re.compile(r"msb_\w+_ref$")
JSON = re.compile(r"(msb_\w+)_format_jsonl?$")
# Whose JSON goes by another name.
WHOLES = {"msb_check": "msb_analysis"}
MEMBER = r"_(?:get|is|num)(?:_\w+)?"


def find_declared(root):
    """Yield (place, name) of each function of the public headers."""
    for path in tree.find_files(root, ".h"):
        if not path.startswith("include/msb/"):
            continue
        text = tree.read_text(root, path)
        for match in docs.FUNCTION.finditer(text):
            yield f"{path}:{docs.get_line(text, match)}", match["name"]


def find_used(root):
    """Return the names of the library that the bindings use."""
    return {name for path in tree.find_files(root, ".i", ".c", ".h")
            if path.startswith(USERS)
            for name in NAME.findall(COMMENT.sub("", tree.read_text(root,
                                                                    path)))}


def make_reached(used):
    """Return a function that says whether a call needs no more than that."""
    nouns = [match[1] for match in map(JSON.match, sorted(used)) if match]
    members = [re.compile(WHOLES.get(noun, noun) + MEMBER) for noun in nouns]

    def is_reached(name):
        return (name in used or SHARING.match(name) is not None
                or any(member.fullmatch(name) for member in members))
    return is_reached


def check(root, left_out=None):
    """Yield every public function that the bindings do not use."""
    left_out = LEFT_OUT if left_out is None else left_out
    is_reached = make_reached(find_used(root))
    declared = set()
    for place, name in find_declared(root):
        declared.add(name)
        if name in left_out and is_reached(name):
            yield f"{place}: {name} is not left out; drop its reason"
        if name not in left_out and not is_reached(name):
            yield f"{place}: {name} does not reach bindings/"
    for name in sorted(left_out.keys() - declared):
        yield f"tests/lint/bindings.py: {name} is no public function"


if __name__ == "__main__":
    sys.exit(tree.run(check))
