/* SPDX-License-Identifier: MIT */
/*
 * What a model says of itself: version, id, names, authority, dates, what it
 * replaces. Each rule of the format has an input that breaks it alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"

#include <cmocka.h>

static void
the_least_model_has_the_defaults_of_the_format(void **state)
{
    struct msb_model *model = good_model("");
    struct msb_period period = msb_model_get_period(model);

    (void)state;
    assert_string_equal(msb_model_get_id(model), "m");
    assert_string_equal(msb_model_get_name(model, NULL), "Model");
    assert_int_equal(period.from.days, 18109); /* 2019-08-01 */
    assert_true(period.is_open);
    assert_int_equal(msb_model_get_coordination(model),
                     MSB_COORDINATION_SINGLE);
    assert_int_equal(msb_model_get_hit_policy(model), MSB_HIT_POLICY_FIRST);
    assert_null(model->replaces);
    assert_null(model->municipality_code);
    assert_int_equal(msb_model_num_parts(model, MSB_PART_AREA), 0);
    msb_model_unref(model);
}

static void
a_header_is_kept_as_it_is_written(void **state)
{
    struct msb_model *model = good_model(
        "\"authority\": {\"name\": {\"da\": \"\xc3\x85rhus\"},"
        " \"municipality_code\": \"0751\"}, \"valid_to\": \"2019-08-02\","
        "\"coordination\": \"per_service\", \"hit_policy\": \"unique\"");

    (void)state;
    assert_string_equal(msbi_texts_get(&model->authority_name, "da"),
                        "\xc3\x85rhus");
    assert_string_equal(model->municipality_code, "0751");
    assert_false(model->period.is_open);
    assert_int_equal(model->period.to.days, 18110);
    assert_int_equal(model->coordination, MSB_COORDINATION_PER_SERVICE);
    assert_int_equal(model->hit_policy, MSB_HIT_POLICY_UNIQUE);
    msb_model_unref(model);
}

static void
a_municipality_code_gets_its_lost_zero_back(void **state)
{
    struct msb_model *model = good_model(
        "\"authority\": {\"municipality_code\": \"751\"}");

    (void)state;
    assert_string_equal(model->municipality_code, "0751");
    msb_model_unref(model);
}

static void
successors_are_ids_of_areas_staffs_and_units(void **state)
{
    struct msb_model *model = good_model(
        "\"replaces\": {\"model\": \"old\", \"successors\":"
        " {\"a_1\": [\"a\", \"s\", \"u\"], \"gone\": [],"
        "  \"comment\": \"ignored\", \"twice\": [\"a\", \"a\"]}},"
        "\"areas\": [{\"id\": \"a\", \"name\": \"A\"}],"
        "\"staffs\": [{\"id\": \"s\", \"name\": \"S\"}],"
        "\"units\": [{\"id\": \"u\", \"name\": \"U\"}]");

    (void)state;
    assert_string_equal(model->replaces, "old");
    assert_int_equal(model->num_successions, 3);
    assert_string_equal(model->successions[0].old_id, "a_1");
    assert_int_equal(model->successions[0].successors.num, 3);
    assert_string_equal(model->successions[0].successors.items[2], "u");
    assert_int_equal(model->successions[1].successors.num, 0);
    assert_int_equal(model->successions[2].successors.num, 1);
    msb_model_unref(model);
}

static void
each_mistake_in_a_header_has_its_code_and_its_place(void **state)
{
    static const struct bad_case cases[] = {
        {"@\"surprise\": 1", "unknown_member", "/surprise"},
        {"@\"a/b~c\": 1", "unknown_member", "/a~1b~0c"},
        {"@\"\": 1", "unknown_member", "/"},
        {"@\"id\": \"m2\"", "duplicate_member", "/id"},
        {"\"comment\": {\"x\": [{\"y\": 1, @\"y\": 2}]}", "duplicate_member",
         "/comment/x/0/y"},
        {"\"authority\": @[]", "wrong_type", "/authority"},
        {"\"authority\": {@\"nme\": \"x\"}", "unknown_member",
         "/authority/nme"},
        {"\"authority\": {\"name\": @\"\"}", "empty_text", "/authority/name"},
        {"\"authority\": {\"name\": @{}}", "empty_text", "/authority/name"},
        {"\"authority\": {\"name\": {@\"Danish\": \"x\"}}", "bad_language",
         "/authority/name/Danish"},
        {"\"authority\": {\"name\": {@\"d\": \"x\"}}", "bad_language",
         "/authority/name/d"},
        {"\"authority\": {\"name\": {@\"da-\": \"x\"}}", "bad_language",
         "/authority/name/da-"},
        {"\"authority\": {\"name\": {@\"da-123456789\": \"x\"}}",
         "bad_language", "/authority/name/da-123456789"},
        {"\"authority\": {\"name\": {\"da\": @1}}", "wrong_type",
         "/authority/name/da"},
        {"\"authority\": {\"name\": @null}", "wrong_type", "/authority/name"},
        {"\"authority\": {\"municipality_code\": @751}", "wrong_type",
         "/authority/municipality_code"},
        {"\"authority\": {\"municipality_code\": @\"75\"}",
         "bad_municipality_code", "/authority/municipality_code"},
        {"\"authority\": {\"municipality_code\": @\"07511\"}",
         "bad_municipality_code", "/authority/municipality_code"},
        {"\"authority\": {\"municipality_code\": @\"07S1\"}",
         "bad_municipality_code", "/authority/municipality_code"},
        {"\"valid_to\": @\"2019-08-01\"", "empty_period", "/valid_to"},
        {"\"valid_to\": @\"2019-02-29\"", "bad_date", "/valid_to"},
        {"\"valid_to\": @\"31-12-2019\"", "bad_date", "/valid_to"},
        {"\"valid_to\": @\"2019-12-31 \"", "bad_date", "/valid_to"},
        {"\"valid_to\": @20191231", "wrong_type", "/valid_to"},
        {"\"valid_to\": @null", "wrong_type", "/valid_to"},
        {"\"coordination\": @\"both\"", "unknown_value", "/coordination"},
        {"\"coordination\": @true", "wrong_type", "/coordination"},
        {"\"hit_policy\": @\"last\"", "unknown_value", "/hit_policy"},
        {"\"replaces\": @{}", "missing_member", "/replaces"},
        {"\"replaces\": {\"model\": @\"Old\"}", "bad_identifier",
         "/replaces/model"},
        {"\"replaces\": {\"model\": \"o\", \"successors\": @[]}", "wrong_type",
         "/replaces/successors"},
        {"\"replaces\": {\"model\": \"o\", \"successors\": {@\"A\": []}}",
         "bad_identifier", "/replaces/successors/A"},
        {"\"replaces\": {\"model\": \"o\", \"successors\": {\"a\": @\"b\"}}",
         "wrong_type", "/replaces/successors/a"},
        {"\"replaces\": {\"model\": \"o\", \"successors\":\n {\"a\": [\n"
         "\t@\"b\"]}}",
         "unknown_reference", "/replaces/successors/a/0"},
    };

    (void)state;
    assert_all_bad(cases, sizeof cases / sizeof cases[0]);
}

static void
each_required_member_is_missed_at_its_object(void **state)
{
    static const char *const texts[] = {
        "@{\"id\": \"m\", \"name\": \"M\", \"valid_from\": \"2019-08-01\"}",
        "@{\"msb_model\": 1, \"name\": \"M\", \"valid_from\": "
        "\"2019-08-01\"}",
        "\n @{\"msb_model\": 1, \"id\": \"m\", \"valid_from\": "
        "\"2019-08-01\"}",
        "@{\"msb_model\": 1, \"id\": \"m\", \"name\": \"M\"}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_bad_text(texts[i], MSB_ERR_INVALID, "missing_member", "");
}

static void
each_mistake_in_a_required_member_is_found(void **state)
{
    static const struct bad_case wholes[] = {
        {"{\"msb_model\": @2, \"id\": \"m\", \"name\": \"M\", \"valid_from\":"
         " \"2019-08-01\"}",
         "unknown_version", "/msb_model"},
        {"{\"msb_model\": @\"1\", \"id\": \"m\", \"name\": \"M\","
         " \"valid_from\": \"2019-08-01\"}",
         "wrong_type", "/msb_model"},
        {"{\"msb_model\": 1, \"id\": @\"1m\", \"name\": \"M\","
         " \"valid_from\": \"2019-08-01\"}",
         "bad_identifier", "/id"},
        {"{\"msb_model\": 1, \"id\": @7, \"name\": \"M\", \"valid_from\":"
         " \"2019-08-01\"}",
         "wrong_type", "/id"},
        {"{\"msb_model\": 1, \"id\": \"m\", \"name\": @\"\", \"valid_from\":"
         " \"2019-08-01\"}",
         "empty_text", "/name"},
        {"{\"msb_model\": 1, \"id\": \"m\", \"name\": \"M\", \"valid_from\":"
         " @\"1582-12-31\"}",
         "bad_date", "/valid_from"},
        {"@[]", "wrong_type", ""},
        {"  @null", "wrong_type", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof wholes / sizeof wholes[0]; i++)
        assert_bad_text(wholes[i].members, MSB_ERR_INVALID, wholes[i].code,
                        wholes[i].pointer);
}

static void
a_near_miss_is_answered_with_a_suggestion(void **state)
{
    static const struct {
        const char *members, *suggestion;
    } cases[] = {
        {"\"responsability\": []", "did you mean \"responsibility\"?"},
        {"\"areas\": [{\"id\": \"youth\", \"name\": \"Y\"}],"
         "\"responsibility\": [{\"id\": \"r\", \"when\": {}, \"area\":"
         " \"yuoth\"}]",
         "did you mean \"youth\"?"},
        {"\"target_groups\": [{\"id\": \"g\", \"name\": \"G\", \"when\":"
         " {\"aeg\": 5}}]",
         "did you mean \"age\"?"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *message = message_of(cases[i].members);

        assert_non_null(strstr(message, cases[i].suggestion));
        free(message);
    }
}

static void
what_is_nothing_like_a_known_name_gets_no_suggestion(void **state)
{
    char *message = message_of("\"weather\": 1");

    (void)state;
    assert_null(strstr(message, "did you mean"));
    free(message);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_model_has_the_defaults_of_the_format),
        cmocka_unit_test(a_header_is_kept_as_it_is_written),
        cmocka_unit_test(a_municipality_code_gets_its_lost_zero_back),
        cmocka_unit_test(successors_are_ids_of_areas_staffs_and_units),
        cmocka_unit_test(each_mistake_in_a_header_has_its_code_and_its_place),
        cmocka_unit_test(each_required_member_is_missed_at_its_object),
        cmocka_unit_test(each_mistake_in_a_required_member_is_found),
        cmocka_unit_test(a_near_miss_is_answered_with_a_suggestion),
        cmocka_unit_test(what_is_nothing_like_a_known_name_gets_no_suggestion),
    };

    return cmocka_run_group_tests_name("model header", tests, NULL, NULL);
}
