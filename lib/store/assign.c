/* SPDX-License-Identifier: MIT */
/*
 * Assigning: decide everybody on a date, and record what changed.
 *
 * A determined decision holds from that date on: until the model ends, or
 * until an assignment that is on record already begins. It replaces the
 * assignment in force, which is superseded and recorded again until the date.
 * Where nothing is decided, or nothing is known any more, the assignment in
 * force ends on the date.
 *
 * Citizens come as columns from the store's chunks, which are made where they
 * are missing. One batch of them is in memory at a time: read, decided,
 * recorded (see assign_record.c). Facts that the model cannot use are decided
 * as by no rule, and so are those that two rules match. An exception in force
 * names the area in place of the rules. Last, the date is kept as a day on
 * which everybody was decided, and the end of each exception is decided too,
 * so that it expires by itself.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "decide/batch.h"
#include "store/assign_record.h"
#include "store/columns/feed.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"
#include "store/progress.h"
#include "store/time/revise.h"

/* One run, beside what is recorded. */
struct run {
    struct msbi_assigning base;
    struct msbi_batch *batch;
    struct msbi_feed *feed;
    int64_t keys[MSBI_BATCH_ROWS];
    struct msbi_exception *exceptions; /* in force, by citizen */
    size_t num_exceptions, exceptions_capacity;
    size_t at_exception;
    msb_progress_fn progress;
    void *user;
    uint64_t total;
};

/* All exceptions in force: they are few. */
static enum msb_status
read_exceptions(struct run *run, struct msb_error *err)
{
    struct msbi_exceptions *stream = NULL;
    struct msbi_exception *grown;
    bool has = true;
    enum msb_status status = msbi_exceptions_open(run->base.store, run->base.on,
                                                  NULL, &stream, err);

    while (status == MSB_OK && has) {
        grown = msbi_grow(run->exceptions, run->num_exceptions,
                          &run->exceptions_capacity, sizeof *grown);
        if (grown == NULL) {
            status = msbi_fail_nomem(err);
            break;
        }
        run->exceptions = grown;
        status = msbi_exceptions_next(stream, &grown[run->num_exceptions], &has,
                                      err);
        run->num_exceptions += status == MSB_OK && has;
    }
    msbi_exceptions_close(stream);
    return status;
}

/* Who is responsible for a citizen by exception, if anybody. */
static void
apply_exception(struct run *run, struct msbi_assign_row *row)
{
    const struct msbi_exception *exception;

    while (run->at_exception < run->num_exceptions
           && run->exceptions[run->at_exception].citizen < row->citizen)
        run->at_exception++;
    if (run->at_exception == run->num_exceptions)
        return;
    exception = &run->exceptions[run->at_exception];
    if (exception->citizen != row->citizen || exception->area == MSB_NONE)
        return;
    row->outcome.status = MSB_OUTCOME_DETERMINED;
    row->outcome.area = (int32_t)exception->area;
    row->outcome.rule = -1;
}

/* Decide and record the citizens of the batch. */
static enum msb_status
assign_batch(struct run *run, size_t num, struct msb_error *err)
{
    enum msb_status status = msbi_batch_decide(run->batch, err);
    struct msbi_batch_answer answer;

    run->base.num_rows = num;
    for (size_t i = 0; i < num && status == MSB_OK; i++) {
        struct msbi_assign_row *row = &run->base.rows[i];

        status = msbi_batch_get(run->batch, i, &answer, err);
        *row = (struct msbi_assign_row){.citizen = run->keys[i],
                                        .outcome = answer.outcome};
        if (run->base.is_single && !answer.is_rejected)
            apply_exception(run, row);
    }
    return status != MSB_OK ? status : msbi_assign_record(&run->base, err);
}

static enum msb_status
assign_everybody(struct run *run, struct msb_error *err)
{
    const struct msbi_feed_options options = {
        .on = run->base.on,
        .num_models = 1,
        .models = {run->base.model},
        .makes_chunks = true,
    };
    enum msb_status status = msbi_feed_open(run->base.store, &options,
                                            &run->feed, err);
    uint64_t done = 0;
    size_t num;

    while (status == MSB_OK) {
        status = msbi_feed_fill(run->feed, &run->batch, run->keys, &num, err);
        if (status != MSB_OK || num == 0)
            break;
        if (done > 0)
            status = msbi_progress_tell(run->progress, run->user, done,
                                        run->total, err);
        if (status == MSB_OK)
            status = assign_batch(run, num, err);
        done += num;
    }
    if (status == MSB_OK)
        status = msbi_progress_tell(run->progress, run->user, run->total,
                                    run->total, err);
    return status;
}

static enum msb_status
start_run(struct run *run, struct msb_error *err)
{
    struct msbi_assigning *base = &run->base;
    enum msb_status status = msbi_store_find_model(
        base->store, base->on, NULL, &base->model_key, &base->rules, err);

    if (status != MSB_OK)
        return status;
    base->model = msb_rules_get_model(base->rules);
    base->is_single = msb_model_get_coordination(base->model)
                      == MSB_COORDINATION_SINGLE;
    status = msbi_batch_new(base->rules, base->on, &run->batch, err);
    if (status == MSB_OK)
        status = msbi_store_count_citizens(base->store, &run->total, err);
    return status != MSB_OK || !base->is_single ? status
                                                : read_exceptions(run, err);
}

/* Everybody was decided on the date. */
static enum msb_status
keep_day(const struct run *run, struct msb_error *err)
{
    static const char sql[] = "INSERT INTO assign_run (day, recorded_at)"
                              " VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    struct msb_store *store = run->base.store;
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_date(statement, 1, run->base.on);
    sqlite3_bind_int64(statement, 2, store->now);
    status = msbi_statement_run(statement, err);
    return status != MSB_OK || sqlite3_changes(store->db) == 0
               ? status
               : msbi_store_record(store, err);
}

/* What follows an exception is on record as well. */
static enum msb_status
end_exceptions(const struct run *run, struct msb_error *err)
{
    struct msbi_reviser reviser = {0};
    enum msb_status status;

    if (run->num_exceptions == 0)
        return MSB_OK;
    status = msbi_reviser_open(run->base.store, &reviser, err);
    for (size_t i = 0; i < run->num_exceptions && status == MSB_OK; i++)
        status = msbi_reviser_revise(&reviser, run->exceptions[i].citizen,
                                     run->base.on, run->exceptions[i].to, err);
    msbi_reviser_release(&reviser);
    return status;
}

static enum msb_status
do_run(struct run *run, struct msb_error *err)
{
    enum msb_status status = start_run(run, err), restored;

    if (status == MSB_OK)
        status = assign_everybody(run, err);
    msbi_feed_close(run->feed);
    restored = msbi_assign_restore(&run->base, status == MSB_OK ? err : NULL);
    if (status == MSB_OK)
        status = restored;
    if (status == MSB_OK)
        status = msbi_assign_end_unknown(&run->base, err);
    if (status == MSB_OK)
        status = keep_day(run, err);
    return status != MSB_OK ? status : end_exceptions(run, err);
}

/* Say in the journal what was done. */
static enum msb_status
keep_entry(const struct msbi_assigning *run, struct msb_error *err)
{
    const struct msb_assign_summary *summary = &run->summary;
    char detail[200], on[11];

    msb_date_format(run->on, on);
    snprintf(detail, sizeof detail,
             "{\"on\": \"%s\", \"citizens\": %" PRIu64
             ", \"assigned\": %" PRIu64 ", \"unchanged\": %" PRIu64
             ", \"undetermined\": %" PRIu64 ", \"none\": %" PRIu64 "}",
             on, summary->citizens, summary->assigned, summary->unchanged,
             summary->undetermined, summary->none);
    return msbi_journal_append(run->store, "assign", 0, detail, err);
}

enum msb_status
msb_store_assign(struct msb_store *store, struct msb_date on,
                 msb_progress_fn progress, void *user,
                 struct msb_assign_summary *out, struct msb_error *err)
{
    struct run *run;
    enum msb_status status;

    if (store == NULL || out == NULL)
        return msbi_fail_misuse(err, "store and out must not be NULL");
    run = msbi_alloc(sizeof *run);
    if (run == NULL)
        return msbi_fail_nomem(err);
    run->base.store = store;
    run->base.on = on;
    run->progress = progress;
    run->user = user;
    status = msbi_store_begin(store, err);
    if (status != MSB_OK)
        goto out;
    status = msbi_guard_do(store, MSBI_POWER_MANAGE, "assign", 0, err);
    if (status == MSB_OK)
        status = msbi_store_widen(store, true, err);
    if (status == MSB_OK)
        status = do_run(run, err);
    if (status == MSB_OK && store->has_recorded)
        status = keep_entry(&run->base, err);
    if (status == MSB_OK)
        status = msbi_store_commit(store, err);
    else
        msbi_store_rollback(store);
    (void)msbi_store_widen(store, false, NULL); /* else it stays wide */
    if (status == MSB_OK)
        *out = run->base.summary;
out:
    msbi_batch_free(run->batch);
    msb_rules_unref(run->base.rules);
    msbi_free(run->exceptions);
    msbi_free(run);
    return status;
}
