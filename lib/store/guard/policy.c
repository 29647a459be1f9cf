/* SPDX-License-Identifier: MIT */
/*
 * What the model opens to others than who is responsible or delivers.
 *
 * The conditions are compiled as responsibility rules are, in a model of their
 * own that has the target groups and attributes of the real one: nothing
 * decides by another road, and a policy makes no decision slower. Of a
 * citizen with facts missing, a condition must hold in every completion.
 */
#include "store/guard/policy.h"

#include <string.h>

#include "base/error.h"
#include "decide/case.h"
#include "rules/laid.h"
#include "store/connection.h"

struct msbi_policy {
    int64_t key;             /* of the model in the store */
    struct msb_model *model; /* a reference */
    struct msb_model asked;  /* it asks what the entries ask; all but its
                                rules is borrowed from `model` */
    struct msb_rules *rules; /* of `asked`; NULL where there is no entry */
};

void
msbi_policy_free(struct msbi_policy *policy)
{
    if (policy == NULL)
        return;
    msb_rules_unref(policy->rules);
    msbi_free(policy->asked.rules);
    msb_model_unref(policy->model);
    msbi_free(policy);
}

static enum msb_status
compile(struct msbi_policy *policy, struct msb_error *err)
{
    const struct msb_model *model = policy->model;
    struct msb_model *asked = &policy->asked;

    *asked = *model;
    msbi_refcount_init(&asked->refs);
    asked->hit_policy = MSB_HIT_POLICY_FIRST;
    asked->num_services = 0;
    asked->num_rules = model->num_access;
    asked->rules = msbi_alloc_array(model->num_access, sizeof *asked->rules);
    if (asked->rules == NULL)
        return msbi_fail_nomem(err);
    for (size_t i = 0; i < model->num_access; i++)
        asked->rules[i].when = model->access[i].when;
    return msbi_rules_compile(asked, 0, &policy->rules, err);
}

enum msb_status
msbi_policy_get(struct msb_store *store, int64_t key, struct msb_model *model,
                struct msbi_policy **out, struct msb_error *err)
{
    enum msb_status status = MSB_OK;
    struct msbi_policy *policy;

    *out = store->policy;
    if (*out != NULL && (*out)->key == key)
        return MSB_OK;
    policy = msbi_alloc(sizeof *policy);
    if (policy == NULL)
        return msbi_fail_nomem(err);
    policy->key = key;
    policy->model = msb_model_ref(model);
    /* Entries are about places, of which a model without areas has none. */
    if (model->num_access > 0 && model->num_areas > 0)
        status = compile(policy, err);
    if (status != MSB_OK) {
        msbi_policy_free(policy);
        return status;
    }
    msbi_policy_free(store->policy);
    store->policy = policy;
    *out = policy;
    return MSB_OK;
}

static bool
is_purpose(const struct msbi_access *access, const char *purpose)
{
    for (size_t i = 0; i < access->purposes.num; i++)
        if (strcmp(access->purposes.items[i], purpose) == 0)
            return true;
    return false;
}

/* Whether a unit is the other one, or below it. */
static bool
is_within(const struct msb_model *model, size_t unit, size_t other)
{
    while (unit != MSB_NONE && unit != other)
        unit = model->units[unit].parent_unit;
    return unit != MSB_NONE;
}

static bool
is_meant(const struct msb_model *model, const struct msbi_access *access,
         const struct msbi_principal *principal,
         const struct msbi_workplace *workplace)
{
    return (access->role == MSBI_ACCESS_ANYBODY
            || (int)access->role == (int)principal->role)
           && (access->area == MSB_NONE || access->area == workplace->area)
           && (access->unit == MSB_NONE
               || is_within(model, workplace->unit, access->unit))
           && is_purpose(access, principal->purpose);
}

struct truth {
    bool holds, fails;
};

static void
note_truth(void *user, msbi_ref leaf)
{
    struct truth *truth = user;

    truth->holds = truth->holds || leaf == MSBI_TRUE;
    truth->fails = truth->fails || leaf == MSBI_FALSE;
}

/* Whether the condition of an entry surely holds. */
static enum msb_status
ask(const struct msbi_policy *policy, struct msbi_case *citizen, size_t entry,
    bool *holds, struct msb_error *err)
{
    struct truth truth = {0};
    enum msb_status status = msbi_case_classify(citizen, err);

    if (status == MSB_OK
        && msbi_walk_leaves(&policy->rules->diagram,
                            policy->rules->conditions[entry].ref,
                            citizen->classes, note_truth, &truth)
               != MSB_OK)
        status = msbi_fail_nomem(err);
    *holds = status == MSB_OK && truth.holds && !truth.fails;
    return status;
}

/* Choose among the entries; without a citizen, among those that ask nothing. */
static enum msb_status
choose(const struct msbi_policy *policy, const struct msbi_principal *principal,
       const struct msbi_workplace *workplace, struct msbi_case *citizen,
       size_t *out, struct msb_error *err)
{
    const struct msb_model *model = policy->model;
    enum msb_status status = MSB_OK;
    enum msbi_access_view best = (enum msbi_access_view)0;

    for (size_t i = 0; i < model->num_access && status == MSB_OK; i++) {
        const struct msbi_access *access = &model->access[i];
        bool holds = access->when == NULL;

        if (access->view <= best
            || !is_meant(model, access, principal, workplace))
            continue;
        if (!holds && citizen != NULL)
            status = ask(policy, citizen, i, &holds, err);
        if (status != MSB_OK || !holds)
            continue;
        best = access->view;
        *out = i;
    }
    return status;
}

enum msb_status
msbi_policy_find(const struct msbi_policy *policy,
                 const struct msbi_principal *principal,
                 const struct msbi_workplace *workplace,
                 const struct msbi_person *person, struct msb_date on,
                 size_t *out, struct msb_error *err)
{
    struct msb_facts *facts = NULL;
    struct msbi_case citizen;
    bool has_case = false;
    enum msb_status status = MSB_OK;

    *out = MSB_NONE;
    if (policy->rules == NULL)
        return MSB_OK;
    if (person != NULL) {
        status = msb_facts_new(policy->rules->model, &facts, err);
        if (status == MSB_OK)
            status = msbi_person_fill_facts(person, facts, err);
        if (status == MSB_OK)
            status = msbi_case_start(&citizen, policy->rules, facts, on, err);
        has_case = status == MSB_OK;
        if (status == MSB_ERR_INVALID)
            status = MSB_OK; /* of such facts no condition surely holds */
    }
    if (status == MSB_OK)
        status = choose(policy, principal, workplace,
                        has_case ? &citizen : NULL, out, err);
    if (has_case)
        msbi_case_release(&citizen);
    msb_facts_free(facts);
    return status;
}
