/* SPDX-License-Identifier: MIT */
#ifndef MSBI_CENSUS_H
#define MSBI_CENSUS_H

#include <stddef.h>
#include <stdint.h>

#include "compare/placed.h"
#include "compare/totals.h"
#include "decide/batch.h"

/* One model that a population is decided by. */
struct msbi_side {
    struct msb_rules *rules;   /* borrowed */
    struct msbi_batch *batch;  /* the citizens at hand */
    struct msb_totals *totals; /* what is counted */
    size_t area;               /* the citizen's area, or MSB_NONE */
    size_t *same;              /* its areas, by those of the model in force;
                                  NULL: exceptions say nothing here */
};

/* What is to be done with each citizen once all sides have decided. */
typedef enum msb_status (*msbi_census_fn)(void *user,
                                          const struct msbi_side *sides,
                                          struct msb_error *err);

enum { MSBI_MAX_SIDES = 2 };

struct msbi_census {
    struct msb_store *store;
    struct msb_date on;
    size_t num_sides;
    struct msbi_side *sides;
    msbi_census_fn each; /* may be NULL */
    void *each_user;
    msb_progress_fn progress; /* may be NULL */
    void *progress_user;
    struct msbi_placed *exceptions;
    int64_t keys[MSBI_BATCH_ROWS];  /* the citizens at hand */
    size_t placed[MSBI_BATCH_ROWS]; /* where an exception places each citizen
                                       at hand, or MSB_NONE */
};

/*
 * Decide a population by every side in one pass. Makes batch and totals of
 * each side; release them with msbi_side_release(), also on failure.
 */
enum msb_status
msbi_census_run(struct msbi_census *census, struct msb_error *err);
void msbi_side_release(struct msbi_side *side);

#endif
