/* SPDX-License-Identifier: MIT */
#ifndef MSBI_MEANING_H
#define MSBI_MEANING_H

#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/error.h>

#include "decide/batch.h"
#include "store/columns/chunk.h"

/*
 * What the columns of a chunk mean to a model: for each value that occurs, the
 * model's own number for it. Made for one chunk after the other, and kept for
 * a column whose values are the same again.
 */
struct msbi_meant_column {
    enum msbi_chunk_kind kind;
    uint32_t num_values;
    char *texts; /* as in the chunk */
    size_t texts_size;
    size_t attribute;  /* of the model, or MSB_NONE */
    bool is_misfit;    /* a set where it has none, or the other way round */
    bool rejects;      /* one of the values at least */
    int32_t *meanings; /* by cell of a SCALAR, by bit of a SET */
    size_t capacity;
    /* Of a SET of a model's that takes one word: what each byte of a cell
       means, 256 words each, and which of its bits reject. */
    uint64_t *masks;
    uint8_t *rejected;
    size_t masks_capacity;
};

struct msbi_meaning {
    const struct msb_model *model; /* borrowed */
    size_t num_columns;
    size_t capacity;
    struct msbi_meant_column *columns;
    bool has_ages; /* facts give ages, besides birth dates or instead */
};

/* What is in place of a model's value where it has none. */
#define MSBI_MEANING_REJECTED (INT32_MIN + 1)
#define MSBI_MEANING_PASSED_OVER (INT32_MIN + 2)

/* MSB_OK or NOMEM. */
enum msb_status msbi_meaning_update(struct msbi_meaning *meaning,
                                    const struct msbi_chunk *chunk);
void msbi_meaning_release(struct msbi_meaning *meaning);

/* The rows of a chunk that hold on a date, at most one a citizen; how many. */
size_t msbi_chunk_select(const struct msbi_chunk *chunk, struct msb_date on,
                         uint32_t rows[MSBI_CHUNK_CITIZENS]);
/* Fill an empty batch of the meaning's model with rows, for the batch's date;
   or with @days each for a day of its own. */
void msbi_meaning_fill(const struct msbi_meaning *meaning,
                       const struct msbi_chunk *chunk, const uint32_t *rows,
                       size_t num_rows, struct msb_date on, const int32_t *days,
                       struct msbi_batch *batch);
/* Fill facts from one row; INVALID where the model cannot use them. */
enum msb_status msbi_meaning_fill_facts(const struct msbi_meaning *meaning,
                                        const struct msbi_chunk *chunk,
                                        uint32_t row, struct msb_facts *facts);

#endif
