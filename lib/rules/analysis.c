/* SPDX-License-Identifier: MIT */
/*
 * Analysing compiled rules. A leaf that no walk reaches is an unreachable
 * entry; the leaf GAP, where it is reached, is a gap, and the path to it the
 * witness; two conditions that a common path makes TRUE overlap. The diagrams
 * hold the whole input space, so each answer is exact.
 *
 * Cost: one walk over each diagram, and for the overlaps one joint walk for
 * each pair of rules with different areas.
 */
#include "rules/analysis.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "rules/cover.h"
#include "rules/walk.h"

struct check {
    struct msb_analysis *analysis;
    const struct msb_rules *rules;
    struct msbi_cover *cover; /* where the rules are not laid; or NULL */
    uint16_t *path;
    uint64_t steps;
    struct msb_error *err;
};

static enum msb_status
fail_walk(struct check *check, enum msb_status status)
{
    if (status == MSB_ERR_NOMEM)
        return msbi_fail_nomem(check->err);
    return msbi_fail(check->err, MSB_ERR_LIMIT, "limit",
                     "the analysis needs more than %u steps for one question "
                     "or %u in all; use fewer or simpler conditions",
                     MSBI_MAX_SEARCH, MSBI_MAX_STEPS);
}

/* The witness of the path just found; NULL when out of memory. */
static char *
take_witness(const struct check *check, size_t service)
{
    struct msbi_text text;

    msbi_text_init(&text);
    msbi_witness_add(&text, check->rules, check->path, service);
    return msbi_text_take(&text);
}

/*
 * Search for facts that meet @wanted, of the cover's diagram, and none of the
 * rules before @rule (of all others, under `unique`). The path is in @check.
 */
static enum msb_status
escape(struct check *check, msbi_ref wanted, size_t rule, bool *found)
{
    const struct msb_rules *rules = check->rules;
    bool unique = rules->model->hit_policy == MSB_HIT_POLICY_UNIQUE;
    enum msb_status status = msbi_cover_find(
        check->cover, wanted, unique ? rules->model->num_rules : rule,
        unique ? rule : MSB_NONE, found);

    memcpy(check->path, check->cover->path,
           rules->levels.num * sizeof *check->path);
    return status == MSB_OK ? MSB_OK : fail_walk(check, status);
}

/* Report a gap with the path just found as its witness. */
static enum msb_status
add_gap(struct check *check, enum msb_finding_kind kind, size_t service)
{
    struct msb_analysis *analysis = check->analysis;
    struct msbi_gap gap = {.kind = kind, .service = service};
    void *moved = msbi_grow(analysis->gaps, analysis->num_gaps,
                            &analysis->max_gaps, sizeof *analysis->gaps);

    if (moved == NULL)
        return msbi_fail_nomem(check->err);
    analysis->gaps = moved;
    gap.witness = take_witness(check, service);
    if (gap.witness == NULL)
        return msbi_fail_nomem(check->err);
    analysis->gaps[analysis->num_gaps++] = gap;
    return MSB_OK;
}

/* Report a gap if @root has one. */
static enum msb_status
find_gap(struct check *check, enum msb_finding_kind kind, msbi_ref root,
         size_t service)
{
    enum msb_status status;
    bool found;

    status = msbi_walk_find(&check->rules->diagram, root, MSBI_GAP, MSBI_TRUE,
                            MSBI_TRUE, check->path, &found, &check->steps);
    if (status != MSB_OK)
        return fail_walk(check, status);
    return found ? add_gap(check, kind, service) : MSB_OK;
}

static enum msb_status
find_rule_gap(struct check *check)
{
    enum msb_status status;
    bool found;

    if (check->cover == NULL)
        return find_gap(check, MSB_FINDING_RESPONSIBILITY, check->rules->rule,
                        MSB_NONE);
    status = escape(check, MSBI_TRUE, check->rules->model->num_rules, &found);
    if (status != MSB_OK || !found)
        return status;
    return add_gap(check, MSB_FINDING_RESPONSIBILITY, MSB_NONE);
}

static enum msb_status
find_gaps(struct check *check)
{
    const struct msb_rules *rules = check->rules;
    const struct msb_model *model = rules->model;
    enum msb_status status = MSB_OK;

    if (model->coordination == MSB_COORDINATION_SINGLE)
        status = find_rule_gap(check);
    if (status == MSB_OK)
        status = find_gap(check, MSB_FINDING_TARGET_GROUP, rules->target_group,
                          MSB_NONE);
    for (size_t i = 0; i < model->num_services && status == MSB_OK; i++)
        status = find_gap(check, MSB_FINDING_SERVICE, rules->services[i].root,
                          i);
    return status;
}

struct reached {
    bool *marks;
    size_t num;
};

static void
mark_reached(void *user, msbi_ref leaf)
{
    struct reached *reached = user;

    if (msbi_leaf_index(leaf) < reached->num)
        reached->marks[msbi_leaf_index(leaf)] = true;
}

static enum msb_status
add_unreachable(struct check *check, enum msb_finding_kind kind, size_t owner,
                size_t index)
{
    struct msb_analysis *analysis = check->analysis;
    void *moved = msbi_grow(analysis->unreachable, analysis->num_unreachable,
                            &analysis->max_unreachable,
                            sizeof *analysis->unreachable);

    if (moved == NULL)
        return msbi_fail_nomem(check->err);
    analysis->unreachable = moved;
    analysis->unreachable[analysis->num_unreachable++] =
        (struct msbi_unreachable){.kind = kind, .owner = owner, .index = index};
    return MSB_OK;
}

/* Report each of @num entries whose leaf cannot be reached from @root. */
static enum msb_status
find_unreachable(struct check *check, enum msb_finding_kind kind, msbi_ref root,
                 size_t num, size_t service)
{
    struct reached reached = {.num = num};
    enum msb_status status = MSB_OK;

    reached.marks = msbi_alloc_array(num, sizeof *reached.marks);
    if (reached.marks == NULL
        || msbi_walk_leaves(&check->rules->diagram, root, NULL, mark_reached,
                            &reached)
               != MSB_OK)
        status = msbi_fail_nomem(check->err);
    for (size_t i = 0; i < num && status == MSB_OK; i++)
        if (!reached.marks[i])
            status = add_unreachable(check, kind,
                                     service == MSB_NONE ? i : service, i);
    msbi_free(reached.marks);
    return status;
}

static enum msb_status
find_unreachable_rules(struct check *check)
{
    size_t num = check->rules->model->num_rules;
    enum msb_status status = MSB_OK;

    if (check->cover == NULL)
        return find_unreachable(check, MSB_FINDING_RESPONSIBILITY,
                                check->rules->rule, num, MSB_NONE);
    for (size_t i = 0; i < num && status == MSB_OK; i++) {
        bool found;

        status = escape(check, check->cover->conditions[i], i, &found);
        if (status == MSB_OK && !found)
            status = add_unreachable(check, MSB_FINDING_RESPONSIBILITY, i, i);
    }
    return status;
}

static enum msb_status
find_all_unreachable(struct check *check)
{
    const struct msb_rules *rules = check->rules;
    const struct msb_model *model = rules->model;
    enum msb_status status;

    status = find_unreachable_rules(check);
    if (status == MSB_OK)
        status = find_unreachable(check, MSB_FINDING_TARGET_GROUP,
                                  rules->target_group, model->num_groups,
                                  MSB_NONE);
    for (size_t i = 0; i < model->num_services && status == MSB_OK; i++)
        status = find_unreachable(check, MSB_FINDING_SERVICE,
                                  rules->services[i].root,
                                  model->services[i].num_entries, i);
    return status;
}

/* A list of pairs that grows. */
struct pairs {
    struct msbi_pair **list;
    size_t *num, *max;
};

/* Add a pair with the path just found as its witness. */
static enum msb_status
add_pair(struct check *check, const struct pairs *pairs, size_t first,
         size_t second)
{
    struct msbi_pair pair = {.first = first, .second = second};
    void *moved = msbi_grow(*pairs->list, *pairs->num, pairs->max, sizeof pair);

    if (moved == NULL)
        return msbi_fail_nomem(check->err);
    *pairs->list = moved;
    pair.witness = take_witness(check, MSB_NONE);
    if (pair.witness == NULL)
        return msbi_fail_nomem(check->err);
    (*pairs->list)[(*pairs->num)++] = pair;
    return MSB_OK;
}

static enum msb_status
find_overlaps_of(struct check *check, size_t first)
{
    const struct msb_model *model = check->rules->model;
    const struct msbi_compiled *conditions = check->rules->conditions;
    struct msb_analysis *analysis = check->analysis;
    const struct pairs overlaps = {.list = &analysis->overlaps,
                                   .num = &analysis->num_overlaps,
                                   .max = &analysis->max_overlaps};
    enum msb_status status = MSB_OK;
    bool found;

    for (size_t i = first + 1; i < model->num_rules && status == MSB_OK; i++) {
        if (model->rules[first].area == model->rules[i].area)
            continue;
        status = msbi_walk_find(&check->rules->diagram, conditions[first].ref,
                                MSBI_TRUE, conditions[i].ref, MSBI_TRUE,
                                check->path, &found, &check->steps);
        if (status != MSB_OK)
            return fail_walk(check, status);
        if (found)
            status = add_pair(check, &overlaps, first, i);
    }
    return status;
}

static bool
serves(const struct msbi_area *area, size_t group)
{
    for (size_t i = 0; i < area->serves.num; i++)
        if (area->serves.items[i] == group)
            return true;
    return !area->has_serves;
}

/* Leaves of the target groups: TRUE for the one whose index is @user. */
static msbi_ref
keep_group(void *user, msbi_ref leaf)
{
    const size_t *group = user;

    return leaf == msbi_leaf(*group) ? MSBI_TRUE : MSBI_FALSE;
}

/* Whether a rule decides for some facts of a target group. */
static enum msb_status
find_stray(struct check *check, size_t rule, size_t group, bool *found)
{
    const struct msb_rules *rules = check->rules;
    enum msb_status status;
    msbi_ref wanted;

    if (check->cover == NULL) {
        status = msbi_walk_find(&rules->diagram, rules->rule, msbi_leaf(rule),
                                rules->target_group, msbi_leaf(group),
                                check->path, found, &check->steps);
        return status == MSB_OK ? MSB_OK : fail_walk(check, status);
    }
    wanted = msbi_diagram_restrict(&check->cover->diagram, &rules->diagram,
                                   NULL, keep_group, &group,
                                   rules->target_group);
    wanted = msbi_diagram_choose(&check->cover->diagram, wanted,
                                 check->cover->conditions[rule], MSBI_FALSE);
    if (wanted == MSBI_FAILED)
        return fail_walk(check, check->cover->diagram.status);
    return escape(check, wanted, rule, found);
}

/* The target groups for which a rule decides, and its area does not serve. */
static enum msb_status
find_strays_of(struct check *check, size_t rule)
{
    const struct msb_model *model = check->rules->model;
    struct msb_analysis *analysis = check->analysis;
    const struct pairs strays = {.list = &analysis->strays,
                                 .num = &analysis->num_strays,
                                 .max = &analysis->max_strays};
    enum msb_status status = MSB_OK;
    bool found;

    for (size_t i = 0; i < model->num_groups && status == MSB_OK; i++) {
        if (serves(&model->areas[model->rules[rule].area], i))
            continue;
        status = find_stray(check, rule, i, &found);
        if (status == MSB_OK && found)
            status = add_pair(check, &strays, rule, i);
    }
    return status;
}

static enum msb_status
find_all(struct check *check)
{
    size_t num = check->rules->model->num_rules;
    enum msb_status status = find_gaps(check);

    if (status == MSB_OK)
        status = find_all_unreachable(check);
    for (size_t i = 0; i < num && status == MSB_OK; i++)
        status = find_overlaps_of(check, i);
    for (size_t i = 0; i < num && status == MSB_OK; i++)
        status = find_strays_of(check, i);
    return status;
}

enum msb_status
msb_rules_check(struct msb_rules *rules, struct msb_analysis **out,
                struct msb_error *err)
{
    struct check check = {.rules = rules, .err = err};
    struct msb_analysis *analysis;
    struct msbi_cover cover;
    enum msb_status status = MSB_OK;

    if (rules == NULL || out == NULL)
        return msbi_fail_misuse(err, "rules and out must not be NULL");
    *out = NULL;
    analysis = msbi_alloc(sizeof *analysis);
    check.path = msbi_alloc_array(rules->levels.num, sizeof *check.path);
    if (analysis == NULL || check.path == NULL) {
        msbi_free(analysis);
        msbi_free(check.path);
        return msbi_fail_nomem(err);
    }
    msbi_refcount_init(&analysis->refs);
    analysis->rules = msb_rules_ref(rules);
    check.analysis = analysis;
    if (!rules->has_joint) {
        check.cover = &cover;
        status = msbi_cover_init(&cover, rules);
        if (status != MSB_OK)
            fail_walk(&check, status);
    }
    if (status == MSB_OK)
        status = find_all(&check);
    if (status == MSB_OK)
        *out = msb_analysis_ref(analysis);
    if (check.cover != NULL)
        msbi_cover_release(&cover);
    msb_analysis_unref(analysis);
    msbi_free(check.path);
    return status;
}
