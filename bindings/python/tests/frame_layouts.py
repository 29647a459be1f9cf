# SPDX-License-Identifier: MIT
"""Citizens of every type of attribute, and the Arrow layouts of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import msb
import pytest
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow")

ON = date(2019, 9, 1)
COLOURS = ["red", "green", "blue", "with_a_name_that_no_view_holds_inline"]
MANY = [f"value_{i}" for i in range(70)]  # more than a word of 64 bits
RULES = [
    {"age": {"below": 18}},
    {"colour": "red", "size": {"from": 3}},
    {"colour": ["green", COLOURS[3]], "wet": True},
    {"needs": {"any_of": ["b"], "none_of": ["c"]}},
    {"many": {"all_of": ["value_1", "value_69"]}},
    {"wet": False, "size": {"below": 0}},
    {"services": "care"},
]


def make_model() -> msb.Model:
    """Return a model with an attribute of each type."""
    areas = [{"id": f"area_{i}", "name": str(i)} for i in range(len(RULES))]
    return msb.Model.from_dict(
        {
            "msb_model": 1,
            "id": "layouts",
            "name": "Layouts",
            "valid_from": "2019-01-01",
            "attributes": {
                "colour": {"type": "enum", "values": COLOURS},
                "size": {"type": "integer", "min": -5, "max": 300},
                "wet": {"type": "flag"},
                "needs": {"type": "set", "values": ["a", "b", "c"]},
                "many": {"type": "set", "values": MANY},
            },
            "areas": areas,
            "services": [
                {"id": "care", "name": "Care", "delivered_by": "area_0"}
            ],
            "responsibility": [
                {"id": f"rule_{i}", "when": rule, "area": f"area_{i}"}
                for i, rule in enumerate(RULES)
            ],
        }
    )


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


CITIZENS = st.lists(
    st.fixed_dictionaries(
        {
            "birth_date": maybe(st.dates(date(1890, 1, 1), date(2019, 9, 1))),
            "colour": maybe(st.sampled_from(COLOURS)),
            "size": maybe(st.integers(-5, 300)),
            "wet": maybe(st.booleans()),
            "needs": maybe(st.lists(st.sampled_from("abc"), max_size=4)),
            "many": maybe(st.lists(st.sampled_from(MANY), max_size=3)),
            "services": maybe(st.lists(st.just("care"), max_size=1)),
        }
    ),
    min_size=1,
    max_size=40,
)

Maker = Callable[[list[Any]], Any]


def typed(*kinds: Any) -> list[Maker]:
    return [partial(pa.array, type=kind) for kind in kinds]


def encoded(index: Any, values: Sequence[str], kind: Any = None) -> Maker:
    """A dictionary with values in this order, and one that is not used."""

    def make(column: list[Any]) -> Any:
        known = [*values, "not of the model"]
        return pa.DictionaryArray.from_arrays(
            pa.array(
                [None if v is None else known.index(v) for v in column], index
            ),
            pa.array(known, kind or pa.string()),
        )

    return make


def make_masks(values: Any, names: Sequence[str]) -> list[Any]:
    return [
        None if v is None else sum(1 << names.index(n) for n in set(v))
        for v in values
    ]


def make_words(values: list[Any]) -> Any:
    return pa.array(
        [
            None if mask is None else mask.to_bytes(16, "little")
            for mask in make_masks(values, MANY)
        ],
        pa.binary(16),
    )


def make_encoded_lists(values: list[Any]) -> Any:
    return pa.array(values, pa.list_(pa.dictionary(pa.int16(), pa.string())))


def make_indices(kind: Any) -> Maker:
    return lambda values: pa.array(
        [None if v is None else COLOURS.index(v) for v in values], kind
    )


LISTS = typed(
    pa.list_(pa.string()),
    pa.large_list(pa.large_string()),
    pa.list_view(pa.string_view()),
    pa.large_list_view(pa.string()),
)
LAYOUTS: dict[str, list[Maker]] = {
    "birth_date": [
        *(
            lambda values, kind=kind: pa.array(values, pa.date32()).cast(kind)
            for kind in (
                pa.date32(),
                pa.date64(),
                *(pa.timestamp(unit) for unit in ("s", "ms", "us", "ns")),
            )
        ),
        lambda values: pa.array(
            [None if v is None else v.isoformat() for v in values],
            pa.string(),
        ),
    ],
    "colour": [
        *typed(pa.string(), pa.large_string(), pa.string_view()),
        *(
            encoded(index, values, kind)
            for index in (pa.int8(), pa.uint8(), pa.int32(), pa.uint64())
            for values in (COLOURS, COLOURS[::-1])
            for kind in (pa.string(), pa.string_view())
        ),
        lambda values: pa.array(values, pa.string()).dictionary_encode(),
        *(
            make_indices(kind)
            for kind in (pa.int8(), pa.int16(), pa.int32(), pa.int64())
        ),
    ],
    "size": typed(
        pa.int16(), pa.int32(), pa.int64(), pa.float32(), pa.float64()
    ),
    "wet": [
        *typed(pa.bool_()),
        lambda values: pa.array(values, pa.bool_()).dictionary_encode(),
    ],
    "needs": [
        *LISTS,
        make_encoded_lists,
        *(
            lambda values, kind=kind: pa.array(
                make_masks(values, ["a", "b", "c"]), kind
            )
            for kind in (pa.uint64(), pa.int64(), pa.uint8())
        ),
    ],
    "many": [*LISTS, make_encoded_lists, make_words],
    "services": LISTS,
}


def expect(model: msb.Model, citizens: list[dict[str, Any]]) -> list[Any]:
    names = tuple(citizens[0])
    decide = model.decider(names, on=ON)
    return [tuple(decide(tuple(c[n] for n in names))) for c in citizens]


def read(table: Any) -> list[Any]:
    return [tuple(row.values()) for row in table.to_pylist()]
