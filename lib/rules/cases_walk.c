/* SPDX-License-Identifier: MIT */
/*
 * Counting the boxes of a region, without making them: a node has as many as
 * its branches have together. Each node is entered once, and notes of each
 * class, and of each level that is passed over, the first branch that shows
 * it.
 */
#include "rules/cases_walk.h"

#include <string.h>

bool
msbi_case_walk_goes_on(struct msbi_case_walk *walk)
{
    if (walk->status == MSB_OK && walk->branches.failed)
        walk->status = MSB_ERR_NOMEM;
    if (walk->status == MSB_OK && walk->branches.steps > walk->max_steps)
        walk->status = MSB_ERR_LIMIT;
    return walk->status == MSB_OK;
}

/* The sights of a value of a set: that it is there, that it is not. */
static void
visit_value(struct msbi_case_walk *walk, enum msbi_clause_kind kind,
            uint32_t cell, msbi_sight_fn visit, void *user)
{
    bool is_factor = kind == MSBI_CLAUSE_FACTOR;
    uint32_t level = is_factor ? cell / 2 : cell;
    struct msbi_case_sight *sights = walk->sights + walk->firsts[level];

    if (is_factor)
        kind = cell % 2 == 1 ? MSBI_CLAUSE_ALL : MSBI_CLAUSE_NONE;
    if (kind != MSBI_CLAUSE_ALL)
        visit(user, &sights[0]);
    if (kind != MSBI_CLAUSE_NONE)
        visit(user, &sights[1]);
}

void
msbi_case_walk_each_sight(struct msbi_case_walk *walk, msbi_ref ref,
                          size_t branch, msbi_sight_fn visit, void *user)
{
    const struct msbi_levels *levels = walk->diagram->levels;
    struct msbi_branch way = walk->branches.items[branch];
    const uint32_t *cells = walk->branches.cells + way.first;
    uint32_t level = msbi_level_of(walk->diagram, ref);
    uint32_t end = msbi_level_of(walk->diagram, way.target);

    for (size_t i = 0; i < way.num; i++)
        if (way.kind == MSBI_CLAUSE_CLASSES)
            visit(user, &walk->sights[walk->firsts[level] + cells[i]]);
        else
            visit_value(walk, way.kind, cells[i], visit, user);
    /* Scalars stand before all sets. */
    for (level++;
         level < levels->num && level < end && !levels->items[level].is_set;
         level++)
        visit(user, &walk->sights[walk->firsts[level]
                                  + levels->items[level].num_classes]);
    walk->branches.steps += way.num;
}

struct noting {
    uint32_t node, branch;
};

static void
note(void *user, struct msbi_case_sight *sight)
{
    const struct noting *noting = user;

    if (sight->is_there)
        return;
    sight->is_there = true;
    sight->node = noting->node;
    sight->branch = noting->branch;
}

static uint64_t
add_counts(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* Give a node its number; 0 when there is no memory. */
static uint32_t
number_node(struct msbi_case_walk *walk, msbi_ref ref, uint32_t parent,
            uint32_t branch)
{
    void *moved = msbi_grow(walk->nodes, walk->num, &walk->max,
                            sizeof *walk->nodes);

    if (moved == NULL) {
        walk->status = MSB_ERR_NOMEM;
        return 0;
    }
    walk->nodes = moved;
    walk->nodes[walk->num] = (struct msbi_case_node){
        .ref = ref, .parent = parent, .branch = branch};
    walk->numbers[ref] = (uint32_t)walk->num;
    return (uint32_t)walk->num++;
}

static uint64_t visit_node(struct msbi_case_walk *walk, msbi_ref ref,
                           uint32_t parent, uint32_t branch);

/* How many boxes stand below the branches from @first on. */
static uint64_t
visit_branches(struct msbi_case_walk *walk, uint32_t number, size_t first)
{
    msbi_ref ref = walk->nodes[number].ref;
    size_t end = walk->branches.num;
    uint64_t count = 0;

    for (size_t i = first; i < end && msbi_case_walk_goes_on(walk); i++) {
        struct noting noting = {.node = number,
                                .branch = (uint32_t)(i - first)};

        msbi_case_walk_each_sight(walk, ref, i, note, &noting);
        count = add_counts(count,
                           visit_node(walk, walk->branches.items[i].target,
                                      number, noting.branch));
    }
    return count;
}

static uint64_t
visit_node(struct msbi_case_walk *walk, msbi_ref ref, uint32_t parent,
           uint32_t branch)
{
    struct msbi_branches *branches = &walk->branches;
    size_t num = branches->num, num_cells = branches->num_cells;
    uint32_t number;
    uint64_t count;

    if (msbi_is_leaf(ref))
        return ref == MSBI_TRUE;
    if (walk->numbers[ref] != 0)
        return walk->nodes[walk->numbers[ref]].count;
    number = number_node(walk, ref, parent, branch);
    if (number == 0)
        return 0;
    msbi_branches_add(branches, walk->diagram, ref);
    count = visit_branches(walk, number, num);
    msbi_branches_cut(branches, num, num_cells);
    walk->nodes[number].count = count;
    return count;
}

enum msb_status
msbi_case_walk_init(struct msbi_case_walk *walk, struct msbi_diagram *diagram,
                    msbi_ref root)
{
    const struct msbi_levels *levels = diagram->levels;
    enum msb_status status;

    memset(walk, 0, sizeof *walk);
    walk->diagram = diagram;
    walk->root = root;
    walk->num = 1;
    status = msbi_factors_build(&walk->branches.factors, diagram, root);
    if (status != MSB_OK)
        return walk->status = status;
    walk->branches.steps = diagram->steps;
    walk->max_steps = diagram->max_steps;
    walk->numbers = msbi_alloc_array(diagram->num_cells, sizeof *walk->numbers);
    walk->firsts = msbi_alloc_array(levels->num, sizeof *walk->firsts);
    walk->max = 64;
    walk->nodes = msbi_alloc_array(walk->max, sizeof *walk->nodes);
    for (size_t i = 0; i < levels->num && walk->firsts != NULL; i++) {
        walk->firsts[i] = walk->num_sights;
        walk->num_sights += levels->items[i].num_classes + 1;
    }
    walk->sights = msbi_alloc_array(walk->num_sights, sizeof *walk->sights);
    if (walk->numbers == NULL || walk->firsts == NULL || walk->nodes == NULL
        || walk->sights == NULL)
        return walk->status = MSB_ERR_NOMEM;
    walk->num_kinds = visit_node(walk, root, 0, 0);
    msbi_case_walk_goes_on(walk);
    return walk->status;
}

void
msbi_case_walk_release(struct msbi_case_walk *walk)
{
    msbi_free(walk->numbers);
    msbi_free(walk->nodes);
    msbi_free(walk->firsts);
    msbi_free(walk->sights);
    msbi_branches_release(&walk->branches);
    memset(walk, 0, sizeof *walk);
}
