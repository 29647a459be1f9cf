/* SPDX-License-Identifier: MIT */
#ifndef MSBI_FEED_H
#define MSBI_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/instant.h>
#include <msb/model.h>

#include "decide/batch.h"

struct msb_store;

/*
 * A population under some models: everybody with facts on a date, with the
 * services active on it, in the order of their numbers. It comes from the
 * chunks where there are any, and from the rows where not; both say the same.
 * Memory does not grow with the population.
 */
struct msbi_feed;

#define MSBI_FEED_MAX_MODELS 2

struct msbi_feed_options {
    struct msb_date on;
    const struct msb_instant *known_at; /* NULL: now */
    size_t num_models;
    const struct msb_model *models[MSBI_FEED_MAX_MODELS]; /* borrowed */
    bool makes_chunks; /* keep those that are missing: inside a write
                          transaction only */
    bool is_by_rows;   /* use no chunk; for tests */
};

/* All of it is of one moment: of the transaction that is open, which the feed
   is closed in, or of one of its own. */
enum msb_status msbi_feed_open(struct msb_store *store,
                               const struct msbi_feed_options *options,
                               struct msbi_feed **out, struct msb_error *err);
void msbi_feed_close(struct msbi_feed *feed);

/* Fill a batch for each model with the next citizens, of whom @keys takes the
   numbers; NULL: not wanted. @num is 0 at the end, and again after it. */
enum msb_status msbi_feed_fill(struct msbi_feed *feed,
                               struct msbi_batch *const *batches,
                               int64_t keys[MSBI_BATCH_ROWS], size_t *num,
                               struct msb_error *err);
/* Fill facts of the first model from the next citizen. @has_citizen is false at
   the end; INVALID where the model cannot use them. */
enum msb_status msbi_feed_next(struct msbi_feed *feed, struct msb_facts *facts,
                               bool *has_citizen, struct msb_error *err);

#endif
