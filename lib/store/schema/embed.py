# SPDX-License-Identifier: MIT
"""Write an SQL file as a C string, so that the library carries its schema.

Usage: embed.py NAME INPUT.sql OUTPUT.c
"""

import sys


def quote(line):
    """One line of SQL as a C string with its newline."""
    line = line.replace("\\", "\\\\").replace('"', '\\"')
    return f'    "{line}\\n"'


def main(name, source, target):
    with open(source, encoding="utf-8") as file:
        lines = [line.rstrip() for line in file]
    # Comments are for readers of the source; blank lines are too.
    kept = [quote(line) for line in lines
            if line and not line.lstrip().startswith("--")]
    with open(target, "w", encoding="utf-8") as file:
        file.write(f'#include "store/schema.h"\n\n'
                   f"const char {name}[] =\n"
                   + "\n".join(kept or ['    ""']) + ";\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
