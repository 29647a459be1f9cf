/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SLICED_H
#define MSBI_SLICED_H

#include <string.h>

#include "decide/planes.h"
#include "decide/sliced_deliver.h"
#include "decide/sliced_put.h"

/*
 * The work on a block by planes, for vectors of bytes: included once by each
 * file of a kernel, behind the operations on its vectors (struct lanes). What
 * has no planes is done by the loops in plain C.
 *
 * Rows are done several vectors at a time, so that a table is loaded once for
 * all of them. Vectors reach beyond the last row of a block, but not what is
 * read of columns or written of answers.
 */
enum { GROUP = 4 * LANES };

/* Where the parts of a block's scratch are. */
LANES_OP uint8_t *
get_plane(const struct msbi_planes *planes, const struct msbi_block *block,
          int is_certain, size_t plane)
{
    return block->scratch
           + ((is_certain ? planes->num : 0) + plane) * MSBI_BLOCK;
}

LANES_OP uint8_t *
get_nibble(const struct msbi_planes *planes, const struct msbi_block *block,
           size_t nibble)
{
    return block->scratch + (2 * planes->num + nibble) * MSBI_BLOCK;
}

LANES_OP uint8_t *
get_terms(const struct msbi_planes *planes, const struct msbi_block *block)
{
    return get_nibble(planes, block, 2 * planes->num_octets);
}

/* Four octets of up to LANES rows as nibbles, of those that are read. */
LANES_OP void
put_nibbles(const struct msbi_stage *stage, const uint64_t *rows,
            uint8_t *nibbles)
{
    struct lanes octets[4];
    size_t taken = 2;

    for (size_t k = 0; k < stage->num_octets; k++) {
        size_t at = stage->octets[k].shift / 8;
        struct lanes octet;

        if (at / 4 != taken)
            lanes_take_octets(rows, at >= 4, octets);
        taken = at / 4;
        octet = octets[at % 4];
        lanes_store(nibbles + 2 * k * MSBI_BLOCK,
                    lanes_and(octet, lanes_fill(15)));
        lanes_store(nibbles + (2 * k + 1) * MSBI_BLOCK, lanes_high(octet));
    }
}

/* The nibbles of a set, for all rows. */
LANES_TARGET static void
take_nibbles(const struct msbi_stage *stage, const struct msbi_block *block,
             uint8_t *nibbles)
{
    const uint64_t *rows = block->lanes[stage->attribute].words;
    size_t width = stage->num_set_words, num = block->num_rows, at = 0;
    uint64_t rest[LANES] = {0};

    if (rows == NULL)
        return;
    for (size_t k = 0; width > 1 && k < stage->num_octets; k++) {
        const struct msbi_octet *octet = &stage->octets[k];
        uint8_t *low = nibbles + 2 * k * MSBI_BLOCK, *high = low + MSBI_BLOCK;

        for (size_t i = 0; i < num; i++) {
            uint64_t word = rows[i * width + octet->word] >> octet->shift;

            low[i] = word & 15;
            high[i] = word >> 4 & 15;
        }
    }
    if (width > 1)
        return;
    for (; at + LANES <= num; at += LANES)
        put_nibbles(stage, rows + at, nibbles + at);
    if (at == num)
        return;
    memcpy(rest, rows + at, (num - at) * sizeof *rest);
    put_nibbles(stage, rest, nibbles + at);
}

/* AND what the steps of a scalar leave into vectors of a plane. */
LANES_OP void
filter_scalar(const struct msbi_plane_scalar *scalar, const uint8_t *table,
              const uint8_t *steps, struct lanes found[4])
{
    struct lanes low = lanes_table(table), high = low;

    if (scalar->size == 16) {
        for (size_t i = 0; i < 4; i++)
            found[i] = lanes_and(
                found[i], lanes_look(low, lanes_load(steps + i * LANES)));
        return;
    }
    high = lanes_table(table + 16);
    for (size_t i = 0; i < 4; i++)
        found[i] = lanes_and(
            found[i], lanes_look_32(low, high, lanes_load(steps + i * LANES)));
}

/* OR what nibbles say into vectors. */
LANES_OP void
look_nibbles(const struct msbi_plane_nibble *tables, size_t num,
             const uint8_t *nibbles, struct lanes found[4])
{
    for (size_t k = 0; k < num; k++) {
        const uint8_t *index = nibbles + tables[k].nibble * MSBI_BLOCK;
        struct lanes table = lanes_table(tables[k].table);

        for (size_t i = 0; i < 4; i++)
            found[i] = lanes_or(
                found[i], lanes_look(table, lanes_load(index + i * LANES)));
    }
}

LANES_OP void
filter_set(const struct msbi_plane_set *set, const struct msbi_lane *lane,
           int is_certain, size_t at, const uint8_t *nibbles,
           struct lanes found[4])
{
    struct lanes any[4], broken[4];
    struct lanes absent = lanes_fill(is_certain ? set->certain : set->possible);

    for (size_t i = 0; i < 4; i++) {
        any[i] = lane->words == NULL ? absent : lanes_fill(set->without_any);
        broken[i] = lanes_fill(0);
    }
    if (lane->words != NULL) {
        look_nibbles(set->any, set->num_any, nibbles, any);
        look_nibbles(set->broken, set->num_broken, nibbles, broken);
    }
    for (size_t i = 0; i < 4; i++) {
        any[i] = lanes_without(any[i], broken[i]);
        if (lane->is_partly)
            any[i] = lanes_choose(
                lanes_is_zero(lanes_load(lane->known + at + i * LANES)), absent,
                any[i]);
        found[i] = lanes_and(found[i], any[i]);
    }
}

/* Scalars with too many steps for a register. */
LANES_TARGET static void
filter_large_scalars(const struct msbi_planes *planes,
                     const struct msbi_block *block, int is_certain,
                     size_t plane, uint8_t *to)
{
    for (size_t k = 0; k < planes->num_scalars; k++) {
        const struct msbi_plane_scalar *scalar = &planes->scalars[k];
        const struct msbi_lane *lane = &block->lanes[scalar->attribute];
        const uint8_t *table = (is_certain ? scalar->certain : scalar->possible)
                               + plane * scalar->size;

        for (size_t i = 0; scalar->is_wide && i < block->num_rows; i++)
            to[i] &= table[lane->steps.shorts[i]];
        if (scalar->is_wide || scalar->size <= 32)
            continue;
        for (size_t i = 0; i < block->num_rows; i++)
            to[i] &= table[lane->steps.bytes[i]];
    }
}

LANES_TARGET static void
fill_plane(const struct msbi_planes *planes, const struct msbi_block *block,
           int is_certain, size_t plane)
{
    uint8_t *to = get_plane(planes, block, is_certain, plane);

    for (size_t at = 0; at < block->num_rows; at += GROUP) {
        struct lanes found[4];

        for (size_t i = 0; i < 4; i++)
            found[i] = lanes_fill(planes->terms[plane]);
        for (size_t k = 0; k < planes->num_scalars; k++) {
            const struct msbi_plane_scalar *scalar = &planes->scalars[k];

            if (scalar->size <= 32)
                filter_scalar(scalar,
                              (is_certain ? scalar->certain : scalar->possible)
                                  + plane * scalar->size,
                              block->lanes[scalar->attribute].steps.bytes + at,
                              found);
        }
        for (size_t k = 0; k < planes->num_sets; k++) {
            const struct msbi_plane_set *set =
                &planes->sets[k * planes->num + plane];

            filter_set(set, &block->lanes[set->attribute], is_certain, at,
                       get_nibble(planes, block, 0) + at, found);
        }
        for (size_t i = 0; i < 4; i++)
            lanes_store(to + at + i * LANES, found[i]);
    }
    if (planes->has_large_scalars)
        filter_large_scalars(planes, block, is_certain, plane, to);
}

/* The first term of each row, and whether that is all there is to say: it is
   certain, and under `unique` no other matches. */
struct firsts {
    struct lanes term; /* 0 where there is none */
    struct flags is_none;
    struct flags is_done; /* or none */
};

LANES_OP struct firsts
find_firsts(const struct msbi_planes *planes, const struct msbi_block *block,
            size_t at)
{
    int has_unknown = block->has_unknown;
    const uint8_t *possible = get_plane(planes, block, 0, 0) + at;
    const uint8_t *certain = get_plane(planes, block, 1, 0) + at;
    struct lanes mask = lanes_load(possible), base = lanes_fill(0), bit, open;
    struct lanes sure = has_unknown ? lanes_load(certain) : mask;
    struct lanes later = lanes_fill(0);
    struct firsts firsts;

    for (size_t p = 1; p < planes->num; p++) {
        struct flags is_empty = lanes_is_zero(mask);
        struct lanes plane = lanes_load(possible + p * MSBI_BLOCK);

        later = lanes_choose(is_empty, later, lanes_or(later, plane));
        mask = lanes_choose(is_empty, plane, mask);
        base = lanes_choose(is_empty, lanes_fill((uint8_t)(8 * p)), base);
        if (has_unknown)
            sure = lanes_choose(is_empty, lanes_load(certain + p * MSBI_BLOCK),
                                sure);
    }
    bit = lanes_lowest(mask);
    firsts.is_none = lanes_is_zero(mask);
    open = lanes_without(bit, sure);
    if (planes->is_unique)
        open = lanes_or(open, lanes_or(later, lanes_without(mask, bit)));
    firsts.is_done = lanes_is_zero(open);
    firsts.term = lanes_or(base, find_number(bit));
    return firsts;
}

LANES_OP void
put_answers(const struct msbi_planes *planes, const struct firsts *firsts,
            size_t at, size_t left, const struct msb_outcome_columns *out)
{
    const struct lanes none = lanes_fill(0xff);

    if (out->status != NULL)
        put_bytes(out->status + at, left,
                  lanes_choose(firsts->is_none, lanes_fill(MSB_ROW_NONE),
                               lanes_fill(MSB_ROW_DETERMINED)));
    if (out->area != NULL)
        put_shorts(out->area + at, left,
                   lanes_choose(firsts->is_none, none,
                                lanes_look_32(lanes_table(planes->areas),
                                              lanes_table(planes->areas + 16),
                                              firsts->term)));
    if (out->rule != NULL)
        put_shorts(out->rule + at, left,
                   lanes_choose(firsts->is_none, none,
                                lanes_look_32(lanes_table(planes->rules),
                                              lanes_table(planes->rules + 16),
                                              firsts->term)));
}

/* The words of LANES rows from their planes. */
LANES_OP void
put_words(const struct msbi_planes *planes, const uint8_t *from,
          size_t num_words, uint32_t *to)
{
    for (size_t w = 0; w < num_words; w++) {
        struct lanes four[4];

        for (size_t i = 0; i < 4; i++)
            four[i] = 4 * w + i < planes->num
                          ? lanes_load(from + (4 * w + i) * MSBI_BLOCK)
                          : lanes_fill(0);
        lanes_store_words(four, to + w * MSBI_BLOCK);
    }
}

/* Rows that the first term does not decide; a bit for each. */
LANES_OP void
list_open(const struct msb_plan *plan, struct msbi_block *block, uint64_t bits,
          size_t at)
{
    const struct msbi_planes *planes = plan->planes;
    size_t left = block->num_rows - at;

    if (left < LANES)
        bits &= ((uint64_t)1 << left) - 1;
    if (bits == 0)
        return;
    put_words(planes, get_plane(planes, block, 0, 0) + at, plan->num_words,
              block->possible + at);
    if (block->has_unknown)
        put_words(planes, get_plane(planes, block, 1, 0) + at, plan->num_words,
                  block->certain + at);
    for (; bits != 0; bits &= bits - 1)
        block->open[block->num_open++] =
            (uint16_t)(at + (size_t)__builtin_ctzll(bits));
}

LANES_TARGET static void
finish(const struct msb_plan *plan, struct msbi_block *block,
       const struct msb_outcome_columns *out)
{
    const struct msbi_planes *planes = plan->planes;
    const size_t num = block->num_rows;
    const uint8_t *terms = get_terms(planes, block);
    const struct lanes none = lanes_fill((uint8_t)(plan->num_words * 32));
    uint32_t answers[MSBI_BLOCK];

    for (size_t at = 0; at < num; at += LANES) {
        struct firsts firsts = find_firsts(planes, block, at);

        if (planes->has_small_answers)
            put_answers(planes, &firsts, at, num - at, out);
        else
            lanes_store(get_terms(planes, block) + at,
                        lanes_choose(firsts.is_none, none, firsts.term));
        if (block->has_unknown || planes->is_unique)
            list_open(plan, block,
                      ~lanes_get_bits(firsts.is_done)
                          & (~(uint64_t)0 >> (64 - LANES)),
                      at);
    }
    if (planes->has_small_answers)
        return;
    for (size_t i = 0; i < num; i++)
        answers[i] = plan->answers[terms[i]];
    msbi_loop_write(answers, num, out);
}

LANES_TARGET static void
decide(const struct msb_plan *plan, struct msbi_block *block,
       const struct msb_outcome_columns *out)
{
    const struct msbi_planes *planes = plan->planes;
    size_t num_octets = 0;

    if (planes == NULL) {
        msbi_kernel_portable.decide(plan, block, out);
        return;
    }
    for (size_t k = 0; k < planes->num_sets; k++) {
        const struct msbi_stage *stage =
            &plan->tables->stages[planes->sets[k * planes->num].attribute];

        take_nibbles(stage, block, get_nibble(planes, block, 2 * num_octets));
        num_octets += stage->num_octets;
    }
    for (size_t p = 0; p < planes->num; p++)
        fill_plane(planes, block, 0, p);
    for (size_t p = 0; block->has_unknown && p < planes->num; p++)
        fill_plane(planes, block, 1, p);
    finish(plan, block, out);
}

LANES_TARGET static void
group(const struct msb_plan *plan, struct msbi_block *block, int16_t *groups)
{
    const struct msbi_planes *planes = plan->planes;
    const uint8_t *steps;

    if (planes == NULL || !planes->has_small_groups) {
        msbi_loop_group(plan, block, groups);
        return;
    }
    steps = block->lanes[plan->group_mix.attributes[0]].steps.bytes;
    for (size_t at = 0; at < block->num_rows; at += LANES)
        put_shorts(
            groups + at, block->num_rows - at,
            lanes_look(lanes_table(planes->groups), lanes_load(steps + at)));
}

/* Up to LANES steps. */
LANES_OP void
put_steps(const struct msbi_scale *scale, const int32_t *values, uint8_t *steps)
{
    struct lanes above = lanes_count_above(scale->limits, scale->num_limits,
                                           values);

    lanes_store(steps, scale->is_birth
                           ? above
                           : lanes_subtract(
                               lanes_fill((uint8_t)scale->num_limits), above));
}

/* Numbers that are compared with each limit. */
LANES_TARGET static void
take_numbers(const struct msbi_scale *scale, const int32_t *values,
             struct msbi_lane *lane, struct msbi_block *block)
{
    size_t num = block->num_rows, at = 0;
    int32_t rest[LANES] = {0};

    msbi_loop_reject(values, scale->low, scale->high, lane, block);
    for (; at + LANES <= num; at += LANES)
        put_steps(scale, values + at, lane->steps.bytes + at);
    if (at < num) {
        memcpy(rest, values + at, (num - at) * sizeof *rest);
        put_steps(scale, rest, lane->steps.bytes + at);
    }
    if (lane->is_partly)
        msbi_loop_take_unknown(scale, lane, num);
}

LANES_TARGET static void
take(const struct msb_plan *plan, const struct msbi_scale *scale,
     const struct msbi_slice *slice, struct msbi_lane *lane,
     struct msbi_block *block)
{
    bool is_compared = scale->kind == MSBI_STAGE_NUMBER && scale->is_used
                       && !scale->is_direct && !scale->is_wide
                       && scale->num_limits <= MSBI_MAX_COMPARED;

    if (is_compared)
        take_numbers(scale, (const int32_t *)slice->values + slice->first, lane,
                     block);
    else
        msbi_loop_take(plan, scale, slice, lane, block);
}

LANES_TARGET static void
check(const struct msbi_stage *stage, const struct msbi_lane *lane,
      struct msbi_block *block)
{
    msbi_loop_check_set(stage, lane, block);
}

LANES_TARGET static void
deliver(const struct msb_plan *plan, struct msbi_block *block,
        const struct msb_outcome_columns *out)
{
    const struct msbi_lane *lane =
        &block->lanes[plan->rules->model->services_attribute];

    if (plan->told != NULL && lane->words != NULL && out->max_deliveries == 3)
        deliver_three(plan, block, lane, out);
    else
        msbi_deliver(plan, block, out);
}

static const struct msbi_kernel kernel = {
    .has_planes = true,
    .take = take,
    .check = check,
    .decide = decide,
    .group = group,
    .deliver = deliver,
};

#endif
