/* SPDX-License-Identifier: MIT */
/* Exports of everybody, by name and by pseudonym. */
#include <msb/export.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/guarded.h"

static const uint8_t key[] = "sixteen bytes or more";

/* Two people, one of them with services. */
static int
set_up(void **state)
{
    struct town *town;

    town_set_up(state);
    town = *state;
    town_execute(
        town->store,
        "INSERT INTO citizen VALUES (1, 'anna', 109489979), (2, 'bo', NULL);"
        "INSERT INTO citizen_facts VALUES (1, day('2019-01-01'),"
        " '{\"birth_date\":\"1998-02-01\",\"homeless\":true,"
        "\"needs\":[\"a\",\"b\"]}', 0, 0, NULL),"
        " (2, day('2019-01-01'), '{\"benefit\":\"x\"}', 0, 0, NULL);"
        "INSERT INTO course VALUES"
        " (1, 'treatment', '', day('2019-01-01'), NULL, 0, 0, NULL),"
        " (1, 'guidance', 'u', day('2019-01-01'), NULL, 0, 0, NULL),"
        " (2, 'guidance', '', day('2019-01-01'), day('2019-05-01'), 0, 0,"
        " NULL)");
    return 0;
}

struct lines {
    char text[1000];
    size_t most;
    size_t num;
};

static bool
keep_line(void *user, const char *line, size_t length)
{
    struct lines *lines = user;
    size_t at = strlen(lines->text);

    snprintf(lines->text + at, sizeof lines->text - at, "%.*s\n", (int)length,
             line);
    return ++lines->num < lines->most;
}

static void
an_export_by_name_is_what_resolve_reads(void **state)
{
    struct lines lines = {.most = 9};
    struct town *town = *state;

    assert_int_equal(msb_store_export(town->store, town_date("2019-06-01"),
                                      NULL, keep_line, &lines, NULL),
                     MSB_OK);
    assert_string_equal(
        lines.text, "{\"id\": \"anna\", \"birth_date\": \"1998-02-01\","
                    " \"homeless\": true, \"needs\": [\"a\",\"b\"],"
                    " \"services\": [\"guidance\", \"treatment\"]}\n"
                    "{\"id\": \"bo\", \"benefit\": \"x\", \"services\": []}\n");
}

static void
an_export_by_pseudonym_holds_neither_id_nor_birth_date(void **state)
{
    struct lines lines = {.most = 9};
    char anna[MSB_PSEUDONYM_SIZE], bo[MSB_PSEUDONYM_SIZE], expected[600];
    struct msb_export_options options;
    struct town *town = *state;

    msb_export_options_init(&options);
    options.key = key;
    options.key_length = sizeof key;
    assert_int_equal(msb_store_export(town->store, town_date("2019-02-01"),
                                      &options, keep_line, &lines, NULL),
                     MSB_OK);
    assert_int_equal(msb_pseudonym_make(key, sizeof key, "anna", 4, anna, NULL),
                     MSB_OK);
    assert_int_equal(msb_pseudonym_make(key, sizeof key, "bo", 2, bo, NULL),
                     MSB_OK);
    snprintf(expected, sizeof expected,
             "{\"id\": \"%s\", \"age\": 21, \"homeless\": true,"
             " \"needs\": [\"a\",\"b\"],"
             " \"services\": [\"guidance\", \"treatment\"]}\n"
             "{\"id\": \"%s\", \"benefit\": \"x\","
             " \"services\": [\"guidance\"]}\n",
             anna, bo);
    assert_string_equal(lines.text, expected);
}

/* Computed with another program:
   hashlib.blake2b(b"anna", digest_size=16, key=bytes(range(16))). */
static void
a_pseudonym_is_keyed_blake2b(void **state)
{
    uint8_t numbers[16];
    char out[MSB_PSEUDONYM_SIZE];

    (void)state;
    for (uint8_t i = 0; i < sizeof numbers; i++)
        numbers[i] = i;
    assert_int_equal(msb_pseudonym_make(numbers, 16, "anna", 4, out, NULL),
                     MSB_OK);
    assert_string_equal(out, "d5235b4c86051c42c4d5680be4c88281");
    assert_int_equal(msb_pseudonym_make(numbers, 15, "anna", 4, out, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_pseudonym_make(NULL, 16, "anna", 4, out, NULL),
                     MSB_ERR_MISUSE);
}

static void
a_reader_may_stop(void **state)
{
    struct lines lines = {.most = 1};
    struct town *town = *state;
    struct msb_error err;

    assert_int_equal(msb_store_export(town->store, town_date("2019-06-01"),
                                      NULL, keep_line, &lines, &err),
                     MSB_ERR_STOPPED);
    assert_string_equal(err.code, "stopped");
    assert_int_equal(lines.num, 1);
    town_put(town, "carl", "2019-01-01", "{}"); /* nothing holds the store */
}

struct watcher {
    struct msb_store *other; /* the same store, opened once more */
    size_t num;
};

/* Takes a line and wants no more. */
static bool
look_into_journal(void *user, const char *line, size_t length)
{
    struct watcher *watcher = user;

    assert_true(length > 0 && line[0] == '{');
    assert_query(watcher->other,
                 "SELECT count(*) FROM journal WHERE action = 'export'", "1\n");
    watcher->num++;
    return false;
}

/* Else one who stops at the last line, or is killed, has read unseen. */
static void
an_export_is_in_the_journal_before_its_first_line(void **state)
{
    static const struct guarded_who system = {MSB_ROLE_SYSTEM, NULL, NULL,
                                              NULL};
    struct guarded *guarded = *state;
    struct msb_store *store = guarded_open(guarded, &system);
    struct watcher watcher = {guarded->town->store, 0};

    assert_int_equal(msb_store_export(store, town_date("2019-06-01"), NULL,
                                      look_into_journal, &watcher, NULL),
                     MSB_ERR_STOPPED);
    assert_int_equal(watcher.num, 1);
    assert_query(store, "SELECT count(*) FROM journal WHERE action = 'export'",
                 "1\n");
    msb_store_unref(store);
}

static void
options_that_were_not_filled_are_misuse(void **state)
{
    struct msb_export_options options;
    struct lines lines = {.most = 9};
    struct town *town = *state;

    memset(&options, 0, sizeof options);
    assert_int_equal(msb_store_export(town->store, town_date("2019-06-01"),
                                      &options, keep_line, &lines, NULL),
                     MSB_ERR_MISUSE);
    msb_export_options_init(&options);
    options.key = key;
    options.key_length = 5;
    assert_int_equal(msb_store_export(town->store, town_date("2019-06-01"),
                                      &options, keep_line, &lines, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_store_export(town->store, town_date("2019-06-01"),
                                      NULL, NULL, &lines, NULL),
                     MSB_ERR_MISUSE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_export_by_name_is_what_resolve_reads,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_export_by_pseudonym_holds_neither_id_nor_birth_date, set_up,
            town_tear_down),
        cmocka_unit_test(a_pseudonym_is_keyed_blake2b),
        cmocka_unit_test_setup_teardown(a_reader_may_stop, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_export_is_in_the_journal_before_its_first_line, guarded_set_up,
            guarded_tear_down),
        cmocka_unit_test_setup_teardown(options_that_were_not_filled_are_misuse,
                                        set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
