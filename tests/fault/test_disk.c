/* SPDX-License-Identifier: MIT */
/*
 * Every call to the disk of what a store does fails once, in four ways: see
 * disk.h. Whatever failed, the call says so, nothing leaks, and the store is
 * as it was.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <msb/answer.h>
#include <msb/backup.h>
#include <msb/compare.h>
#include <msb/exception.h>
#include <msb/import.h>

#include "fault/disk_bench.h"
#include "fault/sqlite_memory.h"
#include "support/small_model.h"

static struct msb_model *next_model;
static struct msb_rules *first_rules, *next_rules;
static char copy_path[600], file_path[600], mapping_path[600];

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
    enum msb_status status = msb_store_find_answer(
        store, "anna", town_date("2019-04-01"), NULL, &answer, err);

    assert_true((answer != NULL) == (status == MSB_OK));
    msb_answer_unref(answer);
    return status;
}

/* A reading that is put in the journal. */
static enum msb_status
answer_somebody(struct msb_store *store, struct msb_error *err)
{
    struct msb_principal principal;

    msb_principal_init(&principal);
    principal.role = MSB_ROLE_SYSTEM;
    principal.actor = "program";
    principal.purpose = "test";
    if (store->principal.actor == NULL)
        assert_int_equal(
            msbi_principal_copy(&principal, &store->principal, NULL), MSB_OK);
    return answer(store, err);
}

static enum msb_status
put_exception(struct msb_store *store, struct msb_error *err)
{
    const struct msb_exception exception = {"health", "because", "leader",
                                            town_date("2019-04-01"),
                                            town_date("2019-12-01")};

    return msb_store_put_exception(store, "anna", &exception, err);
}

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
import(struct msb_store *store, struct msb_error *err)
{
    struct msb_import_report *report;
    enum msb_status status = msb_store_import(store, file_path, mapping_path,
                                              NULL, NULL, &report, err);

    assert_true((report != NULL) == (status == MSB_OK));
    msb_import_report_unref(report);
    return status;
}

/* The copy is there, and whole, or nothing is. */
static enum msb_status
back_up(struct msb_store *store, struct msb_error *err)
{
    enum msb_status status = msb_store_backup(store, copy_path, NULL, NULL,
                                              err);

    assert_true((access(copy_path, F_OK) == 0) == (status == MSB_OK));
    unlink(copy_path);
    return status;
}

static void
write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* A new citizen, another fact of Anna's, and enough others that the log is
   brought into the file at the end. */
static int
set_up(void **state)
{
    static const char mapping[] =
        "{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"citizen\","
        "\"columns\":{\"id\":{\"from\":1},\"benefit\":{\"from\":2},"
        "\"valid_from\":{\"constant\":\"2019-05-01\"}}}";
    const char *folder;
    struct bench *bench;

    bench_set_up(state);
    bench = *state;
    folder = bench->town->folder;
    snprintf(copy_path, sizeof copy_path, "%s/copy.msb", folder);
    snprintf(file_path, sizeof file_path, "%s/citizens.csv", folder);
    snprintf(mapping_path, sizeof mapping_path, "%s/mapping.json", folder);
    write_file(mapping_path, mapping);
    write_file(file_path, "id;b\nnew;cash\nanna;sick\nodd;nothing\n");
    return 0;
}

static void
adopting_survives_every_fault_of_the_disk(void **state)
{
    disk_check_survives(*state, adopt);
}

static void
importing_survives_every_fault_of_the_disk(void **state)
{
    disk_check_survives(*state, import);
}

static void
assigning_survives_every_fault_of_the_disk(void **state)
{
    disk_check_survives(*state, assign);
}

static void
answering_survives_every_fault_of_the_disk(void **state)
{
    disk_check_survives(*state, answer);
}

static void
answering_into_the_journal_survives_every_fault_of_the_disk(void **state)
{
    disk_check_survives(*state, answer_somebody);
}

static void
placing_a_citizen_survives_every_fault_of_the_disk(void **state)
{
    disk_check_survives(*state, put_exception);
}

static void
comparing_survives_every_fault_of_the_disk(void **state)
{
    disk_check_survives(*state, compare);
}

static void
backing_up_survives_every_fault_of_the_disk(void **state)
{
    disk_check_survives(*state, back_up);
}

static void
backing_up_survives_every_failed_allocation(void **state)
{
    bench_check_survives_most(*state, back_up);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            adopting_survives_every_fault_of_the_disk, set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(
            importing_survives_every_fault_of_the_disk, set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            assigning_survives_every_fault_of_the_disk, set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            answering_survives_every_fault_of_the_disk, set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            answering_into_the_journal_survives_every_fault_of_the_disk, set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            placing_a_citizen_survives_every_fault_of_the_disk, set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            comparing_survives_every_fault_of_the_disk, set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            backing_up_survives_every_fault_of_the_disk, set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            backing_up_survives_every_failed_allocation, set_up,
            bench_tear_down),
    };
    struct msb_model *first_model;
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
