/* SPDX-License-Identifier: MIT */
/*
 * Opening and closing a store.
 *
 * A store is one file: the rollback journal beside it exists only while a
 * transaction runs. (The write-ahead log was measured: an import writes every
 * page twice, into the log and into the file, and reading needs a writable
 * folder.) `synchronous` stays FULL, SQLite's own default, so that a crash or
 * a loss of power leaves the file before or after a transaction.
 *
 * temp_store stays FILE: with it, the small journal of a savepoint is one
 * block of 64 KiB in memory; with MEMORY it is many of one KiB, and every row
 * of an import costs one microsecond more.
 */
#include "store/connection.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "store/schema.h"

#define DEFAULT_BUSY_MS 5000

_Static_assert(sizeof(struct msb_store_options) == 16, "published in 0.1");

static const char settings_sql[] = "PRAGMA foreign_keys = ON;"
                                   "PRAGMA recursive_triggers = ON;"
                                   "PRAGMA trusted_schema = OFF;"
                                   "PRAGMA cache_size = -16000;";

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

    return options == NULL /* defaults */
           || (options->size == sizeof *options && options->busy_ms >= 0
               && memcmp(options->reserved, none, sizeof none) == 0);
}

/*
 * SQLite gives "", ":memory:" and "file:" a meaning of their own; behind a
 * folder they are names as any other.
 */
static char *
make_plain_path(const char *path)
{
    struct msbi_text text;

    msbi_text_init(&text);
    if (path[0] != '/')
        msbi_text_add(&text, "./");
    msbi_text_add(&text, path);
    return msbi_text_take(&text);
}

static enum msb_status
connect_to(struct msb_store *store, const char *path, int flags, int busy_ms,
           struct msb_error *err)
{
    char *plain = make_plain_path(path);
    int code;

    if (plain == NULL)
        return msbi_fail_nomem(err);
    code = sqlite3_open_v2(plain, &store->db,
                           flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                           NULL);
    msbi_free(plain);
    if (code == SQLITE_OK)
        code = sqlite3_busy_timeout(store->db, busy_ms);
    if (code == SQLITE_OK)
        code = sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return code == SQLITE_OK ? MSB_OK : msbi_sqlite_fail(store->db, code, err);
}

enum msb_status
msbi_connection_new(const char *path, int flags,
                    const struct msb_store_options *options,
                    struct msb_store **out, struct msb_error *err)
{
    struct msb_store *store = msbi_alloc(sizeof *store);
    enum msb_status status;

    *out = NULL;
    if (store == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&store->refs);
    status = connect_to(store, path, flags,
                        options == NULL ? DEFAULT_BUSY_MS : options->busy_ms,
                        err);
    if (status == MSB_OK)
        status = msbi_store_execute(store, settings_sql, err);
    if (status != MSB_OK) {
        msbi_connection_free(store);
        return status;
    }
    *out = store;
    return MSB_OK;
}

void
msbi_connection_free(struct msb_store *store)
{
    for (size_t i = 0; i < store->num_known; i++)
        msb_rules_unref(store->known[i].rules);
    msbi_free(store->known);
    msbi_text_release(&store->waiting_facts.texts);
    msbi_text_release(&store->waiting_courses.texts);
    msbi_statements_release(&store->statements);
    /* A population that is still open keeps the file open until it closes. */
    sqlite3_close_v2(store->db);
    msbi_free(store);
}

enum msb_status
msbi_store_execute(struct msb_store *store, const char *sql,
                   struct msb_error *err)
{
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? MSB_OK : msbi_sqlite_fail(store->db, code, err);
}

/* The application id in the file's header. */
static enum msb_status
check_application(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] = "PRAGMA application_id";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    bool has_row;
    int64_t id;

    if (status == MSB_OK)
        status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK)
        return status;
    id = has_row ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    return id == MSBI_APPLICATION_ID
               ? MSB_OK
               : msbi_sqlite_fail(store->db, SQLITE_NOTADB, err);
}

static enum msb_status
check_version(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] = "SELECT CAST(value AS INTEGER) FROM metadata"
                              " WHERE key = 'schema_major' ORDER BY key";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    bool has_row;
    int64_t major;

    if (status == MSB_OK)
        status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK)
        return status;
    major = has_row ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    if (major > MSBI_SCHEMA_MAJOR)
        return msbi_fail(err, MSB_ERR_INVALID, "newer_schema",
                         "the store has the newer schema %lld; this version "
                         "of libmsb reads schema %d",
                         (long long)major, MSBI_SCHEMA_MAJOR);
    return major == MSBI_SCHEMA_MAJOR
               ? MSB_OK
               : msbi_sqlite_fail(store->db, SQLITE_NOTADB, err);
}

enum msb_status
msb_store_open(const char *path, const struct msb_store_options *options,
               struct msb_store **out, struct msb_error *err)
{
    struct msb_store *store = NULL;
    bool read_only = options != NULL && options->read_only;
    enum msb_status status;

    if (out != NULL)
        *out = NULL;
    if (path == NULL || out == NULL)
        return msbi_fail_misuse(err, "path and out must not be NULL");
    if (!msbi_store_options_are_known(options))
        return msbi_fail_misuse(err, "the options were not filled with "
                                     "msb_store_options_init()");
    status = msbi_file_find(path, err);
    if (status == MSB_OK)
        status = msbi_connection_new(
            path, read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE,
            options, &store, err);
    if (status == MSB_OK)
        status = check_application(store, err);
    if (status == MSB_OK)
        status = check_version(store, err);
    if (status != MSB_OK) {
        msb_store_unref(store);
        msbi_error_at(err, path, 0, 0);
        return status;
    }
    *out = store;
    return MSB_OK;
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
        msbi_connection_free(store);
}
