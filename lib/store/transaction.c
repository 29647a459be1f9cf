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
 * after it can be refused but by the end of the whole transaction.
 */
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "store/connection.h"

static const char rollback_sql[] = "ROLLBACK";
static const char release_sql[] = "RELEASE one_row";

void
msbi_instant_now(char out[MSBI_INSTANT_SIZE])
{
    time_t now = time(NULL);
    struct tm utc;

    memset(&utc, 0, sizeof utc);
    gmtime_r(&now, &utc);
    if (strftime(out, MSBI_INSTANT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        out[0] = '\0';
}

/* The latest instant on record, where it is later than @now. */
static enum msb_status
follow_latest(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] = "SELECT instant FROM recording WHERE instant > ?1"
                              " ORDER BY instant DESC LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    const char *latest;
    size_t length;
    bool has_row;

    if (status != MSB_OK)
        return status;
    msbi_bind_string(statement, 1, store->now);
    status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK || !has_row)
        return status;
    status = msbi_column_text(statement, 0, &latest, &length, err);
    if (status == MSB_OK && length == MSBI_INSTANT_SIZE - 1)
        memcpy(store->now, latest, length);
    sqlite3_reset(statement);
    return status;
}

enum msb_status
msbi_store_start(struct msb_store *store, struct msb_error *err)
{
    store->is_writing = true;
    store->has_recorded = false;
    msbi_instant_now(store->now);
    return follow_latest(store, err);
}

enum msb_status
msbi_store_record(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO recording (instant) VALUES (?1) ON CONFLICT DO NOTHING";
    sqlite3_stmt *statement;
    enum msb_status status;

    if (store->has_recorded)
        return MSB_OK;
    status = msbi_statement_get(store, sql, &statement, err);
    if (status != MSB_OK)
        return status;
    msbi_bind_string(statement, 1, store->now);
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
    if (sqlite3_db_readonly(store->db, "main") == 1)
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
    enum msb_status status = msbi_statement_run_sql(store, sql, err);

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
    store->last.key = 0;
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
        status = msbi_statement_run_sql(store, sql, err);
        store->has_savepoint = status == MSB_OK;
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
    store->last.key = 0;
    store->has_recorded = false; /* it may have been this row that did */
    status = msbi_statement_run_sql(store, sql, err);
    return status != MSB_OK ? status
                            : msbi_statement_run_sql(store, release_sql, err);
}
