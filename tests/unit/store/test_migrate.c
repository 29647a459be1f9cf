/* SPDX-License-Identifier: MIT */
/*
 * Stores of released schemas, made of the files in tests/data/stores: they
 * become as new ones, and keep what they held; or stay what they were.
 *
 * usage: unit_store_migrate DUMP
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include <msb/answer.h>

#include "unit/store/holder.h"
#include "unit/store/town.h"

#define NUM_OPENERS 6

static const char *dump_path;

static char *
read_dump(void)
{
    FILE *file = fopen(dump_path, "rb");
    char *text = calloc(1, 100000);
    size_t length;

    assert_non_null(file);
    assert_non_null(text);
    length = fread(text, 1, 99999, file);
    assert_true(length > 0 && length < 99999);
    fclose(file);
    return text;
}

static void
execute_at(const char *path, const char *sql)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* A folder with an old store in it, closed. */
static int
set_up_old(void **state)
{
    struct town *town;
    char *sql = read_dump();

    town_set_up(state);
    town = *state;
    msb_store_unref(town->store);
    town->store = NULL;
    assert_int_equal(unlink(town->path), 0);
    execute_at(town->path, sql);
    free(sql);
    return 0;
}

/* The columns that schema 1 had, of what it wrote. */
static char *
find_content(const struct town *town)
{
    static const char sql[] =
        "SELECT 'r', one, instant FROM last_recording;"
        "SELECT * FROM model ORDER BY key;"
        "SELECT key, id, cpr FROM citizen ORDER BY key;"
        "SELECT citizen, valid_from, facts, version, recorded_at,"
        " superseded_at FROM citizen_facts ORDER BY 1, 2, 4;"
        "SELECT citizen, service, unit, valid_from, valid_to, version,"
        " recorded_at, superseded_at FROM course ORDER BY 1, 2, 4, 3, 6;"
        "SELECT citizen, model, area, rule, target_group, valid_from,"
        " valid_to, version, recorded_at, superseded_at FROM assignment"
        " ORDER BY 1, 6, 8;";
    struct msb_store store = {0};
    char *content;

    assert_int_equal(sqlite3_open(town->path, &store.db), SQLITE_OK);
    content = town_query(&store, sql);
    assert_int_equal(sqlite3_close(store.db), SQLITE_OK);
    assert_true(strlen(content) > 1000);
    return content;
}

static void
assert_version(const struct town *town, const char *expected)
{
    struct msb_store store = {0};

    assert_int_equal(sqlite3_open(town->path, &store.db), SQLITE_OK);
    assert_query(&store,
                 "SELECT value FROM metadata WHERE key = 'schema_major'",
                 expected);
    assert_query(&store, "PRAGMA user_version", expected);
    assert_query(&store, "PRAGMA integrity_check", "ok\n");
    assert_int_equal(sqlite3_close(store.db), SQLITE_OK);
}

static void
assert_refused(struct town *town, bool is_read_only, enum msb_status status,
               const char *code, const char *part)
{
    struct msb_store_options options;
    struct msb_error err;

    msb_store_options_init(&options);
    options.read_only = is_read_only;
    assert_int_equal(msb_store_open(town->path, &options, &town->store, &err),
                     status);
    assert_string_equal(err.code, code);
    assert_non_null(strstr(err.message, part));
    assert_null(town->store);
    assert_version(town, "1\n");
}

static void
an_old_store_becomes_as_a_new_one(void **state)
{
    static const char sql[] =
        "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2";
    struct town *old = *state, *fresh;
    char *expected;

    town_set_up((void **)&fresh);
    expected = town_query(fresh->store, sql);
    town_reopen(old);
    assert_query(old->store, sql, expected);
    assert_query(old->store, "SELECT * FROM metadata ORDER BY key",
                 "schema_major|2\nschema_minor|0\n");
    assert_query(old->store, "PRAGMA application_id", "1297302065\n");
    assert_query(old->store, "PRAGMA user_version", "2\n");
    assert_query(old->store, "PRAGMA journal_mode", "wal\n");
    assert_query(old->store, "PRAGMA foreign_key_check", "");
    assert_query(old->store, "PRAGMA integrity_check", "ok\n");
    free(expected);
    town_tear_down((void **)&fresh);
}

static void
an_old_store_keeps_what_it_held(void **state)
{
    struct town *town = *state;
    char *before = find_content(town), *after;

    town_reopen(town);
    after = find_content(town);
    assert_string_equal(after, before);
    assert_query(town->store, "SELECT number, action, detail FROM journal",
                 "1|migrate|{}\n");
    /* Everybody was decided on the days on which an assignment begins. */
    assert_query(town->store, "SELECT day FROM assign_run_text ORDER BY day",
                 "2019-06-01\n2019-10-01\n");
    free(before);
    free(after);
}

static void
an_old_store_that_was_migrated_is_worked_with(void **state)
{
    struct town *town = *state;
    struct msb_assign_summary summary;
    struct msb_answer *answer;
    char *json;

    town_reopen(town);
    assert_int_equal(msb_store_find_answer(town->store, "anna",
                                           town_date("2019-07-01"), NULL,
                                           &answer, NULL),
                     MSB_OK);
    assert_int_equal(msb_answer_format_json(answer, &json, NULL), MSB_OK);
    assert_non_null(strstr(json, "\"youth\""));
    msb_text_free(json);
    msb_answer_unref(answer);
    assert_int_equal(msb_store_assign(town->store, town_date("2019-12-01"),
                                      NULL, NULL, &summary, NULL),
                     MSB_OK);
    assert_int_equal(summary.citizens, 4);
    town_reopen(town);
}

static void
an_old_store_is_refused_where_it_is_only_read(void **state)
{
    assert_refused(*state, true, MSB_ERR_INVALID, "older_schema",
                   "the older schema 1");
}

static void
an_old_store_with_rows_that_would_go_is_refused_by_the_table(void **state)
{
    static const char *const rows[][2] = {
        {"household", "INSERT INTO household VALUES (1, 'h');"},
        {"household_member", "INSERT INTO household_member VALUES"
                             " (1, 1, NULL, 0, NULL, 0, 0, NULL);"},
        {"handover", "INSERT INTO handover VALUES (1, 0, 'a', 'b', 'age',"
                     " 'planned', 0, 0, NULL);"},
        {"journal", "INSERT INTO journal VALUES (1, 0, 'm', 'a', '{}', NULL,"
                    " printf('%064d', 1));"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (i > 0) {
            town_tear_down(state);
            set_up_old(state);
        }
        execute_at(((struct town *)*state)->path, rows[i][1]);
        assert_refused(*state, false, MSB_ERR_CONFLICT, "unexpected_rows",
                       rows[i][0]);
    }
}

static void
an_old_store_that_refers_to_nothing_is_refused(void **state)
{
    struct town *town = *state;

    execute_at(town->path, "INSERT INTO course VALUES"
                           " (99, 's', '', 0, NULL, 0, 0, NULL);");
    assert_refused(town, false, MSB_ERR_STORE, "corrupt", "damaged");
}

static int
open_once(void *user)
{
    struct town *town = user;
    struct msb_store *store;

    if (msb_store_open(town->path, NULL, &store, NULL) != MSB_OK)
        return 1;
    msb_store_unref(store);
    return 0;
}

static void
of_several_who_open_an_old_store_one_migrates_it(void **state)
{
    static char *before; /* a child that ends has not lost it */
    struct town *town = *state;
    pid_t openers[NUM_OPENERS];
    char *after;

    before = find_content(town);
    for (size_t i = 0; i < NUM_OPENERS; i++)
        openers[i] = holder_fork(open_once, town);
    for (size_t i = 0; i < NUM_OPENERS; i++)
        holder_join(openers[i]);
    assert_version(town, "2\n");
    after = find_content(town);
    assert_string_equal(after, before);
    free(before);
    free(after);
}

/* A disk with room for so many bytes a file, and 0 if all is well. */
struct room {
    struct town *town;
    rlim_t bytes;
};

static int
migrate_without_room(void *user)
{
    struct room *room = user;
    struct rlimit limit = {room->bytes, room->bytes};
    struct msb_store *store;
    struct msb_error err;

    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return 2;
    if (msb_store_open(room->town->path, NULL, &store, &err) != MSB_ERR_IO)
        return 3;
    return strcmp(err.code, "disk_full") == 0 ? 0 : 4;
}

static void
without_room_an_old_store_stays_whole(void **state)
{
    static const rlim_t rooms[] = {0, 512, 4096, 20000, 60000, 98304, 110000};
    static char *before; /* a child that ends has not lost it */
    struct town *town = *state;
    char *after;

    before = find_content(town);
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        struct room room = {town, rooms[i]};

        holder_join(holder_fork(migrate_without_room, &room));
        assert_version(town, "1\n");
        after = find_content(town);
        assert_string_equal(after, before);
        free(after);
    }
    town_reopen(town);
    free(before);
}

int
main(int num, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_old_store_becomes_as_a_new_one,
                                        set_up_old, town_tear_down),
        cmocka_unit_test_setup_teardown(an_old_store_keeps_what_it_held,
                                        set_up_old, town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_old_store_that_was_migrated_is_worked_with, set_up_old,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_old_store_is_refused_where_it_is_only_read, set_up_old,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_old_store_with_rows_that_would_go_is_refused_by_the_table,
            set_up_old, town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_old_store_that_refers_to_nothing_is_refused, set_up_old,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            of_several_who_open_an_old_store_one_migrates_it, set_up_old,
            town_tear_down),
        cmocka_unit_test_setup_teardown(without_room_an_old_store_stays_whole,
                                        set_up_old, town_tear_down),
    };

    if (num != 2)
        return 1;
    dump_path = words[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
