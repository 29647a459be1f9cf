/* SPDX-License-Identifier: MIT */
#ifndef MSBI_CASES_H
#define MSBI_CASES_H

#include "base/text.h"
#include "rules/rules.h"

/*
 * The kinds of citizens that one entry of a list decides: its region, as a
 * diagram of FALSE and TRUE, is cut into boxes. A box says of each attribute
 * by itself what must hold; boxes of a region are disjoint and together all of
 * it.
 */

/* Nodes of one region, and steps for all regions of a model; the last where
   the rules of the model are not laid. */
#define MSBI_CASE_NODES 500000
#define MSBI_MAX_CASE_STEPS 20000000u
#define MSBI_MAX_APART_STEPS 1000000u

enum msbi_clause_kind {
    MSBI_CLAUSE_CLASSES = 1, /* a scalar is of one of the classes */
    MSBI_CLAUSE_ALL = 2,     /* a set holds all of the values */
    MSBI_CLAUSE_NONE = 3,
    MSBI_CLAUSE_ANY = 4,     /* at least one of them */
    MSBI_CLAUSE_NOT_ALL = 5, /* it lacks at least one of them */
    MSBI_CLAUSE_FACTOR = 6   /* of a branch: values of any set, see below */
};

struct msbi_clause {
    enum msbi_clause_kind kind;
    size_t attribute;
    size_t num;
    uint32_t *items; /* classes, or values of the set */
};

/* Clauses that must all hold; no two read the same level. */
struct msbi_box {
    size_t num, max;
    struct msbi_clause *clauses;
};

void msbi_box_release(struct msbi_box *box);
/* An empty clause with room for @num items; NULL when out of memory. The second
   takes the one of the same kind and attribute, if there is one from @first
   on. */
struct msbi_clause *msbi_box_add_clause(struct msbi_box *box,
                                        enum msbi_clause_kind kind,
                                        size_t attribute, size_t num);
struct msbi_clause *msbi_box_find_clause(struct msbi_box *box, size_t first,
                                         enum msbi_clause_kind kind,
                                         size_t attribute, size_t num);
/* The citizens of the box, as a diagram. */
msbi_ref msbi_box_lay(const struct msbi_box *box, struct msbi_diagram *diagram);
/*
 * One citizen of the box. An integer is the middle of the longest run of
 * values, an enum the first that will do, a flag false, and a set holds no
 * more than it must. MSB_OK or NOMEM.
 */
enum msb_status msbi_box_pick(const struct msbi_box *box,
                              const struct msb_rules *rules, size_t attribute,
                              int32_t *out);
bool
msbi_box_must_hold(const struct msbi_box *box, size_t attribute, size_t value);
/* That citizen's complete facts, as a JSON object. @service is held besides,
   unless it is MSB_NONE. */
void msbi_box_add_example(struct msbi_text *text, const struct msb_rules *rules,
                          const struct msbi_box *box, size_t service);
/* The values of a number, enum or flag that a box allows, as a test whose
   ranges the caller frees; its attribute is @attribute. MSB_OK or NOMEM. */
enum msb_status msbi_box_allow(const struct msbi_box *box,
                               const struct msb_rules *rules, size_t attribute,
                               struct msbi_test *out);

/*
 * Regions, in a diagram of their own: whom @rule decides (MSB_NONE: whom no
 * rule does), and whom an entry of a service does, given that it is held
 * (MSB_NONE: none does). MSBI_FAILED, with the reason in the diagram.
 */
msbi_ref msbi_region_of_rule(const struct msb_rules *rules, size_t rule,
                             struct msbi_diagram *diagram);
msbi_ref msbi_region_of_entry(const struct msb_rules *rules, size_t service,
                              size_t entry, struct msbi_diagram *diagram);
/* The same, with those whom two rules match under `unique`. */
msbi_ref msbi_region_of_delivery(const struct msb_rules *rules, size_t service,
                                 size_t entry, struct msbi_diagram *diagram);
/* Whose target group it is; MSB_NONE: who is in none. */
msbi_ref msbi_region_of_group(const struct msb_rules *rules, size_t group,
                              struct msbi_diagram *diagram);

/*
 * What all below a node of a set have in common: the values that each must
 * hold and must not. It is known of the nodes where the levels of sets begin,
 * as long as that costs little.
 */
struct msbi_factor {
    msbi_ref node;
    size_t first, num; /* in cells: twice the level, plus 1: it must hold */
    msbi_ref rest;     /* the node, when all that is known */
};

struct msbi_factors {
    struct msbi_factor *items; /* by node */
    size_t num, max;
    uint32_t *cells;
    size_t num_cells, max_cells;
};

/* MSB_OK, NOMEM or LIMIT; release it in every case. */
enum msb_status msbi_factors_build(struct msbi_factors *factors,
                                   struct msbi_diagram *diagram,
                                   msbi_ref region);
/* NULL where nothing is in common. */
const struct msbi_factor *
msbi_factors_find(const struct msbi_factors *factors, msbi_ref node);
void msbi_factors_release(struct msbi_factors *factors);

/* One way on from a node: what it asks of the levels, and where it leads. */
struct msbi_branch {
    msbi_ref target;
    enum msbi_clause_kind kind;
    size_t first, num; /* in cells: classes of the level, levels, or as in a
                          factor */
};

/* Branches of several nodes, one behind the other. */
struct msbi_branches {
    struct msbi_branch *items;
    size_t num, max;
    uint32_t *cells;
    size_t num_cells, max_cells;
    struct msbi_factors factors; /* of the region */
    uint64_t steps;
    bool failed; /* out of memory */
};

/*
 * Append the branches of a node that do not lead to FALSE. Classes of the same
 * child are one branch; a chain over values of one set is two, as in "at least
 * one of x, y, z", and the rest; a factor is the only one.
 */
void msbi_branches_add(struct msbi_branches *branches,
                       const struct msbi_diagram *diagram, msbi_ref node);
/* Forget what was added behind these numbers. */
void
msbi_branches_cut(struct msbi_branches *branches, size_t num, size_t num_cells);
void msbi_branches_release(struct msbi_branches *branches);

/* The boxes of a region, or as many as were asked for. */
struct msbi_boxes {
    bool is_counted; /* there are num_kinds boxes; else that many or more */
    uint64_t num_kinds;
    size_t num;
    struct msbi_box *items;
};

/*
 * At most @max boxes, in the order of the diagram. Where there are more, those
 * that show between them every class of every level that the region reads, as
 * far as @max suffices; those of a scalar that only occur where its value does
 * not matter are shown by a box that says nothing of it. Nodes may be added
 * to @diagram, whose steps count up to its bound. MSB_OK, NOMEM or LIMIT;
 * release it in every case.
 */
enum msb_status msbi_boxes_list(struct msbi_diagram *diagram, msbi_ref region,
                                size_t max, struct msbi_boxes *out);
void msbi_boxes_release(struct msbi_boxes *boxes);

#endif
