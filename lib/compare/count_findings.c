/* SPDX-License-Identifier: MIT */
/*
 * One citizen against an analysis. A gap is a leaf: either all completions
 * lead to it, or some, or none. An overlap is two conditions: both hold for
 * sure, or a walk through the two together finds whether they can. So the
 * conditions come first, one by one, and only the pairs of those that may hold
 * are looked at; most citizens match one or two.
 */
#include "base/error.h"
#include "compare/counting.h"
#include "rules/analysis.h"
#include "rules/cover.h"

static void
add_share(struct msb_count *count, enum msbi_share share)
{
    if (share == MSBI_SHARE_ALL)
        count->citizens++;
    else if (share == MSBI_SHARE_SOME)
        count->possible++;
}

/* Whether each rule matches; counting->list gets those that may. */
static enum msb_status
match_rules(struct msbi_counting *counting, size_t *num)
{
    const struct msb_rules *rules = counting->rules;

    *num = 0;
    for (size_t i = 0; i < rules->model->num_rules; i++) {
        enum msb_status status = msbi_share_of(
            &rules->diagram, rules->conditions[i].ref, MSBI_TRUE,
            counting->classes, &counting->shares[i]);

        if (status != MSB_OK)
            return status;
        if (counting->shares[i] != MSBI_SHARE_NONE)
            counting->list[(*num)++] = i;
    }
    return MSB_OK;
}

/* Whether no rule matches, of rules that are not laid over one another. */
static enum msb_status
escape_rules(const struct msbi_counting *counting, size_t num,
             enum msbi_share *out)
{
    const struct msb_rules *rules = counting->rules;
    struct msbi_cover cover;
    enum msb_status status;
    bool found = false;

    *out = MSBI_SHARE_NONE;
    for (size_t i = 0; i < num; i++)
        if (counting->shares[counting->list[i]] == MSBI_SHARE_ALL)
            return MSB_OK;
    if (num == 0) {
        *out = MSBI_SHARE_ALL;
        return MSB_OK;
    }
    status = msbi_cover_init_known(&cover, rules, counting->classes);
    if (status == MSB_OK)
        status = msbi_cover_find(&cover, MSBI_TRUE, rules->model->num_rules,
                                 MSB_NONE, &found);
    msbi_cover_release(&cover);
    if (found)
        *out = MSBI_SHARE_SOME;
    return status;
}

static enum msb_status
look_at_gap(const struct msbi_counting *counting, const struct msbi_gap *gap,
            size_t num_matches, enum msbi_share *out)
{
    const struct msb_rules *rules = counting->rules;
    msbi_ref root = rules->rule;

    *out = MSBI_SHARE_NONE;
    if (gap->kind == MSB_FINDING_RESPONSIBILITY && !rules->has_joint)
        return escape_rules(counting, num_matches, out);
    if (gap->kind == MSB_FINDING_TARGET_GROUP)
        root = rules->target_group;
    if (gap->kind == MSB_FINDING_SERVICE) {
        if (!msbi_facts_holds(counting->facts, rules->model->services_attribute,
                              gap->service))
            return MSB_OK;
        root = rules->services[gap->service].root;
    }
    return msbi_share_of(&rules->diagram, root, MSBI_GAP, counting->classes,
                         out);
}

/* Where the overlap of two rules stands; MSB_NONE where they have none. */
static size_t
find_overlap(const struct msb_analysis *analysis, size_t first, size_t second)
{
    size_t low = 0, high = analysis->num_overlaps;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct msbi_pair *pair = &analysis->overlaps[middle];

        if (pair->first == first && pair->second == second)
            return middle;
        if (pair->first < first
            || (pair->first == first && pair->second < second))
            low = middle + 1;
        else
            high = middle;
    }
    return MSB_NONE;
}

/* Go on until both conditions hold. */
static bool
is_not_met(void *user, msbi_ref a, msbi_ref b)
{
    enum msbi_share *share = user;

    if (a != MSBI_TRUE || b != MSBI_TRUE)
        return true;
    *share = MSBI_SHARE_SOME;
    return false;
}

/* Whether two rules that may match do so together. */
static enum msb_status
match_both(const struct msbi_counting *counting, size_t first, size_t second,
           enum msbi_share *out)
{
    const struct msb_rules *rules = counting->rules;
    const struct msbi_joint joint = {
        .diagrams = {&rules->diagram, &rules->diagram},
        .roots = {rules->conditions[first].ref, rules->conditions[second].ref},
    };
    enum msbi_share one = counting->shares[first];
    enum msbi_share other = counting->shares[second];

    *out = one < other ? one : other;
    if (one == MSBI_SHARE_ALL || other == MSBI_SHARE_ALL)
        return MSB_OK;
    *out = MSBI_SHARE_NONE;
    return msbi_joint_walk(&joint, counting->classes, is_not_met, out);
}

static enum msb_status
add_overlaps(struct msbi_counting *counting, size_t num_matches)
{
    const struct msb_analysis *analysis = counting->tally->analysis;
    struct msb_count *counts = counting->tally->counts + analysis->num_gaps;
    const size_t *list = counting->list;

    for (size_t i = 0; i < num_matches; i++)
        for (size_t k = i + 1; k < num_matches; k++) {
            size_t overlap = find_overlap(analysis, list[i], list[k]);
            enum msbi_share share;
            enum msb_status status;

            if (overlap == MSB_NONE)
                continue;
            status = match_both(counting, list[i], list[k], &share);
            if (status != MSB_OK)
                return status;
            add_share(&counts[overlap], share);
        }
    return MSB_OK;
}

enum msb_status
msbi_counting_add_findings(struct msbi_counting *counting,
                           struct msb_error *err)
{
    const struct msb_analysis *analysis = counting->tally->analysis;
    enum msb_status status = MSB_OK;
    size_t num_matches = 0;

    if (analysis->num_overlaps > 0 || !counting->rules->has_joint)
        status = match_rules(counting, &num_matches);
    for (size_t i = 0; i < analysis->num_gaps && status == MSB_OK; i++) {
        enum msbi_share share;

        status = look_at_gap(counting, &analysis->gaps[i], num_matches, &share);
        if (status == MSB_OK)
            add_share(&counting->tally->counts[i], share);
    }
    if (status == MSB_OK)
        status = add_overlaps(counting, num_matches);
    return status == MSB_OK ? MSB_OK : msbi_counting_fail(status, err);
}
