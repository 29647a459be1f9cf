/* SPDX-License-Identifier: MIT */
/*
 * Two joint diagrams, walked together. Each pair of nodes is entered once, so
 * every pair of rules that decide the same facts is met once, by the first
 * path that leads there.
 */
#include "rules/difference.h"
#include "rules/seen.h"
#include "rules/walk.h"

/* The most branches that a walk may take: about a second. */
#define MAX_BRANCHES 20000000u

struct walk {
    struct msbi_finding *finding;
    const struct msbi_diagram *diagrams[2];
    uint16_t *path;
    struct msbi_seen seen;
    uint64_t branches;
    enum msb_status status;
};

/* Facts that a side rejects are not compared. */
static void
meet_leaves(struct walk *walk, const msbi_ref leaves[2])
{
    size_t rules[2];

    for (size_t i = 0; i < 2; i++) {
        if (msbi_is_conflict(leaves[i]))
            return;
        rules[i] = leaves[i] == MSBI_GAP
                       ? walk->finding->sides[i]->model->num_rules
                       : msbi_leaf_index(leaves[i]);
    }
    if (msbi_finding_is_change(walk->finding, rules))
        walk->status = msbi_finding_note(walk->finding, rules, walk->path);
}

static void
walk_pair(struct walk *walk, msbi_ref a, msbi_ref b)
{
    uint32_t level_a = msbi_level_of(walk->diagrams[0], a);
    uint32_t level_b = msbi_level_of(walk->diagrams[1], b);
    uint32_t level = level_a < level_b ? level_a : level_b;
    size_t width;

    if (walk->status != MSB_OK
        || !msbi_seen_add(&walk->seen, (uint64_t)a << 32 | b))
        return;
    if (level == MSBI_NO_LEVEL) {
        meet_leaves(walk, (const msbi_ref[2]){a, b});
        return;
    }
    width = walk->diagrams[0]->levels->items[level].num_classes;
    walk->branches += width;
    if (walk->branches > MAX_BRANCHES || walk->seen.num > MSBI_MAX_SEARCH)
        walk->status = MSB_ERR_LIMIT;
    for (size_t i = 0; i < width; i++) {
        walk->path[level] = (uint16_t)i;
        walk_pair(walk, msbi_follow(walk->diagrams[0], a, level, i),
                  msbi_follow(walk->diagrams[1], b, level, i));
    }
    walk->path[level] = MSBI_UNKNOWN_CLASS;
}

enum msb_status
msbi_finding_walk(struct msbi_finding *finding)
{
    struct msb_rules *const *sides = finding->sides;
    struct walk walk = {
        .finding = finding,
        .diagrams = {&sides[0]->diagram, &sides[1]->diagram},
    };
    size_t num_levels = sides[0]->levels.num;

    walk.path = msbi_alloc_array(num_levels, sizeof *walk.path);
    if (walk.path == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < num_levels; i++)
        walk.path[i] = MSBI_UNKNOWN_CLASS;
    msbi_seen_init(&walk.seen);
    walk_pair(&walk, sides[0]->rule, sides[1]->rule);
    if (walk.seen.failed)
        walk.status = MSB_ERR_NOMEM;
    msbi_seen_release(&walk.seen);
    msbi_free(walk.path);
    for (size_t i = 0; i < finding->difference->num_changes; i++)
        finding->difference->changes[i].is_complete = true;
    return walk.status;
}
