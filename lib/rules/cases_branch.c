/* SPDX-License-Identifier: MIT */
/*
 * The ways on from a node. Of a scalar's level, each child with all classes
 * that lead to it. Of a value of a set, the longest chain of the same set:
 * where each value that is there leads to one child, the chain is "at least
 * one of them" or "none of them"; where each that is not there does, it is
 * "all of them" or "not all of them". What all below have in common comes
 * before.
 */
#include <string.h>

#include "rules/cases.h"

static void
add_cell(struct msbi_branches *branches, uint32_t cell)
{
    void *moved = msbi_grow(branches->cells, branches->num_cells,
                            &branches->max_cells, sizeof cell);

    if (moved == NULL) {
        branches->failed = true;
        return;
    }
    branches->cells = moved;
    branches->cells[branches->num_cells++] = cell;
}

static void
add_branch(struct msbi_branches *branches, struct msbi_branch branch)
{
    void *moved;

    if (branch.target == MSBI_FALSE)
        return;
    moved = msbi_grow(branches->items, branches->num, &branches->max,
                      sizeof branch);
    if (moved == NULL) {
        branches->failed = true;
        return;
    }
    branches->items = moved;
    branches->items[branches->num++] = branch;
}

/* The branch, from @first on, that leads to @target; a new one if none. */
static void
find_branch(struct msbi_branches *branches, size_t first, msbi_ref target)
{
    for (size_t i = first; i < branches->num; i++, branches->steps++)
        if (branches->items[i].target == target)
            return;
    add_branch(branches, (struct msbi_branch){.target = target,
                                              .kind = MSBI_CLAUSE_CLASSES});
}

static void
add_scalar(struct msbi_branches *branches, const struct msbi_diagram *diagram,
           msbi_ref node)
{
    size_t width = diagram->levels->items[diagram->cells[node]].num_classes;
    size_t first = branches->num;

    for (size_t i = 0; i < width && !branches->failed; i++)
        find_branch(branches, first, msbi_child(diagram, node, i));
    for (size_t k = first; k < branches->num && !branches->failed; k++) {
        struct msbi_branch *branch = &branches->items[k];

        branch->first = branches->num_cells;
        for (size_t i = 0; i < width; i++, branches->steps++)
            if (msbi_child(diagram, node, i) == branch->target)
                add_cell(branches, (uint32_t)i);
        branch->num = branches->num_cells - branch->first;
    }
}

/* Whether @next goes on where @node ended: a value of the same set, whose
   child by @class is @shared as well. */
static bool
goes_on(const struct msbi_diagram *diagram, msbi_ref node, msbi_ref next,
        size_t class, msbi_ref shared)
{
    const struct msbi_level *levels = diagram->levels->items;
    const struct msbi_level *level;

    if (msbi_is_leaf(next))
        return false;
    level = &levels[diagram->cells[next]];
    return level->is_set
           && level->attribute == levels[diagram->cells[node]].attribute
           && msbi_child(diagram, next, class) == shared;
}

/* The chain of the values that by @class lead to one child. */
static void
add_chain(struct msbi_branches *branches, const struct msbi_diagram *diagram,
          msbi_ref node, size_t class)
{
    msbi_ref shared = msbi_child(diagram, node, class);
    struct msbi_branch branch = {.first = branches->num_cells};
    struct msbi_branch rest;

    add_cell(branches, diagram->cells[node]);
    while (goes_on(diagram, node, msbi_child(diagram, node, 1 - class), class,
                   shared)) {
        node = msbi_child(diagram, node, 1 - class);
        add_cell(branches, diagram->cells[node]);
        branches->steps++;
    }
    branch.num = branches->num_cells - branch.first;
    branch.target = shared;
    rest = branch;
    rest.target = msbi_child(diagram, node, 1 - class);
    if (class == 1) {
        branch.kind = branch.num == 1 ? MSBI_CLAUSE_ALL : MSBI_CLAUSE_ANY;
        rest.kind = MSBI_CLAUSE_NONE;
        add_branch(branches, branch);
        add_branch(branches, rest);
        return;
    }
    branch.kind = MSBI_CLAUSE_NOT_ALL;
    rest.kind = MSBI_CLAUSE_ALL;
    add_branch(branches, rest);
    add_branch(branches, branch);
}

static void
add_factor(struct msbi_branches *branches, const struct msbi_factor *factor)
{
    struct msbi_branch branch = {.target = factor->rest,
                                 .kind = MSBI_CLAUSE_FACTOR,
                                 .first = branches->num_cells,
                                 .num = factor->num};

    for (size_t i = 0; i < factor->num; i++)
        add_cell(branches, branches->factors.cells[factor->first + i]);
    add_branch(branches, branch);
}

void
msbi_branches_add(struct msbi_branches *branches,
                  const struct msbi_diagram *diagram, msbi_ref node)
{
    const struct msbi_factor *factor = msbi_factors_find(&branches->factors,
                                                         node);

    branches->steps++;
    if (factor != NULL)
        add_factor(branches, factor);
    else if (!diagram->levels->items[diagram->cells[node]].is_set)
        add_scalar(branches, diagram, node);
    else if (goes_on(diagram, node, msbi_child(diagram, node, 1), 0,
                     msbi_child(diagram, node, 0)))
        add_chain(branches, diagram, node, 0);
    else
        add_chain(branches, diagram, node, 1);
}

void
msbi_branches_cut(struct msbi_branches *branches, size_t num, size_t num_cells)
{
    branches->num = num;
    branches->num_cells = num_cells;
}

void
msbi_branches_release(struct msbi_branches *branches)
{
    msbi_free(branches->items);
    msbi_free(branches->cells);
    msbi_factors_release(&branches->factors);
    memset(branches, 0, sizeof *branches);
}
