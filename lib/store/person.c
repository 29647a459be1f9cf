/* SPDX-License-Identifier: MIT */
/*
 * A citizen as people name it: by its id, or by its CPR number where no id
 * is written so.
 */
#include <string.h>

#include <msb/cpr.h>

#include "base/error.h"
#include "store/connection.h"

#define CPR_LENGTH 10

int64_t
msbi_cpr_number(const char *digits)
{
    int64_t number = 0;

    for (size_t i = 0; i < CPR_LENGTH; i++)
        number = 10 * number + (digits[i] - '0');
    return number;
}

void
msbi_store_end_walk(struct msb_store *store)
{
    sqlite3_reset(store->walk);
    store->walk = NULL;
}

/* Whether the walk stands on the citizen of that id. */
static bool
is_on(sqlite3_stmt *walk, const char *id, size_t length)
{
    /* As a blob, since SQLite would copy a text to end it in NUL. */
    const void *text = sqlite3_column_blob(walk, 0);

    return text != NULL && (size_t)sqlite3_column_bytes(walk, 0) == length
           && memcmp(text, id, length) == 0;
}

/* Begin a walk at the first citizen whose id is not before @id. */
static enum msb_status
begin_walk(struct msb_store *store, const char *id, size_t length,
           bool *has_row, struct msb_error *err)
{
    static const char sql[] = "SELECT id, key FROM citizen WHERE id >= ?1"
                              " ORDER BY id";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    /* The walk outlives the text, so SQLite keeps a copy. */
    if (sqlite3_bind_text64(statement, 1, id, length, SQLITE_TRANSIENT,
                            SQLITE_UTF8)
        != SQLITE_OK)
        return msbi_fail_nomem(err);
    status = msbi_statement_step(statement, has_row, err);
    if (status == MSB_OK && *has_row)
        store->walk = statement;
    return status;
}

/*
 * Files are often in the order of the ids, and courses come citizen by
 * citizen: so the citizen found last is looked at, then the next one, and
 * only then a new walk begins.
 */
static enum msb_status
walk_to(struct msb_store *store, const char *id, size_t length, bool *is_found,
        struct msb_error *err)
{
    enum msb_status status;

    *is_found = store->walk != NULL && is_on(store->walk, id, length);
    if (*is_found)
        return MSB_OK;
    if (store->walk != NULL) {
        status = msbi_statement_step(store->walk, is_found, err);
        *is_found = *is_found && is_on(store->walk, id, length);
        if (status != MSB_OK || *is_found)
            return status;
    }
    msbi_store_end_walk(store);
    status = begin_walk(store, id, length, is_found, err);
    *is_found = *is_found && is_on(store->walk, id, length);
    return status;
}

/* The ids that stand in for those of the erased; nobody is called so. */
bool
msbi_is_erased_id(const char *id, size_t length)
{
    static const char start[] = "erased:";

    return length >= sizeof start - 1
           && memcmp(id, start, sizeof start - 1) == 0;
}

enum msb_status
msbi_store_find_citizen(struct msb_store *store, const char *id,
                        size_t id_length, int64_t *out, struct msb_error *err)
{
    bool is_found = false;
    enum msb_status status = walk_to(store, id, id_length, &is_found, err);

    is_found = is_found && !msbi_is_erased_id(id, id_length);
    if (is_found)
        *out = sqlite3_column_int64(store->walk, 1);
    /* Outside a transaction it would hold the store. */
    if (status != MSB_OK || !store->is_writing)
        msbi_store_end_walk(store);
    if (status == MSB_OK && !is_found)
        return msbi_fail(err, MSB_ERR_NOT_FOUND, "unknown_citizen",
                         "the citizen is not in the store");
    return status;
}

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
