/* SPDX-License-Identifier: MIT */
/*
 * The assignment of a citizen on record: one statement, from the index of the
 * ids to the citizen's own piece of the table, and one row of it.
 *
 * One statement is of one moment by itself. Only where a principal asks is
 * there a transaction around it: the reading is in the journal then, and what
 * the principal may not see is not looked up.
 */
#include <msb/assignment.h>

#include <string.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/guard/sight.h"
#include "store/hold/hold.h"

/* Copy an id of the row; NULL is "". */
static enum msb_status
copy_id(sqlite3_stmt *row, int column, char out[MSB_ID_SIZE],
        struct msb_error *err)
{
    const unsigned char *text = sqlite3_column_text(row, column);
    size_t length;

    out[0] = '\0';
    if (text == NULL && sqlite3_column_type(row, column) == SQLITE_NULL)
        return MSB_OK;
    if (text == NULL)
        return msbi_fail_nomem(err);
    length = (size_t)sqlite3_column_bytes(row, column);
    if (length >= MSB_ID_SIZE)
        return msbi_sqlite_fail(NULL, SQLITE_CORRUPT, err);
    memcpy(out, text, length);
    out[length] = '\0';
    return MSB_OK;
}

static enum msb_status
read_row(sqlite3_stmt *row, struct msb_assignment *out, struct msb_error *err)
{
    struct msb_period *period = &out->period;
    bool has_from, has_to;
    enum msb_status status = msbi_column_date(row, 0, &has_from, &period->from,
                                              err);

    if (status == MSB_OK)
        status = msbi_column_date(row, 1, &has_to, &period->to, err);
    period->is_open = status == MSB_OK && !has_to;
    if (status == MSB_OK)
        status = copy_id(row, 2, out->area, err);
    if (status == MSB_OK)
        status = copy_id(row, 3, out->rule, err);
    if (status == MSB_OK)
        status = copy_id(row, 4, out->target_group, err);
    return status != MSB_OK ? status : copy_id(row, 5, out->model, err);
}

/* There is no assignment; is there a citizen? */
static enum msb_status
fail_to_find(struct msb_store *store, const char *citizen,
             struct msb_error *err)
{
    int64_t key;
    enum msb_status status = msbi_store_find_citizen(
        store, citizen, strlen(citizen), &key, err);

    return status != MSB_OK
               ? status
               : msbi_fail(err, MSB_ERR_NOT_FOUND, "no_assignment",
                           "no assignment of the citizen is on record for the "
                           "date");
}

static enum msb_status
find_assignment(struct msb_store *store, const char *citizen,
                struct msb_date on, struct msb_assignment *out,
                struct msb_error *err)
{
    static const char sql[] =
        "SELECT a.valid_from, a.valid_to, a.area, a.rule, a.target_group, m.id"
        " FROM citizen AS c CROSS JOIN assignment AS a ON a.citizen = c.key"
        " CROSS JOIN model AS m ON m.key = a.model"
        " WHERE c.id = ?1 AND a.version = 0 AND a.valid_from <= ?2"
        " AND (a.valid_to IS NULL OR a.valid_to > ?2)"
        " ORDER BY a.valid_from DESC LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    size_t length = strlen(citizen);
    bool has_row;

    if (status != MSB_OK)
        return status;
    if (msbi_is_erased_id(citizen, length))
        return fail_to_find(store, citizen, err);
    msbi_bind_text(statement, 1, citizen, length);
    msbi_bind_date(statement, 2, on);
    status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK)
        return status;
    if (!has_row)
        return fail_to_find(store, citizen, err);
    status = read_row(statement, out, err);
    sqlite3_reset(statement);
    return status;
}

/* The same for a principal, who may see it or not; the rule and the target
   group tell of the facts. */
static enum msb_status
find_guarded(struct msb_store *store, const char *citizen, struct msb_date on,
             struct msb_assignment *out, struct msb_error *err)
{
    struct msbi_sight sight = {0};
    struct msb_assignment found;
    int64_t key;
    enum msb_status status = msbi_store_begin_reading(store, err);

    if (status != MSB_OK)
        return status;
    status = msbi_store_find_citizen(store, citizen, strlen(citizen), &key,
                                     err);
    if (status == MSB_OK)
        status = msbi_guard_see(store, key, "assignment", MSBI_VIEW_CONTACTS,
                                &sight, err);
    if (status == MSB_OK)
        status = find_assignment(store, citizen, on, &found, err);
    if (status == MSB_OK && sight.view < MSBI_VIEW_WHOLE)
        found.rule[0] = found.target_group[0] = '\0';
    msbi_sight_release(&sight);
    status = msbi_store_end_reading(store, status, err);
    if (status == MSB_OK)
        *out = found;
    return status;
}

enum msb_status
msb_store_find_assignment(struct msb_store *store, const char *citizen,
                          struct msb_date on, struct msb_assignment *out,
                          struct msb_error *err)
{
    struct msb_assignment found;
    enum msb_status status;

    if (store == NULL || citizen == NULL || out == NULL)
        return msbi_fail_misuse(err, "store, citizen and out must not be NULL");
    if (store->is_writing)
        return msbi_fail_misuse(err, "the store is being written to");
    if (store->principal.actor != NULL)
        return find_guarded(store, citizen, on, out, err);
    status = msbi_still_check(store->still, err);
    if (status == MSB_OK)
        status = find_assignment(store, citizen, on, &found, err);
    if (status == MSB_OK)
        status = msbi_still_check(store->still, err);
    if (status == MSB_OK)
        *out = found;
    return status;
}
