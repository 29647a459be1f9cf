/* SPDX-License-Identifier: MIT */
#ifndef MSBI_DIFFERENCE_H
#define MSBI_DIFFERENCE_H

#include <msb/difference.h>

#include "rules/rules.h"

struct msbi_change {
    size_t before, after; /* areas, or MSB_NONE */
    char *witness;
    bool is_complete;
    size_t num_pairs, max_pairs;
    struct msb_rule_pair *pairs;
};

struct msb_difference {
    struct msbi_refcount refs;
    struct msb_model *before, *after;
    struct msb_rules *sides[2]; /* over the attributes of both; see merge.h */
    size_t num_changes, max_changes;
    struct msbi_change *changes; /* by areas before, then after */
};

/* The change from one area to another, or NULL. */
const struct msbi_change *
msbi_difference_find(const struct msb_difference *difference, size_t before,
                     size_t after);
/* The area of a rule of a side; MSB_NONE where no rule decides. */
size_t msbi_side_area(const struct msb_rules *side, size_t rule);

/*
 * A difference that is being found. While it is, "no rule decides" is the
 * number of the side's rules.
 */
struct msbi_finding {
    struct msb_difference *difference;
    struct msb_rules *sides[2]; /* over the same levels and attributes */
    size_t *same_as; /* by area before: the area after, or MSB_NONE */
};

/* The area of a rule of a side, or MSB_NONE. */
size_t
msbi_finding_area(const struct msbi_finding *finding, int side, size_t rule);
/* Whether it is a change when two rules decide the same facts. */
bool msbi_finding_is_change(const struct msbi_finding *finding,
                            const size_t rules[2]);
/* The change between their areas that was noted, or NULL. */
const struct msbi_change *
msbi_finding_get(const struct msbi_finding *finding, const size_t rules[2]);
/* Note rules that show a change, and the witness @path if it is the first to
   show it. MSB_OK or NOMEM. */
enum msb_status msbi_finding_note(struct msbi_finding *finding,
                                  const size_t rules[2], const uint16_t *path);
/* Drop what was noted. */
void msbi_finding_clear(struct msbi_finding *finding);

/* Find all changes and all their pairs in the joint diagrams, which both
   sides must have. MSB_OK, NOMEM or LIMIT. */
enum msb_status msbi_finding_walk(struct msbi_finding *finding);
/* The same by searching, pair by pair of rules; some pairs may be missing. */
enum msb_status msbi_finding_search(struct msbi_finding *finding);

/* msb_model_diff() with another bound for the joint diagrams. */
enum msb_status msbi_model_diff(struct msb_model *before,
                                struct msb_model *after, size_t max_joint,
                                struct msb_difference **out,
                                struct msb_error *err);

#endif
