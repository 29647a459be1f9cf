/* SPDX-License-Identifier: MIT */
/* What the database itself refuses, whoever writes to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

#define AT "instant('2019-05-01T12:00:00Z')"

static void
a_period_without_a_day_is_refused(void **state)
{
    static const struct town_refused cases[] = {
        {"INSERT INTO course VALUES (2, 'guidance', '', day('2019-01-01'),"
         " day('2019-01-01'), 0, " AT ", NULL)",
         "course_period_is_not_empty"},
        {"INSERT INTO assignment VALUES (2, 1, 'a', 'r', NULL,"
         " day('2019-01-02'), day('2019-01-01'), 0, " AT ", NULL)",
         "assignment_period_is_not_empty"},
        {"INSERT INTO model VALUES (2, 'm', printf('%064d', 1), '{}',"
         " day('2019-12-01'), day('2019-12-01'), " AT ", NULL)",
         "model_period_is_not_empty"},
        {"INSERT INTO household_member VALUES (1, 2, '', day('2019-02-01'),"
         " day('2019-02-01'), 0, " AT ", NULL)",
         "household_member_period_is_not_empty"},
        {NULL, NULL}};

    town_check_refusals(*state, cases);
}

static void
a_second_responsible_area_is_refused(void **state)
{
    static const struct town_refused cases[] = {
        {"INSERT INTO assignment VALUES (1, 1, 'work', 'r_cash', NULL,"
         " day('2019-06-30'), NULL, 0, " AT ", NULL)",
         "one responsible area"},
        {"INSERT INTO assignment VALUES (1, 1, 'work', 'r_cash', NULL,"
         " day('2019-01-01'), day('2019-03-02'), 0, " AT ", NULL)",
         "one responsible area"},
        {"INSERT INTO assignment VALUES (1, 1, 'work', 'r_cash', NULL,"
         " day('2019-03-01'), day('2019-03-02'), 0, " AT ", NULL)",
         "one responsible area"},
        {"INSERT INTO assignment VALUES (1, 1, 'young', 'r_young', NULL,"
         " day('2019-01-01'), NULL, 0, " AT ", NULL)",
         "one responsible area"},
        {"DROP TRIGGER assignment_is_one_at_a_time;"
         "INSERT INTO assignment VALUES (1, 1, 'work', 'r_cash', NULL,"
         " day('2019-03-01'), day('2019-03-02'), 0, " AT ", NULL)",
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
                 "INSERT INTO assignment VALUES (1, 1, 'work', 'r_cash',"
                 " NULL, day('2019-07-01'), NULL, 0, " AT ", NULL),"
                 " (1, 1, 'work', 'r_cash', NULL, day('2019-01-01'),"
                 " day('2019-03-01'), 0, " AT ", NULL),"
                 " (1, 1, 'health', 'r_sick', NULL, day('2019-03-01'), NULL,"
                 " 1, " AT ", instant('2019-06-01T12:00:00Z'))");
}

static void
two_versions_at_once_are_refused(void **state)
{
    static const struct town_refused cases[] = {
        {"INSERT INTO citizen_facts VALUES (1, day('2019-01-01'), '{}', 0, " AT
         ", NULL)",
         "UNIQUE constraint failed: citizen_facts.citizen"},
        {"INSERT INTO course VALUES (1, 'guidance', '', day('2019-01-01'),"
         " day('2020-01-01'), 0, " AT ", NULL)",
         "UNIQUE constraint failed: course.citizen"},
        {"INSERT INTO model VALUES (2, 'm', printf('%064d', 1), '{}',"
         " day('2019-01-01'), NULL, " AT ", NULL)",
         "UNIQUE constraint failed: model.valid_from"},
        {"INSERT INTO household_member VALUES (1, 1, '', day('2019-01-01'),"
         " NULL, 0, " AT ", NULL)",
         "UNIQUE constraint failed: household_member.citizen"},
        {"INSERT INTO handover VALUES (1, day('2019-07-01'), 'young', 'health',"
         " 'age', 'planned', 'm', NULL, NULL, 0, " AT ", NULL)",
         "UNIQUE constraint failed: handover.day"},
        {NULL, NULL}};

    town_check_refusals(*state, cases);
}

static void
a_citizen_is_named_well_and_once(void **state)
{
    static const struct town_refused cases[] = {
        {"INSERT INTO citizen VALUES (3, 'anna', NULL)", "citizen.id"},
        {"INSERT INTO citizen VALUES (3, '', NULL)", "citizen_id_is_not_empty"},
        {"INSERT INTO citizen VALUES (3, 'c', 101901234)", "citizen.cpr"},
        {"INSERT INTO citizen VALUES (3, 'c', -1)",
         "citizen_cpr_is_ten_digits"},
        {"INSERT INTO citizen VALUES (3, 'c', 10000000000)",
         "citizen_cpr_is_ten_digits"},
        {"INSERT INTO citizen VALUES (3, 'c', '020160-9995')",
         "cannot store TEXT value in INTEGER column citizen.cpr"},
        {"INSERT INTO household VALUES (2, 'h1')", "household.id"},
        {"INSERT INTO household VALUES (2, '')", "household_id_is_not_empty"},
        {NULL, NULL}};

    town_check_refusals(*state, cases);
}

static void
values_that_mean_nothing_are_refused(void **state)
{
    static const struct town_refused cases[] = {
        {"INSERT INTO citizen_facts VALUES (2, day('2019-01-01'), 'x', 0, " AT
         ", NULL)",
         "citizen_facts_is_an_object"},
        {"INSERT INTO course VALUES (2, '', '', day('2019-01-01'), NULL, 0, " AT
         ", NULL)",
         "course_service_is_not_empty"},
        {"INSERT INTO assignment VALUES (2, 1, '', 'r', NULL,"
         " day('2019-01-01'), NULL, 0, " AT ", NULL)",
         "assignment_area_is_not_empty"},
        {"INSERT INTO assignment VALUES (2, 1, 'a', '', NULL,"
         " day('2019-01-01'), NULL, 0, " AT ", NULL)",
         "assignment_rule_is_not_empty"},
        {"INSERT INTO model VALUES (2, '', printf('%064d', 1), '{}',"
         " day('2019-12-01'), NULL, " AT ", NULL)",
         "model_id_is_not_empty"},
        {"INSERT INTO model VALUES (2, 'm', 'g', '{}', day('2019-12-01'), NULL,"
         " " AT ", NULL)",
         "model_hash_is_hexadecimal"},
        {"INSERT INTO handover VALUES (2, day('2019-07-01'), 'a', 'a', 'age',"
         " 'planned', 'm', NULL, NULL, 0, " AT ", NULL)",
         "handover_changes_the_area"},
        {"INSERT INTO handover VALUES (2, day('2019-07-01'), 'a', 'b', 'x',"
         " 'planned', 'm', NULL, NULL, 0, " AT ", NULL)",
         "handover_cause_is_known"},
        {"INSERT INTO handover VALUES (2, day('2019-07-01'), 'a', 'b', 'age',"
         " 'x', 'm', NULL, NULL, 0, " AT ", NULL)",
         "handover_state_is_known"},
        {"INSERT INTO citizen VALUES ('three', 'c', NULL)", "datatype"},
        {NULL, NULL}};

    town_check_refusals(*state, cases);
}

static void
what_refers_to_nothing_is_refused(void **state)
{
    static const struct town_refused cases[] = {
        {"INSERT INTO citizen_facts VALUES (9, day('2019-01-01'), '{}', 0, " AT
         ", NULL)",
         "FOREIGN KEY"},
        {"INSERT INTO course VALUES (9, 'guidance', '', day('2019-01-01'),"
         " NULL, 0, " AT ", NULL)",
         "FOREIGN KEY"},
        {"INSERT INTO assignment VALUES (2, 9, 'a', 'r', NULL,"
         " day('2019-01-01'), NULL, 0, " AT ", NULL)",
         "FOREIGN KEY"},
        {"INSERT INTO household_member VALUES (9, 1, '', day('2019-01-01'),"
         " NULL, 0, " AT ", NULL)",
         "FOREIGN KEY"},
        {"INSERT INTO handover VALUES (9, day('2019-07-01'), 'a', 'b', 'age',"
         " 'done',"
         " 'm', NULL, NULL, 0, " AT ", NULL)",
         "FOREIGN KEY"},
        {NULL, NULL}};

    town_check_refusals(*state, cases);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_period_without_a_day_is_refused,
                                        town_set_up_anna, town_tear_down),
        cmocka_unit_test_setup_teardown(a_second_responsible_area_is_refused,
                                        town_set_up_anna, town_tear_down),
        cmocka_unit_test_setup_teardown(
            areas_that_take_over_from_each_other_are_accepted, town_set_up_anna,
            town_tear_down),
        cmocka_unit_test_setup_teardown(two_versions_at_once_are_refused,
                                        town_set_up_anna, town_tear_down),
        cmocka_unit_test_setup_teardown(a_citizen_is_named_well_and_once,
                                        town_set_up_anna, town_tear_down),
        cmocka_unit_test_setup_teardown(values_that_mean_nothing_are_refused,
                                        town_set_up_anna, town_tear_down),
        cmocka_unit_test_setup_teardown(what_refers_to_nothing_is_refused,
                                        town_set_up_anna, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
