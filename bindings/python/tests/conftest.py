# SPDX-License-Identifier: MIT
"""What the tests share: where the tree's examples are, and models of them."""

from __future__ import annotations

from pathlib import Path

import msb
import pytest

TOP = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder of the example models."""
    return TOP / "examples" / "models"


@pytest.fixture(scope="session")
def aarhus(models: Path) -> msb.Model:
    """Aarhus from August 2019 on."""
    return msb.Model.load(models / "aarhus_2019.json")


@pytest.fixture(scope="session")
def aarhus_before(models: Path) -> msb.Model:
    """Aarhus before August 2019."""
    return msb.Model.load(models / "aarhus_2018.json")
