/* SPDX-License-Identifier: MIT */
/*
 * Dates, day by day over the whole calendar. The calendar that they are
 * checked against counts days one at a time and knows the lengths of the
 * months from a table: nothing is shared with the arithmetic under test.
 */
#include <msb/date.h>

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct day {
    int year, month, day;
};

static int
length_of_month(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};

    if (month != 2)
        return lengths[month - 1];
    if (year % 400 == 0)
        return 29;
    if (year % 100 == 0)
        return 28;
    return year % 4 == 0 ? 29 : 28;
}

static void
go_to_next_day(struct day *at)
{
    if (++at->day <= length_of_month(at->year, at->month))
        return;
    at->day = 1;
    if (++at->month <= 12)
        return;
    at->month = 1;
    at->year++;
}

static struct msb_date
date_of(int year, int month, int day)
{
    struct msb_date date = {INT32_MIN};

    assert_int_equal(msb_date_from_ymd(year, month, day, &date, NULL), MSB_OK);
    return date;
}

static void
known_days_have_their_known_numbers(void **state)
{
    (void)state;
    assert_int_equal(date_of(1970, 1, 1).days, 0);
    assert_int_equal(date_of(1969, 12, 31).days, -1);
    assert_int_equal(date_of(2000, 3, 1).days, 11017);
    /* Unix time 1,000,000,000 fell on 2001-09-09: day 11,574. */
    assert_int_equal(date_of(2001, 9, 9).days, 11574);
    /* Modified Julian Day 0 is 40,587 days before 1970. */
    assert_int_equal(date_of(1858, 11, 17).days, -40587);
}

static void
every_day_of_the_calendar_follows_the_one_before(void **state)
{
    struct day at = {1583, 1, 1};
    int32_t expected = date_of(1583, 1, 1).days;
    char text[16], written[16];

    (void)state;
    for (; at.year <= 9999; go_to_next_day(&at), expected++) {
        struct msb_date date = {0}, read = {0};
        int year, month, day;

        if (msb_date_from_ymd(at.year, at.month, at.day, &date, NULL) != MSB_OK
            || date.days != expected)
            fail_msg("%d-%d-%d", at.year, at.month, at.day);
        msb_date_get_ymd(date, &year, &month, &day);
        if (year != at.year || month != at.month || day != at.day)
            fail_msg("%d-%d-%d", at.year, at.month, at.day);
        if (at.year % 97 != 0) /* printf is slow: every 97th year */
            continue;
        snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        msb_date_format(date, written);
        assert_string_equal(written, text);
        assert_int_equal(
            msb_date_parse(text, 10, MSB_DATE_FORM_ISO, &read, NULL), MSB_OK);
        assert_int_equal(read.days, expected);
    }
    assert_int_equal(expected - 1, date_of(9999, 12, 31).days);
}

static void
days_that_the_calendar_lacks_are_refused(void **state)
{
    (void)state;
    for (int year = 1583; year <= 9999; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 29; day <= 32; day++) {
                struct msb_date date = {7};
                enum msb_status status = msb_date_from_ymd(year, month, day,
                                                           &date, NULL);
                enum msb_status expected = day <= length_of_month(year, month)
                                               ? MSB_OK
                                               : MSB_ERR_INVALID;

                if (status != expected || (status != MSB_OK && date.days != 7))
                    fail_msg("%d-%d-%d", year, month, day);
            }
}

static void
numbers_beyond_the_calendar_are_refused(void **state)
{
    static const struct day table[] = {
        {1582, 12, 31},     {10000, 1, 1},      {1500, 6, 1},
        {0, 1, 1},          {-2000, 1, 1},      {2000, 0, 1},
        {2000, 13, 1},      {2000, -1, 1},      {2000, 1, 0},
        {2000, 1, -1},      {INT_MAX, 1, 1},    {INT_MIN, 1, 1},
        {2000, 1, INT_MAX}, {2000, INT_MAX, 1}, {2000, INT_MIN, INT_MIN},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct msb_date date = {7};

        assert_int_equal(msb_date_from_ymd(table[i].year, table[i].month,
                                           table[i].day, &date, NULL),
                         MSB_ERR_INVALID);
        assert_int_equal(date.days, 7);
    }
}

static void
any_number_of_days_can_be_split_and_written(void **state)
{
    static const int32_t table[] = {INT32_MIN, -141350, 2932897, INT32_MAX};
    struct msb_date before = {date_of(1583, 1, 1).days - 1};
    char text[11];
    int year, month, day;

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct msb_date date = {table[i]};

        msb_date_format(date, text);
        assert_string_equal(text, "0000-00-00");
        msb_date_get_ymd(date, NULL, &month, &day);
        assert_in_range(month, 1, 12);
        assert_in_range(day, 1, 31);
        assert_true(msb_date_get_birthday(date, INT_MAX).days <= 2932896);
        assert_int_equal(msb_date_get_age(date, date), 0);
    }
    msb_date_get_ymd(before, &year, &month, &day);
    assert_int_equal(year, 1582);
    assert_int_equal(month, 12);
    assert_int_equal(day, 31);
    msb_date_get_ymd(before, NULL, NULL, NULL);
}

static const struct {
    enum msb_date_form form;
    const char *text;
} forms[] = {
    {MSB_DATE_FORM_ISO, "2011-11-10"},
    {MSB_DATE_FORM_DANISH, "10-11-2011"},
    {MSB_DATE_FORM_DOTTED, "10.11.2011"},
    {MSB_DATE_FORM_SLASHED, "10/11/2011"},
};

enum { NUM_FORMS = sizeof forms / sizeof forms[0] };

static void
a_date_is_read_in_its_own_form_and_in_any(void **state)
{
    struct msb_date expected = date_of(2011, 11, 10);

    (void)state;
    for (size_t i = 0; i < NUM_FORMS; i++) {
        struct msb_date date = {0};

        for (size_t j = 0; j < NUM_FORMS; j++)
            assert_int_equal(
                msb_date_parse(forms[i].text, 10, forms[j].form, &date, NULL),
                i == j ? MSB_OK : MSB_ERR_SYNTAX);
        assert_int_equal(date.days, expected.days);
        date.days = 0;
        assert_int_equal(
            msb_date_parse(forms[i].text, 10, MSB_DATE_FORM_ANY, &date, NULL),
            MSB_OK);
        assert_int_equal(date.days, expected.days);
    }
}

/* In place of every byte of a date stands every byte that there is: only a
   digit for a digit leaves it well-formed. */
static void
one_wrong_byte_makes_a_date_malformed(void **state)
{
    (void)state;
    for (size_t i = 0; i < NUM_FORMS; i++)
        for (size_t at = 0; at < 10; at++)
            for (int byte = 0; byte < 256; byte++) {
                char was = forms[i].text[at];
                bool was_digit = was >= '0' && was <= '9';
                bool is_well_formed = was_digit ? byte >= '0' && byte <= '9'
                                                : byte == was;
                struct msb_date date;
                char text[10];

                memcpy(text, forms[i].text, 10);
                text[at] = (char)byte;
                assert_int_equal(
                    msb_date_parse(text, 10, forms[i].form, &date, NULL)
                        != MSB_ERR_SYNTAX,
                    is_well_formed);
                assert_int_equal(
                    msb_date_parse(text, 10, MSB_DATE_FORM_ANY, &date, NULL)
                        != MSB_ERR_SYNTAX,
                    is_well_formed);
            }
}

static void
a_birthday_is_the_first_day_of_its_age(void **state)
{
    static const int decades[] = {1583, 1890, 1900, 1990, 2000};

    (void)state;
    for (size_t i = 0; i < sizeof decades / sizeof decades[0]; i++) {
        struct msb_date birth = date_of(decades[i], 1, 1);
        struct msb_date end = date_of(decades[i] + 10, 1, 1);

        for (; birth.days < end.days; birth.days++)
            for (int age = 0; age <= 130; age++) {
                struct msb_date on = msb_date_get_birthday(birth, age);
                struct msb_date eve = {on.days - 1};

                if (msb_date_get_age(birth, on) != age
                    || msb_date_get_age(birth, eve) != age - 1)
                    fail_msg("day %d, age %d", (int)birth.days, age);
            }
    }
}

/* Walks every day of a life and counts the birthdays on the way. */
static void
count_birthdays_of(int month, int day)
{
    struct day at = {1896, month, day};
    struct msb_date birth = date_of(1896, month, day);
    struct msb_date on = birth;
    int age = 0;

    for (; on.days < birth.days + 48000; on.days++, go_to_next_day(&at)) {
        bool has_leap_day = length_of_month(at.year, 2) == 29;
        bool is_birthday = at.month == month && at.day == day;

        if (month == 2 && day == 29 && !has_leap_day)
            is_birthday = at.month == 3 && at.day == 1;
        if (is_birthday && on.days > birth.days)
            age++;
        if (msb_date_get_age(birth, on) != age)
            fail_msg("born %d-%d, on day %d", month, day, (int)on.days);
    }
    assert_int_equal(age, 131);
}

static void
an_age_counts_the_birthdays_that_have_come(void **state)
{
    struct day at = {1896, 1, 1};

    (void)state;
    for (; at.year == 1896; go_to_next_day(&at))
        count_birthdays_of(at.month, at.day);
}

static void
a_birthday_beyond_the_calendar_is_its_last_day(void **state)
{
    struct msb_date last = date_of(9999, 12, 31);

    (void)state;
    assert_int_equal(msb_date_get_birthday(date_of(9999, 1, 1), 1).days,
                     last.days);
    assert_int_equal(msb_date_get_birthday(date_of(2000, 1, 1), INT_MAX).days,
                     last.days);
    assert_int_equal(msb_date_get_birthday(date_of(9990, 5, 6), 9).days,
                     date_of(9999, 5, 6).days);
    assert_int_equal(msb_date_get_birthday(last, INT_MIN).days, last.days);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_days_have_their_known_numbers),
        cmocka_unit_test(every_day_of_the_calendar_follows_the_one_before),
        cmocka_unit_test(days_that_the_calendar_lacks_are_refused),
        cmocka_unit_test(numbers_beyond_the_calendar_are_refused),
        cmocka_unit_test(any_number_of_days_can_be_split_and_written),
        cmocka_unit_test(a_date_is_read_in_its_own_form_and_in_any),
        cmocka_unit_test(one_wrong_byte_makes_a_date_malformed),
        cmocka_unit_test(a_birthday_is_the_first_day_of_its_age),
        cmocka_unit_test(an_age_counts_the_birthdays_that_have_come),
        cmocka_unit_test(a_birthday_beyond_the_calendar_is_its_last_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
