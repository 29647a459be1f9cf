/* SPDX-License-Identifier: MIT */
#ifndef MSBI_RUN_H
#define MSBI_RUN_H

#include "decide/plan.h"

/*
 * One call of msb_plan_decide(): what it needs besides the plan, all of it
 * its own, so that threads share nothing that is written.
 */
struct msbi_run {
    const struct msb_plan *plan;
    const struct msb_columns *columns;
    const struct msb_outcome_columns *out;
    size_t num_rows;         /* of the call */
    size_t end;              /* behind its last row */
    struct msb_facts *facts; /* NULL until a row needs them */
    struct msbi_block *block;
    /* Answers for rows with unknown facts; NULL until a row needs one. */
    uint32_t *kept;
    size_t num_kept;
    struct msb_error *err;
};

/* What a row came to, besides its deliveries. */
struct msbi_row_answer {
    uint8_t status;
    int16_t area, rule, target_group;
};

extern const struct msbi_row_answer msbi_rejected_answer;

/* Write an answer, but for the target group where that is told by tables. */
void msbi_run_write(const struct msbi_run *run, size_t row,
                    const struct msbi_row_answer *answer, bool has_group);
/* Decide a row on the diagram; makes the facts. */
enum msb_status msbi_run_decide_row(struct msbi_run *run, size_t row,
                                    struct msbi_row_answer *answer);
/* Deliveries of a row from the diagrams, and its facts too if @fill. */
enum msb_status
msbi_run_deliver_row(struct msbi_run *run, size_t row, bool fill);

/* Decide the rows of a block that its kernel left open; see mend.c. */
enum msb_status msbi_run_mend(struct msbi_run *run, size_t first);
/* Settle open rows of a block, all of which are written as undetermined. For
   plans with proofs; see prove.c. */
void msbi_run_prove(struct msbi_run *run, size_t first);
/* Try the completions of a row of the block; @unknown are its doubts. False
   where they are too many. */
bool msbi_run_complete(const struct msbi_run *run, size_t at, uint32_t unknown,
                       struct msbi_row_answer *answer);
/* Who delivers to the rows of a block, and under `per_service` their status;
   see services.c. */
enum msb_status msbi_run_deliver(struct msbi_run *run, size_t first,
                                 const struct msb_outcome_columns *at);
void msbi_run_decide_services(struct msbi_run *run,
                              const struct msb_outcome_columns *at);

static inline bool
msbi_wants_deliveries(const struct msb_outcome_columns *out)
{
    return out->num_deliveries != NULL
           || (out->max_deliveries > 0
               && (out->delivery_service != NULL || out->delivery_area != NULL
                   || out->delivery_unit != NULL));
}

#endif
