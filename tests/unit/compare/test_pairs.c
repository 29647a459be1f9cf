/* SPDX-License-Identifier: MIT */
/* Counts of pairs: their order, their counts, and a failed allocation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <msb/model.h>

#include "base/memory.h"
#include "compare/pairs.h"

static void
add(struct msbi_pairs *pairs, size_t first, size_t second)
{
    assert_int_equal(msbi_pairs_add(pairs, first, second, NULL), MSB_OK);
}

static void
pairs_come_in_ascending_order_with_none_last(void **state)
{
    static const size_t expected[][2] = {
        {0, 1}, {0, 2},        {0, MSB_NONE},       {1, 0},
        {2, 2}, {MSB_NONE, 0}, {MSB_NONE, MSB_NONE}};
    struct msbi_pairs pairs = {0};
    size_t num = sizeof expected / sizeof expected[0];

    (void)state;
    for (size_t i = 0; i < num; i++) { /* 3, 6, 2, 5, 1, 4, 0 */
        size_t at = (i + 1) * 3 % num;
        add(&pairs, expected[at][0], expected[at][1]);
    }
    assert_int_equal(pairs.num, num);
    for (size_t i = 0; i < num; i++) {
        assert_int_equal(pairs.items[i].first, expected[i][0]);
        assert_int_equal(pairs.items[i].second, expected[i][1]);
        assert_int_equal(pairs.items[i].count, 1);
    }
    msbi_pairs_release(&pairs);
}

static void
a_pair_that_was_seen_is_counted_once_more(void **state)
{
    struct msbi_pairs pairs = {0};

    (void)state;
    for (int i = 0; i < 3; i++) {
        add(&pairs, 4, 5);
        add(&pairs, 5, 4);
    }
    add(&pairs, 4, 5);
    assert_int_equal(pairs.num, 2);
    assert_int_equal(pairs.items[0].count, 4);
    assert_int_equal(pairs.items[1].count, 3);
    msbi_pairs_release(&pairs);
}

static void
a_hundred_thousand_citizens_need_no_more_memory_than_one(void **state)
{
    struct msbi_pairs pairs = {0};
    size_t capacity;

    (void)state;
    add(&pairs, 0, 1);
    capacity = pairs.capacity;
    for (int i = 1; i < 100000; i++)
        add(&pairs, 0, 1);
    assert_int_equal(pairs.items[0].count, 100000);
    assert_int_equal(pairs.capacity, capacity);
    msbi_pairs_release(&pairs);
}

static void
a_failed_allocation_leaves_the_counts_as_they_were(void **state)
{
    struct msbi_pairs pairs = {0};
    size_t before = msbi_alloc_num_live();
    enum msb_status status;

    (void)state;
    for (size_t i = 0; i < 8; i++)
        add(&pairs, 0, i);
    msbi_alloc_fail_at(1); /* the ninth pair needs more room */
    status = msbi_pairs_add(&pairs, 0, 8, NULL);
    msbi_alloc_fail_at(0);
    assert_int_equal(status, MSB_ERR_NOMEM);
    assert_int_equal(pairs.num, 8);
    add(&pairs, 0, 8);
    assert_int_equal(pairs.num, 9);
    assert_int_equal(pairs.items[8].second, 8);
    msbi_pairs_release(&pairs);
    assert_int_equal(msbi_alloc_num_live(), before);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_come_in_ascending_order_with_none_last),
        cmocka_unit_test(a_pair_that_was_seen_is_counted_once_more),
        cmocka_unit_test(
            a_hundred_thousand_citizens_need_no_more_memory_than_one),
        cmocka_unit_test(a_failed_allocation_leaves_the_counts_as_they_were),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
