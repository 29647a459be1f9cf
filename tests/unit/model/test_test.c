/* SPDX-License-Identifier: MIT */
/*
 * Tests of one attribute: every form of the table in the format, and the one
 * form that each becomes. The expected ranges are written by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"

#include <cmocka.h>

/* A model whose only rule makes one test. */
static char *
with_test(const char *attribute, const char *test)
{
    static const char format[] =
        "\"attributes\": {"
        " \"n\": {\"type\": \"integer\", \"min\": -5, \"max\": 10},"
        " \"e\": {\"type\": \"enum\", \"values\": [\"x\", \"y\", \"z\"]},"
        " \"f\": {\"type\": \"flag\"},"
        " \"s\": {\"type\": \"set\", \"values\": [\"x\", \"y\", \"z\"]}},"
        "\"areas\": [{\"id\": \"a\", \"name\": \"A\"}],"
        "\"responsibility\": [{\"id\": \"r\", \"area\": \"a\","
        " \"when\": {\"%s\": %s}}]";
    size_t size = sizeof format + strlen(attribute) + strlen(test);
    char *members = malloc(size);

    assert_non_null(members);
    snprintf(members, size, format, attribute, test);
    return members;
}

static struct msb_model *
model_of_test(const char *attribute, const char *test)
{
    char *members = with_test(attribute, test);
    struct msb_model *model = good_model(members);

    free(members);
    return model;
}

static const struct msbi_test *
only_test(const struct msb_model *model)
{
    return model->rules[0].when->children[0]->test;
}

static void
every_form_of_a_scalar_becomes_ranges_of_its_domain(void **state)
{
    static const struct {
        const char *attribute, *test, *ranges;
    } cases[] = {
        {"n", "5", "5..5 "},
        {"n", "5.0", "5..5 "},
        {"n", "[9, 1, 2, 9, 5, 3]", "1..3 5..5 9..9 "},
        {"n", "[]", ""},
        {"n", "11", ""},
        {"n", "[-6, -5, 99, 10]", "-5..-5 10..10 "},
        {"n", "{}", "-5..10 "},
        {"n", "{\"comment\": \"x\"}", "-5..10 "},
        {"n", "{\"from\": 3}", "3..10 "},
        {"n", "{\"above\": 3}", "4..10 "},
        {"n", "{\"through\": 3}", "-5..3 "},
        {"n", "{\"below\": 3}", "-5..2 "},
        {"n", "{\"from\": 3, \"above\": 4, \"through\": 9, \"below\": 9}",
         "5..8 "},
        {"n", "{\"from\": 4, \"through\": 3}", ""},
        {"n", "{\"above\": 3, \"below\": 4}", ""},
        {"n", "{\"from\": -100, \"through\": 9007199254740992}", "-5..10 "},
        {"n", "{\"above\": 9007199254740992}", ""},
        {"n", "{\"below\": -5}", ""},
        {"e", "\"y\"", "1..1 "},
        {"e", "[\"z\", \"x\"]", "0..0 2..2 "},
        {"e", "[\"z\", \"y\", \"z\"]", "1..2 "},
        {"e", "[]", ""},
        {"f", "true", "1..1 "},
        {"f", "false", "0..0 "},
        {"age", "{\"from\": 15, \"below\": 30}", "15..29 "},
        {"age", "{\"above\": 129}", "130..130 "},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msb_model *model = model_of_test(cases[i].attribute,
                                                cases[i].test);
        const struct msbi_test *test = only_test(model);
        char found[200] = "";

        for (size_t j = 0; j < test->num_ranges; j++)
            sprintf(found + strlen(found), "%d..%d ", (int)test->ranges[j].low,
                    (int)test->ranges[j].high);
        if (strcmp(found, cases[i].ranges) != 0)
            fail_msg("%s: expected %s, found %s", cases[i].test,
                     cases[i].ranges, found);
        msb_model_unref(model);
    }
}

static void
add_list(char *found, const char *name, bool is_given,
         const struct msbi_indices *list)
{
    if (!is_given)
        return;
    sprintf(found + strlen(found), "%s:", name);
    for (size_t i = 0; i < list->num; i++)
        sprintf(found + strlen(found), "%zu", list->items[i]);
    strcat(found, " ");
}

static void
every_form_of_a_set_keeps_the_lists_that_are_given(void **state)
{
    static const struct {
        const char *test, *lists;
    } cases[] = {
        {"\"y\"", "any:1 "},
        {"[\"z\", \"x\"]", "any:02 "},
        {"[]", "any: "},
        {"{}", ""},
        {"{\"comment\": 1}", ""},
        {"{\"any_of\": []}", "any: "},
        {"{\"all_of\": [\"x\", \"y\"], \"none_of\": [\"z\"]}",
         "all:01 none:2 "},
        {"{\"none_of\": [\"y\"], \"any_of\": [\"x\"], \"all_of\": []}",
         "any:0 all: none:1 "},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msb_model *model = model_of_test("s", cases[i].test);
        const struct msbi_test *test = only_test(model);
        char found[200] = "";

        add_list(found, "any", test->has_any_of, &test->any_of);
        add_list(found, "all", test->has_all_of, &test->all_of);
        add_list(found, "none", test->has_none_of, &test->none_of);
        if (strcmp(found, cases[i].lists) != 0)
            fail_msg("%s: expected %s, found %s", cases[i].test, cases[i].lists,
                     found);
        assert_int_equal(test->num_ranges, 0);
        msb_model_unref(model);
    }
}

static void
a_test_is_kept_as_compact_json(void **state)
{
    struct msb_model *model = model_of_test(
        "n", "{ \"from\" : 1.0,\n \"through\": 3 }");

    (void)state;
    assert_string_equal(only_test(model)->written,
                        "{\"from\":1,\"through\":3}");
    msb_model_unref(model);
}

static void
what_is_no_test_of_the_attribute_is_refused(void **state)
{
    static const struct {
        const char *attribute, *test, *code, *below;
    } cases[] = {
        {"n", "@\"5\"", "wrong_type", ""},
        {"n", "@true", "wrong_type", ""},
        {"n", "@null", "wrong_type", ""},
        {"n", "@2.5", "not_whole", ""},
        {"n", "@1e17", "out_of_range", ""},
        {"n", "[1, @\"2\"]", "wrong_type", "/1"},
        {"n", "{\"from\": @\"2\"}", "wrong_type", "/from"},
        {"n", "{\"below\": @0.5}", "not_whole", "/below"},
        {"n", "{@\"to\": 3}", "unknown_member", "/to"},
        {"n", "{\"from\": 1, @\"from\": 2}", "duplicate_member", "/from"},
        {"e", "@5", "wrong_type", ""},
        {"e", "@{\"any_of\": [\"x\"]}", "wrong_type", ""},
        {"e", "@true", "wrong_type", ""},
        {"e", "[@[\"x\"]]", "wrong_type", "/0"},
        {"f", "@\"true\"", "wrong_type", ""},
        {"f", "@1", "wrong_type", ""},
        {"f", "@[true]", "wrong_type", ""},
        {"s", "@5", "wrong_type", ""},
        {"s", "@\"w\"", "unknown_reference", ""},
        {"s", "{\"all_of\": @\"x\"}", "wrong_type", "/all_of"},
        {"s", "{\"none_of\": [\"x\", @\"w\"]}", "unknown_reference",
         "/none_of/1"},
        {"s", "{@\"one_of\": [\"x\"]}", "unknown_member", "/one_of"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *members = with_test(cases[i].attribute, cases[i].test);
        char pointer[80];
        struct bad_case bad = {members, cases[i].code, pointer};

        snprintf(pointer, sizeof pointer, "/responsibility/0/when/%s%s",
                 cases[i].attribute, cases[i].below);
        assert_all_bad(&bad, 1);
        free(members);
    }
}

static void
a_test_of_a_wrong_declaration_is_not_reported_again(void **state)
{
    static const struct bad_case bad = {
        "\"attributes\": {\"a\": {\"type\": @\"number\"}},"
        "\"target_groups\": [{\"id\": \"g\", \"name\": \"G\", \"when\":"
        " {\"a\": {\"from\": 5}}}]",
        "unknown_value", "/attributes/a/type"};

    (void)state;
    assert_all_bad(&bad, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_a_scalar_becomes_ranges_of_its_domain),
        cmocka_unit_test(every_form_of_a_set_keeps_the_lists_that_are_given),
        cmocka_unit_test(a_test_is_kept_as_compact_json),
        cmocka_unit_test(what_is_no_test_of_the_attribute_is_refused),
        cmocka_unit_test(a_test_of_a_wrong_declaration_is_not_reported_again),
    };

    return cmocka_run_group_tests_name("model test", tests, NULL, NULL);
}
