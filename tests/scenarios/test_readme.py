# SPDX-License-Identifier: MIT
"""The quickstart prints what the README says that it prints.

The README leaves parts out, each marked by a line with dots; all other lines
must come in its order.

Usage: test_readme.py MSB ROOT
"""

import os
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(
    r"<!-- printed: examples/quickstart\.sh -->\n```\n(.*?)```\n", re.S)


def main():
    msb, root = sys.argv[1:]
    with open(os.path.join(root, "README.md"), encoding="utf-8") as file:
        parts = BLOCK.search(file.read())[1].split("[…]\n")
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, MSB_TOOL=os.path.abspath(msb),
                           MSB_BUILD=folder)
        printed = subprocess.run(
            ["sh", os.path.join(root, "examples", "quickstart.sh")],
            env=environment, text=True, stdout=subprocess.PIPE,
            check=True).stdout
    assert len(parts) > 3
    for part in parts:
        # From its first line to its last as it stands, blank lines between
        # parts apart.
        found = printed.find(part.strip("\n"))
        if found < 0:
            print(f"the README says, and the quickstart does not:\n{part}")
            return 1
        printed = printed[found + len(part.strip("\n")):]
    return 0


if __name__ == "__main__":
    sys.exit(main())
