/* SPDX-License-Identifier: MIT */
/* Who changes responsible area, when and why; and the work of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/handover.h>

#include "base/text.h"
#include "unit/store/chronicle.h"

#define CASH "{'birth_date':'1980-05-01','benefit':'cash'}"
#define SICK "{'birth_date':'1980-05-01','benefit':'sick'}"

static struct msb_handovers *
find(struct town *town, const char *from, const char *to)
{
    struct msb_handovers *handovers;
    struct msb_error err;

    if (msb_store_find_handovers(town->store, town_date(from), town_date(to),
                                 &handovers, &err)
        != MSB_OK)
        fail_msg("%s", err.message);
    return handovers;
}

/* A line each: when, who, from where, to where, why, and the services. */
static void
check(struct town *town, const char *from, const char *to, const char *expected)
{
    struct msb_handovers *handovers = find(town, from, to);
    struct msb_handover handover;
    struct msbi_text text;
    char date[11], *all;

    msbi_text_init(&text);
    for (size_t i = 0; msb_handovers_get(handovers, i, &handover); i++) {
        msb_date_format(handover.date, date);
        msbi_text_addf(&text, "%s %s %s %s %s", date, handover.citizen,
                       handover.from == NULL ? "-" : handover.from,
                       handover.to == NULL ? "-" : handover.to,
                       msb_handover_cause_get_name(handover.cause));
        for (size_t k = 0; k < handover.num_services; k++)
            msbi_text_addf(&text, " %s", handover.services[k]);
        msbi_text_add(&text, "\n");
    }
    msbi_text_add_bytes(&text, "", 0);
    all = msbi_text_take(&text);
    assert_string_equal(all, expected);
    msb_text_free(all);
    msb_handovers_unref(handovers);
}

/* The only one, as JSON. */
static void
check_json(struct town *town, const char *on, const char *next,
           const char *expected)
{
    struct msb_handovers *handovers = find(town, on, next);
    char *line;

    assert_int_equal(msb_handovers_num(handovers), 1);
    assert_int_equal(msb_handovers_format_json(handovers, 0, &line, NULL),
                     MSB_OK);
    assert_string_equal(line, expected);
    msb_text_free(line);
    assert_int_equal(msb_handovers_format_json(handovers, 1, &line, NULL),
                     MSB_ERR_MISUSE);
    msb_handovers_unref(handovers);
}

static void
each_is_told_with_its_cause(void **state)
{
    struct town *town = *state;

    town_put(town, "c0", "2019-01-01",
             "{'birth_date':'1990-03-01','benefit':'cash'}");
    town_put(town, "c1", "2019-02-01", CASH);
    town_put(town, "c1", "2019-06-01", SICK);
    town_execute(town->store,
                 "INSERT INTO exception VALUES (2, 'young', 'r', 'd',"
                 " day('2019-08-01'), day('2019-09-01'), 0, 1546387200, NULL)");
    check(town, "2019-01-02", "2020-07-01",
          "2019-02-01 c1 - work facts\n"
          "2019-06-01 c1 work health facts\n"
          "2019-08-01 c1 health young exception\n"
          "2019-09-01 c1 young health exception\n"
          "2020-03-01 c0 young work age\n");
    town_adopt(town, chronicle_2020);
    check(town, "2020-03-02", "2020-08-01",
          "2020-07-01 c0 work jobs model\n"
          "2020-07-01 c1 health jobs model\n");
}

static void
one_is_told_as_json(void **state)
{
    struct town *town = *state;
    struct msbi_course_row course = town_course("c0", "training", NULL,
                                                "2019-02-01", NULL);

    town_put(town, "c0", "2019-02-01", CASH);
    town_put(town, "c0", "2019-03-01", SICK);
    town_put_course(town, &course);
    check_json(town, "2019-03-01", "2019-03-02",
               "{\"citizen\": \"c0\", \"date\": \"2019-03-01\", "
               "\"from\": \"work\", \"to\": \"health\", "
               "\"cause\": \"facts\", \"services\": [\"training\"]}");
}

/* The interval is half-open. */
static void
the_first_day_is_in_it_and_the_last_is_not(void **state)
{
    struct town *town = *state;
    struct msb_handovers *handovers;

    town_put(town, "c0", "2019-02-01", CASH);
    check(town, "2019-02-01", "2019-02-02", "2019-02-01 c0 - work facts\n");
    check(town, "2019-02-02", "2019-12-01", "");
    check(town, "2019-01-02", "2019-02-01", "");
    assert_int_equal(
        msb_store_find_handovers(town->store, town_date("2019-02-01"),
                                 town_date("2019-02-01"), &handovers, NULL),
        MSB_ERR_INVALID);
}

static void
a_renamed_area_is_no_handover(void **state)
{
    struct town *town = *state;

    town_put(town, "c0", "2019-01-01", "{'birth_date':'2000-03-01'}");
    town_adopt(town, chronicle_2020);
    check(town, "2019-01-02", "2021-12-01", "");
}

/* On 2020-05-01 c0 is 30, and a course begins that decides nothing; c1 is 30
   and sick; c2 is 30 and known to be 60. */
static void
the_cause_is_what_does_it_alone(void **state)
{
    struct town *town = *state;
    struct msbi_course_row course = town_course("c0", "guidance", NULL,
                                                "2020-05-01", NULL);

    town_put(town, "c0", "2019-01-01",
             "{'birth_date':'1990-05-01','benefit':'cash'}");
    town_put_course(town, &course);
    town_put(town, "c1", "2019-01-01",
             "{'birth_date':'1990-05-01',"
             "'benefit':'cash'}");
    town_put(town, "c1", "2020-05-01",
             "{'birth_date':'1990-05-01',"
             "'benefit':'sick'}");
    town_put(town, "c2", "2019-01-01",
             "{'birth_date':'1990-05-01',"
             "'benefit':'cash'}");
    town_put(town, "c2", "2020-05-01",
             "{'birth_date':'1960-05-01',"
             "'benefit':'sick'}");
    check(town, "2020-01-01", "2020-06-01",
          "2020-05-01 c0 young work age guidance\n"
          "2020-05-01 c1 young health facts\n"
          "2020-05-01 c2 young health facts\n");
}

static void
services_are_told_in_the_order_of_the_model(void **state)
{
    static const char *const services[] = {"training", "dance", "guidance",
                                           "ballet"};
    struct town *town = *state;

    town_put(town, "c0", "2019-03-01", CASH);
    for (size_t i = 0; i < 4; i++) {
        struct msbi_course_row course = town_course("c0", services[i], NULL,
                                                    "2019-02-01", NULL);

        town_put_course(town, &course);
    }
    check(town, "2019-02-01", "2019-04-01",
          "2019-03-01 c0 - work facts guidance training ballet dance\n");
}

/* What a step comes to: "" or the code of its error. */
static const char *
take_step(struct town *town, const char *on, enum msb_handover_state state,
          const char *reason, enum msb_consent consent)
{
    const struct msb_handover_work work = {
        .state = state, .consent = consent, .actor = "kim", .reason = reason};
    static struct msb_error err;

    chronicle_tick();
    return msb_store_put_handover(town->store, "c0", town_date(on), &work, &err)
                   == MSB_OK
               ? ""
               : err.code;
}

static void
work_is_planned_then_accepted_or_rejected_then_done(void **state)
{
    static const char day[] = "2019-02-01";
    struct town *town = *state;

    town_put(town, "c0", day, CASH);
    assert_string_equal(
        take_step(town, day, MSB_HANDOVER_STATE_ACCEPTED, NULL, 0),
        "wrong_state");
    assert_string_equal(
        take_step(town, "2019-02-02", MSB_HANDOVER_STATE_PLANNED, NULL, 0),
        "no_handover");
    assert_string_equal(take_step(town, day, MSB_HANDOVER_STATE_PLANNED, NULL,
                                  MSB_CONSENT_REFUSED),
                        "");
    assert_string_equal(take_step(town, day, MSB_HANDOVER_STATE_DONE, NULL, 0),
                        "wrong_state");
    assert_string_equal(
        take_step(town, day, MSB_HANDOVER_STATE_REJECTED, NULL, 0), "reason");
    assert_string_equal(
        take_step(town, day, MSB_HANDOVER_STATE_REJECTED, " ", 0),
        "empty_text");
    assert_string_equal(
        take_step(town, day, MSB_HANDOVER_STATE_REJECTED, "Too soon", 0), "");
    check_json(
        town, day, "2019-02-02",
        "{\"citizen\": \"c0\", \"date\": \"2019-02-01\", \"from\": null, "
        "\"to\": \"work\", \"cause\": \"facts\", \"services\": [], "
        "\"work\": {\"state\": \"rejected\", \"actor\": \"kim\", "
        "\"reason\": \"Too soon\", \"consent\": false, "
        "\"at\": \"2019-01-02T00:00:07Z\"}}");
    assert_string_equal(take_step(town, day, MSB_HANDOVER_STATE_PLANNED, NULL,
                                  MSB_CONSENT_GIVEN),
                        "");
    assert_string_equal(
        take_step(town, day, MSB_HANDOVER_STATE_ACCEPTED, NULL, 0), "");
    assert_string_equal(take_step(town, day, MSB_HANDOVER_STATE_DONE, NULL, 0),
                        "");
    assert_query(town->store,
                 "SELECT version, state, consent, superseded_at IS NULL FROM"
                 " handover ORDER BY recorded_at",
                 "1|planned|0|0\n2|rejected|0|0\n3|planned|1|0\n"
                 "4|accepted|1|0\n0|done|1|1\n");
}

static void
the_same_step_again_records_nothing(void **state)
{
    static const char day[] = "2019-02-01";
    static const char count[] = "SELECT count(*) FROM handover";
    struct town *town = *state;

    town_put(town, "c0", day, CASH);
    take_step(town, day, MSB_HANDOVER_STATE_PLANNED, NULL, 0);
    assert_string_equal(
        take_step(town, day, MSB_HANDOVER_STATE_PLANNED, NULL, 0), "");
    assert_query(town->store, count, "1\n");
    assert_string_equal(take_step(town, day, MSB_HANDOVER_STATE_PLANNED, NULL,
                                  MSB_CONSENT_GIVEN),
                        "");
    assert_query(town->store, count, "2\n");
}

/* She was to go to `work`; now she goes to `health`, and so nobody planned. */
static void
work_begins_anew_where_another_area_takes_over(void **state)
{
    static const char day[] = "2019-02-01";
    struct town *town = *state;

    town_put(town, "c0", day, CASH);
    take_step(town, day, MSB_HANDOVER_STATE_PLANNED, NULL, 0);
    town_put(town, "c0", day, SICK);
    check(town, day, "2019-02-02", "2019-02-01 c0 - health facts\n");
    assert_string_equal(
        take_step(town, day, MSB_HANDOVER_STATE_ACCEPTED, NULL, 0),
        "wrong_state");
    assert_string_equal(
        take_step(town, day, MSB_HANDOVER_STATE_PLANNED, NULL, 0), "");
    assert_query(town->store,
                 "SELECT version, to_area FROM handover ORDER BY version",
                 "0|health\n1|work\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_is_told_with_its_cause,
                                        chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(one_is_told_as_json, chronicle_set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(
            the_first_day_is_in_it_and_the_last_is_not, chronicle_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_renamed_area_is_no_handover,
                                        chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(the_cause_is_what_does_it_alone,
                                        chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            services_are_told_in_the_order_of_the_model, chronicle_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            work_is_planned_then_accepted_or_rejected_then_done,
            chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(the_same_step_again_records_nothing,
                                        chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            work_begins_anew_where_another_area_takes_over, chronicle_set_up,
            town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
