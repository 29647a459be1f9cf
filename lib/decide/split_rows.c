/* SPDX-License-Identifier: MIT */
/*
 * The rows of a small model in plain C: a row's terms never leave the
 * registers. Whether a function takes one octet or four is known where it is
 * compiled, so that no loop over them is left.
 */
#include "decide/loops.h"
#include "decide/prove.h"
#include "decide/split.h"

/* What the set of a row leaves of the terms. */
static inline uint64_t
filter_set(const uint64_t *tables, size_t num_octets, uint64_t row)
{
    uint64_t mask = ~(uint64_t)0;

    for (size_t k = 0; k < num_octets; k++)
        mask &= tables[k * 256 + (row >> 8 * k & 255)];
    return mask;
}

/* Rows from one up to another, of those without doubts. */
static inline void
answer_rows(const struct msb_plan *plan, const struct msbi_block *block,
            size_t from, size_t to, size_t num_octets, uint32_t *answers)
{
    const struct msbi_split *split = &plan->split;
    const uint64_t *rows = block->lanes[plan->only_set->attribute].words;

    for (size_t i = from; i < to; i++) {
        uint64_t mask = split->masks[block->index[i]]
                        & filter_set(split->octets, num_octets, rows[i]);

        answers[i] = split->proofs.answers[(unsigned)__builtin_ctzll(mask)];
    }
}

/* Rows with doubts. */
static inline void
prove_rows(const struct msb_plan *plan, struct msbi_block *block,
           size_t num_octets, size_t num_bytes, struct msbi_proven *proven)
{
    const struct msbi_split *split = &plan->split;
    const uint64_t *rows = block->lanes[plan->only_set->attribute].words;
    const uint64_t *tables = split->octets, *masks = split->masks;
    size_t num_open = 0;

    for (size_t w = 0; w * 64 < block->num_rows; w++)
        for (uint64_t bits = block->doubtful[w]; bits != 0; bits &= bits - 1) {
            size_t row = w * 64 + (size_t)__builtin_ctzll(bits);
            uint32_t unknown = msbi_get_unknown(block, num_bytes, row);
            uint64_t lacks_set = 0u - (uint64_t)((unknown & split->doubt) != 0);
            uint64_t left = filter_set(tables, num_octets, rows[row]);

            left = (left & ~lacks_set) | (split->absent & lacks_set);
            block->open[num_open] = (uint16_t)row;
            num_open += msbi_prove_row(&split->proofs, num_bytes,
                                       masks[block->index[row]] & left, unknown,
                                       row, proven);
        }
    block->num_open = num_open;
}

static inline void
decide_rows(const struct msb_plan *plan, struct msbi_block *block,
            size_t num_octets, struct msbi_proven *proven)
{
    size_t num = block->num_rows;

    if (!block->has_unknown) {
        answer_rows(plan, block, 0, num, num_octets, proven->answers);
        return;
    }
    for (size_t at = 0; at < num; at += 64)
        if (block->doubtful[at / 64] != ~(uint64_t)0)
            answer_rows(plan, block, at, at + 64 < num ? at + 64 : num,
                        num_octets, proven->answers);
    if (plan->doubts.num_bytes == 1)
        prove_rows(plan, block, num_octets, 1, proven);
    else
        prove_rows(plan, block, num_octets, plan->doubts.num_bytes, proven);
}

/* The terms of rows that are left open, for those who look at them next. */
static void
keep_terms(const struct msb_plan *plan, struct msbi_block *block)
{
    const struct msbi_stage *stage = plan->only_set;
    const uint64_t *rows = block->lanes[stage->attribute].words;

    for (size_t i = 0; i < block->num_open; i++) {
        size_t row = block->open[i];
        uint32_t unknown = msbi_block_get_unknown(plan, block, row);
        uint64_t found = stage->without_any[0];

        for (size_t k = 0; k < stage->num_octets; k++)
            found |= stage->octets[k].tables[rows[row] >> 8 * k & 255];
        block->possible[row] = plan->masks[0][block->index[row]]
                               & ((unknown & plan->split.doubt) != 0
                                      ? plan->absent[stage->attribute]
                                      : (uint32_t)(found & ~(found >> 32)));
    }
}

bool
msbi_split_prove(const struct msb_plan *plan, struct msbi_block *block,
                 struct msbi_proven *proven)
{
    size_t num_octets = plan->split.num_octets;
    const struct msbi_lane *lane;

    if (num_octets == 0)
        return false;
    lane = &block->lanes[plan->only_set->attribute];
    if (lane->words == NULL || (lane->is_partly && plan->split.doubt == 0))
        return false;
    msbi_loop_mix(&plan->mixes[0], plan->scales, block, block->index);
    if (num_octets == 1)
        decide_rows(plan, block, 1, proven);
    else if (num_octets == 2)
        decide_rows(plan, block, 2, proven);
    else if (num_octets == 3)
        decide_rows(plan, block, 3, proven);
    else
        decide_rows(plan, block, 4, proven);
    keep_terms(plan, block);
    return true;
}
