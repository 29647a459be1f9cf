/* SPDX-License-Identifier: MIT */
/* The catalogue: every message in every language, with the same places. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "decide/catalogue.h"

/* How often {1} to {4} stand in a text; anything else in braces fails. */
static void
count_places(const char *code, const char *text, size_t *counts)
{
    memset(counts, 0, MSBI_MAX_ARGUMENTS * sizeof *counts);
    for (const char *at = strchr(text, '{'); at != NULL;
         at = strchr(at + 1, '{')) {
        if (at[1] < '1' || at[1] > '4' || at[2] != '}')
            fail_msg("%s: no place: %s", code, at);
        counts[at[1] - '1']++;
    }
}

static void
every_code_has_both_languages_with_the_same_places(void **state)
{
    (void)state;
    assert_true(msbi_catalogue_size() > 0);
    assert_null(msbi_catalogue_get(msbi_catalogue_size()));
    for (size_t i = 0; i < msbi_catalogue_size(); i++) {
        const struct msbi_message *message = msbi_catalogue_get(i);
        size_t danish[MSBI_MAX_ARGUMENTS], english[MSBI_MAX_ARGUMENTS];

        for (size_t k = 0; k < MSBI_NUM_LANGUAGES; k++)
            if (message->texts[k] == NULL || message->texts[k][0] == '\0')
                fail_msg("%s is missing in a language", message->code);
        count_places(message->code, message->texts[MSBI_DANISH], danish);
        count_places(message->code, message->texts[MSBI_ENGLISH], english);
        if (memcmp(danish, english, sizeof danish) != 0)
            fail_msg("%s has other places in another language", message->code);
        for (size_t k = 1; k < MSBI_MAX_ARGUMENTS; k++)
            assert_true(danish[k] == 0 || danish[k - 1] > 0);
    }
}

static void
every_code_is_found_and_stands_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < msbi_catalogue_size(); i++) {
        const struct msbi_message *message = msbi_catalogue_get(i);

        assert_true(
            msbi_text_is_identifier(message->code, strlen(message->code)));
        assert_ptr_equal(msbi_catalogue_find(message->code), message);
        if (i > 0)
            assert_true(strcmp(msbi_catalogue_get(i - 1)->code, message->code)
                        < 0);
    }
    assert_null(msbi_catalogue_find("no_such_code"));
}

static void
lists_are_joined_by_words_between_two_places(void **state)
{
    static const char *const joints[] = {"list_and", "list_comma", "list_or"};

    (void)state;
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < MSBI_NUM_LANGUAGES; k++) {
            const char *text = msbi_catalogue_find(joints[i])->texts[k];

            assert_memory_equal(text, "{1}", 3);
            assert_string_equal(text + strlen(text) - 3, "{2}");
        }
}

static void
arguments_stand_in_their_places(void **state)
{
    static const char *const words[MSBI_MAX_ARGUMENTS] = {"{2}", "b"};
    static const char *const one[MSBI_MAX_ARGUMENTS] = {"a"};
    struct msbi_text text;
    char *said;

    (void)state;
    msbi_text_init(&text);
    msbi_catalogue_say(&text, MSBI_DANISH, "list_or", words);
    msbi_text_add(&text, "; ");
    msbi_catalogue_say(&text, MSBI_ENGLISH, "list_or", words);
    said = msbi_text_take(&text);
    assert_string_equal(said, "{2} eller b; {2} or b");
    msbi_free(said);

    msbi_text_init(&text);
    msbi_catalogue_say(&text, MSBI_DANISH, "list_or", one);
    assert_null(msbi_text_take(&text));
    msbi_text_init(&text);
    msbi_catalogue_say(&text, MSBI_DANISH, "no_such_code", words);
    assert_null(msbi_text_take(&text));
}

static void
danish_and_english_are_spoken_and_no_other(void **state)
{
    enum msbi_language language;

    (void)state;
    assert_true(msbi_language_find(NULL, &language));
    assert_int_equal(language, MSBI_DANISH);
    assert_true(msbi_language_find("en", &language));
    assert_int_equal(language, MSBI_ENGLISH);
    assert_true(msbi_language_find("da", &language));
    assert_int_equal(language, MSBI_DANISH);
    assert_false(msbi_language_find("sv", &language));
    assert_false(msbi_language_find("", &language));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_both_languages_with_the_same_places),
        cmocka_unit_test(every_code_is_found_and_stands_once),
        cmocka_unit_test(lists_are_joined_by_words_between_two_places),
        cmocka_unit_test(arguments_stand_in_their_places),
        cmocka_unit_test(danish_and_english_are_spoken_and_no_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
