/* SPDX-License-Identifier: MIT */
/* What is held about one citizen. */
#include <msb/subject.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

static int
set_up(void **state)
{
    struct town *town;

    town_set_up_anna(state);
    town = *state;
    town_execute(
        town->store,
        "INSERT INTO exception VALUES (1, 'work', 'closer to home',"
        " 'chief secretary', day('2019-08-01'), day('2019-09-01'), 0, 0,"
        " NULL);"
        "INSERT INTO address VALUES (1, 'Byvej 1', day('2019-01-01'), NULL, 0,"
        " 0, NULL)");
    town_stop_clock(town, 1575158400); /* 2019-12-01T00:00:00Z */
    return 0;
}

static struct msb_subject *
find_anna(struct town *town)
{
    struct msb_subject *subject;

    assert_int_equal(
        msb_store_find_subject(town->store, "anna", &subject, NULL), MSB_OK);
    return subject;
}

/* The value in a section's first row, by the names of both. */
static const char *
get(const struct msb_subject *subject, const char *section, const char *column)
{
    for (size_t i = 0; i < msb_subject_num_sections(subject); i++) {
        if (strcmp(msb_subject_get_section(subject, i), section) != 0)
            continue;
        for (size_t j = 0; j < msb_subject_num_columns(subject, i); j++)
            if (strcmp(msb_subject_get_column(subject, i, j), column) == 0)
                return msb_subject_get_value(subject, i, 0, j);
    }
    fail_msg("no %s in %s", column, section);
    return NULL;
}

static void
every_table_has_its_section(void **state)
{
    struct msb_subject *subject = find_anna(*state);

    assert_string_equal(get(subject, "citizen", "citizen"), "anna");
    assert_string_equal(get(subject, "citizen", "cpr"), "010190-xxxx");
    assert_string_equal(get(subject, "facts", "valid_from"), "2019-01-01");
    assert_string_equal(get(subject, "courses", "service"), "guidance");
    assert_null(get(subject, "courses", "unit"));
    assert_string_equal(get(subject, "assignments", "area"), "young");
    assert_string_equal(get(subject, "assignments", "model"), "small_2019");
    assert_string_equal(get(subject, "exceptions", "reason"), "closer to home");
    assert_string_equal(get(subject, "handovers", "to"), "work");
    assert_string_equal(get(subject, "households", "household"), "h1");
    assert_string_equal(get(subject, "addresses", "address"), "Byvej 1");
    msb_subject_unref(subject);
}

static void
a_protected_address_is_left_out_until_the_protection_lapses(void **state)
{
    struct town *town = *state;
    struct msb_subject *subject;

    town_execute(town->store, "INSERT INTO address_protection VALUES (1,"
                              " day('2019-06-01'), day('2019-12-02'), 0, 0,"
                              " NULL)");
    subject = find_anna(town);
    assert_null(get(subject, "addresses", "address"));
    msb_subject_unref(subject);
    town_execute(town->store,
                 "UPDATE address_protection SET version = 1,"
                 " superseded_at = 0;"
                 "INSERT INTO address_protection VALUES (1,"
                 " day('2019-06-01'), day('2019-12-01'), 0, 0, NULL)");
    subject = find_anna(town);
    assert_string_equal(get(subject, "addresses", "address"), "Byvej 1");
    msb_subject_unref(subject);
}

static void
no_employee_is_named(void **state)
{
    struct msb_subject *subject = find_anna(*state);
    char *text;

    assert_int_equal(msb_subject_format_json(subject, &text, NULL), MSB_OK);
    assert_null(strstr(text, "chief"));
    assert_null(strstr(text, "actor"));
    assert_non_null(strstr(
        text, "\"exceptions\": [{\"area\": \"work\", \"reason\": \"closer to "
              "home\", \"valid_from\": \"2019-08-01\", \"valid_to\": "
              "\"2019-09-01\", \"recorded_at\": \"1970-01-01T00:00:00Z\", "
              "\"superseded_at\": null}]"));
    assert_non_null(strstr(text, "\"facts\": [{\"valid_from\": "
                                 "\"2019-01-01\", \"facts\": {}"));
    msb_text_free(text);
    msb_subject_unref(subject);
}

static void
beyond_the_last_there_is_nothing(void **state)
{
    struct msb_subject *subject = find_anna(*state);
    size_t num = msb_subject_num_sections(subject);

    assert_null(msb_subject_get_section(subject, num));
    assert_int_equal(msb_subject_num_columns(subject, num), 0);
    assert_int_equal(msb_subject_num_rows(subject, num), 0);
    assert_null(msb_subject_get_column(subject, 0, 99));
    assert_null(msb_subject_get_value(subject, 0, 1, 0));
    assert_null(msb_subject_get_value(subject, 0, 0, 99));
    assert_ptr_equal(msb_subject_ref(subject), subject);
    msb_subject_unref(subject);
    msb_subject_unref(subject);
}

static void
who_is_not_there_is_not_found(void **state)
{
    struct town *town = *state;
    struct msb_subject *subject;
    struct msb_error err;

    assert_int_equal(
        msb_store_find_subject(town->store, "nobody", &subject, &err),
        MSB_ERR_NOT_FOUND);
    assert_null(subject);
    assert_string_equal(err.code, "unknown_citizen");
    assert_int_equal(msb_store_find_subject(town->store, NULL, &subject, NULL),
                     MSB_ERR_MISUSE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_table_has_its_section, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_protected_address_is_left_out_until_the_protection_lapses, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(no_employee_is_named, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(beyond_the_last_there_is_nothing,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(who_is_not_there_is_not_found, set_up,
                                        town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
