/* SPDX-License-Identifier: MIT */
/*
 * Plans and columns survive every failed allocation, and how many there are
 * does not depend on the number of rows.
 */
#include <msb/columns.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "support/short.h"

enum { FEW_ROWS = 700, MANY_ROWS = 7000, NUM_WAYS = 2 };

static const enum msb_instructions ways[NUM_WAYS] = {MSB_INSTRUCTIONS_PORTABLE,
                                                     MSB_INSTRUCTIONS_BEST};

/* A set with more words than one, groups over the age, many limits. */
static const char members[] =
    "'attributes': {'f': {'type': 'flag'}, "
    "'e': {'type': 'enum', 'values': ['x', 'y', 'z']}, "
    "'s': {'type': 'set', 'values': ['p', 'q', 'r', 't', 'u', 'v', 'w']}}, "
    "'target_groups': [{'id': 'g', 'name': 'G', 'when': "
    "{'age': {'below': 30}}}], "
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
    "'services': [{'id': 'x', 'name': 'X', 'delivered_by': 'a'}, "
    "{'id': 'y', 'name': 'Y', 'delivered_by': "
    "[{'when': {'s': 'p'}, 'by': 'b'}]}], "
    "'responsibility': ["
    "{'id': 'i', 'area': 'a', 'when': {'s': ['p', 'w'], 'f': true}}, "
    "{'id': 'j', 'area': 'b', 'when': {'target_group': 'g', 'e': 'y'}}, "
    "{'id': 'k', 'area': 'a', 'when': {'age': {'from': 67}}}, "
    "{'id': 'l', 'area': 'b', 'when': {'not': {'e': 'x'}}}]";

/* Groups that a set tells: rows are decided on the diagram. */
static const char without_tables[] =
    "'attributes': {'f': {'type': 'flag'}, "
    "'e': {'type': 'enum', 'values': ['x', 'y', 'z']}, "
    "'s': {'type': 'set', 'values': ['p']}}, "
    "'target_groups': [{'id': 'g', 'name': 'G', 'when': "
    "{'age': {'below': 30}, 's': 'p'}}], "
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
    "'responsibility': ["
    "{'id': 'j', 'area': 'b', 'when': {'target_group': 'g', 'e': 'y'}}, "
    "{'id': 'k', 'area': 'a', 'when': {'age': {'from': 67}}}]";

/* Whatever the set holds, it is one area: that the diagram must tell. */
static const char same_area[] =
    "'attributes': {'f': {'type': 'flag'}, "
    "'e': {'type': 'enum', 'values': ['x', 'y', 'z']}, "
    "'s': {'type': 'set', 'values': ['p', 'q']}}, "
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
    "'responsibility': ["
    "{'id': 'i', 'area': 'b', 'when': {'f': true}}, "
    "{'id': 'j', 'area': 'a', 'when': {'any': [{'s': 'p'}, {'s': 'q'}]}}, "
    "{'id': 'k', 'area': 'a', 'when': {}}]";

static void
making_a_plan_survives_every_failed_allocation(void **state)
{
    struct msb_rules *rules = rules_of(members);

    (void)state;
    for (size_t i = 0; i < NUM_WAYS; i++) {
        enum msb_status status;
        unsigned long n = 0;

        do {
            struct msb_plan *plan = NULL;
            struct msb_error err = {0};
            size_t before = msbi_alloc_num_live();

            msbi_alloc_fail_at(++n);
            status = msb_plan_new(rules, date_of("2019-06-01"), ways[i], &plan,
                                  &err);
            msbi_alloc_fail_at(0);
            assert_int_equal(err.status, status);
            assert_true((plan != NULL) == (status == MSB_OK));
            msb_plan_unref(plan);
            assert_int_equal(msbi_alloc_num_live(), before);
            assert_true(status == MSB_OK || status == MSB_ERR_NOMEM);
        } while (status != MSB_OK);
        assert_true(n > 3);
    }
    msb_rules_unref(rules);
}

static void
compiling_with_tables_survives_every_failed_allocation(void **state)
{
    struct msb_model *model = model_of(members);
    enum msb_status status;
    unsigned long n = 0;

    (void)state;
    do {
        struct msb_rules *rules = NULL;
        struct msb_error err = {0};
        size_t before = msbi_alloc_num_live();

        msbi_alloc_fail_at(++n);
        status = msb_rules_compile(model, &rules, &err);
        msbi_alloc_fail_at(0);
        assert_true((rules != NULL) == (status == MSB_OK));
        msb_rules_unref(rules);
        assert_int_equal(msbi_alloc_num_live(), before);
        assert_true(status == MSB_OK || status == MSB_ERR_NOMEM);
    } while (status != MSB_OK);
    assert_true(n > 50);
    msb_model_unref(model);
}

struct people {
    int32_t births[MANY_ROWS];
    int8_t codes[MANY_ROWS];
    uint64_t sets[MANY_ROWS];
    uint8_t flags[MANY_ROWS / 8];
    uint8_t validity[MANY_ROWS / 8];
    uint64_t services[MANY_ROWS];
    uint8_t status[MANY_ROWS];
    int16_t areas[MANY_ROWS * 2];
};

static struct people people;

/* The same seven kinds of people over and over. */
static int
fill_people(void **state)
{
    (void)state;
    for (int i = 0; i < MANY_ROWS; i++) {
        people.births[i] = 10000 - i % 7 * 4000;
        people.codes[i] = (int8_t)(i % 7 % 3);
        people.sets[i] = (uint64_t)(i % 7 & 1);
        people.services[i] = (uint64_t)(i % 7 & 3);
    }
    memset(people.flags, 0x55, sizeof people.flags);
    memset(people.validity, 0x77, sizeof people.validity);
    return 0;
}

/* How many allocations it takes; each of them fails once. */
static unsigned long
count_allocations(const struct msb_plan *plan, bool known, size_t num_rows)
{
    const uint8_t *validity = known ? NULL : people.validity;
    const struct msb_column attributes[] = {
        {.values = NULL},
        {.values = people.flags},
        {.values = people.codes, .validity = validity},
        {.values = people.sets, .validity = validity},
        {.values = people.services}};
    const struct msb_columns columns = {
        .size = sizeof columns,
        .num_attributes = 5,
        .attributes = attributes,
        .birth_date = {.values = people.births, .validity = validity}};
    const struct msb_outcome_columns out = {
        .size = sizeof out,
        .status = people.status,
        .max_deliveries = 2,
        .delivery_area = known ? people.areas : NULL};
    enum msb_status status;
    unsigned long n = 0;

    do {
        struct msb_error err = {0};
        size_t before = msbi_alloc_num_live();

        msbi_alloc_fail_at(++n);
        status = msb_plan_decide(plan, &columns, 0, num_rows, &out, &err);
        msbi_alloc_fail_at(0);
        assert_int_equal(err.status, status);
        assert_int_equal(msbi_alloc_num_live(), before);
        assert_true(status == MSB_OK || status == MSB_ERR_NOMEM);
    } while (status != MSB_OK);
    return n - 1;
}

static void
check_counts(const char *text, bool known, unsigned long least)
{
    struct msb_rules *rules = rules_of(text);

    for (size_t i = 0; i < NUM_WAYS; i++) {
        struct msb_plan *plan = NULL;
        unsigned long few, many;

        assert_int_equal(
            msb_plan_new(rules, date_of("2019-06-01"), ways[i], &plan, NULL),
            MSB_OK);
        few = count_allocations(plan, known, FEW_ROWS);
        many = count_allocations(plan, known, MANY_ROWS);
        assert_true(few >= least);
        assert_int_equal(few, many);
        msb_plan_unref(plan);
    }
    msb_rules_unref(rules);
}

static void
complete_rows_need_no_allocations(void **state)
{
    (void)state;
    check_counts(members, true, 2);
    check_counts(without_tables, true, 1);
}

static void
rows_with_unknown_facts_need_them_once_a_kind(void **state)
{
    (void)state;
    check_counts(members, false, 1);
    check_counts(same_area, false, 4);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(making_a_plan_survives_every_failed_allocation),
        cmocka_unit_test(
            compiling_with_tables_survives_every_failed_allocation),
        cmocka_unit_test(complete_rows_need_no_allocations),
        cmocka_unit_test(rows_with_unknown_facts_need_them_once_a_kind),
    };

    return cmocka_run_group_tests(tests, fill_people, NULL);
}
