# SPDX-License-Identifier: MIT
"""Which folder may include what: the architecture, as a table.

    base <- model <- rules <- decide <- store <- import
    compare -> decide, store

and within store: guard <- columns <- time <- hold <- rights.

Usage: layers.py ROOT
"""

import re
import sys

import tree

ALLOWED = {
    "base": [],
    "model": ["base"],
    "rules": ["base", "model"],
    "decide": ["base", "model", "rules"],
    "store": ["base", "model", "rules", "decide"],
    "import": ["base", "model", "rules", "decide", "store"],
    "compare": ["base", "model", "rules", "decide", "store"],
}

# The folders of the store: each may include from those before it, and from the
# files of the store itself, which stand in no folder.
STORE = ["guard", "columns", "time", "hold", "rights"]

# The layer that a public header belongs to.
HEADERS = {
    "address": "store", "analysis": "rules", "answer": "store",
    "arrow": "decide", "assignment": "store", "backup": "store",
    "cases": "decide", "columns": "decide", "compare": "compare",
    "count": "compare", "cpr": "base", "date": "base", "decision": "decide",
    "difference": "rules", "erase": "store", "error": "base",
    "exception": "store", "export": "store", "facts": "decide",
    "handover": "store", "history": "store", "household": "store",
    "import": "import", "instant": "base", "journal": "store",
    "model": "model", "principal": "store", "retention": "store",
    "rules": "rules", "store": "store", "subject": "store",
    "suppress": "compare", "verify": "store", "version": "base",
}

# What comes from outside the C library, and who alone may include it, besides
# the tests that look inside.
LIBRARIES = {
    "cjson/cJSON.h": r"lib/model/|lib/import/[a-z_]*json[a-z_]*\.c",
    "cJSON.h": r"lib/model/|lib/import/[a-z_]*json[a-z_]*\.c",
    "sqlite3.h": r"lib/store/",
    "csv.h": r"lib/import/",
    "iconv.h": r"lib/import/",
    "emmintrin.h": r"bindings/python/src/",
    "immintrin.h": r"lib/decide/",
    "sodium.h": r"lib/base/|lib/store/",
    "Python.h": r"bindings/python/src/",
    "datetime.h": r"bindings/python/src/",
}
TESTS_INSIDE = re.compile(r"tests/(unit|fault|bench|support)/")

C_LIBRARY = set(
    "assert complex ctype errno fenv float inttypes iso646 limits locale math "
    "setjmp signal stdalign stdarg stdatomic stdbool stddef stdint stdio "
    "stdlib stdnoreturn string strings tgmath threads time uchar wchar wctype "
    "dirent fcntl getopt libgen poll pthread spawn termios unistd "
    "sys/file sys/mman sys/mount sys/resource sys/stat sys/statvfs sys/time "
    "sys/types sys/uio sys/wait".split())

INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')
# Folders outside lib/ that see the library as any other program does.
OUTSIDE = ("tools/", "examples/", "bindings/", "tests/api/", "tests/fuzz/",
           "tests/scenarios/", "tests/cli/")
# Parsers without a public call of their own.
INSIDE = ("tests/fuzz/fuzz_chunk.c", "tests/fuzz/fuzz_mapping.c",
          "tests/fuzz/fuzz_rows.c")


def get_layer(path):
    """Return the layer of a file of ours, None where it has none."""
    parts = path.split("/")
    if parts[0] == "lib" and len(parts) > 2:
        return parts[1]
    if path.startswith("include/msb/"):
        return HEADERS.get(parts[2][:-2])
    return None


def get_folder(path):
    """Return the store's folder that a path within lib/ goes through."""
    parts = path.split("/")
    return parts[1] if parts[0] == "store" and len(parts) > 2 else None


def check_folder(path, name):
    """Return what is wrong with one #include inside the store, or None."""
    own, other = get_folder(path.removeprefix("lib/")), get_folder(name)
    for folder in (own, other):
        if folder not in (None, *STORE):
            return f"{folder} has no place among the folders of the store"
    if own and other and STORE.index(other) > STORE.index(own):
        return f"store/{own} must not include {name}"
    return None


def check_include(path, kind, name):
    """Return what is wrong with one #include, or None."""
    layer = get_layer(path)
    if name in LIBRARIES:
        if not (re.match(LIBRARIES[name], path) or TESTS_INSIDE.match(path)):
            return f"{name} belongs to {LIBRARIES[name]}"
        return None
    if name == "cmocka.h" and path.startswith("tests/"):
        return None
    if name == "msb.h" and layer:
        return "msb.h is for programs; include the headers that are needed"
    if name == "msb.h":
        return None
    if name.startswith("msb/"):
        owner = HEADERS.get(name[4:-2])
        if kind != "<" or owner is None:
            return f"no public header: {name}"
        if layer and owner != layer and owner not in ALLOWED[layer]:
            return f"{layer} must not include {name}, of {owner}"
        return None
    if kind == "<":
        if name[:-2] in C_LIBRARY:
            return None
        return f"not a header of the C library or a known library: {name}"
    owner = name.split("/")[0]
    if path.startswith("include/"):
        return f"a public header includes {name}, which is not installed"
    if layer and owner != layer and owner not in ALLOWED[layer]:
        return f"{layer} must not include {name}"
    if layer == owner == "store":
        return check_folder(path, name)
    if path in INSIDE:
        return None
    if path.startswith(OUTSIDE) and "/" in name and owner in ALLOWED:
        return f"includes {name}; only public headers are for programs"
    return None


def check(root):
    """Yield every #include that goes against the table."""
    for path in tree.find_files(root, ".c", ".h"):
        if path.startswith("lib/") and get_layer(path) not in ALLOWED:
            yield f"{path}: no layer in tests/lint/layers.py"
            continue
        if path.startswith("include/msb/") and get_layer(path) is None:
            yield f"{path}: no layer in tests/lint/layers.py"
            continue
        for number, line in enumerate(tree.read_lines(root, path), 1):
            match = INCLUDE.match(line)
            problem = match and check_include(path, *match.groups())
            if problem:
                yield f"{path}:{number}: {problem}"


if __name__ == "__main__":
    sys.exit(tree.run(check))
