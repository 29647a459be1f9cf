/* SPDX-License-Identifier: MIT */
/* What the database itself refuses, whoever writes to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

#define AT "'2019-05-01T12:00:00Z'"

/* Anna, with facts, a course and an assignment until 2019-07-01. */
static int
set_up(void **state)
{
    struct town *town;

    town_set_up(state);
    town = *state;
    town_execute(
        town->store,
        "INSERT INTO recording VALUES (" AT "), ('2019-06-01T12:00:00Z');"
        "INSERT INTO citizen VALUES (1, 'anna', '0101901234'),"
        " (2, 'bo', NULL);"
        "INSERT INTO citizen_facts VALUES (1, 1, '2019-01-01', '{}', " AT
        ", NULL);"
        "INSERT INTO course VALUES (1, 1, 'guidance', '', '2019-01-01', NULL,"
        " " AT ", NULL);"
        "INSERT INTO assignment VALUES (1, 1, 1, 'young', 'r_young', NULL,"
        " '2019-03-01', '2019-07-01', " AT ", NULL);"
        "INSERT INTO household VALUES (1, 'h1');"
        "INSERT INTO household_member VALUES (1, 1, 1, NULL, '2019-01-01',"
        " NULL, " AT ", NULL);"
        "INSERT INTO handover VALUES (1, 1, '2019-07-01', 'young', 'work',"
        " 'age', 'planned', " AT ", NULL);"
        "INSERT INTO journal VALUES (1, " AT ", 'msb', 'import', '{}', NULL,"
        " printf('%064d', 1));");
    return 0;
}

struct broken {
    const char *sql;
    const char *why; /* in the database's message */
};

static void
check_refusals(struct town *town, const struct broken *cases)
{
    char *before = town_dump(town->store), *after;

    for (size_t i = 0; cases[i].sql != NULL; i++) {
        const char *why = town_refusal(town->store, cases[i].sql);

        if (strstr(why, cases[i].why) == NULL || why[0] == '\0')
            fail_msg("%s\n  expected: %s\n  got: %s", cases[i].sql,
                     cases[i].why, why);
    }
    after = town_dump(town->store);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void
a_day_that_is_none_is_refused_everywhere(void **state)
{
    static const struct broken cases[] = {
        {"INSERT INTO citizen_facts VALUES (2, 2, '2019-02-30', '{}', " AT
         ", NULL)",
         "citizen_facts_from_is_a_date"},
        {"INSERT INTO citizen_facts VALUES (2, 2, '01-01-2019', '{}', " AT
         ", NULL)",
         "citizen_facts_from_is_a_date"},
        {"INSERT INTO course VALUES (2, 2, 'guidance', '', '2019-02-29', NULL,"
         " " AT ", NULL)",
         "course_from_is_a_date"},
        {"INSERT INTO course VALUES (2, 2, 'guidance', '', '2019-01-01',"
         " '2019-02-30', " AT ", NULL)",
         "course_to_is_a_date"},
        {"INSERT INTO assignment VALUES (2, 2, 1, 'a', 'r', NULL,"
         " '2019-02-30', NULL, " AT ", NULL)",
         "assignment_from_is_a_date"},
        {"INSERT INTO assignment VALUES (2, 2, 1, 'a', 'r', NULL,"
         " '2019-01-01', '2019-04-31', " AT ", NULL)",
         "assignment_to_is_a_date"},
        {"INSERT INTO model VALUES (2, 'm', printf('%064d', 1), '{}',"
         " '2019-13-01', NULL, " AT ", NULL)",
         "model_from_is_a_date"},
        {"INSERT INTO model VALUES (2, 'm', printf('%064d', 1), '{}',"
         " '2019-12-01', '2020-02-30', " AT ", NULL)",
         "model_to_is_a_date"},
        {"INSERT INTO household_member VALUES (2, 1, 2, NULL, '2019-02-30',"
         " NULL, " AT ", NULL)",
         "household_member_from_is_a_date"},
        {"INSERT INTO household_member VALUES (2, 1, 2, NULL, '2019-02-01',"
         " '2019-02-30', " AT ", NULL)",
         "household_member_to_is_a_date"},
        {"INSERT INTO handover VALUES (2, 2, '2019-02-30', 'young', 'work',"
         " 'age', 'planned', " AT ", NULL)",
         "handover_day_is_a_date"},
        {"INSERT INTO recording VALUES ('2019-02-30T12:00:00Z')",
         "recording_is_an_instant"},
        {"INSERT INTO recording VALUES ('2019-02-20 12:00:00')",
         "recording_is_an_instant"},
        {NULL, NULL}};

    check_refusals(*state, cases);
}

static void
a_period_without_a_day_is_refused(void **state)
{
    static const struct broken cases[] = {
        {"INSERT INTO course VALUES (2, 2, 'guidance', '', '2019-01-01',"
         " '2019-01-01', " AT ", NULL)",
         "course_period_is_not_empty"},
        {"INSERT INTO assignment VALUES (2, 2, 1, 'a', 'r', NULL,"
         " '2019-01-02', '2019-01-01', " AT ", NULL)",
         "assignment_period_is_not_empty"},
        {"INSERT INTO model VALUES (2, 'm', printf('%064d', 1), '{}',"
         " '2019-12-01', '2019-12-01', " AT ", NULL)",
         "model_period_is_not_empty"},
        {"INSERT INTO household_member VALUES (2, 1, 2, NULL, '2019-02-01',"
         " '2019-02-01', " AT ", NULL)",
         "household_member_period_is_not_empty"},
        {NULL, NULL}};

    check_refusals(*state, cases);
}

static void
a_second_responsible_area_is_refused(void **state)
{
    static const struct broken cases[] = {
        {"INSERT INTO assignment VALUES (2, 1, 1, 'work', 'r_cash', NULL,"
         " '2019-06-30', NULL, " AT ", NULL)",
         "one responsible area"},
        {"INSERT INTO assignment VALUES (2, 1, 1, 'work', 'r_cash', NULL,"
         " '2019-01-01', '2019-03-02', " AT ", NULL)",
         "one responsible area"},
        {"INSERT INTO assignment VALUES (2, 1, 1, 'work', 'r_cash', NULL,"
         " '2019-03-01', '2019-03-02', " AT ", NULL)",
         "one responsible area"},
        {"INSERT INTO assignment VALUES (2, 1, 1, 'young', 'r_young', NULL,"
         " '2019-01-01', NULL, " AT ", NULL)",
         "one responsible area"},
        {"DROP TRIGGER assignment_is_one_at_a_time;"
         "INSERT INTO assignment VALUES (2, 1, 1, 'work', 'r_cash', NULL,"
         " '2019-03-01', '2019-03-02', " AT ", NULL)",
         "UNIQUE constraint failed: assignment.citizen"},
        {NULL, NULL}};
    struct town *town = *state;

    town_execute(town->store, "BEGIN");
    for (size_t i = 0; cases[i].sql != NULL; i++)
        assert_non_null(
            strstr(town_refusal(town->store, cases[i].sql), cases[i].why));
    town_execute(town->store, "ROLLBACK");
}

static void
areas_that_take_over_from_each_other_are_accepted(void **state)
{
    struct town *town = *state;

    town_execute(town->store,
                 "INSERT INTO assignment VALUES (2, 1, 1, 'work', 'r_cash',"
                 " NULL, '2019-07-01', NULL, " AT ", NULL),"
                 " (3, 1, 1, 'work', 'r_cash', NULL, '2019-01-01',"
                 " '2019-03-01', " AT ", NULL),"
                 " (4, 1, 1, 'health', 'r_sick', NULL, '2019-03-01', NULL,"
                 " " AT ", '2019-06-01T12:00:00Z')");
}

static void
two_versions_at_once_are_refused(void **state)
{
    static const struct broken cases[] = {
        {"INSERT INTO citizen_facts VALUES (2, 1, '2019-01-01', '{}', " AT
         ", NULL)",
         "UNIQUE constraint failed: citizen_facts.citizen"},
        {"INSERT INTO course VALUES (2, 1, 'guidance', '', '2019-01-01',"
         " '2020-01-01', " AT ", NULL)",
         "UNIQUE constraint failed: course.citizen"},
        {"INSERT INTO model VALUES (2, 'm', printf('%064d', 1), '{}',"
         " '2019-01-01', NULL, " AT ", NULL)",
         "UNIQUE constraint failed: model.valid_from"},
        {"INSERT INTO household_member VALUES (2, 1, 1, NULL, '2019-01-01',"
         " NULL, " AT ", NULL)",
         "UNIQUE constraint failed: household_member.citizen"},
        {"INSERT INTO handover VALUES (2, 1, '2019-07-01', 'young', 'health',"
         " 'age', 'planned', " AT ", NULL)",
         "UNIQUE constraint failed: handover.day"},
        {NULL, NULL}};

    check_refusals(*state, cases);
}

static void
a_citizen_is_named_well_and_once(void **state)
{
    static const struct broken cases[] = {
        {"INSERT INTO citizen VALUES (3, 'anna', NULL)", "citizen.id"},
        {"INSERT INTO citizen VALUES (3, '', NULL)", "citizen_id_is_not_empty"},
        {"INSERT INTO citizen VALUES (3, 'c', '0101901234')", "citizen.cpr"},
        {"INSERT INTO citizen VALUES (3, 'c', '010190-123')",
         "citizen_cpr_is_ten_digits"},
        {"INSERT INTO citizen VALUES (3, 'c', '010190123')",
         "citizen_cpr_is_ten_digits"},
        {"INSERT INTO citizen VALUES (3, 'c', '01019012345')",
         "citizen_cpr_is_ten_digits"},
        {"INSERT INTO household VALUES (2, 'h1')", "household.id"},
        {"INSERT INTO household VALUES (2, '')", "household_id_is_not_empty"},
        {NULL, NULL}};

    check_refusals(*state, cases);
}

static void
values_that_mean_nothing_are_refused(void **state)
{
    static const struct broken cases[] = {
        {"INSERT INTO citizen_facts VALUES (2, 2, '2019-01-01', 'x', " AT
         ", NULL)",
         "citizen_facts_is_an_object"},
        {"INSERT INTO course VALUES (2, 2, '', '', '2019-01-01', NULL, " AT
         ", NULL)",
         "course_service_is_not_empty"},
        {"INSERT INTO assignment VALUES (2, 2, 1, '', 'r', NULL,"
         " '2019-01-01', NULL, " AT ", NULL)",
         "assignment_area_is_not_empty"},
        {"INSERT INTO assignment VALUES (2, 2, 1, 'a', '', NULL,"
         " '2019-01-01', NULL, " AT ", NULL)",
         "assignment_rule_is_not_empty"},
        {"INSERT INTO model VALUES (2, '', printf('%064d', 1), '{}',"
         " '2019-12-01', NULL, " AT ", NULL)",
         "model_id_is_not_empty"},
        {"INSERT INTO model VALUES (2, 'm', 'g', '{}', '2019-12-01', NULL,"
         " " AT ", NULL)",
         "model_hash_is_hexadecimal"},
        {"INSERT INTO handover VALUES (2, 2, '2019-07-01', 'a', 'a', 'age',"
         " 'planned', " AT ", NULL)",
         "handover_changes_the_area"},
        {"INSERT INTO handover VALUES (2, 2, '2019-07-01', 'a', 'b', 'x',"
         " 'planned', " AT ", NULL)",
         "handover_cause_is_known"},
        {"INSERT INTO handover VALUES (2, 2, '2019-07-01', 'a', 'b', 'age',"
         " 'x', " AT ", NULL)",
         "handover_state_is_known"},
        {"INSERT INTO citizen VALUES ('three', 'c', NULL)", "datatype"},
        {NULL, NULL}};

    check_refusals(*state, cases);
}

static void
what_refers_to_nothing_is_refused(void **state)
{
    static const struct broken cases[] = {
        {"INSERT INTO citizen_facts VALUES (2, 9, '2019-01-01', '{}', " AT
         ", NULL)",
         "FOREIGN KEY"},
        {"INSERT INTO citizen_facts VALUES (2, 2, '2019-01-01', '{}',"
         " '2001-01-01T00:00:00Z', NULL)",
         "FOREIGN KEY"},
        {"INSERT INTO course VALUES (2, 9, 'guidance', '', '2019-01-01',"
         " NULL, " AT ", NULL)",
         "FOREIGN KEY"},
        {"INSERT INTO assignment VALUES (2, 2, 9, 'a', 'r', NULL,"
         " '2019-01-01', NULL, " AT ", NULL)",
         "FOREIGN KEY"},
        {"INSERT INTO household_member VALUES (2, 9, 1, NULL, '2019-01-01',"
         " NULL, " AT ", NULL)",
         "FOREIGN KEY"},
        {"INSERT INTO handover VALUES (2, 9, '2019-07-01', 'a', 'b', 'age',"
         " 'done', " AT ", NULL)",
         "FOREIGN KEY"},
        {NULL, NULL}};

    check_refusals(*state, cases);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_day_that_is_none_is_refused_everywhere, set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_period_without_a_day_is_refused,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_second_responsible_area_is_refused,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            areas_that_take_over_from_each_other_are_accepted, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(two_versions_at_once_are_refused,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_citizen_is_named_well_and_once,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(values_that_mean_nothing_are_refused,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(what_refers_to_nothing_is_refused,
                                        set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
