/* SPDX-License-Identifier: MIT */
#ifndef MSBI_ANSWERS_H
#define MSBI_ANSWERS_H

#include "rules/rules.h"

/*
 * What each answer to a question leaves possible. The question is one
 * attribute, the answers its values (the subsets, for a set); all other
 * unknown attributes stay unknown. The result is a diagram over the levels of
 * that attribute alone, whose leaves are sets of outcomes: areas, and the gap.
 */
struct msbi_answers {
    struct msbi_diagram diagram; /* scratch; its leaves are set numbers */
    size_t num_areas;
    size_t num_outcomes; /* areas, the gap, and a conflict */
    size_t num_words;    /* of one set */
    uint64_t *sets;
    size_t num_sets, max_sets;
    uint32_t *table; /* open hash table of set numbers + 1 */
    size_t table_size;
    uint32_t *results; /* by place of a node */
    size_t num_results;
};

enum msb_status
msbi_answers_init(struct msbi_answers *answers, const struct msb_rules *rules);
void msbi_answers_release(struct msbi_answers *answers);

/*
 * The area under the known @classes; *root is of answers->diagram, and depends
 * on just the levels that can still change the area. Between two roots
 * everything built is forgotten.
 */
enum msb_status msbi_answers_restrict(struct msbi_answers *answers,
                                      const struct msb_rules *rules,
                                      const uint16_t *classes, msbi_ref *root);
/* Keep the levels of @attribute of @root; *result has leaves of sets. */
enum msb_status msbi_answers_of(struct msbi_answers *answers, msbi_ref root,
                                size_t attribute, msbi_ref *result);
/* How many outcomes a leaf holds. */
size_t msbi_answers_count(const struct msbi_answers *answers, msbi_ref leaf);
/* The one outcome of a leaf: an area, num_areas for the gap, the next for a
   conflict under `unique`; MSB_NONE where the leaf holds several. */
size_t msbi_answers_single(const struct msbi_answers *answers, msbi_ref leaf);
/* The most outcomes that an answer leaves. */
enum msb_status msbi_answers_worst(const struct msbi_answers *answers,
                                   msbi_ref result, size_t *out);

#endif
