/* SPDX-License-Identifier: MIT */
#ifndef MSBI_DECISION_H
#define MSBI_DECISION_H

#include <msb/decision.h>

#include "base/memory.h"
#include "base/text.h"
#include "decide/case.h"
#include "model/model.h"

struct msb_decision {
    struct msbi_refcount refs;
    struct msb_rules *rules;
    struct msb_outcome outcome;
    bool gap_possible;
    struct msbi_indices possible; /* areas */
    struct msbi_indices deciding; /* rules */
    struct msbi_indices missing;  /* attributes */
    size_t ask;                   /* attribute, or MSB_NONE */
    size_t num_deliveries;
    struct msb_delivery *deliveries;
    struct msbi_indices contacts; /* areas */
};

/* Fill `missing` and `ask` of an undetermined decision. */
enum msb_status msbi_decision_fill_missing(struct msb_decision *decision,
                                           const struct msbi_case *citizen,
                                           struct msb_error *err);

/*
 * What one service comes to: an entry that every completion gives, or the
 * area and unit that all reached entries share; else MSB_NONE in both. Fills
 * the classes where a fact that matters is unknown.
 */
enum msb_status msbi_case_deliver(struct msbi_case *citizen, size_t service,
                                  struct msb_delivery *out,
                                  struct msb_error *err);

/* Append `"status": …, "contacts": […]`, all fields, without braces. */
void msbi_decision_add_fields(struct msbi_text *text,
                              const struct msb_decision *decision);

#endif
