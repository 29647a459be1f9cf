/* SPDX-License-Identifier: MIT */
/* Whatever is read as a CPR number holds its ten digits and a birth date that
   agrees with them, and no message or masked form shows the last four. */
#include <stdlib.h>
#include <string.h>

#include <msb/cpr.h>

#include "fuzz.h"

static void
check_number(const struct msb_cpr *cpr)
{
    char masked[12];
    int year, month, day;

    if (strspn(cpr->digits, "0123456789") != 10 || cpr->digits[10] != '\0')
        abort();
    msb_date_get_ymd(cpr->birth_date, &year, &month, &day);
    if (year < 1858 || year > 2057
        || year % 100 != atoi((char[]){cpr->digits[4], cpr->digits[5], '\0'})
        || month != atoi((char[]){cpr->digits[2], cpr->digits[3], '\0'})
        || day + 60 * cpr->is_replacement
               != atoi((char[]){cpr->digits[0], cpr->digits[1], '\0'}))
        abort();
    msb_cpr_format_masked(cpr, masked);
    if (strncmp(masked, cpr->digits, 6) != 0
        || strcmp(masked + 6, "-xxxx") != 0)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct msb_cpr cpr = {0};
    struct msb_error err = {0};

    if (msb_cpr_parse((const char *)data, size, &cpr, &err) == MSB_OK) {
        check_number(&cpr);
        return 0;
    }
    if (cpr.digits[0] != '\0' || err.message[0] == '\0'
        || strpbrk(err.message, "0123456789") != NULL)
        abort();
    return 0;
}
