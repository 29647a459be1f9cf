/* SPDX-License-Identifier: MIT */
#ifndef MSBI_TALLY_H
#define MSBI_TALLY_H

#include <msb/count.h>

#include "base/memory.h"

/* Citizens by finding; filled once, then never changed. One of the two is not
   NULL. */
struct msb_tally {
    struct msbi_refcount refs;
    struct msb_tally *exact; /* what bound.c suppressed; or NULL */
    struct msb_analysis *analysis;
    struct msb_difference *difference;
    struct msb_date on;
    uint64_t least; /* what "<N" stands for, once it is suppressed */
    uint64_t citizens, rejected;
    size_t num;
    struct msb_count *counts; /* gaps, then overlaps; or changes */
};

/* A tally of nobody. MSB_OK or NOMEM. */
enum msb_status msbi_tally_new(struct msb_analysis *analysis,
                               struct msb_difference *difference,
                               struct msb_date on, struct msb_tally **out,
                               struct msb_error *err);

#endif
