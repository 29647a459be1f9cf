/* SPDX-License-Identifier: MIT */
/*
 * Whether a store may be opened, or made, as its caller asks for. That a store
 * is guarded stands in its metadata: it keeps honest programs from forgetting
 * who works with it. Who may read the file at all is the file system's matter.
 */
#include "base/error.h"
#include "store/connection.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"
#include "store/guard/policy.h"

static enum msb_status
fail_without_principal(struct msb_error *err)
{
    return msbi_fail(err, MSB_ERR_DENIED, "principal",
                     "the store is guarded: whoever opens it says who it is, "
                     "and what for");
}

static enum msb_status
find_guarded(struct msb_store *store, bool *out, struct msb_error *err)
{
    static const char sql[] = "SELECT 1 FROM metadata WHERE key = 'guarded'"
                              " ORDER BY key";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    *out = false;
    if (status == MSB_OK)
        status = msbi_statement_step(statement, out, err);
    if (status == MSB_OK && *out)
        sqlite3_reset(statement);
    return status;
}

enum msb_status
msbi_guard_open(struct msb_store *store, struct msb_error *err)
{
    bool is_guarded;
    enum msb_status status = find_guarded(store, &is_guarded, err);

    if (status == MSB_OK && is_guarded && store->principal.actor == NULL)
        status = fail_without_principal(err);
    /* The key is for writing, and for verifying. */
    if (status == MSB_OK && !store->is_read_only)
        status = msbi_journal_check_key(store, err);
    return status;
}

enum msb_status
msbi_guard_create(struct msb_store *store, bool is_guarded,
                  struct msb_error *err)
{
    static const char sql[] = "INSERT INTO metadata (key, value)"
                              " VALUES ('guarded', '1')";
    const struct msbi_principal *principal = &store->principal;

    /* Nothing is there yet that could keep a refusal. */
    if (principal->actor != NULL && principal->role != MSB_ROLE_SYSTEM)
        return msbi_fail(err, MSB_ERR_DENIED, "denied",
                         "in the role of %s there is no right to make a store",
                         msb_role_get_name(principal->role));
    if (is_guarded && principal->actor == NULL)
        return fail_without_principal(err);
    return is_guarded ? msbi_statement_run_sql(store, sql, err) : MSB_OK;
}

void
msbi_guard_release(struct msb_store *store)
{
    for (size_t i = 0; i < store->num_emergencies; i++)
        msbi_free(store->emergencies[i].reason);
    msbi_free(store->emergencies);
    msbi_policy_free(store->policy);
    msbi_principal_release(&store->principal);
}
