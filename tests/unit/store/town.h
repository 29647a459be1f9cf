/* SPDX-License-Identifier: MIT */
#ifndef MSB_TESTS_TOWN_H
#define MSB_TESTS_TOWN_H

#include <stdbool.h>

#include "store/connection.h"
#include "store/store.h"

/* A folder for one test, and in it a store with the model small_2019. */
struct town {
    char folder[256];
    char path[288];
    struct msb_store *store;
    int64_t now; /* what its clock tells, once it is stopped */
};

/* Make and remove; a failure ends the test. As cmocka's set-up: *state. */
int town_set_up(void **state);
int town_tear_down(void **state);
/* As town_set_up(), with Anna in every table: facts, a course and a household
   from 2019-01-01, an assignment from 2019-03-01 to 2019-07-01. */
int town_set_up_anna(void **state);
/* Close the store, and open it again, with the clock of the system. */
void town_reopen(struct town *town);
/* 2100-01-01T00:00:00Z: later than a town was made, by the system's clock. */
#define TOWN_LATER 4102444800
/* Let the clock of the open store stand still, until town->now is changed. */
void town_stop_clock(struct town *town, int64_t now);

/* A model of small_model.h. */
struct msb_model *town_model(const char *text);
/* Adopt it. */
void town_adopt(struct town *town, const char *text);
struct msb_date town_date(const char *iso);
/* Open where @to is NULL. */
struct msb_period town_period(const char *from, const char *to);

/* A row of facts, ' for "; @to and @cpr may be NULL. */
struct msbi_citizen_row town_citizen(const char *id, const char *cpr,
                                     const char *from, const char *to,
                                     const char *facts);
struct msbi_course_row town_course(const char *citizen, const char *service,
                                   const char *unit, const char *from,
                                   const char *to);
/* Put one row in a transaction of its own. */
enum msbi_put town_put(struct town *town, const char *id, const char *from,
                       const char *facts);
enum msbi_put
town_put_row(struct town *town, const struct msbi_citizen_row *row);
enum msbi_put
town_put_course(struct town *town, const struct msbi_course_row *row);

/* SQL on the store, which has day('2019-01-01') and
   instant('2019-01-01T12:00:00Z'), as the store keeps them. Rows come back as
   "a|b|c", each with a newline; free() it. */
char *town_query(struct msb_store *store, const char *sql);
void
assert_query(struct msb_store *store, const char *sql, const char *expected);
/* Why the database refuses it; "" where it does not. */
const char *town_refusal(struct msb_store *store, const char *sql);
/* SQL that is refused, to the NULL at the end; nothing is left of it. */
struct town_refused {
    const char *sql;
    const char *why; /* in the database's message */
};

void town_check_refusals(struct town *town, const struct town_refused *cases);
void town_execute(struct msb_store *store, const char *sql);
/* All rows of all tables; free() it. */
char *town_dump(struct msb_store *store);
/* That they are those of @before, a dump, which is freed. */
void town_assert_same(struct msb_store *store, char *before);

#endif
