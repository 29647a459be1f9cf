/* SPDX-License-Identifier: MIT */
/*
 * What would change the area. Of the values of an attribute that lead to an
 * area the nearest is shown: the closest number, the first enum value, the set
 * with the fewest differences. Where the chart cannot tell, the area diagram
 * is restricted, for each known attribute, to all other facts, and what is
 * unknown is joined away; what then depends on the attribute are the
 * neighbours one fact away.
 */
#include "decide/change.h"

#include <string.h>

#include "base/error.h"
#include "rules/answers.h"

struct searching {
    struct msbi_changing *changing;
    struct msbi_answers answers;
    uint32_t *costs; /* by place of a node */
    size_t area;
};

uint32_t
msbi_change_distance(const struct msbi_changing *changing, uint32_t level,
                     uint16_t class)
{
    const struct msb_rules *rules = changing->citizen->rules;
    const struct msbi_level *item = &rules->levels.items[level];
    const struct msbi_classifier *classifier =
        &rules->levels.classifiers[item->attribute];
    int64_t now, near;

    if (changing->current[level] == class)
        return 0;
    if (item->is_set)
        return 1;
    if (rules->model->attributes[item->attribute].type == MSB_ATTRIBUTE_ENUM)
        return (uint32_t)msbi_classifier_smallest(classifier, class);
    now = msbi_case_scalar(changing->citizen, item->attribute);
    near = msbi_classifier_nearest(classifier, class, (int32_t)now);
    return (uint32_t)(near < now ? now - near : near - now);
}

static int32_t
find_scalar(const struct msbi_changing *changing)
{
    const struct msb_rules *rules = changing->citizen->rules;
    const struct msbi_classifier *classifier =
        &rules->levels.classifiers[changing->attribute];
    uint16_t class = changing->best[classifier->level];

    if (rules->model->attributes[changing->attribute].type
        == MSB_ATTRIBUTE_INTEGER)
        return msbi_classifier_nearest(
            classifier, class,
            msbi_case_scalar(changing->citizen, changing->attribute));
    return msbi_classifier_smallest(classifier, class);
}

static enum msb_status
fill_set(const struct msbi_changing *changing, struct msbi_indices *held)
{
    const struct msbi_case *citizen = changing->citizen;
    const struct msb_rules *rules = citizen->rules;
    size_t index = changing->attribute;
    size_t num = rules->model->attributes[index].values.num;
    const uint32_t *levels = rules->levels.value_levels[index];
    enum msb_status status = msbi_indices_reserve(held, num);

    for (size_t i = 0; i < num && status == MSB_OK; i++)
        if (levels[i] == MSBI_NO_LEVEL
                ? msbi_facts_holds(citizen->facts, index, i)
                : changing->best[levels[i]] == 1)
            held->items[held->num++] = i;
    return status;
}

static enum msb_status
fill_value(const struct msbi_changing *changing, struct msbi_value *value)
{
    const struct msb_model *model = changing->citizen->rules->model;

    value->is_masked = msbi_explanation_masks(changing->out,
                                              changing->attribute);
    value->is_known = !value->is_masked;
    if (value->is_masked)
        return MSB_OK;
    if (model->attributes[changing->attribute].type == MSB_ATTRIBUTE_SET)
        return fill_set(changing, &value->held);
    value->scalar = find_scalar(changing);
    return MSB_OK;
}

enum msb_status
msbi_change_add(const struct msbi_changing *changing, size_t area)
{
    struct msb_explanation *out = changing->out;
    struct msbi_change change = {.area = area,
                                 .attribute = changing->attribute};
    void *moved = msbi_grow(out->changes, out->num_changes, &out->max_changes,
                            sizeof *out->changes);

    if (moved == NULL)
        return MSB_ERR_NOMEM;
    out->changes = moved;
    if (fill_value(changing, &change.value) != MSB_OK)
        return MSB_ERR_NOMEM;
    out->changes[out->num_changes++] = change;
    changing->reached[area] = true;
    return MSB_OK;
}

static uint32_t
cost_of(const struct searching *searching, msbi_ref ref)
{
    const struct msbi_answers *answers = &searching->answers;

    if (!msbi_is_leaf(ref))
        return searching->costs[ref];
    /* Nodes left from the restriction have leaves that are no sets. */
    return msbi_leaf_index(ref) < answers->num_sets
                   && msbi_answers_single(answers, ref) == searching->area
               ? 0
               : MSBI_FAR;
}

static uint32_t
cost_through(const struct searching *searching, msbi_ref node, uint16_t class)
{
    const struct msbi_diagram *diagram = &searching->answers.diagram;
    uint32_t below = cost_of(searching, msbi_child(diagram, node, class));

    if (below == MSBI_FAR)
        return below;
    return below
           + msbi_change_distance(searching->changing, diagram->cells[node],
                                  class);
}

/* The cheapest class of a node; costs below it must be known. */
static uint16_t
find_cheapest(const struct searching *searching, msbi_ref node)
{
    const struct msbi_diagram *diagram = &searching->answers.diagram;
    uint32_t level = diagram->cells[node];
    size_t width = diagram->levels->items[level].num_classes;
    uint16_t best = 0;

    for (uint16_t i = 1; i < width; i++)
        if (cost_through(searching, node, i)
            < cost_through(searching, node, best))
            best = i;
    return best;
}

/* Costs of every node of the scratch diagram, children first. */
static enum msb_status
compute_costs(struct searching *searching)
{
    const struct msbi_diagram *diagram = &searching->answers.diagram;
    uint32_t place = 1;

    msbi_free(searching->costs);
    searching->costs = msbi_alloc_array(diagram->num_cells,
                                        sizeof *searching->costs);
    if (searching->costs == NULL)
        return MSB_ERR_NOMEM;
    while (place < diagram->num_cells) {
        uint32_t level = diagram->cells[place];
        const struct msbi_level *item = &diagram->levels->items[level];

        searching->costs[place] = MSBI_FAR;
        if (item->attribute == searching->changing->attribute)
            searching->costs[place] = cost_through(
                searching, place, find_cheapest(searching, place));
        place += item->num_classes + 1;
    }
    return MSB_OK;
}

/* Write down the change that leads from @root to the area. */
static enum msb_status
add_change(struct searching *searching, msbi_ref root)
{
    const struct msbi_diagram *diagram = &searching->answers.diagram;
    struct msbi_changing *changing = searching->changing;

    memcpy(changing->best, changing->current,
           diagram->levels->num * sizeof *changing->best);
    while (!msbi_is_leaf(root)) {
        uint16_t class = find_cheapest(searching, root);

        changing->best[diagram->cells[root]] = class;
        root = msbi_child(diagram, root, class);
    }
    return msbi_change_add(changing, searching->area);
}

/* Every area that a change of one attribute reaches, and none did before. */
static enum msb_status
change_attribute(struct searching *searching)
{
    struct msbi_changing *changing = searching->changing;
    const struct msb_rules *rules = changing->citizen->rules;
    const struct msbi_levels *levels = &rules->levels;
    uint16_t *classes = changing->citizen->classes;
    enum msb_status status;
    msbi_ref root;

    for (size_t i = 0; i < levels->num; i++)
        if (levels->items[i].attribute == changing->attribute)
            classes[i] = MSBI_UNKNOWN_CLASS;
    status = msbi_answers_restrict(&searching->answers, rules, classes, &root);
    if (status == MSB_OK)
        status = msbi_answers_of(&searching->answers, root, changing->attribute,
                                 &root);
    for (size_t i = 0; i < rules->model->num_areas && status == MSB_OK; i++) {
        if (changing->reached[i] || msbi_is_leaf(root))
            continue;
        searching->area = i;
        status = compute_costs(searching);
        if (status != MSB_OK || cost_of(searching, root) == MSBI_FAR)
            continue;
        status = add_change(searching, root);
    }
    memcpy(classes, changing->current, levels->num * sizeof *classes);
    return status;
}

static enum msb_status
change_by_answers(struct msbi_changing *changing, struct msb_error *err)
{
    const struct msb_model *model = changing->citizen->rules->model;
    struct searching searching = {.changing = changing};
    enum msb_status status = MSB_OK;

    if (msbi_answers_init(&searching.answers, changing->citizen->rules)
        != MSB_OK)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < model->num_attributes && status == MSB_OK; i++) {
        changing->attribute = i;
        if (i != model->target_group_attribute
            && msbi_case_knows(changing->citizen, i))
            status = change_attribute(&searching);
    }
    if (status != MSB_OK && status != MSB_ERR_NOMEM)
        msbi_diagram_fail(&searching.answers.diagram, err);
    msbi_free(searching.costs);
    msbi_answers_release(&searching.answers);
    return status;
}

static enum msb_status
change_all(struct msbi_changing *changing, struct msb_error *err)
{
    const struct msb_rules *rules = changing->citizen->rules;
    size_t num = rules->levels.num;
    enum msb_status status = MSB_ERR_NOMEM;

    changing->current = msbi_alloc_array(2 * num, sizeof *changing->current);
    changing->reached = msbi_alloc_array(rules->model->num_areas,
                                         sizeof *changing->reached);
    if (changing->reached == NULL || changing->current == NULL)
        goto out;
    changing->best = changing->current + num;
    memcpy(changing->current, changing->citizen->classes,
           num * sizeof *changing->current);
    if (changing->out->decision->outcome.area >= 0)
        changing->reached[changing->out->decision->outcome.area] = true;
    status = msbi_change_by_chart(changing);
    if (status == MSB_ERR_LIMIT)
        status = change_by_answers(changing, err);
out:
    msbi_free(changing->reached);
    msbi_free(changing->current);
    return status;
}

static int
compare_changes(const struct msbi_change *a, const struct msbi_change *b)
{
    return (a->area > b->area) - (a->area < b->area);
}

/* In the model's order of areas; there are few. */
static void
sort_changes(struct msb_explanation *out)
{
    for (size_t i = 1; i < out->num_changes; i++) {
        struct msbi_change change = out->changes[i];
        size_t k = i;

        for (; k > 0 && compare_changes(&change, &out->changes[k - 1]) < 0; k--)
            out->changes[k] = out->changes[k - 1];
        out->changes[k] = change;
    }
}

enum msb_status
msbi_explanation_fill_changes(struct msb_explanation *out,
                              struct msbi_case *citizen, struct msb_error *err)
{
    struct msbi_changing changing = {.out = out, .citizen = citizen};
    enum msb_status status;

    if (out->decision->outcome.status == MSB_OUTCOME_UNDETERMINED
        || citizen->rules->model->coordination == MSB_COORDINATION_PER_SERVICE)
        return MSB_OK;
    status = change_all(&changing, err);
    if (status == MSB_ERR_NOMEM)
        msbi_fail_nomem(err);
    if (status == MSB_OK)
        sort_changes(out);
    return status;
}
