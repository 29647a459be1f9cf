/* SPDX-License-Identifier: MIT */
/*
 * Rows that lack facts, with answers by hand: what the values lead to that the
 * fact may have. Complete rows stand between them, in the same block.
 */
#include "decide/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/short.h"

enum { NUM_ROWS = 1100 };

/* Behind the age: e, f, s, then the services. */
#define MODEL                                                                  \
    "'attributes': {'e': {'type': 'enum', 'values': ['x', 'y', 'z']}, "        \
    "'f': {'type': 'flag'}, 's': {'type': 'set', 'values': ['p', 'q']}}, "     \
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "          \
    "'services': [{'id': 't', 'name': 'T', 'delivered_by': 'a'}], "            \
    "'responsibility': "
#define UNIQUE "'hit_policy': 'unique', "

enum { E = 1, F = 2, S = 4, T = 8 }; /* what is lacking */

/* Complete rows have e = y, f = true, s = {p}, services = {t}. */
struct expected {
    int status, area, rule;
};

static const struct {
    const char *members;
    unsigned lacking;
    struct expected complete, partial;
} rows[] = {
    /* The first may fail, the second has the same area. */
    {MODEL "[{'id': 'i', 'area': 'a', 'when': {'e': 'x'}},"
           "{'id': 'j', 'area': 'a', 'when': {}}]",
     E,
     {MSB_ROW_DETERMINED, 0, 1},
     {MSB_ROW_DETERMINED, 0, -1}},
    /* The second has another. */
    {MODEL "[{'id': 'i', 'area': 'a', 'when': {'e': 'x'}},"
           "{'id': 'j', 'area': 'b', 'when': {}}]",
     E,
     {MSB_ROW_DETERMINED, 1, 1},
     {MSB_ROW_UNDETERMINED, -1, -1}},
    /* There is no second. */
    {MODEL "[{'id': 'i', 'area': 'a', 'when': {'e': 'x'}}]",
     E,
     {MSB_ROW_NONE, -1, -1},
     {MSB_ROW_UNDETERMINED, -1, -1}},
    /* Nothing can match. */
    {MODEL "[{'id': 'i', 'area': 'a', 'when': {'f': false, 'e': 'x'}}]",
     E,
     {MSB_ROW_NONE, -1, -1},
     {MSB_ROW_NONE, -1, -1}},
    /* Every value leads to one area; j never decides. */
    {MODEL "[{'id': 'i', 'area': 'a', 'when': {'e': ['x', 'y']}},"
           "{'id': 'j', 'area': 'b', 'when': {'e': 'x'}},"
           "{'id': 'k', 'area': 'a', 'when': {'e': 'z'}}]",
     E,
     {MSB_ROW_DETERMINED, 0, 0},
     {MSB_ROW_DETERMINED, 0, -1}},
    /* One value leads to another. */
    {MODEL "[{'id': 'i', 'area': 'a', 'when': {'e': 'x'}},"
           "{'id': 'j', 'area': 'b', 'when': {'e': 'y'}},"
           "{'id': 'k', 'area': 'a', 'when': {'e': 'z'}}]",
     E,
     {MSB_ROW_DETERMINED, 1, 1},
     {MSB_ROW_UNDETERMINED, -1, -1}},
    /* It takes both facts to come to another area: y, and not f. */
    {MODEL "[{'id': 'i', 'area': 'a', 'when': {'f': true}},"
           "{'id': 'j', 'area': 'a', 'when': {'e': ['x', 'z']}},"
           "{'id': 'k', 'area': 'b', 'when': {}}]",
     E | F,
     {MSB_ROW_DETERMINED, 0, 0},
     {MSB_ROW_UNDETERMINED, -1, -1}},
    {MODEL "[{'id': 'i', 'area': 'a', 'when': {'f': true}},"
           "{'id': 'j', 'area': 'a', 'when': {'e': ['x', 'z']}},"
           "{'id': 'k', 'area': 'b', 'when': {}}]",
     E,
     {MSB_ROW_DETERMINED, 0, 0},
     {MSB_ROW_DETERMINED, 0, 0}},
    /* A rule of two terms, one of which holds. */
    {MODEL "[{'id': 'i', 'area': 'a', 'when': "
           "{'any': [{'e': 'x'}, {'f': true}]}},"
           "{'id': 'j', 'area': 'b', 'when': {}}]",
     E,
     {MSB_ROW_DETERMINED, 0, 0},
     {MSB_ROW_DETERMINED, 0, 0}},
    /* Either of them, or the next rule: one area by two rules. */
    {MODEL "[{'id': 'i', 'area': 'a', 'when': "
           "{'any': [{'e': 'x'}, {'f': true}]}},"
           "{'id': 'j', 'area': 'a', 'when': {}}]",
     E | F,
     {MSB_ROW_DETERMINED, 0, 0},
     {MSB_ROW_DETERMINED, 0, -1}},
    /* Of a set: with p or without, that is one area; p or q are two. */
    {MODEL "[{'id': 'i', 'area': 'a', 'when': {'s': 'p'}},"
           "{'id': 'j', 'area': 'a', 'when': {'s': {'none_of': ['p']}}}]",
     S,
     {MSB_ROW_DETERMINED, 0, 0},
     {MSB_ROW_DETERMINED, 0, -1}},
    {MODEL "[{'id': 'i', 'area': 'b', 'when': {'s': 'p'}},"
           "{'id': 'j', 'area': 'a', 'when': {'s': {'none_of': ['p']}}}]",
     S,
     {MSB_ROW_DETERMINED, 1, 0},
     {MSB_ROW_UNDETERMINED, -1, -1}},
    /* Services that are not known are none. */
    {MODEL "[{'id': 'i', 'area': 'a', 'when': {'services': 't'}},"
           "{'id': 'j', 'area': 'b', 'when': {'e': 'y'}}]",
     T,
     {MSB_ROW_DETERMINED, 0, 0},
     {MSB_ROW_DETERMINED, 1, 1}},
    {MODEL "[{'id': 'i', 'area': 'a', 'when': {'services': 't'}},"
           "{'id': 'j', 'area': 'b', 'when': {'e': 'y'}}]",
     E | T,
     {MSB_ROW_DETERMINED, 0, 0},
     {MSB_ROW_UNDETERMINED, -1, -1}},
    /* Rules that never meet, and two that may. */
    {UNIQUE MODEL "[{'id': 'i', 'area': 'a', 'when': {'e': 'x'}},"
                  "{'id': 'j', 'area': 'b', 'when': {'e': ['y', 'z']}}]",
     E,
     {MSB_ROW_DETERMINED, 1, 1},
     {MSB_ROW_UNDETERMINED, -1, -1}},
    {UNIQUE MODEL "[{'id': 'i', 'area': 'a', 'when': {'e': 'x'}},"
                  "{'id': 'j', 'area': 'a', 'when': {'f': true}}]",
     E,
     {MSB_ROW_DETERMINED, 0, 1},
     {MSB_ROW_REJECTED, -1, -1}},
    {UNIQUE MODEL "[{'id': 'i', 'area': 'a', 'when': {'e': 'x', 'f': false}},"
                  "{'id': 'j', 'area': 'b', 'when': {'f': true}}]",
     E | F,
     {MSB_ROW_DETERMINED, 1, 1},
     {MSB_ROW_UNDETERMINED, -1, -1}},
};

/* Here and there a row, and a whole word of a bitmap. */
static bool
is_partial(size_t row)
{
    return row % 7 == 3 || (row >= 520 && row < 600);
}

static void
check_answers(size_t at, enum msb_instructions way)
{
    struct msb_rules *rules = rules_of(rows[at].members);
    static uint8_t codes[NUM_ROWS], flags[NUM_ROWS / 8 + 1];
    static uint64_t words[NUM_ROWS];
    static uint8_t known[NUM_ROWS / 8 + 1], status[NUM_ROWS];
    static int16_t area[NUM_ROWS], rule[NUM_ROWS];
    struct msb_column attributes[] = {{.values = NULL},
                                      {.values = codes},
                                      {.values = flags},
                                      {.values = words},
                                      {.values = words}};
    const struct msb_columns columns = {
        .size = sizeof columns, .num_attributes = 5, .attributes = attributes};
    const struct msb_outcome_columns out = {
        .size = sizeof out, .status = status, .area = area, .rule = rule};
    struct msb_plan *plan = NULL;

    memset(flags, 0xff, sizeof flags);
    memset(known, 0xff, sizeof known);
    for (size_t i = 0; i < NUM_ROWS; i++) {
        codes[i] = 1;
        words[i] = 1;
        if (is_partial(i))
            known[i / 8] &= (uint8_t) ~(1u << i % 8);
    }
    for (size_t i = 0; i < 4; i++)
        if ((rows[at].lacking >> i & 1) != 0)
            attributes[i + 1].validity = known;
    assert_int_equal(
        msb_plan_new(rules, date_of("2019-06-01"), way, &plan, NULL), MSB_OK);
    assert_int_equal(msb_plan_decide(plan, &columns, 0, NUM_ROWS, &out, NULL),
                     MSB_OK);
    for (size_t i = 0; i < NUM_ROWS; i++) {
        const struct expected *expected = is_partial(i) ? &rows[at].partial
                                                        : &rows[at].complete;

        if (status[i] != expected->status || area[i] != expected->area
            || rule[i] != expected->rule)
            fail_msg("case %zu, way %d, row %zu: %d %d %d", at, (int)way, i,
                     status[i], area[i], rule[i]);
    }
    msb_plan_unref(plan);
    msb_rules_unref(rules);
}

static void
rows_that_lack_facts_come_to_what_all_values_lead_to(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_answers(i, MSB_INSTRUCTIONS_PORTABLE);
        if (msbi_kernel_avx2() != NULL)
            check_answers(i, MSB_INSTRUCTIONS_AVX2);
        if (msbi_kernel_avx512() != NULL)
            check_answers(i, MSB_INSTRUCTIONS_AVX512);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_that_lack_facts_come_to_what_all_values_lead_to),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
