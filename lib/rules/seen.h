/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SEEN_H
#define MSBI_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A set of numbers other than 0, for walks that must not go twice. */
struct msbi_seen {
    uint64_t *slots;
    size_t num;
    size_t size;
    uint64_t first[32]; /* small sets need no heap */
    bool failed;        /* out of memory; add() then says "already in" */
};

void msbi_seen_init(struct msbi_seen *seen);
void msbi_seen_release(struct msbi_seen *seen);
/* Add @number; whether it was not in the set before. */
bool msbi_seen_add(struct msbi_seen *seen, uint64_t number);

#endif
