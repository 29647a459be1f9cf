# SPDX-License-Identifier: MIT
"""Models and mappings as dicts of Python's own values."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import msb
import numpy as np
import pandas as pd
import pytest
from plain_mapping import MAPPING

Make = Callable[[str], msb.Store]


@pytest.mark.parametrize(
    "day", [date(2019, 1, 1), datetime(2019, 1, 1), pd.Timestamp(2019, 1, 1)]
)
def test_a_mapping_and_a_model_hold_days(
    empty: Make, aarhus: msb.Model, day: Any
) -> None:
    columns = {**MAPPING["columns"], "valid_from": {"constant": day}}
    mapping = MappingProxyType({**MAPPING, "columns": columns})
    with empty("a.msb") as store:
        store.import_([{"id": "ada"}], mapping)
        facts = store.history("ada").facts
        assert facts[0].valid_from == date(2019, 1, 1)
    model = msb.Model.from_dict({**aarhus.to_dict(), "valid_from": day})
    assert model.valid_from == date(2019, 1, 1)
    with pytest.raises(msb.Invalid, match="at midnight"):
        msb.Model.from_dict({"valid_from": datetime(2019, 1, 1, 12)})


def test_a_model_holds_numbers_of_numpy(aarhus: msb.Model) -> None:
    members = {**aarhus.to_dict(), "msb_model": np.int64(1)}
    assert json.loads(msb.Model.from_dict(members).source)["msb_model"] == 1


@pytest.mark.parametrize("wrong", [None, 5, [], "{}", [("id", "a")]], ids=repr)
def test_a_model_is_made_of_a_dict(wrong: Any) -> None:
    with pytest.raises(TypeError, match="expected a dict of members"):
        msb.Model.from_dict(wrong)


def test_what_json_has_no_type_for_is_told() -> None:
    for wrong in ({"name": {1}}, {"name": object()}, {"name": b"x"}):
        with pytest.raises(TypeError, match="expected what JSON has a type"):
            msb.Model.from_dict(wrong)
    for endless in (float("nan"), float("inf")):
        with pytest.raises(msb.Misuse, match="finite"):
            msb.Model.from_dict({"name": endless})
    around: dict[str, Any] = {}
    around["name"] = around
    with pytest.raises(msb.Misuse, match="within itself"):
        msb.Model.from_dict(around)


def test_what_is_wrong_in_a_dict_is_told_by_its_members(
    empty: Make, aarhus: msb.Model
) -> None:
    members = {**aarhus.to_dict(), "valid_from": "2019-02-30"}
    with pytest.raises(msb.Invalid) as caught:
        msb.Model.from_dict(members)
    assert caught.value.where == "/valid_from"
    assert str(caught.value).startswith("/valid_from: ")
    with pytest.raises(msb.Invalid) as caught:
        msb.Model.from_dict(members, "mine")
    assert (caught.value.where, caught.value.line) == ("mine /valid_from", 0)
    with empty("a.msb") as store:
        for source in ([], [{"id": "ada"}]):
            with pytest.raises(msb.Invalid) as caught:
                store.import_(source, {**MAPPING, "record": "dog"})
            assert caught.value.where == "mapping /record"
        with pytest.raises(msb.Invalid) as caught:
            store.due({"msb_retention": 2, "periods": []}, on="2019-09-01")
        assert caught.value.where == "/msb_retention"


def test_a_text_keeps_its_places(aarhus: msb.Model) -> None:
    text = '{\n "msb_model": 1, "id": 5}'
    with pytest.raises(msb.Invalid) as caught:
        msb.Model.parse(text, "mine.json")
    # The 5: second line, 24th character.
    wrong = next(p for p in caught.value.problems if p.pointer == "/id")
    assert (wrong.line, wrong.column) == (2, 24)
    assert caught.value.where == "mine.json"
