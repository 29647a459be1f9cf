/* SPDX-License-Identifier: MIT */
/*
 * Instants as seconds since 1970-01-01T00:00:00Z: a date, and a time of day.
 * There is no leap second in them, as POSIX has it.
 */
#include <msb/instant.h>

#include <stdbool.h>
#include <string.h>

#include <msb/date.h>

#include "base/error.h"

enum {
    DATE_LENGTH = 10,
    INSTANT_LENGTH = MSB_INSTANT_SIZE - 1,
    SECONDS_IN_DAY = 86400
};

static const char form[] = "dddd-dd-ddTdd:dd:ddZ"; /* d: a digit */

static bool
has_form(const char *text, size_t length)
{
    if (length != INSTANT_LENGTH)
        return false;
    for (size_t i = 0; i < length; i++) {
        bool is_digit = text[i] >= '0' && text[i] <= '9';

        if (form[i] == 'd' ? !is_digit : text[i] != form[i])
            return false;
    }
    return true;
}

static int
read_pair(const char *text)
{
    return 10 * (text[0] - '0') + (text[1] - '0');
}

enum msb_status
msb_instant_parse(const char *text, size_t length, struct msb_instant *out,
                  struct msb_error *err)
{
    int hour, minute, second;
    struct msb_date date;
    enum msb_status status;

    if (text == NULL || out == NULL)
        return msbi_fail_misuse(err, "text and out must not be NULL");
    if (!has_form(text, length))
        return msbi_fail(err, MSB_ERR_SYNTAX, "bad_instant",
                         "not an instant; expected YYYY-MM-DDTHH:MM:SSZ");
    status = msb_date_parse(text, DATE_LENGTH, MSB_DATE_FORM_ISO, &date, err);
    if (status != MSB_OK)
        return status;
    hour = read_pair(text + 11);
    minute = read_pair(text + 14);
    second = read_pair(text + 17);
    if (hour > 23 || minute > 59 || second > 59)
        return msbi_fail(err, MSB_ERR_INVALID, "no_such_time",
                         "no such time of day; expected one from 00:00:00 "
                         "to 23:59:59");
    out->seconds = (int64_t)date.days * SECONDS_IN_DAY
                   + (hour * 60 + minute) * 60 + second;
    return MSB_OK;
}

static void
write_pair(char *out, int64_t number)
{
    out[0] = (char)('0' + number / 10);
    out[1] = (char)('0' + number % 10);
}

void
msb_instant_format(struct msb_instant instant, char out[MSB_INSTANT_SIZE])
{
    int64_t days = instant.seconds / SECONDS_IN_DAY;
    int64_t rest = instant.seconds % SECONDS_IN_DAY;
    struct msb_date date = {INT32_MAX}; /* beyond the calendar */

    if (rest < 0) {
        rest += SECONDS_IN_DAY;
        days--;
    }
    if (days >= INT32_MIN && days <= INT32_MAX)
        date.days = (int32_t)days;
    msb_date_format(date, out);
    if (out[5] == '0' && out[6] == '0') /* no month: beyond the calendar */
        rest = 0;
    memcpy(out + DATE_LENGTH, "T00:00:00Z", sizeof "T00:00:00Z");
    write_pair(out + 11, rest / 3600);
    write_pair(out + 14, rest / 60 % 60);
    write_pair(out + 17, rest % 60);
}
