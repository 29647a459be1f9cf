/* SPDX-License-Identifier: MIT */
/*
 * What an embedder of msb/answer.h, msb/assignment.h and msb/history.h can
 * rely on: what was known when, by the clock of the store's options.
 */
#include <msb/answer.h>
#include <msb/assignment.h>
#include <msb/history.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/import.h>

#include "support/short.h"
#include "support/small_model.h"
#include "unit/import/scratch.h"

static struct scratch scratch;
static struct msb_store *store;
static struct msb_instant now;

static int64_t
read_clock(void *user)
{
    const struct msb_instant *instant = user;

    return instant->seconds;
}

static struct msb_instant
instant_of(const char *text)
{
    struct msb_instant instant;

    assert_int_equal(msb_instant_parse(text, strlen(text), &instant, NULL),
                     MSB_OK);
    return instant;
}

static void
create_store(void)
{
    char *text = quoted(small_2019);
    struct msb_store_options options;
    struct msb_model *model;

    msb_store_options_init(&options);
    options.clock = read_clock;
    options.clock_user = &now;
    assert_int_equal(
        msb_model_parse(text, strlen(text), "model", &model, NULL, NULL),
        MSB_OK);
    assert_int_equal(msb_store_create(scratch_path(&scratch, "town.msb"), model,
                                      &options, &store, NULL),
                     MSB_OK);
    msb_model_unref(model);
    free(text);
}

static void
import(const char *rows)
{
    static const char mapping[] =
        "{'msb_mapping':1,'format':'csv','record':'citizen','columns':{"
        "'id':{'from':'id'},'birth_date':{'from':'born',"
        "'date':'yyyy-mm-dd'},'benefit':{'from':'benefit'},"
        "'valid_from':{'constant':'2019-01-01'}}}";
    const char *file = scratch_write(&scratch, "citizens.csv", rows, -1);
    char *json = quoted(mapping);
    struct msb_import_report *report;

    assert_int_equal(
        msb_store_import(store, file,
                         scratch_write(&scratch, "mapping.json", json, -1),
                         NULL, NULL, &report, NULL),
        MSB_OK);
    assert_int_equal(msb_import_report_num_problems(report), 0);
    msb_import_report_unref(report);
    free(json);
}

/* Claus gets cash, as was entered on 9 March and decided on the same day, and
   is ill, as was learnt on 20 April. */
static int
set_up(void **state)
{
    struct msb_assign_summary summary;

    (void)state;
    scratch_begin(&scratch);
    now = instant_of("2019-01-01T08:00:00Z");
    create_store();
    now = instant_of("2019-03-09T10:00:00Z");
    import("id;born;benefit\nclaus;1980-01-01;cash\n");
    assert_int_equal(msb_store_assign(store, date_of("2019-03-01"), NULL, NULL,
                                      &summary, NULL),
                     MSB_OK);
    now = instant_of("2019-04-20T10:00:00Z");
    import("id;born;benefit\nclaus;1980-01-01;sick\n");
    now = instant_of("2019-06-01T10:00:00Z");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    msb_store_unref(store);
    scratch_end(&scratch);
    return 0;
}

/* The responsible area, or the code of the error. */
static const char *
find_area(const struct msb_instant *known_at, struct msb_instant *told)
{
    static char area[64];
    struct msb_answer_options options;
    struct msb_answer *answer;
    struct msb_decision *decision;
    struct msb_error err;
    int32_t index;

    msb_answer_options_init(&options);
    options.known_at = known_at;
    if (msb_store_find_answer(store, "claus", date_of("2019-03-03"), &options,
                              &answer, &err)
        != MSB_OK) {
        assert_null(answer);
        return strcpy(area, err.code);
    }
    decision = msb_answer_get_decision(answer);
    index = msb_decision_get_outcome(decision).area;
    strcpy(area, msb_model_get_part_id(
                     msb_rules_get_model(msb_decision_get_rules(decision)),
                     MSB_PART_AREA, (size_t)index));
    *told = msb_answer_get_known_at(answer);
    msb_answer_unref(answer);
    return area;
}

static void
an_answer_is_given_as_known_at_an_instant(void **state)
{
    static const char *const cases[][2] = {
        {"2019-03-09T09:59:59Z", "unknown_citizen"},
        {"2019-03-09T10:00:00Z", "work"},
        {"2019-04-20T09:59:59Z", "work"},
        {"2019-04-20T10:00:00Z", "health"},
    };
    struct msb_instant told;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msb_instant known_at = instant_of(cases[i][0]);

        told = known_at;
        assert_string_equal(find_area(&known_at, &told), cases[i][1]);
        assert_int_equal(told.seconds, known_at.seconds);
    }
}

static void
without_an_instant_it_is_the_present_one_of_the_store_s_clock(void **state)
{
    struct msb_instant told;

    (void)state;
    assert_string_equal(find_area(NULL, &told), "health");
    assert_int_equal(told.seconds, now.seconds);
}

static void
options_that_were_not_filled_are_misuse(void **state)
{
    struct msb_answer_options options;
    struct msb_answer *answer;

    (void)state;
    memset(&options, 0, sizeof options);
    assert_int_equal(msb_store_find_answer(store, "claus",
                                           date_of("2019-03-03"), &options,
                                           &answer, NULL),
                     MSB_ERR_MISUSE);
    msb_answer_options_init(&options);
    options.reserved[0] = 1;
    assert_int_equal(msb_store_find_answer(store, "claus",
                                           date_of("2019-03-03"), &options,
                                           &answer, NULL),
                     MSB_ERR_MISUSE);
    assert_null(answer);
    msb_answer_options_init(NULL);
}

static void
an_assignment_on_record_is_looked_up(void **state)
{
    struct msb_assignment found;
    struct msb_error err;

    (void)state;
    assert_int_equal(msb_store_find_assignment(
                         store, "claus", date_of("2019-03-03"), &found, NULL),
                     MSB_OK);
    assert_string_equal(found.model, "small_2019");
    assert_string_equal(found.target_group, "adults");
    assert_int_equal(found.period.from.days, date_of("2019-03-01").days);
    assert_true(found.period.is_open);
    assert_int_equal(msb_store_find_assignment(
                         store, "claus", date_of("2019-02-28"), &found, &err),
                     MSB_ERR_NOT_FOUND);
    assert_string_equal(err.code, "no_assignment");
}

static void
a_history_tells_both_times(void **state)
{
    static const char facts[] =
        "{\"citizen\": \"claus\", \"facts\": [{\"valid_from\": \"2019-01-01\", "
        "\"is_known\": true, \"recorded_at\": \"2019-03-09T10:00:00Z\", "
        "\"superseded_at\": \"2019-04-20T10:00:00Z\"}, "
        "{\"valid_from\": \"2019-01-01\", \"is_known\": true, "
        "\"recorded_at\": \"2019-04-20T10:00:00Z\", "
        "\"superseded_at\": null}], \"courses\": [], \"assignments\": [{";
    struct msb_history *history;
    char *json;

    (void)state;
    assert_int_equal(
        msb_store_find_history(store, "claus", NULL, &history, NULL), MSB_OK);
    assert_int_equal(msb_history_num_rows(history, 0), 2);
    assert_int_equal(msb_history_format_json(history, &json, NULL), MSB_OK);
    if (strncmp(json, facts, strlen(facts)) != 0)
        fail_msg("%s", json);
    msb_text_free(json);
    msb_history_unref(history);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            an_answer_is_given_as_known_at_an_instant, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            without_an_instant_it_is_the_present_one_of_the_store_s_clock,
            set_up, tear_down),
        cmocka_unit_test_setup_teardown(options_that_were_not_filled_are_misuse,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_assignment_on_record_is_looked_up,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_history_tells_both_times, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
