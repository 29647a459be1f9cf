/* SPDX-License-Identifier: MIT */
/*
 * The chunks that a store keeps, in the table column_chunk. Triggers drop a
 * chunk with any change of its rows, whoever makes it, in the transaction that
 * makes it; so what is there says what the rows say, or somebody has written to
 * the table itself, which msbi_columns_verify() finds.
 */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "store/columns/columns.h"
#include "store/connection.h"

/* While there is no chunk, nothing needs to be dropped with a new row. */
static const char followers_sql[] =
    "CREATE TRIGGER IF NOT EXISTS column_chunk_follows_new_facts"
    " AFTER INSERT ON citizen_facts BEGIN"
    " DELETE FROM column_chunk WHERE number = NEW.citizen >> 12;"
    " END;"
    "CREATE TRIGGER IF NOT EXISTS column_chunk_follows_a_new_course"
    " AFTER INSERT ON course BEGIN"
    " DELETE FROM column_chunk WHERE number = NEW.citizen >> 12;"
    " END";

enum msb_status
msbi_chunks_begin(struct msb_store *store, struct msb_error *err)
{
    return msbi_store_execute(store, followers_sql, err);
}

enum msb_status
msbi_chunk_find_next(struct msb_store *store, int64_t number, int64_t *out,
                     bool *is_found, struct msb_error *err)
{
    static const char sql[] = "SELECT citizen FROM citizen_facts"
                              " WHERE citizen >= ?1"
                              " ORDER BY citizen, valid_from LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    *is_found = false;
    if (status != MSB_OK || number > msbi_chunk_of(INT64_MAX))
        return status;
    sqlite3_bind_int64(statement, 1, msbi_chunk_first(number));
    status = msbi_statement_step(statement, is_found, err);
    if (status != MSB_OK || !*is_found)
        return status;
    *out = msbi_chunk_of(sqlite3_column_int64(statement, 0));
    sqlite3_reset(statement);
    return MSB_OK;
}

enum msb_status
msbi_chunk_load(struct msb_store *store, int64_t number, struct msbi_text *out,
                bool *is_found, struct msb_error *err)
{
    static const char sql[] = "SELECT data FROM column_chunk WHERE number = ?1"
                              " ORDER BY number";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    const void *data;
    size_t size;

    msbi_text_clear(out);
    *is_found = false;
    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, number);
    status = msbi_statement_step(statement, is_found, err);
    if (status != MSB_OK || !*is_found)
        return status;
    data = sqlite3_column_blob(statement, 0);
    size = (size_t)sqlite3_column_bytes(statement, 0);
    if (data != NULL)
        msbi_text_add_bytes(out, data, size);
    else if (sqlite3_errcode(store->db) == SQLITE_NOMEM)
        out->failed = true;
    sqlite3_reset(statement);
    return out->failed ? msbi_fail_nomem(err) : MSB_OK;
}

enum msb_status
msbi_chunk_keep(struct msb_store *store, int64_t number,
                const struct msbi_text *data, struct msb_error *err)
{
    static const char sql[] = "INSERT INTO column_chunk (number, data)"
                              " VALUES (?1, ?2)";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, number);
    if (data->length == 0)
        sqlite3_bind_zeroblob(statement, 2, 0);
    else
        sqlite3_bind_blob64(statement, 2, data->data, data->length,
                            SQLITE_STATIC);
    return msbi_statement_run(statement, err);
}

/* The first chunk that is kept, from @number on. */
static enum msb_status
find_kept(struct msb_store *store, int64_t number, int64_t *out, bool *is_found,
          struct msb_error *err)
{
    static const char sql[] = "SELECT number FROM column_chunk"
                              " WHERE number >= ?1 ORDER BY number LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, number);
    return msbi_statement_take_number(statement, is_found, out, err);
}

/* Whether a chunk that is kept is what its rows give. */
static enum msb_status
check_chunk(struct msb_store *store, int64_t number, struct msbi_draft *draft,
            struct msbi_text texts[2], bool *is_same, struct msb_error *err)
{
    bool is_found;
    enum msb_status status = msbi_chunk_load(store, number, &texts[0],
                                             &is_found, err);

    *is_same = false;
    if (status != MSB_OK || number < msbi_chunk_of(INT64_MIN)
        || number > msbi_chunk_of(INT64_MAX))
        return status; /* no citizen has a number that belongs there */
    status = msbi_chunk_gather(store, number, draft, &texts[1], err);
    *is_same = status == MSB_OK && texts[0].length == texts[1].length
               && (texts[0].length == 0
                   || memcmp(texts[0].data, texts[1].data, texts[0].length)
                          == 0);
    return status;
}

enum msb_status
msbi_columns_verify(struct msb_store *store, uint64_t *num_wrong,
                    int64_t *first, struct msb_error *err)
{
    struct msbi_text texts[2];
    struct msbi_draft draft = {0};
    enum msb_status status;
    int64_t number = INT64_MIN;
    bool is_found, is_same;

    msbi_text_init(&texts[0]);
    msbi_text_init(&texts[1]);
    *num_wrong = 0;
    for (;;) {
        status = find_kept(store, number, &number, &is_found, err);
        if (status != MSB_OK || !is_found)
            break;
        status = check_chunk(store, number, &draft, texts, &is_same, err);
        if (status != MSB_OK)
            break;
        if (!is_same && (*num_wrong)++ == 0)
            *first = number;
        if (number == INT64_MAX)
            break;
        number++;
    }
    msbi_draft_release(&draft);
    msbi_text_release(&texts[0]);
    msbi_text_release(&texts[1]);
    return status;
}
