/* SPDX-License-Identifier: MIT */
/*
 * Leaving out of a decision what a principal does not see. Which rules decide,
 * what is missing and the target group all tell of the facts, so only who
 * sees the whole sees them. Who delivers sees what it delivers itself.
 */
#include "store/guard/sight.h"

/* Keep the deliveries that may be seen, in their order. */
static void
narrow_deliveries(struct msb_decision *decision, const struct msbi_sight *sight)
{
    const struct msb_model *model = msb_rules_get_model(decision->rules);
    size_t num = 0;

    for (size_t i = 0; i < decision->num_deliveries; i++) {
        const struct msb_delivery *delivery = &decision->deliveries[i];
        const char *id = msb_model_get_part_id(model, MSB_PART_SERVICE,
                                               delivery->service);

        if (sight->view >= MSBI_VIEW_COURSES
            && (!sight->is_own_only || msbi_sight_is_own(sight, id)))
            decision->deliveries[num++] = *delivery;
    }
    decision->num_deliveries = num;
}

void
msbi_sight_narrow(const struct msbi_sight *sight, struct msb_decision *decision)
{
    if (sight->view >= MSBI_VIEW_WHOLE)
        return;
    decision->outcome.rule = -1;
    decision->outcome.target_group = -1;
    decision->deciding.num = 0;
    decision->missing.num = 0;
    decision->ask = MSB_NONE;
    decision->possible.num = 0;
    decision->gap_possible = false;
    narrow_deliveries(decision, sight);
    /* What an exception overruled, and why, tells of the citizen too. */
    msb_decision_unref(decision->ruled);
    decision->ruled = NULL;
    msbi_placement_release(&decision->placement);
}
