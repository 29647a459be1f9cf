/* SPDX-License-Identifier: MIT */
/* Citizens placed elsewhere than the rules say. */
#include "store/exceptions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/short.h"
#include "unit/store/town.h"

/* Small 2019 with `work` called `jobs`, and `young` split in two. */
static const char renamed[] =
    "{'msb_model':1,'id':'small_2021','name':'Small 2021',"
    "'valid_from':'2021-01-01','replaces':{'model':'small_2019','successors':"
    "{'work':['jobs'],'young':['young_north','young_south']}},"
    "'attributes':{'benefit':{'type':'enum','values':['cash','sick']}},"
    "'target_groups':[{'id':'everybody','name':'E','when':{}}],"
    "'areas':[{'id':'jobs','name':'J'},{'id':'health','name':'H'},"
    "{'id':'young_north','name':'N'},{'id':'young_south','name':'S'}],"
    "'responsibility':[{'id':'r_all','when':{},'area':'health'}]}";

/* Anna is young and Bo is not. */
static int
set_up(void **state)
{
    struct town *town;

    town_set_up(state);
    town = *state;
    town_stop_clock(town, TOWN_LATER);
    town_put(town, "anna", "2019-01-01", "{'birth_date':'2000-01-01'}");
    town_put(town, "bo", "2019-01-01",
             "{'birth_date':'1980-01-01','benefit':'cash'}");
    return 0;
}

static enum msb_status
put(struct town *town, const char *citizen, const char *area, const char *from,
    const char *to, struct msb_error *err)
{
    const struct msb_exception exception = {.area = area,
                                            .reason = "The sister is there",
                                            .decided_by = "leader 7",
                                            .from = town_date(from),
                                            .to = town_date(to)};

    return msb_store_put_exception(town->store, citizen, &exception, err);
}

static void
must_put(struct town *town, const char *citizen, const char *area,
         const char *from, const char *to)
{
    assert_int_equal(put(town, citizen, area, from, to, NULL), MSB_OK);
}

static void
must_end(struct town *town, const char *citizen, const char *from)
{
    assert_int_equal(
        msb_store_end_exception(town->store, citizen, town_date(from), NULL),
        MSB_OK);
}

/* The area's id in the model of the day, "-" where there is no exception, or
   "rules" where it names no area of that model. */
static const char *
find(struct town *town, int64_t citizen, const char *on,
     const struct msb_instant *known_at)
{
    static struct msb_rules *rules;
    struct msbi_exception found;
    bool has;

    assert_int_equal(msbi_exception_find(town->store, citizen, town_date(on),
                                         known_at, &found, &has, NULL),
                     MSB_OK);
    if (!has)
        return "-";
    if (found.area == MSB_NONE)
        return "rules";
    assert_int_equal(
        msb_store_find_rules(town->store, town_date(on), &rules, NULL), MSB_OK);
    msb_rules_unref(rules); /* the store keeps them */
    return msb_model_get_part_id(msb_rules_get_model(rules), MSB_PART_AREA,
                                 found.area);
}

static void
an_exception_holds_from_its_first_day_and_expires_by_itself(void **state)
{
    static const char *const days[][2] = {{"2019-05-31", "-"},
                                          {"2019-06-01", "health"},
                                          {"2019-08-31", "health"},
                                          {"2019-09-01", "-"}};
    struct town *town = *state;

    must_put(town, "anna", "health", "2019-06-01", "2019-09-01");
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        assert_string_equal(find(town, 1, days[i][0], NULL), days[i][1]);
        assert_string_equal(find(town, 2, days[i][0], NULL), "-");
    }
}

static void
an_answer_follows_the_exception_and_keeps_what_the_rules_say(void **state)
{
    struct town *town = *state;
    struct msb_exception exception;
    struct msb_outcome outcome;
    struct msb_answer *answer;

    must_put(town, "bo", "young", "2019-06-01", "2019-09-01");
    assert_int_equal(msb_store_find_answer(town->store, "bo",
                                           town_date("2019-06-01"), NULL,
                                           &answer, NULL),
                     MSB_OK);
    outcome = msb_decision_get_outcome(msb_answer_get_decision(answer));
    assert_int_equal(outcome.status, MSB_OUTCOME_DETERMINED);
    assert_int_equal(outcome.area, 0); /* young */
    outcome = msb_decision_get_outcome(msb_answer_get_ruled(answer));
    assert_int_equal(outcome.area, 1); /* work */
    assert_int_equal(outcome.rule, 1);
    assert_true(msb_answer_get_exception(answer, &exception));
    assert_string_equal(exception.area, "young");
    assert_string_equal(exception.reason, "The sister is there");
    assert_string_equal(exception.decided_by, "leader 7");
    assert_int_equal(exception.to.days, town_date("2019-09-01").days);
    msb_answer_unref(answer);
    assert_int_equal(msb_store_find_answer(town->store, "bo",
                                           town_date("2019-09-01"), NULL,
                                           &answer, NULL),
                     MSB_OK);
    assert_false(msb_answer_get_exception(answer, &exception));
    assert_null(msb_answer_get_ruled(answer));
    msb_answer_unref(answer);
}

static void
an_answer_tells_of_the_exception_in_json_and_in_words(void **state)
{
    static const char expected[] =
        "\"exception\": {\"area\": \"young\", "
        "\"reason\": \"The sister is there\", \"decided_by\": \"leader 7\", "
        "\"from\": \"2019-06-01\", \"to\": \"2019-09-01\", "
        "\"instead_of\": {\"status\": \"determined\", "
        "\"responsible\": \"work\", \"possible\": [\"work\"], "
        "\"rules\": [\"r_cash\"], \"missing\": [], \"ask\": null}}";
    static const char said[] =
        "The answer is Y, by an exception.\n"
        "Because: The sister is there\n"
        "Decided by leader 7. It holds from 2019-06-01 and expires on "
        "2019-09-01.\n"
        "Without the exception:\n"
        "The answer is W by rule r_cash.\n";
    struct town *town = *state;
    struct msb_answer_options options;
    struct msb_answer *answer;
    char *text;

    msb_answer_options_init(&options);
    options.explain = true;
    must_put(town, "bo", "young", "2019-06-01", "2019-09-01");
    assert_int_equal(msb_store_find_answer(town->store, "bo",
                                           town_date("2019-06-01"), &options,
                                           &answer, NULL),
                     MSB_OK);
    assert_int_equal(msb_answer_format_json(answer, &text, NULL), MSB_OK);
    if (strstr(text, expected) == NULL
        || strstr(text, "\"status\": \"determined\", \"responsible\": "
                        "\"young\", \"possible\": [\"young\"], \"rules\": [], "
                        "\"missing\": [], \"ask\": null")
               == NULL
        || strstr(text, "\"contacts\": [\"young\"]") == NULL)
        fail_msg("%s", text);
    msb_text_free(text);
    assert_int_equal(msb_explanation_format_text(
                         msb_answer_get_explanation(answer), "en", &text, NULL),
                     MSB_OK);
    if (strncmp(text, said, strlen(said)) != 0)
        fail_msg("%s", text);
    msb_text_free(text);
    msb_answer_unref(answer);
}

static void
an_exception_is_ended_early_from_a_day(void **state)
{
    struct town *town = *state;

    must_put(town, "anna", "health", "2019-06-01", "2019-09-01");
    town->now++;
    must_end(town, "anna", "2019-07-15");
    assert_string_equal(find(town, 1, "2019-07-14", NULL), "health");
    assert_string_equal(find(town, 1, "2019-07-15", NULL), "-");
    assert_query(town->store,
                 "SELECT valid_to, version, reason, superseded_at IS NULL"
                 " FROM exception_text ORDER BY version",
                 "2019-07-15|0|The sister is there|1\n"
                 "2019-09-01|1|The sister is there|0\n");
}

static void
an_exception_is_withdrawn_on_its_first_day(void **state)
{
    struct town *town = *state;

    must_put(town, "anna", "health", "2019-06-01", "2019-09-01");
    must_end(town, "anna", "2019-06-01");
    assert_string_equal(find(town, 1, "2019-06-01", NULL), "-");
    must_put(town, "anna", "work", "2019-06-01", "2019-07-01");
    must_end(town, "anna", "2019-06-01");
    assert_query(town->store,
                 "SELECT area, version FROM exception ORDER BY version",
                 "health|1\nwork|2\n");
}

static void
what_was_known_before_stays_answerable(void **state)
{
    struct msb_instant granted = {.seconds = TOWN_LATER + 10};
    struct msb_instant ended = {.seconds = TOWN_LATER + 20};
    struct town *town = *state;

    assert_string_equal(find(town, 1, "2019-08-01", NULL), "-");
    town->now = granted.seconds;
    must_put(town, "anna", "health", "2019-06-01", "2019-09-01");
    town->now = ended.seconds;
    must_end(town, "anna", "2019-07-01");
    assert_string_equal(find(town, 1, "2019-08-01", &granted), "health");
    assert_string_equal(find(town, 1, "2019-08-01", &ended), "-");
    assert_string_equal(find(town, 1, "2019-06-15", &ended), "health");
}

static void
an_area_is_followed_to_its_one_successor(void **state)
{
    struct town *town = *state;

    must_put(town, "anna", "work", "2020-06-01", "2021-06-01");
    must_put(town, "bo", "young", "2020-06-01", "2021-06-01");
    town_adopt(town, renamed);
    assert_string_equal(find(town, 1, "2020-12-31", NULL), "work");
    assert_string_equal(find(town, 1, "2021-01-01", NULL), "jobs");
    assert_string_equal(find(town, 2, "2020-12-31", NULL), "young");
    assert_string_equal(find(town, 2, "2021-01-01", NULL), "rules");
}

/* Adopted when the exception was there already, from a day before its own. */
static void
an_area_is_followed_also_where_a_model_comes_in_retrospect(void **state)
{
    struct town *town = *state;

    must_put(town, "anna", "work", "2021-06-01", "2021-09-01");
    assert_string_equal(find(town, 1, "2021-06-01", NULL), "work");
    town_adopt(town, renamed);
    assert_string_equal(find(town, 1, "2021-06-01", NULL), "jobs");
}

static void
all_exceptions_of_a_day_come_in_the_order_of_the_citizens(void **state)
{
    static const struct {
        int64_t citizen; /* 0: the end */
        size_t area;
    } expected[] = {{1, 0}, {4, 1}, {0, 0}, {0, 0}};
    struct msbi_exceptions *exceptions;
    struct msbi_exception found;
    struct town *town = *state;
    bool has;

    town_put(town, "carl", "2019-01-01", "{}");
    town_put(town, "dora", "2019-01-01", "{}");
    must_put(town, "dora", "health", "2020-06-01", "2021-06-01");
    must_put(town, "anna", "work", "2020-06-01", "2021-06-01");
    must_put(town, "bo", "young", "2020-06-01", "2021-06-01");
    must_put(town, "carl", "work", "2020-06-01", "2021-01-01");
    town_adopt(town, renamed);
    assert_int_equal(msbi_exceptions_open(town->store, town_date("2021-01-01"),
                                          NULL, &exceptions, NULL),
                     MSB_OK);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        assert_int_equal(msbi_exceptions_next(exceptions, &found, &has, NULL),
                         MSB_OK);
        assert_int_equal(has ? found.citizen : 0, expected[i].citizen);
        assert_int_equal(has ? found.area : 0, expected[i].area);
    }
    msbi_exceptions_close(exceptions);
}

static void
the_same_exception_again_changes_nothing(void **state)
{
    struct town *town = *state;

    must_put(town, "anna", "health", "2019-06-01", "2019-09-01");
    town->now += 100;
    must_put(town, "anna", "health", "2019-06-01", "2019-09-01");
    assert_query(town->store, "SELECT recorded_at - 4102444800 FROM exception",
                 "0\n");
}

static void
what_cannot_be_an_exception_is_refused_and_leaves_nothing(void **state)
{
    static const struct {
        const char *citizen, *area, *from, *to, *code;
        enum msb_status status;
    } cases[] = {
        {"anna", "nowhere", "2019-06-01", "2019-07-01", "unknown_reference",
         MSB_ERR_INVALID},
        {"anna", "health", "2019-06-01", "2019-06-01", "empty_period",
         MSB_ERR_INVALID},
        {"anna", "health", "2018-12-31", "2019-06-01", "no_model",
         MSB_ERR_NOT_FOUND},
        {"carl", "health", "2019-06-01", "2019-07-01", "unknown_citizen",
         MSB_ERR_NOT_FOUND},
        {"bo", "health", "2019-12-31", "2020-02-01", "exception_overlaps",
         MSB_ERR_CONFLICT},
        {"bo", "work", "2019-06-01", "2020-01-01", "exception_overlaps",
         MSB_ERR_CONFLICT},
    };
    struct town *town = *state;
    struct msb_error err;
    char *before;

    must_put(town, "bo", "health", "2019-06-01", "2020-01-01");
    before = town_dump(town->store);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(put(town, cases[i].citizen, cases[i].area,
                             cases[i].from, cases[i].to, &err),
                         cases[i].status);
        assert_string_equal(err.code, cases[i].code);
    }
    assert_int_equal(msb_store_end_exception(town->store, "bo",
                                             town_date("2020-01-01"), &err),
                     MSB_ERR_NOT_FOUND);
    assert_string_equal(err.code, "no_exception");
    town_assert_same(town->store, before);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            an_exception_holds_from_its_first_day_and_expires_by_itself, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_answer_follows_the_exception_and_keeps_what_the_rules_say,
            set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_answer_tells_of_the_exception_in_json_and_in_words, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(an_exception_is_ended_early_from_a_day,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_exception_is_withdrawn_on_its_first_day, set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(what_was_known_before_stays_answerable,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_area_is_followed_to_its_one_successor, set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_area_is_followed_also_where_a_model_comes_in_retrospect, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            all_exceptions_of_a_day_come_in_the_order_of_the_citizens, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            the_same_exception_again_changes_nothing, set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            what_cannot_be_an_exception_is_refused_and_leaves_nothing, set_up,
            town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
