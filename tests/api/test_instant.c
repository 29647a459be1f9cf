/* SPDX-License-Identifier: MIT */
/* Instants, as an embedding program sees them. */
#include <msb/instant.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    const char *text;
    int64_t seconds;
} instants[] = {
    {"1970-01-01T00:00:00Z", 0},
    {"1970-01-01T00:00:01Z", 1},
    {"1969-12-31T23:59:59Z", -1},
    {"1970-01-02T00:00:00Z", 86400},
    {"2000-02-29T12:34:56Z", 951827696},
    {"2019-08-01T00:00:00Z", 1564617600},
    {"1583-01-01T00:00:00Z", -12212553600},
    {"9999-12-31T23:59:59Z", 253402300799},
};

#define NUM_INSTANTS (sizeof instants / sizeof instants[0])

static void
an_instant_is_seconds_since_1970(void **state)
{
    struct msb_instant instant;

    (void)state;
    for (size_t i = 0; i < NUM_INSTANTS; i++) {
        assert_int_equal(msb_instant_parse(instants[i].text,
                                           strlen(instants[i].text), &instant,
                                           NULL),
                         MSB_OK);
        assert_true(instant.seconds == instants[i].seconds);
    }
}

static void
an_instant_is_written_as_it_is_read(void **state)
{
    char text[MSB_INSTANT_SIZE];

    (void)state;
    for (size_t i = 0; i < NUM_INSTANTS; i++) {
        const struct msb_instant instant = {instants[i].seconds};

        msb_instant_format(instant, text);
        assert_string_equal(text, instants[i].text);
    }
}

static void
an_instant_beyond_the_calendar_is_written_as_none(void **state)
{
    static const int64_t beyond[] = {253402300800, -12212553601, INT64_MAX,
                                     INT64_MIN};
    char text[MSB_INSTANT_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof beyond / sizeof beyond[0]; i++) {
        const struct msb_instant instant = {beyond[i]};

        msb_instant_format(instant, text);
        assert_string_equal(text, "0000-00-00T00:00:00Z");
    }
}

static void
what_is_no_instant_is_refused(void **state)
{
    static const struct {
        const char *text;
        enum msb_status status;
    } wrong[] = {
        {"", MSB_ERR_SYNTAX},
        {"2019-08-01", MSB_ERR_SYNTAX},
        {"2019-08-01T00:00:00", MSB_ERR_SYNTAX},
        {"2019-08-01T00:00:00z", MSB_ERR_SYNTAX},
        {"2019-08-01 00:00:00Z", MSB_ERR_SYNTAX},
        {"2019-08-01T00:00:0 Z", MSB_ERR_SYNTAX},
        {"2019-08-01T00:00:00+00:00", MSB_ERR_SYNTAX},
        {"2019-02-29T00:00:00Z", MSB_ERR_INVALID},
        {"2019-08-01T24:00:00Z", MSB_ERR_INVALID},
        {"2019-08-01T23:60:00Z", MSB_ERR_INVALID},
        {"2019-08-01T23:59:60Z", MSB_ERR_INVALID},
    };
    struct msb_instant instant = {42};
    struct msb_error err;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(msb_instant_parse(wrong[i].text, strlen(wrong[i].text),
                                           &instant, &err),
                         wrong[i].status);
        assert_int_equal(instant.seconds, 42);
    }
    assert_int_equal(msb_instant_parse(NULL, 0, &instant, &err),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_instant_parse("", 0, NULL, &err), MSB_ERR_MISUSE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_instant_is_seconds_since_1970),
        cmocka_unit_test(an_instant_is_written_as_it_is_read),
        cmocka_unit_test(an_instant_beyond_the_calendar_is_written_as_none),
        cmocka_unit_test(what_is_no_instant_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
