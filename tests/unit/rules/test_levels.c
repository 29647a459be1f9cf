/* SPDX-License-Identifier: MIT */
/* Which levels there are, in which order, and how many there may be. */
#include "rules/levels.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/short.h"

static const char members[] =
    "'attributes': {"
    "'needs': {'type': 'set', 'values': ['p', 'q', 'r', 't', 'u']}, "
    "'unused': {'type': 'integer', 'min': 0, 'max': 9}, "
    "'place': {'type': 'enum', 'values': ['n', 'e', 's']}, "
    "'whole': {'type': 'enum', 'values': ['n', 'e', 's']}, "
    "'flag': {'type': 'flag'}, "
    "'other': {'type': 'set', 'values': ['p', 'q']}}, "
    "'target_groups': [{'id': 'g', 'name': 'G', 'when': {'needs': 't'}}], "
    "'areas': [{'id': 'a', 'name': 'A'}], "
    "'services': [{'id': 's1', 'name': 'S', 'delivered_by': "
    "[{'when': {'needs': 'p', 'services': 's2', 'flag': true}, 'by': 'a'}]}, "
    "{'id': 's2', 'name': 'S', 'delivered_by': 'a'}], "
    "'responsibility': ["
    "{'id': 'x', 'area': 'a', 'when': {'any': [{'other': 'q'}, "
    "{'needs': ['r', 't']}], 'place': ['n', 's'], 'target_group': 'g'}}, "
    "{'id': 'y', 'area': 'a', 'when': {'not': {'needs': {'all_of': ['p']}}, "
    "'age': {'from': 18}, 'whole': ['n', 'e', 's']}}]";

static void
scalars_come_first_and_set_values_as_they_are_named(void **state)
{
    static const struct {
        const char *attribute, *value; /* NULL: a scalar */
        uint32_t num_classes;
    } expected[] = {
        {"age", NULL, 2},  {"place", NULL, 2},    {"flag", NULL, 2},
        {"needs", "t", 2}, {"other", "q", 2},     {"needs", "r", 2},
        {"needs", "p", 2}, {"services", "s2", 2},
    };
    struct msb_model *model = model_of(members);
    struct msbi_levels levels;

    (void)state;
    assert_int_equal(msbi_levels_build(model, &levels, NULL), MSB_OK);
    assert_int_equal(levels.num, sizeof expected / sizeof expected[0]);
    for (uint32_t i = 0; i < levels.num; i++) {
        const struct msbi_level *level = &levels.items[i];
        const struct msbi_attribute *attribute =
            &model->attributes[level->attribute];

        assert_string_equal(attribute->name, expected[i].attribute);
        assert_int_equal(level->is_set, expected[i].value != NULL);
        assert_int_equal(level->num_classes, expected[i].num_classes);
        if (!level->is_set) {
            assert_int_equal(levels.classifiers[level->attribute].level, i);
            continue;
        }
        assert_string_equal(attribute->values.items[level->value],
                            expected[i].value);
        assert_int_equal(levels.value_levels[level->attribute][level->value],
                         i);
    }
    msbi_levels_release(&levels);
    msb_model_unref(model);
}

static void
what_no_condition_tells_apart_has_no_level(void **state)
{
    static const char *const scalars[] = {"unused", "whole", "target_group"};
    struct msb_model *model = model_of(members);
    struct msbi_levels levels;
    size_t needs = msb_model_find_part(model, MSB_PART_ATTRIBUTE, "needs");

    (void)state;
    assert_int_equal(msbi_levels_build(model, &levels, NULL), MSB_OK);
    for (size_t i = 0; i < sizeof scalars / sizeof scalars[0]; i++) {
        size_t index = msb_model_find_part(model, MSB_PART_ATTRIBUTE,
                                           scalars[i]);

        if (i == 2)
            index = model->target_group_attribute;
        assert_int_equal(levels.classifiers[index].level, MSBI_NO_LEVEL);
    }
    assert_int_equal(levels.value_levels[needs][1], MSBI_NO_LEVEL);
    assert_int_equal(levels.value_levels[needs][4], MSBI_NO_LEVEL);
    assert_int_equal(levels.value_levels[model->services_attribute][0],
                     MSBI_NO_LEVEL);
    msbi_levels_release(&levels);
    msb_model_unref(model);
}

struct log {
    char text[256];
};

static enum msb_status
note_test(void *user, const struct msbi_test *test)
{
    struct log *log = user;
    size_t length = strlen(log->text);

    snprintf(log->text + length, sizeof log->text - length, "%s ",
             test->written);
    return strcmp(test->written, "29") == 0 ? MSB_ERR_LIMIT : MSB_OK;
}

static void
tests_are_visited_in_the_order_of_the_text_until_one_fails(void **state)
{
    struct msb_model *model = model_of(
        "'areas': [{'id': 'a', 'name': 'A'}], 'responsibility': ["
        "{'id': 'r', 'area': 'a', 'when': {'any': [{'age': 5}, "
        "{'not': {'age': 3}}], 'age': 7, 'all': [{'age': 1}]}}, "
        "{'id': 's', 'area': 'a', 'when': {}}, "
        "{'id': 't', 'area': 'a', 'when': {'age': 29}}, "
        "{'id': 'u', 'area': 'a', 'when': {'age': 30}}]");
    struct log log = {""};

    (void)state;
    assert_int_equal(msbi_condition_each_test(NULL, note_test, &log), MSB_OK);
    assert_int_equal(msbi_model_each_test(model, note_test, &log),
                     MSB_ERR_LIMIT);
    assert_string_equal(log.text, "5 3 7 1 29 ");
    msb_model_unref(model);
}

/* A set of @num values, all of them tested. */
static struct msb_model *
make_wide(int num)
{
    struct msb_model *model;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    fprintf(out, "'areas': [{'id': 'a', 'name': 'A'}], 'attributes': "
                 "{'s': {'type': 'set', 'values': [");
    for (int i = 0; i < num; i++)
        fprintf(out, "%s'v%d'", i == 0 ? "" : ", ", i);
    fprintf(out, "]}}, 'responsibility': [{'id': 'r', 'area': 'a', 'when': "
                 "{'s': [");
    for (int i = 0; i < num; i++)
        fprintf(out, "%s'v%d'", i == 0 ? "" : ", ", i);
    fprintf(out, "]}}]");
    assert_int_equal(fclose(out), 0);
    model = model_of(text);
    free(text);
    return model;
}

static void
more_levels_than_the_most_end_with_limit(void **state)
{
    size_t live = msbi_alloc_num_live();
    struct msb_model *model = make_wide(MSBI_MAX_LEVELS);
    struct msb_rules *rules = NULL;
    struct msb_error err = {0};

    (void)state;
    assert_int_equal(msb_rules_compile(model, &rules, NULL), MSB_OK);
    assert_int_equal(msb_rules_num_nodes(rules), 2 * MSBI_MAX_LEVELS);
    msb_rules_unref(rules);
    msb_model_unref(model);
    model = make_wide(MSBI_MAX_LEVELS + 1);
    assert_int_equal(msb_rules_compile(model, &rules, &err), MSB_ERR_LIMIT);
    assert_string_equal(err.code, "limit");
    assert_null(rules);
    msb_model_unref(model);
    assert_int_equal(msbi_alloc_num_live(), live);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalars_come_first_and_set_values_as_they_are_named),
        cmocka_unit_test(what_no_condition_tells_apart_has_no_level),
        cmocka_unit_test(
            tests_are_visited_in_the_order_of_the_text_until_one_fails),
        cmocka_unit_test(more_levels_than_the_most_end_with_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
