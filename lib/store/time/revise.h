/* SPDX-License-Identifier: MIT */
#ifndef MSBI_REVISE_H
#define MSBI_REVISE_H

#include "store/time/assigned.h"
#include "store/time/decider.h"

/* Brings what is on record into line with what is known, a citizen and some
   days at a time. */
struct msbi_reviser {
    struct msb_store *store;
    struct msbi_decider decider;
    struct msb_date *runs; /* days on which everybody was decided, ascending */
    size_t num_runs;
    size_t runs_capacity;
    struct msbi_timeline timeline;
    struct msbi_assigned_list on_record;
    struct msbi_assigned_list wanted;
};

/* Inside a write transaction, with all that it learnt written; fill @out with
   zeros first, and release it also after a failure. */
enum msb_status msbi_reviser_open(struct msb_store *store,
                                  struct msbi_reviser *out,
                                  struct msb_error *err);
void msbi_reviser_release(struct msbi_reviser *reviser);
/* A citizen's days, half-open; days MSBI_NO_END for no end. */
enum msb_status msbi_reviser_revise(struct msbi_reviser *reviser,
                                    int64_t citizen, struct msb_date from,
                                    struct msb_date to, struct msb_error *err);

#endif
