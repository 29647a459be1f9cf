/* SPDX-License-Identifier: MIT */
#ifndef MSBI_ERASED_H
#define MSBI_ERASED_H

#include <stdint.h>

#include <msb/date.h>
#include <msb/error.h>

struct msb_store;

/*
 * The assignments of those who were erased: a number and an area, so that the
 * counts of former days are what they were.
 */

/* End what is on record of a citizen from @day on, inside a transaction. */
enum msb_status msbi_erased_end(struct msb_store *store, int64_t citizen,
                                struct msb_date day, struct msb_error *err);

/* Takes the area that was responsible for one of them. */
typedef enum msb_status (*msbi_erased_fn)(void *user, const char *area,
                                          struct msb_error *err);

/* Go through those who had an assignment on a date, by their numbers. */
enum msb_status msbi_erased_each(struct msb_store *store, struct msb_date on,
                                 msbi_erased_fn each, void *user,
                                 struct msb_error *err);

#endif
