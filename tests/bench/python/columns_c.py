# SPDX-License-Identifier: MIT
"""msb_plan_decide() by ctypes: the floor that decide_frame() is held to.

What the call itself takes, on the same buffers, with fresh columns for its
answers, as a C program would: no Python object is made for a row, and none
for a column but numpy's.
"""

import ctypes
import datetime

import numpy

class Column(ctypes.Structure):
    _fields_ = (("values", ctypes.c_void_p), ("validity", ctypes.c_void_p),
                ("width", ctypes.c_uint32), ("reserved", ctypes.c_uint32))


class Columns(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint32), ("num", ctypes.c_uint32),
                ("attributes", ctypes.POINTER(Column)),
                ("birth_date", Column))


class Outcomes(ctypes.Structure):
    _fields_ = (
        ("size", ctypes.c_uint32), ("reserved", ctypes.c_uint32),
        ("status", ctypes.c_void_p), ("area", ctypes.c_void_p),
        ("rule", ctypes.c_void_p), ("target_group", ctypes.c_void_p),
        ("max_deliveries", ctypes.c_uint32), ("reserved2", ctypes.c_uint32),
        ("num_deliveries", ctypes.c_void_p), ("service", ctypes.c_void_p),
        ("delivery_area", ctypes.c_void_p), ("unit", ctypes.c_void_p))


class Date(ctypes.Structure):
    _fields_ = (("days", ctypes.c_int32),)


class Plan:
    """A model's rules, ready for a date."""

    def __init__(self, library, model, on):
        self._c = ctypes.CDLL(library)
        self._c.msb_plan_new.argtypes = (
            ctypes.c_void_p, Date, ctypes.c_int, ctypes.c_void_p,
            ctypes.c_void_p)
        self._c.msb_plan_decide.argtypes = (
            ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t,
            ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p)
        days = (on - datetime.date(1970, 1, 1)).days
        loaded, rules = ctypes.c_void_p(), ctypes.c_void_p()
        self._plan = ctypes.c_void_p()
        self._check(self._c.msb_model_load(
            model.encode(), ctypes.byref(loaded), None, None))
        self._check(self._c.msb_rules_compile(
            loaded, ctypes.byref(rules), None))
        self._check(self._c.msb_plan_new(
            rules, Date(days), 0, ctypes.byref(self._plan), None))
        find = self._c.msb_model_find_part
        find.restype = ctypes.c_size_t
        self._find = lambda name: find(loaded, 1, name.encode())
        self._num = self._c.msb_model_num_parts(loaded, 1)

    @staticmethod
    def _check(status):
        if status != 0:
            raise RuntimeError(f"the library said {status}")

    def decide(self, columns, rows):
        """Decide arrays by attribute; return status, area, rule, group."""
        attributes = (Column * self._num)()
        for name, values in columns.items():
            column = attributes[self._find(name)]
            column.values = values.ctypes.data
            column.width = values.itemsize
        given = Columns(ctypes.sizeof(Columns), self._num, attributes)
        out = (numpy.empty(rows, numpy.uint8),
               *(numpy.empty(rows, numpy.int16) for _ in range(3)))
        told = Outcomes(ctypes.sizeof(Outcomes), 0,
                        *(each.ctypes.data for each in out))
        self._check(self._c.msb_plan_decide(
            self._plan, ctypes.byref(given), 0, rows, ctypes.byref(told),
            None))
        return out
