/* SPDX-License-Identifier: MIT */
/* Decides plain models, by the letter of the specification. */
#include "support/plain.h"

/* Every test of an age names one of 0, 14, 15, 29, 30, 66, 67 and 130, so
   these stand for all. */
static const int32_t ages[] = {0, 1, 14, 15, 16, 29, 30, 31, 66, 67, 68, 130};
enum { NUM_AGES = sizeof ages / sizeof ages[0] };

static bool
holds_set(const struct plain_test *test, uint32_t value)
{
    if (test->form == PLAIN_LIST) {
        for (size_t i = 0; i < test->num; i++)
            if ((value >> test->list[i] & 1) != 0)
                return true;
        return false;
    }
    if (test->has[0] && (value & test->masks[0]) == 0)
        return false;
    if (test->has[1] && (value & test->masks[1]) != test->masks[1])
        return false;
    return !test->has[2] || (value & test->masks[2]) == 0;
}

static bool
holds_test(const struct plain_model *model, const struct plain_test *test,
           const struct plain_facts *facts, int group)
{
    int32_t value = test->attribute == model->target_group
                        ? group
                        : facts->values[test->attribute];

    if (model->attributes[test->attribute].type == MSB_ATTRIBUTE_SET)
        return holds_set(test, (uint32_t)value);
    if (test->form == PLAIN_RANGE)
        return (!test->has[0] || value >= test->bounds[0])
               && (!test->has[1] || value <= test->bounds[1])
               && (!test->has[2] || value > test->bounds[2])
               && (!test->has[3] || value < test->bounds[3]);
    for (size_t i = 0; i < test->num; i++)
        if (test->list[i] == value)
            return true;
    return false;
}

bool
plain_holds(const struct plain_model *model, const struct plain_condition *when,
            const struct plain_facts *facts, int group)
{
    bool any = false;

    for (size_t i = 0; i < when->num_tests; i++)
        if (!holds_test(model, &when->tests[i], facts, group))
            return false;
    for (size_t i = 0; i < when->num_all; i++)
        if (!plain_holds(model, when->all[i], facts, group))
            return false;
    for (size_t i = 0; i < when->num_any; i++)
        any = any || plain_holds(model, when->any[i], facts, group);
    if (when->has_any && !any)
        return false;
    return when->not_this == NULL
           || !plain_holds(model, when->not_this, facts, group);
}

static int
find_group(const struct plain_model *model, const struct plain_facts *facts)
{
    for (size_t i = 0; i < model->num_groups; i++)
        if (plain_holds(model, model->groups[i], facts, PLAIN_NOTHING))
            return (int)i;
    return PLAIN_NOTHING;
}

void
plain_decide(const struct plain_model *model, const struct plain_facts *facts,
             struct plain_outcome *out)
{
    out->group = find_group(model, facts);
    out->rule = out->area = out->other = PLAIN_NOTHING;
    for (size_t i = 0; i < model->num_rules; i++) {
        if (!plain_holds(model, model->rules[i].when, facts, out->group))
            continue;
        if (out->rule != PLAIN_NOTHING) {
            out->other = (int)i;
            return;
        }
        out->rule = (int)i;
        out->area = (int)model->rules[i].area;
        if (!model->unique)
            return;
    }
}

int
plain_deliver(const struct plain_model *model, const struct plain_facts *facts,
              size_t service)
{
    const struct plain_service *list = &model->service_list[service];
    int group = find_group(model, facts);

    for (size_t i = 0; i < list->num_entries; i++)
        if (plain_holds(model, list->entries[i].when, facts, group))
            return (int)i;
    return PLAIN_NOTHING;
}

static bool
is_open(const struct plain_model *model, const struct plain_facts *facts,
        size_t attribute)
{
    return attribute != model->target_group && !facts->known[attribute];
}

void
plain_first(const struct plain_model *model, const struct plain_facts *facts,
            struct plain_facts *out)
{
    *out = *facts;
    for (size_t i = 0; i < model->num_attributes; i++)
        if (is_open(model, facts, i))
            out->values[i] = model->attributes[i].min;
}

/* Step to the next value; false, and back to the first, after the last. */
static bool
step(const struct plain_model *model, size_t attribute, int32_t *value)
{
    if (*value == model->attributes[attribute].max) {
        *value = model->attributes[attribute].min;
        return false;
    }
    if (attribute > 0) {
        ++*value;
        return true;
    }
    for (size_t i = 0; i < NUM_AGES; i++)
        if (ages[i] > *value) {
            *value = ages[i];
            return true;
        }
    return false;
}

bool
plain_next(const struct plain_model *model, const struct plain_facts *facts,
           struct plain_facts *out)
{
    for (size_t i = 0; i < model->num_attributes; i++)
        if (is_open(model, facts, i) && step(model, i, &out->values[i]))
            return true;
    return false;
}
