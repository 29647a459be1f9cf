/* SPDX-License-Identifier: MIT */
#ifndef MSBI_HOUSEHOLDS_H
#define MSBI_HOUSEHOLDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/household.h>
#include <msb/instant.h>

#include "store/store.h"

/* A citizen in a household, from a date to a date. */
struct msbi_member_row {
    const char *household; /* UTF-8, not empty; made where it is new */
    size_t household_length;
    const char *citizen; /* must be in the store already */
    size_t citizen_length;
    const char *role; /* may be empty */
    size_t role_length;
    struct msb_date from;
    bool has_to;
    struct msb_date to;
};

/* One service to one household. */
struct msbi_household_course_row {
    const char *household; /* must be in the store already */
    size_t household_length;
    const char *service;
    const char *unit; /* or NULL */
    struct msb_date from;
    bool has_to;
    struct msb_date to;
};

/* Write one row inside a transaction. CONFLICT ("empty_period") and NOT_FOUND
   ("unknown_citizen", "unknown_household") reject it, before anything of it is
   written. */
enum msb_status msbi_store_put_member(struct msb_store *store,
                                      const struct msbi_member_row *row,
                                      enum msbi_put *out,
                                      struct msb_error *err);
enum msb_status
msbi_store_put_household_course(struct msb_store *store,
                                const struct msbi_household_course_row *row,
                                enum msbi_put *out, struct msb_error *err);

/* A household's number; NOT_FOUND "unknown_household". */
enum msb_status msbi_household_find(struct msb_store *store, const char *id,
                                    size_t length, int64_t *out,
                                    struct msb_error *err);

/* A course of a household, as it is on record; texts end in NUL. */
struct msbi_course_of {
    char *service;
    char *unit; /* or NULL */
    struct msb_period period;
};

struct msbi_courses_of {
    size_t num;
    size_t capacity;
    struct msbi_course_of *items;
};

/* The courses of a household on a date, by service. */
enum msb_status
msbi_household_read_courses(struct msb_store *store, int64_t household,
                            struct msb_date on,
                            const struct msb_instant *known_at,
                            struct msbi_courses_of *out, struct msb_error *err);
void msbi_courses_of_release(struct msbi_courses_of *courses);

#endif
