/* SPDX-License-Identifier: MIT */
/* Building diagrams: against tables, and against their bounds. */
#include "rules/diagram.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "tables.h"

enum { NUM_TABLES = 400 };

static struct msbi_diagram
new_diagram(void)
{
    struct msbi_diagram diagram;

    assert_int_equal(msbi_diagram_init(&diagram, table_levels(), 100000),
                     MSB_OK);
    return diagram;
}

/* Built point by point: where the classes are the point's, its leaf. */
static msbi_ref
build_by_points(struct msbi_diagram *diagram, const struct table *table)
{
    msbi_ref ref = table->leaves[0];

    for (size_t i = 1; i < TABLE_POINTS; i++) {
        struct table point;

        for (size_t k = 0; k < TABLE_POINTS; k++)
            point.leaves[k] = k == i ? MSBI_TRUE : MSBI_FALSE;
        ref = msbi_diagram_choose(diagram, table_build(diagram, &point),
                                  table->leaves[i], ref);
    }
    return ref;
}

static void
equal_functions_have_equal_references(void **state)
{
    struct msbi_diagram diagram = new_diagram();
    struct random random = {1};
    struct table tables[40];
    msbi_ref refs[40];

    (void)state;
    for (size_t i = 0; i < 40; i++) {
        tables[i] = table_draw(&random, 2);
        refs[i] = table_build(&diagram, &tables[i]);
        assert_table(&diagram, refs[i], &tables[i]);
        assert_int_equal(build_by_points(&diagram, &tables[i]), refs[i]);
        for (size_t k = 0; k < i; k++)
            assert_int_equal(refs[i] == refs[k],
                             memcmp(&tables[i], &tables[k], sizeof *tables)
                                 == 0);
    }
    msbi_diagram_release(&diagram);
}

static void
a_node_whose_children_are_equal_is_left_out(void **state)
{
    struct msbi_diagram diagram = new_diagram();
    const msbi_ref same[3] = {MSBI_GAP, MSBI_GAP, MSBI_GAP};
    const msbi_ref other[3] = {MSBI_GAP, MSBI_GAP, msbi_leaf(7)};
    msbi_ref node;

    (void)state;
    assert_int_equal(msbi_diagram_node(&diagram, 0, same), MSBI_GAP);
    assert_int_equal(diagram.num_nodes, 0);
    node = msbi_diagram_node(&diagram, 0, other);
    assert_false(msbi_is_leaf(node));
    assert_int_equal(msbi_diagram_node(&diagram, 0, other), node);
    assert_int_equal(diagram.num_nodes, 1);
    assert_int_equal(msbi_follow(&diagram, node, 0, 2), msbi_leaf(7));
    assert_int_equal(msbi_follow(&diagram, node, 1, 1), node);
    msbi_diagram_release(&diagram);
}

static void
choose_takes_each_leaf_by_its_test(void **state)
{
    struct msbi_diagram diagram = new_diagram();
    struct random random = {2};

    (void)state;
    for (size_t n = 0; n < NUM_TABLES; n++) {
        struct table test = table_draw(&random, 2);
        struct table then = table_draw(&random, n % 2 == 0 ? 2 : 5);
        struct table other = table_draw(&random, n % 3 == 0 ? 2 : 5);
        struct table expected = other;

        for (size_t i = 0; i < TABLE_POINTS; i++)
            if (test.leaves[i] == MSBI_TRUE)
                expected.leaves[i] = then.leaves[i];
        assert_int_equal(msbi_diagram_choose(&diagram,
                                             table_build(&diagram, &test),
                                             table_build(&diagram, &then),
                                             table_build(&diagram, &other)),
                         table_build(&diagram, &expected));
    }
    msbi_diagram_release(&diagram);
}

/* No symmetric function, so that a mix-up of sides shows. */
static msbi_ref
join_leaves(void *user, msbi_ref a, msbi_ref b)
{
    const size_t *factor = user;

    return msbi_leaf((msbi_leaf_index(a) * *factor + msbi_leaf_index(b)) % 11);
}

static void
apply_joins_leaf_by_leaf(void **state)
{
    struct msbi_diagram diagram = new_diagram();
    struct random random = {3};

    (void)state;
    for (size_t n = 0; n < NUM_TABLES; n++) {
        struct table a = table_draw(&random, 4);
        struct table b = table_draw(&random, 4);
        msbi_ref ref_a = table_build(&diagram, &a);
        msbi_ref ref_b = table_build(&diagram, &b);
        /* The same operands twice: it means something else by then. */
        for (size_t factor = 2; factor <= 5; factor += 3) {
            struct table expected;

            for (size_t i = 0; i < TABLE_POINTS; i++)
                expected.leaves[i] = join_leaves(&factor, a.leaves[i],
                                                 b.leaves[i]);
            msbi_diagram_forget(&diagram);
            assert_int_equal(msbi_diagram_apply(&diagram, join_leaves, &factor,
                                                ref_a, ref_b),
                             table_build(&diagram, &expected));
        }
    }
    msbi_diagram_release(&diagram);
}

static msbi_ref
map_leaf(void *user, msbi_ref leaf)
{
    const size_t *modulus = user;

    return msbi_leaf(msbi_leaf_index(leaf) % *modulus);
}

static void
map_changes_leaf_by_leaf(void **state)
{
    struct msbi_diagram diagram = new_diagram();
    struct random random = {4};

    (void)state;
    for (size_t n = 0; n < NUM_TABLES; n++) {
        struct table table = table_draw(&random, 6);
        msbi_ref ref = table_build(&diagram, &table);

        for (size_t modulus = 1; modulus <= 4; modulus++) {
            struct table expected;

            for (size_t i = 0; i < TABLE_POINTS; i++)
                expected.leaves[i] = map_leaf(&modulus, table.leaves[i]);
            assert_int_equal(
                msbi_diagram_map(&diagram, map_leaf, &modulus, ref),
                table_build(&diagram, &expected));
        }
    }
    msbi_diagram_release(&diagram);
}

static void
restrict_fixes_what_is_known(void **state)
{
    struct msbi_diagram source = new_diagram(), diagram = new_diagram();
    struct random random = {5};

    (void)state;
    for (size_t n = 0; n < NUM_TABLES; n++) {
        struct table table = table_draw(&random, 6), expected;
        msbi_ref ref = table_build(&source, &table);
        size_t point = random_below(&random, TABLE_POINTS);
        uint16_t classes[TABLE_LEVELS];
        size_t modulus = 4;

        for (size_t i = 0; i < TABLE_LEVELS; i++)
            classes[i] = random_chance(&random, 50) ? table_class(point, i)
                                                    : MSBI_UNKNOWN_CLASS;
        for (size_t i = 0; i < TABLE_POINTS; i++) {
            size_t from = i;

            for (size_t k = 0; k < TABLE_LEVELS; k++)
                if (classes[k] != MSBI_UNKNOWN_CLASS)
                    from = table_move(from, k, classes[k]);
            expected.leaves[i] = table.leaves[from];
        }
        assert_int_equal(
            msbi_diagram_restrict(&diagram, &source, classes, NULL, NULL, ref),
            table_build(&diagram, &expected));
        for (size_t i = 0; i < TABLE_POINTS; i++)
            expected.leaves[i] = map_leaf(&modulus, expected.leaves[i]);
        assert_int_equal(msbi_diagram_restrict(&diagram, &source, classes,
                                               map_leaf, &modulus, ref),
                         table_build(&diagram, &expected));
    }
    msbi_diagram_release(&source);
    msbi_diagram_release(&diagram);
}

static void
a_failed_operand_fails_the_result(void **state)
{
    struct msbi_diagram diagram = new_diagram();
    size_t factor = 1;

    (void)state;
    assert_int_equal(
        msbi_diagram_choose(&diagram, MSBI_FAILED, MSBI_TRUE, MSBI_FALSE),
        MSBI_FAILED);
    assert_int_equal(
        msbi_diagram_choose(&diagram, MSBI_TRUE, MSBI_FAILED, MSBI_FALSE),
        MSBI_FAILED);
    assert_int_equal(
        msbi_diagram_choose(&diagram, MSBI_TRUE, MSBI_FALSE, MSBI_FAILED),
        MSBI_FAILED);
    assert_int_equal(msbi_diagram_apply(&diagram, join_leaves, &factor,
                                        MSBI_FAILED, MSBI_TRUE),
                     MSBI_FAILED);
    assert_int_equal(msbi_diagram_apply(&diagram, join_leaves, &factor,
                                        MSBI_TRUE, MSBI_FAILED),
                     MSBI_FAILED);
    assert_int_equal(msbi_diagram_map(&diagram, map_leaf, &factor, MSBI_FAILED),
                     MSBI_FAILED);
    assert_int_equal(diagram.status, MSB_OK);
    msbi_diagram_release(&diagram);
}

/* Fails the test unless @diagram is over its bound, for ever. */
static void
assert_over(struct msbi_diagram *diagram)
{
    const msbi_ref children[3] = {MSBI_TRUE, MSBI_TRUE, MSBI_FALSE};
    struct msb_error err = {0};
    size_t factor = 1;

    assert_int_equal(diagram->status, MSB_ERR_LIMIT);
    assert_int_equal(msbi_diagram_node(diagram, 0, children), MSBI_FAILED);
    assert_int_equal(
        msbi_diagram_choose(diagram, MSBI_TRUE, MSBI_TRUE, MSBI_FALSE),
        MSBI_FAILED);
    assert_int_equal(msbi_diagram_map(diagram, map_leaf, &factor, MSBI_TRUE),
                     MSBI_FAILED);
    assert_int_equal(
        msbi_diagram_apply(diagram, join_leaves, &factor, MSBI_TRUE, MSBI_TRUE),
        MSBI_FAILED);
    assert_int_equal(msbi_diagram_fail(diagram, &err), MSB_ERR_LIMIT);
    assert_string_equal(err.code, "limit");
}

/* Another leaf at each point: 1 + 3 + 6 + 24 nodes. */
static struct table
make_largest(void)
{
    struct table table;

    for (size_t i = 0; i < TABLE_POINTS; i++)
        table.leaves[i] = msbi_leaf(i);
    return table;
}

static void
beyond_the_most_nodes_every_operation_fails(void **state)
{
    size_t live = msbi_alloc_num_live();
    struct table table = make_largest();

    (void)state;
    for (size_t max_nodes = 0; max_nodes < 34; max_nodes++) {
        struct msbi_diagram diagram;

        assert_int_equal(msbi_diagram_init(&diagram, table_levels(), max_nodes),
                         MSB_OK);
        assert_int_equal(table_build(&diagram, &table), MSBI_FAILED);
        assert_int_equal(diagram.num_nodes, max_nodes);
        assert_over(&diagram);
        msbi_diagram_release(&diagram);
        assert_int_equal(msbi_alloc_num_live(), live);
    }
}

static void
beyond_the_most_steps_every_operation_fails(void **state)
{
    size_t live = msbi_alloc_num_live();
    struct random random = {8};
    struct table a = table_draw(&random, 2), b = make_largest();
    uint64_t needed = 0;

    (void)state;
    for (uint64_t max_steps = 0; needed == 0; max_steps++) {
        struct msbi_diagram diagram = new_diagram();
        msbi_ref test = table_build(&diagram, &a);
        msbi_ref then = table_build(&diagram, &b);

        diagram.max_steps = max_steps;
        if (msbi_diagram_choose(&diagram, test, then, MSBI_GAP) == MSBI_FAILED)
            assert_over(&diagram);
        else
            needed = max_steps;
        msbi_diagram_release(&diagram);
    }
    /* One step at most for each node. */
    assert_in_range(needed, 1, 34);
    assert_int_equal(msbi_alloc_num_live(), live);
}

static void
a_diagram_without_memory_says_so(void **state)
{
    size_t live = msbi_alloc_num_live();
    struct msbi_diagram diagram;
    struct msb_error err = {0};

    (void)state;
    for (unsigned long n = 1; n <= 3; n++) {
        msbi_alloc_fail_at(n);
        assert_int_equal(msbi_diagram_init(&diagram, table_levels(), 100),
                         MSB_ERR_NOMEM);
        msbi_alloc_fail_at(0);
        assert_int_equal(msbi_alloc_num_live(), live);
    }
    diagram = new_diagram();
    diagram.status = MSB_ERR_NOMEM;
    assert_int_equal(msbi_diagram_fail(&diagram, &err), MSB_ERR_NOMEM);
    assert_string_equal(err.code, "no_memory");
    msbi_diagram_release(&diagram);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_functions_have_equal_references),
        cmocka_unit_test(a_node_whose_children_are_equal_is_left_out),
        cmocka_unit_test(choose_takes_each_leaf_by_its_test),
        cmocka_unit_test(apply_joins_leaf_by_leaf),
        cmocka_unit_test(map_changes_leaf_by_leaf),
        cmocka_unit_test(restrict_fixes_what_is_known),
        cmocka_unit_test(a_failed_operand_fails_the_result),
        cmocka_unit_test(beyond_the_most_nodes_every_operation_fails),
        cmocka_unit_test(beyond_the_most_steps_every_operation_fails),
        cmocka_unit_test(a_diagram_without_memory_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
