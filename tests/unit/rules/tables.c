/* SPDX-License-Identifier: MIT */
/* Functions as tables; see tables.h. A point is a number whose digits, the
   first level's the most significant, are classes. */
#include "tables.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct msbi_level items[TABLE_LEVELS] = {
    {.attribute = 0, .num_classes = 3},
    {.attribute = 1, .num_classes = 2},
    {.attribute = 2, .num_classes = 4},
    {.attribute = 3, .num_classes = 2},
};
static const size_t strides[TABLE_LEVELS] = {16, 8, 2, 1};
static const struct msbi_levels levels = {.num = TABLE_LEVELS, .items = items};

const struct msbi_levels *
table_levels(void)
{
    return &levels;
}

uint16_t
table_class(size_t point, size_t level)
{
    return (uint16_t)(point / strides[level] % items[level].num_classes);
}

size_t
table_move(size_t point, size_t level, uint16_t class)
{
    return point + strides[level] * class
           - strides[level] * table_class(point, level);
}

struct table
table_draw(struct random *random, size_t num_leaves)
{
    struct table table;

    for (size_t i = 0; i < TABLE_POINTS; i++)
        table.leaves[i] = msbi_leaf(random_below(random, num_leaves));
    for (size_t level = 0; level < TABLE_LEVELS; level++) {
        if (!random_chance(random, 30))
            continue;
        for (size_t i = 0; i < TABLE_POINTS; i++)
            table.leaves[i] = table.leaves[table_move(i, level, 0)];
    }
    return table;
}

static msbi_ref
build_below(struct msbi_diagram *diagram, const struct table *table,
            size_t level, size_t point)
{
    msbi_ref children[4];

    if (level == TABLE_LEVELS)
        return table->leaves[point];
    for (uint16_t i = 0; i < items[level].num_classes; i++)
        children[i] = build_below(diagram, table, level + 1,
                                  table_move(point, level, i));
    return msbi_diagram_node(diagram, (uint32_t)level, children);
}

msbi_ref
table_build(struct msbi_diagram *diagram, const struct table *table)
{
    return build_below(diagram, table, 0, 0);
}

static msbi_ref
find_leaf(const struct msbi_diagram *diagram, msbi_ref ref, size_t point)
{
    uint32_t above = 0;

    while (!msbi_is_leaf(ref)) {
        uint32_t level = msbi_level_of(diagram, ref);

        assert_true(level < TABLE_LEVELS && level + 1 > above);
        above = level + 1;
        ref = msbi_child(diagram, ref, table_class(point, level));
    }
    return ref;
}

void
assert_table(const struct msbi_diagram *diagram, msbi_ref ref,
             const struct table *table)
{
    assert_int_not_equal(ref, MSBI_FAILED);
    for (size_t i = 0; i < TABLE_POINTS; i++)
        assert_int_equal(find_leaf(diagram, ref, i), table->leaves[i]);
}
