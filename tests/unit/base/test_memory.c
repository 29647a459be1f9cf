/* SPDX-License-Identifier: MIT */
/* The heap seam: what it counts, and how it fails on demand. */
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
a_new_block_is_zeroed_and_counted(void **state)
{
    size_t before = msbi_alloc_num_live();
    unsigned char *block = msbi_alloc(1000);

    (void)state;
    assert_non_null(block);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(block[i], 0);
    assert_int_equal(msbi_alloc_num_live(), before + 1);
    msbi_free(block);
    assert_int_equal(msbi_alloc_num_live(), before);
}

static void
a_block_of_no_bytes_is_still_a_block(void **state)
{
    size_t before = msbi_alloc_num_live();
    void *blocks[4];

    (void)state;
    blocks[0] = msbi_alloc(0);
    blocks[1] = msbi_alloc_array(0, 8);
    blocks[2] = msbi_alloc_array(8, 0);
    blocks[3] = msbi_resize(NULL, 0, 8);
    assert_int_equal(msbi_alloc_num_live(), before + 4);
    for (size_t i = 0; i < 4; i++) {
        assert_non_null(blocks[i]);
        msbi_free(blocks[i]);
    }
    assert_int_equal(msbi_alloc_num_live(), before);
}

static void
freeing_null_does_nothing(void **state)
{
    size_t before = msbi_alloc_num_live();

    (void)state;
    msbi_free(NULL);
    assert_int_equal(msbi_alloc_num_live(), before);
}

static void
a_size_that_overflows_is_refused(void **state)
{
    size_t before = msbi_alloc_num_live();
    char *block = msbi_alloc(1);

    (void)state;
    assert_non_null(block);
    block[0] = 'x';
    assert_null(msbi_alloc_array(SIZE_MAX / 2, 3));
    assert_null(msbi_resize(block, SIZE_MAX / 2, 3));
    assert_int_equal(block[0], 'x');
    msbi_free(block);
    assert_int_equal(msbi_alloc_num_live(), before);
}

static void
exactly_the_chosen_allocation_fails(void **state)
{
    (void)state;
    for (unsigned long n = 1; n <= 5; n++) {
        void *blocks[5];

        msbi_alloc_fail_at(n);
        for (unsigned long i = 0; i < 5; i++)
            blocks[i] = msbi_alloc(8);
        msbi_alloc_fail_at(0);
        for (unsigned long i = 0; i < 5; i++) {
            assert_int_equal(blocks[i] == NULL, i + 1 == n);
            msbi_free(blocks[i]);
        }
    }
}

static void
a_failed_resize_leaves_the_block(void **state)
{
    char *block = msbi_alloc(4);
    void *moved;

    (void)state;
    assert_non_null(block);
    memcpy(block, "abc", 4);
    msbi_alloc_fail_at(1);
    moved = msbi_resize(block, 100, 1);
    msbi_alloc_fail_at(0);
    assert_null(moved);
    assert_string_equal(block, "abc");
    block = msbi_resize(block, 100, 1);
    assert_non_null(block);
    assert_string_equal(block, "abc");
    msbi_free(block);
}

static void
a_growing_array_keeps_what_it_holds(void **state)
{
    size_t before = msbi_alloc_num_live();
    int *numbers = NULL;
    size_t capacity = 0;

    (void)state;
    for (size_t i = 0; i < 1000; i++) {
        int *moved = msbi_grow(numbers, i, &capacity, sizeof *numbers);

        assert_non_null(moved);
        assert_true(capacity > i);
        numbers = moved;
        numbers[i] = (int)i;
    }
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(numbers[i], i);
    msbi_alloc_fail_at(1);
    assert_ptr_equal(msbi_grow(numbers, 5, &capacity, sizeof *numbers),
                     numbers);
    assert_null(msbi_grow(numbers, capacity, &capacity, sizeof *numbers));
    msbi_alloc_fail_at(0);
    assert_int_equal(numbers[999], 999);
    msbi_free(numbers);
    assert_int_equal(msbi_alloc_num_live(), before);
}

static void
a_copied_text_ends_in_nul(void **state)
{
    char *copy = msbi_copy_text("Aarhus", 3);
    char *empty = msbi_copy_text(NULL, 0);

    (void)state;
    assert_string_equal(copy, "Aar");
    assert_string_equal(empty, "");
    msbi_free(copy);
    msbi_free(empty);
}

static void
the_last_reference_is_known(void **state)
{
    struct msbi_refcount refs;

    (void)state;
    msbi_refcount_init(&refs);
    msbi_refcount_take(&refs);
    msbi_refcount_take(&refs);
    assert_false(msbi_refcount_drop(&refs));
    assert_false(msbi_refcount_drop(&refs));
    assert_true(msbi_refcount_drop(&refs));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_block_is_zeroed_and_counted),
        cmocka_unit_test(a_block_of_no_bytes_is_still_a_block),
        cmocka_unit_test(freeing_null_does_nothing),
        cmocka_unit_test(a_size_that_overflows_is_refused),
        cmocka_unit_test(exactly_the_chosen_allocation_fails),
        cmocka_unit_test(a_failed_resize_leaves_the_block),
        cmocka_unit_test(a_growing_array_keeps_what_it_holds),
        cmocka_unit_test(a_copied_text_ends_in_nul),
        cmocka_unit_test(the_last_reference_is_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
