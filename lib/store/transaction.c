/* SPDX-License-Identifier: MIT */
/*
 * One write transaction at a time, and in it a savepoint for each row.
 *
 * A transaction records all it learns at one instant. That instant never
 * lies before an earlier transaction's, also when the clock was set back, so
 * that knowledge only grows. It is kept in the file with the first thing
 * that is recorded: a transaction that learns nothing leaves no trace.
 *
 * A savepoint makes SQLite copy every page that a row touches, so it is taken
 * when the row is about to change what is on record. A row of which nothing is
 * known yet needs none: its first insert happens or does not, and nothing
 * after it can be refused but by the end of the whole transaction. What waits
 * to be written is written before a savepoint, and so is not undone with it.
 *
 * What was decided already and is touched is decided again before the commit;
 * see time/redecide.h.
 */
#include <time.h>

#include "base/error.h"
#include "store/connection.h"

static const char rollback_sql[] = "ROLLBACK";
static const char release_sql[] = "RELEASE one_row";

struct msb_instant
msbi_store_now(const struct msb_store *store)
{
    struct msb_instant now;

    now.seconds = store->clock == NULL ? (int64_t)time(NULL)
                                       : store->clock(store->clock_user);
    return now;
}

/* By UTC, as every instant is. */
struct msb_date
msbi_store_today(const struct msb_store *store)
{
    const int64_t day = 86400;
    int64_t seconds = msbi_store_now(store).seconds;
    struct msb_date today;

    today.days = (int32_t)((seconds - (seconds % day + day) % day) / day);
    return today;
}

/* The last instant on record, where it is later than the clock's. */
static enum msb_status
follow_last(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] = "SELECT instant FROM last_recording"
                              " WHERE instant > ?1 ORDER BY instant";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    bool has_row;

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, store->now);
    return msbi_statement_take_number(statement, &has_row, &store->now, err);
}

enum msb_status
msbi_store_start(struct msb_store *store, struct msb_error *err)
{
    store->is_writing = true;
    store->has_recorded = false;
    store->settled = (struct msbi_put_counts){0};
    msbi_touched_clear(&store->touched);
    store->now = msbi_store_now(store).seconds;
    return follow_last(store, err);
}

enum msb_status
msbi_store_record(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO last_recording (one, instant) VALUES (1, ?1)"
        " ON CONFLICT (one) DO UPDATE SET instant = excluded.instant";
    sqlite3_stmt *statement;
    enum msb_status status;

    if (store->has_recorded)
        return MSB_OK;
    status = msbi_statement_get(store, sql, &statement, err);
    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, store->now);
    status = msbi_statement_run(statement, err);
    store->has_recorded = status == MSB_OK;
    return status;
}

enum msb_status
msbi_store_begin(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] = "BEGIN IMMEDIATE";
    sqlite3_stmt *rollback; /* made now, when there is memory for it */
    enum msb_status status;

    if (store->is_writing)
        return msbi_fail_misuse(err, "a transaction is open already");
    if (store->is_read_only || sqlite3_db_readonly(store->db, "main") == 1)
        return msbi_sqlite_fail(store->db, SQLITE_READONLY, err);
    status = msbi_statement_get(store, rollback_sql, &rollback, err);
    if (status == MSB_OK)
        status = msbi_statement_run_sql(store, sql, err);
    if (status != MSB_OK)
        return status;
    status = msbi_store_start(store, err);
    if (status != MSB_OK)
        msbi_store_rollback(store);
    return status;
}

enum msb_status
msbi_store_commit(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] = "COMMIT";
    enum msb_status status = msbi_store_write_waiting(store, err);

    msbi_store_end_walk(store);
    if (status == MSB_OK)
        status = msbi_store_redecide(store, err);
    if (status == MSB_OK)
        status = msbi_statement_run_sql(store, sql, err);
    if (status == MSB_OK)
        store->is_writing = false;
    else
        msbi_store_rollback(store);
    return status;
}

/* SQLite has rolled back already after some failures. */
void
msbi_store_rollback(struct msb_store *store)
{
    store->is_writing = false;
    store->is_marked = false;
    msbi_waiting_clear(&store->waiting_facts);
    msbi_waiting_clear(&store->waiting_courses);
    msbi_store_end_walk(store);
    if (!sqlite3_get_autocommit(store->db))
        (void)msbi_statement_run_sql(store, rollback_sql, NULL);
}

enum msb_status
msbi_store_mark(struct msb_store *store, struct msb_error *err)
{
    if (!store->is_writing || store->is_marked)
        return msbi_fail_misuse(err, "a row needs a transaction of its own");
    store->is_marked = true;
    store->has_savepoint = false;
    return MSB_OK;
}

enum msb_status
msbi_store_touch(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] = "SAVEPOINT one_row";
    enum msb_status status = MSB_OK;

    if (store->is_marked && !store->has_savepoint) {
        /* Rows before this one are not to be undone with it. */
        status = msbi_store_write_waiting(store, err);
        if (status == MSB_OK)
            status = msbi_statement_run_sql(store, sql, err);
        store->has_savepoint = status == MSB_OK;
        store->touched.num_before = store->touched.num;
    }
    return status;
}

enum msb_status
msbi_store_keep(struct msb_store *store, struct msb_error *err)
{
    store->is_marked = false;
    if (!store->has_savepoint)
        return MSB_OK;
    store->has_savepoint = false;
    return msbi_statement_run_sql(store, release_sql, err);
}

enum msb_status
msbi_store_undo(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] = "ROLLBACK TO one_row";
    enum msb_status status;

    store->is_marked = false;
    if (!store->has_savepoint)
        return MSB_OK;
    store->has_savepoint = false;
    msbi_store_end_walk(store);
    store->touched.num = store->touched.num_before;
    store->has_recorded = false; /* it may have been this row that did */
    status = msbi_statement_run_sql(store, sql, err);
    return status != MSB_OK ? status
                            : msbi_statement_run_sql(store, release_sql, err);
}
