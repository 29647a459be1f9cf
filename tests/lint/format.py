# SPDX-License-Identifier: MIT
"""Whether every C file is as clang-format 14 would write it.

Usage: format.py ROOT CLANG-FORMAT
"""

import subprocess
import sys

import tree


def check(root):
    """Yield every line that clang-format would change."""
    paths = list(tree.find_files(root, ".c", ".h"))
    result = subprocess.run(
        [sys.argv[2], "--dry-run", "--style=file", *paths], cwd=root,
        stderr=subprocess.PIPE, encoding="utf-8", errors="replace",
        check=False)
    if result.returncode != 0:
        yield f"clang-format ended with status {result.returncode}"
    for line in result.stderr.splitlines():
        if "[-Wclang-format-violations]" in line:
            yield line.split(": warning:")[0] + ": not as clang-format"


if __name__ == "__main__":
    sys.exit(tree.run(check))
