/* SPDX-License-Identifier: MIT */
/*
 * Proofs of rows with doubts; see prove.h. The few rows that are left then are
 * looked at once more. They are determined where all terms that may decide are
 * of one area: by the rule of the first, or, where the others are all of other
 * rules, by several. They are undetermined as well where a term before the next
 * one of the first term's area can match without the first.
 */
#include "decide/prove.h"

#include "decide/run.h"

/* The bit of "none". */
static const uint64_t none = (uint64_t)1 << 32;

void
msbi_prove_block(const struct msb_plan *plan, struct msbi_block *block,
                 struct msbi_proven *proven)
{
    const struct msbi_doubts *doubts = &plan->doubts;
    size_t num = block->num_open, num_open = 0;

    for (size_t i = 0; i < num; i++) {
        size_t row = block->open[i];
        uint32_t unknown = msbi_get_unknown(block, doubts->num_bytes, row);

        block->open[num_open] = (uint16_t)row;
        num_open += msbi_prove_row(&doubts->proofs, doubts->num_bytes,
                                   block->possible[row] | none, unknown, row,
                                   proven);
    }
    block->num_open = num_open;
}

/* The terms that can match without @term, for what a row does not know. */
static inline uint32_t
find_avoiding(const struct msbi_doubts *doubts, uint32_t unknown, size_t term)
{
    uint32_t found = 0;

    for (; unknown != 0; unknown &= unknown - 1)
        found |= doubts->avoiding[(unsigned)__builtin_ctz(unknown) * 32 + term];
    return found;
}

/* Whether the terms behind the first, all of its area, are all of its rule or
   all of others. */
static inline bool
is_answered(uint64_t later, uint64_t same_rule)
{
    return same_rule == later || same_rule == 0;
}

static void
write_row(const struct msbi_run *run, size_t row, uint32_t answer,
          bool has_rule)
{
    const struct msbi_row_answer determined = {
        .status = MSB_ROW_DETERMINED,
        .area = (int16_t)answer,
        .rule = has_rule ? (int16_t)(answer >> 16) : -1};

    msbi_run_write(run, row, &determined, false);
}

void
msbi_run_prove(struct msbi_run *run, size_t first)
{
    const struct msb_plan *plan = run->plan;
    const struct msbi_doubts *doubts = &plan->doubts;
    const struct msbi_proofs *proofs = &doubts->proofs;
    struct msbi_block *block = run->block;
    size_t num = block->num_open, num_open = 0;

    for (size_t i = 0; i < num; i++) {
        size_t at = block->open[i];
        uint32_t unknown = msbi_get_unknown(block, doubts->num_bytes, at);
        uint64_t possible = block->possible[at] | none;
        uint64_t later = msbi_find_later(proofs, doubts->num_bytes, possible,
                                         unknown);
        size_t term = (size_t)__builtin_ctzll(possible);
        uint64_t same = proofs->same_area[term] & later;
        uint64_t same_rule = plan->tables->same_rule[term] & later;
        uint64_t between = later & ((same & (0u - same)) - 1);

        block->open[num_open] = (uint16_t)at;
        if (later == same && is_answered(later, same_rule))
            write_row(run, first + at, proofs->answers[term],
                      same_rule == later);
        else
            num_open += (same != 0)
                        & ((between & find_avoiding(doubts, unknown, term))
                           == 0);
    }
    block->num_open = num_open;
}
