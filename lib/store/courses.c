/* SPDX-License-Identifier: MIT */
/*
 * Courses: one service to one citizen, from a date to a date. Citizen,
 * service, unit and first day name a course. The same course with another
 * end is a correction. Courses of one service may overlap: two units can
 * deliver the same service.
 *
 * A course is refused before anything of it is written, or not at all, so it
 * takes no savepoint; and it may wait for others, to be written with them.
 */
#include <string.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/reign.h"

/* A statement about one course: ?1 to ?4 name it. */
static enum msb_status
name_course(struct msb_store *store, const char *sql, int64_t citizen,
            const struct msbi_course_row *row, sqlite3_stmt **out,
            struct msb_error *err)
{
    enum msb_status status = msbi_statement_about(store, sql, citizen,
                                                  row->from, out, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_string(*out, 3, row->service);
    msbi_bind_string(*out, 4, row->unit == NULL ? "" : row->unit);
    return MSB_OK;
}

/* The end on record of the course, days MSBI_NO_END for none, and whether it
   is the one that the row gives it. */
static enum msb_status
compare_course(struct msb_store *store, int64_t citizen,
               const struct msbi_course_row *row, bool *is_same,
               struct msb_date *end, struct msb_error *err)
{
    static const char sql[] =
        "SELECT valid_to IS ?5, valid_to FROM course"
        " WHERE citizen = ?1 AND valid_from = ?2 AND service = ?3"
        " AND unit = ?4 AND version = 0 ORDER BY citizen";
    sqlite3_stmt *statement;
    enum msb_status status = name_course(store, sql, citizen, row, &statement,
                                         err);
    bool has_row, has_end;

    if (status != MSB_OK)
        return status;
    msbi_bind_end(statement, 5, row->has_to, row->to);
    status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK)
        return status;
    *is_same = has_row && sqlite3_column_int(statement, 0) != 0;
    status = msbi_column_date(statement, 1, &has_end, end, err);
    if (!has_end)
        end->days = MSBI_NO_END;
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
        "INSERT INTO course (citizen, valid_from, service, unit, valid_to,"
        " recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        " ON CONFLICT DO NOTHING";
    sqlite3_stmt *statement;
    enum msb_status status = name_course(store, sql, citizen, row, &statement,
                                         err);

    if (status != MSB_OK)
        return status;
    msbi_bind_end(statement, 5, row->has_to, row->to);
    sqlite3_bind_int64(statement, 6, store->now);
    status = msbi_statement_run(statement, err);
    *is_new = status == MSB_OK && sqlite3_changes(store->db) != 0;
    return status;
}

static enum msb_status
supersede(struct msb_store *store, int64_t citizen,
          const struct msbi_course_row *row, struct msb_error *err)
{
    static const char sql[] =
        "UPDATE course SET superseded_at = ?5, version ="
        " (SELECT 1 + max(version) FROM course"
        " WHERE citizen = ?1 AND valid_from = ?2 AND service = ?3"
        " AND unit = ?4)"
        " WHERE citizen = ?1 AND valid_from = ?2 AND service = ?3"
        " AND unit = ?4 AND version = 0";
    sqlite3_stmt *statement;
    enum msb_status status = name_course(store, sql, citizen, row, &statement,
                                         err);

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 5, store->now);
    return msbi_statement_run(statement, err);
}

/* The days between the end on record and the row's. */
static enum msb_status
touch_ends(struct msb_store *store, int64_t citizen,
           const struct msbi_course_row *row, struct msb_date end,
           struct msb_error *err)
{
    struct msb_date other = {row->has_to ? row->to.days : MSBI_NO_END};
    struct msb_date from = end.days < other.days ? end : other;
    struct msb_date to = end.days < other.days ? other : end;

    return msbi_store_touch_days(store, citizen, from, to.days != MSBI_NO_END,
                                 to, err);
}

/* The course is on record: leave it, or correct its end. */
static enum msb_status
correct_course(struct msb_store *store, int64_t citizen,
               const struct msbi_course_row *row, enum msbi_put *out,
               struct msb_error *err)
{
    struct msb_date end;
    bool is_same, is_new;
    enum msb_status status = compare_course(store, citizen, row, &is_same, &end,
                                            err);

    if (status != MSB_OK || is_same)
        return status;
    *out = MSBI_PUT_UPDATED;
    status = touch_ends(store, citizen, row, end, err);
    if (status == MSB_OK)
        status = supersede(store, citizen, row, err);
    return status != MSB_OK ? status
                            : insert_course(store, citizen, row, &is_new, err);
}

/* An insert finds out by itself whether the course is on record. */
enum msb_status
msbi_store_write_course(struct msb_store *store, int64_t citizen,
                        const struct msbi_course_row *row, enum msbi_put *out,
                        struct msb_error *err)
{
    bool is_new;
    enum msb_status status = insert_course(store, citizen, row, &is_new, err);

    *out = MSBI_PUT_UNCHANGED;
    if (status == MSB_OK && is_new) {
        *out = MSBI_PUT_INSERTED;
        status = msbi_store_touch_days(store, citizen, row->from, row->has_to,
                                       row->to, err);
    } else if (status == MSB_OK) {
        status = correct_course(store, citizen, row, out, err);
    }
    if (status == MSB_OK && *out != MSBI_PUT_UNCHANGED)
        status = msbi_store_record(store, err);
    return status;
}

enum msb_status
msbi_store_put_course(struct msb_store *store,
                      const struct msbi_course_row *row, enum msbi_put *out,
                      struct msb_error *err)
{
    struct msbi_waiting_row waiting = {
        .from = row->from, .has_to = row->has_to, .to = row->to};
    const char *unit = row->unit == NULL ? "" : row->unit;
    enum msb_status status;

    *out = MSBI_PUT_WAITING;
    if (!store->is_writing)
        return msbi_fail_misuse(err, "a row needs a transaction");
    if (row->has_to && row->to.days <= row->from.days)
        return msbi_fail(err, MSB_ERR_CONFLICT, "empty_period",
                         "the course ends before it begins");
    status = msbi_store_find_citizen(store, row->citizen, row->citizen_length,
                                     &waiting.citizen, err);
    if (status == MSB_OK)
        status = msbi_waiting_add(&store->waiting_courses, &waiting,
                                  row->service, strlen(row->service), unit,
                                  strlen(unit), err);
    if (status == MSB_OK && msbi_waiting_is_full(&store->waiting_courses))
        status = msbi_store_write_waiting(store, err);
    return status;
}
