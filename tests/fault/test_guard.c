/* SPDX-License-Identifier: MIT */
/*
 * Every allocation fails once of what a guarded store does besides: finding
 * out what is seen, by responsibility, delivery and policy; refusing; breaking
 * the glass; following the journal. Nothing leaks, the call says NOMEM, and
 * neither a reading nor a refusal is half in the journal.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <msb/answer.h>
#include <msb/compare.h>
#include <msb/journal.h>
#include <msb/suppress.h>

#include "base/memory.h"
#include "fault/sqlite_memory.h"
#include "fault/store_bench.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"

#define NOON_OF_2020_06_01 1591012800

/* Anna's guidance stays with the young, her training with a unit of work. */
static const char access_model[] =
    "{'msb_model':1,'id':'small_2020','name':'S','valid_from':'2020-01-01',"
    "'attributes':{'benefit':{'type':'enum','values':['cash','sick',"
    "'other']}},"
    "'areas':[{'id':'young','name':'Y'},{'id':'work','name':'W'},"
    "{'id':'health','name':'H'}],"
    "'units':[{'id':'team','name':'T','parent':'work'}],"
    "'services':[{'id':'guidance','name':'G','delivered_by':'young'},"
    "{'id':'training','name':'T','delivered_by':'team'}],"
    "'target_groups':[{'id':'all','name':'A','when':{}}],"
    "'responsibility':[{'id':'r_cash','when':{'benefit':'cash'},"
    "'area':'work'},{'id':'r_rest','when':{},'area':'young'}],"
    "'access':[{'id':'health_of_cash','who':{'area':'health'},"
    "'may':'contacts','when':{'benefit':'cash'},'purposes':['casework']}]}";

static int64_t
tell_time(void *user)
{
    (void)user;
    return NOON_OF_2020_06_01;
}

/* A store of the bench, with the model besides. */
static int
set_up(void **state)
{
    struct bench *bench;

    bench_set_up(state);
    bench = *state;
    town_reopen(bench->town);
    town_adopt(bench->town, access_model);
    bench_take_template(bench);
    return 0;
}

static enum msb_status
become(struct msb_store *store, enum msb_role role, const char *area,
       struct msb_error *err)
{
    struct msb_principal principal;

    store->clock = tell_time;
    msb_principal_init(&principal);
    principal.role = role;
    principal.actor = "cw1";
    principal.purpose = "casework";
    principal.area = area;
    return msbi_principal_copy(&principal, &store->principal, err);
}

static enum msb_status
answer_as(struct msb_store *store, enum msb_role role, const char *area,
          struct msb_error *err)
{
    struct msb_answer *answer = NULL;
    enum msb_status status = become(store, role, area, err);

    if (status == MSB_OK)
        status = msb_store_find_answer(store, "anna", town_date("2020-06-01"),
                                       NULL, &answer, err);
    msb_answer_unref(answer);
    return status;
}

/* A refusal is what was asked for. */
static enum msb_status
expect_refusal(enum msb_status status)
{
    assert_int_not_equal(status, MSB_OK);
    return status == MSB_ERR_DENIED ? MSB_OK : status;
}

static enum msb_status
answer_whole(struct msb_store *store, struct msb_error *err)
{
    return answer_as(store, MSB_ROLE_CASEWORKER, "work", err);
}

static enum msb_status
answer_courses(struct msb_store *store, struct msb_error *err)
{
    return answer_as(store, MSB_ROLE_CASEWORKER, "young", err);
}

static enum msb_status
answer_by_policy(struct msb_store *store, struct msb_error *err)
{
    return answer_as(store, MSB_ROLE_LEADER, "health", err);
}

static enum msb_status
refuse_answer(struct msb_store *store, struct msb_error *err)
{
    return expect_refusal(answer_as(store, MSB_ROLE_ANALYST, "work", err));
}

static enum msb_status
refuse_assigning(struct msb_store *store, struct msb_error *err)
{
    struct msb_assign_summary summary;
    enum msb_status status = become(store, MSB_ROLE_LEADER, "work", err);

    if (status == MSB_OK)
        status = msb_store_assign(store, town_date("2020-06-01"), NULL, NULL,
                                  &summary, err);
    return expect_refusal(status);
}

static enum msb_status
break_glass(struct msb_store *store, struct msb_error *err)
{
    enum msb_status status = become(store, MSB_ROLE_CASEWORKER, NULL, err);

    if (status == MSB_OK)
        status = msb_store_break_glass(store, "anna", "danger_to_life", 5, err);
    return status;
}

static enum msb_status
report(struct msb_store *store, struct msb_error *err)
{
    struct msb_totals *totals = NULL, *shown = NULL;
    enum msb_status status = become(store, MSB_ROLE_ANALYST, NULL, err);

    if (status == MSB_OK)
        status = msb_store_report(store, NULL, town_date("2020-06-01"), NULL,
                                  NULL, &totals, err);
    if (status == MSB_OK)
        status = msb_totals_suppress(totals, 10, &shown, err);
    msb_totals_unref(shown);
    msb_totals_unref(totals);
    return status;
}

static bool
take_entry(void *user, const struct msb_journal_entry *entry)
{
    (void)user;
    return entry->number > 0;
}

static enum msb_status
list_journal(struct msb_store *store, struct msb_error *err)
{
    struct msb_journal_mark mark;
    enum msb_status status = msb_store_list_journal(store, 1, take_entry, NULL,
                                                    err);

    return status != MSB_OK ? status
                            : msb_store_mark_journal(store, &mark, err);
}

static enum msb_status
note_fault(void *user, enum msbi_journal_fault fault, int64_t first,
           int64_t last, struct msb_error *err)
{
    (void)user;
    (void)err;
    fail_msg("%s: %lld to %lld", msbi_journal_fault_code(fault),
             (long long)first, (long long)last);
    return MSB_OK;
}

static enum msb_status
verify(struct msb_store *store, struct msb_error *err)
{
    enum msb_status status = msbi_store_begin_reading(store, err);

    if (status != MSB_OK)
        return status;
    status = msbi_journal_verify(store, NULL, note_fault, NULL, NULL, err);
    return msbi_store_end_reading(store, status, err);
}

static void
a_reading_of_ones_own_survives_every_failed_allocation(void **state)
{
    bench_check_survives_most(*state, answer_whole);
}

static void
a_reading_by_delivery_survives_every_failed_allocation(void **state)
{
    bench_check_survives_most(*state, answer_courses);
}

static void
a_reading_by_policy_survives_every_failed_allocation(void **state)
{
    bench_check_survives_most(*state, answer_by_policy);
}

static void
a_refusal_survives_every_failed_allocation(void **state)
{
    bench_check_survives(*state, refuse_answer);
    bench_check_survives(*state, refuse_assigning);
}

static void
breaking_the_glass_survives_every_failed_allocation(void **state)
{
    bench_check_survives(*state, break_glass);
}

static void
suppressing_for_a_principal_survives_every_failed_allocation(void **state)
{
    bench_check_survives_most(*state, report);
}

static void
following_the_journal_survives_every_failed_allocation(void **state)
{
    bench_check_survives_most(*state, list_journal);
    bench_check_survives_most(*state, verify);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_reading_of_ones_own_survives_every_failed_allocation, set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            a_reading_by_delivery_survives_every_failed_allocation, set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            a_reading_by_policy_survives_every_failed_allocation, set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            a_refusal_survives_every_failed_allocation, set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            breaking_the_glass_survives_every_failed_allocation, set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            suppressing_for_a_principal_survives_every_failed_allocation,
            set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(
            following_the_journal_survives_every_failed_allocation, set_up,
            bench_tear_down),
    };

    return sqlite_memory_through_the_seam()
               ? cmocka_run_group_tests(tests, NULL, NULL)
               : 1;
}
