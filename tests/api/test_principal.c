/* SPDX-License-Identifier: MIT */
/*
 * What an embedder can rely on of msb/principal.h and msb/journal.h, through
 * the shared library: every role, and every call that a store has.
 */
#include <msb.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/calls.h"
#include "support/short.h"

static void
each_role_may_make_the_calls_that_the_reference_says(void **state)
{
    for (int role = MSB_ROLE_SYSTEM; role <= MSB_ROLE_AUDITOR; role++) {
        for (size_t i = 0; i < num_calls; i++) {
            struct msb_store *store = calls_open_as(role);
            bool may = calls[i].may[role - MSB_ROLE_SYSTEM] == 'Y';
            enum msb_status status = calls[i].call(store);

            if (may ? status != MSB_OK : status != MSB_ERR_DENIED)
                fail_msg("%s: %s: %s", msb_role_get_name((enum msb_role)role),
                         calls[i].name, msb_status_get_name(status));
            msb_store_unref(store);
        }
        calls_tear_down(state); /* anna may be gone */
        calls_set_up(state);
    }
}

/* How many entries say what. */
static bool
count_refusals(void *user, const struct msb_journal_entry *entry)
{
    int *num = user;

    *num += strstr(entry->detail, "denied") != NULL;
    return true;
}

static void
every_refusal_is_in_the_journal(void **state)
{
    int expected = 0, num = 0;
    struct msb_store *store;

    (void)state;
    for (size_t i = 0; i < num_calls; i++) {
        store = calls_open_as(MSB_ROLE_ANALYST);
        expected += calls[i].call(store) == MSB_ERR_DENIED;
        msb_store_unref(store);
    }
    assert_int_equal(expected, 16);
    store = calls_open_as(MSB_ROLE_AUDITOR);
    assert_int_equal(
        msb_store_list_journal(store, 1, count_refusals, &num, NULL), MSB_OK);
    assert_int_equal(num, expected);
    msb_store_unref(store);
}

static void
a_guarded_store_is_opened_by_somebody_and_for_something(void **state)
{
    static const struct {
        const char *actor, *purpose;
        enum msb_status status;
        const char *code;
    } cases[] = {
        {"user1", "casework", MSB_OK, ""},
        {NULL, "casework", MSB_ERR_MISUSE, "misuse"},
        {"", "casework", MSB_ERR_MISUSE, "misuse"},
        {"user1", NULL, MSB_ERR_MISUSE, "misuse"},
        {"user1", "anna is ill", MSB_ERR_INVALID, "bad_identifier"},
        {"010190-1234", "casework", MSB_ERR_INVALID, "bad_actor"},
        {"user\n1", "casework", MSB_ERR_INVALID, "bad_actor"},
    };
    struct msb_store_options options;
    struct msb_principal principal;
    struct msb_store *store;
    struct msb_error err;

    (void)state;
    calls_fill_options(0, &principal, &options);
    assert_int_equal(
        msb_store_open(calls_path("town.msb"), &options, &store, &err),
        MSB_ERR_DENIED);
    assert_null(store);
    assert_string_equal(err.code, "principal");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        calls_fill_options(MSB_ROLE_LEADER, &principal, &options);
        principal.actor = cases[i].actor;
        principal.purpose = cases[i].purpose;
        memset(&err, 0, sizeof err);
        assert_int_equal(
            msb_store_open(calls_path("town.msb"), &options, &store, &err),
            cases[i].status);
        assert_string_equal(err.code, cases[i].code);
        msb_store_unref(store);
    }
}

static void
only_a_program_of_the_authority_makes_a_guarded_store(void **state)
{
    struct msb_store_options options;
    struct msb_principal principal;
    struct msb_error err;

    (void)state;
    calls_fill_options(MSB_ROLE_LEADER, &principal, &options);
    assert_int_equal(msb_store_create(calls_path("copy.msb"), calls_model,
                                      &options, NULL, &err),
                     MSB_ERR_DENIED);
    assert_string_equal(err.code, "denied");
    calls_fill_options(0, &principal, &options);
    assert_int_equal(msb_store_create(calls_path("copy.msb"), calls_model,
                                      &options, NULL, &err),
                     MSB_ERR_DENIED);
    assert_string_equal(err.code, "principal");
    assert_int_not_equal(access(calls_path("copy.msb"), F_OK), 0);
}

/* Of two citizens, a young one and another, nobody is to be told. */
static void
small_numbers_are_kept_from_all_but_the_system(void **state)
{
    (void)state;
    for (int role = MSB_ROLE_SYSTEM; role <= MSB_ROLE_ANALYST; role++) {
        struct msb_store *store = calls_open_as(role);
        struct msb_totals *totals, *shown;
        bool is_exact = role == MSB_ROLE_SYSTEM;

        assert_int_equal(msb_store_report(store, calls_rules,
                                          date_of("2019-06-01"), NULL, NULL,
                                          &totals, NULL),
                         MSB_OK);
        assert_true((msb_totals_get_responsible(totals, 0) == 1) == is_exact);
        /* A lower bound does not help; a higher one is kept. */
        for (uint64_t least = 0; least <= 9; least += 3) {
            assert_int_equal(msb_totals_suppress(totals, least, &shown, NULL),
                             MSB_OK);
            assert_true((msb_totals_get_responsible(shown, 0) == 1)
                        == (is_exact && least == 0));
            msb_totals_unref(shown);
        }
        msb_totals_unref(totals);
        msb_store_unref(store);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            each_role_may_make_the_calls_that_the_reference_says, calls_set_up,
            calls_tear_down),
        cmocka_unit_test_setup_teardown(every_refusal_is_in_the_journal,
                                        calls_set_up, calls_tear_down),
        cmocka_unit_test_setup_teardown(
            a_guarded_store_is_opened_by_somebody_and_for_something,
            calls_set_up, calls_tear_down),
        cmocka_unit_test_setup_teardown(
            only_a_program_of_the_authority_makes_a_guarded_store, calls_set_up,
            calls_tear_down),
        cmocka_unit_test_setup_teardown(
            small_numbers_are_kept_from_all_but_the_system, calls_set_up,
            calls_tear_down),
    };
    int failed;

    calls_start();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    calls_end();
    return failed;
}
