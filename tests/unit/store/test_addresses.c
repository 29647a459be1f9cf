/* SPDX-License-Identifier: MIT */
/* Addresses over time, and that a protected one is seen by nobody. */
#include "store/rights/addresses.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

#define DAY 86400

static int
set_up(void **state)
{
    struct town *town;

    town_set_up(state);
    town = *state;
    town_stop_clock(town, TOWN_LATER);
    town_put(town, "anna", "2019-01-01", "{}");
    return 0;
}

static void
put(struct town *town, const char *address, const char *from, const char *to)
{
    struct msb_error err;

    if (msb_store_put_address(town->store, "anna", address,
                              town_period(from, to), &err)
        != MSB_OK)
        fail_msg("%s: %s", from, err.message);
}

static void
protect(struct town *town, const char *from, const char *to)
{
    struct msb_error err;

    if (msb_store_protect_address(town->store, "anna", town_period(from, to),
                                  &err)
        != MSB_OK)
        fail_msg("%s: %s", from, err.message);
}

/* The address, "-" where none is known, "protected" where it is. */
static void
check(struct town *town, const char *on, const struct msb_instant *known_at,
      const char *expected)
{
    bool is_protected;
    char *text;

    assert_int_equal(msbi_address_find(town->store, 1, town_date(on), known_at,
                                       &text, &is_protected, NULL),
                     MSB_OK);
    assert_string_equal(is_protected   ? "protected"
                        : text == NULL ? "-"
                                       : text,
                        expected);
    msbi_free(text);
}

static void
of_addresses_on_a_day_the_last_to_begin_holds(void **state)
{
    static const char *const days[][2] = {
        {"2019-12-31", "-"},        {"2020-01-01", "First 1"},
        {"2020-05-31", "First 1"},  {"2020-06-01", "Second 2"},
        {"2020-08-31", "Second 2"}, {"2020-09-01", "First 1"},
        {"2020-10-01", "-"},        {"2020-11-01", "First 1"}};
    struct town *town = *state;

    put(town, "First 1", "2020-01-01", NULL);
    put(town, "Second 2", "2020-06-01", "2020-09-01");
    put(town, NULL, "2020-10-01", "2020-11-01");
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        check(town, days[i][0], NULL, days[i][1]);
}

static void
a_correction_keeps_what_was_known(void **state)
{
    struct msb_instant first = {.seconds = TOWN_LATER};
    struct town *town = *state;

    put(town, "First 1", "2020-01-01", NULL);
    town->now += 10;
    put(town, "First 1", "2020-01-01", NULL);
    put(town, "First 11", "2020-01-01", NULL);
    check(town, "2020-01-01", NULL, "First 11");
    check(town, "2020-01-01", &first, "First 1");
    assert_query(town->store, "SELECT count(*) FROM address", "2\n");
}

/* Today is the first day of 2100; the address is asked of any day. */
static void
a_protection_hides_every_address_until_it_lapses(void **state)
{
    struct msb_instant before = {.seconds = TOWN_LATER};
    struct town *town = *state;

    put(town, "First 1", "2020-01-01", NULL);
    town->now++;
    protect(town, "2099-07-01", "2100-01-03");
    check(town, "2100-01-01", NULL, "protected");
    check(town, "2020-01-01", NULL, "protected");
    check(town, "2100-01-01", &before, "protected");
    town->now = TOWN_LATER + 2 * DAY - 1; /* the last second of 2100-01-02 */
    check(town, "2100-01-01", NULL, "protected");
    town->now = TOWN_LATER + 2 * DAY;
    check(town, "2100-01-01", NULL, "First 1");
    check(town, "2099-08-01", NULL, "First 1");
}

static void
a_protection_that_is_still_to_come_hides_its_own_days(void **state)
{
    struct town *town = *state;

    put(town, "First 1", "2020-01-01", NULL);
    protect(town, "2100-06-01", "2101-06-01");
    check(town, "2100-05-31", NULL, "First 1");
    check(town, "2100-06-01", NULL, "protected");
}

static void
a_protection_is_made_shorter_by_a_correction(void **state)
{
    struct town *town = *state;

    put(town, "First 1", "2020-01-01", NULL);
    protect(town, "2099-07-01", "2100-07-01");
    check(town, "2100-01-01", NULL, "protected");
    protect(town, "2099-07-01", "2099-12-01");
    check(town, "2100-01-01", NULL, "First 1");
}

static void
the_view_for_people_hides_what_is_protected(void **state)
{
    struct town *town = *state;

    put(town, "First 1", "2020-01-01", NULL);
    assert_query(town->store, "SELECT text FROM address_text", "First 1\n");
    protect(town, "2020-01-01", "9999-12-31"); /* whatever the day is */
    assert_query(town->store, "SELECT text FROM address_text", "-\n");
}

static void
what_cannot_be_put_is_refused(void **state)
{
    static const struct {
        const char *citizen, *address, *from, *to, *code;
        enum msb_status status;
    } cases[] = {
        {"nobody", "A", "2020-01-01", NULL, "unknown_citizen",
         MSB_ERR_NOT_FOUND},
        {"anna", " ", "2020-01-01", NULL, "empty_text", MSB_ERR_INVALID},
        {"anna", "A\nB", "2020-01-01", NULL, "encoding", MSB_ERR_INVALID},
        {"anna", "\xc3", "2020-01-01", NULL, "encoding", MSB_ERR_INVALID},
        {"anna", "A", "2020-01-01", "2020-01-01", "empty_period",
         MSB_ERR_INVALID},
    };
    struct town *town = *state;
    struct msb_error err;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(msb_store_put_address(
                             town->store, cases[i].citizen, cases[i].address,
                             town_period(cases[i].from, cases[i].to), &err),
                         cases[i].status);
        assert_string_equal(err.code, cases[i].code);
    }
    assert_int_equal(msb_store_protect_address(town->store, "anna",
                                               town_period("2020-01-01", NULL),
                                               &err),
                     MSB_ERR_MISUSE);
    assert_query(town->store,
                 "SELECT count(*) FROM address"
                 " UNION ALL SELECT count(*) FROM address_protection",
                 "0\n0\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            of_addresses_on_a_day_the_last_to_begin_holds, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_correction_keeps_what_was_known,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_protection_hides_every_address_until_it_lapses, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_protection_that_is_still_to_come_hides_its_own_days, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_protection_is_made_shorter_by_a_correction, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            the_view_for_people_hides_what_is_protected, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_put_is_refused, set_up,
                                        town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
