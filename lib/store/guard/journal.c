/* SPDX-License-Identifier: MIT */
/*
 * Writing and reading the journal: an entry is written in the transaction of
 * what it tells of, so that neither is there without the other. The
 * database's own triggers refuse change and deletion; verify.c finds what was
 * done behind their back.
 *
 * A journal with a key says so in `metadata`, by a value that only the key
 * gives: nobody extends the chain by mistake with another key, or without.
 */
#include "store/guard/journal.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "store/connection.h"
#include "store/guard/chain.h"
#include "store/guard/guard.h"

static void
fill_entry(const struct msb_store *store, int64_t number, const char *action,
           int64_t citizen, const char *detail, struct msb_journal_entry *out)
{
    const struct msbi_principal *who = &store->principal;
    bool is_nobody = who->actor == NULL;

    *out = (struct msb_journal_entry){
        .number = number,
        .recorded_at = {store->now},
        .actor = is_nobody ? "" : who->actor,
        .role = msb_role_get_name(is_nobody ? MSB_ROLE_SYSTEM : who->role),
        .purpose = is_nobody ? "" : who->purpose,
        .action = action,
        .citizen = citizen,
        .detail = detail == NULL ? "{}" : detail,
    };
}

static enum msb_status
insert_entry(struct msb_store *store, const struct msb_journal_entry *entry,
             struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO journal (number, recorded_at, actor, role, purpose,"
        " action, citizen, detail, hash)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, nullif(?7, 0), ?8, ?9)";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, entry->number);
    sqlite3_bind_int64(statement, 2, entry->recorded_at.seconds);
    msbi_bind_string(statement, 3, entry->actor);
    msbi_bind_string(statement, 4, entry->role);
    msbi_bind_string(statement, 5, entry->purpose);
    msbi_bind_string(statement, 6, entry->action);
    sqlite3_bind_int64(statement, 7, entry->citizen);
    msbi_bind_string(statement, 8, entry->detail);
    sqlite3_bind_blob(statement, 9, entry->hash, sizeof entry->hash,
                      SQLITE_STATIC);
    return msbi_statement_run(statement, err);
}

static enum msb_status
move_head(struct msb_store *store, const struct msb_journal_entry *entry,
          struct msb_error *err)
{
    static const char sql[] = "UPDATE journal_head SET number = ?1, hash = ?2";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, entry->number);
    sqlite3_bind_blob(statement, 2, entry->hash, sizeof entry->hash,
                      SQLITE_STATIC);
    return msbi_statement_run(statement, err);
}

enum msb_status
msbi_journal_append(struct msb_store *store, const char *action,
                    int64_t citizen, const char *detail, struct msb_error *err)
{
    struct msb_journal_entry entry;
    struct msb_journal_mark head;
    enum msb_status status;
    bool has_head;

    if (!store->is_writing)
        return msbi_fail_misuse(err, "an entry needs a transaction");
    status = msbi_journal_find_head(store, &head, &has_head, err);
    if (status == MSB_OK && !has_head)
        status = msbi_sqlite_fail(NULL, SQLITE_CORRUPT, err);
    if (status != MSB_OK)
        return status;
    fill_entry(store, head.number + 1, action, citizen, detail, &entry);
    status = msbi_chain_hash(store, head.hash, &entry, entry.hash, err);
    if (status == MSB_OK)
        status = insert_entry(store, &entry, err);
    return status != MSB_OK ? status : move_head(store, &entry, err);
}

static enum msb_status
put_key_check(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] = "INSERT INTO metadata (key, value)"
                              " VALUES ('journal_key', ?1)";
    char value[MSBI_KEY_CHECK_SIZE];
    sqlite3_stmt *statement;
    enum msb_status status;

    if (store->journal_key_length == 0)
        return MSB_OK;
    status = msbi_chain_check_value(store, value, err);
    if (status == MSB_OK)
        status = msbi_statement_get(store, sql, &statement, err);
    if (status != MSB_OK)
        return status;
    msbi_bind_string(statement, 1, value);
    return msbi_statement_run(statement, err);
}

enum msb_status
msbi_journal_begin(struct msb_store *store, const char *action,
                   const char *detail, struct msb_error *err)
{
    enum msb_status status = put_key_check(store, err);

    return status != MSB_OK
               ? status
               : msbi_journal_append(store, action, 0, detail, err);
}

enum msb_status
msbi_journal_append_model(struct msb_store *store, const char *action,
                          const struct msb_model *model, bool is_first,
                          struct msb_error *err)
{
    struct msbi_text detail;
    enum msb_status status;

    msbi_text_init(&detail);
    msbi_text_addf(&detail, "{\"model\": \"%s\"}", msb_model_get_id(model));
    if (detail.failed)
        status = msbi_fail_nomem(err);
    else if (is_first)
        status = msbi_journal_begin(store, action, detail.data, err);
    else
        status = msbi_journal_append(store, action, 0, detail.data, err);
    msbi_text_release(&detail);
    return status;
}

enum msb_status
msbi_journal_check_key(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] = "SELECT value FROM metadata"
                              " WHERE key = 'journal_key' ORDER BY key";
    char mine[MSBI_KEY_CHECK_SIZE] = "";
    const char *value = "";
    sqlite3_stmt *statement;
    enum msb_status status = MSB_OK;
    bool has_row, is_same;
    size_t length;

    if (store->journal_key_length > 0)
        status = msbi_chain_check_value(store, mine, err);
    if (status == MSB_OK)
        status = msbi_statement_get(store, sql, &statement, err);
    if (status == MSB_OK)
        status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK)
        return status;
    if (has_row)
        status = msbi_column_text(statement, 0, &value, &length, err);
    is_same = status == MSB_OK && strcmp(mine, value) == 0;
    sqlite3_reset(statement);
    if (status != MSB_OK || is_same)
        return status;
    return msbi_fail(err, MSB_ERR_DENIED, "journal_key",
                     has_row ? "the journal of the store has a key, and this "
                               "is not it"
                             : "the journal of the store has no key; it is "
                               "opened without one");
}

/* Hand over one entry after the other. */
static enum msb_status
list_entries(struct msb_store *store, int64_t first, msb_journal_fn each,
             void *user, struct msb_error *err)
{
    static const char sql[] = "SELECT " MSBI_JOURNAL_COLUMNS " FROM journal"
                              " WHERE number >= ?1 ORDER BY number";
    struct msb_journal_entry entry;
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    bool has_row = true;

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, first);
    while (status == MSB_OK && has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status == MSB_OK && has_row)
            status = msbi_journal_read_row(statement, &entry, err);
        if (status == MSB_OK && has_row && !each(user, &entry))
            break;
    }
    sqlite3_reset(statement);
    return status;
}

enum msb_status
msb_store_list_journal(struct msb_store *store, int64_t first,
                       msb_journal_fn each, void *user, struct msb_error *err)
{
    enum msb_status status;

    if (store == NULL || each == NULL)
        return msbi_fail_misuse(err, "store and each must not be NULL");
    if (store->is_writing)
        return msbi_fail_misuse(err, "the store is being written to");
    status = msbi_guard_do(store, MSBI_POWER_AUDIT, "journal", 0, err);
    return status != MSB_OK ? status
                            : list_entries(store, first, each, user, err);
}

enum msb_status
msb_store_mark_journal(struct msb_store *store, struct msb_journal_mark *out,
                       struct msb_error *err)
{
    enum msb_status status;
    bool has_head;

    if (store == NULL || out == NULL)
        return msbi_fail_misuse(err, "store and out must not be NULL");
    if (store->is_writing)
        return msbi_fail_misuse(err, "the store is being written to");
    status = msbi_guard_do(store, MSBI_POWER_AUDIT, "journal", 0, err);
    if (status == MSB_OK)
        status = msbi_journal_find_head(store, out, &has_head, err);
    if (status == MSB_OK && !has_head)
        status = msbi_sqlite_fail(NULL, SQLITE_CORRUPT, err);
    return status;
}
