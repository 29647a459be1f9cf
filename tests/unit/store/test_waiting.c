/* SPDX-License-Identifier: MIT */
/* Rows that are written together become what each would have become alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

#define TWO_FULL (2 * MSBI_MAX_WAITING)

static int
set_up(void **state)
{
    town_set_up(state);
    town_put(*state, "anna", "2019-01-01", "{}");
    return 0;
}

/* Put the course that begins on day @day of January or February. */
static void
put_course(struct town *town, size_t day, const char *to)
{
    struct msbi_course_row row = town_course("anna", "guidance", NULL,
                                             "2019-01-01", to);
    enum msbi_put put;

    row.from.days += (int32_t)day;
    assert_int_equal(msbi_store_mark(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_put_course(town->store, &row, &put, NULL),
                     MSB_OK);
    assert_int_equal(put, MSBI_PUT_WAITING);
    assert_int_equal(msbi_store_keep(town->store, NULL), MSB_OK);
}

static void
check_counts(struct town *town, uint64_t inserted, uint64_t updated,
             uint64_t unchanged)
{
    struct msbi_put_counts counts;

    assert_int_equal(msbi_store_settle(town->store, &counts, NULL), MSB_OK);
    assert_int_equal(counts.inserted, inserted);
    assert_int_equal(counts.updated, updated);
    assert_int_equal(counts.unchanged, unchanged);
}

static void
courses_are_counted_for_what_they_are(void **state)
{
    struct town *town = *state;

    /* Two statements full, and three courses more. */
    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    for (size_t i = 0; i < TWO_FULL + 3; i++)
        put_course(town, i, NULL);
    check_counts(town, TWO_FULL + 3, 0, 0);
    check_counts(town, 0, 0, 0);
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    /* The same, but for two that end, and one more. */
    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    for (size_t i = 0; i < TWO_FULL + 4; i++)
        put_course(town, i, i == 5 || i == TWO_FULL ? "2020-01-01" : NULL);
    check_counts(town, 1, 2, TWO_FULL + 1);
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    assert_query(town->store,
                 "SELECT count(*), sum(version = 0), sum(version = 1),"
                 " sum(version = 0 AND valid_to IS NOT NULL) FROM course",
                 "38|36|2|2\n");
}

/* The database refuses the statement for one of its rows: none is lost. */
static void
one_course_that_is_known_spoils_none_of_the_others(void **state)
{
    struct town *town = *state;

    for (size_t known = 0; known < MSBI_MAX_WAITING; known++) {
        assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
        put_course(town, known, NULL);
        check_counts(town, 1, 0, 0);
        for (size_t i = 0; i < MSBI_MAX_WAITING; i++)
            put_course(town, i, i == known ? "2020-01-01" : NULL);
        check_counts(town, MSBI_MAX_WAITING - 1, 1, 0);
        assert_query(town->store,
                     "SELECT count(*), sum(version = 0) FROM course",
                     "17|16\n");
        msbi_store_rollback(town->store);
    }
}

static void
a_course_twice_in_one_statement_is_corrected(void **state)
{
    struct town *town = *state;

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    for (size_t i = 0; i < MSBI_MAX_WAITING - 2; i++)
        put_course(town, i, NULL);
    put_course(town, 0, "2020-01-01");
    put_course(town, 0, NULL);
    check_counts(town, MSBI_MAX_WAITING - 2, 2, 0);
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    assert_query(town->store,
                 "SELECT version, valid_to FROM course_text"
                 " WHERE valid_from = '2019-01-01' ORDER BY version",
                 "0|-\n1|-\n2|2020-01-01\n");
}

static void
put_citizen(struct town *town, const char *id, const char *cpr,
            const char *facts, enum msb_status expected)
{
    struct msbi_citizen_row row = town_citizen(id, cpr, "2019-01-01", NULL,
                                               facts);
    enum msbi_put put;

    assert_int_equal(msbi_store_mark(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_put_citizen(town->store, &row, &put, NULL),
                     expected);
    assert_int_equal(expected == MSB_OK ? msbi_store_keep(town->store, NULL)
                                        : msbi_store_undo(town->store, NULL),
                     MSB_OK);
}

static const char all_facts[] =
    "SELECT id, version, facts FROM citizen_facts"
    " JOIN citizen ON citizen.key = citizen ORDER BY id, version";

static void
facts_that_wait_are_seen_by_the_next_row_about_the_citizen(void **state)
{
    struct town *town = *state;

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    put_citizen(town, "bo", NULL, "{}", MSB_OK);
    put_citizen(town, "carl", NULL, "{}", MSB_OK);
    put_citizen(town, "bo", NULL, "{'benefit':'cash'}", MSB_OK);
    put_citizen(town, "carl", NULL, "{}", MSB_OK);
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    assert_query(town->store, all_facts,
                 "anna|0|{}\nbo|0|{\"benefit\":\"cash\"}\nbo|1|{}\n"
                 "carl|0|{}\n");
}

/* Anna's number is taken, so her row is undone; those before it stay. */
static void
a_row_that_is_refused_takes_none_that_wait_with_it(void **state)
{
    struct town *town = *state;

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    put_citizen(town, "bo", "0201609995", "{}", MSB_OK);
    put_citizen(town, "anna", "0201609995", "{'benefit':'cash'}",
                MSB_ERR_CONFLICT);
    put_citizen(town, "carl", NULL, "{}", MSB_OK);
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    assert_query(town->store, all_facts, "anna|0|{}\nbo|0|{}\ncarl|0|{}\n");
}

static void
every_citizen_has_its_own_facts(void **state)
{
    struct town *town = *state;
    char id[16], facts[40];

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    for (int i = 0; i < TWO_FULL + 3; i++) {
        snprintf(id, sizeof id, "c%d", i);
        snprintf(facts, sizeof facts, "{'benefit':'%d'}", i);
        put_citizen(town, id, NULL, facts, MSB_OK);
    }
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    assert_query(town->store,
                 "SELECT count(*), sum(facts = '{\"benefit\":\"'"
                 " || substr(id, 2) || '\"}') FROM citizen"
                 " JOIN citizen_facts ON citizen.key = citizen"
                 " WHERE id <> 'anna'",
                 "35|35\n");
}

static void
what_waits_is_gone_after_a_rollback(void **state)
{
    struct town *town = *state;
    char *before = town_dump(town->store);

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    put_citizen(town, "bo", NULL, "{}", MSB_OK);
    put_course(town, 0, NULL);
    msbi_store_rollback(town->store);
    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    check_counts(town, 0, 0, 0);
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    town_assert_same(town->store, before);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(courses_are_counted_for_what_they_are,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            one_course_that_is_known_spoils_none_of_the_others, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_course_twice_in_one_statement_is_corrected, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            facts_that_wait_are_seen_by_the_next_row_about_the_citizen, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_row_that_is_refused_takes_none_that_wait_with_it, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(every_citizen_has_its_own_facts, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(what_waits_is_gone_after_a_rollback,
                                        set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
