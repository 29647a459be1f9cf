/* SPDX-License-Identifier: MIT */
/* From facts to the classes that the diagrams read. */
#include "decide/case.h"

#include "base/error.h"

enum msb_status
msbi_case_start(struct msbi_case *citizen, const struct msb_rules *rules,
                const struct msb_facts *facts, struct msb_date on,
                struct msb_error *err)
{
    if (rules == NULL || facts == NULL)
        return msbi_fail_misuse(err, "rules and facts must not be NULL");
    if (facts->model != rules->model)
        return msbi_fail_misuse(err, "the facts are of another model");
    citizen->rules = rules;
    citizen->facts = facts;
    citizen->classes = NULL;
    return msbi_facts_get_age(facts, on, &citizen->age, err);
}

bool
msbi_case_knows(const struct msbi_case *citizen, size_t attribute)
{
    return msbi_case_scalar(citizen, attribute) != MSBI_UNKNOWN;
}

uint16_t
msbi_case_class(const struct msbi_case *citizen, uint32_t level)
{
    const struct msbi_levels *levels = &citizen->rules->levels;
    const struct msbi_level *item = &levels->items[level];
    int32_t value = msbi_case_scalar(citizen, item->attribute);

    if (value == MSBI_UNKNOWN)
        return MSBI_UNKNOWN_CLASS;
    if (item->is_set)
        return msbi_facts_holds(citizen->facts, item->attribute, item->value);
    return msbi_classifier_find(&levels->classifiers[item->attribute], value);
}

enum msb_status
msbi_case_classify(struct msbi_case *citizen, struct msb_error *err)
{
    size_t num = citizen->rules->levels.num;

    if (citizen->classes != NULL)
        return MSB_OK;
    citizen->classes = msbi_alloc_array(num, sizeof *citizen->classes);
    if (citizen->classes == NULL)
        return msbi_fail_nomem(err);
    for (size_t i = 0; i < num; i++)
        citizen->classes[i] = msbi_case_class(citizen, (uint32_t)i);
    return MSB_OK;
}

enum msb_status
msbi_case_survey(const struct msbi_case *citizen,
                 const struct msbi_chart *chart, struct msbi_survey *survey)
{
    uint64_t known = 0;

    for (size_t i = 0; i < citizen->facts->num_attributes; i++)
        if (msbi_case_knows(citizen, i))
            known |= (uint64_t)1 << i;
    return msbi_survey_start(survey, chart, citizen->classes, known);
}

void
msbi_case_release(struct msbi_case *citizen)
{
    msbi_free(citizen->classes);
    citizen->classes = NULL;
}

msbi_ref
msbi_case_walk(const struct msbi_case *citizen, msbi_ref root)
{
    const struct msbi_diagram *diagram = &citizen->rules->diagram;
    const uint16_t *classes = citizen->classes;
    msbi_ref ref = root;

    while (!msbi_is_leaf(ref)) {
        uint32_t level = diagram->cells[ref];
        uint16_t class = classes != NULL ? classes[level]
                                         : msbi_case_class(citizen, level);

        if (class == MSBI_UNKNOWN_CLASS)
            return MSBI_FAILED;
        ref = msbi_child(diagram, ref, class);
    }
    return ref;
}

enum msb_status
msbi_case_conflict(const struct msbi_case *citizen, msbi_ref leaf,
                   struct msb_error *err)
{
    const struct msb_model *model = citizen->rules->model;
    size_t pair[2];

    msbi_conflict_rules(citizen->rules, leaf, pair);
    return msbi_fail(err, MSB_ERR_CONFLICT, "conflict",
                     "the rules \"%s\" and \"%s\" both match, and the model's "
                     "hit policy is unique",
                     model->rules[pair[0]].id, model->rules[pair[1]].id);
}
