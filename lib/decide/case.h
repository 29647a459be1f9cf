/* SPDX-License-Identifier: MIT */
#ifndef MSBI_CASE_H
#define MSBI_CASE_H

#include <msb/decision.h>

#include "decide/facts.h"
#include "rules/rules.h"
#include "rules/survey.h"
#include "rules/walk.h"

/*
 * One citizen on one date, as the diagrams see it: the class of each level,
 * or MSBI_UNKNOWN_CLASS.
 */
struct msbi_case {
    const struct msb_rules *rules;
    const struct msb_facts *facts;
    int32_t age; /* or MSBI_UNKNOWN */
    uint16_t *classes;
};

/* Check the arguments, derive the age. No allocation: classes stay NULL. */
enum msb_status msbi_case_start(struct msbi_case *citizen,
                                const struct msb_rules *rules,
                                const struct msb_facts *facts,
                                struct msb_date on, struct msb_error *err);
/* Fill the classes, if they are not; msbi_case_release() frees them. MSB_OK or
   NOMEM. */
enum msb_status
msbi_case_classify(struct msbi_case *citizen, struct msb_error *err);
void msbi_case_release(struct msbi_case *citizen);

/* Ask @chart about a case whose classes are filled. MSB_OK or NOMEM; release
   the survey in every case. */
enum msb_status msbi_case_survey(const struct msbi_case *citizen,
                                 const struct msbi_chart *chart,
                                 struct msbi_survey *survey);

/* The class of one level, without the classes being filled. */
uint16_t msbi_case_class(const struct msbi_case *citizen, uint32_t level);
/* The value of a scalar attribute, `age` too; or MSBI_UNKNOWN. */
static inline int32_t
msbi_case_scalar(const struct msbi_case *citizen, size_t attribute)
{
    return attribute == MSBI_AGE ? citizen->age
                                 : citizen->facts->scalars[attribute];
}

/* Whether an attribute is known. */
bool msbi_case_knows(const struct msbi_case *citizen, size_t attribute);

/*
 * Walk to the leaf; MSBI_FAILED where the walk meets an unknown level. Needs
 * no classes.
 */
msbi_ref msbi_case_walk(const struct msbi_case *citizen, msbi_ref root);

/*
 * The leaf of the rule that decides, from the model's tables; MSBI_FAILED where
 * it has none, or an attribute that some rule tests is unknown.
 */
msbi_ref msbi_case_look_up(const struct msbi_case *citizen);

/* The leaf of the rule that decides; MSBI_FAILED where a fact that matters is
   unknown. */
msbi_ref msbi_case_find_rule(const struct msbi_case *citizen);
/*
 * Call @visit for every rule that decides some completion, as leaves, and for
 * the gap, and a conflict of two rules, where some completion is one. Fills
 * the classes. MSB_OK, NOMEM or LIMIT.
 */
enum msb_status msbi_case_visit_rules(struct msbi_case *citizen,
                                      msbi_leaf_fn visit, void *user,
                                      struct msb_error *err);

/* CONFLICT, with the names of the two rules. */
enum msb_status msbi_case_conflict(const struct msbi_case *citizen,
                                   msbi_ref leaf, struct msb_error *err);

#endif
