/* SPDX-License-Identifier: MIT */
/* Transactions, rows of their own, and the instants at which they record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

#define SECONDS_A_DAY 86400

static void
put(struct town *town, const char *id, const char *facts)
{
    struct msbi_citizen_row row = town_citizen(id, NULL, "2019-01-01", NULL,
                                               facts);
    enum msbi_put put;

    assert_int_equal(msbi_store_put_citizen(town->store, &row, &put, NULL),
                     MSB_OK);
}

static const char ids[] = "SELECT id FROM citizen ORDER BY id";

static void
a_rollback_takes_everything_back(void **state)
{
    struct town *town = *state;
    char *before = town_dump(town->store);

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    put(town, "anna", "{}");
    put(town, "anna", "{'benefit':'cash'}");
    msbi_store_rollback(town->store);
    town_assert_same(town->store, before);
}

static void
a_commit_outlives_the_connection(void **state)
{
    struct town *town = *state;

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    put(town, "anna", "{}");
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    town_reopen(town);
    assert_query(town->store, ids, "anna\n");
}

static void
a_store_that_is_closed_in_a_transaction_forgets_it(void **state)
{
    struct town *town = *state;

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    put(town, "anna", "{}");
    town_reopen(town);
    assert_query(town->store, ids, "");
}

static void
undoing_a_row_leaves_the_rows_before_it(void **state)
{
    struct town *town = *state;
    struct msbi_citizen_row row;
    enum msbi_put result;

    town_put(town, "anna", "2019-01-01", "{}");
    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_mark(town->store, NULL), MSB_OK);
    put(town, "bo", "{}");
    assert_int_equal(msbi_store_keep(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_mark(town->store, NULL), MSB_OK);
    put(town, "anna", "{'benefit':'cash'}");
    assert_int_equal(msbi_store_undo(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_mark(town->store, NULL), MSB_OK);
    row = town_citizen("anna", NULL, "2019-02-01", NULL, "{'benefit':'sick'}");
    assert_int_equal(msbi_store_put_citizen(town->store, &row, &result, NULL),
                     MSB_OK);
    assert_int_equal(msbi_store_keep(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    assert_query(town->store,
                 "SELECT citizen, valid_from, facts FROM citizen_facts_text"
                 " WHERE version = 0 ORDER BY citizen, valid_from",
                 "1|2019-01-01|{}\n1|2019-02-01|{\"benefit\":\"sick\"}\n"
                 "2|2019-01-01|{}\n");
}

/* The first news of a transaction is undone; what follows is recorded. */
static void
an_undone_row_does_not_take_the_instant_with_it(void **state)
{
    struct town *town = *state;

    town_put(town, "anna", "2019-01-01", "{}");
    town_execute(town->store, "UPDATE last_recording SET instant ="
                              " instant('2999-01-01T00:00:00Z')");
    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    town->store->now += SECONDS_A_DAY;
    assert_int_equal(msbi_store_mark(town->store, NULL), MSB_OK);
    put(town, "anna", "{'benefit':'cash'}");
    assert_int_equal(msbi_store_undo(town->store, NULL), MSB_OK);
    assert_query(town->store,
                 "SELECT instant = instant('2999-01-01T00:00:00Z')"
                 " FROM last_recording",
                 "1\n");
    put(town, "bo", "{}");
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    assert_query(town->store, "SELECT max(recorded_at) FROM citizen_facts_text",
                 "2999-01-02T00:00:00Z\n");
}

static void
an_instant_is_never_before_an_earlier_one(void **state)
{
    struct town *town = *state;

    town_execute(town->store, /* by a clock that was set back since */
                 "UPDATE last_recording SET instant ="
                 " instant('2999-01-01T00:00:00Z')");
    town_put(town, "anna", "2019-01-01", "{}");
    assert_query(town->store, "SELECT recorded_at FROM citizen_facts_text",
                 "2999-01-01T00:00:00Z\n");
}

static void
an_instant_is_utc_and_written_in_full(void **state)
{
    char now[MSB_INSTANT_SIZE], sql[200];
    struct town *town = *state;

    setenv("TZ", "Pacific/Auckland", 1);
    msb_instant_format(msbi_store_now(town->store), now);
    unsetenv("TZ");
    snprintf(sql, sizeof sql,
             "SELECT abs(julianday('now') - julianday('%s')) < 0.01", now);
    assert_query(town->store, sql, "1\n");
    assert_int_equal(strlen(now), 20);
    assert_true(now[10] == 'T' && now[19] == 'Z');
}

static void
calls_out_of_order_are_misuse(void **state)
{
    struct town *town = *state;

    assert_int_equal(msbi_store_mark(town->store, NULL), MSB_ERR_MISUSE);
    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_ERR_MISUSE);
    assert_int_equal(msbi_store_mark(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_mark(town->store, NULL), MSB_ERR_MISUSE);
    msbi_store_rollback(town->store);
    msbi_store_rollback(town->store); /* nothing to do */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_rollback_takes_everything_back,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_commit_outlives_the_connection,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_store_that_is_closed_in_a_transaction_forgets_it, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(undoing_a_row_leaves_the_rows_before_it,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_undone_row_does_not_take_the_instant_with_it, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_instant_is_never_before_an_earlier_one, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(an_instant_is_utc_and_written_in_full,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(calls_out_of_order_are_misuse,
                                        town_set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
