/* SPDX-License-Identifier: MIT */
/*
 * A decision with all its fields. The leaves that the known facts leave
 * reachable are collected from the diagrams: rules, and with them the areas;
 * target groups; the entries of each active service.
 */
#include "decide/decision.h"

#include "base/error.h"

struct collected {
    const struct msb_rules *rules;
    bool *rule_marks;
    bool *area_marks;
    bool gap;
};

static void
collect_leaf(void *user, msbi_ref leaf)
{
    struct collected *collected = user;
    size_t rule = msbi_leaf_index(leaf);

    if (leaf == MSBI_GAP) {
        collected->gap = true;
        return;
    }
    if (msbi_is_conflict(leaf))
        return; /* the short answer has refused these facts already */
    collected->rule_marks[rule] = true;
    collected->area_marks[collected->rules->model->rules[rule].area] = true;
}

/* The indices that are marked, in order. */
static enum msb_status
list_marks(const bool *marks, size_t num, struct msbi_indices *out)
{
    size_t count = 0;

    for (size_t i = 0; i < num; i++)
        count += marks[i];
    out->items = msbi_alloc_array(count, sizeof *out->items);
    if (out->items == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < num; i++)
        if (marks[i])
            out->items[out->num++] = i;
    return MSB_OK;
}

static enum msb_status
fill_possible(struct msb_decision *decision, struct msbi_case *citizen,
              struct msb_error *err)
{
    const struct msb_rules *rules = citizen->rules;
    const struct msb_model *model = rules->model;
    struct collected collected = {.rules = rules};
    msbi_ref leaf = msbi_case_find_rule(citizen);
    enum msb_status status = MSB_OK;
    bool *marks = msbi_alloc_array(model->num_rules + model->num_areas,
                                   sizeof *marks);

    if (marks == NULL)
        return msbi_fail_nomem(err);
    collected.rule_marks = marks;
    collected.area_marks = marks + model->num_rules;
    if (leaf != MSBI_FAILED)
        collect_leaf(&collected, leaf);
    else
        status = msbi_case_visit_rules(citizen, collect_leaf, &collected, err);
    if (status == MSB_OK
        && (list_marks(collected.rule_marks, model->num_rules,
                       &decision->deciding)
                != MSB_OK
            || list_marks(collected.area_marks, model->num_areas,
                          &decision->possible)
                   != MSB_OK))
        status = msbi_fail_nomem(err);
    decision->gap_possible = collected.gap;
    msbi_free(marks);
    return status;
}

static enum msb_status
fill_deliveries(struct msb_decision *decision, struct msbi_case *citizen,
                struct msb_error *err)
{
    const struct msb_model *model = citizen->rules->model;
    enum msb_status status = MSB_OK;
    size_t num = 0;

    for (size_t i = 0; i < model->num_services; i++)
        num += msbi_facts_holds(citizen->facts, model->services_attribute, i);
    decision->deliveries = msbi_alloc_array(num, sizeof *decision->deliveries);
    if (decision->deliveries == NULL)
        return msbi_fail_nomem(err);
    for (size_t i = 0; i < model->num_services && status == MSB_OK; i++) {
        if (!msbi_facts_holds(citizen->facts, model->services_attribute, i))
            continue;
        status = msbi_case_deliver(
            citizen, i, &decision->deliveries[decision->num_deliveries], err);
        if (status == MSB_OK)
            decision->num_deliveries++;
    }
    return status;
}

/* Whom the citizen has to deal with. */
static enum msb_status
fill_contacts(struct msb_decision *decision, const struct msb_model *model)
{
    bool *marks = msbi_alloc_array(model->num_areas, sizeof *marks);
    enum msb_status status;

    if (marks == NULL)
        return MSB_ERR_NOMEM;
    if (decision->outcome.area >= 0)
        marks[decision->outcome.area] = true;
    if (model->coordination == MSB_COORDINATION_PER_SERVICE)
        for (size_t i = 0; i < decision->num_deliveries; i++)
            if (decision->deliveries[i].area != MSB_NONE)
                marks[decision->deliveries[i].area] = true;
    status = list_marks(marks, model->num_areas, &decision->contacts);
    msbi_free(marks);
    return status;
}

static enum msb_status
fill(struct msb_decision *decision, struct msbi_case *citizen,
     struct msb_error *err)
{
    const struct msb_model *model = citizen->rules->model;
    bool single = model->coordination == MSB_COORDINATION_SINGLE;
    enum msb_status status = MSB_OK;

    if (single)
        status = fill_possible(decision, citizen, err);
    if (status == MSB_OK && single
        && decision->outcome.status == MSB_OUTCOME_UNDETERMINED)
        status = msbi_decision_fill_missing(decision, citizen, err);
    if (status == MSB_OK)
        status = fill_deliveries(decision, citizen, err);
    if (status == MSB_OK && fill_contacts(decision, model) != MSB_OK)
        status = msbi_fail_nomem(err);
    return status;
}

enum msb_status
msb_rules_resolve(struct msb_rules *rules, const struct msb_facts *facts,
                  struct msb_date on, struct msb_decision **out,
                  struct msb_error *err)
{
    struct msb_decision *decision;
    struct msb_outcome outcome;
    struct msbi_case citizen;
    enum msb_status status;

    if (out == NULL)
        return msbi_fail_misuse(err, "out must not be NULL");
    *out = NULL;
    status = msb_rules_decide(rules, facts, on, &outcome, err);
    if (status == MSB_OK)
        status = msbi_case_start(&citizen, rules, facts, on, err);
    if (status != MSB_OK)
        return status;
    decision = msbi_alloc(sizeof *decision);
    if (decision == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&decision->refs);
    decision->rules = msb_rules_ref(rules);
    decision->outcome = outcome;
    decision->ask = MSB_NONE;
    status = fill(decision, &citizen, err);
    msbi_case_release(&citizen);
    if (status == MSB_OK)
        *out = msb_decision_ref(decision);
    msb_decision_unref(decision);
    return status;
}
