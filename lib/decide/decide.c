/* SPDX-License-Identifier: MIT */
/*
 * The short answer: what the rules that can decide have in common. Where all
 * facts that matter are known that is one rule, and takes no memory.
 */
#include "decide/decision.h"

#include "base/error.h"
#include "rules/walk.h"

/* What the leaves of the responsibility diagram have in common. */
struct gathered {
    const struct msb_model *model;
    msbi_ref conflict; /* the first in the model's order, or MSBI_GAP */
    size_t num_leaves;
    size_t area, rule;
    bool gap, several_areas;
};

static void
gather_leaf(void *user, msbi_ref leaf)
{
    struct gathered *gathered = user;
    size_t rule = msbi_leaf_index(leaf);
    size_t area;

    gathered->num_leaves++;
    if (leaf == MSBI_GAP) {
        gathered->gap = true;
        return;
    }
    if (msbi_is_conflict(leaf)) {
        if (leaf < gathered->conflict)
            gathered->conflict = leaf;
        return;
    }
    area = gathered->model->rules[rule].area;
    if (gathered->area != MSB_NONE && gathered->area != area)
        gathered->several_areas = true;
    gathered->area = area;
    gathered->rule = rule;
}

static enum msb_status
gather_rule(struct msbi_case *citizen, struct gathered *gathered,
            struct msb_error *err)
{
    msbi_ref leaf = msbi_case_find_rule(citizen);
    enum msb_status status = MSB_OK;

    *gathered = (struct gathered){.model = citizen->rules->model,
                                  .conflict = MSBI_GAP,
                                  .area = MSB_NONE,
                                  .rule = MSB_NONE};
    if (leaf != MSBI_FAILED)
        gather_leaf(gathered, leaf);
    else
        status = msbi_case_visit_rules(citizen, gather_leaf, gathered, err);
    if (status == MSB_OK && gathered->conflict != MSBI_GAP)
        status = msbi_case_conflict(citizen, gathered->conflict, err);
    return status;
}

struct single_leaf {
    msbi_ref leaf; /* MSBI_FAILED before the first, MSBI_GAP for several */
};

static void
keep_single(void *user, msbi_ref leaf)
{
    struct single_leaf *single = user;

    single->leaf = single->leaf == MSBI_FAILED ? leaf : MSBI_GAP;
}

/* The target group that every completion gives, or -1. */
static enum msb_status
find_target_group(struct msbi_case *citizen, int32_t *out,
                  struct msb_error *err)
{
    const struct msb_rules *rules = citizen->rules;
    struct single_leaf single = {
        .leaf = msbi_case_walk(citizen, rules->target_group)};
    enum msb_status status = MSB_OK;

    if (single.leaf == MSBI_FAILED && citizen->classes == NULL)
        status = msbi_case_classify(citizen, err);
    if (status == MSB_OK && single.leaf == MSBI_FAILED
        && msbi_walk_leaves(&rules->diagram, rules->target_group,
                            citizen->classes, keep_single, &single)
               != MSB_OK)
        status = msbi_fail_nomem(err);
    *out = single.leaf == MSBI_GAP || status != MSB_OK
               ? -1
               : (int32_t)msbi_leaf_index(single.leaf);
    return status;
}

struct entries {
    const struct msbi_service *service;
    struct msb_delivery *delivery;
    bool is_first, differs;
};

static void
join_entry(void *user, msbi_ref leaf)
{
    struct entries *entries = user;
    struct msb_delivery *delivery = entries->delivery;
    const struct msbi_entry *entry;

    if (leaf == MSBI_GAP) {
        entries->differs = true;
        return;
    }
    entry = &entries->service->entries[msbi_leaf_index(leaf)];
    if (!entries->is_first
        && (delivery->area != entry->area || delivery->unit != entry->unit))
        entries->differs = true;
    entries->is_first = false;
    delivery->area = entry->area;
    delivery->unit = entry->unit;
}

enum msb_status
msbi_case_deliver(struct msbi_case *citizen, size_t service,
                  struct msb_delivery *out, struct msb_error *err)
{
    const struct msb_rules *rules = citizen->rules;
    struct entries entries = {.service = &rules->model->services[service],
                              .delivery = out,
                              .is_first = true};
    msbi_ref root = rules->services[service].root;
    msbi_ref leaf = msbi_case_walk(citizen, root);

    *out = (struct msb_delivery){
        .service = service, .area = MSB_NONE, .unit = MSB_NONE};
    if (leaf != MSBI_FAILED)
        join_entry(&entries, leaf);
    else if (msbi_case_classify(citizen, err) != MSB_OK
             || msbi_walk_leaves(&rules->diagram, root, citizen->classes,
                                 join_entry, &entries)
                    != MSB_OK)
        return msbi_fail_nomem(err);
    if (entries.differs)
        out->area = out->unit = MSB_NONE;
    return MSB_OK;
}

/* Under `per_service`: determined when every delivery is. */
static enum msb_status
decide_per_service(struct msbi_case *citizen, struct msb_outcome *out,
                   struct msb_error *err)
{
    const struct msb_model *model = citizen->rules->model;
    enum msb_status status = MSB_OK;

    out->area = out->rule = -1;
    out->status = MSB_OUTCOME_NONE;
    for (size_t i = 0; i < model->num_services && status == MSB_OK; i++) {
        struct msb_delivery delivery;

        if (!msbi_facts_holds(citizen->facts, model->services_attribute, i))
            continue;
        status = msbi_case_deliver(citizen, i, &delivery, err);
        if (delivery.area == MSB_NONE)
            out->status = MSB_OUTCOME_UNDETERMINED;
        else if (out->status == MSB_OUTCOME_NONE)
            out->status = MSB_OUTCOME_DETERMINED;
    }
    return status;
}

enum msb_status
msb_rules_decide(const struct msb_rules *rules, const struct msb_facts *facts,
                 struct msb_date on, struct msb_outcome *out,
                 struct msb_error *err)
{
    struct msbi_case citizen;
    struct gathered gathered;
    enum msb_status status;

    if (out == NULL)
        return msbi_fail_misuse(err, "out must not be NULL");
    status = msbi_case_start(&citizen, rules, facts, on, err);
    if (status != MSB_OK)
        return status;
    status = gather_rule(&citizen, &gathered, err);
    if (status == MSB_OK)
        status = find_target_group(&citizen, &out->target_group, err);
    if (status != MSB_OK)
        goto out;
    if (rules->model->coordination == MSB_COORDINATION_PER_SERVICE) {
        status = decide_per_service(&citizen, out, err);
        goto out;
    }
    out->area = out->rule = -1;
    if (gathered.area == MSB_NONE)
        out->status = MSB_OUTCOME_NONE;
    else if (gathered.gap || gathered.several_areas)
        out->status = MSB_OUTCOME_UNDETERMINED;
    else {
        out->status = MSB_OUTCOME_DETERMINED;
        out->area = (int32_t)gathered.area;
        if (gathered.num_leaves == 1)
            out->rule = (int32_t)gathered.rule;
    }
out:
    msbi_case_release(&citizen);
    return status;
}
