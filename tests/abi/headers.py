# SPDX-License-Identifier: MIT
"""Each public header compiles alone, as C11 and as C++11 and C++17.

Usage: headers.py INCLUDE C-COMPILER CXX-COMPILER
"""

import subprocess
import sys

import interface

FLAGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]


def compiles(compiler, language, standard, include, header):
    """Whether a file that includes the header twice, and no other, does."""
    result = subprocess.run(
        [*compiler.split(), *FLAGS, f"-std={standard}", "-x", language,
         "-I", include, "-"],
        input=f"#include <{header}>\n#include <{header}>\n",
        encoding="utf-8", stderr=subprocess.PIPE, check=False)
    if result.returncode != 0:
        print(f"{header} as {standard}:\n{result.stderr}")
    return result.returncode == 0


def main(include, c_compiler, cxx_compiler):
    """Compile every header; return the exit status."""
    headers = interface.list_headers(include)
    failures = 0
    for header in headers:
        failures += not compiles(c_compiler, "c", "c11", include, header)
        for standard in ("c++11", "c++17"):
            failures += not compiles(cxx_compiler, "c++", standard, include,
                                     header)
    # The check can fail: a header that is not there does not compile.
    if compiles(c_compiler, "c", "c11", include, "msb/no_such_header.h"):
        failures += 1
    print(f"{len(headers)} headers, {failures} failures")
    return 1 if failures or len(headers) < 2 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
