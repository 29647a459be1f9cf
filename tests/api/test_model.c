/* SPDX-License-Identifier: MIT */
/*
 * Models as an embedder sees them: loading, sharing, asking, and learning
 * everything that is wrong in a file at once.
 */
#include <msb/model.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char example[] =
    "{\"msb_model\": 1, \"id\": \"example\","
    " \"name\": {\"da\": \"Eksempel\", \"en\": \"Example\"},"
    " \"valid_from\": \"2019-08-01\", \"valid_to\": \"2020-01-01\","
    " \"attributes\": {"
    "  \"homeless\": {\"type\": \"flag\", \"sensitive\": true,"
    "   \"label\": {\"da\": \"hjeml\xc3\xb8s\"}},"
    "  \"children\": {\"type\": \"integer\", \"min\": 0, \"max\": 20},"
    "  \"benefit\": {\"type\": \"enum\", \"values\": [\"kth\", \"udh\"]}},"
    " \"target_groups\": ["
    "  {\"id\": \"youth\", \"name\": \"Unge\", \"when\": {\"age\": {\"from\":"
    "   15, \"below\": 30}}}],"
    " \"areas\": [{\"id\": \"unge\", \"name\": {\"da\": \"Unge\"}},"
    "  {\"id\": \"other\", \"name\": \"Other\", \"external\": true}],"
    " \"staffs\": [{\"id\": \"hr\", \"name\": \"HR\", \"supports\": \"all\"}],"
    " \"units\": [{\"id\": \"uu\", \"name\": \"UU\", \"parent\": \"unge\"}],"
    " \"services\": [{\"id\": \"advice\", \"name\": \"Advice\","
    "  \"delivered_by\": \"uu\"}],"
    " \"responsibility\": ["
    "  {\"id\": \"r_youth\", \"when\": {\"target_group\": \"youth\"},"
    "   \"area\": \"unge\", \"because\": \"the youth area coordinates\"},"
    "  {\"id\": \"r_rest\", \"when\": {}, \"area\": \"other\"}]}";

static struct msb_model *
load_example(void)
{
    struct msb_model *model = NULL;
    struct msb_error err;

    if (msb_model_parse(example, strlen(example), "example", &model, NULL, &err)
        != MSB_OK)
        fail_msg("%s", err.message);
    return model;
}

static void
a_model_tells_what_it_is(void **state)
{
    struct msb_model *model = load_example();
    struct msb_period period = msb_model_get_period(model);
    char date[11];
    size_t length;

    (void)state;
    assert_string_equal(msb_model_get_id(model), "example");
    assert_string_equal(msb_model_get_name(model, "en"), "Example");
    assert_string_equal(msb_model_get_name(model, "de"), "Eksempel");
    assert_string_equal(msb_model_get_name(model, NULL), "Eksempel");
    msb_date_format(period.from, date);
    assert_string_equal(date, "2019-08-01");
    msb_date_format(period.to, date);
    assert_string_equal(date, "2020-01-01");
    assert_false(period.is_open);
    assert_string_equal(msb_model_get_source(model, &length), example);
    assert_int_equal(length, strlen(example));
    msb_model_unref(model);
}

static void
parts_are_found_by_id_and_by_index(void **state)
{
    static const struct {
        enum msb_part part;
        size_t num;
        size_t index;
        const char *id, *name;
    } cases[] = {
        {MSB_PART_ATTRIBUTE, 6, 0, "age", "age"},
        {MSB_PART_ATTRIBUTE, 6, 1, "homeless", "hjeml\xc3\xb8s"},
        {MSB_PART_ATTRIBUTE, 6, 4, "services", "services"},
        {MSB_PART_ATTRIBUTE, 6, 5, "target_group", "target_group"},
        {MSB_PART_TARGET_GROUP, 1, 0, "youth", "Unge"},
        {MSB_PART_AREA, 2, 1, "other", "Other"},
        {MSB_PART_STAFF, 1, 0, "hr", "HR"},
        {MSB_PART_UNIT, 1, 0, "uu", "UU"},
        {MSB_PART_SERVICE, 1, 0, "advice", "Advice"},
        {MSB_PART_RULE, 2, 0, "r_youth", "the youth area coordinates"},
        {MSB_PART_RULE, 2, 1, "r_rest", "r_rest"},
    };
    struct msb_model *model = load_example();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum msb_part part = cases[i].part;

        assert_int_equal(msb_model_num_parts(model, part), cases[i].num);
        assert_int_equal(msb_model_find_part(model, part, cases[i].id),
                         cases[i].index);
        assert_string_equal(msb_model_get_part_id(model, part, cases[i].index),
                            cases[i].id);
        assert_string_equal(
            msb_model_get_part_name(model, part, cases[i].index, "da"),
            cases[i].name);
        assert_null(msb_model_get_part_id(model, part, cases[i].num));
        assert_null(msb_model_get_part_name(model, part, cases[i].num, NULL));
        assert_int_equal(msb_model_find_part(model, part, "missing"), MSB_NONE);
        assert_int_equal(msb_model_find_part(model, part, NULL), MSB_NONE);
    }
    msb_model_unref(model);
}

static void
what_is_no_part_has_no_elements(void **state)
{
    struct msb_model *model = load_example();

    (void)state;
    for (int part = -1; part <= 8; part += 9) { /* -1 and 8 */
        assert_int_equal(msb_model_num_parts(model, (enum msb_part)part), 0);
        assert_null(msb_model_get_part_id(model, (enum msb_part)part, 0));
        assert_int_equal(msb_model_find_part(model, (enum msb_part)part, "age"),
                         MSB_NONE);
    }
    assert_int_equal(msb_model_num_parts(model, (enum msb_part)0), 0);
    msb_model_unref(model);
}

static void
attributes_tell_their_domains(void **state)
{
    struct msb_model *model = load_example();
    int32_t min = 7, max = 7;

    (void)state;
    assert_true(msb_model_get_attribute_range(model, 0, &min, &max));
    assert_int_equal(min, 0);
    assert_int_equal(max, 130);
    assert_true(msb_model_get_attribute_range(model, 2, &min, &max));
    assert_int_equal(max, 20);
    assert_false(msb_model_get_attribute_range(model, 1, &min, &max));
    assert_false(msb_model_get_attribute_range(model, 99, &min, &max));
    assert_int_equal(msb_model_get_attribute_type(model, 1),
                     MSB_ATTRIBUTE_FLAG);
    assert_int_equal(msb_model_get_attribute_type(model, 99), 0);
    assert_int_equal(msb_model_num_attribute_values(model, 3), 2);
    assert_int_equal(msb_model_num_attribute_values(model, 2), 0);
    assert_string_equal(msb_model_get_attribute_value(model, 3, 1), "udh");
    assert_null(msb_model_get_attribute_value(model, 3, 2));
    assert_string_equal(msb_model_get_attribute_value(model, 4, 0), "advice");
    assert_string_equal(msb_model_get_attribute_value(model, 5, 0), "youth");
    assert_true(msb_model_is_attribute_sensitive(model, 1));
    assert_false(msb_model_is_attribute_sensitive(model, 2));
    assert_false(msb_model_is_attribute_sensitive(model, 99));
    msb_model_unref(model);
}

static void
rules_and_areas_tell_of_each_other(void **state)
{
    struct msb_model *model = load_example();

    (void)state;
    assert_int_equal(msb_model_get_rule_area(model, 0), 0);
    assert_int_equal(msb_model_get_rule_area(model, 1), 1);
    assert_int_equal(msb_model_get_rule_area(model, 2), MSB_NONE);
    assert_false(msb_model_is_area_external(model, 0));
    assert_true(msb_model_is_area_external(model, 1));
    assert_false(msb_model_is_area_external(model, 2));
    msb_model_unref(model);
}

static void
a_model_lives_until_its_last_reference(void **state)
{
    struct msb_model *model = load_example();

    (void)state;
    assert_ptr_equal(msb_model_ref(model), model);
    msb_model_unref(model);
    assert_string_equal(msb_model_get_id(model), "example");
    msb_model_unref(model);
    msb_model_unref(NULL);
}

static void
every_mistake_is_reported_in_the_order_of_the_file(void **state)
{
    static const char text[] = "{\n"
                               " \"msb_model\": 2,\n"
                               " \"id\": \"Example\",\n"
                               " \"valid_from\": \"2019-13-01\",\n"
                               " \"areas\": [{\"id\": \"a\"}],\n"
                               " \"arcas\": []\n"
                               "}\n";
    static const struct {
        const char *code, *pointer;
        int line, column;
    } expected[] = {
        {"missing_member", "", 1, 1}, /* name */
        {"unknown_version", "/msb_model", 2, 15},
        {"bad_identifier", "/id", 3, 8},
        {"bad_date", "/valid_from", 4, 16},
        {"missing_member", "/areas/0", 5, 12}, /* its name */
        {"unknown_member", "/arcas", 6, 2},
    };
    struct msb_model *model = NULL;
    struct msb_problems *problems = NULL;
    struct msb_problem problem;
    struct msb_error err;

    (void)state;
    assert_int_equal(
        msb_model_parse(text, strlen(text), "bad", &model, &problems, &err),
        MSB_ERR_INVALID);
    assert_int_equal(msb_problems_num(problems), 6);
    for (size_t i = 0; i < 6; i++) {
        assert_true(msb_problems_get(problems, i, &problem));
        assert_string_equal(problem.code, expected[i].code);
        assert_string_equal(problem.pointer, expected[i].pointer);
        assert_int_equal(problem.line, expected[i].line);
        assert_int_equal(problem.column, expected[i].column);
    }
    assert_false(msb_problems_get(problems, 6, &problem));
    assert_false(msb_problems_get(problems, 0, NULL));
    assert_string_equal(err.code, "missing_member");
    msb_problems_unref(problems);
}

static void
what_is_not_json_is_one_problem(void **state)
{
    struct msb_model *model = NULL;
    struct msb_problems *problems = NULL;
    struct msb_problem problem;

    (void)state;
    assert_int_equal(
        msb_model_parse("{\"a\": 1,\n}", 10, "bad", &model, &problems, NULL),
        MSB_ERR_SYNTAX);
    assert_null(model);
    assert_int_equal(msb_problems_num(problems), 1);
    assert_true(msb_problems_get(problems, 0, &problem));
    assert_string_equal(problem.code, "syntax");
    assert_string_equal(problem.pointer, "");
    assert_int_equal(problem.line, 2);
    assert_int_equal(problem.column, 1);
    msb_problems_unref(problems);
}

static void
a_broken_precondition_is_misuse(void **state)
{
    struct msb_model *model = NULL;
    struct msb_problems *problems = NULL;

    (void)state;
    assert_int_equal(msb_model_parse(NULL, 5, "x", &model, NULL, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_model_parse("{}", 2, "x", NULL, &problems, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_model_load(NULL, &model, NULL, NULL), MSB_ERR_MISUSE);
    assert_int_equal(msb_model_load("x", NULL, NULL, NULL), MSB_ERR_MISUSE);
    assert_null(problems);
}

static void
an_empty_text_is_a_syntax_error(void **state)
{
    struct msb_model *model = NULL;
    struct msb_error err;

    (void)state;
    assert_int_equal(msb_model_parse(NULL, 0, NULL, &model, NULL, &err),
                     MSB_ERR_SYNTAX);
    assert_non_null(strstr(err.message, "empty"));
}

static void
a_file_loads_with_or_without_a_byte_order_mark(void **state)
{
    static const char path[] = "api_model_example.json";
    struct msb_model *model = NULL;
    FILE *file = fopen(path, "wb");

    (void)state;
    assert_non_null(file);
    assert_true(fprintf(file, "\xef\xbb\xbf%s", example) > 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(msb_model_load(path, &model, NULL, NULL), MSB_OK);
    assert_string_equal(msb_model_get_source(model, NULL), example);
    msb_model_unref(model);
    unlink(path);
}

static void
a_file_that_cannot_be_read_says_so(void **state)
{
    struct msb_model *model = NULL;
    struct msb_problems *problems = NULL;
    struct msb_error err;

    (void)state;
    assert_int_equal(
        msb_model_load("no/such/model.json", &model, &problems, &err),
        MSB_ERR_IO);
    assert_string_equal(err.where, "no/such/model.json");
    assert_string_equal(err.code, "no_such_file");
    assert_null(model);
    assert_null(problems);
}

static void
a_file_of_a_gigabyte_is_refused_at_once(void **state)
{
    static const char path[] = "api_model_large.json";
    struct msb_model *model = NULL;
    struct msb_error err;
    FILE *file = fopen(path, "wb");

    (void)state;
    assert_non_null(file);
    assert_int_equal(ftruncate(fileno(file), 1000000000), 0); /* sparse */
    assert_int_equal(fclose(file), 0);
    assert_int_equal(msb_model_load(path, &model, NULL, &err), MSB_ERR_LIMIT);
    assert_string_equal(err.code, "too_large");
    unlink(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_tells_what_it_is),
        cmocka_unit_test(parts_are_found_by_id_and_by_index),
        cmocka_unit_test(what_is_no_part_has_no_elements),
        cmocka_unit_test(attributes_tell_their_domains),
        cmocka_unit_test(rules_and_areas_tell_of_each_other),
        cmocka_unit_test(a_model_lives_until_its_last_reference),
        cmocka_unit_test(every_mistake_is_reported_in_the_order_of_the_file),
        cmocka_unit_test(what_is_not_json_is_one_problem),
        cmocka_unit_test(a_broken_precondition_is_misuse),
        cmocka_unit_test(an_empty_text_is_a_syntax_error),
        cmocka_unit_test(a_file_loads_with_or_without_a_byte_order_mark),
        cmocka_unit_test(a_file_that_cannot_be_read_says_so),
        cmocka_unit_test(a_file_of_a_gigabyte_is_refused_at_once),
    };

    return cmocka_run_group_tests_name("api model", tests, NULL, NULL);
}
