/* SPDX-License-Identifier: MIT */
/* What verifying a store finds: nothing where nothing is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <msb/verify.h>

#include "base/text.h"
#include "unit/store/chronicle.h"

static struct msb_verification *
verify(struct town *town)
{
    struct msb_verification *verification;
    struct msb_error err;

    if (msb_store_verify(town->store, NULL, &verification, &err) != MSB_OK)
        fail_msg("%s", err.message);
    return verification;
}

/* The codes and places, a line each. */
static void
check(struct town *town, const char *expected)
{
    struct msb_verification *verification = verify(town);
    struct msb_violation violation;
    struct msbi_text text;
    char *found;

    msbi_text_init(&text);
    for (size_t i = 0; msb_verification_get(verification, i, &violation); i++)
        msbi_text_addf(&text, "%s %s\n", violation.code, violation.where);
    msbi_text_add_bytes(&text, "", 0);
    found = msbi_text_take(&text);
    assert_string_equal(found, expected);
    assert_int_equal(msb_verification_get_counts(verification).violations,
                     msb_verification_num(verification));
    msb_text_free(found);
    msb_verification_unref(verification);
}

/* Change a row behind the store's back. */
static void
tamper(struct town *town, const char *sql)
{
    town_execute(town->store,
                 "DROP TRIGGER IF EXISTS assignment_is_not_overwritten;"
                 "DROP TRIGGER IF EXISTS assignment_is_one_at_a_time;"
                 "DROP TRIGGER IF EXISTS citizen_facts_are_not_overwritten");
    town_execute(town->store, sql);
}

static void
put_cash(struct town *town)
{
    town_put(town, "c0", "2019-01-01",
             "{'birth_date':'1980-05-01','benefit':'cash'}");
    chronicle_run(town, town_date("2019-03-01"));
}

static void
a_new_store_is_sound(void **state)
{
    check(*state, "");
}

static void
whatever_happens_the_store_is_sound(void **state)
{
    struct town *town = *state;
    struct random random = {3};
    struct msb_verify_counts counts;
    struct msb_verification *verification;

    for (int i = 0; i < 200; i++) {
        if (i % 25 == 10)
            chronicle_run(town, chronicle_day(&random));
        if (i == 60)
            town_adopt(town, chronicle_2020);
        if (i == 120)
            town_adopt(town, chronicle_2021);
        chronicle_happen(town, &random);
    }
    check(town, "");
    verification = verify(town);
    counts = msb_verification_get_counts(verification);
    assert_int_equal(counts.citizens, CHRONICLE_CITIZENS);
    assert_true(counts.assignments > 20);
    assert_true(counts.entries > 5);
    msb_verification_unref(verification);
}

/* Two things within one second: the first was never known at any instant. */
static void
what_was_known_at_no_instant_is_not_replayed(void **state)
{
    struct town *town = *state;

    put_cash(town);
    town_put(town, "c0", "2019-01-01",
             "{'birth_date':'1980-05-01','benefit':'sick'}");
    assert_query(town->store,
                 "SELECT area, recorded_at = superseded_at FROM assignment"
                 " ORDER BY area",
                 "health|-\nwork|1\n");
    check(town, "");
}

static void
an_assignment_that_was_changed_is_found(void **state)
{
    struct town *town = *state;

    put_cash(town);
    tamper(town, "UPDATE assignment SET area = 'health'");
    check(town, "decision_differs citizen 1 from 2019-03-01\n");
    tamper(town, "UPDATE assignment SET area = 'work', target_group = 'youth'");
    check(town, "decision_differs citizen 1 from 2019-03-01\n");
    tamper(town, "UPDATE assignment SET target_group = 'adults'");
    check(town, "");
}

static void
facts_that_were_changed_are_found(void **state)
{
    struct town *town = *state;

    put_cash(town);
    tamper(town, "UPDATE citizen_facts SET facts ="
                 " replace(facts, 'cash', 'sick')");
    check(town, "decision_differs citizen 1 from 2019-03-01\n");
}

static void
columns_that_were_changed_are_found(void **state)
{
    struct town *town = *state;

    put_cash(town);
    town_execute(town->store,
                 "UPDATE column_chunk SET data = zeroblob(length(data))");
    check(town, "columns_differ chunk 0\n");
}

static void
facts_that_were_added_later_are_found(void **state)
{
    struct town *town = *state;

    put_cash(town);
    tamper(town,
           "INSERT INTO citizen_facts VALUES (1, day('2019-02-01'), NULL, 0,"
           " 1546387300, NULL)");
    check(town, "decision_outdated citizen 1 from 2019-03-01\n");
}

static void
two_areas_at_a_time_are_found(void **state)
{
    struct town *town = *state;

    put_cash(town);
    tamper(town, "INSERT INTO assignment SELECT citizen, model, area, rule,"
                 " target_group, valid_from + 10, NULL, 0, recorded_at, NULL"
                 " FROM assignment");
    check(town, "two_areas citizen 1 from 2019-03-11\n");
}

static void
a_row_that_refers_to_nothing_is_found(void **state)
{
    struct town *town = *state;

    town_execute(town->store, "PRAGMA foreign_keys = OFF;"
                              "INSERT INTO household_member VALUES (7, 1, '',"
                              " day('2019-01-01'), NULL, 0, 1546387300, NULL)");
    check(town, "foreign_key household_member 0\n");
}

static void
an_entry_of_the_journal_that_was_changed_is_found(void **state)
{
    struct town *town = *state;

    put_cash(town);
    town_execute(town->store,
                 "DROP TRIGGER journal_is_not_overwritten;"
                 "UPDATE journal SET action = 'other' WHERE number = 2");
    check(town, "journal_altered journal 2\n");
}

static void
a_violation_is_told_as_json(void **state)
{
    struct town *town = *state;
    struct msb_verification *verification;
    char *json;

    put_cash(town);
    tamper(town, "UPDATE assignment SET area = 'health'");
    verification = verify(town);
    assert_int_equal(msb_verification_format_json(verification, 0, &json, NULL),
                     MSB_OK);
    assert_string_equal(
        json, "{\"code\": \"decision_differs\", "
              "\"where\": \"citizen 1 from 2019-03-01\", "
              "\"message\": \"the assignment is not what was decided by what "
              "was known when it was recorded\"}");
    msb_text_free(json);
    assert_int_equal(msb_verification_format_json(verification, 1, &json, NULL),
                     MSB_ERR_MISUSE);
    msb_verification_unref(verification);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_new_store_is_sound, chronicle_set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(whatever_happens_the_store_is_sound,
                                        chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            what_was_known_at_no_instant_is_not_replayed, chronicle_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(an_assignment_that_was_changed_is_found,
                                        chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(facts_that_were_changed_are_found,
                                        chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(columns_that_were_changed_are_found,
                                        chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(facts_that_were_added_later_are_found,
                                        chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(two_areas_at_a_time_are_found,
                                        chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_row_that_refers_to_nothing_is_found,
                                        chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_entry_of_the_journal_that_was_changed_is_found, chronicle_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_violation_is_told_as_json,
                                        chronicle_set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
