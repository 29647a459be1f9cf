/* SPDX-License-Identifier: MIT */
/*
 * Households on record: members, and the household's own courses. Both are
 * rows of history that are named by their first day; the same row with other
 * contents is a correction. A row is refused before anything of it is written,
 * so it takes no savepoint.
 */
#include "store/households.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "model/model.h"
#include "store/connection.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"
#include "store/version.h"

enum msb_status
msbi_household_find(struct msb_store *store, const char *id, size_t length,
                    int64_t *out, struct msb_error *err)
{
    static const char sql[] = "SELECT key FROM household WHERE id = ?1"
                              " ORDER BY key";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    bool has_row;

    if (status != MSB_OK)
        return status;
    msbi_bind_text(statement, 1, id, length);
    status = msbi_statement_take_number(statement, &has_row, out, err);
    return status != MSB_OK || has_row
               ? status
               : msbi_fail(err, MSB_ERR_NOT_FOUND, "unknown_household",
                           "the household is not in the store");
}

/* A household's number, also of a new one. */
static enum msb_status
make_household(struct msb_store *store, const char *id, size_t length,
               int64_t *out, struct msb_error *err)
{
    static const char sql[] = "INSERT INTO household (id) VALUES (?1)"
                              " ON CONFLICT DO NOTHING";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_text(statement, 1, id, length);
    status = msbi_statement_run(statement, err);
    return status != MSB_OK ? status
                            : msbi_household_find(store, id, length, out, err);
}

#define MEMBER " WHERE citizen = ?1 AND valid_from = ?2 AND household = ?4"

static enum msb_status
write_member(struct msb_store *store, int64_t citizen,
             const struct msbi_member_row *row, enum msbi_put *out,
             struct msb_error *err)
{
    static const char look_sql[] =
        "SELECT role = ?5 AND valid_to IS ?3 FROM household_member" MEMBER
        " AND version = 0 ORDER BY version";
    static const char supersede_sql[] =
        "UPDATE household_member SET superseded_at = ?7, version ="
        " (SELECT 1 + max(version) FROM household_member" MEMBER ")" MEMBER
        " AND version = 0";
    static const char insert_sql[] =
        "INSERT INTO household_member (citizen, valid_from, valid_to,"
        " household, role, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?7)";
    struct msbi_version writing = {.look = look_sql,
                                   .supersede = supersede_sql,
                                   .insert = insert_sql,
                                   .key = citizen,
                                   .from = row->from,
                                   .has_to = row->has_to,
                                   .to = row->to,
                                   .first = row->role,
                                   .first_length = row->role_length,
                                   .second = ""};
    enum msb_status status = make_household(
        store, row->household, row->household_length, &writing.other, err);

    return status != MSB_OK ? status
                            : msbi_version_write(store, &writing, out, err);
}

enum msb_status
msbi_store_put_member(struct msb_store *store,
                      const struct msbi_member_row *row, enum msbi_put *out,
                      struct msb_error *err)
{
    int64_t citizen;
    enum msb_status status = msbi_version_check(store, row->from, row->has_to,
                                                row->to, err);

    *out = MSBI_PUT_UNCHANGED;
    if (status == MSB_OK)
        status = msbi_store_find_citizen(store, row->citizen,
                                         row->citizen_length, &citizen, err);
    return status != MSB_OK ? status
                            : write_member(store, citizen, row, out, err);
}

#define COURSE                                                                 \
    " WHERE household = ?1 AND valid_from = ?2 AND service = ?5 AND unit = ?6"

enum msb_status
msbi_store_put_household_course(struct msb_store *store,
                                const struct msbi_household_course_row *row,
                                enum msbi_put *out, struct msb_error *err)
{
    static const char look_sql[] =
        "SELECT valid_to IS ?3 FROM household_course" COURSE
        " AND version = 0 ORDER BY version";
    static const char supersede_sql[] =
        "UPDATE household_course SET superseded_at = ?7, version ="
        " (SELECT 1 + max(version) FROM household_course" COURSE ")" COURSE
        " AND version = 0";
    static const char insert_sql[] =
        "INSERT INTO household_course (household, valid_from, valid_to,"
        " service, unit, recorded_at) VALUES (?1, ?2, ?3, ?5, ?6, ?7)";
    const char *unit = row->unit == NULL ? "" : row->unit;
    struct msbi_version writing = {.look = look_sql,
                                   .supersede = supersede_sql,
                                   .insert = insert_sql,
                                   .from = row->from,
                                   .has_to = row->has_to,
                                   .to = row->to,
                                   .first = row->service,
                                   .first_length = strlen(row->service),
                                   .second = unit,
                                   .second_length = strlen(unit)};
    enum msb_status status = msbi_version_check(store, row->from, row->has_to,
                                                row->to, err);

    *out = MSBI_PUT_UNCHANGED;
    if (status == MSB_OK)
        status = msbi_household_find(store, row->household,
                                     row->household_length, &writing.key, err);
    return status != MSB_OK ? status
                            : msbi_version_write(store, &writing, out, err);
}

enum msb_status
msb_store_put_member(struct msb_store *store, const char *household,
                     const struct msb_household_member *member,
                     struct msb_error *err)
{
    struct msbi_member_row row = {.household = household};
    enum msb_status status;
    enum msbi_put put;
    int64_t citizen;

    if (store == NULL || household == NULL || *household == '\0'
        || member == NULL || member->citizen == NULL || member->role == NULL)
        return msbi_fail_misuse(err, "store, household, member and its texts "
                                     "must not be NULL, nor the household "
                                     "empty");
    status = msbi_version_check_period(member->period, err);
    if (status == MSB_OK
        && (!msbi_text_is_utf8(household, strlen(household))
            || !msbi_text_is_utf8(member->role, strlen(member->role))))
        status = msbi_fail(err, MSB_ERR_INVALID, "encoding",
                           "household and role must be UTF-8");
    if (status == MSB_OK)
        status = msbi_store_begin(store, err);
    if (status != MSB_OK)
        return status;
    row.household_length = strlen(household);
    row.role = member->role;
    row.role_length = strlen(member->role);
    row.from = member->period.from;
    row.has_to = !member->period.is_open;
    row.to = member->period.to;
    status = msbi_store_find_person(store, member->citizen, &citizen, err);
    if (status == MSB_OK)
        status = msbi_guard_do(store, MSBI_POWER_MANAGE, "put_member", citizen,
                               err);
    if (status == MSB_OK)
        status = write_member(store, citizen, &row, &put, err);
    if (status == MSB_OK && put != MSBI_PUT_UNCHANGED)
        status = msbi_journal_append(store, "put_member", citizen, NULL, err);
    if (status == MSB_OK)
        return msbi_store_commit(store, err);
    msbi_store_rollback(store);
    return status;
}

/* The model of the first day has the service, and the unit or area. */
static enum msb_status
check_course(struct msb_store *store, const struct msb_household_course *course,
             struct msb_error *err)
{
    struct msb_rules *rules = NULL;
    const struct msb_model *model;
    enum msb_status status = msb_store_find_rules(store, course->period.from,
                                                  &rules, err);

    if (status != MSB_OK)
        return status;
    model = msb_rules_get_model(rules);
    if (msb_model_find_part(model, MSB_PART_SERVICE, course->service)
        == MSB_NONE)
        status = msbi_fail(err, MSB_ERR_INVALID, "unknown_reference",
                           "the model of the first day has no such service");
    else if (course->unit != NULL
             && msb_model_find_part(model, MSB_PART_UNIT, course->unit)
                    == MSB_NONE
             && msb_model_find_part(model, MSB_PART_AREA, course->unit)
                    == MSB_NONE)
        status = msbi_fail(err, MSB_ERR_INVALID, "unknown_reference",
                           "the model of the first day has no such unit or "
                           "area");
    msb_rules_unref(rules);
    return status;
}

enum msb_status
msb_store_put_household_course(struct msb_store *store, const char *household,
                               const struct msb_household_course *course,
                               struct msb_error *err)
{
    struct msbi_household_course_row row = {.household = household};
    enum msb_status status;
    enum msbi_put put;

    if (store == NULL || household == NULL || course == NULL
        || course->service == NULL)
        return msbi_fail_misuse(err, "store, household, course and its service "
                                     "must not be NULL");
    row.household_length = strlen(household);
    row.service = course->service;
    row.unit = course->unit;
    row.from = course->period.from;
    row.has_to = !course->period.is_open;
    row.to = course->period.to;
    status = msbi_version_check_period(course->period, err);
    if (status == MSB_OK)
        status = msbi_store_begin(store, err);
    if (status != MSB_OK)
        return status;
    status = msbi_guard_do(store, MSBI_POWER_MANAGE, "put_household_course", 0,
                           err);
    if (status == MSB_OK)
        status = check_course(store, course, err);
    if (status == MSB_OK)
        status = msbi_store_put_household_course(store, &row, &put, err);
    if (status == MSB_OK && put != MSBI_PUT_UNCHANGED)
        status = msbi_journal_append(store, "put_household_course", 0, NULL,
                                     err);
    if (status == MSB_OK)
        return msbi_store_commit(store, err);
    msbi_store_rollback(store);
    return status;
}
