/* SPDX-License-Identifier: MIT */
/* History is neither overwritten nor deleted, whoever tries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

#define AT "instant('2019-05-01T12:00:00Z')"
#define LATER "instant('2019-06-01T12:00:00Z')"
#define EARLIER "instant('2019-04-01T12:00:00Z')"

/* A table with history: a row, a column that is not knowledge, and one that
   is a part of its key. */
struct kept {
    const char *table;
    const char *row; /* up to recorded_at */
    const char *column;
    const char *key;
    const char *version; /* that a superseded row gets; "" where it has none */
};

static const struct kept kept[] = {
    {"model", "7, 'm', printf('%064d', 1), '{}', day('2022-01-01'), NULL",
     "source", "key", ""},
    {"citizen_facts", "1, day('2019-01-01'), '{}', 0", "facts", "valid_from",
     ", version = 1"},
    {"course", "1, 'guidance', '', day('2019-01-01'), NULL, 0", "service",
     "valid_from", ", version = 1"},
    {"assignment", "1, 1, 'young', 'r_young', NULL, day('2019-01-01'), NULL, 0",
     "area", "valid_from", ", version = 1"},
    {"household_member", "1, 1, 'r', day('2019-01-01'), NULL, 0", "role",
     "valid_from", ", version = 1"},
    {"handover",
     "1, day('2019-07-01'), 'young', 'work', 'age', 'planned',"
     " 'm', NULL, NULL, 0",
     "from_area", "day", ", version = 1"},
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
                 "INSERT INTO citizen VALUES (1, 'anna', NULL);"
                 "INSERT INTO household VALUES (1, 'h1');"
                 "INSERT INTO journal VALUES ((SELECT count(*) FROM journal)"
                 " + 1, " AT ", 'msb', 'system', 'p', 'import', NULL,"
                 " '{}', zeroblob(32));");
    /* The first model of the store is superseded, and out of the way. */
    town_execute(town->store, "UPDATE model SET superseded_at = recorded_at");
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
    static const char why[] = "history is not overwritten";
    struct town *town = *state;
    char rest[200];

    for (size_t i = 0; i < NUM_KEPT; i++) {
        const char *table = kept[i].table;

        snprintf(rest, sizeof rest, "SET %s = 'x', superseded_at = " LATER "%s",
                 kept[i].column, kept[i].version);
        check_refused(town, why, "UPDATE", table, rest);
        snprintf(rest, sizeof rest,
                 "SET %s = 8 + %s, superseded_at = " LATER "%s", kept[i].key,
                 kept[i].key, kept[i].version);
        check_refused(town, why, "UPDATE", table, rest);
        snprintf(rest, sizeof rest,
                 "SET recorded_at = " EARLIER ", superseded_at = " LATER "%s",
                 kept[i].version);
        check_refused(town, why, "UPDATE", table, rest);
        check_refused(town, why, "UPDATE", table, "SET recorded_at = " EARLIER);
    }
    check_refused(town, why, "UPDATE", "citizen", "SET id = 'berta'");
    check_refused(town, why, "UPDATE", "journal", "SET actor = 'somebody'");
}

static void
a_row_of_history_is_superseded_once(void **state)
{
    static const char why[] = "history is not overwritten";
    struct town *town = *state;
    char sql[400];

    for (size_t i = 0; i < NUM_KEPT; i++) {
        const char *table = kept[i].table;

        snprintf(sql, sizeof sql, "UPDATE %s SET superseded_at = " LATER "%s",
                 table, kept[i].version);
        if (i > 0)
            town_execute(town->store, sql);
        else
            town_execute(town->store, "UPDATE model SET superseded_at = " LATER
                                      " WHERE key = 7");
        check_refused(town, why, "UPDATE", table,
                      "SET superseded_at = " AT " WHERE recorded_at = " AT);
        check_refused(town, why, "UPDATE", table,
                      i == 0 ? "SET superseded_at = NULL"
                             : "SET superseded_at = NULL, version = 0");
        if (i > 0)
            check_refused(town, why, "UPDATE", table, "SET version = 2");
    }
}

/* Versions count from one, without a gap; two can end within one instant. */
static void
superseded_versions_are_numbered_in_their_order(void **state)
{
    struct town *town = *state;
    char sql[400];

    for (size_t i = 1; i < NUM_KEPT; i++) {
        for (int version = 1; version <= 3; version++) {
            check_refused(town, "not overwritten", "UPDATE", kept[i].table,
                          "SET superseded_at = " LATER ", version = 4"
                          " WHERE version = 0");
            snprintf(sql, sizeof sql,
                     "UPDATE %s SET superseded_at = " LATER ", version = %d"
                     " WHERE version = 0;"
                     "INSERT INTO %s VALUES (%s, " LATER ", NULL)",
                     kept[i].table, version, kept[i].table, kept[i].row);
            town_execute(town->store, sql);
        }
        snprintf(sql, sizeof sql,
                 "SELECT version, superseded_at IS NULL FROM %s"
                 " ORDER BY version",
                 kept[i].table);
        assert_query(town->store, sql, "0|1\n1|0\n2|0\n3|0\n");
    }
}

static void
nothing_is_superseded_before_it_was_recorded(void **state)
{
    struct town *town = *state;
    char rest[200];

    for (size_t i = 0; i < NUM_KEPT; i++) {
        snprintf(rest, sizeof rest,
                 "SET superseded_at = " EARLIER "%s WHERE recorded_at = " AT,
                 kept[i].version);
        check_refused(town, "knowledge_is_in_order", "UPDATE", kept[i].table,
                      rest);
    }
}

static void
the_journal_grows_entry_by_entry(void **state)
{
    static const char *const broken[][2] = {
        {"INSERT INTO journal VALUES (9, " AT ", 'm', 'r', 'p', 'a', NULL,"
         " '{}', zeroblob(32))",
         "the journal grows at its end"},
        {"INSERT INTO journal SELECT 1 + max(number), " AT ", 'm', 'r', 'p',"
         " 'a', NULL, '{}', zeroblob(31) FROM journal",
         "journal_hash_has_32_bytes"},
        {"INSERT INTO journal SELECT 1 + max(number), " AT ", 'm', 'r', 'p',"
         " 'a', NULL, 'text', zeroblob(32) FROM journal",
         "journal_detail_is_an_object"},
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
            superseded_versions_are_numbered_in_their_order, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            nothing_is_superseded_before_it_was_recorded, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(the_journal_grows_entry_by_entry,
                                        set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
