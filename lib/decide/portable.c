/* SPDX-License-Identifier: MIT */
/*
 * The work on a block in plain C: short loops that a compiler can unroll, over
 * rows that stay in the first cache. What scalars leave of the terms takes one
 * look-up for all of them, a set one for each eight of its values.
 */
#include "decide/deliver.h"
#include "decide/prove.h"

static void
know(const struct msb_plan *plan, const uint64_t *bits, uint8_t bit,
     uint8_t *unknown, struct msbi_lane *lane, size_t num_rows)
{
    msbi_loop_know(plan->spread, bits, bit, unknown, lane, num_rows);
}

static void
take(const struct msb_plan *plan, const struct msbi_scale *scale,
     const struct msbi_slice *slice, struct msbi_lane *lane,
     struct msbi_block *block)
{
    msbi_loop_take(plan, scale, slice, lane, block);
}

static void
check(const struct msbi_stage *stage, const struct msbi_lane *lane,
      struct msbi_block *block)
{
    msbi_loop_check_set(stage, lane, block);
}

static void
group(const struct msb_plan *plan, struct msbi_block *block, int16_t *groups)
{
    msbi_loop_group(plan, block, groups);
}

static void
deliver(const struct msb_plan *plan, struct msbi_block *block,
        const struct msb_outcome_columns *out)
{
    msbi_deliver(plan, block, out);
}

static void
look_up_masks(const uint32_t *table, size_t num_entries, size_t num_words,
              struct msbi_block *block, bool is_first)
{
    for (size_t w = 0; w < num_words; w++) {
        const uint32_t *words = table + w * num_entries;
        uint32_t *to = block->possible + w * MSBI_BLOCK;

        if (is_first)
            for (size_t i = 0; i < block->num_rows; i++)
                to[i] = words[block->index[i]];
        else
            for (size_t i = 0; i < block->num_rows; i++)
                to[i] &= words[block->index[i]];
    }
}

static void
start_masks(const struct msb_plan *plan, struct msbi_block *block)
{
    for (size_t w = 0; w < plan->num_words; w++)
        for (size_t i = 0; i < block->num_rows; i++)
            block->possible[w * MSBI_BLOCK + i] = plan->tables->terms[w];
}

static void
filter_scalars(const struct msb_plan *plan, struct msbi_block *block)
{
    if (plan->num_mixes == 0)
        start_masks(plan, block);
    for (size_t k = 0; k < plan->num_mixes; k++) {
        const struct msbi_mix *mix = &plan->mixes[k];

        msbi_loop_mix(mix, plan->scales, block, block->index);
        look_up_masks(plan->masks[k], mix->num_entries, plan->num_words, block,
                      k == 0);
    }
}

/* The terms that all octets of a row leave; with @num known, the compiler
   unrolls the loop. */
static inline uint32_t
read_octets(const struct msbi_stage *stage, const uint64_t *row, size_t num,
            size_t w)
{
    uint64_t found = stage->without_any[w];

    for (size_t k = 0; k < num; k++) {
        const struct msbi_octet *octet = &stage->octets[k];
        size_t value = row[octet->word] >> octet->shift & 255;

        found |= octet->tables[w * 256 + value];
    }
    return (uint32_t)found & ~(uint32_t)(found >> 32);
}

static inline void
read_rows(const struct msbi_stage *stage, const uint64_t *rows, size_t width,
          size_t num_octets, size_t w, size_t num_rows, uint32_t *words)
{
    for (size_t i = 0; i < num_rows; i++)
        words[i] = read_octets(stage, rows + i * width, num_octets, w);
}

static void
read_set(const struct msbi_stage *stage, const uint64_t *rows, size_t w,
         size_t num_rows, uint32_t *words)
{
    size_t width = stage->num_set_words;

    if (width == 1 && stage->num_octets == 1)
        read_rows(stage, rows, 1, 1, w, num_rows, words);
    else if (width == 1 && stage->num_octets == 2)
        read_rows(stage, rows, 1, 2, w, num_rows, words);
    else if (width == 1 && stage->num_octets == 3)
        read_rows(stage, rows, 1, 3, w, num_rows, words);
    else if (width == 1 && stage->num_octets == 4)
        read_rows(stage, rows, 1, 4, w, num_rows, words);
    else
        read_rows(stage, rows, width, stage->num_octets, w, num_rows, words);
}

/* AND what a set says into the masks; @absent for rows that do not know it. */
static void
filter_words(const struct msbi_lane *lane, const uint32_t *words,
             uint32_t absent, size_t num_rows, uint32_t *masks)
{
    if (lane->words == NULL)
        for (size_t i = 0; i < num_rows; i++)
            masks[i] &= absent;
    else if (!lane->is_partly)
        for (size_t i = 0; i < num_rows; i++)
            masks[i] &= words[i];
    else
        for (size_t i = 0; i < num_rows; i++)
            masks[i] &= lane->known[i] != 0 ? words[i] : absent;
}

static void
filter_set(const struct msb_plan *plan, const struct msbi_stage *stage,
           struct msbi_block *block)
{
    const struct msbi_lane *lane = &block->lanes[stage->attribute];
    size_t num = block->num_rows;
    uint32_t words[MSBI_BLOCK];

    for (size_t w = 0; w < plan->num_words; w++) {
        if (lane->words != NULL)
            read_set(stage, lane->words, w, num, words);
        filter_words(lane, words,
                     plan->absent[stage->attribute * plan->num_words + w], num,
                     block->possible + w * MSBI_BLOCK);
    }
}

/* The first term that matches each row; the one behind the last for none. */
static void
find_terms(const struct msb_plan *plan, const struct msbi_block *block,
           uint16_t *terms)
{
    for (size_t i = 0; i < block->num_rows; i++) {
        const uint32_t *masks = block->possible + i;
        size_t w = 0;

        while (w < plan->num_words && masks[w * MSBI_BLOCK] == 0)
            w++;
        terms[i] = (uint16_t)(w * 32);
        if (w < plan->num_words)
            terms[i] += (uint16_t)__builtin_ctz(masks[w * MSBI_BLOCK]);
    }
}

/* What one term or none comes to. */
static inline uint32_t
get_answer(const uint32_t *answers, uint32_t mask)
{
    return answers[__builtin_ctzll(mask | (uint64_t)1 << 32)];
}

/* Area and rule of each row as one number. */
static void
find_answers(const struct msb_plan *plan, const struct msbi_block *block,
             uint32_t *answers)
{
    const uint32_t *masks = block->possible;
    size_t num = block->num_rows;
    uint16_t terms[MSBI_BLOCK];

    if (plan->num_words == 1) {
        for (size_t i = 0; i < num; i++)
            answers[i] = get_answer(plan->answers, masks[i]);
        return;
    }
    find_terms(plan, block, terms);
    for (size_t i = 0; i < num; i++)
        answers[i] = plan->answers[terms[i]];
}

static void
list_doubtful(struct msbi_block *block)
{
    for (size_t i = 0; i * 64 < block->num_rows; i++)
        for (uint64_t bits = block->doubtful[i]; bits != 0; bits &= bits - 1)
            block->open[block->num_open++] =
                (uint16_t)(i * 64 + (size_t)__builtin_ctzll(bits));
}

/*
 * Rows whose first possible term is not certain, and under `unique` those that
 * several terms match, are left open.
 */
static void
list_open(const struct msb_plan *plan, struct msbi_block *block)
{
    if (!plan->is_unique && !block->has_unknown)
        return;
    for (size_t i = 0; i < block->num_rows; i++) {
        uint32_t unknown = msbi_block_get_unknown(plan, block, i);
        uint32_t is_open = 0, is_done = 0;

        if (unknown == 0 && !plan->is_unique)
            continue;
        for (size_t w = 0; w < plan->num_words; w++) {
            uint32_t mask = block->possible[w * MSBI_BLOCK + i];
            uint32_t first = mask & (0u - mask);

            is_open |= ~is_done & first
                       & ~msbi_doubts_get_certain(&plan->doubts,
                                                  plan->num_words, w, unknown);
            is_open |= plan->is_unique ? mask ^ first : 0;
            is_done |= 0u - (mask != 0);
        }
        block->open[block->num_open] = (uint16_t)i;
        block->num_open += is_open != 0;
    }
}

static void
decide(const struct msb_plan *plan, struct msbi_block *block,
       const struct msb_outcome_columns *out)
{
    const struct msbi_tables *tables = plan->tables;
    struct msbi_proven proven;

    if (block->has_unknown)
        memset(proven.undetermined, 0, block->num_rows);
    if (!msbi_split_prove(plan, block, &proven)) {
        filter_scalars(plan, block);
        for (size_t i = 0; i < tables->num_tested; i++)
            if (tables->tested[i]->kind == MSBI_STAGE_SET)
                filter_set(plan, tables->tested[i], block);
        find_answers(plan, block, proven.answers);
        if (!plan->doubts.has_proofs)
            list_open(plan, block);
        else if (block->has_unknown)
            list_doubtful(block);
        if (plan->doubts.has_proofs)
            msbi_prove_block(plan, block, &proven);
    }
    msbi_loop_write(proven.answers,
                    block->has_unknown ? proven.undetermined : NULL,
                    block->num_rows, out);
}

const struct msbi_kernel msbi_kernel_portable = {
    .know = know,
    .take = take,
    .check = check,
    .decide = decide,
    .group = group,
    .deliver = deliver,
};
