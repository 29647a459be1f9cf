/* SPDX-License-Identifier: MIT */
/*
 * Sorted names. Searching is O(log n); suggestions look at every name, so
 * they are only made where there are few, and only names of nearly the same
 * length are compared.
 */
#include "model/lookup.h"

#include <stdlib.h>
#include <string.h>

#include <msb/model.h>

#include "base/memory.h"

#define MAX_SUGGESTED_FROM 1000
#define MAX_NEAR_LENGTH 63
#define MAX_EDITS 2

bool
msbi_lookup_init(struct msbi_lookup *lookup, size_t capacity)
{
    lookup->num = 0;
    lookup->items = msbi_alloc_array(capacity, sizeof *lookup->items);
    return lookup->items != NULL;
}

void
msbi_lookup_release(struct msbi_lookup *lookup)
{
    msbi_free(lookup->items);
    lookup->items = NULL;
    lookup->num = 0;
}

void
msbi_lookup_add(struct msbi_lookup *lookup, const char *name, size_t index)
{
    lookup->items[lookup->num].name = name;
    lookup->items[lookup->num].index = index;
    lookup->num++;
}

static int
compare_items(const void *a, const void *b)
{
    const struct msbi_lookup_item *left = a, *right = b;
    int order = strcmp(left->name, right->name);

    if (order != 0)
        return order;
    return left->index < right->index ? -1 : left->index > right->index;
}

void
msbi_lookup_sort(struct msbi_lookup *lookup)
{
    if (lookup->num > 1)
        qsort(lookup->items, lookup->num, sizeof *lookup->items, compare_items);
}

/* As strcmp() orders them, but @name need not end in NUL. */
static int
compare_name(const char *item, const char *name, size_t length)
{
    size_t item_length = strlen(item);
    int order = memcmp(item, name, item_length < length ? item_length : length);

    if (order != 0 || item_length == length)
        return order;
    return item_length < length ? -1 : 1;
}

size_t
msbi_lookup_find(const struct msbi_lookup *lookup, const char *name,
                 size_t length)
{
    size_t low = 0, high = lookup->num;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_name(lookup->items[middle].name, name, length) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == lookup->num
        || compare_name(lookup->items[low].name, name, length) != 0)
        return MSB_NONE;
    return lookup->items[low].index;
}

static size_t
smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;

    return least < c ? least : c;
}

bool
msbi_is_near(const char *a, const char *b, size_t *distance)
{
    size_t a_length = strnlen(a, MAX_NEAR_LENGTH + 1);
    size_t b_length = strnlen(b, MAX_NEAR_LENGTH + 1);
    size_t row[MAX_NEAR_LENGTH + 1]; /* of the table of edit distances */

    if (a_length > MAX_NEAR_LENGTH || b_length > MAX_NEAR_LENGTH
        || a_length > b_length + MAX_EDITS || b_length > a_length + MAX_EDITS)
        return false;
    for (size_t j = 0; j <= b_length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t above = row[j];

            row[j] = smallest(above + 1, row[j - 1] + 1,
                              diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    *distance = row[b_length];
    /* Two edits make any name of two letters into any other. */
    return *distance <= MAX_EDITS && *distance < a_length
           && *distance < b_length;
}

const char *
msbi_lookup_suggest(const struct msbi_lookup *lookup, const char *name)
{
    const char *best = NULL;
    size_t best_distance = MAX_EDITS + 1;

    if (lookup->num > MAX_SUGGESTED_FROM)
        return NULL;
    for (size_t i = 0; i < lookup->num; i++) {
        size_t distance;

        if (msbi_is_near(name, lookup->items[i].name, &distance)
            && distance < best_distance) {
            best = lookup->items[i].name;
            best_distance = distance;
        }
    }
    return best;
}
