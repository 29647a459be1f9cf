/* SPDX-License-Identifier: MIT */
/* Dates, ages and periods, as an embedding program sees them. */
#include <msb/date.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct msb_date
iso(const char *text)
{
    struct msb_date date = {0};

    assert_int_equal(
        msb_date_parse(text, strlen(text), MSB_DATE_FORM_ISO, &date, NULL),
        MSB_OK);
    return date;
}

static void
a_date_is_the_number_of_days_since_1970(void **state)
{
    struct msb_date date = {-1};

    (void)state;
    assert_int_equal(msb_date_from_ymd(1970, 1, 1, &date, NULL), MSB_OK);
    assert_int_equal(date.days, 0);
    assert_int_equal(iso("2019-08-01").days, 18109);
    assert_int_equal(sizeof date, 4);
}

static const struct {
    const char *text;
    enum msb_date_form form;
    enum msb_status status;
} texts[] = {
    {"2019-12-31", MSB_DATE_FORM_ISO, MSB_OK},
    {"31-12-2019", MSB_DATE_FORM_DANISH, MSB_OK},
    {"31.12.2019", MSB_DATE_FORM_DOTTED, MSB_OK},
    {"31/12/2019", MSB_DATE_FORM_SLASHED, MSB_OK},
    {"31/12/2019", MSB_DATE_FORM_ANY, MSB_OK},
    {"1583-01-01", MSB_DATE_FORM_ISO, MSB_OK},
    {"9999-12-31", MSB_DATE_FORM_ISO, MSB_OK},
    {"", MSB_DATE_FORM_ANY, MSB_ERR_SYNTAX},
    {"2019-12-3", MSB_DATE_FORM_ISO, MSB_ERR_SYNTAX},
    {"2019-12-31 ", MSB_DATE_FORM_ISO, MSB_ERR_SYNTAX},
    {" 2019-12-31", MSB_DATE_FORM_ISO, MSB_ERR_SYNTAX},
    {"2019-12-31T00:00", MSB_DATE_FORM_ANY, MSB_ERR_SYNTAX},
    {"2019-1-31", MSB_DATE_FORM_ISO, MSB_ERR_SYNTAX},
    {"1-2-2019", MSB_DATE_FORM_DANISH, MSB_ERR_SYNTAX},
    {"31-12-19", MSB_DATE_FORM_ANY, MSB_ERR_SYNTAX},
    {"20191231", MSB_DATE_FORM_ANY, MSB_ERR_SYNTAX},
    {"31-12.2019", MSB_DATE_FORM_ANY, MSB_ERR_SYNTAX},
    {"2019/12/31", MSB_DATE_FORM_ANY, MSB_ERR_SYNTAX},
    {"+019-12-31", MSB_DATE_FORM_ISO, MSB_ERR_SYNTAX},
    {"-019-12-31", MSB_DATE_FORM_ANY, MSB_ERR_SYNTAX},
    {"2019-12-3x", MSB_DATE_FORM_ISO, MSB_ERR_SYNTAX},
    {"2019-02-30", MSB_DATE_FORM_ISO, MSB_ERR_INVALID},
    {"30-02-2020", MSB_DATE_FORM_DANISH, MSB_ERR_INVALID},
    {"29-02-2019", MSB_DATE_FORM_DANISH, MSB_ERR_INVALID},
    {"29-02-1900", MSB_DATE_FORM_ANY, MSB_ERR_INVALID},
    {"29-02-2000", MSB_DATE_FORM_ANY, MSB_OK},
    {"12-31-2019", MSB_DATE_FORM_DANISH, MSB_ERR_INVALID},
    {"31-04-2019", MSB_DATE_FORM_DANISH, MSB_ERR_INVALID},
    {"00-01-2019", MSB_DATE_FORM_DANISH, MSB_ERR_INVALID},
    {"01-00-2019", MSB_DATE_FORM_DANISH, MSB_ERR_INVALID},
    {"1582-12-31", MSB_DATE_FORM_ISO, MSB_ERR_INVALID},
    {"0000-01-01", MSB_DATE_FORM_ISO, MSB_ERR_INVALID},
};

static void
the_whole_text_must_be_a_date(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct msb_date date = {12345};
        struct msb_error err = {0};
        enum msb_status status = msb_date_parse(
            texts[i].text, strlen(texts[i].text), texts[i].form, &date, &err);

        if (status != texts[i].status)
            fail_msg("%s: %s", texts[i].text, msb_status_get_name(status));
        assert_int_equal(err.status, texts[i].status);
        if (status == MSB_OK)
            continue;
        assert_int_equal(date.days, 12345);
        assert_string_equal(
            err.code, status == MSB_ERR_SYNTAX ? "bad_date" : "no_such_date");
        if (texts[i].text[0] != '\0')
            assert_null(strstr(err.message, texts[i].text));
    }
}

static void
a_date_is_read_from_the_middle_of_a_line(void **state)
{
    struct msb_date date = {0};

    (void)state;
    assert_int_equal(
        msb_date_parse("01-05-1996;x", 10, MSB_DATE_FORM_DANISH, &date, NULL),
        MSB_OK);
    assert_int_equal(date.days, iso("1996-05-01").days);
}

static void
misuse_is_a_status(void **state)
{
    struct msb_date date;
    struct msb_error err = {0};

    (void)state;
    assert_int_equal(msb_date_parse(NULL, 0, MSB_DATE_FORM_ISO, &date, &err),
                     MSB_ERR_MISUSE);
    assert_string_equal(err.code, "misuse");
    assert_int_equal(
        msb_date_parse("2019-12-31", 10, MSB_DATE_FORM_ISO, NULL, NULL),
        MSB_ERR_MISUSE);
    assert_int_equal(
        msb_date_parse("2019-12-31", 10, (enum msb_date_form)0, &date, NULL),
        MSB_ERR_MISUSE);
    assert_int_equal(
        msb_date_parse("2019-12-31", 10, (enum msb_date_form)6, &date, NULL),
        MSB_ERR_MISUSE);
    assert_int_equal(msb_date_from_ymd(2019, 12, 31, NULL, NULL),
                     MSB_ERR_MISUSE);
}

static void
a_date_is_split_and_written_as_it_was_made(void **state)
{
    struct msb_date date = iso("1996-05-01");
    char text[11];
    int year, month, day;

    (void)state;
    msb_date_get_ymd(date, &year, &month, &day);
    assert_int_equal(year, 1996);
    assert_int_equal(month, 5);
    assert_int_equal(day, 1);
    msb_date_format(date, text);
    assert_string_equal(text, "1996-05-01");
    msb_date_format(iso("1583-01-01"), text);
    assert_string_equal(text, "1583-01-01");
    msb_date_format(iso("9999-12-31"), text);
    assert_string_equal(text, "9999-12-31");
}

static void
an_age_is_in_whole_years_completed(void **state)
{
    static const struct {
        const char *birth, *on;
        int age;
    } table[] = {
        {"1996-05-01", "2019-04-30", 22},
        {"1996-05-01", "2019-05-01", 23},
        {"1996-05-01", "1996-05-01", 0},
        {"1996-05-01", "1996-04-30", -1},
        {"1996-05-01", "1980-01-01", -1},
        {"1995-12-31", "1996-01-01", 0},
        {"1889-12-31", "2019-12-31", 130},
        /* 29 February: 1 March in common years, 1900 and 2100 among them */
        {"2004-02-29", "2019-02-28", 14},
        {"2004-02-29", "2019-03-01", 15},
        {"2004-02-29", "2020-02-28", 15},
        {"2004-02-29", "2020-02-29", 16},
        {"1896-02-29", "1900-02-28", 3},
        {"1896-02-29", "1900-03-01", 4},
        {"2096-02-29", "2100-02-28", 3},
        {"2096-02-29", "2100-03-01", 4},
        {"1996-02-29", "2000-02-29", 4},
        {"2003-02-28", "2004-02-28", 1},
        {"2003-03-01", "2004-02-29", 0},
        {"2003-03-01", "2004-03-01", 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        int age = msb_date_get_age(iso(table[i].birth), iso(table[i].on));

        if (age != table[i].age)
            fail_msg("%s on %s: %d", table[i].birth, table[i].on, age);
    }
}

static void
a_birthday_is_the_day_an_age_is_completed(void **state)
{
    static const struct {
        const char *birth;
        int age;
        const char *birthday;
    } table[] = {
        {"1996-05-01", 0, "1996-05-01"},  {"1996-05-01", 15, "2011-05-01"},
        {"1996-05-01", 30, "2026-05-01"}, {"2004-02-29", 15, "2019-03-01"},
        {"2004-02-29", 16, "2020-02-29"}, {"2004-02-29", 96, "2100-03-01"},
        {"1996-05-01", -3, "1996-05-01"}, {"9990-06-01", 9, "9999-06-01"},
        {"9990-06-01", 10, "9999-12-31"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char text[11];

        msb_date_format(
            msb_date_get_birthday(iso(table[i].birth), table[i].age), text);
        assert_string_equal(text, table[i].birthday);
    }
}

static void
a_period_is_half_open(void **state)
{
    struct msb_period before = {{0}, {0}, false};
    struct msb_period after = {{0}, {0}, true};

    (void)state;
    before.from = iso("2018-01-01");
    before.to = iso("2019-08-01");
    after.from = iso("2019-08-01");
    assert_true(msb_period_contains(before, iso("2018-01-01")));
    assert_true(msb_period_contains(before, iso("2019-07-31")));
    assert_false(msb_period_contains(before, iso("2019-08-01")));
    assert_true(msb_period_contains(after, iso("2019-08-01")));
    assert_true(msb_period_contains(after, iso("9999-12-31")));
    assert_false(msb_period_overlaps(before, after));
    assert_true(msb_period_overlaps(before, before));
    assert_false(msb_period_is_empty(before));
    assert_false(msb_period_is_empty(after));
    before.to = before.from;
    assert_true(msb_period_is_empty(before));
    assert_false(msb_period_contains(before, before.from));
    assert_false(msb_period_overlaps(before, before));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_is_the_number_of_days_since_1970),
        cmocka_unit_test(the_whole_text_must_be_a_date),
        cmocka_unit_test(a_date_is_read_from_the_middle_of_a_line),
        cmocka_unit_test(misuse_is_a_status),
        cmocka_unit_test(a_date_is_split_and_written_as_it_was_made),
        cmocka_unit_test(an_age_is_in_whole_years_completed),
        cmocka_unit_test(a_birthday_is_the_day_an_age_is_completed),
        cmocka_unit_test(a_period_is_half_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
