/* SPDX-License-Identifier: MIT */
/* The access policy: who may read more than responsibility gives. */
#include <setjmp.h>
#include <stdarg.h>

#include "cases.h"

#include <cmocka.h>

#define PLACES                                                                 \
    "\"areas\": [{\"id\": \"a\", \"name\": \"A\"},"                            \
    " {\"id\": \"b\", \"name\": \"B\"}],"                                      \
    "\"staffs\": [{\"id\": \"s\", \"name\": \"S\"}],"                          \
    "\"units\": [{\"id\": \"u\", \"name\": \"U\", \"parent\": \"a\"},"         \
    " {\"id\": \"w\", \"name\": \"W\", \"parent\": \"b\"}],"
#define ACCESS PLACES "\"access\": ["
#define END "]"

static void
an_entry_says_who_may_read_what_and_for_which_purposes(void **state)
{
    struct msb_model *model = good_model(
        ACCESS
        "{\"id\": \"all\", \"who\": {}, \"may\": \"contacts\","
        " \"purposes\": [\"casework\"]},"
        "{\"id\": \"u_only\", \"who\": {\"role\": \"leader\", \"area\": \"a\","
        " \"unit\": \"u\", \"comment\": 1}, \"may\": \"whole\","
        " \"when\": {\"age\": {\"below\": 18}},"
        " \"purposes\": [\"casework\", \"emergency_care\"],"
        " \"because\": \"B\", \"law\": \"L\", \"source\": \"S\"},"
        "{\"id\": \"w_only\", \"who\": {\"role\": \"caseworker\","
        " \"unit\": \"w\"}, \"may\": \"courses\", \"purposes\": [\"p\"]}" END);
    const struct msbi_access *access = model->access;

    (void)state;
    assert_int_equal(msb_model_num_parts(model, MSB_PART_ACCESS), 3);
    assert_int_equal(access[0].role, MSBI_ACCESS_ANYBODY);
    assert_int_equal(access[0].area, MSB_NONE);
    assert_int_equal(access[0].unit, MSB_NONE);
    assert_int_equal(access[0].view, MSBI_ACCESS_CONTACTS);
    assert_null(access[0].when);
    assert_int_equal(access[1].role, MSBI_ACCESS_LEADER);
    assert_int_equal(access[1].area, 0);
    assert_int_equal(access[1].unit, 0);
    assert_int_equal(access[1].view, MSBI_ACCESS_WHOLE);
    assert_int_equal(access[1].when->num, 1);
    assert_int_equal(access[1].purposes.num, 2);
    assert_string_equal(access[1].purposes.items[1], "emergency_care");
    assert_string_equal(msbi_texts_get(&access[1].law, NULL), "L");
    assert_string_equal(msbi_texts_get(&access[1].source, NULL), "S");
    assert_int_equal(access[2].role, MSBI_ACCESS_CASEWORKER);
    assert_int_equal(access[2].unit, 1);
    assert_int_equal(access[2].view, MSBI_ACCESS_COURSES);
    msb_model_unref(model);
}

static void
an_entry_is_a_part_with_a_name_and_a_law(void **state)
{
    struct msb_model *model = good_model(
        ACCESS "{\"id\": \"x\", \"who\": {}, \"may\": \"whole\","
               " \"purposes\": [\"p\"], \"because\": \"B\"},"
               "{\"id\": \"y\", \"who\": {}, \"may\": \"whole\","
               " \"purposes\": [\"p\"], \"law\": \"L\"}" END);

    (void)state;
    assert_string_equal(
        msb_model_get_part_name(model, MSB_PART_ACCESS, 0, NULL), "B");
    assert_string_equal(
        msb_model_get_part_name(model, MSB_PART_ACCESS, 1, NULL), "y");
    assert_int_equal(msb_model_find_part(model, MSB_PART_ACCESS, "y"), 1);
    assert_false(msb_model_has_access_law(model, 0));
    assert_true(msb_model_has_access_law(model, 1));
    assert_false(msb_model_has_access_law(model, 2));
    msb_model_unref(model);
}

static void
a_model_without_a_policy_opens_nothing(void **state)
{
    static const char *const members[] = {"\"access\": []", ""};

    (void)state;
    assert_all_good(members, 2);
}

#define WHO "{\"id\": \"x\", \"who\": "
#define ALL "{}, "
#define REST ", \"may\": \"whole\", \"purposes\": [\"p\"]}"

static void
a_wrong_entry_is_reported_where_it_stands(void **state)
{
    static const struct bad_case cases[] = {
        {"@1", "wrong_type", "/access/0"},
        {WHO "{@\"x\": 1}" REST, "unknown_member", "/access/0/who/x"},
        {WHO "@1" REST, "wrong_type", "/access/0/who"},
        {WHO "{\"role\": @\"analyst\"}" REST, "unknown_value",
         "/access/0/who/role"},
        {WHO "{\"role\": @\"system\"}" REST, "unknown_value",
         "/access/0/who/role"},
        {WHO "{\"area\": @\"c\"}" REST, "unknown_reference",
         "/access/0/who/area"},
        {WHO "{\"area\": @\"u\"}" REST, "unknown_reference",
         "/access/0/who/area"},
        {WHO "{\"unit\": @\"a\"}" REST, "unknown_reference",
         "/access/0/who/unit"},
        {WHO "{\"unit\": @\"s\"}" REST, "unknown_reference",
         "/access/0/who/unit"},
        {WHO "{\"area\": \"b\", \"unit\": @\"u\"}" REST, "unit_elsewhere",
         "/access/0/who/unit"},
        {WHO ALL "\"may\": @\"write\", \"purposes\": [\"p\"]}", "unknown_value",
         "/access/0/may"},
        {WHO ALL "\"may\": \"whole\", \"purposes\": @[]}", "no_purpose",
         "/access/0/purposes"},
        {WHO ALL "\"may\": \"whole\", \"purposes\": [@\"A b\"]}",
         "bad_identifier", "/access/0/purposes/0"},
        {WHO ALL "\"may\": \"whole\", \"purposes\": @\"p\"}", "wrong_type",
         "/access/0/purposes"},
        {WHO ALL "\"when\": {@\"colour\": 1}" REST, "unknown_reference",
         "/access/0/when/colour"},
        {"@{\"id\": \"x\", \"who\": {}, \"purposes\": [\"p\"]}",
         "missing_member", "/access/0"},
        {"@{\"id\": \"x\", \"who\": {}, \"may\": \"whole\"}", "missing_member",
         "/access/0"},
        {"@{\"id\": \"x\", \"may\": \"whole\", \"purposes\": [\"p\"]}",
         "missing_member", "/access/0"},
        {WHO "{}" REST ", {\"id\": @\"x\", \"who\": {}" REST, "duplicate_id",
         "/access/1/id"},
    };

    (void)state;
    assert_all_bad_between(ACCESS, END, cases, sizeof cases / sizeof cases[0]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            an_entry_says_who_may_read_what_and_for_which_purposes),
        cmocka_unit_test(an_entry_is_a_part_with_a_name_and_a_law),
        cmocka_unit_test(a_model_without_a_policy_opens_nothing),
        cmocka_unit_test(a_wrong_entry_is_reported_where_it_stands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
