/* SPDX-License-Identifier: MIT */
/* Mappings: what a good one holds, and everything wrong in a bad one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "import/mapping.h"

/* The example of the specification. */
static const char example[] =
    "{\"msb_mapping\": 1, \"format\": \"csv\", \"delimiter\": \";\", "
    "\"encoding\": \"auto\", \"record\": \"citizen\",\n"
    " \"columns\": {\n"
    "  \"id\":         {\"from\": \"Borger-id\"},\n"
    "  \"cpr\":        {\"from\": \"CPR-nummer\"},\n"
    "  \"birth_date\": {\"from\": \"Fødselsdag\", \"date\": "
    "\"dd-mm-yyyy\"},\n"
    "  \"benefit\":    {\"from\": \"Ydelse\", \"values\": {\"KTH\": "
    "\"cash_benefit\", \"\": null}},\n"
    "  \"needs\":      {\"from\": \"Behov\", \"split\": \",\", "
    "\"values\": {\"misbrug\": \"substance_use\"}},\n"
    "  \"valid_from\": {\"constant\": \"2019-01-01\"}}}";

static void
the_example_of_the_specification_is_read(void **state)
{
    struct msbi_mapping *mapping = NULL;
    const struct msbi_column *column;

    (void)state;
    assert_int_equal(
        msbi_mapping_parse(example, strlen(example), "m", &mapping, NULL, NULL),
        MSB_OK);
    assert_int_equal(mapping->format, MSBI_FORMAT_CSV);
    assert_int_equal(mapping->delimiter, ';');
    assert_int_equal(mapping->encoding, MSBI_ENCODING_AUTO);
    assert_int_equal(mapping->record, MSBI_RECORD_CITIZEN);
    assert_int_equal(mapping->num_columns, 6);
    assert_int_equal(mapping->by_target[MSBI_TARGET_VALID_TO], MSB_NONE);

    column = &mapping->columns[mapping->by_target[MSBI_TARGET_BIRTH_DATE]];
    assert_string_equal(column->from, "Fødselsdag");
    assert_int_equal(column->form, MSB_DATE_FORM_DANISH);
    column = &mapping->columns[3];
    assert_int_equal(column->target, MSBI_TARGET_ATTRIBUTE);
    assert_int_equal(column->num_translations, 2);
    assert_string_equal(column->translations[0].text, "");
    assert_null(column->translations[0].meaning);
    assert_string_equal(column->translations[1].meaning, "cash_benefit");
    assert_int_equal(mapping->columns[4].split, ',');
    column = &mapping->columns[mapping->by_target[MSBI_TARGET_VALID_FROM]];
    assert_true(column->is_constant);
    assert_string_equal(column->constant, "2019-01-01");
    msbi_mapping_free(mapping);
}

/* Parse; the first problem as "code pointer line:column". */
static size_t
find_problem(const char *text, char out[200], enum msb_status *status)
{
    struct msbi_mapping *mapping = NULL;
    struct msb_problems *problems = NULL;
    struct msb_problem problem;
    struct msb_error err;
    size_t num;

    *status = msbi_mapping_parse(text, strlen(text), "m", &mapping, &problems,
                                 &err);
    snprintf(out, 200, "none");
    if (msb_problems_get(problems, 0, &problem)) {
        snprintf(out, 200, "%s %s %d:%d", problem.code, problem.pointer,
                 problem.line, problem.column);
        assert_string_equal(err.code, problem.code);
        assert_string_equal(err.message, problem.message);
        assert_string_equal(err.where, "m");
    }
    num = msb_problems_num(problems);
    msb_problems_unref(problems);
    msbi_mapping_free(mapping);
    return num;
}

#define HEAD "{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"citizen\","
#define COURSE "{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"course\","
#define JSONL "{\"msb_mapping\":1,\"format\":\"jsonl\",\"record\":\"citizen\","
#define ID "\"id\":{\"from\":1},"
#define FROM "\"valid_from\":{\"constant\":\"2019-01-01\"}"

static const struct {
    const char *text, *first;
} cases[] = {
    {HEAD "\n\"columns\":{\n" ID FROM "}}", "none"},
    {HEAD "\n\"comment\":\"x\",\"columns\":{\"comment\":[],\n" ID FROM "}}",
     "none"},
    {HEAD "\n\"columns\":{\n" FROM "}}", "missing_member /columns 2:11"},
    {HEAD "\n\"columns\":{" ID "\"cpr\":{\"from\":2}}}",
     "missing_member /columns 2:11"},
    {HEAD "\n\"columns\":[]}", "wrong_type /columns 2:11"},
    {HEAD "\n\"colums\":{}}", "missing_member  1:1"},
    {HEAD "\n\"columns\":{\n" ID ID FROM "}}",
     "duplicate_member /columns/id 3:17"},
    {HEAD "\n\"columns\":{\n" ID FROM ",\n\"fit\":{}}}",
     "missing_member /columns/fit 4:7"},
    {HEAD "\n\"columns\":{\n" ID FROM ",\n\"fit\":{\"from\":1,\"constant\":"
          "true}}}",
     "not_allowed /columns/fit/constant 4:17"},
    {HEAD "\n\"columns\":{\n" ID FROM ",\n\"fit\":{\"form\":1}}}",
     "missing_member /columns/fit 4:7"},
    {HEAD "\n\"columns\":{\n" ID FROM ",\n\"Fit\":{\"from\":1}}}",
     "bad_identifier /columns/Fit 4:1"},
    {HEAD "\n\"columns\":{\n" ID FROM ",\n\"age\":{\"from\":1}}}",
     "not_allowed /columns/age 4:1"},
    {HEAD "\n\"columns\":{\n" ID FROM ",\n\"fit\":{\"from\":0}}}",
     "out_of_range /columns/fit/from 4:15"},
    {HEAD "\n\"columns\":{\n" ID FROM ",\n\"fit\":{\"from\":\" \"}}}",
     "empty_text /columns/fit/from 4:15"},
    {HEAD "\n\"columns\":{\n" ID FROM ",\n\"fit\":{\"from\":true}}}",
     "wrong_type /columns/fit/from 4:15"},
    {HEAD "\n\"columns\":{\n" ID FROM ",\n\"fit\":{\"from\":1,\"date\":"
          "\"any\"}}}",
     "not_allowed /columns/fit/date 4:17"},
    {HEAD "\n\"columns\":{\n" ID FROM ",\n\"birth_date\":{\"from\":1,"
          "\"date\":\"mm-dd\"}}}",
     "unknown_value /columns/birth_date/date 4:31"},
    {HEAD "\n\"columns\":{\n" ID FROM ",\n\"cpr\":{\"from\":1,\"split\":"
          "\",\"}}}",
     "not_allowed /columns/cpr/split 4:17"},
    {HEAD "\n\"columns\":{\n" ID FROM ",\n\"fit\":{\"from\":1,\"split\":"
          "\", \"}}}",
     "bad_character /columns/fit/split 4:25"},
    {HEAD "\n\"columns\":{\n" ID FROM ",\n\"fit\":{\"from\":1,\"values\":"
          "{\"a\":1.5}}}}",
     "not_whole /columns/fit/values/a 4:31"},
    {HEAD "\n\"columns\":{\n" ID FROM ",\n\"fit\":{\"from\":1,\"values\":"
          "{\" a\":true}}}}",
     "blanks /columns/fit/values/ a 4:27"},
    {HEAD "\n\"columns\":{\n" ID "\"valid_from\":{\"constant\":\n"
          "\"2019-02-30\"}}}",
     "bad_date /columns/valid_from/constant 4:1"},
    {HEAD "\n\"columns\":{\n" ID "\"valid_from\":{\"constant\":\n"
          "\"01-01-2019\",\"date\":\"dd-mm-yyyy\"}}}",
     "none"},
    {HEAD "\n\"columns\":{\n" ID "\"valid_from\":{\"constant\":null}}}",
     "missing_value /columns/valid_from 3:17"},
    {HEAD "\n\"delimiter\":\"ab\",\"columns\":{" ID FROM "}}",
     "bad_character /delimiter 2:13"},
    {HEAD "\n\"delimiter\":\"\\\"\",\"columns\":{" ID FROM "}}",
     "bad_character /delimiter 2:13"},
    {HEAD "\n\"delimiter\":\"å\",\"columns\":{" ID FROM "}}",
     "bad_character /delimiter 2:13"},
    {HEAD "\n\"encoding\":\"utf-16\",\"columns\":{" ID FROM "}}",
     "unknown_value /encoding 2:12"},
    {JSONL "\n\"delimiter\":\";\",\"columns\":{\"id\":{\"from\":\"a\"}," FROM
           "}}",
     "not_allowed /delimiter 2:1"},
    {JSONL "\n\"columns\":{\n" ID FROM "}}",
     "not_allowed /columns/id/from 3:14"},
    {COURSE "\n\"columns\":{\n\"citizen\":{\"from\":1},\"service\":{"
            "\"from\":2},\"from\":{\"from\":3}}}",
     "none"},
    {COURSE "\n\"columns\":{\"citizen\":{\"from\":1},\"service\":{"
            "\"from\":2}}}",
     "missing_member /columns 2:11"},
    {COURSE "\n\"columns\":{\"citizen\":{\"from\":1},\"service\":{"
            "\"from\":2},\"from\":{\"from\":3},\n\"area\":{\"from\":4}}}",
     "unknown_reference /columns/area 3:1"},
    {"{\"msb_mapping\":2,\"format\":\"csv\",\"record\":\"citizen\",\n"
     "\"columns\":{" ID FROM "}}",
     "unsupported_version /msb_mapping 1:16"},
    {"[]", "wrong_type  1:1"},
    {"{\n", "syntax  2:1"},
    {"\"\xff\"", "encoding  1:2"},
};

static void
every_fault_has_a_code_a_pointer_and_a_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum msb_status status;
        char found[200];

        find_problem(cases[i].text, found, &status);
        if (strcmp(found, cases[i].first) != 0)
            fail_msg("case %zu: %s instead of %s", i, found, cases[i].first);
        if (strcmp(cases[i].first, "none") == 0)
            assert_int_equal(status, MSB_OK);
        else
            assert_true(status == MSB_ERR_INVALID || status == MSB_ERR_SYNTAX);
    }
}

static void
all_faults_are_reported_at_once(void **state)
{
    /* format, record, split, date, valid_from, and an unknown member */
    static const char text[] =
        "{\"msb_mapping\":1,\"format\":\"xml\",\"record\":\"person\","
        "\"more\":1,\"columns\":{\"id\":{\"from\":1,\"split\":\",\"},"
        "\"cpr\":{\"from\":2,\"date\":\"any\"}}}";
    enum msb_status status;
    char first[200];

    (void)state;
    assert_int_equal(find_problem(text, first, &status), 6);
    assert_int_equal(status, MSB_ERR_INVALID);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_the_specification_is_read),
        cmocka_unit_test(every_fault_has_a_code_a_pointer_and_a_place),
        cmocka_unit_test(all_faults_are_reported_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
