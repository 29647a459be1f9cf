/* SPDX-License-Identifier: MIT */
/* The encodings of Danish files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "import/encoding.h"
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

static void
assert_decodes(enum msbi_encoding encoding, const char *bytes, size_t length,
               const char *expected)
{
    struct msbi_decoder decoder;
    struct msbi_text text, back;

    msbi_text_init(&text);
    msbi_text_init(&back);
    assert_int_equal(msbi_decoder_init(&decoder, encoding, NULL), MSB_OK);
    assert_int_equal(msbi_decode(&decoder, bytes, length, &text),
                     expected != NULL);
    assert_int_equal(text.length, expected == NULL ? 0 : strlen(expected));
    if (expected != NULL) {
        assert_memory_equal(text.data, expected, text.length);
        msbi_encode(&decoder, text.data, text.length, &back);
        assert_int_equal(back.length, length);
        assert_memory_equal(back.data, bytes, length);
    }
    msbi_text_release(&text);
    msbi_text_release(&back);
}

/* What unicode.org's CP1252.TXT says of 80…9F; NULL: undefined. */
static const char *const windows_1252[32] = {
    "€", NULL, "‚",  "ƒ", "„",  "…",  "†", "‡",  "ˆ", "‰", "Š",
    "‹", "Œ",  NULL, "Ž", NULL, NULL, "‘", "’",  "“", "”", "•",
    "–", "—",  "˜",  "™", "š",  "›",  "œ", NULL, "ž", "Ÿ"};

static void
windows_1252_has_27_characters_where_latin_1_has_controls(void **state)
{
    (void)state;
    for (size_t i = 0; i < 32; i++) {
        char byte = (char)(unsigned char)(0x80 + i);
        char control[] = {(char)0xc2, byte, '\0'};

        assert_decodes(MSBI_ENCODING_WINDOWS_1252, &byte, 1, windows_1252[i]);
        assert_decodes(MSBI_ENCODING_ISO_8859_1, &byte, 1, control);
    }
}

/* U+00A0…U+00FF are C2 A0…C2 BF and C3 80…C3 BF in UTF-8. */
static void
both_have_the_characters_from_a0_on_in_common(void **state)
{
    (void)state;
    for (unsigned i = 0xa0; i <= 0xff; i++) {
        char byte = (char)(unsigned char)i;
        char expected[] = {(char)(unsigned char)(i < 0xc0 ? 0xc2 : 0xc3),
                           (char)(unsigned char)(i < 0xc0 ? i : i - 0x40),
                           '\0'};

        assert_decodes(MSBI_ENCODING_WINDOWS_1252, &byte, 1, expected);
        assert_decodes(MSBI_ENCODING_ISO_8859_1, &byte, 1, expected);
    }
}

static void
a_text_is_decoded_whole_or_not_at_all(void **state)
{
    static const char danish[] = "bl\xe5 \xc6\xd8\xc5 \xe6\xf8\xe5 gr\xf8"
                                 "d";

    (void)state;
    assert_decodes(MSBI_ENCODING_WINDOWS_1252, danish, strlen(danish),
                   "blå ÆØÅ æøå grød");
    assert_decodes(MSBI_ENCODING_WINDOWS_1252, "abcdefgh\xf8\x81 z", 11, NULL);
    assert_decodes(MSBI_ENCODING_UTF_8, "blå", 4, "blå");
    assert_decodes(MSBI_ENCODING_UTF_8, "bl\xe5", 3, NULL);
    assert_decodes(MSBI_ENCODING_UTF_8, "", 0, "");
}

static void
what_an_encoding_lacks_is_written_as_a_question_mark(void **state)
{
    struct msbi_decoder decoder;
    struct msbi_text text;

    (void)state;
    msbi_text_init(&text);
    assert_int_equal(
        msbi_decoder_init(&decoder, MSBI_ENCODING_WINDOWS_1252, NULL), MSB_OK);
    msbi_encode(&decoder, "ø→é", strlen("ø→é"), &text);
    assert_string_equal(text.data, "\xf8?\xe9");
    msbi_text_release(&text);
}

static enum msbi_encoding
detect(const char *bytes, size_t length)
{
    enum msbi_encoding encoding = MSBI_ENCODING_AUTO;
    const struct msb_import_source from = {
        .path = scratch_write(&scratch, "file", bytes, (long)length)};
    struct msbi_input input;

    assert_int_equal(msbi_input_open(&input, &from, false, NULL), MSB_OK);
    assert_int_equal(msbi_encoding_detect(&input, &encoding, NULL), MSB_OK);
    msbi_input_close(&input);
    return encoding;
}

static void
a_file_is_utf_8_when_all_of_it_is(void **state)
{
    static const struct {
        const char *bytes;
        enum msbi_encoding expected;
    } cases[] = {
        {"", MSBI_ENCODING_UTF_8},
        {"only ASCII", MSBI_ENCODING_UTF_8},
        {"blå", MSBI_ENCODING_UTF_8},
        {"bl\xe5", MSBI_ENCODING_WINDOWS_1252},
        {"bl\xe5 b\xe6r", MSBI_ENCODING_WINDOWS_1252},
        {"\xc0\xaf", MSBI_ENCODING_WINDOWS_1252},     /* overlong */
        {"\xed\xa0\x80", MSBI_ENCODING_WINDOWS_1252}, /* surrogate */
        {"cut \xe2\x82", MSBI_ENCODING_WINDOWS_1252},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(detect(cases[i].bytes, strlen(cases[i].bytes)),
                         cases[i].expected);
}

/* "€" is three bytes: wherever chunks end, one is cut in two. */
static void
a_character_may_be_cut_by_the_end_of_a_chunk(void **state)
{
    const size_t num = 400000;
    char *bytes = malloc(num * 3 + 2);

    (void)state;
    for (size_t shift = 0; shift < 3; shift++) {
        memset(bytes, 'x', shift);
        for (size_t i = 0; i < num; i++)
            memcpy(bytes + shift + i * 3, "€", 3);
        assert_int_equal(detect(bytes, shift + num * 3), MSBI_ENCODING_UTF_8);
        assert_int_equal(detect(bytes, shift + num * 3 - 1),
                         MSBI_ENCODING_WINDOWS_1252);
    }
    free(bytes);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            windows_1252_has_27_characters_where_latin_1_has_controls),
        cmocka_unit_test(both_have_the_characters_from_a0_on_in_common),
        cmocka_unit_test(a_text_is_decoded_whole_or_not_at_all),
        cmocka_unit_test(what_an_encoding_lacks_is_written_as_a_question_mark),
        cmocka_unit_test(a_file_is_utf_8_when_all_of_it_is),
        cmocka_unit_test(a_character_may_be_cut_by_the_end_of_a_chunk),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
