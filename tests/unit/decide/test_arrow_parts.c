/* SPDX-License-Identifier: MIT */
/*
 * Arrow tables part by part: which bitmaps count, who releases what, and that
 * no failed allocation leaves anything behind.
 */
#include "arrow_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

/* All null: only the columns without a bitmap in use are known. */
static void
a_bitmap_counts_where_nulls_do(void **state)
{
    struct msb_plan *plan = arrow_plan_open();
    struct ArrowSchema schema;
    struct ArrowArray array;
    struct table table;

    (void)state;
    arrow_table_open(&table);
    /* f: false; e: x. Nobody is responsible. */
    assert_int_equal(msb_plan_decide_arrow(plan, &table.schema, &table.array, 0,
                                           NUM_ROWS, &schema, &array, NULL),
                     MSB_OK);
    assert_int_equal(((const uint8_t *)array.children[0]->buffers[1])[3],
                     MSB_ROW_NONE);
    array.release(&array);
    schema.release(&schema);
    table.arrays[F].null_count = NUM_ROWS;
    assert_int_equal(msb_plan_decide_arrow(plan, &table.schema, &table.array, 0,
                                           NUM_ROWS, &schema, &array, NULL),
                     MSB_OK);
    assert_int_equal(((const uint8_t *)array.children[0]->buffers[1])[3],
                     MSB_ROW_UNDETERMINED);
    array.release(&array);
    schema.release(&schema);
    msb_plan_unref(plan);
}

static void
a_child_may_outlive_its_parent(void **state)
{
    struct msb_plan *plan = arrow_plan_open();
    size_t before = msbi_alloc_num_live();
    struct ArrowSchema schema, moved_schema;
    struct ArrowArray array, moved;
    struct table table;

    (void)state;
    arrow_table_open(&table);
    table.values[0] = 5; /* the rows 0 and 2 are of `f` */
    table.buffers[BIRTH][1] = &table.values[1];
    table.arrays[BIRTH].length = 4;
    table.array.length = 4;
    table.schema.n_children = table.array.n_children = 4;
    assert_int_equal(msb_plan_decide_arrow(plan, &table.schema, &table.array, 1,
                                           3, &schema, &array, NULL),
                     MSB_OK);
    moved = *array.children[1];
    array.children[1]->release = NULL;
    moved_schema = *schema.children[1];
    schema.children[1]->release = NULL;
    array.release(&array);
    schema.release(&schema);
    assert_string_equal(moved_schema.name, "area");
    assert_int_equal(moved.length, 3);
    assert_int_equal(((const int16_t *)moved.buffers[1])[1], 0);
    moved.release(&moved);
    moved_schema.release(&moved_schema);
    assert_null(moved.release);
    assert_null(moved_schema.release);
    assert_int_equal(msbi_alloc_num_live(), before);
    msb_plan_unref(plan);
}

/* How many allocations it takes; each of them fails once. */
static unsigned long
count_allocations(const struct msb_plan *plan, const struct table *table,
                  size_t from, size_t num_rows)
{
    enum msb_status status;
    unsigned long n = 0;

    do {
        struct ArrowSchema schema = {.release = arrow_release_schema};
        struct ArrowArray array = {.release = arrow_release_array};
        struct msb_error err = {0};
        size_t before = msbi_alloc_num_live();

        msbi_alloc_fail_at(++n);
        status = msb_plan_decide_arrow(plan, &table->schema, &table->array,
                                       from, num_rows, &schema, &array, &err);
        msbi_alloc_fail_at(0);
        assert_int_equal(err.status, status);
        assert_true((schema.release != NULL) == (status == MSB_OK));
        assert_true((array.release != NULL) == (status == MSB_OK));
        if (status == MSB_OK) {
            schema.release(&schema);
            array.release(&array);
        }
        assert_int_equal(msbi_alloc_num_live(), before);
        assert_true(status == MSB_OK || status == MSB_ERR_NOMEM);
    } while (status != MSB_OK);
    return n - 1;
}

static void
only_bitmaps_at_another_place_of_a_byte_are_copied(void **state)
{
    struct msb_plan *plan = arrow_plan_open();
    unsigned long shared;
    struct table table;

    (void)state;
    arrow_table_open(&table);
    for (size_t i = 0; i < NUM_CHILDREN; i++) {
        table.arrays[i].offset = 3;
        table.arrays[i].length = 10;
        table.arrays[i].null_count = -1;
    }
    table.array.length = 10;
    shared = count_allocations(plan, &table, 2, 7);
    assert_true(shared > 10);
    /* Whole bytes further on is the same place. */
    table.arrays[BIRTH].offset = 11;
    assert_int_equal(count_allocations(plan, &table, 2, 7), shared);
    /* The validity of all others, and what `f` says. */
    table.arrays[BIRTH].offset = 8;
    assert_int_equal(count_allocations(plan, &table, 2, 7), shared + 6);
    table.arrays[N].null_count = 0;
    assert_int_equal(count_allocations(plan, &table, 2, 7), shared + 5);
    /* A row's place in its byte may lie before the first child's: then that
       of the table is taken, here 2, and the first child's is copied too. */
    table.arrays[BIRTH].offset = 4;
    assert_int_equal(count_allocations(plan, &table, 2, 7), shared + 6);
    msb_plan_unref(plan);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bitmap_counts_where_nulls_do),
        cmocka_unit_test(a_child_may_outlive_its_parent),
        cmocka_unit_test(only_bitmaps_at_another_place_of_a_byte_are_copied),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
