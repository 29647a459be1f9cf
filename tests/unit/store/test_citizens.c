/* SPDX-License-Identifier: MIT */
/* Citizens and their facts over time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

#define A "{'benefit':'cash'}"
#define B "{'benefit':'sick'}"
#define C "{'benefit':'other'}"

/* Present knowledge: from, to, first letter of the benefit. */
static const char periods[] =
    "SELECT valid_from, valid_to, substr(facts, 13, 1)"
    " FROM citizen_facts_period ORDER BY citizen, valid_from";

struct put {
    const char *from, *to, *facts;
    enum msbi_put expected;
};

struct story {
    const char *name;
    struct put puts[4];   /* up to one without facts */
    const char *expected; /* periods */
};

static const struct story stories[] = {
    {"the first facts hold until further notice",
     {{"2019-01-01", NULL, A, MSBI_PUT_INSERTED}},
     "2019-01-01|-|c\n"},
    {"the same facts again are unchanged",
     {{"2019-01-01", NULL, A, MSBI_PUT_INSERTED},
      {"2019-01-01", NULL, A, MSBI_PUT_UNCHANGED}},
     "2019-01-01|-|c\n"},
    {"other facts from the same day are a correction",
     {{"2019-01-01", NULL, A, MSBI_PUT_INSERTED},
      {"2019-01-01", NULL, B, MSBI_PUT_UPDATED}},
     "2019-01-01|-|s\n"},
    {"other facts from a later day end those before",
     {{"2019-01-01", NULL, A, MSBI_PUT_INSERTED},
      {"2019-06-01", NULL, B, MSBI_PUT_UPDATED}},
     "2019-01-01|2019-06-01|c\n2019-06-01|-|s\n"},
    {"a later look that finds no change is unchanged",
     {{"2019-01-01", NULL, A, MSBI_PUT_INSERTED},
      {"2019-06-01", NULL, A, MSBI_PUT_UNCHANGED}},
     "2019-01-01|-|c\n"},
    {"facts from before the earliest hold until it",
     {{"2019-06-01", NULL, A, MSBI_PUT_INSERTED},
      {"2019-01-01", NULL, B, MSBI_PUT_UPDATED}},
     "2019-01-01|2019-06-01|s\n2019-06-01|-|c\n"},
    {"facts between two versions end at the later one",
     {{"2019-01-01", NULL, A, MSBI_PUT_INSERTED},
      {"2019-12-01", NULL, B, MSBI_PUT_UPDATED},
      {"2019-06-01", NULL, C, MSBI_PUT_UPDATED}},
     "2019-01-01|2019-06-01|c\n2019-06-01|2019-12-01|o\n"
     "2019-12-01|-|s\n"},
    {"facts with an end are followed by nothing",
     {{"2019-01-01", "2019-06-01", A, MSBI_PUT_INSERTED},
      {"2019-01-01", "2019-06-01", A, MSBI_PUT_UNCHANGED}},
     "2019-01-01|2019-06-01|c\n"},
    {"facts in the middle of others are followed by those",
     {{"2019-01-01", NULL, A, MSBI_PUT_INSERTED},
      {"2019-03-01", "2019-06-01", B, MSBI_PUT_UPDATED},
      {"2019-03-01", "2019-06-01", B, MSBI_PUT_UNCHANGED},
      {"2019-01-01", NULL, A, MSBI_PUT_UNCHANGED}},
     "2019-01-01|2019-03-01|c\n2019-03-01|2019-06-01|s\n"
     "2019-06-01|-|c\n"},
    {"an end beyond the next version is cut there",
     {{"2019-01-01", NULL, A, MSBI_PUT_INSERTED},
      {"2019-06-01", NULL, B, MSBI_PUT_UPDATED},
      {"2019-03-01", "2019-09-01", C, MSBI_PUT_UPDATED}},
     "2019-01-01|2019-03-01|c\n2019-03-01|2019-06-01|o\n"
     "2019-06-01|-|s\n"},
    {"an end that was not known before is a correction",
     {{"2019-01-01", NULL, A, MSBI_PUT_INSERTED},
      {"2019-01-01", "2019-06-01", A, MSBI_PUT_UPDATED},
      {"2019-01-01", "2019-06-01", A, MSBI_PUT_UNCHANGED}},
     "2019-01-01|2019-06-01|c\n"},
    {"a later end is a correction",
     {{"2019-01-01", "2019-03-01", A, MSBI_PUT_INSERTED},
      {"2019-01-01", "2019-06-01", A, MSBI_PUT_UPDATED},
      {"2019-01-01", "2019-06-01", A, MSBI_PUT_UNCHANGED}},
     "2019-01-01|2019-06-01|c\n"},
    {"an end that is known no longer is a correction",
     {{"2019-01-01", "2019-03-01", A, MSBI_PUT_INSERTED},
      {"2019-01-01", NULL, A, MSBI_PUT_UPDATED},
      {"2019-01-01", NULL, A, MSBI_PUT_UNCHANGED}},
     "2019-01-01|-|c\n"},
    {"an earlier end, and the later one again, are corrections",
     {{"2019-01-01", "2019-06-01", A, MSBI_PUT_INSERTED},
      {"2019-01-01", "2019-03-01", A, MSBI_PUT_UPDATED},
      {"2019-01-01", "2019-06-01", A, MSBI_PUT_UPDATED}},
     "2019-01-01|2019-06-01|c\n"},
    {"other facts have their own end, not that of those they correct",
     {{"2019-01-01", "2019-03-01", A, MSBI_PUT_INSERTED},
      {"2019-01-01", "2019-06-01", B, MSBI_PUT_UPDATED},
      {"2019-01-01", "2019-06-01", B, MSBI_PUT_UNCHANGED}},
     "2019-01-01|2019-06-01|s\n"},
    {"facts that end are no end of those that begin meanwhile",
     {{"2019-01-01", "2019-06-01", A, MSBI_PUT_INSERTED},
      {"2019-03-01", NULL, B, MSBI_PUT_UPDATED},
      {"2019-03-01", NULL, B, MSBI_PUT_UNCHANGED}},
     "2019-01-01|2019-03-01|c\n2019-03-01|-|s\n"},
    {"nor of those that begin meanwhile and end later",
     {{"2019-01-01", "2019-06-01", A, MSBI_PUT_INSERTED},
      {"2019-03-01", "2019-09-01", B, MSBI_PUT_UPDATED},
      {"2019-03-01", "2019-09-01", B, MSBI_PUT_UNCHANGED}},
     "2019-01-01|2019-03-01|c\n2019-03-01|2019-09-01|s\n"},
    {"the same facts may be known for longer",
     {{"2019-01-01", "2019-06-01", A, MSBI_PUT_INSERTED},
      {"2019-03-01", "2019-09-01", A, MSBI_PUT_UPDATED},
      {"2019-03-01", "2019-09-01", A, MSBI_PUT_UNCHANGED},
      {"2019-01-01", "2019-06-01", A, MSBI_PUT_UNCHANGED}},
     "2019-01-01|2019-03-01|c\n2019-03-01|2019-09-01|c\n"},
    {"a later end is cut at the next facts",
     {{"2019-01-01", "2019-03-01", A, MSBI_PUT_INSERTED},
      {"2019-06-01", NULL, B, MSBI_PUT_UPDATED},
      {"2019-01-01", "2019-09-01", A, MSBI_PUT_UPDATED}},
     "2019-01-01|2019-06-01|c\n2019-06-01|-|s\n"},
    {"facts begin again after a time of which nothing is known",
     {{"2019-01-01", "2019-03-01", A, MSBI_PUT_INSERTED},
      {"2019-06-01", NULL, A, MSBI_PUT_UPDATED}},
     "2019-01-01|2019-03-01|c\n2019-06-01|-|c\n"},
};

static void
facts_are_woven_into_those_on_record(void **state)
{
    struct town *town;
    struct msbi_citizen_row row;

    for (size_t i = 0; i < sizeof stories / sizeof stories[0]; i++) {
        const struct put *put = stories[i].puts;

        town_set_up(state);
        town = *state;
        for (size_t k = 0; k < 4 && put[k].facts != NULL; k++) {
            row = town_citizen("anna", NULL, put[k].from, put[k].to,
                               put[k].facts);
            if (town_put_row(town, &row) != put[k].expected)
                fail_msg("%s: row %zu", stories[i].name, k + 1);
        }
        assert_query(town->store, periods, stories[i].expected);
        town_tear_down(state);
    }
}

static void
what_was_known_before_a_correction_stays_on_record(void **state)
{
    struct town *town = *state;

    town_put(town, "anna", "2019-01-01", A);
    town_put(town, "anna", "2019-01-01", B);
    assert_query(town->store,
                 "SELECT facts, superseded_at IS NULL,"
                 " superseded_at >= recorded_at FROM citizen_facts"
                 " ORDER BY version DESC",
                 "{\"benefit\":\"cash\"}|0|1\n{\"benefit\":\"sick\"}|1|-\n");
}

/* All of one transaction, so of one instant. */
static void
corrections_within_one_instant_are_all_kept(void **state)
{
    static const char *const facts[] = {A, B, A, B};
    struct town *town = *state;
    struct msbi_citizen_row row;
    enum msbi_put put;

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    for (size_t i = 0; i < 4; i++) {
        row = town_citizen("anna", NULL, "2019-01-01", NULL, facts[i]);
        assert_int_equal(msbi_store_put_citizen(town->store, &row, &put, NULL),
                         MSB_OK);
    }
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    assert_query(town->store,
                 "SELECT version, substr(facts, 13, 1),"
                 " superseded_at = recorded_at FROM citizen_facts"
                 " ORDER BY version",
                 "0|s|-\n1|c|1\n2|s|1\n3|c|1\n");
}

/* In the order of the ids and against it, known and unknown, while others
   are inserted before, between and behind. */
static void
citizens_are_found_in_any_order(void **state)
{
    static const struct {
        const char *id;
        int64_t key; /* 0: not known */
    } asked[] = {{"b", 1}, {"d", 2}, {"f", 3}, {"f", 3},  {"b", 1},
                 {"c", 0}, {"d", 2}, {"a", 0}, {"z", 0},  {"f", 3},
                 {"g", 0}, {"b", 1}, {"", 0},  {"bb", 0}, {"d", 2}};
    static const char *const inserted[] = {"a", "e", "c", "g"};
    struct town *town = *state;
    enum msb_status status;
    struct msbi_citizen_row row;
    enum msbi_put put;
    int64_t key;

    town_put(town, "b", "2019-01-01", A);
    town_put(town, "d", "2019-01-01", A);
    town_put(town, "f", "2019-01-01", A);
    for (int is_writing = 0; is_writing < 2; is_writing++) {
        if (is_writing)
            assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
        for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
            status = msbi_store_find_citizen(town->store, asked[i].id,
                                             strlen(asked[i].id), &key, NULL);
            assert_int_equal(status,
                             asked[i].key == 0 ? MSB_ERR_NOT_FOUND : MSB_OK);
            if (status == MSB_OK)
                assert_int_equal(key, asked[i].key);
        }
    }
    for (size_t i = 0; i < 4; i++) {
        row = town_citizen(inserted[i], NULL, "2019-01-01", NULL, A);
        assert_int_equal(msbi_store_put_citizen(town->store, &row, &put, NULL),
                         MSB_OK);
        assert_int_equal(
            msbi_store_find_citizen(town->store, inserted[i], 1, &key, NULL),
            MSB_OK);
        assert_int_equal(key, 4 + i);
    }
    msbi_store_rollback(town->store);
    assert_int_equal(msbi_store_find_citizen(town->store, "g", 1, &key, NULL),
                     MSB_ERR_NOT_FOUND);
}

static void
rows_that_change_nothing_leave_the_store_as_it_was(void **state)
{
    struct town *town = *state;
    struct msbi_citizen_row row = town_citizen("anna", "0201609995",
                                               "2019-01-01", NULL, A);
    char *before;
    enum msbi_put put;

    town_put_row(town, &row);
    before = town_dump(town->store);
    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    town->store->now += 1000; /* it would show */
    assert_int_equal(msbi_store_put_citizen(town->store, &row, &put, NULL),
                     MSB_OK);
    assert_int_equal(put, MSBI_PUT_UNCHANGED);
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    town_assert_same(town->store, before);
}

static void
a_cpr_number_may_come_later_and_be_corrected(void **state)
{
    struct town *town = *state;
    struct msbi_citizen_row row = town_citizen("anna", NULL, "2019-01-01", NULL,
                                               A);
    static const char sql[] =
        "SELECT printf('%010d', cpr), cpr IS NULL FROM citizen";

    assert_int_equal(town_put_row(town, &row), MSBI_PUT_INSERTED);
    assert_query(town->store, sql, "0000000000|1\n");
    row.cpr = "0201609995";
    assert_int_equal(town_put_row(town, &row), MSBI_PUT_UPDATED);
    assert_int_equal(town_put_row(town, &row), MSBI_PUT_UNCHANGED);
    assert_query(town->store, sql, "0201609995|0\n");
    row.cpr = "2509479989";
    assert_int_equal(town_put_row(town, &row), MSBI_PUT_UPDATED);
    row.cpr = NULL; /* not told is not taken back */
    assert_int_equal(town_put_row(town, &row), MSBI_PUT_UNCHANGED);
    assert_query(town->store, sql, "2509479989|0\n");
}

/* Put, and expect a refusal that names no digit of a CPR number. */
static void
check_cpr_taken(struct town *town, const char *id)
{
    struct msbi_citizen_row row = town_citizen(id, "0201609995", "2019-01-01",
                                               NULL, A);
    struct msb_error err;
    enum msbi_put put;
    char *before = town_dump(town->store);

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_mark(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_put_citizen(town->store, &row, &put, &err),
                     MSB_ERR_CONFLICT);
    assert_string_equal(err.code, "cpr_taken");
    assert_int_equal(strcspn(err.message, "0123456789"), strlen(err.message));
    assert_int_equal(msbi_store_undo(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    town_assert_same(town->store, before);
}

static void
a_cpr_number_of_another_citizen_refuses_the_row(void **state)
{
    struct town *town = *state;
    struct msbi_citizen_row row = town_citizen("anna", "0201609995",
                                               "2019-01-01", NULL, A);

    town_put_row(town, &row);
    town_put(town, "bo", "2019-01-01", A);
    check_cpr_taken(town, "carl"); /* not known */
    check_cpr_taken(town, "bo");   /* known, without a number */
}

static void
a_row_that_ends_before_it_begins_is_refused(void **state)
{
    struct town *town = *state;
    struct msbi_citizen_row row = town_citizen("anna", NULL, "2019-01-01",
                                               "2019-01-01", A);
    struct msb_error err;
    enum msbi_put put;

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_put_citizen(town->store, &row, &put, &err),
                     MSB_ERR_CONFLICT);
    assert_string_equal(err.code, "empty_period");
    msbi_store_rollback(town->store);
}

static void
a_row_outside_a_transaction_is_misuse(void **state)
{
    struct town *town = *state;
    struct msbi_citizen_row row = town_citizen("anna", NULL, "2019-01-01", NULL,
                                               A);
    enum msbi_put put;

    assert_int_equal(msbi_store_put_citizen(town->store, &row, &put, NULL),
                     MSB_ERR_MISUSE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_are_woven_into_those_on_record),
        cmocka_unit_test_setup_teardown(
            what_was_known_before_a_correction_stays_on_record, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            corrections_within_one_instant_are_all_kept, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(citizens_are_found_in_any_order,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            rows_that_change_nothing_leave_the_store_as_it_was, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_cpr_number_may_come_later_and_be_corrected, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_cpr_number_of_another_citizen_refuses_the_row, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_row_that_ends_before_it_begins_is_refused, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_row_outside_a_transaction_is_misuse,
                                        town_set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
