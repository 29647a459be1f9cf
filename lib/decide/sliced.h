/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SLICED_H
#define MSBI_SLICED_H

#include <string.h>

#include "decide/planes.h"
#include "decide/sliced_deliver.h"
#include "decide/sliced_finish.h"
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

/* Which octet of the stage each of a word is. */
struct places {
    uint8_t octets[2][4]; /* in the lower half, in the higher */
    bool is_read[2];
};

enum { NOT_READ = 0xff };

LANES_OP struct places
find_places(const struct msbi_stage *stage)
{
    struct places places = {.is_read = {false, false}};

    memset(places.octets, NOT_READ, sizeof places.octets);
    for (size_t k = 0; k < stage->num_octets; k++) {
        size_t at = stage->octets[k].shift / 8;

        places.octets[at / 4][at % 4] = (uint8_t)k;
        places.is_read[at / 4] = true;
    }
    return places;
}

/* The octets of up to LANES rows as nibbles, of those that are read. */
LANES_OP void
put_nibbles(const struct places *places, const uint64_t *rows, uint8_t *nibbles)
{
    for (int half = 0; half < 2; half++) {
        struct lanes octets[4];

        if (!places->is_read[half])
            continue;
        lanes_take_octets(rows, half, octets);
        for (int i = 0; i < 4; i++) {
            size_t k = places->octets[half][i];

            if (k == NOT_READ)
                continue;
            lanes_store(nibbles + 2 * k * MSBI_BLOCK,
                        lanes_and(octets[i], lanes_fill(15)));
            lanes_store(nibbles + (2 * k + 1) * MSBI_BLOCK,
                        lanes_high(octets[i]));
        }
    }
}

/* The nibbles of a set of several words, for all rows. */
LANES_TARGET static void
take_wide_nibbles(const struct msbi_stage *stage,
                  const struct msbi_block *block, uint8_t *nibbles)
{
    const uint64_t *rows = block->lanes[stage->attribute].words;
    size_t width = stage->num_set_words;

    for (size_t k = 0; k < stage->num_octets; k++) {
        const struct msbi_octet *octet = &stage->octets[k];
        uint8_t *low = nibbles + 2 * k * MSBI_BLOCK, *high = low + MSBI_BLOCK;

        for (size_t i = 0; i < block->num_rows; i++) {
            uint64_t word = rows[i * width + octet->word] >> octet->shift;

            low[i] = word & 15;
            high[i] = word >> 4 & 15;
        }
    }
}

/* The same of any set that is given. */
LANES_TARGET static void
take_nibbles(const struct msbi_stage *stage, const struct msbi_block *block,
             uint8_t *nibbles)
{
    const uint64_t *rows = block->lanes[stage->attribute].words;
    const struct places places = find_places(stage);
    size_t num = block->num_rows, at = 0;
    uint64_t rest[LANES] = {0};

    if (rows == NULL)
        return;
    if (stage->num_set_words > 1) {
        take_wide_nibbles(stage, block, nibbles);
        return;
    }
    for (; at + LANES <= num; at += LANES)
        put_nibbles(&places, rows + at, nibbles + at);
    if (at == num)
        return;
    memcpy(rest, rows + at, (num - at) * sizeof *rest);
    put_nibbles(&places, rest, nibbles + at);
}

/* What the steps of a scalar leave of a plane. */
struct steps {
    const uint8_t *table, *steps;
};

/* The scalars with tables of @size, for a plane; how many they are. */
LANES_OP size_t
list_steps(const struct msbi_planes *planes, const struct msbi_block *block,
           size_t plane, size_t size, struct steps *out)
{
    size_t num = 0;

    for (size_t k = 0; k < planes->num_scalars; k++) {
        const struct msbi_plane_scalar *scalar = &planes->scalars[k];

        if (scalar->size != size)
            continue;
        out[num].table = scalar->possible + plane * size;
        out[num++].steps = block->lanes[scalar->attribute].steps.bytes;
    }
    return num;
}

LANES_OP void
filter_16(const struct steps *steps, size_t at, struct lanes found[4])
{
    struct lanes table = lanes_table(steps->table);

    for (size_t i = 0; i < 4; i++)
        found[i] = lanes_and(
            found[i],
            lanes_look(table, lanes_load(steps->steps + at + i * LANES)));
}

LANES_OP void
filter_32(const struct steps *steps, size_t at, struct lanes found[4])
{
    struct lanes low = lanes_table(steps->table);
    struct lanes high = lanes_table(steps->table + 16);

    for (size_t i = 0; i < 4; i++)
        found[i] = lanes_and(
            found[i], lanes_look_32(low, high,
                                    lanes_load(steps->steps + at + i * LANES)));
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
           size_t at, const uint8_t *nibbles, struct lanes found[4])
{
    struct lanes any[4], broken[4];
    struct lanes absent = lanes_fill(set->absent);

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
                     const struct msbi_block *block, size_t plane, uint8_t *to)
{
    for (size_t k = 0; k < planes->num_scalars; k++) {
        const struct msbi_plane_scalar *scalar = &planes->scalars[k];
        const struct msbi_lane *lane = &block->lanes[scalar->attribute];
        const uint8_t *table = scalar->possible + plane * scalar->size;

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
           size_t plane)
{
    uint8_t *to = get_plane(block, plane);
    struct steps short_steps[MSBI_MAX_STAGES], long_steps[MSBI_MAX_STAGES];
    size_t num_short = list_steps(planes, block, plane, 16, short_steps);
    size_t num_long = list_steps(planes, block, plane, 32, long_steps);

    for (size_t at = 0; at < block->num_rows; at += GROUP) {
        struct lanes found[4];

        for (size_t i = 0; i < 4; i++)
            found[i] = lanes_fill(planes->terms[plane]);
        for (size_t k = 0; k < num_short; k++)
            filter_16(&short_steps[k], at, found);
        for (size_t k = 0; k < num_long; k++)
            filter_32(&long_steps[k], at, found);
        for (size_t k = 0; k < planes->num_sets; k++) {
            const struct msbi_plane_set *set =
                &planes->sets[k * planes->num + plane];

            filter_set(set, &block->lanes[set->attribute], at,
                       get_nibble(planes, block, 0) + at, found);
        }
        for (size_t i = 0; i < 4; i++)
            lanes_store(to + at + i * LANES, found[i]);
    }
    if (planes->has_large_scalars)
        filter_large_scalars(planes, block, plane, to);
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
        fill_plane(planes, block, p);
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
know(const struct msb_plan *plan, const uint64_t *bits, uint8_t bit,
     uint8_t *unknown, struct msbi_lane *lane, size_t num_rows)
{
    (void)plan;
    for (size_t at = 0; at < num_rows; at += LANES) {
        struct lanes known = lanes_from_bits(bits[at / 64] >> at % 64);

        lanes_store(lane->known + at, known);
        lanes_store(unknown + at,
                    lanes_or(lanes_load(unknown + at),
                             lanes_without(lanes_fill(bit), known)));
    }
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
    .know = know,
    .take = take,
    .check = check,
    .decide = decide,
    .group = group,
    .deliver = deliver,
};

#endif
