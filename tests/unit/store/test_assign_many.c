/* SPDX-License-Identifier: MIT */
/* Many citizens at a time: recorded together, as they would be one by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/small_model.h"
#include "unit/store/town.h"

enum { NUM_CITIZENS = 3000 };

static void
put_citizens(struct msb_store *store, const char *facts)
{
    char id[16];

    assert_int_equal(msbi_store_begin(store, NULL), MSB_OK);
    for (int i = 0; i < NUM_CITIZENS; i++) {
        struct msbi_citizen_row row;
        enum msbi_put put;

        snprintf(id, sizeof id, "c%d", i);
        row = town_citizen(id, NULL, "2019-01-01", NULL, facts);
        assert_int_equal(msbi_store_put_citizen(store, &row, &put, NULL),
                         MSB_OK);
    }
    assert_int_equal(msbi_store_commit(store, NULL), MSB_OK);
}

/* Every third citizen is on cash, the others are young. */
static int
set_up(void **state)
{
    struct town *town;

    town_set_up(state);
    town = *state;
    put_citizens(town->store, "{'birth_date':'2000-01-01'}");
    town_execute(town->store,
                 "UPDATE citizen_facts SET version = 1,"
                 " superseded_at = 9999999999 WHERE citizen % 3 = 0;"
                 "INSERT INTO citizen_facts (citizen, valid_from, facts,"
                 " recorded_at) SELECT citizen, valid_from,"
                 " '{\"birth_date\":\"1980-01-01\",\"benefit\":\"cash\"}', 0"
                 " FROM citizen_facts WHERE version = 1");
    return 0;
}

static struct msb_assign_summary
assign(struct town *town, const char *on)
{
    struct msb_assign_summary summary;
    struct msb_error err;

    if (msb_store_assign(town->store, town_date(on), NULL, NULL, &summary, &err)
        != MSB_OK)
        fail_msg("%s: %s", on, err.message);
    return summary;
}

static void
all_of_them_are_recorded(void **state)
{
    struct town *town = *state;

    assert_int_equal(assign(town, "2019-03-01").assigned, NUM_CITIZENS);
    assert_query(
        town->store,
        "SELECT citizen % 3 = 0, area, rule, target_group, valid_from,"
        " valid_to, model, version, recorded_at <> '', superseded_at,"
        " count(*) FROM assignment_text GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"
        " ORDER BY 1",
        "0|young|r_young|youth|2019-03-01|-|1|0|1|-|2000\n"
        "1|work|r_cash|adults|2019-03-01|-|1|0|1|-|1000\n");
    assert_int_equal(assign(town, "2019-03-01").unchanged, NUM_CITIZENS);
}

static void
each_ends_where_the_next_on_record_begins(void **state)
{
    struct town *town = *state;

    assign(town, "2019-06-01");
    assert_int_equal(assign(town, "2019-03-01").assigned, NUM_CITIZENS);
    assert_query(town->store,
                 "SELECT valid_from, valid_to, count(*) FROM assignment_text"
                 " GROUP BY valid_from, valid_to ORDER BY valid_from",
                 "2019-03-01|2019-06-01|3000\n2019-06-01|-|3000\n");
}

/* A run that records many and replaces some, here and there. */
static void
new_ones_and_changed_ones_are_recorded_in_one_run(void **state)
{
    struct msb_assign_summary summary;
    struct town *town = *state;

    assign(town, "2019-03-01");
    town_execute(town->store, /* so that nothing is decided again */
                 "INSERT INTO citizen (key, id) SELECT key + 3000, 'n' || id"
                 " FROM citizen WHERE key <= 700;"
                 "INSERT INTO citizen_facts (citizen, valid_from, facts,"
                 " recorded_at) SELECT key, day('2019-01-01'),"
                 " '{\"birth_date\":\"1999-01-01\"}', 0 FROM citizen"
                 " WHERE key > 3000;"
                 "INSERT INTO citizen_facts (citizen, valid_from, facts,"
                 " recorded_at) SELECT citizen, day('2019-04-01'),"
                 " '{\"birth_date\":\"1980-01-01\",\"benefit\":\"sick\"}', 0"
                 " FROM citizen_facts WHERE version = 0 AND citizen % 100 = 0");
    summary = assign(town, "2019-05-01");
    assert_int_equal(summary.citizens, 3700);
    assert_int_equal(summary.assigned, 37 + 700 - 7);
    assert_int_equal(summary.unchanged, 3000 - 30);
    assert_query(town->store,
                 "SELECT area, valid_from, valid_to, superseded_at IS NULL,"
                 " count(*) FROM assignment_text WHERE citizen % 100 = 0"
                 " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
                 "health|2019-05-01|-|1|37\n"
                 "work|2019-03-01|-|0|10\n"
                 "work|2019-03-01|2019-05-01|1|10\n"
                 "young|2019-03-01|-|0|20\n"
                 "young|2019-03-01|2019-05-01|1|20\n");
}

/* They were passed over while many rows were recorded, and no longer. */
static void
all_is_looked_up_again_when_a_run_is_done(void **state)
{
    static const struct town_refused cases[] = {
        {"INSERT INTO assignment (citizen, model, area, valid_from,"
         " recorded_at) VALUES (1, 1, 'work', day('2019-04-01'), 0)",
         "one responsible area at a time"},
        {"INSERT INTO assignment (citizen, model, area, valid_from,"
         " recorded_at) VALUES (9999, 1, 'work', day('2019-04-01'), 0)",
         "FOREIGN KEY constraint failed"},
        {"DELETE FROM assignment", "history is not deleted"},
        {NULL, NULL},
    };
    struct msb_assign_summary summary;
    struct town *town = *state;

    assign(town, "2019-03-01");
    town_check_refusals(town, cases);
    town_execute(town->store, "UPDATE column_chunk SET data = x'00'");
    assert_int_equal(msb_store_assign(town->store, town_date("2019-05-01"),
                                      NULL, NULL, &summary, NULL),
                     MSB_ERR_STORE);
    town_check_refusals(town, cases);
}

/* Foreign keys are passed over; that somebody is missing is seen all the
   same, here in the second thousand. */
static void
a_citizen_who_is_not_there_is_a_damaged_store(void **state)
{
    struct msb_assign_summary summary;
    struct town *town = *state;
    struct msb_error err;

    town_execute(town->store, "PRAGMA foreign_keys = OFF;"
                              "DROP TRIGGER citizen_is_not_deleted;"
                              "DELETE FROM citizen WHERE key = 1500;"
                              "PRAGMA foreign_keys = ON");
    assert_int_equal(msb_store_assign(town->store, town_date("2019-03-01"),
                                      NULL, NULL, &summary, &err),
                     MSB_ERR_STORE);
    assert_string_equal(err.code, "corrupt");
    assert_query(town->store, "SELECT count(*) FROM assignment", "0\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_of_them_are_recorded, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(
            each_ends_where_the_next_on_record_begins, set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            new_ones_and_changed_ones_are_recorded_in_one_run, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            all_is_looked_up_again_when_a_run_is_done, set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_citizen_who_is_not_there_is_a_damaged_store, set_up,
            town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
