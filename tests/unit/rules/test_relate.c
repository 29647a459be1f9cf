/* SPDX-License-Identifier: MIT */
/* How two conditions stand to one another, against their tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "rules/diagram.h"
#include "tables.h"

enum { NUM_TABLES = 3000 };

static struct table
join(struct random *random, struct table a, struct table b)
{
    bool all = random_chance(random, 85);

    for (size_t i = 0; i < TABLE_POINTS; i++) {
        bool x = a.leaves[i] == MSBI_TRUE, y = b.leaves[i] == MSBI_TRUE;

        a.leaves[i] = (all ? x && y : x || y) ? MSBI_TRUE : MSBI_FALSE;
    }
    return a;
}

static void
meets_and_implies_are_what_the_tables_say(void **state)
{
    struct msbi_diagram diagram;
    struct random random = {21};
    size_t num_meets = 0, num_implies = 0;

    (void)state;
    assert_int_equal(msbi_diagram_init(&diagram, table_levels(), 100000),
                     MSB_OK);
    for (size_t n = 0; n < NUM_TABLES; n++) {
        struct table a = table_draw(&random, 2), b = table_draw(&random, 2);
        bool meets = false, implies = true;
        msbi_ref x, y;

        /* Sparse and dense ones, and some that one of the other holds. */
        for (size_t i = 0; i < 3; i++)
            a = join(&random, a, table_draw(&random, 2));
        b = join(&random, b, random_chance(&random, 50) ? a : b);
        for (size_t i = 0; i < TABLE_POINTS; i++) {
            bool in_a = a.leaves[i] == MSBI_TRUE;
            bool in_b = b.leaves[i] == MSBI_TRUE;

            meets = meets || (in_a && in_b);
            implies = implies && (!in_a || in_b);
        }
        x = table_build(&diagram, &a);
        y = table_build(&diagram, &b);
        /* Twice: the second answer is recalled. */
        for (size_t i = 0; i < 2; i++) {
            assert_int_equal(msbi_diagram_meets(&diagram, x, y), meets);
            assert_int_equal(msbi_diagram_meets(&diagram, y, x), meets);
            assert_int_equal(msbi_diagram_implies(&diagram, x, y), implies);
        }
        num_meets += meets;
        num_implies += implies;
    }
    assert_in_range(num_meets, NUM_TABLES / 10, NUM_TABLES * 9 / 10);
    assert_in_range(num_implies, NUM_TABLES / 10, NUM_TABLES * 9 / 10);
    msbi_diagram_release(&diagram);
}

static void
beyond_the_most_steps_the_answer_is_no_and_the_diagram_failed(void **state)
{
    const msbi_ref low[3] = {MSBI_TRUE, MSBI_TRUE, MSBI_FALSE};
    const msbi_ref high[3] = {MSBI_FALSE, MSBI_TRUE, MSBI_TRUE};
    struct msbi_diagram diagram;
    msbi_ref a, b;

    (void)state;
    for (size_t n = 0; n < 2; n++) {
        assert_int_equal(msbi_diagram_init(&diagram, table_levels(), 100),
                         MSB_OK);
        a = msbi_diagram_node(&diagram, 0, low);
        b = msbi_diagram_choose(&diagram, a, MSBI_TRUE,
                                msbi_diagram_node(&diagram, 0, high));
        assert_int_equal(b, MSBI_TRUE);
        b = msbi_diagram_node(&diagram, 0, high);
        diagram.max_steps = diagram.steps;
        assert_false(n == 0 ? msbi_diagram_meets(&diagram, a, b)
                            : msbi_diagram_implies(&diagram, a, b));
        assert_int_equal(diagram.status, MSB_ERR_LIMIT);
        msbi_diagram_release(&diagram);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meets_and_implies_are_what_the_tables_say),
        cmocka_unit_test(
            beyond_the_most_steps_the_answer_is_no_and_the_diagram_failed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
