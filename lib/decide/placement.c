/* SPDX-License-Identifier: MIT */
/*
 * A decision that an exception overrules. The rules decide first, as always;
 * then a second decision is made of theirs, which keeps it: what they said
 * is never lost.
 */
#include "decide/explanation.h"

#include <string.h>

#include "base/error.h"

void
msbi_placement_release(struct msbi_placement *placement)
{
    msbi_free(placement->reason);
    msbi_free(placement->decided_by);
    memset(placement, 0, sizeof *placement);
}

static enum msb_status
copy_deliveries(const struct msb_decision *ruled, struct msb_decision *out)
{
    size_t num = ruled->num_deliveries;

    if (num == 0)
        return MSB_OK;
    out->deliveries = msbi_alloc_array(num, sizeof *out->deliveries);
    if (out->deliveries == NULL)
        return MSB_ERR_NOMEM;
    memcpy(out->deliveries, ruled->deliveries, num * sizeof *out->deliveries);
    out->num_deliveries = num;
    return MSB_OK;
}

static enum msb_status
fill_one(struct msbi_indices *indices, size_t index)
{
    enum msb_status status = msbi_indices_reserve(indices, 1);

    if (status == MSB_OK)
        indices->items[indices->num++] = index;
    return status;
}

enum msb_status
msbi_decision_place(struct msb_decision *ruled,
                    struct msbi_placement *placement, struct msb_decision **out,
                    struct msb_error *err)
{
    struct msb_decision *placed = msbi_alloc(sizeof *placed);

    *out = NULL;
    if (placed == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&placed->refs);
    placed->rules = msb_rules_ref(ruled->rules);
    placed->ruled = msb_decision_ref(ruled);
    placed->outcome = (struct msb_outcome){
        .status = MSB_OUTCOME_DETERMINED,
        .area = (int32_t)placement->area,
        .rule = -1,
        .target_group = ruled->outcome.target_group};
    placed->ask = MSB_NONE;
    if (copy_deliveries(ruled, placed) != MSB_OK
        || fill_one(&placed->possible, placement->area) != MSB_OK
        || fill_one(&placed->contacts, placement->area) != MSB_OK) {
        msb_decision_unref(placed);
        return msbi_fail_nomem(err);
    }
    placed->placement = *placement;
    memset(placement, 0, sizeof *placement);
    *out = placed;
    return MSB_OK;
}

void
msbi_explanation_place(struct msb_explanation *explanation,
                       struct msb_decision *placed)
{
    msb_decision_unref(explanation->placed);
    explanation->placed = msb_decision_ref(placed);
}
