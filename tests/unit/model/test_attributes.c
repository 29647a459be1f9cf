/* SPDX-License-Identifier: MIT */
/*
 * Declarations of attributes, and the attributes that are built in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include "cases.h"

#include <cmocka.h>

static void
declared_attributes_stand_between_the_built_in_ones(void **state)
{
    struct msb_model *model = good_model(
        "\"attributes\": {\"comment\": 1,"
        " \"children\": {\"type\": \"integer\", \"min\": -2147483647,"
        "  \"max\": 2147483647, \"label\": {\"da\": \"B\xc3\xb8rn\"}},"
        " \"benefit\": {\"type\": \"enum\", \"values\": [\"kth\", \"udh\"]},"
        " \"homeless\": {\"type\": \"flag\", \"sensitive\": true},"
        " \"needs\": {\"type\": \"set\", \"values\": [], \"law\": \"SEL\"}},"
        "\"services\": [{\"id\": \"b\", \"name\": \"B\"},"
        " {\"id\": \"a\", \"name\": \"A\"}],"
        "\"target_groups\": [{\"id\": \"all\", \"name\": \"Everybody\","
        " \"when\": {}}]");
    static const char *const names[] = {"age",         "children", "benefit",
                                        "homeless",    "needs",    "services",
                                        "target_group"};

    (void)state;
    assert_int_equal(model->num_attributes, 7);
    for (size_t i = 0; i < 7; i++) {
        assert_string_equal(model->attributes[i].name, names[i]);
        assert_int_equal(
            msbi_model_find_attribute(model, names[i], strlen(names[i])), i);
    }
    assert_int_equal(model->attributes[MSBI_AGE].max, 130);
    assert_int_equal(model->attributes[1].min, -2147483647);
    assert_int_equal(model->attributes[1].max, 2147483647);
    assert_int_equal(model->attributes[2].max, 1);
    assert_int_equal(model->attributes[3].max, 1);
    assert_true(model->attributes[3].sensitive);
    assert_false(model->attributes[2].sensitive);
    assert_int_equal(model->attributes[4].type, MSB_ATTRIBUTE_SET);
    assert_int_equal(model->attributes[4].values.num, 0);
    assert_int_equal(model->services_attribute, 5);
    assert_string_equal(model->attributes[5].values.items[0], "b");
    assert_int_equal(msbi_attribute_find_value(&model->attributes[5], "a", 1),
                     1);
    assert_int_equal(model->target_group_attribute, 6);
    assert_int_equal(model->attributes[6].type, MSB_ATTRIBUTE_ENUM);
    assert_int_equal(model->attributes[6].max, 0);
    msb_model_unref(model);
}

static void
a_name_is_found_by_its_length_not_by_its_start(void **state)
{
    struct msb_model *model = good_model("");

    (void)state;
    assert_int_equal(msbi_model_find_attribute(model, "ages", 3), MSBI_AGE);
    assert_int_equal(msbi_model_find_attribute(model, "ages", 4), MSB_NONE);
    assert_int_equal(msbi_model_find_attribute(model, "age", 2), MSB_NONE);
    assert_int_equal(msbi_model_find_attribute(model, "", 0), MSB_NONE);
    msb_model_unref(model);
}

static void
names_with_a_meaning_of_their_own_are_refused(void **state)
{
    static const struct bad_case cases[] = {
        {"\"attributes\": {@\"age\": {\"type\": \"flag\"}}", "reserved_name",
         "/attributes/age"},
        {"\"attributes\": {@\"target_group\": {\"type\": \"flag\"}}",
         "reserved_name", "/attributes/target_group"},
        {"\"attributes\": {@\"services\": {\"type\": \"flag\"}}",
         "reserved_name", "/attributes/services"},
        {"\"attributes\": {@\"all\": {\"type\": \"flag\"}}", "reserved_name",
         "/attributes/all"},
        {"\"attributes\": {@\"any\": {\"type\": \"flag\"}}", "reserved_name",
         "/attributes/any"},
        {"\"attributes\": {@\"not\": {\"type\": \"flag\"}}", "reserved_name",
         "/attributes/not"},
        {"\"attributes\": {@\"id\": {\"type\": \"flag\"}}", "reserved_name",
         "/attributes/id"},
        {"\"attributes\": {@\"birth_date\": {\"type\": \"flag\"}}",
         "reserved_name", "/attributes/birth_date"},
    };

    (void)state;
    assert_all_bad(cases, sizeof cases / sizeof cases[0]);
}

static void
each_mistake_in_a_declaration_has_its_code_and_its_place(void **state)
{
    static const struct bad_case cases[] = {
        {"\"attributes\": @[]", "wrong_type", "/attributes"},
        {"\"attributes\": {@\"A\": {\"type\": \"flag\"}}", "bad_identifier",
         "/attributes/A"},
        {"\"attributes\": {@\"a234567890123456789012345678901234567890123456"
         "789012345678901234\": {\"type\": \"flag\"}}",
         "bad_identifier",
         "/attributes/a234567890123456789012345678901234567890123456"
         "789012345678901234"},
        {"\"attributes\": {\"a\": @\"flag\"}", "wrong_type", "/attributes/a"},
        {"\"attributes\": {\"a\": @{}}", "missing_member", "/attributes/a"},
        {"\"attributes\": {\"a\": {\"type\": @\"bool\"}}", "unknown_value",
         "/attributes/a/type"},
        {"\"attributes\": {\"a\": {\"type\": @7}}", "wrong_type",
         "/attributes/a/type"},
        {"\"attributes\": {\"a\": {\"type\": \"flag\", @\"min\": 0}}",
         "unknown_member", "/attributes/a/min"},
        {"\"attributes\": {\"a\": {\"type\": \"enum\", \"values\": [\"x\"],"
         " @\"max\": 0}}",
         "unknown_member", "/attributes/a/max"},
        {"\"attributes\": {\"a\": @{\"type\": \"integer\", \"min\": 0}}",
         "missing_member", "/attributes/a"},
        {"\"attributes\": {\"a\": @{\"type\": \"integer\", \"max\": 0}}",
         "missing_member", "/attributes/a"},
        {"\"attributes\": {\"a\": {\"type\": \"integer\", \"min\": 1,"
         " \"max\": @0}}",
         "empty_domain", "/attributes/a/max"},
        {"\"attributes\": {\"a\": {\"type\": \"integer\", \"min\":"
         " @-2147483648, \"max\": 0}}",
         "out_of_range", "/attributes/a/min"},
        {"\"attributes\": {\"a\": {\"type\": \"integer\", \"min\": 0,"
         " \"max\": @2147483648}}",
         "out_of_range", "/attributes/a/max"},
        {"\"attributes\": {\"a\": {\"type\": \"integer\", \"min\": 0,"
         " \"max\": @1e999}}",
         "out_of_range", "/attributes/a/max"},
        {"\"attributes\": {\"a\": {\"type\": \"integer\", \"min\": 0,"
         " \"max\": @0.5}}",
         "not_whole", "/attributes/a/max"},
        {"\"attributes\": {\"a\": {\"type\": \"integer\", \"min\": @\"0\","
         " \"max\": 5}}",
         "wrong_type", "/attributes/a/min"},
    };

    (void)state;
    assert_all_bad(cases, sizeof cases / sizeof cases[0]);
}

static void
each_mistake_in_a_list_of_values_has_its_code_and_its_place(void **state)
{
    static const struct bad_case cases[] = {
        {"\"attributes\": {\"a\": @{\"type\": \"enum\"}}", "missing_member",
         "/attributes/a"},
        {"\"attributes\": {\"a\": @{\"type\": \"set\"}}", "missing_member",
         "/attributes/a"},
        {"\"attributes\": {\"a\": {\"type\": \"enum\", \"values\": @[]}}",
         "empty_domain", "/attributes/a/values"},
        {"\"attributes\": {\"a\": {\"type\": \"enum\", \"values\": @{}}}",
         "wrong_type", "/attributes/a/values"},
        {"\"attributes\": {\"a\": {\"type\": \"enum\", \"values\":"
         " [\"x\", @\"X\"]}}",
         "bad_identifier", "/attributes/a/values/1"},
        {"\"attributes\": {\"a\": {\"type\": \"set\", \"values\": [@1]}}",
         "wrong_type", "/attributes/a/values/0"},
        {"\"attributes\": {\"a\": {\"type\": \"set\", \"values\":"
         " [\"x\", \"y\", @\"x\"]}}",
         "duplicate_value", "/attributes/a/values/2"},
        {"\"attributes\": {\"a\": {\"type\": \"flag\", \"label\": @\"\"}}",
         "empty_text", "/attributes/a/label"},
        {"\"attributes\": {\"a\": {\"type\": \"flag\", \"law\": @5}}",
         "wrong_type", "/attributes/a/law"},
        {"\"attributes\": {\"a\": {\"type\": \"flag\", \"sensitive\": @1}}",
         "wrong_type", "/attributes/a/sensitive"},
        {"\"attributes\": {\"a\": {\"type\": \"flag\"},"
         " @\"a\": {\"type\": \"flag\"}}",
         "duplicate_member", "/attributes/a"},
    };

    (void)state;
    assert_all_bad(cases, sizeof cases / sizeof cases[0]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(declared_attributes_stand_between_the_built_in_ones),
        cmocka_unit_test(a_name_is_found_by_its_length_not_by_its_start),
        cmocka_unit_test(names_with_a_meaning_of_their_own_are_refused),
        cmocka_unit_test(
            each_mistake_in_a_declaration_has_its_code_and_its_place),
        cmocka_unit_test(
            each_mistake_in_a_list_of_values_has_its_code_and_its_place),
    };

    return cmocka_run_group_tests_name("model attributes", tests, NULL, NULL);
}
