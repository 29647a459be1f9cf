/* SPDX-License-Identifier: MIT */
/*
 * Tables of doubts. Scalars are gone through step by step, so what is said of
 * them is exact. Sets are tried by a sample (see scale.c): what some value of
 * the sample shows is so, and what none shows is left to be asked.
 */
#include "decide/doubts.h"

#include <string.h>

#include "decide/plan.h"

static void
list_doubts(struct msbi_doubts *doubts, const struct msb_plan *plan)
{
    const struct msbi_tables *tables = plan->tables;
    size_t services = plan->rules->model->services_attribute;

    memset(doubts->numbers, MSBI_NO_DOUBT, sizeof doubts->numbers);
    for (size_t i = 0; i < tables->num_tested; i++) {
        size_t attribute = tables->tested[i]->attribute;

        if (attribute == services)
            continue;
        doubts->attributes[doubts->num] = (uint8_t)attribute;
        doubts->numbers[attribute] = (uint8_t)doubts->num++;
    }
}

/* The terms that every value of an attribute leaves. */
static uint32_t
get_certain(const struct msb_plan *plan, size_t attribute, size_t word)
{
    const struct msbi_stage *stage = &plan->tables->stages[attribute];

    return stage->kind == MSBI_STAGE_SET
               ? stage->certain[word]
               : plan->scales[attribute].certain[word];
}

static enum msb_status
build_certain(struct msbi_doubts *doubts, const struct msb_plan *plan)
{
    size_t num = plan->num_words;

    doubts->num_bytes = (doubts->num + 7) / 8;
    doubts->num_nibbles = (doubts->num + 3) / 4;
    doubts->certain = msbi_alloc_array(doubts->num_nibbles * 16 * num,
                                       sizeof *doubts->certain);
    if (doubts->certain == NULL)
        return MSB_ERR_NOMEM;
    memset(doubts->certain, 0xff,
           doubts->num_nibbles * 16 * num * sizeof *doubts->certain);
    for (size_t k = 0; k < doubts->num; k++)
        for (size_t i = 0; i < 16 * num; i++)
            if ((i / num >> k % 4 & 1) != 0)
                doubts->certain[k / 4 * 16 * num + i] &= get_certain(
                    plan, doubts->attributes[k], i % num);
    return MSB_OK;
}

static void
note_step(struct msbi_doubts *doubts, size_t number, uint32_t left)
{
    struct msbi_proofs *proofs = &doubts->proofs;

    for (size_t term = 0; term < 32; term++) {
        if ((left >> term & 1) == 0)
            doubts->avoiding[number * 32 + term] |= left;
        if ((left & proofs->same_area[term]) == 0)
            proofs->avoidable[term] |= (uint32_t)1 << number;
    }
}

static void
fill_proofs(struct msbi_doubts *doubts, const struct msb_plan *plan)
{
    const struct msbi_tables *tables = plan->tables;
    struct msbi_proofs *proofs = &doubts->proofs;

    for (size_t i = 0; i < doubts->num_bytes * 256; i++)
        proofs->certain[i] = (uint64_t)1 << 32
                             | msbi_doubts_get_certain(doubts, 1, 0,
                                                       (uint32_t)(i % 256)
                                                           << i / 256 * 8);
    for (size_t i = 0; i < 32 * 32; i++)
        if (tables->area_of_term[i / 32] == tables->area_of_term[i % 32])
            proofs->same_area[i / 32] |= (uint64_t)1 << i % 32;
    memcpy(proofs->answers, plan->answers, 33 * sizeof *plan->answers);
    for (size_t k = 0; k < doubts->num; k++) {
        const struct msbi_scale *scale = &plan->scales[doubts->attributes[k]];

        for (size_t i = 0; i + 1 < scale->num_steps; i++)
            note_step(doubts, k, scale->possible[i]);
    }
}

enum msb_status
msbi_doubts_build(struct msbi_doubts *doubts, const struct msb_plan *plan)
{
    enum msb_status status;

    list_doubts(doubts, plan);
    status = build_certain(doubts, plan);
    if (status != MSB_OK || plan->num_words > 1 || plan->is_unique)
        return status;
    doubts->avoiding = msbi_alloc_array(doubts->num * 32,
                                        sizeof *doubts->avoiding);
    doubts->proofs.certain = msbi_alloc_array(doubts->num_bytes * 256,
                                              sizeof *doubts->proofs.certain);
    if (doubts->avoiding == NULL || doubts->proofs.certain == NULL)
        return MSB_ERR_NOMEM;
    fill_proofs(doubts, plan);
    doubts->has_proofs = true;
    return MSB_OK;
}

void
msbi_doubts_release(struct msbi_doubts *doubts)
{
    msbi_free(doubts->certain);
    msbi_free(doubts->avoiding);
    msbi_free(doubts->proofs.certain);
}
