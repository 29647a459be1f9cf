# SPDX-License-Identifier: MIT
"""Runs the programs that decide on a cluster, and reads what they print."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[3]
PROGRAMS = TOP / "examples" / "python"
MODEL = TOP / "examples" / "models" / "aarhus_2019.json"

# A cluster that does not come up ends the test, and not the day.
MOST_SECONDS = 900

SIDE = re.compile(
    r"^(?P<name>one process|Dask|Spark) +(?P<rows>[\d,]+) +(?P<workers>\d+) ",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Run:
    """How a program ended, and what it said of both sides."""

    status: int
    printed: str
    complained: str

    def get_side(self, name: str) -> tuple[int, int]:
        """Return the rows and the workers of a side."""
        for match in SIDE.finditer(self.printed):
            if match["name"] == name:
                return (
                    int(match["rows"].replace(",", "")),
                    int(match["workers"]),
                )
        raise AssertionError(f"{name} is not in:\n{self.printed}")


def run(program: str, rows: int) -> Run:
    """Run one of the programs on so many rows."""
    ended = subprocess.run(
        [sys.executable, "-B", str(PROGRAMS / program), "--rows", str(rows)],
        text=True,
        capture_output=True,
        check=False,
        timeout=MOST_SECONDS,
    )
    return Run(ended.returncode, ended.stdout, ended.stderr)


def check_program(program: str, name: str, rows: int) -> None:
    """Both workers and the one process answer every row alike."""
    ended = run(program, rows)
    assert ended.status == 0, ended.printed + ended.complained
    assert ended.get_side(name) == (rows, 2)
    assert ended.get_side("one process") == (rows, 1)
    assert "\nthe same answer: yes\n" in ended.printed
