/* SPDX-License-Identifier: MIT */
/* Numbers of citizens in JSON, those among them that may not be shown. */
#include "compare/number.h"

#include <inttypes.h>
#include <stdio.h>

#include <msb/suppress.h>

struct msbi_number
msbi_number_as_json(uint64_t number, uint64_t least)
{
    struct msbi_number out = {"null"};

    if (number == MSB_NUMBER_SMALL)
        snprintf(out.text, sizeof out.text, "\"<%" PRIu64 "\"", least);
    else if (number != MSB_NUMBER_HIDDEN)
        snprintf(out.text, sizeof out.text, "%" PRIu64, number);
    return out;
}
