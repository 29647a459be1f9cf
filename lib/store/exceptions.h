/* SPDX-License-Identifier: MIT */
#ifndef MSBI_EXCEPTIONS_H
#define MSBI_EXCEPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include <msb/exception.h>
#include <msb/instant.h>

#include "decide/decision.h"
#include "store/store.h"

/*
 * The exceptions in force on a day. One says who is responsible for a citizen
 * whom the rules of the day have decided about: who has no facts, or facts
 * that the model rejects, is not decided about. A model that is divided by
 * service knows no exceptions.
 */
struct msbi_exception {
    int64_t citizen;
    size_t area; /* of the model in force on the day; MSB_NONE where it has
                    none that is the same: the rules decide then */
    struct msb_date from;
    struct msb_date to;
};

/* The exception of a citizen on a day, as known at an instant (NULL: now);
   @has is false where there is none. */
enum msb_status msbi_exception_find(struct msb_store *store, int64_t citizen,
                                    struct msb_date on,
                                    const struct msb_instant *known_at,
                                    struct msbi_exception *out, bool *has,
                                    struct msb_error *err);
/* The same with its texts, for people; @has is false also where the rules
   decide. Release it. */
enum msb_status msbi_exception_read(struct msb_store *store, int64_t citizen,
                                    struct msb_date on,
                                    const struct msb_instant *known_at,
                                    struct msbi_placement *out, bool *has,
                                    struct msb_error *err);

/* All that are in force on a day, in the order of the citizens' numbers, each
   with an area. Inside a transaction. */
struct msbi_exceptions;

enum msb_status
msbi_exceptions_open(struct msb_store *store, struct msb_date on,
                     const struct msb_instant *known_at,
                     struct msbi_exceptions **out, struct msb_error *err);
/* @has is false at the end, and again after it. */
enum msb_status msbi_exceptions_next(struct msbi_exceptions *exceptions,
                                     struct msbi_exception *out, bool *has,
                                     struct msb_error *err);
void msbi_exceptions_close(struct msbi_exceptions *exceptions);

#endif
