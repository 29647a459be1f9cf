/* SPDX-License-Identifier: MIT */
/*
 * Freezing a diagram: what building left behind is dropped, and the nodes that
 * the roots reach are laid out parents first, each near its children, so that
 * a walk touches few cache lines. One pass over the reachable nodes.
 */
#include "rules/diagram.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"

struct moving {
    const struct msbi_diagram *diagram;
    uint32_t *moved; /* by old place: the new one; 0: not reached */
    uint32_t *cells; /* new; NULL while counting */
    size_t num_cells;
    size_t num_nodes;
};

static msbi_ref
move_node(struct moving *moving, msbi_ref ref)
{
    const struct msbi_diagram *diagram = moving->diagram;
    size_t width;
    uint32_t place;

    if (msbi_is_leaf(ref) || moving->moved[ref] != 0)
        return msbi_is_leaf(ref) ? ref : moving->moved[ref];
    width = diagram->levels->items[diagram->cells[ref]].num_classes;
    place = (uint32_t)moving->num_cells;
    moving->moved[ref] = place;
    moving->num_cells += width + 1;
    moving->num_nodes++;
    if (moving->cells != NULL)
        moving->cells[place] = diagram->cells[ref];
    for (size_t i = 0; i < width; i++) {
        msbi_ref child = move_node(moving, msbi_child(diagram, ref, i));

        if (moving->cells != NULL)
            moving->cells[place + 1 + i] = child;
    }
    return place;
}

static void
start_moving(struct moving *moving)
{
    memset(moving->moved, 0,
           moving->diagram->num_cells * sizeof *moving->moved);
    moving->num_cells = 1;
    moving->num_nodes = 0;
}

enum msb_status
msbi_diagram_freeze(struct msbi_diagram *diagram, msbi_ref *const *roots,
                    size_t num_roots)
{
    struct moving moving = {.diagram = diagram};

    moving.moved = msbi_alloc_array(diagram->num_cells, sizeof(uint32_t));
    if (moving.moved == NULL)
        return MSB_ERR_NOMEM;
    start_moving(&moving);
    for (size_t i = 0; i < num_roots; i++)
        move_node(&moving, *roots[i]);
    moving.cells = msbi_alloc_array(moving.num_cells, sizeof(uint32_t));
    if (moving.cells == NULL) {
        msbi_free(moving.moved);
        return MSB_ERR_NOMEM;
    }
    start_moving(&moving);
    for (size_t i = 0; i < num_roots; i++)
        *roots[i] = move_node(&moving, *roots[i]);
    msbi_free(moving.moved);
    msbi_free(diagram->cells);
    msbi_free(diagram->table);
    msbi_free(diagram->memo);
    msbi_free(diagram->stack);
    diagram->cells = moving.cells;
    diagram->num_cells = diagram->max_cells = moving.num_cells;
    diagram->num_nodes = moving.num_nodes;
    diagram->table = diagram->stack = NULL;
    diagram->memo = NULL;
    diagram->table_size = diagram->memo_size = diagram->stack_size = 0;
    return MSB_OK;
}
