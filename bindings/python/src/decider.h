/* SPDX-License-Identifier: MIT */
/* A callable that decides tuples of values. */
#ifndef MSB_PYTHON_DECIDER_H
#define MSB_PYTHON_DECIDER_H

#include <Python.h>
#include <stdbool.h>

#include "reader.h"

/* Make the type ready, and name it in a module. False with an exception. */
bool prepare_decider(PyObject *module);

/*
 * A callable of one argument, a tuple of values in the order of
 * @names. It returns what @make made of (status, area, rule, target_group),
 * the indices of struct msb_outcome: made once for each outcome, and kept.
 *
 * @names is a tuple of members, each once. A new reference, or NULL with @err
 * or an exception set.
 */
PyObject *decider_new(struct facts_reader *reader, PyObject *names,
                      struct msb_date on, PyObject *make,
                      struct msb_error *err);

#endif
