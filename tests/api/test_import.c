/* SPDX-License-Identifier: MIT */
/*
 * What embedders can rely on of msb_store_import(): the counts, the report,
 * the same again, and the dry run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb.h>

#include "api/danish_files.h"
#include "unit/import/scratch.h"

static struct scratch scratch;

static int
set_up(void **state)
{
    (void)state;
    scratch_begin(&scratch);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    scratch_end(&scratch);
    return 0;
}

static enum msb_status
import(const char *mapping, const char *text, bool dry_run,
       struct msb_import_report **out, struct msb_error *err)
{
    struct msb_import_options options;

    msb_import_options_init(&options);
    options.dry_run = dry_run;
    return msb_store_import(scratch.store,
                            scratch_write(&scratch, "file", text, -1),
                            scratch_write(&scratch, "mapping", mapping, -1),
                            &options, NULL, out, err);
}

/* Import and compare the counts. Every row must be counted once. */
static void
assert_counts(const char *mapping, const char *text, bool dry_run,
              const char *expected)
{
    struct msb_import_report *report = NULL;
    struct msb_import_counts counts;
    struct msb_error err;
    char found[128];

    if (import(mapping, text, dry_run, &report, &err) != MSB_OK)
        fail_msg("not imported: %s", err.message);
    counts = msb_import_report_get_counts(report);
    snprintf(found, sizeof found, "%d new %d changed %d same %d rejected",
             (int)counts.inserted, (int)counts.updated, (int)counts.unchanged,
             (int)counts.rejected);
    assert_string_equal(found, expected);
    assert_int_equal(counts.read, counts.inserted + counts.updated
                                      + counts.unchanged + counts.rejected);
    msb_import_report_unref(report);
}

static void
the_same_file_again_changes_nothing(void **state)
{
    static const char rows[] =
        "Borger;CPR;Født;Ydelse;Behov;Børn;Rask;Fra;Navn\n"
        "s1;070761-4285;;KTH;housing;2;true;2019-05-01;A\n"
        "s2;;01-05-1996;sickness;;;;2019-05-01;B\n"
        "s3;;;;;;;2019-05-01;C\n"
        "s4;;;wrong;;;;2019-05-01;D\n";
    static const char more[] = "Borger;Indsats;Fra;Til;Enhed\n"
                               "s1;treatment;2019-05-01;;\n"
                               "s1;training;2019-05-01;2019-09-01;centre\n"
                               "s9;training;2019-05-01;2019-09-01;centre\n";

    (void)state;
    assert_counts(citizens, rows, false, "3 new 0 changed 0 same 1 rejected");
    assert_counts(citizens, rows, false, "0 new 0 changed 3 same 1 rejected");
    assert_counts(courses, more, false, "2 new 0 changed 0 same 1 rejected");
    assert_counts(courses, more, false, "0 new 0 changed 2 same 1 rejected");
    assert_counts(citizens, rows, false, "0 new 0 changed 3 same 1 rejected");
}

static void
a_later_row_for_the_same_date_is_a_correction(void **state)
{
    (void)state;
    assert_counts(citizens,
                  "Borger;CPR;Født;Ydelse;Behov;Børn;Rask;Fra;Navn\n"
                  "c1;;;KTH;;;;2019-05-01;\n"
                  "c1;;;KTH;;;;2019-05-01;\n"
                  "c1;;;sickness;;;;2019-05-01;\n",
                  false, "1 new 1 changed 1 same 0 rejected");
}

static void
a_dry_run_counts_the_same_and_changes_nothing(void **state)
{
    static const char rows[] =
        "Borger;CPR;Født;Ydelse;Behov;Børn;Rask;Fra;Navn\n"
        "d1;;;KTH;;;;2019-05-01;\nd2;;;x;;;;2019-05-01;\n";

    (void)state;
    assert_counts(citizens, rows, true, "1 new 0 changed 0 same 1 rejected");
    assert_counts(citizens, rows, true, "1 new 0 changed 0 same 1 rejected");
    assert_counts(citizens, rows, false, "1 new 0 changed 0 same 1 rejected");
    assert_counts(citizens, rows, true, "0 new 0 changed 1 same 1 rejected");
}

static void
the_report_is_json_on_one_line(void **state)
{
    static const char expected[] =
        "{\"read\":2,\"inserted\":1,\"updated\":0,\"unchanged\":0,"
        "\"rejected\":1,\"errors\":[{\"line\":3,\"column\":\"Født\","
        "\"code\":\"bad_date\",\"message\":\"";
    struct msb_import_report *report = NULL;
    char *json = NULL;

    (void)state;
    assert_int_equal(import(citizens,
                            "Borger;CPR;Født;Ydelse;Behov;Børn;Rask;Fra;Navn\n"
                            "j1;;;;;;;2019-05-01;\nj2;;x;;;;;2019-05-01;\n",
                            false, &report, NULL),
                     MSB_OK);
    assert_int_equal(msb_import_report_format_json(report, &json, NULL),
                     MSB_OK);
    assert_memory_equal(json, expected, strlen(expected));
    assert_string_equal(json + strlen(json) - 4, "\"}]}");
    assert_null(strchr(json, '\n'));
    assert_int_equal(msb_import_report_num_ignored(report), 1);
    assert_string_equal(msb_import_report_get_ignored(report, 0), "Navn");
    assert_null(msb_import_report_get_ignored(report, 1));
    msb_text_free(json);
    msb_import_report_unref(report);
}

static void
the_report_keeps_100_problems_and_counts_all(void **state)
{
    struct msb_import_report *report = NULL;
    struct msb_import_problem problem;
    char text[4096], *at = text;

    (void)state;
    at += sprintf(at, "%s", header);
    for (int i = 0; i < 150; i++)
        at += sprintf(at, "p%d;;x;;;;;;\n", i);
    assert_int_equal(import(citizens, text, false, &report, NULL), MSB_OK);
    assert_int_equal(msb_import_report_get_counts(report).rejected, 150);
    assert_int_equal(msb_import_report_num_problems(report),
                     MSB_IMPORT_MAX_PROBLEMS);
    assert_true(msb_import_report_get_problem(report, 99, &problem));
    assert_int_equal(problem.line, 101);
    assert_false(msb_import_report_get_problem(report, 100, &problem));
    msb_import_report_unref(report);
}

struct meter {
    uint64_t calls, done, total;
};

static bool
watch(void *user, uint64_t done, uint64_t total)
{
    struct meter *meter = user;

    assert_true(done >= meter->done);
    meter->calls++;
    meter->done = done;
    meter->total = total;
    return true;
}

static void
progress_goes_from_nothing_to_all_bytes(void **state)
{
    struct msb_import_options options;
    struct msb_import_report *report = NULL;
    struct meter meter = {0, 0, 0};
    char *text = malloc(64 + 3000 * 24), *at = text;

    (void)state;
    at += sprintf(at, "%s", header);
    for (int i = 0; i < 3000; i++)
        at += sprintf(at, "m%04d;;x;;;;;;\n", i);
    msb_import_options_init(&options);
    options.progress = watch;
    options.user = &meter;
    assert_int_equal(
        msb_store_import(scratch.store,
                         scratch_write(&scratch, "file", text, -1),
                         scratch_write(&scratch, "mapping", citizens, -1),
                         &options, NULL, &report, NULL),
        MSB_OK);
    assert_true(meter.calls >= 3);
    assert_int_equal(meter.total, at - text);
    assert_int_equal(meter.done, at - text);
    msb_import_report_unref(report);
    free(text);
}

static void
a_broken_precondition_is_misuse(void **state)
{
    struct msb_import_options options;
    struct msb_import_report *report = NULL;

    (void)state;
    assert_int_equal(
        msb_store_import(NULL, "a", "b", NULL, NULL, &report, NULL),
        MSB_ERR_MISUSE);
    assert_int_equal(
        msb_store_import(scratch.store, NULL, "b", NULL, NULL, &report, NULL),
        MSB_ERR_MISUSE);
    memset(&options, 0, sizeof options);
    assert_int_equal(msb_store_import(scratch.store, "a", "b", &options, NULL,
                                      &report, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_import_report_num_problems(NULL), 0);
    msb_import_report_unref(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_file_again_changes_nothing),
        cmocka_unit_test(a_later_row_for_the_same_date_is_a_correction),
        cmocka_unit_test(a_dry_run_counts_the_same_and_changes_nothing),
        cmocka_unit_test(the_report_is_json_on_one_line),
        cmocka_unit_test(the_report_keeps_100_problems_and_counts_all),
        cmocka_unit_test(progress_goes_from_nothing_to_all_bytes),
        cmocka_unit_test(a_broken_precondition_is_misuse),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
