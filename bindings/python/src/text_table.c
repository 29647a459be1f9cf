/* SPDX-License-Identifier: MIT */
/*
 * Texts of a model by their hash, made of a text's length and of its first and
 * last eight bytes. Up to sixteen bytes these are all of it, so that of the
 * short identifiers of a model no byte is looked at twice.
 */
#include "text_table.h"

#include <stdlib.h>
#include <string.h>

static uint64_t
load(const char *chars, size_t length)
{
    uint64_t word = 0;

    memcpy(&word, chars, length);
    return word;
}

static struct text_ends
read_ends(const char *chars, size_t length)
{
    if (length >= 8)
        return (struct text_ends){load(chars, 8), load(chars + length - 8, 8)};
    if (length >= 4)
        return (struct text_ends){load(chars, 4), load(chars + length - 4, 4)};
    return (struct text_ends){load(chars, length), 0};
}

static size_t
hash_text(struct text_ends ends, size_t length)
{
    const uint64_t first_prime = 0x9e3779b97f4a7c15u;
    const uint64_t second_prime = 0xc2b2ae3d27d4eb4fu;
    uint64_t hash = (ends.first ^ length) * first_prime
                    ^ (ends.last + length) * second_prime;

    return (size_t)((hash ^ hash >> 32) * first_prime >> 32);
}

static bool
is_text(const struct text_entry *entry, const char *chars, size_t length,
        struct text_ends ends)
{
    return entry->length == length && entry->ends.first == ends.first
           && entry->ends.last == ends.last
           && (length <= 16
               || memcmp(entry->chars + 8, chars + 8, length - 16) == 0);
}

bool
text_table_init(struct text_table *table, size_t num)
{
    size_t num_places = 4;

    while (num_places < 4 * num)
        num_places *= 2;
    table->places = calloc(num_places, sizeof *table->places);
    table->num_places = table->places == NULL ? 0 : num_places;
    return table->places != NULL;
}

void
text_table_release(struct text_table *table)
{
    free(table->places);
    table->places = NULL;
    table->num_places = 0;
}

/* The place of a text, or the free one where it would be. */
static struct text_entry *
find_place(const struct text_table *table, const char *chars, size_t length,
           struct text_ends ends)
{
    size_t at = hash_text(ends, length) & (table->num_places - 1);

    while (table->places[at].chars != NULL
           && !is_text(&table->places[at], chars, length, ends))
        at = (at + 1) & (table->num_places - 1);
    return &table->places[at];
}

void
text_table_add(struct text_table *table, const char *text, int32_t index)
{
    size_t length = strlen(text);
    struct text_ends ends = read_ends(text, length);
    struct text_entry *place = find_place(table, text, length, ends);

    if (place->chars == NULL)
        *place = (struct text_entry){text, length, ends, index};
}

int32_t
text_table_find(const struct text_table *table, const char *chars,
                size_t length)
{
    const struct text_entry *place;

    if (table->num_places == 0)
        return -1;
    place = find_place(table, chars, length, read_ends(chars, length));
    return place->chars == NULL ? -1 : place->index;
}
