/* SPDX-License-Identifier: MIT */
/*
 * The neighbours of complete facts. With all but one attribute known, what is
 * left of the chart reads that attribute alone. Of a scalar it is one node,
 * whose children are the areas. Of a set, the fewest values that must differ
 * to reach each area are noted for each node, from the leaves up; the way
 * there then goes along the cheapest children.
 */
#include "decide/change.h"

#include <string.h>

#include "rules/survey.h"

struct nearing {
    struct msbi_changing *changing;
    struct msbi_survey survey;
    uint64_t wanted; /* areas that nothing reached yet, as bits */
    size_t num_wanted;
    size_t areas[MSBI_CHART_AREAS]; /* those */
    uint32_t *places;               /* by node: of its costs, behind 0 */
    uint32_t *costs;                /* num_wanted for each place */
    size_t num_places, max_places;
};

static msbi_ref
child_of(const struct nearing *nearing, msbi_ref node, uint16_t class)
{
    return msbi_survey_follow(
        &nearing->survey, msbi_chart_child(nearing->survey.chart, node, class));
}

/* The areas that can be reached from @root and were not before. */
static void
list_wanted(struct nearing *nearing, msbi_ref root)
{
    const struct msbi_changing *changing = nearing->changing;
    uint64_t below = nearing->survey.chart->below[root];

    nearing->wanted = 0;
    nearing->num_wanted = 0;
    for (size_t i = 0; i < nearing->survey.chart->num_items; i++) {
        if (changing->reached[i] || (below >> i & 1) == 0)
            continue;
        nearing->wanted |= (uint64_t)1 << i;
        nearing->areas[nearing->num_wanted++] = i;
    }
}

/* The class of each area that lies nearest, of two the earlier. */
static enum msb_status
change_scalar(struct nearing *nearing, msbi_ref node)
{
    struct msbi_changing *changing = nearing->changing;
    const struct msbi_chart *chart = nearing->survey.chart;
    uint32_t level = chart->nodes[node].level;
    uint32_t least[MSBI_CHART_AREAS];
    uint16_t nearest[MSBI_CHART_AREAS];
    enum msb_status status = MSB_OK;

    memset(least, 0xff, sizeof least); /* MSBI_FAR */
    for (uint16_t i = 0; i < msbi_chart_width(chart, node); i++) {
        size_t area = msbi_leaf_index(child_of(nearing, node, i));
        uint32_t distance;

        if ((nearing->wanted >> area & 1) == 0)
            continue;
        distance = msbi_change_distance(changing, level, i);
        if (distance < least[area]) {
            least[area] = distance;
            nearest[area] = i;
        }
    }
    for (size_t i = 0; i < nearing->num_wanted && status == MSB_OK; i++) {
        size_t area = nearing->areas[i];

        if (least[area] == MSBI_FAR)
            continue;
        changing->best[level] = nearest[area];
        status = msbi_change_add(changing, area);
    }
    changing->best[level] = changing->current[level];
    return status;
}

/* Whether an area that is wanted is below. */
static bool
is_useful(const struct nearing *nearing, msbi_ref ref)
{
    uint64_t below = msbi_is_leaf(ref) ? (uint64_t)1 << msbi_leaf_index(ref)
                                       : nearing->survey.chart->below[ref];

    return (below & nearing->wanted) != 0;
}

static uint32_t
cost_of(const struct nearing *nearing, msbi_ref ref, size_t index)
{
    if (msbi_is_leaf(ref))
        return msbi_leaf_index(ref) == nearing->areas[index] ? 0 : MSBI_FAR;
    if (nearing->places[ref] == 0)
        return MSBI_FAR;
    return nearing
        ->costs[(nearing->places[ref] - 1) * nearing->num_wanted + index];
}

/* Room for the costs of one more node. */
static uint32_t *
add_place(struct nearing *nearing, msbi_ref node)
{
    size_t width = nearing->num_wanted * sizeof *nearing->costs;
    size_t num = nearing->num_places;
    uint32_t *moved;

    if (num == nearing->max_places) {
        moved = msbi_resize(nearing->costs, num == 0 ? 64 : 2 * num, width);
        if (moved == NULL)
            return NULL;
        nearing->costs = moved;
        nearing->max_places = num == 0 ? 64 : 2 * num;
    }
    nearing->places[node] = (uint32_t)++nearing->num_places;
    return nearing->costs + num * nearing->num_wanted;
}

/* A value's cost on the way through one of the two children. */
static uint32_t
cost_through(const struct nearing *nearing, msbi_ref child, size_t index,
             bool differs)
{
    uint32_t cost = cost_of(nearing, child, index);

    return cost == MSBI_FAR ? cost : cost + differs;
}

static enum msb_status
fill_costs(struct nearing *nearing, msbi_ref ref)
{
    bool held;
    msbi_ref without, with;
    uint32_t *mine;

    if (msbi_is_leaf(ref) || nearing->places[ref] != 0
        || !is_useful(nearing, ref))
        return MSB_OK;
    held = nearing->changing->current[nearing->survey.chart->nodes[ref].level];
    without = child_of(nearing, ref, 0);
    with = child_of(nearing, ref, 1);
    if (fill_costs(nearing, without) != MSB_OK
        || fill_costs(nearing, with) != MSB_OK)
        return MSB_ERR_NOMEM;
    mine = add_place(nearing, ref);
    if (mine == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < nearing->num_wanted; i++) {
        uint32_t cost = cost_through(nearing, without, i, held);
        uint32_t other = cost_through(nearing, with, i, !held);

        mine[i] = other < cost ? other : cost;
    }
    return MSB_OK;
}

/* Write down the change that leads from @ref to an area, along what costs
   least; where that is the same, without the value. */
static enum msb_status
add_change(struct nearing *nearing, msbi_ref ref, size_t index)
{
    struct msbi_changing *changing = nearing->changing;
    const struct msbi_chart *chart = nearing->survey.chart;

    memcpy(changing->best, changing->current,
           chart->levels->num * sizeof *changing->best);
    while (!msbi_is_leaf(ref)) {
        uint32_t level = chart->nodes[ref].level;
        bool held = changing->current[level];
        msbi_ref without = child_of(nearing, ref, 0);
        msbi_ref with = child_of(nearing, ref, 1);

        changing->best[level] = cost_through(nearing, with, index, !held)
                                < cost_through(nearing, without, index, held);
        ref = changing->best[level] ? with : without;
    }
    return msbi_change_add(changing, nearing->areas[index]);
}

static enum msb_status
change_set(struct nearing *nearing, msbi_ref root)
{
    enum msb_status status = MSB_ERR_NOMEM;

    nearing->costs = NULL;
    nearing->num_places = nearing->max_places = 0;
    /* What is below a node comes before it. */
    nearing->places = msbi_alloc_array((size_t)root + 1,
                                       sizeof *nearing->places);
    if (nearing->places != NULL)
        status = fill_costs(nearing, root);
    for (size_t i = 0; i < nearing->num_wanted && status == MSB_OK; i++)
        if (cost_of(nearing, root, i) != MSBI_FAR)
            status = add_change(nearing, root, i);
    msbi_free(nearing->places);
    msbi_free(nearing->costs);
    return status;
}

static enum msb_status
change_attribute(struct nearing *nearing)
{
    const struct msbi_chart *chart = nearing->survey.chart;
    msbi_ref root = msbi_survey_follow(&nearing->survey, chart->root);

    if (msbi_is_leaf(root))
        return MSB_OK;
    list_wanted(nearing, root);
    if (nearing->num_wanted == 0)
        return MSB_OK;
    return chart->levels->items[chart->nodes[root].level].is_set
               ? change_set(nearing, root)
               : change_scalar(nearing, root);
}

/* The attributes on which the area depends, where all of them are known. */
static uint64_t
find_support(const struct msbi_case *citizen, const struct msbi_chart *chart)
{
    uint64_t support = msbi_is_leaf(chart->root)
                           ? 0
                           : chart->nodes[chart->root].support;

    for (size_t i = 0; i < citizen->facts->num_attributes; i++)
        if ((support >> i & 1) != 0 && !msbi_case_knows(citizen, i))
            return 0;
    return support;
}

static enum msb_status
change_all(struct nearing *nearing, uint64_t support)
{
    struct msbi_changing *changing = nearing->changing;
    const struct msbi_levels *levels = nearing->survey.chart->levels;
    uint16_t *classes = changing->citizen->classes;
    enum msb_status status = MSB_OK;

    for (; support != 0 && status == MSB_OK; support &= support - 1) {
        changing->attribute = (size_t)__builtin_ctzll(support);
        for (size_t i = 0; i < levels->num; i++)
            if (levels->items[i].attribute == changing->attribute)
                classes[i] = MSBI_UNKNOWN_CLASS;
        status = change_attribute(nearing);
        memcpy(classes, changing->current, levels->num * sizeof *classes);
    }
    return status;
}

enum msb_status
msbi_change_by_chart(struct msbi_changing *changing)
{
    const struct msb_rules *rules = changing->citizen->rules;
    struct nearing nearing = {.changing = changing};
    uint64_t support;

    if (rules->charts == NULL)
        return MSB_ERR_LIMIT;
    nearing.survey.chart = &rules->charts->areas;
    nearing.survey.classes = changing->citizen->classes;
    support = find_support(changing->citizen, nearing.survey.chart);
    if (support == 0)
        return msbi_is_leaf(nearing.survey.chart->root) ? MSB_OK
                                                        : MSB_ERR_LIMIT;
    memcpy(changing->best, changing->current,
           rules->levels.num * sizeof *changing->best);
    return change_all(&nearing, support);
}
