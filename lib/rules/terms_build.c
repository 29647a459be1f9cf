/* SPDX-License-Identifier: MIT */
/* Where each attribute stands in a term, and the terms of all rules. */
#include "rules/terms.h"

#include <string.h>

/* Give each attribute its place in a term. */
static void
shape_parts(const struct msb_rules *rules, struct msbi_terms *terms)
{
    const struct msb_model *model = rules->model;

    for (size_t i = 0; i < terms->num_parts; i++) {
        struct msbi_term_part *part = &terms->parts[i];
        uint32_t level = rules->levels.classifiers[i].level;
        size_t bits = level == MSBI_NO_LEVEL
                          ? 1
                          : rules->levels.items[level].num_classes;

        part->classes = part->must = part->must_not = part->any = MSB_NONE;
        if (model->attributes[i].type == MSB_ATTRIBUTE_SET)
            bits = model->attributes[i].values.num;
        part->num_words = bits / 64 + 1;
        if (model->attributes[i].type != MSB_ATTRIBUTE_SET) {
            part->classes = terms->num_words;
            terms->num_words += part->num_words;
            continue;
        }
        part->must = terms->num_words;
        part->must_not = part->must + part->num_words;
        part->any = part->must_not + part->num_words;
        terms->num_words += 3 * part->num_words;
    }
}

static enum msb_status
add_rule(const struct msb_rules *rules, size_t rule, struct msbi_terms *terms,
         struct msbi_term_list *all)
{
    size_t before = all->num;
    enum msb_status status = msbi_terms_of(rules, terms,
                                           &rules->conditions[rule], all);

    for (size_t i = before; i < all->num && status == MSB_OK; i++)
        terms->rules[i] = rule;
    return status;
}

enum msb_status
msbi_terms_build(const struct msb_rules *rules, struct msbi_terms *terms)
{
    struct msbi_term_list all = {0};
    enum msb_status status = MSB_OK;

    memset(terms, 0, sizeof *terms);
    terms->num_parts = rules->model->num_attributes;
    terms->parts = msbi_alloc_array(terms->num_parts, sizeof *terms->parts);
    terms->rules = msbi_alloc_array(MSBI_MAX_TERMS, sizeof *terms->rules);
    if (terms->parts == NULL || terms->rules == NULL) {
        msbi_terms_release(terms);
        return MSB_ERR_NOMEM;
    }
    shape_parts(rules, terms);
    for (size_t i = 0; i < rules->model->num_rules && status == MSB_OK; i++)
        status = add_rule(rules, i, terms, &all);
    terms->words = all.words;
    terms->num = all.num;
    if (status != MSB_OK)
        msbi_terms_release(terms);
    return status;
}

void
msbi_terms_release(struct msbi_terms *terms)
{
    msbi_free(terms->parts);
    msbi_free(terms->words);
    msbi_free(terms->rules);
    memset(terms, 0, sizeof *terms);
}
