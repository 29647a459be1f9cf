/* SPDX-License-Identifier: MIT */
/*
 * Bad input: a row that cannot be used is refused alone, a file or mapping
 * that cannot be used is refused whole, and no message repeats what it read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <msb.h>

#include "api/danish_files.h"
#include "unit/import/scratch.h"

static struct scratch scratch;

static const char course_header[] = "Borger;Indsats;Fra;Til;Enhed\n";

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
import(const char *mapping, const char *text, struct msb_import_report **out,
       struct msb_error *err)
{
    return msb_store_import(
        scratch.store, scratch_write(&scratch, "file", text, -1),
        scratch_write(&scratch, "mapping", mapping, -1), NULL, NULL, out, err);
}

/* One row each, with the code and the column that must be named. MARK is in
   every value that is wrong: it must be in no message. */
#define MARK "Hemmelig"
static const struct {
    const char *mapping, *header, *row, *code, *column;
} bad_rows[] = {
    {citizens, header, ";;;;;;;2019-05-01;" MARK, "missing_value", "Borger"},
    {citizens, header, MARK ";" MARK ";;;;;;2019-05-01;", "bad_cpr", "CPR"},
    {citizens, header,
     MARK ";310200"
          "4444;;;;;;2019-05-01;",
     "bad_cpr", "CPR"},
    {citizens, header, MARK ";;" MARK ";;;;;2019-05-01;", "bad_date", "Født"},
    {citizens, header, MARK ";;31-12-3000;;;;;2019-05-01;", "future_birth_date",
     "Født"},
    {citizens, header, MARK ";;02-05-2019;;;;;2019-05-01;", "future_birth_date",
     "Født"},
    {citizens, header, MARK ";0707614285;08-07-1961;;;;;2019-05-01;",
     "cpr_disagrees", "Født"},
    {citizens, header, MARK ";;;" MARK ";;;;2019-05-01;", "unknown_value",
     "Ydelse"},
    {citizens, header, MARK ";;;;" MARK ";;;2019-05-01;", "unknown_value",
     "Behov"},
    {citizens, header, MARK ";;;;;" MARK ";;2019-05-01;", "bad_integer",
     "Børn"},
    {citizens, header, MARK ";;;;;21;;2019-05-01;", "out_of_range", "Børn"},
    {citizens, header, MARK ";;;;;;" MARK ";2019-05-01;", "unknown_value",
     "Rask"},
    {citizens, header, MARK ";;;;;;;" MARK ";", "bad_date", "Fra"},
    {citizens, header, MARK ";;;;;;;;", "missing_value", "Fra"},
    {citizens, header, MARK ";;;;;;;2018-12-31;", "no_model", "Fra"},
    {citizens, header, MARK ";;;;;;;2019-05-01;;" MARK, "too_many_cells", ""},
    {citizens, header, MARK ";;;", "too_few_cells", ""},
    {citizens, header, "\"" MARK ";;;;;;;2019-05-01;", "unclosed_quote", ""},
    {citizens, header, MARK "\";;;;;;;2019-05-01;", "bad_quote", ""},
    {courses, course_header, MARK ";treatment;2019-05-01;;", "unknown_citizen",
     "Borger"},
    {courses, course_header, MARK ";" MARK ";2019-05-01;;", "unknown_reference",
     "Indsats"},
    {courses, course_header, MARK ";treatment;2019-05-01;;" MARK,
     "unknown_reference", "Enhed"},
    {courses, course_header, MARK ";treatment;2019-05-01;2019-05-01;",
     "empty_period", "Til"},
};

static void
a_bad_row_is_refused_alone_and_its_data_not_repeated(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_rows / sizeof bad_rows[0]; i++) {
        struct msb_import_report *report = NULL;
        struct msb_import_problem problem;
        char text[512], *json = NULL;

        snprintf(text, sizeof text, "%s%s\n", bad_rows[i].header,
                 bad_rows[i].row);
        assert_int_equal(import(bad_rows[i].mapping, text, &report, NULL),
                         MSB_OK);
        assert_int_equal(msb_import_report_get_counts(report).rejected, 1);
        assert_true(msb_import_report_get_problem(report, 0, &problem));
        assert_int_equal(problem.line, 2);
        assert_string_equal(problem.code, bad_rows[i].code);
        assert_string_equal(problem.column, bad_rows[i].column);
        assert_null(strstr(problem.message, MARK));
        assert_null(strstr(problem.message, "0707"));
        assert_null(strstr(problem.message, "31-12"));
        assert_int_equal(msb_import_report_format_json(report, &json, NULL),
                         MSB_OK);
        assert_null(strstr(json, MARK));
        msb_text_free(json);
        msb_import_report_unref(report);
    }
}

static void
a_file_that_cannot_be_used_is_refused_whole(void **state)
{
    static const struct {
        const char *text;
        const char *code;
    } cases[] = {
        {"", "empty_file"},
        {"\x7f"
         "ELF\x02\x01\x01",
         "binary_file"},
        {"Borger;CPR;Ydelse\n1;2;3\n", "missing_column"},
        {"Borger;CPR;Født;Født;Ydelse;Behov;Børn;Rask;Fra\n",
         "ambiguous_column"},
        {"Borger,CPR,Født\n", "missing_column"},
        {"\"Borger;CPR\n", "bad_header"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msb_import_report *report = NULL;
        struct msb_error err;

        assert_int_equal(import(citizens, cases[i].text, &report, &err),
                         MSB_ERR_INVALID);
        assert_null(report);
        assert_string_equal(err.code, cases[i].code);
        assert_string_equal(err.where, scratch_path(&scratch, "file"));
    }
}

/* A gigabyte of zeros costs neither time nor memory: its first line would
   be longer than any. */
static void
a_gigabyte_of_zeros_is_refused_at_once(void **state)
{
    struct msb_import_report *report = NULL;
    const char *path = scratch_write(&scratch, "zeros", "", -1);
    struct msb_error err;

    (void)state;
    assert_int_equal(truncate(path, 1024L * 1024 * 1024), 0);
    assert_int_equal(
        msb_store_import(scratch.store, path,
                         scratch_write(&scratch, "mapping", citizens, -1), NULL,
                         NULL, &report, &err),
        MSB_ERR_INVALID);
    assert_string_equal(err.code, "binary_file");
}

static void
a_file_that_cannot_be_read_is_an_io_error(void **state)
{
    struct msb_import_report *report = NULL;
    struct msb_error err;
    const char *mapping = scratch_write(&scratch, "mapping", citizens, -1);
    const char *file = scratch_write(&scratch, "file", header, -1);

    (void)state;
    assert_int_equal(msb_store_import(scratch.store, "no such file", mapping,
                                      NULL, NULL, &report, &err),
                     MSB_ERR_IO);
    assert_string_equal(err.code, "no_such_file");
    assert_int_equal(msb_store_import(scratch.store, scratch.folder, mapping,
                                      NULL, NULL, &report, &err),
                     MSB_ERR_IO);
    assert_string_equal(err.code, "is_a_directory");
    assert_int_equal(msb_store_import(scratch.store, file, "no such file", NULL,
                                      NULL, &report, &err),
                     MSB_ERR_IO);
    assert_string_equal(err.where, "no such file");
}

static void
a_mapping_that_fits_no_model_says_where(void **state)
{
    static const char mapping[] =
        "{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"citizen\",\n"
        "\"columns\":{\"id\":{\"from\":1},\n\"benifit\":{\"from\":2},"
        "\n\"children\":{\"from\":2,\"split\":\",\"},"
        "\"valid_from\":{\"constant\":\"2019-05-01\"}}}";
    struct msb_import_report *report = NULL;
    struct msb_problems *problems = NULL;
    struct msb_problem problem;
    struct msb_error err;

    (void)state;
    assert_int_equal(
        msb_store_import(scratch.store,
                         scratch_write(&scratch, "file", "a;b\nx;\n", -1),
                         scratch_write(&scratch, "mapping", mapping, -1), NULL,
                         &problems, &report, &err),
        MSB_ERR_INVALID);
    assert_int_equal(msb_problems_num(problems), 2);
    assert_true(msb_problems_get(problems, 0, &problem));
    assert_string_equal(problem.code, "unknown_reference");
    assert_string_equal(problem.pointer, "/columns/benifit");
    assert_int_equal(problem.line, 3);
    assert_int_equal(problem.column, 1);
    assert_true(msb_problems_get(problems, 1, &problem));
    assert_string_equal(problem.code, "not_allowed");
    msb_problems_unref(problems);
}

/* The date may come from the rows: then it is known at the end only, and
   nothing may be left of them. */
static void
a_column_that_no_row_s_model_knows_fails_the_import(void **state)
{
    static const char mapping[] =
        "{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"citizen\","
        "\"columns\":{\"id\":{\"from\":1},\"benifit\":{\"from\":2},"
        "\"valid_from\":{\"from\":3}}}";
    struct msb_import_report *report = NULL;
    struct msb_error err;

    (void)state;
    assert_int_equal(import(mapping, "a;b;c\nk1;;2019-05-01\n", &report, &err),
                     MSB_ERR_INVALID);
    assert_string_equal(err.code, "unknown_reference");
    assert_int_equal(import(citizens,
                            "Borger;CPR;Født;Ydelse;Behov;Børn;Rask;Fra;N\n"
                            "k1;;;;;;;2019-05-01;\n",
                            &report, NULL),
                     MSB_OK);
    assert_int_equal(msb_import_report_get_counts(report).inserted, 1);
    msb_import_report_unref(report);
}

static void
a_constant_date_before_every_model_is_not_found(void **state)
{
    static const char mapping[] =
        "{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"citizen\","
        "\"columns\":{\"id\":{\"from\":1},"
        "\"valid_from\":{\"constant\":\"2018-12-31\"}}}";
    struct msb_import_report *report = NULL;
    struct msb_error err;

    (void)state;
    assert_int_equal(import(mapping, "a\nx\n", &report, &err),
                     MSB_ERR_NOT_FOUND);
    assert_string_equal(err.code, "no_model");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bad_row_is_refused_alone_and_its_data_not_repeated),
        cmocka_unit_test(a_file_that_cannot_be_used_is_refused_whole),
        cmocka_unit_test(a_gigabyte_of_zeros_is_refused_at_once),
        cmocka_unit_test(a_file_that_cannot_be_read_is_an_io_error),
        cmocka_unit_test(a_mapping_that_fits_no_model_says_where),
        cmocka_unit_test(a_column_that_no_row_s_model_knows_fails_the_import),
        cmocka_unit_test(a_constant_date_before_every_model_is_not_found),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
