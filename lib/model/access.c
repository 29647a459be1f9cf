/* SPDX-License-Identifier: MIT */
/*
 * What a model tells of itself. None of this can fail: an index beyond the
 * end is answered with "none".
 */
#include "model/model.h"

#include <string.h>

const char *
msb_model_get_id(const struct msb_model *model)
{
    return model->id;
}

const char *
msb_model_get_name(const struct msb_model *model, const char *language)
{
    return msbi_texts_get(&model->name, language);
}

const char *
msb_model_get_source(const struct msb_model *model, size_t *length)
{
    if (length != NULL)
        *length = model->source_length;
    return model->source;
}

struct msb_period
msb_model_get_period(const struct msb_model *model)
{
    return model->period;
}

enum msb_coordination
msb_model_get_coordination(const struct msb_model *model)
{
    return model->coordination;
}

enum msb_hit_policy
msb_model_get_hit_policy(const struct msb_model *model)
{
    return model->hit_policy;
}

size_t
msb_model_num_parts(const struct msb_model *model, enum msb_part part)
{
    switch (part) {
    case MSB_PART_ATTRIBUTE:
        return model->num_attributes;
    case MSB_PART_TARGET_GROUP:
        return model->num_groups;
    case MSB_PART_AREA:
        return model->num_areas;
    case MSB_PART_STAFF:
        return model->num_staffs;
    case MSB_PART_UNIT:
        return model->num_units;
    case MSB_PART_SERVICE:
        return model->num_services;
    case MSB_PART_RULE:
        return model->num_rules;
    case MSB_PART_ACCESS:
        return model->num_access;
    }
    return 0;
}

/* The id and the texts that name a part which is there. */
static const char *
get_part(const struct msb_model *model, enum msb_part part, size_t index,
         const struct msbi_texts **texts)
{
    switch (part) {
    case MSB_PART_ATTRIBUTE:
        *texts = &model->attributes[index].label;
        return model->attributes[index].name;
    case MSB_PART_TARGET_GROUP:
        *texts = &model->groups[index].name;
        return model->groups[index].id;
    case MSB_PART_AREA:
        *texts = &model->areas[index].name;
        return model->areas[index].id;
    case MSB_PART_STAFF:
        *texts = &model->staffs[index].name;
        return model->staffs[index].id;
    case MSB_PART_UNIT:
        *texts = &model->units[index].name;
        return model->units[index].id;
    case MSB_PART_SERVICE:
        *texts = &model->services[index].name;
        return model->services[index].id;
    case MSB_PART_ACCESS:
        *texts = &model->access[index].because;
        return model->access[index].id;
    case MSB_PART_RULE:
        break;
    }
    *texts = &model->rules[index].because;
    return model->rules[index].id;
}

const char *
msb_model_get_part_id(const struct msb_model *model, enum msb_part part,
                      size_t index)
{
    const struct msbi_texts *texts;

    if (index >= msb_model_num_parts(model, part))
        return NULL;
    return get_part(model, part, index, &texts);
}

const char *
msb_model_get_part_name(const struct msb_model *model, enum msb_part part,
                        size_t index, const char *language)
{
    const struct msbi_texts *texts;
    const char *id, *name;

    if (index >= msb_model_num_parts(model, part))
        return NULL;
    id = get_part(model, part, index, &texts);
    name = msbi_texts_get(texts, language);
    return name == NULL ? id : name;
}

size_t
msb_model_find_part(const struct msb_model *model, enum msb_part part,
                    const char *id)
{
    if (id == NULL || msb_model_num_parts(model, part) == 0)
        return MSB_NONE; /* also for what is no part */
    return msbi_lookup_find(&model->by_id[part], id, strlen(id));
}

bool
msb_model_is_area_external(const struct msb_model *model, size_t area)
{
    return area < model->num_areas && model->areas[area].external;
}

bool
msb_model_is_household_contact(const struct msb_model *model, size_t service)
{
    return service < model->num_services
           && model->services[service].is_household_contact;
}

size_t
msb_model_get_rule_area(const struct msb_model *model, size_t rule)
{
    return rule < model->num_rules ? model->rules[rule].area : MSB_NONE;
}

bool
msb_model_has_access_law(const struct msb_model *model, size_t access)
{
    return access < model->num_access && model->access[access].law.num > 0;
}

/* 0 is no constant of the enum: it says "beyond the end". */
enum msb_attribute_type
msb_model_get_attribute_type(const struct msb_model *model, size_t attribute)
{
    if (attribute >= model->num_attributes)
        return (enum msb_attribute_type)0;
    return model->attributes[attribute].type;
}

bool
msb_model_get_attribute_range(const struct msb_model *model, size_t attribute,
                              int32_t *min, int32_t *max)
{
    if (msb_model_get_attribute_type(model, attribute) != MSB_ATTRIBUTE_INTEGER)
        return false;
    if (min != NULL)
        *min = model->attributes[attribute].min;
    if (max != NULL)
        *max = model->attributes[attribute].max;
    return true;
}

size_t
msb_model_num_attribute_values(const struct msb_model *model, size_t attribute)
{
    if (attribute >= model->num_attributes)
        return 0;
    return model->attributes[attribute].values.num;
}

const char *
msb_model_get_attribute_value(const struct msb_model *model, size_t attribute,
                              size_t value)
{
    if (value >= msb_model_num_attribute_values(model, attribute))
        return NULL;
    return model->attributes[attribute].values.items[value];
}

bool
msb_model_is_attribute_sensitive(const struct msb_model *model,
                                 size_t attribute)
{
    return attribute < model->num_attributes
           && model->attributes[attribute].sensitive;
}

size_t
msbi_model_find_attribute(const struct msb_model *model, const char *name,
                          size_t length)
{
    return msbi_lookup_find(&model->by_id[MSB_PART_ATTRIBUTE], name, length);
}

size_t
msbi_attribute_find_value(const struct msbi_attribute *attribute,
                          const char *value, size_t length)
{
    return msbi_lookup_find(&attribute->by_value, value, length);
}
