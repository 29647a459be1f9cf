/* SPDX-License-Identifier: MIT */
/*
 * Opening and closing a store.
 *
 * A store at rest is one file; while anybody has it open, its write-ahead log
 * lies beside it: see hold/log.c. `synchronous` is FULL, so that a crash or a
 * loss of power leaves the store before or after a transaction, and what was
 * committed stays.
 *
 * Opening for reading opens the file for writing too, where that is allowed,
 * and then refuses every statement that would: whoever closes a store last
 * brings the log into the file, and that may be a reader. Where the folder
 * cannot be written to, the file is read while it stands still: hold/still.c.
 *
 * temp_store stays FILE: with it, the small journal of a savepoint is one
 * block of 64 KiB in memory; with MEMORY it is many of one KiB, and every row
 * of an import costs one microsecond more.
 */
#include "store/connection.h"

#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "store/guard/guard.h"
#include "store/hold/hold.h"
#include "store/schema.h"

#define DEFAULT_BUSY_MS 5000

static const char settings_sql[] = "PRAGMA foreign_keys = ON;"
                                   "PRAGMA recursive_triggers = ON;"
                                   "PRAGMA trusted_schema = OFF;"
                                   "PRAGMA synchronous = FULL;"
                                   "PRAGMA cache_size = -16000;";
static const char wide_sql[] = "PRAGMA cache_size = -32000";
static const char narrow_sql[] = "PRAGMA cache_size = -16000";
static const char only_reading_sql[] = "PRAGMA query_only = ON;";

void
msb_store_options_init(struct msb_store_options *options)
{
    if (options == NULL)
        return;
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
    options->busy_ms = DEFAULT_BUSY_MS;
}

bool
msbi_store_options_are_known(const struct msb_store_options *options)
{
    static const uint8_t none[sizeof options->reserved];

    if (options == NULL)
        return true; /* defaults */
    if (options->size != sizeof *options || options->busy_ms < 0
        || memcmp(options->reserved, none, sizeof none) != 0)
        return false;
    return options->journal_key == NULL
           || (options->journal_key_length >= MSBI_MIN_KEY
               && options->journal_key_length <= MSBI_MAX_KEY);
}

static int
open_file(struct msb_store *store, const char *path)
{
    static const int always = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    char *plain;
    int code;

    if (store->still != NULL)
        return sqlite3_open_v2(msbi_still_get_name(store->still), &store->db,
                               always | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
                               NULL);
    plain = msbi_files_plain_name(path);
    if (plain == NULL)
        return SQLITE_NOMEM;
    code = sqlite3_open_v2(plain, &store->db, always | SQLITE_OPEN_READWRITE,
                           NULL);
    msbi_free(plain);
    return code;
}

static enum msb_status
connect_to(struct msb_store *store, const char *path, int busy_ms,
           struct msb_error *err)
{
    int code = open_file(store, path);

    if (code == SQLITE_OK)
        code = sqlite3_busy_timeout(store->db, busy_ms);
    if (code == SQLITE_OK)
        code = sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return code == SQLITE_OK ? MSB_OK : msbi_sqlite_fail(store->db, code, err);
}

static enum msb_status
keep_options(struct msb_store *store, const struct msb_store_options *options,
             struct msb_error *err)
{
    store->is_read_only = options->read_only;
    store->clock = options->clock;
    store->clock_user = options->clock_user;
    if (options->journal_key != NULL) {
        store->journal_key_length = options->journal_key_length;
        memcpy(store->journal_key, options->journal_key,
               options->journal_key_length);
    }
    return msbi_principal_copy(options->principal, &store->principal, err);
}

/* Close the file, and release all that the connection holds. */
static void
free_connection(struct msb_store *store)
{
    for (size_t i = 0; i < store->num_known; i++)
        msb_rules_unref(store->known[i].rules);
    msbi_free(store->known);
    msbi_text_release(&store->waiting_facts.texts);
    msbi_text_release(&store->waiting_courses.texts);
    msbi_touched_release(&store->touched);
    msbi_statements_release(&store->statements);
    msbi_guard_release(store);
    sodium_memzero(store->journal_key, sizeof store->journal_key);
    /* A population that is still open keeps the file open until it closes. */
    sqlite3_close_v2(store->db);
    msbi_still_free(store->still);
    msbi_free(store);
}

enum msb_status
msbi_connection_new(const char *path, bool is_still,
                    const struct msb_store_options *options,
                    struct msb_store **out, struct msb_error *err)
{
    struct msb_store *store = msbi_alloc(sizeof *store);
    enum msb_status status = MSB_OK;

    *out = NULL;
    if (store == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&store->refs);
    if (is_still)
        status = msbi_still_new(path, &store->still, err);
    if (status == MSB_OK && options != NULL)
        status = keep_options(store, options, err);
    if (status == MSB_OK)
        status = connect_to(
            store, path, options == NULL ? DEFAULT_BUSY_MS : options->busy_ms,
            err);
    if (status == MSB_OK)
        status = msbi_store_execute(store, settings_sql, err);
    if (status == MSB_OK && store->is_read_only)
        status = msbi_store_execute(store, only_reading_sql, err);
    if (status != MSB_OK) {
        free_connection(store);
        return status;
    }
    *out = store;
    return MSB_OK;
}

enum msb_status
msbi_store_execute(struct msb_store *store, const char *sql,
                   struct msb_error *err)
{
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? MSB_OK : msbi_sqlite_fail(store->db, code, err);
}

enum msb_status
msbi_store_widen(struct msb_store *store, bool is_wide, struct msb_error *err)
{
    return msbi_store_execute(store, is_wide ? wide_sql : narrow_sql, err);
}

/* The application id in the file's header. */
static enum msb_status
check_application(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] = "PRAGMA application_id";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    int64_t id = 0;
    bool has_row;

    if (status == MSB_OK)
        status = msbi_statement_take_number(statement, &has_row, &id, err);
    if (status != MSB_OK)
        return status;
    return id == MSBI_APPLICATION_ID
               ? MSB_OK
               : msbi_sqlite_fail(store->db, SQLITE_NOTADB, err);
}

enum msb_status
msbi_store_find_version(struct msb_store *store, int *out,
                        struct msb_error *err)
{
    static const char sql[] = "SELECT CAST(value AS INTEGER) FROM metadata"
                              " WHERE key = 'schema_major' ORDER BY key";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    int64_t version = 0;
    bool has_row;

    if (status == MSB_OK)
        status = msbi_statement_take_number(statement, &has_row, &version, err);
    if (status != MSB_OK)
        return status;
    *out = (int)version;
    if (*out > MSBI_SCHEMA_MAJOR)
        return msbi_fail(err, MSB_ERR_INVALID, "newer_schema",
                         "the store has the newer schema %d; this version of "
                         "libmsb reads schema %d",
                         *out, MSBI_SCHEMA_MAJOR);
    return *out >= 1 ? MSB_OK : msbi_sqlite_fail(store->db, SQLITE_NOTADB, err);
}

/* Of the present schema, and with a log; what may not be written stays. */
static enum msb_status
bring_up_to_date(struct msb_store *store, struct msb_error *err)
{
    bool is_fixed = store->is_read_only
                    || sqlite3_db_readonly(store->db, "main") == 1;
    enum msb_status status;
    int version = 0;

    status = msbi_store_find_version(store, &version, err);
    if (status != MSB_OK)
        return status;
    if (version < MSBI_SCHEMA_MAJOR && is_fixed)
        return msbi_fail(err, MSB_ERR_INVALID, "older_schema",
                         "the store has the older schema %d; open it for "
                         "writing once to bring it to schema %d",
                         version, MSBI_SCHEMA_MAJOR);
    if (version < MSBI_SCHEMA_MAJOR)
        status = msbi_store_migrate(store, err);
    return status != MSB_OK || is_fixed ? status : msbi_log_use(store, err);
}

static enum msb_status
open_as(const char *path, bool is_still,
        const struct msb_store_options *options, struct msb_store **out,
        struct msb_error *err)
{
    struct msb_store *store;
    enum msb_status status;

    status = msbi_connection_new(path, is_still, options, &store, err);
    if (status == MSB_OK)
        status = check_application(store, err);
    if (status == MSB_OK)
        status = bring_up_to_date(store, err);
    if (status == MSB_OK)
        status = msbi_guard_open(store, err);
    if (status == MSB_OK)
        status = msbi_still_check(store->still, err);
    if (status != MSB_OK) {
        msb_store_unref(store);
        store = NULL;
    }
    *out = store;
    return status;
}

enum msb_status
msb_store_open(const char *path, const struct msb_store_options *options,
               struct msb_store **out, struct msb_error *err)
{
    struct msb_error why = {0};
    enum msb_status status;

    if (out != NULL)
        *out = NULL;
    if (path == NULL || out == NULL)
        return msbi_fail_misuse(err, "path and out must not be NULL");
    if (!msbi_store_options_are_known(options))
        return msbi_fail_misuse(err, "the options were not filled with "
                                     "msb_store_options_init()");
    status = msbi_file_find(path, &why);
    if (status == MSB_OK)
        status = open_as(path, false, options, out, &why);
    if (status == MSB_ERR_IO && options != NULL && options->read_only
        && strcmp(why.code, "cannot_open") == 0)
        status = open_as(path, true, options, out, &why);
    if (status == MSB_OK)
        return MSB_OK;
    if (status == MSB_ERR_IO && strcmp(why.code, "cannot_open") == 0
        && msbi_files_are_read_only(path))
        status = msbi_sqlite_fail(NULL, SQLITE_READONLY, &why);
    msbi_error_at(&why, path, 0, 0);
    if (err != NULL)
        *err = why;
    return status;
}

struct msb_store *
msb_store_ref(struct msb_store *store)
{
    msbi_refcount_take(&store->refs);
    return store;
}

void
msb_store_unref(struct msb_store *store)
{
    if (store != NULL && msbi_refcount_drop(&store->refs))
        free_connection(store);
}
