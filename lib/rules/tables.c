/* SPDX-License-Identifier: MIT */
/* The tables of a model: a stage for each attribute, and what each term is. */
#include "rules/stage.h"

static size_t
count_stages(const struct msb_model *model)
{
    return model->num_attributes - 1; /* all but the target group */
}

static bool
fits_tables(const struct msb_rules *rules, const struct msbi_terms *terms)
{
    const struct msb_model *model = rules->model;

    return count_stages(model) <= MSBI_MAX_STAGES
           && terms->num <= MSBI_MAX_WORDS * 32
           && (model->hit_policy == MSB_HIT_POLICY_FIRST || terms->num <= 32);
}

static enum msb_status
name_terms(struct msbi_tables *tables, const struct msb_rules *rules,
           const struct msbi_terms *terms)
{
    size_t num = tables->num_words * 32 + 1; /* the last: no term */

    tables->rule_of_term = msbi_alloc_array(num, sizeof(int32_t));
    tables->area_of_term = msbi_alloc_array(num, sizeof(int32_t));
    tables->same_rule = msbi_alloc_array(num, sizeof(uint32_t));
    if (tables->rule_of_term == NULL || tables->area_of_term == NULL
        || tables->same_rule == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < num; i++)
        tables->rule_of_term[i] = tables->area_of_term[i] = -1;
    for (size_t i = 0; i < terms->num; i++) {
        size_t rule = terms->rules[i];

        tables->terms[i / 32] |= (uint32_t)1 << i % 32;
        tables->rule_of_term[i] = (int32_t)rule;
        tables->area_of_term[i] = (int32_t)rules->model->rules[rule].area;
        for (size_t k = i / 32 * 32; k < terms->num && k / 32 == i / 32; k++)
            if (terms->rules[k] == rule)
                tables->same_rule[i] |= (uint32_t)1 << k % 32;
    }
    return MSB_OK;
}

/* Whether some value of the attribute rules a term out. A target group may
   test an attribute that no rule does. */
static bool
is_read(const struct msbi_tables *tables, const struct msbi_stage *stage)
{
    if (stage->kind == MSBI_STAGE_SET)
        return stage->is_tested;
    for (size_t w = 0; w < tables->num_words; w++)
        for (size_t i = 0; i < stage->num_steps; i++)
            if (stage->masks[w * stage->num_steps + i] != tables->terms[w])
                return true;
    return false;
}

static enum msb_status
fill_tables(struct msbi_tables *tables, const struct msb_rules *rules,
            const struct msbi_terms *terms)
{
    enum msb_status status;

    tables->num_words = terms->num == 0 ? 1 : (terms->num + 31) / 32;
    tables->num_stages = count_stages(rules->model);
    tables->stages = msbi_alloc_array(tables->num_stages,
                                      sizeof *tables->stages);
    tables->tested = msbi_alloc_array(tables->num_stages,
                                      sizeof *tables->tested);
    if (tables->stages == NULL || tables->tested == NULL)
        return MSB_ERR_NOMEM;
    status = name_terms(tables, rules, terms);
    for (size_t i = 0; i < tables->num_stages && status == MSB_OK; i++)
        status = msbi_stage_build(&tables->stages[i], rules, terms, i,
                                  tables->num_words);
    for (size_t i = 0; i < tables->num_stages && status == MSB_OK; i++)
        if (is_read(tables, &tables->stages[i]))
            tables->tested[tables->num_tested++] = &tables->stages[i];
    return status;
}

enum msb_status
msbi_tables_build(const struct msb_rules *rules, struct msbi_tables **out)
{
    struct msbi_tables *tables = NULL;
    struct msbi_terms terms;
    enum msb_status status;

    *out = NULL;
    status = msbi_terms_build(rules, &terms);
    if (status != MSB_OK)
        return status == MSB_ERR_LIMIT ? MSB_OK : status;
    if (fits_tables(rules, &terms)) {
        tables = msbi_alloc(sizeof *tables);
        status = tables == NULL ? MSB_ERR_NOMEM
                                : fill_tables(tables, rules, &terms);
    }
    msbi_terms_release(&terms);
    if (status == MSB_OK)
        *out = tables;
    else
        msbi_tables_free(tables);
    return status;
}

void
msbi_tables_free(struct msbi_tables *tables)
{
    if (tables == NULL)
        return;
    for (size_t i = 0; tables->stages != NULL && i < tables->num_stages; i++)
        msbi_stage_release(&tables->stages[i]);
    msbi_free(tables->stages);
    msbi_free(tables->tested);
    msbi_free(tables->rule_of_term);
    msbi_free(tables->area_of_term);
    msbi_free(tables->same_rule);
    msbi_free(tables);
}
