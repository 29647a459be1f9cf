/* SPDX-License-Identifier: MIT */
/*
 * CPR numbers, and the mistakes that other libraries made with them.
 *
 * None of the numbers here is a living person's: they are MedCom's official
 * test persons, the example of the CPR office's own description (070761-4285),
 * replacement numbers (day + 60, never a CPR number), birth dates that are
 * not before 2036, or of 1858, when nobody lived long enough to be given one,
 * and numbers that are none.
 */
#include <msb/cpr.h>

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Fails the test unless the number is one. */
static struct msb_cpr
parse(const char *text)
{
    struct msb_cpr cpr = {0};
    enum msb_status status = msb_cpr_parse(text, strlen(text), &cpr, NULL);

    if (status != MSB_OK)
        fail_msg("%s: %s", text, msb_status_get_name(status));
    return cpr;
}

static void
assert_born(const char *text, int year, int month, int day)
{
    struct msb_cpr cpr = parse(text);
    struct msb_date date;

    assert_int_equal(msb_date_from_ymd(year, month, day, &date, NULL), MSB_OK);
    if (cpr.birth_date.days != date.days) {
        int was;

        msb_date_get_ymd(cpr.birth_date, &was, NULL, NULL);
        fail_msg("%s: born in %d, not in %d", text, was, year);
    }
}

static void
assert_refused(const char *text, enum msb_status expected)
{
    struct msb_cpr cpr, before;
    struct msb_error err = {0};

    memset(&cpr, 0x5a, sizeof cpr);
    before = cpr;
    if (msb_cpr_parse(text, strlen(text), &cpr, &err) != expected)
        fail_msg("%s", text);
    assert_memory_equal(&cpr, &before, sizeof cpr);
    for (const char *c = err.message; *c != '\0'; c++)
        assert_false(isdigit((unsigned char)*c));
}

/* Every row of the table at both of its ends, for each 7th digit. */
static void
the_seventh_digit_and_the_year_tell_the_century(void **state)
{
    static const struct {
        const char *digits;
        int year; /* two digits */
        int expected;
    } table[] = {
        {"0123", 0, 1900},  {"0123", 36, 1936}, {"0123", 37, 1937},
        {"0123", 57, 1957}, {"0123", 58, 1958}, {"0123", 99, 1999},
        {"49", 0, 2000},    {"49", 36, 2036},   {"49", 37, 1937},
        {"49", 57, 1957},   {"49", 58, 1958},   {"49", 99, 1999},
        {"5678", 0, 2000},  {"5678", 36, 2036}, {"5678", 37, 2037},
        {"5678", 57, 2057}, {"5678", 58, 1858}, {"5678", 99, 1899},
    };
    char text[16];

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        for (const char *digit = table[i].digits; *digit != '\0'; digit++) {
            snprintf(text, sizeof text, "6101%02d%c000", table[i].year, *digit);
            assert_born(text, table[i].expected, 1, 1);
        }
}

static void
every_year_of_every_seventh_digit_has_its_century(void **state)
{
    char text[16];

    (void)state;
    for (int digit = 0; digit <= 9; digit++)
        for (int year = 0; year <= 99; year++) {
            int expected = 1900 + year;

            if ((digit == 4 || digit == 9) && year < 37)
                expected = 2000 + year;
            if (digit >= 5 && digit <= 8)
                expected = year < 58 ? 2000 + year : 1800 + year;
            snprintf(text, sizeof text, "6101%02d%d000", year, digit);
            assert_born(text, expected, 1, 1);
        }
}

static void
the_hyphen_is_optional_and_has_one_place(void **state)
{
    (void)state;
    assert_string_equal(parse("070761-4285").digits, "0707614285");
    assert_string_equal(parse("0707614285").digits, "0707614285");
    assert_refused("07076-14285", MSB_ERR_SYNTAX);
    assert_refused("0707614-285", MSB_ERR_SYNTAX);
    assert_refused("070761--285", MSB_ERR_SYNTAX);
    assert_refused("-0707614285", MSB_ERR_SYNTAX);
    assert_refused("0707614285-", MSB_ERR_SYNTAX);
    assert_refused("070761 4285", MSB_ERR_SYNTAX);
    assert_refused("070761-42851", MSB_ERR_SYNTAX);
    assert_refused(" 0707614285", MSB_ERR_SYNTAX);
    assert_refused("0707614285\n", MSB_ERR_SYNTAX);
    assert_refused("070761428", MSB_ERR_SYNTAX);
    assert_refused("070761428x", MSB_ERR_SYNTAX);
    assert_refused("070761428\xb2", MSB_ERR_SYNTAX); /* superscript 2 */
    assert_refused("", MSB_ERR_SYNTAX);
}

static void
the_last_digit_tells_the_sex(void **state)
{
    char text[] = "610100000x";

    (void)state;
    for (char digit = '0'; digit <= '9'; digit++) {
        text[9] = digit;
        assert_int_equal(parse(text).sex, strchr("13579", digit) != NULL
                                              ? MSB_SEX_MALE
                                              : MSB_SEX_FEMALE);
    }
}

static void
a_day_raised_by_sixty_is_a_replacement_number(void **state)
{
    char text[16];

    (void)state;
    for (int day = 0; day <= 99; day++) {
        bool is_day = (day >= 1 && day <= 31) || (day >= 61 && day <= 91);

        /* January 2050: nobody has been given one yet. */
        snprintf(text, sizeof text, "%02d01505000", day);
        if (!is_day) {
            assert_refused(text, MSB_ERR_INVALID);
            continue;
        }
        assert_int_equal(parse(text).is_replacement, day > 60);
        assert_born(text, 2050, 1, day > 60 ? day - 60 : day);
    }
    assert_refused("9002505000", MSB_ERR_INVALID); /* 30 February + 60 */
    assert_refused("9104505000", MSB_ERR_INVALID); /* 31 April + 60 */
}

static void
modulus_11_is_an_attribute_and_no_reason_to_refuse(void **state)
{
    (void)state;
    /* 4*0+3*7+2*0+7*7+6*6+5*1+4*4+3*2+2*8+5 = 154 = 14 * 11 */
    assert_true(parse("0707614285").passes_modulus_11);
    assert_false(parse("0707614286").passes_modulus_11);
}

/* MedCom's test persons, all of whom fail modulus 11. */
static void
official_test_persons_are_accepted(void **state)
{
    static const struct {
        const char *cpr;
        int year, month, day;
        enum msb_sex sex;
    } table[] = {
        {"0201609995", 1960, 1, 2, MSB_SEX_MALE},
        {"0201609996", 1960, 1, 2, MSB_SEX_FEMALE},
        {"0504909995", 1990, 4, 5, MSB_SEX_MALE},
        {"2512489996", 1948, 12, 25, MSB_SEX_FEMALE},
        {"0211223989", 1922, 11, 2, MSB_SEX_MALE},
        {"2509479989", 1947, 9, 25, MSB_SEX_MALE},
        {"0505059996", 2005, 5, 5, MSB_SEX_FEMALE},
        {"0505239996", 2023, 5, 5, MSB_SEX_FEMALE},
        {"3103979995", 1997, 3, 31, MSB_SEX_MALE},
        {"2311143995", 1914, 11, 23, MSB_SEX_MALE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct msb_cpr cpr = parse(table[i].cpr);

        assert_born(table[i].cpr, table[i].year, table[i].month, table[i].day);
        assert_int_equal(cpr.sex, table[i].sex);
        assert_false(cpr.is_replacement);
        assert_false(cpr.passes_modulus_11);
    }
}

/* validator.js issue 2818: 7th digit 5 to 8 with the years 37 to 57 refused,
   though they are 2037 to 2057. */
static void
years_37_to_57_with_seventh_digit_5_to_8_are_accepted(void **state)
{
    char text[16];

    (void)state;
    for (int year = 37; year <= 57; year++)
        for (int digit = 5; digit <= 8; digit++) {
            snprintf(text, sizeof text, "0202%02d%d000", year, digit);
            assert_born(text, 2000 + year, 2, 2);
        }
    assert_born("0202585000", 1858, 2, 2);
}

/* OS2datascanner: `year > 37` for the digit 9 made 1937 into 2037. */
static void
year_37_with_seventh_digit_9_is_1937(void **state)
{
    (void)state;
    assert_born("6101379000", 1937, 1, 1);
    assert_born("6101369000", 2036, 1, 1);
    assert_born("6101374000", 1937, 1, 1);
}

/* mimesis issue 1050 made 310250-9000; others only look at the ranges of day
   and month. */
static void
days_that_no_month_has_are_refused(void **state)
{
    static const char *const table[] = {
        "3102509000", /* 31 February */
        "3002505000", /* 30 February */
        "3104505000", "3106505000", "3109505000",
        "3111505000", "2902515000", /* 29 February of 2051 */
        "2902003000",               /* of 1900, no leap year */
        "0000505000", "0100505000", "0113505000",
        "0001505000", "0000000000", "9999999999",
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_refused(table[i], MSB_ERR_INVALID);
    assert_born("2902525000", 2052, 2, 29);
    assert_born("8902004000", 2000, 2, 29);
}

/* itk-dev/cpr-validator and loophp refuse numbers that fail modulus 11 but
   for a fixed list of birth dates, all of them 1 January. */
static void
numbers_without_modulus_11_are_accepted_on_any_date(void **state)
{
    char text[16];

    (void)state;
    for (int month = 1; month <= 12; month++)
        for (int day = 1; day <= 28; day++) {
            int num_passing = 0;

            for (int last = 0; last <= 9; last++) {
                snprintf(text, sizeof text, "%02d%02d50500%d", day, month,
                         last);
                num_passing += parse(text).passes_modulus_11;
            }
            /* The last weight is 1: at most one last digit passes. */
            assert_in_range(num_passing, 0, 1);
        }
}

static void
a_number_is_printed_masked(void **state)
{
    struct msb_cpr cpr = parse("070761-4285");
    char out[12];

    (void)state;
    memset(out, '#', sizeof out);
    msb_cpr_format_masked(&cpr, out);
    assert_string_equal(out, "070761-xxxx");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_seventh_digit_and_the_year_tell_the_century),
        cmocka_unit_test(every_year_of_every_seventh_digit_has_its_century),
        cmocka_unit_test(the_hyphen_is_optional_and_has_one_place),
        cmocka_unit_test(the_last_digit_tells_the_sex),
        cmocka_unit_test(a_day_raised_by_sixty_is_a_replacement_number),
        cmocka_unit_test(modulus_11_is_an_attribute_and_no_reason_to_refuse),
        cmocka_unit_test(official_test_persons_are_accepted),
        cmocka_unit_test(years_37_to_57_with_seventh_digit_5_to_8_are_accepted),
        cmocka_unit_test(year_37_with_seventh_digit_9_is_1937),
        cmocka_unit_test(days_that_no_month_has_are_refused),
        cmocka_unit_test(numbers_without_modulus_11_are_accepted_on_any_date),
        cmocka_unit_test(a_number_is_printed_masked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
