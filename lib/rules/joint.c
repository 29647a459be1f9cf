/* SPDX-License-Identifier: MIT */
/*
 * Walks with the facts of one citizen. A known level has one branch, so a walk
 * costs what the unknown ones leave open: nothing but the path where all is
 * known, and each pair of nodes at most once otherwise.
 */
#include "rules/joint.h"

#include "rules/seen.h"
#include "rules/walk.h"

/* Follow what is known; a leaf, or a node of an unknown level. */
static msbi_ref
follow_known(const struct msbi_diagram *diagram, const uint16_t *classes,
             msbi_ref ref)
{
    while (!msbi_is_leaf(ref)
           && classes[diagram->cells[ref]] != MSBI_UNKNOWN_CLASS)
        ref = msbi_child(diagram, ref, classes[diagram->cells[ref]]);
    return ref;
}

struct sharing {
    msbi_ref leaf;
    bool is_met, is_other_met;
};

static void
meet_leaf(void *user, msbi_ref leaf)
{
    struct sharing *sharing = user;

    if (leaf == sharing->leaf)
        sharing->is_met = true;
    else
        sharing->is_other_met = true;
}

enum msb_status
msbi_share_of(const struct msbi_diagram *diagram, msbi_ref root, msbi_ref leaf,
              const uint16_t *classes, enum msbi_share *out)
{
    struct sharing sharing = {.leaf = leaf};
    msbi_ref ref = follow_known(diagram, classes, root);
    enum msb_status status = MSB_OK;

    if (msbi_is_leaf(ref))
        meet_leaf(&sharing, ref);
    else
        status = msbi_walk_leaves(diagram, ref, classes, meet_leaf, &sharing);
    *out = !sharing.is_met        ? MSBI_SHARE_NONE
           : sharing.is_other_met ? MSBI_SHARE_SOME
                                  : MSBI_SHARE_ALL;
    return status;
}

struct walk {
    const struct msbi_joint *joint;
    const uint16_t *classes;
    msbi_joint_fn visit;
    void *user;
    struct msbi_seen seen;
    bool is_over, has_ended;
};

static void
walk_pair(struct walk *walk, msbi_ref a, msbi_ref b)
{
    const struct msbi_diagram *const *diagrams = walk->joint->diagrams;
    uint32_t level_a, level_b, level;

    a = follow_known(diagrams[0], walk->classes, a);
    b = follow_known(diagrams[1], walk->classes, b);
    if (walk->is_over || walk->has_ended
        || !msbi_seen_add(&walk->seen, (uint64_t)a << 32 | b))
        return;
    level_a = msbi_level_of(diagrams[0], a);
    level_b = msbi_level_of(diagrams[1], b);
    level = level_a < level_b ? level_a : level_b;
    if (level == MSBI_NO_LEVEL) {
        walk->has_ended = !walk->visit(walk->user, a, b);
        return;
    }
    walk->is_over = walk->seen.num > MSBI_MAX_SEARCH;
    for (size_t i = 0; i < diagrams[0]->levels->items[level].num_classes; i++)
        walk_pair(walk, msbi_follow(diagrams[0], a, level, i),
                  msbi_follow(diagrams[1], b, level, i));
}

enum msb_status
msbi_joint_walk(const struct msbi_joint *joint, const uint16_t *classes,
                msbi_joint_fn visit, void *user)
{
    struct walk walk = {
        .joint = joint, .classes = classes, .visit = visit, .user = user};
    enum msb_status status = MSB_OK;

    msbi_seen_init(&walk.seen);
    walk_pair(&walk, joint->roots[0], joint->roots[1]);
    if (walk.seen.failed)
        status = MSB_ERR_NOMEM;
    else if (walk.is_over && !walk.has_ended)
        status = MSB_ERR_LIMIT;
    msbi_seen_release(&walk.seen);
    return status;
}

msbi_ref
msbi_match_conditions(const struct msb_rules *rules, msbi_leaf_of_fn leaf_of,
                      const void *user)
{
    const struct msb_model *model = rules->model;
    msbi_ref decided = MSBI_GAP;

    for (size_t i = 0; i < model->num_rules; i++) {
        msbi_ref leaf = leaf_of(user, rules->conditions[i].ref);

        if (leaf == MSBI_FAILED)
            return leaf;
        if (leaf == MSBI_FALSE)
            continue;
        if (decided != MSBI_GAP)
            return msbi_conflict(rules, msbi_leaf_index(decided), i);
        decided = msbi_leaf(i);
        if (model->hit_policy == MSB_HIT_POLICY_FIRST)
            break;
    }
    return decided;
}

/* What is known, and of which diagram. */
struct known {
    const struct msbi_diagram *diagram;
    const uint16_t *classes;
};

static msbi_ref
find_known_leaf(const void *user, msbi_ref root)
{
    const struct known *known = user;
    msbi_ref leaf = follow_known(known->diagram, known->classes, root);

    return msbi_is_leaf(leaf) ? leaf : MSBI_FAILED;
}

msbi_ref
msbi_known_rule(const struct msb_rules *rules, const uint16_t *classes)
{
    const struct known known = {&rules->diagram, classes};

    return rules->has_joint
               ? find_known_leaf(&known, rules->rule)
               : msbi_match_conditions(rules, find_known_leaf, &known);
}
