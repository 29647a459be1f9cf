/* SPDX-License-Identifier: MIT */
/* Making a store: what is in it, and what a refused one leaves. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/small_model.h"
#include "unit/store/town.h"

static void
a_new_store_says_what_it_is(void **state)
{
    struct town *town = *state;

    assert_query(town->store, "PRAGMA application_id", "1297302065\n");
    assert_query(town->store, "PRAGMA user_version", "2\n");
    assert_query(town->store, "SELECT key, value FROM metadata ORDER BY key",
                 "schema_major|2\nschema_minor|0\n");
    assert_query(town->store, "PRAGMA integrity_check", "ok\n");
    assert_query(town->store, "PRAGMA foreign_key_check", "");
    assert_query(town->store, "PRAGMA foreign_keys", "1\n");
    assert_query(town->store, "PRAGMA journal_mode", "wal\n");
    assert_query(town->store, "PRAGMA synchronous", "2\n"); /* FULL */
    assert_query(town->store, "SELECT id FROM model", "small_2019\n");
}

static void
a_new_store_is_for_its_owner_alone(void **state)
{
    struct town *town = *state;
    struct stat info;

    assert_int_equal(stat(town->path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void
an_existing_file_is_left_alone(void **state)
{
    struct town *town = *state;
    struct msb_model *model = town_model(small_2018);
    struct msb_store *store;
    struct msb_error err;
    char *before = town_dump(town->store);

    assert_int_equal(msb_store_create(town->path, model, NULL, &store, &err),
                     MSB_ERR_CONFLICT);
    assert_string_equal(err.code, "exists");
    assert_string_equal(err.where, town->path);
    assert_null(store);
    town_assert_same(town->store, before);
    msb_model_unref(model);
}

static void
a_store_may_be_made_without_being_kept_open(void **state)
{
    struct town *town = *state;
    struct msb_model *model = town_model(small_2018);
    struct msb_store *store;
    char path[600];

    snprintf(path, sizeof path, "%s/second.msb", town->folder);
    assert_int_equal(msb_store_create(path, model, NULL, NULL, NULL), MSB_OK);
    assert_int_equal(msb_store_open(path, NULL, &store, NULL), MSB_OK);
    msb_store_unref(store);
    msb_model_unref(model);
}

static void
a_store_in_no_folder_is_not_made(void **state)
{
    struct town *town = *state;
    struct msb_model *model = town_model(small_2018);
    struct msb_error err;
    char path[600];

    snprintf(path, sizeof path, "%s/none/second.msb", town->folder);
    assert_int_equal(msb_store_create(path, model, NULL, NULL, &err),
                     MSB_ERR_IO);
    assert_string_equal(err.code, "cannot_create");
    msb_model_unref(model);
}

/* The file, or what SQLite puts beside it. */
static bool
is_anything_left(const char *path)
{
    static const char *const endings[] = {"", "-journal", "-wal", "-shm"};
    struct stat info;
    char name[700];

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        if (stat(name, &info) == 0)
            return true;
    }
    return false;
}

/*
 * A disk without room, as a limit on the size of files: in a process of its
 * own, as the limit cannot be raised again. It exits with 0 if all is well.
 */
static int
make_without_room(const char *path, rlim_t room)
{
    const struct rlimit limit = {room, room};
    struct msb_model *model = town_model(small_2018);
    struct msb_error err;
    enum msb_status status;
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return 2;
    status = msb_store_create(path, model, NULL, NULL, &err);
    msb_model_unref(model);
    if (status != MSB_ERR_IO)
        return 3;
    if (strcmp(err.code, "disk_full") != 0) {
        fprintf(stderr, "%s %s\n", err.code, err.message);
        return 4;
    }
    return is_anything_left(path) ? 5 : 0;
}

static void
a_disk_without_room_is_left_as_it_was(void **state)
{
    static const rlim_t rooms[] = {0, 100, 4096, 20000, 65536};
    struct town *town = *state;
    char path[600];
    int result;
    pid_t child;

    snprintf(path, sizeof path, "%s/second.msb", town->folder);
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        child = fork();
        assert_true(child >= 0);
        if (child == 0)
            _exit(make_without_room(path, rooms[i]));
        assert_int_equal(waitpid(child, &result, 0), child);
        if (!WIFEXITED(result) || WEXITSTATUS(result) != 0)
            fail_msg("with room for %lu bytes: %d", (unsigned long)rooms[i],
                     result);
    }
}

static void
a_store_that_nobody_may_write_is_not_made(void **state)
{
    struct town *town = *state;
    struct msb_model *model = town_model(small_2018);
    struct msb_store_options options;

    msb_store_options_init(&options);
    options.read_only = true;
    assert_int_equal(msb_store_create(town->path, model, &options, NULL, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_store_create(NULL, model, NULL, NULL, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_store_create(town->path, NULL, NULL, NULL, NULL),
                     MSB_ERR_MISUSE);
    msb_model_unref(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_new_store_says_what_it_is,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_new_store_is_for_its_owner_alone,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(an_existing_file_is_left_alone,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_store_may_be_made_without_being_kept_open, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_store_in_no_folder_is_not_made,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_disk_without_room_is_left_as_it_was,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_store_that_nobody_may_write_is_not_made, town_set_up,
            town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
