/* SPDX-License-Identifier: MIT */
/*
 * The work on a block in plain C: for each attribute one short loop that a
 * compiler can unroll, over rows that stay in the first cache. Nothing here
 * branches on a row's values.
 */
#include "decide/plan.h"

#include <string.h>

/* Limits compared one by one; beyond this many they are halved. */
#define MAX_COMPARED 24

struct steps {
    uint32_t step[MSBI_BLOCK];
};

/* A word for each row, before it is ANDed or stored. */
struct words {
    uint32_t word[MSBI_BLOCK];
};

static void
halve_limits(const struct msbi_stage *stage, const int32_t *values, size_t num,
             struct steps *steps)
{
    for (size_t i = 0; i < num; i++) {
        size_t low = 0, high = stage->num_limits;

        while (low < high) {
            size_t middle = low + (high - low) / 2;

            if (stage->limits[middle] <= values[i])
                low = middle + 1;
            else
                high = middle;
        }
        steps->step[i] = (uint32_t)low;
    }
}

static void
reject_numbers(const struct msbi_stage *stage, const int32_t *values,
               struct msbi_block *block)
{
    const int32_t low = stage->low, high = stage->high;
    size_t num = block->num_rows;
    int32_t outside = 0;

    for (size_t i = 0; i < num; i++)
        outside |= (values[i] < low) | (values[i] > high);
    if (outside == 0)
        return;
    block->has_rejected = true;
    for (size_t i = 0; i < num; i++)
        block->rejected[i] |= (values[i] < low) | (values[i] > high);
}

/* All bits where the value is at or above the limit, else none. */
static inline uint32_t
is_reached(int32_t value, int32_t limit)
{
    return 0u - (uint32_t)(value >= limit);
}

/*
 * What each value's step says, without the step: each limit that a value
 * reaches turns the word of the step below into that of the step above.
 */
static void
find_words(const struct msbi_stage *stage, const uint32_t *by_step,
           const int32_t *values, size_t num, struct words *words)
{
    const int32_t *limits = stage->limits;
    size_t k = 0;

    for (size_t i = 0; i < num; i++)
        words->word[i] = by_step[0];
    for (; k + 2 <= stage->num_limits; k += 2) {
        const uint32_t first = by_step[k] ^ by_step[k + 1];
        const uint32_t second = by_step[k + 1] ^ by_step[k + 2];
        const int32_t low = limits[k], high = limits[k + 1];

        if ((first | second) == 0)
            continue;
        for (size_t i = 0; i < num; i++)
            words->word[i] ^= (first & is_reached(values[i], low))
                              ^ (second & is_reached(values[i], high));
    }
    if (k < stage->num_limits) {
        const uint32_t last = by_step[k] ^ by_step[k + 1];
        const int32_t limit = limits[k];

        for (size_t i = 0; i < num; i++)
            words->word[i] ^= last & is_reached(values[i], limit);
    }
}

static void
group_numbers(const struct msbi_stage *stage, const int16_t *groups,
              const int32_t *values, struct msbi_block *block)
{
    uint32_t by_step[MAX_COMPARED + 1];
    struct words words;

    for (size_t i = 0; i <= stage->num_limits; i++)
        by_step[i] = (uint32_t)(int32_t)groups[i];
    find_words(stage, by_step, values, block->num_rows, &words);
    for (size_t i = 0; i < block->num_rows; i++)
        block->groups[i] = (int16_t)words.word[i];
}

static void
compare_numbers(const struct msbi_stage *stage, const int32_t *values,
                size_t num_words, const int16_t *groups,
                struct msbi_block *block)
{
    struct words words;

    for (size_t w = 0; w < num_words; w++) {
        find_words(stage, stage->masks + w * stage->num_steps, values,
                   block->num_rows, &words);
        for (size_t i = 0; i < block->num_rows; i++)
            block->masks[w][i] &= words.word[i];
    }
    if (groups != NULL)
        group_numbers(stage, groups, values, block);
}

/* Codes as steps; those outside become 0, and their rows rejected. */
static void
check_codes(const struct msbi_stage *stage, struct msbi_block *block,
            struct steps *steps)
{
    const uint32_t high = (uint32_t)stage->high;
    size_t num = block->num_rows;
    uint32_t outside = 0;

    for (size_t i = 0; i < num; i++)
        outside |= steps->step[i] > high;
    if (outside == 0)
        return;
    block->has_rejected = true;
    for (size_t i = 0; i < num; i++)
        if (steps->step[i] > high) {
            block->rejected[i] = 1;
            steps->step[i] = 0;
        }
}

static void
find_code_steps(const struct msbi_stage *stage, const struct msbi_slice *slice,
                struct msbi_block *block, struct steps *steps)
{
    const int8_t *bytes = (const int8_t *)slice->values + slice->first;
    const int16_t *shorts = (const int16_t *)slice->values + slice->first;
    const int32_t *words = (const int32_t *)slice->values + slice->first;
    size_t num = block->num_rows;

    /* A negative code becomes a large step, outside any domain. */
    if (slice->width == 1)
        for (size_t i = 0; i < num; i++)
            steps->step[i] = (uint32_t)(int32_t)bytes[i];
    else if (slice->width == 2)
        for (size_t i = 0; i < num; i++)
            steps->step[i] = (uint32_t)(int32_t)shorts[i];
    else
        for (size_t i = 0; i < num; i++)
            steps->step[i] = (uint32_t)words[i];
    check_codes(stage, block, steps);
}

static void
find_flag_steps(const struct msbi_slice *slice, struct msbi_block *block,
                struct steps *steps)
{
    const uint8_t *bits = slice->values;

    for (size_t i = 0; i < block->num_rows; i++) {
        size_t row = slice->first + i;

        steps->step[i] = bits[row / 8] >> row % 8 & 1;
    }
}

static void
filter_scalar(const struct msbi_stage *stage, const struct msbi_slice *slice,
              size_t num_words, const int16_t *groups, struct msbi_block *block)
{
    const int32_t *numbers = (const int32_t *)slice->values + slice->first;
    struct steps steps;

    if (stage->kind == MSBI_STAGE_NUMBER)
        reject_numbers(stage, numbers, block);
    if (stage->kind == MSBI_STAGE_NUMBER && stage->num_limits <= MAX_COMPARED) {
        compare_numbers(stage, numbers, num_words, groups, block);
        return;
    }
    if (stage->kind == MSBI_STAGE_NUMBER)
        halve_limits(stage, numbers, block->num_rows, &steps);
    else if (stage->kind == MSBI_STAGE_CODE)
        find_code_steps(stage, slice, block, &steps);
    else
        find_flag_steps(slice, block, &steps);
    for (size_t w = 0; w < num_words; w++) {
        const uint32_t *masks = stage->masks + w * stage->num_steps;

        for (size_t i = 0; i < block->num_rows; i++)
            block->masks[w][i] &= masks[steps.step[i]];
    }
    if (groups != NULL)
        for (size_t i = 0; i < block->num_rows; i++)
            block->groups[i] = groups[steps.step[i]];
}

static inline uint64_t
read_octet(const struct msbi_octet *octet, size_t w, const uint64_t *row)
{
    return octet->tables[w * 256 + (row[octet->word] >> octet->shift & 255)];
}

/* All octets of a row; with @num known, the compiler unrolls the loop. */
static inline void
filter_octets(const struct msbi_stage *stage, const uint64_t *rows,
              size_t width, size_t num, size_t w, struct msbi_block *block)
{
    const uint64_t without_any = stage->without_any[w];

    for (size_t i = 0; i < block->num_rows; i++) {
        uint64_t found = without_any;

        for (size_t k = 0; k < num; k++)
            found |= read_octet(&stage->octets[k], w, rows + i * width);
        block->masks[w][i] &= (uint32_t)found & ~(uint32_t)(found >> 32);
    }
}

static void
filter_set(const struct msbi_stage *stage, const struct msbi_slice *slice,
           size_t num_words, struct msbi_block *block)
{
    size_t width = stage->num_set_words, num = block->num_rows;
    const uint64_t *rows = (const uint64_t *)slice->values
                           + slice->first * width;
    uint64_t beyond = 0;

    for (size_t i = 0; i < num; i++)
        beyond |= rows[i * width + width - 1] & ~stage->last_word;
    for (size_t i = 0; beyond != 0 && i < num; i++)
        block->rejected[i] |= (rows[i * width + width - 1] & ~stage->last_word)
                              != 0;
    block->has_rejected |= beyond != 0;
    for (size_t w = 0; w < num_words; w++) {
        if (width == 1 && stage->num_octets == 1)
            filter_octets(stage, rows, 1, 1, w, block);
        else if (width == 1 && stage->num_octets == 2)
            filter_octets(stage, rows, 1, 2, w, block);
        else if (width == 1 && stage->num_octets == 3)
            filter_octets(stage, rows, 1, 3, w, block);
        else if (width == 1 && stage->num_octets == 4)
            filter_octets(stage, rows, 1, 4, w, block);
        else
            filter_octets(stage, rows, width, stage->num_octets, w, block);
    }
}

static void
filter(const struct msbi_stage *stage, const struct msbi_slice *slice,
       size_t num_words, const int16_t *groups, struct msbi_block *block)
{
    if (stage->kind == MSBI_STAGE_SET)
        filter_set(stage, slice, num_words, block);
    else
        filter_scalar(stage, slice, num_words, groups, block);
}

/* The first term that matches each row; the one behind the last for none. */
static void
find_terms(const struct msb_plan *plan, const struct msbi_block *block,
           uint16_t *terms)
{
    size_t num = block->num_rows;

    if (plan->num_words == 1) {
        for (size_t i = 0; i < num; i++)
            terms[i] = (uint16_t)__builtin_ctzll(block->masks[0][i]
                                                 | (uint64_t)1 << 32);
        return;
    }
    for (size_t i = 0; i < num; i++) {
        size_t w = 0;

        while (w < plan->num_words && block->masks[w][i] == 0)
            w++;
        terms[i] = (uint16_t)(w * 32);
        if (w < plan->num_words)
            terms[i] += (uint16_t)__builtin_ctz(block->masks[w][i]);
    }
}

static void
finish(const struct msb_plan *plan, const struct msbi_block *block,
       size_t first, const struct msb_outcome_columns *out)
{
    const size_t num = block->num_rows, none = plan->num_words * 32;
    uint16_t terms[MSBI_BLOCK];

    find_terms(plan, block, terms);
    if (out->status != NULL)
        for (size_t i = 0; i < num; i++)
            out->status[first + i] = terms[i] == none ? MSB_ROW_NONE
                                                      : MSB_ROW_DETERMINED;
    if (out->area != NULL)
        for (size_t i = 0; i < num; i++)
            out->area[first + i] =
                (int16_t)plan->tables->area_of_term[terms[i]];
    if (out->rule != NULL)
        for (size_t i = 0; i < num; i++)
            out->rule[first + i] =
                (int16_t)plan->tables->rule_of_term[terms[i]];
    if (out->target_group != NULL)
        memcpy(out->target_group + first, block->groups,
               num * sizeof block->groups[0]);
}

const struct msbi_kernel msbi_kernel_portable = {
    .filter = filter,
    .finish = finish,
};
