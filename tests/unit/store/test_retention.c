/* SPDX-License-Identifier: MIT */
/* Whose periods of retention are over, counted by hand. */
#include <msb/retention.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

#define FACTS "'{\"birth_date\":\"1990-05-01\"}'"

static int
set_up(void **state)
{
    struct town *town;

    town_set_up(state);
    town = *state;
    town_execute(
        town->store,
        "INSERT INTO citizen VALUES (1, 'anna', NULL), (2, 'bo', NULL),"
        " (3, 'carl', NULL);"
        /* anna: born on a first; her last course ended on 31 January */
        "INSERT INTO citizen_facts VALUES (1, day('2018-01-01')," FACTS
        ", 0, 0, NULL), (2, day('2018-01-01'), '{}', 0, 0, NULL),"
        " (2, day('2019-06-15'), NULL, 0, 0, NULL),"
        " (3, day('2018-01-01'), '{}', 0, 0, NULL);"
        "INSERT INTO course VALUES"
        " (1, 'guidance', '', day('2018-01-01'), day('2019-01-31'), 0, 0,"
        " NULL),"
        " (1, 'treatment', '', day('2018-01-01'), day('2018-06-30'), 0, 0,"
        " NULL),"
        " (1, 'guidance', 'x', day('2018-01-01'), day('2030-01-01'), 1, 0, 5),"
        /* bo has something open */
        " (2, 'guidance', '', day('2018-01-01'), NULL, 0, 0, NULL),"
        " (2, 'treatment', '', day('2018-01-01'), day('2018-07-01'), 0, 0,"
        " NULL);"
        "INSERT INTO assignment VALUES"
        " (1, 1, 'young', 'r_young', NULL, day('2018-01-01'),"
        " day('2019-01-01'), 0, 0, NULL),"
        " (3, 1, 'young', 'r_young', NULL, day('2018-01-01'), NULL, 0, 0,"
        " NULL)");
    return 0;
}

/* The lines that were found: "citizen period ended due", and * if sampled. */
struct found {
    char lines[500];
    size_t wanted; /* so many, then it is enough */
};

static bool
write_due(void *user, const struct msb_due *due)
{
    struct found *found = user;
    size_t at = strlen(found->lines);
    char ended[11], over[11];

    msb_date_format(due->ended, ended);
    msb_date_format(due->due, over);
    snprintf(found->lines + at, sizeof found->lines - at, "%s %s %s %s%s\n",
             due->citizen, due->period, ended, over,
             due->is_sampled ? " *" : "");
    return --found->wanted > 0;
}

static void
check_first_due(struct town *town, const char *periods, const char *on,
                size_t wanted, const char *expected)
{
    struct found found = {.wanted = wanted};
    struct msb_retention *retention;
    struct msb_error err;

    if (msb_retention_parse(periods, strlen(periods), "periods", &retention,
                            NULL, &err)
        != MSB_OK)
        fail_msg("%s", err.message);
    assert_int_equal(msb_store_list_due(town->store, retention, town_date(on),
                                        write_due, &found, NULL),
                     MSB_OK);
    assert_string_equal(found.lines, expected);
    msb_retention_unref(retention);
}

static void
check_due(struct town *town, const char *periods, const char *on,
          const char *expected)
{
    check_first_due(town, periods, on, SIZE_MAX, expected);
}

#define COURSES                                                                \
    "{\"msb_retention\": 1, \"sampled\": [1, 11], \"periods\": "               \
    "[{\"id\": \"cases\", \"after\": \"course\", \"months\": 13}]}"

static void
a_period_counts_from_the_end_of_the_last_course(void **state)
{
    /* 13 months after 31 January 2019: February 2020 has 29 days. */
    check_due(*state, COURSES, "2020-02-28", "");
    check_due(*state, COURSES, "2020-02-29",
              "anna cases 2019-01-31 2020-02-29 *\n");
}

static void
a_period_can_be_about_some_services(void **state)
{
    check_due(*state,
              "{\"msb_retention\": 1, \"periods\": [{\"id\": \"treatments\","
              " \"after\": \"course\", \"services\": [\"treatment\"],"
              " \"months\": 12}]}",
              "2019-07-01",
              "anna treatments 2018-06-30 2019-06-30\n"
              "bo treatments 2018-07-01 2019-07-01\n");
}

static void
a_period_can_count_from_the_last_assignment_or_the_last_facts(void **state)
{
    static const char periods[] =
        "{\"msb_retention\": 1, \"periods\": ["
        "{\"id\": \"a\", \"after\": \"assignment\", \"months\": 0},"
        "{\"id\": \"f\", \"after\": \"facts\", \"months\": 120}]}";

    check_due(*state, periods, "2018-12-31", "");
    check_due(*state, periods, "2019-01-01", "anna a 2019-01-01 2019-01-01\n");
    check_due(*state, periods, "2029-06-15",
              "anna a 2019-01-01 2019-01-01\n"
              "bo f 2019-06-15 2029-06-15\n");
}

#define BOTH                                                                   \
    "{\"msb_retention\": 1, \"periods\": ["                                    \
    "{\"id\": \"c\", \"after\": \"course\", \"services\": [\"treatment\"],"    \
    " \"months\": 12},"                                                        \
    "{\"id\": \"f\", \"after\": \"facts\", \"months\": 120}]}"

static void
whoever_has_enough_ends_the_list(void **state)
{
    check_first_due(*state, BOTH, "2029-06-15", 1,
                    "anna c 2018-06-30 2019-06-30\n");
    check_first_due(*state, BOTH, "2029-06-15", 2,
                    "anna c 2018-06-30 2019-06-30\n"
                    "bo c 2018-07-01 2019-07-01\n");
    check_first_due(*state, BOTH, "2029-06-15", 3,
                    "anna c 2018-06-30 2019-06-30\n"
                    "bo c 2018-07-01 2019-07-01\n"
                    "bo f 2019-06-15 2029-06-15\n");
}

static void
every_mistake_in_a_file_is_reported(void **state)
{
    static const char wrong[] =
        "{\"msb_retention\": 2, \"sampled\": [0, 32],\n"
        " \"periods\": [{\"id\": \"a\", \"after\": \"birth\","
        " \"months\": -1},\n"
        " {\"id\": \"a\", \"after\": \"facts\", \"months\": 5,"
        " \"services\": [\"x\"]},\n"
        " {\"after\": \"course\", \"services\": [], \"years\": 1}]}";
    static const char *const codes[] = {
        "unsupported_version", "out_of_range",   "out_of_range",
        "unknown_value",       "out_of_range",   "duplicate_id",
        "not_allowed",         "missing_member", "missing_member",
        "empty_list",          "unknown_member"};
    struct msb_retention *retention;
    struct msb_problems *problems;
    struct msb_problem problem;

    (void)state;
    assert_int_equal(msb_retention_parse(wrong, strlen(wrong), "periods",
                                         &retention, &problems, NULL),
                     MSB_ERR_INVALID);
    assert_null(retention);
    assert_int_equal(msb_problems_num(problems),
                     sizeof codes / sizeof codes[0]);
    for (size_t i = 0; i < msb_problems_num(problems); i++) {
        assert_true(msb_problems_get(problems, i, &problem));
        assert_string_equal(problem.code, codes[i]);
    }
    msb_problems_unref(problems);
}

static void
what_is_no_json_is_refused_with_its_place(void **state)
{
    struct msb_retention *retention;
    struct msb_error err;

    (void)state;
    assert_int_equal(
        msb_retention_parse("{\n]", 3, "periods", &retention, NULL, &err),
        MSB_ERR_SYNTAX);
    assert_int_equal(err.line, 2);
    assert_string_equal(err.where, "periods");
    assert_int_equal(
        msb_retention_load("/no/such/file", &retention, NULL, &err),
        MSB_ERR_IO);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_period_counts_from_the_end_of_the_last_course, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_period_can_be_about_some_services,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_period_can_count_from_the_last_assignment_or_the_last_facts,
            set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(whoever_has_enough_ends_the_list,
                                        set_up, town_tear_down),
        cmocka_unit_test(every_mistake_in_a_file_is_reported),
        cmocka_unit_test(what_is_no_json_is_refused_with_its_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
