/* SPDX-License-Identifier: MIT */
/*
 * What an embedder of msb/exception.h, msb/household.h and msb/address.h can
 * rely on: what is put is told, by the clock of the store's options, and a
 * NULL where none may be is MISUSE.
 */
#include <msb/address.h>
#include <msb/exception.h>
#include <msb/household.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/short.h"
#include "support/small_model.h"
#include "unit/import/scratch.h"

static struct scratch scratch;
static struct msb_store *store;
static int64_t now;

static int64_t
read_clock(void *user)
{
    (void)user;
    return now;
}

static void
import_claus(void)
{
    struct msb_import_report *report;
    char *mapping = quoted(
        "{'msb_mapping':1,'format':'csv','record':'citizen','columns':{"
        "'id':{'from':'id'},'birth_date':{'from':'born'},"
        "'benefit':{'constant':'cash'},"
        "'valid_from':{'constant':'2019-01-01'}}}");
    const char *file = scratch_write(&scratch, "rows.csv",
                                     "id;born\nclaus;1980-01-01\n", -1);

    assert_int_equal(
        msb_store_import(store, file,
                         scratch_write(&scratch, "mapping.json", mapping, -1),
                         NULL, NULL, &report, NULL),
        MSB_OK);
    msb_import_report_unref(report);
    free(mapping);
}

static int
set_up(void **state)
{
    char *text = quoted(small_2019);
    struct msb_store_options options;
    struct msb_model *model;

    (void)state;
    scratch_begin(&scratch);
    now = (int64_t)date_of("2019-06-01").days * 86400;
    msb_store_options_init(&options);
    options.clock = read_clock;
    assert_int_equal(
        msb_model_parse(text, strlen(text), "model", &model, NULL, NULL),
        MSB_OK);
    assert_int_equal(msb_store_create(scratch_path(&scratch, "town.msb"), model,
                                      &options, &store, NULL),
                     MSB_OK);
    msb_model_unref(model);
    free(text);
    import_claus();
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    msb_store_unref(store);
    scratch_end(&scratch);
    return 0;
}

static struct msb_period
period(const char *from, const char *to)
{
    return (struct msb_period){.from = date_of(from), .to = date_of(to)};
}

static struct msb_answer *
ask(bool show_address)
{
    struct msb_answer_options options;
    struct msb_answer *answer;

    msb_answer_options_init(&options);
    options.show_address = show_address;
    assert_int_equal(msb_store_find_answer(store, "claus",
                                           date_of("2019-06-01"), &options,
                                           &answer, NULL),
                     MSB_OK);
    return answer;
}

static void
an_exception_is_told_until_it_is_ended(void **state)
{
    const struct msb_exception exception = {"health", "A reason", "leader 7",
                                            date_of("2019-05-01"),
                                            date_of("2019-07-01")};
    struct msb_exception found;
    struct msb_answer *answer;

    (void)state;
    assert_int_equal(msb_store_put_exception(store, "claus", &exception, NULL),
                     MSB_OK);
    answer = ask(false);
    assert_true(msb_answer_get_exception(answer, &found));
    assert_string_equal(found.area, "health");
    assert_int_equal(found.to.days, exception.to.days);
    assert_int_equal(
        msb_decision_get_outcome(msb_answer_get_decision(answer)).area, 2);
    assert_int_equal(
        msb_decision_get_outcome(msb_answer_get_ruled(answer)).area, 1);
    msb_answer_unref(answer);
    assert_int_equal(
        msb_store_end_exception(store, "claus", date_of("2019-05-02"), NULL),
        MSB_OK);
    answer = ask(false);
    assert_false(msb_answer_get_exception(answer, &found));
    msb_answer_unref(answer);
}

static void
a_household_is_told_of_its_members(void **state)
{
    const struct msb_household_member member = {
        "claus", "son", period("2019-01-01", "2020-01-01")};
    const struct msb_household_course course = {
        "guidance", NULL, period("2019-01-01", "2020-01-01")};
    struct msb_household_service service;
    struct msb_household_member found;
    struct msb_household_course ran;
    struct msb_household *household;
    struct msb_membership membership;
    struct msb_answer *answer;

    (void)state;
    assert_int_equal(msb_store_put_member(store, "h1", &member, NULL), MSB_OK);
    assert_int_equal(msb_store_put_household_course(store, "h1", &course, NULL),
                     MSB_OK);
    assert_int_equal(msb_store_find_household(store, "h1",
                                              date_of("2019-06-01"), NULL,
                                              &household, NULL),
                     MSB_OK);
    assert_ptr_equal(msb_household_ref(household), household);
    msb_household_unref(household);
    assert_int_equal(msb_household_num_members(household), 1);
    assert_int_equal(msb_household_num_hidden(household), 0);
    assert_true(msb_household_get_member(household, 0, &found));
    assert_string_equal(found.role, "son");
    assert_false(msb_household_get_member(household, 1, &found));
    assert_int_equal(msb_household_num_courses(household), 1);
    assert_true(msb_household_get_course(household, 0, &ran));
    assert_null(ran.unit);
    assert_false(msb_household_get_course(household, 1, &ran));
    msb_household_unref(household);
    answer = ask(false);
    assert_int_equal(msb_answer_num_memberships(answer), 1);
    assert_true(msb_answer_get_membership(answer, 0, &membership));
    assert_string_equal(membership.household, "h1");
    assert_false(msb_answer_get_membership(answer, 1, &membership));
    assert_true(msb_answer_get_household_service(answer, 0, 0, &service));
    assert_int_equal(service.area, 0); /* the young guide */
    assert_false(service.is_contact);
    assert_false(msb_answer_get_household_service(answer, 0, 1, &service));
    assert_false(msb_answer_get_household_service(answer, 1, 0, &service));
    msb_answer_unref(answer);
}

static void
an_address_is_told_when_asked_for_and_not_protected(void **state)
{
    struct msb_answer *answer;

    (void)state;
    assert_int_equal(msb_store_put_address(store, "claus", "Åvej 1",
                                           period("2019-01-01", "2020-01-01"),
                                           NULL),
                     MSB_OK);
    answer = ask(false);
    assert_null(msb_answer_get_address(answer));
    msb_answer_unref(answer);
    answer = ask(true);
    assert_string_equal(msb_answer_get_address(answer), "Åvej 1");
    assert_false(msb_answer_is_address_protected(answer));
    msb_answer_unref(answer);
    assert_int_equal(
        msb_store_protect_address(store, "claus",
                                  period("2019-06-01", "2019-06-02"), NULL),
        MSB_OK);
    answer = ask(true);
    assert_null(msb_answer_get_address(answer));
    assert_true(msb_answer_is_address_protected(answer));
    msb_answer_unref(answer);
    now += 86400;
    answer = ask(true);
    assert_string_equal(msb_answer_get_address(answer), "Åvej 1");
    msb_answer_unref(answer);
}

static void
what_is_missing_is_misuse(void **state)
{
    const struct msb_exception exception = {"health", "A reason", NULL,
                                            date_of("2019-05-01"),
                                            date_of("2019-07-01")};
    const struct msb_household_member member = {"claus", "", {{0}, {0}, true}};
    const struct msb_household_course course = {NULL, NULL, {{0}, {0}, true}};
    struct msb_household *household = NULL;
    char *text;

    (void)state;
    assert_int_equal(msb_store_put_exception(store, "claus", NULL, NULL),
                     MSB_ERR_MISUSE);
    /* Nobody opened the store, and nobody is named. */
    assert_int_equal(msb_store_put_exception(store, "claus", &exception, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(
        msb_store_end_exception(store, NULL, date_of("2019-05-01"), NULL),
        MSB_ERR_MISUSE);
    assert_int_equal(msb_store_put_member(store, "", &member, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_store_put_household_course(store, "h1", &course, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_store_find_household(store, NULL,
                                              date_of("2019-05-01"), NULL,
                                              &household, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_household_format_json(NULL, &text, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_store_put_address(NULL, "claus", "A",
                                           period("2019-01-01", "2020-01-01"),
                                           NULL),
                     MSB_ERR_MISUSE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_exception_is_told_until_it_is_ended,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_household_is_told_of_its_members,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            an_address_is_told_when_asked_for_and_not_protected, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(what_is_missing_is_misuse, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
