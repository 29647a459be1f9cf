/* SPDX-License-Identifier: MIT */
/*
 * The strict scanner and the document behind it. An '@' marks the place of
 * the error and is taken out before the text is read; inputs with bytes that
 * have no place in a C string come with their length.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "model/json.h"

static enum msb_status
parse(const char *text, size_t length, struct msbi_json **out,
      struct msb_error *err)
{
    return msbi_json_parse(text, length, true, out, err);
}

static struct msbi_json *
good(const char *text)
{
    struct msbi_json *json = NULL;
    struct msb_error err;

    if (parse(text, strlen(text), &json, &err) != MSB_OK)
        fail_msg("%s: %s", text, err.message);
    return json;
}

static void
assert_bad(const char *marked, size_t length, const char *code)
{
    struct msbi_json *json = NULL;
    struct msb_error err = {0};
    char *text = malloc(length);
    char *mark;
    int line = 1, column = 1;

    assert_non_null(text);
    memcpy(text, marked, length);
    mark = memchr(text, '@', length);
    assert_non_null(mark);
    for (const char *c = text; c != mark; c++) {
        column = *c == '\n' ? 1 : column + 1;
        line += *c == '\n';
    }
    memmove(mark, mark + 1, length - 1 - (size_t)(mark - text));
    if (parse(text, length - 1, &json, &err) != MSB_ERR_SYNTAX)
        fail_msg("%s was taken", marked);
    assert_null(json);
    if (strcmp(err.code, code) != 0 || err.line != line || err.column != column)
        fail_msg("%s: expected %d:%d %s, found %d:%d %s (%s)", marked, line,
                 column, code, (int)err.line, (int)err.column, err.code,
                 err.message);
    assert_int_equal(msbi_json_parse(text, length - 1, false, &json, NULL),
                     MSB_ERR_SYNTAX);
    free(text);
}

static void
every_kind_of_value_is_read(void **state)
{
    struct msbi_json *json = good(
        " {\"n\": null, \"f\": false, \"t\": true, \"i\": -12e1,\r\n"
        "\"s\": \"a\\n\\u00e6\\ud83d\\ude00\", \"l\": [ ], \"o\": {}}\t");
    const struct msbi_json_value *root = msbi_json_root(json);
    const char *const names = "nftislo";
    const struct msbi_json_value *value = msbi_json_first(root);
    int64_t number = 0;

    (void)state;
    assert_int_equal(msbi_json_type(root), MSBI_JSON_OBJECT);
    assert_int_equal(msbi_json_num(root), 7);
    for (int i = 0; i < 7; i++) {
        assert_int_equal(msbi_json_name(value)[0], names[i]);
        if (i < 6)
            value = msbi_json_next(value);
    }
    assert_null(msbi_json_next(value));
    assert_int_equal(msbi_json_type(msbi_json_find(root, "n")), MSBI_JSON_NULL);
    assert_true(msbi_json_integer(msbi_json_find(root, "i"), &number));
    assert_int_equal(number, -120);
    assert_string_equal(msbi_json_string(msbi_json_find(root, "s")),
                        "a\n\xc3\xa6\xf0\x9f\x98\x80");
    assert_null(msbi_json_string(msbi_json_find(root, "l")));
    assert_null(msbi_json_find(root, "N"));
    assert_string_equal(msbi_json_type_name(msbi_json_find(root, "o")),
                        "an object");
    msbi_json_free(json);
}

static void
whole_numbers_end_where_doubles_lose_them(void **state)
{
    static const struct {
        const char *text;
        bool is_whole;
    } cases[] = {
        {"9007199254740992", true},
        {"-9007199254740992", true},
        {"9007199254740994", false},
        {"0.5", false},
        {"1e400", false},
        {"-0", true},
        {"1.50e1", true},
        {"\"1\"", false},
        {"true", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msbi_json *json = good(cases[i].text);
        int64_t number;

        if (msbi_json_integer(msbi_json_root(json), &number)
            != cases[i].is_whole)
            fail_msg("%s", cases[i].text);
        msbi_json_free(json);
    }
}

static void
what_is_not_strict_json_is_refused_at_its_place(void **state)
{
    static const char *const texts[] = {
        "@",           " \n @",      "@nul",
        "@True",       "@'a'",       "[1, @]",
        "[@,1]",       "[1 @2]",     "[1@",
        "{@",          "{\"a\" @1}", "{\"a\": @}",
        "{\"a\":1,@}", "{@1: 2}",    "{\"a\":1 @\"b\":2}",
        "{@a: 1}",     "[1]@]",      "{} @{}",
        "0@1",         "-@",         "-@a",
        "1.@",         "[1.@]",      "[1e@]",
        "[1e+@]",      "[@.5]",      "@+1",
        "@NaN",        "\"a@",       "\"a@\nb\"",
        "\"@\tb\"",    "\"\\@x\"",   "\"\\u12@g4\"",
        "\"\\@",       "\"\\u00@",   "[1,\n 2,\n @// no\n]",
        "[1]@x",       "[\"a\"@}",   "{\"a\": 1@]",
        "@\xc2\xa0[]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_bad(texts[i], strlen(texts[i]), "syntax");
}

static void
characters_that_are_none_are_refused_at_their_place(void **state)
{
    static const struct {
        const char *text;
        size_t length;
        const char *code;
    } cases[] = {
        {"[\"a@\xff\"]", 7, "encoding"},            /* no UTF-8 */
        {"[\"@\xe6\"]", 6, "encoding"},             /* ISO-8859-1 */
        {"[\"@\xc0\xaf\"]", 7, "encoding"},         /* overlong */
        {"[\"@\xed\xa0\x80\"]", 8, "encoding"},     /* a surrogate */
        {"[\"@\xf4\x90\x80\x80\"]", 9, "encoding"}, /* too large */
        {"@\xff\xfe[\0]\0", 7, "encoding"},         /* UTF-16 */
        {"[\"@\xe2\x82", 5, "encoding"},            /* cut in two */
        {"[\"@\\ud800\"]", 11, "encoding"},
        {"[\"@\\udc00\"]", 11, "encoding"},
        {"[\"@\\ud83d\\u0041\"]", 17, "encoding"},
        {"[\"@\\ud83d\\ud83d\"]", 17, "encoding"},
        {"[\"@\\ud83dx\"]", 12, "encoding"},
        {"[\"a@\\u0000\"]", 12, "nul"},
        {"[1,@\0 2]", 8, "nul"},
        {"[\"@\0\"]", 6, "nul"},
        {"[]@\0", 4, "nul"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_bad(cases[i].text, cases[i].length, cases[i].code);
}

static void
one_byte_order_mark_is_accepted_and_not_counted(void **state)
{
    struct msbi_json *json = good("\xef\xbb\xbf[7]");
    struct msb_error err;
    int32_t line, column;

    (void)state;
    msbi_json_place(json, msbi_json_first(msbi_json_root(json)), false, &line,
                    &column);
    assert_int_equal(line, 1);
    assert_int_equal(column, 2);
    msbi_json_free(json);
    assert_int_equal(parse("\xef\xbb\xbf\xef\xbb\xbf[]", 8, &json, &err),
                     MSB_ERR_SYNTAX);
    assert_int_equal(err.column, 1);
}

static char *
brackets(size_t num, size_t closed)
{
    char *text = malloc(num + closed + 1);

    assert_non_null(text);
    memset(text, '[', num);
    memset(text + num, ']', closed);
    text[num + closed] = '\0';
    return text;
}

static void
a_hundred_and_twenty_eight_levels_are_the_limit(void **state)
{
    char *text = brackets(128, 128);
    struct msbi_json *json = good(text);
    struct msb_error err;

    (void)state;
    msbi_json_free(json);
    free(text);
    text = brackets(129, 129);
    assert_int_equal(parse(text, strlen(text), &json, &err), MSB_ERR_SYNTAX);
    assert_string_equal(err.code, "depth");
    assert_int_equal(err.column, 129);
    free(text);
}

static void
a_million_brackets_allocate_next_to_nothing(void **state)
{
    char *text = brackets(1000000, 0);
    struct msbi_json *json;
    struct msb_error err;
    unsigned long most = 12; /* the document, the list of 129 places growing */

    (void)state;
    msbi_alloc_fail_at(most);
    assert_int_equal(parse(text, 1000000, &json, &err), MSB_ERR_SYNTAX);
    msbi_alloc_fail_at(0);
    assert_string_equal(err.code, "depth");
    assert_int_equal(err.column, 129);
    free(text);
}

static void
a_number_longer_than_the_buffer_of_cjson_is_refused(void **state)
{
    char text[80] = "";
    struct msbi_json *json;
    struct msb_error err;

    (void)state;
    memset(text, '1', 63);
    json = good(text);
    msbi_json_free(json);
    text[63] = '1';
    assert_int_equal(parse(text, 64, &json, &err), MSB_ERR_SYNTAX);
    assert_string_equal(err.code, "syntax");
    assert_int_equal(err.column, 1);
}

static void
places_are_counted_in_characters(void **state)
{
    static const char whole[] = "{\"\xc3\xa6\xc3\xb8\xc3\xa5\": 1,\n\n"
                                "\"\xf0\x9f\x98\x80\": 0, \"b\":\t2}";
    struct msbi_json *json = good(whole);
    const struct msbi_json_value *root = msbi_json_root(json);
    const struct msbi_json_value *b = msbi_json_find(root, "b");
    int32_t line, column;

    (void)state;
    msbi_json_place(json, msbi_json_first(root), false, &line, &column);
    assert_int_equal(line, 1);
    assert_int_equal(column, 9); /* {"æøå":_1 */
    msbi_json_place(json, b, true, &line, &column);
    assert_int_equal(line, 3);
    assert_int_equal(column, 9); /* "x":_0,_"b" */
    msbi_json_place(json, b, false, &line, &column);
    assert_int_equal(column, 14); /* "b" 9-11, colon 12, tab 13 */
    msbi_json_free(json);
}

static void
places_are_right_far_into_a_long_document(void **state)
{
    const size_t num = 50000; /* each 8 bytes, so beyond many marks */
    char *text = malloc(num * 8 + 8), *end = text;
    struct msbi_json *json;
    const struct msbi_json_value *value;
    int32_t line, column;

    (void)state;
    assert_non_null(text);
    *end++ = '[';
    for (size_t i = 0; i < num; i++) {
        memcpy(end, i + 1 < num ? "\"\xc3\xa6\",\n  " : "\"\xc3\xa6\"]   ", 8);
        end += 8;
    }
    *end = '\0';
    json = good(text);
    value = msbi_json_first(msbi_json_root(json));
    for (size_t i = 0; i < num; i++) {
        msbi_json_place(json, value, false, &line, &column);
        if (line != (int32_t)i + 1 || column != (i == 0 ? 2 : 3))
            fail_msg("value %zu at %d:%d", i, (int)line, (int)column);
        value = msbi_json_next(value);
    }
    msbi_json_free(json);
    free(text);
}

static void
without_positions_there_are_no_places(void **state)
{
    struct msbi_json *json = NULL;
    int32_t line = 7, column = 7;

    (void)state;
    assert_int_equal(msbi_json_parse("{\"a\":1}", 7, false, &json, NULL),
                     MSB_OK);
    msbi_json_place(json, msbi_json_root(json), false, &line, &column);
    assert_int_equal(line, 0);
    assert_int_equal(column, 0);
    msbi_json_free(json);
}

static void
the_second_member_of_a_name_is_the_repeated_one(void **state)
{
    struct msbi_json *few = good("{\"a\":1,\"b\":{\"a\":2},\"a\":3}");
    struct msbi_json *many = good("{\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,"
                                  "\"f\":0,\"c\":1,\"g\":0,\"h\":0,\"c\":2}");
    const struct msbi_json_value *value;
    char found[16] = "";

    (void)state;
    for (value = msbi_json_first(msbi_json_root(few)); value != NULL;
         value = msbi_json_next(value))
        strcat(found, msbi_json_is_repeated(few, value) ? "x" : "-");
    assert_string_equal(found, "--x");
    found[0] = '\0';
    for (value = msbi_json_first(msbi_json_root(many)); value != NULL;
         value = msbi_json_next(value))
        strcat(found, msbi_json_is_repeated(many, value) ? "x" : "-");
    assert_string_equal(found, "------x--x");
    msbi_json_free(few);
    msbi_json_free(many);
}

static void
a_value_prints_as_compact_json(void **state)
{
    static const char compact[] =
        "{\"a\":[1,-2.5,true,null],\"b\":{\"c\":\"\\\"\xc3\xa6\\n\"}}";
    struct msbi_json *json = good("{ \"a\": [1.0, -25e-1, true, null],\n\"b\":"
                                  " {\"c\": \"\\\"\\u00e6\\n\"}}");
    char *text = msbi_json_print(msbi_json_root(json));

    (void)state;
    assert_string_equal(text, compact);
    msbi_free(text);
    msbi_json_free(json);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_value_is_read),
        cmocka_unit_test(whole_numbers_end_where_doubles_lose_them),
        cmocka_unit_test(what_is_not_strict_json_is_refused_at_its_place),
        cmocka_unit_test(characters_that_are_none_are_refused_at_their_place),
        cmocka_unit_test(one_byte_order_mark_is_accepted_and_not_counted),
        cmocka_unit_test(a_hundred_and_twenty_eight_levels_are_the_limit),
        cmocka_unit_test(a_million_brackets_allocate_next_to_nothing),
        cmocka_unit_test(a_number_longer_than_the_buffer_of_cjson_is_refused),
        cmocka_unit_test(places_are_counted_in_characters),
        cmocka_unit_test(places_are_right_far_into_a_long_document),
        cmocka_unit_test(without_positions_there_are_no_places),
        cmocka_unit_test(the_second_member_of_a_name_is_the_repeated_one),
        cmocka_unit_test(a_value_prints_as_compact_json),
    };

    return cmocka_run_group_tests_name("model json", tests, NULL, NULL);
}
