/* SPDX-License-Identifier: MIT */
/*
 * The same as test_disk.c for what is done about one citizen, for what is
 * computed, and for the rights of citizens. An erasure has two halves: once
 * the person is erased, the file is still to be written anew.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/address.h>
#include <msb/erase.h>
#include <msb/export.h>
#include <msb/handover.h>
#include <msb/history.h>
#include <msb/household.h>
#include <msb/journal.h>
#include <msb/subject.h>
#include <msb/verify.h>

#include "base/memory.h"
#include "fault/disk_bench.h"
#include "fault/sqlite_memory.h"

static enum msb_status
find_handovers(struct msb_store *store, struct msb_error *err)
{
    struct msb_handovers *handovers;
    enum msb_status status = msb_store_find_handovers(
        store, town_date("2019-01-01"), town_date("2031-01-01"), &handovers,
        err);

    assert_true((handovers != NULL) == (status == MSB_OK));
    msb_handovers_unref(handovers);
    return status;
}

static enum msb_status
verify(struct msb_store *store, struct msb_error *err)
{
    struct msb_verification *verification;
    enum msb_status status = msb_store_verify(store, NULL, &verification, err);

    assert_true((verification != NULL) == (status == MSB_OK));
    msb_verification_unref(verification);
    return status;
}

static enum msb_status
find_history(struct msb_store *store, struct msb_error *err)
{
    struct msb_history *history;
    enum msb_status status = msb_store_find_history(store, "anna", NULL,
                                                    &history, err);

    assert_true((history != NULL) == (status == MSB_OK));
    msb_history_unref(history);
    return status;
}

static enum msb_status
find_subject(struct msb_store *store, struct msb_error *err)
{
    struct msb_subject *subject;
    enum msb_status status = msb_store_find_subject(store, "anna", &subject,
                                                    err);

    assert_true((subject != NULL) == (status == MSB_OK));
    msb_subject_unref(subject);
    return status;
}

static bool
take_line(void *user, const char *line, size_t length)
{
    (void)user;
    return line[0] == '{' && length > 0;
}

static enum msb_status
export_all(struct msb_store *store, struct msb_error *err)
{
    return msb_store_export(store, town_date("2019-06-01"), NULL, take_line,
                            NULL, err);
}

static const struct msb_period spring = {{17956}, {18000}, false};

static enum msb_status
put_address(struct msb_store *store, struct msb_error *err)
{
    return msb_store_put_address(store, "anna", "Byvej 1", spring, err);
}

static enum msb_status
protect_address(struct msb_store *store, struct msb_error *err)
{
    return msb_store_protect_address(store, "anna", spring, err);
}

static enum msb_status
put_member(struct msb_store *store, struct msb_error *err)
{
    const struct msb_household_member member = {
        .citizen = "anna", .role = "parent", .period = spring};

    return msb_store_put_member(store, "home", &member, err);
}

static enum msb_status
put_household_course(struct msb_store *store, struct msb_error *err)
{
    const struct msb_household_course course = {.service = "guidance",
                                                .period = spring};

    return msb_store_put_household_course(store, "next_door", &course, err);
}

/* Anna goes from the young to work as her benefit changes. */
static enum msb_status
plan_handover(struct msb_store *store, struct msb_error *err)
{
    const struct msb_handover_work work = {.state = MSB_HANDOVER_STATE_PLANNED,
                                           .actor = "kim"};

    return msb_store_put_handover(store, "anna", town_date("2019-05-01"), &work,
                                  err);
}

static enum msb_status
break_glass(struct msb_store *store, struct msb_error *err)
{
    struct msb_principal principal;
    enum msb_status status;

    msb_principal_init(&principal);
    principal.role = MSB_ROLE_CASEWORKER;
    principal.actor = "kim";
    principal.purpose = "casework";
    msbi_principal_release(&store->principal); /* of the attempt before */
    status = msbi_principal_copy(&principal, &store->principal, err);
    return status != MSB_OK
               ? status
               : msb_store_break_glass(store, "anna", "danger_to_life", 5, err);
}

static const struct {
    const char *name;
    run_fn run;
} operations[] = {
    {"finding handovers", find_handovers},
    {"verifying", verify},
    {"finding a history", find_history},
    {"finding a subject", find_subject},
    {"exporting", export_all},
    {"putting an address", put_address},
    {"protecting an address", protect_address},
    {"putting a member of a household", put_member},
    {"putting a course of a household", put_household_course},
    {"planning a handover", plan_handover},
    {"breaking the glass", break_glass},
};

/* The store of the bench, with a household that a course can be put to. */
static int
set_up(void **state)
{
    const struct msb_household_member member = {
        .citizen = "bo", .role = "parent", .period = spring};
    struct bench *bench;
    struct town *town;

    bench_set_up(state);
    bench = *state;
    town = bench->town;
    town_reopen(town);
    assert_int_equal(
        msb_store_put_member(town->store, "next_door", &member, NULL), MSB_OK);
    bench_take_template(bench);
    return 0;
}

static void
each_survives_every_fault_of_the_disk(void **state)
{
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++) {
        print_message("%s\n", operations[i].name);
        disk_check_survives(*state, operations[i].run);
    }
}

/* What it came to: nothing, or all of it once the file is compact. */
static void
check_erasure(struct bench *bench, enum msb_status status,
              const struct msb_error *err, const char *expected)
{
    struct town *town = bench->town;
    bool is_erased = status == MSB_OK
                     || strcmp(err->code, "not_compacted") == 0;
    char *dump;

    town_reopen(town);
    town->store->clock = disk_clock;
    if (!is_erased) { /* or it was, and nobody could say so */
        dump = town_query(town->store, "SELECT 1 FROM erased");
        is_erased = dump[0] != '\0';
        free(dump);
    }
    if (is_erased)
        assert_int_equal(msb_store_compact(town->store, NULL), MSB_OK);
    else
        assert_int_equal(msb_store_erase(town->store, "anna", NULL, NULL),
                         MSB_OK);
    msb_store_unref(town->store);
    town->store = NULL;
    dump = disk_dump(town->path);
    assert_string_equal(dump, expected);
    free(dump);
}

static bool
try_erasing(struct bench *bench, unsigned long n, enum disk_fault fault,
            const char *expected)
{
    struct town *town = bench->town;
    size_t live = msbi_alloc_num_live();
    struct msb_error err = {0};
    enum msb_status status;
    bool has_failed;

    bench_copy_template(bench);
    town_reopen(town);
    town->store->clock = disk_clock;
    disk_fail_at(n, fault);
    status = msb_store_erase(town->store, "anna", NULL, &err);
    has_failed = disk_has_failed();
    if (status != MSB_OK && (status != MSB_ERR_IO || err.status != status))
        fail_msg("call %lu, fault %d: %s, %s", n, (int)fault,
                 msb_status_get_name(status), err.message);
    msb_store_unref(town->store);
    town->store = NULL;
    disk_fail_at(0, fault);
    check_erasure(bench, status, &err, expected);
    assert_int_equal(msbi_alloc_num_live(), live);
    return has_failed;
}

static void
erasing_survives_every_fault_of_the_disk(void **state)
{
    struct bench *bench = *state;
    char *expected;

    bench_copy_template(bench);
    town_reopen(bench->town);
    bench->town->store->clock = disk_clock;
    assert_int_equal(msb_store_erase(bench->town->store, "anna", NULL, NULL),
                     MSB_OK);
    msb_store_unref(bench->town->store);
    bench->town->store = NULL;
    expected = disk_dump(bench->town->path);
    for (int fault = 0; fault < DISK_NUM_FAULTS; fault++) {
        unsigned long n = 0;

        do
            n++;
        while (try_erasing(bench, n, (enum disk_fault)fault, expected));
        assert_true(n > 20);
    }
    free(expected);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_survives_every_fault_of_the_disk,
                                        set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(
            erasing_survives_every_fault_of_the_disk, bench_set_up,
            bench_tear_down),
    };

    if (!sqlite_memory_through_the_seam() || !disk_install())
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
