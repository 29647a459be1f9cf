/* SPDX-License-Identifier: MIT */
#ifndef MSBI_BATCH_H
#define MSBI_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/decision.h>

#include "decide/facts.h"

/*
 * Some citizens at a time, from facts to columns to answers: what decides a
 * population that is read one citizen after the other.
 */
struct msbi_batch;

/* Rows that a batch takes, and services of one citizen that it answers for
   without asking again. */
#define MSBI_BATCH_ROWS 1024
#define MSBI_BATCH_DELIVERIES 8

/* The answer for one citizen; -1 is nobody. */
struct msbi_batch_answer {
    bool is_rejected; /* the rest then says nothing */
    struct msb_outcome outcome;
    size_t num_deliveries;
    const int16_t *areas; /* who delivers: of each active service, or -1 */
};

enum msb_status msbi_batch_new(struct msb_rules *rules, struct msb_date on,
                               struct msbi_batch **out, struct msb_error *err);
void msbi_batch_free(struct msbi_batch *batch);

/* Start anew, with no citizen. */
void msbi_batch_clear(struct msbi_batch *batch);
/* Facts for whoever fills some to add; only until the batch is decided. */
struct msb_facts *msbi_batch_get_facts(struct msbi_batch *batch);
/* One more citizen, of the model of the rules; there must be room. NULL: one
   whose facts the model rejects. */
void msbi_batch_add(struct msbi_batch *batch, const struct msb_facts *facts);

/* The buffers of one attribute, MSBI_BATCH_ROWS long. */
struct msbi_batch_column {
    enum msb_attribute_type type;
    size_t first_word; /* of a set, in facts */
    size_t num_words;
    uint64_t *words;  /* of a set */
    int32_t *numbers; /* of an integer or an enum */
    uint8_t *flags;
    uint8_t *validity;
};

/* What a batch is filled with by whoever has columns already. */
struct msbi_batch_buffers {
    size_t num_columns; /* all attributes but the target group */
    struct msbi_batch_column *columns;
    int32_t *births;         /* in place of the ages, where asked for */
    uint8_t *birth_validity; /* the same */
    bool *is_rejected;
};

/* Fill an empty batch by columns in place of adding citizens: it has @num_rows
   now, none of them rejected and nothing known of any, but that they have no
   services. Either all their birth dates are given, or their ages. */
struct msbi_batch_buffers
msbi_batch_fill(struct msbi_batch *batch, size_t num_rows, bool has_births);
/* Decide them all. MSB_OK, NOMEM or LIMIT. */
enum msb_status
msbi_batch_decide(struct msbi_batch *batch, struct msb_error *err);
/* The answer for a citizen, after that; its areas are borrowed until the next
   call. MSB_OK, NOMEM or LIMIT. */
enum msb_status msbi_batch_get(struct msbi_batch *batch, size_t row,
                               struct msbi_batch_answer *out,
                               struct msb_error *err);

#endif
