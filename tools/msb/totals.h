/* SPDX-License-Identifier: MIT */
#ifndef TOOL_TOTALS_H
#define TOOL_TOTALS_H

#include <stdbool.h>

#include <msb.h>

#include "args.h"

/* Print totals, as far as they may be shown, for people on stdout; false when
   out of memory. */
bool print_totals(const struct msb_totals *totals,
                  const struct arguments *arguments);
/* Say on stderr how many citizens have facts that the model rejects. */
void say_rejected_citizens(const struct msb_totals *totals, uint64_t least);

#endif
