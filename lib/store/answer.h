/* SPDX-License-Identifier: MIT */
#ifndef MSBI_ANSWER_H
#define MSBI_ANSWER_H

#include <msb/answer.h>

#include "base/memory.h"
#include "decide/explanation.h"
#include "store/guard/sight.h"
#include "store/households.h"
#include "store/store.h"

/* A household that the citizen belongs to. */
struct msbi_membership {
    char *household;
    char *role;
    size_t num_services;
    struct msb_household_service *services;
};

struct msb_answer {
    struct msbi_refcount refs;
    char *citizen;
    struct msb_date on;
    struct msb_instant known_at;
    struct msb_decision *decision; /* as an exception makes it, if there is
                                      one */
    struct msb_explanation *explanation;
    enum msbi_view view; /* how much of the citizen it shows */
    bool has_period;
    struct msb_period period;
    size_t num_memberships;
    size_t membership_capacity;
    struct msbi_membership *memberships;
    bool has_address;  /* whether it was asked for */
    bool is_protected; /* nobody is to see it */
    char *address;     /* or NULL */
};

/* Let the citizen's exception of the day, if there is one, overrule what has
   been decided and explained. */
enum msb_status msbi_answer_place(struct msb_store *store, int64_t citizen,
                                  const struct msb_instant *known_at,
                                  struct msb_answer *answer,
                                  struct msb_error *err);

/* Add the households of the citizen, and who delivers to them, as far as that
   may be seen. */
enum msb_status
msbi_answer_add_households(struct msb_store *store, int64_t citizen,
                           const struct msb_instant *known_at,
                           const struct msbi_sight *sight,
                           struct msb_answer *answer, struct msb_error *err);
void msbi_answer_release_households(struct msb_answer *answer);
/* Append `, "households": […]`. */
void msbi_answer_write_households(struct msbi_text *text,
                                  const struct msb_answer *answer);

/* Append `, "exception": …`, and what else bears on the answer. */
void msbi_answer_add_circumstances(struct msbi_text *text,
                                   const struct msb_answer *answer);

#endif
