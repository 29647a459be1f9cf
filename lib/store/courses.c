/* SPDX-License-Identifier: MIT */
/*
 * Courses: one service to one citizen, from a date to a date. Citizen,
 * service, unit and first day name a course. The same course with another
 * end is a correction. Courses of one service may overlap: two units can
 * deliver the same service.
 */
#include <string.h>

#include "base/error.h"
#include "store/connection.h"

/* The course on record. */
struct course {
    int64_t key;
    bool has_to;
    struct msb_date to;
};

static enum msb_status
find_course(struct msb_store *store, int64_t citizen,
            const struct msbi_course_row *row, struct course *out,
            bool *is_known, struct msb_error *err)
{
    static const char sql[] =
        "SELECT key, valid_to FROM course"
        " WHERE citizen = ?1 AND service = ?2 AND valid_from = ?3"
        " AND unit = ?4 AND superseded_at IS NULL ORDER BY key";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    char from[MSBI_DATE_SIZE];

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, citizen);
    msbi_bind_string(statement, 2, row->service);
    msbi_bind_date(statement, 3, row->from, from);
    msbi_bind_string(statement, 4, row->unit == NULL ? "" : row->unit);
    status = msbi_statement_step(statement, is_known, err);
    if (status != MSB_OK || !*is_known)
        return status;
    out->key = sqlite3_column_int64(statement, 0);
    status = msbi_column_date(statement, 1, &out->has_to, &out->to, err);
    sqlite3_reset(statement);
    return status;
}

/* Insert the course, unless it is known. */
static enum msb_status
insert_course(struct msb_store *store, int64_t citizen,
              const struct msbi_course_row *row, bool *is_new,
              struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO course (citizen, service, unit, valid_from, valid_to,"
        " recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        " ON CONFLICT DO NOTHING";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    char from[MSBI_DATE_SIZE], to[MSBI_DATE_SIZE];

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, citizen);
    msbi_bind_string(statement, 2, row->service);
    msbi_bind_string(statement, 3, row->unit == NULL ? "" : row->unit);
    msbi_bind_date(statement, 4, row->from, from);
    msbi_bind_end(statement, 5, row->has_to, row->to, to);
    msbi_bind_text(statement, 6, store->now, MSBI_INSTANT_SIZE - 1);
    status = msbi_statement_run(statement, err);
    *is_new = sqlite3_changes(store->db) != 0;
    return status;
}

static enum msb_status
supersede(struct msb_store *store, int64_t key, struct msb_error *err)
{
    static const char sql[] =
        "UPDATE course SET superseded_at = ?2 WHERE key = ?1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, key);
    msbi_bind_string(statement, 2, store->now);
    return msbi_statement_run(statement, err);
}

/* The course is on record: leave it, or correct its end. */
static enum msb_status
correct_course(struct msb_store *store, int64_t citizen,
               const struct msbi_course_row *row, const struct course *old,
               enum msbi_put *out, struct msb_error *err)
{
    bool is_new;
    enum msb_status status;

    if (old->has_to == row->has_to
        && (!old->has_to || old->to.days == row->to.days))
        return MSB_OK;
    *out = MSBI_PUT_UPDATED;
    status = msbi_store_touch(store, err);
    if (status == MSB_OK)
        status = msbi_store_record(store, err);
    if (status == MSB_OK)
        status = supersede(store, old->key, err);
    return status != MSB_OK ? status
                            : insert_course(store, citizen, row, &is_new, err);
}

/*
 * An insert finds out by itself whether the course is on record. It needs
 * the transaction's instant, though, which only news may leave in the file:
 * so before the first news, the course is looked up.
 */
static enum msb_status
put_course(struct msb_store *store, int64_t citizen,
           const struct msbi_course_row *row, enum msbi_put *out,
           struct msb_error *err)
{
    struct course old;
    bool is_known = false;
    bool is_new = false;
    enum msb_status status = MSB_OK;

    if (!store->has_recorded) {
        status = find_course(store, citizen, row, &old, &is_known, err);
        if (status == MSB_OK && !is_known)
            status = msbi_store_record(store, err);
    }
    if (status == MSB_OK && !is_known)
        status = insert_course(store, citizen, row, &is_new, err);
    if (status == MSB_OK && !is_known && !is_new)
        status = find_course(store, citizen, row, &old, &is_known, err);
    if (status != MSB_OK)
        return status;
    if (is_known)
        return correct_course(store, citizen, row, &old, out, err);
    *out = MSBI_PUT_INSERTED;
    return MSB_OK;
}

enum msb_status
msbi_store_put_course(struct msb_store *store,
                      const struct msbi_course_row *row, enum msbi_put *out,
                      struct msb_error *err)
{
    enum msb_status status;
    int64_t citizen;

    *out = MSBI_PUT_UNCHANGED;
    if (!store->is_writing)
        return msbi_fail_misuse(err, "a row needs a transaction");
    if (row->has_to && row->to.days <= row->from.days)
        return msbi_fail(err, MSB_ERR_CONFLICT, "empty_period",
                         "the course ends before it begins");
    status = msbi_store_find_citizen(store, row->citizen, row->citizen_length,
                                     &citizen, err);
    return status != MSB_OK ? status
                            : put_course(store, citizen, row, out, err);
}
