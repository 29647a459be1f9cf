/* SPDX-License-Identifier: MIT */
/*
 * Granting an exception, and ending one before its time. A row is never
 * changed: to end it early, it is superseded, and another with the earlier end
 * takes its place. Who did it is in the journal; why is on the row alone.
 */
#include <msb/exception.h>

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "store/connection.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"
#include "store/time/redecide.h"

static bool
is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

static enum msb_status
check_exception(const struct msb_exception *exception, const char *decided_by,
                struct msb_error *err)
{
    if (exception->area == NULL || exception->reason == NULL
        || decided_by == NULL)
        return msbi_fail_misuse(err, "an exception needs an area, a reason, "
                                     "and who decided it");
    if (is_blank(exception->reason) || is_blank(decided_by))
        return msbi_fail(err, MSB_ERR_INVALID, "empty_text",
                         "the reason, and who decided it, must not be blank");
    if (!msbi_text_is_utf8(exception->reason, strlen(exception->reason))
        || !msbi_text_is_utf8(decided_by, strlen(decided_by)))
        return msbi_fail(err, MSB_ERR_INVALID, "encoding",
                         "the reason, and who decided it, must be UTF-8");
    if (exception->to.days <= exception->from.days)
        return msbi_fail(err, MSB_ERR_INVALID, "empty_period",
                         "the exception ends on or before the day on which it "
                         "begins; its end is the first day after it");
    return MSB_OK;
}

/* The model of the first day has the area. */
static enum msb_status
check_area(struct msb_store *store, const struct msb_exception *exception,
           struct msb_error *err)
{
    struct msb_rules *rules = NULL;
    const struct msb_model *model;
    enum msb_status status = msb_store_find_rules(store, exception->from,
                                                  &rules, err);

    if (status != MSB_OK)
        return status;
    model = msb_rules_get_model(rules);
    if (msb_model_get_coordination(model) != MSB_COORDINATION_SINGLE)
        status = msbi_fail(err, MSB_ERR_INVALID, "divided_by_service",
                           "the model of the first day is divided by service: "
                           "it has no responsible area to be moved");
    else if (msb_model_find_part(model, MSB_PART_AREA, exception->area)
             == MSB_NONE)
        status = msbi_fail(err, MSB_ERR_INVALID, "unknown_reference",
                           "the model of the first day has no such area");
    msb_rules_unref(rules);
    return status;
}

/* Whether the citizen has another exception in that time, and whether the one
   that begins on the first day is just this. */
static enum msb_status
look_around(struct msb_store *store, int64_t citizen,
            const struct msb_exception *exception, const char *decided_by,
            bool *is_taken, bool *is_same, struct msb_error *err)
{
    static const char sql[] =
        "SELECT valid_from = ?2 AND valid_to = ?3 AND area = ?4"
        " AND reason = ?5 AND decided_by = ?6 FROM exception"
        " WHERE citizen = ?1 AND version = 0 AND valid_to > ?2"
        " AND valid_from < ?3 ORDER BY valid_from";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(
        store, sql, citizen, exception->from, &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_date(statement, 3, exception->to);
    msbi_bind_string(statement, 4, exception->area);
    msbi_bind_string(statement, 5, exception->reason);
    msbi_bind_string(statement, 6, decided_by);
    status = msbi_statement_step(statement, is_taken, err);
    if (status != MSB_OK || !*is_taken)
        return status;
    *is_same = sqlite3_column_int(statement, 0) != 0;
    sqlite3_reset(statement);
    return MSB_OK;
}

static enum msb_status
insert_exception(struct msb_store *store, int64_t citizen,
                 const struct msb_exception *exception, const char *decided_by,
                 struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO exception (citizen, valid_from, valid_to, area, reason,"
        " decided_by, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(
        store, sql, citizen, exception->from, &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_date(statement, 3, exception->to);
    msbi_bind_string(statement, 4, exception->area);
    msbi_bind_string(statement, 5, exception->reason);
    msbi_bind_string(statement, 6, decided_by);
    sqlite3_bind_int64(statement, 7, store->now);
    return msbi_statement_run(statement, err);
}

/* The entry of the journal, and the days that are to be decided again. The
   reason is the citizen's own affair: it is not in the journal. */
static enum msb_status
finish(struct msb_store *store, int64_t citizen, const char *action,
       const char *area, struct msb_date from, struct msb_date to,
       struct msb_error *err)
{
    char first[11], end[11];
    struct msbi_text detail;
    enum msb_status status;

    msb_date_format(from, first);
    msb_date_format(to, end);
    msbi_text_init(&detail);
    msbi_text_addf(&detail, "{\"from\": \"%s\", \"to\": \"%s\"", first, end);
    if (area != NULL) {
        msbi_text_add(&detail, ", \"area\": ");
        msbi_text_add_json(&detail, area);
    }
    msbi_text_add(&detail, "}");
    status = detail.failed ? msbi_fail_nomem(err)
                           : msbi_journal_append(store, action, citizen,
                                                 detail.data, err);
    msbi_text_release(&detail);
    return status != MSB_OK
               ? status
               : msbi_store_touch_days(store, citizen, from, true, to, err);
}

/* Inside the transaction. */
static enum msb_status
put_exception(struct msb_store *store, int64_t citizen,
              const struct msb_exception *exception, const char *decided_by,
              struct msb_error *err)
{
    bool is_taken = false, is_same = false;
    enum msb_status status = msbi_guard_do(store, MSBI_POWER_EXCEPT, "except",
                                           citizen, err);

    if (status == MSB_OK)
        status = check_area(store, exception, err);
    if (status == MSB_OK)
        status = look_around(store, citizen, exception, decided_by, &is_taken,
                             &is_same, err);
    if (status != MSB_OK || is_same)
        return status;
    if (is_taken)
        return msbi_fail(err, MSB_ERR_CONFLICT, "exception_overlaps",
                         "the citizen has another exception in that time; end "
                         "it first");
    status = msbi_store_record(store, err);
    if (status == MSB_OK)
        status = insert_exception(store, citizen, exception, decided_by, err);
    return status != MSB_OK ? status
                            : finish(store, citizen, "except", exception->area,
                                     exception->from, exception->to, err);
}

enum msb_status
msb_store_put_exception(struct msb_store *store, const char *citizen,
                        const struct msb_exception *exception,
                        struct msb_error *err)
{
    const char *decided_by;
    enum msb_status status;
    int64_t key;

    if (store == NULL || citizen == NULL || exception == NULL)
        return msbi_fail_misuse(err, "store, citizen and exception must not "
                                     "be NULL");
    decided_by = exception->decided_by != NULL ? exception->decided_by
                                               : store->principal.actor;
    status = check_exception(exception, decided_by, err);
    if (status == MSB_OK)
        status = msbi_store_begin(store, err);
    if (status != MSB_OK)
        return status;
    status = msbi_store_find_person(store, citizen, &key, err);
    if (status == MSB_OK)
        status = put_exception(store, key, exception, decided_by, err);
    if (status == MSB_OK)
        return msbi_store_commit(store, err);
    msbi_store_rollback(store);
    return status;
}

/* The first day of the exception of a day. */
static enum msb_status
find_first_day(struct msb_store *store, int64_t citizen, struct msb_date on,
               struct msb_date *from, struct msb_date *to,
               struct msb_error *err)
{
    static const char sql[] =
        "SELECT valid_from, valid_to FROM exception WHERE citizen = ?1"
        " AND version = 0 AND valid_from <= ?2 AND valid_to > ?2"
        " ORDER BY valid_from";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(store, sql, citizen, on,
                                                  &statement, err);
    bool has_row;

    if (status == MSB_OK)
        status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK)
        return status;
    if (!has_row)
        return msbi_fail(err, MSB_ERR_NOT_FOUND, "no_exception",
                         "the citizen has no exception on that day");
    status = msbi_column_date(statement, 0, &has_row, from, err);
    if (status == MSB_OK)
        status = msbi_column_date(statement, 1, &has_row, to, err);
    sqlite3_reset(statement);
    return status;
}

static enum msb_status
supersede(struct msb_store *store, int64_t citizen, struct msb_date from,
          struct msb_error *err)
{
    static const char sql[] =
        "UPDATE exception SET superseded_at = ?3, version ="
        " (SELECT 1 + max(version) FROM exception"
        " WHERE citizen = ?1 AND valid_from = ?2)"
        " WHERE citizen = ?1 AND valid_from = ?2 AND version = 0";

    return msbi_statement_supersede(store, sql, citizen, from, err);
}

/* The row that was superseded last, with another end. */
static enum msb_status
insert_shorter(struct msb_store *store, int64_t citizen, struct msb_date from,
               struct msb_date to, struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO exception (citizen, valid_from, valid_to, area, reason,"
        " decided_by, recorded_at)"
        " SELECT citizen, valid_from, ?3, area, reason, decided_by, ?4"
        " FROM exception WHERE citizen = ?1 AND valid_from = ?2"
        " ORDER BY version DESC LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(store, sql, citizen, from,
                                                  &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_date(statement, 3, to);
    sqlite3_bind_int64(statement, 4, store->now);
    return msbi_statement_run(statement, err);
}

/* Inside the transaction. */
static enum msb_status
end_exception(struct msb_store *store, int64_t citizen, struct msb_date end,
              struct msb_error *err)
{
    struct msb_date from, to;
    enum msb_status status = msbi_guard_do(store, MSBI_POWER_EXCEPT,
                                           "end_exception", citizen, err);

    if (status == MSB_OK)
        status = find_first_day(store, citizen, end, &from, &to, err);
    if (status == MSB_OK)
        status = msbi_store_record(store, err);
    if (status == MSB_OK)
        status = supersede(store, citizen, from, err);
    if (status == MSB_OK && end.days > from.days)
        status = insert_shorter(store, citizen, from, end, err);
    return status != MSB_OK
               ? status
               : finish(store, citizen, "end_exception", NULL, end, to, err);
}

enum msb_status
msb_store_end_exception(struct msb_store *store, const char *citizen,
                        struct msb_date from, struct msb_error *err)
{
    enum msb_status status;
    int64_t key;

    if (store == NULL || citizen == NULL)
        return msbi_fail_misuse(err, "store and citizen must not be NULL");
    status = msbi_store_begin(store, err);
    if (status != MSB_OK)
        return status;
    status = msbi_store_find_person(store, citizen, &key, err);
    if (status == MSB_OK)
        status = end_exception(store, key, from, err);
    if (status == MSB_OK)
        return msbi_store_commit(store, err);
    msbi_store_rollback(store);
    return status;
}
