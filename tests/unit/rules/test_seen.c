/* SPDX-License-Identifier: MIT */
/* A set of numbers: each is new once. */
#include "rules/seen.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/memory.h"
#include "support/random.h"

static void
each_number_is_new_once(void **state)
{
    static bool in[5000];
    struct random random = {31};
    struct msbi_seen seen;

    (void)state;
    msbi_seen_init(&seen);
    for (size_t i = 0; i < 20000; i++) {
        size_t pick = random_below(&random, 5000);
        /* Pairs of references, as walks use them, are such numbers. */
        uint64_t number = (uint64_t)pick << 32 | (pick * 7 + 1);

        assert_int_equal(msbi_seen_add(&seen, number), !in[pick]);
        in[pick] = true;
    }
    assert_false(seen.failed);
    msbi_seen_release(&seen);
    assert_true(msbi_seen_add(&seen, 1));
    msbi_seen_release(&seen);
}

static void
a_small_set_needs_no_heap(void **state)
{
    size_t live = msbi_alloc_num_live();
    struct msbi_seen seen;

    (void)state;
    msbi_seen_init(&seen);
    for (uint64_t i = 1; i <= 16; i++)
        assert_true(msbi_seen_add(&seen, UINT64_MAX - i));
    assert_int_equal(msbi_alloc_num_live(), live);
    msbi_seen_release(&seen);
}

static void
without_memory_the_set_has_failed_and_adds_nothing(void **state)
{
    size_t live = msbi_alloc_num_live();
    struct msbi_seen seen;
    uint64_t number = 1;

    (void)state;
    msbi_seen_init(&seen);
    msbi_alloc_fail_at(1);
    while (number < 100 && msbi_seen_add(&seen, number))
        number++;
    msbi_alloc_fail_at(0);
    assert_in_range(number, 17, 32);
    assert_true(seen.failed);
    assert_false(msbi_seen_add(&seen, 1000));
    msbi_seen_release(&seen);
    assert_int_equal(msbi_alloc_num_live(), live);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_number_is_new_once),
        cmocka_unit_test(a_small_set_needs_no_heap),
        cmocka_unit_test(without_memory_the_set_has_failed_and_adds_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
