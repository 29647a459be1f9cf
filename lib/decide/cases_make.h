/* SPDX-License-Identifier: MIT */
#ifndef MSBI_DECIDE_CASES_MAKE_H
#define MSBI_DECIDE_CASES_MAKE_H

#include "decide/cases.h"
#include "rules/cases_search.h"

/* The making of all lists of a model. */
struct msbi_making {
    const struct msb_rules *rules;
    size_t max_rows;
    size_t num_left; /* lists that are still to be made, with this one */
    uint64_t steps;  /* of all diagrams but that of the search */
    struct msbi_diagram diagram;
    bool has_search;
    struct msbi_case_search
        search;                  /* released by who made it, if it is there */
    struct msbi_case_list *list; /* the one that is being made */
};

/* Make @list, of which it is known whom it is about: draw the region, if
   @is_drawn says so, or search it. What takes too long is no failure, but a
   list that is not counted. MSB_OK or NOMEM. */
enum msb_status msbi_case_list_make(struct msbi_making *making,
                                    struct msbi_case_list *list, bool is_drawn);
void msbi_case_list_clear(struct msbi_case_list *list);

#endif
