/* SPDX-License-Identifier: MIT */
#ifndef MSBI_JOURNAL_H
#define MSBI_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include <msb/error.h>
#include <msb/journal.h>
#include <msb/model.h>

struct msb_store;

/* The schema that the journal came with. */
#define MSBI_JOURNAL_SCHEMA 2

/*
 * Append an entry, inside a write transaction: what the store's principal did.
 * @citizen is a citizen's number in the store, 0 for none; @detail a JSON
 * object without personal data, NULL for an empty one.
 */
enum msb_status msbi_journal_append(struct msb_store *store, const char *action,
                                    int64_t citizen, const char *detail,
                                    struct msb_error *err);

/*
 * Begin the journal of a store whose tables were just made, inside their
 * transaction: say whether it has a key, and append the first entry.
 */
enum msb_status msbi_journal_begin(struct msb_store *store, const char *action,
                                   const char *detail, struct msb_error *err);
/* Either of the two, of a model by its id. */
enum msb_status msbi_journal_append_model(struct msb_store *store,
                                          const char *action,
                                          const struct msb_model *model,
                                          bool is_first, struct msb_error *err);
/*
 * Whether the connection has the journal's key, or the journal none: else
 * DENIED "journal_key".
 */
enum msb_status
msbi_journal_check_key(struct msb_store *store, struct msb_error *err);

/* What is wrong with the entries from one number through another. */
enum msbi_journal_fault {
    MSBI_JOURNAL_ALTERED = 1,   /* it says another thing than when its hash
                                   was made, which the next one follows */
    MSBI_JOURNAL_REMOVED = 2,   /* entries are not there */
    MSBI_JOURNAL_ADDED = 3,     /* entries stand behind the end on record */
    MSBI_JOURNAL_MISPLACED = 4, /* they do not follow from one another: moved,
                                   inserted, or altered with their hashes */
    MSBI_JOURNAL_HEAD = 5,      /* the end on record is none, or another */
    MSBI_JOURNAL_MARK = 6       /* not the entry that was noted outside */
};

/* A stable name: "journal_altered", …; and a sentence of what it means. */
const char *msbi_journal_fault_code(enum msbi_journal_fault fault);
const char *msbi_journal_fault_text(enum msbi_journal_fault fault);

typedef enum msb_status (*msbi_journal_fault_fn)(void *user,
                                                 enum msbi_journal_fault fault,
                                                 int64_t first, int64_t last,
                                                 struct msb_error *err);

/*
 * Follow the chain from its first entry to its end, inside a transaction, and
 * tell each fault. @mark is what was noted outside, NULL for nothing; @num
 * gets the number of entries that were read, and may be NULL. DENIED
 * "journal_key" without the journal's key.
 */
enum msb_status msbi_journal_verify(struct msb_store *store,
                                    const struct msb_journal_mark *mark,
                                    msbi_journal_fault_fn tell, void *user,
                                    uint64_t *num, struct msb_error *err);

#endif
