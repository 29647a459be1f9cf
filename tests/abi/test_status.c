/* SPDX-License-Identifier: MIT */
/*
 * A status is for ever: its name, its number and its meaning. The table is
 * only added to; the switch makes the compiler refuse a status without a
 * line here.
 */
#include <msb/error.h>

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct {
    int value;
    enum msb_status status;
    const char *name;
} table[] = {
    {0, MSB_OK, "MSB_OK"},
    {1, MSB_ERR_NOMEM, "MSB_ERR_NOMEM"},
    {2, MSB_ERR_MISUSE, "MSB_ERR_MISUSE"},
    {3, MSB_ERR_NOT_FOUND, "MSB_ERR_NOT_FOUND"},
    {4, MSB_ERR_SYNTAX, "MSB_ERR_SYNTAX"},
    {5, MSB_ERR_CONFLICT, "MSB_ERR_CONFLICT"},
    {6, MSB_ERR_DENIED, "MSB_ERR_DENIED"},
    {7, MSB_ERR_STORE, "MSB_ERR_STORE"},
    {8, MSB_ERR_LIMIT, "MSB_ERR_LIMIT"},
    {9, MSB_ERR_INVALID, "MSB_ERR_INVALID"},
    {10, MSB_ERR_IO, "MSB_ERR_IO"},
    {11, MSB_ERR_BUSY, "MSB_ERR_BUSY"},
    {12, MSB_ERR_STOPPED, "MSB_ERR_STOPPED"},
};

enum { NUM_STATUSES = sizeof table / sizeof table[0] };

/* No default: -Wswitch names the one that is missing. */
static int
is_status(enum msb_status status)
{
    switch (status) {
    case MSB_OK:
    case MSB_ERR_NOMEM:
    case MSB_ERR_MISUSE:
    case MSB_ERR_NOT_FOUND:
    case MSB_ERR_SYNTAX:
    case MSB_ERR_CONFLICT:
    case MSB_ERR_DENIED:
    case MSB_ERR_STORE:
    case MSB_ERR_LIMIT:
    case MSB_ERR_INVALID:
    case MSB_ERR_IO:
    case MSB_ERR_BUSY:
    case MSB_ERR_STOPPED:
        return 1;
    }
    return 0;
}

static void
every_status_keeps_its_number_and_its_name(void **state)
{
    (void)state;
    for (int i = 0; i < NUM_STATUSES; i++) {
        assert_int_equal(table[i].value, i);
        assert_int_equal(table[i].status, i);
        assert_true(is_status(table[i].status));
        assert_string_equal(msb_status_get_name(table[i].status),
                            table[i].name);
    }
}

static void
what_is_no_status_has_a_name_that_says_so(void **state)
{
    static const int numbers[] = {NUM_STATUSES, NUM_STATUSES + 1, 1000,
                                  -1,           INT_MAX,          INT_MIN};

    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        assert_string_equal(msb_status_get_name((enum msb_status)numbers[i]),
                            "MSB_ERR_UNKNOWN");
}

static void
the_layout_of_an_error_is_frozen(void **state)
{
    (void)state;
    assert_int_equal(sizeof(struct msb_error), 512);
    assert_int_equal(offsetof(struct msb_error, status), 0);
    assert_int_equal(offsetof(struct msb_error, line), 4);
    assert_int_equal(offsetof(struct msb_error, column), 8);
    assert_int_equal(offsetof(struct msb_error, code), 12);
    assert_int_equal(offsetof(struct msb_error, where), 44);
    assert_int_equal(offsetof(struct msb_error, message), 160);
}

static void
freeing_no_text_does_nothing(void **state)
{
    (void)state;
    msb_text_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_keeps_its_number_and_its_name),
        cmocka_unit_test(what_is_no_status_has_a_name_that_says_so),
        cmocka_unit_test(the_layout_of_an_error_is_frozen),
        cmocka_unit_test(freeing_no_text_does_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
