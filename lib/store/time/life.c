/* SPDX-License-Identifier: MIT */
/*
 * Reading one citizen's life: three statements, each a walk of a few rows that
 * lie together in their table. Texts are copied behind one another, so that a
 * walk over many citizens soon needs no more memory.
 */
#include "store/time/life.h"

#include <string.h>

#include "base/error.h"
#include "store/connection.h"

/* Where a row goes: one function for each table. */
typedef enum msb_status (*take_row)(struct msbi_life *life, sqlite3_stmt *row,
                                    struct msb_error *err);

static enum msb_status
add_text(struct msbi_life *life, sqlite3_stmt *row, int index, size_t *at,
         size_t *length, struct msb_error *err)
{
    const char *text;
    enum msb_status status = msbi_column_text(row, index, &text, length, err);

    if (status != MSB_OK)
        return status;
    *at = life->texts.length;
    msbi_text_add_bytes(&life->texts, text, *length + 1);
    return life->texts.failed ? msbi_fail_nomem(err) : MSB_OK;
}

static enum msb_status
take_days(sqlite3_stmt *row, int index, struct msb_date *from,
          struct msb_date *to, struct msb_error *err)
{
    bool has_date;
    enum msb_status status = msbi_column_date(row, index, &has_date, from, err);

    if (status == MSB_OK)
        status = msbi_column_date(row, index + 1, &has_date, to, err);
    if (!has_date)
        to->days = MSBI_NO_END;
    return status;
}

static enum msb_status
take_facts(struct msbi_life *life, sqlite3_stmt *row, struct msb_error *err)
{
    struct msbi_life_facts *facts = msbi_grow(
        life->facts, life->num_facts, &life->facts_capacity, sizeof *facts);
    enum msb_status status;
    bool has_date;

    if (facts == NULL)
        return msbi_fail_nomem(err);
    life->facts = facts;
    facts += life->num_facts++;
    *facts = (struct msbi_life_facts){.is_something = false};
    msbi_column_known(row, 0, &facts->known);
    status = msbi_column_date(row, 2, &has_date, &facts->from, err);
    facts->is_something = sqlite3_column_type(row, 3) != SQLITE_NULL;
    return status != MSB_OK || !facts->is_something
               ? status
               : add_text(life, row, 3, &facts->text, &facts->length, err);
}

static enum msb_status
take_course(struct msbi_life *life, sqlite3_stmt *row, struct msb_error *err)
{
    struct msbi_life_course *course = msbi_grow(
        life->courses, life->num_courses, &life->courses_capacity,
        sizeof *course);
    enum msb_status status;
    size_t length;

    if (course == NULL)
        return msbi_fail_nomem(err);
    life->courses = course;
    course += life->num_courses++;
    msbi_column_known(row, 0, &course->known);
    status = take_days(row, 2, &course->from, &course->to, err);
    return status != MSB_OK
               ? status
               : add_text(life, row, 4, &course->service, &length, err);
}

static enum msb_status
take_exception(struct msbi_life *life, sqlite3_stmt *row, struct msb_error *err)
{
    struct msbi_life_exception *exception = msbi_grow(
        life->exceptions, life->num_exceptions, &life->exceptions_capacity,
        sizeof *exception);
    enum msb_status status;
    size_t length;

    if (exception == NULL)
        return msbi_fail_nomem(err);
    life->exceptions = exception;
    exception += life->num_exceptions++;
    msbi_column_known(row, 0, &exception->known);
    status = take_days(row, 2, &exception->from, &exception->to, err);
    return status != MSB_OK
               ? status
               : add_text(life, row, 4, &exception->area, &length, err);
}

/* Every row of a statement about the citizen, ?1. */
static enum msb_status
read_rows(struct msb_store *store, const char *sql, struct msbi_life *life,
          take_row take, struct msb_error *err)
{
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    bool has_row = status == MSB_OK;

    if (status == MSB_OK)
        sqlite3_bind_int64(statement, 1, life->citizen);
    while (status == MSB_OK && has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        status = take(life, statement, err);
        if (status != MSB_OK)
            sqlite3_reset(statement);
    }
    return status;
}

enum msb_status
msbi_life_read(struct msb_store *store, int64_t citizen, bool ever_known,
               struct msbi_life *life, struct msb_error *err)
{
    static const char facts_now[] =
        "SELECT recorded_at, superseded_at, valid_from, facts"
        " FROM citizen_facts WHERE citizen = ?1 AND version = 0"
        " ORDER BY valid_from";
    static const char facts_ever[] =
        "SELECT recorded_at, superseded_at, valid_from, facts"
        " FROM citizen_facts WHERE citizen = ?1 ORDER BY valid_from, version";
    static const char courses_now[] =
        "SELECT recorded_at, superseded_at, valid_from, valid_to, service"
        " FROM course WHERE citizen = ?1 AND version = 0 ORDER BY service,"
        " valid_from";
    static const char courses_ever[] =
        "SELECT recorded_at, superseded_at, valid_from, valid_to, service"
        " FROM course WHERE citizen = ?1 ORDER BY service, valid_from";
    static const char exceptions_now[] =
        "SELECT recorded_at, superseded_at, valid_from, valid_to, area"
        " FROM exception WHERE citizen = ?1 AND version = 0"
        " ORDER BY valid_from";
    static const char exceptions_ever[] =
        "SELECT recorded_at, superseded_at, valid_from, valid_to, area"
        " FROM exception WHERE citizen = ?1 ORDER BY valid_from, version";
    enum msb_status status;

    life->citizen = citizen;
    life->num_facts = life->num_courses = life->num_exceptions = 0;
    msbi_text_clear(&life->texts);
    status = read_rows(store, ever_known ? facts_ever : facts_now, life,
                       take_facts, err);
    if (status == MSB_OK)
        status = read_rows(store, ever_known ? courses_ever : courses_now, life,
                           take_course, err);
    if (status == MSB_OK)
        status = read_rows(store, ever_known ? exceptions_ever : exceptions_now,
                           life, take_exception, err);
    return status;
}

void
msbi_life_release(struct msbi_life *life)
{
    msbi_free(life->facts);
    msbi_free(life->courses);
    msbi_free(life->exceptions);
    msbi_text_release(&life->texts);
    *life = (struct msbi_life){.citizen = 0};
}

const struct msbi_life_facts *
msbi_life_find_facts(const struct msbi_life *life, struct msb_date on,
                     const struct msb_instant *known_at)
{
    for (size_t i = life->num_facts; i > 0; i--) {
        const struct msbi_life_facts *facts = &life->facts[i - 1];

        if (facts->from.days <= on.days
            && msbi_is_known(&facts->known, known_at))
            return facts->is_something ? facts : NULL;
    }
    return NULL;
}

const struct msbi_life_exception *
msbi_life_find_exception(const struct msbi_life *life, struct msb_date on,
                         const struct msb_instant *known_at)
{
    for (size_t i = 0; i < life->num_exceptions; i++) {
        const struct msbi_life_exception *exception = &life->exceptions[i];

        if (exception->from.days <= on.days && exception->to.days > on.days
            && msbi_is_known(&exception->known, known_at))
            return exception;
    }
    return NULL;
}

const char *
msbi_life_next_service(const struct msbi_life *life, struct msb_date on,
                       const struct msb_instant *known_at, size_t *at)
{
    const char *service;

    for (; *at < life->num_courses; ++*at) {
        const struct msbi_life_course *course = &life->courses[*at];

        if (course->from.days > on.days || course->to.days <= on.days
            || !msbi_is_known(&course->known, known_at))
            continue;
        service = life->texts.data + course->service;
        /* The rest of this service's courses say the same. */
        while (*at < life->num_courses
               && strcmp(life->texts.data + life->courses[*at].service, service)
                      == 0)
            ++*at;
        return service;
    }
    return NULL;
}
