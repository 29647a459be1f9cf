# SPDX-License-Identifier: MIT
"""What a store fails of, status by status, as Python's own exceptions too."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msb
import pytest
from msb.errors import BY_STATUS, make_error

ON = "2019-09-01"
PERSON = {
    "msb_mapping": 1,
    "format": "jsonl",
    "record": "citizen",
    "columns": {
        "id": {"from": "id"},
        "cpr": {"from": "cpr"},
        "valid_from": {"constant": "2019-01-01"},
    },
}


def two_rules_that_match() -> msb.Model:
    return msb.Model.from_dict(
        {
            "msb_model": 1,
            "id": "unsure",
            "name": "Unsure",
            "valid_from": "2019-01-01",
            "hit_policy": "unique",
            "areas": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
            "responsibility": [
                {"id": "one", "when": {}, "area": "a"},
                {"id": "two", "when": {}, "area": "b"},
            ],
        }
    )


def ask_after_closing(store: msb.Store) -> msb.Model:
    store.close()
    return store.model(ON)


def write_large(folder: Path) -> Path:
    """A mapping of 5 MB; 4 MiB may be."""
    path = folder / "large.json"
    path.write_text(json.dumps(PERSON | {"comment": "x" * 5_000_000}))
    return path


FAILURES: list[
    tuple[type[msb.Error], type[Exception], Callable[[msb.Store, Path], Any]]
] = [
    (msb.Misuse, ValueError, lambda s, p: ask_after_closing(s)),
    (msb.NotFound, KeyError, lambda s, p: s.who("nobody", on=ON)),
    (msb.Malformed, ValueError, lambda s, p: s.import_([], "{")),
    (
        msb.Conflict,
        ValueError,
        lambda s, p: msb.Store.create(p / "aarhus.msb", s.model(ON)),
    ),
    (
        msb.Denied,
        PermissionError,
        lambda s, p: msb.Store(
            p / "aarhus.msb",
            principal=msb.Principal(
                actor="au", role=msb.Role.AUDITOR, purpose="audit"
            ),
        ).who("claus", on=ON),
    ),
    (
        msb.StoreError,
        OSError,
        lambda s, p: msb.Store(p / "aarhus.msb", read_only=True).adopt(
            two_rules_that_match()
        ),
    ),
    (
        msb.LimitExceeded,
        ValueError,
        lambda s, p: s.import_(p / "nowhere.csv", write_large(p)),
    ),
    (
        msb.Invalid,
        ValueError,
        lambda s, p: s.handovers(from_=ON, to=ON),
    ),
    (
        msb.FileError,
        OSError,
        lambda s, p: s.import_(p / "nowhere.csv", PERSON),
    ),
    (
        msb.Stopped,
        InterruptedError,
        lambda s, p: s.assign(on=ON, progress=lambda done, total: False),
    ),
]


@pytest.mark.parametrize(
    ("raised", "known_as", "fail"),
    FAILURES,
    ids=[each[0].__name__ for each in FAILURES],
)
def test_a_failure_has_its_class(
    store: msb.Store,
    tmp_path: Path,
    raised: type[msb.Error],
    known_as: type[Exception],
    fail: Callable[[msb.Store, Path], Any],
) -> None:
    with pytest.raises(known_as) as caught:
        fail(store, tmp_path)
    assert type(caught.value) is raised
    assert caught.value.message
    assert caught.value.code


def test_every_status_has_a_class_of_its_own() -> None:
    """1 to 12, as <msb/error.h> counts them; memory never runs out here."""
    assert sorted(BY_STATUS) == list(range(1, 13))
    assert BY_STATUS[1] is msb.OutOfMemory
    assert BY_STATUS[11] is msb.Busy
    for status, cls in BY_STATUS.items():
        error = make_error(status, "a_code", "a.csv", 3, 4, "It failed", [])
        assert type(error) is cls
        assert error.status == status
        assert str(error) == "a.csv:3:4: It failed"
    assert issubclass(msb.OutOfMemory, MemoryError)
    assert issubclass(msb.Busy, OSError)


def test_a_unique_model_that_two_rules_match_is_a_conflict(
    tmp_path: Path,
) -> None:
    path = tmp_path / "unsure.msb"
    with msb.Store.create(path, two_rules_that_match()) as store:
        store.import_([{"id": "ida"}], PERSON)
        with pytest.raises(msb.Conflict) as caught:
            store.who("ida", on=ON)
    assert "one" in caught.value.message and "two" in caught.value.message


def test_no_failure_names_a_number(empty: Callable[[str], msb.Store]) -> None:
    """The first person of the official test persons, and no number at all."""
    number = "0201609995"
    with empty("a.msb") as store:
        rows = [
            {"id": "einer", "cpr": number},
            {"id": "other", "cpr": number + "1"},
        ]
        report = store.import_(rows, PERSON)
        assert (report.inserted, report.rejected) == (1, 1)
        assert store.who(number, on=ON).citizen == "einer"
        with pytest.raises(msb.NotFound) as caught:
            store.who("0201609996", on=ON)
    assert number not in str(report)
    assert "0201609996" not in repr(caught.value)
