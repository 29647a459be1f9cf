/* SPDX-License-Identifier: MIT */
#ifndef MSBI_CASES_WALK_H
#define MSBI_CASES_WALK_H

#include "rules/cases.h"

/* One walk over a region: how many boxes there are below each node, and where
   each thing that a reader should see can be seen. */

struct msbi_case_node {
    msbi_ref ref;
    uint32_t parent; /* the node by which it was first reached */
    uint32_t branch; /* and which of its branches */
    uint64_t count;  /* boxes below, or UINT64_MAX */
};

/* A class of a level; of a scalar, as one more, that it does not matter. */
struct msbi_case_sight {
    bool is_there;
    bool is_shown;   /* in a row that was chosen */
    uint32_t node;   /* where it can be seen: a node, by its number */
    uint32_t branch; /* and one of its branches */
};

struct msbi_case_walk {
    const struct msbi_diagram *diagram;
    msbi_ref root;
    uint32_t *numbers;            /* of nodes, by their place; 0: not reached */
    struct msbi_case_node *nodes; /* by number; the first is not used */
    size_t num, max;
    size_t *firsts; /* by level: the sight of its class 0 */
    size_t num_sights;
    struct msbi_case_sight *sights;
    struct msbi_branches branches;
    uint64_t max_steps;
    uint64_t num_kinds;
    enum msb_status status;
};

/* Release it in every case. */
enum msb_status msbi_case_walk_init(struct msbi_case_walk *walk,
                                    struct msbi_diagram *diagram,
                                    msbi_ref root);
void msbi_case_walk_release(struct msbi_case_walk *walk);
/* Whether memory and steps still suffice; else walk->status says why. */
bool msbi_case_walk_goes_on(struct msbi_case_walk *walk);

/* What can be seen in a branch of @ref. */
typedef void (*msbi_sight_fn)(void *user, struct msbi_case_sight *sight);
void msbi_case_walk_each_sight(struct msbi_case_walk *walk, msbi_ref ref,
                               size_t branch, msbi_sight_fn visit, void *user);

#endif
