/* SPDX-License-Identifier: MIT */
/*
 * Whoever is told of progress may stop every long operation, at any call: it
 * then says so, leaks nothing, leaves the store as it was, and can be done
 * again.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <msb/backup.h>
#include <msb/compare.h>
#include <msb/count.h>
#include <msb/export.h>
#include <msb/import.h>
#include <msb/verify.h>

#include "base/memory.h"
#include "unit/store/town.h"

enum { NUM_CITIZENS = 3000 }; /* so that each tells of it twice or more */

/* Stops at the @last-th call; 0: never. */
struct stopper {
    size_t calls;
    size_t last;
};

static bool
count_call(void *user, uint64_t done, uint64_t total)
{
    struct stopper *stopper = user;

    assert_true(stopper->last == 0 || stopper->calls < stopper->last);
    assert_true(done <= total);
    return ++stopper->calls != stopper->last;
}

/* Young people, assigned on 2019-03-01, and files to import. */
static int
set_up(void **state)
{
    struct msb_assign_summary summary;
    struct town *town;
    char path[300];
    FILE *file;

    town_set_up(state);
    town = *state;
    snprintf(path, sizeof path, "%s/rows", town->folder);
    file = fopen(path, "wb");
    assert_non_null(file);
    fputs("id;born\n", file);
    for (int i = 0; i < NUM_CITIZENS; i++)
        fprintf(file, "c%d;%d-01-01\n", i, 1990 + i % 10);
    assert_int_equal(fclose(file), 0);
    snprintf(path, sizeof path, "%s/mapping", town->folder);
    file = fopen(path, "wb");
    assert_non_null(file);
    fputs("{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"citizen\","
          "\"columns\":{\"id\":{\"from\":1},\"birth_date\":{\"from\":2},"
          "\"valid_from\":{\"constant\":\"2019-01-01\"}}}",
          file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    for (int i = 0; i < NUM_CITIZENS; i++) {
        struct msbi_citizen_row row;
        enum msbi_put put;
        char id[16];

        snprintf(id, sizeof id, "c%d", i);
        row = town_citizen(id, NULL, "2018-01-01", NULL,
                           "{'birth_date':'2000-01-01'}");
        assert_int_equal(msbi_store_put_citizen(town->store, &row, &put, NULL),
                         MSB_OK);
    }
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    assert_int_equal(msb_store_assign(town->store, town_date("2019-03-01"),
                                      NULL, NULL, &summary, NULL),
                     MSB_OK);
    return 0;
}

static size_t
count_files(const struct town *town)
{
    DIR *folder = opendir(town->folder);
    size_t num = 0;

    assert_non_null(folder);
    while (readdir(folder) != NULL)
        num++;
    closedir(folder);
    return num;
}

typedef enum msb_status (*run_fn)(struct town *town, struct stopper *stopper,
                                  struct msb_error *err);

static enum msb_status
import(struct town *town, struct stopper *stopper, struct msb_error *err)
{
    struct msb_import_report *report = NULL;
    struct msb_import_options options;
    char rows[300], mapping[300];
    enum msb_status status;

    snprintf(rows, sizeof rows, "%s/rows", town->folder);
    snprintf(mapping, sizeof mapping, "%s/mapping", town->folder);
    msb_import_options_init(&options);
    options.progress = count_call;
    options.user = stopper;
    status = msb_store_import(town->store, rows, mapping, &options, NULL,
                              &report, err);
    assert_int_equal(report != NULL, status == MSB_OK);
    msb_import_report_unref(report);
    return status;
}

static enum msb_status
assign(struct town *town, struct stopper *stopper, struct msb_error *err)
{
    struct msb_assign_summary summary;

    return msb_store_assign(town->store, town_date("2019-02-01"), count_call,
                            stopper, &summary, err);
}

static enum msb_status
report(struct town *town, struct stopper *stopper, struct msb_error *err)
{
    struct msb_totals *totals = NULL;
    enum msb_status status = msb_store_report(
        town->store, NULL, town_date("2019-03-01"), count_call, stopper,
        &totals, err);

    assert_int_equal(totals != NULL, status == MSB_OK);
    msb_totals_unref(totals);
    return status;
}

static enum msb_status
compare(struct town *town, struct stopper *stopper, struct msb_error *err)
{
    struct msb_comparison *comparison = NULL;
    struct msb_rules *rules = NULL;
    enum msb_status status;

    assert_int_equal(msb_store_find_rules(town->store, town_date("2019-03-01"),
                                          &rules, NULL),
                     MSB_OK);
    status = msb_store_compare(town->store, rules, rules,
                               town_date("2019-03-01"), count_call, stopper,
                               &comparison, err);
    assert_int_equal(comparison != NULL, status == MSB_OK);
    msb_comparison_unref(comparison);
    msb_rules_unref(rules);
    return status;
}

static enum msb_status
count(struct town *town, struct stopper *stopper, struct msb_error *err)
{
    struct msb_analysis *analysis = NULL;
    struct msb_rules *rules = NULL;
    struct msb_tally *tally = NULL;
    enum msb_status status;

    assert_int_equal(msb_store_find_rules(town->store, town_date("2019-03-01"),
                                          &rules, NULL),
                     MSB_OK);
    assert_int_equal(msb_rules_check(rules, &analysis, NULL), MSB_OK);
    status = msb_store_count_findings(town->store, analysis,
                                      town_date("2019-03-01"), count_call,
                                      stopper, &tally, err);
    assert_int_equal(tally != NULL, status == MSB_OK);
    msb_tally_unref(tally);
    msb_analysis_unref(analysis);
    msb_rules_unref(rules);
    return status;
}

static bool
take_line(void *user, const char *line, size_t length)
{
    (void)user;
    return length > 0 && line[0] == '{';
}

static enum msb_status export(struct town *town, struct stopper *stopper,
                              struct msb_error *err) {
    struct msb_export_options options;

    msb_export_options_init(&options);
    options.progress = count_call;
    options.progress_user = stopper;
    return msb_store_export(town->store, town_date("2019-03-01"), &options,
                            take_line, NULL, err);
}

static enum msb_status
verify(struct town *town, struct stopper *stopper, struct msb_error *err)
{
    struct msb_verification *verification = NULL;
    struct msb_verify_options options;
    enum msb_status status;

    msb_verify_options_init(&options);
    options.progress = count_call;
    options.user = stopper;
    status = msb_store_verify(town->store, &options, &verification, err);
    assert_int_equal(verification != NULL, status == MSB_OK);
    msb_verification_unref(verification);
    return status;
}

static enum msb_status
back_up(struct town *town, struct stopper *stopper, struct msb_error *err)
{
    char path[300];
    enum msb_status status;

    snprintf(path, sizeof path, "%s/copy", town->folder);
    status = msb_store_backup(town->store, path, count_call, stopper, err);
    assert_int_equal(access(path, F_OK) == 0, status == MSB_OK);
    return status;
}

/* Stop at each call in turn, until there is none to stop at. */
static void
check_stops(struct town *town, run_fn run)
{
    struct stopper stopper = {0, 1};
    char *before = town_dump(town->store), *after;
    struct msb_error err = {0};
    size_t live, files;

    /* The store keeps its statements and rules from the first time on. */
    assert_int_equal(run(town, &stopper, NULL), MSB_ERR_STOPPED);
    live = msbi_alloc_num_live();
    files = count_files(town);
    for (size_t n = 1;; n++) {
        stopper = (struct stopper){0, n};
        if (run(town, &stopper, &err) == MSB_OK)
            break;
        assert_int_equal(err.status, MSB_ERR_STOPPED);
        assert_string_equal(err.code, "stopped");
        assert_int_equal(stopper.calls, n);
        assert_int_equal(msbi_alloc_num_live(), live);
        assert_int_equal(count_files(town), files);
        after = town_dump(town->store);
        assert_string_equal(after, before);
        free(after);
    }
    assert_in_range(stopper.calls, 2, 100);
    assert_int_equal(stopper.calls, stopper.last - 1);
    free(before);
}

static void
an_import_may_be_stopped(void **state)
{
    check_stops(*state, import);
    assert_query(((struct town *)*state)->store,
                 "SELECT count(*) FROM citizen_facts"
                 " WHERE valid_from = day('2019-01-01')",
                 "3000\n");
}

static void
an_assignment_may_be_stopped(void **state)
{
    check_stops(*state, assign);
    assert_query(((struct town *)*state)->store,
                 "SELECT valid_from, valid_to, count(*) FROM assignment_text"
                 " GROUP BY valid_from, valid_to ORDER BY valid_from",
                 "2019-02-01|2019-03-01|3000\n2019-03-01|-|3000\n");
}

static void
a_report_may_be_stopped(void **state)
{
    check_stops(*state, report);
}

static void
a_comparison_may_be_stopped(void **state)
{
    check_stops(*state, compare);
}

static void
counting_may_be_stopped(void **state)
{
    check_stops(*state, count);
}

static void
an_export_may_be_stopped(void **state)
{
    check_stops(*state, export);
}

static void
verifying_may_be_stopped(void **state)
{
    check_stops(*state, verify);
}

static void
a_back_up_may_be_stopped(void **state)
{
    struct town *town = *state;

    /* A copy tells of each megabyte. */
    town_execute(town->store, "CREATE TABLE filler (bytes BLOB);"
                              "INSERT INTO filler VALUES (zeroblob(2000000))");
    check_stops(town, back_up);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_import_may_be_stopped, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(an_assignment_may_be_stopped, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(a_report_may_be_stopped, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(a_comparison_may_be_stopped, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(counting_may_be_stopped, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(an_export_may_be_stopped, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(verifying_may_be_stopped, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(a_back_up_may_be_stopped, set_up,
                                        town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
