/* SPDX-License-Identifier: MIT */
/*
 * Runs: rows that have one value together. The values of the runs at hand are
 * folded once, into the first places of the rows' own memory, and then spread
 * from the last run to the first: a run's rows never come before its value's
 * place, because each run before it has at least one of them.
 */
#include "fold.h"

#include <string.h>

/* The first run that ends after a row. The ends are known to grow. */
static size_t
find_run(const struct piece *ends, int64_t row)
{
    size_t low = 0, high = ends->num_rows;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (piece_get_integer(ends, middle) > row)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* How many runs from one on the rows before @end are of. */
static size_t
count_runs(const struct piece *ends, size_t from, int64_t end)
{
    size_t num = 1;

    while (piece_get_integer(ends, from + num - 1) < end)
        num++;
    return num;
}

static void
spread_value(const struct fold_target *target, size_t at, size_t from,
             size_t end, struct fold_sink *sink)
{
    size_t num_words = target->num_words;
    int32_t value = sink->values[at], *values = sink->values;

    memset(sink->state + from, sink->state[at], end - from);
    if (target->type == MSB_ATTRIBUTE_SET) {
        for (size_t row = end; row-- > from;)
            if (row != at)
                memcpy(sink->words + row * num_words,
                       sink->words + at * num_words,
                       num_words * sizeof *sink->words);
        return;
    }
    for (size_t row = end; row-- > from;)
        values[row] = value;
}

static void
spread(const struct fold_target *target, const struct piece *ends, int64_t row,
       size_t from, size_t num_runs, size_t num, struct fold_sink *sink)
{
    for (size_t i = num_runs; i-- > 0;) {
        size_t begin = 0;

        if (i > 0)
            begin = (size_t)(piece_get_integer(ends, from + i - 1) - row);
        spread_value(target, i, begin, num, sink);
        num = begin;
    }
}

void
fold_runs(const struct fold_target *target, const struct piece *piece,
          const struct fold_map *map, size_t from, size_t num,
          struct fold_sink *sink)
{
    const struct piece *ends = piece->runs, *values = piece->items;
    int64_t row = (int64_t)(piece->offset + from);
    size_t first, num_runs;

    if (num == 0)
        return;
    first = find_run(ends, row);
    num_runs = count_runs(ends, first, row + (int64_t)num);
    if (values->dictionary == NULL) {
        fold_plain(target, values, map, first, num_runs, sink);
    } else if (map != NULL) {
        fold_indices(target, values, map, first, num_runs, sink);
    } else {
        fold_wrong(num, sink);
        return;
    }
    spread(target, ends, row, first, num_runs, num, sink);
}
