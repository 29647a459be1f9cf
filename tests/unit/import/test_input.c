/* SPDX-License-Identifier: MIT */
/* Bytes from a caller: taken once, looked at before, held no longer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "import/encoding.h"
#include "import/input.h"
#include "unit/import/scratch.h"

static void
open_giver(struct msbi_input *input, struct scratch_giver *giver, bool is_kept)
{
    const struct msb_import_source from = {.read = scratch_give, .user = giver};

    assert_int_equal(msbi_input_open(input, &from, is_kept, NULL), MSB_OK);
}

/* Take all of it, in small steps, and once more behind the end. */
static void
assert_takes(struct msbi_input *input, const char *expected)
{
    char found[64];
    size_t at = 0, length;

    do {
        assert_int_equal(msbi_input_take(input, found + at, 5, &length, NULL),
                         MSB_OK);
        at += length;
    } while (length > 0);
    found[at] = '\0';
    assert_string_equal(found, expected);
    assert_int_equal(msbi_input_take(input, found, 5, &length, NULL), MSB_OK);
    assert_int_equal(length, 0);
}

static void
what_is_given_is_taken_once_and_in_order(void **state)
{
    (void)state;
    for (size_t piece = 1; piece < 12; piece++) {
        struct scratch_giver giver = scratch_give_text("one two three", piece);
        struct msbi_input input;

        open_giver(&input, &giver, false);
        assert_takes(&input, "one two three");
        assert_int_equal(input.held.capacity, 0);
        msbi_input_close(&input);
    }
}

/* Taken a little, looked at, then taken from where it was. */
static void
looking_ahead_takes_nothing(void **state)
{
    (void)state;
    for (size_t piece = 1; piece < 12; piece++) {
        struct scratch_giver giver = scratch_give_text("bl\xc3\xa5 og r\xc3\xb8"
                                                       "d",
                                                       piece);
        enum msbi_encoding encoding;
        struct msbi_input input;
        char start[2];
        size_t length;

        open_giver(&input, &giver, true);
        assert_int_equal(msbi_input_take(&input, start, 1, &length, NULL),
                         MSB_OK);
        assert_int_equal(length, 1);
        assert_int_equal(msbi_encoding_detect(&input, &encoding, NULL), MSB_OK);
        assert_int_equal(encoding, MSBI_ENCODING_UTF_8);
        assert_true(giver.has_ended);
        msbi_input_let_go(&input);
        assert_takes(&input, "l\xc3\xa5 og r\xc3\xb8"
                             "d");
        assert_int_equal(input.held.capacity, 0);
        msbi_input_close(&input);
    }
}

/* The byte that decides is the third: the rest is not looked at. */
static void
looking_ahead_ends_where_it_is_decided(void **state)
{
    struct scratch_giver giver = scratch_give_text("bl\xe5 og gul og hvid", 2);
    enum msbi_encoding encoding;
    struct msbi_input input;

    (void)state;
    open_giver(&input, &giver, true);
    assert_int_equal(msbi_encoding_detect(&input, &encoding, NULL), MSB_OK);
    assert_int_equal(encoding, MSBI_ENCODING_WINDOWS_1252);
    assert_true(giver.at < 10);
    msbi_input_let_go(&input);
    assert_takes(&input, "bl\xe5 og gul og hvid");
    msbi_input_close(&input);
}

static bool
stop(void *user, void *out, size_t capacity, size_t *length)
{
    (void)user;
    memset(out, 'x', capacity);
    *length = capacity;
    return false;
}

static bool
boast(void *user, void *out, size_t capacity, size_t *length)
{
    (void)user;
    memset(out, 'x', capacity);
    *length = capacity + 1;
    return true;
}

static void
a_giver_that_stops_or_boasts_ends_it(void **state)
{
    struct msb_import_source from = {.read = stop};
    struct msbi_input input;
    struct msb_error err;
    char out[8];
    size_t length;

    (void)state;
    assert_int_equal(msbi_input_open(&input, &from, false, NULL), MSB_OK);
    assert_int_equal(msbi_input_take(&input, out, 8, &length, &err),
                     MSB_ERR_STOPPED);
    assert_string_equal(err.code, "stopped");
    msbi_input_close(&input);
    from.read = boast;
    assert_int_equal(msbi_input_open(&input, &from, true, NULL), MSB_OK);
    assert_int_equal(msbi_input_look(&input, 0, out, 8, &length, &err),
                     MSB_ERR_MISUSE);
    msbi_input_close(&input);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_given_is_taken_once_and_in_order),
        cmocka_unit_test(looking_ahead_takes_nothing),
        cmocka_unit_test(looking_ahead_ends_where_it_is_decided),
        cmocka_unit_test(a_giver_that_stops_or_boasts_ends_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
