/* SPDX-License-Identifier: MIT */
/*
 * A citizen as people name it: by its id, or by its CPR number where no id
 * is written so.
 */
#include <string.h>

#include <msb/cpr.h>

#include "base/error.h"
#include "store/connection.h"

static enum msb_status
find_by_cpr(struct msb_store *store, const struct msb_cpr *cpr, int64_t *key,
            struct msb_error *err)
{
    static const char sql[] = "SELECT key FROM citizen WHERE cpr = ?1"
                              " ORDER BY key";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    bool has_row;

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, msbi_cpr_number(cpr->digits));
    status = msbi_statement_take_number(statement, &has_row, key, err);
    return status != MSB_OK || has_row
               ? status
               : msbi_fail(err, MSB_ERR_NOT_FOUND, "unknown_citizen",
                           "the citizen is not in the store");
}

enum msb_status
msbi_store_find_person(struct msb_store *store, const char *citizen,
                       int64_t *key, struct msb_error *err)
{
    size_t length = strlen(citizen);
    struct msb_cpr cpr;
    enum msb_status status = msbi_store_find_citizen(store, citizen, length,
                                                     key, err);

    if (status == MSB_ERR_NOT_FOUND
        && msb_cpr_parse(citizen, length, &cpr, NULL) == MSB_OK)
        return find_by_cpr(store, &cpr, key, err);
    return status;
}
