/* SPDX-License-Identifier: MIT */
#ifndef MSBI_CASES_SPREAD_H
#define MSBI_CASES_SPREAD_H

#include "rules/cases.h"

/*
 * A box that is made as wide as it can be: which classes of each level it
 * allows. It lies within one condition and meets none of the obstacles; all
 * are of one diagram of FALSE and TRUE.
 */
struct msbi_spread {
    const struct msbi_diagram *diagram;
    msbi_ref within;
    bool *reads;   /* by level: whether @within does */
    uint32_t held; /* a level of which no clause is made, or NO_LEVEL */
    msbi_ref *obstacles;
    msbi_ref *heads; /* of each, what the levels so far leave of it */
    size_t *nexts;   /* of each, the next of the same list, or MSB_NONE */
    size_t num, max; /* obstacles */
    size_t *lists;   /* by level: the first whose head reads it; last: the
                        first whose head the levels so far do not settle */
    size_t *firsts;  /* by level: the place of its class 0; last: the end */
    bool *allowed;   /* by place */
    bool *blocked;   /* by class, of the level that is being widened */
    uint32_t *marks; /* by node: the walk that entered it last */
    size_t num_marks;
    uint32_t walk;
    uint64_t steps;     /* classes that were looked at */
    uint64_t max_steps; /* behind these a box is left as it is */
};

/* MSB_OK or NOMEM; release it in every case. */
enum msb_status msbi_spread_init(struct msbi_spread *spread,
                                 const struct msbi_diagram *diagram);
void msbi_spread_release(struct msbi_spread *spread);
/* Begin with a condition and no obstacle. @held is a level that the condition
   fixes, and of which nothing is to be said; or MSBI_NO_LEVEL. MSB_OK or
   NOMEM. */
enum msb_status
msbi_spread_start(struct msbi_spread *spread, msbi_ref within, uint32_t held);
enum msb_status
msbi_spread_add_obstacle(struct msbi_spread *spread, msbi_ref obstacle);
/* The widest box around @path, the classes of somebody whom the condition
   admits and no obstacle meets; of a level that is not known, of all whatever
   its class. Beyond max_steps it is narrower. MSB_OK or NOMEM. */
enum msb_status
msbi_spread_around(struct msbi_spread *spread, const uint16_t *path);
/* That box as clauses, added to @box. MSB_OK or NOMEM. */
enum msb_status
msbi_spread_make_box(const struct msbi_spread *spread, struct msbi_box *box);

#endif
