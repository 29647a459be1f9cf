/* SPDX-License-Identifier: MIT */
/*
 * Changes of models whose rules are too many to lay over one another. Two
 * rules decide the same facts where both match, and none of the rules that
 * would decide instead of either; so each pair of rules with different areas
 * is one question to the search for facts that escape.
 *
 * First each pair of areas gets its witness, which must come to an end; then
 * the other pairs of rules are listed, as long as that takes little more. Most
 * pairs need no search: a rule that the other model holds too, word for word
 * and further up, decides there.
 */
#include "rules/cover.h"
#include "rules/difference.h"

/* What listing further pairs of rules may cost: in all, and for one pair. */
#define MORE_STEPS 3000000u
#define MORE_STATES 30000
#define PAIR_STATES 3000

struct search {
    struct msbi_finding *finding;
    struct msbi_cover cover; /* the rules before, then those after */
    size_t num_rules[2];
    const msbi_ref *conditions[2];
    size_t *twins[2]; /* by rule: the first of the other side that is equal */
    msbi_ref *refs;   /* what must not hold */
    uint64_t steps, max_steps;
    size_t max_states;
};

/* Whether a rule of a side keeps another from deciding, or a gap from being,
   where it matches. */
static bool
prevents(const struct search *search, int side, size_t rule, size_t decider)
{
    const struct msb_model *model = search->finding->sides[side]->model;

    if (model->hit_policy == MSB_HIT_POLICY_UNIQUE)
        return rule != decider;
    return rule < decider;
}

static size_t
find_twin(const struct search *search, int side, size_t rule)
{
    const msbi_ref *others = search->conditions[!side];

    for (size_t i = 0; i < search->num_rules[!side]; i++)
        if (others[i] == search->conditions[side][rule])
            return i;
    return MSB_NONE;
}

static enum msb_status
start(struct search *search)
{
    struct msb_rules *const *sides = search->finding->sides;
    enum msb_status status = msbi_cover_init(&search->cover, sides[0]);

    if (status == MSB_OK)
        status = msbi_cover_add(&search->cover, sides[1]);
    if (status != MSB_OK)
        return status;
    search->max_steps = MSBI_MAX_STEPS;
    search->refs = msbi_alloc_array(search->cover.num_conditions,
                                    sizeof *search->refs);
    for (int i = 0; i < 2; i++) {
        search->num_rules[i] = sides[i]->model->num_rules;
        search->twins[i] = msbi_alloc_array(search->num_rules[i],
                                            sizeof *search->twins[i]);
    }
    search->conditions[0] = search->cover.conditions;
    search->conditions[1] = search->cover.conditions + search->num_rules[0];
    if (search->refs == NULL || search->twins[0] == NULL
        || search->twins[1] == NULL)
        return MSB_ERR_NOMEM;
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < search->num_rules[side]; i++)
            search->twins[side][i] = find_twin(search, side, i);
    return MSB_OK;
}

static void
finish(struct search *search)
{
    msbi_cover_release(&search->cover);
    msbi_free(search->refs);
    msbi_free(search->twins[0]);
    msbi_free(search->twins[1]);
}

/* Whether a rule's twin on the other side prevents what decides there. */
static bool
is_prevented(const struct search *search, int side, const size_t rules[2])
{
    size_t rule = rules[side];

    return rule < search->num_rules[side]
           && search->twins[side][rule] != MSB_NONE
           && prevents(search, !side, search->twins[side][rule], rules[!side]);
}

/* What must not hold where these two decide. */
static size_t
collect_refs(const struct search *search, const size_t rules[2])
{
    size_t num = 0;

    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < search->num_rules[side]; i++)
            if (prevents(search, side, i, rules[side]))
                search->refs[num++] = search->conditions[side][i];
    return num;
}

/* Whether some facts are decided by these two; cover.path gets them. */
static enum msb_status
try_pair(struct search *search, const size_t rules[2], bool *found)
{
    msbi_ref region = MSBI_TRUE;
    size_t num;

    *found = false;
    if (++search->steps > search->max_steps)
        return MSB_ERR_LIMIT;
    if (is_prevented(search, 0, rules) || is_prevented(search, 1, rules))
        return MSB_OK;
    for (int side = 0; side < 2; side++)
        if (rules[side] < search->num_rules[side])
            region = msbi_diagram_choose(&search->cover.diagram, region,
                                         search->conditions[side][rules[side]],
                                         MSBI_FALSE);
    if (region == MSBI_FAILED)
        return search->cover.diagram.status;
    if (region == MSBI_FALSE)
        return MSB_OK;
    num = collect_refs(search, rules);
    search->steps += num;
    return msbi_cover_avoid(&search->cover, region, search->refs, num, found);
}

/* A witness for each pair of areas that some facts show. */
static enum msb_status
find_witnesses(struct search *search)
{
    struct msbi_finding *finding = search->finding;
    enum msb_status status = MSB_OK;
    size_t at[2];
    bool found;

    for (at[0] = 0; at[0] <= search->num_rules[0]; at[0]++)
        for (at[1] = 0; at[1] <= search->num_rules[1]; at[1]++) {
            if (!msbi_finding_is_change(finding, at)
                || msbi_finding_get(finding, at) != NULL)
                continue;
            status = try_pair(search, at, &found);
            if (status == MSB_OK && found)
                status = msbi_finding_note(finding, at, search->cover.path);
            if (status != MSB_OK)
                return status;
        }
    return MSB_OK;
}

/* Try a pair for a list: one that is too hard alone is left out of it. */
static enum msb_status
list_pair(struct search *search, const size_t rules[2], bool *is_left_out)
{
    struct msbi_cover *cover = &search->cover;
    enum msb_status status;
    bool found;

    cover->max_visited = cover->num_visited + PAIR_STATES;
    if (cover->max_visited > search->max_states)
        return MSB_ERR_LIMIT;
    status = try_pair(search, rules, &found);
    if (status == MSB_OK && found)
        return msbi_finding_note(search->finding, rules, cover->path);
    if (status != MSB_ERR_LIMIT || cover->diagram.status != MSB_OK
        || search->steps > search->max_steps)
        return status;
    cover->status = MSB_OK;
    *is_left_out = true;
    return MSB_OK;
}

/* The pairs behind the first of a change; those before it show nothing. */
static enum msb_status
list_pairs(struct search *search, struct msbi_change *change)
{
    struct msbi_finding *finding = search->finding;
    const struct msb_rule_pair first = change->pairs[0];
    enum msb_status status = MSB_OK;
    bool is_left_out = false;
    size_t at[2];

    for (at[0] = first.before; at[0] <= search->num_rules[0]; at[0]++) {
        if (msbi_finding_area(finding, 0, at[0]) != change->before)
            continue;
        at[1] = at[0] == first.before ? first.after + 1 : 0;
        for (; at[1] <= search->num_rules[1]; at[1]++) {
            if (msbi_finding_area(finding, 1, at[1]) != change->after)
                continue;
            status = list_pair(search, at, &is_left_out);
            if (status != MSB_OK)
                return status;
        }
    }
    change->is_complete = !is_left_out;
    return MSB_OK;
}

static enum msb_status
list_all_pairs(struct search *search)
{
    struct msb_difference *difference = search->finding->difference;
    struct msbi_cover *cover = &search->cover;
    enum msb_status status = MSB_OK;

    search->max_states = cover->num_visited + MORE_STATES;
    search->max_steps = search->steps + MORE_STEPS;
    cover->diagram.max_steps = cover->diagram.steps + MORE_STEPS;
    for (size_t i = 0; i < difference->num_changes && status == MSB_OK; i++)
        status = list_pairs(search, &difference->changes[i]);
    return status == MSB_ERR_LIMIT ? MSB_OK : status;
}

enum msb_status
msbi_finding_search(struct msbi_finding *finding)
{
    struct search search = {.finding = finding};
    enum msb_status status = start(&search);

    if (status == MSB_OK)
        status = find_witnesses(&search);
    if (status == MSB_OK)
        status = list_all_pairs(&search);
    finish(&search);
    return status;
}
