/* SPDX-License-Identifier: MIT */
/* Assignments: recorded where something changed, and only there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/small_model.h"
#include "unit/store/town.h"

/* Present knowledge. */
static const char present[] =
    "SELECT citizen.id, area, rule, target_group, valid_from, valid_to"
    " FROM assignment_text AS assignment JOIN citizen ON citizen.key = citizen"
    " WHERE version = 0 ORDER BY citizen.key, valid_from";

/* Anna is 19, bo 39 on cash, carl 39 of unknown benefit, dora 39 on other. */
static int
set_up(void **state)
{
    town_set_up(state);
    town_put(*state, "anna", "2019-01-01", "{'birth_date':'2000-01-01'}");
    town_put(*state, "bo", "2019-01-01",
             "{'birth_date':'1980-01-01','benefit':'cash'}");
    town_put(*state, "carl", "2019-01-01", "{'birth_date':'1980-01-01'}");
    town_put(*state, "dora", "2019-01-01",
             "{'birth_date':'1980-01-01','benefit':'other'}");
    return 0;
}

/* Counts in the order of the struct. */
static void
check_assign(struct town *town, const char *on, const int expected[5])
{
    struct msb_assign_summary summary;
    struct msb_error err;

    if (msb_store_assign(town->store, town_date(on), NULL, NULL, &summary, &err)
        != MSB_OK)
        fail_msg("%s: %s", on, err.message);
    assert_int_equal(summary.citizens, expected[0]);
    assert_int_equal(summary.assigned, expected[1]);
    assert_int_equal(summary.unchanged, expected[2]);
    assert_int_equal(summary.undetermined, expected[3]);
    assert_int_equal(summary.none, expected[4]);
}

static void
what_is_determined_is_recorded_once(void **state)
{
    struct town *town = *state;
    char *before;

    check_assign(town, "2019-03-01", (int[]){4, 2, 0, 1, 1});
    assert_query(town->store, present,
                 "anna|young|r_young|youth|2019-03-01|-\n"
                 "bo|work|r_cash|adults|2019-03-01|-\n");
    before = town_dump(town->store);
    check_assign(town, "2019-03-01", (int[]){4, 0, 2, 1, 1});
    town_assert_same(town->store, before);
    check_assign(town, "2019-04-01", (int[]){4, 0, 2, 1, 1});
    assert_query(town->store, present,
                 "anna|young|r_young|youth|2019-03-01|-\n"
                 "bo|work|r_cash|adults|2019-03-01|-\n");
    assert_query(town->store, "SELECT day FROM assign_run_text ORDER BY day",
                 "2019-03-01\n2019-04-01\n");
}

static void
a_change_ends_the_assignment_before_it(void **state)
{
    struct town *town = *state;

    check_assign(town, "2019-03-01", (int[]){4, 2, 0, 1, 1});
    town_put(town, "bo", "2019-05-01",
             "{'birth_date':'1980-01-01','benefit':'sick'}");
    check_assign(town, "2019-06-01", (int[]){4, 1, 1, 1, 1});
    assert_query(town->store, present,
                 "anna|young|r_young|youth|2019-03-01|-\n"
                 "bo|work|r_cash|adults|2019-03-01|2019-06-01\n"
                 "bo|health|r_sick|adults|2019-06-01|-\n");
    assert_query(
        town->store,
        "SELECT area, valid_from, valid_to FROM assignment_text AS assignment"
        " WHERE superseded_at IS NOT NULL",
        "work|2019-03-01|-\n");
}

static void
a_correction_from_the_same_day_replaces_the_assignment(void **state)
{
    struct town *town = *state;

    check_assign(town, "2019-03-01", (int[]){4, 2, 0, 1, 1});
    town_put(town, "bo", "2019-01-01",
             "{'birth_date':'1980-01-01','benefit':'sick'}");
    check_assign(town, "2019-03-01", (int[]){4, 0, 2, 1, 1});
    assert_query(town->store, present,
                 "anna|young|r_young|youth|2019-03-01|-\n"
                 "bo|health|r_sick|adults|2019-03-01|-\n");
}

static void
an_assignment_ends_where_nothing_is_decided_any_more(void **state)
{
    struct town *town = *state;

    check_assign(town, "2019-03-01", (int[]){4, 2, 0, 1, 1});
    town_put(town, "anna", "2019-05-01", "{}");
    town_put(town, "bo", "2019-05-01",
             "{'birth_date':'1980-01-01','benefit':'other'}");
    check_assign(town, "2019-06-01", (int[]){4, 0, 0, 2, 2});
    assert_query(town->store, present,
                 "anna|young|r_young|youth|2019-03-01|2019-06-01\n"
                 "bo|work|r_cash|adults|2019-03-01|2019-06-01\n");
}

static void
an_assignment_ends_where_nothing_is_known_any_more(void **state)
{
    struct town *town = *state;
    struct msbi_citizen_row row = town_citizen(
        "bo", NULL, "2019-01-01", "2019-05-01",
        "{'birth_date':'1980-01-01','benefit':'cash'}");
    char *before;

    check_assign(town, "2019-03-01", (int[]){4, 2, 0, 1, 1});
    assert_int_equal(town_put_row(town, &row), MSBI_PUT_UPDATED);
    check_assign(town, "2019-04-30", (int[]){4, 0, 2, 1, 1});
    check_assign(town, "2019-06-01", (int[]){3, 0, 1, 1, 1});
    assert_query(town->store, present,
                 "anna|young|r_young|youth|2019-03-01|-\n"
                 "bo|work|r_cash|adults|2019-03-01|2019-06-01\n");
    before = town_dump(town->store);
    check_assign(town, "2019-06-01", (int[]){3, 0, 1, 1, 1});
    town_assert_same(town->store, before);
}

static void
the_days_on_which_facts_end_and_begin_again_count(void **state)
{
    struct town *town = *state;
    struct msbi_citizen_row row = town_citizen(
        "bo", NULL, "2019-01-01", "2019-05-01",
        "{'birth_date':'1980-01-01','benefit':'cash'}");

    check_assign(town, "2019-03-01", (int[]){4, 2, 0, 1, 1});
    assert_int_equal(town_put_row(town, &row), MSBI_PUT_UPDATED);
    town_put(town, "bo", "2019-06-01",
             "{'birth_date':'1980-01-01','benefit':'cash'}");
    check_assign(town, "2019-05-01", (int[]){3, 0, 1, 1, 1});
    assert_query(town->store, present,
                 "anna|young|r_young|youth|2019-03-01|-\n"
                 "bo|work|r_cash|adults|2019-03-01|2019-05-01\n");
    check_assign(town, "2019-06-01", (int[]){4, 1, 1, 1, 1});
    assert_query(town->store, present,
                 "anna|young|r_young|youth|2019-03-01|-\n"
                 "bo|work|r_cash|adults|2019-03-01|2019-05-01\n"
                 "bo|work|r_cash|adults|2019-06-01|-\n");
}

static void
an_assignment_ends_where_the_next_on_record_begins(void **state)
{
    struct town *town = *state;

    check_assign(town, "2019-06-01", (int[]){4, 2, 0, 1, 1});
    check_assign(town, "2019-03-01", (int[]){4, 2, 0, 1, 1});
    assert_query(town->store, present,
                 "anna|young|r_young|youth|2019-03-01|2019-06-01\n"
                 "anna|young|r_young|youth|2019-06-01|-\n"
                 "bo|work|r_cash|adults|2019-03-01|2019-06-01\n"
                 "bo|work|r_cash|adults|2019-06-01|-\n");
}

static void
an_assignment_ends_with_its_model(void **state)
{
    struct town *town = *state;

    town_adopt(town, small_2020);
    check_assign(town, "2019-03-01", (int[]){4, 2, 0, 1, 1});
    check_assign(town, "2020-01-01", (int[]){4, 4, 0, 0, 0});
    assert_query(town->store, present,
                 "anna|young|r_young|youth|2019-03-01|2020-01-01\n"
                 "anna|all|r_all|everybody|2020-01-01|2021-01-01\n"
                 "bo|work|r_cash|adults|2019-03-01|2020-01-01\n"
                 "bo|all|r_all|everybody|2020-01-01|2021-01-01\n"
                 "carl|all|r_all|everybody|2020-01-01|2021-01-01\n"
                 "dora|all|r_all|everybody|2020-01-01|2021-01-01\n");
}

static void
facts_that_the_model_rejects_leave_no_assignment(void **state)
{
    struct town *town = *state;

    check_assign(town, "2019-03-01", (int[]){4, 2, 0, 1, 1});
    town_put(town, "bo", "2019-05-01", "{'benefit':'gold'}");
    town_put(town, "anna", "2019-05-01", "{'birth_date':'2019-12-31'}");
    check_assign(town, "2019-06-01", (int[]){4, 0, 0, 1, 3});
    assert_query(town->store,
                 "SELECT count(*) FROM assignment_text AS assignment"
                 " WHERE version = 0 AND valid_to IS NULL",
                 "0\n");
}

static void
a_model_divided_by_service_makes_no_area_responsible(void **state)
{
    struct msbi_citizen_row old;
    struct msbi_course_row course;
    struct town *town = *state;

    town_adopt(town, small_2018);
    old = town_citizen("anna", NULL, "2018-01-01", NULL, "{}");
    town_put_row(town, &old);
    town_put(town, "bo", "2018-01-01", "{}");
    course = town_course("anna", "guidance", NULL, "2018-01-01", NULL);
    town_put_course(town, &course);
    check_assign(town, "2018-03-01", (int[]){2, 0, 1, 0, 1});
    assert_query(town->store, present, "");
}

static void
without_a_model_in_force_nobody_is_assigned(void **state)
{
    struct town *town = *state;
    struct msb_assign_summary summary;
    struct msb_error err;

    assert_int_equal(msb_store_assign(town->store, town_date("2018-01-01"),
                                      NULL, NULL, &summary, &err),
                     MSB_ERR_NOT_FOUND);
    assert_string_equal(err.code, "no_model");
    check_assign(town, "2019-03-01", (int[]){4, 2, 0, 1, 1});
}

static bool
count_call(void *user, uint64_t done, uint64_t total)
{
    uint64_t *last = user;

    last[0]++;
    last[1] = done;
    last[2] = total;
    return true;
}

static void
progress_ends_with_everybody(void **state)
{
    struct town *town = *state;
    struct msb_assign_summary summary;
    uint64_t last[3] = {0, 0, 0};

    assert_int_equal(msb_store_assign(town->store, town_date("2019-03-01"),
                                      count_call, last, &summary, NULL),
                     MSB_OK);
    assert_int_equal(last[0], 1);
    assert_int_equal(last[1], 4);
    assert_int_equal(last[2], 4);
}

/* A store with no more room: the transaction is undone as a whole. */
static void
an_assignment_without_room_changes_nothing(void **state)
{
    struct town *town = *state;
    struct msb_assign_summary summary;
    struct msb_error err;
    char *before, id[16], *pages, limit[64];

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    for (int i = 0; i < 500; i++) {
        struct msbi_citizen_row row;
        enum msbi_put put;

        snprintf(id, sizeof id, "c%d", i);
        row = town_citizen(id, NULL, "2019-01-01", NULL,
                           "{'birth_date':'2000-01-01'}");
        assert_int_equal(msbi_store_put_citizen(town->store, &row, &put, NULL),
                         MSB_OK);
    }
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    before = town_dump(town->store);
    pages = town_query(town->store, "PRAGMA page_count");
    snprintf(limit, sizeof limit, "PRAGMA max_page_count = %ld",
             strtol(pages, NULL, 10) + 2);
    free(pages);
    town_execute(town->store, limit);
    assert_int_equal(msb_store_assign(town->store, town_date("2019-03-01"),
                                      NULL, NULL, &summary, &err),
                     MSB_ERR_IO);
    assert_string_equal(err.code, "disk_full");
    town_assert_same(town->store, before);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_determined_is_recorded_once,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_change_ends_the_assignment_before_it,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_correction_from_the_same_day_replaces_the_assignment, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_assignment_ends_where_nothing_is_decided_any_more, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_assignment_ends_where_nothing_is_known_any_more, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            the_days_on_which_facts_end_and_begin_again_count, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_assignment_ends_where_the_next_on_record_begins, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(an_assignment_ends_with_its_model,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            facts_that_the_model_rejects_leave_no_assignment, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_model_divided_by_service_makes_no_area_responsible, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            without_a_model_in_force_nobody_is_assigned, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(progress_ends_with_everybody, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_assignment_without_room_changes_nothing, set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
