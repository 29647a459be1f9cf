/* SPDX-License-Identifier: MIT */
#ifndef MSBI_CHAIN_H
#define MSBI_CHAIN_H

#include <sqlite3.h>

#include <msb/journal.h>

#include "store/statement.h"

struct msb_store;

/* The columns of an entry, in the order of msbi_journal_read_row(). */
#define MSBI_JOURNAL_COLUMNS                                                   \
    "number, recorded_at, actor, role, purpose, action, citizen, detail, hash"

/*
 * The hash of an entry that follows the one with the hash @before: BLAKE2b-256
 * of that hash and all that the entry says, each text with its length before
 * it, so that no two entries are written alike; with the connection's key.
 * `hash` of the entry itself is not looked at. MSB_OK or STORE.
 */
enum msb_status msbi_chain_hash(struct msb_store *store,
                                const uint8_t before[MSB_JOURNAL_HASH_SIZE],
                                const struct msb_journal_entry *entry,
                                uint8_t out[MSB_JOURNAL_HASH_SIZE],
                                struct msb_error *err);

/* What says of a key that it is the one, without giving it away: as
   hexadecimal digits. */
#define MSBI_KEY_CHECK_SIZE (2 * MSB_JOURNAL_HASH_SIZE + 1)
enum msb_status msbi_chain_check_value(struct msb_store *store,
                                       char out[MSBI_KEY_CHECK_SIZE],
                                       struct msb_error *err);

/* The entry that a statement stands on; its texts are borrowed until the next
   step. STORE where it is damaged. */
enum msb_status msbi_journal_read_row(sqlite3_stmt *statement,
                                      struct msb_journal_entry *out,
                                      struct msb_error *err);

/* Where the journal ends; @has is false where nothing says so. */
enum msb_status msbi_journal_find_head(struct msb_store *store,
                                       struct msb_journal_mark *out, bool *has,
                                       struct msb_error *err);

#endif
