/* SPDX-License-Identifier: MIT */
#ifndef MSBI_DELIVER_H
#define MSBI_DELIVER_H

#include "decide/loops.h"

/*
 * Who delivers the services of a row: the bits of its word, lowest first, and
 * one look-up each. Rows with fewer services than are told of look up the
 * service that there is not, so that no branch depends on how many there are.
 */

/* The word of a row; services that are not known are none. */
MSBI_LOOP uint64_t
msbi_deliver_word(const struct msbi_lane *lane, size_t row)
{
    if (lane->words == NULL)
        return 0;
    return lane->is_partly
               ? lane->words[row] & (uint64_t)(int64_t)(int8_t)lane->known[row]
               : lane->words[row];
}

/* All that is told of three services of each row. */
MSBI_LOOP void
msbi_deliver_three(const struct msbi_deliverers *deliverers,
                   const struct msbi_block *block, const struct msbi_lane *lane,
                   bool is_partly, const struct msb_outcome_columns *out)
{
    const uint64_t none = (uint64_t)1 << deliverers->num_services;
    const uint32_t stride = (uint32_t)deliverers->stride;
    int16_t *services = out->delivery_service, *areas = out->delivery_area;
    int16_t *units = out->delivery_unit;

    for (size_t i = 0; i < block->num_rows; i++) {
        const uint64_t *told = deliverers->told + block->index[i] * stride;
        uint64_t word = lane->words[i];

        if (is_partly)
            word &= (uint64_t)(int64_t)(int8_t)lane->known[i];
        for (size_t k = 0; k < 3; k++) {
            uint64_t one = told[(unsigned)__builtin_ctzll(word | none)];

            word &= word - 1;
            services[3 * i + k] = (int16_t)one;
            areas[3 * i + k] = (int16_t)(one >> 16);
            units[3 * i + k] = (int16_t)(one >> 32);
        }
    }
}

/* What is wanted of any number of services. */
MSBI_LOOP void
msbi_deliver_any(const struct msbi_deliverers *deliverers,
                 const struct msbi_block *block, const struct msbi_lane *lane,
                 const struct msb_outcome_columns *out)
{
    const uint64_t none = (uint64_t)1 << deliverers->num_services;
    const size_t max = out->max_deliveries;

    for (size_t i = 0; i < block->num_rows; i++) {
        const uint64_t *told = deliverers->told
                               + block->index[i] * deliverers->stride;
        uint64_t word = msbi_deliver_word(lane, i);

        for (size_t k = 0; k < max; k++) {
            uint64_t one = told[__builtin_ctzll(word | none)];

            word &= word - 1;
            if (out->delivery_service != NULL)
                out->delivery_service[i * max + k] = (int16_t)one;
            if (out->delivery_area != NULL)
                out->delivery_area[i * max + k] = (int16_t)(one >> 16);
            if (out->delivery_unit != NULL)
                out->delivery_unit[i * max + k] = (int16_t)(one >> 32);
        }
    }
}

MSBI_LOOP void
msbi_deliver_count(const struct msbi_block *block, const struct msbi_lane *lane,
                   uint16_t *num_deliveries)
{
    for (size_t i = 0; i < block->num_rows; i++)
        num_deliveries[i] = (uint16_t)__builtin_popcountll(
            msbi_deliver_word(lane, i));
}

MSBI_LOOP void
msbi_deliver(const struct msb_plan *plan, struct msbi_block *block,
             const struct msb_outcome_columns *out)
{
    const struct msbi_deliverers *deliverers = &plan->deliverers;
    const struct msbi_lane *lane =
        &block->lanes[plan->rules->model->services_attribute];
    bool is_three = out->max_deliveries == 3 && lane->words != NULL
                    && out->delivery_service != NULL
                    && out->delivery_area != NULL && out->delivery_unit != NULL;

    msbi_loop_mix(&deliverers->mix, plan->scales, block, block->index);
    if (out->num_deliveries != NULL)
        msbi_deliver_count(block, lane, out->num_deliveries);
    if (is_three && lane->is_partly)
        msbi_deliver_three(deliverers, block, lane, true, out);
    else if (is_three)
        msbi_deliver_three(deliverers, block, lane, false, out);
    else
        msbi_deliver_any(deliverers, block, lane, out);
}

#endif
