/* SPDX-License-Identifier: MIT */
#ifndef MSBI_PROBLEMS_H
#define MSBI_PROBLEMS_H

#include <stdbool.h>

#include <msb/model.h>

/* The most problems kept of one file; what is beyond is said in the last. */
#define MSBI_MAX_PROBLEMS 1000

/* A new, empty list for the input @name; NULL when out of memory. */
struct msb_problems *msbi_problems_new(const char *name);
/*
 * Add one. Beyond the bounds it is only counted. A failed
 * allocation is remembered: see msbi_problems_finish().
 */
__attribute__((format(printf, 6, 7))) void
msbi_problems_add(struct msb_problems *problems, const char *code,
                  const char *pointer, int32_t line, int32_t column,
                  const char *format, ...);
/* Whether a further one would only be counted: no need to word it. */
bool msbi_problems_is_full(const struct msb_problems *problems);
/* Count one without wording it. */
void msbi_problems_add_beyond(struct msb_problems *problems);
/*
 * Sort by line and column, fill @err with the first, and return @status (the
 * one for a list that is not empty), MSB_OK for an empty one, or NOMEM.
 */
enum msb_status msbi_problems_finish(struct msb_problems *problems,
                                     enum msb_status status,
                                     struct msb_error *err);

#endif
