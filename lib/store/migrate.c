/* SPDX-License-Identifier: MIT */
/*
 * From an older schema to the present one, and from none to it: the same
 * steps, so that a store that was brought up to date is as a new one. Views
 * hold nothing, and are made anew.
 *
 * All of it is one transaction, which ends with the checks that a store must
 * pass: a store that cannot be brought up to date stays what it was. Of
 * several who open an old store at once, one does it, and the others wait.
 */
#include "base/error.h"
#include "store/connection.h"
#include "store/guard/journal.h"
#include "store/schema.h"

enum msb_status
msbi_store_apply_schema(struct msb_store *store, int version,
                        struct msb_error *err)
{
    enum msb_status status = MSB_OK;

    for (int v = version; v < MSBI_SCHEMA_MAJOR; v++)
        for (size_t i = 0; msbi_schema_steps[v][i] != NULL; i++)
            if (status == MSB_OK)
                status = msbi_store_execute(store, msbi_schema_steps[v][i],
                                            err);
    return status != MSB_OK ? status
                            : msbi_store_execute(store, msbi_schema_views, err);
}

/* Whether one is left; if so, it is dropped. */
static enum msb_status
drop_view(struct msb_store *store, bool *has_dropped, struct msb_error *err)
{
    static const char sql[] = "SELECT name FROM sqlite_schema"
                              " WHERE type = 'view' ORDER BY name";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    char *drop;

    if (status == MSB_OK)
        status = msbi_statement_step(statement, has_dropped, err);
    if (status != MSB_OK || !*has_dropped)
        return status;
    drop = sqlite3_mprintf("DROP VIEW \"%w\"",
                           sqlite3_column_text(statement, 0));
    sqlite3_reset(statement);
    status = drop == NULL ? msbi_fail_nomem(err)
                          : msbi_store_execute(store, drop, err);
    sqlite3_free(drop);
    return status;
}

static enum msb_status
drop_views(struct msb_store *store, struct msb_error *err)
{
    enum msb_status status;
    bool has_dropped = false;

    do
        status = drop_view(store, &has_dropped, err);
    while (status == MSB_OK && has_dropped);
    return status;
}

/* Tables of schema 1 that nothing wrote to; schema 2 has them otherwise. */
static enum msb_status
check_unused(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] =
        "SELECT 'handover' AS name WHERE EXISTS (SELECT 1 FROM handover)"
        " UNION ALL"
        " SELECT 'household' WHERE EXISTS (SELECT 1 FROM household)"
        " UNION ALL SELECT 'household_member'"
        " WHERE EXISTS (SELECT 1 FROM household_member)"
        " UNION ALL SELECT 'journal' WHERE EXISTS (SELECT 1 FROM journal)"
        " ORDER BY name";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    bool has_row;

    if (status == MSB_OK)
        status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK || !has_row)
        return status;
    status = msbi_fail(err, MSB_ERR_CONFLICT, "unexpected_rows",
                       "the table %s has rows that libmsb did not write, and "
                       "that schema %d has no place for",
                       (const char *)sqlite3_column_text(statement, 0),
                       MSBI_SCHEMA_MAJOR);
    sqlite3_reset(statement);
    return status;
}

/* Whether a query finds something; it gives a row for each. */
static enum msb_status
find_any(struct msb_store *store, const char *sql, bool *out,
         struct msb_error *err)
{
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status == MSB_OK)
        status = msbi_statement_step(statement, out, err);
    if (status == MSB_OK)
        sqlite3_reset(statement);
    return status;
}

/* A page that cannot be read is told by the first as one that is wrong. */
static enum msb_status
check_sound(struct msb_store *store, struct msb_error *err)
{
    static const char pages_sql[] =
        "SELECT 1 FROM pragma_integrity_check(1) WHERE integrity_check <> 'ok'"
        " ORDER BY 1";
    static const char references_sql[] =
        "SELECT 1 FROM pragma_foreign_key_check ORDER BY 1";
    enum msb_status status;
    bool is_wrong = false;

    status = find_any(store, pages_sql, &is_wrong, err);
    if (status == MSB_OK && is_wrong)
        return msbi_fail(err, MSB_ERR_IO, "not_whole",
                         "the store was not found whole when it was checked, "
                         "and stays as it was; it may be damaged, or the "
                         "disk");
    if (status == MSB_OK)
        status = find_any(store, references_sql, &is_wrong, err);
    if (status != MSB_OK)
        return status;
    return is_wrong ? msbi_sqlite_fail(store->db, SQLITE_CORRUPT, err)
                    : msbi_store_run_checks(store, err);
}

static enum msb_status
take_steps(struct msb_store *store, int version, struct msb_error *err)
{
    enum msb_status status = version > 1 ? MSB_OK : check_unused(store, err);

    if (status == MSB_OK)
        status = drop_views(store, err);
    if (status == MSB_OK)
        status = msbi_store_apply_schema(store, version, err);
    if (status == MSB_OK && version < MSBI_JOURNAL_SCHEMA)
        status = msbi_journal_begin(store, "migrate", NULL, err);
    /* The first schema did not decide corrections again. */
    if (status == MSB_OK && version == 1)
        status = msbi_store_touch_outdated(store, err);
    return status != MSB_OK ? status : check_sound(store, err);
}

enum msb_status
msbi_store_migrate(struct msb_store *store, struct msb_error *err)
{
    enum msb_status status = msbi_store_begin(store, err);
    int version = 0;

    if (status != MSB_OK)
        return status;
    /* Another process may have done it while this one waited. */
    status = msbi_store_find_version(store, &version, err);
    if (status == MSB_OK && version < MSBI_SCHEMA_MAJOR)
        status = take_steps(store, version, err);
    if (status == MSB_OK)
        return msbi_store_commit(store, err);
    msbi_store_rollback(store);
    return status;
}
