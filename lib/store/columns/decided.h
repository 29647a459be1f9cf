/* SPDX-License-Identifier: MIT */
#ifndef MSBI_DECIDED_H
#define MSBI_DECIDED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/error.h>

struct msb_store;

/* An assignment to be recorded; the ids are borrowed from the model. */
struct msbi_decided {
    int64_t citizen;
    const char *area;
    const char *rule;         /* or NULL */
    const char *target_group; /* or NULL */
    bool has_to;
    struct msb_date to;
};

/* What the connection's virtual table shows while rows are recorded. */
struct msbi_decided_rows {
    bool is_registered;
    const struct msbi_decided *items;
    size_t num;
};

/*
 * Record assignments from a day on by one statement, inside a transaction,
 * which is lost when it fails. Of each citizen the caller knows that no
 * assignment on record overlaps: the trigger that says so is passed over while
 * msbi_decided_pass_lookups() is on. A citizen or model that is not there is a
 * damaged store. Citizens should come in the order of their numbers.
 */
enum msb_status
msbi_decided_record(struct msb_store *store, const struct msbi_decided *items,
                    size_t num, int64_t model, struct msb_date from,
                    struct msb_error *err);
/* Whether triggers and foreign keys are passed over on this connection. No
   statement may be at work when it changes, and it must be off again when the
   call ends. */
enum msb_status msbi_decided_pass_lookups(struct msb_store *store,
                                          bool is_passing,
                                          struct msb_error *err);

#endif
