/* SPDX-License-Identifier: MIT */
/*
 * Texts of a model by their hash. It is made of a text's length and of its
 * first and last eight bytes, which is quick for the short identifiers of a
 * model, and tells almost all of them apart; what it does not, a comparison
 * does.
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

static size_t
hash_text(const char *chars, size_t length)
{
    const uint64_t first_prime = 0x9e3779b97f4a7c15u;
    const uint64_t second_prime = 0xc2b2ae3d27d4eb4fu;
    uint64_t first, last;

    if (length >= 8) {
        first = load(chars, 8);
        last = load(chars + length - 8, 8);
    } else if (length >= 4) {
        first = load(chars, 4);
        last = load(chars + length - 4, 4);
    } else {
        first = load(chars, length);
        last = 0;
    }
    first = (first ^ length) * first_prime;
    last = (last + length) * second_prime;
    first ^= last;
    return (size_t)((first ^ first >> 32) * first_prime >> 32);
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
find_place(const struct text_table *table, const char *chars, size_t length)
{
    size_t at = hash_text(chars, length) & (table->num_places - 1);

    while (table->places[at].chars != NULL
           && (table->places[at].length != length
               || memcmp(table->places[at].chars, chars, length) != 0))
        at = (at + 1) & (table->num_places - 1);
    return &table->places[at];
}

void
text_table_add(struct text_table *table, const char *text, int32_t index)
{
    size_t length = strlen(text);
    struct text_entry *place = find_place(table, text, length);

    if (place->chars == NULL)
        *place = (struct text_entry){text, length, index};
}

int32_t
text_table_find(const struct text_table *table, const char *chars,
                size_t length)
{
    const struct text_entry *place;

    if (table->num_places == 0)
        return -1;
    place = find_place(table, chars, length);
    return place->chars == NULL ? -1 : place->index;
}
