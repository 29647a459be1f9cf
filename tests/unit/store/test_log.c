/* SPDX-License-Identifier: MIT */
/* Several processes with one store, and the files beside it. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/hold/hold.h"
#include "unit/store/holder.h"
#include "unit/store/town.h"

#define ONE_CITIZEN "INSERT INTO citizen (id) VALUES ('one');"

static bool
is_there(const struct town *town, const char *ending)
{
    struct stat info;
    char name[600];

    snprintf(name, sizeof name, "%s%s", town->path, ending);
    return stat(name, &info) == 0;
}

static void
reopen_for_reading(struct town *town)
{
    struct msb_store_options options;

    msb_store_unref(town->store);
    msb_store_options_init(&options);
    options.read_only = true;
    assert_int_equal(msb_store_open(town->path, &options, &town->store, NULL),
                     MSB_OK);
}

static void
close_store(struct town *town)
{
    msb_store_unref(town->store);
    town->store = NULL;
}

static void
a_store_at_rest_is_one_file(void **state)
{
    struct town *town = *state;

    assert_true(is_there(town, "-wal"));
    close_store(town);
    assert_true(is_there(town, ""));
    assert_false(is_there(town, "-wal"));
    assert_false(is_there(town, "-shm"));
    reopen_for_reading(town);
    assert_query(town->store, "SELECT count(*) FROM model", "1\n");
    close_store(town);
    assert_false(is_there(town, "-wal"));
    assert_false(is_there(town, "-shm"));
}

static void
the_files_beside_a_store_are_for_its_owner_alone(void **state)
{
    static const char *const endings[] = {"-wal", "-shm"};
    struct town *town = *state;
    struct stat info;
    char name[600];

    town_execute(town->store, ONE_CITIZEN);
    for (size_t i = 0; i < 2; i++) {
        snprintf(name, sizeof name, "%s%s", town->path, endings[i]);
        assert_int_equal(stat(name, &info), 0);
        assert_int_equal(info.st_mode & 0777, 0600);
    }
}

static void
who_reads_does_not_wait_for_who_writes(void **state)
{
    struct town *town = *state;
    struct holder writer;

    close_store(town);
    holder_start(&writer, town->path, "BEGIN EXCLUSIVE;" ONE_CITIZEN);
    reopen_for_reading(town);
    assert_query(town->store, "SELECT count(*) FROM citizen", "0\n");
    holder_kill(&writer);
    assert_query(town->store, "SELECT count(*) FROM citizen", "0\n");
}

static void
who_writes_does_not_wait_for_who_reads(void **state)
{
    struct town *town = *state;
    struct holder reader;

    close_store(town);
    holder_start(&reader, town->path, "BEGIN; SELECT count(*) FROM citizen;");
    town_reopen(town);
    town_execute(town->store, ONE_CITIZEN);
    assert_query(town->store, "SELECT count(*) FROM citizen", "1\n");
    holder_kill(&reader);
}

static void
a_reading_is_of_one_moment(void **state)
{
    struct town *town = *state;
    struct holder writer;

    close_store(town);
    holder_make(&writer, town->path, ONE_CITIZEN);
    reopen_for_reading(town);
    assert_int_equal(msbi_store_begin_reading(town->store, NULL), MSB_OK);
    assert_query(town->store, "SELECT count(*) FROM citizen", "0\n");
    holder_go(&writer);
    assert_query(town->store, "SELECT count(*) FROM citizen", "0\n");
    assert_int_equal(msbi_store_end_reading(town->store, MSB_OK, NULL), MSB_OK);
    assert_query(town->store, "SELECT count(*) FROM citizen", "1\n");
    holder_kill(&writer);
}

static void
what_a_dead_process_committed_is_there(void **state)
{
    struct town *town = *state;
    struct holder writer;

    close_store(town);
    holder_start(&writer, town->path, ONE_CITIZEN);
    holder_kill(&writer);
    assert_true(is_there(town, "-wal"));
    reopen_for_reading(town);
    assert_query(town->store, "SELECT count(*) FROM citizen", "1\n");
    close_store(town);
    assert_false(is_there(town, "-wal"));
}

static void
a_store_opened_for_reading_refuses_sql_that_writes(void **state)
{
    struct town *town = *state;

    reopen_for_reading(town);
    assert_non_null(strstr(town_refusal(town->store, ONE_CITIZEN), "readonly"));
}

static void
an_emptied_log_holds_nothing(void **state)
{
    struct town *town = *state;
    struct msb_error err;
    struct stat info;
    char name[600];
    struct holder reader;

    snprintf(name, sizeof name, "%s-wal", town->path);
    close_store(town);
    holder_make(&reader, town->path, "BEGIN; SELECT count(*) FROM citizen;");
    town_reopen(town);
    town_execute(town->store, ONE_CITIZEN);
    assert_int_equal(stat(name, &info), 0);
    assert_true(info.st_size > 0);
    assert_int_equal(msbi_log_empty(town->store, NULL), MSB_OK);
    assert_int_equal(stat(name, &info), 0);
    assert_int_equal(info.st_size, 0);
    holder_go(&reader);
    town_execute(town->store, "INSERT INTO citizen (id) VALUES ('two');");
    sqlite3_busy_timeout(town->store->db, 20);
    assert_int_equal(msbi_log_empty(town->store, &err), MSB_ERR_BUSY);
    assert_string_equal(err.code, "locked");
    holder_kill(&reader);
    assert_int_equal(msbi_log_empty(town->store, NULL), MSB_OK);
}

/* What the reader below is told through a pipe: go on. */
struct still {
    struct town *town;
    int go[2], ready[2];
};

/* -1 where they cannot be counted. */
static int
count_citizens(struct msb_store *store)
{
    sqlite3_stmt *statement = NULL;
    int num = -1;

    if (sqlite3_prepare_v2(store->db, "SELECT count(*) FROM citizen", -1,
                           &statement, NULL)
            == SQLITE_OK
        && sqlite3_step(statement) == SQLITE_ROW)
        num = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return num;
}

/* In a folder that it may not write to; 0 if all is well. Once a writer has
   a log there, it is read with the log, as everywhere. */
static int
read_still(void *user)
{
    struct still *still = user;
    struct msb_store_options options;
    struct msb_store *store;
    struct msb_error err;
    char byte;

    msb_store_options_init(&options);
    if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        return 1;
    if (msb_store_open(still->town->path, &options, &store, &err)
            != MSB_ERR_STORE
        || strcmp(err.code, "read_only") != 0)
        return 2;
    options.read_only = true;
    if (msb_store_open(still->town->path, &options, &store, &err) != MSB_OK)
        return 3;
    if (msbi_store_begin_reading(store, &err) != MSB_OK
        || count_citizens(store) != 0
        || msbi_store_end_reading(store, MSB_OK, &err) != MSB_OK)
        return 4;
    if (write(still->ready[1], "x", 1) != 1
        || read(still->go[0], &byte, 1) != 1)
        return 5;
    if (byte == 'w'
        && (msbi_store_begin_reading(store, &err) != MSB_ERR_BUSY
            || strcmp(err.code, "changed") != 0))
        return 6;
    msb_store_unref(store);
    if (msb_store_open(still->town->path, &options, &store, &err) != MSB_OK
        || count_citizens(store) != (byte == 'w' ? 1 : 0))
        return 7;
    msb_store_unref(store);
    return 0;
}

/* Only root can write to the folder when nobody can. */
static void
where_nothing_can_be_written_a_store_is_read_while_it_stands_still(void **state)
{
    struct still still = {.town = *state};
    struct town *town = *state;
    bool may_write = getuid() == 0;
    pid_t reader;
    char byte;

    close_store(town);
    assert_int_equal(chmod(town->path, 0444), 0);
    assert_int_equal(chmod(town->folder, 0555), 0);
    assert_int_equal(pipe(still.go), 0);
    assert_int_equal(pipe(still.ready), 0);
    reader = holder_fork(read_still, &still);
    close(still.ready[1]);
    if (read(still.ready[0], &byte, 1) == 1 && may_write) {
        town_reopen(town);
        town_execute(town->store, ONE_CITIZEN);
    }
    assert_int_equal(write(still.go[1], may_write ? "w" : "-", 1), 1);
    holder_join(reader);
    assert_int_equal(chmod(town->folder, 0755), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_store_at_rest_is_one_file,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            the_files_beside_a_store_are_for_its_owner_alone, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(who_reads_does_not_wait_for_who_writes,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(who_writes_does_not_wait_for_who_reads,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_reading_is_of_one_moment, town_set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(what_a_dead_process_committed_is_there,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_store_opened_for_reading_refuses_sql_that_writes, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(an_emptied_log_holds_nothing,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            where_nothing_can_be_written_a_store_is_read_while_it_stands_still,
            town_set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
