/* SPDX-License-Identifier: MIT */
/* Python's own functions, called by the library. */
#ifndef MSB_PYTHON_CALLBACK_H
#define MSB_PYTHON_CALLBACK_H

#include <Python.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A msb_progress_fn. @user is a callable of (done, total), total None where
 * it is not known, or None; both let Ctrl-C through. False, which stops the
 * call, where it raised, with the exception left for who called the library,
 * and where it returned False.
 */
bool python_progress(void *user, uint64_t done, uint64_t total);

/*
 * A msb_clock_fn. @user is a callable that returns a datetime in UTC. Where it
 * raises, an instant that no store takes, and the exception is left.
 */
int64_t python_clock(void *user);

/*
 * A msb_read_fn. @user is a callable that returns bytes, at most as many as it
 * is asked for, and none at the end. False where it raised.
 */
bool python_read(void *user, void *out, size_t capacity, size_t *length);

/*
 * A msb_line_fn. @user is a callable that takes a line as bytes. False, which
 * stops the call, where it raised, and where it returned False.
 */
bool python_take_line(void *user, const char *line, size_t length);

#endif
