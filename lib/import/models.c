/* SPDX-License-Identifier: MIT */
/*
 * Which model a row is read by: the one in force on its date. Dates repeat,
 * so the answers are kept in a small table, one place for each of the last
 * bits of a date; the store is asked only when another date, or none, is in
 * the place.
 */
#include "import/models.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "model/lookup.h"
#include "model/problems.h"

#define NUM_PLACES 4096u

struct place {
    int32_t days;
    uint32_t answer; /* 0: empty; 1: no model; else index + 2 */
};

struct msbi_models {
    struct msb_store *store;
    const struct msbi_mapping *mapping;
    size_t num;
    size_t capacity;
    struct msbi_model_use **items;
    size_t num_chain; /* of the models back in time; 0: not looked up */
    size_t chain_capacity;
    size_t *chain; /* indices, the latest first */
    struct place places[NUM_PLACES];
};

static void
free_use(struct msbi_model_use *use)
{
    if (use == NULL)
        return;
    msb_rules_unref(use->rules);
    msbi_free(use->attributes);
    msbi_free(use->ordered);
    msbi_free(use);
}

enum msb_status
msbi_models_new(struct msb_store *store, const struct msbi_mapping *mapping,
                struct msbi_models **out, struct msb_error *err)
{
    *out = msbi_alloc(sizeof **out);
    if (*out == NULL)
        return msbi_fail_nomem(err);
    (*out)->store = store;
    (*out)->mapping = mapping;
    return MSB_OK;
}

void
msbi_models_free(struct msbi_models *models)
{
    if (models == NULL)
        return;
    for (size_t i = 0; i < models->num; i++)
        free_use(models->items[i]);
    msbi_free(models->items);
    msbi_free(models->chain);
    msbi_free(models);
}

/* Find the mapping's attributes in the model. */
static void
bind_columns(const struct msbi_mapping *mapping, struct msbi_model_use *use)
{
    const struct msb_model *model = use->model;

    for (size_t i = 0; i < mapping->num_columns; i++) {
        const struct msbi_column *column = &mapping->columns[i];

        use->attributes[i] = MSB_NONE;
        if (column->target == MSBI_TARGET_ATTRIBUTE)
            use->attributes[i] = msbi_model_find_attribute(
                model, column->name, strlen(column->name));
    }
    for (size_t a = 0; a < model->num_attributes; a++)
        for (size_t i = 0; i < mapping->num_columns; i++)
            if (use->attributes[i] == a)
                use->ordered[use->num_ordered++] = i;
}

/* Takes over @rules, also on failure. */
static enum msb_status
add_use(struct msbi_models *models, struct msb_rules *rules, size_t *index,
        struct msb_error *err)
{
    struct msbi_model_use *use = msbi_alloc(sizeof *use);
    struct msbi_model_use **moved;
    size_t num = models->mapping->num_columns;

    if (use == NULL) {
        msb_rules_unref(rules);
        return msbi_fail_nomem(err);
    }
    use->rules = rules;
    use->model = msb_rules_get_model(rules);
    use->attributes = msbi_alloc_array(num, sizeof *use->attributes);
    use->ordered = msbi_alloc_array(num, sizeof *use->ordered);
    moved = msbi_grow(models->items, models->num, &models->capacity,
                      sizeof(struct msbi_model_use *));
    if (moved != NULL)
        models->items = moved;
    if (moved == NULL || use->attributes == NULL || use->ordered == NULL) {
        free_use(use);
        return msbi_fail_nomem(err);
    }
    bind_columns(models->mapping, use);
    *index = models->num;
    models->items[models->num++] = use;
    return MSB_OK;
}

static bool
is_same_model(const struct msb_model *a, const struct msb_model *b)
{
    return a == b
           || (strcmp(a->id, b->id) == 0
               && a->period.from.days == b->period.from.days);
}

/* Ask the store; MSB_NONE where no model is in force. */
static enum msb_status
look_up(struct msbi_models *models, struct msb_date on, size_t *index,
        struct msb_error *err)
{
    struct msb_rules *rules = NULL;
    enum msb_status status;

    *index = MSB_NONE;
    status = msb_store_find_rules(models->store, on, &rules, err);
    if (status == MSB_ERR_NOT_FOUND)
        return MSB_OK;
    if (status != MSB_OK)
        return status;
    for (size_t i = 0; i < models->num; i++) {
        if (is_same_model(models->items[i]->model,
                          msb_rules_get_model(rules))) {
            msb_rules_unref(rules);
            *index = i;
            return MSB_OK;
        }
    }
    return add_use(models, rules, index, err);
}

enum msb_status
msbi_models_find(struct msbi_models *models, struct msb_date on,
                 const struct msbi_model_use **out, struct msb_error *err)
{
    struct place *place = &models->places[(uint32_t)on.days % NUM_PLACES];
    enum msb_status status;
    size_t index;

    *out = NULL;
    if (place->answer == 0 || place->days != on.days) {
        status = look_up(models, on, &index, err);
        if (status != MSB_OK)
            return status;
        place->days = on.days;
        place->answer = index == MSB_NONE ? 1 : (uint32_t)index + 2;
    }
    if (place->answer > 1)
        *out = models->items[place->answer - 2];
    return MSB_OK;
}

/* The model's own copy of a service's id, which ends in NUL; or NULL. */
static const char *
find_service(const struct msb_model *model, const char *id, size_t length)
{
    size_t at = msbi_lookup_find(&model->by_id[MSB_PART_SERVICE], id, length);

    return at == MSB_NONE ? NULL : model->services[at].id;
}

/* Go back from the end of the calendar, model by model. */
static enum msb_status
find_chain(struct msbi_models *models, struct msb_error *err)
{
    struct msb_date on;
    enum msb_status status;
    size_t index, *moved;

    if (models->num_chain > 0)
        return MSB_OK;
    status = msb_date_from_ymd(9999, 12, 31, &on, err);
    while (status == MSB_OK) {
        status = look_up(models, on, &index, err);
        if (status != MSB_OK || index == MSB_NONE)
            break;
        moved = msbi_grow(models->chain, models->num_chain,
                          &models->chain_capacity, sizeof *models->chain);
        if (moved == NULL)
            return msbi_fail_nomem(err);
        models->chain = moved;
        models->chain[models->num_chain++] = index;
        on.days = models->items[index]->model->period.from.days - 1;
    }
    return status;
}

enum msb_status
msbi_models_find_service(struct msbi_models *models, struct msb_date on,
                         const char *id, size_t length,
                         const struct msbi_model_use **out,
                         const char **service, struct msb_error *err)
{
    enum msb_status status = msbi_models_find(models, on, out, err);

    *service = NULL;
    if (status == MSB_OK && *out == NULL)
        status = find_chain(models, err);
    if (status != MSB_OK)
        return status;
    if (*out != NULL) {
        *service = find_service((*out)->model, id, length);
        return MSB_OK;
    }
    for (size_t i = models->num_chain; i-- > 0 && *service == NULL;) {
        *out = models->items[models->chain[i]];
        *service = find_service((*out)->model, id, length);
    }
    return MSB_OK;
}

static bool
is_known(const struct msbi_models *models, size_t column)
{
    for (size_t i = 0; i < models->num; i++)
        if (models->items[i]->attributes[column] != MSB_NONE)
            return true;
    return false;
}

static bool
is_set(const struct msbi_models *models, size_t column)
{
    for (size_t i = 0; i < models->num; i++) {
        const struct msbi_model_use *use = models->items[i];
        size_t attribute = use->attributes[column];

        if (attribute != MSB_NONE
            && use->model->attributes[attribute].type == MSB_ATTRIBUTE_SET)
            return true;
    }
    return false;
}

static void
check_column(const struct msbi_models *models, size_t index,
             struct msb_problems *found)
{
    const struct msbi_column *column = &models->mapping->columns[index];
    char pointer[sizeof "/columns/" + 64];

    if (column->target != MSBI_TARGET_ATTRIBUTE)
        return;
    snprintf(pointer, sizeof pointer, "/columns/%s", column->name);
    if (!is_known(models, index))
        msbi_problems_add(
            found, "unknown_reference", pointer, column->line, column->place,
            "the model in force has no attribute \"%s\"", column->name);
    else if (column->split != '\0' && !is_set(models, index))
        msbi_problems_add(
            found, "not_allowed", pointer, column->line, column->place,
            "\"%s\" is no set: its value cannot be split", column->name);
}

enum msb_status
msbi_models_check_columns(const struct msbi_models *models, const char *name,
                          struct msb_problems **problems, struct msb_error *err)
{
    struct msb_problems *found;
    enum msb_status status;

    if (models->num == 0)
        return MSB_OK;
    found = msbi_problems_new(name);
    if (found == NULL)
        return msbi_fail_nomem(err);
    for (size_t i = 0; i < models->mapping->num_columns; i++)
        check_column(models, i, found);
    status = msbi_problems_finish(found, MSB_ERR_INVALID, err);
    if (status == MSB_ERR_INVALID && problems != NULL) {
        *problems = found;
        found = NULL;
    }
    msb_problems_unref(found);
    return status;
}
