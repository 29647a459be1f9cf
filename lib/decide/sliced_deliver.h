/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SLICED_DELIVER_H
#define MSBI_SLICED_DELIVER_H

#include <string.h>

#include "decide/deliver.h"
#include "decide/sliced_put.h"
#include "decide/told.h"

/*
 * Who delivers up to three services of each row, by vectors of bytes: the
 * services' words as planes, the number of the lowest bit taken out of them
 * three times, and what is told of it by the row's kind. Included behind the
 * operations of a kernel, as sliced.h.
 */
enum { NUM_TOLD = 3, NUM_SERVICE_PLANES = 4, NO_SERVICE = 0xff };

/* Room for a block's numbers, and for vectors that reach beyond it. */
struct told_bytes {
    uint8_t numbers[NUM_TOLD][MSBI_BLOCK];
    uint8_t kinds[MSBI_BLOCK];
    /* The same, the three of a row side by side. */
    uint8_t services[NUM_TOLD * MSBI_BLOCK + LANES];
    uint8_t kinds_too[NUM_TOLD * MSBI_BLOCK + LANES];
};

/* How many bits the planes have in each row. */
LANES_OP struct lanes
count_bits(const struct lanes planes[NUM_SERVICE_PLANES])
{
    static const uint8_t bits[16] = {0, 1, 1, 2, 1, 2, 2, 3,
                                     1, 2, 2, 3, 2, 3, 3, 4};
    struct lanes table = lanes_table(bits), sum = lanes_fill(0);

    for (size_t p = 0; p < NUM_SERVICE_PLANES; p++)
        sum = lanes_add(
            sum,
            lanes_add(lanes_look(table, lanes_and(planes[p], lanes_fill(15))),
                      lanes_look(table, lanes_high(planes[p]))));
    return sum;
}

/* Take the lowest bit of each row out of the planes; its number. */
LANES_OP struct lanes
take_first(struct lanes planes[NUM_SERVICE_PLANES])
{
    struct lanes mask = planes[0], base = lanes_fill(0), bit;

    for (size_t p = 1; p < NUM_SERVICE_PLANES; p++) {
        struct flags is_empty = lanes_is_zero(mask);

        mask = lanes_add_where(is_empty, mask, planes[p]);
        base = lanes_add_where(is_empty, base, lanes_fill(8));
    }
    bit = lanes_lowest(mask);
    for (size_t p = 0; p < NUM_SERVICE_PLANES; p++)
        planes[p] = lanes_without(
            planes[p],
            lanes_keep(lanes_is_equal(base, lanes_fill((uint8_t)(8 * p))),
                       bit));
    return lanes_or(lanes_keep(lanes_is_zero(mask), lanes_fill(NO_SERVICE)),
                    lanes_or(base, find_number(bit)));
}

/* The numbers of up to LANES rows, and how many services there are. */
LANES_OP void
take_services(const uint64_t *rows, const struct msbi_lane *lane, size_t at,
              struct told_bytes *bytes, size_t left, uint16_t *num_deliveries)
{
    struct lanes planes[NUM_SERVICE_PLANES];

    lanes_take_octets(rows, 0, planes);
    if (lane->is_partly)
        for (size_t p = 0; p < NUM_SERVICE_PLANES; p++)
            planes[p] = lanes_and(planes[p], lanes_load(lane->known + at));
    if (num_deliveries != NULL)
        put_shorts((int16_t *)num_deliveries + at, left, count_bits(planes));
    for (size_t k = 0; k < NUM_TOLD; k++)
        lanes_store(bytes->numbers[k] + at, take_first(planes));
}

/* Sixteen rows: for each of three vectors, where its bytes come from. */
LANES_OP void
interleave(const uint8_t *const from[NUM_TOLD], size_t at, uint8_t *to)
{
    /* Byte j of the result is byte j / 3 of the column j % 3. */
    static const int8_t places[NUM_TOLD][3][16] = {
        {{0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1, -1, 5},
         {-1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1, 10, -1},
         {-1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15, -1, -1}},
        {{-1, 0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1, -1},
         {5, -1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1, 10},
         {-1, -1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15, -1}},
        {{-1, -1, 0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1},
         {-1, 5, -1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1},
         {10, -1, -1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15}}};
    __m128i bytes[NUM_TOLD];

    for (size_t k = 0; k < NUM_TOLD; k++)
        bytes[k] = _mm_loadu_si128(
            (const __m128i *)(const void *)(from[k] + at));
    for (size_t j = 0; j < 3; j++) {
        __m128i result = _mm_setzero_si128();

        for (size_t k = 0; k < NUM_TOLD; k++)
            result = _mm_or_si128(
                result,
                _mm_shuffle_epi8(
                    bytes[k], _mm_loadu_si128((
                                  const __m128i *)(const void *)places[k][j])));
        _mm_storeu_si128((__m128i *)(void *)(to + 3 * at + 16 * j), result);
    }
}

/* What is told of services, by the kind of their rows. */
LANES_OP struct lanes
look_told(const struct msbi_told *told,
          const uint8_t table[MSBI_MAX_KINDS][MSBI_MAX_TOLD_SERVICES],
          struct lanes service, struct lanes kind)
{
    const struct lanes nobody = lanes_fill(0xff);
    struct lanes found = lanes_fill(0);

    for (size_t i = 0; i < told->num_kinds; i++) {
        struct flags is_kind = lanes_is_equal(kind, lanes_fill((uint8_t)i));
        struct lanes low = lanes_table(table[i]);

        found = lanes_add_where(
            is_kind, found,
            told->has_few_services
                ? lanes_look(low, service)
                : lanes_look_32(low, lanes_table(table[i] + 16), service));
    }
    return lanes_or(lanes_keep(lanes_is_equal(service, nobody), nobody), found);
}

LANES_TARGET static void
put_told(const struct msbi_told *told, const struct told_bytes *bytes,
         size_t num, const struct msb_outcome_columns *out)
{
    for (size_t at = 0; at < num; at += LANES) {
        struct lanes service = lanes_load(bytes->services + at);
        struct lanes kind = lanes_load(bytes->kinds_too + at);

        if (out->delivery_service != NULL)
            put_shorts(out->delivery_service + at, num - at, service);
        if (out->delivery_area != NULL)
            put_shorts(out->delivery_area + at, num - at,
                       look_told(told, told->areas, service, kind));
        if (out->delivery_unit != NULL)
            put_shorts(out->delivery_unit + at, num - at,
                       told->has_units
                           ? look_told(told, told->units, service, kind)
                           : lanes_fill(0xff));
    }
}

LANES_TARGET static void
take_kinds(const struct msb_plan *plan, struct msbi_block *block,
           struct told_bytes *bytes)
{
    const struct msbi_mix *mix = &plan->deliverers.mix;
    const uint8_t *steps = block->lanes[mix->attributes[0]].steps.bytes;
    size_t num = block->num_rows;

    for (size_t at = 0; plan->told->is_short && at < num; at += LANES)
        lanes_store(
            bytes->kinds + at,
            lanes_look(lanes_table(plan->told->kinds), lanes_load(steps + at)));
    if (plan->told->is_short)
        return;
    msbi_loop_mix(mix, plan->scales, block, block->index);
    for (size_t i = 0; i < num; i++)
        bytes->kinds[i] = plan->told->kinds[block->index[i]];
}

LANES_TARGET static void
deliver_three(const struct msb_plan *plan, struct msbi_block *block,
              const struct msbi_lane *lane,
              const struct msb_outcome_columns *out)
{
    size_t num = block->num_rows, at = 0;
    uint64_t rest[LANES] = {0};
    struct told_bytes bytes;
    const uint8_t *numbers[] = {bytes.numbers[0], bytes.numbers[1],
                                bytes.numbers[2]};
    const uint8_t *kinds[] = {bytes.kinds, bytes.kinds, bytes.kinds};

    for (; at + LANES <= num; at += LANES)
        take_services(lane->words + at, lane, at, &bytes, LANES,
                      out->num_deliveries);
    if (at < num) {
        memcpy(rest, lane->words + at, (num - at) * sizeof *rest);
        take_services(rest, lane, at, &bytes, num - at, out->num_deliveries);
    }
    take_kinds(plan, block, &bytes);
    for (size_t i = 0; i < num; i += 16) {
        interleave(numbers, i, bytes.services);
        interleave(kinds, i, bytes.kinds_too);
    }
    put_told(plan->told, &bytes, NUM_TOLD * num, out);
}

#endif
