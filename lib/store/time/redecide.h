/* SPDX-License-Identifier: MIT */
#ifndef MSBI_REDECIDE_H
#define MSBI_REDECIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/error.h>

struct msb_store;

/*
 * What a write transaction learns about days that were decided already. Whoever
 * writes something that decides about a citizen says which days it touches;
 * before the transaction commits, they are decided again, so that at every
 * moment each assignment on record is what the facts, courses, exceptions and
 * models on record give for its citizen on its first day.
 */

struct msbi_touched_days {
    int64_t citizen;
    struct msb_date from;
    struct msb_date to; /* days INT32_MAX: no end */
};

struct msbi_touched {
    bool has_looked; /* whether anybody was ever decided */
    bool has_runs;
    struct msbi_touched_days *items;
    size_t num;
    size_t capacity;
    size_t num_before; /* when the row at hand took its savepoint */
};

/* A citizen's days, half-open, that are not to be decided as before. */
enum msb_status msbi_store_touch_days(struct msb_store *store, int64_t citizen,
                                      struct msb_date from, bool has_to,
                                      struct msb_date to,
                                      struct msb_error *err);
/* Decide again what was touched; before a commit. */
enum msb_status
msbi_store_redecide(struct msb_store *store, struct msb_error *err);
/* Forget what was touched. */
void msbi_touched_clear(struct msbi_touched *touched);
void msbi_touched_release(struct msbi_touched *touched);

/* A model came into force on a day: if anybody was ever decided, everybody is,
   from that day on, until the next model on record comes into force. */
enum msb_status msbi_store_redecide_from(struct msb_store *store,
                                         struct msb_date day,
                                         struct msb_error *err);
/* Of a store that was of the first schema: touch what does not follow from
   what is known now. */
enum msb_status
msbi_store_touch_outdated(struct msb_store *store, struct msb_error *err);

#endif
