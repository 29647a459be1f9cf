/* SPDX-License-Identifier: MIT */
/*
 * The one place that raises. Which class stands for which status is said in
 * msb/errors.py, in Python, where users and type checkers can read it; here
 * only the parts of the error are handed over.
 */
#include "raise.h"

#include <Python.h>

static PyObject *
list_problems(const struct msb_problems *problems)
{
    PyObject *list = PyList_New(0), *item;
    struct msb_problem problem;
    int failed = list == NULL;

    for (size_t i = 0; !failed && msb_problems_get(problems, i, &problem);
         i++) {
        item = Py_BuildValue("(ssiis)", problem.code, problem.pointer,
                             (int)problem.line, (int)problem.column,
                             problem.message);
        failed = item == NULL || PyList_Append(list, item) != 0;
        Py_XDECREF(item);
    }
    if (failed)
        Py_CLEAR(list);
    return list;
}

void
raise_error(const struct msb_error *error, const struct msb_problems *problems)
{
    PyObject *module = NULL, *list = NULL, *made = NULL;

    if (PyErr_Occurred())
        return;
    module = PyImport_ImportModule("msb.errors");
    if (module == NULL)
        return;
    list = list_problems(problems);
    if (list != NULL)
        made = PyObject_CallMethod(module, "make_error", "issiisO",
                                   (int)error->status, error->code,
                                   error->where, (int)error->line,
                                   (int)error->column, error->message, list);
    if (made != NULL)
        PyErr_SetObject((PyObject *)Py_TYPE(made), made);
    Py_XDECREF(made);
    Py_XDECREF(list);
    Py_DECREF(module);
}

void
raise_row(const struct msb_error *error, size_t row)
{
    PyObject *type, *value, *trace, *number;

    raise_error(error, NULL);
    if (row == MSB_NONE)
        return;
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    number = PyLong_FromSize_t(row);
    if (value != NULL && number != NULL)
        PyObject_SetAttrString(value, "row", number);
    Py_XDECREF(number);
    PyErr_Restore(type, value, trace);
}
