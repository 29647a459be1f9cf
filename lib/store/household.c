/* SPDX-License-Identifier: MIT */
/*
 * A household on a date, as it is read: members by id, courses by service. Of
 * one citizen's memberships in it, the one that began last.
 */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "store/connection.h"
#include "store/guard/sight.h"
#include "store/households.h"

struct member {
    char *citizen;
    char *role;
    struct msb_period period;
};

struct msb_household {
    struct msbi_refcount refs;
    char *id;
    struct msb_date on;
    size_t num_members;
    size_t capacity;
    struct member *members;
    size_t num_hidden; /* members whom the principal may not see */
    struct msbi_courses_of courses;
};

void
msbi_courses_of_release(struct msbi_courses_of *courses)
{
    for (size_t i = 0; i < courses->num; i++) {
        msbi_free(courses->items[i].service);
        msbi_free(courses->items[i].unit);
    }
    msbi_free(courses->items);
    memset(courses, 0, sizeof *courses);
}

/* The first day, and the end behind it. */
static enum msb_status
read_period(sqlite3_stmt *row, int index, struct msb_period *out,
            struct msb_error *err)
{
    bool has_date;
    enum msb_status status = msbi_column_date(row, index, &has_date, &out->from,
                                              err);

    if (status == MSB_OK)
        status = msbi_column_date(row, index + 1, &has_date, &out->to, err);
    out->is_open = status == MSB_OK && !has_date;
    return status;
}

static enum msb_status
add_course(sqlite3_stmt *row, struct msbi_courses_of *out,
           struct msb_error *err)
{
    struct msbi_course_of *course = msbi_grow(out->items, out->num,
                                              &out->capacity, sizeof *course);
    enum msb_status status;

    if (course == NULL)
        return msbi_fail_nomem(err);
    out->items = course;
    course += out->num++;
    memset(course, 0, sizeof *course);
    status = msbi_column_copy(row, 0, &course->service, err);
    if (status == MSB_OK && sqlite3_column_type(row, 1) != SQLITE_NULL)
        status = msbi_column_copy(row, 1, &course->unit, err);
    return status != MSB_OK ? status
                            : read_period(row, 2, &course->period, err);
}

/* Bind a household (?1), a date (?2) and an instant (?3). */
static enum msb_status
ask(struct msb_store *store, const char *now_sql, const char *then_sql,
    int64_t household, struct msb_date on, const struct msb_instant *known_at,
    sqlite3_stmt **out, struct msb_error *err)
{
    enum msb_status status = msbi_statement_about(
        store, known_at == NULL ? now_sql : then_sql, household, on, out, err);

    if (status == MSB_OK && known_at != NULL)
        sqlite3_bind_int64(*out, 3, known_at->seconds);
    return status;
}

#define COURSES                                                                \
    "SELECT service, nullif(unit, ''), valid_from, valid_to"                   \
    " FROM household_course WHERE household = ?1 AND valid_from <= ?2"         \
    " AND (valid_to IS NULL OR valid_to > ?2)"
#define BY_SERVICE " ORDER BY service, valid_from, unit"

enum msb_status
msbi_household_read_courses(struct msb_store *store, int64_t household,
                            struct msb_date on,
                            const struct msb_instant *known_at,
                            struct msbi_courses_of *out, struct msb_error *err)
{
    static const char now_sql[] = COURSES " AND version = 0" BY_SERVICE;
    static const char then_sql[] = COURSES " AND " MSBI_KNOWN_AT_3 BY_SERVICE;
    sqlite3_stmt *row;
    bool has_row = true;
    enum msb_status status = ask(store, now_sql, then_sql, household, on,
                                 known_at, &row, err);

    memset(out, 0, sizeof *out);
    while (status == MSB_OK) {
        status = msbi_statement_step(row, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        status = add_course(row, out, err);
        if (status != MSB_OK)
            sqlite3_reset(row);
    }
    if (status != MSB_OK)
        msbi_courses_of_release(out);
    return status;
}

static enum msb_status
add_member(struct msb_household *household, sqlite3_stmt *row,
           struct msb_error *err)
{
    struct member *member = msbi_grow(household->members,
                                      household->num_members,
                                      &household->capacity, sizeof *member);
    enum msb_status status;

    if (member == NULL)
        return msbi_fail_nomem(err);
    household->members = member;
    member += household->num_members++;
    memset(member, 0, sizeof *member);
    status = msbi_column_copy(row, 0, &member->citizen, err);
    if (status == MSB_OK)
        status = msbi_column_copy(row, 1, &member->role, err);
    return status != MSB_OK ? status
                            : read_period(row, 2, &member->period, err);
}

/* Reading one, and what its principal sees of it. */
struct reading {
    struct msb_store *store;
    const struct msb_instant *known_at;
    struct msb_household *household;
    int64_t key;
    int64_t hidden;          /* a member who may not be seen, by number */
    bool sees_courses;       /* all of them, by some member */
    struct msbi_sight sight; /* of a member; else its own courses are seen */
};

/* A member, as far as the store's principal may see it. */
static enum msb_status
see_member(struct reading *reading, sqlite3_stmt *row, struct msb_error *err)
{
    int64_t citizen = sqlite3_column_int64(row, 5);
    enum msbi_view view;
    enum msb_status status = msbi_guard_find_view(reading->store, citizen,
                                                  &view, err);

    if (status == MSB_OK && view < MSBI_VIEW_COURSES) {
        reading->household->num_hidden++;
        reading->hidden = citizen;
        return MSB_OK;
    }
    msbi_sight_release(&reading->sight);
    if (status == MSB_OK)
        status = msbi_guard_see(reading->store, citizen, "household",
                                MSBI_VIEW_COURSES, &reading->sight, err);
    if (status != MSB_OK)
        return status;
    if (!reading->sight.is_own_only)
        reading->sees_courses = true;
    return add_member(reading->household, row, err);
}

/* SQLite takes the other columns of a row with max() from the row that has
   it. */
#define MEMBERS                                                                \
    "SELECT citizen.id, role, valid_from, valid_to, max(valid_from), citizen"  \
    " FROM household_member JOIN citizen ON citizen.key = citizen"             \
    " WHERE household = ?1 AND valid_from <= ?2"                               \
    " AND (valid_to IS NULL OR valid_to > ?2)"
#define BY_CITIZEN " GROUP BY citizen ORDER BY citizen.id"

/* Who sees none of the members is refused the household. */
static enum msb_status
read_members(struct reading *reading, struct msb_error *err)
{
    static const char now_sql[] = MEMBERS " AND version = 0" BY_CITIZEN;
    static const char then_sql[] = MEMBERS " AND " MSBI_KNOWN_AT_3 BY_CITIZEN;
    struct msb_household *household = reading->household;
    sqlite3_stmt *row;
    bool has_row = true;
    enum msb_status status = ask(reading->store, now_sql, then_sql,
                                 reading->key, household->on, reading->known_at,
                                 &row, err);

    while (status == MSB_OK) {
        status = msbi_statement_step(row, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        status = see_member(reading, row, err);
        if (status != MSB_OK)
            sqlite3_reset(row);
    }
    if (status == MSB_OK && household->num_members == 0
        && household->num_hidden > 0)
        status = msbi_guard_read(reading->store, reading->hidden, "household",
                                 MSBI_VIEW_COURSES, err);
    return status;
}

/* Leave out what another than the principal delivers, if that is all that it
   sees. */
static void
narrow_courses(const struct reading *reading)
{
    struct msbi_courses_of *courses = &reading->household->courses;
    size_t num = 0;

    if (reading->sees_courses || reading->household->num_members == 0)
        return;
    for (size_t i = 0; i < courses->num; i++) {
        if (msbi_sight_is_own(&reading->sight, courses->items[i].service)) {
            courses->items[num++] = courses->items[i];
            continue;
        }
        msbi_free(courses->items[i].service);
        msbi_free(courses->items[i].unit);
    }
    courses->num = num;
}

/* All that is read, of one moment. */
static enum msb_status
fill_household(struct reading *reading, const char *id, struct msb_error *err)
{
    struct msb_household *household = reading->household;
    enum msb_status status = msbi_store_begin_reading(reading->store, err);

    if (status != MSB_OK)
        return status;
    status = msbi_household_find(reading->store, id, strlen(id), &reading->key,
                                 err);
    if (status == MSB_OK)
        status = read_members(reading, err);
    if (status == MSB_OK)
        status = msbi_household_read_courses(reading->store, reading->key,
                                             household->on, reading->known_at,
                                             &household->courses, err);
    if (status == MSB_OK)
        narrow_courses(reading);
    msbi_sight_release(&reading->sight);
    return msbi_store_end_reading(reading->store, status, err);
}

enum msb_status
msb_store_find_household(struct msb_store *store, const char *household,
                         struct msb_date on, const struct msb_instant *known_at,
                         struct msb_household **out, struct msb_error *err)
{
    struct reading reading = {.store = store, .known_at = known_at};
    struct msb_household *found;
    enum msb_status status;

    if (out != NULL)
        *out = NULL;
    if (store == NULL || household == NULL || out == NULL)
        return msbi_fail_misuse(err, "store, household and out must not be "
                                     "NULL");
    found = msbi_alloc(sizeof *found);
    if (found == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&found->refs);
    found->on = on;
    found->id = msbi_copy_text(household, strlen(household));
    reading.household = found;
    status = found->id == NULL ? msbi_fail_nomem(err)
                               : fill_household(&reading, household, err);
    if (status == MSB_OK)
        *out = found;
    else
        msb_household_unref(found);
    return status;
}

struct msb_household *
msb_household_ref(struct msb_household *household)
{
    if (household != NULL)
        msbi_refcount_take(&household->refs);
    return household;
}

void
msb_household_unref(struct msb_household *household)
{
    if (household == NULL || !msbi_refcount_drop(&household->refs))
        return;
    for (size_t i = 0; i < household->num_members; i++) {
        msbi_free(household->members[i].citizen);
        msbi_free(household->members[i].role);
    }
    msbi_free(household->members);
    msbi_courses_of_release(&household->courses);
    msbi_free(household->id);
    msbi_free(household);
}

size_t
msb_household_num_members(const struct msb_household *household)
{
    return household->num_members;
}

bool
msb_household_get_member(const struct msb_household *household, size_t index,
                         struct msb_household_member *out)
{
    const struct member *member;

    if (index >= household->num_members)
        return false;
    member = &household->members[index];
    *out = (struct msb_household_member){.citizen = member->citizen,
                                         .role = member->role,
                                         .period = member->period};
    return true;
}

size_t
msb_household_num_hidden(const struct msb_household *household)
{
    return household->num_hidden;
}

size_t
msb_household_num_courses(const struct msb_household *household)
{
    return household->courses.num;
}

bool
msb_household_get_course(const struct msb_household *household, size_t index,
                         struct msb_household_course *out)
{
    const struct msbi_course_of *course;

    if (index >= household->courses.num)
        return false;
    course = &household->courses.items[index];
    *out = (struct msb_household_course){.service = course->service,
                                         .unit = course->unit,
                                         .period = course->period};
    return true;
}

static void
add_text(struct msbi_text *text, const char *before, const char *value)
{
    msbi_text_add(text, before);
    msbi_text_add_json(text, value);
}

static void
add_period(struct msbi_text *text, const struct msb_period *period)
{
    char date[11];

    msb_date_format(period->from, date);
    add_text(text, ", \"from\": ", date);
    msb_date_format(period->to, date);
    add_text(text, ", \"to\": ", period->is_open ? NULL : date);
    msbi_text_add(text, "}");
}

enum msb_status
msb_household_format_json(const struct msb_household *household, char **out,
                          struct msb_error *err)
{
    struct msbi_text text;
    char date[11];

    if (household == NULL || out == NULL)
        return msbi_fail_misuse(err, "household and out must not be NULL");
    msbi_text_init(&text);
    add_text(&text, "{\"household\": ", household->id);
    msb_date_format(household->on, date);
    add_text(&text, ", \"on\": ", date);
    msbi_text_add(&text, ", \"members\": [");
    for (size_t i = 0; i < household->num_members; i++) {
        msbi_text_add(&text, i == 0 ? "" : ", ");
        add_text(&text, "{\"citizen\": ", household->members[i].citizen);
        add_text(&text, ", \"role\": ", household->members[i].role);
        add_period(&text, &household->members[i].period);
    }
    msbi_text_addf(&text, "], \"hidden\": %zu, \"courses\": [",
                   household->num_hidden);
    for (size_t i = 0; i < household->courses.num; i++) {
        msbi_text_add(&text, i == 0 ? "" : ", ");
        add_text(&text, "{\"service\": ", household->courses.items[i].service);
        add_text(&text, ", \"unit\": ", household->courses.items[i].unit);
        add_period(&text, &household->courses.items[i].period);
    }
    msbi_text_add(&text, "]}");
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
