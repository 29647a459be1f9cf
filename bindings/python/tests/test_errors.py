# SPDX-License-Identifier: MIT
"""Every status is a class of its own, and an exception of Python's."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from typing import Any

import msb
import pytest
from msb import errors

TOP = Path(__file__).resolve().parents[3]
HEADER = (TOP / "include" / "msb" / "error.h").read_text()
STATUSES = {
    name: int(value)
    for name, value in re.findall(r"MSB_(OK|ERR_\w+) = (\d+),?", HEADER)
}

# What the issue and the header say of each: the class, and Python's own.
CLASSES: dict[str, tuple[type[msb.Error], type[Exception]]] = {
    "ERR_NOMEM": (msb.OutOfMemory, MemoryError),
    "ERR_MISUSE": (msb.Misuse, ValueError),
    "ERR_NOT_FOUND": (msb.NotFound, KeyError),
    "ERR_SYNTAX": (msb.Malformed, ValueError),
    "ERR_CONFLICT": (msb.Conflict, ValueError),
    "ERR_DENIED": (msb.Denied, PermissionError),
    "ERR_STORE": (msb.StoreError, OSError),
    "ERR_LIMIT": (msb.LimitExceeded, ValueError),
    "ERR_INVALID": (msb.Invalid, ValueError),
    "ERR_IO": (msb.FileError, OSError),
    "ERR_BUSY": (msb.Busy, OSError),
    "ERR_STOPPED": (msb.Stopped, InterruptedError),
}
PROBLEMS = [
    ("unknown_member", "/areas/0/nmae", 3, 7, "no such member"),
    ("bad_date", "/valid_from", 9, 1, "no date"),
]


def make(status: int, **parts: Any) -> msb.Error:
    """Return the exception of a status, as the extension makes it."""
    given = {
        "code": "bad_date",
        "where": "model.json",
        "line": 9,
        "column": 1,
        "message": "no date",
        "problems": [],
        **parts,
    }
    return errors.make_error(status, **given)


def test_every_status_of_the_header_has_a_class() -> None:
    assert STATUSES.pop("OK") == 0
    assert STATUSES.keys() == CLASSES.keys()
    assert set(errors.BY_STATUS) == set(STATUSES.values())
    STATUSES["OK"] = 0


@pytest.mark.parametrize("name", CLASSES)
def test_each_is_of_its_class_and_of_pythons(name: str) -> None:
    cls, base = CLASSES[name]
    error = make(STATUSES[name])
    assert type(error) is cls
    assert isinstance(error, base)
    assert cls.status == error.status == STATUSES[name]
    with pytest.raises(base):
        raise error


@pytest.mark.parametrize("name", CLASSES)
def test_each_has_its_parts_and_its_text(name: str) -> None:
    error = make(STATUSES[name], problems=PROBLEMS)
    assert error.code == "bad_date"
    assert (error.where, error.line, error.column) == ("model.json", 9, 1)
    assert error.message == "no date"
    assert error.problems == tuple(msb.Problem(*each) for each in PROBLEMS)
    # KeyError would show its repr, OSError its first two parts.
    assert str(error) == "model.json:9:1: no date (and 1 more)"


@pytest.mark.parametrize("name", CLASSES)
def test_each_survives_pickling(name: str) -> None:
    error = make(STATUSES[name], problems=PROBLEMS)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert again.problems == error.problems
    assert vars(again) == vars(error)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({"where": "", "line": 0, "column": 0}, "no date"),
        ({"where": "age", "line": 0, "column": 0}, "age: no date"),
        ({"where": "f", "line": 2, "column": 0}, "f:2: no date"),
        ({"where": "", "line": 2, "column": 3}, "2:3: no date"),
        # A column without a line says nothing.
        ({"where": "f", "line": 0, "column": 3}, "f: no date"),
    ],
)
def test_the_text_has_what_is_known(parts: dict[str, Any], text: str) -> None:
    assert str(make(9, **parts)) == text


def test_a_status_of_a_later_library_is_an_error_all_the_same() -> None:
    error = make(max(STATUSES.values()) + 1)
    assert type(error) is msb.Error
    assert str(error) == "model.json:9:1: no date"


def make_model(**members: Any) -> msb.Model:
    """Return a small model, with those members."""
    return msb.Model.from_dict(
        {
            "msb_model": 1,
            "id": "small",
            "name": "Small",
            "valid_from": "2019-01-01",
            "areas": [
                {"id": "youth", "name": "Youth"},
                {"id": "adults", "name": "Adults"},
            ],
            **members,
        }
    )


def test_a_file_that_is_not_there_is_a_file_error(tmp_path: Path) -> None:
    with pytest.raises(msb.FileError) as caught:
        msb.Model.load(tmp_path / "none.json")
    assert isinstance(caught.value, OSError)
    assert str(caught.value).count("none.json") == 1


def test_text_that_is_not_json_is_malformed_where_it_stops() -> None:
    with pytest.raises(msb.Malformed) as caught:
        msb.Model.parse('{\n "id": ]', "mine.json")
    assert caught.value.where == "mine.json"
    # The bracket: second line, eighth character.
    assert (caught.value.line, caught.value.column) == (2, 8)


def test_all_that_is_wrong_in_a_model_is_told() -> None:
    with pytest.raises(msb.Invalid) as caught:
        make_model(valid_from="2019-02-30", shoes=1)
    found = {each.pointer: each.code for each in caught.value.problems}
    assert found == {"/valid_from": "bad_date", "/shoes": "unknown_member"}
    assert str(caught.value).endswith("(and 1 more)")


def test_conditions_too_deep_pass_a_limit() -> None:
    condition: dict[str, Any] = {}
    for _ in range(33):
        condition = {"not": condition}
    rule = {"id": "deep", "when": condition, "area": "youth"}
    with pytest.raises((msb.LimitExceeded, msb.Invalid)) as caught:
        make_model(responsibility=[rule])
    assert len(caught.value.problems) == 1


def test_two_rules_for_one_citizen_are_refused_by_name() -> None:
    model = make_model(
        hit_policy="unique",
        responsibility=[
            {"id": "young", "when": {"age": {"below": 30}}, "area": "youth"},
            {"id": "grown", "when": {"age": {"from": 18}}, "area": "adults"},
        ],
    )
    assert model.decide(on="2019-05-01", age=17).responsible == "youth"
    with pytest.raises(ValueError, match="young") as caught:
        model.decide(on="2019-05-01", age=18)
    assert isinstance(caught.value, (msb.Conflict, msb.Invalid))
    assert "grown" in str(caught.value)


def test_a_name_that_the_model_lacks_is_refused(aarhus: msb.Model) -> None:
    with pytest.raises(msb.Invalid) as caught:
        aarhus.decider(("shoe_size",), on="2019-09-01")
    assert caught.value.code == "unknown_member"


def test_an_exception_of_a_callers_iterable_stands(aarhus: msb.Model) -> None:
    class Broken(Exception):
        pass

    def needs() -> Any:
        yield "housing"
        raise Broken

    decide = aarhus.decider(("needs",), on="2019-09-01")
    for call in (
        lambda: aarhus.decide(on="2019-09-01", needs=needs()),
        lambda: aarhus.explain(on="2019-09-01", needs=needs()),
        lambda: decide((needs(),)),
    ):
        with pytest.raises(Broken):
            call()


def test_dates_are_dates(aarhus: msb.Model) -> None:
    with pytest.raises(msb.Invalid, match="calendar"):
        aarhus.decide(on="2019-02-30")
    for wrong in (20190901, None, 1.5):
        with pytest.raises(TypeError):
            aarhus.decide(on=wrong)  # type: ignore[arg-type]
