/* SPDX-License-Identifier: MIT */
/* Households: members, courses, and who is the contact of all of them. */
#include "store/households.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

/* From 2022 on: the stairway team is the contact of all whom it works with;
   training is delivered by the age of each. */
static const char stairway[] =
    "{'msb_model':1,'id':'stairway','name':'S','valid_from':'2022-01-01',"
    "'attributes':{'benefit':{'type':'enum','values':['cash','job']}},"
    "'target_groups':[{'id':'everybody','name':'E','when':{}}],"
    "'areas':[{'id':'work','name':'W'},{'id':'young','name':'Y'}],"
    "'units':[{'id':'team','name':'T','parent':'work'},"
    "{'id':'visitors','name':'V','parent':'young'}],"
    "'services':[{'id':'training','name':'T','delivered_by':["
    "{'when':{'age':{'below':30}},'by':'young'},{'when':{},'by':'work'}]},"
    "{'id':'whole_family','name':'W','delivered_by':'team',"
    "'contact_of':'household'},"
    "{'id':'visits','name':'V','delivered_by':'visitors'}],"
    "'responsibility':[{'id':'r_all','when':{},'area':'work'}]}";

static int
set_up(void **state)
{
    struct town *town;

    town_set_up(state);
    town = *state;
    town_adopt(town, stairway);
    town_put(town, "mother", "2022-01-01",
             "{'birth_date':'1980-01-01','benefit':'cash'}");
    town_put(town, "son", "2022-01-01", "{'birth_date':'2000-01-01'}");
    return 0;
}

static void
put_member(struct town *town, const char *household, const char *citizen,
           const char *role, const char *from, const char *to)
{
    const struct msb_household_member member = {citizen, role,
                                                town_period(from, to)};
    struct msb_error err;

    if (msb_store_put_member(town->store, household, &member, &err) != MSB_OK)
        fail_msg("%s: %s", citizen, err.message);
}

static void
put_course(struct town *town, const char *household, const char *service,
           const char *unit, const char *from, const char *to)
{
    const struct msb_household_course course = {service, unit,
                                                town_period(from, to)};
    struct msb_error err;

    if (msb_store_put_household_course(town->store, household, &course, &err)
        != MSB_OK)
        fail_msg("%s: %s", service, err.message);
}

static void
check_household(struct town *town, const char *on, const char *expected)
{
    struct msb_household *household;
    char *json;

    assert_int_equal(msb_store_find_household(town->store, "h1", town_date(on),
                                              NULL, &household, NULL),
                     MSB_OK);
    assert_int_equal(msb_household_format_json(household, &json, NULL), MSB_OK);
    assert_string_equal(json, expected);
    msb_text_free(json);
    msb_household_unref(household);
}

static void
check_answer(struct town *town, const char *citizen, const char *on,
             const char *expected)
{
    struct msb_answer *answer;
    struct msb_error err;
    char *json;

    if (msb_store_find_answer(town->store, citizen, town_date(on), NULL,
                              &answer, &err)
        != MSB_OK)
        fail_msg("%s: %s", citizen, err.message);
    assert_int_equal(msb_answer_format_json(answer, &json, NULL), MSB_OK);
    if (strstr(json, expected) == NULL)
        fail_msg("%s", json);
    msb_text_free(json);
    msb_answer_unref(answer);
}

static void
a_household_has_members_and_courses_on_a_date(void **state)
{
    struct town *town = *state;

    put_member(town, "h1", "son", "child", "2022-01-01", "2022-09-01");
    put_member(town, "h1", "mother", "parent", "2022-03-01", NULL);
    put_course(town, "h1", "whole_family", NULL, "2022-02-01", "2022-10-01");
    put_course(town, "h1", "training", "team", "2022-09-01", NULL);
    check_household(town, "2022-02-28",
                    "{\"household\": \"h1\", \"on\": \"2022-02-28\", "
                    "\"members\": [{\"citizen\": \"son\", \"role\": \"child\", "
                    "\"from\": \"2022-01-01\", \"to\": \"2022-09-01\"}], "
                    "\"hidden\": 0, \"courses\": [{\"service\": "
                    "\"whole_family\", \"unit\": null, "
                    "\"from\": \"2022-02-01\", \"to\": \"2022-10-01\"}]}");
    check_household(town, "2022-09-01",
                    "{\"household\": \"h1\", \"on\": \"2022-09-01\", "
                    "\"members\": [{\"citizen\": \"mother\", "
                    "\"role\": \"parent\", \"from\": \"2022-03-01\", "
                    "\"to\": null}], \"hidden\": 0, "
                    "\"courses\": [{\"service\": \"training\", "
                    "\"unit\": \"team\", \"from\": \"2022-09-01\", "
                    "\"to\": null}, {\"service\": \"whole_family\", "
                    "\"unit\": null, \"from\": \"2022-02-01\", "
                    "\"to\": \"2022-10-01\"}]}");
}

static void
an_answer_names_who_delivers_to_the_household(void **state)
{
    struct town *town = *state;

    put_member(town, "h1", "son", "child", "2022-01-01", NULL);
    put_member(town, "h1", "mother", "", "2022-01-01", NULL);
    put_course(town, "h1", "whole_family", NULL, "2022-02-01", NULL);
    put_course(town, "h1", "training", NULL, "2022-02-01", NULL);
    check_answer(town, "son", "2022-01-31",
                 "\"households\": [{\"household\": \"h1\", "
                 "\"role\": \"child\", \"services\": []}]");
    check_answer(town, "son", "2022-02-01",
                 "\"deliveries\": [], \"contacts\": [\"work\"]");
    /* The son is 22, the mother 42: training is delivered by age. */
    check_answer(town, "son", "2022-02-01",
                 "\"households\": [{\"household\": \"h1\", "
                 "\"role\": \"child\", \"services\": ["
                 "{\"service\": \"training\", \"area\": \"young\", "
                 "\"unit\": null, \"is_contact\": false}, "
                 "{\"service\": \"whole_family\", \"area\": \"work\", "
                 "\"unit\": \"team\", \"is_contact\": true}]}]");
    check_answer(town, "mother", "2022-02-01",
                 "\"role\": \"\", \"services\": ["
                 "{\"service\": \"training\", \"area\": \"work\", "
                 "\"unit\": null, \"is_contact\": false}, ");
}

static void
a_course_may_name_who_delivers_it(void **state)
{
    struct town *town = *state;

    put_member(town, "h1", "son", "child", "2022-01-01", NULL);
    put_course(town, "h1", "training", "team", "2022-02-01", NULL);
    check_answer(town, "son", "2022-02-01",
                 "{\"service\": \"training\", \"area\": \"work\", "
                 "\"unit\": \"team\", \"is_contact\": false}");
}

static void
a_job_changes_the_citizen_and_not_the_household(void **state)
{
    static const char team[] =
        "\"households\": [{\"household\": \"h1\", \"role\": \"parent\", "
        "\"services\": [{\"service\": \"whole_family\", \"area\": \"work\", "
        "\"unit\": \"team\", \"is_contact\": true}]}]";
    struct town *town = *state;

    put_member(town, "h1", "mother", "parent", "2022-01-01", NULL);
    put_course(town, "h1", "whole_family", NULL, "2022-02-01", NULL);
    check_answer(town, "mother", "2022-04-30", team);
    town_put(town, "mother", "2022-05-01",
             "{'birth_date':'1980-01-01','benefit':'job'}");
    check_answer(town, "mother", "2022-05-01", team);
}

static void
a_citizen_may_belong_to_two_households(void **state)
{
    struct town *town = *state;

    put_member(town, "h2", "son", "child", "2022-01-01", NULL);
    put_member(town, "h1", "son", "lodger", "2022-01-01", NULL);
    check_answer(town, "son", "2022-02-01",
                 "\"households\": [{\"household\": \"h1\", "
                 "\"role\": \"lodger\", \"services\": []}, "
                 "{\"household\": \"h2\", \"role\": \"child\", "
                 "\"services\": []}]");
}

static void
another_role_from_a_later_day_takes_over(void **state)
{
    struct town *town = *state;

    put_member(town, "h1", "son", "child", "2022-01-01", NULL);
    put_member(town, "h1", "son", "adult", "2022-06-01", NULL);
    check_answer(town, "son", "2022-05-31", "\"role\": \"child\"");
    check_answer(town, "son", "2022-06-01", "\"role\": \"adult\"");
}

static int64_t
tell_time(void *user)
{
    (void)user;
    return (int64_t)town_date("2022-03-01").days * 86400;
}

/* Open the store for somebody of the visitors, on 2022-03-01. */
static void
reopen_as_visitor(struct town *town)
{
    struct msb_store_options options;
    struct msb_principal visitor;

    msb_store_unref(town->store);
    town->store = NULL;
    msb_principal_init(&visitor);
    visitor.actor = "visitor";
    visitor.area = "young";
    visitor.unit = "visitors";
    visitor.purpose = "visit";
    msb_store_options_init(&options);
    options.clock = tell_time;
    options.principal = &visitor;
    assert_int_equal(msb_store_open(town->path, &options, &town->store, NULL),
                     MSB_OK);
}

static void
who_delivers_to_a_household_sees_its_members_and_that_course(void **state)
{
    struct town *town = *state;
    struct msb_answer *answer;

    town_put(town, "neighbour", "2022-01-01", "{'birth_date':'1970-01-01'}");
    put_member(town, "h1", "mother", "parent", "2022-01-01", NULL);
    put_course(town, "h1", "whole_family", NULL, "2022-01-01", NULL);
    put_course(town, "h1", "visits", NULL, "2022-02-01", NULL);
    reopen_as_visitor(town);
    check_answer(town, "mother", "2022-03-01",
                 "\"households\": [{\"household\": \"h1\", "
                 "\"role\": \"parent\", \"services\": ["
                 "{\"service\": \"visits\", \"area\": \"young\", "
                 "\"unit\": \"visitors\", \"is_contact\": false}]}]");
    assert_int_equal(msb_store_find_answer(town->store, "neighbour",
                                           town_date("2022-03-01"), NULL,
                                           &answer, NULL),
                     MSB_ERR_DENIED);
}

static void
a_household_shows_the_members_that_may_be_seen(void **state)
{
    const struct msb_household_member member = {
        "son", "child", town_period("2022-01-01", NULL)};
    struct town *town = *state;

    put_member(town, "h1", "mother", "parent", "2022-01-01", NULL);
    put_member(town, "h1", "son", "child", "2022-01-01", NULL);
    put_member(town, "h2", "son", "child", "2022-01-01", NULL);
    put_course(town, "h2", "visits", NULL, "2022-02-01", NULL);
    put_course(town, "h1", "training", "team", "2022-02-01", NULL);
    reopen_as_visitor(town);
    check_household(town, "2022-03-01",
                    "{\"household\": \"h1\", \"on\": \"2022-03-01\", "
                    "\"members\": [{\"citizen\": \"son\", "
                    "\"role\": \"child\", \"from\": \"2022-01-01\", "
                    "\"to\": null}], \"hidden\": 1, \"courses\": []}");
    /* Reading is not writing. */
    assert_int_equal(msb_store_put_member(town->store, "h1", &member, NULL),
                     MSB_ERR_DENIED);
}

static void
a_correction_keeps_what_was_known(void **state)
{
    struct town *town = *state;

    put_member(town, "h1", "son", "child", "2022-01-01", NULL);
    put_member(town, "h1", "son", "child", "2022-01-01", NULL);
    put_member(town, "h1", "son", "child", "2022-01-01", "2022-09-01");
    put_course(town, "h1", "whole_family", NULL, "2022-01-01", NULL);
    put_course(town, "h1", "whole_family", NULL, "2022-01-01", NULL);
    put_course(town, "h1", "whole_family", NULL, "2022-01-01", "2023-01-01");
    assert_query(town->store,
                 "SELECT valid_to, version, superseded_at IS NULL"
                 " FROM household_member_text ORDER BY version",
                 "2022-09-01|0|1\n-|1|0\n");
    assert_query(town->store,
                 "SELECT valid_to, version, superseded_at IS NULL"
                 " FROM household_course_text ORDER BY version",
                 "2023-01-01|0|1\n-|1|0\n");
}

static void
what_cannot_be_put_is_refused(void **state)
{
    const struct msb_household_member nobody = {
        "nobody", "", town_period("2022-01-01", NULL)};
    const struct msb_household_member never = {
        "son", "", town_period("2022-01-01", "2022-01-01")};
    const struct msb_household_course unknown = {
        "guidance", NULL, town_period("2022-01-01", NULL)};
    const struct msb_household_course nowhere = {
        "training", "unit_9", town_period("2022-01-01", NULL)};
    const struct msb_household_course good = {"training", NULL,
                                              town_period("2022-01-01", NULL)};
    struct town *town = *state;
    struct msb_household *found;
    struct msb_error err;
    char *before;

    put_member(town, "h1", "son", "child", "2022-01-01", NULL);
    before = town_dump(town->store);
    assert_int_equal(msb_store_put_member(town->store, "h9", &nobody, &err),
                     MSB_ERR_NOT_FOUND);
    assert_string_equal(err.code, "unknown_citizen");
    assert_int_equal(msb_store_put_member(town->store, "h9", &never, &err),
                     MSB_ERR_INVALID);
    assert_string_equal(err.code, "empty_period");
    assert_int_equal(
        msb_store_put_household_course(town->store, "h1", &unknown, &err),
        MSB_ERR_INVALID);
    assert_string_equal(err.code, "unknown_reference");
    assert_int_equal(
        msb_store_put_household_course(town->store, "h1", &nowhere, &err),
        MSB_ERR_INVALID);
    assert_int_equal(
        msb_store_put_household_course(town->store, "h9", &good, &err),
        MSB_ERR_NOT_FOUND);
    assert_string_equal(err.code, "unknown_household");
    assert_int_equal(msb_store_find_household(town->store, "h9",
                                              town_date("2022-01-01"), NULL,
                                              &found, &err),
                     MSB_ERR_NOT_FOUND);
    assert_null(found);
    town_assert_same(town->store, before);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_household_has_members_and_courses_on_a_date, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            an_answer_names_who_delivers_to_the_household, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_course_may_name_who_delivers_it,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_job_changes_the_citizen_and_not_the_household, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_citizen_may_belong_to_two_households,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            another_role_from_a_later_day_takes_over, set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            who_delivers_to_a_household_sees_its_members_and_that_course,
            set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_household_shows_the_members_that_may_be_seen, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_correction_keeps_what_was_known,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_put_is_refused, set_up,
                                        town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
