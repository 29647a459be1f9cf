/* SPDX-License-Identifier: MIT */
/* The assignment of a citizen on record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/assignment.h>

#include "unit/store/town.h"

#define AT "instant('2019-05-01T12:00:00Z')"
#define LONGEST                                                                \
    "a23456789012345678901234567890123456789012345678901234567890123"

/* Anna's assignment, from 2019-03-01 to 2019-07-01, and then an open one; and
   one that was superseded. Bo has none. */
static int
set_up(void **state)
{
    struct town *town;

    town_set_up_anna(state);
    town = *state;
    town_execute(
        town->store,
        "INSERT INTO assignment VALUES"
        " (1, 1, '" LONGEST "', NULL, 'adults', day('2019-07-01'), NULL, 0, " AT
        ", NULL),"
        " (1, 1, 'health', 'r_sick', 'adults', day('2019-02-01'), NULL, 1, " AT
        ", " AT ")");
    return 0;
}

static struct msb_assignment
look_up(struct town *town, const char *citizen, const char *on)
{
    struct msb_assignment found;
    struct msb_error err;

    if (msb_store_find_assignment(town->store, citizen, town_date(on), &found,
                                  &err)
        != MSB_OK)
        fail_msg("%s on %s: %s", citizen, on, err.message);
    return found;
}

static void
an_assignment_has_its_ids_and_its_interval(void **state)
{
    struct msb_assignment found = look_up(*state, "anna", "2019-03-01");

    assert_string_equal(found.area, "young");
    assert_string_equal(found.rule, "r_young");
    assert_string_equal(found.target_group, "");
    assert_string_equal(found.model, "small_2019");
    assert_int_equal(found.period.from.days, town_date("2019-03-01").days);
    assert_int_equal(found.period.to.days, town_date("2019-07-01").days);
    assert_false(found.period.is_open);
    found = look_up(*state, "anna", "2019-06-30");
    assert_string_equal(found.area, "young");
}

static void
an_open_assignment_holds_on_every_later_day(void **state)
{
    static const char *const days[] = {"2019-07-01", "9999-12-31"};

    for (size_t i = 0; i < 2; i++) {
        struct msb_assignment found = look_up(*state, "anna", days[i]);

        assert_string_equal(found.area, LONGEST);
        assert_int_equal(strlen(found.area), MSB_ID_SIZE - 1);
        assert_string_equal(found.rule, "");
        assert_string_equal(found.target_group, "adults");
        assert_true(found.period.is_open);
        assert_int_equal(found.period.from.days, town_date("2019-07-01").days);
    }
}

static void
where_there_is_none_it_is_said_what_is_missing(void **state)
{
    static const struct {
        const char *citizen, *on, *code;
    } cases[] = {
        {"anna", "2019-02-28", "no_assignment"}, /* superseded */
        {"bo", "2019-03-01", "no_assignment"},
        {"carl", "2019-03-01", "unknown_citizen"},
        {"", "2019-03-01", "unknown_citizen"},
        {"0101901234", "2019-03-01", "unknown_citizen"}, /* anna's number */
        {"erased:3", "2019-03-01", "unknown_citizen"},
    };
    struct town *town = *state;
    struct msb_assignment found, before;
    struct msb_error err;

    town_execute(town->store,
                 "INSERT INTO citizen (key, id) VALUES (3, 'erased:3');"
                 "INSERT INTO assignment VALUES (3, 1, 'work', NULL, NULL,"
                 " day('2019-01-01'), NULL, 0, " AT ", NULL)");
    memset(&before, 7, sizeof before);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        found = before;
        assert_int_equal(
            msb_store_find_assignment(town->store, cases[i].citizen,
                                      town_date(cases[i].on), &found, &err),
            MSB_ERR_NOT_FOUND);
        assert_string_equal(err.code, cases[i].code);
        assert_memory_equal(&found, &before, sizeof found);
    }
}

static void
a_second_look_up_allocates_nothing(void **state)
{
    struct town *town = *state;
    struct msb_assignment found;
    size_t live;

    look_up(town, "anna", "2019-03-01");
    live = msbi_alloc_num_live();
    msbi_alloc_fail_at(1);
    assert_int_equal(msb_store_find_assignment(town->store, "anna",
                                               town_date("2019-08-01"), &found,
                                               NULL),
                     MSB_OK);
    msbi_alloc_fail_at(0);
    assert_int_equal(msbi_alloc_num_live(), live);
}

static void
a_look_up_needs_one_statement_without_sorting(void **state)
{
    struct town *town = *state;
    sqlite3_stmt *statement = NULL;
    size_t num = 0;

    look_up(town, "anna", "2019-03-01");
    while ((statement = sqlite3_next_stmt(town->store->db, statement))
           != NULL) {
        if (strstr(sqlite3_sql(statement), "FROM citizen AS c") == NULL)
            continue;
        num++;
        assert_int_equal(
            sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_SORT, 0), 0);
        assert_int_equal(
            sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0),
            0);
    }
    assert_int_equal(num, 1);
}

static void
an_id_that_no_model_can_have_is_damage(void **state)
{
    struct town *town = *state;
    struct msb_assignment found;
    struct msb_error err;

    town_execute(town->store,
                 "INSERT INTO assignment VALUES (2, 1, '" LONGEST "4', NULL,"
                 " NULL, day('2019-01-01'), NULL, 0, " AT ", NULL)");
    assert_int_equal(msb_store_find_assignment(town->store, "bo",
                                               town_date("2019-03-01"), &found,
                                               &err),
                     MSB_ERR_STORE);
    assert_string_equal(err.code, "corrupt");
}

static void
what_must_not_be_null_is_misuse(void **state)
{
    struct town *town = *state;
    struct msb_date on = town_date("2019-03-01");
    struct msb_assignment found;

    assert_int_equal(msb_store_find_assignment(NULL, "anna", on, &found, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(
        msb_store_find_assignment(town->store, NULL, on, &found, NULL),
        MSB_ERR_MISUSE);
    assert_int_equal(
        msb_store_find_assignment(town->store, "anna", on, NULL, NULL),
        MSB_ERR_MISUSE);
    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    assert_int_equal(
        msb_store_find_assignment(town->store, "anna", on, &found, NULL),
        MSB_ERR_MISUSE);
    msbi_store_rollback(town->store);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            an_assignment_has_its_ids_and_its_interval, set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_open_assignment_holds_on_every_later_day, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            where_there_is_none_it_is_said_what_is_missing, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_second_look_up_allocates_nothing,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_look_up_needs_one_statement_without_sorting, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(an_id_that_no_model_can_have_is_damage,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(what_must_not_be_null_is_misuse, set_up,
                                        town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
