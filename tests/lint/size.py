# SPDX-License-Identifier: MIT
"""Small rooms: no file and no function outgrows its limit.

Usage: size.py ROOT
"""

import ast
import re
import sys

import tree

MAX_FUNCTION_LINES = 60
# The first pattern that a path matches sets its limit.
MAX_FILE_LINES = (
    (r"include/msb/.*\.h$", 300),
    (r"bindings/swig/.*\.i$", 200),
    (r"(.*/)?tests/.*\.(c|h|py)$", 400),
    (r".*\.(c|h|py|sh|sql|i)$", 500),
)
# A line of a function's head: neither blank, a comment, a body nor a macro.
HEAD = re.compile(r"(?!.*\*/\s*$)(?:[^#}/*\s]|\s+\S)")
ATTRIBUTE = re.compile(r"__attribute__\s*\(\(.*?\)\)\)?")


def find_c_functions(lines):
    """Yield (name, first line, number of lines) of each function.

    By the layout that clang-format keeps: a body's braces stand alone at the
    start of their lines, and its head is the lines right above.
    """
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
            while start > 1 and HEAD.match(lines[start - 2]):
                start -= 1
            head = ATTRIBUTE.sub("", " ".join(lines[start - 1:number - 1]))
            name = re.search(r"(\w+)\s*\(", head)
        elif line == "}" and start is not None:
            yield name.group(1) if name else "?", start, number - start + 1
            start = None


def find_python_functions(text):
    """Yield (name, first line, number of lines) of each function."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.lineno, node.end_lineno - node.lineno + 1


def find_limit(path):
    """Return the number of lines that a file may have, or None."""
    for pattern, limit in MAX_FILE_LINES:
        if re.match(pattern, path):
            return limit
    return None


def check(root):
    """Yield every file and function that is too long."""
    for path in tree.find_files(root, ".c", ".h", ".py", ".sh", ".sql", ".i"):
        lines = tree.read_lines(root, path)
        limit = find_limit(path)
        if len(lines) > limit:
            yield f"{path}: {len(lines)} lines; at most {limit}"
        if path.endswith(".py"):
            functions = find_python_functions(tree.read_text(root, path))
        elif path.endswith((".c", ".h")):
            functions = find_c_functions(lines)
        else:
            continue
        for name, first, length in functions:
            if length > MAX_FUNCTION_LINES:
                yield (f"{path}:{first}: {name} has {length} lines; "
                       f"at most {MAX_FUNCTION_LINES}")


if __name__ == "__main__":
    sys.exit(tree.run(check))
