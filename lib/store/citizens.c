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
 * there. A version that says that nothing is known is an end that an earlier
 * row gave its own facts, and none of what is known from a later row: one
 * within the row's days is superseded.
 */
#include "base/error.h"
#include "store/connection.h"

/* What is on record around a row's first day. */
struct surroundings {
    bool has_current;        /* a version is in force */
    struct msb_date current; /* its first day */
    bool starts_here;        /* it begins on that very day */
    bool is_same;            /* its facts are those of the row */
    bool has_next;
    struct msb_date next; /* the first day of the facts after it */
    bool has_hole;
    struct msb_date hole; /* the first day after it when nothing is known */
};

static enum msb_status
fail_cpr_taken(struct msb_error *err)
{
    return msbi_fail(err, MSB_ERR_CONFLICT, "cpr_taken",
                     "another citizen has this CPR number");
}

static void
bind_cpr(sqlite3_stmt *statement, int index, const char *cpr)
{
    if (cpr == NULL)
        sqlite3_bind_null(statement, index);
    else
        sqlite3_bind_int64(statement, index, msbi_cpr_number(cpr));
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
    bind_cpr(statement, 2, row->cpr);
    status = msbi_statement_run(statement, err);
    *is_new = status == MSB_OK && sqlite3_changes(store->db) != 0;
    return status;
}

enum msb_status
msbi_store_insert_facts(struct msb_store *store, int64_t citizen,
                        struct msb_date from, const char *facts, size_t length,
                        struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO citizen_facts (citizen, valid_from, facts, recorded_at)"
        " VALUES (?1, ?2, ?3, ?4)";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(store, sql, citizen, from,
                                                  &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_text(statement, 3, facts, length);
    sqlite3_bind_int64(statement, 4, store->now);
    return msbi_statement_run(statement, err);
}

/* From @day on, what the version of @before says; nothing is known where
   that is NULL. */
static enum msb_status
insert_end(struct msb_store *store, int64_t citizen, struct msb_date day,
           const struct msb_date *before, struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO citizen_facts (citizen, valid_from, facts, recorded_at)"
        " VALUES (?1, ?2, (SELECT facts FROM citizen_facts WHERE citizen = ?1"
        " AND valid_from = ?3 AND version = 0), ?4)"
        " ON CONFLICT DO NOTHING"; /* nothing is known from that day already */
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(store, sql, citizen, day,
                                                  &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_end(statement, 3, before != NULL, before != NULL ? *before : day);
    sqlite3_bind_int64(statement, 4, store->now);
    return msbi_statement_run(statement, err);
}

static enum msb_status
supersede(struct msb_store *store, int64_t citizen, struct msb_date from,
          struct msb_error *err)
{
    static const char sql[] =
        "UPDATE citizen_facts SET superseded_at = ?3, version ="
        " (SELECT 1 + max(version) FROM citizen_facts"
        " WHERE citizen = ?1 AND valid_from = ?2)"
        " WHERE citizen = ?1 AND valid_from = ?2 AND version = 0";

    return msbi_statement_supersede(store, sql, citizen, from, err);
}

/* The last version that begins on the row's first day or before it. */
static enum msb_status
find_current(struct msb_store *store, int64_t citizen,
             const struct msbi_citizen_row *row, struct surroundings *out,
             struct msb_error *err)
{
    static const char sql[] =
        "SELECT valid_from, facts IS ?3 FROM citizen_facts"
        " WHERE citizen = ?1 AND version = 0 AND valid_from <= ?2"
        " ORDER BY valid_from DESC LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(
        store, sql, citizen, row->valid_from, &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_text(statement, 3, row->facts, row->facts_length);
    status = msbi_statement_step(statement, &out->has_current, err);
    if (status != MSB_OK || !out->has_current)
        return status;
    status = msbi_column_date(statement, 0, &out->has_current, &out->current,
                              err);
    out->starts_here = out->current.days == row->valid_from.days;
    out->is_same = sqlite3_column_int(statement, 1) != 0;
    sqlite3_reset(statement);
    return status;
}

/* What begins after @from: facts, and days of which nothing is known. */
static enum msb_status
find_next(struct msb_store *store, int64_t citizen, struct msb_date from,
          struct surroundings *out, struct msb_error *err)
{
    static const char sql[] =
        "SELECT min(valid_from) FILTER (WHERE facts IS NOT NULL),"
        " min(valid_from) FILTER (WHERE facts IS NULL) FROM citizen_facts"
        " WHERE citizen = ?1 AND version = 0 AND valid_from > ?2";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(store, sql, citizen, from,
                                                  &statement, err);
    bool has_row;

    if (status == MSB_OK)
        status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK)
        return status;
    status = msbi_column_date(statement, 0, &out->has_next, &out->next, err);
    if (status == MSB_OK)
        status = msbi_column_date(statement, 1, &out->has_hole, &out->hole,
                                  err);
    sqlite3_reset(statement);
    return status;
}

/* Ends within the row's days, which go on until the next facts or its end. */
static enum msb_status
close_holes(struct msb_store *store, int64_t citizen,
            const struct msbi_citizen_row *row,
            const struct surroundings *around, bool has_end,
            struct msb_error *err)
{
    static const char sql[] =
        "UPDATE citizen_facts SET superseded_at = ?4, version ="
        " (SELECT 1 + max(version) FROM citizen_facts AS every"
        " WHERE every.citizen = ?1"
        " AND every.valid_from = citizen_facts.valid_from)"
        " WHERE citizen = ?1 AND version = 0 AND facts IS NULL"
        " AND valid_from > ?2 AND (?3 IS NULL OR valid_from < ?3)";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(
        store, sql, citizen, row->valid_from, &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_end(statement, 3, has_end || around->has_next,
                  has_end ? row->valid_to : around->next);
    sqlite3_bind_int64(statement, 4, store->now);
    return msbi_statement_run(statement, err);
}

/* From the row's first day on, until what was known before is again; a version
   that is corrected and has an end now is not. */
static enum msb_status
touch_facts(struct msb_store *store, int64_t citizen,
            const struct msbi_citizen_row *row,
            const struct surroundings *around, bool has_end,
            struct msb_error *err)
{
    bool comes_back = has_end && !around->starts_here;

    return msbi_store_touch_days(
        store, citizen, row->valid_from, comes_back || around->has_next,
        comes_back ? row->valid_to : around->next, err);
}

/* Weave the row in. @has_end: it ends before the next facts; @is_cut: nothing
   was known of some of its days. */
static enum msb_status
weave(struct msb_store *store, int64_t citizen,
      const struct msbi_citizen_row *row, const struct surroundings *around,
      bool has_end, bool is_cut, struct msb_error *err)
{
    bool comes_back = around->has_current && !around->starts_here && !is_cut;
    enum msb_status status = MSB_OK;

    if (is_cut)
        status = close_holes(store, citizen, row, around, has_end, err);
    if (status == MSB_OK && around->starts_here && !around->is_same)
        status = supersede(store, citizen, row->valid_from, err);
    if (status == MSB_OK && !(around->starts_here && around->is_same))
        status = msbi_store_insert_facts(store, citizen, row->valid_from,
                                         row->facts, row->facts_length, err);
    if (status == MSB_OK && has_end)
        status = insert_end(store, citizen, row->valid_to,
                            comes_back ? &around->current : NULL, err);
    return status;
}

/* The facts of a citizen that is known. */
static enum msb_status
put_facts(struct msb_store *store, int64_t citizen,
          const struct msbi_citizen_row *row, enum msbi_put *out,
          struct msb_error *err)
{
    struct surroundings around = {.has_current = false};
    bool has_end, is_cut, ends_there;
    enum msb_status status = msbi_store_write_waiting(store, err);

    if (status == MSB_OK)
        status = find_current(store, citizen, row, &around, err);
    if (status == MSB_OK)
        status = find_next(store, citizen, row->valid_from, &around, err);
    if (status != MSB_OK)
        return status;
    has_end = row->has_valid_to
              && (!around.has_next || row->valid_to.days < around.next.days);
    is_cut = around.has_hole
             && (!has_end || around.hole.days < row->valid_to.days)
             && (!around.has_next || around.hole.days < around.next.days);
    ends_there = has_end && around.has_hole
                 && around.hole.days == row->valid_to.days;
    /* Known already: also where the row says it of a part of a version. */
    if (around.is_same && !is_cut
        && (ends_there || !(around.starts_here && has_end)))
        return MSB_OK;
    *out = MSBI_PUT_UPDATED;
    status = msbi_store_touch(store, err);
    if (status == MSB_OK)
        status = msbi_store_record(store, err);
    if (status == MSB_OK)
        status = weave(store, citizen, row, &around, has_end, is_cut, err);
    return status != MSB_OK
               ? status
               : touch_facts(store, citizen, row, &around, has_end, err);
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
    bind_cpr(statement, 2, cpr);
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
    bind_cpr(statement, 2, cpr);
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
    const struct msbi_waiting_row waiting = {.citizen = citizen,
                                             .from = row->valid_from};
    enum msb_status status = msbi_store_record(store, err);

    *out = MSBI_PUT_INSERTED;
    if (status == MSB_OK && row->has_valid_to)
        status = insert_end(store, citizen, row->valid_to, NULL, err);
    if (status == MSB_OK)
        status = msbi_store_touch_days(store, citizen, row->valid_from,
                                       row->has_valid_to, row->valid_to, err);
    if (status == MSB_OK)
        status = msbi_waiting_add(&store->waiting_facts, &waiting, row->facts,
                                  row->facts_length, "", 0, err);
    if (status == MSB_OK && msbi_waiting_is_full(&store->waiting_facts))
        status = msbi_store_write_waiting(store, err);
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
    if (msbi_is_erased_id(row->id, row->id_length))
        return msbi_fail(err, MSB_ERR_CONFLICT, "reserved_id",
                         "ids that begin with \"erased:\" stand for those "
                         "who were erased");
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
