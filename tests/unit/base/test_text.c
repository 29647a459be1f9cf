/* SPDX-License-Identifier: MIT */
/* The growing text: what it holds, and that one check at the end is enough. */
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

static void
a_text_is_the_sum_of_what_was_added(void **state)
{
    struct msbi_text text;
    char *data;

    (void)state;
    msbi_text_init(&text);
    msbi_text_add(&text, "Unge");
    msbi_text_add(&text, "");
    msbi_text_addf(&text, "%c%s-%02d", ' ', "15", 29);
    msbi_text_add_bytes(&text, "\0!", 2);
    assert_int_equal(text.length, 12);
    data = msbi_text_take(&text);
    assert_memory_equal(data, "Unge 15-29\0!", 13);
    assert_null(text.data);
    assert_int_equal(text.length, 0);
    msbi_free(data);
}

static void
an_untouched_text_is_taken_as_the_empty_one(void **state)
{
    struct msbi_text text;
    char *data;

    (void)state;
    msbi_text_init(&text);
    data = msbi_text_take(&text);
    assert_string_equal(data, "");
    msbi_free(data);
}

/* Every length from 0 on, so that each boundary of the room is met. */
static void
a_text_grows_at_every_length(void **state)
{
    char expected[600] = "";

    (void)state;
    for (size_t step = 1; step <= 3; step++) {
        struct msbi_text text;

        msbi_text_init(&text);
        for (size_t length = 0; length < 500; length += step) {
            assert_memory_equal(text.data == NULL ? "" : text.data, expected,
                                length + (text.data != NULL));
            memset(expected + length, 'a' + (int)(length % 26), step);
            expected[length + step] = '\0';
            msbi_text_addf(&text, "%.*s", (int)step, expected + length);
        }
        msbi_text_release(&text);
    }
}

static void
a_cleared_text_starts_again(void **state)
{
    struct msbi_text text;

    (void)state;
    msbi_text_init(&text);
    msbi_text_clear(&text);
    msbi_text_add(&text, "first");
    msbi_text_clear(&text);
    assert_string_equal(text.data, "");
    msbi_text_add(&text, "second");
    assert_string_equal(text.data, "second");
    msbi_text_release(&text);
    assert_null(text.data);
}

static void
add_one_of_each(struct msbi_text *text)
{
    msbi_text_add(text, "{");
    msbi_text_add_json(text, "needs");
    msbi_text_addf(text, ":%070d", 1);
    msbi_text_add_integer(text, -12);
    msbi_text_add_json_bytes(text, "a\"b", 3);
    for (int i = 0; i < 10; i++)
        msbi_text_add_bytes(text, "0123456789012345678901234567890", 31);
}

static void
a_failed_allocation_is_remembered_to_the_end(void **state)
{
    size_t before = msbi_alloc_num_live();
    unsigned long n = 0;
    char *data;

    (void)state;
    do {
        struct msbi_text text;

        msbi_text_init(&text);
        msbi_alloc_fail_at(++n);
        add_one_of_each(&text);
        data = msbi_text_take(&text);
        msbi_alloc_fail_at(0);
        assert_false(text.failed);
        if (data != NULL)
            assert_int_equal(strlen(data), 1 + 7 + 71 + 3 + 6 + 310);
        msbi_free(data);
        assert_int_equal(msbi_alloc_num_live(), before);
    } while (data == NULL && n < 100);
    assert_in_range(n, 4, 99); /* 64, 128, 256 and 512 bytes, at least */
}

static void
a_cleared_text_forgets_a_failure(void **state)
{
    struct msbi_text text;

    (void)state;
    msbi_text_init(&text);
    msbi_alloc_fail_at(1);
    msbi_text_add(&text, "lost");
    msbi_alloc_fail_at(0);
    assert_true(text.failed);
    msbi_text_add(&text, "lost too");
    assert_int_equal(text.length, 0);
    msbi_text_clear(&text);
    msbi_text_add(&text, "kept");
    assert_string_equal(text.data, "kept");
    msbi_text_release(&text);
}

static void
two_strings_are_the_same_by_their_bytes_and_null_is_no_string(void **state)
{
    const char other[] = "same";

    (void)state;
    assert_true(msbi_text_is_same("same", other));
    assert_true(msbi_text_is_same(NULL, NULL));
    assert_false(msbi_text_is_same("same", "sam"));
    assert_false(msbi_text_is_same("", NULL));
    assert_false(msbi_text_is_same(NULL, "same"));
}

static void
integers_are_written_in_full(void **state)
{
    static const struct {
        int64_t value;
        const char *text;
    } table[] = {
        {0, "0"},
        {7, "7"},
        {-7, "-7"},
        {10, "10"},
        {2147483647, "2147483647"},
        {-2147483647 - 1, "-2147483648"},
        {INT64_MAX, "9223372036854775807"},
        {INT64_MIN, "-9223372036854775808"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct msbi_text text;

        msbi_text_init(&text);
        msbi_text_add_integer(&text, table[i].value);
        assert_string_equal(text.data, table[i].text);
        msbi_text_release(&text);
    }
}

static void
json_strings_escape_what_json_does_not_allow(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *json;
    } table[] = {
        {"", 0, "\"\""},
        {"plain", 5, "\"plain\""},
        {"\"", 1, "\"\\\"\""},
        {"\\", 1, "\"\\\\\""},
        {"a\nb", 3, "\"a\\nb\""},
        {"\t\r\x1f", 3, "\"\\u0009\\u000d\\u001f\""},
        {"\0", 1, "\"\\u0000\""},
        {"a\0b", 3, "\"a\\u0000b\""},
        {"/ \x7f", 3, "\"/ \x7f\""},
        {"B\xc3\xb8rn", 5, "\"B\xc3\xb8rn\""},
        {"\xf0\x9f\x98\x80", 4, "\"\xf0\x9f\x98\x80\""},
        {"\"\"", 2, "\"\\\"\\\"\""},
    };
    struct msbi_text text;

    (void)state;
    msbi_text_init(&text);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        msbi_text_clear(&text);
        msbi_text_add_json_bytes(&text, table[i].bytes, table[i].length);
        assert_string_equal(text.data, table[i].json);
    }
    msbi_text_clear(&text);
    msbi_text_add_json(&text, NULL);
    msbi_text_add_json(&text, "null");
    assert_string_equal(text.data, "null\"null\"");
    msbi_text_release(&text);
}

static void
identifiers_follow_their_pattern(void **state)
{
    static const char *const good[] = {"a", "z9_", "social_work", "a_", "abc0"};
    static const char *const bad[] = {"",    "A",  "9a",  "_a",
                                      "a-b", "aB", "a b", "\xc3\xa6",
                                      "a.",  "a{", "`",   "{"};
    char text[65];

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(msbi_text_is_identifier(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(msbi_text_is_identifier(bad[i], strlen(bad[i])));
    assert_false(msbi_text_is_identifier("a\0b", 3));
    memset(text, 'x', sizeof text);
    assert_true(msbi_text_is_identifier(text, 63));
    assert_false(msbi_text_is_identifier(text, 64));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_the_sum_of_what_was_added),
        cmocka_unit_test(an_untouched_text_is_taken_as_the_empty_one),
        cmocka_unit_test(a_text_grows_at_every_length),
        cmocka_unit_test(a_cleared_text_starts_again),
        cmocka_unit_test(a_failed_allocation_is_remembered_to_the_end),
        cmocka_unit_test(a_cleared_text_forgets_a_failure),
        cmocka_unit_test(
            two_strings_are_the_same_by_their_bytes_and_null_is_no_string),
        cmocka_unit_test(integers_are_written_in_full),
        cmocka_unit_test(json_strings_escape_what_json_does_not_allow),
        cmocka_unit_test(identifiers_follow_their_pattern),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
