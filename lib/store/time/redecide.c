/* SPDX-License-Identifier: MIT */
/*
 * Collecting what a transaction touches, and deciding it again at its end. A
 * store in which nobody was ever decided collects nothing: it is asked once a
 * transaction.
 */
#include "store/time/redecide.h"

#include <stdlib.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/time/revise.h"

/* Whether anybody was ever decided. */
static enum msb_status
look_for_runs(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] = "SELECT 1 FROM assign_run ORDER BY day LIMIT 1";
    struct msbi_touched *touched = &store->touched;
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status == MSB_OK)
        status = msbi_statement_step(statement, &touched->has_runs, err);
    if (status == MSB_OK && touched->has_runs)
        sqlite3_reset(statement);
    touched->has_looked = status == MSB_OK;
    return status;
}

enum msb_status
msbi_store_touch_days(struct msb_store *store, int64_t citizen,
                      struct msb_date from, bool has_to, struct msb_date to,
                      struct msb_error *err)
{
    struct msbi_touched *touched = &store->touched;
    struct msbi_touched_days *grown;
    enum msb_status status;

    if (!touched->has_looked) {
        status = look_for_runs(store, err);
        if (status != MSB_OK)
            return status;
    }
    if (!touched->has_runs)
        return MSB_OK;
    if (!has_to)
        to.days = MSBI_NO_END;
    grown = msbi_grow(touched->items, touched->num, &touched->capacity,
                      sizeof *grown);
    if (grown == NULL)
        return msbi_fail_nomem(err);
    touched->items = grown;
    grown[touched->num++] = (struct msbi_touched_days){citizen, from, to};
    return MSB_OK;
}

static int
compare_touched(const void *a, const void *b)
{
    const struct msbi_touched_days *x = a, *y = b;

    if (x->citizen != y->citizen)
        return x->citizen < y->citizen ? -1 : 1;
    return (x->from.days > y->from.days) - (x->from.days < y->from.days);
}

/* In order; days of one citizen that meet become one piece. */
static void
join_touched(struct msbi_touched *touched)
{
    struct msbi_touched_days *items = touched->items, *last = items;

    qsort(items, touched->num, sizeof *items, compare_touched);
    for (size_t i = 1; i < touched->num; i++) {
        if (items[i].citizen != last->citizen
            || items[i].from.days > last->to.days)
            *++last = items[i];
        else if (items[i].to.days > last->to.days)
            last->to = items[i].to;
    }
    touched->num = (size_t)(last - items) + 1;
}

enum msb_status
msbi_store_redecide(struct msb_store *store, struct msb_error *err)
{
    struct msbi_touched *touched = &store->touched;
    struct msbi_reviser reviser = {0};
    enum msb_status status;

    if (touched->num == 0)
        return MSB_OK;
    join_touched(touched);
    status = msbi_reviser_open(store, &reviser, err);
    for (size_t i = 0; i < touched->num && status == MSB_OK; i++)
        status = msbi_reviser_revise(&reviser, touched->items[i].citizen,
                                     touched->items[i].from,
                                     touched->items[i].to, err);
    msbi_reviser_release(&reviser);
    touched->num = 0;
    return status;
}

void
msbi_touched_clear(struct msbi_touched *touched)
{
    touched->has_looked = false;
    touched->num = 0;
}

void
msbi_touched_release(struct msbi_touched *touched)
{
    msbi_free(touched->items);
    *touched = (struct msbi_touched){.num = 0};
}

/* The first day of the model that comes into force after a day. */
static enum msb_status
find_next_model(struct msb_store *store, struct msb_date day,
                struct msb_date *out, struct msb_error *err)
{
    static const char sql[] =
        "SELECT valid_from FROM model WHERE superseded_at IS NULL"
        " AND valid_from > ?1 ORDER BY valid_from LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    bool has_row, has_date;

    out->days = MSBI_NO_END;
    if (status != MSB_OK)
        return status;
    msbi_bind_date(statement, 1, day);
    status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK || !has_row)
        return status;
    status = msbi_column_date(statement, 0, &has_date, out, err);
    sqlite3_reset(statement);
    return status;
}

static enum msb_status
add_run(struct msb_store *store, struct msb_date day, struct msb_error *err)
{
    static const char sql[] = "INSERT INTO assign_run (day, recorded_at)"
                              " VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_date(statement, 1, day);
    sqlite3_bind_int64(statement, 2, store->now);
    return msbi_statement_run(statement, err);
}

/* The citizens that a statement gives. */
static enum msb_status
revise_citizens(struct msbi_reviser *reviser, const char *sql,
                struct msb_date from, struct msb_date to, struct msb_error *err)
{
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(reviser->store, sql, &statement,
                                                err);
    bool has_row = status == MSB_OK;

    while (status == MSB_OK && has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        status = msbi_reviser_revise(
            reviser, sqlite3_column_int64(statement, 0), from, to, err);
        if (status != MSB_OK)
            sqlite3_reset(statement);
    }
    return status;
}

/* Everybody, until another model comes into force; and whoever is placed by an
   exception also then, as it is followed from model to model. */
static enum msb_status
revise_everybody(struct msb_store *store, struct msb_date from,
                 struct msb_error *err)
{
    static const char all_sql[] =
        "SELECT key FROM citizen WHERE key NOT IN (SELECT citizen FROM erased)"
        " ORDER BY key";
    static const char placed_sql[] =
        "SELECT DISTINCT citizen FROM exception WHERE version = 0"
        " ORDER BY citizen";
    const struct msb_date no_end = {MSBI_NO_END};
    struct msbi_reviser reviser = {0};
    struct msb_date next;
    enum msb_status status = msbi_reviser_open(store, &reviser, err);

    if (status == MSB_OK)
        status = find_next_model(store, from, &next, err);
    if (status == MSB_OK)
        status = revise_citizens(&reviser, all_sql, from, next, err);
    if (status == MSB_OK && next.days != MSBI_NO_END)
        status = revise_citizens(&reviser, placed_sql, next, no_end, err);
    msbi_reviser_release(&reviser);
    return status;
}

enum msb_status
msbi_store_redecide_from(struct msb_store *store, struct msb_date day,
                         struct msb_error *err)
{
    struct msbi_touched *touched = &store->touched;
    enum msb_status status = look_for_runs(store, err);

    if (status != MSB_OK || !touched->has_runs)
        return status;
    status = add_run(store, day, err);
    return status != MSB_OK ? status : revise_everybody(store, day, err);
}
