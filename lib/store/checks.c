/* SPDX-License-Identifier: MIT */
/*
 * The checks of schema/checks.sql: what must hold of the whole store.
 */
#include "base/error.h"
#include "store/connection.h"
#include "store/schema.h"

enum msb_status
msbi_store_run_checks(struct msb_store *store, struct msb_error *err)
{
    sqlite3_stmt *statement;
    enum msb_status status = msbi_store_write_waiting(store, err);
    const char *name;
    size_t length;
    bool has_row;

    if (status == MSB_OK)
        status = msbi_statement_get(store, msbi_schema_checks, &statement, err);
    if (status == MSB_OK)
        status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK || !has_row)
        return status;
    status = msbi_column_text(statement, 0, &name, &length, err);
    if (status == MSB_OK)
        status = msbi_fail(err, MSB_ERR_CONFLICT, "check_failed",
                           "the store contradicts itself: %s", name);
    sqlite3_reset(statement);
    return status;
}
