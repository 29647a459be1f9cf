/* SPDX-License-Identifier: MIT */
/* Chunks go with whatever changes their rows, and trust nothing that is read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/columns/columns.h"
#include "support/small_model.h"
#include "unit/store/town.h"

static const char numbers[] = "SELECT number FROM column_chunk ORDER BY number";

static void
assign(struct msb_store *store, const char *on)
{
    struct msb_assign_summary summary;
    struct msb_error err;

    if (msb_store_assign(store, town_date(on), NULL, NULL, &summary, &err)
        != MSB_OK)
        fail_msg("%s", err.message);
}

/* Anna and bo in one chunk, carl in the next; all were decided once. */
static int
set_up(void **state)
{
    struct msbi_course_row course;
    struct town *town;

    town_set_up(state);
    town = *state;
    town_put(town, "anna", "2019-01-01", "{'birth_date':'2000-01-01'}");
    town_put(town, "bo", "2019-01-01",
             "{'birth_date':'1980-01-01','benefit':'cash'}");
    town_execute(town->store,
                 "INSERT INTO citizen (key, id) VALUES (4096, 'carl')");
    town_put(town, "carl", "2019-01-01", "{'birth_date':'1990-01-01'}");
    course = town_course("anna", "guidance", NULL, "2019-02-01", "2019-05-01");
    town_put_course(town, &course);
    assign(town->store, "2019-03-01");
    assert_query(town->store, numbers, "0\n1\n");
    return 0;
}

static uint64_t
count_wrong(struct msb_store *store, int64_t *first)
{
    uint64_t num_wrong = UINT64_MAX;

    *first = -1;
    assert_int_equal(msbi_columns_verify(store, &num_wrong, first, NULL),
                     MSB_OK);
    return num_wrong;
}

/* An outsider's changes, as the sqlite3 shell would make them. */
static void
a_chunk_goes_with_any_change_of_its_rows(void **state)
{
    static const char *const changes[] = {
        "INSERT INTO citizen_facts (citizen, valid_from, facts, recorded_at)"
        " VALUES (2, day('2019-06-01'), '{}', 0)",
        "INSERT INTO course (citizen, service, unit, valid_from, recorded_at)"
        " VALUES (2, 'training', '', day('2019-06-01'), 0)",
        "UPDATE citizen_facts SET version = 1, superseded_at = 9999999999"
        " WHERE citizen = 1",
        "UPDATE course SET version = 1, superseded_at = 9999999999"
        " WHERE citizen = 1",
        "DELETE FROM citizen_facts WHERE citizen = 1",
        "DELETE FROM course WHERE citizen = 1",
    };
    struct town *town = *state;
    int64_t first;

    town_execute(town->store, "DROP TRIGGER citizen_facts_are_not_deleted;"
                              "DROP TRIGGER course_is_not_deleted");
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        town_execute(town->store, "BEGIN");
        town_execute(town->store, changes[i]);
        assert_query(town->store, numbers, "1\n");
        town_execute(town->store, "ROLLBACK");
        assert_query(town->store, numbers, "0\n1\n");
    }
    assert_int_equal(count_wrong(town->store, &first), 0);
}

/* New rows cost nothing more where no chunk can go with them. */
static void
new_rows_are_followed_from_the_first_chunk_on(void **state)
{
    static const char followers[] =
        "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"
        " AND name IN ('column_chunk_follows_new_facts',"
        " 'column_chunk_follows_a_new_course')";
    struct town *town, *fresh;

    town = *state;
    assert_query(town->store, followers, "2\n");
    town_set_up((void **)&fresh);
    assert_query(fresh->store, followers, "0\n");
    town_tear_down((void **)&fresh);
}

static void
what_changes_nothing_that_a_chunk_says_leaves_it(void **state)
{
    struct town *town = *state;
    char *before = town_query(town->store, "SELECT hex(data) FROM column_chunk"
                                           " ORDER BY number"),
         *after;

    assign(town->store, "2019-06-01");
    town_adopt(town, small_2020);
    after = town_query(town->store,
                       "SELECT hex(data) FROM column_chunk ORDER BY number");
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void
assigning_makes_the_chunk_again(void **state)
{
    struct town *town = *state;
    int64_t first;

    town_put(town, "bo", "2019-04-01", "{'benefit':'sick'}");
    assert_query(town->store, numbers, "1\n");
    assign(town->store, "2019-06-01");
    assert_query(town->store, numbers, "0\n1\n");
    assert_int_equal(count_wrong(town->store, &first), 0);
}

static void
a_chunk_that_says_something_else_is_found(void **state)
{
    static const struct {
        const char *sql;
        int num_wrong, first;
    } cases[] = {
        {"UPDATE column_chunk SET data = zeroblob(0) WHERE number = 1", 1, 1},
        {"UPDATE column_chunk SET data = zeroblob(9)", 2, 0},
        {"INSERT INTO column_chunk SELECT 7, data FROM column_chunk"
         " WHERE number = 1",
         1, 7},
        {"INSERT INTO column_chunk VALUES (9223372036854775807, x'01')", 1, -2},
        {"INSERT INTO column_chunk VALUES (-9223372036854775808, x'01')", 1,
         -2},
        {"DELETE FROM column_chunk WHERE number = 0;"
         "INSERT INTO column_chunk SELECT 0, data FROM column_chunk",
         1, 0},
    };
    struct town *town = *state;
    int64_t first;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        town_execute(town->store, "BEGIN");
        town_execute(town->store, cases[i].sql);
        assert_int_equal(count_wrong(town->store, &first), cases[i].num_wrong);
        if (cases[i].first >= 0)
            assert_int_equal(first, cases[i].first);
        town_execute(town->store, "ROLLBACK");
    }
    assert_int_equal(count_wrong(town->store, &first), 0);
}

static void
a_damaged_chunk_is_a_damaged_store(void **state)
{
    struct town *town = *state;
    struct msb_assign_summary summary;
    struct msb_error err;

    town_execute(town->store, "UPDATE column_chunk SET data ="
                              " substr(data, 1, length(data) - 1)");
    assert_int_equal(msb_store_assign(town->store, town_date("2019-06-01"),
                                      NULL, NULL, &summary, &err),
                     MSB_ERR_STORE);
    assert_string_equal(err.code, "corrupt");
    assert_query(town->store, "SELECT count(*) FROM assign_run", "1\n");
}

/* Read a block that may be anything, as far as it can be read. */
static enum msb_status
read_block(const uint8_t *data, size_t size)
{
    struct msbi_chunk chunk = {0};
    uint8_t *copy = malloc(size == 0 ? 1 : size); /* so that no byte behind it
                                                     is read unseen */
    struct msb_error err;
    enum msb_status status;
    uint32_t most = 0;

    memcpy(copy, data, size);
    status = msbi_chunk_parse(&chunk, copy, size, &err);
    if (status != MSB_OK)
        assert_string_equal(err.code, "corrupt");
    for (size_t c = 0; c < chunk.num_columns; c++)
        for (size_t i = 0; i < chunk.num_rows; i++)
            if (chunk.columns[c].kind == MSBI_CHUNK_SCALAR
                && msbi_chunk_code(&chunk.columns[c], i) > most)
                most = msbi_chunk_code(&chunk.columns[c], i);
    assert_true(most <= size);
    msbi_chunk_release(&chunk);
    free(copy);
    return status;
}

static void
every_cut_and_every_changed_byte_is_refused_or_read_whole(void **state)
{
    struct town *town = *state;
    struct msbi_text data;
    size_t num_refused = 0;
    bool is_found;

    msbi_text_init(&data);
    assert_int_equal(msbi_chunk_load(town->store, 0, &data, &is_found, NULL),
                     MSB_OK);
    assert_int_equal(read_block((uint8_t *)data.data, data.length), MSB_OK);
    for (size_t size = 0; size < data.length; size++)
        assert_int_equal(read_block((uint8_t *)data.data, size), MSB_ERR_STORE);
    for (size_t i = 0; i < data.length; i++)
        for (unsigned bit = 0; bit < 8; bit++) {
            data.data[i] = (char)(data.data[i] ^ (char)(1u << bit));
            num_refused += read_block((uint8_t *)data.data, data.length)
                           != MSB_OK;
            data.data[i] = (char)(data.data[i] ^ (char)(1u << bit));
        }
    assert_true(num_refused > data.length);
    msbi_text_release(&data);
}

/* A member given twice is refused by a model that declares it: no column says
   that, so the chunk is kept empty, and its rows are read. */
static void
facts_that_no_column_can_say_are_read_as_rows(void **state)
{
    struct town *town = *state;
    struct msb_assign_summary summary;
    int64_t first;

    town_execute(town->store,
                 "INSERT INTO citizen_facts (citizen, valid_from, facts,"
                 " recorded_at) VALUES (2, day('2019-05-01'),"
                 " '{\"benefit\":\"cash\",\"benefit\":\"cash\"}', 0)");
    assert_int_equal(msb_store_assign(town->store, town_date("2019-06-01"),
                                      NULL, NULL, &summary, NULL),
                     MSB_OK);
    assert_int_equal(summary.citizens, 3);
    assert_int_equal(summary.unchanged, 2); /* anna and carl, both young */
    assert_int_equal(summary.none, 1);
    assert_query(town->store,
                 "SELECT number, length(data) > 0 FROM column_chunk"
                 " ORDER BY number",
                 "0|0\n1|1\n");
    assert_int_equal(count_wrong(town->store, &first), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_chunk_goes_with_any_change_of_its_rows, set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            new_rows_are_followed_from_the_first_chunk_on, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            what_changes_nothing_that_a_chunk_says_leaves_it, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(assigning_makes_the_chunk_again, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_chunk_that_says_something_else_is_found, set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_damaged_chunk_is_a_damaged_store,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            every_cut_and_every_changed_byte_is_refused_or_read_whole, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            facts_that_no_column_can_say_are_read_as_rows, set_up,
            town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
