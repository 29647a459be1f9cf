# SPDX-License-Identifier: MIT
"""Arrays whose parts do not go together are refused, and not read beyond.

pyarrow makes none, so valid arrays are spoilt where they lie: in the structs
of Arrow's C interface, or in a buffer. What would be read beyond its end is
seen where the package is built with a sanitizer.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import msb
import pytest

pa = pytest.importorskip("pyarrow")

ON = "2019-09-01"


class ArrowArray(ctypes.Structure):
    """As the C interface has it, up to what is spoilt here."""


ArrowArray._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(ArrowArray))),
]

get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
get_pointer.restype = ctypes.c_void_p
get_pointer.argtypes = [ctypes.py_object, ctypes.c_char_p]

Spoil = Callable[[ArrowArray], None]


class Spoilt:
    """A batch of one column, spoilt on its way out."""

    def __init__(self, name: str, column: Any, spoil: Spoil) -> None:
        self.batch = pa.record_batch({name: column})
        self.spoil = spoil

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any:
        schema, array = self.batch.__arrow_c_array__()
        whole = ArrowArray.from_address(get_pointer(array, b"arrow_array"))
        self.spoil(whole.children[0].contents)
        return schema, array


def make_runs(ends: list[int], values: list[Any]) -> Any:
    return pa.RunEndEncodedArray.from_arrays(
        pa.array(ends, pa.int32()), pa.array(values)
    )


def put(column: Any, place: int, value: int) -> None:
    """Write over an integer of four bytes in the last buffer."""
    buffer = column.buffers()[-1]
    assert buffer.size >= 4 * (place + 1)
    ctypes.c_int32.from_address(buffer.address + 4 * place).value = value


def shorten(child: int) -> Spoil:
    """Take the last element of a child away."""

    def spoil(array: ArrowArray) -> None:
        array.children[child].contents.length -= 1

    return spoil


def drop_child(array: ArrowArray) -> None:
    array.n_children -= 1


def drop_buffer(array: ArrowArray) -> None:
    array.n_buffers -= 1


LISTS = pa.array([["job"], ["housing"]], pa.list_(pa.string(), 1))
VIEWS = pa.array([["job"], ["housing"]], pa.list_view(pa.string()))
DECIMALS = pa.array([9, 30], pa.int64()).cast(pa.decimal128(19))


@pytest.mark.parametrize(
    ("name", "column", "spoil"),
    [
        ("needs", LISTS, shorten(0)),
        ("needs", LISTS, drop_child),
        ("needs", VIEWS, drop_child),
        ("needs", VIEWS, drop_buffer),
        ("age", DECIMALS, drop_buffer),
        ("age", make_runs([1, 2], [9, 30]), shorten(0)),
        ("age", make_runs([1, 2], [9, 30]), shorten(1)),
        ("age", make_runs([1, 2], [9, 30]), drop_child),
    ],
)
def test_an_array_without_its_parts_is_refused(
    aarhus: msb.Model, name: str, column: Any, spoil: Spoil
) -> None:
    with pytest.raises(msb.Invalid) as caught:
        aarhus.decide_frame(Spoilt(name, column, spoil), on=ON)
    assert (caught.value.code, caught.value.where) == ("bad_array", name)


def test_views_of_short_texts_need_no_other_buffer(aarhus: msb.Model) -> None:
    texts = pa.array(["none", "cash_benefit"], pa.string_view())

    def spoil(array: ArrowArray) -> None:
        array.n_buffers = 2

    decided = pa.table(
        aarhus.decide_frame(Spoilt("benefit", texts, spoil), on=ON)
    )
    assert decided.equals(
        aarhus.decide_frame(pa.table({"benefit": texts}), on=ON)
    )


def test_a_fixed_list_is_not_read_beyond_its_items(aarhus: msb.Model) -> None:
    def spoil(array: ArrowArray) -> None:
        array.offset = 2**62

    with pytest.raises(msb.Invalid, match="fewer items"):
        aarhus.decide_frame(Spoilt("needs", LISTS, spoil), on=ON)


@pytest.mark.parametrize("type_", [pa.int16(), pa.int32(), pa.int64()])
def test_the_ends_of_runs_are_integers_without_null(
    aarhus: msb.Model, type_: Any
) -> None:
    ends = pa.array([1, 2], type_)
    runs = pa.RunEndEncodedArray.from_arrays(ends, pa.array([9, 30]))
    bits = ctypes.create_string_buffer(b"\x01")

    def spoil(array: ArrowArray) -> None:
        child = array.children[0].contents
        child.null_count = 1
        child.buffers[0] = ctypes.addressof(bits)

    with pytest.raises(msb.Invalid, match="none of them null"):
        aarhus.decide_frame(Spoilt("age", runs, spoil), on=ON)


# In place of 2, 5, 9.
ENDS = {
    "they go back": (2, 1, 9),
    "they stand still": (2, 2, 9),
    "the first is none": (0, 5, 9),
    "all are before the rows": (-9, -8, -7),
    "the last is too early": (2, 5, 8),
    "the least of all": (2, -(2**31), 9),
}


@pytest.mark.parametrize("what", ENDS)
@pytest.mark.parametrize("start", [0, 1, 6])
def test_runs_that_do_not_end_in_order_are_refused(
    aarhus: msb.Model, what: str, start: int
) -> None:
    runs = make_runs([2, 5, 9], [9, 9, 9])
    table = pa.table({"age": runs}).slice(start)
    for place, end in enumerate(ENDS[what]):
        put(runs.run_ends, place, end)
    with pytest.raises(msb.Invalid) as caught:
        aarhus.decide_frame(table, on=ON)
    assert (caught.value.code, caught.value.where) == ("bad_array", "age")


def test_a_last_run_may_end_behind_the_rows(aarhus: msb.Model) -> None:
    runs = make_runs([2, 5, 9], [9, 9, 30])
    put(runs.run_ends, 2, 2**31 - 1)
    for start in range(9):
        decided = aarhus.decide_frame(
            pa.table({"age": runs}).slice(start), on=ON
        )
        assert decided["responsible"].to_pylist() == (
            ["boern_familier"] * (5 - start) + [None] * min(4, 9 - start)
        )


def test_runs_of_no_rows_have_no_ends(aarhus: msb.Model) -> None:
    table = pa.table({"age": make_runs([2, 5], [9, 30])})
    assert len(aarhus.decide_frame(table.slice(5), on=ON)) == 0
    assert len(aarhus.decide_frame(table[:0].combine_chunks(), on=ON)) == 0


@pytest.mark.parametrize(
    ("offset", "size"),
    [(1, 2), (-1, 1), (2**31 - 1, 2**31 - 1), (1, -1), (3, 0)],
)
def test_a_view_of_items_that_are_not_there_is_refused_with_its_row(
    aarhus: msb.Model, offset: int, size: int
) -> None:
    column = pa.array([["job"], ["housing"]], pa.list_view(pa.string()))
    for buffer, value in zip(
        column.buffers()[1:3], (offset, size), strict=True
    ):
        ctypes.c_int32.from_address(buffer.address + 4).value = value
    with pytest.raises(msb.Invalid) as caught:
        aarhus.decide_frame(pa.table({"needs": column}), on=ON)
    assert (caught.value.where, caught.value.row) == ("needs", 1)


@pytest.mark.parametrize(
    ("kind", "place", "value"),
    [
        (pa.string(), 8, ctypes.c_int32(3)),
        (pa.string(), 8, ctypes.c_int32(-(2**31))),
        (pa.large_string(), 16, ctypes.c_int64(3)),
        (pa.large_string(), 16, ctypes.c_int64(-(2**63))),
        (pa.string_view(), 16, ctypes.c_int32(-1)),
        (pa.string_view(), 16, ctypes.c_int32(-(2**31))),
    ],
)
@pytest.mark.parametrize("name", ["benefit", "birth_date"])
def test_a_text_that_ends_before_it_begins_is_refused_with_its_row(
    aarhus: msb.Model, name: str, kind: Any, place: int, value: Any
) -> None:
    text = {"benefit": "none", "birth_date": "2000-01-01"}[name]
    column = pa.array([text, text], kind)
    table = pa.table({name: column})
    start = column.buffers()[1].address + place
    ctypes.memmove(start, ctypes.byref(value), ctypes.sizeof(value))
    with pytest.raises(msb.Invalid) as caught:
        aarhus.decide_frame(table, on=ON)
    assert (caught.value.where, caught.value.row) == (name, 1)


def test_a_dictionary_of_runs_is_read_and_one_of_runs_of_indices_is_not(
    aarhus: msb.Model,
) -> None:
    runs = make_runs([2, 3], [9, 30])
    indices = pa.array([2, 0, 1], pa.int8())
    column = pa.DictionaryArray.from_arrays(indices, runs)
    decided = aarhus.decide_frame(pa.table({"age": column}), on=ON)
    expected = aarhus.decide_frame(pa.table({"age": [30, 9, 9]}), on=ON)
    assert decided.equals(expected)
    encoded = pa.RunEndEncodedArray.from_arrays(
        pa.array([1, 3], pa.int16()), pa.array([9, 30]).dictionary_encode()
    )
    column = pa.DictionaryArray.from_arrays(indices, encoded)
    with pytest.raises(msb.Invalid, match="a whole number"):
        aarhus.decide_frame(pa.table({"age": column}), on=ON)
