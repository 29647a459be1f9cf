/* SPDX-License-Identifier: MIT */
/*
 * Comparing two models: put both over common attributes, compile both over
 * common levels, and walk the two joint diagrams together. A pair of leaves
 * whose areas are not the same is a change, and the path to it the witness.
 * Where a joint diagram would be too large, or the two together, the pairs of
 * rules are searched one by one instead.
 */
#include "rules/difference.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "model/succession.h"
#include "rules/laid.h"
#include "rules/merge.h"

static int
compare_pairs(const void *a, const void *b)
{
    const struct msb_rule_pair *x = a, *y = b;

    if (x->before != y->before)
        return x->before < y->before ? -1 : 1;
    return (x->after > y->after) - (x->after < y->after);
}

/* The rule that decides, for a reader; MSB_NONE where none does. */
static size_t
name_rule(const struct msb_rules *side, size_t rule)
{
    bool decides = rule < side->model->num_rules
                   && side->model->coordination == MSB_COORDINATION_SINGLE;

    return decides ? rule : MSB_NONE;
}

/* Put the pairs of each change in order, each once. */
static void
order_pairs(struct msbi_finding *finding)
{
    for (size_t i = 0; i < finding->difference->num_changes; i++) {
        struct msbi_change *change = &finding->difference->changes[i];
        struct msb_rule_pair *pairs = change->pairs;
        size_t num = 1;

        for (size_t k = 0; k < change->num_pairs; k++) {
            pairs[k].before = name_rule(finding->sides[0], pairs[k].before);
            pairs[k].after = name_rule(finding->sides[1], pairs[k].after);
        }
        qsort(pairs, change->num_pairs, sizeof *pairs, compare_pairs);
        for (size_t k = 1; k < change->num_pairs; k++)
            if (compare_pairs(&pairs[k], &pairs[num - 1]) != 0)
                pairs[num++] = pairs[k];
        change->num_pairs = num;
    }
}

static enum msb_status
find_changes(struct msbi_finding *finding)
{
    enum msb_status status = MSB_ERR_LIMIT;

    if (finding->sides[0]->has_joint && finding->sides[1]->has_joint)
        status = msbi_finding_walk(finding);
    if (status != MSB_ERR_LIMIT)
        return status;
    msbi_finding_clear(finding);
    return msbi_finding_search(finding);
}

static enum msb_status
compile_sides(struct msbi_finding *finding, size_t max_joint,
              struct msb_error *err)
{
    struct msb_difference *difference = finding->difference;
    enum msb_status status;
    struct msbi_merge merge;

    status = msbi_merge_init(&merge, difference->before, difference->after,
                             err);
    for (size_t i = 0; i < 2 && status == MSB_OK; i++)
        status = msbi_rules_compile_among(merge.sides[i], &merge.tested,
                                          max_joint, &finding->sides[i], err);
    msbi_merge_release(&merge);
    return status;
}

static enum msb_status
fail_to_find(enum msb_status status, struct msb_error *err)
{
    if (status == MSB_ERR_NOMEM)
        return msbi_fail_nomem(err);
    return msbi_fail(err, MSB_ERR_LIMIT, "limit",
                     "comparing the models needs more than %u steps; use "
                     "fewer or simpler conditions",
                     MSBI_MAX_STEPS);
}

enum msb_status
msb_model_diff(struct msb_model *before, struct msb_model *after,
               struct msb_difference **out, struct msb_error *err)
{
    return msbi_model_diff(before, after, MSBI_JOINT_NODES, out, err);
}

enum msb_status
msbi_model_diff(struct msb_model *before, struct msb_model *after,
                size_t max_joint, struct msb_difference **out,
                struct msb_error *err)
{
    struct msbi_finding finding = {0};
    enum msb_status status;

    if (before == NULL || after == NULL || out == NULL)
        return msbi_fail_misuse(err, "before, after and out must not be NULL");
    *out = NULL;
    finding.difference = msbi_alloc(sizeof *finding.difference);
    if (finding.difference == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&finding.difference->refs);
    finding.difference->before = msb_model_ref(before);
    finding.difference->after = msb_model_ref(after);
    finding.same_as = msbi_match_areas(before, after);
    if (finding.same_as == NULL) {
        status = msbi_fail_nomem(err);
        goto out;
    }
    status = compile_sides(&finding, max_joint, err);
    if (status != MSB_OK)
        goto out;
    status = find_changes(&finding);
    if (status != MSB_OK) {
        status = fail_to_find(status, err);
        goto out;
    }
    order_pairs(&finding);
    for (size_t i = 0; i < 2; i++)
        finding.difference->sides[i] = msb_rules_ref(finding.sides[i]);
    *out = msb_difference_ref(finding.difference);
out:
    msb_difference_unref(finding.difference);
    msb_rules_unref(finding.sides[0]);
    msb_rules_unref(finding.sides[1]);
    msbi_free(finding.same_as);
    return status;
}
