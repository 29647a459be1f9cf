/* SPDX-License-Identifier: MIT */
#ifndef MSBI_ANALYSIS_H
#define MSBI_ANALYSIS_H

#include <msb/analysis.h>

#include "rules/rules.h"

struct msbi_gap {
    enum msb_finding_kind kind;
    size_t service; /* or MSB_NONE */
    char *witness;
};

struct msbi_unreachable {
    enum msb_finding_kind kind;
    size_t owner; /* rule, target group or service */
    size_t index;
};

/* An overlap (two rules), or a stray (a rule and a target group). */
struct msbi_pair {
    size_t first, second;
    char *witness;
};

struct msb_analysis {
    struct msbi_refcount refs;
    struct msb_rules *rules;
    size_t num_gaps, max_gaps;
    struct msbi_gap *gaps;
    size_t num_unreachable, max_unreachable;
    struct msbi_unreachable *unreachable;
    size_t num_overlaps, max_overlaps;
    struct msbi_pair *overlaps;
    size_t num_strays, max_strays;
    struct msbi_pair *strays;
};

#endif
