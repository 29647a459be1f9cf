/* SPDX-License-Identifier: MIT */
/* Values of libmsb from and to Python's. */
#ifndef MSB_PYTHON_CONVERT_H
#define MSB_PYTHON_CONVERT_H

#include <Python.h>
#include <stdbool.h>
#include <stddef.h>

#include <msb/date.h>
#include <msb/instant.h>

/* Make Python's dates ready. False with an exception set. */
bool prepare_dates(void);

/* From a datetime.date, no datetime. False with an exception set. */
bool date_from_python(PyObject *object, struct msb_date *out);
/* Whether it is a datetime.date and no datetime. */
bool is_python_date(PyObject *object);
/* Whether it is a datetime, and one at midnight that names no time zone. */
bool is_python_instant(PyObject *object);
bool is_python_midnight(PyObject *object);
/* The day of such a midnight. False with an exception set. */
bool midnight_from_python(PyObject *object, struct msb_date *out);
/* Whether it says that nothing is known: None, NaN, pandas' NA and NaT. */
bool is_python_missing(PyObject *object);
/* Whether it is a bool, Python's or numpy's. */
bool is_python_flag(PyObject *object);
/* A new datetime.date; NULL with an exception set. */
PyObject *date_to_python(struct msb_date date);
/* A new tuple (from, to), None for an open end; NULL with an exception set. */
PyObject *period_to_python(struct msb_period period);

/* From a tuple (from, to), to None where no end is known. */
bool period_from_python(PyObject *object, struct msb_period *out);

/* From a datetime.datetime with UTC's offset, whole seconds. */
bool instant_from_python(PyObject *object, struct msb_instant *out);
/* A new datetime.datetime in UTC; NULL with an exception set. */
PyObject *instant_to_python(struct msb_instant instant);

/* The UTF-8 of a str, or the bytes of bytes; borrowed from @object. */
bool text_from_python(PyObject *object, const char **text, size_t *length);

/* The UTF-8 of a str or bytes without a NUL in it, borrowed; NULL of None.
   False with an exception set. */
bool string_from_python(PyObject *object, const char **out);

#endif
