/* SPDX-License-Identifier: MIT */
#ifndef MSBI_DECISION_H
#define MSBI_DECISION_H

#include <msb/decision.h>

#include "base/memory.h"
#include "base/text.h"
#include "decide/case.h"
#include "model/model.h"

/* Where somebody decided that a citizen belongs, whatever the rules say. */
struct msbi_placement {
    size_t area; /* of the model that decides */
    struct msb_date from;
    struct msb_date to; /* half-open */
    char *reason;
    char *decided_by;
};

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
    struct msbi_indices contacts;    /* areas */
    struct msb_decision *ruled;      /* what an exception overrules; or NULL */
    struct msbi_placement placement; /* the exception, where there is one */
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

void msbi_placement_release(struct msbi_placement *placement);
/*
 * The decision as an exception makes it: its area is responsible, and the
 * only contact; no rule decides, and nothing is missing. Target group and
 * deliveries stay as the rules say. Takes over @placement on success; @ruled
 * is shared.
 */
enum msb_status msbi_decision_place(struct msb_decision *ruled,
                                    struct msbi_placement *placement,
                                    struct msb_decision **out,
                                    struct msb_error *err);
/* Append the exception as an object, with what the rules say in place of it;
   `null` where there is none. */
void msbi_decision_add_exception(struct msbi_text *text,
                                 const struct msb_decision *decision);

#endif
