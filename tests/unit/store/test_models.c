/* SPDX-License-Identifier: MIT */
/* Models on record: which one is in force, and what is adopted twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/small_model.h"
#include "unit/store/town.h"

static void
check_in_force(struct town *town, const char *on, const char *expected)
{
    struct msb_rules *rules;
    struct msb_error err;
    enum msb_status status = msb_store_find_rules(town->store, town_date(on),
                                                  &rules, &err);

    if (expected == NULL) {
        assert_int_equal(status, MSB_ERR_NOT_FOUND);
        assert_string_equal(err.code, "no_model");
        assert_null(rules);
        return;
    }
    assert_int_equal(status, MSB_OK);
    assert_string_equal(msb_model_get_id(msb_rules_get_model(rules)), expected);
    msb_rules_unref(rules);
}

static void
the_model_that_started_last_is_in_force(void **state)
{
    static const char *const cases[][2] = {
        {"2017-12-31", NULL},         {"2018-01-01", "small_2018"},
        {"2018-12-31", "small_2018"}, {"2019-01-01", "small_2019"},
        {"2019-12-31", "small_2019"}, {"2020-01-01", "small_2020"},
        {"2020-12-31", "small_2020"}, {"2021-01-01", NULL},
    };
    struct town *town = *state;

    town_adopt(town, small_2020);
    town_adopt(town, small_2018);
    for (size_t again = 0; again < 2; again++) {
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
            check_in_force(town, cases[i][0], cases[i][1]);
        town_reopen(town);
    }
}

static void
rules_are_compiled_once_a_connection(void **state)
{
    struct town *town = *state;
    struct msb_rules *first, *second;

    assert_int_equal(msb_store_find_rules(town->store, town_date("2019-01-01"),
                                          &first, NULL),
                     MSB_OK);
    assert_int_equal(msb_store_find_rules(town->store, town_date("2019-06-01"),
                                          &second, NULL),
                     MSB_OK);
    assert_ptr_equal(first, second);
    msb_rules_unref(first);
    msb_rules_unref(second);
}

static void
the_same_model_again_changes_nothing(void **state)
{
    struct town *town = *state;
    char *before = town_dump(town->store);

    town_adopt(town, small_2019);
    town_assert_same(town->store, before);
}

static void
another_model_from_the_same_day_is_refused(void **state)
{
    struct town *town = *state;
    struct msb_model *model;
    struct msb_error err;
    char *before = town_dump(town->store);
    char text[sizeof small_2019];

    strcpy(text, small_2019);
    memcpy(strstr(text, "Small 2019"), "Other 2019", 10);
    model = town_model(text);
    assert_int_equal(msb_store_adopt(town->store, model, &err),
                     MSB_ERR_CONFLICT);
    assert_string_equal(err.code, "same_date");
    msb_model_unref(model);
    town_assert_same(town->store, before);
}

static void
a_model_is_kept_as_it_was_written(void **state)
{
    struct town *town = *state;
    struct msb_model *model = town_model(small_2019);
    size_t length;
    char *source = town_query(town->store, "SELECT source FROM model");

    assert_non_null(msb_model_get_source(model, &length));
    assert_int_equal(strlen(source), length + 1); /* and a newline */
    assert_memory_equal(source, msb_model_get_source(model, &length), length);
    free(source);
    msb_model_unref(model);
    assert_query(town->store,
                 "SELECT key, id, length(hash), valid_from, valid_to,"
                 " superseded_at FROM model_text",
                 "1|small_2019|64|2019-01-01|-|-\n");
}

static void
a_model_that_was_damaged_is_told_as_damage(void **state)
{
    struct town *town = *state;
    struct msb_rules *rules;
    struct msb_error err;

    town_execute(town->store, "DROP TRIGGER model_is_not_overwritten;"
                              "UPDATE model SET source = '{}';");
    assert_int_equal(msb_store_find_rules(town->store, town_date("2019-01-01"),
                                          &rules, &err),
                     MSB_ERR_STORE);
    assert_string_equal(err.code, "corrupt");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_model_that_started_last_is_in_force,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(rules_are_compiled_once_a_connection,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(the_same_model_again_changes_nothing,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            another_model_from_the_same_day_is_refused, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_model_is_kept_as_it_was_written,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_model_that_was_damaged_is_told_as_damage, town_set_up,
            town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
