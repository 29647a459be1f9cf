/* SPDX-License-Identifier: MIT */
/*
 * Which rows of a block know an attribute, from its validity bitmap, 64 rows at
 * a time; and the doubts of each row. Most columns have no bitmap, or one with
 * all bits set, and then nothing is noted.
 */
#include <string.h>

#include "decide/plan.h"

/* Eight bytes, the first the lowest: one load, where those are kept so. */
static inline uint64_t
load_bytes(const uint8_t *from)
{
    return (uint64_t)from[0] | (uint64_t)from[1] << 8 | (uint64_t)from[2] << 16
           | (uint64_t)from[3] << 24 | (uint64_t)from[4] << 32
           | (uint64_t)from[5] << 40 | (uint64_t)from[6] << 48
           | (uint64_t)from[7] << 56;
}

/* The bits of a bitmap for up to 64 rows; those behind the last are set. */
static uint64_t
read_bits(const uint8_t *bitmap, size_t first, size_t num)
{
    const uint8_t *place = bitmap + first / 8;
    size_t shift = first % 8, num_bytes = (shift + num + 7) / 8;
    uint64_t bits = 0;

    if (num_bytes >= 8)
        bits = load_bytes(place);
    for (size_t i = 0; num_bytes < 8 && i < num_bytes; i++)
        bits |= (uint64_t)place[i] << 8 * i;
    bits >>= shift;
    if (num_bytes > 8)
        bits |= (uint64_t)place[8] << (64 - shift);
    return num < 64 ? bits | ~(uint64_t)0 << num : bits;
}

/* Some rows have doubts: those whose bit is not set. */
static void
note_doubtful(const struct msb_plan *plan, const uint64_t *known,
              struct msbi_block *block)
{
    if (!block->has_unknown) {
        memset(block->doubtful, 0, sizeof block->doubtful);
        memset(block->unknown, 0,
               (plan->doubts.num + 7) / 8 * sizeof block->unknown[0]);
    }
    block->has_unknown = true;
    for (size_t i = 0; i * 64 < block->num_rows; i++)
        block->doubtful[i] |= ~known[i];
}

void
msbi_block_know(const struct msb_plan *plan, size_t attribute,
                const struct msb_column *column, size_t first,
                struct msbi_block *block)
{
    struct msbi_lane *lane = &block->lanes[attribute];
    size_t number = plan->doubts.numbers[attribute], num = block->num_rows;
    uint64_t known[MSBI_BLOCK / 64], all = ~(uint64_t)0;
    bool is_missing = column->values == NULL;
    uint8_t bit = 0;

    lane->is_partly = false;
    if (is_missing ? number == MSBI_NO_DOUBT : column->validity == NULL)
        return;
    for (size_t i = 0; i * 64 < num; i++) {
        size_t left = num - i * 64 < 64 ? num - i * 64 : 64;

        known[i] = is_missing
                       ? ~(~(uint64_t)0 >> (64 - left))
                       : read_bits(column->validity, first + i * 64, left);
        all &= known[i];
    }
    if (all == ~(uint64_t)0)
        return;
    lane->is_partly = !is_missing;
    if (number == MSBI_NO_DOUBT) {
        number = 0;
    } else {
        bit = (uint8_t)(1u << number % 8);
        note_doubtful(plan, known, block);
    }
    plan->kernel->know(plan, known, bit, block->unknown[number / 8], lane, num);
}
