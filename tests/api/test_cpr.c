/* SPDX-License-Identifier: MIT */
/*
 * CPR numbers, as an embedding program sees them. 070761-4285 is the example
 * of the CPR office's own description; 020160-9995 is a MedCom test person.
 */
#include <msb/cpr.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
a_number_tells_birth_date_and_sex(void **state)
{
    struct msb_cpr cpr;
    struct msb_date birth_date;

    (void)state;
    assert_int_equal(msb_cpr_parse("070761-4285", 11, &cpr, NULL), MSB_OK);
    assert_int_equal(msb_date_from_ymd(1961, 7, 7, &birth_date, NULL), MSB_OK);
    assert_string_equal(cpr.digits, "0707614285");
    assert_int_equal(cpr.birth_date.days, birth_date.days);
    assert_int_equal(cpr.sex, MSB_SEX_MALE);
    assert_false(cpr.is_replacement);
    assert_true(cpr.passes_modulus_11);
}

static void
a_number_without_modulus_11_is_a_number(void **state)
{
    struct msb_cpr cpr;

    (void)state;
    assert_int_equal(msb_cpr_parse("0201609995;", 10, &cpr, NULL), MSB_OK);
    assert_false(cpr.passes_modulus_11);
    assert_int_equal(msb_cpr_parse("070761-4286", 11, &cpr, NULL), MSB_OK);
    assert_false(cpr.passes_modulus_11);
    assert_int_equal(cpr.sex, MSB_SEX_FEMALE);
}

static void
a_replacement_number_is_marked(void **state)
{
    struct msb_cpr cpr;
    struct msb_date birth_date;
    char masked[12];

    (void)state;
    assert_int_equal(msb_cpr_parse("670761-0000", 11, &cpr, NULL), MSB_OK);
    assert_int_equal(msb_date_from_ymd(1961, 7, 7, &birth_date, NULL), MSB_OK);
    assert_true(cpr.is_replacement);
    assert_int_equal(cpr.birth_date.days, birth_date.days);
    msb_cpr_format_masked(&cpr, masked);
    assert_string_equal(masked, "670761-xxxx");
}

static void
what_is_no_number_is_refused_without_repeating_it(void **state)
{
    static const struct {
        const char *text;
        enum msb_status status;
        const char *code;
    } table[] = {
        {"070761", MSB_ERR_SYNTAX, "bad_cpr"},
        {"070761-42855", MSB_ERR_SYNTAX, "bad_cpr"},
        {"070761/4285", MSB_ERR_SYNTAX, "bad_cpr"},
        {"070761-428a", MSB_ERR_SYNTAX, "bad_cpr"},
        {"3002505000", MSB_ERR_INVALID, "no_such_date"},
        {"3102509000", MSB_ERR_INVALID, "no_such_date"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct msb_error err = {0};
        struct msb_cpr cpr = {0};

        assert_int_equal(
            msb_cpr_parse(table[i].text, strlen(table[i].text), &cpr, &err),
            table[i].status);
        assert_int_equal(err.status, table[i].status);
        assert_string_equal(err.code, table[i].code);
        assert_int_equal(strcspn(err.message, "0123456789"),
                         strlen(err.message));
        assert_string_equal(cpr.digits, "");
    }
}

static void
misuse_is_a_status(void **state)
{
    struct msb_cpr cpr;

    (void)state;
    assert_int_equal(msb_cpr_parse(NULL, 0, &cpr, NULL), MSB_ERR_MISUSE);
    assert_int_equal(msb_cpr_parse("070761-4285", 11, NULL, NULL),
                     MSB_ERR_MISUSE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_tells_birth_date_and_sex),
        cmocka_unit_test(a_number_without_modulus_11_is_a_number),
        cmocka_unit_test(a_replacement_number_is_marked),
        cmocka_unit_test(what_is_no_number_is_refused_without_repeating_it),
        cmocka_unit_test(misuse_is_a_status),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
