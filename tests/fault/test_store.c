/* SPDX-License-Identifier: MIT */
/*
 * Every allocation of what a store does fails once, SQLite's among them:
 * this program lets SQLite allocate through the library's seam. Whatever
 * failed, nothing leaks, the call says NOMEM, and the store is as it was.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <msb/compare.h>

#include "base/memory.h"
#include "fault/disk.h"
#include "fault/sqlite_memory.h"
#include "fault/store_bench.h"
#include "support/small_model.h"

static struct msb_model *first_model, *next_model;

static enum msb_status
adopt(struct msb_store *store, struct msb_error *err)
{
    return msb_store_adopt(store, next_model, err);
}

static enum msb_status
assign(struct msb_store *store, struct msb_error *err)
{
    struct msb_assign_summary summary;

    return msb_store_assign(store, town_date("2019-06-01"), NULL, NULL,
                            &summary, err);
}

static struct msb_rules *first_rules, *next_rules;

static enum msb_status
compare(struct msb_store *store, struct msb_error *err)
{
    struct msb_comparison *comparison;
    enum msb_status status = msb_store_compare(store, first_rules, next_rules,
                                               town_date("2019-06-01"), NULL,
                                               NULL, &comparison, err);

    assert_true((comparison != NULL) == (status == MSB_OK));
    msb_comparison_unref(comparison);
    return status;
}

static enum msb_status
put_citizen(struct msb_store *store, const struct msbi_citizen_row *row,
            struct msb_error *err)
{
    enum msb_status status = msbi_store_mark(store, err);
    enum msbi_put put;

    if (status == MSB_OK)
        status = msbi_store_put_citizen(store, row, &put, err);
    return status != MSB_OK ? status : msbi_store_keep(store, err);
}

static enum msb_status
put_course(struct msb_store *store, const struct msbi_course_row *row,
           struct msb_error *err)
{
    enum msb_status status = msbi_store_mark(store, err);
    enum msbi_put put;

    if (status == MSB_OK)
        status = msbi_store_put_course(store, row, &put, err);
    return status != MSB_OK ? status : msbi_store_keep(store, err);
}

static struct msbi_citizen_row citizens[3];
static struct msbi_course_row courses[2];

/* A new citizen, a correction, a new version; a correction, a new course. */
static enum msb_status
put_rows(struct msb_store *store, struct msb_error *err)
{
    enum msb_status status = msbi_store_begin(store, err);

    for (size_t i = 0; status == MSB_OK && i < 3; i++)
        status = put_citizen(store, &citizens[i], err);
    for (size_t i = 0; status == MSB_OK && i < 2; i++)
        status = put_course(store, &courses[i], err);
    if (status == MSB_OK)
        status = msbi_store_run_checks(store, err);
    if (status == MSB_OK)
        return msbi_store_commit(store, err);
    msbi_store_rollback(store);
    return status;
}

/* More rows than are written together; one course, of anna's, is known. */
static enum msb_status
put_many_rows(struct msb_store *store, struct msb_error *err)
{
    enum msb_status status = msbi_store_begin(store, err);
    struct msbi_citizen_row citizen = citizens[0];
    struct msbi_course_row course = courses[0];
    char id[8];

    citizen.cpr = NULL;
    citizen.id = id;
    for (int i = 0; status == MSB_OK && i <= MSBI_MAX_WAITING; i++) {
        citizen.id_length = (size_t)snprintf(id, sizeof id, "m%d", i);
        status = put_citizen(store, &citizen, err);
    }
    for (int i = 0; status == MSB_OK && i <= MSBI_MAX_WAITING; i++) {
        status = put_course(store, &course, err);
        course.from.days++;
    }
    if (status == MSB_OK)
        return msbi_store_commit(store, err);
    msbi_store_rollback(store);
    return status;
}

static void
putting_many_rows_survives_every_failed_allocation(void **state)
{
    citizens[0] = town_citizen("m", NULL, "2019-01-01", NULL, "{}");
    courses[0] = town_course("anna", "guidance", NULL, "2019-01-01", NULL);
    bench_check_survives(*state, put_many_rows);
}

static void
adopting_survives_every_failed_allocation(void **state)
{
    bench_check_survives(*state, adopt);
}

static void
assigning_survives_every_failed_allocation(void **state)
{
    bench_check_survives(*state, assign);
}

static void
comparing_survives_every_failed_allocation(void **state)
{
    bench_check_survives(*state, compare);
}

static void
putting_rows_survives_every_failed_allocation(void **state)
{
    citizens[0] = town_citizen("carl", "0201609995", "2019-01-01", NULL,
                               "{'benefit':'cash'}");
    citizens[1] = town_citizen("anna", "3103979995", "2019-05-01", NULL,
                               "{'benefit':'sick'}");
    citizens[2] = town_citizen("bo", NULL, "2019-06-01", "2019-07-01", "{}");
    citizens[2].facts = "{\"benefit\":\"cash\"}";
    citizens[2].facts_length = strlen(citizens[2].facts);
    courses[0] = town_course("anna", "guidance", NULL, "2019-01-01",
                             "2019-06-01");
    courses[1] = town_course("bo", "guidance", "u", "2019-01-01", NULL);
    bench_check_survives(*state, put_rows);
}

static void
opening_survives_every_failed_allocation(void **state)
{
    struct bench *bench = *state;
    struct msb_store *store;
    enum msb_status status;
    struct msb_error err;
    bool has_failed;
    unsigned long n = 0;
    size_t live = msbi_alloc_num_live();

    do {
        memset(&err, 0, sizeof err);
        /* Far in, SQLite reads the schema: many statements, all alike. */
        n += n < 500 ? 1 : 7;
        msbi_alloc_fail_at(n);
        status = msb_store_open(bench->town->path, NULL, &store, &err);
        has_failed = !bench_is_failure_ahead(n);
        msbi_alloc_fail_at(0);
        assert_true((store != NULL) == (status == MSB_OK));
        msb_store_unref(store);
        assert_int_equal(msbi_alloc_num_live(), live);
        bench_check_outcome(bench, status, &err, n);
    } while (has_failed);
    assert_int_equal(status, MSB_OK);
}

static void
creating_survives_every_failed_allocation(void **state)
{
    struct bench *bench = *state;
    struct msb_store *store;
    enum msb_status status;
    struct msb_error err;
    struct stat info;
    char path[600];
    bool has_failed;
    unsigned long n = 0;
    size_t live = msbi_alloc_num_live();

    snprintf(path, sizeof path, "%s/second.msb", bench->town->folder);
    do {
        memset(&err, 0, sizeof err);
        /* Far in, SQLite reads the schema: many statements, all alike. */
        n += n < 500 ? 1 : 7;
        msbi_alloc_fail_at(n);
        status = msb_store_create(path, first_model, NULL, &store, &err);
        has_failed = !bench_is_failure_ahead(n);
        msbi_alloc_fail_at(0);
        assert_true((store != NULL) == (status == MSB_OK));
        msb_store_unref(store);
        assert_int_equal(msbi_alloc_num_live(), live);
        if (status != MSB_OK && status != MSB_ERR_NOMEM)
            fail_msg("allocation %lu: %s", n, err.message);
        assert_true((stat(path, &info) == 0) == (status == MSB_OK));
        unlink(path);
    } while (has_failed);
    assert_int_equal(status, MSB_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            creating_survives_every_failed_allocation, bench_set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            opening_survives_every_failed_allocation, bench_set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            adopting_survives_every_failed_allocation, bench_set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            putting_rows_survives_every_failed_allocation, bench_set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            putting_many_rows_survives_every_failed_allocation, bench_set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            assigning_survives_every_failed_allocation, bench_set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            comparing_survives_every_failed_allocation, bench_set_up,
            bench_tear_down),
    };
    int failed;

    if (!sqlite_memory_through_the_seam() || !disk_install())
        return 1;
    first_model = town_model(small_2018);
    next_model = town_model(small_2020);
    if (msb_rules_compile(first_model, &first_rules, NULL) != MSB_OK
        || msb_rules_compile(next_model, &next_rules, NULL) != MSB_OK)
        return 1;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    msb_rules_unref(first_rules);
    msb_rules_unref(next_rules);
    msb_model_unref(first_model);
    msb_model_unref(next_model);
    return failed;
}
