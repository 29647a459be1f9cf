/* SPDX-License-Identifier: MIT */
#ifndef MSBI_ASSIGN_RECORD_H
#define MSBI_ASSIGN_RECORD_H

#include "store/columns/decided.h"
#include "store/connection.h"
#include "store/exceptions.h"

/* A citizen who was decided, and the assignments on record around the date. */
struct msbi_assign_row {
    int64_t citizen;
    struct msb_outcome outcome; /* as it is to be recorded */
    bool is_found;              /* one is in force */
    bool is_same;               /* it has the area and the rule decided */
    struct msb_date from;       /* of the one in force */
    bool has_next;
    struct msb_date next; /* when the first one after the date begins */
};

/* What one run needs: one batch of citizens after the other. */
struct msbi_assigning {
    struct msb_store *store;
    struct msb_date on;
    int64_t model_key;
    struct msb_rules *rules;
    struct msb_model *model; /* borrowed from rules */
    bool is_single;
    struct msb_assign_summary summary;
    size_t num_rows;
    struct msbi_assign_row rows[MSBI_BATCH_ROWS]; /* by citizen */
    size_t num_decided;
    struct msbi_decided decided[MSBI_BATCH_ROWS]; /* new, of the rows */
    bool is_passing; /* triggers and foreign keys are passed over */
};

/* Bring what is on record into line with the rows, and count them. Triggers
   and foreign keys may be passed over afterwards; see
   msbi_decided_pass_lookups(). */
enum msb_status
msbi_assign_record(struct msbi_assigning *run, struct msb_error *err);
/* End what is in force of those of whom nothing is known on the date: they are
   in no batch. Triggers must run. */
enum msb_status
msbi_assign_end_unknown(struct msbi_assigning *run, struct msb_error *err);
/* Let triggers run again, and foreign keys hold. */
enum msb_status
msbi_assign_restore(struct msbi_assigning *run, struct msb_error *err);

#endif
