/* SPDX-License-Identifier: MIT */
/* How much of a citizen each principal sees, as lib/store/guard finds it. */
#include "store/guard/sight.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "unit/store/guarded.h"

#define CASEWORKER MSB_ROLE_CASEWORKER
#define LEADER MSB_ROLE_LEADER

/* What is seen of anna, bo, carl, dora and erik. */
#define NUM_PEOPLE 5

static const char *const people[NUM_PEOPLE] = {"anna", "bo", "carl", "dora",
                                               "erik"};

enum {
    NONE = MSBI_VIEW_NOTHING,
    CONTACTS = MSBI_VIEW_CONTACTS,
    COURSES = MSBI_VIEW_COURSES,
    WHOLE = MSBI_VIEW_WHOLE
};

struct sights {
    const char *why;
    struct guarded_who who;
    int views[NUM_PEOPLE];
};

static struct msbi_sight
look(struct guarded *guarded, const struct guarded_who *who,
     const char *citizen)
{
    struct msb_store *store = guarded_open(guarded, who);
    struct msbi_sight sight;
    struct msb_error err;

    assert_int_equal(msbi_store_begin_reading(store, &err), MSB_OK);
    assert_int_equal(
        msbi_sight_find(store, guarded_key(guarded, citizen), &sight, &err),
        MSB_OK);
    assert_int_equal(msbi_store_end_reading(store, MSB_OK, &err), MSB_OK);
    msb_store_unref(store);
    return sight;
}

static void
check_sights(struct guarded *guarded, const struct sights *sights, size_t num)
{
    for (size_t i = 0; i < num; i++)
        for (size_t k = 0; k < NUM_PEOPLE; k++) {
            struct msbi_sight sight = look(guarded, &sights[i].who, people[k]);

            if ((int)sight.view != sights[i].views[k])
                fail_msg("%s: sees %d of %s, not %d", sights[i].why,
                         (int)sight.view, people[k], sights[i].views[k]);
            msbi_sight_release(&sight);
        }
}

static void
todays_responsibility_and_delivery_say_what_is_seen(void **state)
{
    static const struct sights cases[] = {
        {"the responsible area",
         {CASEWORKER, "young", NULL, NULL},
         {WHOLE, NONE, NONE, WHOLE, NONE}},
        {"responsible, and delivering",
         {CASEWORKER, "work", NULL, NULL},
         {COURSES, WHOLE, NONE, NONE, NONE}},
        {"its leader",
         {LEADER, "work", NULL, NULL},
         {COURSES, WHOLE, NONE, NONE, NONE}},
        {"a unit above the delivering one",
         {CASEWORKER, NULL, "team", NULL},
         {COURSES, WHOLE, NONE, NONE, NONE}},
        {"another unit of the area",
         {CASEWORKER, NULL, "desk", NULL},
         {NONE, WHOLE, NONE, NONE, NONE}},
        {"a unit on a course on record",
         {CASEWORKER, NULL, "clinic", NULL},
         {NONE, COURSES, WHOLE, NONE, NONE}},
        {"unit and area that agree",
         {CASEWORKER, "health", "clinic", NULL},
         {NONE, COURSES, WHOLE, NONE, NONE}},
        {"unit and area that do not",
         {CASEWORKER, "young", "clinic", NULL},
         {NONE, NONE, NONE, NONE, NONE}},
        {"a unit that is none",
         {CASEWORKER, "young", "x", NULL},
         {NONE, NONE, NONE, NONE, NONE}},
        {"no place at all",
         {CASEWORKER, NULL, NULL, NULL},
         {NONE, NONE, NONE, NONE, NONE}},
    };

    check_sights(*state, cases, sizeof cases / sizeof cases[0]);
}

static void
the_policy_opens_what_it_says_for_its_purposes(void **state)
{
    static const struct sights cases[] = {
        {"contacts, for a purpose",
         {CASEWORKER, "work", NULL, "coordination"},
         {COURSES, WHOLE, CONTACTS, CONTACTS, CONTACTS}},
        /* Of erik it is not known that he is sick. */
        {"courses, for a role and a condition",
         {LEADER, "work", NULL, "coordination"},
         {COURSES, WHOLE, COURSES, CONTACTS, CONTACTS}},
        {"the whole, for a unit and an age",
         {CASEWORKER, NULL, "clinic", "child_care"},
         {NONE, COURSES, WHOLE, WHOLE, NONE}},
        {"the second of its purposes",
         {CASEWORKER, NULL, "clinic", "coordination"},
         {NONE, COURSES, WHOLE, WHOLE, NONE}},
        {"not for another purpose",
         {CASEWORKER, NULL, "clinic", "curiosity"},
         {NONE, COURSES, WHOLE, NONE, NONE}},
        {"not for another area",
         {CASEWORKER, "young", NULL, "coordination"},
         {WHOLE, NONE, NONE, WHOLE, NONE}},
    };

    check_sights(*state, cases, sizeof cases / sizeof cases[0]);
}

static void
other_roles_see_everything_or_nobody(void **state)
{
    static const struct sights cases[] = {
        {"system",
         {MSB_ROLE_SYSTEM, NULL, NULL, NULL},
         {WHOLE, WHOLE, WHOLE, WHOLE, WHOLE}},
        {"analyst",
         {MSB_ROLE_ANALYST, "young", NULL, "coordination"},
         {NONE, NONE, NONE, NONE, NONE}},
        {"auditor",
         {MSB_ROLE_AUDITOR, "young", NULL, "coordination"},
         {NONE, NONE, NONE, NONE, NONE}},
    };

    check_sights(*state, cases, sizeof cases / sizeof cases[0]);
}

static void
who_delivers_sees_its_own_courses_and_the_policy_may_open_all(void **state)
{
    static const struct guarded_who team = {CASEWORKER, NULL, "team", NULL};
    static const struct guarded_who leader = {LEADER, "work", NULL,
                                              "coordination"};
    struct msbi_sight sight = look(*state, &team, "anna");

    assert_true(sight.is_own_only);
    assert_true(msbi_sight_is_own(&sight, "training"));
    assert_false(msbi_sight_is_own(&sight, "guidance"));
    assert_false(msbi_sight_is_own(&sight, "nothing"));
    assert_null(sight.access);
    msbi_sight_release(&sight);
    sight = look(*state, &leader, "carl");
    assert_false(sight.is_own_only);
    assert_string_equal(sight.access, "leaders_of_sick");
    msbi_sight_release(&sight);
}

static void
the_assignment_on_record_goes_before_what_the_rules_say(void **state)
{
    static const struct guarded_who young = {CASEWORKER, "young", NULL, NULL};
    static const struct guarded_who health = {CASEWORKER, "health", NULL, NULL};
    struct guarded *guarded = *state;
    struct msbi_sight sight;

    town_execute(guarded->town->store,
                 "INSERT INTO assignment (citizen, model, area, valid_from,"
                 " recorded_at) SELECT key, 1, 'young', 17897, 1559390400"
                 " FROM citizen WHERE id = 'carl'"); /* 2019-01-01 */
    sight = look(guarded, &young, "carl");
    assert_true(sight.is_responsible);
    msbi_sight_release(&sight);
    sight = look(guarded, &health, "carl");
    assert_false(sight.is_responsible);
    assert_int_equal(sight.view, MSBI_VIEW_NOTHING);
    msbi_sight_release(&sight);
}

static const char next_model[] =
    "{'msb_model':1,'id':'guarded_2020','name':'G','valid_from':'2020-01-01',"
    "'replaces':{'model':'guarded_2019','successors':{'work':['jobs'],"
    "'team':['jobs_team'],'clinic':['ward'],'young':['jobs','health']}},"
    "'areas':[{'id':'jobs','name':'J'},{'id':'health','name':'H'}],"
    "'units':[{'id':'jobs_team','name':'T','parent':'jobs'},"
    "{'id':'ward','name':'W','parent':'health'}],"
    "'services':[{'id':'guidance','name':'G','delivered_by':'jobs'}],"
    "'target_groups':[{'id':'all','name':'A','when':{}}],"
    "'responsibility':[{'id':'r_all','when':{},'area':'jobs'}]}";

static void
a_renamed_area_is_followed_and_a_split_one_is_not(void **state)
{
    static const struct sights before[] = {
        {"work",
         {CASEWORKER, "work", NULL, NULL},
         {COURSES, WHOLE, NONE, NONE, NONE}},
    };
    static const struct sights after[] = {
        {"by its new name",
         {CASEWORKER, "jobs", NULL, NULL},
         {WHOLE, WHOLE, WHOLE, WHOLE, WHOLE}},
        {"by its old name",
         {CASEWORKER, "work", NULL, NULL},
         {WHOLE, WHOLE, WHOLE, WHOLE, WHOLE}},
        {"a renamed unit",
         {CASEWORKER, NULL, "team", NULL},
         {WHOLE, WHOLE, WHOLE, WHOLE, WHOLE}},
        {"on a course that names the unit by its old name",
         {CASEWORKER, NULL, "ward", NULL},
         {NONE, COURSES, NONE, NONE, NONE}},
        {"of a split area",
         {CASEWORKER, "young", NULL, NULL},
         {NONE, NONE, NONE, NONE, NONE}},
    };
    struct guarded *guarded = *state;

    town_adopt(guarded->town, next_model);
    check_sights(guarded, before, 1); /* it is not in force yet */
    guarded->now += (int64_t)366 * 86400;
    check_sights(guarded, after, sizeof after / sizeof after[0]);
}

static void
before_any_model_is_in_force_nobody_is_responsible(void **state)
{
    static const struct sights cases[] = {
        {"young",
         {CASEWORKER, "young", NULL, NULL},
         {NONE, NONE, NONE, NONE, NONE}},
    };
    struct guarded *guarded = *state;

    guarded->now -= (int64_t)366 * 86400;
    check_sights(guarded, cases, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            todays_responsibility_and_delivery_say_what_is_seen, guarded_set_up,
            guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            the_policy_opens_what_it_says_for_its_purposes, guarded_set_up,
            guarded_tear_down),
        cmocka_unit_test_setup_teardown(other_roles_see_everything_or_nobody,
                                        guarded_set_up, guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            who_delivers_sees_its_own_courses_and_the_policy_may_open_all,
            guarded_set_up, guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            the_assignment_on_record_goes_before_what_the_rules_say,
            guarded_set_up, guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            a_renamed_area_is_followed_and_a_split_one_is_not, guarded_set_up,
            guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            before_any_model_is_in_force_nobody_is_responsible, guarded_set_up,
            guarded_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
