/* SPDX-License-Identifier: MIT */
/*
 * Widening a box, one level after another in the order of the diagram. A class
 * is let in unless the box would then leave its condition or meet an obstacle.
 * What the levels above leave of an obstacle is mostly one node, or nothing: so
 * each node of it is as a rule looked at twice, to find the classes that must
 * stay out and to go on from there.
 */
#include "rules/cases_spread.h"

#include <string.h>

#include "rules/walk.h"

/* Room for one more obstacle; at once for some, so that the list is there also
   where there are none. */
static bool
reserve_obstacle(struct msbi_spread *spread)
{
    size_t wanted = spread->max < 64 ? 64 : spread->max * 2;
    msbi_ref *obstacles, *heads;
    size_t *nexts;

    if (spread->num < spread->max)
        return true;
    obstacles = msbi_resize(spread->obstacles, wanted, sizeof *obstacles);
    if (obstacles == NULL)
        return false;
    spread->obstacles = obstacles;
    heads = msbi_resize(spread->heads, wanted, sizeof *heads);
    if (heads == NULL)
        return false;
    spread->heads = heads;
    nexts = msbi_resize(spread->nexts, wanted, sizeof *nexts);
    if (nexts == NULL)
        return false;
    spread->nexts = nexts;
    spread->max = wanted;
    return true;
}

enum msb_status
msbi_spread_init(struct msbi_spread *spread, const struct msbi_diagram *diagram)
{
    const struct msbi_levels *levels = diagram->levels;
    size_t widest = 0;

    memset(spread, 0, sizeof *spread);
    spread->diagram = diagram;
    spread->reads = msbi_alloc_array(levels->num, sizeof *spread->reads);
    spread->lists = msbi_alloc_array(levels->num + 1, sizeof *spread->lists);
    spread->firsts = msbi_alloc_array(levels->num + 1, sizeof *spread->firsts);
    if (spread->reads == NULL || spread->lists == NULL
        || spread->firsts == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < levels->num; i++) {
        size_t width = levels->items[i].num_classes;

        spread->firsts[i + 1] = spread->firsts[i] + width;
        widest = width > widest ? width : widest;
    }
    spread->allowed = msbi_alloc_array(spread->firsts[levels->num],
                                       sizeof *spread->allowed);
    spread->blocked = msbi_alloc_array(widest, sizeof *spread->blocked);
    return spread->allowed == NULL || spread->blocked == NULL
                   || !reserve_obstacle(spread)
               ? MSB_ERR_NOMEM
               : MSB_OK;
}

void
msbi_spread_release(struct msbi_spread *spread)
{
    msbi_free(spread->reads);
    msbi_free(spread->obstacles);
    msbi_free(spread->heads);
    msbi_free(spread->nexts);
    msbi_free(spread->lists);
    msbi_free(spread->firsts);
    msbi_free(spread->allowed);
    msbi_free(spread->blocked);
    msbi_free(spread->marks);
    memset(spread, 0, sizeof *spread);
}

/* Begin another walk, over nodes of which none has been entered. */
static enum msb_status
start_walk(struct msbi_spread *spread)
{
    size_t num = spread->diagram->max_cells;

    if (num > spread->num_marks) {
        uint32_t *marks = msbi_resize(spread->marks, num, sizeof *marks);

        if (marks == NULL)
            return MSB_ERR_NOMEM;
        memset(marks + spread->num_marks, 0,
               (num - spread->num_marks) * sizeof *marks);
        spread->marks = marks;
        spread->num_marks = num;
    }
    spread->walk += 2;
    if (spread->walk == 0) {
        memset(spread->marks, 0, spread->num_marks * sizeof *spread->marks);
        spread->walk = 2;
    }
    return MSB_OK;
}

/* Whether a node is new to the walk; it is noted as one that leads nowhere. */
static bool
enter(struct msbi_spread *spread, msbi_ref node)
{
    uint32_t level;

    if (spread->marks[node] >= spread->walk)
        return false;
    spread->marks[node] = spread->walk;
    level = spread->diagram->cells[node];
    spread->steps += spread->diagram->levels->items[level].num_classes;
    return true;
}

enum msb_status
msbi_spread_start(struct msbi_spread *spread, msbi_ref within, uint32_t held)
{
    spread->within = within;
    spread->held = held;
    spread->num = 0;
    memset(spread->reads, false,
           spread->diagram->levels->num * sizeof *spread->reads);
    return msbi_walk_levels(spread->diagram, within, spread->reads);
}

enum msb_status
msbi_spread_add_obstacle(struct msbi_spread *spread, msbi_ref obstacle)
{
    if (!reserve_obstacle(spread))
        return MSB_ERR_NOMEM;
    spread->obstacles[spread->num++] = obstacle;
    return MSB_OK;
}

/* Whether somebody in the box comes from @ref to @leaf; a node by which they do
   is noted as one that leads there. */
static bool
leads_to(struct msbi_spread *spread, msbi_ref ref, msbi_ref leaf)
{
    const struct msbi_diagram *diagram = spread->diagram;
    const bool *allowed;
    msbi_ref last = MSBI_FAILED;
    uint32_t level;

    if (msbi_is_leaf(ref))
        return ref == leaf;
    if (!enter(spread, ref))
        return spread->marks[ref] > spread->walk;
    level = diagram->cells[ref];
    allowed = spread->allowed + spread->firsts[level];
    for (size_t i = 0; i < diagram->levels->items[level].num_classes; i++) {
        msbi_ref child = msbi_child(diagram, ref, i);

        if (!allowed[i] || child == last)
            continue;
        last = child;
        if (leads_to(spread, child, leaf)) {
            spread->marks[ref]++;
            return true;
        }
    }
    return false;
}

/* Block the classes of a level by which somebody who is otherwise in the box
   comes from @ref to @leaf. */
static void
block_classes(struct msbi_spread *spread, msbi_ref ref, uint32_t level,
              msbi_ref leaf)
{
    const struct msbi_diagram *diagram = spread->diagram;
    uint32_t at = msbi_level_of(diagram, ref);
    const bool *allowed;
    msbi_ref last = MSBI_FAILED;
    bool is_bad = false;

    if (at == MSBI_NO_LEVEL || at > level || !enter(spread, ref))
        return;
    allowed = spread->allowed + spread->firsts[at];
    for (size_t i = 0; i < diagram->levels->items[at].num_classes; i++) {
        msbi_ref child = msbi_child(diagram, ref, i);

        if (at < level) {
            if (allowed[i] && child != last)
                block_classes(spread, child, level, leaf);
            last = allowed[i] ? child : last;
            continue;
        }
        if (allowed[i] || spread->blocked[i])
            continue;
        if (child != last)
            is_bad = leads_to(spread, child, leaf);
        last = child;
        spread->blocked[i] = is_bad;
    }
}

/* What the classes of a level that are allowed leave of @head, for somebody on
   the way to @leaf: one node that all come to, another leaf, or all of it. */
static msbi_ref
move_on(struct msbi_spread *spread, msbi_ref head, uint32_t level,
        msbi_ref leaf)
{
    const struct msbi_diagram *diagram = spread->diagram;
    const bool *allowed = spread->allowed + spread->firsts[level];
    msbi_ref nowhere = leaf == MSBI_TRUE ? MSBI_FALSE : MSBI_TRUE;
    msbi_ref next = nowhere;
    size_t num = diagram->levels->items[level].num_classes;

    if (msbi_level_of(diagram, head) != level)
        return head;
    spread->steps += num;
    for (size_t i = 0; i < num; i++) {
        msbi_ref child = msbi_child(diagram, head, i);

        if (!allowed[i] || child == nowhere || child == next)
            continue;
        if (next != nowhere)
            return head;
        next = child;
    }
    return next;
}

/* Block what leads from a head to @leaf. MSB_OK, NOMEM or LIMIT. */
static enum msb_status
block_head(struct msbi_spread *spread, msbi_ref head, uint32_t level,
           msbi_ref leaf)
{
    if (spread->steps > spread->max_steps)
        return MSB_ERR_LIMIT;
    if (start_walk(spread) != MSB_OK)
        return MSB_ERR_NOMEM;
    block_classes(spread, head, level, leaf);
    return MSB_OK;
}

/* The same for all obstacles of a list. */
static enum msb_status
block_list(struct msbi_spread *spread, size_t list, uint32_t level)
{
    enum msb_status status = MSB_OK;

    for (size_t i = spread->lists[list]; i != MSB_NONE && status == MSB_OK;
         i = spread->nexts[i])
        status = block_head(spread, spread->heads[i], level, MSBI_TRUE);
    return status;
}

/* Let in all classes of a level that may be let in. */
static enum msb_status
widen_level(struct msbi_spread *spread, msbi_ref within, uint32_t level)
{
    bool *allowed = spread->allowed + spread->firsts[level];
    size_t num = spread->firsts[level + 1] - spread->firsts[level];
    enum msb_status status;

    memset(spread->blocked, false, num * sizeof *spread->blocked);
    status = block_head(spread, within, level, MSBI_FALSE);
    if (status == MSB_OK)
        status = block_list(spread, level, level);
    if (status == MSB_OK)
        status = block_list(spread, spread->diagram->levels->num, level);
    for (size_t i = 0; i < num && status == MSB_OK; i++)
        allowed[i] = !spread->blocked[i] || allowed[i];
    return status;
}

static void
put_into_list(struct msbi_spread *spread, size_t list, size_t obstacle)
{
    spread->nexts[obstacle] = spread->lists[list];
    spread->lists[list] = obstacle;
}

/* Put the obstacles of a level, whose classes are known now, where the next
   level is that they read. What nobody in the box meets is in no list. */
static void
settle_list(struct msbi_spread *spread, uint32_t level)
{
    const struct msbi_diagram *diagram = spread->diagram;
    size_t next;

    for (size_t i = spread->lists[level]; i != MSB_NONE; i = next) {
        msbi_ref head = move_on(spread, spread->heads[i], level, MSBI_TRUE);

        next = spread->nexts[i];
        if (head == spread->heads[i])
            put_into_list(spread, diagram->levels->num, i);
        else if (!msbi_is_leaf(head))
            put_into_list(spread, diagram->cells[head], i);
        spread->heads[i] = head;
    }
}

static void
start_box(struct msbi_spread *spread, const uint16_t *path)
{
    const struct msbi_diagram *diagram = spread->diagram;
    const struct msbi_levels *levels = diagram->levels;

    for (size_t i = 0; i < levels->num; i++)
        for (size_t k = 0; k < levels->items[i].num_classes; k++)
            spread->allowed[spread->firsts[i] + k] = path[i]
                                                         == MSBI_UNKNOWN_CLASS
                                                     || path[i] == k;
    for (size_t i = 0; i <= levels->num; i++)
        spread->lists[i] = MSB_NONE;
    for (size_t i = 0; i < spread->num; i++) {
        spread->heads[i] = spread->obstacles[i];
        put_into_list(spread, msbi_level_of(diagram, spread->heads[i]), i);
    }
}

enum msb_status
msbi_spread_around(struct msbi_spread *spread, const uint16_t *path)
{
    msbi_ref within = spread->within;
    enum msb_status status = MSB_OK;

    start_box(spread, path);
    for (uint32_t i = 0; i < spread->diagram->levels->num && status == MSB_OK;
         i++) {
        if (path[i] != MSBI_UNKNOWN_CLASS)
            status = widen_level(spread, within, i);
        within = move_on(spread, within, i, MSBI_FALSE);
        settle_list(spread, i);
    }
    return status == MSB_ERR_LIMIT ? MSB_OK : status;
}

/* Add a class of a level, or a value of a set, to the clause it belongs to. */
static enum msb_status
add_item(const struct msbi_spread *spread, uint32_t level,
         enum msbi_clause_kind kind, uint32_t item, struct msbi_box *box)
{
    const struct msbi_levels *levels = spread->diagram->levels;
    size_t num = levels->items[level].is_set ? levels->num
                                             : levels->items[level].num_classes;
    struct msbi_clause *clause = msbi_box_find_clause(
        box, 0, kind, levels->items[level].attribute, num);

    if (clause == NULL)
        return MSB_ERR_NOMEM;
    clause->items[clause->num++] = item;
    return MSB_OK;
}

static enum msb_status
add_level(const struct msbi_spread *spread, uint32_t level,
          struct msbi_box *box)
{
    const struct msbi_level *item = &spread->diagram->levels->items[level];
    const bool *allowed = spread->allowed + spread->firsts[level];
    enum msb_status status = MSB_OK;

    if (level == spread->held
        || memchr(allowed, false, item->num_classes) == NULL)
        return MSB_OK;
    if (item->is_set)
        return add_item(spread, level,
                        allowed[1] ? MSBI_CLAUSE_ALL : MSBI_CLAUSE_NONE,
                        item->value, box);
    for (uint32_t i = 0; i < item->num_classes && status == MSB_OK; i++)
        if (allowed[i])
            status = add_item(spread, level, MSBI_CLAUSE_CLASSES, i, box);
    return status;
}

enum msb_status
msbi_spread_make_box(const struct msbi_spread *spread, struct msbi_box *box)
{
    enum msb_status status = MSB_OK;

    for (uint32_t i = 0; i < spread->diagram->levels->num && status == MSB_OK;
         i++)
        status = add_level(spread, i, box);
    return status;
}
