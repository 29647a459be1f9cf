/* SPDX-License-Identifier: MIT */
/*
 * Witnesses: from a path through a diagram to facts that a person can read
 * and `msb resolve` accepts. Each class stands for its smallest value. What
 * else is known of one citizen is written the same way.
 */
#include "rules/walk.h"

struct on_path {
    const struct msb_rules *rules;
    const uint16_t *path;
    size_t service; /* held besides, or MSB_NONE */
};

static bool
pick_smallest(const void *user, size_t attribute, int32_t *out)
{
    const struct on_path *on_path = user;
    const struct msb_rules *rules = on_path->rules;
    const struct msbi_classifier *classifier =
        &rules->levels.classifiers[attribute];

    *out = rules->model->attributes[attribute].min;
    if (classifier->level != MSBI_NO_LEVEL
        && on_path->path[classifier->level] != MSBI_UNKNOWN_CLASS)
        *out = msbi_classifier_smallest(classifier,
                                        on_path->path[classifier->level]);
    return true;
}

static bool
holds_on_path(const void *user, size_t attribute, size_t value)
{
    const struct on_path *on_path = user;
    const struct msb_rules *rules = on_path->rules;
    uint32_t level = rules->levels.value_levels[attribute][value];

    if (attribute == rules->model->services_attribute
        && value == on_path->service)
        return true;
    return level != MSBI_NO_LEVEL && on_path->path[level] == 1;
}

void
msbi_witness_add(struct msbi_text *text, const struct msb_rules *rules,
                 const uint16_t *path, size_t service)
{
    const struct on_path on_path = {
        .rules = rules, .path = path, .service = service};

    msbi_witness_write(text, rules->model, pick_smallest, holds_on_path,
                       &on_path);
}

void
msbi_witness_write_value(struct msbi_text *text,
                         const struct msbi_attribute *attribute, int32_t value)
{
    if (attribute->type == MSB_ATTRIBUTE_ENUM
        || attribute->type == MSB_ATTRIBUTE_SET)
        msbi_text_add_json(text, attribute->values.items[value]);
    else if (attribute->type == MSB_ATTRIBUTE_FLAG)
        msbi_text_add(text, value ? "true" : "false");
    else
        msbi_text_add_integer(text, value);
}

static void
add_set(struct msbi_text *text, const struct msb_model *model, size_t index,
        msbi_holds_fn holds, const void *user)
{
    const struct msbi_ids *values = &model->attributes[index].values;
    const char *comma = "";

    msbi_text_add(text, "[");
    for (size_t i = 0; i < values->num; i++) {
        if (!holds(user, index, i))
            continue;
        msbi_text_add(text, comma);
        msbi_text_add_json(text, values->items[i]);
        comma = ", ";
    }
    msbi_text_add(text, "]");
}

void
msbi_witness_write(struct msbi_text *text, const struct msb_model *model,
                   msbi_pick_fn pick, msbi_holds_fn holds, const void *user)
{
    const char *comma = "";
    int32_t value;

    msbi_text_add(text, "{");
    for (size_t i = 0; i < model->num_attributes; i++) {
        if (i == model->target_group_attribute)
            continue;
        msbi_text_add(text, comma);
        msbi_text_add_json(text, model->attributes[i].name);
        msbi_text_add(text, ": ");
        if (model->attributes[i].type == MSB_ATTRIBUTE_SET)
            add_set(text, model, i, holds, user);
        else if (pick(user, i, &value))
            msbi_witness_write_value(text, &model->attributes[i], value);
        else
            text->failed = true;
        comma = ", ";
    }
    msbi_text_add(text, "}");
}
