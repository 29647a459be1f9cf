/* SPDX-License-Identifier: MIT */
#ifndef MSBI_COUNTING_H
#define MSBI_COUNTING_H

#include "compare/tally.h"
#include "decide/facts.h"
#include "rules/joint.h"

/*
 * A count under way, and the citizen at hand: the facts, and their class on
 * each level. What takes room by citizen is made once.
 */
struct msbi_counting {
    struct msb_tally *tally;
    const struct msb_rules *rules; /* borrowed; a side of a difference */
    struct msb_facts *facts;
    uint16_t *classes;
    enum msbi_share *shares; /* by rule: whether it matches; of findings */
    size_t *list;            /* rules that match, or changes */
};

/* Count the citizen at hand, whose facts can be used. */
enum msb_status msbi_counting_add_findings(struct msbi_counting *counting,
                                           struct msb_error *err);
enum msb_status msbi_counting_add_changes(struct msbi_counting *counting,
                                          struct msb_error *err);

/* Report a walk that did not end with MSB_OK. */
enum msb_status
msbi_counting_fail(enum msb_status status, struct msb_error *err);

#endif
