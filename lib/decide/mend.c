/* SPDX-License-Identifier: MIT */
/*
 * Rows that a kernel leaves open: with unknown facts, the first term that can
 * match need not match in every completion, and no proof has settled them; see
 * prove.c. Where few scalars are unknown their steps are tried; see complete.c.
 * The diagram answers for the others.
 *
 * What unknown facts leave possible follows from two things alone: the terms
 * that match in some completion, up to the first that matches in all of them,
 * and which attributes are unknown. So the exact answer, taken from the
 * diagram, is kept under these two, and most rows cost one look-up. The memory
 * for that is taken once in a call.
 */
#include "decide/run.h"

#include <string.h>

#include "base/error.h"

/* The fewest and the most answers that are kept; powers of two. */
#define MIN_KEPT 64
#define MAX_KEPT 2048

/* A kept answer, in numbers of 32 bits; the words of the terms follow. */
enum { KEPT_STATUS, KEPT_UNKNOWN, KEPT_AREA, KEPT_RULE, KEPT_MASKS };

/*
 * The terms that may decide a row. False: they are all of the rule of the
 * first, and one of them is certain, so that the row is as the kernel says.
 */
static bool
find_terms(const struct msbi_run *run, size_t at, uint32_t unknown,
           uint32_t *terms)
{
    const struct msb_plan *plan = run->plan;
    const struct msbi_block *block = run->block;
    bool is_over = false;
    uint32_t others = 0;
    size_t term = MSB_NONE;

    for (size_t w = 0; w < plan->num_words; w++) {
        uint32_t possible = block->possible[w * MSBI_BLOCK + at];
        uint32_t sure = possible
                        & msbi_doubts_get_certain(&plan->doubts,
                                                  plan->num_words, w, unknown);

        if (!plan->is_unique) /* those up to the first that is certain */
            possible &= is_over ? 0 : sure ^ (sure - 1);
        terms[w] = possible;
        is_over |= sure != 0;
        if (term != MSB_NONE)
            others |= possible;
        else if (possible != 0) {
            term = w * 32 + (size_t)__builtin_ctz(possible);
            others = possible & ~plan->tables->same_rule[term];
        }
    }
    return !is_over || others != 0;
}

static uint32_t *
find_kept(const struct msbi_run *run, uint32_t unknown, const uint32_t *terms)
{
    size_t num_words = run->plan->num_words;
    uint32_t hash = unknown * 0x9e3779b1u;

    for (size_t w = 0; w < num_words; w++) {
        hash = (hash ^ terms[w]) * 0x85ebca6bu;
        hash ^= hash >> 15;
    }
    return run->kept + (hash & (run->num_kept - 1)) * (KEPT_MASKS + num_words);
}

static enum msb_status
make_room(struct msbi_run *run)
{
    run->num_kept = MIN_KEPT;
    while (run->num_kept < run->num_rows && run->num_kept < MAX_KEPT)
        run->num_kept *= 2;
    run->kept = msbi_alloc_array(
        run->num_kept, (KEPT_MASKS + run->plan->num_words) * sizeof *run->kept);
    return run->kept == NULL ? msbi_fail_nomem(run->err) : MSB_OK;
}

static bool
is_kept(const uint32_t *kept, uint32_t unknown, const uint32_t *terms,
        size_t num_words)
{
    uint32_t differs = (kept[KEPT_STATUS] == 0)
                       | (kept[KEPT_UNKNOWN] ^ unknown);

    for (size_t w = 0; w < num_words; w++)
        differs |= kept[KEPT_MASKS + w] ^ terms[w];
    return differs == 0;
}

/* The answer for an open row, which stands @at in its block. */
static enum msb_status
find_answer(struct msbi_run *run, size_t at, size_t row, uint32_t unknown,
            const uint32_t *terms, struct msbi_row_answer *answer)
{
    size_t size = run->plan->num_words * sizeof *terms;
    uint32_t *kept = find_kept(run, unknown, terms);
    enum msb_status status;

    if (!is_kept(kept, unknown, terms, run->plan->num_words)) {
        kept[KEPT_STATUS] = 0;
        status = msbi_run_complete(run, at, unknown, answer)
                     ? MSB_OK
                     : msbi_run_decide_row(run, row, answer);
        if (status != MSB_OK)
            return status;
        kept[KEPT_STATUS] = answer->status;
        kept[KEPT_UNKNOWN] = unknown;
        kept[KEPT_AREA] = (uint32_t)answer->area;
        kept[KEPT_RULE] = (uint32_t)answer->rule;
        memcpy(kept + KEPT_MASKS, terms, size);
    }
    answer->status = (uint8_t)kept[KEPT_STATUS];
    answer->area = (int16_t)kept[KEPT_AREA];
    answer->rule = (int16_t)kept[KEPT_RULE];
    return MSB_OK;
}

enum msb_status
msbi_run_mend(struct msbi_run *run, size_t first)
{
    struct msbi_block *block = run->block;
    uint32_t terms[MSBI_MAX_WORDS];
    struct msbi_row_answer answer;
    enum msb_status status = MSB_OK;

    if (block->num_open == 0)
        return MSB_OK;
    if (run->plan->doubts.has_proofs)
        msbi_run_prove(run, first);
    if (run->kept == NULL && block->num_open > 0)
        status = make_room(run);
    for (size_t i = 0; i < block->num_open && status == MSB_OK; i++) {
        size_t at = block->open[i], row = first + at;
        uint32_t unknown = msbi_block_get_unknown(run->plan, block, at);

        if (block->rejected[at] || !find_terms(run, at, unknown, terms))
            continue;
        status = find_answer(run, at, row, unknown, terms, &answer);
        if (status == MSB_OK && answer.status == MSB_ROW_REJECTED)
            block->rejected[at] = block->has_rejected = 1;
        else if (status == MSB_OK)
            msbi_run_write(run, row, &answer, false);
    }
    return status;
}
