/* SPDX-License-Identifier: MIT */
/*
 * The write-ahead log: whoever writes appends pages to it, and whoever reads
 * keeps to those that were there when the reading began. So nobody waits for
 * a reader, and no reader for anybody; two writers wait for each other.
 *
 * When a transaction has ended, SQLite brings the pages into the file, as far
 * as nobody reads older ones; whoever closes the store last brings the rest,
 * and removes the log. At rest, a store is one file.
 */
#include <string.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/hold/hold.h"

enum msb_status
msbi_log_use(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] = "PRAGMA journal_mode = WAL";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    const char *mode;
    bool has_row;

    if (status == MSB_OK)
        status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK)
        return status;
    mode = has_row ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    if (mode == NULL || strcmp(mode, "wal") != 0)
        status = msbi_fail(err, MSB_ERR_IO, "no_log",
                           "the file system does not let several programs "
                           "share the store");
    sqlite3_reset(statement);
    return status;
}

enum msb_status
msbi_log_empty(struct msb_store *store, struct msb_error *err)
{
    int code = sqlite3_wal_checkpoint_v2(
        store->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

    return code == SQLITE_OK ? MSB_OK : msbi_sqlite_fail(store->db, code, err);
}
