/* SPDX-License-Identifier: MIT */
/*
 * Witnesses: from a path through a diagram to facts that a person can read
 * and `msb resolve` accepts. Each class stands for its smallest value.
 */
#include "rules/walk.h"

static void
add_scalar(struct msbi_text *text, const struct msb_rules *rules,
           const uint16_t *path, size_t index)
{
    const struct msbi_attribute *attribute = &rules->model->attributes[index];
    const struct msbi_classifier *classifier =
        &rules->levels.classifiers[index];
    int32_t value = attribute->min;

    if (classifier->level != MSBI_NO_LEVEL
        && path[classifier->level] != MSBI_UNKNOWN_CLASS)
        value = msbi_classifier_smallest(classifier, path[classifier->level]);
    if (attribute->type == MSB_ATTRIBUTE_ENUM)
        msbi_text_add_json(text, attribute->values.items[value]);
    else if (attribute->type == MSB_ATTRIBUTE_FLAG)
        msbi_text_add(text, value ? "true" : "false");
    else
        msbi_text_add_integer(text, value);
}

static void
add_set(struct msbi_text *text, const struct msb_rules *rules,
        const uint16_t *path, size_t index, size_t held)
{
    const struct msbi_attribute *attribute = &rules->model->attributes[index];
    const uint32_t *levels = rules->levels.value_levels[index];
    const char *comma = "";

    msbi_text_add(text, "[");
    for (size_t i = 0; i < attribute->values.num; i++) {
        if (i != held && (levels[i] == MSBI_NO_LEVEL || path[levels[i]] != 1))
            continue;
        msbi_text_add(text, comma);
        msbi_text_add_json(text, attribute->values.items[i]);
        comma = ", ";
    }
    msbi_text_add(text, "]");
}

void
msbi_witness_add(struct msbi_text *text, const struct msb_rules *rules,
                 const uint16_t *path, size_t service)
{
    const struct msb_model *model = rules->model;
    const char *comma = "";

    msbi_text_add(text, "{");
    for (size_t i = 0; i < model->num_attributes; i++) {
        if (i == model->target_group_attribute)
            continue;
        msbi_text_add(text, comma);
        msbi_text_add_json(text, model->attributes[i].name);
        msbi_text_add(text, ": ");
        if (model->attributes[i].type == MSB_ATTRIBUTE_SET)
            add_set(text, rules, path, i,
                    i == model->services_attribute ? service : MSB_NONE);
        else
            add_scalar(text, rules, path, i);
        comma = ", ";
    }
    msbi_text_add(text, "}");
}
