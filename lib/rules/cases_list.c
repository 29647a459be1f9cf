/* SPDX-License-Identifier: MIT */
/*
 * Choosing boxes. A box is a path to TRUE: which branch to take at each node.
 * While something of the region has not been shown, the next path goes to it,
 * and from there on by the branches that show most that is new; each such path
 * shows something for the first time. What room is left is for the first paths
 * of the diagram.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "rules/cases_walk.h"

struct path {
    uint32_t *branches;
    size_t num;
};

struct listing {
    struct msbi_case_walk walk;
    struct path *paths;
    size_t num, max; /* at most as many as were asked for */
    size_t num_chosen;
    uint32_t *now; /* the path that is being made */
    size_t depth;
};

static int
compare_paths(const void *a, const void *b)
{
    const struct path *x = a, *y = b;

    for (size_t i = 0; i < x->num && i < y->num; i++)
        if (x->branches[i] != y->branches[i])
            return x->branches[i] < y->branches[i] ? -1 : 1;
    return (x->num > y->num) - (x->num < y->num);
}

/* Keep the path that has been made. */
static void
add_path(struct listing *listing)
{
    struct path path = {.num = listing->depth};

    path.branches = msbi_alloc_array(path.num, sizeof *path.branches);
    if (path.branches == NULL) {
        listing->walk.status = MSB_ERR_NOMEM;
        return;
    }
    memcpy(path.branches, listing->now, path.num * sizeof *path.branches);
    listing->paths[listing->num++] = path;
}

static void
count_new(void *user, struct msbi_case_sight *sight)
{
    size_t *num = user;

    *num += !sight->is_shown;
}

static void
show(void *user, struct msbi_case_sight *sight)
{
    (void)user;
    sight->is_shown = true;
}

/* Make the branches of @ref the only ones. */
static void
look_at(struct msbi_case_walk *walk, msbi_ref ref)
{
    msbi_branches_cut(&walk->branches, 0, 0);
    msbi_branches_add(&walk->branches, walk->diagram, ref);
}

/* Take branches that show most that is new, down to TRUE. */
static void
go_down(struct listing *listing, msbi_ref ref)
{
    struct msbi_case_walk *walk = &listing->walk;

    while (ref != MSBI_TRUE) {
        size_t best = 0, most = 0;

        look_at(walk, ref);
        if (!msbi_case_walk_goes_on(walk))
            return;
        for (size_t i = 0; i < walk->branches.num; i++) {
            size_t num = 0;

            msbi_case_walk_each_sight(walk, ref, i, count_new, &num);
            if (num > most) {
                most = num;
                best = i;
            }
        }
        msbi_case_walk_each_sight(walk, ref, best, show, NULL);
        listing->now[listing->depth++] = (uint32_t)best;
        ref = walk->branches.items[best].target;
    }
}

/* From the root to a node, the way by which it was first reached. */
static void
go_to(struct listing *listing, uint32_t number)
{
    const struct msbi_case_node *nodes = listing->walk.nodes;
    size_t depth = 0;

    for (uint32_t at = number; nodes[at].parent != 0; at = nodes[at].parent)
        depth++;
    listing->depth = depth;
    for (uint32_t at = number; nodes[at].parent != 0; at = nodes[at].parent)
        listing->now[--depth] = nodes[at].branch;
}

/* Show all that is on the path made so far; returns where it leads. */
static msbi_ref
show_path(struct listing *listing)
{
    struct msbi_case_walk *walk = &listing->walk;
    msbi_ref ref = walk->root;

    for (size_t i = 0; i < listing->depth; i++) {
        look_at(walk, ref);
        if (!msbi_case_walk_goes_on(walk))
            return MSBI_TRUE;
        msbi_case_walk_each_sight(walk, ref, listing->now[i], show, NULL);
        ref = walk->branches.items[listing->now[i]].target;
    }
    return ref;
}

/* Paths that show between them all that there is to see. */
static void
choose_paths(struct listing *listing)
{
    struct msbi_case_walk *walk = &listing->walk;

    for (size_t i = 0; i < walk->num_sights && listing->num < listing->max;
         i++) {
        const struct msbi_case_sight *sight = &walk->sights[i];

        if (!sight->is_there || sight->is_shown)
            continue;
        go_to(listing, sight->node);
        listing->now[listing->depth++] = sight->branch;
        go_down(listing, show_path(listing));
        if (!msbi_case_walk_goes_on(walk))
            return;
        add_path(listing);
    }
    listing->num_chosen = listing->num;
    qsort(listing->paths, listing->num, sizeof *listing->paths, compare_paths);
}

/* Add the first paths below @ref, but those that were chosen already. */
static void
add_first_paths(struct listing *listing, msbi_ref ref)
{
    struct msbi_case_walk *walk = &listing->walk;
    struct msbi_branches *branches = &walk->branches;
    size_t first = branches->num, num_cells = branches->num_cells;
    const struct path path = {.branches = listing->now, .num = listing->depth};
    size_t end;

    if (ref == MSBI_TRUE) {
        if (bsearch(&path, listing->paths, listing->num_chosen, sizeof path,
                    compare_paths)
            == NULL)
            add_path(listing);
        return;
    }
    msbi_branches_add(branches, walk->diagram, ref);
    end = branches->num;
    for (size_t i = first;
         i < end && msbi_case_walk_goes_on(walk) && listing->num < listing->max;
         i++) {
        listing->now[listing->depth++] = (uint32_t)(i - first);
        add_first_paths(listing, branches->items[i].target);
        listing->depth--;
    }
    msbi_branches_cut(branches, first, num_cells);
}

/* Take over a factor: what must be there and what must not, by attribute. */
static enum msb_status
take_factor(const struct msbi_case_walk *walk, const struct msbi_branch *branch,
            struct msbi_box *box)
{
    const struct msbi_level *levels = walk->diagram->levels->items;
    size_t first = box->num;

    for (size_t i = 0; i < branch->num; i++) {
        uint32_t cell = walk->branches.cells[branch->first + i];
        struct msbi_clause *clause = msbi_box_find_clause(
            box, first, cell % 2 == 1 ? MSBI_CLAUSE_ALL : MSBI_CLAUSE_NONE,
            levels[cell / 2].attribute, branch->num);

        if (clause == NULL)
            return MSB_ERR_NOMEM;
        clause->items[clause->num++] = levels[cell / 2].value;
    }
    return MSB_OK;
}

/* Take over what one branch asks. */
static enum msb_status
take_branch(const struct msbi_case_walk *walk, msbi_ref ref,
            const struct msbi_branch *branch, struct msbi_box *box)
{
    const struct msbi_level *levels = walk->diagram->levels->items;
    const uint32_t *cells = walk->branches.cells + branch->first;
    struct msbi_clause *clause;

    if (branch->kind == MSBI_CLAUSE_FACTOR)
        return take_factor(walk, branch, box);
    clause = msbi_box_add_clause(box, branch->kind,
                                 levels[walk->diagram->cells[ref]].attribute,
                                 branch->num);
    if (clause == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < branch->num; i++)
        clause->items[clause->num++] = branch->kind == MSBI_CLAUSE_CLASSES
                                           ? cells[i]
                                           : levels[cells[i]].value;
    return MSB_OK;
}

static enum msb_status
make_box(struct msbi_case_walk *walk, const struct path *path,
         struct msbi_box *box)
{
    enum msb_status status = MSB_OK;
    msbi_ref ref = walk->root;

    for (size_t i = 0; i < path->num && status == MSB_OK; i++) {
        look_at(walk, ref);
        if (!msbi_case_walk_goes_on(walk))
            return walk->status;
        status = take_branch(walk, ref,
                             &walk->branches.items[path->branches[i]], box);
        ref = walk->branches.items[path->branches[i]].target;
    }
    return status;
}

static enum msb_status
make_boxes(struct listing *listing, struct msbi_boxes *out)
{
    struct msbi_case_walk *walk = &listing->walk;
    enum msb_status status = MSB_OK;

    qsort(listing->paths, listing->num, sizeof *listing->paths, compare_paths);
    out->num_kinds = walk->num_kinds;
    out->is_counted = walk->num_kinds != UINT64_MAX;
    out->items = msbi_alloc_array(listing->num, sizeof *out->items);
    if (out->items == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < listing->num && status == MSB_OK; i++)
        status = make_box(walk, &listing->paths[i], &out->items[out->num++]);
    return status;
}

static enum msb_status
list_boxes(struct listing *listing, size_t max, struct msbi_boxes *out)
{
    struct msbi_case_walk *walk = &listing->walk;
    size_t num_levels = walk->diagram->levels->num;

    listing->max = walk->num_kinds < max ? (size_t)walk->num_kinds : max;
    listing->paths = msbi_alloc_array(listing->max, sizeof *listing->paths);
    listing->now = msbi_alloc_array(num_levels + 1, sizeof *listing->now);
    if (listing->paths == NULL || listing->now == NULL)
        return MSB_ERR_NOMEM;
    if (walk->num_kinds > max)
        choose_paths(listing);
    if (!msbi_case_walk_goes_on(walk))
        return walk->status;
    listing->depth = 0;
    msbi_branches_cut(&walk->branches, 0, 0);
    if (walk->root != MSBI_FALSE && listing->num < listing->max)
        add_first_paths(listing, walk->root);
    if (!msbi_case_walk_goes_on(walk))
        return walk->status;
    return make_boxes(listing, out);
}

enum msb_status
msbi_boxes_list(struct msbi_diagram *diagram, msbi_ref region, size_t max,
                struct msbi_boxes *out)
{
    struct listing listing = {.num = 0};
    enum msb_status status;

    memset(out, 0, sizeof *out);
    status = msbi_case_walk_init(&listing.walk, diagram, region);
    if (status == MSB_OK)
        status = list_boxes(&listing, max, out);
    if (status == MSB_OK)
        diagram->steps = listing.walk.branches.steps;
    for (size_t i = 0; i < listing.num; i++)
        msbi_free(listing.paths[i].branches);
    msbi_free(listing.paths);
    msbi_free(listing.now);
    msbi_case_walk_release(&listing.walk);
    return status;
}

void
msbi_boxes_release(struct msbi_boxes *boxes)
{
    for (size_t i = 0; i < boxes->num; i++)
        msbi_box_release(&boxes->items[i]);
    msbi_free(boxes->items);
    memset(boxes, 0, sizeof *boxes);
}
