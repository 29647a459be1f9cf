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
