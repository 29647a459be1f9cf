/* SPDX-License-Identifier: MIT */
/* Making a plan, with the instructions that the machine has. */
#include "decide/plan.h"

#include <string.h>

#include "base/error.h"

static enum msb_status
choose_instructions(struct msb_plan *plan, enum msb_instructions wanted,
                    struct msb_error *err)
{
    const struct msbi_kernel *kernels[] = {
        [MSB_INSTRUCTIONS_PORTABLE] = &msbi_kernel_portable,
        [MSB_INSTRUCTIONS_AVX2] = msbi_kernel_avx2(),
        [MSB_INSTRUCTIONS_AVX512] = msbi_kernel_avx512(),
    };
    size_t num = sizeof kernels / sizeof kernels[0], i = num;

    if (wanted == MSB_INSTRUCTIONS_BEST)
        while (kernels[--i] == NULL)
            continue;
    else
        i = (size_t)wanted;
    if (i >= num || kernels[i] == NULL)
        return msbi_fail_misuse(err, "this machine, or this build, lacks the "
                                     "instructions that are asked for");
    plan->instructions = (enum msb_instructions)i;
    plan->kernel = kernels[i];
    return MSB_OK;
}

/* Indices are written as int16_t. */
static bool
has_short_indices(const struct msb_model *model)
{
    return model->num_areas <= INT16_MAX && model->num_groups <= INT16_MAX
           && model->num_services <= INT16_MAX && model->num_units <= INT16_MAX;
}

enum msb_status
msb_plan_new(struct msb_rules *rules, struct msb_date on,
             enum msb_instructions instructions, struct msb_plan **out,
             struct msb_error *err)
{
    struct msb_plan *plan;
    enum msb_status status;

    if (rules == NULL || out == NULL)
        return msbi_fail_misuse(err, "rules and out must not be NULL");
    *out = NULL;
    if (!has_short_indices(rules->model))
        return msbi_fail(err, MSB_ERR_LIMIT, "limit",
                         "the model has more than %d areas, units, services "
                         "or target groups",
                         INT16_MAX);
    plan = msbi_alloc(sizeof *plan);
    if (plan == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&plan->refs);
    plan->rules = msb_rules_ref(rules);
    plan->on = on;
    status = choose_instructions(plan, instructions, err);
    if (status == MSB_OK && msbi_plan_build(plan) != MSB_OK)
        status = msbi_fail_nomem(err);
    if (status == MSB_OK)
        *out = msb_plan_ref(plan);
    msb_plan_unref(plan);
    return status;
}

struct msb_plan *
msb_plan_ref(struct msb_plan *plan)
{
    if (plan != NULL)
        msbi_refcount_take(&plan->refs);
    return plan;
}

static void
release_tables(struct msb_plan *plan)
{
    const struct msbi_tables *tables = plan->rules->tables;

    msbi_scale_release(&plan->births);
    for (size_t i = 0; plan->scales != NULL && i < tables->num_stages; i++)
        msbi_scale_release(&plan->scales[i]);
    for (size_t i = 0; plan->masks != NULL && i < plan->num_mixes; i++)
        msbi_free(plan->masks[i]);
    msbi_deliverers_release(&plan->deliverers);
    msbi_doubts_release(&plan->doubts);
    msbi_split_release(&plan->split);
    msbi_planes_free(plan->planes);
    msbi_told_free(plan->told);
    msbi_free(plan->scales);
    msbi_free(plan->mixes);
    msbi_free(plan->masks);
    msbi_free(plan->groups);
    msbi_free(plan->absent);
    msbi_free(plan->answers);
}

void
msb_plan_unref(struct msb_plan *plan)
{
    if (plan == NULL || !msbi_refcount_drop(&plan->refs))
        return;
    release_tables(plan);
    msb_rules_unref(plan->rules);
    msbi_free(plan);
}

enum msb_instructions
msb_plan_get_instructions(const struct msb_plan *plan)
{
    return plan == NULL ? MSB_INSTRUCTIONS_PORTABLE : plan->instructions;
}
