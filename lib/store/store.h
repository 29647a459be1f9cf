/* SPDX-License-Identifier: MIT */
#ifndef MSBI_STORE_H
#define MSBI_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/instant.h>
#include <msb/store.h>

#include "decide/batch.h"

/*
 * What import and compare may ask of a store. Instants are UTC,
 * "YYYY-MM-DDTHH:MM:SSZ"; dates are "YYYY-MM-DD".
 */

/* What writing one row came to. */
enum msbi_put {
    MSBI_PUT_INSERTED = 1,  /* the citizen or course was not known */
    MSBI_PUT_UPDATED = 2,   /* it was, with other facts or another interval */
    MSBI_PUT_UNCHANGED = 3, /* it was, as it is here */
    MSBI_PUT_WAITING = 4    /* not known yet: msbi_store_settle() counts it */
};

struct msbi_put_counts {
    uint64_t inserted;
    uint64_t updated;
    uint64_t unchanged;
};

/* A citizen's facts from a date on. Borrowed texts, length in bytes. */
struct msbi_citizen_row {
    const char *id; /* the citizen's id; UTF-8, not empty */
    size_t id_length;
    const char *cpr; /* ten digits, or NULL */
    struct msb_date valid_from;
    bool has_valid_to;
    struct msb_date valid_to;
    const char *facts; /* canonical JSON object: known members only,
                          birth_date first, then in the model's
                          order; sets in the order of their values */
    size_t facts_length;
};

/* One service to one citizen, from a date to a date. */
struct msbi_course_row {
    const char *citizen; /* must be in the store already */
    size_t citizen_length;
    const char *service;
    const char *unit; /* or NULL */
    struct msb_date from;
    bool has_to;
    struct msb_date to; /* half-open */
};

/* One write transaction; BUSY when another process holds the store. The
   instant of recording is fixed when it begins. */
enum msb_status
msbi_store_begin(struct msb_store *store, struct msb_error *err);
enum msb_status
msbi_store_commit(struct msb_store *store, struct msb_error *err);
void msbi_store_rollback(struct msb_store *store);

/*
 * A savepoint for one row: mark it; put it; then keep it where that was MSB_OK,
 * and undo it where it was refused: nothing of it is left then.
 */
enum msb_status msbi_store_mark(struct msb_store *store, struct msb_error *err);
enum msb_status msbi_store_keep(struct msb_store *store, struct msb_error *err);
enum msb_status msbi_store_undo(struct msb_store *store, struct msb_error *err);

/*
 * Write one row inside a transaction. CONFLICT rejects the row ("cpr_taken",
 * another citizen has this CPR number; "empty_period"), NOT_FOUND too (a
 * course's citizen, "unknown_citizen"); anything else ends the operation.
 *
 * Facts are in force from valid_from until the next version on record begins,
 * or until their own valid_to if that comes first; then those before them are
 * again. A version that begins on the same day is corrected. UNCHANGED where
 * the facts in force on valid_from are the same.
 *
 * A course is put as WAITING, once it is known that it is not rejected.
 */
enum msb_status msbi_store_put_citizen(struct msb_store *store,
                                       const struct msbi_citizen_row *row,
                                       enum msbi_put *out,
                                       struct msb_error *err);
enum msb_status msbi_store_put_course(struct msb_store *store,
                                      const struct msbi_course_row *row,
                                      enum msbi_put *out,
                                      struct msb_error *err);

/* Write the rows that wait to be written together, and count what became of
   those that were put as waiting, since the last time. */
enum msb_status msbi_store_settle(struct msb_store *store,
                                  struct msbi_put_counts *out,
                                  struct msb_error *err);

/* Check the whole database against schema/checks.sql, inside the transaction;
   CONFLICT names the first violation. */
enum msb_status
msbi_store_run_checks(struct msb_store *store, struct msb_error *err);

/* One citizen of a population. Borrowed until the next step. */
struct msbi_person {
    const char *id;
    size_t id_length;
    int64_t key;       /* its number in the store */
    const char *facts; /* JSON object, as it was put */
    size_t facts_length;
    size_t num_services;
    const char *const *services; /* ids of its active services */
};

struct msbi_population;

/*
 * Stream every citizen with facts on a date, with the services active on it,
 * in the order of their numbers, as known at an instant (NULL: now). Constant
 * memory.
 */
enum msb_status
msbi_population_open(struct msb_store *store, struct msb_date on,
                     const struct msb_instant *known_at,
                     struct msbi_population **out, struct msb_error *err);
/* @has_person is false at the end. */
enum msb_status msbi_population_next(struct msbi_population *population,
                                     struct msbi_person *person,
                                     bool *has_person, struct msb_error *err);
void msbi_population_close(struct msbi_population *population);
/* How many citizens are in the store, for progress. */
enum msb_status msbi_store_count_citizens(struct msb_store *store,
                                          uint64_t *out, struct msb_error *err);

/*
 * Fill @facts (made for some model) from a person: its facts and services.
 * Members and services that this model does not declare are left out: a
 * population is asked about under several models. INVALID when a declared
 * member does not fit.
 */
enum msb_status msbi_person_fill_facts(const struct msbi_person *person,
                                       struct msb_facts *facts,
                                       struct msb_error *err);
/* Add a person to each of some batches, as rejected where its model cannot use
   the facts. */
enum msb_status msbi_person_add_to(const struct msbi_person *person,
                                   struct msbi_batch *const *batches,
                                   size_t num, struct msb_error *err);

#endif
