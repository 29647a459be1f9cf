/* SPDX-License-Identifier: MIT */
/*
 * What stays of the erased. Their last assignment would go on for ever, as
 * nobody decides about them any more: so it ends on the day of the erasure.
 */
#include "store/rights/erased.h"

#include "base/error.h"
#include "store/connection.h"
#include "store/time/assigned.h"

/* The first day of the assignment that goes on over @day, if there is one. */
static enum msb_status
find_open(struct msb_store *store, int64_t citizen, struct msb_date day,
          bool *is_found, struct msb_date *from, struct msb_error *err)
{
    static const char sql[] =
        "SELECT valid_from FROM assignment"
        " WHERE citizen = ?1 AND version = 0 AND valid_from < ?2"
        " AND (valid_to IS NULL OR valid_to > ?2) ORDER BY valid_from";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(store, sql, citizen, day,
                                                  &statement, err);

    if (status == MSB_OK)
        status = msbi_statement_step(statement, is_found, err);
    if (status != MSB_OK || !*is_found)
        return status;
    status = msbi_column_date(statement, 0, is_found, from, err);
    sqlite3_reset(statement);
    return status;
}

static enum msb_status
supersede_later(struct msb_store *store, int64_t citizen, struct msb_date day,
                struct msb_error *err)
{
    static const char sql[] =
        "UPDATE assignment SET superseded_at = ?3, version ="
        " (SELECT 1 + max(other.version) FROM assignment AS other"
        " WHERE other.citizen = ?1"
        " AND other.valid_from = assignment.valid_from)"
        " WHERE citizen = ?1 AND version = 0"
        " AND (valid_to IS NULL OR valid_to > ?2)";

    return msbi_statement_supersede(store, sql, citizen, day, err);
}

enum msb_status
msbi_erased_end(struct msb_store *store, int64_t citizen, struct msb_date day,
                struct msb_error *err)
{
    struct msb_date from;
    bool is_open = false;
    enum msb_status status = find_open(store, citizen, day, &is_open, &from,
                                       err);

    if (status == MSB_OK)
        status = supersede_later(store, citizen, day, err);
    return status == MSB_OK && is_open
               ? msbi_assigned_cut(store, citizen, from, day, err)
               : status;
}

enum msb_status
msbi_erased_each(struct msb_store *store, struct msb_date on,
                 msbi_erased_fn each, void *user, struct msb_error *err)
{
    static const char sql[] =
        "SELECT assignment.area FROM erased"
        " CROSS JOIN assignment ON assignment.citizen = erased.citizen"
        " WHERE assignment.version = 0 AND assignment.valid_from <= ?1"
        " AND (assignment.valid_to IS NULL OR assignment.valid_to > ?1)"
        " ORDER BY erased.citizen";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    const char *area;
    size_t length;
    bool has_row;

    if (status != MSB_OK)
        return status;
    msbi_bind_date(statement, 1, on);
    status = msbi_statement_step(statement, &has_row, err);
    while (status == MSB_OK && has_row) {
        status = msbi_column_text(statement, 0, &area, &length, err);
        if (status == MSB_OK)
            status = each(user, area, err);
        if (status == MSB_OK)
            status = msbi_statement_step(statement, &has_row, err);
    }
    sqlite3_reset(statement);
    return status;
}
