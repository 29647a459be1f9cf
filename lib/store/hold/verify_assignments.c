/* SPDX-License-Identifier: MIT */
/*
 * Replaying what was decided. All assignments that were ever recorded are read
 * in the order of their citizens; of each citizen, all that was ever known is
 * read once, and each assignment is decided again on its first day, as known
 * at the instant that recorded it.
 *
 * A store of the first schema did not decide corrections again. When it was
 * brought up to date, everybody was decided anew; so what it had superseded by
 * then is left out, and what it had not is replayed as known then.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/hold/verify.h"
#include "store/progress.h"
#include "store/time/decider.h"

#define WHERE_SIZE 80
#define MANY 1024 /* citizens from one report of progress to the next */

enum { CITIZEN, FROM, TO, MODEL, AREA, RULE, GROUP, RECORDED_AT };

/* What two assignments of one citizen are compared by. */
struct span {
    struct msb_date from;
    struct msb_date to;
    struct msbi_known known;
};

struct replay {
    struct msb_store *store;
    const struct msb_verify_options *options;
    struct msb_verification *out;
    struct msbi_decider decider;
    int64_t citizen; /* 0 before the first */
    bool is_erased;
    int64_t began_at; /* knowledge before it is not replayed */
    struct span *spans;
    size_t num_spans;
    size_t spans_capacity;
    uint64_t total;
};

static enum msb_status
tell(struct replay *replay, const char *code, struct msb_date from,
     const char *message, struct msb_error *err)
{
    char where[WHERE_SIZE], date[11];

    msb_date_format(from, date);
    snprintf(where, sizeof where, "citizen %" PRId64 " from %s",
             replay->citizen, date);
    return msbi_verification_add(replay->out, code, where, message, err);
}

/* When the store was brought up to date from the first schema, if it was. */
static enum msb_status
find_beginning(struct replay *replay, struct msb_error *err)
{
    static const char sql[] = "SELECT recorded_at FROM journal"
                              " WHERE number = 1 AND action = 'migrate'"
                              " ORDER BY number";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(replay->store, sql, &statement,
                                                err);
    bool has_row;

    replay->began_at = INT64_MIN;
    return status != MSB_OK ? status
                            : msbi_statement_take_number(
                                statement, &has_row, &replay->began_at, err);
}

static enum msb_status
find_erased(struct replay *replay, struct msb_error *err)
{
    static const char sql[] = "SELECT 1 FROM erased WHERE citizen = ?1"
                              " ORDER BY citizen";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(replay->store, sql, &statement,
                                                err);

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, replay->citizen);
    status = msbi_statement_step(statement, &replay->is_erased, err);
    sqlite3_reset(statement);
    return status;
}

/* Rows of another citizen begin. */
static enum msb_status
start_citizen(struct replay *replay, int64_t citizen, struct msb_error *err)
{
    struct msb_verify_counts *counts = &replay->out->counts;
    enum msb_status status = MSB_OK;

    if (citizen == replay->citizen)
        return MSB_OK;
    replay->citizen = citizen;
    replay->num_spans = 0;
    counts->citizens++;
    if (counts->citizens % MANY == 0)
        status = msbi_progress_tell(replay->options->progress,
                                    replay->options->user, counts->citizens,
                                    replay->total, err);
    if (status == MSB_OK)
        status = find_erased(replay, err);
    return status != MSB_OK ? status
                            : msbi_decider_read(&replay->decider, citizen, err);
}

static bool
are_together(const struct span *a, const struct span *b)
{
    return a->from.days < b->to.days && b->from.days < a->to.days
           && a->known.recorded_at < b->known.superseded_at
           && b->known.recorded_at < a->known.superseded_at;
}

/* Nobody has two areas on one day, in any knowledge. */
static enum msb_status
check_alone(struct replay *replay, const struct span *span,
            struct msb_error *err)
{
    struct span *grown = msbi_grow(replay->spans, replay->num_spans,
                                   &replay->spans_capacity, sizeof *grown);
    enum msb_status status = MSB_OK;

    if (grown == NULL)
        return msbi_fail_nomem(err);
    replay->spans = grown;
    for (size_t i = 0; i < replay->num_spans && status == MSB_OK; i++)
        if (are_together(&grown[i], span))
            status = tell(replay, "two_areas", span->from,
                          "two assignments were known at one instant for the "
                          "same days",
                          err);
    grown[replay->num_spans++] = *span;
    return status;
}

static bool
is_text(sqlite3_stmt *row, int index, const char *expected)
{
    return msbi_text_is_same((const char *)sqlite3_column_text(row, index),
                             expected);
}

/* Decide a row's first day, as known at an instant (NULL: now). */
static enum msb_status
decide_row(struct replay *replay, sqlite3_stmt *row, const struct span *span,
           const struct msb_instant *known_at, bool *is_same,
           struct msb_error *err)
{
    const struct msbi_moment moment = {span->from, span->from, span->from,
                                       span->from, known_at};
    struct msbi_stretch stretch;
    enum msb_status status = msbi_decider_decide(&replay->decider, &moment,
                                                 &stretch, err);

    *is_same = status == MSB_OK
               && stretch.model == sqlite3_column_int64(row, MODEL)
               && is_text(row, AREA, stretch.area)
               && is_text(row, RULE, stretch.rule)
               && is_text(row, GROUP, stretch.target_group);
    return status;
}

static enum msb_status
replay_row(struct replay *replay, sqlite3_stmt *row, const struct span *span,
           struct msb_error *err)
{
    struct msb_instant known_at = {span->known.recorded_at};
    enum msb_status status;
    bool is_same;

    if (known_at.seconds < replay->began_at)
        known_at.seconds = replay->began_at;
    if (replay->is_erased || span->known.superseded_at <= known_at.seconds)
        return MSB_OK;
    replay->out->counts.assignments++;
    status = decide_row(replay, row, span, &known_at, &is_same, err);
    if (status != MSB_OK)
        return status;
    if (!is_same)
        return tell(replay, "decision_differs", span->from,
                    "the assignment is not what was decided by what was known "
                    "when it was recorded",
                    err);
    if (!msbi_is_known(&span->known, NULL))
        return MSB_OK;
    status = decide_row(replay, row, span, NULL, &is_same, err);
    return status != MSB_OK || is_same
               ? status
               : tell(replay, "decision_outdated", span->from,
                      "the assignment is not what is decided by what is known "
                      "now",
                      err);
}

static enum msb_status
read_span(sqlite3_stmt *row, struct span *out, struct msb_error *err)
{
    bool has_date;
    enum msb_status status = msbi_column_date(row, FROM, &has_date, &out->from,
                                              err);

    if (status == MSB_OK)
        status = msbi_column_date(row, TO, &has_date, &out->to, err);
    if (!has_date)
        out->to.days = MSBI_NO_END;
    msbi_column_known(row, RECORDED_AT, &out->known);
    return status;
}

static enum msb_status
replay_all(struct replay *replay, struct msb_error *err)
{
    static const char sql[] =
        "SELECT citizen, valid_from, valid_to, model, area, rule, target_group,"
        " recorded_at, superseded_at FROM assignment"
        " ORDER BY citizen, valid_from, version";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(replay->store, sql, &statement,
                                                err);
    bool has_row = status == MSB_OK;
    struct span span;

    while (status == MSB_OK && has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        status = start_citizen(replay, sqlite3_column_int64(statement, CITIZEN),
                               err);
        if (status == MSB_OK)
            status = read_span(statement, &span, err);
        if (status == MSB_OK)
            status = check_alone(replay, &span, err);
        if (status == MSB_OK)
            status = replay_row(replay, statement, &span, err);
        if (status != MSB_OK)
            sqlite3_reset(statement);
    }
    return status;
}

enum msb_status
msbi_verify_assignments(struct msb_store *store,
                        const struct msb_verify_options *options,
                        struct msb_verification *out, struct msb_error *err)
{
    struct replay replay = {.store = store, .options = options, .out = out};
    enum msb_status status = msbi_decider_open(store, true, &replay.decider,
                                               err);

    if (status == MSB_OK)
        status = find_beginning(&replay, err);
    if (status == MSB_OK)
        status = msbi_store_count_citizens(store, &replay.total, err);
    if (status == MSB_OK)
        status = replay_all(&replay, err);
    msbi_decider_release(&replay.decider);
    msbi_free(replay.spans);
    if (status == MSB_OK)
        status = msbi_progress_tell(options->progress, options->user,
                                    replay.total, replay.total, err);
    return status;
}
