/* SPDX-License-Identifier: MIT */
/*
 * Columns where by-hand answers are at hand: birth dates around every age
 * limit, the bounds of domains, columns that are not there, and rules that
 * are so few or so many that no table says anything.
 */
#include "decide/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/short.h"

enum { MAX_ROWS = 4000, NUM_WAYS = 3 };

static const enum msb_instructions ways[NUM_WAYS] = {
    MSB_INSTRUCTIONS_PORTABLE, MSB_INSTRUCTIONS_AVX2, MSB_INSTRUCTIONS_AVX512};

static const char areas[] =
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}, "
    "{'id': 'c', 'name': 'C'}, {'id': 'd', 'name': 'D'}]";

static struct msb_rules *
open_rules(const char *members)
{
    char *text = malloc(strlen(members) + sizeof areas + 8);
    struct msb_rules *rules;

    assert_non_null(text);
    sprintf(text, "%s, %s", areas, members);
    rules = rules_of(text);
    free(text);
    return rules;
}

struct answers {
    uint8_t status[MAX_ROWS];
    int16_t area[MAX_ROWS], rule[MAX_ROWS], target_group[MAX_ROWS];
};

/* False where the machine lacks the instructions. */
static bool
decide(struct msb_rules *rules, struct msb_date on, enum msb_instructions way,
       const struct msb_columns *columns, size_t num, struct answers *out)
{
    const struct msb_outcome_columns outcome = {
        .size = sizeof outcome,
        .status = out->status,
        .area = out->area,
        .rule = out->rule,
        .target_group = out->target_group};
    struct msb_plan *plan = NULL;

    if ((way == MSB_INSTRUCTIONS_AVX2 && msbi_kernel_avx2() == NULL)
        || (way == MSB_INSTRUCTIONS_AVX512 && msbi_kernel_avx512() == NULL))
        return false;
    assert_int_equal(msb_plan_new(rules, on, way, &plan, NULL), MSB_OK);
    memset(out, 0x5a, sizeof *out);
    assert_int_equal(msb_plan_decide(plan, columns, 0, num, &outcome, NULL),
                     MSB_OK);
    msb_plan_unref(plan);
    return true;
}

struct day {
    int year, month, day;
};

/* Years completed, by comparing the days of the year: 29 February is past on
   1 March, whether or not the year has it. -1: not born yet. */
static int
count_years(const struct day *birth, const struct day *on)
{
    bool had_birthday = on->month > birth->month
                        || (on->month == birth->month && on->day >= birth->day);
    int years = on->year - birth->year - !had_birthday;

    return years < 0 ? -1 : years;
}

static size_t
fill_births(const struct day *on, struct day *births, int32_t *days)
{
    static const struct day around[] = {{0, 2, 27}, {0, 2, 28}, {0, 2, 29},
                                        {0, 3, 1},  {0, 3, 2},  {0, 1, 1},
                                        {0, 12, 31}};
    size_t num = 0;

    for (int year = on->year - 133; year <= on->year + 1; year++)
        for (size_t i = 0; i < sizeof around / sizeof around[0]; i++) {
            struct msb_date date;

            births[num] = around[i];
            births[num].year = year;
            if (msb_date_from_ymd(year, around[i].month, around[i].day, &date,
                                  NULL)
                == MSB_OK)
                days[num++] = date.days;
        }
    return num;
}

static void
ages_change_on_the_birthday(void **state)
{
    static const struct day dates[] = {
        {2019, 2, 28}, {2019, 3, 1},  {2020, 2, 28},  {2020, 2, 29},
        {2020, 3, 1},  {2000, 2, 29}, {2100, 2, 28},  {2100, 3, 1},
        {1900, 2, 28}, {1900, 3, 1},  {2024, 12, 31}, {2025, 1, 1}};
    struct msb_rules *rules = open_rules(
        "'target_groups': ["
        "{'id': 'g', 'name': 'G', 'when': {'age': {'below': 15}}},"
        "{'id': 'h', 'name': 'H', 'when': {'age': {'from': 67}}}],"
        "'responsibility': ["
        "{'id': 'p', 'area': 'a', 'when': {'age': {'through': 17}}},"
        "{'id': 'q', 'area': 'b', 'when': {'age': {'below': 30}}},"
        "{'id': 'r', 'area': 'c', 'when': {'age': {'below': 130}}},"
        "{'id': 's', 'area': 'd', 'when': {'age': 130}}]");
    static struct day births[MAX_ROWS];
    static int32_t days[MAX_ROWS];
    static struct answers found;

    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof dates[0] * NUM_WAYS; i++) {
        const struct day *on = &dates[i / NUM_WAYS];
        struct msb_columns columns = {.size = sizeof columns,
                                      .birth_date = {.values = days}};
        size_t num = fill_births(on, births, days);
        struct msb_date date;

        assert_true(num > 800 && num < MAX_ROWS);
        assert_int_equal(
            msb_date_from_ymd(on->year, on->month, on->day, &date, NULL),
            MSB_OK);
        if (!decide(rules, date, ways[i % NUM_WAYS], &columns, num, &found))
            continue;
        for (size_t k = 0; k < num; k++) {
            int age = count_years(&births[k], on);
            int area = age < 0 || age > 130 ? -1
                       : age <= 17          ? 0
                       : age < 30           ? 1
                       : age < 130          ? 2
                                            : 3;
            int group = area < 0 ? -1 : age < 15 ? 0 : age >= 67 ? 1 : -1;

            assert_int_equal(found.area[k], area);
            assert_int_equal(found.rule[k], area);
            assert_int_equal(found.target_group[k], group);
            assert_int_equal(found.status[k],
                             area < 0 ? MSB_ROW_REJECTED : MSB_ROW_DETERMINED);
        }
    }
    msb_rules_unref(rules);
}

/* Rules, what facts there are none of come to: status, area, rule, group. */
static void
no_columns_leave_everything_unknown(void **state)
{
    static const struct {
        const char *members;
        int expected[4];
    } rows[] = {
        {"'responsibility': []", {MSB_ROW_NONE, -1, -1, -1}},
        {"'responsibility': [{'id': 'p', 'area': 'b', 'when': {}}]",
         {MSB_ROW_DETERMINED, 1, 0, -1}},
        {"'hit_policy': 'unique', "
         "'responsibility': [{'id': 'p', 'area': 'b', 'when': {}}]",
         {MSB_ROW_DETERMINED, 1, 0, -1}},
        {"'hit_policy': 'unique', "
         "'responsibility': [{'id': 'p', 'area': 'b', 'when': {}},"
         "{'id': 'q', 'area': 'b', 'when': {}}]",
         {MSB_ROW_REJECTED, -1, -1, -1}},
        {"'hit_policy': 'unique', "
         "'target_groups': [{'id': 'g', 'name': 'G', 'when': {}}],"
         "'responsibility': [{'id': 'p', 'area': 'b', 'when': {'age': 4}},"
         "{'id': 'q', 'area': 'b', 'when': {'age': {'through': 4}}}]",
         {MSB_ROW_REJECTED, -1, -1, -1}},
        {"'target_groups': [{'id': 'g', 'name': 'G', 'when': {}}],"
         "'responsibility': [{'id': 'p', 'area': 'b', 'when': {'age': 4}}]",
         {MSB_ROW_UNDETERMINED, -1, -1, 0}},
        {"'target_groups': [{'id': 'g', 'name': 'G', 'when': {'age': 4}}],"
         "'responsibility': [{'id': 'p', 'area': 'b', 'when': {'age': 4}},"
         "{'id': 'q', 'area': 'b', 'when': {}}]",
         {MSB_ROW_DETERMINED, 1, -1, -1}},
        {"'services': [{'id': 's', 'name': 'S', 'delivered_by': 'a'}],"
         "'responsibility': [{'id': 'p', 'area': 'b', 'when': "
         "{'services': 's'}}, {'id': 'q', 'area': 'c', 'when': {}}]",
         {MSB_ROW_DETERMINED, 2, 1, -1}},
        {"'coordination': 'per_service', "
         "'services': [{'id': 's', 'name': 'S', 'delivered_by': 'a'}]",
         {MSB_ROW_NONE, -1, -1, -1}},
    };
    static struct answers found;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0] * NUM_WAYS; i++) {
        const int *expected = rows[i / NUM_WAYS].expected;
        struct msb_rules *rules = open_rules(rows[i / NUM_WAYS].members);
        struct msb_columns columns = {.size = sizeof columns};

        if (decide(rules, date_of("2019-06-01"), ways[i % NUM_WAYS], &columns,
                   19, &found))
            for (size_t k = 0; k < 19; k++) {
                assert_int_equal(found.status[k], expected[0]);
                assert_int_equal(found.area[k], expected[1]);
                assert_int_equal(found.rule[k], expected[2]);
                assert_int_equal(found.target_group[k], expected[3]);
            }
        msb_rules_unref(rules);
    }
}

static void
the_bounds_of_a_domain_are_in_it(void **state)
{
    struct msb_rules *rules = open_rules(
        "'attributes': {'n': {'type': 'integer', 'min': -2147483647, "
        "'max': 2147483647}, 'm': {'type': 'integer', 'min': -9, 'max': -3}}, "
        "'responsibility': ["
        "{'id': 'p', 'area': 'a', 'when': {'n': -2147483647}},"
        "{'id': 'q', 'area': 'b', 'when': {'n': {'above': 2147483646}}},"
        "{'id': 'r', 'area': 'c', 'when': {'m': {'from': -4}}}]");
    static const int32_t n[] = {-2147483647, INT32_MIN, 2147483647, 0, 0, 0, 0};
    static const int32_t m[] = {-5, -5, -9, -3, -4, -10, -2};
    static const int expected[] = {0, -2, 1, 2, 2, -2, -2}; /* -2: rejected */
    const struct msb_column attributes[] = {
        {.values = NULL}, {.values = n}, {.values = m}};
    struct msb_columns columns = {
        .size = sizeof columns, .num_attributes = 3, .attributes = attributes};
    static struct answers found;

    (void)state;
    for (size_t i = 0; i < NUM_WAYS; i++) {
        if (!decide(rules, date_of("2019-06-01"), ways[i], &columns, 7, &found))
            continue;
        for (size_t k = 0; k < 7; k++) {
            assert_int_equal(found.area[k], expected[k] < 0 ? -1 : expected[k]);
            assert_int_equal(found.status[k], expected[k] < 0
                                                  ? MSB_ROW_REJECTED
                                                  : MSB_ROW_DETERMINED);
        }
    }
    msb_rules_unref(rules);
}

/* An age column goes before birth dates, also where it says nothing. */
static void
an_age_column_takes_the_place_of_birth_dates(void **state)
{
    struct msb_rules *rules = open_rules(
        "'responsibility': ["
        "{'id': 'p', 'area': 'a', 'when': {'age': {'below': 18}}},"
        "{'id': 'q', 'area': 'b', 'when': {}}]");
    static const int32_t ages[] = {17, 18, 17};
    static const uint8_t known[] = {3};
    static const int32_t births[] = {0, 0, 0}; /* 49 years old */
    const struct msb_column age = {.values = ages, .validity = known};
    struct msb_columns columns = {.size = sizeof columns,
                                  .num_attributes = 1,
                                  .attributes = &age,
                                  .birth_date = {.values = births}};
    static struct answers found;

    (void)state;
    for (size_t i = 0; i < NUM_WAYS; i++) {
        if (!decide(rules, date_of("2019-06-01"), ways[i], &columns, 3, &found))
            continue;
        assert_int_equal(found.area[0], 0);
        assert_int_equal(found.area[1], 1);
        assert_int_equal(found.status[2], MSB_ROW_UNDETERMINED);
    }
    msb_rules_unref(rules);
}

/* More attributes than tables take: the diagram answers. */
static void
many_attributes_are_decided_as_well(void **state)
{
    static const uint8_t none[8] = {0}, all[8] = {0xff, 0xff, 0xff};
    struct msb_column attributes[41] = {{.values = NULL}};
    char members[4000], *end = members;
    struct msb_columns columns = {
        .size = sizeof columns, .num_attributes = 41, .attributes = attributes};
    struct msb_rules *rules;
    static struct answers found;

    (void)state;
    end += sprintf(end, "'attributes': {");
    for (int i = 1; i <= 40; i++) {
        end += sprintf(end, "%s'f%d': {'type': 'flag'}", i == 1 ? "" : ", ", i);
        attributes[i].values = i == 40 ? all : none;
    }
    sprintf(end, "}, 'responsibility': ["
                 "{'id': 'p', 'area': 'a', 'when': {'f1': true}},"
                 "{'id': 'q', 'area': 'd', 'when': {'f40': true}}]");
    rules = open_rules(members);
    assert_null(rules->tables);
    for (size_t i = 0; i < NUM_WAYS; i++)
        if (decide(rules, date_of("2019-06-01"), ways[i], &columns, 20, &found))
            for (size_t k = 0; k < 20; k++)
                assert_int_equal(found.area[k], 3);
    msb_rules_unref(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ages_change_on_the_birthday),
        cmocka_unit_test(no_columns_leave_everything_unknown),
        cmocka_unit_test(the_bounds_of_a_domain_are_in_it),
        cmocka_unit_test(an_age_column_takes_the_place_of_birth_dates),
        cmocka_unit_test(many_attributes_are_decided_as_well),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
