/* SPDX-License-Identifier: MIT */
/* Courses: what is one, and what a second row about it comes to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

static int
set_up(void **state)
{
    town_set_up(state);
    town_put(*state, "anna", "2019-01-01", "{}");
    town_put(*state, "bo", "2019-01-01", "{}");
    return 0;
}

static void
a_course_is_known_by_citizen_service_unit_and_first_day(void **state)
{
    static const struct {
        const char *citizen, *service, *unit, *from, *to;
        enum msbi_put expected;
    } rows[] = {
        {"anna", "guidance", NULL, "2019-01-01", NULL, MSBI_PUT_INSERTED},
        {"anna", "guidance", NULL, "2019-01-01", NULL, MSBI_PUT_UNCHANGED},
        {"bo", "guidance", NULL, "2019-01-01", NULL, MSBI_PUT_INSERTED},
        {"anna", "training", NULL, "2019-01-01", NULL, MSBI_PUT_INSERTED},
        {"anna", "guidance", "desk", "2019-01-01", NULL, MSBI_PUT_INSERTED},
        {"anna", "guidance", NULL, "2019-02-01", NULL, MSBI_PUT_INSERTED},
        {"anna", "guidance", NULL, "2019-01-01", "2019-03-01",
         MSBI_PUT_UPDATED},
        {"anna", "guidance", NULL, "2019-01-01", "2019-03-01",
         MSBI_PUT_UNCHANGED},
        {"anna", "guidance", NULL, "2019-01-01", "2019-04-01",
         MSBI_PUT_UPDATED},
        {"anna", "guidance", NULL, "2019-01-01", NULL, MSBI_PUT_UPDATED},
    };
    struct town *town = *state;
    struct msbi_course_row row;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        row = town_course(rows[i].citizen, rows[i].service, rows[i].unit,
                          rows[i].from, rows[i].to);
        if (town_put_course(town, &row) != rows[i].expected)
            fail_msg("row %zu", i + 1);
    }
    assert_query(town->store,
                 "SELECT count(*), count(superseded_at) FROM course", "8|3\n");
    assert_query(
        town->store,
        "SELECT valid_to FROM course_text WHERE citizen = 1 AND unit = ''"
        " AND service = 'guidance' AND valid_from = '2019-01-01'"
        " ORDER BY version = 0, version",
        "-\n2019-03-01\n2019-04-01\n-\n");
}

/* New, the same again, and with another end: in one transaction, where they
   wait for each other, and in one where each is settled. */
static void
rows_of_one_transaction_see_each_other(void **state)
{
    struct town *town = *state;
    struct msbi_put_counts counts;
    struct msbi_course_row row;
    enum msbi_put put;

    for (int is_settled = 0; is_settled < 2; is_settled++) {
        struct msbi_put_counts sum = {0};

        assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
        for (size_t i = 0; i < 3; i++) {
            row = town_course("anna", is_settled ? "training" : "guidance",
                              NULL, "2019-01-01", i < 2 ? NULL : "2019-02-01");
            assert_int_equal(msbi_store_mark(town->store, NULL), MSB_OK);
            assert_int_equal(
                msbi_store_put_course(town->store, &row, &put, NULL), MSB_OK);
            assert_int_equal(put, MSBI_PUT_WAITING);
            assert_int_equal(msbi_store_keep(town->store, NULL), MSB_OK);
            if (!is_settled && i < 2)
                continue;
            assert_int_equal(msbi_store_settle(town->store, &counts, NULL),
                             MSB_OK);
            sum.inserted += counts.inserted;
            sum.unchanged += counts.unchanged;
            sum.updated += counts.updated;
        }
        assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
        assert_int_equal(sum.inserted, 1);
        assert_int_equal(sum.unchanged, 1);
        assert_int_equal(sum.updated, 1);
    }
}

static void
a_course_is_refused(struct town *town, const char *citizen, const char *to,
                    enum msb_status status, const char *code)
{
    struct msbi_course_row row = town_course(citizen, "guidance", NULL,
                                             "2019-01-01", to);
    struct msb_error err;
    enum msbi_put put;

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_put_course(town->store, &row, &put, &err),
                     status);
    assert_string_equal(err.code, code);
    assert_null(strstr(err.message, citizen));
    msbi_store_rollback(town->store);
}

static void
a_course_of_nobody_or_of_no_day_is_refused(void **state)
{
    a_course_is_refused(*state, "nobody", NULL, MSB_ERR_NOT_FOUND,
                        "unknown_citizen");
    a_course_is_refused(*state, "anna", "2019-01-01", MSB_ERR_CONFLICT,
                        "empty_period");
}

static void
courses_that_are_known_leave_the_store_as_it_was(void **state)
{
    struct town *town = *state;
    struct msbi_course_row row = town_course("anna", "guidance", NULL,
                                             "2019-01-01", NULL);
    struct msbi_put_counts counts;
    char *before;
    enum msbi_put put;

    town_put_course(town, &row);
    before = town_dump(town->store);
    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    town->store->now += 1000; /* it would show */
    assert_int_equal(msbi_store_put_course(town->store, &row, &put, NULL),
                     MSB_OK);
    assert_int_equal(msbi_store_settle(town->store, &counts, NULL), MSB_OK);
    assert_int_equal(counts.unchanged, 1);
    assert_int_equal(counts.inserted + counts.updated, 0);
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    town_assert_same(town->store, before);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_course_is_known_by_citizen_service_unit_and_first_day, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(rows_of_one_transaction_see_each_other,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_course_of_nobody_or_of_no_day_is_refused, set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            courses_that_are_known_leave_the_store_as_it_was, set_up,
            town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
