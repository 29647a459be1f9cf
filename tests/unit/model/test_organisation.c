/* SPDX-License-Identifier: MIT */
/*
 * Target groups, areas, staffs and units, and the one name space of the last
 * three.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"

#include <cmocka.h>

static void
areas_and_staffs_are_kept_as_they_are_written(void **state)
{
    struct msb_model *model = good_model(
        "\"target_groups\": [{\"id\": \"g\", \"name\": \"G\", \"when\": {}},"
        " {\"id\": \"h\", \"name\": \"H\", \"when\": {}}],"
        "\"areas\": [{\"id\": \"a\", \"name\": \"A\", \"external\": true,"
        "  \"serves\": [\"h\", \"h\"], \"contact\": {\"name\": \"Info\","
        "  \"comment\": 1, \"address\": {\"da\": \"Torvet 1\", \"comment\":"
        "  2}}}, {\"id\": \"b\", \"name\": \"B\"}],"
        "\"staffs\": [{\"id\": \"s\", \"name\": \"S\", \"supports\": \"all\","
        "  \"functions\": [\"HR\", {\"da\": \"\xc3\x98konomi\"}]},"
        " {\"id\": \"t\", \"name\": \"T\", \"supports\": [\"b\"]}]");

    (void)state;
    assert_true(model->areas[0].external);
    assert_true(model->areas[0].has_serves);
    assert_int_equal(model->areas[0].serves.num, 1);
    assert_int_equal(model->areas[0].serves.items[0], 1);
    assert_string_equal(
        model->areas[0].contact,
        "{\"name\":\"Info\",\"address\":{\"da\":\"Torvet 1\"}}");
    assert_false(model->areas[1].external);
    assert_false(model->areas[1].has_serves);
    assert_null(model->areas[1].contact);
    assert_true(model->staffs[0].supports_all);
    assert_int_equal(model->staffs[0].num_functions, 2);
    assert_string_equal(msbi_texts_get(&model->staffs[0].functions[1], "da"),
                        "\xc3\x98konomi");
    assert_false(model->staffs[1].supports_all);
    assert_int_equal(model->staffs[1].supports.num, 1);
    assert_int_equal(model->staffs[1].supports.items[0], 1);
    msb_model_unref(model);
}

static void
a_unit_knows_its_parent_and_the_area_above_it(void **state)
{
    struct msb_model *model = good_model(
        "\"areas\": [{\"id\": \"a\", \"name\": \"A\"},"
        " {\"id\": \"b\", \"name\": \"B\"}],"
        "\"staffs\": [{\"id\": \"s\", \"name\": \"S\"}],"
        "\"units\": ["
        " {\"id\": \"u0\", \"name\": \"U\", \"parent\": \"u1\"},"
        " {\"id\": \"u1\", \"name\": \"U\", \"parent\": \"u2\","
        "  \"kind\": \"center\", \"leader\": \"NN\", \"employees\": 12.5},"
        " {\"id\": \"u2\", \"name\": \"U\", \"parent\": \"b\"},"
        " {\"id\": \"u3\", \"name\": \"U\", \"parent\": \"u4\"},"
        " {\"id\": \"u4\", \"name\": \"U\", \"parent\": \"s\"},"
        " {\"id\": \"u5\", \"name\": \"U\"},"
        " {\"id\": \"u6\", \"name\": \"U\", \"parent\": \"u0\"}]");
    const struct msbi_unit *units = model->units;

    (void)state;
    assert_int_equal(units[0].parent_unit, 1);
    assert_int_equal(units[0].parent_area, MSB_NONE);
    assert_int_equal(units[0].area, 1);
    assert_int_equal(units[1].area, 1);
    assert_string_equal(units[1].kind, "center");
    assert_string_equal(msbi_texts_get(&units[1].leader, NULL), "NN");
    assert_true(units[1].employees == 12.5);
    assert_int_equal(units[2].parent_area, 1);
    assert_int_equal(units[2].area, 1);
    assert_true(units[2].employees == -1);
    assert_int_equal(units[3].area, MSB_NONE);
    assert_int_equal(units[4].parent_staff, 0);
    assert_int_equal(units[4].area, MSB_NONE);
    assert_int_equal(units[5].area, MSB_NONE);
    assert_int_equal(units[6].area, 1);
    msb_model_unref(model);
}

static void
each_mistake_in_a_group_an_area_or_a_staff_is_found(void **state)
{
    static const struct bad_case cases[] = {
        {"\"target_groups\": @{}", "wrong_type", "/target_groups"},
        {"\"target_groups\": [@5]", "wrong_type", "/target_groups/0"},
        {"\"target_groups\": [@{\"id\": \"g\", \"name\": \"G\"}]",
         "missing_member", "/target_groups/0"},
        {"\"target_groups\": [@{\"name\": \"G\", \"when\": {}}]",
         "missing_member", "/target_groups/0"},
        {"\"target_groups\": [{\"id\": \"g\", \"name\": \"G\", \"when\": {}},"
         "\n{\"id\": @\"g\", \"name\": \"G\", \"when\": {}}]",
         "duplicate_id", "/target_groups/1/id"},
        {"\"areas\": @\"a\"", "wrong_type", "/areas"},
        {"\"areas\": [@[]]", "wrong_type", "/areas/0"},
        {"\"areas\": [@{\"id\": \"a\"}]", "missing_member", "/areas/0"},
        {"\"areas\": [{\"id\": @\"A\", \"name\": \"A\"}]", "bad_identifier",
         "/areas/0/id"},
        {"\"areas\": [{\"id\": \"a\", \"name\": \"A\", @\"parent\": 1}]",
         "unknown_member", "/areas/0/parent"},
        {"\"areas\": [{\"id\": \"a\", \"name\": \"A\", \"serves\": @\"g\"}]",
         "wrong_type", "/areas/0/serves"},
        {"\"areas\": [{\"id\": \"a\", \"name\": \"A\", \"serves\":"
         " [@\"g\"]}]",
         "unknown_reference", "/areas/0/serves/0"},
        {"\"areas\": [{\"id\": \"a\", \"name\": \"A\", \"serves\": [@1]}]",
         "wrong_type", "/areas/0/serves/0"},
        {"\"areas\": [{\"id\": \"a\", \"name\": \"A\", \"external\":"
         " @\"yes\"}]",
         "wrong_type", "/areas/0/external"},
        {"\"areas\": [{\"id\": \"a\", \"name\": \"A\", \"contact\": @\"x\"}]",
         "wrong_type", "/areas/0/contact"},
        {"\"areas\": [{\"id\": \"a\", \"name\": \"A\", \"contact\":"
         " {\"phone\": @89402000}}]",
         "wrong_type", "/areas/0/contact/phone"},
        {"\"areas\": [{\"id\": \"a\", \"name\": \"A\", \"contact\":"
         " {@\"mail\": \"x\"}}]",
         "unknown_member", "/areas/0/contact/mail"},
        {"\"staffs\": [{\"id\": \"s\", \"name\": \"S\", \"supports\":"
         " @\"some\"}]",
         "unknown_value", "/staffs/0/supports"},
        {"\"staffs\": [{\"id\": \"s\", \"name\": \"S\", \"supports\":"
         " @true}]",
         "wrong_type", "/staffs/0/supports"},
        {"\"staffs\": [{\"id\": \"s\", \"name\": \"S\", \"supports\":"
         " [@\"s\"]}]",
         "unknown_reference", "/staffs/0/supports/0"},
        {"\"staffs\": [{\"id\": \"s\", \"name\": \"S\", \"functions\":"
         " @\"HR\"}]",
         "wrong_type", "/staffs/0/functions"},
        {"\"staffs\": [{\"id\": \"s\", \"name\": \"S\", \"functions\":"
         " [\"HR\", @\"\"]}]",
         "empty_text", "/staffs/0/functions/1"},
    };

    (void)state;
    assert_all_bad(cases, sizeof cases / sizeof cases[0]);
}

static void
each_mistake_in_a_unit_is_found(void **state)
{
    static const struct bad_case cases[] = {
        {"\"units\": [@{\"id\": \"u\"}]", "missing_member", "/units/0"},
        {"\"units\": [{\"id\": \"u\", \"name\": \"U\", \"kind\": @5}]",
         "wrong_type", "/units/0/kind"},
        {"\"units\": [{\"id\": \"u\", \"name\": \"U\", \"kind\": @\"\"}]",
         "empty_text", "/units/0/kind"},
        {"\"units\": [{\"id\": \"u\", \"name\": \"U\", \"employees\":"
         " @\"5\"}]",
         "wrong_type", "/units/0/employees"},
        {"\"units\": [{\"id\": \"u\", \"name\": \"U\", \"employees\": @-1}]",
         "out_of_range", "/units/0/employees"},
        {"\"units\": [{\"id\": \"u\", \"name\": \"U\", \"parent\": @1}]",
         "wrong_type", "/units/0/parent"},
        {"\"units\": [{\"id\": \"u\", \"name\": \"U\", \"parent\": @\"v\"}]",
         "unknown_reference", "/units/0/parent"},
        {"\"units\": [{\"id\": \"u\", \"name\": \"U\", \"parent\": @\"u\"}]",
         "cycle", "/units/0/parent"},
        {"\"units\": [{\"id\": \"w\", \"name\": \"U\", \"parent\": \"u\"},"
         " {\"id\": \"u\", \"name\": \"U\", \"parent\": @\"v\"},"
         " {\"id\": \"x\", \"name\": \"U\", \"parent\": \"w\"},"
         " {\"id\": \"v\", \"name\": \"U\", \"parent\": \"u\"}]",
         "cycle", "/units/1/parent"},
    };

    (void)state;
    assert_all_bad(cases, sizeof cases / sizeof cases[0]);
}

static void
areas_staffs_and_units_share_one_name_space(void **state)
{
    static const struct bad_case cases[] = {
        {"\"areas\": [{\"id\": \"a\", \"name\": \"A\"},"
         " {\"id\": @\"a\", \"name\": \"B\"}]",
         "duplicate_id", "/areas/1/id"},
        {"\"staffs\": [{\"id\": @\"a\", \"name\": \"S\"}],"
         "\"areas\": [{\"id\": \"a\", \"name\": \"A\"}]",
         "duplicate_id", "/staffs/0/id"},
        {"\"areas\": [{\"id\": \"a\", \"name\": \"A\"}],"
         "\"units\": [{\"id\": @\"a\", \"name\": \"U\"}]",
         "duplicate_id", "/units/0/id"},
    };
    static const char *const same_id_elsewhere[] = {
        "\"areas\": [{\"id\": \"a\", \"name\": \"A\"}],"
        "\"target_groups\": [{\"id\": \"a\", \"name\": \"G\", \"when\": {}}],"
        "\"services\": [{\"id\": \"a\", \"name\": \"S\"}],"
        "\"responsibility\": [{\"id\": \"a\", \"when\": {}, \"area\":"
        " \"a\"}]",
    };

    (void)state;
    assert_all_bad(cases, sizeof cases / sizeof cases[0]);
    assert_all_good(same_id_elsewhere, 1);
}

static void
a_duplicate_id_names_the_place_of_the_first(void **state)
{
    char *message = message_of("\"areas\": [{\"id\": \"a\", \"name\": \"A\"}],"
                               "\n\"staffs\": [{\"id\": \"a\", \"name\":"
                               " \"S\"}]");

    (void)state;
    assert_non_null(strstr(message, "/areas/0/id, line 2, column 18"));
    free(message);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_and_staffs_are_kept_as_they_are_written),
        cmocka_unit_test(a_unit_knows_its_parent_and_the_area_above_it),
        cmocka_unit_test(each_mistake_in_a_group_an_area_or_a_staff_is_found),
        cmocka_unit_test(each_mistake_in_a_unit_is_found),
        cmocka_unit_test(areas_staffs_and_units_share_one_name_space),
        cmocka_unit_test(a_duplicate_id_names_the_place_of_the_first),
    };

    return cmocka_run_group_tests_name("model organisation", tests, NULL, NULL);
}
