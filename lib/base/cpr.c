/* SPDX-License-Identifier: MIT */
/*
 * Danish personal numbers [CPR-numre], DDMMYY-SSSS.
 *
 * Ten digits and a calendar date make a number; nothing else is a reason to
 * refuse one. The 7th digit and the year tell the century (cpr.dk, "Opbygning
 * af CPR-nummeret"):
 *
 *     7th digit   year    century
 *     0 to 3      00-99   1900
 *     4 and 9     00-36   2000
 *                 37-99   1900
 *     5 to 8      00-57   2000
 *                 58-99   1800
 *
 * Day + 60 marks a replacement number [erstatningspersonnummer], given where
 * the real one is not known. Modulus 11 with the weights 4327654321 held for
 * all numbers until 1 October 2007, and says nothing since.
 */
#include <msb/cpr.h>

#include <string.h>

#include "base/error.h"

enum { NUM_DIGITS = 10, DATE_DIGITS = 6, REPLACEMENT_DAY = 60 };

/* Copy the ten digits of @text; false where it is not so written. */
static bool
read_digits(const char *text, size_t length, char digits[11])
{
    size_t skip = 0;

    if (length == NUM_DIGITS + 1 && text[DATE_DIGITS] == '-')
        skip = 1;
    else if (length != NUM_DIGITS)
        return false;
    for (size_t i = 0; i < NUM_DIGITS; i++) {
        char c = text[i < DATE_DIGITS ? i : i + skip];

        if (c < '0' || c > '9')
            return false;
        digits[i] = c;
    }
    digits[NUM_DIGITS] = '\0';
    return true;
}

static int
read_pair(const char *digits)
{
    return (digits[0] - '0') * 10 + (digits[1] - '0');
}

static int
find_century(char seventh, int year)
{
    if (seventh <= '3')
        return 1900;
    if (seventh == '4' || seventh == '9')
        return year <= 36 ? 2000 : 1900;
    return year <= 57 ? 2000 : 1800;
}

static bool
passes_modulus_11(const char digits[11])
{
    static const char weights[] = {4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    int sum = 0;

    for (int i = 0; i < NUM_DIGITS; i++)
        sum += weights[i] * (digits[i] - '0');
    return sum % 11 == 0;
}

enum msb_status
msb_cpr_parse(const char *text, size_t length, struct msb_cpr *out,
              struct msb_error *err)
{
    struct msb_cpr cpr = {0};
    int day, month, year;

    if (text == NULL || out == NULL)
        return msbi_fail_misuse(err, "text and out must not be NULL");
    if (!read_digits(text, length, cpr.digits))
        return msbi_fail(err, MSB_ERR_SYNTAX, "bad_cpr",
                         "not a CPR number; expected ten digits, "
                         "with or without a hyphen after the sixth");
    day = read_pair(cpr.digits);
    month = read_pair(cpr.digits + 2);
    year = read_pair(cpr.digits + 4);
    year += find_century(cpr.digits[6], year);
    cpr.is_replacement = day > REPLACEMENT_DAY;
    if (cpr.is_replacement)
        day -= REPLACEMENT_DAY;
    if (msb_date_from_ymd(year, month, day, &cpr.birth_date, NULL) != MSB_OK)
        return msbi_fail(err, MSB_ERR_INVALID, "no_such_date",
                         "not a CPR number: its first six digits are not "
                         "a date, DDMMYY");
    cpr.sex = (cpr.digits[9] - '0') % 2 == 0 ? MSB_SEX_FEMALE : MSB_SEX_MALE;
    cpr.passes_modulus_11 = passes_modulus_11(cpr.digits);
    *out = cpr;
    return MSB_OK;
}

void
msb_cpr_format_masked(const struct msb_cpr *cpr, char out[12])
{
    memcpy(out, cpr->digits, DATE_DIGITS);
    memcpy(out + DATE_DIGITS, "-xxxx", sizeof "-xxxx");
}
