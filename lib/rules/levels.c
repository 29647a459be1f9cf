/* SPDX-License-Identifier: MIT */
/*
 * The order of the levels, and the way from a scalar's value to its class.
 *
 * Scalars come first, `age` before the declared ones; then the values of
 * sets in the order in which the conditions first name them, so that values
 * that one rule tests together stand together. That order keeps the diagrams
 * of hand-written models small: once the scalars are known, few rules remain
 * whose sets must be read.
 */
#include "rules/levels.h"

#include <string.h>

#include "base/error.h"
#include "rules/fold.h"

enum msb_status
msbi_condition_each_test(const struct msbi_condition *when, msbi_test_fn visit,
                         void *user)
{
    enum msb_status status = MSB_OK;

    if (when == NULL)
        return MSB_OK;
    if (when->kind == MSBI_CONDITION_TEST)
        return visit(user, when->test);
    for (size_t i = 0; i < when->num && status == MSB_OK; i++)
        status = msbi_condition_each_test(when->children[i], visit, user);
    return status;
}

enum msb_status
msbi_model_each_test(const struct msb_model *model, msbi_test_fn visit,
                     void *user)
{
    enum msb_status status = MSB_OK;

    for (size_t i = 0; i < model->num_groups && status == MSB_OK; i++)
        status = msbi_condition_each_test(model->groups[i].when, visit, user);
    for (size_t i = 0; i < model->num_rules && status == MSB_OK; i++)
        status = msbi_condition_each_test(model->rules[i].when, visit, user);
    for (size_t i = 0; i < model->num_services; i++) {
        const struct msbi_service *service = &model->services[i];

        for (size_t k = 0; k < service->num_entries && status == MSB_OK; k++)
            status = msbi_condition_each_test(service->entries[k].when, visit,
                                              user);
    }
    return status;
}

struct order {
    const struct msb_model *model;
    struct msbi_levels *levels;
    size_t capacity;
    struct msb_error *err;
};

static enum msb_status
add_level(struct order *order, size_t attribute, bool is_set, uint32_t value,
          uint32_t num_classes)
{
    struct msbi_levels *levels = order->levels;
    void *moved;

    if (levels->num >= MSBI_MAX_LEVELS)
        return msbi_fail(order->err, MSB_ERR_LIMIT, "limit",
                         "the conditions test more than %d attributes and "
                         "set values; at most that many can be compiled",
                         MSBI_MAX_LEVELS);
    moved = msbi_grow(levels->items, levels->num, &order->capacity,
                      sizeof *levels->items);
    if (moved == NULL)
        return msbi_fail_nomem(order->err);
    levels->items = moved;
    levels->items[levels->num++] = (struct msbi_level){
        .attribute = attribute,
        .is_set = is_set,
        .value = value,
        .num_classes = num_classes,
    };
    return MSB_OK;
}

static enum msb_status
add_set_values(struct order *order, size_t attribute,
               const struct msbi_indices *values)
{
    uint32_t *value_levels = order->levels->value_levels[attribute];
    enum msb_status status = MSB_OK;

    for (size_t i = 0; i < values->num && status == MSB_OK; i++) {
        size_t value = values->items[i];

        if (value_levels[value] != MSBI_NO_LEVEL)
            continue;
        value_levels[value] = (uint32_t)order->levels->num;
        status = add_level(order, attribute, true, (uint32_t)value, 2);
    }
    return status;
}

static enum msb_status
add_levels_of_set_test(void *user, const struct msbi_test *test)
{
    struct order *order = user;
    enum msb_status status;

    if (order->model->attributes[test->attribute].type != MSB_ATTRIBUTE_SET)
        return MSB_OK;
    status = add_set_values(order, test->attribute, &test->any_of);
    if (status == MSB_OK)
        status = add_set_values(order, test->attribute, &test->all_of);
    if (status == MSB_OK)
        status = add_set_values(order, test->attribute, &test->none_of);
    return status;
}

static enum msb_status
add_scalar(struct order *order, size_t index)
{
    struct msbi_classifier *classifier = &order->levels->classifiers[index];
    uint32_t num_classes = 0;
    enum msb_status status;

    if (index == order->model->target_group_attribute
        || order->model->attributes[index].type == MSB_ATTRIBUTE_SET)
        return MSB_OK;
    status = msbi_fold_attribute(order->model, index, classifier, &num_classes,
                                 order->err);
    if (status != MSB_OK || num_classes <= 1)
        return status;
    classifier->level = (uint32_t)order->levels->num;
    return add_level(order, index, false, 0, num_classes);
}

static enum msb_status
prepare_attributes(const struct msb_model *model, struct msbi_levels *levels,
                   struct msb_error *err)
{
    levels->num_attributes = model->num_attributes;
    levels->classifiers = msbi_alloc_array(model->num_attributes,
                                           sizeof *levels->classifiers);
    levels->value_levels = msbi_alloc_array(model->num_attributes,
                                            sizeof *levels->value_levels);
    if (levels->classifiers == NULL || levels->value_levels == NULL)
        return msbi_fail_nomem(err);
    for (size_t i = 0; i < model->num_attributes; i++) {
        const struct msbi_attribute *attribute = &model->attributes[i];
        size_t num = attribute->values.num;

        levels->classifiers[i].level = MSBI_NO_LEVEL;
        if (attribute->type != MSB_ATTRIBUTE_SET)
            continue;
        levels->value_levels[i] = msbi_alloc_array(num, sizeof(uint32_t));
        if (levels->value_levels[i] == NULL)
            return msbi_fail_nomem(err);
        for (size_t k = 0; k < num; k++)
            levels->value_levels[i][k] = MSBI_NO_LEVEL;
    }
    return MSB_OK;
}

enum msb_status
msbi_levels_build(const struct msb_model *model, struct msbi_levels *levels,
                  struct msb_error *err)
{
    struct order order = {.model = model, .levels = levels, .err = err};
    enum msb_status status;

    memset(levels, 0, sizeof *levels);
    status = prepare_attributes(model, levels, err);
    for (size_t i = 0; i < model->num_attributes && status == MSB_OK; i++)
        status = add_scalar(&order, i);
    if (status == MSB_OK)
        status = msbi_model_each_test(model, add_levels_of_set_test, &order);
    if (status != MSB_OK)
        msbi_levels_release(levels);
    return status;
}

void
msbi_levels_release(struct msbi_levels *levels)
{
    for (size_t i = 0; i < levels->num_attributes; i++) {
        if (levels->classifiers != NULL) {
            msbi_free(levels->classifiers[i].starts);
            msbi_free(levels->classifiers[i].classes);
            msbi_free(levels->classifiers[i].table);
        }
        if (levels->value_levels != NULL)
            msbi_free(levels->value_levels[i]);
    }
    msbi_free(levels->classifiers);
    msbi_free(levels->value_levels);
    msbi_free(levels->items);
    memset(levels, 0, sizeof *levels);
}

/* Index of the last start at or below @value. */
static size_t
find_interval(const struct msbi_classifier *classifier, int32_t value)
{
    size_t low = 0, high = classifier->num_starts;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (classifier->starts[middle] <= value)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint16_t
msbi_classifier_find(const struct msbi_classifier *classifier, int32_t value)
{
    if (classifier->table != NULL)
        return classifier->table[(int64_t)value - classifier->min];
    return classifier->classes[find_interval(classifier, value)];
}

int32_t
msbi_classifier_smallest(const struct msbi_classifier *classifier,
                         uint16_t class)
{
    size_t i = 0;

    while (i + 1 < classifier->num_starts && classifier->classes[i] != class)
        i++;
    return classifier->starts[i];
}

int32_t
msbi_classifier_nearest(const struct msbi_classifier *classifier,
                        uint16_t class, int32_t to)
{
    int32_t best = classifier->min;
    int64_t distance = INT64_MAX;

    for (size_t i = 0; i < classifier->num_starts; i++) {
        int64_t first = classifier->starts[i];
        int64_t last = i + 1 < classifier->num_starts
                           ? (int64_t)classifier->starts[i + 1] - 1
                           : classifier->max;
        int64_t near = to < first ? first : to > last ? last : to;
        int64_t away = near < to ? to - near : near - to;

        if (classifier->classes[i] != class || away >= distance)
            continue;
        distance = away;
        best = (int32_t)near;
    }
    return best;
}
