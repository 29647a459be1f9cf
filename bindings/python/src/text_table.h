/* SPDX-License-Identifier: MIT */
/* The values of an attribute by their text. */
#ifndef MSB_PYTHON_TEXT_TABLE_H
#define MSB_PYTHON_TEXT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The eight bytes at either end of a text, or all that it has. */
struct text_ends {
    uint64_t first;
    uint64_t last;
};

struct text_entry {
    const char *chars; /* NULL: free; else borrowed */
    size_t length;
    struct text_ends ends;
    int32_t index;
};

/* Immutable once it is filled; any thread may look up. */
struct text_table {
    size_t num_places; /* a power of two; 0: nothing is listed */
    struct text_entry *places;
};

/* Room for @num texts. False: no memory. */
bool text_table_init(struct text_table *table, size_t num);
void text_table_add(struct text_table *table, const char *text, int32_t index);
void text_table_release(struct text_table *table);
/* The index of a text, or -1. */
int32_t text_table_find(const struct text_table *table, const char *chars,
                        size_t length);

#endif
