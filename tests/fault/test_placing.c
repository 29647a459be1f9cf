/* SPDX-License-Identifier: MIT */
/*
 * Every allocation fails once, of exceptions, households and addresses: of
 * putting them on record, and of answers and reports that follow them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <msb/address.h>
#include <msb/compare.h>
#include <msb/exception.h>
#include <msb/household.h>

#include "fault/sqlite_memory.h"
#include "fault/store_bench.h"

static enum msb_status
put_exception(struct msb_store *store, struct msb_error *err)
{
    const struct msb_exception exception = {"health", "because", "leader",
                                            town_date("2019-04-01"),
                                            town_date("2019-12-01")};

    return msb_store_put_exception(store, "anna", &exception, err);
}

static enum msb_status
end_exception(struct msb_store *store, struct msb_error *err)
{
    return msb_store_end_exception(store, "anna", town_date("2019-06-01"), err);
}

static enum msb_status
put_member(struct msb_store *store, struct msb_error *err)
{
    const struct msb_household_member member = {
        "anna", "daughter", town_period("2019-01-01", "2020-01-01")};

    return msb_store_put_member(store, "h1", &member, err);
}

static enum msb_status
put_course(struct msb_store *store, struct msb_error *err)
{
    const struct msb_household_course course = {
        "guidance", NULL, town_period("2019-01-01", "2020-01-01")};

    return msb_store_put_household_course(store, "h1", &course, err);
}

static enum msb_status
put_address(struct msb_store *store, struct msb_error *err)
{
    return msb_store_put_address(store, "anna", "Way 1",
                                 town_period("2019-01-01", "2020-01-01"), err);
}

static enum msb_status
protect(struct msb_store *store, struct msb_error *err)
{
    return msb_store_protect_address(
        store, "anna", town_period("2019-01-01", "2020-01-01"), err);
}

/* With all of it on record. */
static int
set_up_full(void **state)
{
    struct bench *bench;
    struct town *town;

    bench_set_up(state);
    bench = *state;
    town = bench->town;
    town_reopen(town);
    assert_int_equal(put_exception(town->store, NULL), MSB_OK);
    assert_int_equal(put_member(town->store, NULL), MSB_OK);
    assert_int_equal(put_course(town->store, NULL), MSB_OK);
    assert_int_equal(put_address(town->store, NULL), MSB_OK);
    bench_take_template(bench);
    return 0;
}

static enum msb_status
answer(struct msb_store *store, struct msb_error *err)
{
    struct msb_answer_options options;
    struct msb_answer *found;
    char *json = NULL;
    char *text = NULL;
    enum msb_status status;

    msb_answer_options_init(&options);
    options.explain = true;
    options.show_address = true;
    status = msb_store_find_answer(store, "anna", town_date("2019-04-01"),
                                   &options, &found, err);
    assert_true((found != NULL) == (status == MSB_OK));
    if (status == MSB_OK)
        status = msb_answer_format_json(found, &json, err);
    if (status == MSB_OK)
        status = msb_explanation_format_text(msb_answer_get_explanation(found),
                                             "da", &text, err);
    msb_text_free(json);
    msb_text_free(text);
    msb_answer_unref(found);
    return status;
}

static enum msb_status
show_household(struct msb_store *store, struct msb_error *err)
{
    struct msb_household *found;
    char *json = NULL;
    enum msb_status status = msb_store_find_household(
        store, "h1", town_date("2019-04-01"), NULL, &found, err);

    assert_true((found != NULL) == (status == MSB_OK));
    if (status == MSB_OK)
        status = msb_household_format_json(found, &json, err);
    msb_text_free(json);
    msb_household_unref(found);
    return status;
}

static enum msb_status
report(struct msb_store *store, struct msb_error *err)
{
    struct msb_totals *totals;
    enum msb_status status = msb_store_report(
        store, NULL, town_date("2019-04-01"), NULL, NULL, &totals, err);

    if (status == MSB_OK)
        assert_int_equal(msb_totals_get_exceptions(totals), 1);
    msb_totals_unref(totals);
    return status;
}

/* What is done, on which store. */
static const struct operation {
    const char *name;
    run_fn run;
    bool is_full;
} operations[] = {
    {"put an exception", put_exception, false},
    {"put a member", put_member, false},
    {"put a member again", put_member, true},
    {"put a course of a household", put_course, true},
    {"put an address", put_address, false},
    {"protect an address", protect, false},
    {"end an exception", end_exception, true},
    {"answer", answer, true},
    {"show a household", show_household, true},
    {"report", report, true},
};

static void
each_operation_survives_every_failed_allocation(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++) {
        void *bench = NULL;

        if (operations[i].is_full)
            set_up_full(&bench);
        else
            bench_set_up(&bench);
        print_message("%s\n", operations[i].name);
        bench_check_survives(bench, operations[i].run);
        bench_tear_down(&bench);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_operation_survives_every_failed_allocation),
    };

    if (!sqlite_memory_through_the_seam())
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
