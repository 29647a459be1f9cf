/* SPDX-License-Identifier: MIT */
#ifndef MSBI_STORE_COLUMNS_H
#define MSBI_STORE_COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

#include <msb/error.h>

#include "store/columns/draft.h"

struct msb_store;

/* The chunks of a store: where they are kept, and how they are made. */

/* The chunk of a citizen, and the first and the last citizen of a chunk. */
static inline int64_t
msbi_chunk_of(int64_t citizen)
{
    return citizen >> MSBI_CHUNK_BITS;
}

static inline int64_t
msbi_chunk_first(int64_t number)
{
    return number * MSBI_CHUNK_CITIZENS;
}

static inline int64_t
msbi_chunk_last(int64_t number)
{
    return msbi_chunk_first(number) + (MSBI_CHUNK_CITIZENS - 1);
}

/* The first chunk from @number on of which any facts are known. */
enum msb_status msbi_chunk_find_next(struct msb_store *store, int64_t number,
                                     int64_t *out, bool *is_found,
                                     struct msb_error *err);
/* A chunk as it is kept: empty where it must be read as rows. */
enum msb_status msbi_chunk_load(struct msb_store *store, int64_t number,
                                struct msbi_text *out, bool *is_found,
                                struct msb_error *err);
/* Make a chunk from its rows: empty where it must be read as rows. */
enum msb_status msbi_chunk_gather(struct msb_store *store, int64_t number,
                                  struct msbi_draft *draft,
                                  struct msbi_text *out, struct msb_error *err);
/* Before the first chunk of a transaction is kept: no statement is at work. */
enum msb_status
msbi_chunks_begin(struct msb_store *store, struct msb_error *err);
/* Keep a chunk that was made, inside a transaction. */
enum msb_status msbi_chunk_keep(struct msb_store *store, int64_t number,
                                const struct msbi_text *data,
                                struct msb_error *err);

/*
 * Make each chunk anew, and compare it with the one that is kept. @num_wrong is
 * how many do not say what the rows say; the first of them is @first.
 */
enum msb_status msbi_columns_verify(struct msb_store *store,
                                    uint64_t *num_wrong, int64_t *first,
                                    struct msb_error *err);

#endif
