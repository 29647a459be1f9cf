/* SPDX-License-Identifier: MIT */
/* Back-ups: whole, of one moment and for their owner alone; or none. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include <dirent.h>
#include <msb/backup.h>

#include "unit/store/holder.h"
#include "unit/store/town.h"

/* Enough for several steps. */
#define MANY_CITIZENS                                                          \
    "INSERT INTO citizen (id)"                                                 \
    " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"          \
    " WHERE i < 60000) SELECT printf('citizen number %d', i) FROM n;"

static const char *
copy_path(const struct town *town)
{
    static char path[600];

    snprintf(path, sizeof path, "%s/copy.msb", town->folder);
    return path;
}

static char *
dump_copy(const struct town *town)
{
    struct msb_store_options options;
    struct msb_store *store;
    char *dump;

    msb_store_options_init(&options);
    options.read_only = true;
    assert_int_equal(msb_store_open(copy_path(town), &options, &store, NULL),
                     MSB_OK);
    dump = town_dump(store);
    msb_store_unref(store);
    return dump;
}

static size_t
count_files(const struct town *town)
{
    DIR *folder = opendir(town->folder);
    struct dirent *entry;
    size_t num = 0;

    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL)
        num += entry->d_name[0] != '.';
    closedir(folder);
    return num;
}

/* The calls, and what the last one said. */
struct heard {
    size_t calls;
    uint64_t done, total;
};

static bool
hear(void *user, uint64_t done, uint64_t total)
{
    struct heard *heard = user;

    assert_true(done >= heard->done && done <= total);
    heard->calls++;
    heard->done = done;
    heard->total = total;
    return true;
}

static void
a_copy_holds_what_the_store_held(void **state)
{
    struct town *town = *state;
    struct heard heard = {0};
    char *before = town_dump(town->store), *copied;
    char pages[40];

    assert_int_equal(
        msb_store_backup(town->store, copy_path(town), hear, &heard, NULL),
        MSB_OK);
    copied = dump_copy(town);
    assert_string_equal(copied, before);
    free(copied);
    assert_int_equal(heard.done, heard.total);
    snprintf(pages, sizeof pages, "%lu\n", (unsigned long)heard.total);
    assert_query(town->store, "PRAGMA page_count", pages);
    free(before);
}

static void
a_copy_is_one_file_for_its_owner_alone(void **state)
{
    struct town *town = *state;
    size_t before = count_files(town);
    struct stat info;

    assert_int_equal(
        msb_store_backup(town->store, copy_path(town), NULL, NULL, NULL),
        MSB_OK);
    assert_int_equal(count_files(town), before + 1);
    assert_int_equal(stat(copy_path(town), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(info.st_nlink, 1);
}

static void
an_existing_file_is_refused_and_left_alone(void **state)
{
    struct town *town = *state;
    char *before = town_dump(town->store);
    struct msb_error err;
    size_t files;

    assert_int_equal(symlink("nowhere", copy_path(town)), 0);
    files = count_files(town);
    assert_int_equal(
        msb_store_backup(town->store, copy_path(town), NULL, NULL, &err),
        MSB_ERR_CONFLICT);
    assert_string_equal(err.code, "exists");
    assert_string_equal(err.where, copy_path(town));
    assert_int_equal(
        msb_store_backup(town->store, town->path, NULL, NULL, &err),
        MSB_ERR_CONFLICT);
    assert_int_equal(count_files(town), files);
    town_assert_same(town->store, before);
}

static void
a_folder_that_is_not_there_is_told(void **state)
{
    struct town *town = *state;
    struct msb_error err;
    char path[600];

    snprintf(path, sizeof path, "%s/none/copy.msb", town->folder);
    assert_int_equal(msb_store_backup(town->store, path, NULL, NULL, &err),
                     MSB_ERR_IO);
    assert_string_equal(err.code, "cannot_create");
}

/* Adds citizens, each with a course in the same transaction, until it is
   killed. */
static int
keep_writing(void *user)
{
    static const char sql[] =
        "BEGIN IMMEDIATE;"
        "INSERT INTO citizen (id) SELECT printf('new %d', 1 + max(key))"
        " FROM citizen;"
        "INSERT INTO course SELECT max(key), 's', '', 0, NULL, 0, 0, NULL"
        " FROM citizen; COMMIT;";
    struct town *town = user;
    struct msb_store *store;

    if (msb_store_open(town->path, NULL, &store, NULL) != MSB_OK)
        return 1;
    for (;;)
        if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
            return 2;
}

static int64_t
count_courses(struct town *town)
{
    char *text = town_query(town->store, "SELECT count(*) FROM course");
    int64_t num = atoi(text);

    free(text);
    return num;
}

static void
a_copy_that_is_made_while_another_process_writes_is_of_one_moment(void **state)
{
    struct town *town = *state;
    struct msb_store *copy;
    struct heard heard = {0};
    int64_t before, after;
    pid_t writer;

    town_execute(town->store, MANY_CITIZENS);
    msb_store_unref(town->store);
    town->store = NULL;
    writer = holder_fork(keep_writing, town);
    town_reopen(town);
    while (count_courses(town) == 0)
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    before = count_courses(town);
    assert_int_equal(
        msb_store_backup(town->store, copy_path(town), hear, &heard, NULL),
        MSB_OK);
    after = count_courses(town);
    kill(writer, SIGKILL);
    assert_int_equal(waitpid(writer, NULL, 0), writer);
    assert_true(heard.calls > 2);
    assert_true(after > before); /* it did write meanwhile */
    assert_int_equal(msb_store_open(copy_path(town), NULL, &copy, NULL),
                     MSB_OK);
    assert_query(copy, "PRAGMA integrity_check", "ok\n");
    assert_query(copy,
                 "SELECT (SELECT count(*) FROM course) > 0,"
                 " (SELECT count(*) FROM citizen)"
                 " - (SELECT count(*) FROM course)",
                 "1|60000\n");
    msb_store_unref(copy);
}

static void
what_is_only_read_is_copied_too(void **state)
{
    struct town *town = *state;
    struct msb_store_options options;

    msb_store_options_init(&options);
    options.read_only = true;
    msb_store_unref(town->store);
    assert_int_equal(msb_store_open(town->path, &options, &town->store, NULL),
                     MSB_OK);
    assert_int_equal(
        msb_store_backup(town->store, copy_path(town), NULL, NULL, NULL),
        MSB_OK);
    free(dump_copy(town));
}

static void
nothing_is_copied_in_the_middle_of_a_change(void **state)
{
    struct town *town = *state;
    size_t files = count_files(town);

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    assert_int_equal(
        msb_store_backup(town->store, copy_path(town), NULL, NULL, NULL),
        MSB_ERR_MISUSE);
    msbi_store_rollback(town->store);
    assert_int_equal(count_files(town), files);
    assert_int_equal(msb_store_backup(NULL, "x", NULL, NULL, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_store_backup(town->store, NULL, NULL, NULL, NULL),
                     MSB_ERR_MISUSE);
}

/* A disk with room for so many bytes a file; 0 if all is well. */
struct room {
    struct town *town;
    rlim_t bytes;
};

static int
copy_without_room(void *user)
{
    struct room *room = user;
    struct rlimit limit = {room->bytes, room->bytes};
    struct msb_store_options options;
    struct msb_store *store;
    struct msb_error err;

    msb_store_options_init(&options);
    signal(SIGXFSZ, SIG_IGN);
    if (msb_store_open(room->town->path, &options, &store, NULL) != MSB_OK
        || setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return 2;
    if (msb_store_backup(store, copy_path(room->town), NULL, NULL, &err)
            != MSB_ERR_IO
        || strcmp(err.code, "disk_full") != 0)
        return 3;
    msb_store_unref(store);
    return count_files(room->town) == 1 ? 0 : 4;
}

static void
without_room_nothing_is_left(void **state)
{
    static const rlim_t rooms[] = {0, 1, 4096, 20000, 120000};
    struct town *town = *state;

    msb_store_unref(town->store);
    town->store = NULL;
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        struct room room = {town, rooms[i]};

        holder_join(holder_fork(copy_without_room, &room));
    }
}

static void
a_principal_makes_a_copy_by_right_and_the_journal_says_so(void **state)
{
    static const enum msb_role roles[] = {MSB_ROLE_SYSTEM, MSB_ROLE_ANALYST};
    struct town *town = *state;
    struct msb_principal principal;
    struct msb_store_options options;
    struct msb_error err;
    enum msb_status status;

    msb_principal_init(&principal);
    principal.actor = "someone";
    principal.purpose = "safety";
    for (size_t i = 0; i < 2; i++) {
        principal.role = roles[i];
        msb_store_options_init(&options);
        options.principal = &principal;
        msb_store_unref(town->store);
        assert_int_equal(
            msb_store_open(town->path, &options, &town->store, NULL), MSB_OK);
        status = msb_store_backup(town->store, copy_path(town), NULL, NULL,
                                  &err);
        assert_int_equal(status, i == 0 ? MSB_OK : MSB_ERR_DENIED);
        assert_query(town->store,
                     "SELECT role, action FROM journal"
                     " ORDER BY number DESC LIMIT 1",
                     i == 0 ? "system|backup\n" : "analyst|backup\n");
        if (i == 0)
            assert_int_equal(unlink(copy_path(town)), 0);
    }
    assert_int_equal(access(copy_path(town), F_OK), -1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_copy_holds_what_the_store_held,
                                        town_set_up_anna, town_tear_down),
        cmocka_unit_test_setup_teardown(a_copy_is_one_file_for_its_owner_alone,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_existing_file_is_refused_and_left_alone, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_folder_that_is_not_there_is_told,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_copy_that_is_made_while_another_process_writes_is_of_one_moment,
            town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(what_is_only_read_is_copied_too,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            nothing_is_copied_in_the_middle_of_a_change, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(without_room_nothing_is_left,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_principal_makes_a_copy_by_right_and_the_journal_says_so,
            town_set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
