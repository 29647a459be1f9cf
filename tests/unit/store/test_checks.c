/* SPDX-License-Identifier: MIT */
/* schema/checks.sql: each check finds what it looks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

static void
check_violation(struct town *town, const char *sql, const char *name)
{
    struct msb_error err;

    town_execute(town->store, sql);
    assert_int_equal(msbi_store_run_checks(town->store, &err),
                     MSB_ERR_CONFLICT);
    assert_string_equal(err.code, "check_failed");
    assert_non_null(strstr(err.message, name));
}

static void
a_sound_store_has_no_violation(void **state)
{
    struct town *town = *state;

    town_put(town, "anna", "2019-01-01", "{}");
    assert_int_equal(msbi_store_run_checks(town->store, NULL), MSB_OK);
}

static void
a_store_without_a_model_is_found(void **state)
{
    check_violation(*state, "UPDATE model SET superseded_at = recorded_at",
                    "store_has_no_model");
}

static void
a_schema_of_no_known_version_is_found(void **state)
{
    check_violation(*state, "DELETE FROM metadata",
                    "schema_version_is_unknown");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_sound_store_has_no_violation,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_store_without_a_model_is_found,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_schema_of_no_known_version_is_found,
                                        town_set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
