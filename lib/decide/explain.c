/* SPDX-License-Identifier: MIT */
/*
 * Why a decision came out as it did. Each part of a condition has a diagram
 * of its own, so whether it holds is read where the decision was read; this
 * file only chooses which tests say it: all parts of an `all` that holds, the
 * first of an `any`, the first that fails of an `all` that does not, and so on.
 */
#include "decide/explanation.h"

#include "base/error.h"
#include "rules/walk.h"

enum msb_status
msbi_indices_reserve(struct msbi_indices *indices, size_t max)
{
    if (max > 0)
        indices->items = msbi_alloc_array(max, sizeof *indices->items);
    return max > 0 && indices->items == NULL ? MSB_ERR_NOMEM : MSB_OK;
}

/* What a set holds: copied once, and shared by all steps. */
static enum msb_status
copy_set(struct msb_explanation *out, const struct msbi_case *citizen,
         size_t index, struct msbi_indices *held)
{
    const struct msb_model *model = citizen->rules->model;
    size_t num = model->attributes[index].values.num;
    struct msbi_indices *set;

    if (out->sets == NULL)
        out->sets = msbi_alloc_array(model->num_attributes, sizeof *out->sets);
    if (out->sets == NULL)
        return MSB_ERR_NOMEM;
    set = &out->sets[index];
    if (set->items == NULL) {
        if (msbi_indices_reserve(set, num) != MSB_OK)
            return MSB_ERR_NOMEM;
        for (size_t i = 0; i < num; i++)
            if (msbi_facts_holds(citizen->facts, index, i))
                set->items[set->num++] = i;
    }
    *held = *set;
    return MSB_OK;
}

struct leaf_truth {
    bool holds, fails;
};

static void
note_truth(void *user, msbi_ref leaf)
{
    struct leaf_truth *truth = user;

    truth->holds = truth->holds || leaf == MSBI_TRUE;
    truth->fails = truth->fails || leaf == MSBI_FALSE;
}

/* Explaining one condition. */
struct teller {
    const struct msbi_case *citizen;
    struct msb_explanation *explanation;
    int32_t target_group; /* the one that every completion gives, or -1 */
    struct msbi_steps *steps;
    size_t owner;
    size_t limit; /* the most steps to tell of this condition */
    size_t told;
    enum msb_status status;
};

static enum msb_status
copy_fact(const struct teller *teller, size_t attribute,
          struct msbi_value *fact)
{
    const struct msbi_case *citizen = teller->citizen;
    const struct msb_model *model = citizen->rules->model;

    if (attribute == model->target_group_attribute) {
        fact->scalar = teller->target_group;
        fact->is_known = fact->scalar >= 0;
        return MSB_OK;
    }
    fact->is_masked = msbi_explanation_masks(teller->explanation, attribute);
    if (fact->is_masked)
        return MSB_OK;
    fact->scalar = msbi_case_scalar(citizen, attribute);
    fact->is_known = fact->scalar != MSBI_UNKNOWN;
    if (fact->is_known
        && model->attributes[attribute].type == MSB_ATTRIBUTE_SET)
        return copy_set(teller->explanation, citizen, attribute, &fact->held);
    return MSB_OK;
}

static enum msbi_truth
find_truth(struct teller *teller, msbi_ref ref)
{
    const struct msbi_case *citizen = teller->citizen;
    msbi_ref leaf = msbi_case_walk(citizen, ref);
    struct leaf_truth truth = {false, false};

    if (leaf == MSBI_TRUE)
        return MSBI_HOLDS;
    if (leaf == MSBI_FALSE)
        return MSBI_FAILS;
    if (msbi_walk_leaves(&citizen->rules->diagram, ref, citizen->classes,
                         note_truth, &truth)
        != MSB_OK)
        teller->status = MSB_ERR_NOMEM;
    return truth.holds && truth.fails ? MSBI_OPEN
           : truth.holds              ? MSBI_HOLDS
                                      : MSBI_FAILS;
}

static void
add_step(struct teller *teller, const struct msbi_step *step)
{
    struct msbi_steps *steps = teller->steps;
    void *moved = msbi_grow(steps->items, steps->num, &steps->max,
                            sizeof *steps->items);

    if (moved == NULL) {
        teller->status = MSB_ERR_NOMEM;
        return;
    }
    steps->items = moved;
    steps->items[steps->num++] = *step;
    teller->told++;
}

static void
tell_test(struct teller *teller, const struct msbi_compiled *compiled)
{
    struct msbi_step step = {.owner = teller->owner,
                             .test = compiled->condition->test};

    step.truth = find_truth(teller, compiled->ref);
    if (teller->status == MSB_OK)
        teller->status = copy_fact(teller, step.test->attribute, &step.fact);
    if (teller->status == MSB_OK)
        add_step(teller, &step);
}

/* A rule that fails, and by no test: an empty `any` never holds. */
static void
tell_never(struct teller *teller)
{
    const struct msbi_step step = {.owner = teller->owner, .truth = MSBI_FAILS};

    if (teller->told == 0 && teller->status == MSB_OK)
        add_step(teller, &step);
}

static void tell(struct teller *teller, const struct msbi_compiled *compiled,
                 enum msbi_truth wanted);

/* The first part that is @wanted by itself, and has a test that says so (an
   empty `any` has none); else all that are open. */
static void
tell_one(struct teller *teller, const struct msbi_compiled *compiled,
         enum msbi_truth wanted)
{
    size_t told = teller->told;

    for (size_t i = 0; i < compiled->num; i++) {
        if (find_truth(teller, compiled->parts[i].ref) != wanted)
            continue;
        tell(teller, &compiled->parts[i], wanted);
        if (teller->told > told)
            return;
    }
    for (size_t i = 0; i < compiled->num; i++)
        if (find_truth(teller, compiled->parts[i].ref) == MSBI_OPEN)
            tell(teller, &compiled->parts[i], wanted);
}

/* Say why a condition holds, or fails. */
static void
tell(struct teller *teller, const struct msbi_compiled *compiled,
     enum msbi_truth wanted)
{
    enum msbi_condition_kind kind;
    enum msbi_truth other = wanted == MSBI_HOLDS ? MSBI_FAILS : MSBI_HOLDS;

    if (compiled->condition == NULL || teller->status != MSB_OK
        || teller->told >= teller->limit)
        return;
    kind = compiled->condition->kind;
    if (kind == MSBI_CONDITION_TEST)
        tell_test(teller, compiled);
    else if (kind == MSBI_CONDITION_NOT)
        tell(teller, &compiled->parts[0], other);
    else if ((kind == MSBI_CONDITION_ALL) == (wanted == MSBI_HOLDS))
        for (size_t i = 0; i < compiled->num; i++)
            tell(teller, &compiled->parts[i], wanted);
    else
        tell_one(teller, compiled, wanted);
}

/* The deciding rule's tests, and where each rule before it failed. */
static enum msb_status
tell_rules(struct msb_explanation *out, const struct msbi_case *citizen)
{
    const struct msb_rules *rules = citizen->rules;
    int32_t deciding = out->decision->outcome.rule;
    size_t end = deciding < 0 ? rules->model->num_rules : (size_t)deciding;
    struct teller teller = {
        .citizen = citizen,
        .explanation = out,
        .target_group = out->decision->outcome.target_group,
        .limit = 1,
    };

    if (rules->model->coordination == MSB_COORDINATION_PER_SERVICE)
        return MSB_OK;
    teller.steps = &out->failed;
    for (size_t i = 0; i < end && teller.status == MSB_OK; i++) {
        teller.owner = i;
        teller.told = 0;
        if (find_truth(&teller, rules->conditions[i].ref) != MSBI_FAILS)
            continue;
        tell(&teller, &rules->conditions[i], MSBI_FAILS);
        tell_never(&teller);
    }
    if (deciding < 0 || teller.status != MSB_OK)
        return teller.status;
    teller.steps = &out->tests;
    teller.owner = (size_t)deciding;
    teller.limit = (size_t)-1;
    tell(&teller, &rules->conditions[deciding], MSBI_HOLDS);
    return teller.status;
}

/* The tests of the entry by which each service is delivered. */
static enum msb_status
tell_deliveries(struct msb_explanation *out, const struct msbi_case *citizen)
{
    const struct msb_rules *rules = citizen->rules;
    struct teller teller = {
        .citizen = citizen,
        .explanation = out,
        .target_group = out->decision->outcome.target_group,
        .steps = &out->deliveries,
        .limit = (size_t)-1,
    };

    for (size_t i = 0; i < out->decision->num_deliveries; i++) {
        size_t service = out->decision->deliveries[i].service;
        msbi_ref leaf = msbi_case_walk(citizen, rules->services[service].root);

        if (leaf == MSBI_FAILED || leaf == MSBI_GAP)
            continue;
        teller.owner = service;
        tell(&teller, &rules->services[service].entries[msbi_leaf_index(leaf)],
             MSBI_HOLDS);
    }
    return teller.status;
}

enum msb_status
msb_rules_explain(struct msb_rules *rules, const struct msb_facts *facts,
                  struct msb_date on, bool show_sensitive,
                  struct msb_explanation **out, struct msb_error *err)
{
    struct msb_explanation *explanation;
    struct msbi_case citizen;
    enum msb_status status;

    if (out == NULL)
        return msbi_fail_misuse(err, "out must not be NULL");
    *out = NULL;
    explanation = msbi_alloc(sizeof *explanation);
    if (explanation == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&explanation->refs);
    explanation->shows_sensitive = show_sensitive;
    status = msb_rules_resolve(rules, facts, on, &explanation->decision, err);
    if (status == MSB_OK)
        status = msbi_case_start(&citizen, rules, facts, on, err);
    if (status != MSB_OK)
        goto out;
    status = msbi_case_classify(&citizen, err);
    if (status == MSB_OK
        && (tell_rules(explanation, &citizen) != MSB_OK
            || tell_deliveries(explanation, &citizen) != MSB_OK))
        status = msbi_fail_nomem(err);
    if (status == MSB_OK)
        status = msbi_explanation_fill_changes(explanation, &citizen, err);
    if (status == MSB_OK)
        status = msbi_explanation_fill_replies(explanation, &citizen, err);
    msbi_case_release(&citizen);
    if (status == MSB_OK)
        *out = msb_explanation_ref(explanation);
out:
    msb_explanation_unref(explanation);
    return status;
}
