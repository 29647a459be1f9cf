/* SPDX-License-Identifier: MIT */
/*
 * The rules that can decide. Where nothing that matters is unknown it is one,
 * from the tables where the model has them, else from the diagram. Else every
 * leaf that some completion reaches: from the chart where the model has one,
 * else from the rules as they are laid for the question.
 */
#include "decide/case.h"

#include "base/error.h"
#include "rules/joint.h"
#include "rules/laid.h"

static msbi_ref
find_leaf(const void *citizen, msbi_ref condition)
{
    return msbi_case_walk(citizen, condition);
}

msbi_ref
msbi_case_find_rule(const struct msbi_case *citizen)
{
    const struct msb_rules *rules = citizen->rules;
    msbi_ref leaf = msbi_case_look_up(citizen);

    if (leaf != MSBI_FAILED)
        return leaf;
    return rules->has_joint ? msbi_case_walk(citizen, rules->rule)
                            : msbi_match_conditions(rules, find_leaf, citizen);
}

static enum msb_status
visit_laid(const struct msbi_case *citizen, msbi_leaf_fn visit, void *user,
           struct msb_error *err)
{
    struct msbi_laid laid;
    enum msb_status status = msbi_laid_open(&laid, citizen->rules,
                                            citizen->classes);

    if (status == MSB_OK)
        status = msbi_walk_leaves(laid.diagram, laid.root, citizen->classes,
                                  visit, user);
    if (status == MSB_ERR_NOMEM)
        msbi_fail_nomem(err);
    else if (status != MSB_OK)
        msbi_diagram_fail(laid.diagram, err);
    msbi_laid_close(&laid);
    return status;
}

static bool
holds(const uint64_t *set, size_t item)
{
    return (set[item / 64] >> item % 64 & 1) != 0;
}

/* What the chart says can be reached; a conflict is there without its rules'
   names, so *conflicts tells of it, and nothing is visited. */
static enum msb_status
visit_chart(const struct msbi_case *citizen, msbi_leaf_fn visit, void *user,
            bool *conflicts, struct msb_error *err)
{
    const struct msbi_chart *chart = &citizen->rules->charts->rules;
    size_t num = chart->num_items;
    uint64_t *set = msbi_alloc_array(chart->num_words, sizeof *set);
    struct msbi_survey survey;

    *conflicts = false;
    if (set == NULL)
        return msbi_fail_nomem(err);
    if (msbi_case_survey(citizen, chart, &survey) != MSB_OK) {
        msbi_free(set);
        return msbi_fail_nomem(err);
    }
    msbi_survey_collect(&survey, chart->root, set);
    *conflicts = holds(set, num + 1);
    for (size_t i = 0; i < num && !*conflicts; i++)
        if (holds(set, i))
            visit(user, msbi_leaf(i));
    if (!*conflicts && holds(set, num))
        visit(user, MSBI_GAP);
    msbi_survey_release(&survey);
    msbi_free(set);
    return MSB_OK;
}

enum msb_status
msbi_case_visit_rules(struct msbi_case *citizen, msbi_leaf_fn visit, void *user,
                      struct msb_error *err)
{
    enum msb_status status = msbi_case_classify(citizen, err);
    bool conflicts = true;

    if (status == MSB_OK && citizen->rules->charts != NULL)
        status = visit_chart(citizen, visit, user, &conflicts, err);
    if (status == MSB_OK && conflicts)
        status = visit_laid(citizen, visit, user, err);
    return status;
}
