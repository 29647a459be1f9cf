/* SPDX-License-Identifier: MIT */
/* What was known at an instant stays answerable, whatever is learnt later. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <msb/answer.h>
#include <msb/exception.h>

#include "support/small_model.h"
#include "unit/store/town.h"

static struct msb_instant
instant_of(const char *text)
{
    struct msb_instant instant;

    assert_int_equal(msb_instant_parse(text, strlen(text), &instant, NULL),
                     MSB_OK);
    return instant;
}

static int64_t the_time;

static int64_t
read_clock(void *user)
{
    (void)user;
    return the_time;
}

static void
set_clock(const char *text)
{
    the_time = instant_of(text).seconds;
}

/* A town whose store knows its model since 1 December 2018. */
static int
set_up(void **state)
{
    struct msb_model *model = town_model(small_2019);
    struct msb_store_options options;
    struct town *town;

    town_set_up(state);
    town = *state;
    msb_store_unref(town->store);
    assert_int_equal(unlink(town->path), 0);
    set_clock("2018-12-01T12:00:00Z");
    msb_store_options_init(&options);
    options.clock = read_clock;
    assert_int_equal(
        msb_store_create(town->path, model, &options, &town->store, NULL),
        MSB_OK);
    msb_model_unref(model);
    return 0;
}

/* The JSON of an answer, or the code of the error; as known at an instant,
   or now for NULL. free() it. */
static char *
ask(struct town *town, const char *citizen, const char *on,
    const struct msb_instant *known_at)
{
    struct msb_answer_options options;
    struct msb_answer *answer;
    struct msb_error err;
    char *json, *copy;

    msb_answer_options_init(&options);
    options.known_at = known_at;
    options.explain = true;
    if (msb_store_find_answer(town->store, citizen, town_date(on), &options,
                              &answer, &err)
        != MSB_OK)
        return strdup(err.code);
    assert_int_equal(msb_answer_format_json(answer, &json, NULL), MSB_OK);
    copy = strdup(json);
    msb_text_free(json);
    msb_answer_unref(answer);
    return copy;
}

static void
check_answer(struct town *town, const char *citizen, const char *on,
             const char *known_at, const char *expected)
{
    struct msb_instant instant = instant_of(known_at);
    char *found = ask(town, citizen, on, &instant);

    if (strstr(found, expected) == NULL)
        fail_msg("%s on %s, known at %s: expected %s in %s", citizen, on,
                 known_at, expected, found);
    free(found);
}

static void
assign(struct town *town, const char *on)
{
    struct msb_assign_summary summary;

    assert_int_equal(msb_store_assign(town->store, town_date(on), NULL, NULL,
                                      &summary, NULL),
                     MSB_OK);
}

/* Claus: cash from January as entered on 9 March, corrected on 20 April. */
static void
tell_of_claus(struct town *town)
{
    set_clock("2019-03-09T10:00:00Z");
    town_put(town, "claus", "2019-01-01",
             "{'birth_date':'1980-01-01','benefit':'cash'}");
    set_clock("2019-04-20T10:00:00Z");
    town_put(town, "claus", "2019-01-01",
             "{'birth_date':'1980-01-01','benefit':'sick'}");
}

static void
facts_are_those_that_were_known(void **state)
{
    static const char work[] = "\"responsible\": \"work\"";
    static const char health[] = "\"responsible\": \"health\"";
    struct town *town = *state;

    tell_of_claus(town);
    /* Half-open: known from the first instant, and no longer at the last. */
    check_answer(town, "claus", "2019-03-03", "2019-03-09T10:00:00Z", work);
    check_answer(town, "claus", "2019-03-03", "2019-04-20T09:59:59Z", work);
    check_answer(town, "claus", "2019-03-03", "2019-04-20T10:00:00Z", health);
    check_answer(town, "claus", "2019-03-03", "9999-12-31T23:59:59Z", health);
}

static void
a_citizen_who_was_recorded_later_was_not_known(void **state)
{
    struct town *town = *state;

    tell_of_claus(town);
    check_answer(town, "claus", "2019-03-03", "2019-03-09T09:59:59Z",
                 "unknown_citizen");
    /* Known, but not of that date. */
    check_answer(town, "claus", "2018-12-31", "2019-03-09T10:00:00Z",
                 "no_model");
    set_clock("2019-05-01T10:00:00Z");
    town_put(town, "claus", "2018-06-01", "{}");
    town_put(town, "dora", "2019-06-01", "{}");
    check_answer(town, "dora", "2019-05-31", "2019-05-01T10:00:00Z",
                 "no_facts");
}

static void
facts_that_were_corrected_within_the_second_were_never_known(void **state)
{
    struct town *town = *state;

    set_clock("2019-03-09T10:00:00Z");
    town_put(town, "eva", "2019-01-01",
             "{'birth_date':'1980-01-01','benefit':'cash'}");
    town_put(town, "eva", "2019-01-01",
             "{'birth_date':'1980-01-01','benefit':'sick'}");
    check_answer(town, "eva", "2019-03-03", "2019-03-09T10:00:00Z",
                 "\"responsible\": \"health\"");
}

static void
a_course_is_as_it_was_known(void **state)
{
    static const char guided[] = "\"service\": \"guidance\"";
    static const char none[] = "\"deliveries\": []";
    struct town *town = *state;
    struct msbi_course_row course = town_course("claus", "guidance", NULL,
                                                "2019-02-01", NULL);

    tell_of_claus(town);
    set_clock("2019-05-01T10:00:00Z");
    town_put_course(town, &course);
    course = town_course("claus", "guidance", NULL, "2019-02-01", "2019-03-01");
    set_clock("2019-06-01T10:00:00Z");
    town_put_course(town, &course);
    check_answer(town, "claus", "2019-03-03", "2019-05-01T09:59:59Z", none);
    check_answer(town, "claus", "2019-03-03", "2019-05-01T10:00:00Z", guided);
    check_answer(town, "claus", "2019-03-03", "2019-06-01T10:00:00Z", none);
    check_answer(town, "claus", "2019-02-03", "2019-06-01T10:00:00Z", guided);
}

static void
the_interval_is_that_of_the_assignment_on_record_then(void **state)
{
    struct town *town = *state;

    tell_of_claus(town);
    set_clock("2019-05-01T10:00:00Z");
    assign(town, "2019-03-01");
    set_clock("2019-06-01T10:00:00Z");
    town_put(town, "claus", "2019-05-15",
             "{'birth_date':'1980-01-01','benefit':'cash'}");
    assign(town, "2019-05-15");
    check_answer(town, "claus", "2019-03-03", "2019-05-01T09:59:59Z",
                 "\"valid_from\": null, \"valid_to\": null");
    check_answer(town, "claus", "2019-03-03", "2019-05-01T10:00:00Z",
                 "\"valid_from\": \"2019-03-01\", \"valid_to\": null");
    check_answer(town, "claus", "2019-03-03", "2019-06-01T10:00:00Z",
                 "\"valid_from\": \"2019-03-01\", "
                 "\"valid_to\": \"2019-05-15\"");
}

static void
a_model_that_was_adopted_later_was_not_in_force(void **state)
{
    struct town *town = *state;

    tell_of_claus(town);
    set_clock("2019-11-01T10:00:00Z");
    town_adopt(town, small_2020);
    check_answer(town, "claus", "2020-02-01", "2019-11-01T09:59:59Z",
                 "\"model\": \"small_2019\"");
    check_answer(town, "claus", "2020-02-01", "2019-11-01T10:00:00Z",
                 "\"model\": \"small_2020\"");
    check_answer(town, "claus", "2019-02-01", "2018-11-30T00:00:00Z",
                 "unknown_citizen");
}

/* What happens to two citizens, one thing after the other. */
static void
enter_anna(struct town *town)
{
    town_put(town, "anna", "2019-01-01", "{'birth_date':'1990-03-01'}");
}

static void
enter_bo(struct town *town)
{
    town_put(town, "bo", "2019-02-01",
             "{'birth_date':'1970-01-01','benefit':'cash'}");
}

static void
assign_in_february(struct town *town)
{
    assign(town, "2019-02-01");
}

static void
correct_anna_s_birth(struct town *town)
{
    town_put(town, "anna", "2019-01-01",
             "{'birth_date':'1988-03-01','benefit':'sick'}");
}

static void
place_bo(struct town *town)
{
    struct msb_exception exception = {.area = "health",
                                      .reason = "because",
                                      .decided_by = "chief",
                                      .from = town_date("2019-03-01"),
                                      .to = town_date("2019-09-01")};

    assert_int_equal(
        msb_store_put_exception(town->store, "bo", &exception, NULL), MSB_OK);
}

static void
guide_bo(struct town *town)
{
    struct msbi_course_row course = town_course("bo", "guidance", NULL,
                                                "2019-02-01", NULL);

    town_put_course(town, &course);
}

static void
guide_bo_less(struct town *town)
{
    struct msbi_course_row course = town_course("bo", "guidance", NULL,
                                                "2019-02-01", "2019-03-15");

    town_put_course(town, &course);
}

static void
assign_in_june(struct town *town)
{
    assign(town, "2019-06-01");
}

static void
end_bo_s_placement(struct town *town)
{
    assert_int_equal(msb_store_end_exception(town->store, "bo",
                                             town_date("2019-04-01"), NULL),
                     MSB_OK);
}

static void
adopt_the_next_model(struct town *town)
{
    town_adopt(town, small_2020);
}

static void
learn_that_bo_was_ill(struct town *town)
{
    town_put(town, "bo", "2019-03-10",
             "{'birth_date':'1970-01-01','benefit':'sick'}");
}

static void (*const events[])(struct town *) = {
    enter_anna,
    enter_bo,
    assign_in_february,
    guide_bo,
    place_bo,
    correct_anna_s_birth,
    guide_bo_less,
    assign_in_june,
    end_bo_s_placement,
    adopt_the_next_model,
    learn_that_bo_was_ill,
};

static const char *const citizens[] = {"anna", "bo"};
static const char *const days[] = {"2019-01-15", "2019-02-01", "2019-03-14",
                                   "2019-03-31", "2019-04-01", "2019-06-02",
                                   "2020-05-01", "2021-02-01"};

enum {
    NUM_EVENTS = sizeof events / sizeof events[0],
    NUM_CITIZENS = sizeof citizens / sizeof citizens[0],
    NUM_DAYS = sizeof days / sizeof days[0]
};

static void
what_was_answered_at_an_instant_is_answered_again(void **state)
{
    static char *answers[NUM_EVENTS][NUM_CITIZENS][NUM_DAYS];
    struct msb_instant first = instant_of("2019-07-01T12:00:00Z"), then;
    struct town *town = *state;
    size_t num_changed = 0;

    for (int i = 0; i < NUM_EVENTS; i++) {
        the_time = first.seconds + 60 * i;
        events[i](town);
        for (int j = 0; j < NUM_CITIZENS; j++)
            for (int k = 0; k < NUM_DAYS; k++)
                answers[i][j][k] = ask(town, citizens[j], days[k], NULL);
    }
    the_time += 86400;
    for (int i = 0; i < NUM_EVENTS; i++)
        for (int j = 0; j < NUM_CITIZENS; j++)
            for (int k = 0; k < NUM_DAYS; k++) {
                char *again, *now = ask(town, citizens[j], days[k], NULL);

                then.seconds = first.seconds + 60 * i;
                again = ask(town, citizens[j], days[k], &then);
                assert_string_equal(again, answers[i][j][k]);
                num_changed += strcmp(now, again) != 0;
                free(again);
                free(now);
                free(answers[i][j][k]);
            }
    /* All that is not an error differs in known_at, at least. */
    assert_true(num_changed > NUM_EVENTS * NUM_CITIZENS * NUM_DAYS / 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(facts_are_those_that_were_known, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_citizen_who_was_recorded_later_was_not_known, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            facts_that_were_corrected_within_the_second_were_never_known,
            set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_course_is_as_it_was_known, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(
            the_interval_is_that_of_the_assignment_on_record_then, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_model_that_was_adopted_later_was_not_in_force, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            what_was_answered_at_an_instant_is_answered_again, set_up,
            town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
