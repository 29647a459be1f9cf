# SPDX-License-Identifier: MIT
"""Days and instants, in the forms that users have them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msb
import numpy as np
import pandas as pd
import pytest
from msb.moments import day, instant

FIRST = date(2019, 9, 1)

SAME_DAY: list[Any] = [
    FIRST,
    "2019-09-01",
    np.str_("2019-09-01"),
    datetime(2019, 9, 1),
    pd.Timestamp("2019-09-01"),
    np.datetime64("2019-09-01"),
    np.datetime64("2019-09-01T00:00:00", "ns"),
]


@pytest.mark.parametrize("given", SAME_DAY, ids=repr)
def test_a_day_has_many_forms(given: Any) -> None:
    found = day(given)
    assert (type(found), found) == (date, FIRST)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "2019-9-1",
        "20190901",
        "2019-W36-1",
        "01-09-2019",
        "2019-02-30",
        "٢٠١٩-٠٩-٠١",
        "1582-12-31",
        date(1582, 12, 31),
        datetime(2019, 9, 1, 12),
        datetime(2019, 9, 1, tzinfo=UTC),
        pd.Timestamp("2019-09-01 12:00"),
        np.datetime64("2019-09-01T12"),
    ],
    ids=repr,
)
def test_what_is_no_day_is_invalid_and_says_where(given: Any) -> None:
    with pytest.raises(msb.Invalid, match="expected a date") as caught:
        day(given, "from_")
    assert isinstance(caught.value, ValueError)
    assert (caught.value.code, caught.value.where) == ("bad_date", "from_")


@pytest.mark.parametrize(
    "given", [None, 5, b"2019-09-01", pd.NaT, np.datetime64("NaT")], ids=repr
)
def test_what_is_of_another_type_is_a_type_error(given: Any) -> None:
    with pytest.raises(TypeError, match="to: expected a date or YYYY-MM-DD"):
        day(given, "to")


@pytest.mark.parametrize(
    "ask",
    [
        lambda model, on: model.decide(age=20, on=on).responsible,
        lambda model, on: model.explain(age=20, on=on)["rule"],
        lambda model, on: model.decider(("age",), on=on)((20,)),
        lambda model, on: model.decide_frame(
            pd.DataFrame({"age": [20]}), on=on
        ).rule[0],
    ],
    ids=["decide", "explain", "decider", "decide_frame"],
)
def test_a_model_takes_them_all(
    aarhus: msb.Model, ask: Callable[[msb.Model, Any], Any]
) -> None:
    assert len({ask(aarhus, on) for on in SAME_DAY}) == 1
    with pytest.raises(msb.Invalid) as caught:
        ask(aarhus, datetime(2019, 9, 1, 8))
    assert caught.value.where == "on"


def test_a_store_takes_them_all(filled: Path) -> None:
    with msb.Store(filled, read_only=True) as store:
        days = pd.date_range("2019-09-01", periods=2)
        assert [each.on for each in store.load(days).reports] == [
            FIRST,
            date(2019, 9, 2),
        ]
        assert len({store.who("claus", on=on) for on in SAME_DAY}) == 1
        with pytest.raises(msb.Invalid) as caught:
            store.handovers(from_="x", to=FIRST)
        assert caught.value.where == "from_"
        with pytest.raises(msb.Invalid) as caught:
            store.handovers(from_=FIRST, to="")
        assert caught.value.where == "to"


def test_an_age_is_counted_between_any_two() -> None:
    assert {msb.count_age("2004-02-29", on) for on in SAME_DAY} == {15}
    assert msb.find_birthday("2004-02-29", 15) == date(2019, 3, 1)


@pytest.mark.parametrize(
    "given",
    [
        "2019-09-01T12:00:00Z",
        "2019-09-01T14:00:00+02:00",
        datetime(2019, 9, 1, 12, tzinfo=UTC),
        datetime(2019, 9, 1, 12, 0, 0, 999_999, tzinfo=UTC),
        datetime(2019, 9, 1, 14, tzinfo=timezone(timedelta(hours=2))),
        pd.Timestamp("2019-09-01 14:00:00.5", tz="Europe/Copenhagen"),
    ],
    ids=repr,
)
def test_an_instant_has_any_time_zone(given: Any) -> None:
    found = instant(given)
    assert found == datetime(2019, 9, 1, 12, tzinfo=UTC)
    assert (type(found), found.tzinfo) == (datetime, UTC)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "2019-09-01",
        "yesterday",
        datetime(2019, 9, 1, 12),
        datetime(1582, 1, 1, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))),
    ],
    ids=repr,
)
def test_what_is_no_instant_is_invalid(given: Any) -> None:
    with pytest.raises(msb.Invalid, match="time zone") as caught:
        instant(given)
    assert (caught.value.code, caught.value.where) == (
        "bad_instant",
        "known_at",
    )


@pytest.mark.parametrize("given", [None, 5, FIRST, pd.NaT], ids=repr)
def test_what_is_no_datetime_is_a_type_error(given: Any) -> None:
    with pytest.raises(TypeError, match="known_at: expected a datetime"):
        instant(given)
