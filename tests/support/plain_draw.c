/* SPDX-License-Identifier: MIT */
/*
 * Draws plain models. Conditions are short, so that rules match often enough
 * to be told apart, and each kind of test and of nesting comes up.
 */
#include "support/plain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct drawing {
    struct plain_model *model;
    struct random random;
    bool derived; /* whether services and target groups may be tested */
};

static void
add_attribute(struct plain_model *model, const char *name,
              enum msb_attribute_type type, int32_t min, int32_t max,
              size_t num_values)
{
    struct plain_attribute *attribute =
        &model->attributes[model->num_attributes++];

    *attribute = (struct plain_attribute){
        .type = type, .min = min, .max = max, .num_values = num_values};
    snprintf(attribute->name, sizeof attribute->name, "%s", name);
}

static void
draw_attributes(struct drawing *drawing)
{
    struct plain_model *model = drawing->model;
    struct random *random = &drawing->random;
    size_t num = random_below(random, 4);

    add_attribute(model, "age", MSB_ATTRIBUTE_INTEGER, 0, 130, 0);
    for (size_t i = 0; i < num; i++) {
        const char name[] = {'x', (char)('0' + i), '\0'};
        size_t values = 1 + random_below(random, 3);

        switch (random_below(random, 4)) {
        case 0:
            add_attribute(model, name, MSB_ATTRIBUTE_INTEGER, -2,
                          (int32_t)values, 0);
            break;
        case 1:
            add_attribute(model, name, MSB_ATTRIBUTE_ENUM, 0, (int32_t)values,
                          values + 1);
            break;
        case 2:
            add_attribute(model, name, MSB_ATTRIBUTE_FLAG, 0, 1, 0);
            break;
        default:
            add_attribute(model, name, MSB_ATTRIBUTE_SET, 0, (1 << values) - 1,
                          values);
            break;
        }
    }
    model->services = model->num_attributes;
    add_attribute(model, "services", MSB_ATTRIBUTE_SET, 0,
                  (1 << model->num_services) - 1, model->num_services);
    model->target_group = model->num_attributes;
    add_attribute(model, "target_group", MSB_ATTRIBUTE_ENUM, 0,
                  (int32_t)model->num_groups - 1, model->num_groups);
}

/* A whole number that a test names. */
static int32_t
draw_number(struct drawing *drawing, const struct plain_attribute *attribute)
{
    static const int32_t ages[] = {0, 14, 15, 29, 30, 66, 67, 130};

    if (attribute == &drawing->model->attributes[0])
        return ages[random_below(&drawing->random, 8)];
    return attribute->min
           + (int32_t)random_below(
               &drawing->random, (size_t)(attribute->max - attribute->min) + 1);
}

/* Values of an enum or a set, in any order but none twice. */
static void
draw_values(struct drawing *drawing, size_t num_values, struct plain_test *test)
{
    size_t wanted = 1 + random_below(&drawing->random, 2);

    for (size_t i = 0; i < wanted && i < num_values; i++) {
        int32_t value = (int32_t)random_below(&drawing->random, num_values);
        bool is_new = true;

        for (size_t k = 0; k < test->num; k++)
            is_new = is_new && test->list[k] != value;
        if (is_new)
            test->list[test->num++] = value;
    }
}

static void
draw_numbers(struct drawing *drawing, const struct plain_attribute *attribute,
             struct plain_test *test)
{
    if (random_chance(&drawing->random, 25)) {
        test->list[test->num++] = draw_number(drawing, attribute);
        return;
    }
    test->form = PLAIN_RANGE;
    for (size_t i = 0; i < 4; i++) {
        test->has[i] = random_chance(&drawing->random, 35);
        test->bounds[i] = draw_number(drawing, attribute);
    }
    test->has[0] = test->has[0]
                   || !(test->has[1] || test->has[2] || test->has[3]);
}

static void
draw_set_test(struct drawing *drawing, size_t num_values,
              struct plain_test *test)
{
    if (random_chance(&drawing->random, 50)) {
        draw_values(drawing, num_values, test);
        return;
    }
    test->form = PLAIN_OBJECT;
    for (size_t i = 0; i < 3; i++) {
        test->has[i] = random_chance(&drawing->random, 50);
        test->masks[i] = 1
                         + (uint32_t)random_below(&drawing->random,
                                                  (1u << num_values) - 1);
    }
    test->has[2] = test->has[2] || !(test->has[0] || test->has[1]);
}

static void
draw_test(struct drawing *drawing, size_t index, struct plain_test *test)
{
    const struct plain_attribute *attribute =
        &drawing->model->attributes[index];

    *test = (struct plain_test){.attribute = index, .form = PLAIN_LIST};
    switch (attribute->type) {
    case MSB_ATTRIBUTE_INTEGER:
        draw_numbers(drawing, attribute, test);
        break;
    case MSB_ATTRIBUTE_ENUM:
        draw_values(drawing, attribute->num_values, test);
        break;
    case MSB_ATTRIBUTE_FLAG:
        test->list[test->num++] = draw_number(drawing, attribute);
        break;
    case MSB_ATTRIBUTE_SET:
        draw_set_test(drawing, attribute->num_values, test);
        break;
    }
}

static bool
is_usable(const struct drawing *drawing, size_t attribute)
{
    const struct plain_model *model = drawing->model;

    if (attribute == model->services)
        return drawing->derived && model->num_services > 0;
    if (attribute == model->target_group)
        return drawing->derived && model->num_groups > 0;
    return true;
}

static struct plain_condition *
draw_condition(struct drawing *drawing, int depth)
{
    struct plain_model *model = drawing->model;
    struct random *random = &drawing->random;
    struct plain_condition *when;

    if (model->num_conditions == PLAIN_MAX_CONDITIONS)
        abort();
    when = &model->conditions[model->num_conditions++];
    for (size_t i = 0; i < model->num_attributes; i++)
        if (when->num_tests < PLAIN_MAX_PARTS && is_usable(drawing, i)
            && random_chance(random, 35))
            draw_test(drawing, i, &when->tests[when->num_tests++]);
    if (depth == 0)
        return when;
    when->has_any = random_chance(random, 25);
    when->has_all = random_chance(random, 15);
    for (size_t i = random_below(random, 4); when->has_any && i > 0; i--)
        when->any[when->num_any++] = draw_condition(drawing, depth - 1);
    for (size_t i = random_below(random, 3); when->has_all && i > 0; i--)
        when->all[when->num_all++] = draw_condition(drawing, depth - 1);
    if (random_chance(random, 20))
        when->not_this = draw_condition(drawing, depth - 1);
    return when;
}

static void
draw_services(struct drawing *drawing)
{
    struct plain_model *model = drawing->model;
    struct random *random = &drawing->random;

    for (size_t i = 0; i < model->num_services; i++) {
        struct plain_service *service = &model->service_list[i];

        service->num_entries = random_below(random, PLAIN_MAX_ENTRIES + 1);
        for (size_t k = 0; k < service->num_entries; k++)
            service->entries[k] = (struct plain_entry){
                .when = draw_condition(drawing, 1),
                .area = random_below(random, model->num_areas),
                .is_unit = random_chance(random, 40)};
    }
}

void
plain_draw(struct plain_model *model, uint64_t seed)
{
    struct drawing drawing = {.model = model, .random = {seed}};
    struct random *random = &drawing.random;

    memset(model, 0, sizeof *model);
    model->unique = random_chance(random, 25);
    model->per_service = random_chance(random, 25);
    model->num_groups = random_below(random, PLAIN_MAX_GROUPS);
    model->num_areas = 1 + random_below(random, PLAIN_MAX_AREAS);
    model->num_services = random_below(random, PLAIN_MAX_SERVICES);
    draw_attributes(&drawing);
    for (size_t i = 0; i < model->num_groups; i++)
        model->groups[i] = draw_condition(&drawing, 1);
    drawing.derived = true;
    for (size_t i = 0; i < model->num_areas; i++) {
        model->has_serves[i] = random_chance(random, 50);
        model->serves[i] = (uint32_t)random_below(
            random, (size_t)1 << model->num_groups);
    }
    draw_services(&drawing);
    model->num_rules = random_below(random, model->unique ? 5 : 9);
    for (size_t i = 0; i < model->num_rules; i++) {
        model->rules[i].when = draw_condition(&drawing, 2);
        model->rules[i].area = random_below(random, model->num_areas);
    }
}

void
plain_draw_facts(const struct plain_model *model, struct random *random,
                 size_t percent, struct plain_facts *out)
{
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < model->num_attributes; i++) {
        const struct plain_attribute *attribute = &model->attributes[i];

        if (i == model->target_group)
            continue;
        out->known[i] = i == model->services || random_chance(random, percent);
        out->values[i] = attribute->min
                         + (int32_t)random_below(
                             random,
                             (size_t)(attribute->max - attribute->min) + 1);
    }
}
