/* SPDX-License-Identifier: MIT */
#ifndef MSBI_COVER_H
#define MSBI_COVER_H

#include "rules/rules.h"

/*
 * Whether some facts meet one condition and none of many others: the question
 * behind a gap and an unreachable rule, for rules that are too many to lay
 * over one another.
 */

/* The most states that one search may visit, over all its questions. */
#define MSBI_MAX_STATES 400000

struct msbi_cover {
    struct msbi_diagram diagram; /* a copy of the rules' conditions */
    msbi_ref *conditions;        /* in it, one for each rule */
    size_t num_conditions;
    msbi_ref *stack; /* what must not hold, of each open state */
    size_t stack_top, stack_size;
    uint32_t *states; /* visited without success: length, then the state */
    size_t num_cells, max_cells;
    uint32_t *table; /* open hash table of places in states */
    size_t table_size, num_states;
    size_t num_visited, max_visited; /* over all questions */
    uint16_t *path;
    enum msb_status status;
};

/* Release it in every case. */
enum msb_status
msbi_cover_init(struct msbi_cover *cover, const struct msb_rules *rules);
/* The same with some levels known, as for msbi_diagram_restrict(). */
enum msb_status msbi_cover_init_known(struct msbi_cover *cover,
                                      const struct msb_rules *rules,
                                      const uint16_t *classes);
/* Add the rules of another model, compiled over the same levels, behind those
   that are there. */
enum msb_status
msbi_cover_add(struct msbi_cover *cover, const struct msb_rules *rules);
void msbi_cover_release(struct msbi_cover *cover);

/*
 * Find facts that meet @wanted and none of the first @num conditions, of
 * which @except (or MSB_NONE) is left out. cover->path gets their classes.
 * MSB_OK, NOMEM or LIMIT.
 */
enum msb_status msbi_cover_find(struct msbi_cover *cover, msbi_ref wanted,
                                size_t num, size_t except, bool *found);
/* The same for any conditions of cover->diagram. */
enum msb_status msbi_cover_avoid(struct msbi_cover *cover, msbi_ref wanted,
                                 const msbi_ref *refs, size_t num, bool *found);

#endif
