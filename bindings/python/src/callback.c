/* SPDX-License-Identifier: MIT */
/*
 * Python's own functions, called by the library: from inside a call that let
 * the GIL go, so each takes it, and leaves an exception that was raised where
 * the wrapper of the call finds it. Once there is one, Python is not called
 * again.
 */
#include "callback.h"

#include <string.h>

#include <msb/instant.h>

#include "convert.h"

/* The first beyond the calendar, which every table refuses. One before it
   would not do: a store that is told one goes on from its last. */
static const int64_t no_instant = 253402300800;

static PyObject *
call_progress(PyObject *progress, uint64_t done, uint64_t total)
{
    if (total == 0)
        return PyObject_CallFunction(progress, "KO", (unsigned long long)done,
                                     Py_None);
    return PyObject_CallFunction(progress, "KK", (unsigned long long)done,
                                 (unsigned long long)total);
}

bool
python_progress(void *user, uint64_t done, uint64_t total)
{
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *result;
    bool goes_on = !PyErr_Occurred() && PyErr_CheckSignals() == 0;

    if (goes_on && user != Py_None) {
        result = call_progress(user, done, total);
        goes_on = result != NULL && result != Py_False;
        Py_XDECREF(result);
    }
    PyGILState_Release(state);
    return goes_on;
}

int64_t
python_clock(void *user)
{
    PyGILState_STATE state = PyGILState_Ensure();
    struct msb_instant now = {no_instant};
    PyObject *result;

    if (!PyErr_Occurred()) {
        result = PyObject_CallNoArgs(user);
        if (result == NULL || !instant_from_python(result, &now))
            now.seconds = no_instant;
        Py_XDECREF(result);
    }
    PyGILState_Release(state);
    return now.seconds;
}

/* Copy what a reading returned. False with an exception set. */
static bool
take_bytes(PyObject *result, void *out, size_t capacity, size_t *length)
{
    if (!PyBytes_Check(result)) {
        PyErr_Format(PyExc_TypeError,
                     "expected bytes from read(), not %s; open files in "
                     "binary mode",
                     Py_TYPE(result)->tp_name);
        return false;
    }
    *length = (size_t)PyBytes_GET_SIZE(result);
    if (*length > capacity) {
        PyErr_SetString(PyExc_ValueError,
                        "read() returned more bytes than it was asked for");
        return false;
    }
    memcpy(out, PyBytes_AS_STRING(result), *length);
    return true;
}

bool
python_read(void *user, void *out, size_t capacity, size_t *length)
{
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *result = NULL;
    bool is_read = false;

    if (!PyErr_Occurred() && PyErr_CheckSignals() == 0)
        result = PyObject_CallFunction(user, "n", (Py_ssize_t)capacity);
    if (result != NULL)
        is_read = take_bytes(result, out, capacity, length);
    Py_XDECREF(result);
    PyGILState_Release(state);
    return is_read;
}

bool
python_take_line(void *user, const char *line, size_t length)
{
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *bytes = NULL, *result = NULL;
    bool goes_on;

    if (!PyErr_Occurred() && PyErr_CheckSignals() == 0)
        bytes = PyBytes_FromStringAndSize(line, (Py_ssize_t)length);
    if (bytes != NULL)
        result = PyObject_CallOneArg(user, bytes);
    goes_on = result != NULL && result != Py_False;
    Py_XDECREF(result);
    Py_XDECREF(bytes);
    PyGILState_Release(state);
    return goes_on;
}
