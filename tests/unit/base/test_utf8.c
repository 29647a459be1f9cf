/* SPDX-License-Identifier: MIT */
/*
 * UTF-8 as The Unicode Standard defines it (table 3-7): first by hand-made
 * sequences, then every code point, then every pair and triple of bytes
 * against a decoder that works by arithmetic instead of by table.
 */
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
well_formed_text_is_accepted(void **state)
{
    static const char *const table[] = {
        "",
        "abc",
        "\x7f",
        "\xc2\x80",
        "\xdf\xbf",
        "\xe0\xa0\x80",
        "\xed\x9f\xbf",
        "\xee\x80\x80",
        "\xef\xbf\xbf",
        "\xf0\x90\x80\x80",
        "\xf4\x8f\xbf\xbf",
        "\xc3\x86\xc3\x98\xc3\x85", /* ÆØÅ */
        "\xef\xbb\xbf",             /* byte order mark */
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_true(msbi_text_is_utf8(table[i], strlen(table[i])));
    assert_true(msbi_text_is_utf8("a\0b", 3));
}

static void
malformed_text_is_refused_after_its_good_start(void **state)
{
    static const char *const table[] = {
        "\x80",             /* nothing to continue */
        "\xbf",             /* the same */
        "\xc0\xaf",         /* overlong "/" */
        "\xc1\xbf",         /* overlong DEL */
        "\xe0\x80\xaf",     /* overlong "/" */
        "\xe0\x9f\xbf",     /* overlong U+07FF */
        "\xf0\x80\x80\xaf", /* overlong "/" */
        "\xf0\x8f\xbf\xbf", /* overlong U+FFFF */
        "\xed\xa0\x80",     /* first surrogate */
        "\xed\xbf\xbf",     /* last surrogate */
        "\xf4\x90\x80\x80", /* U+110000 */
        "\xf5\x80\x80\x80", /* beyond */
        "\xf8\x88\x80\x80\x80",
        "\xfe",
        "\xff",
        "\xc3",         /* truncated */
        "\xe2\x82",     /* truncated */
        "\xf0\x9f\x98", /* truncated */
        "\xc3(",        /* not continued */
        "\xe2(\xa1",
        "\xe2\x82(",
        "\xf0\x9f\x98(",
        "\xe6n", /* "æn" in Windows-1252 */
    };
    char text[16];

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        size_t length = strlen(table[i]);

        assert_false(msbi_text_is_utf8(table[i], length));
        assert_int_equal(msbi_text_utf8_prefix(table[i], length), 0);
        memcpy(text, "\xc3\xb8x", 3);
        memcpy(text + 3, table[i], length + 1);
        assert_int_equal(msbi_text_utf8_prefix(text, length + 3), 3);
        msbi_text_cut(text);
        assert_string_equal(text, "\xc3\xb8x");
    }
}

static size_t
encode(uint32_t code_point, char out[4])
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xc0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3f));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xe0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code_point & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code_point & 0x3f));
    return 4;
}

/* 0x1fffff is the last that four bytes can write. */
static void
every_code_point_but_the_surrogates_is_accepted(void **state)
{
    char bytes[4];

    (void)state;
    for (uint32_t code_point = 0; code_point <= 0x1fffff; code_point++) {
        size_t length = encode(code_point, bytes);
        bool is_scalar = code_point <= 0x10ffff
                         && !(code_point >= 0xd800 && code_point <= 0xdfff);

        if (msbi_text_is_utf8(bytes, length) != is_scalar)
            fail_msg("U+%04X", code_point);
        if (length > 1 && msbi_text_is_utf8(bytes, length - 1))
            fail_msg("U+%04X, truncated", code_point);
    }
}

static void
no_other_pair_or_triple_is_one_character(void **state)
{
    (void)state;
    for (uint32_t i = 0x800000; i <= 0xffffff; i++) {
        char bytes[3] = {(char)(i >> 16), (char)(i >> 8), (char)i};
        uint32_t two = (i >> 10 & 0x7c0) | (i >> 8 & 0x3f);
        uint32_t three = (i >> 4 & 0xf000) | (i >> 2 & 0xfc0) | (i & 0x3f);
        char again[4];
        size_t expected = 0;

        /* It is a character when encoding what it seems to mean gives it
           back. */
        if (encode(two, again) == 2 && memcmp(again, bytes, 2) == 0)
            expected = (i & 0xff) < 0x80 ? 3 : 2;
        else if (encode(three, again) == 3 && memcmp(again, bytes, 3) == 0
                 && !(three >= 0xd800 && three <= 0xdfff))
            expected = 3;
        if (msbi_text_utf8_prefix(bytes, 3) != expected)
            fail_msg("%06X", i);
    }
}

static void
a_whole_string_is_not_cut(void **state)
{
    char text[] = "R\xc3\xa5"
                  "dgivning";
    char empty[] = "";

    (void)state;
    msbi_text_cut(text);
    assert_string_equal(text, "R\xc3\xa5"
                              "dgivning");
    msbi_text_cut(empty);
    assert_string_equal(empty, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_text_is_accepted),
        cmocka_unit_test(malformed_text_is_refused_after_its_good_start),
        cmocka_unit_test(every_code_point_but_the_surrogates_is_accepted),
        cmocka_unit_test(no_other_pair_or_triple_is_one_character),
        cmocka_unit_test(a_whole_string_is_not_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
