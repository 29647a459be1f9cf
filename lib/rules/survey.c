/* SPDX-License-Identifier: MIT */
/*
 * What is possible, and on what it depends. A walk follows what is known,
 * stops where nothing known is below, and at what can add nothing: so it
 * enters few nodes, and each once.
 */
#include "rules/survey.h"

#include <string.h>

#include "rules/seen.h"

enum msb_status
msbi_survey_start(struct msbi_survey *survey, const struct msbi_chart *chart,
                  const uint16_t *classes, uint64_t known)
{
    size_t num = chart->num_nodes / 64 + 1;

    survey->chart = chart;
    survey->classes = classes;
    survey->known = known;
    survey->marks = msbi_alloc_array(num, 2 * sizeof *survey->marks);
    survey->taken = survey->marks == NULL ? NULL : survey->marks + num;
    return survey->marks == NULL ? MSB_ERR_NOMEM : MSB_OK;
}

void
msbi_survey_release(struct msbi_survey *survey)
{
    msbi_free(survey->marks);
}

/* Whether @node was not in the set before. */
static bool
mark(uint64_t *marks, msbi_ref node)
{
    uint64_t bit = (uint64_t)1 << node % 64;
    bool is_new = (marks[node / 64] & bit) == 0;

    marks[node / 64] |= bit;
    return is_new;
}

/* Whether anything below a node is not in @out. */
static bool
can_add(const struct msbi_chart *chart, msbi_ref node, const uint64_t *out)
{
    const uint64_t *below = chart->below + node * chart->num_words;
    uint64_t left = 0;

    for (size_t w = 0; w < chart->num_words; w++)
        left |= below[w] & ~out[w];
    return left != 0;
}

static void
collect(struct msbi_survey *survey, msbi_ref ref, uint64_t *out)
{
    const struct msbi_chart *chart = survey->chart;
    size_t width;

    ref = msbi_survey_follow(survey, ref);
    if (msbi_is_leaf(ref)) {
        out[msbi_leaf_index(ref) / 64] |= (uint64_t)1
                                          << msbi_leaf_index(ref) % 64;
        return;
    }
    if (!can_add(chart, ref, out) || !mark(survey->marks, ref))
        return;
    if ((chart->nodes[ref].support & survey->known) == 0) {
        for (size_t w = 0; w < chart->num_words; w++)
            out[w] |= chart->below[ref * chart->num_words + w];
        return;
    }
    width = msbi_chart_width(chart, ref);
    for (size_t i = 0; i < width; i++)
        collect(survey, msbi_chart_child(chart, ref, i), out);
}

void
msbi_survey_collect(struct msbi_survey *survey, msbi_ref ref, uint64_t *out)
{
    memset(survey->marks, 0,
           (survey->chart->num_nodes / 64 + 1) * sizeof *survey->marks);
    collect(survey, ref, out);
}

struct depending {
    struct msbi_survey *survey;
    uint64_t found;        /* attributes */
    struct msbi_seen same; /* pairs of nodes that do not differ */
    size_t num_pairs;      /* compared so far */
};

/* The outcomes below a leaf or node of the areas' chart. */
static uint64_t
get_below(const struct msbi_chart *chart, msbi_ref ref)
{
    return msbi_is_leaf(ref) ? (uint64_t)1 << msbi_leaf_index(ref)
                             : chart->below[ref];
}

/* Whether some completion decides otherwise at @a than at @b. */
static bool
differ(struct depending *depending, msbi_ref a, msbi_ref b)
{
    const struct msbi_survey *survey = depending->survey;
    const struct msbi_chart *chart = survey->chart;
    uint32_t level_a = MSBI_NO_LEVEL, level_b = MSBI_NO_LEVEL, level;
    uint64_t support = 0;

    a = msbi_survey_follow(survey, a);
    b = msbi_survey_follow(survey, b);
    if (a == b)
        return false;
    if (!msbi_is_leaf(a)) {
        support |= chart->nodes[a].support;
        level_a = chart->nodes[a].level;
    }
    if (!msbi_is_leaf(b)) {
        support |= chart->nodes[b].support;
        level_b = chart->nodes[b].level;
    }
    /* Equal functions are one node: these differ if all of them counts. */
    if ((support & survey->known) == 0
        || (get_below(chart, a) & get_below(chart, b)) == 0)
        return true;
    /* There may be many more pairs than nodes. */
    if (depending->num_pairs > chart->max_pairs
        || !msbi_seen_add(&depending->same, (uint64_t)a << 32 | b))
        return false;
    depending->num_pairs++;
    level = level_a < level_b ? level_a : level_b;
    for (size_t i = 0; i < chart->levels->items[level].num_classes; i++)
        if (differ(depending,
                   level_a == level ? msbi_chart_child(chart, a, i) : a,
                   level_b == level ? msbi_chart_child(chart, b, i) : b))
            return true;
    return false;
}

/* Whether the children of a node differ. */
static bool
parts(struct depending *depending, msbi_ref node)
{
    const struct msbi_chart *chart = depending->survey->chart;
    size_t width = msbi_chart_width(chart, node);
    msbi_ref first = msbi_chart_child(chart, node, 0);

    for (size_t i = 1; i < width; i++) {
        if (!differ(depending, first, msbi_chart_child(chart, node, i)))
            continue;
        if (depending->same.failed)
            return false;
        /* The pairs on the way to the difference do differ: forget them. */
        msbi_seen_release(&depending->same);
        return true;
    }
    return false;
}

static void
depend(struct depending *depending, msbi_ref ref)
{
    struct msbi_survey *survey = depending->survey;
    const struct msbi_chart *chart = survey->chart;
    uint64_t support, mine;
    size_t width;

    ref = msbi_survey_follow(survey, ref);
    if (msbi_is_leaf(ref))
        return;
    support = chart->nodes[ref].support;
    if ((support & ~survey->known & ~depending->found) == 0
        || !mark(survey->marks, ref))
        return;
    if ((support & survey->known) == 0) {
        depending->found |= support;
        return;
    }
    mine = msbi_chart_bit(chart, chart->nodes[ref].level);
    if ((depending->found & mine) == 0 && parts(depending, ref))
        depending->found |= mine;
    width = msbi_chart_width(chart, ref);
    for (size_t i = 0; i < width; i++)
        depend(depending, msbi_chart_child(chart, ref, i));
}

enum msb_status
msbi_survey_depend(struct msbi_survey *survey, uint64_t *attributes)
{
    struct depending depending = {.survey = survey};
    enum msb_status status;

    msbi_seen_init(&depending.same);
    memset(survey->marks, 0,
           (survey->chart->num_nodes / 64 + 1) * sizeof *survey->marks);
    depend(&depending, survey->chart->root);
    *attributes = depending.found;
    status = depending.same.failed                            ? MSB_ERR_NOMEM
             : depending.num_pairs > survey->chart->max_pairs ? MSB_ERR_LIMIT
                                                              : MSB_OK;
    msbi_seen_release(&depending.same);
    return status;
}
