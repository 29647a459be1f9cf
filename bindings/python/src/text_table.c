/* SPDX-License-Identifier: MIT */
/*
 * A table is made once and asked millions of times, in no order that the
 * processor could foresee: where two texts share a place, it guesses wrongly
 * which of them comes. So for a few texts, as most attributes have, several
 * hashes are tried, and the one is kept that moves the fewest of them to
 * another place. Of many texts some share a place with any hash.
 */
#include "text_table.h"

#include <stdlib.h>

enum {
    PLACES_A_TEXT = 4,
    LEAST_BITS = 3,
    LEAST_PLACES = 1 << LEAST_BITS,
    FEW_TEXTS = 256,
    TRIALS = 64
};

/* Room for @num texts. False: no memory. */
static bool
make_places(struct text_table *table, size_t num)
{
    size_t num_places = LEAST_PLACES;

    table->shift = 64 - LEAST_BITS;
    while (num_places < PLACES_A_TEXT * num) {
        num_places *= 2;
        table->shift--;
    }
    table->mask = num_places - 1;
    table->places = calloc(num_places, sizeof *table->places);
    return table->places != NULL;
}

/* The place that a text has, or the free one where it would be. */
static struct text_entry *
find_place(const struct text_table *table, const char *chars, size_t length,
           struct text_ends ends)
{
    size_t at = text_table_place(table, length, ends);

    while (table->places[at].chars != NULL
           && !text_entry_is(&table->places[at], chars, length, ends))
        at = (at + 1) & table->mask;
    return &table->places[at];
}

/* Fill an empty table. How many texts are not in their first place. */
static size_t
fill(struct text_table *table, const char *const *texts, size_t num)
{
    size_t num_moved = 0;

    for (size_t i = 0; i < num; i++) {
        size_t length = strlen(texts[i]);
        struct text_ends ends = text_read_ends(texts[i], length);
        struct text_entry *place = find_place(table, texts[i], length, ends);

        if (place->chars == NULL)
            *place = (struct text_entry){texts[i], ends, (uint32_t)length,
                                         (int32_t)i};
        num_moved += place
                     != &table->places[text_table_place(table, length, ends)];
    }
    return num_moved;
}

static void
clear(struct text_table *table)
{
    memset(table->places, 0, (table->mask + 1) * sizeof *table->places);
}

bool
text_table_init(struct text_table *table, const char *const *texts, size_t num)
{
    const uint64_t step = 0xd1b54a32d192ed03u; /* odd: no factor twice */
    size_t num_trials = num <= FEW_TEXTS ? TRIALS : 1, fewest = SIZE_MAX;
    uint64_t best = 0;

    if (!make_places(table, num))
        return false;
    for (size_t i = 0; fewest > 0 && i < num_trials; i++) {
        size_t num_moved;

        table->factor = (2 * i + 1) * step;
        clear(table);
        num_moved = fill(table, texts, num);
        if (num_moved >= fewest)
            continue;
        fewest = num_moved;
        best = table->factor;
    }
    if (table->factor != best) {
        table->factor = best;
        clear(table);
        fill(table, texts, num);
    }
    return true;
}

void
text_table_release(struct text_table *table)
{
    free(table->places);
    *table = (struct text_table){.places = NULL};
}

int32_t
text_table_seek(const struct text_table *table, const char *chars,
                size_t length, struct text_ends ends)
{
    const struct text_entry *place = find_place(table, chars, length, ends);

    return place->chars == NULL ? -1 : place->index;
}
