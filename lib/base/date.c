/* SPDX-License-Identifier: MIT */
/*
 * Dates as days since 1970-01-01 in the proleptic Gregorian calendar.
 *
 * The arithmetic counts from 1 March of year 0, so that the leap day is the
 * last of its year: then the day of the year follows from the month, and the
 * month from the day of the year, by one linear formula, without a table and
 * without a branch for leap years. 400 years have 146,097 days. Nothing here
 * asks the C library, its locale or its time zone; a parse or an age costs
 * some nanoseconds, because imports and decisions do little else.
 */
#include <msb/date.h>

#include <string.h>

#include "base/error.h"

enum {
    MIN_YEAR = 1583, /* the first whole year of the Gregorian calendar */
    MAX_YEAR = 9999,
    MIN_DAYS = -141349,    /* 1583-01-01 */
    MAX_DAYS = 2932896,    /* 9999-12-31 */
    DAYS_TO_1970 = 719468, /* from 1 March of year 0 */
    DAYS_IN_ERA = 146097,
    DATE_LENGTH = 10,
    QUARTERS_IN_YEAR = 1461, /* of a day */
    NEAR_BIRTHDAY = 12,      /* three days of them */
    DAYS_OF_LIFE = 55000     /* a little over 150 years */
};

static bool
is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
num_days_in_month(int year, int month)
{
    if (month == 2)
        return is_leap_year(year) ? 29 : 28;
    return 30 + ((month + (month >> 3)) & 1);
}

static bool
is_calendar_day(int year, int month, int day)
{
    return year >= MIN_YEAR && year <= MAX_YEAR && month >= 1 && month <= 12
           && day >= 1 && day <= num_days_in_month(year, month);
}

/* The day must exist, or be 29 February of a common year (then: 1 March). */
static struct msb_date
make_date(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int m = month <= 2 ? month + 9 : month - 3; /* March is 0 */
    int century = y / 100;
    int day_of_year = (153 * m + 2) / 5 + day - 1;
    struct msb_date date;

    date.days = 365 * y + y / 4 - century + century / 4 + day_of_year
                - DAYS_TO_1970;
    return date;
}

static enum msb_status
fail_no_such_date(struct msb_error *err)
{
    return msbi_fail(err, MSB_ERR_INVALID, "no_such_date",
                     "no such day in the calendar; "
                     "expected one from 1583-01-01 to 9999-12-31");
}

enum msb_status
msb_date_from_ymd(int year, int month, int day, struct msb_date *out,
                  struct msb_error *err)
{
    if (out == NULL)
        return msbi_fail_misuse(err, "out must not be NULL");
    if (!is_calendar_day(year, month, day))
        return fail_no_such_date(err);
    *out = make_date(year, month, day);
    return MSB_OK;
}

void
msb_date_get_ymd(struct msb_date date, int *year, int *month, int *day)
{
    int64_t z = (int64_t)date.days + DAYS_TO_1970;
    int32_t era = (int32_t)((z >= 0 ? z : z - DAYS_IN_ERA + 1) / DAYS_IN_ERA);
    uint32_t of_era = (uint32_t)(z - (int64_t)era * DAYS_IN_ERA);
    uint32_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096)
                 / 365;
    uint32_t of_year = of_era - (365 * y + y / 4 - y / 100);
    uint32_t m = (5 * of_year + 2) / 153; /* March is 0 */

    if (year != NULL)
        *year = (int)y + era * 400 + (m >= 10);
    if (month != NULL)
        *month = (int)(m < 10 ? m + 3 : m - 9);
    if (day != NULL)
        *day = (int)(of_year - (153 * m + 2) / 5 + 1);
}

/* The number that @count digits write; -1 where one is no digit. */
static int
read_digits(const char *text, int count)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        unsigned digit = (unsigned char)text[i] - (unsigned)'0';

        if (digit > 9)
            return -1;
        value = value * 10 + (int)digit;
    }
    return value;
}

/* The separator of a form that starts with the day; 0 for ISO. */
static char
find_separator(enum msb_date_form form, const char *text)
{
    switch (form) {
    case MSB_DATE_FORM_DANISH:
        return '-';
    case MSB_DATE_FORM_DOTTED:
        return '.';
    case MSB_DATE_FORM_SLASHED:
        return '/';
    case MSB_DATE_FORM_ANY:
        return text[2] == '-' || text[2] == '.' || text[2] == '/' ? text[2]
                                                                  : '\0';
    case MSB_DATE_FORM_ISO:
    default:
        return '\0';
    }
}

static const char *
describe_form(enum msb_date_form form)
{
    switch (form) {
    case MSB_DATE_FORM_ISO:
        return "YYYY-MM-DD";
    case MSB_DATE_FORM_DANISH:
        return "DD-MM-YYYY";
    case MSB_DATE_FORM_DOTTED:
        return "DD.MM.YYYY";
    case MSB_DATE_FORM_SLASHED:
        return "DD/MM/YYYY";
    case MSB_DATE_FORM_ANY:
    default:
        return "YYYY-MM-DD, DD-MM-YYYY, DD.MM.YYYY or DD/MM/YYYY";
    }
}

enum msb_status
msb_date_parse(const char *text, size_t length, enum msb_date_form form,
               struct msb_date *out, struct msb_error *err)
{
    int year = -1, month = -1, day = -1;
    char separator;

    if (text == NULL || out == NULL)
        return msbi_fail_misuse(err, "text and out must not be NULL");
    if ((int)form < MSB_DATE_FORM_ISO || (int)form > MSB_DATE_FORM_ANY)
        return msbi_fail_misuse(err, "form must be one of msb_date_form");
    if (length == DATE_LENGTH) {
        separator = find_separator(form, text);
        if (separator == '\0' && text[4] == '-' && text[7] == '-') {
            year = read_digits(text, 4);
            month = read_digits(text + 5, 2);
            day = read_digits(text + 8, 2);
        } else if (separator != '\0' && text[2] == separator
                   && text[5] == separator) {
            day = read_digits(text, 2);
            month = read_digits(text + 3, 2);
            year = read_digits(text + 6, 4);
        }
    }
    if (year < 0 || month < 0 || day < 0)
        return msbi_fail(err, MSB_ERR_SYNTAX, "bad_date",
                         "not a date; expected %s", describe_form(form));
    return msb_date_from_ymd(year, month, day, out, err);
}

static void
write_digits(char *out, int value, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

void
msb_date_format(struct msb_date date, char out[11])
{
    int year, month, day;

    memcpy(out, "0000-00-00", DATE_LENGTH + 1);
    if (date.days < MIN_DAYS || date.days > MAX_DAYS)
        return;
    msb_date_get_ymd(date, &year, &month, &day);
    write_digits(out, year, 4);
    write_digits(out + 5, month, 2);
    write_digits(out + 8, day, 2);
}

int
msb_date_get_age(struct msb_date birth, struct msb_date on)
{
    int birth_year, birth_month, birth_day, year, month, day;
    uint32_t quarters, left;

    if (birth.days > on.days)
        return -1;
    /* Within a human life a birthday is at most three days away from where
       years of 365 days and a quarter put it. Only near one is it worth
       asking the calendar. */
    quarters = ((uint32_t)on.days - (uint32_t)birth.days) * 4;
    left = quarters % QUARTERS_IN_YEAR;
    if ((uint32_t)on.days - (uint32_t)birth.days < DAYS_OF_LIFE
        && left >= NEAR_BIRTHDAY && left < QUARTERS_IN_YEAR - NEAR_BIRTHDAY)
        return (int)(quarters / QUARTERS_IN_YEAR);
    msb_date_get_ymd(birth, &birth_year, &birth_month, &birth_day);
    msb_date_get_ymd(on, &year, &month, &day);
    /* 28 February is before the 29th and 1 March after it, so comparing
       month and day is the rule for 29 February as well. */
    return year - birth_year
           - (month * 32 + day < birth_month * 32 + birth_day);
}

struct msb_date
msb_date_get_birthday(struct msb_date birth, int age)
{
    const struct msb_date last = {MAX_DAYS};
    int year, month, day;

    if (age <= 0 || birth.days < MIN_DAYS)
        return birth;
    msb_date_get_ymd(birth, &year, &month, &day);
    if (age > MAX_YEAR - year)
        return last;
    return make_date(year + age, month, day);
}
