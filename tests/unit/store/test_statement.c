/* SPDX-License-Identifier: MIT */
/* SQLite's codes in our words, and statements that are prepared once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

static void
every_cause_has_its_status_and_code(void **state)
{
    static const struct {
        int sqlite;
        enum msb_status status;
        const char *code;
    } cases[] = {
        {SQLITE_NOMEM, MSB_ERR_NOMEM, "no_memory"},
        {SQLITE_IOERR_NOMEM, MSB_ERR_NOMEM, "no_memory"},
        {SQLITE_BUSY, MSB_ERR_BUSY, "locked"},
        {SQLITE_BUSY_SNAPSHOT, MSB_ERR_BUSY, "locked"},
        {SQLITE_LOCKED, MSB_ERR_BUSY, "locked"},
        {SQLITE_FULL, MSB_ERR_IO, "disk_full"},
        {SQLITE_IOERR_READ, MSB_ERR_IO, "io"},
        {SQLITE_CANTOPEN, MSB_ERR_IO, "cannot_open"},
        {SQLITE_READONLY, MSB_ERR_STORE, "read_only"},
        {SQLITE_READONLY_DBMOVED, MSB_ERR_STORE, "read_only"},
        {SQLITE_PERM, MSB_ERR_STORE, "read_only"},
        {SQLITE_NOTADB, MSB_ERR_INVALID, "not_a_store"},
        {SQLITE_CORRUPT, MSB_ERR_STORE, "corrupt"},
        {SQLITE_CORRUPT_INDEX, MSB_ERR_STORE, "corrupt"},
        {SQLITE_TOOBIG, MSB_ERR_LIMIT, "too_big"},
        {SQLITE_CONSTRAINT_CHECK, MSB_ERR_STORE, "constraint"},
        {SQLITE_ERROR, MSB_ERR_STORE, "sqlite"},
    };
    struct msb_error err;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(msbi_sqlite_fail(NULL, cases[i].sqlite, &err),
                         cases[i].status);
        assert_int_equal(err.status, cases[i].status);
        assert_string_equal(err.code, cases[i].code);
        assert_int_not_equal(err.message[0], '\0');
    }
}

static void
a_statement_is_prepared_once(void **state)
{
    static const char sql[] = "SELECT 1";
    struct town *town = *state;
    sqlite3_stmt *first, *second;
    size_t num = town->store->statements.num;

    assert_int_equal(msbi_statement_get(town->store, sql, &first, NULL),
                     MSB_OK);
    assert_int_equal(msbi_statement_get(town->store, sql, &second, NULL),
                     MSB_OK);
    assert_ptr_equal(first, second);
    assert_int_equal(town->store->statements.num, num + 1);
}

static void
more_statements_than_there_is_room_for_are_refused(void **state)
{
    static const char select[] = "SELECT 1";
    static char sql[MSBI_MAX_STATEMENTS][sizeof select];
    struct town *town = *state;
    enum msb_status status = MSB_OK;
    sqlite3_stmt *statement;
    struct msb_error err;

    for (size_t i = 0; status == MSB_OK && i < MSBI_MAX_STATEMENTS; i++) {
        memcpy(sql[i], select, sizeof select);
        status = msbi_statement_get(town->store, sql[i], &statement, &err);
    }
    assert_int_equal(status, MSB_ERR_LIMIT);
    assert_string_equal(err.code, "statements");
}

static void
a_statement_that_has_ended_holds_nothing(void **state)
{
    static const char sql[] = "SELECT 1 UNION ALL SELECT 2 ORDER BY 1";
    struct town *town = *state;
    sqlite3_stmt *statement;
    bool has_row;

    assert_int_equal(msbi_statement_get(town->store, sql, &statement, NULL),
                     MSB_OK);
    assert_int_equal(msbi_statement_step(statement, &has_row, NULL), MSB_OK);
    assert_true(has_row);
    assert_true(sqlite3_stmt_busy(statement));
    assert_int_equal(msbi_statement_run(statement, NULL), MSB_OK);
    assert_false(sqlite3_stmt_busy(statement));
}

static void
a_refusal_names_the_constraint_and_no_value(void **state)
{
    static const char sql[] = "INSERT INTO citizen (id, cpr)"
                              " VALUES ('anna', 10201609995)";
    struct town *town = *state;
    struct msb_error err;

    assert_int_equal(msbi_statement_run_sql(town->store, sql, &err),
                     MSB_ERR_STORE);
    assert_string_equal(err.code, "constraint");
    assert_non_null(strstr(err.message, "citizen_cpr_is_ten_digits"));
    assert_null(strstr(err.message, "0101"));
    assert_null(strstr(err.message, "anna"));
}

static void
a_column_that_is_no_date_is_damage(void **state)
{
    static const char *const sql[] = {"SELECT '2019-02-28'", "SELECT 0.5",
                                      "SELECT -141350", "SELECT 2932897"};
    struct town *town = *state;
    struct msb_date date;
    sqlite3_stmt *statement;
    struct msb_error err;
    bool has_row, has_date;

    for (size_t i = 0; i < sizeof sql / sizeof sql[0]; i++) {
        assert_int_equal(
            msbi_statement_get(town->store, sql[i], &statement, NULL), MSB_OK);
        assert_int_equal(msbi_statement_step(statement, &has_row, NULL),
                         MSB_OK);
        assert_int_equal(msbi_column_date(statement, 0, &has_date, &date, &err),
                         MSB_ERR_STORE);
        assert_string_equal(err.code, "corrupt");
        sqlite3_reset(statement);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_cause_has_its_status_and_code,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_statement_is_prepared_once,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            more_statements_than_there_is_room_for_are_refused, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_statement_that_has_ended_holds_nothing, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_refusal_names_the_constraint_and_no_value, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_column_that_is_no_date_is_damage,
                                        town_set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
