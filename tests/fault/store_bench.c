/* SPDX-License-Identifier: MIT */
/* A store that is copied for each attempt, and the attempts. */
#include "fault/store_bench.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

static void
copy_file(const char *from, const char *to)
{
    FILE *source = fopen(from, "rb"), *target = fopen(to, "wb");
    char block[4096];
    size_t length;

    assert_non_null(source);
    assert_non_null(target);
    while ((length = fread(block, 1, sizeof block, source)) > 0)
        assert_int_equal(fwrite(block, 1, length, target), length);
    fclose(source);
    assert_int_equal(fclose(target), 0);
}

/* Anna is assigned, has other facts since, and two courses. */
int
bench_set_up(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    struct msbi_course_row course;
    struct msb_assign_summary summary;
    struct town *town;

    assert_non_null(bench);
    town_set_up((void **)&bench->town);
    town = bench->town;
    town_put(town, "anna", "2019-01-01", "{'birth_date':'2000-01-01'}");
    course = town_course("anna", "guidance", NULL, "2019-01-01", NULL);
    town_put_course(town, &course);
    course = town_course("anna", "training", NULL, "2019-01-01", NULL);
    town_put_course(town, &course);
    assert_int_equal(msb_store_assign(town->store, town_date("2019-03-01"),
                                      NULL, NULL, &summary, NULL),
                     MSB_OK);
    town_put(town, "anna", "2019-05-01",
             "{'birth_date':'1980-01-01','benefit':'cash'}");
    town_put(town, "bo", "2019-05-01", "{}");
    snprintf(bench->template_path, sizeof bench->template_path, "%s.new",
             town->path);
    bench_take_template(bench);
    *state = bench;
    return 0;
}

int
bench_tear_down(void **state)
{
    struct bench *bench = *state;

    free(bench->dump);
    town_tear_down((void **)&bench->town);
    free(bench);
    return 0;
}

void
bench_take_template(struct bench *bench)
{
    struct town *town = bench->town;

    free(bench->dump);
    bench->dump = town_dump(town->store);
    msb_store_unref(town->store);
    town->store = NULL;
    copy_file(town->path, bench->template_path);
}

void
bench_copy_template(struct bench *bench)
{
    copy_file(bench->template_path, bench->town->path);
}

/* Whether the failure that was asked for is still to come. */
bool
bench_is_failure_ahead(unsigned long n)
{
    for (unsigned long i = 0; i < n; i++) {
        void *block = msbi_alloc(1);

        if (block == NULL)
            return true;
        msbi_free(block);
    }
    return false;
}

/* How long a file is; 0 where there is none. */
static long
measure_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    long length = 0;

    if (file == NULL)
        return 0;
    if (fseek(file, 0, SEEK_END) == 0)
        length = ftell(file);
    fclose(file);
    return length;
}

/* Whether the store is the one to start from, byte for byte, so that there is
   no need to look into it. */
static bool
is_template(const struct bench *bench)
{
    FILE *one = fopen(bench->template_path, "rb");
    FILE *other = fopen(bench->town->path, "rb");
    char blocks[2][4096], log[400];
    size_t lengths[2];
    bool is_same;

    assert_non_null(one);
    assert_non_null(other);
    do {
        lengths[0] = fread(blocks[0], 1, sizeof blocks[0], one);
        lengths[1] = fread(blocks[1], 1, sizeof blocks[1], other);
        is_same = lengths[0] == lengths[1]
                  && memcmp(blocks[0], blocks[1], lengths[0]) == 0;
    } while (is_same && lengths[0] > 0);
    fclose(one);
    fclose(other);
    snprintf(log, sizeof log, "%s-wal", bench->town->path);
    return is_same && measure_file(log) == 0;
}

void
bench_check_outcome(struct bench *bench, enum msb_status status,
                    const struct msb_error *err, unsigned long n)
{
    char *dump;

    if (status == MSB_OK)
        return; /* SQLite did without that block */
    if (status != MSB_ERR_NOMEM || err->status != MSB_ERR_NOMEM)
        fail_msg("allocation %lu: %s, %s", n, msb_status_get_name(status),
                 err->message);
    if (is_template(bench))
        return;
    town_reopen(bench->town);
    dump = town_dump(bench->town->store);
    assert_string_equal(dump, bench->dump);
    free(dump);
    msb_store_unref(bench->town->store);
    bench->town->store = NULL;
}

/* A sanitizer takes several times as long; without one, all are tried. */
#if defined(__SANITIZE_ADDRESS__)
#define MOST 50
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MOST 50
#endif
#endif
#ifndef MOST
#define MOST ULONG_MAX
#endif

static void
check_survives(struct bench *bench, run_fn run, unsigned long all)
{
    struct town *town = bench->town;
    enum msb_status status;
    struct msb_error err;
    bool has_failed;
    unsigned long n = 0;
    size_t live;

    do {
        memset(&err, 0, sizeof err);
        bench_copy_template(bench);
        live = msbi_alloc_num_live();
        town_reopen(town);
        /* No power is lost here, and waiting for the disk takes long. */
        town_execute(town->store, "PRAGMA synchronous = OFF");
        n += n < all && n < MOST ? 1 : 13;
        msbi_alloc_fail_at(n);
        status = run(town->store, &err);
        has_failed = !bench_is_failure_ahead(n);
        msbi_alloc_fail_at(0);
        msb_store_unref(town->store);
        town->store = NULL;
        assert_int_equal(msbi_alloc_num_live(), live);
        bench_check_outcome(bench, status, &err, n);
    } while (has_failed);
    assert_int_equal(status, MSB_OK);
    assert_true(n > 20);
}

void
bench_check_survives(struct bench *bench, run_fn run)
{
    check_survives(bench, run, ULONG_MAX);
}

void
bench_check_survives_most(struct bench *bench, run_fn run)
{
    check_survives(bench, run, 300);
}
