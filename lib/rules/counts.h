/* SPDX-License-Identifier: MIT */
#ifndef MSBI_COUNTS_H
#define MSBI_COUNTS_H

#include <msb/analysis.h>
#include <msb/difference.h>

#include "base/text.h"

/*
 * Numbers of citizens, ready to stand in the JSON of what was found: each is
 * a JSON value, for one that may not be shown is no number.
 */
struct msbi_number {
    char text[24];
};

struct msbi_counts {
    char on[11];
    struct msbi_number citizens, rejected;
    /* By finding, the gaps before the overlaps: how many are in it, and how
       many may be. */
    const struct msbi_number (*findings)[2];
};

/* What `msb check --json` and `msb diff --json` print; @counts may be NULL. */
void msbi_check_write(struct msbi_text *text, const char *name,
                      const struct msb_problems *problems,
                      const struct msb_analysis *analysis,
                      const struct msbi_counts *counts);
void msbi_difference_write(struct msbi_text *text,
                           const struct msb_difference *difference,
                           const struct msbi_counts *counts);

/* Of one finding, and of all: members to be added to an object. */
void msbi_counts_add_finding(struct msbi_text *text,
                             const struct msbi_counts *counts, size_t finding);
void msbi_counts_add(struct msbi_text *text, const struct msbi_counts *counts);

#endif
