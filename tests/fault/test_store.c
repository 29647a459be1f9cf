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

#include "base/memory.h"
#include "fault/sqlite_memory.h"
#include "support/small_model.h"
#include "unit/store/town.h"

typedef enum msb_status (*run_fn)(struct msb_store *store,
                                  struct msb_error *err);

/* A store to start from, copied for each attempt. */
struct bench {
    struct town *town;
    char template_path[300];
    char *dump;
};

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

static struct msb_model *first_model, *next_model;

/* Anna is assigned, has other facts since, and two courses. */
static int
set_up(void **state)
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
    bench->dump = town_dump(town->store);
    msb_store_unref(town->store);
    town->store = NULL;
    snprintf(bench->template_path, sizeof bench->template_path, "%s.new",
             town->path);
    copy_file(town->path, bench->template_path);
    *state = bench;
    return 0;
}

static int
tear_down(void **state)
{
    struct bench *bench = *state;

    free(bench->dump);
    town_tear_down((void **)&bench->town);
    free(bench);
    return 0;
}

/* Whether the failure that was asked for is still to come. */
static bool
is_failure_ahead(unsigned long n)
{
    for (unsigned long i = 0; i < n; i++) {
        void *block = msbi_alloc(1);

        if (block == NULL)
            return true;
        msbi_free(block);
    }
    return false;
}

static void
check_outcome(struct bench *bench, enum msb_status status,
              const struct msb_error *err, unsigned long n)
{
    char *dump;

    if (status == MSB_OK)
        return; /* SQLite did without that block */
    if (status != MSB_ERR_NOMEM || err->status != MSB_ERR_NOMEM)
        fail_msg("allocation %lu: %s, %s", n, msb_status_get_name(status),
                 err->message);
    town_reopen(bench->town);
    dump = town_dump(bench->town->store);
    assert_string_equal(dump, bench->dump);
    free(dump);
    msb_store_unref(bench->town->store);
    bench->town->store = NULL;
}

static void
check_survives(struct bench *bench, run_fn run)
{
    struct town *town = bench->town;
    enum msb_status status;
    struct msb_error err;
    bool has_failed;
    unsigned long n = 0;
    size_t live;

    do {
        memset(&err, 0, sizeof err);
        copy_file(bench->template_path, town->path);
        live = msbi_alloc_num_live();
        town_reopen(town);
        msbi_alloc_fail_at(++n);
        status = run(town->store, &err);
        has_failed = !is_failure_ahead(n);
        msbi_alloc_fail_at(0);
        msb_store_unref(town->store);
        town->store = NULL;
        assert_int_equal(msbi_alloc_num_live(), live);
        check_outcome(bench, status, &err, n);
    } while (has_failed);
    assert_int_equal(status, MSB_OK);
    assert_true(n > 20);
}

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

static enum msb_status
answer(struct msb_store *store, struct msb_error *err)
{
    struct msb_answer *answer;
    char *json = NULL;
    enum msb_status status = msb_store_find_answer(
        store, "anna", town_date("2019-04-01"), true, false, &answer, err);

    if (status != MSB_OK) {
        assert_null(answer);
        return status;
    }
    status = msb_answer_format_json(answer, &json, err);
    assert_true((json != NULL) == (status == MSB_OK));
    msb_text_free(json);
    msb_answer_unref(answer);
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

static void
adopting_survives_every_failed_allocation(void **state)
{
    check_survives(*state, adopt);
}

static void
assigning_survives_every_failed_allocation(void **state)
{
    check_survives(*state, assign);
}

static void
answering_survives_every_failed_allocation(void **state)
{
    check_survives(*state, answer);
}

static void
putting_rows_survives_every_failed_allocation(void **state)
{
    citizens[0] = town_citizen("carl", "0101901234", "2019-01-01", NULL,
                               "{'benefit':'cash'}");
    citizens[1] = town_citizen("anna", "0202801234", "2019-05-01", NULL,
                               "{'benefit':'sick'}");
    citizens[2] = town_citizen("bo", NULL, "2019-06-01", "2019-07-01", "{}");
    citizens[2].facts = "{\"benefit\":\"cash\"}";
    citizens[2].facts_length = strlen(citizens[2].facts);
    courses[0] = town_course("anna", "guidance", NULL, "2019-01-01",
                             "2019-06-01");
    courses[1] = town_course("bo", "guidance", "u", "2019-01-01", NULL);
    check_survives(*state, put_rows);
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
        msbi_alloc_fail_at(++n);
        status = msb_store_open(bench->town->path, NULL, &store, &err);
        has_failed = !is_failure_ahead(n);
        msbi_alloc_fail_at(0);
        assert_true((store != NULL) == (status == MSB_OK));
        msb_store_unref(store);
        assert_int_equal(msbi_alloc_num_live(), live);
        check_outcome(bench, status, &err, n);
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
        has_failed = !is_failure_ahead(n);
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
            creating_survives_every_failed_allocation, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            opening_survives_every_failed_allocation, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            adopting_survives_every_failed_allocation, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            putting_rows_survives_every_failed_allocation, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            assigning_survives_every_failed_allocation, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            answering_survives_every_failed_allocation, set_up, tear_down),
    };
    int failed;

    if (!sqlite_memory_through_the_seam())
        return 1;
    first_model = town_model(small_2018);
    next_model = town_model(small_2020);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    msb_model_unref(first_model);
    msb_model_unref(next_model);
    return failed;
}
