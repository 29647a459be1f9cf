/* SPDX-License-Identifier: MIT */
/*
 * Deciding again, handing over and verifying while an allocation fails: the
 * n-th one in the n-th attempt, SQLite's among them. Each says NOMEM, leaks
 * nothing, and leaves the store as it was.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <msb/handover.h>
#include <msb/verify.h>

#include "fault/sqlite_memory.h"
#include "fault/store_bench.h"
#include "support/small_model.h"

static struct msb_model *next_model;

/* On the first day with them, Anna's facts hand her over. */
static const char day[] = "2019-05-01";

/* A model that decides everybody again. */
static enum msb_status
adopt(struct msb_store *store, struct msb_error *err)
{
    return msb_store_adopt(store, next_model, err);
}

/* A correction of days that were decided: her assignment is another then. */
static enum msb_status
correct(struct msb_store *store, struct msb_error *err)
{
    const struct msbi_citizen_row row = town_citizen(
        "anna", NULL, "2019-02-01", "2019-04-01",
        "{'birth_date':'1980-01-01','benefit':'sick'}");
    enum msb_status status = msbi_store_begin(store, err);
    enum msbi_put put;

    if (status != MSB_OK)
        return status;
    status = msbi_store_put_citizen(store, &row, &put, err);
    if (status == MSB_OK)
        return msbi_store_commit(store, err);
    msbi_store_rollback(store);
    return status;
}

static enum msb_status
find_handovers(struct msb_store *store, struct msb_error *err)
{
    struct msb_handovers *handovers;
    char *json = NULL, *calendar = NULL;
    enum msb_status status = msb_store_find_handovers(
        store, town_date("2019-02-01"), town_date("2020-01-01"), &handovers,
        err);

    assert_true((handovers != NULL) == (status == MSB_OK));
    if (status == MSB_OK) {
        assert_int_equal(msb_handovers_num(handovers), 1);
        status = msb_handovers_format_json(handovers, 0, &json, err);
    }
    if (status == MSB_OK)
        status = msb_handovers_format_ics(handovers, "da", &calendar, err);
    msb_text_free(json);
    msb_text_free(calendar);
    msb_handovers_unref(handovers);
    return status;
}

static enum msb_status
plan_handover(struct msb_store *store, struct msb_error *err)
{
    const struct msb_handover_work work = {.state = MSB_HANDOVER_STATE_PLANNED,
                                           .actor = "kim"};

    return msb_store_put_handover(store, "anna", town_date(day), &work, err);
}

static enum msb_status
verify(struct msb_store *store, struct msb_error *err)
{
    struct msb_verification *verification;
    char *json = NULL;
    enum msb_status status = msb_store_verify(store, NULL, &verification, err);

    assert_true((verification != NULL) == (status == MSB_OK));
    if (status == MSB_OK) {
        assert_int_equal(msb_verification_num(verification), 1);
        status = msb_verification_format_json(verification, 0, &json, err);
    }
    msb_text_free(json);
    msb_verification_unref(verification);
    return status;
}

static void
adopting_after_a_run_survives_every_failed_allocation(void **state)
{
    bench_check_survives_most(*state, adopt);
}

static void
correcting_after_a_run_survives_every_failed_allocation(void **state)
{
    bench_check_survives_most(*state, correct);
}

static void
finding_handovers_survives_every_failed_allocation(void **state)
{
    bench_check_survives_most(*state, find_handovers);
}

static void
planning_a_handover_survives_every_failed_allocation(void **state)
{
    bench_check_survives_most(*state, plan_handover);
}

static void
verifying_survives_every_failed_allocation(void **state)
{
    bench_check_survives_most(*state, verify);
}

/* A store with a wrong assignment: so there is something to tell. */
static int
set_up_wrong(void **state)
{
    struct bench *bench;

    bench_set_up(state);
    bench = *state;
    free(bench->dump);
    town_reopen(bench->town);
    town_execute(bench->town->store,
                 "DROP TRIGGER assignment_is_not_overwritten");
    town_execute(bench->town->store, "UPDATE assignment SET area = 'health'");
    bench->dump = town_dump(bench->town->store);
    msb_store_unref(bench->town->store);
    bench->town->store = NULL;
    assert_int_equal(rename(bench->town->path, bench->template_path), 0);
    return 0;
}

static int
set_up_all(void **state)
{
    (void)state;
    next_model = town_model(small_2020);
    return 0;
}

static int
tear_down_all(void **state)
{
    (void)state;
    msb_model_unref(next_model);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            adopting_after_a_run_survives_every_failed_allocation, bench_set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            correcting_after_a_run_survives_every_failed_allocation,
            bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(
            finding_handovers_survives_every_failed_allocation, bench_set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            planning_a_handover_survives_every_failed_allocation, bench_set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            verifying_survives_every_failed_allocation, set_up_wrong,
            bench_tear_down),
    };

    if (!sqlite_memory_through_the_seam())
        return 1;
    return cmocka_run_group_tests(tests, set_up_all, tear_down_all);
}
