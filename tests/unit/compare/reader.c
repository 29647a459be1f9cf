/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reader.h"

/* How far above its least value a hidden number is tried, and a sum. */
#define SPAN 40
#define SUM_SPAN 1000

size_t
reader_add(struct reader *reader, uint64_t truth, uint64_t printed)
{
    assert_true(reader->num < READER_CELLS);
    reader->truth[reader->num] = truth;
    reader->printed[reader->num] = printed;
    return reader->num++;
}

struct reader_sum *
reader_add_sum(struct reader *reader, size_t total)
{
    struct reader_sum *sum = &reader->sums[reader->num_sums++];

    assert_true(reader->num_sums <= READER_SUMS);
    *sum = (struct reader_sum){.total = total};
    return sum;
}

void
reader_add_part(struct reader_sum *sum, size_t cell)
{
    assert_true(sum->num < READER_CELLS);
    sum->parts[sum->num++] = cell;
}

static bool
is_gone(uint64_t printed)
{
    return printed >= READER_UNSEEN;
}

/* What a mark says by itself. Without any SMALL, HIDDEN says "not zero". */
static uint64_t
get_lowest(const struct reader *reader, size_t cell)
{
    if (reader->printed[cell] == MSB_NUMBER_SMALL)
        return 1;
    if (reader->printed[cell] == READER_UNSEEN)
        return 0;
    for (size_t i = 0; i < reader->num; i++)
        if (reader->printed[i] == MSB_NUMBER_SMALL)
            return reader->least;
    return 1;
}

static uint64_t
get_highest(const struct reader *reader, size_t cell)
{
    if (reader->printed[cell] == MSB_NUMBER_SMALL)
        return reader->least - 1;
    for (size_t i = 0; i < reader->num_sums; i++)
        if (reader->sums[i].total == cell)
            return get_lowest(reader, cell) + SUM_SPAN;
    return get_lowest(reader, cell) + SPAN;
}

/* Whether a sum may still hold, when cells from @num on are not chosen. */
static bool
may_hold(const struct reader *reader, const struct reader_sum *sum, size_t num)
{
    uint64_t low = 0, high = 0;

    for (size_t i = 0; i < sum->num; i++) {
        size_t cell = sum->parts[i];
        bool is_open = cell >= num && is_gone(reader->printed[cell]);

        low += is_open ? get_lowest(reader, cell) : reader->value[cell];
        high += is_open ? get_highest(reader, cell) : reader->value[cell];
    }
    if (sum->total >= num && is_gone(reader->printed[sum->total]))
        return low <= get_highest(reader, sum->total)
               && high >= get_lowest(reader, sum->total);
    return low <= reader->value[sum->total]
           && high >= reader->value[sum->total];
}

/* The sum that a cell is the total of, all of whose parts stand before it. */
static const struct reader_sum *
find_sum(const struct reader *reader, size_t cell)
{
    for (size_t i = 0; i < reader->num_sums; i++) {
        const struct reader_sum *sum = &reader->sums[i];
        bool is_before = sum->total == cell;

        for (size_t k = 0; k < sum->num; k++)
            is_before = is_before && sum->parts[k] < cell;
        if (is_before)
            return sum;
    }
    return NULL;
}

static bool try_from(struct reader *reader, size_t num);

static bool
try_value(struct reader *reader, size_t cell, uint64_t value)
{
    if (value < get_lowest(reader, cell) || value > get_highest(reader, cell)
        || (cell == reader->wanted && value == reader->truth[cell]))
        return false;
    reader->value[cell] = value;
    return try_from(reader, cell + 1);
}

/* Whether the cells from @num on can be chosen; true numbers are tried first,
   then those next to them. */
static bool
try_from(struct reader *reader, size_t num)
{
    const struct reader_sum *sum;
    uint64_t total = 0;

    for (size_t i = 0; i < reader->num_sums; i++)
        if (!may_hold(reader, &reader->sums[i], num))
            return false;
    while (num < reader->num && !is_gone(reader->printed[num]))
        num++;
    if (num == reader->num)
        return true;
    sum = find_sum(reader, num);
    for (size_t i = 0; sum != NULL && i < sum->num; i++)
        total += reader->value[sum->parts[i]];
    if (sum != NULL)
        return try_value(reader, num, total);
    if (try_value(reader, num, reader->truth[num]))
        return true;
    for (uint64_t i = 1; i <= get_highest(reader, num); i++)
        if (try_value(reader, num, reader->truth[num] + i)
            || (i <= reader->truth[num]
                && try_value(reader, num, reader->truth[num] - i)))
            return true;
    return false;
}

void
assert_nothing_is_known(struct reader *reader)
{
    bool has_other[READER_CELLS] = {false};

    memcpy(reader->value, reader->printed, sizeof reader->value);
    for (size_t cell = 0; cell < reader->num; cell++) {
        if (!is_gone(reader->printed[cell]) || has_other[cell]
            || reader->printed[cell] == READER_UNSEEN)
            continue;
        reader->wanted = cell;
        if (!try_from(reader, 0))
            fail_msg("cell %zu can be worked out", cell);
        for (size_t i = 0; i < reader->num; i++)
            has_other[i] |= reader->value[i] != reader->truth[i];
    }
}
