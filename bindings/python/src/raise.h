/* SPDX-License-Identifier: MIT */
/* A failed call as a Python exception. */
#ifndef MSB_PYTHON_RAISE_H
#define MSB_PYTHON_RAISE_H

#include <stddef.h>

#include <msb/error.h>
#include <msb/model.h>

/*
 * Raise what a call that failed left behind: an exception of msb.errors, made
 * by its make_error(). @problems may be NULL. Where Python already has an
 * exception (a callback raised it, and the call failed of that), it stands.
 */
void
raise_error(const struct msb_error *error, const struct msb_problems *problems);
/* The same for a row of a frame, which the exception then knows, unless it is
   MSB_NONE. */
void raise_row(const struct msb_error *error, size_t row);

#endif
