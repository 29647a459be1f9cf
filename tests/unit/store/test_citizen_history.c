/* SPDX-License-Identifier: MIT */
/* What is on record about one citizen, in both times. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/history.h>

#include "support/small_model.h"
#include "unit/store/town.h"

#define AT "instant('2019-05-01T12:00:00Z')"
#define BEFORE "instant('2019-04-01T12:00:00Z')"

/* Anna as the town has her, and what was known of her before and besides. */
static int
set_up(void **state)
{
    struct town *town;

    town_set_up_anna(state);
    town = *state;
    town_execute(
        town->store,
        "UPDATE citizen SET cpr = 2311143995 WHERE key = 1;"
        "INSERT INTO citizen_facts VALUES"
        " (1, day('2019-01-01'), '{\"birth_date\":\"2000-01-01\"}', 1, " BEFORE
        ", " AT "), (1, day('2019-08-01'), NULL, 0, " AT ", NULL);"
        "INSERT INTO exception VALUES (1, 'work', 'closer to home', 'chief',"
        " day('2019-05-01'), day('2019-06-01'), 0, " AT ", NULL);"
        "INSERT INTO handover VALUES (1, day('2019-05-01'), 'young', 'work',"
        " 'exception', 'rejected', 'm', 'no room', 0, 0, " AT ", NULL)");
    return 0;
}

static struct msb_history *
find_history(struct town *town, const char *citizen, bool explain,
             bool show_sensitive)
{
    struct msb_history_options options;
    struct msb_history *history;
    struct msb_error err;

    msb_history_options_init(&options);
    options.explain = explain;
    options.show_sensitive = show_sensitive;
    if (msb_store_find_history(town->store, citizen, &options, &history, &err)
        != MSB_OK)
        fail_msg("%s: %s", citizen, err.message);
    return history;
}

/* The JSON; msb_text_free() it. */
static char *
write_history(struct town *town, const char *citizen, bool explain,
              bool show_sensitive)
{
    struct msb_history *history = find_history(town, citizen, explain,
                                               show_sensitive);
    char *json;

    assert_int_equal(msb_history_format_json(history, &json, NULL), MSB_OK);
    msb_history_unref(history);
    return json;
}

static void
assert_tells(struct town *town, bool explain, bool show_sensitive,
             const char *expected)
{
    char *json = write_history(town, "anna", explain, show_sensitive);

    if (strstr(json, expected) == NULL)
        fail_msg("expected %s\nin %s", expected, json);
    msb_text_free(json);
}

#define KNOWN_SINCE_MAY                                                        \
    "\"recorded_at\": \"2019-05-01T12:00:00Z\", \"superseded_at\": null}"

static const char anna_s_history[] =
    "{\"citizen\": \"anna\", \"facts\": ["
    "{\"valid_from\": \"2019-01-01\", \"is_known\": true, "
    "\"recorded_at\": \"2019-04-01T12:00:00Z\", "
    "\"superseded_at\": \"2019-05-01T12:00:00Z\"}, "
    "{\"valid_from\": \"2019-01-01\", \"is_known\": true, " KNOWN_SINCE_MAY
    ", {\"valid_from\": \"2019-08-01\", \"is_known\": false, " KNOWN_SINCE_MAY
    "], \"courses\": [{\"service\": \"guidance\", \"unit\": null, "
    "\"valid_from\": \"2019-01-01\", \"valid_to\": null, " KNOWN_SINCE_MAY
    "], \"assignments\": [{\"area\": \"young\", \"rule\": \"r_young\", "
    "\"target_group\": null, \"model\": \"small_2019\", "
    "\"valid_from\": \"2019-03-01\", "
    "\"valid_to\": \"2019-07-01\", " KNOWN_SINCE_MAY
    "], \"exceptions\": [{\"area\": \"work\", \"decided_by\": \"chief\", "
    "\"valid_from\": \"2019-05-01\", "
    "\"valid_to\": \"2019-06-01\", " KNOWN_SINCE_MAY
    "], \"households\": [{\"household\": \"h1\", \"role\": null, "
    "\"valid_from\": \"2019-01-01\", \"valid_to\": null, " KNOWN_SINCE_MAY
    "], \"handovers\": [{\"date\": \"2019-05-01\", \"from\": \"young\", "
    "\"to\": \"work\", \"cause\": \"exception\", \"state\": \"rejected\", "
    "\"actor\": \"m\", \"consent\": false, " KNOWN_SINCE_MAY
    ", {\"date\": \"2019-07-01\", \"from\": \"young\", \"to\": \"work\", "
    "\"cause\": \"age\", \"state\": \"planned\", \"actor\": \"m\", "
    "\"consent\": null, " KNOWN_SINCE_MAY "]}";

static void
a_history_is_all_that_is_on_record_in_both_times(void **state)
{
    char *json = write_history(*state, "anna", false, false);

    assert_string_equal(json, anna_s_history);
    msb_text_free(json);
}

static void
a_cpr_number_finds_the_history_and_is_not_echoed(void **state)
{
    char *json = write_history(*state, "2311143995", false, false);

    assert_string_equal(json, anna_s_history);
    msb_text_free(json);
}

static void
facts_and_reasons_are_shown_on_demand_alone(void **state)
{
    static const char *const asked_for[] = {
        "\"facts\": {\"birth_date\":\"2000-01-01\"}, \"masked\": []",
        "\"is_known\": false, \"facts\": null, \"masked\": null",
        "\"reason\": \"closer to home\"",
        "\"reason\": \"no room\"",
    };
    char *json = write_history(*state, "anna", false, true);

    for (size_t i = 0; i < sizeof asked_for / sizeof asked_for[0]; i++) {
        assert_null(strstr(json, asked_for[i]));
        assert_tells(*state, true, false, asked_for[i]);
    }
    assert_null(strstr(json, "birth_date"));
    msb_text_free(json);
}

static const char careful_2021[] =
    "{'msb_model':1,'id':'careful_2021','name':'C','valid_from':'2021-01-01',"
    "'attributes':{'diagnosis':{'type':'flag','sensitive':true},"
    "'debt':{'type':'flag','sensitive':true}},"
    "'target_groups':[{'id':'everybody','name':'E','when':{}}],"
    "'areas':[{'id':'all','name':'A'}],"
    "'responsibility':[{'id':'r_all','when':{},'area':'all'}]}";

static const char careless_2022[] =
    "{'msb_model':1,'id':'careless_2022','name':'C','valid_from':'2022-01-01',"
    "'attributes':{'diagnosis':{'type':'flag'}},"
    "'target_groups':[{'id':'everybody','name':'E','when':{}}],"
    "'areas':[{'id':'all','name':'A'}],"
    "'responsibility':[{'id':'r_all','when':{},'area':'all'}]}";

/* What one model calls sensitive is, and so is what no model knows. */
static void
sensitive_facts_are_named_and_not_shown(void **state)
{
    struct town *town = *state;

    town_adopt(town, careful_2021);
    town_adopt(town, careless_2022);
    town_execute(town->store,
                 "INSERT INTO citizen_facts VALUES (1, day('2019-02-01'),"
                 " '{\"birth_date\":\"2000-01-01\",\"diagnosis\":true,"
                 "\"benefit\":\"cash\",\"debt\":false,\"shoe\":42}', 0, " AT
                 ", NULL)");
    assert_tells(town, true, false,
                 "\"facts\": {\"birth_date\":\"2000-01-01\","
                 "\"benefit\":\"cash\"}, "
                 "\"masked\": [\"diagnosis\", \"debt\", \"shoe\"]");
    assert_tells(town, true, true,
                 "\"facts\": {\"birth_date\":\"2000-01-01\","
                 "\"diagnosis\":true,\"benefit\":\"cash\",\"debt\":false,"
                 "\"shoe\":42}, \"masked\": []");
}

static void
a_citizen_of_whom_nothing_is_on_record_has_an_empty_history(void **state)
{
    char *json = write_history(*state, "bo", true, true);

    assert_string_equal(json,
                        "{\"citizen\": \"bo\", \"facts\": [], \"courses\": [], "
                        "\"assignments\": [], \"exceptions\": [], "
                        "\"households\": [], \"handovers\": []}");
    msb_text_free(json);
}

/* Twice corrected: by when they were known, the present version last. */
static void
versions_stand_in_the_order_in_which_they_were_known(void **state)
{
    struct town *town = *state;
    struct msb_history *history;
    size_t num, version = 0;
    static const char *const units[] = {"first", "second", "third"};

    town_execute(
        town->store,
        "INSERT INTO assignment VALUES"
        " (2, 1, 'third', NULL, NULL, day('2019-03-01'), NULL, 0, " AT ","
        " NULL),"
        " (2, 1, 'second', NULL, NULL, day('2019-03-01'), NULL, 2, " BEFORE
        ", " AT "),"
        " (2, 1, 'first', NULL, NULL, day('2019-03-01'), NULL, 1, " BEFORE
        ", " BEFORE ")");
    history = find_history(town, "bo", false, false);
    num = msb_history_num_rows(history, 2);
    assert_int_equal(num, 3);
    for (; version < num; version++)
        assert_string_equal(msb_history_get_value(history, 2, version, 0),
                            units[version]);
    msb_history_unref(history);
}

static void
a_history_is_read_row_by_row(void **state)
{
    static const char *const names[] = {"facts",       "courses",
                                        "assignments", "exceptions",
                                        "households",  "handovers"};
    struct town *town = *state;
    struct msb_history *history = find_history(town, "anna", false, false);

    assert_int_equal(msb_history_num_sections(history), 6);
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(msb_history_get_section(history, i), names[i]);
    assert_null(msb_history_get_section(history, 6));
    assert_int_equal(msb_history_num_columns(history, 0), 4);
    assert_int_equal(msb_history_num_columns(history, 6), 0);
    assert_string_equal(msb_history_get_column(history, 1, 0), "service");
    assert_null(msb_history_get_column(history, 1, 6));
    assert_int_equal(msb_history_num_rows(history, 0), 3);
    assert_int_equal(msb_history_num_rows(history, 6), 0);
    assert_string_equal(msb_history_get_value(history, 1, 0, 0), "guidance");
    assert_null(msb_history_get_value(history, 1, 0, 1)); /* no unit */
    assert_null(msb_history_get_value(history, 1, 1, 0));
    assert_null(msb_history_get_value(history, 1, 0, 6));
    assert_ptr_equal(msb_history_ref(history), history);
    msb_history_unref(history);
    town_reopen(town); /* it needs no store any more */
    assert_string_equal(msb_history_get_value(history, 1, 0, 0), "guidance");
    msb_history_unref(history);
    msb_history_unref(NULL);
}

static void
facts_that_are_no_object_are_damage(void **state)
{
    struct town *town = *state;
    struct msb_history_options options;
    struct msb_history *history;
    struct msb_error err;

    town_execute(town->store,
                 "INSERT INTO citizen_facts VALUES (2, day('2019-02-01'), '{',"
                 " 0, " AT ", NULL)");
    msb_history_options_init(&options);
    options.explain = true;
    assert_int_equal(
        msb_store_find_history(town->store, "bo", &options, &history, &err),
        MSB_ERR_STORE);
    assert_string_equal(err.code, "corrupt");
    assert_null(history);
}

static void
a_question_that_cannot_be_asked_is_misuse(void **state)
{
    struct town *town = *state;
    struct msb_history_options options;
    struct msb_history *history;
    struct msb_error err;

    assert_int_equal(msb_store_find_history(NULL, "anna", NULL, &history, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(
        msb_store_find_history(town->store, NULL, NULL, &history, NULL),
        MSB_ERR_MISUSE);
    assert_int_equal(
        msb_store_find_history(town->store, "anna", NULL, NULL, NULL),
        MSB_ERR_MISUSE);
    memset(&options, 0, sizeof options);
    assert_int_equal(
        msb_store_find_history(town->store, "anna", &options, &history, NULL),
        MSB_ERR_MISUSE);
    assert_int_equal(
        msb_store_find_history(town->store, "carl", NULL, &history, &err),
        MSB_ERR_NOT_FOUND);
    assert_string_equal(err.code, "unknown_citizen");
    assert_int_equal(msb_history_format_json(NULL, NULL, NULL), MSB_ERR_MISUSE);
    msb_history_options_init(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_history_is_all_that_is_on_record_in_both_times, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_cpr_number_finds_the_history_and_is_not_echoed, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            facts_and_reasons_are_shown_on_demand_alone, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(sensitive_facts_are_named_and_not_shown,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_citizen_of_whom_nothing_is_on_record_has_an_empty_history, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            versions_stand_in_the_order_in_which_they_were_known, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_history_is_read_row_by_row, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(facts_that_are_no_object_are_damage,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_question_that_cannot_be_asked_is_misuse, set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
