/* SPDX-License-Identifier: MIT */
/*
 * How the entries of the journal hang together. Numbers are written as eight
 * bytes, the lowest first; a text as the number of its bytes, then the bytes.
 * So what is hashed can be read back in one way only, and no two entries have
 * the same. A word in front keeps these hashes apart from all others that the
 * same key may make.
 */
#include "store/guard/chain.h"

#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "store/connection.h"

static const unsigned char entry_word[] = "msb journal entry";
static const unsigned char key_word[] = "msb journal key";

static enum msb_status
fail_hash(struct msb_error *err)
{
    return msbi_fail(err, MSB_ERR_STORE, "hash",
                     "the journal's entry cannot be hashed");
}

static void
add_number(crypto_generichash_state *state, int64_t number)
{
    uint64_t rest = (uint64_t)number;
    unsigned char bytes[8];

    for (size_t i = 0; i < sizeof bytes; i++, rest >>= 8)
        bytes[i] = (unsigned char)(rest & 0xff);
    crypto_generichash_update(state, bytes, sizeof bytes);
}

static void
add_text(crypto_generichash_state *state, const char *text)
{
    size_t length = strlen(text);

    add_number(state, (int64_t)length);
    crypto_generichash_update(state, (const unsigned char *)text, length);
}

static bool
start(const struct msb_store *store, crypto_generichash_state *state)
{
    const unsigned char *key = store->journal_key;

    return sodium_init() >= 0
           && crypto_generichash_init(
                  state, store->journal_key_length == 0 ? NULL : key,
                  store->journal_key_length, MSB_JOURNAL_HASH_SIZE)
                  == 0;
}

enum msb_status
msbi_chain_hash(struct msb_store *store,
                const uint8_t before[MSB_JOURNAL_HASH_SIZE],
                const struct msb_journal_entry *entry,
                uint8_t out[MSB_JOURNAL_HASH_SIZE], struct msb_error *err)
{
    crypto_generichash_state state;

    if (!start(store, &state))
        return fail_hash(err);
    crypto_generichash_update(&state, entry_word, sizeof entry_word);
    crypto_generichash_update(&state, before, MSB_JOURNAL_HASH_SIZE);
    add_number(&state, entry->number);
    add_number(&state, entry->recorded_at.seconds);
    add_text(&state, entry->actor);
    add_text(&state, entry->role);
    add_text(&state, entry->purpose);
    add_text(&state, entry->action);
    add_number(&state, entry->citizen);
    add_text(&state, entry->detail);
    crypto_generichash_final(&state, out, MSB_JOURNAL_HASH_SIZE);
    return MSB_OK;
}

enum msb_status
msbi_chain_check_value(struct msb_store *store, char out[MSBI_KEY_CHECK_SIZE],
                       struct msb_error *err)
{
    uint8_t hash[MSB_JOURNAL_HASH_SIZE];
    crypto_generichash_state state;

    if (!start(store, &state))
        return fail_hash(err);
    crypto_generichash_update(&state, key_word, sizeof key_word);
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2hex(out, MSBI_KEY_CHECK_SIZE, hash, sizeof hash);
    return MSB_OK;
}

static enum msb_status
read_hash(sqlite3_stmt *statement, int index, uint8_t *out,
          struct msb_error *err)
{
    const void *hash = sqlite3_column_blob(statement, index);

    if (hash == NULL
        || sqlite3_column_bytes(statement, index) != MSB_JOURNAL_HASH_SIZE)
        return msbi_sqlite_fail(sqlite3_db_handle(statement), SQLITE_CORRUPT,
                                err);
    memcpy(out, hash, MSB_JOURNAL_HASH_SIZE);
    return MSB_OK;
}

enum msb_status
msbi_journal_read_row(sqlite3_stmt *statement, struct msb_journal_entry *out,
                      struct msb_error *err)
{
    enum msb_status status = MSB_OK;
    const char **texts[] = {&out->actor, &out->role, &out->purpose,
                            &out->action};
    size_t length;

    out->number = sqlite3_column_int64(statement, 0);
    out->recorded_at.seconds = sqlite3_column_int64(statement, 1);
    for (int i = 0; i < 4 && status == MSB_OK; i++)
        status = msbi_column_text(statement, 2 + i, texts[i], &length, err);
    out->citizen = sqlite3_column_int64(statement, 6); /* NULL is 0 */
    if (status == MSB_OK)
        status = msbi_column_text(statement, 7, &out->detail, &length, err);
    return status != MSB_OK ? status : read_hash(statement, 8, out->hash, err);
}

enum msb_status
msbi_journal_find_head(struct msb_store *store, struct msb_journal_mark *out,
                       bool *has, struct msb_error *err)
{
    static const char sql[] = "SELECT number, hash FROM journal_head"
                              " ORDER BY one";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    *has = false;
    if (status == MSB_OK)
        status = msbi_statement_step(statement, has, err);
    if (status != MSB_OK || !*has)
        return status;
    out->number = sqlite3_column_int64(statement, 0);
    status = read_hash(statement, 1, out->hash, err);
    sqlite3_reset(statement);
    return status;
}
