/* SPDX-License-Identifier: MIT */
/*
 * Making a plan: the tables of the rules, the age limits as birth dates, and
 * the target group of each step. A model without tables, or whose groups need
 * more than one attribute, gets a plan whose rows are decided on the diagram.
 */
#include "decide/plan.h"

#include <string.h>

#include "base/error.h"

/* The group of each step, where one attribute alone tells it. */
static enum msb_status
fill_groups(struct msb_plan *plan, const struct msbi_stage *stage,
            int16_t **out)
{
    const struct msb_rules *rules = plan->rules;
    const struct msbi_diagram *diagram = &rules->diagram;
    msbi_ref root = rules->target_group;
    int16_t *groups = msbi_alloc_array(stage->num_steps, sizeof *groups);

    *out = groups;
    if (groups == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < stage->num_steps; i++) {
        const struct msbi_classifier *classifier =
            &rules->levels.classifiers[stage->attribute];
        size_t at = stage->is_birth_date ? stage->num_steps - 1 - i : i;
        msbi_ref leaf = root;

        if (!msbi_is_leaf(root))
            leaf = msbi_child(
                diagram, root,
                stage->kind == MSBI_STAGE_NUMBER
                    ? classifier->classes[at]
                    : msbi_classifier_find(classifier, (int32_t)at));
        groups[i] = leaf == MSBI_GAP ? -1 : (int16_t)msbi_leaf_index(leaf);
    }
    return MSB_OK;
}

/* Which attribute tells the group: MSB_NONE where several do. */
static size_t
find_group_attribute(const struct msb_rules *rules)
{
    const struct msbi_diagram *diagram = &rules->diagram;
    msbi_ref root = rules->target_group;
    const struct msbi_level *level;

    if (msbi_is_leaf(root))
        return MSBI_AGE; /* any will do */
    level = &rules->levels.items[diagram->cells[root]];
    for (size_t i = 0; i < level->num_classes; i++)
        if (!msbi_is_leaf(msbi_child(diagram, root, i)))
            return MSB_NONE;
    return level->is_set ? MSB_NONE : level->attribute;
}

static enum msb_status
build_groups(struct msb_plan *plan)
{
    size_t attribute = find_group_attribute(plan->rules);
    enum msb_status status;

    plan->group_stage = attribute;
    plan->group_unknown = -1;
    if (attribute == MSB_NONE) {
        plan->tables = NULL; /* no table tells the group */
        return MSB_OK;
    }
    if (msbi_is_leaf(plan->rules->target_group)
        && plan->rules->target_group != MSBI_GAP)
        plan->group_unknown = (int16_t)msbi_leaf_index(
            plan->rules->target_group);
    status = fill_groups(plan, &plan->tables->stages[attribute],
                         &plan->group_of_step);
    if (status == MSB_OK && attribute == MSBI_AGE)
        status = fill_groups(plan, &plan->births, &plan->group_of_age_step);
    return status;
}

static enum msb_status
build(struct msb_plan *plan)
{
    const struct msbi_tables *tables = plan->rules->tables;
    enum msb_status status;

    if (tables == NULL)
        return MSB_OK;
    plan->tables = tables;
    plan->num_words = tables->num_words;
    status = msbi_stage_build_births(&plan->births, &tables->stages[MSBI_AGE],
                                     plan->on, plan->num_words);
    return status == MSB_OK ? build_groups(plan) : status;
}

static enum msb_status
choose_instructions(struct msb_plan *plan, enum msb_instructions wanted,
                    struct msb_error *err)
{
    bool has_avx512 = msbi_kernel_avx512() != NULL;

    if (wanted == MSB_INSTRUCTIONS_BEST)
        wanted = has_avx512 ? MSB_INSTRUCTIONS_AVX512
                            : MSB_INSTRUCTIONS_PORTABLE;
    if (wanted != MSB_INSTRUCTIONS_PORTABLE
        && (wanted != MSB_INSTRUCTIONS_AVX512 || !has_avx512))
        return msbi_fail_misuse(err, "this machine, or this build, lacks the "
                                     "instructions that are asked for");
    plan->instructions = wanted;
    return MSB_OK;
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
    if (rules->model->num_areas > INT16_MAX
        || rules->model->num_groups > INT16_MAX)
        return msbi_fail(err, MSB_ERR_LIMIT, "limit",
                         "the model has more than %d areas or target groups",
                         INT16_MAX);
    plan = msbi_alloc(sizeof *plan);
    if (plan == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&plan->refs);
    plan->rules = msb_rules_ref(rules);
    plan->on = on;
    status = choose_instructions(plan, instructions, err);
    if (status == MSB_OK && build(plan) != MSB_OK)
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

void
msb_plan_unref(struct msb_plan *plan)
{
    if (plan == NULL || !msbi_refcount_drop(&plan->refs))
        return;
    msbi_stage_release(&plan->births);
    msbi_free(plan->group_of_step);
    msbi_free(plan->group_of_age_step);
    msb_rules_unref(plan->rules);
    msbi_free(plan);
}

enum msb_instructions
msb_plan_get_instructions(const struct msb_plan *plan)
{
    return plan == NULL ? MSB_INSTRUCTIONS_PORTABLE : plan->instructions;
}
