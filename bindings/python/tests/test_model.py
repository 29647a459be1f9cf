# SPDX-License-Identifier: MIT
"""A model as an object of Python: made one way, and not changed."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import msb
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
