/* SPDX-License-Identifier: MIT */
/*
 * Reading: all that one call reads is of one moment, in one transaction. What
 * a principal reads of a person is put in the journal in that transaction,
 * which therefore is one that writes from its beginning: it would be too late
 * to ask for that once another process has written.
 */
#include "base/error.h"
#include "store/connection.h"
#include "store/hold/hold.h"

static const char end_sql[] = "ROLLBACK";

bool
msbi_store_is_writable(const struct msb_store *store)
{
    return !store->is_read_only && sqlite3_db_readonly(store->db, "main") == 0;
}

/* A transaction that writes nothing. */
static enum msb_status
begin_plain(struct msb_store *store, struct msb_error *err)
{
    static const char begin_sql[] = "BEGIN";
    sqlite3_stmt *end; /* made now, when there is memory for it */
    enum msb_status status = msbi_still_check(store->still, err);

    if (status == MSB_OK)
        status = msbi_statement_get(store, end_sql, &end, err);
    return status != MSB_OK ? status
                            : msbi_statement_run_sql(store, begin_sql, err);
}

enum msb_status
msbi_store_begin_reading(struct msb_store *store, struct msb_error *err)
{
    if (store->is_writing)
        return msbi_fail_misuse(err, "the store is being written to");
    if (store->principal.actor != NULL && msbi_store_is_writable(store))
        return msbi_store_begin(store, err);
    return begin_plain(store, err);
}

enum msb_status
msbi_store_keep_reading(struct msb_store *store, struct msb_error *err)
{
    enum msb_status status;

    if (!store->is_writing)
        return MSB_OK;
    status = msbi_store_commit(store, err);
    return status != MSB_OK ? status : begin_plain(store, err);
}

/* What tells something of a person, and so stays in the journal. */
static bool
is_answer(enum msb_status status)
{
    return status == MSB_OK || status == MSB_ERR_NOT_FOUND
           || status == MSB_ERR_INVALID || status == MSB_ERR_CONFLICT;
}

enum msb_status
msbi_store_end_reading(struct msb_store *store, enum msb_status status,
                       struct msb_error *err)
{
    enum msb_status kept = MSB_OK;

    if (store->is_writing && is_answer(status))
        kept = msbi_store_commit(store, err);
    else if (store->is_writing)
        msbi_store_rollback(store);
    if (kept != MSB_OK)
        return kept;
    if (!sqlite3_get_autocommit(store->db))
        (void)msbi_statement_run_sql(store, end_sql, NULL);
    return status != MSB_OK ? status : msbi_still_check(store->still, err);
}
