/* SPDX-License-Identifier: MIT */
/* A store on a disk that fails; see disk_bench.h. */
#include "fault/disk_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

int64_t
disk_clock(void *user)
{
    (void)user;
    return 4102444800; /* 2100-01-01: after all that was recorded */
}

char *
disk_dump(const char *path)
{
    struct msb_store store = {0};
    char *dump;

    if (sqlite3_open(path, &store.db) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(store.db));
    assert_query(&store, "PRAGMA integrity_check", "ok\n");
    assert_query(&store, "PRAGMA foreign_key_check", "");
    dump = town_dump(&store);
    assert_int_equal(sqlite3_close(store.db), SQLITE_OK);
    return dump;
}

static void
assert_dump(const char *path, const char *expected)
{
    char *dump = disk_dump(path);

    assert_string_equal(dump, expected);
    free(dump);
}

static void
open_copy(struct bench *bench)
{
    bench_copy_template(bench);
    town_reopen(bench->town);
    bench->town->store->clock = disk_clock;
}

static void
close_store(struct town *town)
{
    msb_store_unref(town->store);
    town->store = NULL;
}

/* The disk works again: nothing has changed, and the next attempt is whole. */
static void
check_after_fault(struct town *town, run_fn run, enum msb_status status,
                  const char *before, const char *expected)
{
    struct msb_error err = {0};

    assert_dump(town->path, status == MSB_OK ? expected : before);
    if (status != MSB_OK && run(town->store, &err) != MSB_OK)
        fail_msg("the next attempt: %s", err.message);
    close_store(town);
    assert_dump(town->path, expected);
}

/* The power is back: the store is whole, with the operation or without. */
static void
check_after_loss(struct town *town, run_fn run, enum msb_status status,
                 const char *before, const char *expected)
{
    char *dump = disk_dump(town->path);
    bool is_whole = status == MSB_OK || strcmp(dump, before) != 0;

    if (is_whole)
        assert_string_equal(dump, expected);
    free(dump);
    town_reopen(town);
    town->store->clock = disk_clock;
    assert_int_equal(run(town->store, NULL), MSB_OK);
    close_store(town);
    if (!is_whole)
        assert_dump(town->path, expected);
}

/* Whether there was an n-th call to fail. */
static bool
try_fault(struct bench *bench, run_fn run, unsigned long n,
          enum disk_fault fault, const char *expected)
{
    struct town *town = bench->town;
    size_t live = msbi_alloc_num_live();
    struct msb_error err = {0};
    enum msb_status status;
    bool has_failed;

    open_copy(bench);
    disk_fail_at(n, fault);
    status = run(town->store, &err);
    has_failed = disk_has_failed();
    if (status != MSB_OK && (status != MSB_ERR_IO || err.status != status))
        fail_msg("call %lu, fault %d: %s, %s", n, (int)fault,
                 msb_status_get_name(status), err.message);
    if (fault == DISK_GONE)
        close_store(town);
    disk_fail_at(0, fault);
    if (fault == DISK_GONE)
        check_after_loss(town, run, status, bench->dump, expected);
    else
        check_after_fault(town, run, status, bench->dump, expected);
    assert_int_equal(msbi_alloc_num_live(), live);
    return has_failed;
}

void
disk_check_survives(struct bench *bench, run_fn run)
{
    struct msb_error err = {0};
    char *expected;

    open_copy(bench);
    if (run(bench->town->store, &err) != MSB_OK)
        fail_msg("undisturbed: %s", err.message);
    close_store(bench->town);
    expected = disk_dump(bench->town->path);
    for (int fault = 0; fault < DISK_NUM_FAULTS; fault++) {
        unsigned long n = 0;

        do
            n++;
        while (try_fault(bench, run, n, (enum disk_fault)fault, expected));
        assert_true(n > 3);
    }
    free(expected);
}
