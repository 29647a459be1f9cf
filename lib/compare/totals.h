/* SPDX-License-Identifier: MIT */
#ifndef MSBI_TOTALS_H
#define MSBI_TOTALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/compare.h>
#include <msb/decision.h>

#include "base/memory.h"
#include "base/text.h"
#include "compare/pairs.h"
#include "decide/batch.h"

/* Counts over a population; filled once, then never changed. */
struct msb_totals {
    struct msbi_refcount refs;
    struct msb_totals *exact; /* what bound.c suppressed; or NULL */
    struct msb_rules *rules;
    struct msb_date on;
    uint64_t least; /* what "<N" stands for, once they are suppressed */
    struct msb_status_counts status;
    uint64_t exceptions; /* those of the determined whom one places */
    uint64_t erased;     /* those of the determined who were erased since */
    uint64_t without;    /* once suppressed: none and rejected together */
    size_t num_areas;
    uint64_t *responsible; /* by area */
    size_t num_contacts;   /* the largest number seen, plus one */
    uint64_t *contacts;    /* by number of areas, 0..num_areas */
    bool is_per_service;   /* whoever delivers is a contact */
    struct msbi_pairs seams;
    size_t *involved; /* scratch: the areas of the citizen at hand */
    size_t capacity;
};

/* Totals of nobody. */
enum msb_status msbi_totals_new(struct msb_rules *rules, struct msb_date on,
                                struct msb_totals **out, struct msb_error *err);
/* Count one citizen. */
enum msb_status msbi_totals_add(struct msb_totals *totals,
                                const struct msbi_batch_answer *answer,
                                struct msb_error *err);

#endif
