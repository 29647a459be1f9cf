/* SPDX-License-Identifier: MIT */
#ifndef MSBI_EXPLANATION_H
#define MSBI_EXPLANATION_H

#include <msb/decision.h>

#include "base/memory.h"
#include "base/text.h"
#include "decide/case.h"
#include "decide/decision.h"
#include "rules/rules.h"

/* Whether a condition holds, over all completions of the facts. */
enum msbi_truth {
    MSBI_HOLDS = 1,
    MSBI_FAILS = 2,
    MSBI_OPEN = 3 /* it depends on what is unknown */
};

/* A value of an attribute; neither known nor masked: null. */
struct msbi_value {
    bool is_known;
    bool is_masked; /* the attribute is sensitive: nothing else is filled */
    int32_t scalar; /* a number, an enum's code, 0 or 1 */
    struct msbi_indices held; /* of a set; a step's are the explanation's */
};

/* One test of a condition, and the fact that met it. */
struct msbi_step {
    size_t owner; /* the rule that made it; the service, for deliveries */
    const struct msbi_test *test; /* of the model; NULL: it never holds */
    enum msbi_truth truth;
    struct msbi_value fact;
};

struct msbi_steps {
    size_t num, max;
    struct msbi_step *items;
};

/* A single change of facts that leads to another area. */
struct msbi_change {
    size_t area;
    size_t attribute;
    struct msbi_value value;
};

/* Answers to a question that leave the same areas possible. */
struct msbi_reply {
    uint32_t leaf;
    int32_t low, high;           /* of an integer, both included */
    struct msbi_indices values;  /* one of these; of a set: it holds these */
    struct msbi_indices without; /* of a set: it does not hold these */
    struct msbi_indices areas;
    bool gap_possible;
};

/* The most replies that are told. */
#define MSBI_MAX_REPLIES 20

struct msb_explanation {
    struct msbi_refcount refs;
    struct msb_decision *decision;
    struct msb_decision *placed; /* what an exception makes of it, or NULL */
    bool shows_sensitive;
    struct msbi_indices *sets;    /* by attribute: what it holds, if shown */
    struct msbi_steps tests;      /* of the deciding rule */
    struct msbi_steps failed;     /* one for each rule that came before it */
    struct msbi_steps deliveries; /* of the entries that deliver */
    size_t num_changes, max_changes;
    struct msbi_change *changes;
    size_t num_replies; /* to the decision's question */
    struct msbi_reply *replies;
    bool replies_cut; /* there are more */
};

/* Whether values of an attribute are not to be shown. */
static inline bool
msbi_explanation_masks(const struct msb_explanation *explanation,
                       size_t attribute)
{
    const struct msb_model *model = explanation->decision->rules->model;

    return !explanation->shows_sensitive
           && model->attributes[attribute].sensitive;
}

/* Explain a decision that an exception overrules: @placed is what it made of
   the one that is explained. */
void msbi_explanation_place(struct msb_explanation *explanation,
                            struct msb_decision *placed);

/* Room for the set's values, of which there are @max. */
enum msb_status msbi_indices_reserve(struct msbi_indices *indices, size_t max);

/* Fill the changes of a decision that is not undetermined. */
enum msb_status msbi_explanation_fill_changes(struct msb_explanation *out,
                                              struct msbi_case *citizen,
                                              struct msb_error *err);
/* Fill the replies to the question of an undetermined decision. */
enum msb_status msbi_explanation_fill_replies(struct msb_explanation *out,
                                              const struct msbi_case *citizen,
                                              struct msb_error *err);

#endif
