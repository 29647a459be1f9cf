/* SPDX-License-Identifier: MIT */
/* A citizen's days, decided where something can change, and nowhere else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "store/time/decider.h"
#include "unit/store/chronicle.h"

/* A citizen's days, as known now. */
static void
fill_timeline(struct msb_store *store, int64_t citizen,
              const struct msbi_timeline_query *query,
              struct msbi_timeline *timeline)
{
    struct msbi_decider decider = {0};

    assert_int_equal(msbi_decider_open(store, false, &decider, NULL), MSB_OK);
    assert_int_equal(msbi_decider_read(&decider, citizen, NULL), MSB_OK);
    assert_int_equal(msbi_timeline_fill(&decider, query, timeline, NULL),
                     MSB_OK);
    msbi_decider_release(&decider);
}

static void
assert_day(struct msb_store *store, int64_t citizen, struct msb_date day,
           const struct msb_instant *known_at,
           const struct msbi_stretch *stretch)
{
    struct chronicle_day expected;
    char date[11];

    chronicle_decide(store, citizen, day, known_at, &expected);
    msb_date_format(day, date);
    if (stretch->model != expected.model
        || !is_same_id(stretch->area, expected.area)
        || !is_same_id(stretch->rule, expected.rule)
        || !is_same_id(stretch->target_group, expected.target_group))
        fail_msg("citizen %d on %s: %s, expected %s", (int)citizen, date,
                 stretch->area == NULL ? "nobody" : stretch->area,
                 expected.area == NULL ? "nobody" : expected.area);
}

/* Decide every day of some interval, and compare. */
static void
check_days(struct msb_store *store, int64_t citizen, struct msb_date from,
           struct msb_date to)
{
    const struct msbi_timeline_query query = {.from = from, .to = to};
    struct msbi_timeline timeline = {0};
    struct msb_date day = from;
    size_t at = 0;

    fill_timeline(store, citizen, &query, &timeline);
    assert_true(timeline.num > 0);
    assert_int_equal(timeline.items[0].from.days, from.days);
    for (; day.days < to.days; day.days++) {
        if (at + 1 < timeline.num
            && timeline.items[at + 1].from.days == day.days)
            at++;
        assert_day(store, citizen, day, NULL, &timeline.items[at]);
    }
    assert_int_equal(at, timeline.num - 1);
    msbi_timeline_release(&timeline);
}

/* The same as it was known at an instant, where each day is decided alone. */
static void
check_days_known_at(struct msb_store *store, int64_t citizen,
                    struct msb_date from, struct msb_date to,
                    const struct msb_instant *known_at)
{
    struct msbi_decider decider = {0};
    struct msbi_stretch stretch;

    assert_int_equal(msbi_decider_open(store, true, &decider, NULL), MSB_OK);
    assert_int_equal(msbi_decider_read(&decider, citizen, NULL), MSB_OK);
    for (struct msb_date day = from; day.days < to.days; day.days++) {
        const struct msbi_moment moment = {day, day, day, day, known_at};

        assert_int_equal(msbi_decider_decide(&decider, &moment, &stretch, NULL),
                         MSB_OK);
        assert_day(store, citizen, day, known_at, &stretch);
    }
    msbi_decider_release(&decider);
}

static void
every_day_is_decided_as_if_it_were_asked_for_alone(void **state)
{
    struct town *town = *state;
    struct random random = {1};
    struct msb_instant before;
    struct msb_date from, to;
    int64_t citizen;

    town_adopt(town, chronicle_2020);
    for (int i = 0; i < 60; i++) {
        citizen = 1 + (int64_t)random_below(&random, CHRONICLE_CITIZENS);
        if (i == 30)
            town_adopt(town, chronicle_2021);
        chronicle_happen(town, &random);
        from = chronicle_day(&random);
        to.days = from.days + 1 + (int32_t)random_below(&random, 900);
        check_days(town->store, citizen, from, to);
        before.seconds = chronicle_now().seconds
                         - (int64_t)random_below(&random, (size_t)i + 1);
        check_days_known_at(town->store, citizen, from, to, &before);
    }
}

/* Anna, born on 1990-05-01: the small models know the ages 25 and 30. */
static void
put_anna(struct town *town, const char *from)
{
    town_put(town, "c0", from, "{'birth_date':'1990-05-01','benefit':'cash'}");
}

static void
check_breaks(struct town *town, const char *from, const char *to,
             const char *expected)
{
    const struct msbi_timeline_query query = {.from = town_date(from),
                                              .to = town_date(to)};
    struct msbi_timeline timeline = {0};
    char text[400] = "", date[11];
    size_t length = 0;

    fill_timeline(town->store, 1, &query, &timeline);
    for (size_t i = 0; i < timeline.num; i++) {
        const struct msbi_stretch *stretch = &timeline.items[i];

        msb_date_format(stretch->from, date);
        length += (size_t)snprintf(
            text + length, sizeof text - length, "%s %u %s%s\n", date,
            stretch->breaks, stretch->area == NULL ? "-" : stretch->area,
            stretch->by_exception ? " by exception" : "");
    }
    assert_string_equal(text, expected);
    msbi_timeline_release(&timeline);
}

static void
a_stretch_begins_where_something_begins_and_says_what(void **state)
{
    struct town *town = *state;
    struct msbi_course_row course = town_course("c0", "training", NULL,
                                                "2020-05-01", "2020-09-01");

    town_adopt(town, chronicle_2020);
    put_anna(town, "2019-02-01");
    check_breaks(town, "2019-01-01", "2020-01-01",
                 "2019-01-01 4 -\n" /* a model begins */
                 "2019-02-01 2 young\n");
    check_breaks(town, "2020-01-01", "2021-01-01",
                 "2020-01-01 0 young\n"
                 "2020-05-01 1 work\n"
                 "2020-07-01 4 jobs\n");
    town_put_course(town, &course);
    town_execute(town->store,
                 "INSERT INTO exception VALUES (1, 'young', 'r', 'd',"
                 " day('2020-04-01'), day('2020-08-01'), 0, 1546387200, NULL)");
    check_breaks(town, "2020-04-15", "2020-12-01",
                 "2020-04-15 0 young by exception\n"
                 "2020-05-01 3 young by exception\n" /* 30 years, a course */
                 "2020-07-01 4 youth by exception\n"
                 "2020-08-01 8 jobs\n"
                 "2020-09-01 2 jobs\n");
}

static void
a_birth_date_is_believed_from_birth_to_the_age_of_130(void **state)
{
    struct town *town = *state;

    town_put(town, "c0", "2019-01-01", "{'birth_date':'2019-06-01'}");
    check_breaks(town, "2019-05-01", "2020-01-01",
                 "2019-05-01 0 -\n"
                 "2019-06-01 1 young\n");
    town_put(town, "c0", "2019-01-01",
             "{'birth_date':'1888-04-01','benefit':'cash'}");
    check_breaks(town, "2019-05-01", "2020-01-01",
                 "2019-05-01 0 -\n"); /* the 131st birthday was before */
    town_put(town, "c0", "2019-01-01",
             "{'birth_date':'1888-08-01','benefit':'cash'}");
    check_breaks(town, "2019-05-01", "2020-01-01",
                 "2019-05-01 0 work\n"
                 "2019-08-01 1 -\n");
}

static void
days_that_are_asked_for_are_decided_too(void **state)
{
    struct town *town = *state;
    const struct msb_date days[] = {town_date("2019-03-01"),
                                    town_date("2019-04-01"),
                                    town_date("2025-01-01")};
    const struct msbi_timeline_query query = {.from = town_date("2019-03-01"),
                                              .to = town_date("2019-09-01"),
                                              .days = days,
                                              .num_days = 3};
    struct msbi_timeline timeline = {0};

    put_anna(town, "2019-01-01");
    fill_timeline(town->store, 1, &query, &timeline);
    assert_int_equal(timeline.num, 2);
    assert_int_equal(timeline.items[0].breaks, MSBI_BREAK_ASKED);
    assert_int_equal(timeline.items[1].breaks, MSBI_BREAK_ASKED);
    assert_int_equal(timeline.items[1].from.days, days[1].days);
    msbi_timeline_release(&timeline);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            every_day_is_decided_as_if_it_were_asked_for_alone,
            chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_stretch_begins_where_something_begins_and_says_what,
            chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_birth_date_is_believed_from_birth_to_the_age_of_130,
            chronicle_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(days_that_are_asked_for_are_decided_too,
                                        chronicle_set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
