/* SPDX-License-Identifier: MIT */
/* What each role may do, what is refused, and what of it is in the journal. */
#include "store/guard/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/answer.h>
#include <msb/journal.h>

#include "unit/store/guarded.h"

#define ENTRIES                                                                \
    "SELECT role, purpose, action, citizen, detail FROM journal"               \
    " WHERE actor = 'cw1' ORDER BY number"

static const struct guarded_who young = {MSB_ROLE_CASEWORKER, "young", NULL,
                                         NULL};
static const struct guarded_who young_leader = {MSB_ROLE_LEADER, "young", NULL,
                                                NULL};
static const struct guarded_who system_of_all = {MSB_ROLE_SYSTEM, NULL, NULL,
                                                 NULL};
static const struct guarded_who analyst = {MSB_ROLE_ANALYST, NULL, NULL, NULL};
static const struct guarded_who auditor = {MSB_ROLE_AUDITOR, NULL, NULL, NULL};

static void
each_role_has_its_powers(void **state)
{
    static const struct guarded_who *const roles[] = {
        NULL, &system_of_all, &young, &young_leader, &analyst, &auditor};
    /* In the order of the roles; y: of anna, who is young, only. */
    static const struct {
        enum msbi_power power;
        const char *may;
    } cases[] = {
        {MSBI_POWER_MANAGE, "YY----"}, {MSBI_POWER_COUNT, "YYYYY-"},
        {MSBI_POWER_LIST, "YYYY--"},   {MSBI_POWER_EXCEPT, "YY-y--"},
        {MSBI_POWER_HAND, "YYyy--"},   {MSBI_POWER_RIGHTS, "YY-y--"},
        {MSBI_POWER_AUDIT, "YY---Y"},  {MSBI_POWER_GLASS, "YYYY--"},
        {MSBI_POWER_BLUR, "YY--Y-"},
    };
    struct guarded *guarded = *state;
    int64_t anna = guarded_key(guarded, "anna");
    int64_t bo = guarded_key(guarded, "bo");

    for (size_t r = 0; r < 6; r++)
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            struct msb_store *store = guarded_open(guarded, roles[r]);
            char may = cases[i].may[r];

            assert_int_equal(msbi_store_begin_reading(store, NULL), MSB_OK);
            assert_int_equal(
                msbi_guard_do(store, cases[i].power, "try", anna, NULL),
                may == '-' ? MSB_ERR_DENIED : MSB_OK);
            msbi_store_end_reading(store, MSB_OK, NULL);
            assert_int_equal(msbi_store_begin_reading(store, NULL), MSB_OK);
            assert_int_equal(
                msbi_guard_do(store, cases[i].power, "try", bo, NULL),
                may == 'Y' ? MSB_OK : MSB_ERR_DENIED);
            msbi_store_end_reading(store, MSB_OK, NULL);
            msb_store_unref(store);
        }
}

static void
a_refusal_says_which_right_is_missing_and_no_name(void **state)
{
    struct msb_store *store = guarded_open(*state, &young);
    struct msb_answer *answer;
    struct msb_error err;

    assert_int_equal(msb_store_find_answer(store, "bo", town_date("2019-06-01"),
                                           NULL, &answer, &err),
                     MSB_ERR_DENIED);
    assert_null(answer);
    assert_string_equal(err.code, "denied");
    assert_string_equal(err.message,
                        "in the role of caseworker, for this area and purpose, "
                        "there is no right to see who answers for this "
                        "citizen");
    assert_string_equal(err.where, "");
    msb_store_unref(store);
}

static void
what_is_read_and_what_is_refused_is_in_the_journal(void **state)
{
    static const struct guarded_who work = {MSB_ROLE_CASEWORKER, "work", NULL,
                                            "coordination"};
    struct guarded *guarded = *state;
    struct msb_store *store = guarded_open(guarded, &work);
    struct msb_date on = town_date("2019-06-01");
    struct msb_answer_options options;
    struct msb_answer *answer;

    msb_answer_options_init(&options);
    options.explain = true;
    assert_int_equal(
        msb_store_find_answer(store, "bo", on, &options, &answer, NULL),
        MSB_OK);
    msb_answer_unref(answer);
    assert_int_equal(
        msb_store_find_answer(store, "carl", on, NULL, &answer, NULL), MSB_OK);
    msb_answer_unref(answer);
    assert_int_equal(
        msb_store_find_answer(store, "carl", on, &options, &answer, NULL),
        MSB_ERR_DENIED);
    /* Known, but of a day before there were facts: a reading all the same. */
    assert_int_equal(msb_store_find_answer(store, "bo", town_date("2018-12-31"),
                                           NULL, &answer, NULL),
                     MSB_ERR_NOT_FOUND);
    assert_int_equal(
        msb_store_find_answer(store, "nobody", on, NULL, &answer, NULL),
        MSB_ERR_NOT_FOUND);
    msb_store_unref(store);
    assert_query(guarded->town->store, ENTRIES,
                 "caseworker|coordination|who|2|{\"view\": \"whole\"}\n"
                 "caseworker|coordination|who|3|{\"view\": \"contacts\","
                 " \"access\": \"work_coordinates\"}\n"
                 "caseworker|coordination|who|3|{\"denied\": \"whole\"}\n"
                 "caseworker|coordination|who|2|{\"view\": \"whole\"}\n");
}

static void
nobody_in_particular_reads_without_a_trace(void **state)
{
    struct guarded *guarded = *state;
    struct msb_answer *answer;

    assert_int_equal(msb_store_find_answer(guarded->town->store, "bo",
                                           town_date("2019-06-01"), NULL,
                                           &answer, NULL),
                     MSB_OK);
    msb_answer_unref(answer);
    assert_query(guarded->town->store, "SELECT count(*) FROM journal", "1\n");
}

static void
a_refused_write_leaves_only_its_entry(void **state)
{
    struct guarded *guarded = *state;
    struct msb_store *store = guarded_open(guarded, &young);
    struct msb_model *model = town_model(guarded_model_text);
    struct msb_assign_summary summary;

    assert_int_equal(msb_store_adopt(store, model, NULL), MSB_ERR_DENIED);
    assert_int_equal(msb_store_assign(store, town_date("2019-06-01"), NULL,
                                      NULL, &summary, NULL),
                     MSB_ERR_DENIED);
    assert_query(store, "SELECT count(*) FROM assignment", "0\n");
    assert_query(store, "SELECT count(*) FROM model", "1\n");
    msb_model_unref(model);
    msb_store_unref(store);
    assert_query(guarded->town->store, ENTRIES,
                 "caseworker|casework|adopt|-|{\"denied\": \"manage\"}\n"
                 "caseworker|casework|assign|-|{\"denied\": \"manage\"}\n");
}

static void
an_answer_shows_what_the_principal_sees_and_says_how_much(void **state)
{
    static const struct guarded_who team = {MSB_ROLE_CASEWORKER, NULL, "team",
                                            NULL};
    static const struct guarded_who work = {MSB_ROLE_CASEWORKER, "work", NULL,
                                            "coordination"};
    static const struct {
        const struct guarded_who *who;
        const char *citizen;
        const char *fields;
    } cases[] = {
        {&team, "anna",
         "\"status\": \"determined\", \"responsible\": \"young\","
         " \"possible\": [], \"rules\": [], \"missing\": [], \"ask\": null,"
         " \"target_group\": null, \"deliveries\": [{\"service\": "
         "\"training\", \"area\": \"work\", \"unit\": \"crew\"}],"
         " \"contacts\": [\"young\"]"},
        {&team, "anna", "\"view\": \"courses\"}"},
        {&work, "erik",
         "\"status\": \"undetermined\", \"responsible\": null,"
         " \"possible\": [], \"rules\": [], \"missing\": [], \"ask\": null,"
         " \"target_group\": null, \"deliveries\": [], \"contacts\": []"},
        {&work, "erik", "\"view\": \"contacts\"}"},
        {&young, "anna", "\"rules\": [\"r_young\"]"},
    };
    struct guarded *guarded = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msb_store *store = guarded_open(guarded, cases[i].who);
        struct msb_answer *answer;
        char *json;

        assert_int_equal(msb_store_find_answer(store, cases[i].citizen,
                                               town_date("2019-06-01"), NULL,
                                               &answer, NULL),
                         MSB_OK);
        assert_int_equal(msb_answer_format_json(answer, &json, NULL), MSB_OK);
        if (strstr(json, cases[i].fields) == NULL)
            fail_msg("%s\nnot in\n%s", cases[i].fields, json);
        if (cases[i].who == &young)
            assert_null(strstr(json, "\"view\""));
        msb_text_free(json);
        msb_answer_unref(answer);
        msb_store_unref(store);
    }
}

static void
broken_glass_shows_the_whole_for_its_time_and_is_in_the_journal(void **state)
{
    struct guarded *guarded = *state;
    struct msb_store *store = guarded_open(guarded, &young);
    int64_t bo = guarded_key(guarded, "bo");
    enum msbi_view view;

    assert_int_equal(
        msb_store_break_glass(store, "bo", "danger_to_life", 10, NULL), MSB_OK);
    guarded->now += 599;
    assert_int_equal(msbi_store_begin_reading(store, NULL), MSB_OK);
    assert_int_equal(
        msbi_guard_read(store, bo, "history", MSBI_VIEW_WHOLE, NULL), MSB_OK);
    assert_int_equal(
        msbi_guard_find_view(store, guarded_key(guarded, "carl"), &view, NULL),
        MSB_OK);
    assert_int_equal(view, MSBI_VIEW_NOTHING); /* it is bo's glass */
    assert_int_equal(msbi_store_end_reading(store, MSB_OK, NULL), MSB_OK);
    /* It opens reading alone. */
    assert_int_equal(msbi_guard_do(store, MSBI_POWER_HAND, "hand", bo, NULL),
                     MSB_ERR_DENIED);
    guarded->now += 1;
    assert_int_equal(msbi_store_begin_reading(store, NULL), MSB_OK);
    assert_int_equal(
        msbi_guard_read(store, bo, "history", MSBI_VIEW_CONTACTS, NULL),
        MSB_ERR_DENIED);
    assert_int_equal(msbi_store_end_reading(store, MSB_ERR_DENIED, NULL),
                     MSB_ERR_DENIED);
    msb_store_unref(store);
    assert_query(
        guarded->town->store, ENTRIES,
        "caseworker|casework|break_glass|2|{\"emergency\": "
        "\"danger_to_life\", \"minutes\": 10}\n"
        "caseworker|casework|history|2|{\"view\": \"whole\", \"emergency\": "
        "\"danger_to_life\"}\n"
        "caseworker|casework|hand|2|{\"denied\": \"hand\"}\n"
        "caseworker|casework|history|2|{\"denied\": \"contacts\"}\n");
}

static void
glass_is_broken_by_those_who_work_with_citizens_and_for_a_reason(void **state)
{
    static const struct {
        const struct guarded_who *who;
        const char *citizen, *reason;
        int32_t minutes;
        enum msb_status status;
        const char *code;
    } cases[] = {
        {&young_leader, "bo", "danger_to_life", 480, MSB_OK, ""},
        {&analyst, "bo", "danger_to_life", 1, MSB_ERR_DENIED, "denied"},
        {&auditor, "bo", "danger_to_life", 1, MSB_ERR_DENIED, "denied"},
        {&young, "x", "danger_to_life", 1, MSB_ERR_NOT_FOUND,
         "unknown_citizen"},
        {&young, "bo", "bo is in danger", 1, MSB_ERR_INVALID, "bad_identifier"},
        {&young, "bo", "danger_to_life", 0, MSB_ERR_MISUSE, "misuse"},
        {&young, "bo", "danger_to_life", 481, MSB_ERR_MISUSE, "misuse"},
        {NULL, "bo", "danger_to_life", 1, MSB_ERR_MISUSE, "misuse"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msb_store *store = guarded_open(*state, cases[i].who);
        struct msb_error err = {0};

        assert_int_equal(msb_store_break_glass(store, cases[i].citizen,
                                               cases[i].reason,
                                               cases[i].minutes, &err),
                         cases[i].status);
        assert_string_equal(err.code, cases[i].code);
        msb_store_unref(store);
    }
}

static void
a_connection_that_cannot_write_shows_a_principal_no_person(void **state)
{
    struct guarded *guarded = *state;
    struct msb_store_options options;
    struct msb_principal principal;
    struct msb_answer *answer;
    struct msb_store *store;
    struct msb_error err;

    msb_principal_init(&principal);
    principal.actor = "cw1";
    principal.area = "young";
    principal.purpose = "casework";
    guarded_fill_options(guarded, &options);
    options.read_only = true;
    options.principal = &principal;
    assert_int_equal(
        msb_store_open(guarded->town->path, &options, &store, &err), MSB_OK);
    assert_int_equal(msb_store_find_answer(store, "dora",
                                           town_date("2019-06-01"), NULL,
                                           &answer, &err),
                     MSB_ERR_DENIED);
    assert_string_equal(err.code, "read_only");
    assert_int_equal(msbi_guard_do(store, MSBI_POWER_COUNT, "a", 0, NULL),
                     MSB_OK);
    assert_int_equal(msbi_guard_do(store, MSBI_POWER_MANAGE, "a", 0, &err),
                     MSB_ERR_DENIED);
    assert_string_equal(err.code, "denied");
    msb_store_unref(store);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_role_has_its_powers,
                                        guarded_set_up, guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            a_refusal_says_which_right_is_missing_and_no_name, guarded_set_up,
            guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            what_is_read_and_what_is_refused_is_in_the_journal, guarded_set_up,
            guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            nobody_in_particular_reads_without_a_trace, guarded_set_up,
            guarded_tear_down),
        cmocka_unit_test_setup_teardown(a_refused_write_leaves_only_its_entry,
                                        guarded_set_up, guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            an_answer_shows_what_the_principal_sees_and_says_how_much,
            guarded_set_up, guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            broken_glass_shows_the_whole_for_its_time_and_is_in_the_journal,
            guarded_set_up, guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            glass_is_broken_by_those_who_work_with_citizens_and_for_a_reason,
            guarded_set_up, guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            a_connection_that_cannot_write_shows_a_principal_no_person,
            guarded_set_up, guarded_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
