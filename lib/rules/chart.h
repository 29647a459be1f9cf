/* SPDX-License-Identifier: MIT */
#ifndef MSBI_CHART_H
#define MSBI_CHART_H

#include "rules/rules.h"

/*
 * A finished diagram drawn once more, for facts with unknowns and for what is
 * near to facts: beside each node stand the attributes on which it depends
 * and the leaves below it. Where nothing of that is known, a walk need not go
 * further: what is below is what is possible.
 */
struct msbi_chart_node {
    uint32_t level;
    uint32_t first;   /* child, in children */
    uint64_t support; /* attributes, as bits */
};

struct msbi_chart {
    const struct msbi_levels *levels;
    size_t num_nodes;
    struct msbi_chart_node *nodes; /* children before their parents */
    size_t num_children;
    msbi_ref *children; /* leaves, and numbers of nodes */
    msbi_ref root;
    size_t num_items; /* a leaf is an item, then the gap, then a conflict */
    size_t num_words; /* of a set of leaves */
    uint64_t *below;  /* sets of leaves, by node */
    /* What a survey of it may take, before it is done in another way. */
    size_t max_pairs;    /* of nodes, compared */
    size_t max_branches; /* of answers, entered */
};

/* Of one model: the leaves are rules, or areas. Equal nodes of `areas` are
   one, so that nodes that differ decide differently somewhere. */
struct msbi_charts {
    struct msbi_chart rules;
    struct msbi_chart areas; /* one word is enough for its leaves */
};

/*
 * The most attributes, areas, and words of all sets, that charts take; for a
 * model beyond these, and one that is laid for each question, there are none.
 */
#define MSBI_CHART_ATTRIBUTES 64
#define MSBI_CHART_AREAS 62
#define MSBI_CHART_WORDS 2000000u
#define MSBI_CHART_PAIRS 10000
#define MSBI_CHART_BRANCHES 3000

/* NULL in @out for a model without charts. MSB_OK or NOMEM. */
enum msb_status
msbi_charts_build(const struct msb_rules *rules, struct msbi_charts **out);
void msbi_charts_free(struct msbi_charts *charts);

/* The bit of an attribute. */
static inline uint64_t
msbi_chart_bit(const struct msbi_chart *chart, uint32_t level)
{
    return (uint64_t)1 << chart->levels->items[level].attribute;
}

static inline msbi_ref
msbi_chart_child(const struct msbi_chart *chart, msbi_ref node, size_t class)
{
    return chart->children[chart->nodes[node].first + class];
}

static inline size_t
msbi_chart_width(const struct msbi_chart *chart, msbi_ref node)
{
    return chart->levels->items[chart->nodes[node].level].num_classes;
}

#endif
