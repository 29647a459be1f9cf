/* SPDX-License-Identifier: MIT */
/* Freezing keeps the functions of the roots, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/memory.h"
#include "rules/diagram.h"
#include "rules/seen.h"
#include "tables.h"

static size_t
count_nodes(const struct msbi_diagram *diagram, msbi_ref ref,
            struct msbi_seen *seen)
{
    size_t num = 1;
    size_t width;

    if (msbi_is_leaf(ref) || !msbi_seen_add(seen, ref))
        return 0;
    width = diagram->levels->items[msbi_level_of(diagram, ref)].num_classes;
    for (size_t i = 0; i < width; i++)
        num += count_nodes(diagram, msbi_child(diagram, ref, i), seen);
    return num;
}

static void
freezing_keeps_the_functions_of_the_roots(void **state)
{
    struct random random = {11};

    (void)state;
    for (size_t n = 0; n < 100; n++) {
        struct msbi_diagram diagram;
        struct msbi_seen seen;
        struct table tables[8];
        msbi_ref refs[8];
        msbi_ref *roots[4];
        size_t num_nodes = 0;

        assert_int_equal(msbi_diagram_init(&diagram, table_levels(), 10000),
                         MSB_OK);
        for (size_t i = 0; i < 8; i++) {
            tables[i] = table_draw(&random, 3);
            refs[i] = table_build(&diagram, &tables[i]);
        }
        /* One root is a leaf, and two of them are the same. */
        tables[2] = tables[1];
        refs[2] = refs[1];
        refs[3] = MSBI_GAP;
        msbi_seen_init(&seen);
        for (size_t i = 0; i < 4; i++) {
            roots[i] = &refs[i];
            num_nodes += count_nodes(&diagram, refs[i], &seen);
        }
        msbi_seen_release(&seen);
        assert_int_equal(msbi_diagram_freeze(&diagram, roots, 4), MSB_OK);
        assert_int_equal(diagram.num_nodes, num_nodes);
        for (size_t i = 0; i < 3; i++)
            assert_table(&diagram, refs[i], &tables[i]);
        assert_int_equal(refs[3], MSBI_GAP);
        assert_int_equal(refs[1], refs[2]);
        msbi_diagram_release(&diagram);
    }
}

static void
a_failed_freeze_leaves_the_diagram_as_it_was(void **state)
{
    size_t live = msbi_alloc_num_live();
    struct random random = {12};
    struct table table = table_draw(&random, 5);
    struct msbi_diagram diagram;
    msbi_ref ref, before;
    msbi_ref *roots[1] = {&ref};

    (void)state;
    assert_int_equal(msbi_diagram_init(&diagram, table_levels(), 10000),
                     MSB_OK);
    ref = before = table_build(&diagram, &table);
    for (unsigned long n = 1; n <= 2; n++) {
        msbi_alloc_fail_at(n);
        assert_int_equal(msbi_diagram_freeze(&diagram, roots, 1),
                         MSB_ERR_NOMEM);
        msbi_alloc_fail_at(0);
        assert_int_equal(ref, before);
        assert_table(&diagram, ref, &table);
        assert_int_equal(table_build(&diagram, &table), before);
    }
    msbi_diagram_release(&diagram);
    assert_int_equal(msbi_alloc_num_live(), live);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(freezing_keeps_the_functions_of_the_roots),
        cmocka_unit_test(a_failed_freeze_leaves_the_diagram_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
