/* SPDX-License-Identifier: MIT */
/*
 * The list of problems: its order, its bounds, and what a file with many
 * mistakes gets to read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "model/problems.h"

static void
an_empty_list_is_no_failure(void **state)
{
    struct msb_problems *problems = msbi_problems_new("x.json");
    struct msb_error err = {.status = MSB_OK};
    struct msb_problem problem = {.line = 7};

    (void)state;
    assert_int_equal(msbi_problems_finish(problems, MSB_ERR_INVALID, &err),
                     MSB_OK);
    assert_int_equal(msb_problems_num(problems), 0);
    assert_false(msb_problems_get(problems, 0, &problem));
    assert_int_equal(problem.line, 7);
    msb_problems_unref(problems);
    msb_problems_unref(NULL);
    assert_int_equal(msb_problems_num(NULL), 0);
    assert_false(msb_problems_get(NULL, 0, &problem));
}

static void
problems_stand_in_the_order_of_the_file(void **state)
{
    struct msb_problems *problems = msbi_problems_new("x.json");
    struct msb_problem problem;
    struct msb_error err = {0};
    char found[16] = "";

    (void)state;
    msbi_problems_add(problems, "d", "/d", 3, 1, "fourth");
    msbi_problems_add(problems, "b", "/b", 2, 9, "second");
    msbi_problems_add(problems, "a", "/a", 1, 5, "first, %d%%", 100);
    msbi_problems_add(problems, "c", "/c", 2, 9, "third");
    assert_int_equal(msbi_problems_finish(problems, MSB_ERR_INVALID, &err),
                     MSB_ERR_INVALID);
    for (size_t i = 0; msb_problems_get(problems, i, &problem); i++)
        strcat(found, problem.code);
    assert_string_equal(found, "abcd");
    assert_string_equal(err.message, "first, 100%");
    assert_string_equal(err.code, "a");
    assert_string_equal(err.where, "x.json");
    assert_int_equal(err.line, 1);
    assert_int_equal(err.column, 5);
    msb_problems_unref(problems);
}

static void
the_last_of_too_many_says_how_many_more_there_are(void **state)
{
    struct msb_problems *problems = msbi_problems_new("x.json");
    struct msb_problem problem;

    (void)state;
    for (int i = 0; i < 1500; i++)
        msbi_problems_add(problems, "code", "/x", i + 1, 1, "message");
    assert_int_equal(msbi_problems_finish(problems, MSB_ERR_INVALID, NULL),
                     MSB_ERR_INVALID);
    assert_int_equal(msb_problems_num(problems), MSBI_MAX_PROBLEMS);
    assert_true(msb_problems_get(problems, MSBI_MAX_PROBLEMS - 1, &problem));
    assert_string_equal(problem.code, "too_many_problems");
    assert_non_null(strstr(problem.message, "501 more")); /* 1500 - 999 */
    msb_problems_unref(problems);
}

static void
long_pointers_fill_the_list_sooner(void **state)
{
    struct msb_problems *problems = msbi_problems_new("x.json");
    const size_t length = (size_t)9 * 1024 * 1024;
    char *pointer = malloc(length + 1);

    (void)state;
    assert_non_null(pointer);
    memset(pointer, 'x', length);
    pointer[length] = '\0';
    for (int i = 0; i < 50; i++)
        msbi_problems_add(problems, "code", pointer, 1, 1, "message");
    assert_true(msbi_problems_is_full(problems));
    assert_int_equal(msbi_problems_finish(problems, MSB_ERR_INVALID, NULL),
                     MSB_ERR_INVALID);
    assert_int_equal(msb_problems_num(problems), 3); /* 2 × 9 > 16 MiB */
    msb_problems_unref(problems);
    free(pointer);
}

static void
a_long_message_is_cut_at_a_character(void **state)
{
    struct msb_problems *problems = msbi_problems_new("x.json");
    struct msb_problem problem;
    char text[801] = "";

    (void)state;
    for (int i = 0; i < 400; i++)
        strcat(text, "\xc3\xa6");
    msbi_problems_add(problems, "code", "", 1, 1, "%s", text);
    assert_true(msb_problems_get(problems, 0, &problem));
    /* 352 bytes with the NUL: 175 whole characters. */
    assert_int_equal(strlen(problem.message), 350);
    msb_problems_unref(problems);
}

static void
a_failed_allocation_is_remembered(void **state)
{
    struct msb_problems *problems = msbi_problems_new("x.json");
    struct msb_error err = {0};

    (void)state;
    msbi_alloc_fail_at(1);
    msbi_problems_add(problems, "code", "", 1, 1, "lost");
    msbi_alloc_fail_at(0);
    msbi_problems_add(problems, "code", "", 1, 1, "kept");
    assert_int_equal(msbi_problems_finish(problems, MSB_ERR_INVALID, &err),
                     MSB_ERR_NOMEM);
    assert_int_equal(err.status, MSB_ERR_NOMEM);
    msb_problems_unref(problems);
}

static void
a_shared_list_lives_until_its_last_reference(void **state)
{
    size_t before = msbi_alloc_num_live();
    struct msb_problems *problems = msbi_problems_new("x.json");
    struct msb_problem problem;

    (void)state;
    msbi_problems_add(problems, "code", "/p", 1, 2, "message");
    assert_ptr_equal(msb_problems_ref(problems), problems);
    msb_problems_unref(problems);
    assert_true(msb_problems_get(problems, 0, &problem));
    assert_string_equal(problem.pointer, "/p");
    msb_problems_unref(problems);
    assert_int_equal(msbi_alloc_num_live(), before);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_list_is_no_failure),
        cmocka_unit_test(problems_stand_in_the_order_of_the_file),
        cmocka_unit_test(the_last_of_too_many_says_how_many_more_there_are),
        cmocka_unit_test(long_pointers_fill_the_list_sooner),
        cmocka_unit_test(a_long_message_is_cut_at_a_character),
        cmocka_unit_test(a_failed_allocation_is_remembered),
        cmocka_unit_test(a_shared_list_lives_until_its_last_reference),
    };

    return cmocka_run_group_tests_name("model problems", tests, NULL, NULL);
}
