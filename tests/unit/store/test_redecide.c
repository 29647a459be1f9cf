/* SPDX-License-Identifier: MIT */
/* What was decided is decided again where a correction touches it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/exception.h>

#include "support/small_model.h"
#include "unit/store/chronicle.h"

/* What is on record now, and all that ever was. */
#define ON_RECORD                                                              \
    "SELECT valid_from, valid_to, area, rule FROM assignment_text"             \
    " WHERE citizen = 1 AND version = 0 ORDER BY valid_from"
#define NUM_EVER "SELECT count(*) FROM assignment"

#define YOUNG "{'birth_date':'2000-05-01','benefit':'cash'}"
#define CASH "{'birth_date':'1980-05-01','benefit':'cash'}"
#define SICK "{'birth_date':'1980-05-01','benefit':'sick'}"

static void
put(struct town *town, const char *from, const char *to, const char *facts)
{
    const struct msbi_citizen_row row = town_citizen("c0", NULL, from, to,
                                                     facts);

    chronicle_tick();
    town_put_row(town, &row);
}

static void
a_correction_decides_the_days_that_it_touches(void **state)
{
    struct town *town = *state;

    put(town, "2019-01-01", NULL, CASH);
    chronicle_run(town, town_date("2019-03-01"));
    chronicle_run(town, town_date("2019-12-01"));
    assert_query(town->store, ON_RECORD, "2019-03-01|-|work|r_cash\n");
    put(town, "2019-05-01", "2019-07-01", SICK);
    assert_query(town->store, ON_RECORD,
                 "2019-03-01|2019-05-01|work|r_cash\n"
                 "2019-05-01|2019-07-01|health|r_sick\n"
                 "2019-07-01|-|work|r_cash\n");
    put(town, "2019-02-01", "2019-04-01", SICK);
    assert_query(town->store, ON_RECORD,
                 "2019-03-01|2019-04-01|health|r_sick\n"
                 "2019-04-01|2019-05-01|work|r_cash\n"
                 "2019-05-01|2019-07-01|health|r_sick\n"
                 "2019-07-01|-|work|r_cash\n");
    put(town, "2019-05-01", NULL, CASH);
    assert_query(town->store, ON_RECORD,
                 "2019-03-01|2019-04-01|health|r_sick\n"
                 "2019-04-01|-|work|r_cash\n");
}

/* Days behind the last run are not decided yet, and those before the first
   never were. */
static void
days_that_nobody_decided_are_left_alone(void **state)
{
    struct town *town = *state;

    put(town, "2019-01-01", NULL, CASH);
    assert_query(town->store, ON_RECORD, "");
    chronicle_run(town, town_date("2019-06-01"));
    put(town, "2019-02-01", "2019-04-01", SICK);
    put(town, "2019-06-02", NULL, SICK);
    assert_query(town->store, ON_RECORD, "2019-06-01|-|work|r_cash\n");
    assert_query(town->store, NUM_EVER, "1\n");
    put(town, "2019-05-01", "2019-06-02", YOUNG);
    assert_query(town->store, ON_RECORD, "2019-06-01|-|young|r_young\n");
}

static void
facts_that_never_held_leave_nobody_responsible(void **state)
{
    struct town *town = *state;

    put(town, "2019-01-01", NULL, CASH);
    chronicle_run(town, town_date("2019-03-01"));
    chronicle_run(town, town_date("2019-12-01"));
    put(town, "2019-05-01", "2019-08-01", "{'birth_date':'1980-05-01'}");
    assert_query(town->store, ON_RECORD,
                 "2019-03-01|2019-05-01|work|r_cash\n"
                 "2019-08-01|-|work|r_cash\n");
    /* The facts of the first day end: from there on nothing is known. */
    put(town, "2019-01-01", "2019-04-01", CASH);
    assert_query(town->store, ON_RECORD,
                 "2019-03-01|2019-04-01|work|r_cash\n"
                 "2019-08-01|-|work|r_cash\n");
}

/* She is 30 on 2020-05-01, which no run saw. */
static void
a_birthday_is_recorded_where_a_correction_touches_it(void **state)
{
    struct town *town = *state;
    static const char facts[] = "{'birth_date':'1990-05-01',"
                                "'benefit':'cash'}";

    put(town, "2019-01-01", NULL, facts);
    chronicle_run(town, town_date("2020-03-01"));
    chronicle_run(town, town_date("2020-08-01"));
    assert_query(town->store, ON_RECORD,
                 "2020-03-01|2020-08-01|young|r_young\n"
                 "2020-08-01|-|work|r_cash\n");
    put(town, "2020-04-01", "2020-06-01",
        "{'birth_date':'1990-05-01','benefit':'sick'}");
    assert_query(town->store, ON_RECORD,
                 "2020-03-01|2020-05-01|young|r_young\n"
                 "2020-05-01|2020-06-01|health|r_sick\n"
                 "2020-06-01|-|work|r_cash\n");
}

static void
a_course_that_ended_earlier_touches_the_days_between(void **state)
{
    struct town *town = *state;
    struct msbi_course_row course = town_course("c0", "training", NULL,
                                                "2020-08-01", "2020-12-01");

    town_adopt(town, chronicle_2020);
    put(town, "2019-01-01", NULL, YOUNG);
    chronicle_run(town, town_date("2020-07-01"));
    chronicle_run(town, town_date("2021-01-01"));
    town_put_course(town, &course);
    assert_query(town->store, ON_RECORD,
                 "2020-07-01|2020-08-01|youth|r_young\n"
                 "2020-08-01|2020-12-01|jobs|r_training\n"
                 "2020-12-01|-|youth|r_young\n");
    course.to = town_date("2020-10-01");
    town_put_course(town, &course);
    assert_query(town->store, ON_RECORD,
                 "2020-07-01|2020-08-01|youth|r_young\n"
                 "2020-08-01|2020-10-01|jobs|r_training\n"
                 "2020-10-01|-|youth|r_young\n");
    course.has_to = false;
    town_put_course(town, &course);
    assert_query(town->store, ON_RECORD,
                 "2020-07-01|2020-08-01|youth|r_young\n"
                 "2020-08-01|-|jobs|r_training\n");
}

/* The last run lies within it; its end is decided as well. */
static void
an_exception_expires_on_record(void **state)
{
    struct town *town = *state;
    struct msb_exception exception = {.area = "health",
                                      .reason = "r",
                                      .decided_by = "d",
                                      .from = town_date("2019-05-01"),
                                      .to = town_date("2019-09-01")};

    put(town, "2019-01-01", NULL, CASH);
    chronicle_run(town, town_date("2019-03-01"));
    chronicle_run(town, town_date("2019-06-01"));
    chronicle_tick();
    assert_int_equal(
        msb_store_put_exception(town->store, "c0", &exception, NULL), MSB_OK);
    assert_query(town->store, ON_RECORD,
                 "2019-03-01|2019-05-01|work|r_cash\n"
                 "2019-05-01|2019-09-01|health|-\n"
                 "2019-09-01|-|work|r_cash\n");
    put(town, "2019-08-01", NULL, SICK);
    assert_query(town->store, ON_RECORD,
                 "2019-03-01|2019-05-01|work|r_cash\n"
                 "2019-05-01|2019-09-01|health|-\n"
                 "2019-09-01|-|health|r_sick\n");
}

static void
the_same_row_again_records_nothing(void **state)
{
    struct town *town = *state;
    struct msbi_course_row course = town_course("c0", "training", NULL,
                                                "2019-08-01", NULL);
    char *before;

    put(town, "2019-01-01", NULL, YOUNG);
    town_put_course(town, &course);
    chronicle_run(town, town_date("2019-12-01"));
    before = town_dump(town->store);
    put(town, "2019-01-01", NULL, YOUNG);
    town_put_course(town, &course);
    town_assert_same(town->store, before);
}

static void
a_row_that_is_undone_touches_nothing(void **state)
{
    struct town *town = *state;
    struct msbi_citizen_row row = town_citizen("c0", NULL, "2019-01-01", NULL,
                                               SICK);
    enum msbi_put put_as;

    put(town, "2019-01-01", NULL, CASH);
    chronicle_run(town, town_date("2019-03-01"));
    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_mark(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_put_citizen(town->store, &row, &put_as, NULL),
                     MSB_OK);
    assert_int_equal(town->store->touched.num, 1);
    assert_int_equal(msbi_store_undo(town->store, NULL), MSB_OK);
    assert_int_equal(town->store->touched.num, 0);
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    assert_query(town->store, NUM_EVER, "1\n");
}

static void
a_model_decides_everybody_from_its_first_day(void **state)
{
    struct town *town = *state;

    put(town, "2019-01-01", NULL, YOUNG);
    chronicle_run(town, town_date("2019-03-01"));
    town_adopt(town, chronicle_2021);
    assert_query(town->store, ON_RECORD,
                 "2019-03-01|2021-03-01|young|r_young\n"
                 "2021-03-01|2021-09-01|work|r_cash\n");
    town_adopt(town, chronicle_2020);
    assert_query(town->store, ON_RECORD,
                 "2019-03-01|2020-07-01|young|r_young\n"
                 "2020-07-01|2021-03-01|youth|r_young\n"
                 "2021-03-01|2021-09-01|work|r_cash\n");
    assert_query(town->store, "SELECT day FROM assign_run_text ORDER BY day",
                 "2019-03-01\n2020-07-01\n2021-03-01\n");
}

static void
a_model_decides_nobody_where_nobody_ever_was(void **state)
{
    struct town *town = *state;

    put(town, "2019-01-01", NULL, YOUNG);
    town_adopt(town, chronicle_2020);
    assert_query(town->store, NUM_EVER, "0\n");
    assert_query(town->store, "SELECT count(*) FROM assign_run", "0\n");
}

/* Every assignment on record is what is decided on its first day. */
static void
check_first_days(struct town *town)
{
    static const char sql[] = "SELECT citizen, valid_from, model, area, rule,"
                              " target_group FROM assignment"
                              " WHERE version = 0";
    struct chronicle_day expected;
    sqlite3_stmt *row;

    assert_int_equal(sqlite3_prepare_v2(town->store->db, sql, -1, &row, NULL),
                     SQLITE_OK);
    while (sqlite3_step(row) == SQLITE_ROW) {
        const struct msb_date from = {sqlite3_column_int(row, 1)};

        chronicle_decide(town->store, sqlite3_column_int64(row, 0), from, NULL,
                         &expected);
        assert_int_equal(sqlite3_column_int64(row, 2), expected.model);
        assert_true(is_same_id((const char *)sqlite3_column_text(row, 3),
                               expected.area));
        assert_true(is_same_id((const char *)sqlite3_column_text(row, 4),
                               expected.rule));
        assert_true(is_same_id((const char *)sqlite3_column_text(row, 5),
                               expected.target_group));
    }
    sqlite3_finalize(row);
}

/* The area on record on a day; "" for none. free() it. */
static char *
find_on_record(struct town *town, size_t citizen, struct msb_date on)
{
    char sql[300];

    snprintf(sql, sizeof sql,
             "SELECT area, rule FROM assignment WHERE citizen = %zu AND version"
             " = 0 AND valid_from <= %d AND (valid_to IS NULL OR valid_to > "
             "%d)",
             citizen + 1, on.days, on.days);
    return town_query(town->store, sql);
}

/* On a day on which everybody was decided, the record is the decision. */
static void
check_run(struct town *town, struct msb_date on)
{
    struct chronicle_day day;
    char expected[80], *found;

    for (size_t i = 0; i < CHRONICLE_CITIZENS; i++) {
        chronicle_decide(town->store, (int64_t)i + 1, on, NULL, &day);
        snprintf(expected, sizeof expected, "%s|%s\n",
                 day.area == NULL ? "" : day.area,
                 day.rule == NULL ? "-" : day.rule);
        found = find_on_record(town, i, on);
        assert_string_equal(found, day.area == NULL ? "" : expected);
        free(found);
    }
}

static void
the_record_follows_whatever_happens(void **state)
{
    struct town *town = *state;
    struct random random = {7};
    struct msb_date runs[8];
    size_t num_runs = 0;

    for (int i = 0; i < 300; i++) {
        if (i % 40 == 20) {
            runs[num_runs] = chronicle_day(&random);
            chronicle_run(town, runs[num_runs++]);
        }
        if (i == 100)
            town_adopt(town, chronicle_2021);
        if (i == 200)
            town_adopt(town, chronicle_2020);
        chronicle_happen(town, &random);
        check_first_days(town);
        for (size_t k = 0; k < num_runs; k++)
            check_run(town, runs[k]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_correction_decides_the_days_that_it_touches, chronicle_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(days_that_nobody_decided_are_left_alone,
                                        chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            facts_that_never_held_leave_nobody_responsible, chronicle_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_birthday_is_recorded_where_a_correction_touches_it,
            chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_course_that_ended_earlier_touches_the_days_between,
            chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(an_exception_expires_on_record,
                                        chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(the_same_row_again_records_nothing,
                                        chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_row_that_is_undone_touches_nothing,
                                        chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_model_decides_everybody_from_its_first_day, chronicle_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_model_decides_nobody_where_nobody_ever_was, chronicle_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(the_record_follows_whatever_happens,
                                        chronicle_set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
