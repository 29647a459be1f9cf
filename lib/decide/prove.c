/* SPDX-License-Identifier: MIT */
/*
 * Open rows of models with one word of terms, most of which a few operations
 * settle. A row is determined where all terms that may decide are of one area,
 * and one of them is certain: by the rule of the first, or, where the others
 * are all of other rules, by several. It is undetermined where the first term
 * may fail and then a term of another area, or none, decides: that is so if no
 * later term is of the same area, or if one before it can match without the
 * first.
 *
 * Which of these a row is cannot be foretold, so nothing branches on it.
 */
#include "decide/run.h"

/* The terms that can match without the one that @avoiding is of, for what a row
   does not know. */
static inline uint32_t
find_avoiding(const uint32_t *avoiding, const struct msbi_doubts *doubts,
              uint32_t always, size_t row)
{
    uint32_t found = always;

    for (size_t i = 0; i < doubts->num; i++) {
        uint32_t bits = doubts->items[i].validity[row / 8];
        uint32_t is_unknown = ~(bits >> row % 8) & 1;

        found |= (0u - is_unknown)
                 & avoiding[(size_t)doubts->items[i].attribute * 32];
    }
    return found;
}

/* The same for attributes of which no row knows anything, by term. */
static void
list_always(const struct msbi_proofs *proofs, uint32_t attributes,
            uint32_t always[32])
{
    for (size_t i = 0; i < 32; i++)
        always[i] = 0;
    for (; attributes != 0; attributes &= attributes - 1)
        for (size_t i = 0; i < 32; i++)
            always[i] |=
                proofs->avoiding[(size_t)__builtin_ctz(attributes) * 32 + i];
}

/* Write the answer to a term, but for the rule where several decide; or that a
   row is undetermined. */
static inline void
write_row(const struct msb_outcome_columns *out, size_t row, uint32_t answer,
          bool is_determined, bool has_rule)
{
    answer |= (uint32_t)is_determined - 1;
    answer |= ((uint32_t)has_rule - 1) << 16;
    if (out->status != NULL)
        out->status[row] = (uint8_t)(MSB_ROW_UNDETERMINED - is_determined);
    if (out->area != NULL)
        out->area[row] = (int16_t)answer;
    if (out->rule != NULL)
        out->rule[row] = (int16_t)(answer >> 16);
}

void
msbi_run_prove(struct msbi_run *run, size_t first,
               const struct msbi_doubts *given)
{
    const struct msb_plan *plan = run->plan;
    const struct msbi_proofs *proofs = &plan->proofs;
    /* Bytes are written below, and may lie anywhere: copies need not be read
       again after each. */
    const struct msb_outcome_columns out = *run->out;
    const struct msbi_doubts doubts = *given;
    struct msbi_block *block = run->block;
    const uint32_t *same_rules = plan->tables->same_rule;
    const uint32_t *answers = plan->answers;
    size_t num = block->num_open, num_open = 0;
    uint32_t always[32];

    list_always(proofs, doubts.always, always);
    for (size_t i = 0; i < num; i++) {
        size_t at = block->open[i];
        uint32_t possible = block->possible[at], sure = block->certain[at];
        size_t term = (size_t)__builtin_ctz(possible | 0x80000000u);
        uint32_t later = possible & (possible - 1);
        uint32_t same, same_rule, between, avoiding;
        bool is_determined, is_undetermined, has_rule;

        later &= sure ^ (sure - 1); /* up to the first that is certain */
        same = proofs->same_area[term] & later;
        between = later & ((same & (0u - same)) - 1);
        avoiding = find_avoiding(proofs->avoiding + term, &doubts, always[term],
                                 first + at);
        same_rule = same_rules[term] & later;
        has_rule = later == same_rule;
        is_determined = (sure != 0) & (later == same)
                        & (has_rule | (same_rule == 0));
        is_undetermined = (same == 0) | ((between & avoiding) != 0);
        write_row(&out, first + at, answers[term], is_determined, has_rule);
        block->open[num_open] = (uint16_t)at;
        num_open += !is_determined & !is_undetermined;
    }
    block->num_open = num_open;
}
