/* SPDX-License-Identifier: MIT */
/* The file of rejected rows, and what it must not overwrite. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "unit/import/scratch.h"

static struct scratch scratch;

static const char csv_mapping[] =
    "{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"citizen\","
    "\"columns\":{\"id\":{\"from\":\"Borger\"},\"birth_date\":{\"from\":"
    "\"Født\"},\"valid_from\":{\"constant\":\"2019-01-01\"}}}";

static const char jsonl_mapping[] =
    "{\"msb_mapping\":1,\"format\":\"jsonl\",\"record\":\"citizen\","
    "\"columns\":{\"id\":{\"from\":\"id\"},"
    "\"valid_from\":{\"constant\":\"2019-01-01\"}}}";

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

/* Import @bytes by @mapping into the store, rejected rows to @rejects. */
static enum msb_status
import(const char *mapping, const char *bytes, long length, const char *rejects,
       struct msb_error *err)
{
    struct msb_import_options options;
    struct msb_import_report *report = NULL;
    enum msb_status status;

    msb_import_options_init(&options);
    options.rejects_path = rejects;
    status = msb_store_import(scratch.store,
                              scratch_write(&scratch, "file", bytes, length),
                              scratch_write(&scratch, "mapping", mapping, -1),
                              &options, NULL, &report, err);
    msb_import_report_unref(report);
    return status;
}

/* The rejects file must be @parts, one after the other; a part "*" is any
   text up to the next part. */
static void
assert_rejects(const char *mapping, const char *bytes, const char *const *parts)
{
    const char *path = scratch_path(&scratch, "rejects");
    struct msb_error err;
    char *found;
    const char *at;

    if (import(mapping, bytes, -1, path, &err) != MSB_OK)
        fail_msg("not imported: %s", err.message);
    found = scratch_read(path, NULL);
    assert_non_null(found);
    for (at = found; *parts != NULL; parts++) {
        if (strcmp(*parts, "*") != 0) {
            if (strncmp(at, *parts, strlen(*parts)) != 0)
                fail_msg("expected: %s\nfound: %s", *parts, at);
            at += strlen(*parts);
        } else {
            at = strstr(at, parts[1]);
            assert_non_null(at);
        }
    }
    assert_string_equal(at, "");
    free(found);
}

static void
a_rejected_row_is_kept_byte_for_byte(void **state)
{
    static const char *const windows_1252[] = {
        "rejected_line;rejected_reason;Borger;F\xf8"
        "dt;Navn\r\n"
        "2;\"bad_date: F\xf8"
        "dt: ",
        "*",
        "\";1 ;31-02-2000;\"\xc5se\"\r\n3;\"too_few_cells: ",
        "*",
        "\";2\r\n5;\"missing_value: Borger: ",
        "*",
        "\";;\"1990-01-01\";\"\xc5\r\nse\"\r\n",
        NULL};
    static const char *const utf_8[] = {
        "\xef\xbb\xbfrejected_line;rejected_reason;Borger;Født\n"
        "2;\"bad_date: Født: ",
        "*",
        "\";1;x\n4;\"unclosed_quote: ",
        "*",
        "\";3;\"y\n",
        NULL};

    (void)state;
    assert_rejects(csv_mapping,
                   "Borger;F\xf8"
                   "dt;Navn\r\n1 ;31-02-2000;\"\xc5se\"\r\n"
                   "2\r\n3;1990-01-01;\r\n"
                   ";\"1990-01-01\";\"\xc5\r\nse\"\r\n",
                   windows_1252);
    assert_rejects(csv_mapping,
                   "\xef\xbb\xbf"
                   "Borger;Født\n1;x\n2;\n3;\"y",
                   utf_8);
}

static void
a_line_of_json_gets_its_reason_in_front(void **state)
{
    static const char *const parts[] = {"2\tmissing_value: id: ",
                                        "*",
                                        "\t{\"id\":null}\n3\tsyntax: ",
                                        "*",
                                        "\t{\n",
                                        NULL};

    (void)state;
    assert_rejects(jsonl_mapping, "{\"id\":1}\n{\"id\":null}\n{", parts);
}

static void
without_a_rejected_row_there_is_only_the_header(void **state)
{
    static const char *const parts[] = {
        "rejected_line;rejected_reason;Borger;Født\n", NULL};
    struct stat about;

    (void)state;
    scratch_write(&scratch, "rejects", "of an earlier import\n", -1);
    assert_rejects(csv_mapping, "Borger;Født\n1;\n", parts);
    assert_int_equal(stat(scratch_path(&scratch, "rejects"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

/* Mended, the file goes through the same mapping: the two new columns are
   ignored like any other. */
static void
the_mended_file_can_be_imported(void **state)
{
    struct msb_import_options options;
    struct msb_import_report *report = NULL;
    struct msb_import_counts counts;
    const char *path = scratch_path(&scratch, "rejects");
    char *rejects, *bad;

    (void)state;
    assert_int_equal(
        import(csv_mapping, "Borger;Født\n7;1990-02-31\n", -1, path, NULL),
        MSB_OK);
    rejects = scratch_read(path, NULL);
    bad = strstr(rejects, "1990-02-31");
    assert_non_null(bad);
    memcpy(bad, "1990-02-21", 10);
    msb_import_options_init(&options);
    assert_int_equal(
        msb_store_import(
            scratch.store, scratch_write(&scratch, "mended", rejects, -1),
            scratch_path(&scratch, "mapping"), NULL, NULL, &report, NULL),
        MSB_OK);
    counts = msb_import_report_get_counts(report);
    assert_int_equal(counts.inserted, 1);
    assert_int_equal(counts.rejected, 0);
    msb_import_report_unref(report);
    free(rejects);
}

/* 1.5 MiB in one line: longer than what is kept of a row in memory. */
static void
a_row_that_is_too_long_is_kept_whole(void **state)
{
    const size_t length = 3 * 512 * 1024;
    const char *path = scratch_path(&scratch, "rejects");
    char *bytes = malloc(length), *found, *row;
    size_t found_length = 0;

    (void)state;
    memset(bytes, 'x', length);
    memcpy(bytes,
           "Borger;F\xc3\xb8"
           "dt\n",
           13);
    bytes[length - 1] = '\n';
    assert_int_equal(import(csv_mapping, bytes, (long)length, path, NULL),
                     MSB_OK);
    found = scratch_read(path, &found_length);
    row = strstr(found, "\";xxx");
    assert_non_null(row);
    assert_int_equal((size_t)(found + found_length - (row + 2)), length - 13);
    assert_memory_equal(row + 2, bytes + 13, length - 13);
    free(found);
    free(bytes);
}

static void
nothing_is_overwritten_that_the_import_needs(void **state)
{
    static const char *const names[] = {"file", "mapping", "store.msb",
                                        "other.db"};
    static const char magic[] = "SQLite format 3\0 and more of a database";

    (void)state;
    scratch_write(&scratch, "other.db", magic, sizeof magic);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *path = scratch_path(&scratch, names[i]);
        struct msb_error err;

        assert_int_equal(
            import(csv_mapping, "Borger;Født\n1;x\n", -1, path, &err),
            MSB_ERR_MISUSE);
    }
}

/* /dev/full takes no byte: as a disk that is full. */
static void
nothing_is_imported_when_the_rejects_cannot_be_written(void **state)
{
    static const char rows[] = "Borger;Født\nfull1;1990-01-01\nfull2;x\n";
    struct msb_import_report *report = NULL;
    struct msb_error err;
    size_t files;

    (void)state;
    assert_int_equal(import(csv_mapping, rows, -1, "/dev/full", &err),
                     MSB_ERR_IO);
    assert_string_equal(err.code, "cannot_write");
    files = scratch_count_files(&scratch);
    assert_int_equal(import(csv_mapping, rows, -1,
                            scratch_path(&scratch, "no/such/folder"), &err),
                     MSB_ERR_IO);
    assert_int_equal(scratch_count_files(&scratch), files);
    /* full1 is new: it was not imported before. */
    assert_int_equal(msb_store_import(scratch.store,
                                      scratch_path(&scratch, "file"),
                                      scratch_path(&scratch, "mapping"), NULL,
                                      NULL, &report, NULL),
                     MSB_OK);
    assert_int_equal(msb_import_report_get_counts(report).inserted, 1);
    msb_import_report_unref(report);
}

static void
a_failed_import_leaves_the_old_rejects_and_no_other_file(void **state)
{
    const char *path = scratch_path(&scratch, "rejects");
    struct msb_error err;
    size_t files;
    char *found;

    (void)state;
    scratch_write(&scratch, "rejects", "old", -1);
    scratch_write(&scratch, "mapping", csv_mapping, -1);
    scratch_write(&scratch, "file", "x", -1);
    files = scratch_count_files(&scratch);
    assert_int_equal(import(csv_mapping, "Borger;Fød\n1;x\n", -1, path, &err),
                     MSB_ERR_INVALID);
    assert_int_equal(scratch_count_files(&scratch), files);
    found = scratch_read(path, NULL);
    assert_string_equal(found, "old");
    free(found);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rejected_row_is_kept_byte_for_byte),
        cmocka_unit_test(a_line_of_json_gets_its_reason_in_front),
        cmocka_unit_test(without_a_rejected_row_there_is_only_the_header),
        cmocka_unit_test(the_mended_file_can_be_imported),
        cmocka_unit_test(a_row_that_is_too_long_is_kept_whole),
        cmocka_unit_test(nothing_is_overwritten_that_the_import_needs),
        cmocka_unit_test(
            nothing_is_imported_when_the_rejects_cannot_be_written),
        cmocka_unit_test(
            a_failed_import_leaves_the_old_rejects_and_no_other_file),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
