/* SPDX-License-Identifier: MIT */
/* History is neither overwritten nor deleted, whoever tries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

#define AT "'2019-05-01T12:00:00Z'"
#define LATER "'2019-06-01T12:00:00Z'"

/* A table with history: a column that is not knowledge, and a row. */
struct kept {
    const char *table;
    const char *column;
    const char *row; /* up to recorded_at; key 7 */
};

static const struct kept kept[] = {
    {"model", "source", "7, 'm', printf('%064d', 1), '{}', '2022-01-01', NULL"},
    {"citizen_facts", "facts", "7, 1, '2019-01-01', '{}'"},
    {"course", "service", "7, 1, 'guidance', '', '2019-01-01', NULL"},
    {"assignment", "area",
     "7, 1, 1, 'young', 'r_young', NULL, '2019-01-01', NULL"},
    {"household_member", "role", "7, 1, 1, 'r', '2019-01-01', NULL"},
    {"handover", "from_area",
     "7, 1, '2019-07-01', 'young', 'work', 'age', 'planned'"},
};

#define NUM_KEPT (sizeof kept / sizeof kept[0])

static int
set_up(void **state)
{
    struct town *town;
    char sql[400];

    town_set_up(state);
    town = *state;
    town_execute(town->store,
                 "INSERT INTO recording VALUES (" AT "), (" LATER ");"
                 "INSERT INTO citizen VALUES (1, 'anna', NULL);"
                 "INSERT INTO household VALUES (1, 'h1');"
                 "INSERT INTO journal VALUES (1, " AT ", 'msb', 'import',"
                 " '{}', NULL, printf('%064d', 1));");
    for (size_t i = 0; i < NUM_KEPT; i++) {
        snprintf(sql, sizeof sql, "INSERT INTO %s VALUES (%s, " AT ", NULL)",
                 kept[i].table, kept[i].row);
        town_execute(town->store, sql);
    }
    return 0;
}

/* `@verb @table @rest` is refused, with this in the message. */
static void
check_refused(struct town *town, const char *why, const char *verb,
              const char *table, const char *rest)
{
    char sql[400];

    snprintf(sql, sizeof sql, "%s %s %s", verb, table, rest);
    if (strstr(town_refusal(town->store, sql), why) == NULL)
        fail_msg("%s: %s", sql, town_refusal(town->store, sql));
}

static void
a_row_of_history_is_not_deleted(void **state)
{
    struct town *town = *state;

    for (size_t i = 0; i < NUM_KEPT; i++)
        check_refused(town, "history is not deleted", "DELETE FROM",
                      kept[i].table, "");
    check_refused(town, "history is not deleted", "DELETE FROM", "citizen", "");
    check_refused(town, "history is not deleted", "DELETE FROM", "journal", "");
}

static void
a_row_of_history_is_not_overwritten(void **state)
{
    struct town *town = *state;
    char sql[400];

    for (size_t i = 0; i < NUM_KEPT; i++) {
        snprintf(sql, sizeof sql,
                 "UPDATE %s SET %s = 'x', superseded_at = " LATER
                 " WHERE key = 7",
                 kept[i].table, kept[i].column);
        assert_non_null(strstr(town_refusal(town->store, sql),
                               "history is not overwritten"));
        check_refused(town, "history is not overwritten", "UPDATE",
                      kept[i].table,
                      "SET recorded_at = " LATER " WHERE key = 7");
        check_refused(town, "history is not overwritten", "UPDATE",
                      kept[i].table,
                      "SET key = 8, superseded_at = " LATER " WHERE key = 7");
    }
    check_refused(town, "history is not overwritten", "UPDATE", "citizen",
                  "SET id = 'berta'");
    check_refused(town, "history is not overwritten", "UPDATE", "journal",
                  "SET actor = 'somebody'");
}

static void
a_row_of_history_is_superseded_once(void **state)
{
    struct town *town = *state;
    char sql[400];

    for (size_t i = 0; i < NUM_KEPT; i++) {
        snprintf(sql, sizeof sql,
                 "UPDATE %s SET superseded_at = " LATER " WHERE key = 7",
                 kept[i].table);
        town_execute(town->store, sql);
        check_refused(town, "history is not overwritten", "UPDATE",
                      kept[i].table, "SET superseded_at = NULL WHERE key = 7");
        check_refused(town, "history is not overwritten", "UPDATE",
                      kept[i].table,
                      "SET superseded_at = " AT " WHERE key = 7");
    }
}

static void
nothing_is_superseded_before_it_was_recorded(void **state)
{
    struct town *town = *state;
    char sql[400];

    town_execute(town->store,
                 "INSERT INTO recording VALUES ('2019-04-01T12:00:00Z')");
    for (size_t i = 0; i < NUM_KEPT; i++) {
        snprintf(sql, sizeof sql,
                 "UPDATE %s SET superseded_at = '2019-04-01T12:00:00Z'"
                 " WHERE key = 7",
                 kept[i].table);
        assert_non_null(
            strstr(town_refusal(town->store, sql), "knowledge_is_in_order"));
    }
}

static void
the_journal_is_a_chain(void **state)
{
    static const char *const broken[][2] = {
        {"INSERT INTO journal VALUES (2, " AT ", 'm', 'a', '{}', NULL,"
         " printf('%064d', 2))",
         "journal_first_has_no_previous"},
        {"INSERT INTO journal VALUES (2, " AT ", 'm', 'a', '{}',"
         " printf('%064d', 9), printf('%064d', 2))",
         "FOREIGN KEY"},
        {"INSERT INTO journal VALUES (2, " AT ", 'm', 'a', '{}',"
         " printf('%064d', 1), printf('%064d', 1))",
         "journal.hash"},
        {"INSERT INTO journal VALUES (2, " AT ", 'm', 'a', '{}',"
         " printf('%064d', 1), 'x')",
         "journal_hash_is_hexadecimal"},
        {"INSERT INTO journal VALUES (2, " AT ", 'm', 'a', 'text',"
         " printf('%064d', 1), printf('%064d', 2))",
         "journal_detail_is_an_object"},
        {"INSERT INTO journal VALUES (0, " AT ", 'm', 'a', '{}',"
         " printf('%064d', 1), printf('%064d', 2))",
         "journal_number_counts_from_one"},
    };
    struct town *town = *state;

    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        const char *why = town_refusal(town->store, broken[i][0]);

        if (strstr(why, broken[i][1]) == NULL)
            fail_msg("%s: %s", broken[i][0], why);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_row_of_history_is_not_deleted, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(a_row_of_history_is_not_overwritten,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_row_of_history_is_superseded_once,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            nothing_is_superseded_before_it_was_recorded, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(the_journal_is_a_chain, set_up,
                                        town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
