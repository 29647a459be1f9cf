/* SPDX-License-Identifier: MIT */
/*
 * What embedders can rely on of msb_store_import_from(): rows from their own
 * function and a mapping from memory are as good as files, whatever the pieces
 * in which they come.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb.h>

#include "unit/import/scratch.h"

static const char mapping[] =
    "{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"citizen\","
    "\"columns\":{\"id\":{\"from\":\"Borger\"},\"benefit\":{\"from\":"
    "\"Ydelse\",\"values\":{\"Førtid\":\"sickness\"}},"
    "\"valid_from\":{\"constant\":\"2019-05-01\"}}}";

static const char rows[] = "Borger;Ydelse\n"
                           "a1;sickness\n"
                           "a2;nonesuch\n"
                           "a3;cash_benefit\n";

/* A store for each test. */
static int
set_up(void **state)
{
    struct scratch *scratch = calloc(1, sizeof *scratch);

    assert_non_null(scratch);
    scratch_begin(scratch);
    *state = scratch;
    return 0;
}

static int
tear_down(void **state)
{
    scratch_end(*state);
    free(*state);
    return 0;
}

static void
fill_source(struct msb_import_source *source, struct scratch_giver *giver)
{
    msb_import_source_init(source);
    source->read = scratch_give;
    source->user = giver;
    source->mapping = mapping;
    source->mapping_length = strlen(mapping);
}

/* Import all that a giver gives: "inserted unchanged rejected", or the code of
   the error. */
static void
assert_import(struct scratch *scratch, struct scratch_giver giver, bool is_utf8,
              const char *expected)
{
    struct msb_import_report *report = NULL;
    struct msb_import_source source;
    struct msb_import_counts counts;
    struct msb_error err;
    char found[64];

    fill_source(&source, &giver);
    source.is_utf8 = is_utf8;
    if (msb_store_import_from(scratch->store, &source, NULL, NULL, &report,
                              &err)
        == MSB_OK) {
        counts = msb_import_report_get_counts(report);
        snprintf(found, sizeof found, "%d %d %d", (int)counts.inserted,
                 (int)counts.unchanged, (int)counts.rejected);
    } else {
        snprintf(found, sizeof found, "%s", err.code);
    }
    assert_string_equal(found, expected);
    msb_import_report_unref(report);
}

static void
what_a_function_gives_is_imported_as_a_file_is(void **state)
{
    struct scratch *scratch = *state;
    struct msb_import_report *report;
    struct msb_import_problem problem;

    assert_import(scratch, scratch_give_text(rows, 7), false, "2 0 1");
    for (size_t piece = 1; piece < sizeof rows; piece++)
        assert_import(scratch, scratch_give_text(rows, piece), piece % 2 == 0,
                      "0 2 1");
    assert_int_equal(
        msb_store_import(scratch->store,
                         scratch_write(scratch, "rows", rows, -1),
                         scratch_write(scratch, "mapping", mapping, -1), NULL,
                         NULL, &report, NULL),
        MSB_OK);
    assert_int_equal(msb_import_report_get_counts(report).unchanged, 2);
    assert_true(msb_import_report_get_problem(report, 0, &problem));
    assert_int_equal(problem.line, 3);
    assert_string_equal(problem.column, "Ydelse");
    msb_import_report_unref(report);
}

/* A column called Førtid, far behind the first piece that is read. */
static void
the_encoding_is_found_out_from_all_that_is_given(void **state)
{
    static const struct {
        const char *start;
        const char *end;
        bool is_utf8;
        const char *expected;
    } cases[] = {
        {"", "b2;F\xf8rtid\n", false, "20001 0 0"},
        {"", "b2;F\xc3\xb8rtid\n", false, "0 20001 0"},
        {"\xef\xbb\xbf", "b2;F\xc3\xb8rtid\n", false, "0 20001 0"},
        {"\xef\xbb\xbf", "b2;F\xf8rtid\n", false, "0 20000 1"},
        {"", "b2;F\xf8rtid\n", true, "0 20000 1"},
        {"", "b2;F\xc3\xb8rtid\n", true, "0 20001 0"},
    };
    char *bytes = malloc(20000 * 24);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *at = bytes + sprintf(bytes, "%sBorger;Ydelse\n", cases[i].start);

        for (int n = 0; n < 20000; n++)
            at += sprintf(at, "n%05d;sickness\n", n);
        strcpy(at, cases[i].end);
        assert_import(*state, scratch_give_text(bytes, 70000), cases[i].is_utf8,
                      cases[i].expected);
    }
    free(bytes);
}

static void
one_who_stops_imports_nothing(void **state)
{
    struct scratch *scratch = *state;
    size_t stop, files = scratch_count_files(scratch);

    for (stop = 1;; stop++) {
        struct scratch_giver giver = scratch_give_text(rows, 5);
        struct msb_import_report *report = NULL;
        struct msb_import_options options;
        struct msb_import_source source;
        struct msb_error err;

        giver.stop = stop;
        fill_source(&source, &giver);
        source.is_utf8 = true;
        source.name = "my rows";
        msb_import_options_init(&options);
        options.rejects_path = scratch_path(scratch, "rejects");
        if (msb_store_import_from(scratch->store, &source, &options, NULL,
                                  &report, &err)
            == MSB_OK) {
            assert_int_equal(msb_import_report_get_counts(report).inserted, 2);
            msb_import_report_unref(report);
            break;
        }
        assert_int_equal(err.status, MSB_ERR_STOPPED);
        assert_string_equal(err.code, "stopped");
        assert_int_equal(giver.calls, stop);
        assert_null(report);
        assert_int_equal(scratch_count_files(scratch), files);
    }
    /* A call for each five bytes that there are, one that finds the end. */
    assert_int_equal(stop, (sizeof rows - 1 + 4) / 5 + 1 + 1);
}

static bool
tell(void *user, uint64_t done, uint64_t total)
{
    uint64_t *last = user;

    last[0] = done;
    last[1] = total;
    return true;
}

static void
progress_is_in_bytes_of_the_total_that_was_told(void **state)
{
    static const uint64_t totals[] = {sizeof rows - 1, 0};
    struct scratch *scratch = *state;

    for (size_t i = 0; i < 2; i++) {
        struct scratch_giver giver = scratch_give_text(rows, 9);
        struct msb_import_report *report = NULL;
        struct msb_import_options options;
        struct msb_import_source source;
        uint64_t last[2] = {0, 99};

        fill_source(&source, &giver);
        source.total = totals[i];
        msb_import_options_init(&options);
        options.progress = tell;
        options.user = last;
        assert_int_equal(msb_store_import_from(scratch->store, &source,
                                               &options, NULL, &report, NULL),
                         MSB_OK);
        assert_int_equal(last[0], sizeof rows - 1);
        assert_int_equal(last[1], totals[i]);
        msb_import_report_unref(report);
    }
}

static void
rejected_rows_go_to_their_file(void **state)
{
    struct scratch *scratch = *state;
    struct scratch_giver giver = scratch_give_text(rows, 3);
    struct msb_import_report *report = NULL;
    struct msb_import_problem problem;
    struct msb_import_options options;
    struct msb_import_source source;
    char *rejected;

    fill_source(&source, &giver);
    msb_import_options_init(&options);
    options.rejects_path = scratch_path(scratch, "rejects");
    assert_int_equal(msb_store_import_from(scratch->store, &source, &options,
                                           NULL, &report, NULL),
                     MSB_OK);
    rejected = scratch_read(options.rejects_path, NULL);
    assert_non_null(strstr(rejected, "a2;nonesuch\n"));
    assert_null(strstr(rejected, "a1"));
    assert_true(msb_import_report_get_problem(report, 0, &problem));
    assert_null(strstr(problem.message, "nonesuch"));
    msb_import_report_unref(report);
    free(rejected);
}

static void
messages_call_rows_and_mapping_by_their_names(void **state)
{
    struct scratch *scratch = *state;
    struct scratch_giver giver = scratch_give_text("", 9);
    struct msb_import_report *report = NULL;
    struct msb_problems *problems = NULL;
    struct msb_import_source source;
    struct msb_error err;

    fill_source(&source, &giver);
    assert_int_equal(msb_store_import_from(scratch->store, &source, NULL, NULL,
                                           &report, &err),
                     MSB_ERR_INVALID);
    assert_string_equal(err.code, "empty_file");
    assert_string_equal(err.where, "");
    source.name = "my rows";
    giver = scratch_give_text("", 9);
    assert_int_equal(msb_store_import_from(scratch->store, &source, NULL, NULL,
                                           &report, &err),
                     MSB_ERR_INVALID);
    assert_string_equal(err.where, "my rows");
    source.mapping_length = 5;
    assert_int_equal(msb_store_import_from(scratch->store, &source, NULL,
                                           &problems, &report, &err),
                     MSB_ERR_SYNTAX);
    assert_int_equal(msb_problems_num(problems), 1);
    msb_problems_unref(problems);
    source.mapping_name = "my mapping";
    assert_int_equal(msb_store_import_from(scratch->store, &source, NULL, NULL,
                                           &report, &err),
                     MSB_ERR_SYNTAX);
    assert_string_equal(err.where, "my mapping");
    assert_null(report);
}

static void
a_source_that_cannot_be_meant_is_misuse(void **state)
{
    struct scratch *scratch = *state;
    struct scratch_giver giver = scratch_give_text(rows, 9);
    struct msb_import_report *report = NULL;
    struct msb_import_source sources[7];
    enum msb_status status;

    for (size_t i = 0; i < 7; i++)
        fill_source(&sources[i], &giver);
    sources[0].size--;
    sources[1].reserved[2] = 1;
    sources[2].path = "both";
    sources[3].read = NULL;
    sources[4].mapping_path = "both";
    sources[5].mapping = NULL;
    memset(&sources[6], 0, sizeof sources[6]);
    for (size_t i = 0; i < 7; i++) {
        status = msb_store_import_from(scratch->store, &sources[i], NULL, NULL,
                                       &report, NULL);
        assert_int_equal(status, MSB_ERR_MISUSE);
        assert_null(report);
    }
    assert_int_equal(giver.calls, 0);
    status = msb_store_import_from(scratch->store, NULL, NULL, NULL, &report,
                                   NULL);
    assert_int_equal(status, MSB_ERR_MISUSE);
    msb_import_source_init(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            what_a_function_gives_is_imported_as_a_file_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            the_encoding_is_found_out_from_all_that_is_given, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(one_who_stops_imports_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            progress_is_in_bytes_of_the_total_that_was_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rejected_rows_go_to_their_file, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            messages_call_rows_and_mapping_by_their_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_source_that_cannot_be_meant_is_misuse,
                                        set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
