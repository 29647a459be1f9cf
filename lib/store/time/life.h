/* SPDX-License-Identifier: MIT */
#ifndef MSBI_LIFE_H
#define MSBI_LIFE_H

#include "base/text.h"
#include "store/reign.h"

/*
 * What is on record of one citizen that can decide: facts, courses and
 * exceptions, as they are known now, or as they were ever known.
 */

struct msbi_life_facts {
    struct msb_date from;
    struct msbi_known known;
    bool is_something; /* else, from this day on, nothing is known */
    size_t text;       /* where it begins in `texts`; length in bytes */
    size_t length;
};

struct msbi_life_course {
    struct msb_date from;
    struct msb_date to; /* days MSBI_NO_END: it has none */
    struct msbi_known known;
    size_t service; /* where its id begins in `texts` */
};

struct msbi_life_exception {
    struct msb_date from;
    struct msb_date to;
    struct msbi_known known;
    size_t area; /* where its id begins in `texts` */
};

struct msbi_life {
    int64_t citizen;
    size_t num_facts;
    size_t facts_capacity;
    struct msbi_life_facts *facts; /* in the order of their first days */
    size_t num_courses;
    size_t courses_capacity;
    struct msbi_life_course *courses; /* in the order of the services' ids */
    size_t num_exceptions;
    size_t exceptions_capacity;
    struct msbi_life_exception *exceptions;
    struct msbi_text texts; /* NUL behind each */
};

/* Read a citizen's, inside a transaction; keeps the room of @life. */
enum msb_status msbi_life_read(struct msb_store *store, int64_t citizen,
                               bool ever_known, struct msbi_life *life,
                               struct msb_error *err);
void msbi_life_release(struct msbi_life *life);

/* Those in force on a day, as known at an instant; NULL: none. */
const struct msbi_life_facts *
msbi_life_find_facts(const struct msbi_life *life, struct msb_date on,
                     const struct msb_instant *known_at);
const struct msbi_life_exception *
msbi_life_find_exception(const struct msbi_life *life, struct msb_date on,
                         const struct msb_instant *known_at);
/* The next service on a day behind the place @at, which starts at 0; NULL at
   the end. Two courses of one service give it once. */
const char *
msbi_life_next_service(const struct msbi_life *life, struct msb_date on,
                       const struct msb_instant *known_at, size_t *at);

#endif
