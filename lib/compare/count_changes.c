/* SPDX-License-Identifier: MIT */
/*
 * One citizen against a difference. Both sides are compiled over the
 * attributes of both models, so the walk through the two with the known facts
 * meets each pair of rules that the same completion shows. Where the rules are
 * not laid ready, they are laid for this citizen: known facts leave little of
 * them.
 */
#include "base/error.h"
#include "compare/counting.h"
#include "rules/difference.h"
#include "rules/laid.h"

struct outcomes {
    const struct msb_difference *difference;
    size_t *changes; /* those that some completion shows */
    size_t num_changes;
    bool is_unchanged_possible, is_rejected;
};

static void
add_change(struct outcomes *outcomes, size_t change)
{
    for (size_t i = 0; i < outcomes->num_changes; i++)
        if (outcomes->changes[i] == change)
            return;
    outcomes->changes[outcomes->num_changes++] = change;
}

/* The area of a leaf of a side. */
static size_t
find_area(const struct msb_rules *side, msbi_ref leaf)
{
    return leaf == MSBI_GAP ? MSB_NONE
                            : msbi_side_area(side, msbi_leaf_index(leaf));
}

static bool
meet_leaves(void *user, msbi_ref a, msbi_ref b)
{
    struct outcomes *outcomes = user;
    const struct msb_difference *difference = outcomes->difference;
    const struct msbi_change *change;

    outcomes->is_rejected = msbi_is_conflict(a) || msbi_is_conflict(b);
    if (outcomes->is_rejected)
        return false;
    change = msbi_difference_find(difference,
                                  find_area(difference->sides[0], a),
                                  find_area(difference->sides[1], b));
    if (change == NULL)
        outcomes->is_unchanged_possible = true;
    else
        add_change(outcomes, (size_t)(change - difference->changes));
    return true;
}

static enum msb_status
walk_laid(struct outcomes *outcomes, const uint16_t *classes)
{
    struct msb_rules *const *sides = outcomes->difference->sides;
    struct msbi_laid laid[2] = {0};
    struct msbi_joint joint;
    enum msb_status status = MSB_OK;

    for (size_t i = 0; i < 2 && status == MSB_OK; i++) {
        status = msbi_laid_open(&laid[i], sides[i], classes);
        joint.diagrams[i] = laid[i].diagram;
        joint.roots[i] = laid[i].root;
    }
    if (status == MSB_OK)
        status = msbi_joint_walk(&joint, classes, meet_leaves, outcomes);
    msbi_laid_close(&laid[0]);
    msbi_laid_close(&laid[1]);
    return status;
}

enum msb_status
msbi_counting_add_changes(struct msbi_counting *counting, struct msb_error *err)
{
    struct msb_tally *tally = counting->tally;
    struct outcomes outcomes = {.difference = tally->difference,
                                .changes = counting->list};
    struct msb_rules *const *sides = tally->difference->sides;
    msbi_ref before = msbi_known_rule(sides[0], counting->classes);
    msbi_ref after = msbi_known_rule(sides[1], counting->classes);
    enum msb_status status = MSB_OK;

    if (before != MSBI_FAILED && after != MSBI_FAILED)
        meet_leaves(&outcomes, before, after);
    else
        status = walk_laid(&outcomes, counting->classes);
    if (status != MSB_OK)
        return msbi_counting_fail(status, err);
    if (outcomes.is_rejected) {
        tally->rejected++;
        return MSB_OK;
    }
    for (size_t i = 0; i < outcomes.num_changes; i++) {
        struct msb_count *count = &tally->counts[outcomes.changes[i]];

        if (outcomes.num_changes == 1 && !outcomes.is_unchanged_possible)
            count->citizens++;
        else
            count->possible++;
    }
    return MSB_OK;
}
