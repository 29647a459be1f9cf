/* SPDX-License-Identifier: MIT */
/*
 * The work on a block in plain C: short loops that a compiler can unroll, over
 * rows that stay in the first cache. What scalars leave of the terms takes one
 * look-up for all of them, a set one for each eight of its values.
 */
#include "decide/deliver.h"

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
              const struct msbi_block *block, bool is_first, uint32_t *masks)
{
    for (size_t w = 0; w < num_words; w++) {
        const uint32_t *words = table + w * num_entries;
        uint32_t *to = masks + w * MSBI_BLOCK;

        if (is_first)
            for (size_t i = 0; i < block->num_rows; i++)
                to[i] = words[block->index[i]];
        else
            for (size_t i = 0; i < block->num_rows; i++)
                to[i] &= words[block->index[i]];
    }
}

static void
start_masks(const struct msb_plan *plan, const struct msbi_block *block,
            uint32_t *masks)
{
    for (size_t w = 0; w < plan->num_words; w++)
        for (size_t i = 0; i < block->num_rows; i++)
            masks[w * MSBI_BLOCK + i] = plan->tables->terms[w];
}

static void
filter_scalars(const struct msb_plan *plan, struct msbi_block *block)
{
    if (plan->num_mixes == 0)
        start_masks(plan, block, block->possible);
    if (plan->num_mixes == 0 && block->has_unknown)
        start_masks(plan, block, block->certain);
    for (size_t k = 0; k < plan->num_mixes; k++) {
        const struct msbi_mix *mix = &plan->mixes[k];

        msbi_loop_mix(mix, plan->scales, block, block->index);
        look_up_masks(plan->masks[k].possible, mix->num_entries,
                      plan->num_words, block, k == 0, block->possible);
        if (block->has_unknown)
            look_up_masks(plan->masks[k].certain, mix->num_entries,
                          plan->num_words, block, k == 0, block->certain);
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
                     msbi_get_absent(plan, stage->attribute, false, w), num,
                     block->possible + w * MSBI_BLOCK);
        if (block->has_unknown)
            filter_words(lane, words,
                         msbi_get_absent(plan, stage->attribute, true, w), num,
                         block->certain + w * MSBI_BLOCK);
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

/* Whether list_open() would list any row; most blocks have none. */
static bool
has_open(const struct msb_plan *plan, const struct msbi_block *block)
{
    const uint32_t *certain = block->has_unknown ? block->certain
                                                 : block->possible;
    const uint32_t several = plan->is_unique ? ~(uint32_t)0 : 0;
    uint32_t open = 0;

    if (plan->num_words > 1)
        return true;
    for (size_t i = 0; i < block->num_rows; i++) {
        uint32_t mask = block->possible[i], first = mask & (0u - mask);

        open |= (first & ~certain[i]) | (several & (mask ^ first));
    }
    return open != 0;
}

/*
 * Rows whose first possible term is not certain, and under `unique` those that
 * several terms match, are left open.
 */
static void
list_open(const struct msb_plan *plan, struct msbi_block *block)
{
    const uint32_t *certain = block->has_unknown ? block->certain
                                                 : block->possible;

    for (size_t i = 0; i < block->num_rows; i++) {
        uint32_t is_open = 0, is_done = 0;

        for (size_t w = 0; w < plan->num_words; w++) {
            uint32_t mask = block->possible[w * MSBI_BLOCK + i];
            uint32_t first = mask & (0u - mask);

            is_open |= ~is_done & first & ~certain[w * MSBI_BLOCK + i];
            is_open |= plan->is_unique ? mask ^ first : 0;
            is_done |= 0u - (mask != 0);
        }
        block->open[block->num_open] = (uint16_t)i;
        block->num_open += is_open != 0;
    }
}

/* Complete rows of a small model: a row's mask never leaves the registers.
   With @num_octets known, the compiler unrolls the loop. */
static inline void
answer_rows(const struct msbi_split *split, const uint64_t *rows,
            const uint16_t *index, size_t num_octets, size_t num_rows,
            uint32_t *answers)
{
    const uint64_t *tables = split->octets, *masks = split->masks;

    for (size_t i = 0; i < num_rows; i++) {
        uint64_t row = rows[i], mask = masks[index[i]];

        for (size_t k = 0; k < num_octets; k++)
            mask &= tables[k * 256 + (row >> 8 * k & 255)];
        answers[i] = split->answers[(unsigned)__builtin_ctzll(mask)];
    }
}

/* List the rows that do not know something that rules test; false where no row
   knows it. */
static bool
list_unknown(const struct msb_plan *plan, struct msbi_block *block)
{
    const struct msbi_tables *tables = plan->tables;
    uint8_t all[MSBI_BLOCK];

    memset(all, 0xff, sizeof all);
    for (size_t k = 0; k < tables->num_tested; k++) {
        const struct msbi_lane *lane =
            &block->lanes[tables->tested[k]->attribute];

        if (lane->is_missing)
            return false;
        for (size_t i = 0; lane->is_partly && i < block->num_rows; i++)
            all[i] &= lane->known[i];
    }
    for (size_t i = 0; i < block->num_rows; i++) {
        block->open[block->num_open] = (uint16_t)i;
        block->num_open += all[i] == 0;
    }
    return true;
}

/* Decide the rows that are listed once more, for what they do not know; those
   stay open whose first term is not certain. */
static void
answer_unknown(const struct msb_plan *plan, struct msbi_block *block,
               uint32_t *answers)
{
    const struct msbi_stage *stage = plan->only_set;
    const struct msbi_lane *lane = &block->lanes[stage->attribute];
    const uint32_t *absent = &plan->absent[stage->attribute * 2];
    size_t num = block->num_open;

    block->num_open = 0;
    for (size_t i = 0; i < num; i++) {
        size_t row = block->open[i], entry = block->index[row];
        uint32_t possible = plan->masks[0].possible[entry];
        uint32_t certain = plan->masks[0].certain[entry];
        uint32_t known =
            0u - (uint32_t)(!lane->is_partly || lane->known[row] != 0);
        uint32_t found = read_octets(stage, lane->words + row,
                                     stage->num_octets, 0);

        possible &= (found & known) | (absent[0] & ~known);
        certain &= (found & known) | (absent[1] & ~known);
        block->possible[row] = possible;
        block->certain[row] = certain;
        answers[row] = get_answer(plan->answers, possible);
        block->open[block->num_open] = (uint16_t)row;
        block->num_open += (possible & (0u - possible) & ~certain) != 0;
    }
}

/* False where the model is not that small, or a column is missing. */
static bool
answer_at_once(const struct msb_plan *plan, struct msbi_block *block,
               uint32_t *answers)
{
    const struct msbi_split *split = &plan->split;
    size_t num = block->num_rows;
    const struct msbi_lane *lane;

    if (split->num_octets == 0)
        return false;
    lane = &block->lanes[plan->only_set->attribute];
    if (lane->words == NULL
        || ((block->has_unknown || lane->is_partly)
            && !list_unknown(plan, block)))
        return false;
    msbi_loop_mix(&plan->mixes[0], plan->scales, block, block->index);
    if (split->num_octets == 1)
        answer_rows(split, lane->words, block->index, 1, num, answers);
    else if (split->num_octets == 2)
        answer_rows(split, lane->words, block->index, 2, num, answers);
    else if (split->num_octets == 3)
        answer_rows(split, lane->words, block->index, 3, num, answers);
    else
        answer_rows(split, lane->words, block->index, 4, num, answers);
    answer_unknown(plan, block, answers);
    return true;
}

static void
decide(const struct msb_plan *plan, struct msbi_block *block,
       const struct msb_outcome_columns *out)
{
    const struct msbi_tables *tables = plan->tables;
    uint32_t answers[MSBI_BLOCK];

    if (answer_at_once(plan, block, answers)) {
        msbi_loop_write(answers, block->num_rows, out);
        return;
    }
    filter_scalars(plan, block);
    for (size_t i = 0; i < tables->num_tested; i++)
        if (tables->tested[i]->kind == MSBI_STAGE_SET)
            filter_set(plan, tables->tested[i], block);
    find_answers(plan, block, answers);
    msbi_loop_write(answers, block->num_rows, out);
    if ((block->has_unknown || plan->is_unique) && has_open(plan, block))
        list_open(plan, block);
}

const struct msbi_kernel msbi_kernel_portable = {
    .take = take,
    .check = check,
    .decide = decide,
    .group = group,
    .deliver = deliver,
};
