# SPDX-License-Identifier: MIT
"""What the tests share: where the tree's examples are, and models of them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msb
import pytest
import small_town

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


@pytest.fixture(scope="session")
def mappings() -> Path:
    """The folder of the mappings for synthetic people."""
    return TOP / "examples" / "synthetic"


@pytest.fixture(scope="session")
def people(mappings: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 1000 synthetic citizens, Claus among them, in CSV files:
    7 rows of the citizens and 5 of the courses are broken on purpose."""
    folder = tmp_path_factory.mktemp("people")
    subprocess.run(
        [
            sys.executable,
            str(mappings / "generate.py"),
            "--citizens=1000",
            f"--out={folder}",
        ],
        check=True,
        capture_output=True,
    )
    return folder


def noon() -> datetime:
    """The clock of stores in tests."""
    return datetime(2019, 9, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def filled(
    people: Path,
    mappings: Path,
    aarhus: msb.Model,
    aarhus_before: msb.Model,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A store with both models, the synthetic people, and the assignments of
    2019-09-01. Not to be written to."""
    path = tmp_path_factory.mktemp("filled") / "aarhus.msb"
    with msb.Store.create(path, aarhus_before, clock=noon) as store:
        store.adopt(aarhus)
        for what in ("citizens", "courses"):
            store.import_(
                people / f"{what}.csv", mappings / f"{what}.mapping.json"
            )
        store.assign(on="2019-09-01")
    return path


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> msb.Store:
    """A copy of the filled store, open; its clock stands at noon."""
    path = tmp_path / "aarhus.msb"
    shutil.copy(filled, path)
    return msb.Store(path, clock=noon)


@pytest.fixture
def empty(
    tmp_path: Path, aarhus: msb.Model, aarhus_before: msb.Model
) -> Callable[[str], msb.Store]:
    """Makes stores with both models and nobody in them."""

    def make(name: str) -> msb.Store:
        store = msb.Store.create(tmp_path / name, aarhus_before, clock=noon)
        store.adopt(aarhus)
        return store

    return make


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A store of four citizens; see small_town."""
    path = tmp_path / "town.msb"
    small_town.create(path)
    return path
