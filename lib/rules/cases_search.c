/* SPDX-License-Identifier: MIT */
/*
 * Finding boxes. The search for facts that escape (cover.h) finds somebody whom
 * the rule decides, and who is in no box so far; the widest box around them is
 * the next. Where it finds nobody the boxes are all there are. From the second
 * box on it looks first for those who show something that the condition asks
 * for and no box has shown.
 *
 * One diagram serves all lists. The work of each is bounded by an equal part of
 * what is left, so that one hard question leaves the others their answers.
 */
#include "rules/cases_search.h"

#include <string.h>

/* With so many cells more than at first the diagram is made anew: 32 MB. */
#define MAX_USED_CELLS 8000000u
/* Looking for somebody who shows something new may take one part in so many
   of the work that is left to the list. */
#define SIDE_SHARE 8

static enum msb_status
start_cover(struct msbi_case_search *search)
{
    enum msb_status status = msbi_cover_init(&search->cover, search->rules);

    search->work += search->cover.diagram.steps;
    search->num_cells = search->cover.diagram.num_cells;
    return status;
}

enum msb_status
msbi_case_search_init(struct msbi_case_search *search,
                      const struct msb_rules *rules)
{
    enum msb_status status;
    size_t widest = 0;

    memset(search, 0, sizeof *search);
    search->rules = rules;
    status = start_cover(search);
    if (status == MSB_OK)
        status = msbi_spread_init(&search->spread, &search->cover.diagram);
    if (status != MSB_OK)
        return status;
    for (size_t i = 0; i < rules->levels.num; i++)
        if (rules->levels.items[i].num_classes > widest)
            widest = rules->levels.items[i].num_classes;
    search->step_cost = 1 + widest / 4;
    search->settled = msbi_alloc_array(search->spread.firsts[rules->levels.num],
                                       sizeof *search->settled);
    return search->settled == NULL ? MSB_ERR_NOMEM : MSB_OK;
}

void
msbi_case_search_release(struct msbi_case_search *search)
{
    msbi_cover_release(&search->cover);
    msbi_spread_release(&search->spread);
    msbi_free(search->settled);
    memset(search, 0, sizeof *search);
}

/* A state is put to each obstacle, more than once. */
static uint64_t
cost_of_state(const struct msbi_case_search *search)
{
    return 4 * (uint64_t)(search->spread.num + 1);
}

/* Let the diagram and the cover work on, by one part in @share of what is left
   to the list; what an earlier bound ended is forgotten. */
static void
allow_work(struct msbi_case_search *search, size_t share)
{
    struct msbi_cover *cover = &search->cover;
    uint64_t left = search->work < search->max_work
                        ? (search->max_work - search->work) / share
                        : 0;

    if (cover->status == MSB_ERR_LIMIT)
        cover->status = MSB_OK;
    if (cover->diagram.status == MSB_ERR_LIMIT)
        cover->diagram.status = MSB_OK;
    cover->diagram.max_steps = cover->diagram.steps + left / search->step_cost;
    search->spread.max_steps = search->spread.steps + left;
    cover->max_visited = cover->num_visited
                         + (size_t)(left / cost_of_state(search));
    search->counted_steps = cover->diagram.steps;
    search->counted_walks = search->spread.steps;
    search->counted_states = cover->num_visited;
}

/* Count what was done since allow_work(). */
static void
count_work(struct msbi_case_search *search)
{
    const struct msbi_cover *cover = &search->cover;

    search->work +=
        (cover->diagram.steps - search->counted_steps) * search->step_cost
        + (search->spread.steps - search->counted_walks)
        + (cover->num_visited - search->counted_states) * cost_of_state(search);
}

/* Whether somebody who meets @wanted is in no box; cover.path says who. */
static enum msb_status
find(struct msbi_case_search *search, msbi_ref wanted, size_t share,
     bool *found)
{
    enum msb_status status;

    allow_work(search, share);
    status = msbi_cover_avoid(&search->cover, wanted, search->spread.obstacles,
                              search->spread.num, found);
    count_work(search);
    return status;
}

/* The condition, of those alone who show a class of a level that is not
   settled; FALSE where all are. */
static msbi_ref
narrow(struct msbi_case_search *search, uint32_t level)
{
    const bool *settled = search->settled + search->spread.firsts[level];
    struct msbi_diagram *diagram = &search->cover.diagram;
    size_t num = diagram->levels->items[level].num_classes;
    msbi_ref *children;
    msbi_ref ref;

    if (memchr(settled, false, num) == NULL)
        return MSBI_FALSE;
    children = msbi_alloc_array(num, sizeof *children);
    if (children == NULL) {
        diagram->status = MSB_ERR_NOMEM;
        return MSBI_FAILED;
    }
    for (size_t i = 0; i < num; i++)
        children[i] = settled[i] ? MSBI_FALSE : MSBI_TRUE;
    ref = msbi_diagram_choose(diagram,
                              msbi_diagram_node(diagram, level, children),
                              search->spread.within, MSBI_FALSE);
    msbi_free(children);
    return ref;
}

/*
 * Find somebody in no box who shows something that the condition reads and no
 * box has shown. A level of which nothing more is found is settled, also where
 * the work for it was used up.
 */
static enum msb_status
find_new(struct msbi_case_search *search, bool *found)
{
    const struct msbi_spread *spread = &search->spread;
    size_t num_levels = search->rules->levels.num;
    enum msb_status status = MSB_OK;

    for (uint32_t i = 0; i < num_levels && !*found; i++) {
        msbi_ref wanted;

        if (!spread->reads[i])
            continue;
        allow_work(search, SIDE_SHARE);
        wanted = narrow(search, i);
        count_work(search);
        status = search->cover.diagram.status;
        if (status == MSB_OK)
            status = find(search, wanted, SIDE_SHARE, found);
        if (status == MSB_ERR_NOMEM)
            return status;
        if (!*found)
            memset(search->settled + spread->firsts[i], true,
                   spread->firsts[i + 1] - spread->firsts[i]);
    }
    return MSB_OK;
}

/* The widest box around whom the cover has found. */
static enum msb_status
add_box(struct msbi_case_search *search, struct msbi_boxes *out)
{
    struct msbi_spread *spread = &search->spread;
    struct msbi_box *box;
    enum msb_status status;
    msbi_ref laid;
    void *moved = msbi_grow(out->items, out->num, &search->max_boxes,
                            sizeof *out->items);

    if (moved == NULL)
        return MSB_ERR_NOMEM;
    out->items = moved;
    box = &out->items[out->num];
    memset(box, 0, sizeof *box);
    allow_work(search, 1);
    status = msbi_spread_around(spread, search->cover.path);
    if (status == MSB_OK)
        status = msbi_spread_make_box(spread, box);
    out->num++;
    for (size_t i = 0; i < spread->firsts[search->rules->levels.num]; i++)
        search->settled[i] = search->settled[i] || spread->allowed[i];
    laid = msbi_box_lay(box, &search->cover.diagram);
    if (status == MSB_OK)
        status = search->cover.diagram.status;
    if (status == MSB_OK)
        status = msbi_spread_add_obstacle(spread, laid);
    count_work(search);
    return status;
}

/* Find somebody in no box; first, if there is room for them, somebody new. */
static enum msb_status
find_next(struct msbi_case_search *search, bool has_room, bool *found)
{
    enum msb_status status = MSB_OK;

    *found = false;
    if (has_room)
        status = find_new(search, found);
    if (status == MSB_OK && !*found)
        status = find(search, search->spread.within, 1, found);
    return status;
}

/* The boxes, the first around whom the cover has found. */
static enum msb_status
find_boxes(struct msbi_case_search *search, size_t max, struct msbi_boxes *out)
{
    enum msb_status status = MSB_OK;
    bool found = true;

    while (status == MSB_OK && found && out->num < max) {
        status = add_box(search, out);
        if (status == MSB_OK)
            status = find_next(search, out->num < max, &found);
    }
    out->is_counted = status == MSB_OK && !found;
    out->num_kinds = out->num + (status == MSB_OK && found);
    return status == MSB_ERR_LIMIT ? MSB_OK : status;
}

/* Of the rules before @rule, of all others under `unique`, those that match
   somebody who meets @wanted. */
static enum msb_status
add_rules(struct msbi_case_search *search, msbi_ref wanted, size_t rule)
{
    const struct msb_model *model = search->rules->model;
    struct msbi_cover *cover = &search->cover;
    bool unique = model->hit_policy == MSB_HIT_POLICY_UNIQUE;
    size_t num = unique || rule == MSB_NONE ? model->num_rules : rule;
    enum msb_status status = MSB_OK;

    search->work += num;
    for (size_t i = 0; i < num && status == MSB_OK; i++)
        if (i != rule
            && msbi_diagram_meets(&cover->diagram, wanted,
                                  cover->conditions[i]))
            status = msbi_spread_add_obstacle(&search->spread,
                                              cover->conditions[i]);
    return status;
}

/* The pairs of rules that both match somebody who meets @wanted. */
static enum msb_status
add_conflicts(struct msbi_case_search *search, msbi_ref wanted)
{
    struct msbi_diagram *diagram = &search->cover.diagram;
    const msbi_ref *conditions = search->cover.conditions;
    enum msb_status status = MSB_OK;

    for (size_t i = 0; i < search->rules->model->num_rules; i++)
        for (size_t k = 0; k < i && status == MSB_OK; k++) {
            msbi_ref both = msbi_diagram_choose(diagram, conditions[i],
                                                conditions[k], MSBI_FALSE);

            if (both == MSBI_FAILED)
                return diagram->status;
            if (msbi_diagram_meets(diagram, wanted, both))
                status = msbi_spread_add_obstacle(&search->spread, both);
        }
    return status;
}

static enum msb_status
start_rule(struct msbi_case_search *search, size_t rule)
{
    msbi_ref wanted = rule == MSB_NONE ? MSBI_TRUE
                                       : search->cover.conditions[rule];
    enum msb_status status = msbi_spread_start(&search->spread, wanted,
                                               MSBI_NO_LEVEL);

    return status == MSB_OK ? add_rules(search, wanted, rule) : status;
}

static enum msb_status
start_entry(struct msbi_case_search *search, size_t service, size_t entry)
{
    const struct msb_rules *rules = search->rules;
    struct msbi_diagram *diagram = &search->cover.diagram;
    size_t services = rules->model->services_attribute;
    uint32_t level = rules->levels.value_levels[services][service];
    msbi_ref wanted = msbi_region_of_delivery(rules, service, entry, diagram);
    enum msb_status status;

    if (level != MSBI_NO_LEVEL) {
        const msbi_ref held[2] = {MSBI_FALSE, MSBI_TRUE};

        wanted = msbi_diagram_choose(diagram,
                                     msbi_diagram_node(diagram, level, held),
                                     wanted, MSBI_FALSE);
    }
    if (wanted == MSBI_FAILED)
        return diagram->status;
    status = msbi_spread_start(&search->spread, wanted, level);
    if (status == MSB_OK && rules->model->hit_policy == MSB_HIT_POLICY_UNIQUE)
        status = add_conflicts(search, wanted);
    return status;
}

/* The condition and the obstacles of a list. */
static enum msb_status
start_list(struct msbi_case_search *search,
           const struct msbi_case_target *target)
{
    enum msb_status status;

    allow_work(search, 1);
    status = target->service == MSB_NONE
                 ? start_rule(search, target->index)
                 : start_entry(search, target->service, target->index);
    if (status == MSB_OK)
        status = search->cover.diagram.status;
    count_work(search);
    memset(search->settled, false,
           search->spread.firsts[search->rules->levels.num]);
    return status;
}

enum msb_status
msbi_case_search_list(struct msbi_case_search *search,
                      const struct msbi_case_target *target, size_t max,
                      size_t num_left, struct msbi_boxes *out)
{
    enum msb_status status = MSB_OK;
    bool found;

    memset(out, 0, sizeof *out);
    search->max_boxes = 0;
    if (search->cover.diagram.num_cells - search->num_cells > MAX_USED_CELLS) {
        msbi_cover_release(&search->cover);
        status = start_cover(search);
    }
    search->max_work = search->work;
    if (search->work < MSBI_MAX_CASE_WORK)
        search->max_work += (MSBI_MAX_CASE_WORK - search->work) / num_left;
    if (status == MSB_OK)
        status = start_list(search, target);
    if (status == MSB_OK)
        status = find(search, search->spread.within, 1, &found);
    if (status != MSB_OK)
        return status;
    out->is_counted = !found;
    return found ? find_boxes(search, max, out) : MSB_OK;
}
