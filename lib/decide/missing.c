/* SPDX-License-Identifier: MIT */
/*
 * What to ask. The area diagram, restricted to what is known and reduced,
 * depends on just the attributes that can still change the area: those are
 * missing. For each of them the rest is joined away, which leaves what every
 * answer makes possible; the question whose worst answer leaves least comes
 * first.
 */
#include "decide/decision.h"

#include "base/error.h"
#include "rules/answers.h"
#include "rules/walk.h"

static enum msb_status
mark_missing(const struct msbi_case *citizen,
             const struct msbi_answers *answers, msbi_ref root, bool *missing)
{
    const struct msbi_levels *levels = &citizen->rules->levels;
    bool *marks = msbi_alloc_array(levels->num, sizeof *marks);
    enum msb_status status;

    if (marks == NULL)
        return MSB_ERR_NOMEM;
    status = msbi_walk_levels(&answers->diagram, root, marks);
    for (size_t i = 0; i < levels->num; i++)
        if (marks[i])
            missing[levels->items[i].attribute] = true;
    msbi_free(marks);
    return status;
}

static enum msb_status
list_missing(struct msb_decision *decision, const bool *missing, size_t num)
{
    decision->missing.items = msbi_alloc_array(num,
                                               sizeof *decision->missing.items);
    if (decision->missing.items == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < num; i++)
        if (missing[i])
            decision->missing.items[decision->missing.num++] = i;
    return MSB_OK;
}

static enum msb_status
choose_question(struct msb_decision *decision, struct msbi_answers *answers,
                msbi_ref root)
{
    size_t least = (size_t)-1;

    for (size_t i = 0; i < decision->missing.num; i++) {
        size_t worst;
        msbi_ref result;
        enum msb_status status = msbi_answers_of(
            answers, root, decision->missing.items[i], &result);

        if (status == MSB_OK)
            status = msbi_answers_worst(answers, result, &worst);
        if (status != MSB_OK)
            return status;
        if (worst < least) {
            least = worst;
            decision->ask = decision->missing.items[i];
        }
    }
    return MSB_OK;
}

enum msb_status
msbi_decision_fill_missing(struct msb_decision *decision,
                           const struct msbi_case *citizen,
                           struct msb_error *err)
{
    const struct msb_rules *rules = citizen->rules;
    size_t num = rules->model->num_attributes;
    bool *missing = msbi_alloc_array(num, sizeof *missing);
    struct msbi_answers answers;
    enum msb_status status;
    msbi_ref root;

    if (missing == NULL || msbi_answers_init(&answers, rules) != MSB_OK) {
        msbi_free(missing);
        return msbi_fail_nomem(err);
    }
    status = msbi_answers_restrict(&answers, rules, citizen->classes, &root);
    if (status == MSB_OK)
        status = mark_missing(citizen, &answers, root, missing);
    if (status == MSB_OK)
        status = list_missing(decision, missing, num);
    if (status == MSB_OK)
        status = choose_question(decision, &answers, root);
    if (status == MSB_ERR_NOMEM)
        msbi_fail_nomem(err);
    else if (status != MSB_OK)
        msbi_diagram_fail(&answers.diagram, err);
    msbi_answers_release(&answers);
    msbi_free(missing);
    return status;
}
