/* SPDX-License-Identifier: MIT */
/*
 * Laying the rules over one another, from the last to the first. Where a rule
 * holds whatever is still unknown, nothing behind it can decide: the work
 * starts at the first such rule. Under `unique` all rules count, and a leaf
 * names the first two that match.
 */
#include "rules/laid.h"

#include <string.h>

void
msbi_conflict_rules(const struct msb_rules *rules, msbi_ref leaf, size_t out[2])
{
    size_t pair = msbi_leaf_index(leaf) & ~(size_t)MSBI_CONFLICT;

    out[0] = pair / rules->model->num_rules;
    out[1] = pair % rules->model->num_rules;
}

struct marking {
    const struct msb_rules *rules;
    size_t rule;
};

/* What decides where @rule matches too, and @leaf decided so far. */
static msbi_ref
mark_conflict(void *user, msbi_ref leaf)
{
    const struct marking *marking = user;
    size_t pair[2] = {msbi_leaf_index(leaf), 0};

    if (leaf == MSBI_GAP)
        return msbi_leaf(marking->rule);
    if (msbi_is_conflict(leaf))
        msbi_conflict_rules(marking->rules, leaf, pair);
    return msbi_conflict(marking->rules, marking->rule, pair[0]);
}

/* The first rule that always holds is the last that can decide. */
static size_t
find_end(const struct msb_rules *rules, const msbi_ref *conditions)
{
    size_t num = rules->model->num_rules;

    if (rules->model->hit_policy == MSB_HIT_POLICY_UNIQUE)
        return num;
    for (size_t i = 0; i < num; i++)
        if (conditions[i] == MSBI_TRUE)
            return i + 1;
    return num;
}

msbi_ref
msbi_lay(const struct msb_rules *rules, struct msbi_diagram *diagram,
         const msbi_ref *conditions)
{
    bool unique = rules->model->hit_policy == MSB_HIT_POLICY_UNIQUE;
    msbi_ref root = MSBI_GAP;

    for (size_t i = find_end(rules, conditions); i-- > 0;) {
        struct marking marking = {.rules = rules, .rule = i};
        msbi_ref here = msbi_leaf(i);

        if (conditions[i] == MSBI_FALSE)
            continue;
        if (unique)
            here = msbi_diagram_map(diagram, mark_conflict, &marking, root);
        root = msbi_diagram_choose(diagram, conditions[i], here, root);
    }
    return root;
}

static enum msb_status
lay_now(struct msbi_laid *laid, const struct msb_rules *rules,
        const uint16_t *classes)
{
    size_t num = rules->model->num_rules;
    msbi_ref *refs = msbi_alloc_array(num, sizeof *refs);
    enum msb_status status;

    if (refs == NULL
        || msbi_diagram_init(&laid->scratch, &rules->levels, MSBI_SCRATCH_NODES)
               != MSB_OK) {
        msbi_free(refs);
        return MSB_ERR_NOMEM;
    }
    for (size_t i = 0; i < num; i++)
        refs[i] = msbi_diagram_restrict(&laid->scratch, &rules->diagram,
                                        classes, NULL, NULL,
                                        rules->conditions[i].ref);
    laid->diagram = &laid->scratch;
    laid->root = laid->scratch.status == MSB_OK
                     ? msbi_lay(rules, &laid->scratch, refs)
                     : MSBI_FAILED;
    msbi_free(refs);
    status = laid->scratch.status;
    return status;
}

enum msb_status
msbi_laid_open(struct msbi_laid *laid, const struct msb_rules *rules,
               const uint16_t *classes)
{
    memset(laid, 0, sizeof *laid);
    if (!rules->has_joint)
        return lay_now(laid, rules, classes);
    laid->diagram = &rules->diagram;
    laid->root = rules->rule;
    return MSB_OK;
}

void
msbi_laid_close(struct msbi_laid *laid)
{
    msbi_diagram_release(&laid->scratch);
}
