/* SPDX-License-Identifier: MIT */
/*
 * Where citizens live, and that nobody is to see it. A protection is about
 * today: while it lasts, no address of the citizen is shown, of whatever day
 * and as known whenever, since an earlier one may lead to the present one;
 * once it has lapsed, it hides nothing.
 */
#include "store/rights/addresses.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "store/connection.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"
#include "store/version.h"

#define SECONDS_A_DAY 86400
#define THIS " WHERE citizen = ?1 AND valid_from = ?2"

static enum msb_status
write_address(struct msb_store *store, int64_t citizen,
              const struct msbi_address_row *row, enum msbi_put *out,
              struct msb_error *err)
{
    static const char look_sql[] = "SELECT text IS ?5 AND valid_to IS ?3"
                                   " FROM address" THIS
                                   " AND version = 0 ORDER BY version";
    static const char supersede_sql[] =
        "UPDATE address SET superseded_at = ?7, version ="
        " (SELECT 1 + max(version) FROM address" THIS ")" THIS
        " AND version = 0";
    static const char insert_sql[] =
        "INSERT INTO address (citizen, valid_from, valid_to, text,"
        " recorded_at) VALUES (?1, ?2, ?3, ?5, ?7)";
    const struct msbi_version version = {.look = look_sql,
                                         .supersede = supersede_sql,
                                         .insert = insert_sql,
                                         .key = citizen,
                                         .from = row->from,
                                         .has_to = row->has_to,
                                         .to = row->to,
                                         .first = row->text,
                                         .first_length = row->text_length};

    return msbi_version_write(store, &version, out, err);
}

static enum msb_status
write_protection(struct msb_store *store, int64_t citizen, struct msb_date from,
                 struct msb_date to, enum msbi_put *out, struct msb_error *err)
{
    static const char look_sql[] =
        "SELECT valid_to IS ?3 FROM address_protection" THIS
        " AND version = 0 ORDER BY version";
    static const char supersede_sql[] =
        "UPDATE address_protection SET superseded_at = ?7, version ="
        " (SELECT 1 + max(version) FROM address_protection" THIS ")" THIS
        " AND version = 0";
    static const char insert_sql[] =
        "INSERT INTO address_protection (citizen, valid_from, valid_to,"
        " recorded_at) VALUES (?1, ?2, ?3, ?7)";
    const struct msbi_version version = {.look = look_sql,
                                         .supersede = supersede_sql,
                                         .insert = insert_sql,
                                         .key = citizen,
                                         .from = from,
                                         .has_to = true,
                                         .to = to};

    return msbi_version_write(store, &version, out, err);
}

enum msb_status
msbi_store_put_address(struct msb_store *store,
                       const struct msbi_address_row *row, enum msbi_put *out,
                       struct msb_error *err)
{
    enum msbi_put put = MSBI_PUT_UNCHANGED;
    int64_t citizen;
    enum msb_status status = msbi_version_check(store, row->from, row->has_to,
                                                row->to, err);

    *out = MSBI_PUT_UNCHANGED;
    if (status == MSB_OK && row->has_protection)
        status = msbi_version_check(store, row->from, true,
                                    row->protected_until, err);
    if (status == MSB_OK)
        status = msbi_store_find_citizen(store, row->citizen,
                                         row->citizen_length, &citizen, err);
    if (status == MSB_OK)
        status = write_address(store, citizen, row, out, err);
    if (status == MSB_OK && row->has_protection)
        status = write_protection(store, citizen, row->from,
                                  row->protected_until, &put, err);
    if (*out == MSBI_PUT_UNCHANGED && put != MSBI_PUT_UNCHANGED)
        *out = MSBI_PUT_UPDATED; /* the address was there */
    return status;
}

/* Find the citizen, and whether the principal may write. */
static enum msb_status
begin_writing(struct msb_store *store, const char *citizen, const char *action,
              int64_t *out, struct msb_error *err)
{
    enum msb_status status = msbi_store_begin(store, err);

    if (status != MSB_OK)
        return status;
    status = msbi_store_find_person(store, citizen, out, err);
    if (status == MSB_OK)
        status = msbi_guard_do(store, MSBI_POWER_MANAGE, action, *out, err);
    if (status != MSB_OK)
        msbi_store_rollback(store);
    return status;
}

static enum msb_status
end_writing(struct msb_store *store, enum msb_status status, int64_t citizen,
            const char *action, enum msbi_put put, struct msb_error *err)
{
    if (status == MSB_OK && put != MSBI_PUT_UNCHANGED)
        status = msbi_journal_append(store, action, citizen, NULL, err);
    if (status == MSB_OK)
        return msbi_store_commit(store, err);
    msbi_store_rollback(store);
    return status;
}

static enum msb_status
check_address(const char *address, struct msb_error *err)
{
    if (address == NULL)
        return MSB_OK;
    if (address[strspn(address, " \t")] == '\0')
        return msbi_fail(err, MSB_ERR_INVALID, "empty_text",
                         "the address must not be blank");
    if (!msbi_text_is_utf8(address, strlen(address))
        || strpbrk(address, "\r\n") != NULL)
        return msbi_fail(err, MSB_ERR_INVALID, "encoding",
                         "the address must be one line of UTF-8");
    return MSB_OK;
}

enum msb_status
msb_store_put_address(struct msb_store *store, const char *citizen,
                      const char *address, struct msb_period period,
                      struct msb_error *err)
{
    static const char action[] = "put_address";
    struct msbi_address_row row = {.text = address,
                                   .from = period.from,
                                   .has_to = !period.is_open,
                                   .to = period.to};
    enum msbi_put put;
    enum msb_status status;
    int64_t key;

    if (store == NULL || citizen == NULL)
        return msbi_fail_misuse(err, "store and citizen must not be NULL");
    row.text_length = address == NULL ? 0 : strlen(address);
    status = msbi_version_check_period(period, err);
    if (status == MSB_OK)
        status = check_address(address, err);
    if (status == MSB_OK)
        status = begin_writing(store, citizen, action, &key, err);
    if (status != MSB_OK)
        return status;
    status = write_address(store, key, &row, &put, err);
    return end_writing(store, status, key, action, put, err);
}

enum msb_status
msb_store_protect_address(struct msb_store *store, const char *citizen,
                          struct msb_period period, struct msb_error *err)
{
    static const char action[] = "protect_address";
    enum msbi_put put;
    enum msb_status status;
    int64_t key;

    if (store == NULL || citizen == NULL || period.is_open)
        return msbi_fail_misuse(err, "store and citizen must not be NULL, nor "
                                     "the period open");
    status = msbi_version_check_period(period, err);
    if (status == MSB_OK)
        status = begin_writing(store, citizen, action, &key, err);
    if (status != MSB_OK)
        return status;
    status = write_protection(store, key, period.from, period.to, &put, err);
    return end_writing(store, status, key, action, put, err);
}

static enum msb_status
find_protection(struct msb_store *store, int64_t citizen, struct msb_date on,
                bool *is_protected, struct msb_error *err)
{
    static const char sql[] =
        "SELECT 1 FROM address_protection WHERE citizen = ?1 AND version = 0"
        " AND valid_from <= max(?2, ?3) AND valid_to > ?3"
        " ORDER BY valid_from LIMIT 1";
    int64_t now = msbi_store_now(store).seconds;
    int64_t today = now / SECONDS_A_DAY - (now % SECONDS_A_DAY < 0);
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(store, sql, citizen, on,
                                                  &statement, err);

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 3, today);
    status = msbi_statement_step(statement, is_protected, err);
    sqlite3_reset(statement);
    return status;
}

#define ADDRESS                                                                \
    "SELECT text FROM address WHERE citizen = ?1 AND valid_from <= ?2"         \
    " AND (valid_to IS NULL OR valid_to > ?2)"
#define LATEST " ORDER BY valid_from DESC LIMIT 1"

enum msb_status
msbi_address_find(struct msb_store *store, int64_t citizen, struct msb_date on,
                  const struct msb_instant *known_at, char **out,
                  bool *is_protected, struct msb_error *err)
{
    static const char now_sql[] = ADDRESS " AND version = 0" LATEST;
    static const char then_sql[] = ADDRESS " AND " MSBI_KNOWN_AT_3 LATEST;
    sqlite3_stmt *statement;
    bool has_row;
    enum msb_status status = find_protection(store, citizen, on, is_protected,
                                             err);

    *out = NULL;
    if (status != MSB_OK || *is_protected)
        return status;
    status = msbi_statement_about(store, known_at == NULL ? now_sql : then_sql,
                                  citizen, on, &statement, err);
    if (status != MSB_OK)
        return status;
    if (known_at != NULL)
        sqlite3_bind_int64(statement, 3, known_at->seconds);
    status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK || !has_row)
        return status;
    if (sqlite3_column_type(statement, 0) != SQLITE_NULL)
        status = msbi_column_copy(statement, 0, out, err);
    sqlite3_reset(statement);
    return status;
}
