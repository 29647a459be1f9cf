/* SPDX-License-Identifier: MIT */
/*
 * Conditions of one model, written for the attributes of another: attributes
 * and values are found again by name, numbers are cut to the domain. A range
 * that keeps nothing never holds, as in the model that it comes from.
 */
#include "rules/merge.h"

#include <string.h>

static size_t
find_code(const struct msbi_attribute *from, const struct msbi_attribute *to,
          size_t code)
{
    const char *value = from->values.items[code];

    return msbi_attribute_find_value(to, value, strlen(value));
}

/* Numbers, flags and target groups: the ranges, cut to @low…@high. */
static bool
copy_ranges(const struct msbi_test *test, int32_t low, int32_t high,
            struct msbi_test *out)
{
    out->ranges = msbi_alloc_array(test->num_ranges, sizeof *out->ranges);
    if (out->ranges == NULL)
        return false;
    for (size_t i = 0; i < test->num_ranges; i++) {
        struct msbi_range range = test->ranges[i];

        range.low = range.low < low ? low : range.low;
        range.high = range.high > high ? high : range.high;
        if (range.low <= range.high)
            out->ranges[out->num_ranges++] = range;
    }
    return true;
}

/* Ranges of the codes that are marked. */
static bool
add_marked(const bool *marks, size_t num, struct msbi_test *out)
{
    out->ranges = msbi_alloc_array(num, sizeof *out->ranges);
    if (out->ranges == NULL)
        return false;
    for (size_t i = 0; i < num; i++) {
        if (!marks[i])
            continue;
        if (i == 0 || !marks[i - 1])
            out->ranges[out->num_ranges++].low = (int32_t)i;
        out->ranges[out->num_ranges - 1].high = (int32_t)i;
    }
    return true;
}

/* Enums: another model may have other values, in another order. */
static bool
copy_codes(const struct msbi_test *test, const struct msbi_attribute *from,
           const struct msbi_attribute *to, struct msbi_test *out)
{
    bool *marks = msbi_alloc_array(to->values.num, sizeof *marks);
    bool copied;

    if (marks == NULL)
        return false;
    for (size_t i = 0; i < test->num_ranges; i++)
        for (int32_t k = test->ranges[i].low; k <= test->ranges[i].high; k++) {
            size_t code = find_code(from, to, (size_t)k);

            if (code != MSB_NONE)
                marks[code] = true;
        }
    copied = add_marked(marks, to->values.num, out);
    msbi_free(marks);
    return copied;
}

/* Values of a set; @to has them all. */
static bool
copy_values(const struct msbi_indices *values,
            const struct msbi_attribute *from, const struct msbi_attribute *to,
            struct msbi_indices *out)
{
    out->items = msbi_alloc_array(values->num, sizeof *out->items);
    if (out->items == NULL)
        return false;
    for (size_t i = 0; i < values->num; i++)
        out->items[out->num++] = find_code(from, to, values->items[i]);
    return true;
}

static bool
copy_test(const struct msb_model *from, const struct msb_model *to,
          const struct msbi_test *test, struct msbi_test *out)
{
    const struct msbi_attribute *old = &from->attributes[test->attribute];
    const struct msbi_attribute *new;

    out->attribute = test->attribute == from->target_group_attribute
                         ? to->target_group_attribute
                         : msbi_model_find_attribute(to, old->name,
                                                     strlen(old->name));
    new = &to->attributes[out->attribute];
    if (old->type == MSB_ATTRIBUTE_SET) {
        out->has_any_of = test->has_any_of;
        out->has_all_of = test->has_all_of;
        out->has_none_of = test->has_none_of;
        return copy_values(&test->any_of, old, new, &out->any_of)
               && copy_values(&test->all_of, old, new, &out->all_of)
               && copy_values(&test->none_of, old, new, &out->none_of);
    }
    if (old->type == MSB_ATTRIBUTE_ENUM
        && out->attribute != to->target_group_attribute)
        return copy_codes(test, old, new, out);
    return copy_ranges(test, new->min, new->max, out);
}

struct msbi_condition *
msbi_merge_condition(const struct msb_model *from, const struct msb_model *to,
                     const struct msbi_condition *condition)
{
    struct msbi_condition *copy = msbi_alloc(sizeof *copy);
    bool copied;

    if (copy == NULL)
        return NULL;
    copy->kind = condition->kind;
    copy->children = msbi_alloc_array(condition->num, sizeof *copy->children);
    copied = copy->children != NULL;
    for (size_t i = 0; i < condition->num && copied; i++) {
        copy->children[i] = msbi_merge_condition(from, to,
                                                 condition->children[i]);
        copied = copy->children[i] != NULL;
        copy->num += copied;
    }
    if (copied && condition->test != NULL) {
        copy->test = msbi_alloc(sizeof *copy->test);
        copied = copy->test != NULL
                 && copy_test(from, to, condition->test, copy->test);
    }
    if (copied)
        return copy;
    msbi_condition_free(copy);
    return NULL;
}
