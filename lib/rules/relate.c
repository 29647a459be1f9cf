/* SPDX-License-Identifier: MIT */
/* How two conditions stand to one another, answered without building. */
#include "rules/diagram.h"

static msbi_ref
to_leaf(bool holds)
{
    return holds ? MSBI_TRUE : MSBI_FALSE;
}

static uint32_t
top_level(const struct msbi_diagram *diagram, msbi_ref a, msbi_ref b)
{
    uint32_t level_a = msbi_level_of(diagram, a);
    uint32_t level_b = msbi_level_of(diagram, b);

    return level_a < level_b ? level_a : level_b;
}

/* Beyond the bound every answer is "no", and the diagram has failed. */
static bool
may_step(struct msbi_diagram *diagram)
{
    if (diagram->status == MSB_OK && ++diagram->steps > diagram->max_steps)
        diagram->status = MSB_ERR_LIMIT;
    return diagram->status == MSB_OK;
}

bool
msbi_diagram_meets(struct msbi_diagram *diagram, msbi_ref a, msbi_ref b)
{
    const msbi_ref key[4] = {MSBI_OP_MEETS, a, b, 0};
    msbi_ref known;
    uint32_t level;
    bool found = false;

    if (a == MSBI_FALSE || b == MSBI_FALSE)
        return false;
    if (a == MSBI_TRUE || b == MSBI_TRUE || a == b)
        return true; /* what is not FALSE can be made TRUE */
    if (msbi_diagram_recall(diagram, key, &known))
        return known == MSBI_TRUE;
    if (!may_step(diagram))
        return false;
    level = top_level(diagram, a, b);
    for (size_t i = 0; !found && i < diagram->levels->items[level].num_classes;
         i++)
        found = msbi_diagram_meets(diagram, msbi_follow(diagram, a, level, i),
                                   msbi_follow(diagram, b, level, i));
    if (diagram->status == MSB_OK)
        msbi_diagram_remember(diagram, key, to_leaf(found));
    return found;
}

bool
msbi_diagram_implies(struct msbi_diagram *diagram, msbi_ref a, msbi_ref b)
{
    const msbi_ref key[4] = {MSBI_OP_IMPLIES, a, b, 0};
    msbi_ref known;
    uint32_t level;
    bool holds = true;

    if (a == MSBI_FALSE || b == MSBI_TRUE || a == b)
        return true;
    if (a == MSBI_TRUE || b == MSBI_FALSE)
        return false; /* what is not TRUE can be made FALSE */
    if (msbi_diagram_recall(diagram, key, &known))
        return known == MSBI_TRUE;
    if (!may_step(diagram))
        return false;
    level = top_level(diagram, a, b);
    for (size_t i = 0; holds && i < diagram->levels->items[level].num_classes;
         i++)
        holds = msbi_diagram_implies(diagram, msbi_follow(diagram, a, level, i),
                                     msbi_follow(diagram, b, level, i));
    if (diagram->status == MSB_OK)
        msbi_diagram_remember(diagram, key, to_leaf(holds));
    return holds;
}
