# SPDX-License-Identifier: MIT
"""Each whole program prints what stands beside it.

Of ``examples/python/x.py`` that is ``x.expected``; what has none needs more
than the package, and has its test elsewhere.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[3]
EXPECTED = sorted((TOP / "examples" / "python").glob("*.expected"))


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_an_example_prints_what_it_should(path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            path.with_suffix(".py"),
            TOP / "examples/models/aarhus_2019.json",
        ],
        cwd=TOP,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == path.read_text()


def test_the_smallest_is_among_them() -> None:
    assert "decide" in {path.stem for path in EXPECTED}


def test_the_readme_shows_what_the_smallest_prints() -> None:
    shown = re.search(
        r"<!-- printed: examples/python/decide\.py -->\n```\n(.*?)```\n",
        (TOP / "README.md").read_text(),
        re.DOTALL,
    )
    assert shown
    assert shown[1] == (TOP / "examples/python/decide.expected").read_text()
