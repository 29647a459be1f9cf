/* SPDX-License-Identifier: MIT */
/* Rows and cells of CSV files. */
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

/* A mapping of citizens whose id is in column A, and a date in B. */
static struct msbi_mapping *
make_mapping(const char *delimiter, const char *encoding, const char *a,
             const char *b)
{
    struct msbi_mapping *mapping = NULL;
    char text[512];

    snprintf(text, sizeof text,
             "{\"msb_mapping\":1,\"format\":\"csv\",\"delimiter\":\"%s\","
             "\"encoding\":\"%s\",\"record\":\"citizen\",\"columns\":{"
             "\"id\":{\"from\":%s},\"valid_from\":{\"from\":%s}}}",
             delimiter, encoding, a, b);
    assert_int_equal(
        msbi_mapping_parse(text, strlen(text), "mapping", &mapping, NULL, NULL),
        MSB_OK);
    return mapping;
}

/* Every row as `line:a|b` or `line!code`, each with a line end. */
static void
describe(const char *bytes, long length, const struct msbi_mapping *mapping,
         char out[1024])
{
    const struct msb_import_source from = {
        .path = scratch_write(&scratch, "file", bytes, length)};
    struct msbi_source *source = NULL;
    struct msbi_refusal refusal;
    struct msb_error err;
    struct msbi_row row;
    bool has_row = true;
    size_t at = 0;

    if (msbi_source_open(&from, mapping, &source, &err) != MSB_OK) {
        snprintf(out, 1024, "%s", err.code);
        return;
    }
    out[0] = '\0';
    for (;;) {
        assert_int_equal(
            msbi_source_next(source, &row, &has_row, &refusal, NULL), MSB_OK);
        if (!has_row)
            break;
        if (refusal.code != NULL)
            at += (size_t)snprintf(out + at, 1024 - at, "%d!%s\n",
                                   (int)row.line, refusal.code);
        else
            at += (size_t)snprintf(out + at, 1024 - at, "%d:%.*s|%.*s\n",
                                   (int)row.line, (int)row.cells[0].length,
                                   row.cells[0].text, (int)row.cells[1].length,
                                   row.cells[1].text);
        assert_true(at < 1024);
    }
    msbi_source_close(source);
}

static void
assert_rows(const char *bytes, const char *expected)
{
    struct msbi_mapping *mapping = make_mapping(";", "auto", "\"A\"", "\"B\"");
    char found[1024];

    describe(bytes, -1, mapping, found);
    assert_string_equal(found, expected);
    msbi_mapping_free(mapping);
}

static void
a_row_has_cells_whatever_its_line_end(void **state)
{
    (void)state;
    assert_rows("A;B\n1;2\n3;4\n", "2:1|2\n3:3|4\n");
    assert_rows("A;B\r\n1;2\r\n3;4\r\n", "2:1|2\n3:3|4\n");
    assert_rows("A;B\r1;2\r3;4\r", "2:1|2\n3:3|4\n");
    assert_rows("A;B\n1;2", "2:1|2\n");
    assert_rows("A;B\n\n1;2\n  \n3;4\n\n", "3:1|2\n5:3|4\n");
    assert_rows("\nA;B\n1;2\n", "3:1|2\n");
    assert_rows("A;B\n", "");
    assert_rows("A;B", "");
}

static void
quotes_hold_delimiters_quotes_and_line_ends(void **state)
{
    (void)state;
    assert_rows("A;B\n\"1;x\";\"2\"\n", "2:1;x|2\n");
    assert_rows("A;B\n\"say \"\"hi\"\"\";\"\"\n", "2:say \"hi\"|\n");
    assert_rows("\"A\";\"B\"\r\n\"1\";\"2\"\r\n", "2:1|2\n");
    assert_rows("A;B\n\"1\nx\ny\";2\n3;4\n", "2:1\nx\ny|2\n5:3|4\n");
    assert_rows("A;B\r\n\"1\r\nx\";2\r\n3;4\r\n", "2:1\r\nx|2\n4:3|4\n");
    assert_rows("\"A\";\"two\nlines\";B\n1;x;2\n", "3:1|2\n");
}

static void
blanks_around_a_cell_are_not_part_of_it(void **state)
{
    (void)state;
    assert_rows(" A ;\"B \"\n 1\t; 2 \n", "2:1|2\n");
    assert_rows("A;B\n\" 1 \";\"  \"\n", "2:1|\n");
}

/* A quote in a cell that nobody asked for sends the line to libcsv. */
static void
a_line_reads_the_same_with_and_without_a_quote(void **state)
{
    static const char *const lines[][2] = {
        {"1;2", "1|2"},
        {";", "|"},
        {" a b \t; \tc", "a b|c"},
        {"sm\xc3\xb8r;2", "sm\xc3\xb8r|2"},
        {"\t ;\xc3\xa5 ", "|\xc3\xa5"},
        {"'1';a,b", "'1'|a,b"},
    };
    static const char *const ends[] = {";", "; ", ";x", ";\"x\"", ";\"\""};
    char bytes[64], expected[64];

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        for (size_t k = 0; k < sizeof ends / sizeof ends[0]; k++) {
            snprintf(bytes, sizeof bytes, "A;B;C\n%s%s\n5;6;7\n", lines[i][0],
                     ends[k]);
            snprintf(expected, sizeof expected, "2:%s\n3:5|6\n", lines[i][1]);
            assert_rows(bytes, expected);
        }
    }
}

static void
a_row_with_the_wrong_number_of_cells_is_refused(void **state)
{
    (void)state;
    assert_rows("A;B\n1;2;3\n4\n5;6\n;\n",
                "2!too_many_cells\n3!too_few_cells\n4:5|6\n5:|\n");
}

/* Only the line of the quote is lost, wherever the trouble shows. */
static void
a_misplaced_quote_costs_one_line(void **state)
{
    (void)state;
    assert_rows("A;B\n1;\"2\n3;4\n5;6\n", "2!unclosed_quote\n3:3|4\n4:5|6\n");
    assert_rows("A;B\n1;2\n3;\"4", "2:1|2\n3!unclosed_quote\n");
    assert_rows("A;B\n1;\"2\"x\n3;4\n", "2!bad_quote\n3:3|4\n");
    assert_rows("A;B\n1;a\"b\n3;4\n", "2!bad_quote\n3:3|4\n");
    assert_rows("A;B\n1;\"2\n3;4\n5;\"6\"\n7;8\n",
                "2!bad_quote\n3:3|4\n4:5|6\n5:7|8\n");
    assert_rows("A;B\n1;2\"\n3;4\n", "2!bad_quote\n3:3|4\n");
}

static void
a_delimiter_is_any_ascii_character_but_a_few(void **state)
{
    static const char *const delimiters[] = {",", "\\t", "|", " ", "#", "~"};

    (void)state;
    for (size_t i = 0; i < sizeof delimiters / sizeof delimiters[0]; i++) {
        struct msbi_mapping *mapping = make_mapping(delimiters[i], "auto",
                                                    "\"A\"", "2");
        char bytes[64], found[1024];

        snprintf(bytes, sizeof bytes, "A%cB\n1%c2\n", mapping->delimiter,
                 mapping->delimiter);
        describe(bytes, -1, mapping, found);
        assert_string_equal(found, "2:1|2\n");
        msbi_mapping_free(mapping);
    }
}

static void
a_column_is_found_by_header_or_number_or_not_at_all(void **state)
{
    static const struct {
        const char *header, *a, *b, *expected;
    } cases[] = {
        {"A;B;C", "\"C\"", "\"A\"", "2:3|1\n"},
        {"A;B;C", "3", "1", "2:3|1\n"},
        {"A;B;C", "\"B\"", "2", "2:2|2\n"},
        {"A;B;C", "\"a\"", "\"B\"", "missing_column"},
        {"A;B;C", "\"Aa\"", "\"B\"", "missing_column"},
        {"A;B;C", "4", "\"B\"", "missing_column"},
        {"A;B;A", "\"A\"", "\"B\"", "ambiguous_column"},
        {"A;B;A", "3", "\"B\"", "2:3|2\n"},
        {"A;C;C", "\"A\"", "1", "2:1|1\n"},
        {"A;\"B;C", "\"A\"", "1", "bad_header"},
        {"\xef\xbb\xbf"
         "A;B;C",
         "\"A\"", "\"B\"", "2:1|2\n"},
        {"\xef\xbb\xbf\"A\";B;C", "\"A\"", "\"B\"", "2:1|2\n"},
        {"f\xf8"
         "d;B;C",
         "\"fød\"", "\"B\"", "2:1|2\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msbi_mapping *mapping = make_mapping(";", "auto", cases[i].a,
                                                    cases[i].b);
        char bytes[64], found[1024];

        snprintf(bytes, sizeof bytes, "%s\n1;2;3\n", cases[i].header);
        describe(bytes, -1, mapping, found);
        assert_string_equal(found, cases[i].expected);
        msbi_mapping_free(mapping);
    }
}

static void
the_encoding_is_found_or_as_the_mapping_says(void **state)
{
    static const struct {
        const char *encoding, *bytes, *expected;
    } cases[] = {
        {"auto", "A;B\nblå;ÆØÅ\n", "2:blå|ÆØÅ\n"},
        {"auto", "A;B\nbl\xe5;\xc6\xd8\xc5\n", "2:blå|ÆØÅ\n"},
        {"auto", "A;B\n\x80;\x9f\n", "2:€|Ÿ\n"},
        {"auto", "A;B\nbl\xe5;\x81\n", "2!bad_encoding\n"},
        {"auto",
         "\xef\xbb\xbf"
         "A;B\nblå;x\n",
         "2:blå|x\n"},
        {"auto",
         "\xef\xbb\xbf"
         "A;B\nbl\xe5;x\n",
         "2!bad_encoding\n"},
        {"utf-8", "A;B\nbl\xe5;x\n1;2\n", "2!bad_encoding\n3:1|2\n"},
        {"utf-8", "A;B;\xe5\n1;2;3\n", "bad_encoding"},
        {"windows-1252", "A;B\nbl\xe5;x\n", "2:blå|x\n"},
        {"windows-1252", "A;B\n1;\x90\n", "2!bad_encoding\n"},
        {"windows-1252",
         "\xef\xbb\xbf"
         "A;B\n1;2\n",
         "bad_encoding"},
        {"iso-8859-1", "A;B\nbl\xe5;\xe6\n", "2:blå|æ\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msbi_mapping *mapping = make_mapping(";", cases[i].encoding,
                                                    "\"A\"", "\"B\"");
        char found[1024];

        describe(cases[i].bytes, -1, mapping, found);
        assert_string_equal(found, cases[i].expected);
        msbi_mapping_free(mapping);
    }
}

static void
a_file_that_is_no_text_is_refused_at_once(void **state)
{
    static const struct {
        const char *bytes;
        long length;
        const char *expected;
    } cases[] = {
        {"", 0, "empty_file"},
        {"\xef\xbb\xbf", 3, "empty_file"},
        {"\n \r\n", 4, "empty_file"},
        {"\x89PNG\r\n\x1a\n", 8, "binary_file"},
        {"A;B\0;C\n", 7, "binary_file"},
        {"\xff\xfe"
         "A\0;\0B\0\n\0",
         10, "binary_file"},
        {"A;B\n1;\0\n3;4\n", 12, "2!nul_byte\n3:3|4\n"},
    };
    struct msbi_mapping *mapping = make_mapping(";", "auto", "\"A\"", "\"B\"");

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char found[1024];

        describe(cases[i].bytes, cases[i].length, mapping, found);
        assert_string_equal(found, cases[i].expected);
    }
    msbi_mapping_free(mapping);
}

static void
a_row_that_is_too_long_is_refused_and_the_next_is_read(void **state)
{
    const size_t length = 2 * MSBI_MAX_ROW;
    char *bytes = malloc(length + 16), found[1024];
    struct msbi_mapping *mapping = make_mapping(";", "auto", "\"A\"", "\"B\"");

    (void)state;
    memset(bytes, 'x', length);
    memcpy(bytes, "A;B\n1;2\n", 8);
    memcpy(bytes + length, "\n3;4\n", 5);
    describe(bytes, (long)length + 5, mapping, found);
    assert_string_equal(found, "2:1|2\n3!row_too_long\n4:3|4\n");

    free(bytes);
    msbi_mapping_free(mapping);
}

/* 600 000 rows of 4 bytes behind an open quote: more than a row may have. */
static void
an_open_quote_costs_one_line_of_a_long_file(void **state)
{
    const size_t num = 600000;
    char *bytes = malloc(16 + num * 4);
    struct msbi_mapping *mapping = make_mapping(";", "windows-1252", "\"A\"",
                                                "\"B\"");
    struct msb_import_source from = {0};
    struct msbi_source *source = NULL;
    struct msbi_refusal refusal;
    struct msbi_row row;
    bool has_row = true;
    size_t n = 0;

    (void)state;
    memcpy(bytes, "A;B\n5;\"6\n", 9);
    for (size_t i = 0; i < num; i++)
        memcpy(bytes + 9 + i * 4, "7;8\n", 4);
    from.path = scratch_write(&scratch, "file", bytes, (long)(9 + num * 4));
    assert_int_equal(msbi_source_open(&from, mapping, &source, NULL), MSB_OK);
    for (;; n++) {
        assert_int_equal(
            msbi_source_next(source, &row, &has_row, &refusal, NULL), MSB_OK);
        if (!has_row)
            break;
        assert_int_equal(row.line, n + 2);
        assert_int_equal(refusal.code != NULL, n == 0);
    }
    assert_int_equal(n, num + 1);
    msbi_source_close(source);
    msbi_mapping_free(mapping);
    free(bytes);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_has_cells_whatever_its_line_end),
        cmocka_unit_test(quotes_hold_delimiters_quotes_and_line_ends),
        cmocka_unit_test(blanks_around_a_cell_are_not_part_of_it),
        cmocka_unit_test(a_line_reads_the_same_with_and_without_a_quote),
        cmocka_unit_test(a_row_with_the_wrong_number_of_cells_is_refused),
        cmocka_unit_test(a_misplaced_quote_costs_one_line),
        cmocka_unit_test(a_delimiter_is_any_ascii_character_but_a_few),
        cmocka_unit_test(a_column_is_found_by_header_or_number_or_not_at_all),
        cmocka_unit_test(the_encoding_is_found_or_as_the_mapping_says),
        cmocka_unit_test(a_file_that_is_no_text_is_refused_at_once),
        cmocka_unit_test(
            a_row_that_is_too_long_is_refused_and_the_next_is_read),
        cmocka_unit_test(an_open_quote_costs_one_line_of_a_long_file),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
