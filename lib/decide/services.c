/* SPDX-License-Identifier: MIT */
/*
 * Who delivers the services of a block's rows. Most services are delivered by
 * what a few scalars say, and those by tables; the diagrams tell of the rest,
 * row by row. Under `per_service` the deliveries are the answer.
 */
#include "base/error.h"
#include "decide/deliver.h"
#include "decide/run.h"

/* The rows with a service that only the diagram tells of. */
static enum msb_status
deliver_asked(struct msbi_run *run, size_t first)
{
    const struct msb_plan *plan = run->plan;
    const struct msbi_block *block = run->block;
    const struct msbi_lane *lane =
        &block->lanes[plan->rules->model->services_attribute];
    enum msb_status status = MSB_OK;

    for (size_t i = 0; i < block->num_rows && status == MSB_OK; i++)
        if (!block->rejected[i]
            && (msbi_deliver_word(lane, i) & plan->deliverers.asked) != 0)
            status = msbi_run_deliver_row(run, first + i, true);
    return status;
}

enum msb_status
msbi_run_deliver(struct msbi_run *run, size_t first,
                 const struct msb_outcome_columns *at)
{
    const struct msb_plan *plan = run->plan;
    const struct msbi_block *block = run->block;
    enum msb_status status = MSB_OK;

    if (plan->deliverers.told != NULL) {
        plan->kernel->deliver(plan, run->block, at);
        return plan->deliverers.asked == 0 ? MSB_OK : deliver_asked(run, first);
    }
    for (size_t i = 0; i < block->num_rows && status == MSB_OK; i++)
        if (!block->rejected[i])
            status = msbi_run_deliver_row(run, first + i, true);
    return status;
}

void
msbi_run_decide_services(struct msbi_run *run,
                         const struct msb_outcome_columns *at)
{
    const struct msb_plan *plan = run->plan;
    const struct msbi_deliverers *deliverers = &plan->deliverers;
    struct msbi_block *block = run->block;
    const struct msbi_lane *lane =
        &block->lanes[plan->rules->model->services_attribute];

    msbi_loop_mix(&deliverers->mix, plan->scales, block, block->index);
    for (size_t i = 0; at->status != NULL && i < block->num_rows; i++) {
        uint64_t word = msbi_deliver_word(lane, i);
        uint64_t open = word & deliverers->undetermined[block->index[i]];

        at->status[i] = word == 0   ? MSB_ROW_NONE
                        : open != 0 ? MSB_ROW_UNDETERMINED
                                    : MSB_ROW_DETERMINED;
    }
    for (size_t i = 0; at->area != NULL && i < block->num_rows; i++)
        at->area[i] = -1;
    for (size_t i = 0; at->rule != NULL && i < block->num_rows; i++)
        at->rule[i] = -1;
}
