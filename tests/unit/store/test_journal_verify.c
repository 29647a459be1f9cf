/* SPDX-License-Identifier: MIT */
/*
 * Whatever is done to the journal behind the database's back is found. Each
 * attack is a script for the sqlite3 shell, as whoever has the file would run
 * it, after the triggers are gone.
 */
#include "store/guard/journal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/guard/chain.h"
#include "unit/store/guarded.h"

#define NUM_ENTRIES 9

struct found {
    enum msbi_journal_fault fault;
    int64_t first, last;
};

struct faults {
    struct found items[8];
    size_t num;
};

static enum msb_status
note_fault(void *user, enum msbi_journal_fault fault, int64_t first,
           int64_t last, struct msb_error *err)
{
    struct faults *faults = user;

    (void)err;
    assert_true(faults->num < 8);
    faults->items[faults->num++] = (struct found){fault, first, last};
    return MSB_OK;
}

static void
verify(struct msb_store *store, const struct msb_journal_mark *mark,
       struct faults *out)
{
    struct msb_error err;

    out->num = 0;
    assert_int_equal(msbi_store_begin_reading(store, &err), MSB_OK);
    if (msbi_journal_verify(store, mark, note_fault, out, NULL, &err) != MSB_OK)
        fail_msg("the journal is not verified: %s", err.message);
    assert_int_equal(msbi_store_end_reading(store, MSB_OK, &err), MSB_OK);
}

/* A journal of NUM_ENTRIES entries, of which the first is there. */
static void
fill_journal(struct msb_store *store)
{
    assert_int_equal(msbi_store_begin(store, NULL), MSB_OK);
    for (int i = 2; i <= NUM_ENTRIES; i++)
        assert_int_equal(msbi_journal_append(store, "who", i, "{}", NULL),
                         MSB_OK);
    assert_int_equal(msbi_store_commit(store, NULL), MSB_OK);
}

#define WITHOUT_TRIGGERS                                                       \
    "DROP TRIGGER journal_grows_at_its_end;"                                   \
    "DROP TRIGGER journal_is_not_deleted;"                                     \
    "DROP TRIGGER journal_is_not_overwritten;"                                 \
    "DROP TRIGGER journal_head_is_not_deleted;"                                \
    "DROP TRIGGER journal_head_goes_forward;"

/* Give the script to the shell, with the store closed. */
static void
attack(struct guarded *guarded, const char *script)
{
    struct town *town = guarded->town;
    char command[400];
    FILE *shell;

    msb_store_unref(town->store);
    town->store = NULL;
    snprintf(command, sizeof command, "sqlite3 -bail '%s'", town->path);
    shell = popen(command, "w");
    assert_non_null(shell);
    fprintf(shell, "BEGIN;%s%s;COMMIT;\n", WITHOUT_TRIGGERS, script);
    assert_int_equal(pclose(shell), 0);
    town->store = guarded_open(guarded, NULL);
}

/* Every number from 5 on one higher; and from 6 on one lower. */
#define SHIFT_UP                                                               \
    "UPDATE journal SET number = -number - 1 WHERE number >= 5;"               \
    "UPDATE journal SET number = -number WHERE number < 0;"
#define SHIFT_DOWN                                                             \
    "UPDATE journal SET number = -number + 1 WHERE number >= 6;"               \
    "UPDATE journal SET number = -number WHERE number < 0;"
#define RELAXED "PRAGMA ignore_check_constraints = ON;"

static bool
are_those(const struct faults *faults, const struct found *found, size_t num)
{
    for (size_t i = 0; i < num && i < faults->num; i++)
        if (faults->items[i].fault != found[i].fault
            || faults->items[i].first != found[i].first
            || faults->items[i].last != found[i].last)
            return false;
    return faults->num == num;
}

static const struct {
    const char *script;
    struct found found[3]; /* 0 ends them */
} attacks[] = {
    {"SELECT 1", {{0, 0, 0}}},
    /* Altered. */
    {"UPDATE journal SET purpose = 'x' WHERE number = 5",
     {{MSBI_JOURNAL_ALTERED, 5, 5}}},
    {"UPDATE journal SET citizen = 1 WHERE number = 5",
     {{MSBI_JOURNAL_ALTERED, 5, 5}}},
    {"UPDATE journal SET recorded_at = 0 WHERE number = 1",
     {{MSBI_JOURNAL_ALTERED, 1, 1}}},
    {"UPDATE journal SET detail = '{\"a\": 1}' WHERE number = 9",
     {{MSBI_JOURNAL_ALTERED, 9, 9}}},
    /* The same bytes, cut elsewhere. */
    {"UPDATE journal SET role = 'systemw', action = 'ho'"
     " WHERE number = 5",
     {{MSBI_JOURNAL_ALTERED, 5, 5}}},
    {"UPDATE journal SET hash = zeroblob(32) WHERE number = 5",
     {{MSBI_JOURNAL_MISPLACED, 5, 6}}},
    /* Removed. */
    {"DELETE FROM journal WHERE number = 5", {{MSBI_JOURNAL_REMOVED, 5, 5}}},
    {"DELETE FROM journal WHERE number BETWEEN 1 AND 2",
     {{MSBI_JOURNAL_REMOVED, 1, 2}}},
    {"DELETE FROM journal WHERE number = 9", {{MSBI_JOURNAL_REMOVED, 9, 9}}},
    {"DELETE FROM journal WHERE number >= 7", {{MSBI_JOURNAL_REMOVED, 7, 9}}},
    {"DELETE FROM journal", {{MSBI_JOURNAL_REMOVED, 1, 9}}},
    {RELAXED "DELETE FROM journal WHERE number = 5;" SHIFT_DOWN,
     {{MSBI_JOURNAL_MISPLACED, 5, 8}, {MSBI_JOURNAL_REMOVED, 9, 9}}},
    /* Inserted: behind the end, and between others. */
    {"INSERT INTO journal SELECT 10, recorded_at, actor, role, purpose,"
     " action, citizen, detail, hash FROM journal WHERE number = 9",
     {{MSBI_JOURNAL_MISPLACED, 10, 10}, {MSBI_JOURNAL_ADDED, 10, 10}}},
    {RELAXED SHIFT_UP
     "INSERT INTO journal SELECT 5, recorded_at, actor, role, purpose,"
     " action, citizen, detail, hash FROM journal WHERE number = 4",
     {{MSBI_JOURNAL_MISPLACED, 5, 10}, {MSBI_JOURNAL_ADDED, 10, 10}}},
    /* Reordered. */
    {RELAXED "UPDATE journal SET number = -1 WHERE number = 5;"
             "UPDATE journal SET number = 5 WHERE number = 6;"
             "UPDATE journal SET number = 6 WHERE number = -1",
     {{MSBI_JOURNAL_MISPLACED, 5, 7}}},
    /* The end on record. */
    {"DELETE FROM journal_head", {{MSBI_JOURNAL_HEAD, 9, 9}}},
    {"UPDATE journal_head SET hash = zeroblob(32)",
     {{MSBI_JOURNAL_HEAD, 9, 9}}},
    {"UPDATE journal_head SET number = 12", {{MSBI_JOURNAL_REMOVED, 10, 12}}},
    {"UPDATE journal_head SET number = 8", {{MSBI_JOURNAL_ADDED, 9, 9}}},
};

static void
every_change_of_the_journal_is_found(void **state)
{
    struct faults faults;
    void *fresh;

    (void)state;
    for (size_t i = 0; i < sizeof attacks / sizeof attacks[0]; i++) {
        struct guarded *guarded;
        size_t num = 0;

        guarded_set_up(&fresh);
        guarded = fresh;
        fill_journal(guarded->town->store);
        attack(guarded, attacks[i].script);
        verify(guarded->town->store, NULL, &faults);
        while (num < 3 && attacks[i].found[num].last != 0)
            num++;
        if (!are_those(&faults, attacks[i].found, num))
            fail_msg("%s: %zu faults; the first is %d of %lld to %lld",
                     attacks[i].script, faults.num, (int)faults.items[0].fault,
                     (long long)faults.items[0].first,
                     (long long)faults.items[0].last);
        guarded_tear_down(&fresh);
    }
}

/* Write the rest of the chain anew, as whoever needs no key can. */
static void
forge(struct msb_store *store, int64_t from)
{
    char set[200], hex[2 * MSB_JOURNAL_HASH_SIZE + 1];
    struct msb_journal_entry entry;
    uint8_t before[MSB_JOURNAL_HASH_SIZE];
    sqlite3_stmt *row;

    memset(before, 0, sizeof before);
    assert_int_equal(sqlite3_prepare_v2(store->db,
                                        "SELECT " MSBI_JOURNAL_COLUMNS
                                        " FROM journal"
                                        " ORDER BY number",
                                        -1, &row, NULL),
                     SQLITE_OK);
    while (sqlite3_step(row) == SQLITE_ROW) {
        assert_int_equal(msbi_journal_read_row(row, &entry, NULL), MSB_OK);
        if (entry.number >= from)
            assert_int_equal(
                msbi_chain_hash(store, before, &entry, entry.hash, NULL),
                MSB_OK);
        memcpy(before, entry.hash, sizeof before);
        for (size_t i = 0; i < sizeof before; i++)
            snprintf(hex + 2 * i, 3, "%02x", before[i]);
        snprintf(set, sizeof set,
                 "UPDATE journal SET hash = x'%s' WHERE number = %lld", hex,
                 (long long)entry.number);
        town_execute(store, set);
    }
    sqlite3_finalize(row);
    snprintf(set, sizeof set, "UPDATE journal_head SET hash = x'%s'", hex);
    town_execute(store, set);
}

static void
a_chain_that_was_written_anew_is_found_by_a_mark_from_outside(void **state)
{
    struct guarded *guarded = *state;
    struct msb_journal_mark early, late, beyond;
    struct faults faults;

    assert_int_equal(msb_store_mark_journal(guarded->town->store, &early, NULL),
                     MSB_OK);
    fill_journal(guarded->town->store);
    assert_int_equal(msb_store_mark_journal(guarded->town->store, &late, NULL),
                     MSB_OK);
    verify(guarded->town->store, &late, &faults);
    assert_int_equal(faults.num, 0);
    attack(guarded, "UPDATE journal SET purpose = 'x' WHERE number = 5");
    forge(guarded->town->store, 5);
    verify(guarded->town->store, NULL, &faults);
    assert_int_equal(faults.num, 0); /* without a key, who could tell? */
    verify(guarded->town->store, &early, &faults);
    assert_int_equal(faults.num, 0); /* it was before that */
    verify(guarded->town->store, &late, &faults);
    assert_int_equal(faults.num, 1);
    assert_int_equal(faults.items[0].fault, MSBI_JOURNAL_MARK);
    assert_int_equal(faults.items[0].first, NUM_ENTRIES);
    beyond = late;
    beyond.number++;
    verify(guarded->town->store, &beyond, &faults);
    assert_int_equal(faults.items[0].fault, MSBI_JOURNAL_MARK);
}

static void
every_fault_has_a_code_and_a_sentence(void **state)
{
    (void)state;
    for (int i = MSBI_JOURNAL_ALTERED; i <= MSBI_JOURNAL_MARK; i++) {
        enum msbi_journal_fault fault = (enum msbi_journal_fault)i;

        assert_memory_equal(msbi_journal_fault_code(fault), "journal_", 8);
        assert_true(strlen(msbi_journal_fault_text(fault)) > 10);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_change_of_the_journal_is_found),
        cmocka_unit_test_setup_teardown(
            a_chain_that_was_written_anew_is_found_by_a_mark_from_outside,
            guarded_set_up, guarded_tear_down),
        cmocka_unit_test(every_fault_has_a_code_and_a_sentence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
