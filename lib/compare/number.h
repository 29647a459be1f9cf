/* SPDX-License-Identifier: MIT */
#ifndef MSBI_NUMBER_H
#define MSBI_NUMBER_H

#include <stdint.h>

#include "rules/counts.h"

/* A number of citizens as a JSON value; what is suppressed is "<5" (with
   @least) or null. */
struct msbi_number msbi_number_as_json(uint64_t number, uint64_t least);

#endif
