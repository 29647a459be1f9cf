/* SPDX-License-Identifier: MIT */
/* Who answers for a citizen: the decision, and the assignment beside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/answer.h>

#include "unit/store/town.h"

static int
set_up(void **state)
{
    struct msbi_citizen_row anna = town_citizen("anna", "2311143995",
                                                "2019-01-01", NULL,
                                                "{'birth_date':'2000-01-01'}");
    struct msb_assign_summary summary;
    struct town *town;

    town_set_up(state);
    town = *state;
    town_put_row(town, &anna);
    town_put(town, "bo", "2019-01-01", "{'birth_date':'1980-01-01'}");
    town_put(town, "carl", "2019-01-01", "{'benefit':'gold'}");
    assert_int_equal(msb_store_assign(town->store, town_date("2019-03-01"),
                                      NULL, NULL, &summary, NULL),
                     MSB_OK);
    return 0;
}

static struct msb_answer *
ask(struct town *town, const char *citizen, const char *on, bool explain)
{
    struct msb_answer_options options;
    struct msb_answer *answer;
    struct msb_error err;

    msb_answer_options_init(&options);
    options.explain = explain;
    if (msb_store_find_answer(town->store, citizen, town_date(on), &options,
                              &answer, &err)
        != MSB_OK)
        fail_msg("%s on %s: %s", citizen, on, err.message);
    return answer;
}

/* The JSON, with the instant left out: it is checked apart. */
static char *
ask_json(struct town *town, const char *citizen, const char *on, bool explain)
{
    struct msb_answer *answer = ask(town, citizen, on, explain);
    char *json, *known;

    assert_int_equal(msb_answer_format_json(answer, &json, NULL), MSB_OK);
    msb_answer_unref(answer);
    known = strstr(json, "\"known_at\": \"2");
    assert_non_null(known);
    assert_memory_equal(known + 32, "Z\"", 2);
    memmove(known, known + 36, strlen(known + 36) + 1);
    return json;
}

static void
check_json(struct town *town, const char *citizen, const char *on,
           const char *expected)
{
    char *json = ask_json(town, citizen, on, false);

    assert_string_equal(json, expected);
    msb_text_free(json);
}

static const char anna_in_march[] =
    "{\"citizen\": \"anna\", \"on\": \"2019-03-01\", "
    "\"model\": \"small_2019\", \"status\": \"determined\", "
    "\"responsible\": \"young\", \"possible\": [\"young\"], "
    "\"rules\": [\"r_young\"], \"missing\": [], \"ask\": null, "
    "\"target_group\": \"youth\", \"deliveries\": [], "
    "\"contacts\": [\"young\"], \"valid_from\": \"2019-03-01\", "
    "\"valid_to\": null}";

static void
an_answer_has_the_fields_of_the_specification_in_order(void **state)
{
    check_json(*state, "anna", "2019-03-01", anna_in_march);
    check_json(*state, "bo", "2019-03-01",
               "{\"citizen\": \"bo\", \"on\": \"2019-03-01\", "
               "\"model\": \"small_2019\", \"status\": \"undetermined\", "
               "\"responsible\": null, "
               "\"possible\": [\"work\", \"health\", null], "
               "\"rules\": [\"r_cash\", \"r_sick\"], "
               "\"missing\": [\"benefit\"], \"ask\": \"benefit\", "
               "\"target_group\": \"adults\", \"deliveries\": [], "
               "\"contacts\": [], \"valid_from\": null, "
               "\"valid_to\": null}");
}

static void
a_cpr_number_finds_its_citizen_and_is_not_echoed(void **state)
{
    check_json(*state, "2311143995", "2019-03-01", anna_in_march);
    check_json(*state, "231114-3995", "2019-03-01", anna_in_march);
}

static void
an_answer_tells_the_interval_of_the_assignment(void **state)
{
    struct town *town = *state;
    struct msb_answer *answer = ask(town, "anna", "2019-04-01", false);
    struct msb_period period;

    assert_true(msb_answer_get_period(answer, &period));
    assert_true(period.is_open);
    assert_int_equal(period.from.days, town_date("2019-03-01").days);
    assert_null(msb_answer_get_explanation(answer));
    assert_int_equal(
        msb_decision_get_outcome(msb_answer_get_decision(answer)).status,
        MSB_OUTCOME_DETERMINED);
    assert_ptr_equal(msb_answer_ref(answer), answer);
    msb_answer_unref(answer);
    msb_answer_unref(answer);
    answer = ask(town, "anna", "2019-02-28", false);
    assert_false(msb_answer_get_period(answer, &period));
    msb_answer_unref(answer);
}

static void
an_answer_with_an_end_tells_it(void **state)
{
    struct town *town = *state;
    struct msb_assign_summary summary;
    char *json;

    town_put(town, "anna", "2019-06-01", "{}");
    assert_int_equal(msb_store_assign(town->store, town_date("2019-06-01"),
                                      NULL, NULL, &summary, NULL),
                     MSB_OK);
    json = ask_json(town, "anna", "2019-05-31", false);
    assert_non_null(strstr(json, "\"valid_from\": \"2019-03-01\", "
                                 "\"valid_to\": \"2019-06-01\"}"));
    msb_text_free(json);
}

static void
an_explanation_comes_when_it_is_asked_for(void **state)
{
    char *json = ask_json(*state, "anna", "2019-03-01", true);

    assert_non_null(strstr(json, "\"valid_to\": null, \"explanation\": {"));
    msb_text_free(json);
}

static void
an_answer_outlives_its_store(void **state)
{
    struct town *town = *state;
    struct msb_answer *answer = ask(town, "anna", "2019-03-01", true);
    char *json;

    town_reopen(town);
    assert_int_equal(msb_answer_format_json(answer, &json, NULL), MSB_OK);
    assert_non_null(strstr(json, "\"anna\""));
    msb_text_free(json);
    msb_answer_unref(answer);
}

static void
questions_without_an_answer_say_why(void **state)
{
    static const struct {
        const char *citizen, *on;
        enum msb_status status;
        const char *code;
    } cases[] = {
        {"nobody", "2019-03-01", MSB_ERR_NOT_FOUND, "unknown_citizen"},
        {"2509479989", "2019-03-01", MSB_ERR_NOT_FOUND, "unknown_citizen"},
        {"", "2019-03-01", MSB_ERR_NOT_FOUND, "unknown_citizen"},
        {"anna", "2018-12-31", MSB_ERR_NOT_FOUND, "no_model"},
    };
    struct town *town = *state;
    struct msb_answer *answer;
    struct msb_error err;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(msb_store_find_answer(town->store, cases[i].citizen,
                                               town_date(cases[i].on), NULL,
                                               &answer, &err),
                         cases[i].status);
        assert_string_equal(err.code, cases[i].code);
        assert_null(answer);
        assert_null(strstr(err.message, "0101"));
    }
    town_put(town, "eva", "2019-05-01", "{}");
    assert_int_equal(msb_store_find_answer(town->store, "eva",
                                           town_date("2019-04-30"), NULL,
                                           &answer, &err),
                     MSB_ERR_NOT_FOUND);
    assert_string_equal(err.code, "no_facts");
    assert_int_equal(msb_store_find_answer(town->store, "carl",
                                           town_date("2019-03-01"), NULL,
                                           &answer, &err),
                     MSB_ERR_INVALID);
    assert_null(strstr(err.message, "gold"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            an_answer_has_the_fields_of_the_specification_in_order, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_cpr_number_finds_its_citizen_and_is_not_echoed, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_answer_tells_the_interval_of_the_assignment, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(an_answer_with_an_end_tells_it, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_explanation_comes_when_it_is_asked_for, set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(an_answer_outlives_its_store, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(questions_without_an_answer_say_why,
                                        set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
