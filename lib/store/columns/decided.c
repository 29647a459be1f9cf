/* SPDX-License-Identifier: MIT */
/*
 * Assignments from an array into their table, by one INSERT … SELECT from a
 * virtual table over the array: SQLite starts and ends one statement for a
 * thousand rows in place of one for each.
 *
 * Most of what an INSERT takes is what it looks up: the trigger, an assignment
 * that overlaps; the foreign keys, the citizen and the model. Whoever records
 * an array has read all that is on record of its citizens in the same
 * transaction, and so knows that nothing overlaps. The model and the citizens
 * are joined in, in the order of their numbers, which costs a step and not a
 * search: a row that names one who is not there falls out, and is missed. So
 * the statement is run without triggers and foreign keys. Constraints hold as
 * ever.
 *
 * OR ROLLBACK spares a copy of every page, by which SQLite could undo this
 * statement alone: when it fails, so does the whole transaction. With foreign
 * keys on, the copies would be made all the same.
 *
 * The table is in no schema: it is there on the connection that records, and
 * empty but while it does.
 */
#include "store/columns/decided.h"

#include "base/error.h"
#include "store/connection.h"

/* What SQLite hands back to the methods below. */
struct table {
    sqlite3_vtab base;
    const struct msbi_decided_rows *rows;
};

struct cursor {
    sqlite3_vtab_cursor base;
    const struct msbi_decided_rows *rows;
    size_t at;
};

enum column { CITIZEN, AREA, RULE, TARGET_GROUP, VALID_TO };

static int
connect_table(sqlite3 *db, void *rows, int num, const char *const *arguments,
              sqlite3_vtab **out, char **message)
{
    static const char sql[] = "CREATE TABLE decided (citizen INTEGER,"
                              " area TEXT, rule TEXT, target_group TEXT,"
                              " valid_to INTEGER)";
    int code = sqlite3_declare_vtab(db, sql);
    struct table *table;

    (void)num;
    (void)arguments;
    (void)message;
    if (code != SQLITE_OK)
        return code;
    table = sqlite3_malloc64(sizeof *table);
    if (table == NULL)
        return SQLITE_NOMEM;
    *table = (struct table){.rows = rows};
    *out = &table->base;
    return SQLITE_OK;
}

static int
disconnect_table(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

/* There is one way to read it: from the first row to the last. */
static int
choose_way(sqlite3_vtab *table, sqlite3_index_info *way)
{
    (void)table;
    way->estimatedCost = MSBI_BATCH_ROWS;
    way->estimatedRows = MSBI_BATCH_ROWS;
    return SQLITE_OK;
}

static int
open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    struct cursor *cursor = sqlite3_malloc64(sizeof *cursor);

    if (cursor == NULL)
        return SQLITE_NOMEM;
    *cursor = (struct cursor){.rows = ((const struct table *)table)->rows};
    *out = &cursor->base;
    return SQLITE_OK;
}

static int
close_cursor(sqlite3_vtab_cursor *cursor)
{
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int
start_rows(sqlite3_vtab_cursor *cursor, int way, const char *name, int num,
           sqlite3_value **values)
{
    (void)way;
    (void)name;
    (void)num;
    (void)values;
    ((struct cursor *)cursor)->at = 0;
    return SQLITE_OK;
}

static int
take_next(sqlite3_vtab_cursor *cursor)
{
    ((struct cursor *)cursor)->at++;
    return SQLITE_OK;
}

static int
is_at_end(sqlite3_vtab_cursor *base)
{
    const struct cursor *cursor = (const struct cursor *)base;

    return cursor->at >= cursor->rows->num;
}

static void
give_text(sqlite3_context *context, const char *text)
{
    if (text != NULL)
        sqlite3_result_text(context, text, -1, SQLITE_STATIC);
}

static int
give_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
    const struct cursor *cursor = (const struct cursor *)base;
    const struct msbi_decided *row = &cursor->rows->items[cursor->at];

    switch ((enum column)column) {
    case CITIZEN:
        sqlite3_result_int64(context, row->citizen);
        break;
    case AREA:
        give_text(context, row->area);
        break;
    case RULE:
        give_text(context, row->rule);
        break;
    case TARGET_GROUP:
        give_text(context, row->target_group);
        break;
    case VALID_TO:
        if (row->has_to)
            sqlite3_result_int64(context, row->to.days);
        break;
    }
    return SQLITE_OK;
}

static int
give_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *out)
{
    *out = (sqlite3_int64)((const struct cursor *)cursor)->at;
    return SQLITE_OK;
}

/* Without xCreate it can be read by its name alone, and made by nobody. */
static const sqlite3_module decided_module = {
    .xConnect = connect_table,
    .xBestIndex = choose_way,
    .xDisconnect = disconnect_table,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = start_rows,
    .xNext = take_next,
    .xEof = is_at_end,
    .xColumn = give_column,
    .xRowid = give_rowid,
};

static enum msb_status
register_table(struct msb_store *store, struct msb_error *err)
{
    int code;

    if (store->decided.is_registered)
        return MSB_OK;
    code = sqlite3_create_module_v2(store->db, "msb_decided", &decided_module,
                                    &store->decided, NULL);
    if (code != SQLITE_OK)
        return msbi_sqlite_fail(store->db, code, err);
    store->decided.is_registered = true;
    return MSB_OK;
}

enum msb_status
msbi_decided_record(struct msb_store *store, const struct msbi_decided *items,
                    size_t num, int64_t model, struct msb_date from,
                    struct msb_error *err)
{
    static const char sql[] =
        "INSERT OR ROLLBACK INTO assignment (citizen, valid_from, model, area,"
        " rule, target_group, valid_to, recorded_at)"
        " SELECT citizen.key, ?2, model.key, decided.area, decided.rule,"
        " decided.target_group, decided.valid_to, ?3"
        " FROM model CROSS JOIN msb_decided AS decided CROSS JOIN citizen"
        " WHERE model.key = ?1 AND citizen.key = decided.citizen";
    sqlite3_stmt *statement;
    enum msb_status status = register_table(store, err);

    if (status == MSB_OK)
        status = msbi_statement_get(store, sql, &statement, err);
    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, model);
    msbi_bind_date(statement, 2, from);
    sqlite3_bind_int64(statement, 3, store->now);
    store->decided.items = items;
    store->decided.num = num;
    status = msbi_statement_run(statement, err);
    store->decided.num = 0;
    if (status == MSB_OK && sqlite3_changes(store->db) != (int)num)
        status = msbi_sqlite_fail(NULL, SQLITE_CORRUPT, err);
    return status;
}

enum msb_status
msbi_decided_pass_lookups(struct msb_store *store, bool is_passing,
                          struct msb_error *err)
{
    int code = sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_TRIGGER,
                                 is_passing ? 0 : 1, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_FKEY,
                                 is_passing ? 0 : 1, NULL);
    return code == SQLITE_OK ? MSB_OK : msbi_sqlite_fail(store->db, code, err);
}
