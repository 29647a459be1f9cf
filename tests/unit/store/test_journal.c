/* SPDX-License-Identifier: MIT */
/* What is put in the journal, and by whom it may be extended. */
#include "store/guard/journal.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "unit/store/guarded.h"

#define ENTRIES                                                                \
    "SELECT number, actor, role, purpose, action, citizen, detail FROM "       \
    "journal"

static void
the_first_entry_says_that_the_store_was_made(void **state)
{
    struct guarded *guarded = *state;

    assert_query(guarded->town->store, ENTRIES " WHERE number = 1",
                 "1||system||init|-|{\"model\": \"guarded_2019\"}\n");
    assert_query(guarded->town->store,
                 "SELECT recorded_at FROM journal WHERE number = 1",
                 "1559390400\n");
}

/* The bytes that are hashed, written down once more by hand: numbers as eight
   bytes from the lowest on, texts with their length before them. */
static size_t
write_first_entry(uint8_t *out)
{
    static const char *const texts[] = {"", "system", "", "init"};
    static const char detail[] = "{\"model\": \"guarded_2019\"}";
    uint8_t *at = out;

    memcpy(at, "msb journal entry", 18);
    at += 18;
    memset(at, 0, 32 + 8); /* no hash before it */
    at += 32;
    *at = 1; /* its number */
    at += 8;
    memcpy(at, "\xc0\x68\xf2\x5c\0\0\0\0", 8); /* 1559390400 */
    at += 8;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        memset(at, 0, 8);
        *at = (uint8_t)strlen(texts[i]);
        at += 8;
        memcpy(at, texts[i], strlen(texts[i]));
        at += strlen(texts[i]);
    }
    memset(at, 0, 16); /* no citizen */
    at[8] = sizeof detail - 1;
    at += 16;
    memcpy(at, detail, sizeof detail - 1);
    return (size_t)(at - out) + sizeof detail - 1;
}

static void
an_entry_is_hashed_as_the_reference_says(void **state)
{
    struct guarded *guarded = *state;
    char hex[2 * MSB_JOURNAL_HASH_SIZE + 2];
    uint8_t hash[MSB_JOURNAL_HASH_SIZE];
    uint8_t bytes[300];
    size_t length = write_first_entry(bytes);

    assert_int_equal(
        crypto_generichash(hash, sizeof hash, bytes, length, NULL, 0), 0);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    strcat(hex, "\n");
    assert_query(guarded->town->store,
                 "SELECT lower(hex(hash)) FROM journal WHERE number = 1", hex);
}

static void
what_changes_nothing_is_no_event(void **state)
{
    struct guarded *guarded = *state;
    struct msb_assign_summary summary;

    town_adopt(guarded->town, guarded_model_text);
    assert_query(guarded->town->store, "SELECT count(*) FROM journal", "1\n");
    assert_int_equal(msb_store_assign(guarded->town->store,
                                      town_date("2019-06-01"), NULL, NULL,
                                      &summary, NULL),
                     MSB_OK);
    assert_query(guarded->town->store, ENTRIES " WHERE number > 1",
                 "2||system||assign|-|{\"on\": \"2019-06-01\", \"citizens\": 5,"
                 " \"assigned\": 4, \"unchanged\": 0, \"undetermined\": 1,"
                 " \"none\": 0}\n");
    assert_int_equal(msb_store_assign(guarded->town->store,
                                      town_date("2019-06-01"), NULL, NULL,
                                      &summary, NULL),
                     MSB_OK);
    assert_query(guarded->town->store, "SELECT count(*) FROM journal", "2\n");
}

static void
a_transaction_that_is_undone_takes_its_entry_with_it(void **state)
{
    struct guarded *guarded = *state;
    struct msb_store *store = guarded->town->store;

    assert_int_equal(msbi_store_begin(store, NULL), MSB_OK);
    assert_int_equal(msbi_journal_append(store, "a", 0, NULL, NULL), MSB_OK);
    msbi_store_rollback(store);
    assert_query(store, "SELECT count(*) FROM journal", "1\n");
    assert_query(store, "SELECT number FROM journal_head", "1\n");
    assert_int_equal(msbi_journal_append(store, "a", 0, NULL, NULL),
                     MSB_ERR_MISUSE);
}

/* A store with a key of 16 times @byte. */
static enum msb_status
open_with_key(const char *path, int byte, bool read_only,
              struct msb_store **out, struct msb_error *err)
{
    struct msb_store_options options;
    uint8_t key[16];

    memset(key, byte, sizeof key);
    msb_store_options_init(&options);
    options.read_only = read_only;
    if (byte != 0) {
        options.journal_key = key;
        options.journal_key_length = sizeof key;
    }
    return msb_store_open(path, &options, out, err);
}

static void
create_with_key(const char *path, int byte)
{
    struct msb_model *model = town_model(guarded_model_text);
    struct msb_store_options options;
    uint8_t key[16];

    memset(key, byte, sizeof key);
    msb_store_options_init(&options);
    options.journal_key = key;
    options.journal_key_length = sizeof key;
    assert_int_equal(msb_store_create(path, model, &options, NULL, NULL),
                     MSB_OK);
    msb_model_unref(model);
}

static void
a_journal_is_written_with_its_own_key_only(void **state)
{
    static const struct {
        int byte; /* 0: no key */
        bool read_only;
        enum msb_status status;
    } cases[] = {
        {7, false, MSB_OK},         {8, false, MSB_ERR_DENIED},
        {0, false, MSB_ERR_DENIED}, {0, true, MSB_OK},
        {8, true, MSB_OK},
    };
    struct guarded *guarded = *state;
    struct msb_store *store;
    struct msb_error err;
    char path[300];

    snprintf(path, sizeof path, "%s/keyed.msb", guarded->town->folder);
    create_with_key(path, 7);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(open_with_key(path, cases[i].byte, cases[i].read_only,
                                       &store, &err),
                         cases[i].status);
        if (cases[i].status == MSB_ERR_DENIED)
            assert_string_equal(err.code, "journal_key");
        msb_store_unref(store);
    }
    /* Nor does a journal without a key take one. */
    assert_int_equal(open_with_key(guarded->town->path, 7, false, &store, &err),
                     MSB_ERR_DENIED);
    assert_string_equal(err.code, "journal_key");
    unlink(path);
}

static void
a_key_changes_every_hash_and_is_not_in_the_store(void **state)
{
    struct guarded *guarded = *state;
    struct msb_store *seven, *eight;
    char *first, *second, *check;
    char path[300];

    snprintf(path, sizeof path, "%s/seven.msb", guarded->town->folder);
    create_with_key(path, 7);
    assert_int_equal(open_with_key(path, 7, false, &seven, NULL), MSB_OK);
    unlink(path);
    snprintf(path, sizeof path, "%s/eight.msb", guarded->town->folder);
    create_with_key(path, 8);
    assert_int_equal(open_with_key(path, 8, false, &eight, NULL), MSB_OK);
    unlink(path);
    check = town_query(seven, "SELECT value FROM metadata"
                              " WHERE key = 'journal_key'");
    assert_int_equal(strlen(check), 65);
    assert_null(strstr(check, "0707"));
    first = town_query(seven, "SELECT hex(hash) FROM journal");
    second = town_query(eight, "SELECT hex(hash) FROM journal");
    assert_string_not_equal(first, second);
    free(first);
    free(second);
    free(check);
    msb_store_unref(seven);
    msb_store_unref(eight);
}

struct heard {
    int64_t numbers[8];
    size_t num;
    size_t max;
};

static bool
hear(void *user, const struct msb_journal_entry *entry)
{
    struct heard *heard = user;

    heard->numbers[heard->num++] = entry->number;
    return heard->num < heard->max;
}

static void
the_journal_is_read_from_any_entry_on_until_the_reader_has_enough(void **state)
{
    struct guarded *guarded = *state;
    struct msb_store *store = guarded->town->store;
    struct heard heard = {.max = 2};
    struct msb_journal_mark mark;

    assert_int_equal(msbi_store_begin(store, NULL), MSB_OK);
    for (int i = 0; i < 4; i++)
        assert_int_equal(msbi_journal_append(store, "a", 0, NULL, NULL),
                         MSB_OK);
    assert_int_equal(msb_store_list_journal(store, 1, hear, &heard, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msbi_store_commit(store, NULL), MSB_OK);
    assert_int_equal(msb_store_list_journal(store, 2, hear, &heard, NULL),
                     MSB_OK);
    assert_int_equal(heard.num, 2);
    assert_int_equal(heard.numbers[0], 2);
    assert_int_equal(heard.numbers[1], 3);
    assert_int_equal(msb_store_mark_journal(store, &mark, NULL), MSB_OK);
    assert_int_equal(mark.number, 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            the_first_entry_says_that_the_store_was_made, guarded_set_up,
            guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            an_entry_is_hashed_as_the_reference_says, guarded_set_up,
            guarded_tear_down),
        cmocka_unit_test_setup_teardown(what_changes_nothing_is_no_event,
                                        guarded_set_up, guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            a_transaction_that_is_undone_takes_its_entry_with_it,
            guarded_set_up, guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            a_journal_is_written_with_its_own_key_only, guarded_set_up,
            guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            a_key_changes_every_hash_and_is_not_in_the_store, guarded_set_up,
            guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            the_journal_is_read_from_any_entry_on_until_the_reader_has_enough,
            guarded_set_up, guarded_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
