/* SPDX-License-Identifier: MIT */
/* Arrow tables that cannot be used are refused, by the name of the child. */
#include "arrow_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
set_format_i(struct table *table)
{
    table->schemas[BIRTH].format = "i";
}

static void
set_unsigned(struct table *table)
{
    table->schemas[E].format = "C";
}

static void
set_long_format(struct table *table)
{
    table->schemas[E].format = "cc";
}

static void
set_wide(struct table *table)
{
    table->schemas[S].format = "w:16";
}

static void
set_no_format(struct table *table)
{
    table->schemas[N].format = NULL;
}

static void
set_dictionary(struct table *table)
{
    table->schemas[E].dictionary = &table->schemas[N];
}

static void
set_array_dictionary(struct table *table)
{
    table->arrays[E].dictionary = &table->arrays[N];
}

static void
set_unknown_name(struct table *table)
{
    table->schemas[F].name = "flag";
}

static void
set_no_name(struct table *table)
{
    table->schemas[F].name = NULL;
}

static void
set_derived_name(struct table *table)
{
    table->schemas[E].name = "target_group";
}

static void
set_name_twice(struct table *table)
{
    table->schemas[SERVICES].name = "s";
}

static void
set_short_child(struct table *table)
{
    table->arrays[N].length = NUM_ROWS - 1;
}

static void
set_parent_offset(struct table *table)
{
    table->array.offset = 1;
}

static void
set_negative_offset(struct table *table)
{
    table->arrays[N].offset = -1;
}

static void
set_one_buffer(struct table *table)
{
    table->arrays[F].n_buffers = 1;
}

static void
set_no_values(struct table *table)
{
    table->buffers[S][1] = NULL;
}

static void
set_no_bitmap(struct table *table)
{
    table->arrays[S].null_count = 3;
    table->buffers[S][0] = NULL;
}

static void
set_unaligned(struct table *table)
{
    table->buffers[S][1] = (const char *)table->values + 4;
}

static void
set_list(struct table *table)
{
    table->schema.format = "+l";
}

static void
set_fewer_children(struct table *table)
{
    table->array.n_children--;
}

static void
set_released_child(struct table *table)
{
    table->arrays[F].release = NULL;
}

static void
set_null_rows(struct table *table)
{
    table->array.null_count = -1;
}

static void
unusable_tables_are_refused_by_the_childs_name(void **state)
{
    static const struct {
        void (*change)(struct table *table);
        const char *code, *where;
    } rows[] = {
        {set_format_i, "wrong_type", "birth_date"},
        {set_unsigned, "wrong_type", "e"},
        {set_long_format, "wrong_type", "e"},
        {set_wide, "wrong_type", "s"},
        {set_no_format, "wrong_type", "n"},
        {set_dictionary, "wrong_type", "e"},
        {set_array_dictionary, "wrong_type", "e"},
        {set_unknown_name, "unknown_member", "flag"},
        {set_no_name, "unknown_member", ""},
        {set_derived_name, "unknown_member", "target_group"},
        {set_name_twice, "duplicate_member", "s"},
        {set_short_child, "bad_array", "n"},
        {set_parent_offset, "bad_array", "birth_date"},
        {set_negative_offset, "bad_array", "n"},
        {set_one_buffer, "bad_array", "f"},
        {set_no_values, "bad_array", "s"},
        {set_no_bitmap, "bad_array", "s"},
        {set_unaligned, "bad_array", "s"},
        {set_list, "wrong_type", ""},
        {set_fewer_children, "bad_array", ""},
        {set_released_child, "bad_array", ""},
        {set_null_rows, "bad_array", ""},
    };
    struct msb_plan *plan = arrow_plan_open();

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ArrowSchema schema = {.release = arrow_release_schema};
        struct ArrowArray array = {.release = arrow_release_array};
        struct msb_error err = {0};
        struct table table;

        arrow_table_open(&table);
        rows[i].change(&table);
        assert_int_equal(msb_plan_decide_arrow(plan, &table.schema,
                                               &table.array, 0, NUM_ROWS,
                                               &schema, &array, &err),
                         MSB_ERR_INVALID);
        assert_string_equal(err.code, rows[i].code);
        assert_string_equal(err.where, rows[i].where);
        assert_null(schema.release);
        assert_null(array.release);
    }
    msb_plan_unref(plan);
}

static void
misuse_is_told(void **state)
{
    struct msb_plan *plan = arrow_plan_open();
    struct ArrowSchema schema;
    struct ArrowArray array;
    struct table table;

    (void)state;
    arrow_table_open(&table);
    assert_int_equal(msb_plan_decide_arrow(NULL, &table.schema, &table.array, 0,
                                           1, &schema, &array, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_plan_decide_arrow(plan, NULL, &table.array, 0, 1,
                                           &schema, &array, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_plan_decide_arrow(plan, &table.schema, NULL, 0, 1,
                                           &schema, &array, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_plan_decide_arrow(plan, &table.schema, &table.array, 0,
                                           1, NULL, &array, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_plan_decide_arrow(plan, &table.schema, &table.array, 0,
                                           1, &schema, NULL, NULL),
                     MSB_ERR_MISUSE);
    /* Rows that are not there: counted so that the sum wraps round, too. */
    assert_int_equal(msb_plan_decide_arrow(plan, &table.schema, &table.array, 1,
                                           NUM_ROWS, &schema, &array, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_plan_decide_arrow(plan, &table.schema, &table.array, 5,
                                           SIZE_MAX - 2, &schema, &array, NULL),
                     MSB_ERR_MISUSE);
    table.array.release = NULL;
    assert_int_equal(msb_plan_decide_arrow(plan, &table.schema, &table.array, 0,
                                           1, &schema, &array, NULL),
                     MSB_ERR_MISUSE);
    assert_null(array.release);
    msb_plan_unref(plan);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unusable_tables_are_refused_by_the_childs_name),
        cmocka_unit_test(misuse_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
