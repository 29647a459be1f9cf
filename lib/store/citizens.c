/* SPDX-License-Identifier: MIT */
/*
 * Citizens, and their facts from a date on.
 *
 * A citizen that is not known takes two inserts and no look-up: the insert
 * itself finds out. The facts of one that is known are a line of versions,
 * each in force until the next begins. A row adds a version to it:
 *
 *     on record    |------ A ------|--- B ---
 *     put                 C …
 *     afterwards   |-- A --|-- C --|--- B ---
 *
 * Where a version begins on the same day, the row corrects it: it is
 * superseded. Where the row has an end of its own before B, A begins again
 * there.
 */
#include <string.h>

#include "base/error.h"
#include "store/connection.h"

#define CPR_LENGTH 10

/* What is on record around a row's first day. */
struct surroundings {
    int64_t key;      /* of the version in force; 0: there is none */
    bool starts_here; /* it begins on that very day */
    bool is_same;     /* its facts are those of the row */
    bool has_next;
    struct msb_date next; /* the first day of the version after it */
};

enum msb_status
msbi_store_find_citizen(struct msb_store *store, const char *id,
                        size_t id_length, int64_t *out, struct msb_error *err)
{
    static const char sql[] = "SELECT key FROM citizen WHERE id = ?1"
                              " ORDER BY key";
    struct msbi_last_citizen *last = &store->last;
    sqlite3_stmt *statement;
    enum msb_status status;
    bool has_row;

    *out = last->key;
    if (last->key != 0 && id_length == last->id_length
        && memcmp(id, last->id, id_length) == 0)
        return MSB_OK;
    status = msbi_statement_get(store, sql, &statement, err);
    if (status != MSB_OK)
        return status;
    msbi_bind_text(statement, 1, id, id_length);
    status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK)
        return status;
    if (!has_row)
        return msbi_fail(err, MSB_ERR_NOT_FOUND, "unknown_citizen",
                         "the citizen is not in the store");
    *out = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    last->key = 0;
    if (id_length <= sizeof last->id) {
        memcpy(last->id, id, id_length);
        last->id_length = id_length;
        last->key = *out;
    }
    return MSB_OK;
}

static enum msb_status
fail_cpr_taken(struct msb_error *err)
{
    return msbi_fail(err, MSB_ERR_CONFLICT, "cpr_taken",
                     "another citizen has this CPR number");
}

/* Insert the citizen, unless its id or its CPR number is on record. */
static enum msb_status
insert_citizen(struct msb_store *store, const struct msbi_citizen_row *row,
               bool *is_new, struct msb_error *err)
{
    static const char sql[] = "INSERT INTO citizen (id, cpr) VALUES (?1, ?2)"
                              " ON CONFLICT DO NOTHING";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_text(statement, 1, row->id, row->id_length);
    msbi_bind_text(statement, 2, row->cpr, CPR_LENGTH);
    status = msbi_statement_run(statement, err);
    *is_new = status == MSB_OK && sqlite3_changes(store->db) != 0;
    return status;
}

static enum msb_status
insert_facts(struct msb_store *store, int64_t citizen,
             const struct msbi_citizen_row *row, struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO citizen_facts (citizen, valid_from, facts, recorded_at)"
        " VALUES (?1, ?2, ?3, ?4)";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    char from[MSBI_DATE_SIZE];

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, citizen);
    msbi_bind_date(statement, 2, row->valid_from, from);
    msbi_bind_text(statement, 3, row->facts, row->facts_length);
    msbi_bind_text(statement, 4, store->now, MSBI_INSTANT_SIZE - 1);
    return msbi_statement_run(statement, err);
}

/* From @day on, what version @key says; nothing is known where it is 0. */
static enum msb_status
insert_end(struct msb_store *store, int64_t citizen, struct msb_date day,
           int64_t key, struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO citizen_facts (citizen, valid_from, facts, recorded_at)"
        " VALUES (?1, ?2, (SELECT facts FROM citizen_facts WHERE key = ?3),"
        " ?4)";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    char text[MSBI_DATE_SIZE];

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, citizen);
    msbi_bind_date(statement, 2, day, text);
    sqlite3_bind_int64(statement, 3, key);
    msbi_bind_string(statement, 4, store->now);
    return msbi_statement_run(statement, err);
}

static enum msb_status
supersede(struct msb_store *store, int64_t key, struct msb_error *err)
{
    static const char sql[] =
        "UPDATE citizen_facts SET superseded_at = ?2 WHERE key = ?1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, key);
    msbi_bind_string(statement, 2, store->now);
    return msbi_statement_run(statement, err);
}

/* The last version that begins on the row's first day or before it. */
static enum msb_status
find_current(struct msb_store *store, int64_t citizen,
             const struct msbi_citizen_row *row, struct surroundings *out,
             struct msb_error *err)
{
    static const char sql[] =
        "SELECT key, valid_from = ?2, facts IS ?3 FROM citizen_facts"
        " WHERE citizen = ?1 AND superseded_at IS NULL AND valid_from <= ?2"
        " ORDER BY valid_from DESC LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    char from[MSBI_DATE_SIZE];
    bool has_row;

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, citizen);
    msbi_bind_date(statement, 2, row->valid_from, from);
    msbi_bind_text(statement, 3, row->facts, row->facts_length);
    status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK || !has_row)
        return status;
    out->key = sqlite3_column_int64(statement, 0);
    out->starts_here = sqlite3_column_int(statement, 1) != 0;
    out->is_same = sqlite3_column_int(statement, 2) != 0;
    sqlite3_reset(statement);
    return MSB_OK;
}

static enum msb_status
find_next(struct msb_store *store, int64_t citizen, struct msb_date from,
          struct surroundings *out, struct msb_error *err)
{
    static const char sql[] =
        "SELECT valid_from FROM citizen_facts"
        " WHERE citizen = ?1 AND superseded_at IS NULL AND valid_from > ?2"
        " ORDER BY valid_from LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    char text[MSBI_DATE_SIZE];

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, citizen);
    msbi_bind_date(statement, 2, from, text);
    status = msbi_statement_step(statement, &out->has_next, err);
    if (status != MSB_OK || !out->has_next)
        return status;
    status = msbi_column_date(statement, 0, &out->has_next, &out->next, err);
    sqlite3_reset(statement);
    return status;
}

/* The facts of a citizen that is known. */
static enum msb_status
put_facts(struct msb_store *store, int64_t citizen,
          const struct msbi_citizen_row *row, enum msbi_put *out,
          struct msb_error *err)
{
    struct surroundings around = {.key = 0};
    bool has_end;
    enum msb_status status = find_current(store, citizen, row, &around, err);

    if (status == MSB_OK)
        status = find_next(store, citizen, row->valid_from, &around, err);
    if (status != MSB_OK)
        return status;
    has_end = row->has_valid_to
              && (!around.has_next || row->valid_to.days < around.next.days);
    /* Known already: also where the row says it of a part of a version. */
    if (around.is_same && !(around.starts_here && has_end))
        return MSB_OK;
    *out = MSBI_PUT_UPDATED;
    status = msbi_store_touch(store, err);
    if (status == MSB_OK)
        status = msbi_store_record(store, err);
    if (status == MSB_OK && around.starts_here)
        status = supersede(store, around.key, err);
    if (status == MSB_OK)
        status = insert_facts(store, citizen, row, err);
    if (status == MSB_OK && has_end)
        status = insert_end(store, citizen, row->valid_to,
                            around.starts_here ? 0 : around.key, err);
    return status;
}

/* A CPR number that was missing, or wrong. */
static enum msb_status
put_cpr(struct msb_store *store, int64_t citizen, const char *cpr,
        enum msbi_put *out, struct msb_error *err)
{
    static const char find_sql[] = "SELECT cpr IS ?2 FROM citizen"
                                   " WHERE key = ?1 ORDER BY key";
    static const char sql[] = "UPDATE OR IGNORE citizen SET cpr = ?2"
                              " WHERE key = ?1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, find_sql, &statement,
                                                err);
    bool has_row, is_same;

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, citizen);
    msbi_bind_text(statement, 2, cpr, CPR_LENGTH);
    status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK)
        return status;
    is_same = has_row && sqlite3_column_int(statement, 0) != 0;
    sqlite3_reset(statement);
    if (is_same)
        return MSB_OK;
    status = msbi_store_touch(store, err);
    if (status == MSB_OK)
        status = msbi_statement_get(store, sql, &statement, err);
    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, citizen);
    msbi_bind_text(statement, 2, cpr, CPR_LENGTH);
    status = msbi_statement_run(statement, err);
    if (status == MSB_OK && sqlite3_changes(store->db) == 0)
        return fail_cpr_taken(err);
    *out = MSBI_PUT_UPDATED;
    return status;
}

/* The facts of a citizen that was just inserted: nothing is around them. */
static enum msb_status
put_first_facts(struct msb_store *store, const struct msbi_citizen_row *row,
                enum msbi_put *out, struct msb_error *err)
{
    int64_t citizen = sqlite3_last_insert_rowid(store->db);
    enum msb_status status = msbi_store_record(store, err);

    *out = MSBI_PUT_INSERTED;
    if (status == MSB_OK)
        status = insert_facts(store, citizen, row, err);
    if (status == MSB_OK && row->has_valid_to)
        status = insert_end(store, citizen, row->valid_to, 0, err);
    return status;
}

static enum msb_status
check_row(struct msb_store *store, const struct msbi_citizen_row *row,
          struct msb_error *err)
{
    if (!store->is_writing)
        return msbi_fail_misuse(err, "a row needs a transaction");
    if (row->id_length == 0 || row->facts_length == 0)
        return msbi_fail_misuse(err, "a citizen needs an id and facts");
    if (row->has_valid_to && row->valid_to.days <= row->valid_from.days)
        return msbi_fail(err, MSB_ERR_CONFLICT, "empty_period",
                         "the facts end before they begin");
    return MSB_OK;
}

enum msb_status
msbi_store_put_citizen(struct msb_store *store,
                       const struct msbi_citizen_row *row, enum msbi_put *out,
                       struct msb_error *err)
{
    enum msb_status status = check_row(store, row, err);
    int64_t citizen = 0;
    bool is_new = false;

    *out = MSBI_PUT_UNCHANGED;
    if (status == MSB_OK)
        status = insert_citizen(store, row, &is_new, err);
    if (status != MSB_OK)
        return status;
    if (is_new)
        return put_first_facts(store, row, out, err);
    status = msbi_store_find_citizen(store, row->id, row->id_length, &citizen,
                                     err);
    if (status == MSB_ERR_NOT_FOUND)
        return fail_cpr_taken(err);
    if (status == MSB_OK && row->cpr != NULL)
        status = put_cpr(store, citizen, row->cpr, out, err);
    return status != MSB_OK ? status : put_facts(store, citizen, row, out, err);
}
