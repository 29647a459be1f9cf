# SPDX-License-Identifier: MIT
"""A row of a frame, decided by itself: what pandas makes of its values."""

from __future__ import annotations

import decimal
from datetime import UTC, date, datetime
from typing import Any

import msb
import numpy as np
import pandas as pd
import pytest

ON = "2019-09-01"
MISSING: list[Any] = [None, float("nan"), np.float64("nan"), pd.NA, pd.NaT]


@pytest.fixture(scope="module")
def model() -> msb.Model:
    """A model with an attribute of each type; unknown facts leave it open."""
    return msb.Model.from_dict(
        {
            "msb_model": 1,
            "id": "types",
            "name": "Types",
            "valid_from": "2019-01-01",
            "attributes": {
                "hours": {"type": "integer", "min": 0, "max": 40},
                "pay": {"type": "enum", "values": ["none", "some"]},
                "works": {"type": "flag"},
                "needs": {"type": "set", "values": ["home", "job"]},
            },
            "areas": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
            "responsibility": [
                {"id": rule, "when": when, "area": "a"}
                for rule, when in [
                    ("by_age", {"age": 20}),
                    ("by_hours", {"hours": 7}),
                    ("by_pay", {"pay": "some"}),
                    ("by_works", {"works": True}),
                    ("by_needs", {"needs": "job"}),
                ]
            ]
            + [{"id": "rest", "when": {}, "area": "b"}],
        }
    )


def test_each_row_is_decided_as_the_frame_decides_it(
    model: msb.Model,
) -> None:
    frame = pd.DataFrame(
        {
            "birth_date": pd.to_datetime(
                ["1999-03-01", "1950-01-01", "1950-01-01", "1950-01-01", ""]
            ),
            "hours": [np.nan, 7.0, 8.0, 0.0, np.nan],
            "pay": pd.Categorical(["none", None, "some", "none", None]),
            "works": pd.array([True, None, False, False, None], "boolean"),
            "needs": [["job"], None, ["home"], ["home"], None],
        }
    )
    whole = model.decide_frame(frame, on=ON)
    # By hand: 20 years old; 7 hours; some pay; nothing of it; unknown.
    expected = ["by_age", "by_hours", "by_pay", "rest", None]
    assert list(whole["rule"].astype(object).replace(np.nan, None)) == expected
    rows: list[Any] = frame.to_dict("records")
    for i, row in enumerate(rows):
        decide = model.decider(list(row), on=ON)
        assert decide(tuple(row.values())).rule == expected[i]
        series: Any = frame.loc[i]
        for facts in (row, series.to_dict(), series):
            decision = model.decide(facts, on=ON)
            assert decision.status == whole["status"][i]
            if expected[i] is not None:
                assert decision.rules == (expected[i],)
                assert model.explain(facts, on=ON)["rule"] == expected[i]


@pytest.mark.parametrize("nothing", MISSING, ids=repr)
def test_what_is_missing_is_unknown(model: msb.Model, nothing: Any) -> None:
    facts = dict.fromkeys(
        ("birth_date", "hours", "pay", "works", "needs"), nothing
    )
    assert model.decide(facts, on=ON) == model.decide(on=ON)
    assert model.decide(facts, on=ON).missing == (
        "age",
        "hours",
        "pay",
        "works",
        "needs",
    )


@pytest.mark.parametrize(
    ("member", "value", "as_if"),
    [
        ("age", 20.0, 20),
        ("age", np.float64(20), 20),
        ("hours", np.int8(7), 7),
        ("works", np.True_, True),
        ("works", np.False_, False),
        ("pay", np.str_("some"), "some"),
        ("birth_date", pd.Timestamp("1999-03-01"), date(1999, 3, 1)),
        ("birth_date", datetime(1999, 3, 1), date(1999, 3, 1)),
    ],
    ids=repr,
)
def test_values_of_numpy_and_pandas_are_what_they_say(
    model: msb.Model, member: str, value: Any, as_if: Any
) -> None:
    assert model.decide({member: value}, on=ON) == model.decide(
        {member: as_if}, on=ON
    )


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("age", 20.5),
        ("age", float("inf")),
        ("age", np.True_),
        ("age", np.array([20])),
        ("age", decimal.Decimal(20)),
        ("works", 1),
        ("works", 1.0),
        ("pay", 1.0),
        ("needs", 1.0),
        ("birth_date", 1999.0),
        ("birth_date", datetime(1999, 3, 1, 12)),
        ("birth_date", datetime(1999, 3, 1, tzinfo=UTC)),
        ("birth_date", pd.Timestamp("1999-03-01 12:00")),
    ],
    ids=repr,
)
def test_others_are_of_the_wrong_type(
    model: msb.Model, member: str, value: Any
) -> None:
    with pytest.raises(msb.Invalid) as caught:
        model.decide({member: value}, on=ON)
    assert (caught.value.code, caught.value.where) == ("wrong_type", member)


def test_an_exception_of_a_number_stands(model: msb.Model) -> None:
    class Broken:
        def __index__(self) -> int:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        model.decide(hours=Broken(), on=ON)
