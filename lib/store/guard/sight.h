/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SIGHT_H
#define MSBI_SIGHT_H

#include "decide/decision.h"
#include "store/guard/guard.h"
#include "store/guard/policy.h"

/* What a principal sees of one citizen today, and by what right. */
struct msbi_sight {
    enum msbi_view view;
    bool is_responsible;     /* for whom its area answers today */
    bool is_own_only;        /* of the courses, its own: see `own` */
    const char *access;      /* the entry of the policy that opened it, borrowed
                                from `rules`; or NULL */
    const char *emergency;   /* for which the glass is broken, borrowed from
                                the store; or NULL */
    struct msb_rules *rules; /* of today's model; or NULL */
    bool *own; /* by service of that model: what it delivers today */
};

/* Inside a transaction. Release it also after a failure. */
enum msb_status msbi_sight_find(struct msb_store *store, int64_t citizen,
                                struct msbi_sight *out, struct msb_error *err);
void msbi_sight_release(struct msbi_sight *sight);

/*
 * As msbi_guard_read(), and what may be seen: of what is found then, the rest
 * is left out. Release @out also after a failure.
 */
enum msb_status msbi_guard_see(struct msb_store *store, int64_t citizen,
                               const char *action, enum msbi_view needed,
                               struct msbi_sight *out, struct msb_error *err);
/* Leave in a decision about the citizen what is seen of it; it is nobody
   else's yet. */
void msbi_sight_narrow(const struct msbi_sight *sight,
                       struct msb_decision *decision);

/* Whether the principal delivers a service to the citizen today, by the
   service's id. */
bool msbi_sight_is_own(const struct msbi_sight *sight, const char *service);

/* Where the principal works, in a model. */
struct msbi_workplace
msbi_workplace_find(const struct msbi_principal *principal,
                    const struct msb_model *model);
/* Whether what an area (@unit MSB_NONE) or a unit of it delivers is delivered
   from there. */
bool msbi_workplace_delivers(const struct msbi_workplace *workplace,
                             const struct msb_model *model, size_t area,
                             size_t unit);

#endif
