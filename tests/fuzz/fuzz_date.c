/* SPDX-License-Identifier: MIT */
/* Whatever is read as a date is a day of the calendar, and reads back. */
#include <stdlib.h>
#include <string.h>

#include <msb/date.h>

#include "fuzz.h"

static void
check_date(struct msb_date date)
{
    struct msb_date again = {0};
    struct msb_date birthday;
    int year, month, day;
    char text[11];

    msb_date_get_ymd(date, &year, &month, &day);
    if (msb_date_from_ymd(year, month, day, &again, NULL) != MSB_OK
        || again.days != date.days)
        abort();
    msb_date_format(date, text);
    if (msb_date_parse(text, strlen(text), MSB_DATE_FORM_ISO, &again, NULL)
            != MSB_OK
        || again.days != date.days)
        abort();
    birthday = msb_date_get_birthday(date, 67);
    if (year <= 9999 - 67 && msb_date_get_age(date, birthday) != 67)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Form 0 and 6 are misuse. */
    for (int form = 0; form <= 6; form++) {
        struct msb_date date = {INT32_MIN};
        struct msb_error err = {0};
        enum msb_status status = msb_date_parse(
            (const char *)data, size, (enum msb_date_form)form, &date, &err);

        if (status != MSB_OK) {
            if (date.days != INT32_MIN || err.status != status)
                abort();
            continue;
        }
        if (size != 10 || form == 0 || form == 6)
            abort();
        check_date(date);
    }
    return 0;
}
