/* SPDX-License-Identifier: MIT */
/*
 * Walks with the facts of one citizen, against tables in which every point
 * that agrees with the facts is looked at.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/joint.h"
#include "tables.h"

enum { LEAVES = 3, ROUNDS = 2000 };

struct world {
    struct msbi_diagram diagrams[2];
    struct table tables[2];
    msbi_ref roots[2];
    uint16_t classes[TABLE_LEVELS];
};

static void
draw(struct random *random, struct world *world)
{
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(
            msbi_diagram_init(&world->diagrams[i], table_levels(), 1000),
            MSB_OK);
        world->tables[i] = table_draw(random, LEAVES);
        world->roots[i] = table_build(&world->diagrams[i], &world->tables[i]);
    }
    for (size_t i = 0; i < TABLE_LEVELS; i++)
        world->classes[i] = random_chance(random, 50)
                                ? MSBI_UNKNOWN_CLASS
                                : table_class(
                                    random_below(random, TABLE_POINTS), i);
}

static void
release(struct world *world)
{
    msbi_diagram_release(&world->diagrams[0]);
    msbi_diagram_release(&world->diagrams[1]);
}

static int
agrees(const struct world *world, size_t point)
{
    for (size_t i = 0; i < TABLE_LEVELS; i++)
        if (world->classes[i] != MSBI_UNKNOWN_CLASS
            && world->classes[i] != table_class(point, i))
            return 0;
    return 1;
}

static void
a_share_is_all_some_or_none_of_the_completions(void **state)
{
    struct random random = {3};
    size_t seen[3] = {0};

    (void)state;
    for (size_t round = 0; round < ROUNDS; round++) {
        size_t num = 0, num_met = 0;
        enum msbi_share share;
        struct world world;

        draw(&random, &world);
        for (size_t i = 0; i < TABLE_POINTS; i++) {
            num += (size_t)agrees(&world, i);
            num_met += agrees(&world, i)
                       && world.tables[0].leaves[i] == msbi_leaf(1);
        }
        assert_int_equal(msbi_share_of(&world.diagrams[0], world.roots[0],
                                       msbi_leaf(1), world.classes, &share),
                         MSB_OK);
        assert_int_equal(share, num_met == 0     ? MSBI_SHARE_NONE
                                : num_met == num ? MSBI_SHARE_ALL
                                                 : MSBI_SHARE_SOME);
        seen[share]++;
        release(&world);
    }
    assert_true(seen[0] > 50 && seen[1] > 50 && seen[2] > 50);
}

struct met {
    size_t counts[LEAVES][LEAVES];
    size_t num, most;
};

static bool
meet(void *user, msbi_ref a, msbi_ref b)
{
    struct met *met = user;

    met->counts[msbi_leaf_index(a)][msbi_leaf_index(b)]++;
    return ++met->num < met->most;
}

static void
a_joint_walk_meets_each_pair_of_leaves_once(void **state)
{
    struct random random = {4};

    (void)state;
    for (size_t round = 0; round < ROUNDS; round++) {
        struct met met = {.most = SIZE_MAX};
        size_t expected[LEAVES][LEAVES] = {{0}};
        struct world world;
        struct msbi_joint joint;

        draw(&random, &world);
        joint = (struct msbi_joint){
            .diagrams = {&world.diagrams[0], &world.diagrams[1]},
            .roots = {world.roots[0], world.roots[1]}};
        for (size_t i = 0; i < TABLE_POINTS; i++)
            if (agrees(&world, i))
                expected[msbi_leaf_index(world.tables[0].leaves[i])]
                        [msbi_leaf_index(world.tables[1].leaves[i])] = 1;
        assert_int_equal(msbi_joint_walk(&joint, world.classes, meet, &met),
                         MSB_OK);
        assert_memory_equal(met.counts, expected, sizeof expected);
        release(&world);
    }
}

static void
a_joint_walk_ends_where_it_is_told_to(void **state)
{
    struct random random = {5};

    (void)state;
    for (size_t round = 0; round < 200; round++) {
        struct met met = {.most = 1};
        struct world world;
        struct msbi_joint joint;

        draw(&random, &world);
        joint = (struct msbi_joint){
            .diagrams = {&world.diagrams[0], &world.diagrams[1]},
            .roots = {world.roots[0], world.roots[1]}};
        assert_int_equal(msbi_joint_walk(&joint, world.classes, meet, &met),
                         MSB_OK);
        assert_int_equal(met.num, 1);
        release(&world);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_is_all_some_or_none_of_the_completions),
        cmocka_unit_test(a_joint_walk_meets_each_pair_of_leaves_once),
        cmocka_unit_test(a_joint_walk_ends_where_it_is_told_to),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
