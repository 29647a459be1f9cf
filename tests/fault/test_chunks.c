/* SPDX-License-Identifier: MIT */
/*
 * Every allocation of what goes by columns fails once: recording many
 * assignments together, and reading chunks for a comparison, for handovers and
 * for `verify`. As test_store.c has it for a few rows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <msb/compare.h>
#include <msb/handover.h>

#include "fault/sqlite_memory.h"
#include "fault/store_bench.h"
#include "store/columns/columns.h"
#include "support/small_model.h"

static struct msb_rules *rules;

/* The store of the bench, with more citizens than are recorded one by one;
   they are decided, and chunks are there, where @are_decided. */
static void
add_citizens(struct bench *bench, bool are_decided)
{
    struct msb_assign_summary summary;
    struct town *town = bench->town;

    town_reopen(town);
    town_execute(
        town->store,
        "WITH RECURSIVE number (n) AS (SELECT 10 UNION ALL"
        " SELECT n + 1 FROM number WHERE n < 75)"
        " INSERT INTO citizen (key, id) SELECT n, 'n' || n FROM number;"
        "INSERT INTO citizen_facts (citizen, valid_from, facts,"
        " recorded_at) SELECT key, day('2019-01-01'),"
        " '{\"birth_date\":\"1995-01-01\",\"benefit\":\"sick\"}', 0"
        " FROM citizen WHERE key >= 10");
    if (are_decided)
        assert_int_equal(msb_store_assign(town->store, town_date("2019-06-01"),
                                          NULL, NULL, &summary, NULL),
                         MSB_OK);
    bench_take_template(bench);
}

static int
set_up(void **state)
{
    bench_set_up(state);
    add_citizens(*state, false);
    return 0;
}

static int
set_up_decided(void **state)
{
    bench_set_up(state);
    add_citizens(*state, true);
    return 0;
}

static enum msb_status
assign(struct msb_store *store, struct msb_error *err)
{
    struct msb_assign_summary summary;
    enum msb_status status = msb_store_assign(store, town_date("2019-06-01"),
                                              NULL, NULL, &summary, err);

    if (status == MSB_OK)
        assert_true(summary.assigned > 64);
    return status;
}

static enum msb_status
compare(struct msb_store *store, struct msb_error *err)
{
    struct msb_comparison *comparison;
    enum msb_status status = msb_store_compare(store, rules, rules,
                                               town_date("2019-06-01"), NULL,
                                               NULL, &comparison, err);

    msb_comparison_unref(comparison);
    return status;
}

static enum msb_status
find_handovers(struct msb_store *store, struct msb_error *err)
{
    struct msb_handovers *list;
    enum msb_status status = msb_store_find_handovers(
        store, town_date("2019-06-01"), town_date("2029-06-01"), &list, err);

    if (status == MSB_OK) /* everybody turns 30 */
        assert_true(msb_handovers_num(list) > 64);
    msb_handovers_unref(list);
    return status;
}

static enum msb_status
verify(struct msb_store *store, struct msb_error *err)
{
    uint64_t num_wrong;
    int64_t first;
    enum msb_status status = msbi_columns_verify(store, &num_wrong, &first,
                                                 err);

    if (status == MSB_OK)
        assert_int_equal(num_wrong, 0);
    return status;
}

static void
assigning_many_survives_every_failed_allocation(void **state)
{
    bench_check_survives(*state, assign);
}

static void
comparing_by_columns_survives_every_failed_allocation(void **state)
{
    bench_check_survives(*state, compare);
}

static void
finding_handovers_survives_every_failed_allocation(void **state)
{
    bench_check_survives(*state, find_handovers);
}

static void
verifying_columns_survives_every_failed_allocation(void **state)
{
    bench_check_survives(*state, verify);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            assigning_many_survives_every_failed_allocation, set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            comparing_by_columns_survives_every_failed_allocation,
            set_up_decided, bench_tear_down),
        cmocka_unit_test_setup_teardown(
            finding_handovers_survives_every_failed_allocation, set_up_decided,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            verifying_columns_survives_every_failed_allocation, set_up_decided,
            bench_tear_down),
    };
    struct msb_model *model;
    int failed;

    if (!sqlite_memory_through_the_seam())
        return 1;
    model = town_model(small_2019);
    if (msb_rules_compile(model, &rules, NULL) != MSB_OK)
        return 1;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    msb_rules_unref(rules);
    msb_model_unref(model);
    return failed;
}
