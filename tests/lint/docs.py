# SPDX-License-Identifier: MIT
"""Every public name is documented where it is declared.

A comment stands right above each function with MSB_API, and says since when
it is there; where the function returns a status, it says which. Structs and
enums have a comment too, and so has each enumerator.

Usage: docs.py ROOT
"""

import re
import sys

import tree

COMMENT = r"/\*\*(?P<comment>(?:[^*]|\*(?!/))*)\*/\n"
FUNCTION = re.compile(
    rf"(?:{COMMENT})?(?P<head>^MSB_API\b[^;]*?\b(?P<name>msb_\w+)\s*\([^;]*);",
    re.M)
TYPE = re.compile(
    rf"(?:{COMMENT})?^(?:struct|enum) (?P<name>msb_\w+)(?: \{{|;)", re.M)
ENUMERATOR = re.compile(r"^    (?P<name>MSB_\w+)(?P<value>[^,/\n]*),?"
                        r"(?P<rest>[^\n]*)", re.M)


def get_line(text, match):
    """Return the line number of a match's name."""
    return text.count("\n", 0, match.start("name")) + 1


def check_functions(path, text):
    """Yield what the comments of functions lack."""
    for match in FUNCTION.finditer(text):
        place = f"{path}:{get_line(text, match)}: {match['name']}"
        comment = match["comment"]
        if comment is None:
            yield f"{place} has no comment right above it"
            continue
        if not re.search(r"@since \d+\.\d+", comment):
            yield f"{place} does not say @since when"
        returns = match["head"].split(match["name"])[0]
        if ("enum msb_status" in returns and "@return" not in comment
                and not re.search(r"\bas msb_\w+\(\)", comment)):
            yield f"{place} does not say what it returns"
        if "enum msb_status" in returns and "MSB_MUST_CHECK" not in returns:
            yield f"{place} returns a status that is not MSB_MUST_CHECK"


def check_enumerators(path, text):
    """Yield enumerators without a comment or a value of their own."""
    for match in ENUMERATOR.finditer(text):
        place = f"{path}:{get_line(text, match)}: {match['name']}"
        if not re.match(r" = -?\d+", match["value"]):
            yield f"{place} has no explicit value"
        if "/**<" not in match["rest"]:
            yield f"{place} has no comment"


def check_types(headers):
    """Yield the structs and enums that no header has a comment for."""
    found = [(path, text, match) for path, text in headers
             for match in TYPE.finditer(text)]
    documented = {match["name"] for _, _, match in found if match["comment"]}
    for path, text, match in found:
        if match["name"] not in documented:
            yield (f"{path}:{get_line(text, match)}: {match['name']} has no "
                   "comment right above it")


def check(root):
    """Yield every public name without its documentation."""
    headers = [(path, tree.read_text(root, path))
               for path in tree.find_files(root, ".h")
               if path.startswith("include/msb/")]
    for path, text in headers:
        yield from check_functions(path, text)
        yield from check_enumerators(path, text)
    yield from check_types(headers)


if __name__ == "__main__":
    sys.exit(tree.run(check))
