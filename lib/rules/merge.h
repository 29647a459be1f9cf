/* SPDX-License-Identifier: MIT */
#ifndef MSBI_MERGE_H
#define MSBI_MERGE_H

#include "model/model.h"

/*
 * Two models over common attributes, so that the same facts can be put to
 * both. The attributes are those of either: of a number or an enum that both
 * declare, the values that both accept; of a set, and of the services, the
 * values of either, of which each model looks at its own.
 */
struct msbi_merge {
    struct msb_model *sides[2]; /* target groups and rules, without names */
    struct msb_model tested;    /* all conditions of both, borrowed */
};

/*
 * MSB_OK, NOMEM, or INVALID ("not_comparable", naming the attribute) where
 * an attribute of both has two types, or no value that both accept.
 */
enum msb_status
msbi_merge_init(struct msbi_merge *merge, const struct msb_model *before,
                const struct msb_model *after, struct msb_error *err);
void msbi_merge_release(struct msbi_merge *merge);

/*
 * A copy of a condition of @from, tests and all, for the attributes of @to;
 * what it tests of values that @to has not is left out. NULL: out of memory.
 */
struct msbi_condition *
msbi_merge_condition(const struct msb_model *from, const struct msb_model *to,
                     const struct msbi_condition *condition);

#endif
