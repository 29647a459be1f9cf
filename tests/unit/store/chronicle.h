/* SPDX-License-Identifier: MIT */
#ifndef MSB_TESTS_CHRONICLE_H
#define MSB_TESTS_CHRONICLE_H

#include "support/random.h"
#include "unit/store/town.h"

/*
 * Things that happen to a town, at random: facts, courses, exceptions and
 * their corrections, each recorded at an instant of its own. All days lie from
 * 2019-01-01 to 2021-12-31. And, beside it, the plain way to find out who is
 * responsible on a day: to decide that day.
 */

#define CHRONICLE_CITIZENS 4

/* From 2020-07-01: `young` is called `youth` and sends the young on at 25
   instead of 30; `work` and `health` are one area, `jobs`; a service decides.
   The other from 2021-03-01 to 2021-09-01, `jobs` is `work` again. */
extern const char chronicle_2020[];
extern const char chronicle_2021[];

/* What is known of a day. Ids are borrowed from the store's rules. */
struct chronicle_day {
    int64_t model; /* 0: none in force */
    const char *area;
    const char *rule;
    const char *target_group;
};

/* As town_set_up(), with all models, a clock that starts on 2019-01-02, and
   citizens of whom nothing is known but their ids, c0 and so on. */
int chronicle_set_up(void **state);
/* Let a second pass. */
void chronicle_tick(void);
struct msb_instant chronicle_now(void);
/* One thing happens, in a transaction of its own. */
void chronicle_happen(struct town *town, struct random *random);
/* Decide everybody on a day, and record it. */
void chronicle_run(struct town *town, struct msb_date on);
/* A day from 2019-01-01 to 2021-12-31. */
struct msb_date chronicle_day(struct random *random);
/* Decide one day of a citizen, by its number. */
void chronicle_decide(struct msb_store *store, int64_t citizen,
                      struct msb_date on, const struct msb_instant *known_at,
                      struct chronicle_day *out);
/* Whether two ids, or NULL, are the same. */
bool is_same_id(const char *a, const char *b);

#endif
