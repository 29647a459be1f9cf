/* SPDX-License-Identifier: MIT */
/*
 * Finding what was done to the journal behind the database's back.
 *
 * Each entry's hash is made again from the hash that stands in the entry
 * before it. One entry alone that does not agree, while the next one follows
 * from its hash, was altered where it stands. Several in a row were moved,
 * inserted, or had their hashes made anew. Numbers that are not there were
 * removed: also at the end, since journal_head says where that is.
 *
 * Who can change the whole file, and has the key or there is none, can write
 * another journal from some entry on. That is found by a mark that was noted
 * outside of the store, and by nothing else.
 */
#include <string.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/guard/chain.h"
#include "store/guard/journal.h"

/* Following the chain. */
struct chase {
    struct msb_store *store;
    const struct msb_journal_mark *mark;
    msbi_journal_fault_fn tell;
    void *user;
    uint64_t num;
    struct msb_journal_mark last; /* the entry before; 0: none */
    int64_t wrong;    /* the first of the entries at hand that do not agree */
    bool after_gap;   /* the entry at hand has lost the one before it */
    bool is_marked;   /* the entry of the mark was met */
    bool is_mark_met; /* … and it is the one that was noted */
};

static const struct {
    const char *code;
    const char *text;
} faults[] = {
    [MSBI_JOURNAL_ALTERED] = {"journal_altered",
                              "the entry was altered after it was made"},
    [MSBI_JOURNAL_REMOVED] = {"journal_removed", "entries were removed"},
    [MSBI_JOURNAL_ADDED] = {"journal_added",
                            "entries stand behind the end on record"},
    [MSBI_JOURNAL_MISPLACED] = {"journal_misplaced",
                                "entries were moved or inserted, or altered "
                                "together with their hashes"},
    [MSBI_JOURNAL_HEAD] = {"journal_head",
                           "the end on record does not fit the last entry"},
    [MSBI_JOURNAL_MARK] = {"journal_mark",
                           "the entry is not the one that was noted"},
};

const char *
msbi_journal_fault_code(enum msbi_journal_fault fault)
{
    return faults[fault].code;
}

const char *
msbi_journal_fault_text(enum msbi_journal_fault fault)
{
    return faults[fault].text;
}

static enum msb_status
tell_fault(struct chase *chase, enum msbi_journal_fault fault, int64_t first,
           int64_t last, struct msb_error *err)
{
    return chase->tell(chase->user, fault, first, last, err);
}

/* The entries from chase->wrong up to the last one do not agree; the next one
   does, or there is none. */
static enum msb_status
tell_wrong(struct chase *chase, bool is_followed, struct msb_error *err)
{
    int64_t first = chase->wrong, last = chase->last.number;

    if (first == 0)
        return MSB_OK;
    chase->wrong = 0;
    return tell_fault(chase,
                      first == last && is_followed ? MSBI_JOURNAL_ALTERED
                                                   : MSBI_JOURNAL_MISPLACED,
                      first, last, err);
}

/* Entries between the last one and @next are missing. */
static enum msb_status
tell_gap(struct chase *chase, int64_t next, struct msb_error *err)
{
    int64_t first = chase->last.number + 1;
    enum msb_status status = MSB_OK;

    chase->after_gap = next > first;
    if (chase->after_gap)
        status = tell_wrong(chase, false, err);
    if (status == MSB_OK && chase->after_gap)
        status = tell_fault(chase, MSBI_JOURNAL_REMOVED, first, next - 1, err);
    return status;
}

static void
compare_mark(struct chase *chase, const struct msb_journal_entry *entry)
{
    if (chase->mark == NULL || entry->number != chase->mark->number)
        return;
    chase->is_marked = true;
    chase->is_mark_met =
        memcmp(chase->mark->hash, entry->hash, sizeof entry->hash) == 0;
}

static enum msb_status
take_entry(struct chase *chase, const struct msb_journal_entry *entry,
           struct msb_error *err)
{
    uint8_t hash[MSB_JOURNAL_HASH_SIZE];
    enum msb_status status = tell_gap(chase, entry->number, err);
    bool agrees;

    if (status == MSB_OK)
        status = msbi_chain_hash(chase->store, chase->last.hash, entry, hash,
                                 err);
    if (status != MSB_OK)
        return status;
    /* Behind a gap, nothing can be said of the first entry. */
    agrees = chase->after_gap || memcmp(hash, entry->hash, sizeof hash) == 0;
    if (agrees)
        status = tell_wrong(chase, true, err);
    else if (chase->wrong == 0)
        chase->wrong = entry->number;
    compare_mark(chase, entry);
    chase->last.number = entry->number;
    memcpy(chase->last.hash, entry->hash, sizeof entry->hash);
    chase->num++;
    return status;
}

static enum msb_status
take_entries(struct chase *chase, struct msb_error *err)
{
    static const char sql[] = "SELECT " MSBI_JOURNAL_COLUMNS " FROM journal"
                              " ORDER BY number";
    struct msb_journal_entry entry;
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(chase->store, sql, &statement,
                                                err);
    bool has_row = true;

    if (status != MSB_OK)
        return status;
    while (status == MSB_OK && has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status == MSB_OK && has_row)
            status = msbi_journal_read_row(statement, &entry, err);
        if (status == MSB_OK && has_row)
            status = take_entry(chase, &entry, err);
    }
    sqlite3_reset(statement);
    return status;
}

/* Hold the last entry against the end on record. */
static enum msb_status
take_head(struct chase *chase, struct msb_error *err)
{
    struct msb_journal_mark *last = &chase->last, head;
    bool has_head, is_same;
    enum msb_status status = msbi_journal_find_head(chase->store, &head,
                                                    &has_head, err);

    if (status != MSB_OK)
        return status;
    is_same = has_head && head.number == last->number
              && memcmp(head.hash, last->hash, sizeof head.hash) == 0;
    status = tell_wrong(chase, is_same, err);
    if (status != MSB_OK || is_same)
        return status;
    if (has_head && head.number > last->number)
        return tell_fault(chase, MSBI_JOURNAL_REMOVED, last->number + 1,
                          head.number, err);
    if (has_head && head.number < last->number)
        return tell_fault(chase, MSBI_JOURNAL_ADDED, head.number + 1,
                          last->number, err);
    return tell_fault(chase, MSBI_JOURNAL_HEAD, last->number, last->number,
                      err);
}

static enum msb_status
check_mark(struct chase *chase, struct msb_error *err)
{
    const struct msb_journal_mark *mark = chase->mark;

    if (mark == NULL || mark->number == 0
        || (chase->is_marked && chase->is_mark_met))
        return MSB_OK;
    return tell_fault(chase, MSBI_JOURNAL_MARK, mark->number, mark->number,
                      err);
}

enum msb_status
msbi_journal_verify(struct msb_store *store,
                    const struct msb_journal_mark *mark,
                    msbi_journal_fault_fn tell, void *user, uint64_t *num,
                    struct msb_error *err)
{
    struct chase chase = {
        .store = store, .mark = mark, .tell = tell, .user = user};
    enum msb_status status = msbi_journal_check_key(store, err);

    if (status == MSB_OK)
        status = take_entries(&chase, err);
    if (status == MSB_OK)
        status = take_head(&chase, err);
    if (status == MSB_OK)
        status = check_mark(&chase, err);
    if (num != NULL)
        *num = chase.num;
    return status;
}
