/* SPDX-License-Identifier: MIT */
/* Files as lines and rows, in a bounded window. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/memory.h"
#include "import/lines.h"
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
open_file(struct msbi_lines *lines, const char *path, struct msb_error *err)
{
    const struct msb_import_source from = {.path = path};

    return msbi_lines_open(lines, &from, false, err);
}

static void
open_bytes(struct msbi_lines *lines, const char *bytes, long length)
{
    const char *path = scratch_write(&scratch, "file", bytes, length);

    assert_int_equal(open_file(lines, path, NULL), MSB_OK);
}

/* Read one line as a row of its own. */
static enum msbi_line_kind
next_line(struct msbi_lines *lines, const char **line, size_t *length)
{
    enum msbi_line_kind kind;

    msbi_lines_begin_row(lines);
    assert_int_equal(msbi_lines_next(lines, &kind, line, length, NULL), MSB_OK);
    return kind;
}

static void
a_line_ends_with_lf_crlf_or_cr(void **state)
{
    static const struct {
        const char *text;
        const char *lines[4];
    } cases[] = {
        {"a\nb\n", {"a\n", "b\n"}},     {"a\r\nb\r\n", {"a\r\n", "b\r\n"}},
        {"a\rb\r", {"a\r", "b\r"}},     {"a\nb", {"a\n", "b"}},
        {"a\n\nb", {"a\n", "\n", "b"}}, {"a\r\rb\r\n", {"a\r", "\r", "b\r\n"}},
        {"a\n\rb", {"a\n", "\r", "b"}}, {"", {NULL}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msbi_lines lines;
        const char *line;
        size_t length, n = 0;

        open_bytes(&lines, cases[i].text, -1);
        while (next_line(&lines, &line, &length) == MSBI_LINE_WHOLE) {
            assert_non_null(cases[i].lines[n]);
            assert_int_equal(length, strlen(cases[i].lines[n]));
            assert_memory_equal(line, cases[i].lines[n], length);
            n++;
            assert_int_equal(lines.row_line, n);
        }
        assert_null(cases[i].lines[n]);
        msbi_lines_close(&lines);
    }
}

/* 300 000 lines of 7 bytes: the window is refilled many times, and a CRLF
   is cut in two by its end now and then. */
static void
lines_stay_whole_across_the_windows_end(void **state)
{
    const size_t num = 300000, step = 7;
    char *bytes = malloc(num * step);
    struct msbi_lines lines;
    const char *line;
    size_t length, n = 0;

    (void)state;
    for (size_t i = 0; i < num; i++)
        memcpy(bytes + i * step, "ab;cd\r\n", step);
    open_bytes(&lines, bytes, (long)(num * step));
    while (next_line(&lines, &line, &length) == MSBI_LINE_WHOLE) {
        assert_int_equal(length, step);
        assert_memory_equal(line, "ab;cd\r\n", step);
        n++;
    }
    assert_int_equal(n, num);
    assert_true(lines.capacity < MSBI_MAX_ROW);
    msbi_lines_close(&lines);
    free(bytes);
}

static void
the_lines_of_a_row_stay_together(void **state)
{
    enum msbi_line_kind kind;
    struct msbi_lines lines;
    const char *line, *row;
    size_t length;

    (void)state;
    open_bytes(&lines, "x\none\ntwo\nthree", -1);
    next_line(&lines, &line, &length);
    next_line(&lines, &line, &length);
    assert_int_equal(msbi_lines_next(&lines, &kind, &line, &length, NULL),
                     MSB_OK);
    row = msbi_lines_get_row(&lines, &length);
    assert_int_equal(length, 8);
    assert_memory_equal(row, "one\ntwo\n", 8);
    assert_int_equal(lines.row_line, 2);

    msbi_lines_cut_row(&lines, 4); /* only "one\n" was the row */
    next_line(&lines, &line, &length);
    assert_int_equal(length, 4);
    assert_memory_equal(line, "two\n", 4);
    assert_int_equal(lines.row_line, 3);
    msbi_lines_close(&lines);
}

/* A row of exactly the bound fits; one byte more does not. What is too long
   is handed out in parts, and the next line is a row again. */
static void
a_line_that_is_too_long_comes_in_parts(void **state)
{
    const size_t long_line = 3 * MSBI_MAX_ROW;
    const size_t total = MSBI_MAX_ROW + long_line + 4;
    char *bytes = malloc(total);
    struct msbi_lines lines;
    const char *line, *part;
    size_t length, sum;

    (void)state;
    memset(bytes, 'x', total);
    bytes[MSBI_MAX_ROW - 1] = '\n';
    memcpy(bytes + MSBI_MAX_ROW + long_line - 2, "\r\n", 2);
    memcpy(bytes + total - 4, "end\n", 4);
    open_bytes(&lines, bytes, (long)total);
    assert_int_equal(next_line(&lines, &line, &length), MSBI_LINE_WHOLE);
    assert_int_equal(length, MSBI_MAX_ROW);

    assert_int_equal(next_line(&lines, &line, &length), MSBI_LINE_TOO_LONG);
    msbi_lines_take_part(&lines);
    msbi_lines_get_row(&lines, &sum);
    assert_true(sum >= MSBI_MAX_ROW);
    do {
        assert_int_equal(msbi_lines_next_part(&lines, &part, &length, NULL),
                         MSB_OK);
        sum += length;
    } while (length > 0);
    assert_int_equal(sum, long_line);

    assert_int_equal(next_line(&lines, &line, &length), MSBI_LINE_WHOLE);
    assert_memory_equal(line, "end\n", 4);
    assert_int_equal(lines.row_line, 3);
    assert_true(lines.capacity <= 2 * MSBI_MAX_ROW);
    msbi_lines_close(&lines);
    free(bytes);
}

static void
only_a_regular_file_is_opened(void **state)
{
    struct msbi_lines lines;
    struct msb_error err;
    const char *pipe = scratch_path(&scratch, "pipe");

    (void)state;
    assert_int_equal(open_file(&lines, scratch_path(&scratch, "none"), &err),
                     MSB_ERR_IO);
    assert_string_equal(err.code, "no_such_file");
    msbi_lines_close(&lines);
    assert_int_equal(open_file(&lines, scratch.folder, &err), MSB_ERR_IO);
    assert_string_equal(err.code, "is_a_directory");
    msbi_lines_close(&lines);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_int_equal(open_file(&lines, pipe, &err), MSB_ERR_IO);
    assert_string_equal(err.code, "not_a_file");
    msbi_lines_close(&lines);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_ends_with_lf_crlf_or_cr),
        cmocka_unit_test(lines_stay_whole_across_the_windows_end),
        cmocka_unit_test(the_lines_of_a_row_stay_together),
        cmocka_unit_test(a_line_that_is_too_long_comes_in_parts),
        cmocka_unit_test(only_a_regular_file_is_opened),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
