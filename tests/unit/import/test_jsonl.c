/* SPDX-License-Identifier: MIT */
/* Rows and cells of JSON Lines files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "import/source.h"
#include "unit/import/scratch.h"

static struct scratch scratch;
static struct msbi_mapping *mapping;

static int
set_up(void **state)
{
    static const char text[] =
        "{\"msb_mapping\":1,\"format\":\"jsonl\",\"record\":\"citizen\","
        "\"columns\":{\"id\":{\"from\":\"a\"},\"valid_from\":{\"from\":"
        "\"b\"},\"needs\":{\"from\":\"c\"}}}";

    (void)state;
    scratch_begin(&scratch);
    return msbi_mapping_parse(text, strlen(text), "mapping", &mapping, NULL,
                              NULL)
           != MSB_OK;
}

static int
tear_down(void **state)
{
    (void)state;
    msbi_mapping_free(mapping);
    scratch_end(&scratch);
    return 0;
}

static struct msbi_source *
open_bytes(const char *bytes, long length)
{
    const struct msb_import_source from = {
        .path = scratch_write(&scratch, "file", bytes, length)};
    struct msbi_source *source = NULL;

    assert_int_equal(msbi_source_open(&from, mapping, &source, NULL), MSB_OK);
    return source;
}

static bool
next(struct msbi_source *source, struct msbi_row *row,
     struct msbi_refusal *refusal)
{
    bool has_row;

    assert_int_equal(msbi_source_next(source, row, &has_row, refusal, NULL),
                     MSB_OK);
    return has_row;
}

static void
assert_cell(const struct msbi_cell *cell, enum msbi_cell_kind kind,
            const char *bytes, size_t length)
{
    assert_int_equal(cell->kind, kind);
    assert_int_equal(cell->length, length);
    if (length > 0)
        assert_memory_equal(cell->text, bytes, length);
}

static void
members_become_cells_by_their_type(void **state)
{
    static const struct {
        const char *json;
        enum msbi_cell_kind kind;
        const char *bytes;
        size_t length;
    } cases[] = {
        {"\"blå\"", MSBI_CELL_TEXT, "blå", 4},
        {"\" padded \"", MSBI_CELL_TEXT, "padded", 6},
        {"\"\"", MSBI_CELL_TEXT, "", 0},
        {"-17", MSBI_CELL_TEXT, "-17", 3},
        {"1e3", MSBI_CELL_TEXT, "1000", 4},
        {"true", MSBI_CELL_TEXT, "true", 4},
        {"false", MSBI_CELL_TEXT, "false", 5},
        {"null", MSBI_CELL_UNKNOWN, "", 0},
        {"[]", MSBI_CELL_LIST, "", 0},
        {"[\"x\",\"yz\"]", MSBI_CELL_LIST, "x\0yz\0", 5},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msbi_refusal refusal;
        struct msbi_source *source;
        struct msbi_row row;
        char line[128];

        /* Two that grow the row's buffer, so that it may move. */
        snprintf(line, sizeof line, "{\"c\":%s,\"a\":%s,\"x\":1}\n",
                 cases[i].json, cases[i].json);
        source = open_bytes(line, -1);
        assert_true(next(source, &row, &refusal));
        assert_null(refusal.code);
        assert_cell(&row.cells[0], cases[i].kind, cases[i].bytes,
                    cases[i].length);
        assert_cell(&row.cells[1], MSBI_CELL_UNKNOWN, "", 0);
        assert_cell(&row.cells[2], cases[i].kind, cases[i].bytes,
                    cases[i].length);
        assert_false(next(source, &row, &refusal));
        msbi_source_close(source);
    }
}

static void
a_line_that_cannot_be_used_is_refused_alone(void **state)
{
    static const struct {
        const char *line, *code;
    } cases[] = {
        {"{\"a\":1", "syntax"},
        {"{\"a\":1} {}", "syntax"},
        {"not json", "syntax"},
        {"[1]", "wrong_type"},
        {"17", "wrong_type"},
        {"{\"a\":1.5}", "wrong_type"},
        {"{\"a\":{}}", "wrong_type"},
        {"{\"a\":[1]}", "wrong_type"},
        {"{\"a\":1,\"a\":2}", "duplicate_member"},
        {"{\"a\":\"\\u0000\"}", "syntax"},
        {"{\"a\":\"\\ud800\"}", "syntax"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msbi_refusal refusal;
        struct msbi_source *source;
        struct msbi_row row;
        char lines[128];

        snprintf(lines, sizeof lines, "{}\r\n%s\n\n{\"a\":7}", cases[i].line);
        source = open_bytes(lines, -1);
        assert_true(next(source, &row, &refusal));
        assert_null(refusal.code);
        assert_true(next(source, &row, &refusal));
        assert_non_null(refusal.code);
        assert_string_equal(refusal.code, cases[i].code);
        assert_int_equal(row.line, 2);
        assert_int_equal(row.raw_length, strlen(cases[i].line) + 1);
        assert_true(next(source, &row, &refusal));
        assert_null(refusal.code);
        assert_int_equal(row.line, 4);
        assert_cell(&row.cells[0], MSBI_CELL_TEXT, "7", 1);
        assert_false(next(source, &row, &refusal));
        msbi_source_close(source);
    }
}

static void
a_file_may_be_in_windows_1252(void **state)
{
    struct msbi_source *source = open_bytes("{\"a\":\"bl\xe5\"}\n", -1);
    struct msbi_refusal refusal;
    struct msbi_row row;

    (void)state;
    assert_true(next(source, &row, &refusal));
    assert_cell(&row.cells[0], MSBI_CELL_TEXT, "blå", 4);
    msbi_source_close(source);
}

static void
a_name_that_the_mapping_lacks_is_remembered_once(void **state)
{
    struct msbi_source *source = open_bytes(
        "{\"x\":1,\"y\":2}\n{\"y\":1,\"x\":2,\"xy\":3}\n", -1);
    struct msbi_refusal refusal;
    struct msbi_row row;

    (void)state;
    while (next(source, &row, &refusal))
        assert_null(refusal.code);
    assert_int_equal(source->num_ignored, 3);
    assert_string_equal(source->ignored[0], "x");
    assert_string_equal(source->ignored[1], "y");
    assert_string_equal(source->ignored[2], "xy");
    msbi_source_close(source);
}

static void
the_names_that_are_remembered_are_bounded(void **state)
{
    const size_t num = MSBI_MAX_IGNORED + 500;
    char *bytes = malloc(num * 16), *at = bytes;
    struct msbi_refusal refusal;
    struct msbi_source *source;
    struct msbi_row row;

    (void)state;
    for (size_t i = 0; i < num; i++)
        at += sprintf(at, "{\"n%zu\":1}\n", i);
    source = open_bytes(bytes, (long)(at - bytes));
    while (next(source, &row, &refusal))
        assert_null(refusal.code);
    assert_int_equal(source->num_ignored, MSBI_MAX_IGNORED);
    msbi_source_close(source);
    free(bytes);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_become_cells_by_their_type),
        cmocka_unit_test(a_line_that_cannot_be_used_is_refused_alone),
        cmocka_unit_test(a_file_may_be_in_windows_1252),
        cmocka_unit_test(a_name_that_the_mapping_lacks_is_remembered_once),
        cmocka_unit_test(the_names_that_are_remembered_are_bounded),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
