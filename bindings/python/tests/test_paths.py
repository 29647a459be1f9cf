# SPDX-License-Identifier: MIT
"""Files whose names are not UTF-8, as old archives have them."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import msb
import pytest

ON = "2019-09-01"

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="names are bytes there alone"
)


def latin(folder: Path, name: str) -> Path:
    """A path as Python has it whose name is Latin-1 in the file system."""
    return folder / os.fsdecode(name.encode("latin-1"))


def test_a_model_and_a_store_may_lie_there(
    tmp_path: Path, models: Path, aarhus: msb.Model
) -> None:
    path = latin(tmp_path, "måned.json")
    shutil.copy(models / "aarhus_2019.json", path)
    assert msb.Model.load(path) == aarhus
    assert msb.check(path).valid
    store = latin(tmp_path, "større.msb")
    with msb.Store.create(store, aarhus) as made:
        made.backup(latin(tmp_path, "kopi æ.msb"))
    with msb.Store(store) as opened:
        assert opened.path == store
        assert opened.model(ON) == aarhus


def test_what_is_imported_may_lie_there(
    tmp_path: Path, people: Path, mappings: Path, aarhus_before: msb.Model
) -> None:
    source = latin(tmp_path, "borgere på liste.csv")
    mapping = latin(tmp_path, "kolonner ø.json")
    rejects = latin(tmp_path, "afviste å.csv")
    shutil.copy(people / "citizens.csv", source)
    shutil.copy(mappings / "citizens.mapping.json", mapping)
    with msb.Store.create(tmp_path / "a.msb", aarhus_before) as store:
        report = store.import_(source, mapping, rejects=rejects)
        assert (report.inserted, report.rejected) == (1000, 7)
        assert rejects.stat().st_size > 0
        assert store.import_([], mapping).read == 0


def test_a_file_that_is_not_there_is_told_all_the_same(
    tmp_path: Path, aarhus: msb.Model
) -> None:
    path = latin(tmp_path, "væk.json")
    with pytest.raises(msb.FileError) as caught:
        msb.Model.load(path)
    assert caught.value.code == "no_such_file"
    with pytest.raises(msb.NotFound):
        msb.Store(path)
    with msb.Store.create(tmp_path / "a.msb", aarhus) as store:
        source: Any
        for source in ([], path):
            with pytest.raises(msb.FileError) as caught:
                store.import_(source, path)
            assert caught.value.code == "no_such_file"
