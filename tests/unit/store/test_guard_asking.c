/* SPDX-License-Identifier: MIT */
/* Assignments and histories for a principal: no more than it may see. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/assignment.h>
#include <msb/history.h>

#include "unit/store/guarded.h"

#define ENTRIES                                                                \
    "SELECT action, citizen, detail FROM journal WHERE actor = 'cw1'"          \
    " ORDER BY number"

/* It answers for bo, and may see who answers for carl. */
static const struct guarded_who work = {MSB_ROLE_CASEWORKER, "work", NULL,
                                        "coordination"};
/* It may see neither. */
static const struct guarded_who young = {MSB_ROLE_CASEWORKER, "young", NULL,
                                         NULL};

static int
set_up(void **state)
{
    struct msb_assign_summary summary;
    struct guarded *guarded;

    guarded_set_up(state);
    guarded = *state;
    assert_int_equal(msb_store_assign(guarded->town->store,
                                      town_date("2019-06-01"), NULL, NULL,
                                      &summary, NULL),
                     MSB_OK);
    return 0;
}

static void
an_assignment_tells_what_the_principal_may_see(void **state)
{
    struct guarded *guarded = *state;
    struct msb_date on = town_date("2019-06-01");
    struct msb_store *store = guarded_open(guarded, &work);
    struct msb_assignment found;

    assert_int_equal(msb_store_find_assignment(store, "bo", on, &found, NULL),
                     MSB_OK);
    assert_string_equal(found.area, "work");
    assert_string_equal(found.rule, "r_cash");
    assert_string_equal(found.target_group, "adults");
    /* The rule of another area tells of the facts. */
    assert_int_equal(msb_store_find_assignment(store, "carl", on, &found, NULL),
                     MSB_OK);
    assert_string_equal(found.area, "health");
    assert_string_equal(found.rule, "");
    assert_string_equal(found.target_group, "");
    assert_string_equal(found.model, "guarded_2019");
    msb_store_unref(store);
    assert_query(guarded->town->store, ENTRIES,
                 "assignment|2|{\"view\": \"whole\"}\n"
                 "assignment|3|{\"view\": \"contacts\","
                 " \"access\": \"work_coordinates\"}\n");
}

static void
an_assignment_that_is_not_there_was_looked_for_all_the_same(void **state)
{
    struct guarded *guarded = *state;
    struct msb_store *store = guarded_open(guarded, &work);
    struct msb_assignment found;
    struct msb_error err;

    assert_int_equal(msb_store_find_assignment(
                         store, "bo", town_date("2019-05-31"), &found, &err),
                     MSB_ERR_NOT_FOUND);
    assert_string_equal(err.code, "no_assignment");
    assert_int_equal(msb_store_find_assignment(store, "nobody",
                                               town_date("2019-06-01"), &found,
                                               &err),
                     MSB_ERR_NOT_FOUND);
    assert_string_equal(err.code, "unknown_citizen");
    msb_store_unref(store);
    assert_query(guarded->town->store, ENTRIES,
                 "assignment|2|{\"view\": \"whole\"}\n");
}

static void
who_may_not_see_an_assignment_is_denied(void **state)
{
    struct guarded *guarded = *state;
    struct msb_store *store = guarded_open(guarded, &young);
    struct msb_assignment found, before;

    memset(&before, 7, sizeof before);
    found = before;
    assert_int_equal(msb_store_find_assignment(
                         store, "bo", town_date("2019-06-01"), &found, NULL),
                     MSB_ERR_DENIED);
    assert_memory_equal(&found, &before, sizeof found);
    msb_store_unref(store);
    assert_query(guarded->town->store, ENTRIES,
                 "assignment|2|{\"denied\": \"contacts\"}\n");
}

static void
a_history_is_for_those_who_see_the_whole_citizen(void **state)
{
    struct guarded *guarded = *state;
    struct msb_store *store = guarded_open(guarded, &work);
    struct msb_history *history;

    assert_int_equal(msb_store_find_history(store, "bo", NULL, &history, NULL),
                     MSB_OK);
    assert_int_equal(msb_history_num_rows(history, 2), 1);
    msb_history_unref(history);
    assert_int_equal(
        msb_store_find_history(store, "carl", NULL, &history, NULL),
        MSB_ERR_DENIED);
    assert_null(history);
    msb_store_unref(store);
    assert_query(guarded->town->store, ENTRIES,
                 "history|2|{\"view\": \"whole\"}\n"
                 "history|3|{\"denied\": \"whole\"}\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            an_assignment_tells_what_the_principal_may_see, set_up,
            guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            an_assignment_that_is_not_there_was_looked_for_all_the_same, set_up,
            guarded_tear_down),
        cmocka_unit_test_setup_teardown(who_may_not_see_an_assignment_is_denied,
                                        set_up, guarded_tear_down),
        cmocka_unit_test_setup_teardown(
            a_history_is_for_those_who_see_the_whole_citizen, set_up,
            guarded_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
