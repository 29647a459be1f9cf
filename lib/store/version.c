/* SPDX-License-Identifier: MIT */
/*
 * Writing one row of history that its first day names: it is looked for, left
 * where it says the same, and superseded where it says something else.
 */
#include "store/version.h"

#include "base/error.h"
#include "store/connection.h"

enum msb_status
msbi_version_check(const struct msb_store *store, struct msb_date from,
                   bool has_to, struct msb_date to, struct msb_error *err)
{
    if (!store->is_writing)
        return msbi_fail_misuse(err, "a row needs a transaction");
    if (has_to && to.days <= from.days)
        return msbi_fail(err, MSB_ERR_CONFLICT, "empty_period",
                         "the period ends on or before the day on which it "
                         "begins");
    return MSB_OK;
}

enum msb_status
msbi_version_check_period(struct msb_period period, struct msb_error *err)
{
    return msb_period_is_empty(period)
               ? msbi_fail(err, MSB_ERR_INVALID, "empty_period",
                           "the period ends on or before the day on which it "
                           "begins; its end is the first day after it")
               : MSB_OK;
}

static enum msb_status
bind_row(struct msb_store *store, const char *sql,
         const struct msbi_version *version, sqlite3_stmt **out,
         struct msb_error *err)
{
    enum msb_status status = msbi_statement_about(store, sql, version->key,
                                                  version->from, out, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_end(*out, 3, version->has_to, version->to);
    sqlite3_bind_int64(*out, 4, version->other);
    msbi_bind_text(*out, 5, version->first, version->first_length);
    msbi_bind_text(*out, 6, version->second, version->second_length);
    sqlite3_bind_int64(*out, 7, store->now);
    return MSB_OK;
}

static enum msb_status
run_row(struct msb_store *store, const char *sql,
        const struct msbi_version *version, struct msb_error *err)
{
    sqlite3_stmt *statement;
    enum msb_status status = bind_row(store, sql, version, &statement, err);

    return status != MSB_OK ? status : msbi_statement_run(statement, err);
}

enum msb_status
msbi_version_write(struct msb_store *store, const struct msbi_version *version,
                   enum msbi_put *out, struct msb_error *err)
{
    sqlite3_stmt *statement;
    bool is_known, is_same = false;
    enum msb_status status = bind_row(store, version->look, version, &statement,
                                      err);

    if (status == MSB_OK)
        status = msbi_statement_step(statement, &is_known, err);
    if (status != MSB_OK)
        return status;
    if (is_known) {
        is_same = sqlite3_column_int(statement, 0) != 0;
        sqlite3_reset(statement);
    }
    *out = is_same    ? MSBI_PUT_UNCHANGED
           : is_known ? MSBI_PUT_UPDATED
                      : MSBI_PUT_INSERTED;
    if (is_same)
        return MSB_OK;
    status = msbi_store_record(store, err);
    if (status == MSB_OK && is_known)
        status = run_row(store, version->supersede, version, err);
    return status != MSB_OK ? status
                            : run_row(store, version->insert, version, err);
}
