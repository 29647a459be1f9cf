# SPDX-License-Identifier: MIT
"""A text of a frame is found by itself, and what only resembles it is not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import msb
import pytest

pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")

ON = "2019-09-01"
LONGEST = 63  # characters of an identifier


def model(values: Sequence[str]) -> msb.Model:
    """A rule and an area for each value."""
    return msb.Model.from_dict(
        {
            "msb_model": 1,
            "id": "texts",
            "name": "Texts",
            "valid_from": "2019-01-01",
            "attributes": {"word": {"type": "enum", "values": list(values)}},
            "areas": [
                {"id": f"area_{i}", "name": str(i)} for i in range(len(values))
            ],
            "responsibility": [
                {
                    "id": f"rule_{i}",
                    "when": {"word": value},
                    "area": f"area_{i}",
                }
                for i, value in enumerate(values)
            ],
        }
    )


def resemble(value: str) -> list[str]:
    """Texts that are not `value`, by a byte at its most."""
    return [
        value[:at] + other + value[at + 1 :]
        for at in range(len(value))
        for other in ("q", "\0")
        if value[at] != other
    ] + [value[:-1], value + "q", "q" + value, value + "\0"]


def every_length() -> list[str]:
    """Three values of each length: alike at one end, or in the middle only."""
    values = []
    for length in range(1, LONGEST + 1):
        middle = length // 2
        values += [
            "a" * length,
            "b" + "a" * (length - 1),
            "a" * middle + "c" + "a" * (length - middle - 1),
        ]
    return list(dict.fromkeys(value for value in values if value[0] != "c"))


VOCABULARIES = {
    "two": ["no", "yes"],
    "a challenge": ["unemployment", "disability", "sickness_health"],
    "one letter": ["aa", "aaaaa", "a" * 12, "a" * 40],
    "every length": every_length(),
    "numbered": [f"value_{i}" for i in range(400)],
}


def shapes(column: list[str]) -> dict[str, Any]:
    """The same texts as the columns that frames hold them in."""
    return {
        "string": pa.table({"word": pa.array(column)}),
        "large": pa.table({"word": pa.array(column, pa.large_string())}),
        "view": pa.table({"word": pa.array(column, pa.string_view())}),
        "pandas": pd.DataFrame({"word": pd.Series(column, dtype="str")}),
        "objects": pd.DataFrame({"word": pd.Series(column, dtype=object)}),
    }


def as_list(column: Any) -> list[str | None]:
    """A column of an answer; None where it is null."""
    if hasattr(column, "to_pylist"):
        return list(column.to_pylist())
    return [None if pd.isna(value) else value for value in column]


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_texts_are_found_and_what_resembles_them_is_rejected(
    vocabulary: str,
) -> None:
    values = VOCABULARIES[vocabulary]
    known = {value: f"area_{i}" for i, value in enumerate(values)}
    column = [*values, *("a" * length for length in range(100))]
    for value in values:
        column += resemble(value)
    random.Random(2019).shuffle(column)
    expected = [known.get(text) for text in column]
    assert None in expected
    decide = model(values).decide_frame
    for shape, frame in shapes(column).items():
        decided = decide(frame, on=ON, invalid="reject")
        assert as_list(decided["responsible"]) == expected, shape
        assert [
            status == "rejected" for status in as_list(decided["status"])
        ] == [area is None for area in expected], shape
