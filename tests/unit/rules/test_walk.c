/* SPDX-License-Identifier: MIT */
/* Walks: the leaves and levels that they find, against tables. */
#include "rules/walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "tables.h"

enum { NUM_TABLES = 500, NUM_LEAVES = 6 };

/* How often each leaf was visited. */
struct visits {
    size_t of_leaf[NUM_LEAVES];
};

static void
count_visit(void *user, msbi_ref leaf)
{
    struct visits *visits = user;

    assert_true(msbi_leaf_index(leaf) < NUM_LEAVES);
    visits->of_leaf[msbi_leaf_index(leaf)]++;
}

static bool
agrees(size_t point, const uint16_t *classes)
{
    for (size_t i = 0; i < TABLE_LEVELS; i++)
        if (classes[i] != MSBI_UNKNOWN_CLASS
            && classes[i] != table_class(point, i))
            return false;
    return true;
}

static void
every_leaf_that_can_be_reached_is_visited_once(void **state)
{
    struct msbi_diagram diagram;
    struct random random = {41};

    (void)state;
    assert_int_equal(msbi_diagram_init(&diagram, table_levels(), 100000),
                     MSB_OK);
    for (size_t n = 0; n < NUM_TABLES; n++) {
        struct table table = table_draw(&random, NUM_LEAVES);
        struct visits visits = {{0}}, expected = {{0}};
        size_t point = random_below(&random, TABLE_POINTS);
        uint16_t classes[TABLE_LEVELS];
        bool none_known = true;

        for (size_t i = 0; i < TABLE_LEVELS; i++) {
            classes[i] = random_chance(&random, 40) ? table_class(point, i)
                                                    : MSBI_UNKNOWN_CLASS;
            none_known = none_known && classes[i] == MSBI_UNKNOWN_CLASS;
        }
        for (size_t i = 0; i < TABLE_POINTS; i++)
            if (agrees(i, classes))
                expected.of_leaf[msbi_leaf_index(table.leaves[i])] = 1;
        assert_int_equal(
            msbi_walk_leaves(&diagram, table_build(&diagram, &table),
                             none_known ? NULL : classes, count_visit, &visits),
            MSB_OK);
        assert_memory_equal(&visits, &expected, sizeof visits);
    }
    msbi_diagram_release(&diagram);
}

static void
the_levels_are_those_on_which_the_function_depends(void **state)
{
    struct msbi_diagram diagram;
    struct random random = {42};

    (void)state;
    assert_int_equal(msbi_diagram_init(&diagram, table_levels(), 100000),
                     MSB_OK);
    for (size_t n = 0; n < NUM_TABLES; n++) {
        struct table table = table_draw(&random, 2);
        bool marks[TABLE_LEVELS] = {false}, expected[TABLE_LEVELS] = {false};

        for (size_t i = 0; i < TABLE_POINTS; i++)
            for (size_t k = 0; k < TABLE_LEVELS; k++)
                if (table.leaves[i] != table.leaves[table_move(i, k, 0)])
                    expected[k] = true;
        assert_int_equal(
            msbi_walk_levels(&diagram, table_build(&diagram, &table), marks),
            MSB_OK);
        assert_memory_equal(marks, expected, sizeof marks);
    }
    msbi_diagram_release(&diagram);
}

static void
a_found_path_leads_to_both_leaves(void **state)
{
    struct msbi_diagram diagram;
    struct random random = {43};
    size_t num_found = 0;

    (void)state;
    assert_int_equal(msbi_diagram_init(&diagram, table_levels(), 100000),
                     MSB_OK);
    for (size_t n = 0; n < NUM_TABLES; n++) {
        struct table a = table_draw(&random, 12), b = table_draw(&random, 12);
        msbi_ref leaf_a = msbi_leaf(random_below(&random, 12));
        msbi_ref leaf_b = msbi_leaf(random_below(&random, 12));
        bool expected = false, found;
        uint16_t path[TABLE_LEVELS];
        uint64_t steps = 0;

        for (size_t i = 0; i < TABLE_POINTS; i++)
            expected = expected
                       || (a.leaves[i] == leaf_a && b.leaves[i] == leaf_b);
        assert_int_equal(msbi_walk_find(&diagram, table_build(&diagram, &a),
                                        leaf_a, table_build(&diagram, &b),
                                        leaf_b, path, &found, &steps),
                         MSB_OK);
        assert_int_equal(found, expected);
        num_found += found;
        for (size_t i = 0; found && i < TABLE_POINTS; i++) {
            if (!agrees(i, path))
                continue;
            assert_int_equal(a.leaves[i], leaf_a);
            assert_int_equal(b.leaves[i], leaf_b);
        }
    }
    assert_in_range(num_found, NUM_TABLES / 10, NUM_TABLES * 9 / 10);
    msbi_diagram_release(&diagram);
}

static void
a_search_beyond_its_bound_ends_with_limit(void **state)
{
    struct msbi_diagram diagram;
    struct random random = {44};
    struct table table = table_draw(&random, 1000);
    uint16_t path[TABLE_LEVELS];
    uint64_t steps = MSBI_MAX_STEPS;
    bool found;
    msbi_ref ref;

    (void)state;
    assert_int_equal(msbi_diagram_init(&diagram, table_levels(), 100000),
                     MSB_OK);
    ref = table_build(&diagram, &table);
    assert_int_equal(msbi_walk_find(&diagram, ref, msbi_leaf(5000), MSBI_TRUE,
                                    MSBI_TRUE, path, &found, &steps),
                     MSB_ERR_LIMIT);
    assert_false(found);
    msbi_diagram_release(&diagram);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_leaf_that_can_be_reached_is_visited_once),
        cmocka_unit_test(the_levels_are_those_on_which_the_function_depends),
        cmocka_unit_test(a_found_path_leads_to_both_leaves),
        cmocka_unit_test(a_search_beyond_its_bound_ends_with_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
