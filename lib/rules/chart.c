/* SPDX-License-Identifier: MIT */
/*
 * Drawing charts. The nodes are numbered children first, so that sets and
 * supports are there when a parent needs them. The areas' diagram is made of
 * the rules' chart node by node: each once, without a memo.
 */
#include "rules/chart.h"

#include <string.h>

#include "rules/laid.h"

struct drawing {
    const struct msbi_diagram *diagram;
    struct msbi_chart *chart;
    uint32_t *numbers; /* by place: number + 1, 0: not reached */
};

static msbi_ref
name_leaf(const struct msbi_chart *chart, msbi_ref leaf)
{
    if (leaf == MSBI_GAP)
        return msbi_leaf(chart->num_items);
    if (msbi_is_conflict(leaf))
        return msbi_leaf(chart->num_items + 1);
    return leaf;
}

static void
count_nodes(struct drawing *drawing, msbi_ref ref)
{
    const struct msbi_diagram *diagram = drawing->diagram;
    size_t width;

    if (msbi_is_leaf(ref) || drawing->numbers[ref] != 0)
        return;
    drawing->numbers[ref] = 1;
    width = diagram->levels->items[diagram->cells[ref]].num_classes;
    drawing->chart->num_nodes++;
    drawing->chart->num_children += width;
    for (size_t i = 0; i < width; i++)
        count_nodes(drawing, msbi_child(diagram, ref, i));
}

/* What depends on, and is below, a child, added to its parent. */
static void
add_child(struct msbi_chart *chart, struct msbi_chart_node *node,
          uint64_t *below, msbi_ref child)
{
    size_t leaf = msbi_leaf_index(child);

    chart->children[chart->num_children++] = child;
    if (msbi_is_leaf(child)) {
        below[leaf / 64] |= (uint64_t)1 << leaf % 64;
        return;
    }
    node->support |= chart->nodes[child].support;
    for (size_t w = 0; w < chart->num_words; w++)
        below[w] |= chart->below[child * chart->num_words + w];
}

static msbi_ref
draw(struct drawing *drawing, msbi_ref ref)
{
    const struct msbi_diagram *diagram = drawing->diagram;
    struct msbi_chart *chart = drawing->chart;
    struct msbi_chart_node *node;
    size_t number, width;

    if (msbi_is_leaf(ref))
        return name_leaf(chart, ref);
    if (drawing->numbers[ref] != 0)
        return drawing->numbers[ref] - 1;
    width = diagram->levels->items[diagram->cells[ref]].num_classes;
    for (size_t i = 0; i < width; i++)
        draw(drawing, msbi_child(diagram, ref, i));
    number = chart->num_nodes++;
    drawing->numbers[ref] = (uint32_t)number + 1;
    node = &chart->nodes[number];
    node->level = diagram->cells[ref];
    node->first = (uint32_t)chart->num_children;
    node->support = msbi_chart_bit(chart, node->level);
    for (size_t i = 0; i < width; i++)
        add_child(chart, node, chart->below + number * chart->num_words,
                  draw(drawing, msbi_child(diagram, ref, i)));
    return (msbi_ref)number;
}

/* The chart of @root; LIMIT where its sets would take too much. */
static enum msb_status
draw_chart(struct msbi_chart *chart, const struct msbi_diagram *diagram,
           msbi_ref root, size_t num_items)
{
    struct drawing drawing = {.diagram = diagram, .chart = chart};

    chart->levels = diagram->levels;
    chart->num_items = num_items;
    chart->num_words = (num_items + 2 + 63) / 64;
    chart->max_pairs = MSBI_CHART_PAIRS;
    chart->max_branches = MSBI_CHART_BRANCHES;
    drawing.numbers = msbi_alloc_array(diagram->num_cells,
                                       sizeof *drawing.numbers);
    if (drawing.numbers == NULL)
        return MSB_ERR_NOMEM;
    count_nodes(&drawing, root);
    if (chart->num_nodes * chart->num_words > MSBI_CHART_WORDS) {
        msbi_free(drawing.numbers);
        return MSB_ERR_LIMIT;
    }
    chart->nodes = msbi_alloc_array(chart->num_nodes, sizeof *chart->nodes);
    chart->children = msbi_alloc_array(chart->num_children,
                                       sizeof *chart->children);
    chart->below = msbi_alloc_array(chart->num_nodes * chart->num_words,
                                    sizeof *chart->below);
    memset(drawing.numbers, 0, diagram->num_cells * sizeof *drawing.numbers);
    chart->num_nodes = chart->num_children = 0;
    if (chart->nodes != NULL && chart->children != NULL && chart->below != NULL)
        chart->root = draw(&drawing, root);
    else
        chart->root = MSBI_FAILED;
    msbi_free(drawing.numbers);
    return chart->root == MSBI_FAILED ? MSB_ERR_NOMEM : MSB_OK;
}

/* The area of a leaf of the rules' chart; a gap and a conflict are items
   beyond the areas, as the areas' chart names them. */
static msbi_ref
find_area(const struct msb_model *model, msbi_ref leaf)
{
    size_t rule = msbi_leaf_index(leaf);

    return msbi_leaf(rule < model->num_rules
                         ? model->rules[rule].area
                         : model->num_areas + (rule - model->num_rules));
}

/* The areas' diagram, in @diagram: each node of the rules' chart once more. */
static msbi_ref
map_to_areas(struct msbi_diagram *diagram, const struct msb_model *model,
             const struct msbi_chart *rules, msbi_ref *mapped)
{
    msbi_ref *children = mapped + rules->num_nodes; /* of the node at hand */

    if (msbi_is_leaf(rules->root))
        return find_area(model, rules->root);
    for (size_t i = 0; i < rules->num_nodes; i++) {
        size_t width = msbi_chart_width(rules, (msbi_ref)i);

        for (size_t k = 0; k < width; k++) {
            msbi_ref child = msbi_chart_child(rules, (msbi_ref)i, k);

            children[k] = msbi_is_leaf(child) ? find_area(model, child)
                                              : mapped[child];
        }
        mapped[i] = msbi_diagram_node(diagram, rules->nodes[i].level, children);
        if (mapped[i] == MSBI_FAILED)
            return MSBI_FAILED;
    }
    return mapped[rules->root];
}

static enum msb_status
draw_areas(struct msbi_charts *charts, const struct msb_rules *rules)
{
    struct msbi_diagram scratch;
    msbi_ref *mapped = msbi_alloc_array(
        charts->rules.num_nodes + charts->rules.num_children, sizeof *mapped);
    enum msb_status status;
    msbi_ref root;

    if (mapped == NULL
        || msbi_diagram_init(&scratch, &rules->levels,
                             charts->rules.num_nodes + 1)
               != MSB_OK) {
        msbi_free(mapped);
        return MSB_ERR_NOMEM;
    }
    root = map_to_areas(&scratch, rules->model, &charts->rules, mapped);
    status = scratch.status;
    if (status == MSB_OK)
        status = draw_chart(&charts->areas, &scratch, root,
                            rules->model->num_areas);
    msbi_diagram_release(&scratch);
    msbi_free(mapped);
    return status;
}

static bool
fits_charts(const struct msb_rules *rules)
{
    const struct msb_model *model = rules->model;

    return rules->has_joint && model->coordination == MSB_COORDINATION_SINGLE
           && model->num_attributes <= MSBI_CHART_ATTRIBUTES
           && model->num_areas <= MSBI_CHART_AREAS;
}

enum msb_status
msbi_charts_build(const struct msb_rules *rules, struct msbi_charts **out)
{
    struct msbi_charts *charts;
    enum msb_status status;

    *out = NULL;
    if (!fits_charts(rules))
        return MSB_OK;
    charts = msbi_alloc(sizeof *charts);
    if (charts == NULL)
        return MSB_ERR_NOMEM;
    status = draw_chart(&charts->rules, &rules->diagram, rules->rule,
                        rules->model->num_rules);
    if (status == MSB_OK)
        status = draw_areas(charts, rules);
    if (status == MSB_OK) {
        *out = charts;
        return MSB_OK;
    }
    msbi_charts_free(charts);
    return status == MSB_ERR_LIMIT ? MSB_OK : status;
}

static void
release_chart(struct msbi_chart *chart)
{
    msbi_free(chart->nodes);
    msbi_free(chart->children);
    msbi_free(chart->below);
}

void
msbi_charts_free(struct msbi_charts *charts)
{
    if (charts == NULL)
        return;
    release_chart(&charts->rules);
    release_chart(&charts->areas);
    msbi_free(charts);
}
