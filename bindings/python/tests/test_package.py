# SPDX-License-Identifier: MIT
"""The package as a whole."""

from __future__ import annotations

import subprocess
import sys

import msb


def test_every_public_name_is_there_and_says_what_it_is() -> None:
    assert msb.__all__ == sorted(set(msb.__all__))
    for name in msb.__all__:
        assert getattr(msb, name).__doc__, name


def test_importing_it_imports_only_what_most_programs_need() -> None:
    """How long that takes is measured, in tests/bench/python."""
    listed = subprocess.run(
        [sys.executable, "-c", "import msb, sys; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert {"msb.model", "msb.decision"} <= set(listed)
    assert not {"numpy", "pandas", "polars", "pyarrow", "duckdb"} & set(listed)
    assert not {"dataclasses", "msb.store", "msb.display"} & set(listed)


def test_completion_offers_what_is_public_alone() -> None:
    assert [n for n in dir(msb) if not n.startswith("__")] == [
        n for n in msb.__all__ if not n.startswith("__")
    ]
