/* SPDX-License-Identifier: MIT */
/*
 * Counts of pairs of areas. A population shows few different pairs, so they
 * stand in one sorted array: a binary search for each citizen, a move for
 * each new pair, and the order of the report for nothing. Memory grows with
 * the pairs that occur, never with the citizens.
 */
#include "compare/pairs.h"

#include <stdbool.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

static bool
is_before(const struct msbi_pair *pair, size_t first, size_t second)
{
    if (pair->first != first)
        return pair->first < first;
    return pair->second < second;
}

/* Where the pair stands, or where it is to be put. */
static size_t
find_place(const struct msbi_pairs *pairs, size_t first, size_t second)
{
    size_t low = 0, high = pairs->num;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (is_before(&pairs->items[middle], first, second))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

enum msb_status
msbi_pairs_add(struct msbi_pairs *pairs, size_t first, size_t second,
               struct msb_error *err)
{
    size_t place = find_place(pairs, first, second);
    struct msbi_pair *item;
    void *grown;

    if (place < pairs->num && pairs->items[place].first == first
        && pairs->items[place].second == second) {
        pairs->items[place].count++;
        return MSB_OK;
    }
    grown = msbi_grow(pairs->items, pairs->num, &pairs->capacity,
                      sizeof *pairs->items);
    if (grown == NULL)
        return msbi_fail_nomem(err);
    pairs->items = grown;
    item = &pairs->items[place];
    memmove(item + 1, item, (pairs->num - place) * sizeof *item);
    pairs->num++;
    item->first = first;
    item->second = second;
    item->count = 1;
    return MSB_OK;
}

void
msbi_pairs_release(struct msbi_pairs *pairs)
{
    msbi_free(pairs->items);
    memset(pairs, 0, sizeof *pairs);
}
