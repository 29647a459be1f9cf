/* SPDX-License-Identifier: MIT */
#ifndef MSBI_PROVE_H
#define MSBI_PROVE_H

#include "decide/plan.h"

/*
 * Most rows with doubts are settled by a few operations, of models with one
 * word of terms. "None" is one more term, behind the others, and always
 * certain; so only the terms up to the first that is certain may decide.
 *
 * A row is determined where its first possible term is certain. Else that term
 * decides some completion, and the row is undetermined where it may fail and
 * then a term of another area decides: that is so if no later one is of the
 * same area, or if some value of what is not known leaves no term of it.
 *
 * Which of these a row is cannot be foretold, so nothing branches on it.
 */

/* The doubts of a row; mostly one byte. */
static inline uint32_t
msbi_get_unknown(const struct msbi_block *block, size_t num_bytes, size_t row)
{
    uint32_t unknown = block->unknown[0][row];

    for (size_t i = 1; i < num_bytes; i++)
        unknown |= (uint32_t)block->unknown[i][row] << 8 * i;
    return unknown;
}

/* The terms behind the first of @possible that may decide as well; the bit of
   "none" is among them. */
static inline uint64_t
msbi_find_later(const struct msbi_proofs *proofs, size_t num_bytes,
                uint64_t possible, uint32_t unknown)
{
    uint64_t sure = possible & proofs->certain[unknown & 255];

    for (size_t i = 1; i < num_bytes; i++)
        sure &= proofs->certain[i * 256 + (unknown >> 8 * i & 255)];
    return possible & (possible - 1) & (sure ^ (sure - 1));
}

/* Rows as they are proven; those that are not are undetermined for now. */
struct msbi_proven {
    uint32_t answers[MSBI_BLOCK];     /* area, and the rule above it */
    uint8_t undetermined[MSBI_BLOCK]; /* 0 or 1; of all rows */
};

/* Whether more than that is to be found out. */
static inline bool
msbi_prove_row(const struct msbi_proofs *proofs, size_t num_bytes,
               uint64_t possible, uint32_t unknown, size_t row,
               struct msbi_proven *proven)
{
    size_t term = (size_t)__builtin_ctzll(possible);
    uint64_t later = msbi_find_later(proofs, num_bytes, possible, unknown);
    bool is_undetermined = later != 0;

    proven->answers[row] = proofs->answers[term] | (0u - is_undetermined);
    proven->undetermined[row] = is_undetermined;
    return ((proofs->same_area[term] & later) != 0)
           & ((proofs->avoidable[term] & unknown) == 0);
}

/* Prove the open rows of a block whose terms are known; some are left open. */
void msbi_prove_block(const struct msb_plan *plan, struct msbi_block *block,
                      struct msbi_proven *proven);

#endif
