/* SPDX-License-Identifier: MIT */
/* Common attributes of two models, and the tests that are written for them. */
#include "rules/merge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "support/short.h"

/* Members of a model with one rule. */
static struct msb_model *
model_with(const char *attributes, const char *services, const char *when)
{
    char text[2048];

    assert_in_range(snprintf(text, sizeof text,
                             "'attributes': {%s}, 'areas': [{'id': 'a', "
                             "'name': 'A'}], 'services': [%s], "
                             "'responsibility': [{'id': 'r', 'when': {%s}, "
                             "'area': 'a'}]",
                             attributes, services, when),
                    1, (int)sizeof text - 1);
    return model_of(text);
}

/* Every attribute of a side, as text. */
static void
write_attributes(const struct msb_model *side, char *out, size_t size)
{
    FILE *file = fmemopen(out, size, "w");

    assert_non_null(file);
    for (size_t i = 0; i < side->num_attributes; i++) {
        const struct msbi_attribute *attribute = &side->attributes[i];

        fprintf(file, "%s%s", i == 0 ? "" : " ", attribute->name);
        if (attribute->type == MSB_ATTRIBUTE_INTEGER)
            fprintf(file, "[%d…%d]", (int)attribute->min, (int)attribute->max);
        for (size_t k = 0; k < attribute->values.num; k++)
            fprintf(file, "%s%s", k == 0 ? ":" : ",",
                    attribute->values.items[k]);
    }
    assert_int_equal(fclose(file), 0);
}

static void
the_attributes_are_those_of_either(void **state)
{
    size_t live = msbi_alloc_num_live();
    struct msb_model *before = model_with(
        "'n': {'type': 'integer', 'min': 0, 'max': 9},"
        "'e': {'type': 'enum', 'values': ['x', 'y', 'z']},"
        "'s': {'type': 'set', 'values': ['p', 'q']},"
        "'old': {'type': 'flag'}",
        "{'id': 'one', 'name': 'S', 'delivered_by': 'a'},"
        "{'id': 'two', 'name': 'S', 'delivered_by': 'a'}",
        "");
    struct msb_model *after = model_with(
        "'young': {'type': 'flag'},"
        "'s': {'type': 'set', 'values': ['r', 'q']},"
        "'e': {'type': 'enum', 'values': ['w', 'z', 'x']},"
        "'n': {'type': 'integer', 'min': -4, 'max': 7}",
        "{'id': 'three', 'name': 'S', 'delivered_by': 'a'},"
        "{'id': 'two', 'name': 'S', 'delivered_by': 'a'}",
        "");
    struct msbi_merge merge;
    char text[256];

    (void)state;
    assert_int_equal(msbi_merge_init(&merge, before, after, NULL), MSB_OK);
    for (size_t i = 0; i < 2; i++) {
        write_attributes(merge.sides[i], text, sizeof text);
        assert_string_equal(text, "age[0…130] n[0…7] e:x,z s:p,q,r old young "
                                  "services:one,two,three target_group");
    }
    msbi_merge_release(&merge);
    msb_model_unref(before);
    msb_model_unref(after);
    assert_int_equal(msbi_alloc_num_live(), live);
}

/* The first rule's only test, as text: ranges, then the lists of a set. */
static void
write_test(const struct msb_model *side, char *out, size_t size)
{
    const struct msbi_condition *when = side->rules[0].when;
    const struct msbi_test *test;
    FILE *file = fmemopen(out, size, "w");

    assert_non_null(file);
    assert_int_equal(when->kind, MSBI_CONDITION_ALL);
    assert_int_equal(when->num, 1);
    test = when->children[0]->test;
    assert_non_null(test);
    fprintf(file, "%s", side->attributes[test->attribute].name);
    for (size_t i = 0; i < test->num_ranges; i++)
        fprintf(file, " %d…%d", (int)test->ranges[i].low,
                (int)test->ranges[i].high);
    for (size_t i = 0; i < test->any_of.num; i++)
        fprintf(file, " any %zu", test->any_of.items[i]);
    for (size_t i = 0; i < test->all_of.num; i++)
        fprintf(file, " all %zu", test->all_of.items[i]);
    for (size_t i = 0; i < test->none_of.num; i++)
        fprintf(file, " none %zu", test->none_of.items[i]);
    assert_int_equal(fclose(file), 0);
}

static void
tests_are_written_for_the_common_values(void **state)
{
    static const char old[] = "'n': {'type': 'integer', 'min': 0, 'max': 9},"
                              "'e': {'type': 'enum', 'values': ['x', 'y', 'z',"
                              " 'v']}, 's': {'type': 'set', 'values': ['p']}";
    static const char new[] = "'s': {'type': 'set', 'values': ['r', 'p']},"
                              "'e': {'type': 'enum', 'values': ['v', 'w', 'z',"
                              " 'x']},"
                              "'n': {'type': 'integer', 'min': 3, 'max': 20}";
    /* Common are n 3…9; e x, z, v; s p, r. */
    static const struct {
        const char *when;
        const char *expected;
    } table[] = {
        {"'n': {'from': 5}", "n 5…9"},
        {"'n': [3, 8, 15]", "n 3…3 8…8"},
        {"'n': {'above': 9}", "n"},
        {"'age': {'below': 18}", "age 0…17"},
        {"'e': ['v', 'w']", "e 2…2"},
        {"'e': 'w'", "e"},
        {"'e': ['x', 'z']", "e 0…1"},
        {"'e': ['x', 'w', 'v']", "e 0…0 2…2"},
        {"'s': 'r'", "s any 1"},
        {"'s': {'all_of': ['p'], 'none_of': ['r']}", "s all 0 none 1"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct msb_model *before = model_with(old, "", "");
        struct msb_model *after = model_with(new, "", table[i].when);
        struct msbi_merge merge;
        char text[128];

        assert_int_equal(msbi_merge_init(&merge, before, after, NULL), MSB_OK);
        write_test(merge.sides[1], text, sizeof text);
        assert_string_equal(text, table[i].expected);
        msbi_merge_release(&merge);
        msb_model_unref(before);
        msb_model_unref(after);
    }
}

static void
what_has_nothing_in_common_cannot_be_compared(void **state)
{
    static const struct {
        const char *before, *after;
    } table[] = {
        {"'type': 'flag'", "'type': 'enum', 'values': ['x']"},
        {"'type': 'integer', 'min': 0, 'max': 1", "'type': 'flag'"},
        {"'type': 'set', 'values': ['x']", "'type': 'enum', 'values': ['x']"},
        {"'type': 'integer', 'min': 0, 'max': 4",
         "'type': 'integer', 'min': 5, 'max': 9"},
        {"'type': 'enum', 'values': ['x', 'y']",
         "'type': 'enum', 'values': ['v', 'w']"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        size_t live = msbi_alloc_num_live();
        struct msb_model *before, *after;
        struct msb_error err = {0};
        struct msbi_merge merge;
        char text[128];

        snprintf(text, sizeof text, "'need': {%s}", table[i].before);
        before = model_with(text, "", "");
        snprintf(text, sizeof text, "'need': {%s}", table[i].after);
        after = model_with(text, "", "");
        assert_int_equal(msbi_merge_init(&merge, before, after, &err),
                         MSB_ERR_INVALID);
        assert_string_equal(err.code, "not_comparable");
        assert_string_equal(err.where, "need");
        assert_non_null(strstr(err.message, "\"need\""));
        assert_int_equal(msbi_merge_init(&merge, after, before, NULL),
                         MSB_ERR_INVALID);
        msb_model_unref(before);
        msb_model_unref(after);
        assert_int_equal(msbi_alloc_num_live(), live);
    }
}

static void
sets_with_no_value_in_common_can_be_compared(void **state)
{
    struct msb_model *before = model_with(
        "'s': {'type': 'set', 'values': ['p']}", "", "'s': 'p'");
    struct msb_model *after = model_with("'s': {'type': 'set', 'values': []}",
                                         "", "");
    struct msbi_merge merge;

    (void)state;
    assert_int_equal(msbi_merge_init(&merge, before, after, NULL), MSB_OK);
    assert_int_equal(merge.sides[1]->attributes[1].values.num, 1);
    assert_int_equal(merge.tested.num_rules, 2);
    msbi_merge_release(&merge);
    msb_model_unref(before);
    msb_model_unref(after);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_attributes_are_those_of_either),
        cmocka_unit_test(tests_are_written_for_the_common_values),
        cmocka_unit_test(what_has_nothing_in_common_cannot_be_compared),
        cmocka_unit_test(sets_with_no_value_in_common_can_be_compared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
