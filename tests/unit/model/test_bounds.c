/* SPDX-License-Identifier: MIT */
/*
 * Large and hostile documents. Each would take minutes or hours if any step
 * were quadratic; each is given a few seconds of processor time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/text.h"
#include "model/model.h"
#include "model/problems.h"

/* Some ten times what an unoptimised build with sanitizers takes. */
#define MAX_SECONDS 30

static void
begin(struct msbi_text *text)
{
    msbi_text_init(text);
    msbi_text_add(text, "{\"msb_model\": 1, \"id\": \"m\", \"name\": \"M\","
                        " \"valid_from\": \"2019-08-01\"");
}

/* Read it, and return its problems; NULL for a valid model. */
static struct msb_problems *
read_in_time(struct msbi_text *text, enum msb_status expected)
{
    struct msb_model *model = NULL;
    struct msb_problems *problems = NULL;
    struct msb_error err = {0};
    clock_t start;

    msbi_text_add(text, "}");
    assert_false(text->failed);
    start = clock();
    if (msb_model_parse(text->data, text->length, "large.json", &model,
                        &problems, &err)
        != expected)
        fail_msg("%d:%d %s", (int)err.line, (int)err.column, err.message);
    assert_true((clock() - start) / CLOCKS_PER_SEC < MAX_SECONDS);
    msb_model_unref(model);
    msbi_text_release(text);
    return problems;
}

static void
assert_thousand(struct msb_problems *problems, const char *code)
{
    struct msb_problem problem;

    assert_int_equal(msb_problems_num(problems), MSBI_MAX_PROBLEMS);
    assert_true(msb_problems_get(problems, 0, &problem));
    assert_string_equal(problem.code, code);
    assert_true(msb_problems_get(problems, MSBI_MAX_PROBLEMS - 1, &problem));
    assert_string_equal(problem.code, "too_many_problems");
    msb_problems_unref(problems);
}

static void
half_a_million_unknown_members_are_counted(void **state)
{
    struct msbi_text text;

    (void)state;
    begin(&text);
    for (int i = 0; i < 500000; i++)
        msbi_text_addf(&text, ",\n\"x%d\":0", i);
    assert_thousand(read_in_time(&text, MSB_ERR_INVALID), "unknown_member");
}

static void
half_a_million_members_of_one_name_are_counted(void **state)
{
    struct msbi_text text;

    (void)state;
    begin(&text);
    for (int i = 0; i < 500000; i++)
        msbi_text_add(&text, ",\"comment\":0");
    assert_thousand(read_in_time(&text, MSB_ERR_INVALID), "duplicate_member");
}

static void
a_hundred_thousand_areas_in_a_chain_of_units_are_read(void **state)
{
    struct msbi_text text;

    (void)state;
    begin(&text);
    msbi_text_add(&text, ",\"areas\":[");
    for (int i = 0; i < 100000; i++)
        msbi_text_addf(&text, "%s{\"id\":\"a%d\",\"name\":\"A\"}",
                       i == 0 ? "" : ",", i);
    msbi_text_add(&text, "],\"units\":[");
    for (int i = 0; i < 100000; i++)
        msbi_text_addf(
            &text, "%s{\"id\":\"u%d\",\"name\":\"U\",\"parent\":\"%c%d\"}",
            i == 0 ? "" : ",", i, i == 99999 ? 'a' : 'u', i + 1 - (i == 99999));
    msbi_text_add(&text, "],\"services\":[");
    for (int i = 0; i < 50000; i++)
        msbi_text_addf(&text,
                       "%s{\"id\":\"s%d\",\"name\":\"S\",\"delivered_by\":"
                       "\"u%d\"}",
                       i == 0 ? "" : ",", i, i);
    msbi_text_add(&text, "]");
    assert_null(read_in_time(&text, MSB_OK));
}

static void
a_circle_of_a_hundred_thousand_units_is_reported_once(void **state)
{
    struct msb_problems *problems;
    struct msb_problem problem;
    struct msbi_text text;

    (void)state;
    begin(&text);
    msbi_text_add(&text, ",\"units\":[");
    for (int i = 0; i < 100000; i++)
        msbi_text_addf(&text,
                       "%s{\"id\":\"u%d\",\"name\":\"U\",\"parent\":\"u%d\"}",
                       i == 0 ? "" : ",", i, (i + 1) % 100000);
    msbi_text_add(&text, "],\"services\":[");
    for (int i = 0; i < 50000; i++)
        msbi_text_addf(&text,
                       "%s{\"id\":\"s%d\",\"name\":\"S\",\"delivered_by\":"
                       "\"u%d\"}",
                       i == 0 ? "" : ",", i, i);
    msbi_text_add(&text, "]");
    problems = read_in_time(&text, MSB_ERR_INVALID);
    assert_int_equal(msb_problems_num(problems), 1);
    assert_true(msb_problems_get(problems, 0, &problem));
    assert_string_equal(problem.code, "cycle");
    assert_string_equal(problem.pointer, "/units/0/parent");
    msb_problems_unref(problems);
}

static void
a_hundred_thousand_equal_ids_are_counted(void **state)
{
    struct msbi_text text;

    (void)state;
    begin(&text);
    msbi_text_add(&text, ",\"areas\":[");
    for (int i = 0; i < 100000; i++)
        msbi_text_addf(&text, "%s{\"id\":\"a\",\"name\":\"A\"}",
                       i == 0 ? "" : ",");
    msbi_text_add(&text, "]");
    assert_thousand(read_in_time(&text, MSB_ERR_INVALID), "duplicate_id");
}

static void
a_hundred_thousand_unknown_references_are_counted(void **state)
{
    struct msbi_text text;

    (void)state;
    begin(&text);
    msbi_text_add(&text, ",\"target_groups\":[");
    for (int i = 0; i < 100000; i++)
        msbi_text_addf(&text, "%s{\"id\":\"g%d\",\"name\":\"G\",\"when\":{}}",
                       i == 0 ? "" : ",", i);
    msbi_text_add(&text, "],\"areas\":[{\"id\":\"a\",\"name\":\"A\","
                         "\"serves\":[\"x\"");
    for (int i = 0; i < 100000; i++)
        msbi_text_addf(&text, ",\"h%d\"", i);
    msbi_text_add(&text, "]}]");
    assert_thousand(read_in_time(&text, MSB_ERR_INVALID), "unknown_reference");
}

static void
a_test_of_two_hundred_thousand_values_is_read(void **state)
{
    struct msbi_text text;

    (void)state;
    begin(&text);
    msbi_text_add(&text, ",\"attributes\":{\"a\":{\"type\":\"enum\","
                         "\"values\":[\"x\"");
    for (int i = 0; i < 200000; i++)
        msbi_text_addf(&text, ",\"v%d\"", i);
    msbi_text_add(&text, "]}},\"target_groups\":[{\"id\":\"g\",\"name\":"
                         "\"G\",\"when\":{\"a\":[\"x\"");
    for (int i = 199999; i >= 0; i -= 2)
        msbi_text_addf(&text, ",\"v%d\"", i);
    msbi_text_add(&text, "],\"age\":[0");
    for (int i = 0; i < 300000; i++)
        msbi_text_addf(&text, ",%d", i % 2 == 0 ? 300000 - i : i);
    msbi_text_add(&text, "]}}]");
    assert_null(read_in_time(&text, MSB_OK));
}

static void
too_many_values_are_refused_before_they_take_memory(void **state)
{
    struct msb_model *model = NULL;
    struct msb_problems *problems = NULL;
    struct msb_error err = {0};
    struct msbi_text text;

    (void)state;
    msbi_text_init(&text);
    msbi_text_add(&text, "[0");
    for (int i = 0; i < 2000000; i++)
        msbi_text_add_bytes(&text, ",0", 2);
    msbi_text_add(&text, "]");
    assert_int_equal(msb_model_parse(text.data, text.length, "x.json", &model,
                                     &problems, &err),
                     MSB_ERR_LIMIT);
    assert_string_equal(err.code, "too_large");
    assert_string_equal(err.where, "x.json");
    assert_null(model);
    assert_null(problems);
    msbi_text_release(&text);
}

static void
a_name_of_megabytes_is_not_copied_for_every_problem(void **state)
{
    struct msb_problems *problems;
    struct msbi_text text;

    (void)state;
    begin(&text);
    msbi_text_add(&text, ",\"comment\":{\"");
    for (int i = 0; i < 1000000; i++)
        msbi_text_add_bytes(&text, "12345678", 8);
    msbi_text_add(&text, "\":{\"a\":0");
    for (int i = 0; i < 100000; i++)
        msbi_text_add(&text, ",\"a\":0");
    msbi_text_add(&text, "}}");
    problems = read_in_time(&text, MSB_ERR_INVALID);
    assert_in_range(msb_problems_num(problems), 2, 10);
    msb_problems_unref(problems);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_a_million_unknown_members_are_counted),
        cmocka_unit_test(half_a_million_members_of_one_name_are_counted),
        cmocka_unit_test(a_hundred_thousand_areas_in_a_chain_of_units_are_read),
        cmocka_unit_test(a_circle_of_a_hundred_thousand_units_is_reported_once),
        cmocka_unit_test(a_hundred_thousand_equal_ids_are_counted),
        cmocka_unit_test(a_hundred_thousand_unknown_references_are_counted),
        cmocka_unit_test(a_test_of_two_hundred_thousand_values_is_read),
        cmocka_unit_test(too_many_values_are_refused_before_they_take_memory),
        cmocka_unit_test(a_name_of_megabytes_is_not_copied_for_every_problem),
    };

    return cmocka_run_group_tests_name("model bounds", tests, NULL, NULL);
}
