/* SPDX-License-Identifier: MIT */
/*
 * Exceptions: who placed a citizen elsewhere than the rules say, why and until
 * when. A citizen has one at a time, so the one of a day is one look-up.
 *
 * An exception keeps the area's id as it was when it was decided. Models that
 * come into force later may call the area something else: it is followed to the
 * one that is the same, as for everything that is on record; see reign.h.
 */
#include "store/exceptions.h"

#include <string.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/reign.h"

/* The columns of a row, as every statement here gives them. */
enum { CITIZEN, AREA, FROM, TO, REASON, DECIDED_BY };

#define COLUMNS "SELECT citizen, area, valid_from, valid_to, reason, decided_by"

/* The area in the model in force on a day; MSB_NONE where none is the same,
   no model is in force, or it is divided by service. */
static enum msb_status
find_area(const struct msbi_reigns *reigns, const char *id,
          struct msb_date from, struct msb_date on,
          const struct msb_instant *known_at, size_t *out,
          struct msb_error *err)
{
    const struct msbi_reign *reign = msbi_reigns_find(reigns, on, known_at);

    *out = MSB_NONE;
    if (reign == NULL
        || msb_model_get_coordination(msb_rules_get_model(reign->rules))
               != MSB_COORDINATION_SINGLE)
        return MSB_OK;
    return msbi_reigns_follow(reigns, id, from, reign, known_at, out, err);
}

/* A row of any statement here, but for its texts. */
static enum msb_status
read_row(const struct msbi_reigns *reigns, sqlite3_stmt *statement,
         struct msb_date on, const struct msb_instant *known_at,
         struct msbi_exception *out, struct msb_error *err)
{
    enum msb_status status;
    const char *area;
    size_t length;
    bool has_date;

    out->citizen = sqlite3_column_int64(statement, CITIZEN);
    status = msbi_column_date(statement, FROM, &has_date, &out->from, err);
    if (status == MSB_OK)
        status = msbi_column_date(statement, TO, &has_date, &out->to, err);
    if (status == MSB_OK)
        status = msbi_column_text(statement, AREA, &area, &length, err);
    if (status == MSB_OK)
        status = find_area(reigns, area, out->from, on, known_at, &out->area,
                           err);
    return status;
}

/* The same, of one row alone. */
static enum msb_status
read_one(struct msb_store *store, sqlite3_stmt *statement, struct msb_date on,
         const struct msb_instant *known_at, struct msbi_exception *out,
         struct msb_error *err)
{
    struct msbi_reigns reigns = {0};
    enum msb_status status = msbi_reigns_read(store, &reigns, err);

    if (status == MSB_OK)
        status = read_row(&reigns, statement, on, known_at, out, err);
    msbi_reigns_release(&reigns);
    return status;
}

/* The row of a citizen on a day. The statement is reset by the caller. */
static enum msb_status
find_row(struct msb_store *store, int64_t citizen, struct msb_date on,
         const struct msb_instant *known_at, sqlite3_stmt **out, bool *has,
         struct msb_error *err)
{
    static const char now_sql[] = COLUMNS
        " FROM exception WHERE citizen = ?1 AND version = 0"
        " AND valid_from <= ?2 AND valid_to > ?2"
        " ORDER BY valid_from DESC LIMIT 1";
    static const char then_sql[] = COLUMNS
        " FROM exception WHERE citizen = ?1 AND " MSBI_KNOWN_AT_3
        " AND valid_from <= ?2 AND valid_to > ?2"
        " ORDER BY valid_from DESC LIMIT 1";
    enum msb_status status = msbi_statement_about(
        store, known_at == NULL ? now_sql : then_sql, citizen, on, out, err);

    *has = false;
    if (status != MSB_OK)
        return status;
    if (known_at != NULL)
        sqlite3_bind_int64(*out, 3, known_at->seconds);
    return msbi_statement_step(*out, has, err);
}

enum msb_status
msbi_exception_find(struct msb_store *store, int64_t citizen,
                    struct msb_date on, const struct msb_instant *known_at,
                    struct msbi_exception *out, bool *has,
                    struct msb_error *err)
{
    sqlite3_stmt *statement;
    enum msb_status status = find_row(store, citizen, on, known_at, &statement,
                                      has, err);

    if (status != MSB_OK || !*has)
        return status;
    status = read_one(store, statement, on, known_at, out, err);
    sqlite3_reset(statement);
    return status;
}

enum msb_status
msbi_exception_read(struct msb_store *store, int64_t citizen,
                    struct msb_date on, const struct msb_instant *known_at,
                    struct msbi_placement *out, bool *has,
                    struct msb_error *err)
{
    struct msbi_exception found;
    sqlite3_stmt *statement;
    enum msb_status status = find_row(store, citizen, on, known_at, &statement,
                                      has, err);

    memset(out, 0, sizeof *out);
    if (status != MSB_OK || !*has)
        return status;
    status = read_one(store, statement, on, known_at, &found, err);
    *has = status == MSB_OK && found.area != MSB_NONE;
    if (*has) {
        out->area = found.area;
        out->from = found.from;
        out->to = found.to;
        status = msbi_column_copy(statement, REASON, &out->reason, err);
        if (status == MSB_OK)
            status = msbi_column_copy(statement, DECIDED_BY, &out->decided_by,
                                      err);
    }
    sqlite3_reset(statement);
    if (status != MSB_OK)
        msbi_placement_release(out);
    return status;
}

struct msbi_exceptions {
    sqlite3_stmt *statement;
    struct msbi_reigns reigns;
    struct msb_date on;
    const struct msb_instant *known_at; /* NULL, or `instant` */
    struct msb_instant instant;
    bool is_at_end;
};

enum msb_status
msbi_exceptions_open(struct msb_store *store, struct msb_date on,
                     const struct msb_instant *known_at,
                     struct msbi_exceptions **out, struct msb_error *err)
{
    static const char now_sql[] = COLUMNS
        " FROM exception WHERE version = 0"
        " AND valid_from <= ?1 AND valid_to > ?1 ORDER BY citizen";
    static const char then_sql[] = COLUMNS
        " FROM exception WHERE " MSBI_KNOWN_AT_3
        " AND valid_from <= ?1 AND valid_to > ?1 ORDER BY citizen";
    struct msbi_exceptions *exceptions = msbi_alloc(sizeof *exceptions);
    enum msb_status status;
    int code;

    *out = NULL;
    if (exceptions == NULL)
        return msbi_fail_nomem(err);
    status = msbi_reigns_read(store, &exceptions->reigns, err);
    /* One of its own: two may be open at a time. */
    code = status != MSB_OK
               ? SQLITE_OK
               : sqlite3_prepare_v2(store->db,
                                    known_at == NULL ? now_sql : then_sql, -1,
                                    &exceptions->statement, NULL);
    if (code != SQLITE_OK)
        status = msbi_sqlite_fail(store->db, code, err);
    if (status != MSB_OK) {
        msbi_exceptions_close(exceptions);
        return status;
    }
    exceptions->on = on;
    msbi_bind_date(exceptions->statement, 1, on);
    if (known_at != NULL) {
        exceptions->instant = *known_at;
        exceptions->known_at = &exceptions->instant;
        sqlite3_bind_int64(exceptions->statement, 3, known_at->seconds);
    }
    *out = exceptions;
    return MSB_OK;
}

enum msb_status
msbi_exceptions_next(struct msbi_exceptions *exceptions,
                     struct msbi_exception *out, bool *has,
                     struct msb_error *err)
{
    enum msb_status status = MSB_OK;

    *has = false;
    while (!exceptions->is_at_end) {
        status = msbi_statement_step(exceptions->statement, has, err);
        exceptions->is_at_end = !*has;
        if (status != MSB_OK || !*has)
            return status;
        status = read_row(&exceptions->reigns, exceptions->statement,
                          exceptions->on, exceptions->known_at, out, err);
        *has = status == MSB_OK && out->area != MSB_NONE;
        if (status != MSB_OK || *has)
            return status;
    }
    return status;
}

void
msbi_exceptions_close(struct msbi_exceptions *exceptions)
{
    if (exceptions == NULL)
        return;
    sqlite3_finalize(exceptions->statement);
    msbi_reigns_release(&exceptions->reigns);
    msbi_free(exceptions);
}
