/* SPDX-License-Identifier: MIT */
/*
 * What to ask. The attributes that can still change the area are missing; of
 * these the one whose worst answer leaves least is asked for first. A model
 * with charts is surveyed. For any other, and where a survey would take long,
 * the area diagram is restricted to what is known and reduced: it depends on
 * just the missing attributes, and for each of them the rest is joined away,
 * which leaves what every answer makes possible.
 */
#include "decide/decision.h"

#include <string.h>

#include "base/error.h"
#include "rules/answers.h"
#include "rules/survey.h"
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

static enum msb_status
fill_by_answers(struct msb_decision *decision, const struct msbi_case *citizen,
                bool *missing, struct msb_error *err)
{
    const struct msb_rules *rules = citizen->rules;
    struct msbi_answers answers;
    enum msb_status status;
    msbi_ref root;

    if (msbi_answers_init(&answers, rules) != MSB_OK)
        return msbi_fail_nomem(err);
    status = msbi_answers_restrict(&answers, rules, citizen->classes, &root);
    if (status == MSB_OK)
        status = mark_missing(citizen, &answers, root, missing);
    if (status == MSB_OK)
        status = list_missing(decision, missing, rules->model->num_attributes);
    if (status == MSB_OK)
        status = choose_question(decision, &answers, root);
    if (status == MSB_ERR_NOMEM)
        msbi_fail_nomem(err);
    else if (status != MSB_OK)
        msbi_diagram_fail(&answers.diagram, err);
    msbi_answers_release(&answers);
    return status;
}

/* Ask about one of the missing attributes, if that is better than @least,
   which the question so far leaves. */
static enum msb_status
try_question(struct msb_decision *decision, struct msbi_survey *survey,
             size_t attribute, size_t *least)
{
    /* Of two that leave the same the earlier is asked. */
    size_t enough = attribute < decision->ask ? *least + 1 : *least;
    size_t worst;
    enum msb_status status = msbi_survey_worst(survey, attribute, enough,
                                               &worst);

    if (status == MSB_OK && worst < enough) {
        *least = worst;
        decision->ask = attribute;
    }
    return status;
}

/* Numbers and values first: they have few answers, sets have many. */
static enum msb_status
choose_by_survey(struct msb_decision *decision, struct msbi_survey *survey,
                 const struct msb_model *model)
{
    size_t least = model->num_areas + 2;
    enum msb_status status = MSB_OK;

    if (decision->missing.num == 1) { /* whatever its answers leave */
        decision->ask = decision->missing.items[0];
        return MSB_OK;
    }
    for (int sets = 0; sets <= 1; sets++)
        for (size_t i = 0; i < decision->missing.num && status == MSB_OK; i++) {
            size_t attribute = decision->missing.items[i];

            if ((model->attributes[attribute].type == MSB_ATTRIBUTE_SET)
                == (sets == 1))
                status = try_question(decision, survey, attribute, &least);
        }
    return status;
}

/* LIMIT: nothing was filled, and the answers must tell. */
static enum msb_status
fill_by_survey(struct msb_decision *decision, const struct msbi_case *citizen,
               bool *missing)
{
    const struct msb_model *model = citizen->rules->model;
    struct msbi_survey survey;
    uint64_t attributes = 0;
    enum msb_status status = msbi_case_survey(
        citizen, &citizen->rules->charts->areas, &survey);

    if (status == MSB_OK)
        status = msbi_survey_depend(&survey, &attributes);
    for (size_t i = 0; i < model->num_attributes; i++)
        missing[i] = (attributes >> i & 1) != 0;
    if (status == MSB_OK)
        status = list_missing(decision, missing, model->num_attributes);
    if (status == MSB_OK)
        status = choose_by_survey(decision, &survey, model);
    msbi_survey_release(&survey);
    if (status == MSB_ERR_LIMIT) {
        memset(missing, 0, model->num_attributes * sizeof *missing);
        msbi_free(decision->missing.items);
        decision->missing = (struct msbi_indices){0};
        decision->ask = MSB_NONE;
    }
    return status;
}

enum msb_status
msbi_decision_fill_missing(struct msb_decision *decision,
                           const struct msbi_case *citizen,
                           struct msb_error *err)
{
    const struct msb_rules *rules = citizen->rules;
    bool *missing = msbi_alloc_array(rules->model->num_attributes,
                                     sizeof *missing);
    enum msb_status status = MSB_ERR_LIMIT;

    if (missing == NULL)
        return msbi_fail_nomem(err);
    if (rules->charts != NULL)
        status = fill_by_survey(decision, citizen, missing);
    if (status == MSB_ERR_NOMEM)
        msbi_fail_nomem(err);
    else if (status == MSB_ERR_LIMIT)
        status = fill_by_answers(decision, citizen, missing, err);
    msbi_free(missing);
    return status;
}
