/* SPDX-License-Identifier: MIT */
/*
 * Half-open intervals, against a set of days: every pair of intervals within
 * a week is compared with the days that it holds, counted one by one.
 */
#include <msb/date.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { WEEK = 7, NUM_PERIODS = WEEK * (WEEK + 1) };

/* All intervals that start in the week, the open ones among them. */
static struct msb_period
make_period(int index)
{
    struct msb_period period = {{index / (WEEK + 1)}, {0}, false};
    int to = index % (WEEK + 1);

    period.to.days = to;
    if (to == WEEK) {
        period.is_open = true;
        period.to.days = -1000; /* must be ignored */
    }
    return period;
}

static bool
holds_day(int index, int day)
{
    int from = index / (WEEK + 1), to = index % (WEEK + 1);

    return day >= from && (to == WEEK || day < to);
}

static void
a_period_contains_its_first_day_and_not_its_end(void **state)
{
    (void)state;
    for (int i = 0; i < NUM_PERIODS; i++)
        for (int day = -1; day <= WEEK + 1; day++) {
            struct msb_date date = {day};

            assert_int_equal(msb_period_contains(make_period(i), date),
                             holds_day(i, day));
        }
}

static void
a_period_is_empty_when_no_day_lies_in_it(void **state)
{
    (void)state;
    for (int i = 0; i < NUM_PERIODS; i++) {
        bool is_empty = true;

        for (int day = 0; day <= WEEK; day++)
            is_empty = is_empty && !holds_day(i, day);
        assert_int_equal(msb_period_is_empty(make_period(i)), is_empty);
    }
}

static void
periods_overlap_when_they_share_a_day(void **state)
{
    int num_overlaps = 0;

    (void)state;
    for (int i = 0; i < NUM_PERIODS; i++)
        for (int j = 0; j < NUM_PERIODS; j++) {
            bool expected = false;

            for (int day = 0; day <= WEEK; day++)
                expected = expected || (holds_day(i, day) && holds_day(j, day));
            assert_int_equal(
                msb_period_overlaps(make_period(i), make_period(j)), expected);
            num_overlaps += expected;
        }
    assert_in_range(num_overlaps, 1, NUM_PERIODS * NUM_PERIODS - 1);
}

static void
a_period_that_follows_another_does_not_overlap_it(void **state)
{
    struct msb_period first = {{100}, {200}, false};
    struct msb_period second = {{200}, {0}, true};

    (void)state;
    assert_false(msb_period_overlaps(first, second));
    assert_false(msb_period_overlaps(second, first));
    second.from.days = 199;
    assert_true(msb_period_overlaps(first, second));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_period_contains_its_first_day_and_not_its_end),
        cmocka_unit_test(a_period_is_empty_when_no_day_lies_in_it),
        cmocka_unit_test(periods_overlap_when_they_share_a_day),
        cmocka_unit_test(a_period_that_follows_another_does_not_overlap_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
