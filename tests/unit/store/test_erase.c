/* SPDX-License-Identifier: MIT */
/* Erasing a person: what goes, what stays, and what the file still holds. */
#include <msb/erase.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

/* Found nowhere but in Anna's rows. */
#define AT "instant('2019-05-01T12:00:00Z')"
#define MARK "zinnober-and-ocher"

static int
set_up(void **state)
{
    struct town *town;

    town_set_up_anna(state);
    town = *state;
    town_execute(town->store,
                 "INSERT INTO exception VALUES (1, 'work', '" MARK "', 'chief',"
                 " day('2019-08-01'), day('2019-09-01'), 0, 0, NULL);"
                 "INSERT INTO address VALUES (1, '" MARK "',"
                 " day('2019-01-01'), NULL, 0, 0, NULL);"
                 "INSERT INTO address_protection VALUES (1,"
                 " day('2019-01-01'), day('2020-01-01'), 0, 0, NULL)");
    return 0;
}

/* Whether the bytes stand anywhere in the store's files. */
static bool
is_in_files(const struct town *town, const char *bytes)
{
    static const char *const ends[] = {"", "-wal", "-journal"};
    bool is_found = false;
    char path[400];

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t length, size = strlen(bytes);
        char *content;
        FILE *file;

        snprintf(path, sizeof path, "%s%s", town->path, ends[i]);
        file = fopen(path, "rb");
        if (file == NULL)
            continue;
        content = malloc(1 << 22);
        assert_non_null(content);
        length = fread(content, 1, 1 << 22, file);
        assert_true(length < 1 << 22);
        fclose(file);
        for (size_t at = 0; at + size <= length; at++)
            is_found |= memcmp(content + at, bytes, size) == 0;
        free(content);
    }
    return is_found;
}

static void
what_says_who_somebody_is_goes(void **state)
{
    static const char *const gone[] = {
        "SELECT * FROM citizen_facts",
        "SELECT * FROM course",
        "SELECT * FROM household_member",
        "SELECT * FROM handover",
        "SELECT * FROM exception",
        "SELECT * FROM address",
        "SELECT * FROM address_protection",
        "SELECT * FROM erasing",
        "SELECT * FROM citizen WHERE id = 'anna' OR cpr IS NOT NULL"};
    struct msb_erasure done;
    struct town *town = *state;
    struct msb_error err;

    if (msb_store_erase(town->store, "anna", &done, &err) != MSB_OK)
        fail_msg("%s: %s", err.code, err.message);
    assert_int_equal(done.facts, 1);
    assert_int_equal(done.courses, 1);
    assert_int_equal(done.others, 5);
    assert_int_equal(done.assignments, 1);
    for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++)
        assert_query(town->store, gone[i], "");
    assert_query(town->store, "SELECT id FROM citizen WHERE key = 2", "bo\n");
}

static void
what_is_counted_stays_without_a_name(void **state)
{
    struct town *town = *state;

    assert_int_equal(msb_store_erase(town->store, "anna", NULL, NULL), MSB_OK);
    assert_query(town->store,
                 "SELECT citizen, area, valid_from, valid_to"
                 " FROM assignment_text",
                 "1|young|2019-03-01|2019-07-01\n");
    assert_query(town->store, "SELECT id, cpr FROM citizen WHERE key = 1",
                 "erased:1|-\n");
    assert_query(town->store, "SELECT citizen FROM erased", "1\n");
    assert_query(town->store,
                 "SELECT count(*) FROM metadata"
                 " WHERE key = 'compaction_due'",
                 "0\n");
}

static void
what_would_go_on_ends_on_the_day(void **state)
{
    struct town *town = *state;

    town_execute(town->store,
                 "INSERT INTO assignment VALUES"
                 " (1, 1, 'work', 'r_cash', NULL, day('2019-07-01'),"
                 " day('2999-01-01'), 0, " AT ", NULL),"
                 " (1, 1, 'young', 'r_young', NULL, day('2999-01-01'), NULL, 0,"
                 " " AT ", NULL)");
    assert_int_equal(msb_store_erase(town->store, "anna", NULL, NULL), MSB_OK);
    assert_query(town->store,
                 "SELECT area, valid_from, CASE valid_to WHEN date('now')"
                 " THEN 'today' ELSE valid_to END FROM assignment_text"
                 " WHERE version = 0 ORDER BY valid_from",
                 "young|2019-03-01|2019-07-01\nwork|2019-07-01|today\n");
    assert_query(town->store,
                 "SELECT area, valid_from, valid_to FROM assignment_text"
                 " WHERE version = 1 ORDER BY valid_from",
                 "work|2019-07-01|2999-01-01\nyoung|2999-01-01|-\n");
}

static void
nothing_of_it_is_left_in_the_file(void **state)
{
    struct town *town = *state;
    char sql[200];

    /* Some builds of SQLite wipe what they delete; here it must be the file
       that is written anew. */
    free(town_query(town->store, "PRAGMA secure_delete = OFF"));
    /* Enough rows to move others from page to page, and to free pages. */
    for (int i = 10; i < 600; i++) {
        snprintf(sql, sizeof sql,
                 "INSERT INTO course VALUES (%d, '" MARK "%04d', '', 0, NULL,"
                 " 0, 0, NULL)",
                 1, 5000 - i * 7 % 601);
        town_execute(town->store, sql);
    }
    assert_true(is_in_files(town, MARK));
    assert_int_equal(msb_store_erase(town->store, "anna", NULL, NULL), MSB_OK);
    assert_false(is_in_files(town, MARK));
    assert_false(is_in_files(town, "anna"));
    assert_true(is_in_files(town, "erased:1"));
}

static void
an_erased_person_is_unknown(void **state)
{
    struct town *town = *state;
    struct msb_error err;

    assert_int_equal(msb_store_erase(town->store, "anna", NULL, NULL), MSB_OK);
    assert_int_equal(msb_store_erase(town->store, "anna", NULL, &err),
                     MSB_ERR_NOT_FOUND);
    assert_string_equal(err.code, "unknown_citizen");
    assert_int_equal(msb_store_erase(town->store, "erased:1", NULL, &err),
                     MSB_ERR_NOT_FOUND);
}

static void
nobody_can_take_the_id_of_the_erased(void **state)
{
    const struct msbi_citizen_row row = town_citizen("erased:7", NULL,
                                                     "2021-01-01", NULL, "{}");
    struct town *town = *state;
    struct msb_error err;
    enum msbi_put put;

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_put_citizen(town->store, &row, &put, &err),
                     MSB_ERR_CONFLICT);
    assert_string_equal(err.code, "reserved_id");
    msbi_store_rollback(town->store);
}

static void
who_comes_again_is_somebody_else(void **state)
{
    struct town *town = *state;

    assert_int_equal(msb_store_erase(town->store, "anna", NULL, NULL), MSB_OK);
    assert_int_equal(town_put(town, "anna", "2021-01-01", "{}"),
                     MSBI_PUT_INSERTED);
    assert_query(town->store, "SELECT key FROM citizen WHERE id = 'anna'",
                 "3\n");
}

static void
history_is_kept_all_the_same(void **state)
{
    static const struct town_refused cases[] = {
        {"DELETE FROM citizen_facts", "history is not deleted"},
        {"DELETE FROM course", "history is not deleted"},
        {"DELETE FROM exception", "history is not deleted"},
        {"DELETE FROM address", "history is not deleted"},
        {"UPDATE citizen SET id = 'erased:1' WHERE key = 1",
         "history is not overwritten"},
        {"DELETE FROM citizen", "history is not deleted"},
        {NULL, NULL}};

    town_check_refusals(*state, cases);
}

static void
the_way_is_open_for_one_person_and_one_name(void **state)
{
    static const struct town_refused cases[] = {
        {"UPDATE citizen SET id = 'nobody' WHERE key = 2",
         "history is not overwritten"},
        {"UPDATE citizen SET id = 'erased:1' WHERE key = 1",
         "history is not overwritten"},
        {"DELETE FROM citizen_facts WHERE citizen = 1",
         "history is not deleted"},
        {NULL, NULL}};
    struct town *town = *state;

    town_execute(town->store, "INSERT INTO erasing VALUES (2)");
    town_check_refusals(town, cases);
}

static void
a_file_that_is_still_read_is_made_compact_later(void **state)
{
    struct town *town = *state;
    struct msb_store *reader;
    struct msb_error err;

    assert_int_equal(msb_store_open(town->path, NULL, &reader, NULL), MSB_OK);
    town_execute(reader, "BEGIN");
    free(town_query(reader, "SELECT * FROM citizen"));
    assert_int_equal(sqlite3_busy_timeout(town->store->db, 50), SQLITE_OK);
    assert_int_equal(msb_store_erase(town->store, "anna", NULL, &err),
                     MSB_ERR_BUSY);
    assert_string_equal(err.code, "not_compacted");
    assert_query(town->store, "SELECT citizen FROM erased", "1\n");
    assert_query(town->store,
                 "SELECT value FROM metadata WHERE key = 'compaction_due'",
                 "1\n");
    town_execute(reader, "ROLLBACK");
    msb_store_unref(reader);
    assert_int_equal(msb_store_compact(town->store, NULL), MSB_OK);
    assert_false(is_in_files(town, MARK));
    assert_int_equal(msb_store_compact(town->store, NULL), MSB_OK);
}

static void
nonsense_is_misuse(void **state)
{
    struct town *town = *state;

    assert_int_equal(msb_store_erase(NULL, "anna", NULL, NULL), MSB_ERR_MISUSE);
    assert_int_equal(msb_store_erase(town->store, NULL, NULL, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_store_compact(NULL, NULL), MSB_ERR_MISUSE);
    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    assert_int_equal(msb_store_compact(town->store, NULL), MSB_ERR_MISUSE);
    msbi_store_rollback(town->store);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_says_who_somebody_is_goes, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(what_is_counted_stays_without_a_name,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(what_would_go_on_ends_on_the_day,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(nothing_of_it_is_left_in_the_file,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(an_erased_person_is_unknown, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(nobody_can_take_the_id_of_the_erased,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(who_comes_again_is_somebody_else,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(history_is_kept_all_the_same, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(
            the_way_is_open_for_one_person_and_one_name, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_file_that_is_still_read_is_made_compact_later, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(nonsense_is_misuse, set_up,
                                        town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
