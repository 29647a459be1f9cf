/* SPDX-License-Identifier: MIT */
#ifndef MSBI_RULES_H
#define MSBI_RULES_H

#include <msb/rules.h>

#include "base/memory.h"
#include "model/model.h"
#include "rules/diagram.h"
#include "rules/levels.h"

/*
 * A compiled model. Each condition, and each part of one, is a diagram of
 * the leaves FALSE and TRUE; the lists that they stand in are diagrams whose
 * leaf is the index that decides, or MSBI_GAP.
 */

/* A condition and its parts, as diagrams. */
struct msbi_compiled {
    const struct msbi_condition *condition;
    msbi_ref ref;
    size_t num;
    struct msbi_compiled *parts;
};

/* An entry of `delivered_by`. */
struct msbi_compiled_service {
    struct msbi_compiled *entries; /* one for each entry of the service */
    msbi_ref root; /* entry that delivers, given that the service is held */
};

struct msbi_tables;
struct msbi_charts;

struct msb_rules {
    struct msbi_refcount refs;
    struct msb_model *model;
    struct msbi_levels levels;
    struct msbi_diagram diagram;
    struct msbi_compiled *groups;
    struct msbi_compiled *conditions; /* of the responsibility rules */
    struct msbi_compiled_service *services;
    msbi_ref target_group; /* leaf: index of the group */
    bool has_joint;
    msbi_ref rule; /* leaf: index of the rule, or a conflict; see laid.h */
    struct msbi_tables *tables; /* the same as tables, or NULL; see stage.h */
    struct msbi_charts *charts; /* the same with sums, or NULL; see chart.h */
};

/* Under `unique`, a leaf for two rules that match together; the most rules
   that a model may have is such that these leaves fit. */
#define MSBI_CONFLICT 0x40000000u
#define MSBI_MAX_RULES 30000

static inline bool
msbi_is_conflict(msbi_ref leaf)
{
    return leaf != MSBI_GAP && (msbi_leaf_index(leaf) & MSBI_CONFLICT) != 0;
}

static inline msbi_ref
msbi_conflict(const struct msb_rules *rules, size_t first, size_t second)
{
    return msbi_leaf(MSBI_CONFLICT
                     | (first * rules->model->num_rules + second));
}

/* The two rules of a conflict, the earlier first. */
void msbi_conflict_rules(const struct msb_rules *rules, msbi_ref leaf,
                         size_t out[2]);

/*
 * Compile a condition (NULL: always) into @diagram. @target_group is the
 * diagram of the target groups, MSBI_FAILED while those are compiled. MSB_OK
 * or NOMEM; a failed diagram is left to be seen by the caller.
 */
enum msb_status msbi_condition_compile(struct msb_rules *rules,
                                       const struct msbi_condition *condition,
                                       struct msbi_compiled *out);
void msbi_compiled_release(struct msbi_compiled *compiled);

#endif
