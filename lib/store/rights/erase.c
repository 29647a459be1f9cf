/* SPDX-License-Identifier: MIT */
/*
 * Erasing a person, and making sure that nothing of it is left in the file.
 *
 * SQLite gives a page back when its rows are gone, and leaves what was in it.
 * secure_delete overwrites such rows, but not what was left behind where rows
 * once moved from page to page; so the whole file is written anew, and the
 * write-ahead log, which has seen it all, is emptied. That this is due is on
 * record from the erasure on, in the same transaction: a crash in between
 * leaves a store that says so.
 */
#include <msb/erase.h>

#include <string.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"
#include "store/hold/hold.h"
#include "store/rights/erased.h"

static const char due_key[] = "compaction_due";

/* Run a statement about the citizen, and add how many rows it changed. */
static enum msb_status
run_about(struct msb_store *store, const char *sql, int64_t citizen,
          uint64_t *num, struct msb_error *err)
{
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, citizen);
    status = msbi_statement_run(statement, err);
    if (status == MSB_OK && num != NULL)
        *num += (uint64_t)sqlite3_changes64(store->db);
    return status;
}

static enum msb_status
delete_others(struct msb_store *store, int64_t citizen, uint64_t *num,
              struct msb_error *err)
{
    static const char member_sql[] = "DELETE FROM household_member"
                                     " WHERE citizen = ?1";
    static const char handover_sql[] = "DELETE FROM handover"
                                       " WHERE citizen = ?1";
    static const char exception_sql[] = "DELETE FROM exception"
                                        " WHERE citizen = ?1";
    static const char address_sql[] = "DELETE FROM address WHERE citizen = ?1";
    static const char protection_sql[] = "DELETE FROM address_protection"
                                         " WHERE citizen = ?1";
    static const char *const all[] = {member_sql, handover_sql, exception_sql,
                                      address_sql, protection_sql};
    enum msb_status status = MSB_OK;

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (status == MSB_OK)
            status = run_about(store, all[i], citizen, num, err);
    return status;
}

static enum msb_status
count_assignments(struct msb_store *store, int64_t citizen, uint64_t *out,
                  struct msb_error *err)
{
    static const char sql[] = "SELECT count(*) FROM assignment"
                              " WHERE citizen = ?1 AND version = 0";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    int64_t num = 0;
    bool has_row;

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, citizen);
    status = msbi_statement_take_number(statement, &has_row, &num, err);
    *out = (uint64_t)num;
    return status;
}

static enum msb_status
put_in_erased(struct msb_store *store, int64_t citizen, struct msb_error *err)
{
    static const char sql[] = "INSERT INTO erased (citizen, recorded_at)"
                              " VALUES (?1, ?2)";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, citizen);
    sqlite3_bind_int64(statement, 2, store->now);
    return msbi_statement_run(statement, err);
}

/* Between the two rows of `erasing` the triggers make way. */
static enum msb_status
erase_rows(struct msb_store *store, int64_t citizen, struct msb_erasure *out,
           struct msb_error *err)
{
    static const char begin_sql[] = "INSERT INTO erasing (citizen)"
                                    " VALUES (?1)";
    static const char facts_sql[] = "DELETE FROM citizen_facts"
                                    " WHERE citizen = ?1";
    static const char courses_sql[] = "DELETE FROM course WHERE citizen = ?1";
    static const char name_sql[] =
        "UPDATE citizen SET id = 'erased:' || key, cpr = NULL WHERE key = ?1";
    static const char end_sql[] = "DELETE FROM erasing WHERE citizen = ?1";
    enum msb_status status = run_about(store, begin_sql, citizen, NULL, err);

    if (status == MSB_OK)
        status = run_about(store, facts_sql, citizen, &out->facts, err);
    if (status == MSB_OK)
        status = run_about(store, courses_sql, citizen, &out->courses, err);
    if (status == MSB_OK)
        status = delete_others(store, citizen, &out->others, err);
    if (status == MSB_OK)
        status = run_about(store, name_sql, citizen, NULL, err);
    if (status == MSB_OK)
        status = msbi_erased_end(store, citizen, msbi_store_today(store), err);
    if (status == MSB_OK)
        status = put_in_erased(store, citizen, err);
    if (status == MSB_OK)
        status = run_about(store, end_sql, citizen, NULL, err);
    return status != MSB_OK
               ? status
               : count_assignments(store, citizen, &out->assignments, err);
}

static enum msb_status
mark_due(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] = "INSERT INTO metadata (key, value)"
                              " VALUES (?1, '1') ON CONFLICT DO NOTHING";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_string(statement, 1, due_key);
    return msbi_statement_run(statement, err);
}

static enum msb_status
erase_citizen(struct msb_store *store, const char *id, struct msb_erasure *out,
              struct msb_error *err)
{
    int64_t citizen;
    enum msb_status status = msbi_store_find_person(store, id, &citizen, err);

    if (status == MSB_OK)
        status = msbi_guard_do(store, MSBI_POWER_RIGHTS, "erase", citizen, err);
    if (status == MSB_OK)
        status = msbi_store_record(store, err);
    if (status == MSB_OK)
        status = erase_rows(store, citizen, out, err);
    if (status == MSB_OK)
        status = mark_due(store, err);
    return status != MSB_OK
               ? status
               : msbi_journal_append(store, "erase", citizen, NULL, err);
}

/* Whether something was erased since the file was last made compact. */
static enum msb_status
is_compaction_due(struct msb_store *store, bool *out, struct msb_error *err)
{
    static const char sql[] = "SELECT 1 FROM metadata WHERE key = ?1"
                              " ORDER BY key";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_string(statement, 1, due_key);
    status = msbi_statement_step(statement, out, err);
    sqlite3_reset(statement);
    return status;
}

static enum msb_status
compact(struct msb_store *store, struct msb_error *err)
{
    static const char vacuum_sql[] = "VACUUM";
    static const char done_sql[] = "DELETE FROM metadata"
                                   " WHERE key = 'compaction_due'";
    enum msb_status status = msbi_statement_run_sql(store, vacuum_sql, err);

    if (status == MSB_OK)
        status = msbi_log_empty(store, err);
    return status != MSB_OK ? status
                            : msbi_statement_run_sql(store, done_sql, err);
}

enum msb_status
msb_store_compact(struct msb_store *store, struct msb_error *err)
{
    enum msb_status status;
    bool is_due = false;

    if (store == NULL)
        return msbi_fail_misuse(err, "store must not be NULL");
    if (store->is_writing)
        return msbi_fail_misuse(err, "the store is being written to");
    status = is_compaction_due(store, &is_due, err);
    return status == MSB_OK && is_due ? compact(store, err) : status;
}

/* The person is erased; the file is not clean yet. */
static enum msb_status
fail_not_compacted(const struct msb_error *cause, struct msb_error *err)
{
    return msbi_fail(err, cause->status, "not_compacted",
                     "the person is erased, but free pages may still hold "
                     "something; make the store compact again: %s",
                     cause->message);
}

enum msb_status
msb_store_erase(struct msb_store *store, const char *citizen,
                struct msb_erasure *out, struct msb_error *err)
{
    struct msb_erasure done = {0};
    struct msb_error cause;
    enum msb_status status;

    if (store == NULL || citizen == NULL)
        return msbi_fail_misuse(err, "store and citizen must not be NULL");
    status = msbi_store_begin(store, err);
    if (status != MSB_OK)
        return status;
    status = erase_citizen(store, citizen, &done, err);
    if (status == MSB_OK)
        status = msbi_store_commit(store, err);
    else
        msbi_store_rollback(store);
    if (status != MSB_OK)
        return status;
    if (out != NULL)
        *out = done;
    return msb_store_compact(store, &cause) == MSB_OK
               ? MSB_OK
               : fail_not_compacted(&cause, err);
}
