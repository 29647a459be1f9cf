# SPDX-License-Identifier: MIT
"""Headers, version script and shared library name the same functions.

Also the umbrella header includes every header, in alphabetical order, and
every header is in the list of those installed.

Usage: symbols.py INCLUDE MAP LIBRARY
"""

import os
import re
import subprocess
import sys

import interface


def find_exported(library):
    """Return what the shared library exports, with its version."""
    result = subprocess.run(
        ["nm", "--dynamic", "--defined-only", "--extern-only", library],
        stdout=subprocess.PIPE, encoding="utf-8", check=True)
    names = [line.split()[-1] for line in result.stdout.splitlines()]
    # The version itself is a symbol of type A.
    return [name for name in names if not re.match(r"MSB_\d", name)]


def compare(what, expected, found):
    """Print the differences of two lists; return how many there are."""
    differences = 0
    for name in sorted(set(expected) ^ set(found)):
        where = "not in" if name in expected else "only in"
        print(f"{name}: {where} {what}")
        differences += 1
    for name in sorted(set(found)):
        if found.count(name) > 1:
            print(f"{name}: twice in {what}")
            differences += 1
    return differences


def compare_all(declared, mapped, exported):
    """Return how many names differ between the three."""
    differences = compare("the version script", declared, mapped)
    if mapped != sorted(mapped):
        print("the version script is not in alphabetical order")
        differences += 1
    plain = [name.split("@")[0] for name in exported]
    differences += compare("the shared library", declared, plain)
    for name in exported:
        if not re.search(r"@@MSB_\d+\.\d+$", name):
            print(f"{name}: has no version")
            differences += 1
    return differences


def check_umbrella(include):
    """Return how many faults the lists of headers have."""
    headers = interface.list_headers(include)[1:]
    umbrella = re.findall(
        r"#include <(.*)>", interface.read(os.path.join(include, "msb.h")))
    installed = re.findall(
        r"'(msb/.*?)'",
        interface.read(os.path.join(include, "meson.build")))
    return (compare("msb.h", headers, umbrella) + (umbrella != headers)
            + compare("include/meson.build", headers, installed))


def check_itself():
    """The comparison sees a name too many, too few, and without version."""
    good = ["msb_a", "msb_b"]
    versioned = [name + "@@MSB_0.1" for name in good]
    assert compare_all(good, good, versioned) == 0
    for bad in (compare_all(good, good[:1], versioned),
                compare_all(good[:1], good, versioned),
                compare_all(good, good[::-1], versioned),
                compare_all(good, good, versioned[:1]),
                compare_all(good, good, versioned + ["msbi_c@@MSB_0.1"]),
                compare_all(good, good, versioned[:1] + ["msb_b"])):
        assert bad > 0


def main(include, version_script, library):
    """Compare all; return the exit status."""
    declared = interface.find_functions(include)
    differences = compare_all(declared,
                              interface.find_mapped(version_script),
                              find_exported(library))
    differences += check_umbrella(include)
    print(f"{len(declared)} public functions, {differences} differences")
    return 1 if differences or not declared else 0


if __name__ == "__main__":
    check_itself()
    print("-- the tree:")
    sys.exit(main(*sys.argv[1:4]))
