/* SPDX-License-Identifier: MIT */
/*
 * Every allocation of a question to a store fails once, SQLite's among them:
 * nothing leaks, the call says NOMEM, and the store is as it was.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/answer.h>
#include <msb/assignment.h>
#include <msb/history.h>

#include "base/memory.h"
#include "fault/sqlite_memory.h"
#include "fault/store_bench.h"

/* An answer as JSON, which is text or nothing. */
static enum msb_status
answer_at(struct msb_store *store, const struct msb_instant *known_at,
          struct msb_error *err)
{
    struct msb_answer_options options;
    struct msb_answer *answer;
    enum msb_status status;
    char *json = NULL;

    msb_answer_options_init(&options);
    options.explain = true;
    options.known_at = known_at;
    status = msb_store_find_answer(store, "anna", town_date("2019-04-01"),
                                   &options, &answer, err);
    if (status != MSB_OK) {
        assert_null(answer);
        return status;
    }
    status = msb_answer_format_json(answer, &json, err);
    assert_true((json != NULL) == (status == MSB_OK));
    msb_text_free(json);
    msb_answer_unref(answer);
    return status;
}

static enum msb_status
answer_now(struct msb_store *store, struct msb_error *err)
{
    return answer_at(store, NULL, err);
}

/* Of what is known now, but asked in the other words. */
static enum msb_status
answer_then(struct msb_store *store, struct msb_error *err)
{
    static const struct msb_instant last = {INT64_C(253402300799)};

    return answer_at(store, &last, err);
}

static enum msb_status
look_up(struct msb_store *store, struct msb_error *err)
{
    struct msb_assignment found;

    return msb_store_find_assignment(store, "anna", town_date("2019-04-01"),
                                     &found, err);
}

/* Nothing is known of bo on the date, and no assignment on record. */
static enum msb_status
look_up_in_vain(struct msb_store *store, struct msb_error *err)
{
    struct msb_assignment found;
    enum msb_status status = msb_store_find_assignment(
        store, "bo", town_date("2019-04-01"), &found, err);

    assert_int_not_equal(status, MSB_OK);
    return status == MSB_ERR_NOT_FOUND ? MSB_OK : status;
}

static enum msb_status
tell_history(struct msb_store *store, struct msb_error *err)
{
    struct msb_history_options options;
    struct msb_history *history;
    enum msb_status status;
    char *json = NULL;

    msb_history_options_init(&options);
    options.explain = true;
    status = msb_store_find_history(store, "anna", &options, &history, err);
    if (status != MSB_OK) {
        assert_null(history);
        return status;
    }
    status = msb_history_format_json(history, &json, err);
    assert_true((json != NULL) == (status == MSB_OK));
    msb_text_free(json);
    msb_history_unref(history);
    return status;
}

static void
answering_survives_every_failed_allocation(void **state)
{
    bench_check_survives(*state, answer_now);
}

static void
answering_as_known_then_survives_every_failed_allocation(void **state)
{
    bench_check_survives(*state, answer_then);
}

static void
looking_up_survives_every_failed_allocation(void **state)
{
    bench_check_survives(*state, look_up);
    bench_check_survives(*state, look_up_in_vain);
}

static void
a_history_survives_every_failed_allocation(void **state)
{
    bench_check_survives(*state, tell_history);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            answering_survives_every_failed_allocation, bench_set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            answering_as_known_then_survives_every_failed_allocation,
            bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(
            looking_up_survives_every_failed_allocation, bench_set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            a_history_survives_every_failed_allocation, bench_set_up,
            bench_tear_down),
    };

    if (!sqlite_memory_through_the_seam())
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
