/* SPDX-License-Identifier: MIT */
/*
 * The tables of a plan: scales, what mixes of them leave of the terms, the
 * target group, who delivers. A model without tables, or whose groups follow
 * from more than a few scalars, gets a plan that goes row by row.
 */
#include "decide/plan.h"

/* The most entries of the mix that tells the group. */
#define MAX_GROUP_ENTRIES 16384

static enum msb_status
build_scales(struct msb_plan *plan)
{
    const struct msbi_tables *tables = plan->tables;
    enum msb_status status = MSB_OK;

    plan->scales = msbi_alloc_array(tables->num_stages, sizeof *plan->scales);
    if (plan->scales == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < tables->num_tested; i++)
        plan->is_tested[tables->tested[i]->attribute] = true;
    for (size_t i = 0; i < tables->num_stages && status == MSB_OK; i++)
        status = tables->stages[i].kind == MSBI_STAGE_SET
                     ? msbi_scale_sample(&plan->scales[i], &tables->stages[i],
                                         plan->num_words)
                     : msbi_scale_build(&plan->scales[i], &tables->stages[i],
                                        plan->num_words, plan->is_tested[i]);
    return status;
}

/* Put each scalar that rules test into the first mix that has room. */
static enum msb_status
build_mixes(struct msb_plan *plan)
{
    const struct msbi_tables *tables = plan->tables;
    enum msb_status status = MSB_OK;

    plan->mixes = msbi_alloc_array(tables->num_stages, sizeof *plan->mixes);
    plan->masks = msbi_alloc_array(tables->num_stages, sizeof *plan->masks);
    if (plan->mixes == NULL || plan->masks == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < tables->num_stages; i++) {
        size_t k = 0;

        if (!plan->scales[i].is_tested)
            continue;
        if (plan->num_mixes == 0)
            msbi_mix_init(&plan->mixes[plan->num_mixes++]);
        while (
            !msbi_mix_add(&plan->mixes[k], &plan->scales[i], MSBI_MAX_ENTRIES))
            if (++k == plan->num_mixes)
                msbi_mix_init(&plan->mixes[plan->num_mixes++]);
    }
    for (size_t k = 0; k < plan->num_mixes && status == MSB_OK; k++)
        status = msbi_mix_filter(&plan->mixes[k], plan->scales, plan->num_words,
                                 &plan->masks[k]);
    return status;
}

/* The target group by a mix; LIMIT where none tells it. */
static enum msb_status
build_groups(struct msb_plan *plan)
{
    const struct msb_rules *rules = plan->rules;
    struct msbi_mix *mix = &plan->group_mix;
    enum msb_status status;
    int32_t *labels;
    bool covered;

    msbi_mix_init(mix);
    status = msbi_mix_cover(mix, rules, plan->scales, rules->target_group,
                            MAX_GROUP_ENTRIES, &covered);
    if (status != MSB_OK || !covered)
        return status != MSB_OK ? status : MSB_ERR_LIMIT;
    labels = msbi_alloc_array(mix->num_entries, sizeof *labels);
    plan->groups = msbi_alloc_array(mix->num_entries, sizeof *plan->groups);
    if (labels == NULL || plan->groups == NULL) {
        msbi_free(labels);
        return MSB_ERR_NOMEM;
    }
    msbi_mix_walk(mix, rules, plan->scales, rules->target_group, labels);
    msbi_labels_join(mix, plan->scales, labels);
    for (size_t i = 0; i < mix->num_entries; i++)
        plan->groups[i] = (int16_t)labels[i];
    msbi_free(labels);
    return MSB_OK;
}

static void
mark_used(struct msb_plan *plan, const struct msbi_mix *mix)
{
    for (size_t i = 0; i < mix->num; i++)
        plan->scales[mix->attributes[i]].is_used = true;
}

/* The set that rules test, if it is but one. */
static const struct msbi_stage *
find_only_set(const struct msbi_tables *tables)
{
    const struct msbi_stage *found = NULL;

    for (size_t i = 0; i < tables->num_tested; i++) {
        if (tables->tested[i]->kind != MSBI_STAGE_SET)
            continue;
        if (found != NULL)
            return NULL;
        found = tables->tested[i];
    }
    return found;
}

/* The terms that some step of a scalar leaves together with another. */
static uint32_t
find_joint(const struct msbi_scale *scale, size_t term)
{
    uint32_t joint = 0;

    for (size_t i = 0; i + 1 < scale->num_steps; i++)
        if ((scale->possible[i] >> term & 1) != 0)
            joint |= scale->possible[i];
    return joint;
}

/* Whether two rules may match the same row, as far as scalars tell. Where none
   do, `unique` comes to what `first` does. */
static bool
can_meet(const struct msb_plan *plan)
{
    const struct msbi_tables *tables = plan->tables;

    for (size_t term = 0; term < 32 && tables->num_words == 1; term++) {
        uint32_t others = tables->terms[0] & ~tables->same_rule[term];

        for (size_t i = 0; i < tables->num_stages; i++)
            if (plan->scales[i].is_tested)
                others &= find_joint(&plan->scales[i], term);
        if (others != 0 && (tables->terms[0] >> term & 1) != 0)
            return true;
    }
    return tables->num_words > 1;
}

/* What sets leave of the terms where they are not known. */
static enum msb_status
build_absent(struct msb_plan *plan)
{
    const struct msbi_tables *tables = plan->tables;
    size_t num = plan->num_words;

    plan->absent = msbi_alloc_array(tables->num_stages * num,
                                    sizeof *plan->absent);
    if (plan->absent == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < tables->num_stages * num; i++) {
        const struct msbi_stage *stage = &tables->stages[i / num];
        uint32_t any = stage->without_any[i % num], broken = 0;

        plan->absent[i] = stage->possible[i % num];
        if (stage->attribute != plan->rules->model->services_attribute)
            continue;
        for (size_t k = 0; k < stage->num_nibbles; k++) {
            any |= stage->nibbles[k].any[i % num][0];
            broken |= stage->nibbles[k].broken[i % num][0];
        }
        plan->absent[i] = any & ~broken;
    }
    return MSB_OK;
}

static enum msb_status
build_answers(struct msb_plan *plan)
{
    const struct msbi_tables *tables = plan->tables;
    size_t num = plan->num_words * 32 + 1;

    plan->answers = msbi_alloc_array(num, sizeof *plan->answers);
    if (plan->answers == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < num; i++)
        plan->answers[i] = (uint32_t)tables->area_of_term[i] % 65536
                           | (uint32_t)tables->rule_of_term[i] << 16;
    for (size_t i = 0; i < 256; i++)
        for (size_t k = 0; k < 8; k++)
            plan->spread[i][k] = (i >> k & 1) != 0 ? 0xff : 0;
    return MSB_OK;
}

/* Where the kernel cannot do with planes, plain C decides. */
static enum msb_status
build_planes(struct msb_plan *plan)
{
    enum msb_status status;

    if (!plan->kernel->has_planes)
        return MSB_OK;
    status = msbi_planes_build(plan, &plan->planes);
    plan->scratch_size = msbi_planes_get_scratch(plan->planes);
    return status == MSB_OK ? msbi_told_build(plan, &plan->told) : status;
}

/* Under `per_service` deliveries are the answer; where tables do not tell all
   of them, or rules can reject a row, the plan goes row by row. */
static bool
can_decide(const struct msb_plan *plan)
{
    const struct msb_model *model = plan->rules->model;

    return model->coordination == MSB_COORDINATION_SINGLE
           || (plan->deliverers.told != NULL && plan->deliverers.asked == 0
               && (model->hit_policy == MSB_HIT_POLICY_FIRST
                   || model->num_rules == 0));
}

enum msb_status
msbi_plan_build(struct msb_plan *plan)
{
    enum msb_status status;

    plan->tables = plan->rules->tables;
    if (plan->tables == NULL)
        return MSB_OK;
    plan->num_words = plan->tables->num_words;
    plan->only_set = find_only_set(plan->tables);
    plan->is_per_service = plan->rules->model->coordination
                           == MSB_COORDINATION_PER_SERVICE;
    status = build_scales(plan);
    plan->is_unique = status == MSB_OK
                      && plan->rules->model->hit_policy == MSB_HIT_POLICY_UNIQUE
                      && can_meet(plan);
    if (status == MSB_OK)
        status = build_groups(plan);
    if (status == MSB_OK)
        status = msbi_deliverers_build(&plan->deliverers, plan->rules,
                                       plan->scales);
    if (status == MSB_ERR_LIMIT || (status == MSB_OK && !can_decide(plan))) {
        plan->tables = NULL;
        return MSB_OK;
    }
    if (status == MSB_OK)
        status = build_mixes(plan);
    if (status == MSB_OK)
        status = build_absent(plan);
    if (status == MSB_OK)
        status = build_answers(plan);
    if (status == MSB_OK)
        status = msbi_doubts_build(&plan->doubts, plan);
    if (status == MSB_OK)
        status = build_planes(plan);
    if (status == MSB_OK && plan->planes == NULL)
        status = msbi_split_build(&plan->split, plan);
    if (status != MSB_OK)
        return status;
    mark_used(plan, &plan->group_mix);
    mark_used(plan, &plan->deliverers.mix);
    for (size_t i = 0; i < plan->num_mixes && !plan->is_per_service; i++)
        mark_used(plan, &plan->mixes[i]);
    return msbi_scale_build_births(&plan->births, &plan->scales[MSBI_AGE],
                                   plan->on);
}
