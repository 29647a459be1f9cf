/* SPDX-License-Identifier: MIT */
#ifndef MSBI_TIMELINE_H
#define MSBI_TIMELINE_H

#include <stdbool.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/decision.h>

#include "store/store.h"

struct msbi_decider;

/*
 * Who is responsible for one citizen, day by day: decided at every day on
 * which anything that decides can change, and nowhere else.
 */

/* What begins on a day; several may. */
enum {
    MSBI_BREAK_AGE = 1,       /* a birthday that the rules can tell */
    MSBI_BREAK_FACTS = 2,     /* facts or a course begin or end */
    MSBI_BREAK_MODEL = 4,     /* a model comes into force, or ends */
    MSBI_BREAK_EXCEPTION = 8, /* an exception begins or ends */
    MSBI_BREAK_ASKED = 16     /* a day that the caller named */
};

/* A stretch of days with one decision. The ids are borrowed from @rules. */
struct msbi_stretch {
    struct msb_date from; /* until the next stretch's, or the end asked for */
    unsigned breaks;      /* why it begins here */
    int64_t model;        /* the model's number; 0 where none is in force */
    struct msb_rules *rules;        /* borrowed from the store; or NULL */
    enum msb_outcome_status status; /* NONE where nothing is known, or the
                                       model rejects the facts */
    const char *area;               /* or NULL: also where the model is
                                       divided by service */
    const char *rule;               /* or NULL */
    const char *target_group;       /* or NULL */
    bool by_exception;
};

struct msbi_timeline {
    struct msbi_stretch *items;
    size_t num;
    size_t capacity;
};

/* What to decide. */
struct msbi_timeline_query {
    struct msb_date from;
    struct msb_date to;          /* half-open */
    const struct msb_date *days; /* to decide on besides, ascending */
    size_t num_days;
};

/* Decide the days of the citizen that was read last, as known now. Neighbours
   may be equal: the caller joins what it does not tell apart. Keeps the room
   of @out. */
enum msb_status msbi_timeline_fill(struct msbi_decider *decider,
                                   const struct msbi_timeline_query *query,
                                   struct msbi_timeline *out,
                                   struct msb_error *err);
void msbi_timeline_release(struct msbi_timeline *timeline);

#endif
