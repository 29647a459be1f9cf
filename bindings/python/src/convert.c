/* SPDX-License-Identifier: MIT */
/*
 * Dates, instants and texts between Python and libmsb. A date that libmsb's
 * calendar does not have (before 1583) is a ValueError, another type a
 * TypeError; a datetime is no date here, because it would lose its hours
 * without a word. What pandas and numpy have for Python's own is known by the
 * name of its type, so that neither is needed.
 */
#include "convert.h"

#include <datetime.h>
#include <math.h>
#include <string.h>

bool
prepare_dates(void)
{
    PyDateTime_IMPORT;
    return PyDateTimeAPI != NULL;
}

bool
is_python_date(PyObject *object)
{
    return PyDate_Check(object) && !PyDateTime_Check(object);
}

bool
is_python_instant(PyObject *object)
{
    return PyDateTime_Check(object);
}

bool
is_python_midnight(PyObject *object)
{
    return PyDateTime_Check(object) && PyDateTime_DATE_GET_HOUR(object) == 0
           && PyDateTime_DATE_GET_MINUTE(object) == 0
           && PyDateTime_DATE_GET_SECOND(object) == 0
           && PyDateTime_DATE_GET_MICROSECOND(object) == 0
           && PyDateTime_DATE_GET_TZINFO(object) == Py_None;
}

static bool
is_named(PyObject *object, const char *const *names)
{
    const char *name = Py_TYPE(object)->tp_name;

    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

bool
is_python_missing(PyObject *object)
{
    static const char *const names[] = {
        "NAType", "pandas._libs.missing.NAType", "NaTType",
        "pandas._libs.tslibs.nattype.NaTType", NULL};

    return object == Py_None
           || (PyFloat_Check(object) && isnan(PyFloat_AS_DOUBLE(object)))
           || is_named(object, names);
}

bool
is_python_flag(PyObject *object)
{
    static const char *const names[] = {"numpy.bool", "numpy.bool_", NULL};

    return PyBool_Check(object) || is_named(object, names);
}

bool
date_from_python(PyObject *object, struct msb_date *out)
{
    if (!is_python_date(object)) {
        PyErr_Format(PyExc_TypeError, "expected a datetime.date, not %s",
                     Py_TYPE(object)->tp_name);
        return false;
    }
    return midnight_from_python(object, out);
}

bool
midnight_from_python(PyObject *object, struct msb_date *out)
{
    if (msb_date_from_ymd(PyDateTime_GET_YEAR(object),
                          PyDateTime_GET_MONTH(object),
                          PyDateTime_GET_DAY(object), out, NULL)
        != MSB_OK) {
        PyErr_SetString(PyExc_ValueError, "expected a date from 1583-01-01 on");
        return false;
    }
    return true;
}

PyObject *
date_to_python(struct msb_date date)
{
    int year, month, day;

    msb_date_get_ymd(date, &year, &month, &day);
    return PyDate_FromDate(year, month, day);
}

PyObject *
period_to_python(struct msb_period period)
{
    PyObject *from = date_to_python(period.from);
    PyObject *to = period.is_open ? Py_NewRef(Py_None)
                                  : date_to_python(period.to);
    PyObject *both = NULL;

    if (from != NULL && to != NULL)
        both = PyTuple_Pack(2, from, to);
    Py_XDECREF(from);
    Py_XDECREF(to);
    return both;
}

bool
period_from_python(PyObject *object, struct msb_period *out)
{
    PyObject *to;

    if (!PyTuple_Check(object) || PyTuple_GET_SIZE(object) != 2) {
        PyErr_SetString(PyExc_TypeError, "expected a tuple (from, to)");
        return false;
    }
    to = PyTuple_GET_ITEM(object, 1);
    *out = (struct msb_period){.is_open = to == Py_None};
    return date_from_python(PyTuple_GET_ITEM(object, 0), &out->from)
           && (out->is_open || date_from_python(to, &out->to));
}

enum { SECONDS_A_DAY = 86400, SECONDS_AN_HOUR = 3600, SECONDS_A_MINUTE = 60 };

/* Whether a datetime says that it is UTC: its offset is zero. */
static bool
is_utc(PyObject *object)
{
    PyObject *offset = PyObject_CallMethod(object, "utcoffset", NULL);
    bool is_zero;

    if (offset == NULL)
        return false;
    is_zero = PyDelta_Check(offset) && PyDateTime_DELTA_GET_DAYS(offset) == 0
              && PyDateTime_DELTA_GET_SECONDS(offset) == 0
              && PyDateTime_DELTA_GET_MICROSECONDS(offset) == 0;
    Py_DECREF(offset);
    if (!is_zero)
        PyErr_SetString(PyExc_ValueError,
                        "expected a datetime with the time zone UTC");
    return is_zero;
}

bool
instant_from_python(PyObject *object, struct msb_instant *out)
{
    struct msb_date date;

    if (!PyDateTime_Check(object)) {
        PyErr_Format(PyExc_TypeError, "expected a datetime.datetime, not %s",
                     Py_TYPE(object)->tp_name);
        return false;
    }
    if (!is_utc(object))
        return false;
    if (PyDateTime_DATE_GET_MICROSECOND(object) != 0
        || msb_date_from_ymd(PyDateTime_GET_YEAR(object),
                             PyDateTime_GET_MONTH(object),
                             PyDateTime_GET_DAY(object), &date, NULL)
               != MSB_OK) {
        PyErr_SetString(PyExc_ValueError,
                        "expected an instant in whole seconds, from "
                        "1583-01-01 on");
        return false;
    }
    out->seconds = (int64_t)date.days * SECONDS_A_DAY
                   + PyDateTime_DATE_GET_HOUR(object) * SECONDS_AN_HOUR
                   + PyDateTime_DATE_GET_MINUTE(object) * SECONDS_A_MINUTE
                   + PyDateTime_DATE_GET_SECOND(object);
    return true;
}

PyObject *
instant_to_python(struct msb_instant instant)
{
    int64_t seconds = instant.seconds % SECONDS_A_DAY;
    int64_t days = instant.seconds / SECONDS_A_DAY;
    int year, month, day;

    if (seconds < 0) {
        seconds += SECONDS_A_DAY;
        days--;
    }
    msb_date_get_ymd((struct msb_date){(int32_t)days}, &year, &month, &day);
    return PyDateTimeAPI->DateTime_FromDateAndTime(
        year, month, day, (int)(seconds / SECONDS_AN_HOUR),
        (int)(seconds % SECONDS_AN_HOUR / SECONDS_A_MINUTE),
        (int)(seconds % SECONDS_A_MINUTE), 0, PyDateTime_TimeZone_UTC,
        PyDateTimeAPI->DateTimeType);
}

bool
text_from_python(PyObject *object, const char **text, size_t *length)
{
    Py_ssize_t size;
    char *bytes;

    if (PyUnicode_Check(object)) {
        *text = PyUnicode_AsUTF8AndSize(object, &size);
        *length = (size_t)size;
        return *text != NULL;
    }
    if (!PyBytes_Check(object)) {
        PyErr_Format(PyExc_TypeError, "expected str or bytes, not %s",
                     Py_TYPE(object)->tp_name);
        return false;
    }
    if (PyBytes_AsStringAndSize(object, &bytes, &size) != 0)
        return false;
    *text = bytes;
    *length = (size_t)size;
    return true;
}

bool
string_from_python(PyObject *object, const char **out)
{
    size_t length;

    *out = NULL;
    if (object == Py_None)
        return true;
    if (!text_from_python(object, out, &length))
        return false;
    if (memchr(*out, '\0', length) == NULL)
        return true;
    PyErr_SetString(PyExc_ValueError, "expected a text without a NUL");
    return false;
}
