/* SPDX-License-Identifier: MIT */
/*
 * Verifying a store: one check after the other, in one reading transaction. A
 * check that meets a damaged page tells that, and the others go on.
 */
#include "store/hold/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/columns/columns.h"
#include "store/connection.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"
#include "store/schema.h"

#define WHERE_SIZE 80

void
msb_verify_options_init(struct msb_verify_options *options)
{
    if (options == NULL)
        return;
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

static size_t
add_text(struct msb_verification *verification, const char *text)
{
    size_t at = verification->texts.length;

    msbi_text_add(&verification->texts, text);
    msbi_text_add_bytes(&verification->texts, "", 1);
    return at;
}

enum msb_status
msbi_verification_add(struct msb_verification *verification, const char *code,
                      const char *where, const char *message,
                      struct msb_error *err)
{
    struct msbi_violation *grown;

    verification->counts.violations++;
    if (verification->num == MSB_VERIFY_MAX_VIOLATIONS)
        return MSB_OK;
    grown = msbi_grow(verification->items, verification->num,
                      &verification->capacity, sizeof *grown);
    if (grown == NULL)
        return msbi_fail_nomem(err);
    verification->items = grown;
    grown += verification->num;
    grown->code = add_text(verification, code);
    grown->where = add_text(verification, where);
    grown->message = add_text(verification, message);
    if (verification->texts.failed)
        return msbi_fail_nomem(err);
    verification->num++;
    return MSB_OK;
}

/* What one check needs. */
struct check {
    struct msb_store *store;
    const struct msb_verify_options *options;
    struct msb_verification *out;
};

/* A page that could not be read now is told as one that is wrong, and with
   SQLite's code: then nothing is known of it. */
static enum msb_status
check_read(const char *message, struct msb_error *err)
{
    static const char mark[] = "error code=";
    const char *found = strstr(message, mark);
    int code = found == NULL ? SQLITE_OK
                             : (int)strtol(found + strlen(mark), NULL, 10);

    return (code & 0xff) == SQLITE_NOMEM || (code & 0xff) == SQLITE_IOERR
               ? msbi_sqlite_fail(NULL, code, err)
               : MSB_OK;
}

/* SQLite's own words: they name tables, indexes and pages, and no values. */
static enum msb_status
check_pages(struct check *check, struct msb_error *err)
{
    static const char sql[] =
        "SELECT integrity_check FROM pragma_integrity_check"
        " WHERE integrity_check <> 'ok'";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(check->store, sql, &statement,
                                                err);
    bool has_row = status == MSB_OK;
    const char *message;
    size_t length;

    while (status == MSB_OK && has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        status = msbi_column_text(statement, 0, &message, &length, err);
        if (status == MSB_OK)
            status = check_read(message, err);
        if (status == MSB_OK)
            status = msbi_verification_add(check->out, "integrity", "", message,
                                           err);
        if (status != MSB_OK)
            sqlite3_reset(statement);
    }
    return status;
}

static enum msb_status
check_references(struct check *check, struct msb_error *err)
{
    static const char sql[] = "SELECT \"table\", coalesce(rowid, 0), parent"
                              " FROM pragma_foreign_key_check ORDER BY 1, 2, 3";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(check->store, sql, &statement,
                                                err);
    bool has_row = status == MSB_OK;
    char where[WHERE_SIZE], message[2 * WHERE_SIZE];

    while (status == MSB_OK && has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        snprintf(where, sizeof where, "%.40s %lld",
                 (const char *)sqlite3_column_text(statement, 0),
                 (long long)sqlite3_column_int64(statement, 1));
        snprintf(message, sizeof message,
                 "the row refers to a row of %.40s that is not there",
                 (const char *)sqlite3_column_text(statement, 2));
        status = msbi_verification_add(check->out, "foreign_key", where,
                                       message, err);
        if (status != MSB_OK)
            sqlite3_reset(statement);
    }
    return status;
}

static enum msb_status
check_whole(struct check *check, struct msb_error *err)
{
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(
        check->store, msbi_schema_checks, &statement, err);
    bool has_row = status == MSB_OK;
    const char *name;
    size_t length;

    while (status == MSB_OK && has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        status = msbi_column_text(statement, 0, &name, &length, err);
        if (status == MSB_OK)
            status = msbi_verification_add(check->out, name, "",
                                           "the store contradicts itself", err);
        if (status != MSB_OK)
            sqlite3_reset(statement);
    }
    return status;
}

static enum msb_status
check_assignments(struct check *check, struct msb_error *err)
{
    return msbi_verify_assignments(check->store, check->options, check->out,
                                   err);
}

static enum msb_status
check_columns(struct check *check, struct msb_error *err)
{
    uint64_t num = 0;
    int64_t first = 0;
    char where[WHERE_SIZE];
    enum msb_status status = msbi_columns_verify(check->store, &num, &first,
                                                 err);

    if (status != MSB_OK || num == 0)
        return status;
    snprintf(where, sizeof where, "chunk %" PRId64, first);
    check->out->counts.violations += num - 1; /* told by the first */
    return msbi_verification_add(
        check->out, "columns_differ", where,
        "columns beside the facts' rows do not say what the rows say", err);
}

static enum msb_status
tell_fault(void *user, enum msbi_journal_fault fault, int64_t first,
           int64_t last, struct msb_error *err)
{
    struct check *check = user;
    char where[WHERE_SIZE];

    if (first == last)
        snprintf(where, sizeof where, "journal %" PRId64, first);
    else
        snprintf(where, sizeof where, "journal %" PRId64 " to %" PRId64, first,
                 last);
    return msbi_verification_add(check->out, msbi_journal_fault_code(fault),
                                 where, msbi_journal_fault_text(fault), err);
}

static enum msb_status
check_journal(struct check *check, struct msb_error *err)
{
    return msbi_journal_verify(check->store, check->options->mark, tell_fault,
                               check, &check->out->counts.entries, err);
}

/* One check; a damaged page is a violation like any other. */
static enum msb_status
run_check(enum msb_status (*run)(struct check *check, struct msb_error *err),
          struct check *check, struct msb_error *err)
{
    struct msb_error cause = {.status = MSB_OK};
    enum msb_status status = run(check, &cause);

    if (status == MSB_ERR_STORE && strcmp(cause.code, "corrupt") == 0)
        return msbi_verification_add(check->out, "corrupt", "", cause.message,
                                     err);
    if (status != MSB_OK && err != NULL)
        *err = cause;
    return status;
}

static enum msb_status
run_checks(struct check *check, struct msb_error *err)
{
    static enum msb_status (*const checks[])(struct check * check,
                                             struct msb_error * err) = {
        check_pages,       check_references, check_whole,
        check_assignments, check_columns,    check_journal};
    enum msb_status status = msbi_guard_do(check->store, MSBI_POWER_AUDIT,
                                           "verify", 0, err);

    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++)
        if (status == MSB_OK)
            status = run_check(checks[i], check, err);
    if (status == MSB_OK && check->store->is_writing)
        status = msbi_journal_append(check->store, "verify", 0, NULL, err);
    return status;
}

enum msb_status
msb_store_verify(struct msb_store *store,
                 const struct msb_verify_options *options,
                 struct msb_verification **out, struct msb_error *err)
{
    struct msb_verify_options defaults;
    struct check check = {.store = store, .options = options};
    enum msb_status status;

    if (out != NULL)
        *out = NULL;
    if (store == NULL || out == NULL)
        return msbi_fail_misuse(err, "store and out must not be NULL");
    msb_verify_options_init(&defaults);
    if (options == NULL)
        check.options = &defaults;
    else if (options->size != sizeof *options || options->reserved != 0)
        return msbi_fail_misuse(err, "the options were not filled with "
                                     "msb_verify_options_init()");
    check.out = msbi_alloc(sizeof *check.out);
    if (check.out == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&check.out->refs);
    msbi_text_init(&check.out->texts);
    status = msbi_store_begin_reading(store, err);
    if (status == MSB_OK)
        status = msbi_store_end_reading(store, run_checks(&check, err), err);
    if (status == MSB_OK)
        *out = check.out;
    else
        msb_verification_unref(check.out);
    return status;
}
