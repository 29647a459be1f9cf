# SPDX-License-Identifier: MIT
"""A model as an object of Python: made one way, and not changed."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import msb
import numpy as np
import pytest


@pytest.mark.parametrize("given", [(), ("aarhus_2019.json",), ({},), (None,)])
def test_a_model_is_not_made_by_its_class(given: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError, match=r"Model\.load\(path\)"):
        msb.Model(*given)


def test_a_model_cannot_be_changed(models: Path) -> None:
    model: Any = msb.Model.load(models / "aarhus_2019.json")
    areas = model.areas
    for name in ("id", "areas", "rules", "anything"):
        with pytest.raises(AttributeError, match=name):
            setattr(model, name, ())
    with pytest.raises(AttributeError, match="areas"):
        del model.areas
    assert model.areas is areas
    assert copy.copy(model) == copy.deepcopy(model) == model


def test_parts_are_found_by_id_and_by_place(aarhus: msb.Model) -> None:
    areas = aarhus.areas
    for at, area in enumerate(areas):
        place: Any = np.int64(at)
        assert areas[at] is areas[area.id] is areas[place]
        assert areas.index(area.id) == areas.index(area) == at
        assert areas.count(area.id) == areas.count(area) == 1
        assert area in areas
        assert areas.__contains__(area.id)
    assert areas.count("nowhere") == 0
    with pytest.raises(ValueError, match="not in"):
        areas.index("nowhere")


def test_an_id_that_is_not_there_is_told_with_those_that_are(
    aarhus: msb.Model,
) -> None:
    for ask in (aarhus.areas.__getitem__, aarhus.area_name):
        with pytest.raises(msb.NotFound, match="there are boern_") as caught:
            ask("nowhere")
        assert isinstance(caught.value, KeyError)
        assert caught.value.where == "nowhere"
        assert all(each in caught.value.message for each in aarhus.areas.ids)
    wrong: Any
    for wrong in (None, 1.5, aarhus.areas[0]):
        with pytest.raises(TypeError, match="expected an id, an index"):
            aarhus.areas[wrong]


def test_of_many_ids_some_are_told() -> None:
    members: dict[str, Any] = {
        "msb_model": 1,
        "id": "many",
        "name": "Many",
        "valid_from": "2019-01-01",
        "areas": [{"id": f"a{n:03}", "name": "A"} for n in range(100)],
    }
    with pytest.raises(msb.NotFound, match="a011 and 88 more$"):
        msb.Model.from_dict(members).areas["b"]
    with pytest.raises(msb.NotFound, match="there are none$"):
        msb.Model.from_dict(members).rules["b"]


def test_an_explanation_says_which_rule_and_no_facts(
    aarhus: msb.Model,
) -> None:
    why = aarhus.explain(on="2019-09-01", age=20)
    assert repr(why) == "<msb.Explanation: youth_coordination>"
    open_one = aarhus.explain(on="2019-09-01", age=45)
    assert repr(open_one) == "<msb.Explanation: no one rule decides>"
    with pytest.raises(msb.NotFound, match='"da" or "en"'):
        why.text("fr")


def test_what_is_found_by_name_is_completed(
    aarhus: msb.Model, filled: Path
) -> None:
    """A notebook asks so, behind an opening bracket."""
    with msb.Store(filled, read_only=True) as store:
        subject = store.subject("claus")
    named: list[Any] = [
        aarhus.areas,
        aarhus.explain(on="2019-09-01", age=20),
        subject,
    ]
    for each in named:
        keys = each._ipython_key_completions_()
        assert keys
        assert all(each[key] is not None or key in each for key in keys)
    with pytest.raises(msb.NotFound, match="expected one of citizen"):
        subject["nothing"]
