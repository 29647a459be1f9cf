/* SPDX-License-Identifier: MIT */
#ifndef TOOL_TOTALS_H
#define TOOL_TOTALS_H

#include <stdbool.h>

#include <msb.h>

/* Print totals for people on stdout; false when out of memory. */
bool print_totals(const struct msb_totals *totals, const char *language);
/* Say on stderr how many citizens have facts that the model rejects. */
void say_rejected_citizens(const struct msb_totals *totals);

#endif
