/* SPDX-License-Identifier: MIT */
/*
 * Reading a model survives every failed allocation, cJSON's among them: this
 * program lets cJSON allocate through the library's seam.
 */
#include <msb/model.h>

#include <cjson/cJSON.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"

/* Every member that the format knows. */
static const char valid[] =
    "{\"msb_model\": 1, \"id\": \"m\", \"name\": {\"da\": \"M\"},"
    " \"comment\": {\"any\": [\"thing\"]},"
    " \"authority\": {\"name\": \"A\", \"municipality_code\": \"751\"},"
    " \"valid_from\": \"2019-08-01\", \"valid_to\": \"2020-01-01\","
    " \"replaces\": {\"model\": \"o\", \"successors\": {\"x\": [\"a\"]}},"
    " \"coordination\": \"single\", \"hit_policy\": \"first\","
    " \"attributes\": {\"n\": {\"type\": \"integer\", \"min\": 0, \"max\": 9,"
    "  \"label\": \"N\", \"law\": \"L\", \"sensitive\": true},"
    "  \"e\": {\"type\": \"enum\", \"values\": [\"x\", \"y\"]},"
    "  \"f\": {\"type\": \"flag\"},"
    "  \"s\": {\"type\": \"set\", \"values\": [\"x\", \"y\"]}},"
    " \"target_groups\": [{\"id\": \"g\", \"name\": \"G\", \"when\":"
    "  {\"age\": {\"from\": 15}, \"n\": [1, 3]}}],"
    " \"areas\": [{\"id\": \"a\", \"name\": \"A\", \"serves\": [\"g\"],"
    "  \"external\": false, \"contact\": {\"phone\": \"1\", \"address\":"
    "  {\"da\": \"Torvet\"}}}],"
    " \"staffs\": [{\"id\": \"st\", \"name\": \"S\", \"supports\": [\"a\"],"
    "  \"functions\": [\"HR\"]}],"
    " \"units\": [{\"id\": \"u\", \"name\": \"U\", \"kind\": \"center\","
    "  \"parent\": \"a\", \"leader\": \"NN\", \"employees\": 5}],"
    " \"services\": [{\"id\": \"v\", \"name\": \"V\", \"law\": \"L\","
    "  \"delivered_by\": [{\"when\": {\"e\": \"x\"}, \"by\": \"u\"}]},"
    "  {\"id\": \"w\", \"name\": \"W\", \"delivered_by\": \"a\"}],"
    " \"responsibility\": [{\"id\": \"r\", \"when\": {\"any\": [{\"s\":"
    "  {\"any_of\": [\"x\"], \"none_of\": [\"y\"]}}, {\"not\": {\"f\": true}}],"
    "  \"all\": [{\"s\": [\"x\"], \"services\": \"v\"}]}, \"area\": \"a\","
    "  \"because\": {\"da\": \"B\", \"en\": \"B\"}, \"law\": \"L\","
    "  \"source\": \"S\"}]}";

/* Mistakes of many kinds, with suggestions and a circle. */
static const char invalid[] =
    "{\"msb_model\": 1, \"id\": \"m\", \"name\": \"\", \"nme\": 1,"
    " \"id\": \"m\", \"valid_from\": \"2019-02-30\", \"hit_policy\": \"x\","
    " \"a\": 0, \"b\": 0, \"c\": 0,"
    " \"attributes\": {\"age\": {}, \"e\": {\"type\": \"enum\", \"values\":"
    "  [\"x\", \"x\"]}},"
    " \"areas\": [{\"id\": \"area\", \"name\": \"A\"}, {\"id\": \"area\"}],"
    " \"units\": [{\"id\": \"u\", \"name\": \"U\", \"parent\": \"u\"}],"
    " \"responsibility\": [{\"id\": \"r\", \"when\": {\"not\": {\"ag\": 1}},"
    "  \"area\": \"aera\"}]}";

static void *
allocate(size_t size)
{
    return msbi_alloc(size);
}

static int
use_seam(void **state)
{
    cJSON_Hooks hooks = {.malloc_fn = allocate, .free_fn = msbi_free};

    (void)state;
    cJSON_InitHooks(&hooks);
    return 0;
}

static int
leave_seam(void **state)
{
    (void)state;
    cJSON_InitHooks(NULL);
    return 0;
}

/* Fail the n-th allocation for every n until none fails; how many there are. */
static unsigned long
fail_each(const char *text, const char *path, enum msb_status expected)
{
    enum msb_status status;
    unsigned long n = 0;

    do {
        struct msb_model *model = NULL;
        struct msb_problems *problems = NULL;
        struct msb_error err = {0};
        size_t before = msbi_alloc_num_live();

        msbi_alloc_fail_at(++n);
        status = path != NULL ? msb_model_load(path, &model, &problems, &err)
                              : msb_model_parse(text, strlen(text), "x.json",
                                                &model, &problems, &err);
        msbi_alloc_fail_at(0);
        assert_int_equal(err.status, status);
        assert_true((model != NULL) == (status == MSB_OK));
        assert_true((problems != NULL)
                    == (status == MSB_ERR_SYNTAX || status == MSB_ERR_INVALID));
        msb_problems_unref(problems);
        msb_model_unref(model);
        assert_int_equal(msbi_alloc_num_live(), before);
        assert_true(status == expected || status == MSB_ERR_NOMEM);
    } while (status != expected);
    return n;
}

static void
a_valid_model_survives_every_failed_allocation(void **state)
{
    (void)state;
    /* It has more than a hundred strings, each allocated twice. */
    assert_true(fail_each(valid, NULL, MSB_OK) > 200);
}

static void
an_invalid_model_survives_every_failed_allocation(void **state)
{
    (void)state;
    assert_true(fail_each(invalid, NULL, MSB_ERR_INVALID) > 100);
}

static void
what_is_not_json_survives_every_failed_allocation(void **state)
{
    (void)state;
    assert_true(fail_each("{\"a\": [1, 2}", NULL, MSB_ERR_SYNTAX) > 4);
}

static void
a_model_file_survives_every_failed_allocation(void **state)
{
    static const char path[] = "fault_model.json";
    FILE *file = fopen(path, "wb");

    (void)state;
    assert_non_null(file);
    assert_true(fputs(valid, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_true(fail_each(NULL, path, MSB_OK) > 200);
    unlink(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_valid_model_survives_every_failed_allocation),
        cmocka_unit_test(an_invalid_model_survives_every_failed_allocation),
        cmocka_unit_test(what_is_not_json_survives_every_failed_allocation),
        cmocka_unit_test(a_model_file_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests_name("fault model", tests, use_seam,
                                       leave_seam);
}
