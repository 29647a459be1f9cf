/* SPDX-License-Identifier: MIT */
/*
 * Conditions: what they become in memory, how deep they may go, and what is
 * wrong in them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"

#include <cmocka.h>

#define ATTRIBUTES                                                             \
    "\"attributes\": {\"benefit\": {\"type\": \"enum\", \"values\":"           \
    " [\"kth\", \"udh\"]}, \"homeless\": {\"type\": \"flag\"}},"               \
    "\"areas\": [{\"id\": \"a\", \"name\": \"A\"}],"

/* The beginning and the end of a model with one rule; between is `when`. */
#define RULE                                                                   \
    ATTRIBUTES "\"responsibility\": [{\"id\": \"r\", \"area\": \"a\","         \
               " \"when\": "
#define END "}]"

static const struct msbi_condition *
child(const struct msbi_condition *condition, size_t index)
{
    assert_true(index < condition->num);
    return condition->children[index];
}

static void
an_empty_object_is_an_all_of_nothing(void **state)
{
    struct msb_model *model = good_model(RULE "{\"comment\": [\"why\"]}" END);
    const struct msbi_condition *when = model->rules[0].when;

    (void)state;
    assert_int_equal(when->kind, MSBI_CONDITION_ALL);
    assert_int_equal(when->num, 0);
    msb_model_unref(model);
}

static void
members_become_children_in_their_order(void **state)
{
    struct msb_model *model = good_model(
        RULE "{\"homeless\": true, \"any\": [{\"age\": 5}, {\"comment\": 1,"
             " \"benefit\": \"udh\"}], \"not\": {\"benefit\": [\"kth\"]},"
             " \"all\": []}" END);
    const struct msbi_condition *when = model->rules[0].when;
    const struct msbi_condition *any, *not ;

    (void)state;
    assert_int_equal(when->kind, MSBI_CONDITION_ALL);
    assert_int_equal(when->num, 4);
    assert_int_equal(child(when, 0)->kind, MSBI_CONDITION_TEST);
    assert_int_equal(child(when, 0)->test->attribute, 2);
    any = child(when, 1);
    assert_int_equal(any->kind, MSBI_CONDITION_ANY);
    assert_int_equal(any->num, 2);
    assert_int_equal(child(any, 1)->kind, MSBI_CONDITION_ALL);
    assert_int_equal(child(any, 1)->num, 1);
    assert_string_equal(child(child(any, 1), 0)->test->written, "\"udh\"");
    not = child(when, 2);
    assert_int_equal(not ->kind, MSBI_CONDITION_NOT);
    assert_int_equal(not ->num, 1);
    assert_int_equal(child(child(not, 0), 0)->test->attribute, 1);
    assert_int_equal(child(when, 3)->kind, MSBI_CONDITION_ALL);
    assert_int_equal(child(when, 3)->num, 0);
    msb_model_unref(model);
}

/* {"not": {"not": … {} … }}, of @levels objects; '@' at the 33rd. */
static char *
nest(int levels)
{
    char *text = malloc(10000);
    size_t length;

    assert_non_null(text);
    length = (size_t)sprintf(text,
                             "%s\"responsibility\": [{\"id\": \"r\","
                             " \"area\": \"a\", \"when\": ",
                             ATTRIBUTES);
    for (int i = 1; i <= levels; i++)
        length += (size_t)sprintf(text + length, "%s%s", i == 33 ? "@" : "",
                                  i < levels ? "{\"not\": " : "{");
    for (int i = 1; i <= levels; i++)
        length += (size_t)sprintf(text + length, "}");
    sprintf(text + length, "}]");
    return text;
}

static void
thirty_two_levels_are_allowed(void **state)
{
    char *members = nest(32);
    struct msb_model *model = good_model(members);

    (void)state;
    msb_model_unref(model);
    free(members);
}

static void
the_thirty_third_level_is_refused_where_it_begins(void **state)
{
    char pointer[400] = "/responsibility/0/when";
    char *members[] = {nest(33), nest(40)};

    (void)state;
    for (int i = 0; i < 32; i++)
        strcat(pointer, "/not");
    for (size_t i = 0; i < 2; i++) {
        struct bad_case bad = {members[i], "depth", pointer};

        assert_all_bad(&bad, 1);
        free(members[i]);
    }
}

static void
each_mistake_in_a_condition_has_its_code_and_its_place(void **state)
{
    static const struct bad_case cases[] = {
        {"@true", "wrong_type", "/responsibility/0/when"},
        {"@[]", "wrong_type", "/responsibility/0/when"},
        {"{\"all\": @{}}", "wrong_type", "/responsibility/0/when/all"},
        {"{\"any\": [{}, @5]}", "wrong_type", "/responsibility/0/when/any/1"},
        {"{\"not\": @[{}]}", "wrong_type", "/responsibility/0/when/not"},
        {"{\"not\": {\"any\": [{\"all\":\n [{@\"agee\": 5}]}]}}",
         "unknown_reference", "/responsibility/0/when/not/any/0/all/0/agee"},
        {"{@\"birth_date\": \"2000-01-01\"}", "unknown_reference",
         "/responsibility/0/when/birth_date"},
        {"{\"benefit\": @\"xyz\"}", "unknown_reference",
         "/responsibility/0/when/benefit"},
        {"{\"benefit\": [\"kth\", @\"xyz\"]}", "unknown_reference",
         "/responsibility/0/when/benefit/1"},
        {"{\"target_group\": @\"youth\"}", "unknown_reference",
         "/responsibility/0/when/target_group"},
        {"{\"services\": [@\"treatment\"]}", "unknown_reference",
         "/responsibility/0/when/services/0"},
        {"{\"age\": 5, @\"age\": 6}", "duplicate_member",
         "/responsibility/0/when/age"},
    };
    static const struct bad_case in_groups[] = {
        {"\"target_groups\": [{\"id\": \"g\", \"name\": \"G\", \"when\":"
         " {@\"target_group\": \"g\"}}]",
         "not_usable_here", "/target_groups/0/when/target_group"},
        {"\"target_groups\": [{\"id\": \"g\", \"name\": \"G\", \"when\":"
         " {\"not\": {@\"services\": []}}}]",
         "not_usable_here", "/target_groups/0/when/not/services"},
    };

    (void)state;
    assert_all_bad_between(RULE, END, cases, sizeof cases / sizeof cases[0]);
    assert_all_bad(in_groups, sizeof in_groups / sizeof in_groups[0]);
}

static void
rules_and_entries_may_ask_for_groups_and_services(void **state)
{
    static const char *const members[] = {
        ATTRIBUTES
        "\"target_groups\": [{\"id\": \"g\", \"name\": \"G\", \"when\": {}}],"
        "\"services\": [{\"id\": \"s\", \"name\": \"S\", \"delivered_by\":"
        " [{\"when\": {\"target_group\": \"g\", \"services\": [\"s\"]},"
        " \"by\": \"a\"}]}],"
        "\"responsibility\": [{\"id\": \"r\", \"area\": \"a\", \"when\":"
        " {\"target_group\": [\"g\"], \"services\": {\"all_of\": [\"s\"]}}}]",
    };

    (void)state;
    assert_all_good(members, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_object_is_an_all_of_nothing),
        cmocka_unit_test(members_become_children_in_their_order),
        cmocka_unit_test(thirty_two_levels_are_allowed),
        cmocka_unit_test(the_thirty_third_level_is_refused_where_it_begins),
        cmocka_unit_test(
            each_mistake_in_a_condition_has_its_code_and_its_place),
        cmocka_unit_test(rules_and_entries_may_ask_for_groups_and_services),
    };

    return cmocka_run_group_tests_name("model condition", tests, NULL, NULL);
}
