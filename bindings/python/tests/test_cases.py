# SPDX-License-Identifier: MIT
"""The kinds of citizens that each rule decides."""

from __future__ import annotations

import csv
import io
import json
import pickle
from typing import Any

import msb
import pytest
from test_check import town

ON = "2019-09-01"


@pytest.fixture
def cases() -> msb.Cases:
    """A town where nobody answers for the homeless from 30 on."""
    model = msb.Model.from_dict(
        town(
            areas=[
                {"id": "youth", "name": {"da": "Unge", "en": "Youth"}},
                {"id": "adults", "name": {"da": "Voksne", "en": "Adults"}},
            ],
            responsibility=[
                {"id": "young", "when": {"age": {"below": 30}},
                 "area": "youth"},
                {"id": "rest", "when": {"homeless": False},
                 "area": "adults"},
            ],
        )
    )  # fmt: skip
    return model.cases()


def test_there_is_a_list_for_each_rule_and_one_for_gaps(
    cases: msb.Cases,
) -> None:
    kind = msb.FindingKind.RESPONSIBILITY
    assert [each[:8] for each in cases] == [
        (kind, "young", None, None, "youth", None, True, 1),
        (kind, "rest", None, None, "adults", None, True, 1),
        (kind, None, None, None, None, None, True, 1),
    ]
    assert [row.id for each in cases for row in each.rows] == [
        "young/1",
        "rest/1",
        "GAP/1",
    ]


def test_an_example_is_decided_by_its_rule(aarhus: msb.Model) -> None:
    cases = aarhus.cases()
    assert [each.rule for each in cases] == list(aarhus.rules.ids)
    for each in cases:
        for row in each.rows:
            decision = aarhus.decide(row.facts, on=ON)
            assert decision.rules == (each.rule,)
            assert decision.responsible == each.area
            assert decision.target_group == row.target_group


def test_rows_say_in_words_what_must_hold(cases: msb.Cases) -> None:
    rows = [
        {name: value for name, value in row.items() if name != "facts"}
        for row in cases.to_rows("en")
    ]
    group = {"kinds": 1, "is_counted": True, "target_group": "everybody"}
    assert rows == [
        {"id": "young/1", "rule": "young", "area": "youth",
         "area_name": "Youth", **group,
         "when.age": "29 or less", "when.homeless": None},
        {"id": "rest/1", "rule": "rest", "area": "adults",
         "area_name": "Adults", **group,
         "when.age": "30 or more", "when.homeless": "no"},
        {"id": "GAP/1", "rule": None, "area": None, "area_name": None,
         **group, "when.age": "30 or more", "when.homeless": "yes"},
    ]  # fmt: skip
    assert cases.to_rows()[0]["area_name"] == "Unge"


def test_csv_and_jsonl_hold_the_same_rows(aarhus: msb.Model) -> None:
    cases = aarhus.cases()
    rows = cases.to_rows("en")
    table = csv.DictReader(io.StringIO(cases.to_csv("en"), newline=""))
    assert [(row["id"], row["rule"], row["area"], row["area_name"])
            for row in table] == [
        (row["id"], row["rule"], row["area"], row["area_name"])
        for row in rows
    ]  # fmt: skip
    lines: list[dict[str, Any]] = [
        json.loads(line) for line in cases.to_jsonl().splitlines()
    ]
    assert lines == [{"id": row["id"], **row["facts"]} for row in rows]


def test_divided_by_service_there_is_a_list_for_each_entry() -> None:
    delivered = [
        {"when": {"age": {"below": 30}}, "by": "youth"},
        {"when": {"homeless": True}, "by": "centre"},
    ]
    model = msb.Model.from_dict(
        town(
            coordination="per_service",
            units=[{"id": "centre", "name": "Centre", "parent": "adults"}],
            services=[{"id": "bed", "name": "Bed", "delivered_by": delivered}],
        )
    )
    cases = model.cases()
    kind = msb.FindingKind.SERVICE
    assert [each[:6] for each in cases] == [
        (kind, None, "bed", 0, "youth", None),
        (kind, None, "bed", 1, "adults", "centre"),
        (kind, None, "bed", None, None, None),
    ]
    first, second, gap = cases.to_rows("en")
    assert "rule" not in first
    assert (first["entry"], first["unit"]) == (1, None)
    assert (second["entry"], second["unit"]) == (2, "centre")
    assert (gap["entry"], gap["area"], gap["unit"]) == (None, None, None)


def test_an_area_has_a_name_in_each_language(cases: msb.Cases) -> None:
    model = cases.model
    names = [model.area_name("youth", each) for each in ("da", "en", None)]
    assert names == ["Unge", "Youth", "Unge"]
    with pytest.raises(KeyError):
        model.area_name("elsewhere")


def test_the_review_has_a_section_for_each_rule(aarhus: msb.Model) -> None:
    cases = aarhus.cases()
    assert cases.to_markdown("en").count("\n## ") == len(aarhus.rules)
    assert cases.to_markdown() == cases.to_markdown("da")
    assert cases.to_markdown() != cases.to_markdown("en")


def test_a_rule_has_at_most_the_rows_that_were_asked_for() -> None:
    # Ages in 2, 4, 6, …, 40: twenty kinds that no interval joins.
    ages = list(range(2, 42, 2))
    rules = [{"id": "even", "when": {"age": ages}, "area": "youth"}]
    model = msb.Model.from_dict(town(responsibility=rules))
    for most in (1, 3, 20):
        even = model.cases(max_rows=most)[0]
        assert len(even.rows) <= most
        for row in even.rows:
            assert row.facts["age"] in ages


@pytest.mark.parametrize("most", [0, 10001])
def test_a_number_of_rows_out_of_range_is_refused(
    aarhus: msb.Model, most: int
) -> None:
    with pytest.raises(msb.Misuse, match="1 to 10000"):
        aarhus.cases(max_rows=most)


def test_another_language_is_refused(cases: msb.Cases) -> None:
    for ask in (cases.to_markdown, cases.to_csv, cases.to_rows):
        with pytest.raises(msb.Misuse, match='"da" or "en"'):
            ask("sv")


def test_cases_survive_pickling(cases: msb.Cases) -> None:
    again = pickle.loads(pickle.dumps(cases))
    assert again == cases
    assert list(again) == list(cases)


def test_rows_are_a_frame(cases: msb.Cases) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(cases.to_rows("en")).set_index("id")
    assert frame.loc["rest/1", "when.homeless"] == "no"
