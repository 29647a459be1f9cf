/* SPDX-License-Identifier: MIT */
/*
 * Rows that wait to be written together. To start and end a statement costs
 * SQLite half as much as to insert a row, so an import's rows are copied
 * here, and MSBI_MAX_WAITING of them are written by one statement.
 *
 * Facts wait only where their citizen was just inserted, so nothing can be on
 * record that they contradict. Courses wait whether they are known or not:
 * where one of them is, the database refuses the statement as a whole, nothing
 * is left of it, and the rows are put one by one.
 *
 * Whoever is to see the rows writes them first: a commit, a savepoint, the
 * checks, and a row about facts that are known.
 */
#include "base/error.h"
#include "store/connection.h"

#define MAX_TEXTS ((size_t)256 * 1024) /* wait no longer than for these */

enum msb_status
msbi_waiting_add(struct msbi_waiting *waiting,
                 const struct msbi_waiting_row *row, const char *first,
                 size_t first_length, const char *second, size_t second_length,
                 struct msb_error *err)
{
    struct msbi_waiting_row *added = &waiting->rows[waiting->num];

    *added = *row;
    added->text = waiting->texts.length;
    added->first_length = first_length;
    added->second_length = second_length;
    msbi_text_add_bytes(&waiting->texts, first, first_length + 1);
    msbi_text_add_bytes(&waiting->texts, second, second_length + 1);
    if (waiting->texts.failed)
        return msbi_fail_nomem(err);
    waiting->num++;
    return MSB_OK;
}

bool
msbi_waiting_is_full(const struct msbi_waiting *waiting)
{
    return waiting->num == MSBI_MAX_WAITING
           || waiting->texts.length > MAX_TEXTS;
}

void
msbi_waiting_clear(struct msbi_waiting *waiting)
{
    waiting->num = 0;
    msbi_text_clear(&waiting->texts);
}

static const char *
get_first(const struct msbi_waiting *waiting, size_t index)
{
    return waiting->texts.data + waiting->rows[index].text;
}

static const char *
get_second(const struct msbi_waiting *waiting, size_t index)
{
    return get_first(waiting, index) + waiting->rows[index].first_length + 1;
}

/* What both kinds begin with: citizen, first day, first text, instant. */
static void
bind_row(const struct msb_store *store, const struct msbi_waiting *waiting,
         size_t index, sqlite3_stmt *statement, int *at)
{
    const struct msbi_waiting_row *row = &waiting->rows[index];

    sqlite3_bind_int64(statement, ++*at, row->citizen);
    msbi_bind_date(statement, ++*at, row->from);
    msbi_bind_text(statement, ++*at, get_first(waiting, index),
                   row->first_length);
    sqlite3_bind_int64(statement, ++*at, store->now);
}

/* As many facts as one statement takes. */
static enum msb_status
insert_all_facts(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO citizen_facts (citizen, valid_from, facts, recorded_at)"
        " VALUES (?,?,?,?),(?,?,?,?),(?,?,?,?),(?,?,?,?),(?,?,?,?),(?,?,?,?),"
        "(?,?,?,?),(?,?,?,?),(?,?,?,?),(?,?,?,?),(?,?,?,?),(?,?,?,?),"
        "(?,?,?,?),(?,?,?,?),(?,?,?,?),(?,?,?,?)";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    int at = 0;

    if (status != MSB_OK)
        return status;
    for (size_t i = 0; i < MSBI_MAX_WAITING; i++)
        bind_row(store, &store->waiting_facts, i, statement, &at);
    return msbi_statement_run(statement, err);
}

static enum msb_status
write_facts(struct msb_store *store, struct msb_error *err)
{
    struct msbi_waiting *waiting = &store->waiting_facts;
    enum msb_status status = MSB_OK;

    if (waiting->num == MSBI_MAX_WAITING)
        status = insert_all_facts(store, err);
    else
        for (size_t i = 0; i < waiting->num && status == MSB_OK; i++)
            status = msbi_store_insert_facts(
                store, waiting->rows[i].citizen, waiting->rows[i].from,
                get_first(waiting, i), waiting->rows[i].first_length, err);
    msbi_waiting_clear(waiting);
    return status;
}

/* As many courses as one statement takes; @is_done is false where the
   database refuses one of them. */
static enum msb_status
insert_all_courses(struct msb_store *store, bool *is_done,
                   struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO course (citizen, valid_from, service, recorded_at, unit,"
        " valid_to) VALUES (?,?,?,?,?,?),(?,?,?,?,?,?),(?,?,?,?,?,?),"
        "(?,?,?,?,?,?),(?,?,?,?,?,?),(?,?,?,?,?,?),(?,?,?,?,?,?),"
        "(?,?,?,?,?,?),(?,?,?,?,?,?),(?,?,?,?,?,?),(?,?,?,?,?,?),"
        "(?,?,?,?,?,?),(?,?,?,?,?,?),(?,?,?,?,?,?),(?,?,?,?,?,?),"
        "(?,?,?,?,?,?)";
    const struct msbi_waiting *waiting = &store->waiting_courses;
    const struct msbi_waiting_row *row = waiting->rows;
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    struct msb_error cause;
    int at = 0;

    if (status != MSB_OK)
        return status;
    for (size_t i = 0; i < MSBI_MAX_WAITING; i++, row++) {
        bind_row(store, waiting, i, statement, &at);
        msbi_bind_text(statement, ++at, get_second(waiting, i),
                       row->second_length);
        msbi_bind_end(statement, ++at, row->has_to, row->to);
    }
    status = msbi_statement_run(statement, &cause);
    *is_done = status == MSB_OK;
    if (!*is_done && (sqlite3_errcode(store->db) & 0xff) == SQLITE_CONSTRAINT)
        return MSB_OK;
    if (!*is_done && err != NULL)
        *err = cause;
    return status;
}

static enum msb_status
write_course(struct msb_store *store, size_t index, struct msb_error *err)
{
    const struct msbi_waiting *waiting = &store->waiting_courses;
    const struct msbi_waiting_row *row = &waiting->rows[index];
    const struct msbi_course_row course = {.service = get_first(waiting, index),
                                           .unit = get_second(waiting, index),
                                           .from = row->from,
                                           .has_to = row->has_to,
                                           .to = row->to};
    enum msbi_put put;
    enum msb_status status = msbi_store_write_course(store, row->citizen,
                                                     &course, &put, err);

    if (status != MSB_OK)
        return status;
    if (put == MSBI_PUT_INSERTED)
        store->settled.inserted++;
    else if (put == MSBI_PUT_UPDATED)
        store->settled.updated++;
    else
        store->settled.unchanged++;
    return MSB_OK;
}

static enum msb_status
write_courses(struct msb_store *store, struct msb_error *err)
{
    struct msbi_waiting *waiting = &store->waiting_courses;
    enum msb_status status = MSB_OK;
    bool is_done = false;

    if (waiting->num == MSBI_MAX_WAITING)
        status = insert_all_courses(store, &is_done, err);
    if (status == MSB_OK && is_done) {
        store->settled.inserted += waiting->num;
        status = msbi_store_record(store, err);
    }
    for (size_t i = 0; i < waiting->num && status == MSB_OK && is_done; i++)
        status = msbi_store_touch_days(
            store, waiting->rows[i].citizen, waiting->rows[i].from,
            waiting->rows[i].has_to, waiting->rows[i].to, err);
    for (size_t i = 0; i < waiting->num && status == MSB_OK && !is_done; i++)
        status = write_course(store, i, err);
    msbi_waiting_clear(waiting);
    return status;
}

enum msb_status
msbi_store_write_waiting(struct msb_store *store, struct msb_error *err)
{
    enum msb_status status = MSB_OK;

    if (store->waiting_facts.num > 0)
        status = write_facts(store, err);
    if (status == MSB_OK && store->waiting_courses.num > 0)
        status = write_courses(store, err);
    return status;
}

enum msb_status
msbi_store_settle(struct msb_store *store, struct msbi_put_counts *out,
                  struct msb_error *err)
{
    enum msb_status status = msbi_store_write_waiting(store, err);

    *out = store->settled;
    store->settled = (struct msbi_put_counts){0};
    return status;
}
