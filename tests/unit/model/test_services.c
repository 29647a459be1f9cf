/* SPDX-License-Identifier: MIT */
/*
 * Services with who delivers them, and responsibility rules.
 */
#include <setjmp.h>
#include <stdarg.h>

#include "cases.h"

#include <cmocka.h>

#define PLACES                                                                 \
    "\"areas\": [{\"id\": \"a\", \"name\": \"A\"}],"                           \
    "\"staffs\": [{\"id\": \"s\", \"name\": \"S\"}],"                          \
    "\"units\": [{\"id\": \"u\", \"name\": \"U\", \"parent\": \"a\"},"         \
    " {\"id\": \"v\", \"name\": \"V\", \"parent\": \"s\"},"                    \
    " {\"id\": \"w\", \"name\": \"W\"}],"

/* The beginning and the end of a model with one service; between is who
   delivers it. */
#define SERVICE                                                                \
    PLACES "\"services\": [{\"id\": \"x\", \"name\": \"X\","                   \
           " \"delivered_by\": "
#define END "}]"

static void
an_entry_names_an_area_or_a_unit_and_the_area_above(void **state)
{
    struct msb_model *model = good_model(
        PLACES "\"services\": ["
               "{\"id\": \"x\", \"name\": \"X\", \"delivered_by\": \"a\"},"
               "{\"id\": \"y\", \"name\": \"Y\", \"law\": \"SEL 101\","
               " \"delivered_by\": \"u\"},"
               "{\"id\": \"z\", \"name\": \"Z\", \"delivered_by\": ["
               " {\"when\": {\"age\": 5}, \"by\": \"u\", \"comment\": 1},"
               " {\"when\": {}, \"by\": \"a\"}]},"
               "{\"id\": \"nobody\", \"name\": \"N\"},"
               "{\"id\": \"none\", \"name\": \"N\", \"delivered_by\": []}]");
    const struct msbi_service *services = model->services;

    (void)state;
    assert_int_equal(services[0].num_entries, 1);
    assert_null(services[0].entries[0].when);
    assert_int_equal(services[0].entries[0].area, 0);
    assert_int_equal(services[0].entries[0].unit, MSB_NONE);
    assert_int_equal(services[1].entries[0].area, 0);
    assert_int_equal(services[1].entries[0].unit, 0);
    assert_string_equal(msbi_texts_get(&services[1].law, NULL), "SEL 101");
    assert_int_equal(services[2].num_entries, 2);
    assert_int_equal(services[2].entries[0].when->num, 1);
    assert_int_equal(services[2].entries[1].when->num, 0);
    assert_int_equal(services[3].num_entries, 0);
    assert_int_equal(services[4].num_entries, 0);
    msb_model_unref(model);
}

static void
a_service_may_make_its_deliverer_the_contact_of_a_household(void **state)
{
    struct msb_model *model = good_model(
        PLACES "\"services\": ["
               "{\"id\": \"x\", \"name\": \"X\", \"delivered_by\": \"u\","
               " \"contact_of\": \"household\"},"
               "{\"id\": \"y\", \"name\": \"Y\", \"delivered_by\": \"u\"}]");

    (void)state;
    assert_true(msb_model_is_household_contact(model, 0));
    assert_false(msb_model_is_household_contact(model, 1));
    assert_false(msb_model_is_household_contact(model, 2));
    msb_model_unref(model);
}

static void
a_rule_keeps_its_area_and_its_reasons(void **state)
{
    struct msb_model *model = good_model(
        PLACES "\"responsibility\": [{\"id\": \"r\", \"when\": {}, \"area\":"
               " \"a\", \"because\": {\"da\": \"fordi\", \"en\": \"because\"},"
               " \"law\": \"SEL\", \"source\": \"S1\"}]");
    const struct msbi_rule *rule = &model->rules[0];

    (void)state;
    assert_int_equal(rule->area, 0);
    assert_string_equal(msbi_texts_get(&rule->because, "en"), "because");
    assert_string_equal(msbi_texts_get(&rule->because, "de"), "fordi");
    assert_string_equal(msbi_texts_get(&rule->law, "da"), "SEL");
    assert_string_equal(msbi_texts_get(&rule->source, NULL), "S1");
    msb_model_unref(model);
}

static void
each_mistake_in_a_service_has_its_code_and_its_place(void **state)
{
    static const struct bad_case cases[] = {
        {"\"services\": @1", "wrong_type", "/services"},
        {"\"services\": [@\"x\"]", "wrong_type", "/services/0"},
        {"\"services\": [@{\"id\": \"x\"}]", "missing_member", "/services/0"},
        {"\"services\": [{\"id\": \"x\", \"name\": \"X\"},"
         " {\"id\": @\"x\", \"name\": \"X\"}]",
         "duplicate_id", "/services/1/id"},
        {"\"services\": [{\"id\": \"x\", \"name\": \"X\", @\"by\": \"a\"}]",
         "unknown_member", "/services/0/by"},
        {"\"services\": [{\"id\": \"x\", \"name\": \"X\","
         " \"contact_of\": @\"citizen\"}]",
         "unknown_value", "/services/0/contact_of"},
        {"\"services\": [{\"id\": \"x\", \"name\": \"X\","
         " \"contact_of\": @true}]",
         "wrong_type", "/services/0/contact_of"},
    };
    static const struct bad_case deliverers[] = {
        {"@{}", "wrong_type", "/services/0/delivered_by"},
        {"@\"b\"", "unknown_reference", "/services/0/delivered_by"},
        {"@\"s\"", "no_area", "/services/0/delivered_by"},
        {"@\"v\"", "no_area", "/services/0/delivered_by"},
        {"@\"w\"", "no_area", "/services/0/delivered_by"},
        {"[@\"a\"]", "wrong_type", "/services/0/delivered_by/0"},
        {"[@{\"by\": \"a\"}]", "missing_member", "/services/0/delivered_by/0"},
        {"[@{\"when\": {}}]", "missing_member", "/services/0/delivered_by/0"},
        {"[{\"when\": {}, \"by\": @[\"a\"]}]", "wrong_type",
         "/services/0/delivered_by/0/by"},
        {"[{\"when\": {}, \"by\": @\"v\"}]", "no_area",
         "/services/0/delivered_by/0/by"},
        {"[{\"when\": @1, \"by\": \"a\"}]", "wrong_type",
         "/services/0/delivered_by/0/when"},
    };

    (void)state;
    assert_all_bad(cases, sizeof cases / sizeof cases[0]);
    assert_all_bad_between(SERVICE, END, deliverers,
                           sizeof deliverers / sizeof deliverers[0]);
}

static void
each_mistake_in_a_rule_has_its_code_and_its_place(void **state)
{
    static const struct bad_case cases[] = {
        {"\"responsibility\": @{}", "wrong_type", "/responsibility"},
        {"\"responsibility\": [@{\"when\": {}, \"area\": \"a\"}],"
         "\"areas\": [{\"id\": \"a\", \"name\": \"A\"}]",
         "missing_member", "/responsibility/0"},
        {PLACES "\"responsibility\": [@{\"id\": \"r\", \"area\": \"a\"}]",
         "missing_member", "/responsibility/0"},
        {PLACES "\"responsibility\": [@{\"id\": \"r\", \"when\": {}}]",
         "missing_member", "/responsibility/0"},
        {PLACES "\"responsibility\": [{\"id\": \"r\", \"when\": {}, \"area\":"
                " @\"u\"}]",
         "unknown_reference", "/responsibility/0/area"},
        {PLACES "\"responsibility\": [{\"id\": \"r\", \"when\": {}, \"area\":"
                " @null}]",
         "wrong_type", "/responsibility/0/area"},
        {PLACES "\"responsibility\": [{\"id\": \"r\", \"when\": {}, \"area\":"
                " \"a\", \"because\": @[]}]",
         "wrong_type", "/responsibility/0/because"},
        {PLACES "\"responsibility\": [{\"id\": \"r\", \"when\": {}, \"area\":"
                " \"a\"}, {\"id\": @\"r\", \"when\": {}, \"area\": \"a\"}]",
         "duplicate_id", "/responsibility/1/id"},
    };

    (void)state;
    assert_all_bad(cases, sizeof cases / sizeof cases[0]);
}

static void
a_deliverer_in_a_circle_is_reported_only_as_the_circle(void **state)
{
    static const struct bad_case bad = {
        "\"units\": [{\"id\": \"u\", \"name\": \"U\", \"parent\": @\"v\"},"
        " {\"id\": \"v\", \"name\": \"V\", \"parent\": \"u\"},"
        " {\"id\": \"w\", \"name\": \"W\", \"parent\": \"v\"}],"
        "\"services\": [{\"id\": \"x\", \"name\": \"X\","
        " \"delivered_by\": \"u\"}, {\"id\": \"y\", \"name\": \"Y\","
        " \"delivered_by\": \"w\"}]",
        "cycle", "/units/0/parent"};

    (void)state;
    assert_all_bad(&bad, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_names_an_area_or_a_unit_and_the_area_above),
        cmocka_unit_test(
            a_service_may_make_its_deliverer_the_contact_of_a_household),
        cmocka_unit_test(a_rule_keeps_its_area_and_its_reasons),
        cmocka_unit_test(each_mistake_in_a_service_has_its_code_and_its_place),
        cmocka_unit_test(each_mistake_in_a_rule_has_its_code_and_its_place),
        cmocka_unit_test(
            a_deliverer_in_a_circle_is_reported_only_as_the_circle),
    };

    return cmocka_run_group_tests_name("model services", tests, NULL, NULL);
}
