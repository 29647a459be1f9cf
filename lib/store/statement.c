/* SPDX-License-Identifier: MIT */
/*
 * SQLite, as the rest of the store speaks to it: statements that are prepared
 * once a connection, values bound, rows read, and failures told in our words.
 *
 * Finding a statement is one probe of a small table by the address of its
 * text. A statement that has ended is always reset, so that it holds no lock
 * and no page.
 */
#include "store/statement.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "store/connection.h"

#define FIRST_DAY (-141349) /* 1583-01-01 */
#define LAST_DAY 2932896    /* 9999-12-31 */

/* What a failed read or write of the file was about. */
static enum msb_status
fail_io(sqlite3 *db, int code, struct msb_error *err)
{
    int cause = db == NULL ? 0 : sqlite3_system_errno(db);

    /* A write that fails while SQLite commits is told by errno alone. */
    if (cause == 0 && code == SQLITE_IOERR_WRITE)
        cause = errno;
    if (code == SQLITE_IOERR_NOMEM)
        return msbi_fail_nomem(err);
    if ((code & 0xff) == SQLITE_FULL || cause == ENOSPC || cause == EFBIG
        || cause == EDQUOT)
        return msbi_fail(err, MSB_ERR_IO, "disk_full",
                         "the disk is full; the store is as it was");
    if ((code & 0xff) == SQLITE_CANTOPEN)
        return msbi_fail(err, MSB_ERR_IO, "cannot_open",
                         "the store, or the journal beside it, cannot be "
                         "opened: %s",
                         cause == 0 ? "no reason given" : strerror(cause));
    return msbi_fail(err, MSB_ERR_IO, "io",
                     "the store cannot be read or written: %s",
                     cause == 0 ? sqlite3_errstr(code) : strerror(cause));
}

enum msb_status
msbi_sqlite_fail(sqlite3 *db, int code, struct msb_error *err)
{
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return msbi_fail_nomem(err);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return msbi_fail(err, MSB_ERR_BUSY, "locked",
                         "another process holds the store; try again when it "
                         "is done");
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
        return fail_io(db, code, err);
    case SQLITE_READONLY:
        if (code == SQLITE_READONLY_DIRECTORY)
            return msbi_fail(err, MSB_ERR_IO, "cannot_open",
                             "the store cannot be opened: nothing can be "
                             "written in its folder");
        /* fall through */
    case SQLITE_PERM:
        return msbi_fail(err, MSB_ERR_STORE, "read_only",
                         "the store may be read, but not written");
    case SQLITE_NOTADB:
        return msbi_fail(err, MSB_ERR_INVALID, "not_a_store",
                         "the file is not a store of libmsb");
    case SQLITE_CORRUPT:
        return msbi_fail(err, MSB_ERR_STORE, "corrupt",
                         "the store is damaged; restore it from a backup");
    case SQLITE_TOOBIG:
        return msbi_fail(err, MSB_ERR_LIMIT, "too_big",
                         "a value is larger than the store can hold");
    case SQLITE_CONSTRAINT:
        return msbi_fail(err, MSB_ERR_STORE, "constraint",
                         "the database refused it: %s",
                         db == NULL ? "" : sqlite3_errmsg(db));
    default:
        return msbi_fail(
            err, MSB_ERR_STORE, "sqlite", "the database failed: %s",
            db == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(db));
    }
}

enum msb_status
msbi_statement_get(struct msb_store *store, const char *sql, sqlite3_stmt **out,
                   struct msb_error *err)
{
    struct msbi_statements *all = &store->statements;
    size_t at = ((uintptr_t)sql >> 5) % MSBI_MAX_STATEMENTS;
    int code;

    while (all->texts[at] != NULL && all->texts[at] != sql)
        at = (at + 1) % MSBI_MAX_STATEMENTS;
    *out = all->items[at];
    if (*out != NULL)
        return MSB_OK;
    /* One place stays empty, where every search ends. */
    if (all->num + 1 >= MSBI_MAX_STATEMENTS)
        return msbi_fail(err, MSB_ERR_LIMIT, "statements",
                         "too many kinds of statements on one connection");
    code = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                              out, NULL);
    if (code != SQLITE_OK)
        return msbi_sqlite_fail(store->db, code, err);
    all->texts[at] = sql;
    all->items[at] = *out;
    all->num++;
    return MSB_OK;
}

enum msb_status
msbi_statement_about(struct msb_store *store, const char *sql, int64_t citizen,
                     struct msb_date date, sqlite3_stmt **out,
                     struct msb_error *err)
{
    enum msb_status status = msbi_statement_get(store, sql, out, err);

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(*out, 1, citizen);
    msbi_bind_date(*out, 2, date);
    return MSB_OK;
}

enum msb_status
msbi_statement_step(sqlite3_stmt *statement, bool *has_row,
                    struct msb_error *err)
{
    int code = sqlite3_step(statement);
    enum msb_status status = MSB_OK;

    *has_row = code == SQLITE_ROW;
    if (code == SQLITE_ROW)
        return MSB_OK;
    if (code != SQLITE_DONE)
        status = msbi_sqlite_fail(sqlite3_db_handle(statement), code, err);
    sqlite3_reset(statement);
    return status;
}

enum msb_status
msbi_statement_take_number(sqlite3_stmt *statement, bool *has_row, int64_t *out,
                           struct msb_error *err)
{
    enum msb_status status = msbi_statement_step(statement, has_row, err);

    if (status != MSB_OK || !*has_row)
        return status;
    *out = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return MSB_OK;
}

enum msb_status
msbi_statement_run(sqlite3_stmt *statement, struct msb_error *err)
{
    enum msb_status status;
    bool has_row;

    do
        status = msbi_statement_step(statement, &has_row, err);
    while (status == MSB_OK && has_row);
    return status;
}

enum msb_status
msbi_statement_supersede(struct msb_store *store, const char *sql,
                         int64_t citizen, struct msb_date date,
                         struct msb_error *err)
{
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(store, sql, citizen, date,
                                                  &statement, err);

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 3, store->now);
    return msbi_statement_run(statement, err);
}

enum msb_status
msbi_statement_run_sql(struct msb_store *store, const char *sql,
                       struct msb_error *err)
{
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    return status != MSB_OK ? status : msbi_statement_run(statement, err);
}

void
msbi_statements_release(struct msbi_statements *statements)
{
    for (size_t i = 0; i < MSBI_MAX_STATEMENTS; i++)
        sqlite3_finalize(statements->items[i]);
    memset(statements, 0, sizeof *statements);
}

/*
 * Binding fails only where a text is longer than SQLite's limit; it is then
 * NULL, which the columns refuse.
 */
void
msbi_bind_text(sqlite3_stmt *statement, int index, const char *text,
               size_t length)
{
    sqlite3_bind_text64(statement, index, text, length, SQLITE_STATIC,
                        SQLITE_UTF8);
}

void
msbi_bind_string(sqlite3_stmt *statement, int index, const char *text)
{
    sqlite3_bind_text64(statement, index, text, text == NULL ? 0 : strlen(text),
                        SQLITE_STATIC, SQLITE_UTF8);
}

void
msbi_bind_date(sqlite3_stmt *statement, int index, struct msb_date date)
{
    sqlite3_bind_int64(statement, index, date.days);
}

void
msbi_bind_end(sqlite3_stmt *statement, int index, bool has_date,
              struct msb_date date)
{
    if (has_date)
        msbi_bind_date(statement, index, date);
    else
        sqlite3_bind_null(statement, index);
}

enum msb_status
msbi_column_text(sqlite3_stmt *statement, int index, const char **out,
                 size_t *length, struct msb_error *err)
{
    *out = (const char *)sqlite3_column_text(statement, index);
    if (*out == NULL)
        return sqlite3_column_type(statement, index) == SQLITE_NULL
                   ? msbi_sqlite_fail(NULL, SQLITE_CORRUPT, err)
                   : msbi_fail_nomem(err);
    *length = (size_t)sqlite3_column_bytes(statement, index);
    return MSB_OK;
}

enum msb_status
msbi_column_copy(sqlite3_stmt *statement, int index, char **out,
                 struct msb_error *err)
{
    const char *text;
    size_t length = 0;
    enum msb_status status = msbi_column_text(statement, index, &text, &length,
                                              err);

    if (status != MSB_OK)
        return status;
    *out = msbi_copy_text(text, length);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}

enum msb_status
msbi_column_date(sqlite3_stmt *statement, int index, bool *has_date,
                 struct msb_date *out, struct msb_error *err)
{
    int type = sqlite3_column_type(statement, index);
    int64_t days = sqlite3_column_int64(statement, index);

    *has_date = type != SQLITE_NULL;
    if (!*has_date)
        return MSB_OK;
    if (type != SQLITE_INTEGER || days < FIRST_DAY || days > LAST_DAY)
        return msbi_sqlite_fail(NULL, SQLITE_CORRUPT, err);
    out->days = (int32_t)days;
    return MSB_OK;
}
