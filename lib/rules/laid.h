/* SPDX-License-Identifier: MIT */
#ifndef MSBI_LAID_H
#define MSBI_LAID_H

#include "rules/rules.h"

/*
 * The ordered rules as one diagram whose leaf is the rule that decides. Most
 * models have it ready made (rules->rule). Where it would be too large it is
 * made for each question, of what the known facts leave of the rules.
 */

/* The most nodes and steps of a diagram that is made ready. */
#define MSBI_JOINT_NODES 100000
#define MSBI_JOINT_STEPS 2000000u
/* The most nodes of a diagram that is made for one question. */
#define MSBI_SCRATCH_NODES 500000

/*
 * Lay conditions (of @diagram, one for each rule) over one another. Returns
 * MSBI_FAILED, with the reason in diagram->status.
 */
msbi_ref msbi_lay(const struct msb_rules *rules, struct msbi_diagram *diagram,
                  const msbi_ref *conditions);

struct msbi_laid {
    const struct msbi_diagram *diagram; /* where to read */
    msbi_ref root;
    struct msbi_diagram scratch; /* made for this question, or empty */
};

/*
 * The rules under @classes (NULL: nothing known): read it with the same
 * classes. MSB_OK, NOMEM or LIMIT; close it in every case.
 */
enum msb_status msbi_laid_open(struct msbi_laid *laid,
                               const struct msb_rules *rules,
                               const uint16_t *classes);
void msbi_laid_close(struct msbi_laid *laid);

/* msb_rules_compile() with another bound for what is made ready. */
enum msb_status msbi_rules_compile(struct msb_model *model, size_t max_joint,
                                   struct msb_rules **out,
                                   struct msb_error *err);
/* The same over the levels of @tested, a model of the same attributes whose
   tests those of @model are among. */
enum msb_status
msbi_rules_compile_among(struct msb_model *model,
                         const struct msb_model *tested, size_t max_joint,
                         struct msb_rules **out, struct msb_error *err);

#endif
