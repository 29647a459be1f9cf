/* SPDX-License-Identifier: MIT */
#ifndef MSBI_COMPARISON_H
#define MSBI_COMPARISON_H

#include <stdbool.h>

#include "compare/totals.h"

/* Two models over one population; filled once, then never changed. */
struct msb_comparison {
    struct msbi_refcount refs;
    struct msb_comparison *exact; /* what bound.c suppressed; or NULL */
    struct msb_totals *before;
    struct msb_totals *after;
    size_t *same_as; /* area before → the same area after */
    uint64_t changed;
    struct msbi_pairs flows; /* area before, area after */
};

/* Whether who goes from one area to another has changed area. */
bool msbi_comparison_is_change(const struct msb_comparison *comparison,
                               size_t before, size_t after);

#endif
