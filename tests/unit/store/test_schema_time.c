/* SPDX-License-Identifier: MIT */
/* Days, instants and versions: what the database refuses, and shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

#define AT "instant('2019-05-01T12:00:00Z')"

/* The days are those before 1583-01-01 and after 9999-12-31. */
static void
a_day_beyond_the_calendar_is_refused_everywhere(void **state)
{
    static const struct town_refused cases[] = {
        {"INSERT INTO citizen_facts VALUES (2, day('1583-01-01') - 1, '{}', 0,"
         " " AT ", NULL)",
         "citizen_facts_from_is_a_date"},
        {"INSERT INTO citizen_facts VALUES (2, day('9999-12-31') + 1, '{}', 0,"
         " " AT ", NULL)",
         "citizen_facts_from_is_a_date"},
        {"INSERT INTO course VALUES (2, 'guidance', '', 20190101, NULL, 0,"
         " " AT ", NULL)",
         "course_from_is_a_date"},
        {"INSERT INTO course VALUES (2, 'guidance', '', 0,"
         " day('9999-12-31') + 1, 0, " AT ", NULL)",
         "course_to_is_a_date"},
        {"INSERT INTO assignment VALUES (2, 1, 'a', 'r', NULL,"
         " day('1583-01-01') - 1, NULL, 0, " AT ", NULL)",
         "assignment_from_is_a_date"},
        {"INSERT INTO assignment VALUES (2, 1, 'a', 'r', NULL, 0,"
         " 20190101, 0, " AT ", NULL)",
         "assignment_to_is_a_date"},
        {"INSERT INTO model VALUES (2, 'm', printf('%064d', 1), '{}',"
         " day('1583-01-01') - 1, NULL, " AT ", NULL)",
         "model_from_is_a_date"},
        {"INSERT INTO model VALUES (2, 'm', printf('%064d', 1), '{}', 0,"
         " day('9999-12-31') + 1, " AT ", NULL)",
         "model_to_is_a_date"},
        {"INSERT INTO household_member VALUES (1, 2, '',"
         " day('1583-01-01') - 1, NULL, 0, " AT ", NULL)",
         "household_member_from_is_a_date"},
        {"INSERT INTO household_member VALUES (1, 2, '', 0,"
         " day('9999-12-31') + 1, 0, " AT ", NULL)",
         "household_member_to_is_a_date"},
        {"INSERT INTO handover VALUES (2, day('9999-12-31') + 1, 'young',"
         " 'work', 'age', 'planned', 'm', NULL, NULL, 0, " AT ", NULL)",
         "handover_day_is_a_date"},
        {NULL, NULL}};

    town_check_refusals(*state, cases);
}

static void
a_date_as_text_is_refused_everywhere(void **state)
{
    static const struct town_refused cases[] = {
        {"INSERT INTO citizen_facts VALUES (2, '2019-01-01', '{}', 0, " AT
         ", NULL)",
         "cannot store TEXT value in INTEGER column citizen_facts.valid_from"},
        {"INSERT INTO course VALUES (2, 'guidance', '', '2019-01-01', NULL, 0,"
         " " AT ", NULL)",
         "cannot store TEXT value in INTEGER column course.valid_from"},
        {"INSERT INTO course VALUES (2, 'guidance', '', 0, NULL, 0,"
         " '2019-05-01T12:00:00Z', NULL)",
         "cannot store TEXT value in INTEGER column course.recorded_at"},
        {"INSERT INTO last_recording VALUES (2, '2019-05-01T12:00:00Z')",
         "cannot store TEXT value in INTEGER column last_recording.instant"},
        {NULL, NULL}};

    town_check_refusals(*state, cases);
}

/* The instants are those before the year 1583 and after the year 9999. */
static void
an_instant_beyond_the_calendar_is_refused_everywhere(void **state)
{
    static const char first[] = "instant('1583-01-01T00:00:00Z') - 1";
    static const char last[] = "instant('9999-12-31T23:59:59Z') + 1";
    static const struct {
        const char *table;
        const char *row; /* up to recorded_at */
    } rows[] = {
        {"model", "2, 'm', printf('%064d', 1), '{}', 0, NULL"},
        {"citizen_facts", "2, 0, '{}', 0"},
        {"course", "2, 'guidance', '', 0, NULL, 0"},
        {"assignment", "2, 1, 'a', 'r', NULL, 0, NULL, 0"},
        {"household_member", "1, 2, '', 0, NULL, 0"},
        {"handover",
         "2, 0, 'young', 'work', 'age', 'planned', 'm', NULL, NULL, 0"},
    };
    struct town *town = *state;
    char sql[300], why[80];

    for (size_t i = 0; i < 2 * sizeof rows / sizeof rows[0]; i++) {
        snprintf(sql, sizeof sql, "INSERT INTO %s VALUES (%s, %s, NULL)",
                 rows[i / 2].table, rows[i / 2].row, i % 2 == 0 ? first : last);
        snprintf(why, sizeof why, "%s_recorded_at_an_instant",
                 rows[i / 2].table);
        if (strstr(town_refusal(town->store, sql), why) == NULL)
            fail_msg("%s: %s", sql, town_refusal(town->store, sql));
    }
    assert_non_null(strstr(
        town_refusal(town->store, "INSERT INTO journal SELECT 1 + max(number),"
                                  " 253402300800, 'm', 'r', 'p', 'a', NULL,"
                                  " '{}', zeroblob(32) FROM journal"),
        "journal_recorded_at_an_instant"));
}

/* Version 0 is known now, any other is not. */
static void
a_version_that_says_otherwise_is_refused(void **state)
{
    static const struct {
        const char *table;
        const char *row; /* up to version */
    } rows[] = {
        {"citizen_facts", "2, 0, '{}'"},
        {"course", "2, 'guidance', '', 0, NULL"},
        {"assignment", "2, 1, 'a', 'r', NULL, 0, NULL"},
        {"household_member", "1, 2, '', 0, NULL"},
        {"handover",
         "2, 0, 'young', 'work', 'age', 'planned', 'm', NULL, NULL"},
    };
    static const char *const ends[] = {"0, " AT ", " AT, "1, " AT ", NULL",
                                       "-1, " AT ", " AT};
    struct town *town = *state;
    char sql[300], why[80];

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        snprintf(why, sizeof why, "%s_version_0_is_known_now", rows[i].table);
        for (size_t k = 0; k < sizeof ends / sizeof ends[0]; k++) {
            snprintf(sql, sizeof sql, "INSERT INTO %s VALUES (%s, %s)",
                     rows[i].table, rows[i].row, ends[k]);
            if (strstr(town_refusal(town->store, sql), why) == NULL)
                fail_msg("%s: %s", sql, town_refusal(town->store, sql));
        }
    }
}

static void
the_last_recording_is_one_and_goes_forward(void **state)
{
    static const struct town_refused cases[] = {
        {"INSERT INTO last_recording VALUES (2, " AT ")",
         "last_recording_is_one"},
        {"UPDATE last_recording SET instant = 253402300800",
         "last_recording_is_an_instant"},
        {"UPDATE last_recording SET instant = " AT, "not overwritten"},
        {"DELETE FROM last_recording", "not deleted"},
        {NULL, NULL}};

    town_check_refusals(*state, cases);
}

/* What people read: '2019-03-01' and '2019-05-01T12:00:00Z'. */
static void
the_views_show_days_and_instants_as_text(void **state)
{
#define AT_TEXT "2019-05-01T12:00:00Z"
    static const struct {
        const char *sql;
        const char *expected;
    } views[] = {
        {"SELECT * FROM citizen_text ORDER BY key",
         "1|anna|010190-xxxx\n2|bo|-\n"},
        {"SELECT valid_from, valid_to, superseded_at FROM model_text",
         "2019-01-01|-|-\n"},
        {"SELECT * FROM citizen_facts_text",
         "1|2019-01-01|{}|0|" AT_TEXT "|-\n"},
        {"SELECT * FROM citizen_facts_period", "1|2019-01-01|-|{}\n"},
        {"SELECT * FROM course_text",
         "1|guidance||2019-01-01|-|0|" AT_TEXT "|-\n"},
        {"SELECT * FROM assignment_text",
         "1|1|young|r_young|-|2019-03-01|2019-07-01|0|" AT_TEXT "|-\n"},
        {"SELECT * FROM household_member_text",
         "1|1||2019-01-01|-|0|" AT_TEXT "|-\n"},
        {"SELECT * FROM handover_text",
         "1|2019-07-01|young|work|age|planned|m|-|-|0|" AT_TEXT "|-\n"},
        {"SELECT number, recorded_at, actor FROM journal_text"
         " WHERE number = 2",
         "2|" AT_TEXT "|msb\n"},
    };
#undef AT_TEXT
    struct town *town = *state;

    for (size_t i = 0; i < sizeof views / sizeof views[0]; i++)
        assert_query(town->store, views[i].sql, views[i].expected);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_day_beyond_the_calendar_is_refused_everywhere, town_set_up_anna,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_date_as_text_is_refused_everywhere,
                                        town_set_up_anna, town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_instant_beyond_the_calendar_is_refused_everywhere,
            town_set_up_anna, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_version_that_says_otherwise_is_refused, town_set_up_anna,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            the_last_recording_is_one_and_goes_forward, town_set_up_anna,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            the_views_show_days_and_instants_as_text, town_set_up_anna,
            town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
