/* SPDX-License-Identifier: MIT */
#include <msb/version.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

/* MSBI_VERSION is the project's version in meson.build. */
static void
header_library_and_build_agree_on_the_version(void **state)
{
    char text[32];

    (void)state;
    snprintf(text, sizeof text, "%d.%d.%d", MSB_VERSION_MAJOR,
             MSB_VERSION_MINOR, MSB_VERSION_PATCH);
    assert_string_equal(text, MSBI_VERSION);
    assert_string_equal(msb_version_get(), text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_library_and_build_agree_on_the_version),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
