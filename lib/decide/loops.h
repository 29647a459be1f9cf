/* SPDX-License-Identifier: MIT */
#ifndef MSBI_LOOPS_H
#define MSBI_LOOPS_H

#include <string.h>

#include "decide/plan.h"

/*
 * Loops in plain C that a compiler turns into vectors. Each file of a kernel
 * includes them and calls them from functions for its own instructions, so
 * that they are compiled for those. Nothing here branches on a row's values,
 * but for rows that are rejected.
 */
#define MSBI_LOOP __attribute__((always_inline)) static inline

/* Note values outside the domain, but not those of unknown rows. */
MSBI_LOOP void
msbi_loop_reject(const int32_t *values, int32_t low, int32_t high,
                 const struct msbi_lane *lane, struct msbi_block *block)
{
    /* Moved to the lowest number, a domain has but one end. */
    const uint32_t move = 0x80000000u - (uint32_t)low;
    const int32_t end = (int32_t)((uint32_t)high + move);
    size_t num = block->num_rows;
    int32_t outside = 0;

    for (size_t i = 0; i < num; i++)
        outside |= (int32_t)((uint32_t)values[i] + move) > end;
    if (outside == 0)
        return;
    for (size_t i = 0; i < num; i++) {
        bool is_bad = (values[i] < low) | (values[i] > high);

        if (!is_bad || (lane->is_partly && lane->known[i] == 0))
            continue;
        block->rejected[i] = 1;
        block->has_rejected = true;
    }
}

/* Reject rows with bits beyond the values of a set. */
MSBI_LOOP void
msbi_loop_check_set(const struct msbi_stage *stage,
                    const struct msbi_lane *lane, struct msbi_block *block)
{
    const size_t width = stage->num_set_words, num = block->num_rows;
    const uint64_t *last = lane->words + width - 1;
    const uint64_t beyond = ~stage->last_word;
    uint64_t found = 0;

    if (width == 1)
        for (size_t i = 0; i < num; i++)
            found |= last[i];
    else
        for (size_t i = 0; i < num; i++)
            found |= last[i * width];
    for (size_t i = 0; (found & beyond) != 0 && i < num; i++) {
        if ((last[i * width] & beyond) == 0
            || (lane->is_partly && lane->known[i] == 0))
            continue;
        block->rejected[i] = 1;
        block->has_rejected = true;
    }
}

/* How many of @num_limits limits are above each value; added to @above. */
MSBI_LOOP void
msbi_loop_compare(const int32_t *limits, size_t num_limits,
                  const int32_t *values, size_t num, uint32_t *above)
{
    int32_t a = limits[0], b = limits[num_limits > 1 ? 1 : 0];
    int32_t c = limits[num_limits > 2 ? 2 : 0];
    int32_t d = limits[num_limits > 2 ? 3 : 0];

    if (num_limits == 1)
        for (size_t i = 0; i < num; i++)
            above[i] += a > values[i];
    else if (num_limits == 2)
        for (size_t i = 0; i < num; i++)
            above[i] += (uint32_t)(a > values[i]) + (b > values[i]);
    else
        for (size_t i = 0; i < num; i++)
            above[i] += (uint32_t)(a > values[i]) + (b > values[i])
                        + (c > values[i]) + (d > values[i]);
}

MSBI_LOOP void
msbi_loop_count_above(const struct msbi_scale *scale, const int32_t *values,
                      size_t num, uint32_t *above)
{
    size_t k = 0;

    memset(above, 0, num * sizeof *above);
    for (; k + 4 <= scale->num_limits; k += 4)
        msbi_loop_compare(scale->limits + k, 4, values, num, above);
    for (; k + 2 <= scale->num_limits; k += 2)
        msbi_loop_compare(scale->limits + k, 2, values, num, above);
    if (k < scale->num_limits)
        msbi_loop_compare(scale->limits + k, 1, values, num, above);
}

MSBI_LOOP void
msbi_loop_halve(const struct msbi_scale *scale, const int32_t *values,
                size_t num, uint32_t *above)
{
    for (size_t i = 0; i < num; i++) {
        size_t low = 0, high = scale->num_limits;

        while (low < high) {
            size_t middle = low + (high - low) / 2;

            if (scale->limits[middle] <= values[i])
                low = middle + 1;
            else
                high = middle;
        }
        above[i] = (uint32_t)(scale->num_limits - low);
    }
}

/* A value's step is what it is above the lowest; outside, the last. */
MSBI_LOOP void
msbi_loop_take_direct(const struct msbi_scale *scale, const int32_t *values,
                      struct msbi_lane *lane, struct msbi_block *block)
{
    const uint32_t low = (uint32_t)scale->low;
    const uint8_t last = (uint8_t)(scale->num_steps - 1);
    uint8_t *steps = lane->steps.bytes, most = 0;
    size_t num = block->num_rows;
    uint32_t bits = 0;

    for (size_t i = 0; i < num; i++) {
        bits |= (uint32_t)values[i] - low;
        steps[i] = (uint8_t)((uint32_t)values[i] - low);
    }
    for (size_t i = 0; i < num; i++)
        most = steps[i] > most ? steps[i] : most;
    if (bits < 256 && most < last)
        return;
    msbi_loop_reject(values, scale->low, scale->high, lane, block);
    for (size_t i = 0; i < num; i++)
        if ((uint32_t)values[i] - low >= last)
            steps[i] = last;
}

MSBI_LOOP void
msbi_loop_take_numbers(const struct msbi_scale *scale, const int32_t *values,
                       struct msbi_lane *lane, struct msbi_block *block)
{
    const uint32_t all = (uint32_t)scale->num_limits;
    size_t num = block->num_rows;
    uint32_t above[MSBI_BLOCK];

    if (scale->is_used && scale->is_direct) {
        msbi_loop_take_direct(scale, values, lane, block);
        return;
    }
    msbi_loop_reject(values, scale->low, scale->high, lane, block);
    if (!scale->is_used)
        return;
    if (scale->num_limits <= MSBI_MAX_COMPARED)
        msbi_loop_count_above(scale, values, num, above);
    else
        msbi_loop_halve(scale, values, num, above);
    if (scale->is_wide)
        for (size_t i = 0; i < num; i++)
            lane->steps.shorts[i] =
                (uint16_t)(scale->is_birth ? above[i] : all - above[i]);
    else if (scale->is_birth)
        for (size_t i = 0; i < num; i++)
            lane->steps.bytes[i] = (uint8_t)above[i];
    else
        for (size_t i = 0; i < num; i++)
            lane->steps.bytes[i] = (uint8_t)(all - above[i]);
}

/* Codes of a byte are steps as they are. */
MSBI_LOOP void
msbi_loop_take_bytes(const struct msbi_scale *scale, const uint8_t *codes,
                     struct msbi_lane *lane, struct msbi_block *block)
{
    const uint8_t last = (uint8_t)(scale->num_steps - 1);
    uint8_t most = 0;

    for (size_t i = 0; i < block->num_rows; i++) {
        most = codes[i] > most ? codes[i] : most;
        lane->steps.bytes[i] = codes[i] < last ? codes[i] : last;
    }
    for (size_t i = 0; most >= last && i < block->num_rows; i++) {
        if (codes[i] < last || (lane->is_partly && lane->known[i] == 0))
            continue;
        block->rejected[i] = 1;
        block->has_rejected = true;
    }
}

MSBI_LOOP void
msbi_loop_take_codes(const struct msbi_scale *scale,
                     const struct msbi_slice *slice, struct msbi_lane *lane,
                     struct msbi_block *block)
{
    const int8_t *bytes = (const int8_t *)slice->values + slice->first;
    const uint32_t last = (uint32_t)scale->num_steps - 1;
    size_t num = block->num_rows;
    int32_t codes[MSBI_BLOCK];

    if (slice->width == 1 && last < 128) {
        msbi_loop_take_bytes(scale, (const uint8_t *)bytes, lane, block);
        return;
    }
    if (slice->width == 1)
        for (size_t i = 0; i < num; i++)
            codes[i] = bytes[i];
    else if (slice->width == 2)
        for (size_t i = 0; i < num; i++)
            codes[i] = ((const int16_t *)slice->values)[slice->first + i];
    else
        memcpy(codes, (const int32_t *)slice->values + slice->first,
               num * sizeof *codes);
    msbi_loop_reject(codes, 0, scale->high, lane, block);
    /* A negative code becomes a large number, outside any domain. */
    for (size_t i = 0; i < num && scale->is_wide; i++)
        lane->steps.shorts[i] =
            (uint16_t)((uint32_t)codes[i] < last ? (uint32_t)codes[i] : last);
    for (size_t i = 0; i < num && !scale->is_wide; i++)
        lane->steps.bytes[i] =
            (uint8_t)((uint32_t)codes[i] < last ? (uint32_t)codes[i] : last);
}

/* Bits as bytes, 0 or 0xff. */
MSBI_LOOP void
msbi_loop_spread(const uint8_t (*spread)[8], const uint8_t *bits, size_t first,
                 size_t num, uint8_t *bytes)
{
    const uint8_t *place = bits + first / 8;
    size_t shift = first % 8, i = 0;

    for (; shift == 0 && i + 8 <= num; i += 8)
        memcpy(bytes + i, spread[place[i / 8]], 8);
    for (; shift != 0 && i + 8 <= num; i += 8)
        memcpy(bytes + i,
               spread[(place[i / 8] >> shift | place[i / 8 + 1] << (8 - shift))
                      & 255],
               8);
    for (; i < num; i++)
        bytes[i] = spread[bits[(first + i) / 8]][(first + i) % 8];
}

/* Which rows know an attribute, and whose doubt it is. */
MSBI_LOOP void
msbi_loop_know(const uint8_t (*spread)[8], const uint64_t *bits, uint8_t bit,
               uint8_t *unknown, struct msbi_lane *lane, size_t num)
{
    for (size_t i = 0; i < num; i += 8)
        memcpy(lane->known + i, spread[bits[i / 64] >> i % 64 & 255], 8);
    for (size_t i = 0; i < num; i++)
        unknown[i] |= bit & (uint8_t)~lane->known[i];
}

/* The rows that do not know the attribute have the last step. */
MSBI_LOOP void
msbi_loop_take_unknown(const struct msbi_scale *scale, struct msbi_lane *lane,
                       size_t num)
{
    const uint16_t last = (uint16_t)(scale->num_steps - 1);

    if (scale->is_wide)
        for (size_t i = 0; i < num; i++)
            lane->steps.shorts[i] = lane->known[i] != 0 ? lane->steps.shorts[i]
                                                        : last;
    else
        for (size_t i = 0; i < num; i++)
            lane->steps.bytes[i] = (uint8_t)((lane->steps.bytes[i]
                                              & lane->known[i])
                                             | (last & ~lane->known[i]));
}

MSBI_LOOP void
msbi_loop_take(const struct msb_plan *plan, const struct msbi_scale *scale,
               const struct msbi_slice *slice, struct msbi_lane *lane,
               struct msbi_block *block)
{
    size_t num = block->num_rows;

    if (scale->kind == MSBI_STAGE_NUMBER) {
        msbi_loop_take_numbers(
            scale, (const int32_t *)slice->values + slice->first, lane, block);
    } else if (scale->kind == MSBI_STAGE_CODE) {
        msbi_loop_take_codes(scale, slice, lane, block);
    } else {
        msbi_loop_spread(plan->spread, slice->values, slice->first, num,
                         lane->steps.bytes);
        for (size_t i = 0; i < num; i++)
            lane->steps.bytes[i] &= 1;
    }
    if (lane->is_partly && scale->is_used)
        msbi_loop_take_unknown(scale, lane, num);
}

/* The entry of a mix for each row. */
MSBI_LOOP void
msbi_loop_mix(const struct msbi_mix *mix, const struct msbi_scale *scales,
              const struct msbi_block *block, uint16_t *index)
{
    size_t num = block->num_rows;

    if (mix->num == 0)
        memset(index, 0, num * sizeof *index);
    for (size_t k = 0; k < mix->num; k++) {
        const struct msbi_lane *lane = &block->lanes[mix->attributes[k]];
        const uint16_t stride = (uint16_t)mix->strides[k];

        if (scales[mix->attributes[k]].is_wide)
            for (size_t i = 0; i < num; i++)
                index[i] = (uint16_t)((k == 0 ? 0 : index[i])
                                      + lane->steps.shorts[i] * stride);
        else if (k == 0)
            for (size_t i = 0; i < num; i++)
                index[i] = lane->steps.bytes[i];
        else
            for (size_t i = 0; i < num; i++)
                index[i] =
                    (uint16_t)(index[i]
                               + (uint16_t)(lane->steps.bytes[i] * stride));
    }
}

/* By the entries of one mix; a single attribute's steps are the entries. */
MSBI_LOOP void
msbi_loop_group(const struct msb_plan *plan, struct msbi_block *block,
                int16_t *groups)
{
    const struct msbi_mix *mix = &plan->group_mix;
    size_t num = block->num_rows;

    if (mix->num == 1 && !plan->scales[mix->attributes[0]].is_wide) {
        const uint8_t *steps = block->lanes[mix->attributes[0]].steps.bytes;

        for (size_t i = 0; i < num; i++)
            groups[i] = plan->groups[steps[i]];
        return;
    }
    msbi_loop_mix(mix, plan->scales, block, block->index);
    for (size_t i = 0; i < num; i++)
        groups[i] = plan->groups[block->index[i]];
}

/* Status, area and rule from answers: area, and the rule above it. Undetermined
   rows, of which there may be none, have the answer of no area. */
MSBI_LOOP void
msbi_loop_write(const uint32_t *answers, const uint8_t *undetermined,
                size_t num, const struct msb_outcome_columns *out)
{
    /* Bytes may lie anywhere: the pointer need not be read after each. */
    uint8_t *status = out->status;

    if (status != NULL && undetermined == NULL)
        for (size_t i = 0; i < num; i++)
            status[i] = (int32_t)answers[i] < 0 ? MSB_ROW_NONE
                                                : MSB_ROW_DETERMINED;
    else if (status != NULL) /* one less than none */
        for (size_t i = 0; i < num; i++)
            status[i] = (uint8_t)(((int32_t)answers[i] < 0 ? MSB_ROW_NONE
                                                           : MSB_ROW_DETERMINED)
                                  - undetermined[i]);
    if (out->area != NULL)
        for (size_t i = 0; i < num; i++)
            out->area[i] = (int16_t)answers[i];
    if (out->rule != NULL)
        for (size_t i = 0; i < num; i++)
            out->rule[i] = (int16_t)(answers[i] >> 16);
}

#endif
