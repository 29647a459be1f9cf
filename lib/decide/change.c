/* SPDX-License-Identifier: MIT */
/*
 * What would change the area. For each known attribute the area diagram is
 * restricted to all other facts; what then depends on the attribute are the
 * neighbours one fact away. Of the values that lead to an area the nearest is
 * shown: the closest number, the first enum value, the set with the fewest
 * differences.
 */
#include "decide/explanation.h"

#include <string.h>

#include "base/error.h"
#include "rules/answers.h"

struct changing {
    struct msb_explanation *out;
    struct msbi_case *citizen;
    struct msbi_answers answers;
    uint16_t *current; /* the classes of the facts as they are */
    uint16_t *best;    /* the classes of a change */
    uint32_t *costs;   /* by place of a node */
    size_t attribute;
    size_t area;
};

/* How far a class is from the facts: 0 where it is theirs. */
static uint32_t
get_distance(const struct changing *changing, uint32_t level, uint16_t class)
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
    near = near < now ? now - near : near - now;
    return near > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uint32_t)near;
}

/* UINT32_MAX: no path from here leads to the area. */
static uint32_t
cost_of(const struct changing *changing, msbi_ref ref)
{
    const struct msbi_answers *answers = &changing->answers;

    if (!msbi_is_leaf(ref))
        return changing->costs[ref];
    /* Nodes left from the restriction have leaves that are no sets. */
    return msbi_leaf_index(ref) < answers->num_sets
                   && msbi_answers_single(answers, ref) == changing->area
               ? 0
               : UINT32_MAX;
}

static uint32_t
cost_through(const struct changing *changing, msbi_ref node, uint16_t class)
{
    const struct msbi_diagram *diagram = &changing->answers.diagram;
    uint32_t below = cost_of(changing, msbi_child(diagram, node, class));

    if (below == UINT32_MAX)
        return below;
    return below + get_distance(changing, diagram->cells[node], class);
}

/* The cheapest class of a node; costs below it must be known. */
static uint16_t
find_cheapest(const struct changing *changing, msbi_ref node)
{
    const struct msbi_diagram *diagram = &changing->answers.diagram;
    uint32_t level = diagram->cells[node];
    size_t width = diagram->levels->items[level].num_classes;
    uint16_t best = 0;

    for (uint16_t i = 1; i < width; i++)
        if (cost_through(changing, node, i)
            < cost_through(changing, node, best))
            best = i;
    return best;
}

/* Costs of every node of the scratch diagram, children first. */
static enum msb_status
compute_costs(struct changing *changing)
{
    const struct msbi_diagram *diagram = &changing->answers.diagram;
    uint32_t place = 1;

    msbi_free(changing->costs);
    changing->costs = msbi_alloc_array(diagram->num_cells,
                                       sizeof *changing->costs);
    if (changing->costs == NULL)
        return MSB_ERR_NOMEM;
    while (place < diagram->num_cells) {
        uint32_t level = diagram->cells[place];
        const struct msbi_level *item = &diagram->levels->items[level];

        changing->costs[place] = UINT32_MAX;
        if (item->attribute == changing->attribute)
            changing->costs[place] = cost_through(
                changing, place, find_cheapest(changing, place));
        place += item->num_classes + 1;
    }
    return MSB_OK;
}

static int32_t
find_scalar(const struct changing *changing)
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
fill_set(const struct changing *changing, struct msbi_indices *held)
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
fill_value(const struct changing *changing, struct msbi_value *value)
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

/* Write down the change that leads from @root to the area. */
static enum msb_status
add_change(struct changing *changing, msbi_ref root)
{
    const struct msbi_diagram *diagram = &changing->answers.diagram;
    struct msb_explanation *out = changing->out;
    struct msbi_change change = {.area = changing->area,
                                 .attribute = changing->attribute};
    void *moved;

    memcpy(changing->best, changing->current,
           diagram->levels->num * sizeof *changing->best);
    while (!msbi_is_leaf(root)) {
        uint16_t class = find_cheapest(changing, root);

        changing->best[diagram->cells[root]] = class;
        root = msbi_child(diagram, root, class);
    }
    moved = msbi_grow(out->changes, out->num_changes, &out->max_changes,
                      sizeof *out->changes);
    if (moved == NULL)
        return MSB_ERR_NOMEM;
    out->changes = moved;
    if (fill_value(changing, &change.value) != MSB_OK)
        return MSB_ERR_NOMEM;
    out->changes[out->num_changes++] = change;
    return MSB_OK;
}

/* Every area that a change of one attribute reaches, and none did before. */
static enum msb_status
change_attribute(struct changing *changing, bool *reached)
{
    const struct msb_rules *rules = changing->citizen->rules;
    const struct msbi_levels *levels = &rules->levels;
    uint16_t *classes = changing->citizen->classes;
    enum msb_status status;
    msbi_ref root;

    for (size_t i = 0; i < levels->num; i++)
        if (levels->items[i].attribute == changing->attribute)
            classes[i] = MSBI_UNKNOWN_CLASS;
    status = msbi_answers_restrict(&changing->answers, rules, classes, &root);
    if (status == MSB_OK)
        status = msbi_answers_of(&changing->answers, root, changing->attribute,
                                 &root);
    for (size_t i = 0; i < rules->model->num_areas && status == MSB_OK; i++) {
        if (reached[i] || msbi_is_leaf(root))
            continue;
        changing->area = i;
        status = compute_costs(changing);
        if (status != MSB_OK || cost_of(changing, root) == UINT32_MAX)
            continue;
        reached[i] = true;
        status = add_change(changing, root);
    }
    memcpy(classes, changing->current, levels->num * sizeof *classes);
    return status;
}

static enum msb_status
change_all(struct changing *changing)
{
    const struct msb_rules *rules = changing->citizen->rules;
    const struct msb_model *model = rules->model;
    size_t num = rules->levels.num;
    bool *reached = msbi_alloc_array(model->num_areas, sizeof *reached);
    enum msb_status status = MSB_ERR_NOMEM;

    changing->current = msbi_alloc_array(num, sizeof *changing->current);
    changing->best = msbi_alloc_array(num, sizeof *changing->best);
    if (reached == NULL || changing->current == NULL || changing->best == NULL)
        goto out;
    memcpy(changing->current, changing->citizen->classes,
           num * sizeof *changing->current);
    if (changing->out->decision->outcome.area >= 0)
        reached[changing->out->decision->outcome.area] = true;
    status = MSB_OK;
    for (size_t i = 0; i < model->num_attributes && status == MSB_OK; i++) {
        changing->attribute = i;
        if (i != model->target_group_attribute
            && msbi_case_knows(changing->citizen, i))
            status = change_attribute(changing, reached);
    }
out:
    msbi_free(reached);
    msbi_free(changing->current);
    msbi_free(changing->best);
    msbi_free(changing->costs);
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
    struct changing changing = {.out = out, .citizen = citizen};
    enum msb_status status;

    if (out->decision->outcome.status == MSB_OUTCOME_UNDETERMINED
        || citizen->rules->model->coordination == MSB_COORDINATION_PER_SERVICE)
        return MSB_OK;
    if (msbi_answers_init(&changing.answers, citizen->rules) != MSB_OK)
        return msbi_fail_nomem(err);
    status = change_all(&changing);
    if (status == MSB_ERR_NOMEM)
        msbi_fail_nomem(err);
    else if (status != MSB_OK)
        msbi_diagram_fail(&changing.answers.diagram, err);
    msbi_answers_release(&changing.answers);
    if (status == MSB_OK)
        sort_changes(out);
    return status;
}
