/* SPDX-License-Identifier: MIT */
#ifndef MSBI_LOOKUP_H
#define MSBI_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>

struct msbi_lookup_item {
    const char *name;
    size_t index;
};

/*
 * Finds the index of a name by bisection: no input makes it slow, as one
 * could a hash table. Names are borrowed. Add all, then sort, then find.
 */
struct msbi_lookup {
    size_t num;
    struct msbi_lookup_item *items;
};

/* Room for @capacity names. Whether there is memory for it. */
bool msbi_lookup_init(struct msbi_lookup *lookup, size_t capacity);
void msbi_lookup_release(struct msbi_lookup *lookup);
void
msbi_lookup_add(struct msbi_lookup *lookup, const char *name, size_t index);
/* By name, equal names by index. */
void msbi_lookup_sort(struct msbi_lookup *lookup);
/* The lowest index of the name of @length bytes, or MSB_NONE. */
size_t msbi_lookup_find(const struct msbi_lookup *lookup, const char *name,
                        size_t length);

/*
 * The name nearest to @name, for "did you mean": at most two edits away.
 * NULL where there is none, or too many names to search them all.
 */
const char *
msbi_lookup_suggest(const struct msbi_lookup *lookup, const char *name);
/* Whether @a and @b are at most two edits apart, and how many. */
bool msbi_is_near(const char *a, const char *b, size_t *distance);

#endif
