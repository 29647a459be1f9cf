/* SPDX-License-Identifier: MIT */
/* From cells to values of the model. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "import/value.h"
#include "model/lookup.h"

static const char mapping_text[] =
    "{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"citizen\","
    "\"columns\":{\"id\":{\"from\":1},\"valid_from\":{\"from\":2,"
    "\"date\":\"dd-mm-yyyy\",\"values\":{\"open\":\"2018-03-01\","
    "\"never\":null}},"
    "\"plain\":{\"from\":3},"
    "\"listed\":{\"from\":4,\"split\":\",\",\"values\":{\"m\":\"one\","
    "\"b\":\"two\",\"?\":null,\"ja\":true,\"nej\":false,\"ti\":10,"
    "\"odd\":\"nothing\"}},"
    "\"empty\":{\"from\":5,\"split\":\",\",\"values\":{\"\":null}},"
    "\"filled\":{\"from\":6,\"split\":\"|\",\"values\":{\"\":\"one\"}},"
    "\"valid_to\":{\"from\":7,\"date\":\"any\"}}}";

enum { ID, DATE, PLAIN, LISTED, EMPTY, FILLED, ANY_DATE };

static struct msbi_mapping *mapping;
static char one[] = "one", two[] = "two", three[] = "three";
static char *ids[] = {one, two, three};
static char name[] = "attribute";
static struct msbi_lookup by_value;

static int
set_up(void **state)
{
    (void)state;
    if (!msbi_lookup_init(&by_value, 3))
        return 1;
    for (size_t i = 0; i < 3; i++)
        msbi_lookup_add(&by_value, ids[i], i);
    msbi_lookup_sort(&by_value);
    return msbi_mapping_parse(mapping_text, strlen(mapping_text), "m", &mapping,
                              NULL, NULL)
           != MSB_OK;
}

static int
tear_down(void **state)
{
    (void)state;
    msbi_lookup_release(&by_value);
    msbi_mapping_free(mapping);
    return 0;
}

/* What a cell becomes: JSON, "" for unknown, or the code of the refusal. */
static void
assert_becomes(enum msb_attribute_type type, size_t column, const char *text,
               const char *expected)
{
    struct msbi_attribute attribute = {.name = name, .type = type};
    struct msbi_cell cell = {MSBI_CELL_TEXT, text, strlen(text)};
    struct msbi_refusal refusal = {.code = NULL};
    bool marks[3] = {false, false, false};
    struct msbi_text out;

    attribute.values.num = 3;
    attribute.values.items = ids;
    attribute.by_value = by_value;
    attribute.min = -5;
    attribute.max = 2147483647;
    msbi_text_init(&out);
    msbi_text_add(&out, "");
    if (!msbi_value_add_attribute(mapping, column, &cell, &attribute, marks,
                                  &out, &refusal)) {
        assert_int_equal(refusal.column, column);
        assert_string_equal(refusal.code, expected);
    } else if (strcmp(out.data, expected) != 0) {
        fail_msg("\"%s\" became %s, not %s", text, out.data, expected);
    }
    for (size_t i = 0; i < 3; i++)
        assert_false(marks[i]);
    msbi_text_release(&out);
}

static void
an_enum_is_translated_or_taken_as_it_is(void **state)
{
    (void)state;
    assert_becomes(MSB_ATTRIBUTE_ENUM, LISTED, "m", "\"one\"");
    assert_becomes(MSB_ATTRIBUTE_ENUM, LISTED, "three", "\"three\"");
    assert_becomes(MSB_ATTRIBUTE_ENUM, LISTED, "?", "");
    assert_becomes(MSB_ATTRIBUTE_ENUM, LISTED, "", "");
    assert_becomes(MSB_ATTRIBUTE_ENUM, LISTED, "M", "unknown_value");
    assert_becomes(MSB_ATTRIBUTE_ENUM, LISTED, "odd", "unknown_value");
    assert_becomes(MSB_ATTRIBUTE_ENUM, PLAIN, "on", "unknown_value");
    assert_becomes(MSB_ATTRIBUTE_ENUM, PLAIN, "one", "\"one\"");
    assert_becomes(MSB_ATTRIBUTE_ENUM, EMPTY, "", "");
    assert_becomes(MSB_ATTRIBUTE_ENUM, FILLED, "", "\"one\"");
}

static void
an_integer_is_digits_within_its_range(void **state)
{
    (void)state;
    assert_becomes(MSB_ATTRIBUTE_INTEGER, PLAIN, "7", "7");
    assert_becomes(MSB_ATTRIBUTE_INTEGER, PLAIN, "+7", "7");
    assert_becomes(MSB_ATTRIBUTE_INTEGER, PLAIN, "007", "7");
    assert_becomes(MSB_ATTRIBUTE_INTEGER, PLAIN, "-5", "-5");
    assert_becomes(MSB_ATTRIBUTE_INTEGER, PLAIN, "2147483647", "2147483647");
    assert_becomes(MSB_ATTRIBUTE_INTEGER, LISTED, "ti", "10");
    assert_becomes(MSB_ATTRIBUTE_INTEGER, PLAIN, "", "");
    assert_becomes(MSB_ATTRIBUTE_INTEGER, PLAIN, "-6", "out_of_range");
    assert_becomes(MSB_ATTRIBUTE_INTEGER, PLAIN, "2147483648", "out_of_range");
    assert_becomes(MSB_ATTRIBUTE_INTEGER, PLAIN, "99999999999999999999999999",
                   "out_of_range");
    assert_becomes(MSB_ATTRIBUTE_INTEGER, PLAIN, "3,5", "bad_integer");
    assert_becomes(MSB_ATTRIBUTE_INTEGER, PLAIN, "1.234", "bad_integer");
    assert_becomes(MSB_ATTRIBUTE_INTEGER, PLAIN, "1e3", "bad_integer");
    assert_becomes(MSB_ATTRIBUTE_INTEGER, PLAIN, "-", "bad_integer");
    assert_becomes(MSB_ATTRIBUTE_INTEGER, PLAIN, "- 5", "bad_integer");
}

static void
a_flag_is_true_false_or_what_the_mapping_lists(void **state)
{
    (void)state;
    assert_becomes(MSB_ATTRIBUTE_FLAG, PLAIN, "true", "true");
    assert_becomes(MSB_ATTRIBUTE_FLAG, PLAIN, "false", "false");
    assert_becomes(MSB_ATTRIBUTE_FLAG, LISTED, "ja", "true");
    assert_becomes(MSB_ATTRIBUTE_FLAG, LISTED, "nej", "false");
    assert_becomes(MSB_ATTRIBUTE_FLAG, PLAIN, "", "");
    assert_becomes(MSB_ATTRIBUTE_FLAG, PLAIN, "1", "unknown_value");
    assert_becomes(MSB_ATTRIBUTE_FLAG, PLAIN, "ja", "unknown_value");
    assert_becomes(MSB_ATTRIBUTE_FLAG, PLAIN, "TRUE", "unknown_value");
}

static void
a_set_is_split_and_put_in_order(void **state)
{
    (void)state;
    assert_becomes(MSB_ATTRIBUTE_SET, LISTED, "b, m", "[\"one\",\"two\"]");
    assert_becomes(MSB_ATTRIBUTE_SET, LISTED, "m,m,one", "[\"one\"]");
    assert_becomes(MSB_ATTRIBUTE_SET, LISTED, "three", "[\"three\"]");
    assert_becomes(MSB_ATTRIBUTE_SET, LISTED, "m,,", "[\"one\"]");
    assert_becomes(MSB_ATTRIBUTE_SET, LISTED, "m;b", "unknown_value");
    assert_becomes(MSB_ATTRIBUTE_SET, LISTED, "m,x", "unknown_value");
    assert_becomes(MSB_ATTRIBUTE_SET, PLAIN, "one", "[\"one\"]");
    assert_becomes(MSB_ATTRIBUTE_SET, PLAIN, "one,two", "unknown_value");
    assert_becomes(MSB_ATTRIBUTE_SET, FILLED, "one|two", "[\"one\",\"two\"]");
}

static void
an_empty_cell_is_the_empty_set_unless_the_mapping_lists_it(void **state)
{
    (void)state;
    assert_becomes(MSB_ATTRIBUTE_SET, LISTED, "", "[]");
    assert_becomes(MSB_ATTRIBUTE_SET, PLAIN, "", "[]");
    assert_becomes(MSB_ATTRIBUTE_SET, EMPTY, "", "");
    assert_becomes(MSB_ATTRIBUTE_SET, FILLED, "", "[\"one\"]");
}

/* "m" alone would say that nothing else is in the set. */
static void
a_set_with_an_unknown_piece_is_unknown(void **state)
{
    (void)state;
    assert_becomes(MSB_ATTRIBUTE_SET, LISTED, "?", "");
    assert_becomes(MSB_ATTRIBUTE_SET, LISTED, "m,?", "");
    assert_becomes(MSB_ATTRIBUTE_SET, LISTED, "?,m", "");
}

static void
a_date_is_written_as_the_column_says(void **state)
{
    static const struct {
        size_t column;
        const char *text, *expected;
    } cases[] = {
        {DATE, "01-03-2018", "2018-03-01"},
        {DATE, "2018-03-01", NULL},
        {DATE, "1-3-2018", NULL},
        {DATE, "30-02-2018", NULL},
        {DATE, "open", "2018-03-01"},
        {DATE, "never", ""},
        {DATE, "", ""},
        {ANY_DATE, "2018-03-01", "2018-03-01"},
        {ANY_DATE, "01.03.2018", "2018-03-01"},
        {ANY_DATE, "01/03/2018", "2018-03-01"},
        {ANY_DATE, "43160", NULL}, /* Excel's number of that day */
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msbi_cell cells[7] = {{0}};
        struct msbi_refusal refusal = {.code = NULL};
        struct msb_date date;
        bool is_known, fits;
        char written[11] = "";

        cells[cases[i].column] = (struct msbi_cell){
            MSBI_CELL_TEXT, cases[i].text, strlen(cases[i].text)};
        fits = msbi_value_read_date(mapping, cases[i].column, cells, &is_known,
                                    &date, &refusal);
        assert_int_equal(fits, cases[i].expected != NULL);
        if (!fits) {
            assert_string_equal(refusal.code, "bad_date");
            continue;
        }
        if (is_known)
            msb_date_format(date, written);
        assert_string_equal(written, cases[i].expected);
    }
}

static void
a_list_is_no_single_value(void **state)
{
    struct msbi_cell cell = {MSBI_CELL_LIST, "a\0", 2};
    struct msbi_refusal refusal = {.code = NULL};
    struct msbi_value value;

    (void)state;
    assert_false(msbi_value_read(mapping, PLAIN, &cell, &value, &refusal));
    assert_string_equal(refusal.code, "wrong_type");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_enum_is_translated_or_taken_as_it_is),
        cmocka_unit_test(an_integer_is_digits_within_its_range),
        cmocka_unit_test(a_flag_is_true_false_or_what_the_mapping_lists),
        cmocka_unit_test(a_set_is_split_and_put_in_order),
        cmocka_unit_test(
            an_empty_cell_is_the_empty_set_unless_the_mapping_lists_it),
        cmocka_unit_test(a_set_with_an_unknown_piece_is_unknown),
        cmocka_unit_test(a_date_is_written_as_the_column_says),
        cmocka_unit_test(a_list_is_no_single_value),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
