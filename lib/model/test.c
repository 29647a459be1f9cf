/* SPDX-License-Identifier: MIT */
/*
 * Tests of one attribute. Whatever a test of a scalar says is brought into
 * one form: sorted ranges of codes, disjoint, not adjacent, cut to the
 * domain. A test of a set keeps its three lists.
 */
#include "model/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static int
compare_ranges(const void *a, const void *b)
{
    const struct msbi_range *left = a, *right = b;

    return (left->low > right->low) - (left->low < right->low);
}

/* Sort, and join what overlaps or touches. */
static void
normalise_ranges(struct msbi_test *test)
{
    size_t num = 0;

    if (test->num_ranges == 0)
        return;
    qsort(test->ranges, test->num_ranges, sizeof *test->ranges, compare_ranges);
    for (size_t i = 1; i < test->num_ranges; i++) {
        struct msbi_range *last = &test->ranges[num];
        struct msbi_range range = test->ranges[i];

        if ((int64_t)range.low > (int64_t)last->high + 1)
            test->ranges[++num] = range;
        else if (range.high > last->high)
            last->high = range.high;
    }
    test->num_ranges = num + 1;
}

/* Add low…high, as far as it lies in the domain. */
static void
add_range(struct msbi_test *test, const struct msbi_attribute *attribute,
          int64_t low, int64_t high)
{
    struct msbi_range *range = &test->ranges[test->num_ranges];

    if (low < attribute->min)
        low = attribute->min;
    if (high > attribute->max)
        high = attribute->max;
    if (low > high)
        return;
    range->low = (int32_t)low;
    range->high = (int32_t)high;
    test->num_ranges++;
}

static bool
reserve_ranges(struct msbi_reader *reader, struct msbi_test *test, size_t num)
{
    test->ranges = msbi_reader_alloc(reader, num, sizeof *test->ranges);
    return test->ranges != NULL;
}

static void
read_bounds(struct msbi_reader *reader, const struct msbi_cursor *at,
            const struct msbi_attribute *attribute, struct msbi_test *test)
{
    static const char *const known[] = {"from", "through", "above", "below",
                                        NULL};
    int64_t low = attribute->min, high = attribute->max;

    msbi_read_is_object(reader, at, known);
    for (size_t i = 0; known[i] != NULL; i++) {
        struct msbi_cursor bound = msbi_cursor_member(at, known[i]);
        bool is_low = i % 2 == 0;
        int64_t number;

        if (!msbi_read_integer(reader, &bound, MSBI_MAX_WHOLE, &number))
            continue;
        if (i >= 2) /* above, below: without their end */
            number += is_low ? 1 : -1;
        if (is_low && number > low)
            low = number;
        if (!is_low && number < high)
            high = number;
    }
    if (reserve_ranges(reader, test, 1))
        add_range(test, attribute, low, high);
}

static void
read_integer_test(struct msbi_reader *reader, const struct msbi_cursor *at,
                  const struct msbi_attribute *attribute,
                  struct msbi_test *test)
{
    enum msbi_json_type type = msbi_json_type(at->value);
    struct msbi_cursor item;
    int64_t number;

    if (type == MSBI_JSON_OBJECT) {
        read_bounds(reader, at, attribute, test);
        return;
    }
    if (type != MSBI_JSON_NUMBER && type != MSBI_JSON_ARRAY) {
        msbi_report_type(reader, at,
                         "a whole number, a list of them, or an object with "
                         "\"from\", \"through\", \"above\" or \"below\"");
        return;
    }
    if (!reserve_ranges(reader, test, 1 + msbi_json_num(at->value)))
        return;
    item = type == MSBI_JSON_ARRAY ? msbi_cursor_first(reader, at) : *at;
    while (item.value != NULL) {
        if (msbi_read_integer(reader, &item, MSBI_MAX_WHOLE, &number))
            add_range(test, attribute, number, number);
        if (type == MSBI_JSON_NUMBER)
            return;
        msbi_cursor_next(reader, &item);
    }
}

/* What the values of the attribute are called. */
static const char *
kind_of_values(const struct msbi_parser *parser, size_t attribute)
{
    if (attribute == parser->model->target_group_attribute)
        return "target group";
    if (attribute == parser->model->services_attribute)
        return "service";
    return "value";
}

/* A value, or a list of values, of an enum or a set. */
static void
read_values(struct msbi_parser *parser, const struct msbi_cursor *at,
            size_t attribute, struct msbi_indices *out)
{
    const struct msbi_lookup *known =
        &parser->model->attributes[attribute].by_value;
    const char *kind = kind_of_values(parser, attribute);
    const char *value;

    if (msbi_json_type(at->value) == MSBI_JSON_ARRAY) {
        msbi_read_references(parser, at, kind, known, out);
        return;
    }
    out->items = msbi_reader_alloc(parser->reader, 1, sizeof *out->items);
    value = msbi_json_string(at->value);
    if (out->items == NULL || value == NULL)
        return;
    out->items[0] = msbi_lookup_find(known, value, strlen(value));
    if (out->items[0] == MSB_NONE)
        msbi_report_unknown(parser->reader, at, kind, known);
    else
        out->num = 1;
}

static void
read_enum_test(struct msbi_parser *parser, const struct msbi_cursor *at,
               size_t attribute, struct msbi_test *test)
{
    const struct msbi_attribute *declared =
        &parser->model->attributes[attribute];
    enum msbi_json_type type = msbi_json_type(at->value);
    struct msbi_indices values = {0};

    if (type != MSBI_JSON_STRING && type != MSBI_JSON_ARRAY) {
        msbi_report_type(parser->reader, at,
                         "one of the attribute's values, or a list of them");
        return;
    }
    read_values(parser, at, attribute, &values);
    if (reserve_ranges(parser->reader, test, values.num))
        for (size_t i = 0; i < values.num; i++)
            add_range(test, declared, (int64_t)values.items[i],
                      (int64_t)values.items[i]);
    msbi_free(values.items);
}

static void
read_flag_test(struct msbi_reader *reader, const struct msbi_cursor *at,
               const struct msbi_attribute *attribute, struct msbi_test *test)
{
    enum msbi_json_type type = msbi_json_type(at->value);
    bool flag = type == MSBI_JSON_TRUE;

    if (type != MSBI_JSON_TRUE && type != MSBI_JSON_FALSE)
        msbi_report_type(reader, at, "true or false");
    else if (reserve_ranges(reader, test, 1))
        add_range(test, attribute, flag, flag);
}

/* One of the lists of a set test; whether it is given. */
static bool
read_set_list(struct msbi_parser *parser, const struct msbi_cursor *object,
              const char *name, size_t attribute, struct msbi_indices *out)
{
    struct msbi_cursor at = msbi_cursor_member(object, name);

    if (msbi_read_is_list(parser->reader, &at,
                          "a list of the attribute's values"))
        read_values(parser, &at, attribute, out);
    return at.value != NULL;
}

static void
read_set_test(struct msbi_parser *parser, const struct msbi_cursor *at,
              size_t attribute, struct msbi_test *test)
{
    static const char *const known[] = {"any_of", "all_of", "none_of", NULL};
    enum msbi_json_type type = msbi_json_type(at->value);

    if (type == MSBI_JSON_OBJECT) {
        msbi_read_is_object(parser->reader, at, known);
        test->has_any_of = read_set_list(parser, at, "any_of", attribute,
                                         &test->any_of);
        test->has_all_of = read_set_list(parser, at, "all_of", attribute,
                                         &test->all_of);
        test->has_none_of = read_set_list(parser, at, "none_of", attribute,
                                          &test->none_of);
        return;
    }
    if (type != MSBI_JSON_STRING && type != MSBI_JSON_ARRAY) {
        msbi_report_type(parser->reader, at,
                         "one of the attribute's values, a list of them, or "
                         "an object with \"any_of\", \"all_of\" or "
                         "\"none_of\"");
        return;
    }
    test->has_any_of = true;
    read_values(parser, at, attribute, &test->any_of);
}

void
msbi_test_free(struct msbi_test *test)
{
    if (test == NULL)
        return;
    msbi_free(test->ranges);
    msbi_free(test->any_of.items);
    msbi_free(test->all_of.items);
    msbi_free(test->none_of.items);
    msbi_free(test->written);
    msbi_free(test);
}

struct msbi_test *
msbi_read_test(struct msbi_parser *parser, const struct msbi_cursor *at,
               size_t attribute)
{
    const struct msbi_attribute *declared =
        &parser->model->attributes[attribute];
    struct msbi_test *test = msbi_reader_alloc(parser->reader, 1, sizeof *test);

    if (test == NULL)
        return NULL;
    test->attribute = attribute;
    switch (declared->type) {
    case MSB_ATTRIBUTE_INTEGER:
        read_integer_test(parser->reader, at, declared, test);
        break;
    case MSB_ATTRIBUTE_ENUM:
        read_enum_test(parser, at, attribute, test);
        break;
    case MSB_ATTRIBUTE_FLAG:
        read_flag_test(parser->reader, at, declared, test);
        break;
    case MSB_ATTRIBUTE_SET:
        read_set_test(parser, at, attribute, test);
        break;
    default: /* its declaration is wrong, and reported there */
        break;
    }
    normalise_ranges(test);
    test->written = msbi_json_print(at->value);
    if (test->written == NULL)
        parser->reader->failed = true;
    return test;
}
