/* SPDX-License-Identifier: MIT */
#ifndef MSBI_CASES_SEARCH_H
#define MSBI_CASES_SEARCH_H

#include "rules/cases.h"
#include "rules/cases_spread.h"
#include "rules/cover.h"

/*
 * Boxes of regions that are too large to be drawn: found one by one, each as
 * wide as it can be and apart from those before it.
 */

/* The work that all lists of a model may take, in steps. */
#define MSBI_MAX_CASE_WORK 500000000u

struct msbi_case_search {
    const struct msb_rules *rules;
    struct msbi_cover cover;
    struct msbi_spread spread;
    bool *settled;      /* by level and class: in a box, or not looked for */
    uint64_t work;      /* of all lists so far */
    uint64_t max_work;  /* up to the end of this list */
    uint64_t step_cost; /* of a step of the diagram: more on wide levels */
    uint64_t counted_steps, counted_walks; /* whose work is counted already */
    size_t counted_states;
    size_t num_cells; /* of the diagram at first */
    size_t max_boxes; /* for which there is room in this list */
};

/* Whom to look for: whom a rule decides (MSB_NONE: whom none does), or, of who
   holds a service, whom an entry does (MSB_NONE: whom none does). */
struct msbi_case_target {
    size_t service; /* MSB_NONE: the rules */
    size_t index;   /* the rule or the entry */
};

/* MSB_OK, NOMEM or LIMIT; release it in every case. */
enum msb_status msbi_case_search_init(struct msbi_case_search *search,
                                      const struct msb_rules *rules);
void msbi_case_search_release(struct msbi_case_search *search);

/*
 * At most @max boxes. They are all there are where out->is_counted says so;
 * else out->num_kinds is @max + 1 where there is one more at least. They show
 * between them what the condition asks for, as far as the search finds it.
 * @num_left lists, this one among them, share the work that is left. MSB_OK,
 * NOMEM, or LIMIT: no box was found, nor that there is none. Release @out in
 * every case.
 */
enum msb_status msbi_case_search_list(struct msbi_case_search *search,
                                      const struct msbi_case_target *target,
                                      size_t max, size_t num_left,
                                      struct msbi_boxes *out);

#endif
