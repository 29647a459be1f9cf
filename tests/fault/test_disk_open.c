/* SPDX-License-Identifier: MIT */
/*
 * Making a store, and opening one of an older schema, on a disk that fails:
 * what was made is whole or not there, and what was old is the old store or
 * the new one.
 *
 * usage: fault_disk_open DUMP
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "fault/disk_bench.h"
#include "fault/sqlite_memory.h"
#include "support/small_model.h"

static struct msb_model *model;
static const char *dump_path;

static enum msb_status
make(const char *path, struct msb_error *err)
{
    struct msb_store_options options;
    struct msb_store *store;
    enum msb_status status;

    msb_store_options_init(&options);
    options.clock = disk_clock;
    status = msb_store_create(path, model, &options, &store, err);
    assert_true((store != NULL) == (status == MSB_OK));
    msb_store_unref(store);
    return status;
}

static enum msb_status
open_old(const char *path, struct msb_error *err)
{
    struct msb_store_options options;
    struct msb_store *store;
    enum msb_status status;

    msb_store_options_init(&options);
    options.clock = disk_clock;
    status = msb_store_open(path, &options, &store, err);
    assert_true((store != NULL) == (status == MSB_OK));
    msb_store_unref(store);
    return status;
}

/* The store, and what lies beside it; whether there was anything. */
static bool
remove_store(const char *path)
{
    static const char *const endings[] = {"", "-journal", "-wal", "-shm"};
    bool was_there = false;
    char name[700];

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        if (unlink(name) == 0)
            was_there = true;
    }
    return was_there;
}

/* Whether there was an n-th call to fail. */
static bool
try_making(const char *path, unsigned long n, enum disk_fault fault,
           const char *expected)
{
    size_t live = msbi_alloc_num_live();
    struct msb_error err = {0};
    enum msb_status status;
    bool has_failed;
    char *dump;

    disk_fail_at(n, fault);
    status = make(path, &err);
    has_failed = disk_has_failed();
    disk_fail_at(0, fault);
    if (status != MSB_OK && status != MSB_ERR_IO)
        fail_msg("call %lu, fault %d: %s", n, (int)fault, err.message);
    if (status != MSB_OK) {
        assert_false(remove_store(path));
        assert_int_equal(make(path, NULL), MSB_OK);
    }
    dump = disk_dump(path);
    assert_string_equal(dump, expected);
    free(dump);
    remove_store(path);
    assert_int_equal(msbi_alloc_num_live(), live);
    return has_failed;
}

static void
making_a_store_survives_every_fault_of_the_disk(void **state)
{
    struct town *town = *state;
    char path[600], *expected;

    snprintf(path, sizeof path, "%s/second.msb", town->folder);
    assert_int_equal(make(path, NULL), MSB_OK);
    expected = disk_dump(path);
    remove_store(path);
    for (int fault = 0; fault < DISK_NUM_FAULTS; fault++) {
        unsigned long n = 0;

        do
            n++;
        while (try_making(path, n, (enum disk_fault)fault, expected));
        assert_true(n > 20);
    }
    free(expected);
}

static void
put_old(const char *path)
{
    FILE *file = fopen(dump_path, "rb");
    char *sql = calloc(1, 100000);
    sqlite3 *db;

    assert_non_null(file);
    assert_non_null(sql);
    assert_true(fread(sql, 1, 99999, file) > 0);
    fclose(file);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    free(sql);
}

/* The old store is brought to the present schema, or is what it was; what
   fails after that is the log's alone. */
static bool
try_opening(const char *path, unsigned long n, enum disk_fault fault,
            const char *before, const char *expected)
{
    size_t live = msbi_alloc_num_live();
    struct msb_error err = {0};
    enum msb_status status;
    bool has_failed;
    char *dump;

    put_old(path);
    disk_fail_at(n, fault);
    status = open_old(path, &err);
    has_failed = disk_has_failed();
    disk_fail_at(0, fault);
    if (status != MSB_OK && status != MSB_ERR_IO)
        fail_msg("call %lu, fault %d: %s", n, (int)fault, err.message);
    dump = disk_dump(path);
    if (status == MSB_OK || strcmp(dump, before) != 0)
        assert_string_equal(dump, expected);
    free(dump);
    assert_int_equal(open_old(path, NULL), MSB_OK);
    dump = disk_dump(path);
    assert_string_equal(dump, expected);
    free(dump);
    remove_store(path);
    assert_int_equal(msbi_alloc_num_live(), live);
    return has_failed;
}

static void
migrating_a_store_survives_every_fault_of_the_disk(void **state)
{
    struct town *town = *state;
    char path[600], *before, *expected;

    snprintf(path, sizeof path, "%s/second.msb", town->folder);
    put_old(path);
    before = disk_dump(path);
    assert_int_equal(open_old(path, NULL), MSB_OK);
    expected = disk_dump(path);
    assert_string_not_equal(before, expected);
    remove_store(path);
    for (int fault = 0; fault < DISK_NUM_FAULTS; fault++) {
        unsigned long n = 0;

        do
            n++;
        while (try_opening(path, n, (enum disk_fault)fault, before, expected));
        assert_true(n > 20);
    }
    free(before);
    free(expected);
}

static void
migrating_a_store_survives_every_failed_allocation(void **state)
{
    struct town *town = *state;
    size_t live = msbi_alloc_num_live();
    char path[600], *before, *expected, *dump;
    struct msb_error err = {0};
    enum msb_status status;
    unsigned long n = 0;
    bool is_ahead;

    snprintf(path, sizeof path, "%s/second.msb", town->folder);
    put_old(path);
    before = disk_dump(path);
    assert_int_equal(open_old(path, NULL), MSB_OK);
    expected = disk_dump(path);
    do {
        remove_store(path);
        put_old(path);
        /* Far in, SQLite reads the schema: many statements, all alike. */
        n += n < 300 ? 1 : 41;
        msbi_alloc_fail_at(n);
        status = open_old(path, &err);
        is_ahead = bench_is_failure_ahead(n);
        msbi_alloc_fail_at(0);
        if (status != MSB_OK && status != MSB_ERR_NOMEM)
            fail_msg("allocation %lu: %s", n, err.message);
        dump = disk_dump(path);
        if (status == MSB_OK || strcmp(dump, before) != 0)
            assert_string_equal(dump, expected);
        free(dump);
        assert_int_equal(msbi_alloc_num_live(), live);
    } while (!is_ahead);
    assert_int_equal(status, MSB_OK);
    free(before);
    free(expected);
}

int
main(int num, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            making_a_store_survives_every_fault_of_the_disk, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            migrating_a_store_survives_every_fault_of_the_disk, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            migrating_a_store_survives_every_failed_allocation, town_set_up,
            town_tear_down),
    };
    int failed;

    if (num != 2 || !sqlite_memory_through_the_seam() || !disk_install())
        return 1;
    dump_path = words[1];
    model = town_model(small_2019);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    msb_model_unref(model);
    return failed;
}
