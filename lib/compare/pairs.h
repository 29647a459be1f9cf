/* SPDX-License-Identifier: MIT */
#ifndef MSBI_PAIRS_H
#define MSBI_PAIRS_H

#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>

/* A pair of indices, and how often it was counted. */
struct msbi_pair {
    size_t first;
    size_t second;
    uint64_t count;
};

/* The pairs counted so far, in ascending order: MSB_NONE comes last. */
struct msbi_pairs {
    size_t num;
    size_t capacity;
    struct msbi_pair *items;
};

/* Count one pair once more; NOMEM leaves the counts as they were. */
enum msb_status msbi_pairs_add(struct msbi_pairs *pairs, size_t first,
                               size_t second, struct msb_error *err);
void msbi_pairs_release(struct msbi_pairs *pairs);

#endif
