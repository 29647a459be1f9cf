# SPDX-License-Identifier: MIT
"""Citizens of a store, counted; and what is not shown of the numbers."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path
from typing import Any

import msb
import pytest
import small_town
from small_town import ON


@pytest.fixture
def crowd(tmp_path: Path) -> Path:
    """53 citizens: 30 for "youth", 20 for "income", 3 for "shelter"."""
    path = tmp_path / "crowd.msb"
    adults = [(f"n{i}", "15-06-1970", "KTH", "nej") for i in range(20)]
    homeless = [(f"j{i}", "15-06-1970", "KTH", "ja") for i in range(3)]
    young = [(f"u{i}", "01-02-1998", "UDH", "nej") for i in range(30)]
    small_town.create(path, [*adults, *homeless, *young], [])
    return path


def test_a_report_counts_by_area_contact_and_seam(town: Path) -> None:
    with msb.Store(town) as store:
        found = store.report(on=ON)
    # carl has no area until his home is known; anna has three to deal with,
    # of which one is responsible.
    assert found.to_dict() == {
        "on": ON,
        "model": "small_2019",
        "citizens": 4,
        "responsible": {"youth": 1, "income": 1, "shelter": 1},
        "contacts": {"0": 1, "1": 3},
        "seams": [
            {"areas": ["youth", "income"], "citizens": 1},
            {"areas": ["youth", "shelter"], "citizens": 1},
            {"areas": ["income", "shelter"], "citizens": 1},
        ],
        "determined": 3,
        "undetermined": 1,
        "none": 0,
        "exceptions": 0,
        "erased": 0,
    }
    assert found.on == date(2019, 6, 1)
    assert found.contacts == {0: 1, 1: 3}
    assert found.seams[0] == (("youth", "income"), 1)


def test_a_report_may_be_by_another_model(town: Path) -> None:
    with msb.Store(town) as store:
        found = store.report(on=ON, model=small_town.homeless_first())
    assert found.model == "small_2020"
    assert found.responsible == {"youth": 0, "income": 1, "shelter": 2}


def test_a_day_without_a_model_has_no_report(town: Path) -> None:
    with msb.Store(town) as store, pytest.raises(KeyError) as caught:
        store.report(on="1990-01-01")
    assert isinstance(caught.value, msb.NotFound)


def test_a_comparison_says_who_goes_where(town: Path) -> None:
    before, after = small_town.model(), small_town.homeless_first()
    with msb.Store(town) as store:
        found = store.compare(before, after, on=ON)
    assert (found.citizens, found.changed) == (4, 1)
    assert found.flow == (
        ("youth", "shelter", 1),
        ("income", "income", 1),
        ("shelter", "shelter", 1),
        (None, None, 1),
    )
    assert found.before.responsible == {"youth": 1, "income": 1, "shelter": 1}
    assert found.after.responsible == {"youth": 0, "income": 1, "shelter": 2}
    # Whoever stays in the shelter still deals with "youth" and "income".
    assert found.after.seams == found.before.seams
    members = found.to_dict()
    assert list(members) == [
        "on", "citizens", "changed", "before", "after", "flow",
    ]  # fmt: skip
    assert list(members["after"]) == [
        "responsible", "contacts", "seams", "determined", "undetermined",
        "none",
    ]  # fmt: skip
    assert members["flow"][0] == {
        "before": "youth", "after": "shelter", "citizens": 1,
    }  # fmt: skip


def gap_model() -> msb.Model:
    """Adults with a home have no area, and a stay has no deliverer."""
    members: dict[str, Any] = small_town.members()
    del members["responsibility"][2]
    members["services"][3]["delivered_by"] = [
        {"when": {"homeless": False}, "by": "shelter"}
    ]
    return msb.Model.from_dict(members)


def test_findings_say_who_is_in_them(town: Path) -> None:
    with msb.Store(town) as store:
        found = store.count_findings(gap_model(), on=ON)
    assert (found.citizens, found.rejected) == (4, 0)
    # bo, and perhaps carl; anna, who is homeless and stays.
    assert [(each.kind, each.id, each.citizens, each.possible)
            for each in found.gaps] == [
        (msb.FindingKind.RESPONSIBILITY, None, 1, 1),
        (msb.FindingKind.SERVICE, "shelter_stay", 1, 0),
    ]  # fmt: skip
    assert [(each.rules, each[3:]) for each in found.overlaps] == [
        (("young_first", "no_home"), (1, 0))
    ]
    assert found.found == gap_model().check()
    members = found.to_dict()
    assert members["counted"] == {"on": ON, "citizens": 4, "rejected": 0}
    assert list(members["gaps"][0]) == [
        "kind", "id", "witness", "citizens", "possible",
    ]  # fmt: skip


def test_changes_say_who_would_move(town: Path) -> None:
    with msb.Store(town) as store:
        found = store.count_changes(small_town.model(), gap_model(), on=ON)
    ((before, after, witness, citizens, possible),) = found.changes
    assert (before, after, citizens, possible) == ("income", None, 1, 1)
    assert small_town.model().decide(witness, on=ON).responsible == "income"
    assert found.to_dict()["same"] is False
    assert (found.gaps, found.overlaps) == ((), ())


def test_small_numbers_and_what_gives_them_away_are_gone(crowd: Path) -> None:
    with msb.Store(crowd) as store:
        exact = store.report(on=ON)
        found = store.report(on=ON, suppress=5)
        same = store.report(on=ON, suppress=3)
    assert exact.responsible == {"youth": 30, "income": 20, "shelter": 3}
    small, hidden = msb.Small(5), msb.Hidden()
    assert found.responsible == {
        "youth": 30, "income": hidden, "shelter": small,
    }  # fmt: skip
    assert found.determined == 53
    assert found.to_dict()["responsible"] == {
        "youth": 30, "income": None, "shelter": "<5",
    }  # fmt: skip
    assert same == exact


def test_a_flow_cannot_be_had_from_its_totals(crowd: Path) -> None:
    model = small_town.model()
    with msb.Store(crowd) as store:
        found = store.compare(model, model, on=ON, suppress=5)
    assert [each.citizens for each in found.flow] == [
        30, msb.Hidden(), msb.Small(5),
    ]  # fmt: skip
    assert found.before == found.after
    assert found.before.responsible["shelter"] == msb.Small(5)


def test_an_analyst_sees_suppressed_counts_alone(crowd: Path) -> None:
    with small_town.enter(crowd, msb.Role.ANALYST) as store:
        for bound in (None, 0, 3, 5):
            found = store.report(on=ON, suppress=bound)
            assert found.responsible["shelter"] == msb.Small(5)
        found = store.report(on=ON, suppress=25)
        assert found.responsible["shelter"] == msb.Small(25)
        tally = store.count_findings(small_town.model(), on=ON)
        assert [each.citizens for each in tally.overlaps][2] == msb.Small(5)


def test_an_auditor_counts_nobody(town: Path) -> None:
    model = small_town.model()
    with small_town.enter(town, msb.Role.AUDITOR) as store:
        with pytest.raises(PermissionError):
            store.report(on=ON)
        with pytest.raises(msb.Denied):
            store.compare(model, model, on=ON)
        with pytest.raises(msb.Denied):
            store.count_findings(model, on=ON)
        with pytest.raises(msb.Denied):
            store.count_changes(model, model, on=ON)


def test_what_is_gone_cannot_be_added_or_compared() -> None:
    for mark in (msb.Small(5), msb.Hidden()):
        for wrong in (
            lambda mark=mark: mark + 1,
            lambda mark=mark: sum([mark, mark]),
            lambda mark=mark: mark < 9,
            lambda mark=mark: int(mark),
            lambda mark=mark: float(mark),
        ):
            with pytest.raises(TypeError):
                wrong()
    assert (f"{msb.Small(5):>4}", f"{msb.Hidden()}") == ("  <5", "…")


@pytest.mark.parametrize(
    ("spec", "small", "hidden"),
    [
        ("", "<5", "…"),
        (",", "<5", "…"),
        ("6,", "    <5", "     …"),
        ("6d", "    <5", "     …"),
        ("<6,", "<5    ", "…     "),
        ("*=6_", "****<5", "*****…"),
        ("06.1f", "    <5", "     …"),
        ("6s", "<5    ", "…     "),
    ],
)
def test_a_table_of_numbers_takes_what_is_gone(
    spec: str, small: str, hidden: str
) -> None:
    assert format(msb.Small(5), spec) == small
    assert format(msb.Hidden(), spec) == hidden
    with pytest.raises(ValueError, match="Unknown format code"):
        format(msb.Small(5), "q")


def test_what_is_gone_stays_what_it_is() -> None:
    mark: Any = msb.Small(5)
    with pytest.raises(AttributeError):
        mark.least = 9
    with pytest.raises(AttributeError):
        del mark.least
    assert str(mark) == "<5"


def test_a_sum_over_a_frame_does_not_leave_it_out(crowd: Path) -> None:
    pandas = pytest.importorskip("pandas")
    with msb.Store(crowd) as store:
        found = store.report(on=ON, suppress=5)
    with pytest.raises(TypeError):
        pandas.Series(found.responsible).sum()


def test_numbers_of_ones_own_are_suppressed() -> None:
    hidden, small = msb.Hidden(), msb.Small(5)
    # 3 is small; 20 goes with it, as 53 - 30 - 20 is 3. Zero stays.
    numbers = [53, 30, 20, 3, 0]
    expected = [53, 30, hidden, small, 0]
    assert msb.suppress(numbers, {0: [1, 2, 3, 4]}, 5) == expected
    assert msb.suppress(numbers, [(0, (1, 2, 3, 4))], 5) == expected
    assert msb.suppress(numbers, {}, 5) == [53, 30, 20, small, 0]
    assert msb.suppress(numbers, {}, 0) == numbers
    assert msb.suppress([], {}, 5) == []


@pytest.mark.parametrize(
    ("numbers", "sums", "least"),
    [
        ([3, 4], {0: [1]}, 5),
        ([3, 4], {0: [2]}, 5),
        ([3, 4], {0: [-1]}, 5),
        ([-3], {}, 5),
        ([2**53 + 1], {}, 5),
        ([3], {}, 2),
        ([3], {}, -1),
        ([3], {}, 1000001),
    ],
)
def test_sums_that_are_none_are_refused(
    numbers: list[int], sums: dict[int, list[int]], least: int
) -> None:
    with pytest.raises(msb.Misuse):
        msb.suppress(numbers, sums, least)


def test_a_bound_out_of_range_is_refused(town: Path) -> None:
    with msb.Store(town) as store:
        for bound in (-1, 2, 1000001):
            with pytest.raises(msb.Misuse):
                store.report(on=ON, suppress=bound)


def test_a_count_can_be_stopped(crowd: Path) -> None:
    model = small_town.model()
    with msb.Store(crowd) as store:
        for count in (
            lambda tell: store.report(on=ON, progress=tell),
            lambda tell: store.compare(model, model, on=ON, progress=tell),
            lambda tell: store.count_findings(model, on=ON, progress=tell),
        ):
            told: list[int] = []
            count(lambda done, total, told=told: told.append(done))
            assert told[-1] == 53
            with pytest.raises(msb.Stopped):
                count(lambda done, total: False)


def test_counts_survive_pickling(crowd: Path) -> None:
    model = small_town.model()
    with msb.Store(crowd) as store:
        for found in (
            store.report(on=ON, suppress=5),
            store.compare(model, model, on=ON, suppress=5),
            store.count_findings(model, on=ON, suppress=5),
        ):
            assert pickle.loads(pickle.dumps(found)) == found
