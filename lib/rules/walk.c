/* SPDX-License-Identifier: MIT */
/*
 * Walks over a finished diagram. Each node (each pair of nodes, for two
 * diagrams at once) is entered at most once, so a walk costs at most the size
 * of what it reads.
 */
#include "rules/walk.h"

#include "base/error.h"
#include "rules/seen.h"

struct leaf_walk {
    const struct msbi_diagram *diagram;
    const uint16_t *classes;
    msbi_leaf_fn visit;
    void *user;
    struct msbi_seen seen;
};

static void
visit_leaves(struct leaf_walk *walk, msbi_ref ref)
{
    const struct msbi_diagram *diagram = walk->diagram;
    size_t width;

    while (!msbi_is_leaf(ref) && walk->classes != NULL
           && walk->classes[diagram->cells[ref]] != MSBI_UNKNOWN_CLASS)
        ref = msbi_child(diagram, ref, walk->classes[diagram->cells[ref]]);
    if (!msbi_seen_add(&walk->seen, ref))
        return;
    if (msbi_is_leaf(ref)) {
        walk->visit(walk->user, ref);
        return;
    }
    width = diagram->levels->items[diagram->cells[ref]].num_classes;
    for (size_t i = 0; i < width; i++)
        visit_leaves(walk, msbi_child(diagram, ref, i));
}

enum msb_status
msbi_walk_leaves(const struct msbi_diagram *diagram, msbi_ref root,
                 const uint16_t *classes, msbi_leaf_fn visit, void *user)
{
    struct leaf_walk walk = {
        .diagram = diagram, .classes = classes, .visit = visit, .user = user};
    enum msb_status status;

    msbi_seen_init(&walk.seen);
    visit_leaves(&walk, root);
    status = walk.seen.failed ? MSB_ERR_NOMEM : MSB_OK;
    msbi_seen_release(&walk.seen);
    return status;
}

static void
mark_levels(const struct msbi_diagram *diagram, msbi_ref ref, bool *marks,
            struct msbi_seen *seen)
{
    uint32_t level;

    if (msbi_is_leaf(ref) || !msbi_seen_add(seen, ref))
        return;
    level = diagram->cells[ref];
    marks[level] = true;
    for (size_t i = 0; i < diagram->levels->items[level].num_classes; i++)
        mark_levels(diagram, msbi_child(diagram, ref, i), marks, seen);
}

enum msb_status
msbi_walk_levels(const struct msbi_diagram *diagram, msbi_ref root, bool *marks)
{
    struct msbi_seen seen;
    enum msb_status status;

    msbi_seen_init(&seen);
    mark_levels(diagram, root, marks, &seen);
    status = seen.failed ? MSB_ERR_NOMEM : MSB_OK;
    msbi_seen_release(&seen);
    return status;
}

struct search {
    const struct msbi_diagram *diagram;
    msbi_ref leaf_a, leaf_b;
    uint16_t *path;
    struct msbi_seen failed; /* pairs from which nothing was found */
    uint64_t *steps;
    bool is_over; /* a bound was passed */
};

static bool
search_pair(struct search *search, msbi_ref a, msbi_ref b)
{
    const struct msbi_diagram *diagram = search->diagram;
    uint32_t level_a = msbi_level_of(diagram, a);
    uint32_t level_b = msbi_level_of(diagram, b);
    uint32_t level = level_a < level_b ? level_a : level_b;

    if ((msbi_is_leaf(a) && a != search->leaf_a)
        || (msbi_is_leaf(b) && b != search->leaf_b))
        return false;
    if (level == MSBI_NO_LEVEL)
        return true;
    if (search->is_over
        || !msbi_seen_add(&search->failed, (uint64_t)a << 32 | b))
        return false;
    search->is_over = search->failed.num > MSBI_MAX_SEARCH
                      || ++*search->steps > MSBI_MAX_STEPS;
    for (size_t i = 0; i < diagram->levels->items[level].num_classes; i++) {
        msbi_ref next_a = level_a == level ? msbi_child(diagram, a, i) : a;
        msbi_ref next_b = level_b == level ? msbi_child(diagram, b, i) : b;

        search->path[level] = (uint16_t)i;
        if (search_pair(search, next_a, next_b))
            return true;
    }
    search->path[level] = MSBI_UNKNOWN_CLASS;
    return false;
}

enum msb_status
msbi_walk_find(const struct msbi_diagram *diagram, msbi_ref a, msbi_ref leaf_a,
               msbi_ref b, msbi_ref leaf_b, uint16_t *path, bool *found,
               uint64_t *steps)
{
    struct search search = {.diagram = diagram,
                            .leaf_a = leaf_a,
                            .leaf_b = leaf_b,
                            .path = path,
                            .steps = steps};
    enum msb_status status = MSB_OK;

    for (size_t i = 0; i < diagram->levels->num; i++)
        path[i] = MSBI_UNKNOWN_CLASS;
    msbi_seen_init(&search.failed);
    *found = search_pair(&search, a, b);
    if (search.failed.failed)
        status = MSB_ERR_NOMEM;
    else if (!*found && search.is_over)
        status = MSB_ERR_LIMIT;
    msbi_seen_release(&search.failed);
    return status;
}
