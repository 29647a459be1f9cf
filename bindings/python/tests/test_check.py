# SPDX-License-Identifier: MIT
"""Checking a model: what it leaves open, and what is wrong with it."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import msb
import pytest


def town(**members: Any) -> dict[str, Any]:
    """A model of two areas, to be changed: the young, and all others."""
    return {
        "msb_model": 1,
        "id": "town",
        "name": "Town",
        "valid_from": "2019-01-01",
        "attributes": {"homeless": {"type": "flag"}},
        "target_groups": [{"id": "everybody", "name": "All", "when": {}}],
        "areas": [
            {"id": "youth", "name": "Youth"},
            {"id": "adults", "name": "Adults"},
        ],
        "services": [{"id": "bed", "name": "Bed", "delivered_by": "adults"}],
        "responsibility": [
            {"id": "young", "when": {"age": {"below": 30}}, "area": "youth"},
            {"id": "rest", "when": {}, "area": "adults"},
        ],
        **members,
    }


def test_nothing_is_found_where_rules_do_not_meet() -> None:
    model = msb.Model.from_dict(
        town(
            responsibility=[
                {"id": "a", "when": {"age": {"below": 30}}, "area": "youth"},
                {"id": "b", "when": {"age": {"from": 30}}, "area": "adults"},
            ]
        )
    )
    assert model.check().to_dict() == {
        "model": "town",
        "valid": True,
        "errors": [],
        "total": True,
        "gaps": [],
        "unreachable": [],
        "overlaps": [],
    }
    assert not model.check().has_findings


def test_a_gap_comes_with_facts_that_nobody_answers_for() -> None:
    rules = [{"id": "a", "when": {"age": {"below": 30}}, "area": "youth"}]
    model = msb.Model.from_dict(town(responsibility=rules))
    found = model.check()
    assert not found.total
    assert found.has_findings
    (gap,) = found.gaps
    assert (gap.kind, gap.id) == (msb.FindingKind.RESPONSIBILITY, None)
    assert gap.witness["age"] >= 30
    decision = model.decide(gap.witness, on="2019-05-01")
    assert decision.status is msb.Status.NONE
    assert decision.target_group == "everybody"


def test_groups_and_services_have_gaps_of_their_own() -> None:
    model = msb.Model.from_dict(
        town(
            target_groups=[
                {"id": "housed", "name": "-", "when": {"homeless": False}}
            ],
            services=[
                {
                    "id": "bed",
                    "name": "Bed",
                    "delivered_by": [
                        {"when": {"homeless": True}, "by": "adults"}
                    ],
                }
            ],
        )
    )
    found = model.check()
    kinds = msb.FindingKind
    assert [(gap.kind, gap.id) for gap in found.gaps] == [
        (kinds.TARGET_GROUP, None),
        (kinds.SERVICE, "bed"),
    ]
    without_group, without_deliverer = (gap.witness for gap in found.gaps)
    assert without_group["homeless"] is True
    assert without_deliverer["homeless"] is False
    assert without_deliverer["services"] == ["bed"]
    decision = model.decide(without_deliverer, on="2019-05-01")
    assert decision.deliveries == (msb.Delivery("bed", None, None),)


def test_what_nobody_reaches_is_named_with_its_place() -> None:
    rules = [
        {"id": "all", "when": {}, "area": "adults"},
        {"id": "never", "when": {"age": 20}, "area": "adults"},
    ]
    groups = [
        {"id": "old", "name": "-", "when": {"age": {"from": 65}}},
        {"id": "oldest", "name": "-", "when": {"age": {"from": 90}}},
        {"id": "rest", "name": "-", "when": {}},
    ]
    delivered = [{"when": {}, "by": "youth"}, {"when": {}, "by": "adults"}]
    found = msb.check(
        town(
            responsibility=rules,
            target_groups=groups,
            services=[{"id": "bed", "name": "Bed", "delivered_by": delivered}],
        )
    )
    assert found.total
    assert found.has_findings
    assert set(found.unreachable) == {
        msb.Unreachable(msb.FindingKind.RESPONSIBILITY, "never", 1),
        msb.Unreachable(msb.FindingKind.TARGET_GROUP, "oldest", 1),
        msb.Unreachable(msb.FindingKind.SERVICE, "bed", 1),
    }


@pytest.mark.parametrize(("policy", "is_error"), [("first", 0), ("unique", 1)])
def test_an_overlap_is_an_error_only_where_one_rule_may_match(
    policy: str, is_error: int
) -> None:
    found = msb.check(town(hit_policy=policy))
    (overlap,) = found.overlaps
    assert overlap.rules == ("young", "rest")
    assert overlap.areas == ("youth", "adults")
    assert overlap.witness["age"] < 30
    assert found.has_findings is bool(is_error)


def test_the_witness_of_a_conflict_is_rejected_by_the_model() -> None:
    model = msb.Model.from_dict(town(hit_policy="unique"))
    with pytest.raises(msb.Conflict, match=r"young.*rest"):
        model.decide(model.check().overlaps[0].witness, on="2019-05-01")


def test_an_area_beyond_what_it_serves_is_a_warning() -> None:
    groups = [
        {"id": "young", "name": "-", "when": {"age": {"below": 30}}},
        {"id": "old", "name": "-", "when": {}},
    ]
    areas = [
        {"id": "youth", "name": "Youth", "serves": ["young"]},
        {"id": "adults", "name": "Adults", "serves": ["old"]},
    ]
    rules = [
        {"id": "r1", "when": {"age": {"through": 30}}, "area": "youth"},
        {"id": "r2", "when": {"age": {"above": 30}}, "area": "adults"},
    ]
    found = msb.check(
        town(target_groups=groups, areas=areas, responsibility=rules)
    )
    (stray,) = found.strays
    assert stray[:3] == ("r1", "youth", "old")
    assert stray.witness["age"] == 30
    assert not found.has_findings
    assert "strays" not in found.to_dict()


def test_all_errors_of_an_invalid_model_are_a_result(tmp_path: Path) -> None:
    wrong = town(id="Not an id", shoe_size=43)
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(wrong), encoding="utf-8")
    for source, name in (
        (wrong, None),
        (json.dumps(wrong), None),
        (json.dumps(wrong).encode(), None),
        (path, str(path)),
        (str(path), str(path)),
    ):
        found = msb.check(source)
        assert (found.model, found.valid) == (name, False)
        assert (found.total, found.has_findings) == (False, True)
        assert {(each.code, each.pointer) for each in found.errors} == {
            ("bad_identifier", "/id"),
            ("unknown_member", "/shoe_size"),
        }
        assert list(found.to_dict()["errors"][0]) == [
            "code",
            "pointer",
            "line",
            "column",
            "message",
        ]


def test_text_that_is_no_json_is_a_result_too() -> None:
    (error,) = msb.check('{"msb_model": 1,\n "id" "town"}').errors
    assert (error.code, error.line) == ("syntax", 2)


def test_a_file_that_is_not_there_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot be opened") as caught:
        msb.check(tmp_path / "absent.json")
    assert isinstance(caught.value, msb.FileError)


def test_a_model_may_be_given_as_itself(aarhus: msb.Model) -> None:
    assert msb.check(aarhus) == aarhus.check()


def test_an_analysis_is_frozen_and_survives_pickling() -> None:
    for found in (msb.check(town()), msb.check("{}")):
        assert pickle.loads(pickle.dumps(found)) == found
        with pytest.raises(AttributeError):
            found.total = False  # type: ignore[misc]


def test_findings_are_rows_of_a_frame() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(msb.check(town()).overlaps)
    assert list(frame.columns) == ["rules", "areas", "witness"]
    assert frame["rules"][0] == ("young", "rest")
