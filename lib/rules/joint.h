/* SPDX-License-Identifier: MIT */
#ifndef MSBI_JOINT_H
#define MSBI_JOINT_H

#include "rules/rules.h"

/*
 * What the known facts of one citizen leave possible. @classes is the class
 * of each level, or MSBI_UNKNOWN_CLASS.
 */

/* In how many completions a diagram leads to a leaf. */
enum msbi_share {
    MSBI_SHARE_NONE = 0,
    MSBI_SHARE_SOME = 1, /* some, not all */
    MSBI_SHARE_ALL = 2
};

/* MSB_OK or NOMEM. */
enum msb_status msbi_share_of(const struct msbi_diagram *diagram, msbi_ref root,
                              msbi_ref leaf, const uint16_t *classes,
                              enum msbi_share *out);

/* Called once for each pair of leaves that some completion leads to; false
   ends the walk. */
typedef bool (*msbi_joint_fn)(void *user, msbi_ref a, msbi_ref b);

/* Two diagrams over the same levels. */
struct msbi_joint {
    const struct msbi_diagram *diagrams[2];
    msbi_ref roots[2];
};

/* Walk both together. MSB_OK, NOMEM, or LIMIT after MSBI_MAX_SEARCH steps. */
enum msb_status msbi_joint_walk(const struct msbi_joint *joint,
                                const uint16_t *classes, msbi_joint_fn visit,
                                void *user);

/* The leaf that a condition comes to; MSBI_FAILED where it is not known. */
typedef msbi_ref (*msbi_leaf_of_fn)(const void *user, msbi_ref condition);

/* The rule that decides, as in rules->rule, read from the conditions one by
   one; MSBI_FAILED where one of them is not known. */
msbi_ref msbi_match_conditions(const struct msb_rules *rules,
                               msbi_leaf_of_fn leaf_of, const void *user);
/* The leaf of the rule that decides, as in rules->rule; MSBI_FAILED where
   what is unknown matters. Works where the rules are not laid as well. */
msbi_ref
msbi_known_rule(const struct msb_rules *rules, const uint16_t *classes);

#endif
