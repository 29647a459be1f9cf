# SPDX-License-Identifier: MIT
"""Whether a program prints what its .expected file holds, and ends well.

Usage: compare_output.py EXPECTED PROGRAM [ARGUMENT...]
"""

import difflib
import subprocess
import sys


def main(expected_path, *command):
    """Run and compare; return the exit status."""
    with open(expected_path, encoding="utf-8") as file:
        expected = file.read()
    result = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8",
                            check=False)
    sys.stdout.writelines(difflib.unified_diff(
        expected.splitlines(True), result.stdout.splitlines(True),
        expected_path, "printed"))
    print(f"exit status {result.returncode}")
    return int(result.returncode != 0 or result.stdout != expected)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
