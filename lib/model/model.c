/* SPDX-License-Identifier: MIT */
/*
 * The life of a model. It does not change once it is parsed, so references
 * are all that threads share. A model that was read in part is released by
 * the same road as a whole one: what was not read is NULL or counted 0.
 */
#include "model/model.h"

#include "base/memory.h"

static void
free_ids(struct msbi_ids *ids)
{
    for (size_t i = 0; i < ids->num; i++)
        msbi_free(ids->items[i]);
    msbi_free(ids->items);
}

static void
free_attributes(struct msb_model *model)
{
    for (size_t i = 0; i < model->num_attributes; i++) {
        struct msbi_attribute *attribute = &model->attributes[i];

        msbi_free(attribute->name);
        free_ids(&attribute->values);
        msbi_lookup_release(&attribute->by_value);
        msbi_texts_release(&attribute->label);
        msbi_texts_release(&attribute->law);
    }
    msbi_free(model->attributes);
}

static void
free_groups_and_areas(struct msb_model *model)
{
    for (size_t i = 0; i < model->num_groups; i++) {
        msbi_free(model->groups[i].id);
        msbi_texts_release(&model->groups[i].name);
        msbi_condition_free(model->groups[i].when);
    }
    msbi_free(model->groups);
    for (size_t i = 0; i < model->num_areas; i++) {
        msbi_free(model->areas[i].id);
        msbi_texts_release(&model->areas[i].name);
        msbi_free(model->areas[i].serves.items);
        msbi_free(model->areas[i].contact);
    }
    msbi_free(model->areas);
}

static void
free_staffs_and_units(struct msb_model *model)
{
    for (size_t i = 0; i < model->num_staffs; i++) {
        struct msbi_staff *staff = &model->staffs[i];

        msbi_free(staff->id);
        msbi_texts_release(&staff->name);
        msbi_free(staff->supports.items);
        for (size_t j = 0; j < staff->num_functions; j++)
            msbi_texts_release(&staff->functions[j]);
        msbi_free(staff->functions);
    }
    msbi_free(model->staffs);
    for (size_t i = 0; i < model->num_units; i++) {
        msbi_free(model->units[i].id);
        msbi_texts_release(&model->units[i].name);
        msbi_free(model->units[i].kind);
        msbi_texts_release(&model->units[i].leader);
    }
    msbi_free(model->units);
}

static void
free_services_and_rules(struct msb_model *model)
{
    for (size_t i = 0; i < model->num_services; i++) {
        struct msbi_service *service = &model->services[i];

        msbi_free(service->id);
        msbi_texts_release(&service->name);
        msbi_texts_release(&service->law);
        for (size_t j = 0; j < service->num_entries; j++)
            msbi_condition_free(service->entries[j].when);
        msbi_free(service->entries);
    }
    msbi_free(model->services);
    for (size_t i = 0; i < model->num_rules; i++) {
        struct msbi_rule *rule = &model->rules[i];

        msbi_free(rule->id);
        msbi_condition_free(rule->when);
        msbi_texts_release(&rule->because);
        msbi_texts_release(&rule->law);
        msbi_texts_release(&rule->source);
    }
    msbi_free(model->rules);
    for (size_t i = 0; i < model->num_access; i++)
        msbi_access_release(&model->access[i]);
    msbi_free(model->access);
}

void
msbi_model_free(struct msb_model *model)
{
    msbi_free(model->source);
    msbi_free(model->id);
    msbi_texts_release(&model->name);
    msbi_texts_release(&model->authority_name);
    msbi_free(model->municipality_code);
    msbi_free(model->replaces);
    for (size_t i = 0; i < model->num_successions; i++) {
        msbi_free(model->successions[i].old_id);
        free_ids(&model->successions[i].successors);
    }
    msbi_free(model->successions);
    free_attributes(model);
    free_groups_and_areas(model);
    free_staffs_and_units(model);
    free_services_and_rules(model);
    for (int part = 0; part < MSBI_NUM_PARTS; part++)
        msbi_lookup_release(&model->by_id[part]);
    msbi_free(model);
}

struct msb_model *
msb_model_ref(struct msb_model *model)
{
    if (model != NULL)
        msbi_refcount_take(&model->refs);
    return model;
}

void
msb_model_unref(struct msb_model *model)
{
    if (model != NULL && msbi_refcount_drop(&model->refs))
        msbi_model_free(model);
}
