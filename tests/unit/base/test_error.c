/* SPDX-License-Identifier: MIT */
/* How a failure is written into the caller's struct. */
#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static void
a_failure_fills_the_whole_struct(void **state)
{
    struct msb_error err;

    (void)state;
    memset(&err, 0x5a, sizeof err);
    assert_int_equal(
        msbi_fail(&err, MSB_ERR_INVALID, "bad_date", "expected %d digits", 10),
        MSB_ERR_INVALID);
    assert_int_equal(err.status, MSB_ERR_INVALID);
    assert_int_equal(err.line, 0);
    assert_int_equal(err.column, 0);
    assert_string_equal(err.code, "bad_date");
    assert_string_equal(err.where, "");
    assert_string_equal(err.message, "expected 10 digits");
}

static void
a_failure_without_a_struct_keeps_its_status(void **state)
{
    (void)state;
    assert_int_equal(msbi_fail(NULL, MSB_ERR_IO, "io", "x"), MSB_ERR_IO);
    assert_int_equal(msbi_fail_nomem(NULL), MSB_ERR_NOMEM);
    assert_int_equal(msbi_fail_misuse(NULL, "x"), MSB_ERR_MISUSE);
    assert_int_equal(msbi_error_at(NULL, "x", 1, 1), MSB_OK);
}

static void
out_of_memory_and_misuse_have_their_own_codes(void **state)
{
    struct msb_error err = {0};

    (void)state;
    assert_int_equal(msbi_fail_nomem(&err), MSB_ERR_NOMEM);
    assert_string_equal(err.code, "no_memory");
    assert_true(strlen(err.message) > 0);
    /* A per cent sign in the message is no format. */
    assert_int_equal(msbi_fail_misuse(&err, "100 %s"), MSB_ERR_MISUSE);
    assert_string_equal(err.code, "misuse");
    assert_string_equal(err.message, "100 %s");
}

static void
a_long_message_is_cut_between_two_characters(void **state)
{
    struct msb_error err = {0};
    char text[1024];

    (void)state;
    /* "ø" is two bytes; 351 fit, so the 176th would be cut in two. */
    for (size_t i = 0; i < 500; i++)
        memcpy(text + 2 * i, "\xc3\xb8", 2);
    text[1000] = '\0';
    assert_int_equal(msbi_fail(&err, MSB_ERR_IO, "io", "%s", text), MSB_ERR_IO);
    assert_int_equal(strlen(err.message), 350);
    assert_true(msbi_text_is_utf8(err.message, 350));
    assert_int_equal(msbi_error_at(&err, text, 1, 1), MSB_ERR_IO);
    assert_int_equal(strlen(err.where), 114);
    assert_true(msbi_text_is_utf8(err.where, 114));
}

static void
a_long_code_is_cut(void **state)
{
    struct msb_error err = {0};

    (void)state;
    assert_int_equal(msbi_fail(&err, MSB_ERR_IO,
                               "0123456789012345678901234567890123456789", "x"),
                     MSB_ERR_IO);
    assert_int_equal(strlen(err.code), 31);
}

static void
a_place_is_added_and_the_rest_stays(void **state)
{
    struct msb_error err = {0};

    (void)state;
    assert_int_equal(msbi_fail(&err, MSB_ERR_SYNTAX, "syntax", "bad"),
                     MSB_ERR_SYNTAX);
    assert_int_equal(msbi_error_at(&err, "model.json", 3, 14), MSB_ERR_SYNTAX);
    assert_string_equal(err.where, "model.json");
    assert_int_equal(err.line, 3);
    assert_int_equal(err.column, 14);
    assert_string_equal(err.message, "bad");
    assert_int_equal(msbi_error_at(&err, NULL, 0, 0), MSB_ERR_SYNTAX);
    assert_string_equal(err.where, "");
}

static void
an_error_can_be_rewritten_from_its_own_text(void **state)
{
    struct msb_error err = {0};

    (void)state;
    assert_int_equal(msbi_fail(&err, MSB_ERR_IO, "io", "no file"), MSB_ERR_IO);
    assert_int_equal(msbi_error_at(&err, "a.csv", 1, 1), MSB_ERR_IO);
    assert_int_equal(msbi_error_at(&err, err.where, 2, 5), MSB_ERR_IO);
    assert_string_equal(err.where, "a.csv");
    assert_int_equal(
        msbi_fail(&err, MSB_ERR_STORE, err.code, "store: %s", err.message),
        MSB_ERR_STORE);
    assert_string_equal(err.code, "io");
    assert_string_equal(err.message, "store: no file");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failure_fills_the_whole_struct),
        cmocka_unit_test(a_failure_without_a_struct_keeps_its_status),
        cmocka_unit_test(out_of_memory_and_misuse_have_their_own_codes),
        cmocka_unit_test(a_long_message_is_cut_between_two_characters),
        cmocka_unit_test(a_long_code_is_cut),
        cmocka_unit_test(a_place_is_added_and_the_rest_stays),
        cmocka_unit_test(an_error_can_be_rewritten_from_its_own_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
