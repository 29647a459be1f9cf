/* SPDX-License-Identifier: MIT */
/*
 * Finding names and the nearest names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <msb/model.h>

#include "model/lookup.h"

static struct msbi_lookup
lookup_of(const char *const *names, size_t num)
{
    struct msbi_lookup lookup;

    assert_true(msbi_lookup_init(&lookup, num));
    for (size_t i = 0; i < num; i++)
        msbi_lookup_add(&lookup, names[i], i);
    msbi_lookup_sort(&lookup);
    return lookup;
}

static size_t
find(const struct msbi_lookup *lookup, const char *name)
{
    return msbi_lookup_find(lookup, name, strlen(name));
}

static void
every_name_is_found_and_nothing_else(void **state)
{
    static const char *const names[] = {"m", "ab", "abc", "a", "z", "b"};
    struct msbi_lookup lookup = lookup_of(names, 6);
    struct msbi_lookup none = lookup_of(names, 0);

    (void)state;
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(find(&lookup, names[i]), i);
    assert_int_equal(find(&lookup, "abcd"), MSB_NONE);
    assert_int_equal(find(&lookup, "zz"), MSB_NONE);
    assert_int_equal(find(&lookup, "\x01"), MSB_NONE);
    assert_int_equal(find(&none, "a"), MSB_NONE);
    assert_int_equal(msbi_lookup_find(&lookup, "abc", 2), 1);
    msbi_lookup_release(&lookup);
    msbi_lookup_release(&none);
}

static void
of_equal_names_the_first_is_found(void **state)
{
    static const char *const names[] = {"b", "a", "a", "a"};
    struct msbi_lookup lookup = lookup_of(names, 4);

    (void)state;
    assert_int_equal(find(&lookup, "a"), 1);
    msbi_lookup_release(&lookup);
}

static void
near_names_are_at_most_two_edits_apart(void **state)
{
    static const struct {
        const char *a, *b;
        int distance; /* -1: not near */
    } cases[] = {
        {"area", "area", 0},
        {"area", "areas", 1},
        {"aera", "area", 2},
        {"areas", "ara", 2},
        {"unit", "area", -1},
        {"kitten", "sitten", 1},
        {"abcdef", "bcdefg", 2},
        {"abcdef", "cdefgh", -1},
        {"ab", "cd", -1},
        {"a", "b", -1},
        {"", "", -1},
        {"by", "b", -1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t distance = 99;
        bool is_near = msbi_is_near(cases[i].a, cases[i].b, &distance);

        if (is_near != (cases[i].distance >= 0)
            || (is_near && (int)distance != cases[i].distance))
            fail_msg("%s, %s", cases[i].a, cases[i].b);
    }
}

static void
the_nearest_name_is_suggested(void **state)
{
    static const char *const names[] = {"substance_user", "substance_use",
                                        "housing"};
    struct msbi_lookup lookup = lookup_of(names, 3);

    (void)state;
    assert_string_equal(msbi_lookup_suggest(&lookup, "substance_uses"),
                        "substance_use");
    assert_string_equal(msbi_lookup_suggest(&lookup, "hosing"), "housing");
    assert_null(msbi_lookup_suggest(&lookup, "health"));
    msbi_lookup_release(&lookup);
}

static void
among_too_many_names_none_is_suggested(void **state)
{
    static char text[1001][8];
    const char *names[1001];
    struct msbi_lookup lookup;

    (void)state;
    for (size_t i = 0; i < 1001; i++) {
        snprintf(text[i], sizeof text[i], "x%05zu", i);
        names[i] = text[i];
    }
    lookup = lookup_of(names, 1000);
    assert_non_null(msbi_lookup_suggest(&lookup, "x0000"));
    msbi_lookup_release(&lookup);
    lookup = lookup_of(names, 1001);
    assert_null(msbi_lookup_suggest(&lookup, "x0000"));
    msbi_lookup_release(&lookup);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_is_found_and_nothing_else),
        cmocka_unit_test(of_equal_names_the_first_is_found),
        cmocka_unit_test(near_names_are_at_most_two_edits_apart),
        cmocka_unit_test(the_nearest_name_is_suggested),
        cmocka_unit_test(among_too_many_names_none_is_suggested),
    };

    return cmocka_run_group_tests_name("model lookup", tests, NULL, NULL);
}
