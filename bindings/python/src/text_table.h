/* SPDX-License-Identifier: MIT */
/*
 * The values of an attribute by their text.
 *
 * A frame asks for one at every row, so the usual answer, the first place
 * looked at, is inline. A text's hash is made of its length and of eight bytes
 * at either end: up to sixteen bytes these are all of it, so that no byte of a
 * short identifier is looked at twice.
 */
#ifndef MSB_PYTHON_TEXT_TABLE_H
#define MSB_PYTHON_TEXT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The eight bytes at either end of a text, or all that it has. */
struct text_ends {
    uint64_t first;
    uint64_t last;
};

struct text_entry {
    const char *chars; /* NULL: free; else borrowed */
    struct text_ends ends;
    uint32_t length;
    int32_t index;
};

/* Immutable; any thread may look up. */
struct text_table {
    struct text_entry *places; /* a power of two of them; NULL: no text */
    size_t mask;
    uint64_t factor; /* of the hash */
    unsigned shift;  /* of it, down to as many bits as the mask has */
};

/* List texts, which the caller keeps, by their order. False: no memory. */
bool
text_table_init(struct text_table *table, const char *const *texts, size_t num);
void text_table_release(struct text_table *table);
/* What text_table_find() does where the first place has another text. */
int32_t text_table_seek(const struct text_table *table, const char *chars,
                        size_t length, struct text_ends ends);

static inline uint64_t
text_load(const char *chars, size_t length)
{
    uint64_t word = 0;

    memcpy(&word, chars, length);
    return word;
}

static inline struct text_ends
text_read_ends(const char *chars, size_t length)
{
    if (length >= 8)
        return (struct text_ends){text_load(chars, 8),
                                  text_load(chars + length - 8, 8)};
    if (length >= 4)
        return (struct text_ends){text_load(chars, 4),
                                  text_load(chars + length - 4, 4)};
    if (length >= 2)
        return (struct text_ends){text_load(chars, 2),
                                  text_load(chars + length - 2, 2)};
    return (struct text_ends){length == 0 ? 0 : text_load(chars, 1), 0};
}

/* Where a text is looked for first; the next places follow. */
static inline size_t
text_table_place(const struct text_table *table, size_t length,
                 struct text_ends ends)
{
    const uint64_t prime = 0x9e3779b97f4a7c15u;
    uint64_t hash = (ends.first ^ length) * table->factor + ends.last * prime;

    return (size_t)(hash >> table->shift); /* all bytes reach the high bits */
}

static inline bool
text_entry_is(const struct text_entry *entry, const char *chars, size_t length,
              struct text_ends ends)
{
    return entry->ends.first == ends.first && entry->ends.last == ends.last
           && entry->length == length
           && (length <= 16
               || memcmp(entry->chars + 8, chars + 8, length - 16) == 0);
}

/* The index of a text, or -1. */
static inline int32_t
text_table_find(const struct text_table *table, const char *chars,
                size_t length)
{
    struct text_ends ends = text_read_ends(chars, length);
    const struct text_entry *first;

    if (table->places == NULL)
        return -1;
    first = &table->places[text_table_place(table, length, ends)];
    if (first->chars != NULL && text_entry_is(first, chars, length, ends))
        return first->index;
    return text_table_seek(table, chars, length, ends);
}

#endif
