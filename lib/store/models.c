/* SPDX-License-Identifier: MIT */
/*
 * Models on record. The one in force on a date is the one that started last;
 * where its own end lies before the date, none is in force: an organisation
 * that was replaced does not come back by itself.
 *
 * A model's rules are compiled once a connection, and kept with it.
 */
#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"

#define HASH_SIZE 32 /* BLAKE2b-256 */
#define HASH_TEXT_SIZE (2 * HASH_SIZE + 1)

static enum msb_status
hash_source(const struct msb_model *model, char out[HASH_TEXT_SIZE],
            struct msb_error *err)
{
    unsigned char hash[HASH_SIZE];
    size_t length;
    const char *source = msb_model_get_source(model, &length);

    if (sodium_init() < 0
        || crypto_generichash(hash, sizeof hash, (const unsigned char *)source,
                              length, NULL, 0)
               != 0)
        return msbi_fail(err, MSB_ERR_STORE, "hash",
                         "the model's source cannot be hashed");
    sodium_bin2hex(out, HASH_TEXT_SIZE, hash, sizeof hash);
    return MSB_OK;
}

/* The model that starts on @from, and whether its source is @hash. */
static enum msb_status
find_start(struct msb_store *store, struct msb_date from, const char *hash,
           bool *is_taken, bool *is_same, struct msb_error *err)
{
    static const char sql[] = "SELECT hash = ?2 FROM model"
                              " WHERE valid_from = ?1"
                              " AND superseded_at IS NULL ORDER BY key";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_date(statement, 1, from);
    msbi_bind_string(statement, 2, hash);
    status = msbi_statement_step(statement, is_taken, err);
    if (status != MSB_OK || !*is_taken)
        return status;
    *is_same = sqlite3_column_int(statement, 0) != 0;
    sqlite3_reset(statement);
    return MSB_OK;
}

static enum msb_status
insert_model(struct msb_store *store, const struct msb_model *model,
             const char *hash, struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO model (id, hash, source, valid_from, valid_to,"
        " recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    struct msb_period period = msb_model_get_period(model);
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    const char *source;
    size_t length;

    if (status != MSB_OK)
        return status;
    source = msb_model_get_source(model, &length);
    msbi_bind_string(statement, 1, msb_model_get_id(model));
    msbi_bind_string(statement, 2, hash);
    msbi_bind_text(statement, 3, source, length);
    msbi_bind_date(statement, 4, period.from);
    msbi_bind_end(statement, 5, !period.is_open, period.to);
    sqlite3_bind_int64(statement, 6, store->now);
    return msbi_statement_run(statement, err);
}

/* Keep a reference to @rules beside the model's number. */
static enum msb_status
remember_rules(struct msb_store *store, int64_t key, struct msb_rules *rules,
               struct msb_error *err)
{
    struct msbi_known_rules *known = msbi_grow(
        store->known, store->num_known, &store->known_capacity, sizeof *known);

    if (known == NULL)
        return msbi_fail_nomem(err);
    store->known = known;
    known += store->num_known++;
    known->key = key;
    known->rules = msb_rules_ref(rules);
    return MSB_OK;
}

enum msb_status
msbi_store_put_model(struct msb_store *store, struct msb_model *model,
                     struct msb_error *err)
{
    struct msb_period period = msb_model_get_period(model);
    struct msb_rules *rules = NULL;
    char hash[HASH_TEXT_SIZE];
    bool is_taken, is_same;
    enum msb_status status = hash_source(model, hash, err);

    if (status == MSB_OK)
        status = find_start(store, period.from, hash, &is_taken, &is_same, err);
    if (status != MSB_OK || (is_taken && is_same))
        return status;
    if (is_taken)
        return msbi_fail(err, MSB_ERR_CONFLICT, "same_date",
                         "another model is in force from the same date");
    /* What cannot be compiled is not adopted: nobody could ask it. */
    status = msb_rules_compile(model, &rules, err);
    msb_rules_unref(rules);
    if (status == MSB_OK)
        status = msbi_store_record(store, err);
    return status != MSB_OK ? status : insert_model(store, model, hash, err);
}

enum msb_status
msb_store_adopt(struct msb_store *store, struct msb_model *model,
                struct msb_error *err)
{
    enum msb_status status;

    if (store == NULL || model == NULL)
        return msbi_fail_misuse(err, "store and model must not be NULL");
    status = msbi_store_begin(store, err);
    if (status != MSB_OK)
        return status;
    status = msbi_guard_do(store, MSBI_POWER_MANAGE, "adopt", 0, err);
    if (status == MSB_OK)
        status = msbi_store_put_model(store, model, err);
    /* The same model again is no event. */
    if (status == MSB_OK && store->has_recorded)
        status = msbi_store_redecide_from(
            store, msb_model_get_period(model).from, err);
    if (status == MSB_OK && store->has_recorded)
        status = msbi_journal_append_model(store, "adopt", model, false, err);
    if (status == MSB_OK)
        return msbi_store_commit(store, err);
    msbi_store_rollback(store);
    return status;
}

static enum msb_status
find_key(struct msb_store *store, struct msb_date on,
         const struct msb_instant *known_at, int64_t *out,
         struct msb_error *err)
{
    static const char now_sql[] =
        "SELECT key, valid_to IS NULL OR valid_to > ?1 FROM model"
        " WHERE superseded_at IS NULL AND valid_from <= ?1"
        " ORDER BY valid_from DESC LIMIT 1";
    static const char then_sql[] =
        "SELECT key, valid_to IS NULL OR valid_to > ?1 FROM model"
        " WHERE " MSBI_KNOWN_AT_3 " AND valid_from <= ?1"
        " ORDER BY valid_from DESC LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(
        store, known_at == NULL ? now_sql : then_sql, &statement, err);
    bool has_row;

    if (status != MSB_OK)
        return status;
    msbi_bind_date(statement, 1, on);
    if (known_at != NULL)
        sqlite3_bind_int64(statement, 3, known_at->seconds);
    status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK)
        return status;
    *out = has_row ? sqlite3_column_int64(statement, 0) : 0;
    has_row = has_row && sqlite3_column_int(statement, 1) != 0;
    sqlite3_reset(statement);
    return has_row ? MSB_OK
                   : msbi_fail(err, MSB_ERR_NOT_FOUND, "no_model",
                               "no model is in force on the date");
}

/* A model that was adopted was valid: where it no longer is, it was damaged. */
static enum msb_status
read_model(const char *source, size_t length, struct msb_rules **out,
           struct msb_error *err)
{
    struct msb_model *model = NULL;
    enum msb_status status = msb_model_parse(source, length, "model", &model,
                                             NULL, err);

    if (status == MSB_OK)
        status = msb_rules_compile(model, out, err);
    msb_model_unref(model);
    return status == MSB_OK || status == MSB_ERR_NOMEM
               ? status
               : msbi_sqlite_fail(NULL, SQLITE_CORRUPT, err);
}

static enum msb_status
load_rules(struct msb_store *store, int64_t key, struct msb_rules **out,
           struct msb_error *err)
{
    static const char sql[] =
        "SELECT source FROM model WHERE key = ?1 ORDER BY key";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    const char *source;
    size_t length;
    bool has_row;

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, key);
    status = msbi_statement_step(statement, &has_row, err);
    if (status == MSB_OK && !has_row)
        status = msbi_sqlite_fail(NULL, SQLITE_CORRUPT, err);
    if (status != MSB_OK)
        return status;
    status = msbi_column_text(statement, 0, &source, &length, err);
    if (status == MSB_OK)
        status = read_model(source, length, out, err);
    sqlite3_reset(statement);
    return status;
}

enum msb_status
msbi_store_get_rules(struct msb_store *store, int64_t key,
                     struct msb_rules **out, struct msb_error *err)
{
    struct msb_rules *rules = NULL;
    enum msb_status status;

    *out = NULL;
    for (size_t i = 0; i < store->num_known && *out == NULL; i++)
        if (store->known[i].key == key)
            *out = store->known[i].rules;
    if (*out != NULL)
        return MSB_OK;
    status = load_rules(store, key, &rules, err);
    if (status == MSB_OK)
        status = remember_rules(store, key, rules, err);
    if (status == MSB_OK)
        *out = rules; /* which the store keeps */
    msb_rules_unref(rules);
    return status;
}

enum msb_status
msbi_store_find_model(struct msb_store *store, struct msb_date on,
                      const struct msb_instant *known_at, int64_t *key,
                      struct msb_rules **out, struct msb_error *err)
{
    enum msb_status status = find_key(store, on, known_at, key, err);

    *out = NULL;
    if (status == MSB_OK)
        status = msbi_store_get_rules(store, *key, out, err);
    if (status == MSB_OK)
        msb_rules_ref(*out);
    return status;
}

enum msb_status
msb_store_find_rules(struct msb_store *store, struct msb_date on,
                     struct msb_rules **out, struct msb_error *err)
{
    int64_t key;

    if (out != NULL)
        *out = NULL;
    if (store == NULL || out == NULL)
        return msbi_fail_misuse(err, "store and out must not be NULL");
    return msbi_store_find_model(store, on, NULL, &key, out, err);
}
