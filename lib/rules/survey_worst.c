/* SPDX-License-Identifier: MIT */
/*
 * What the worst answer to a question leaves. All that other unknowns may be
 * is walked at once, as a bundle of nodes that read the attribute in question;
 * each branch is one way to answer. A branch that cannot leave more than the
 * worst so far is not entered, and the walk ends at what the caller calls
 * enough: of the many answers about a set few are looked at.
 */
#include <string.h>

#include "rules/survey.h"

struct searching {
    struct msbi_survey *survey;
    uint64_t asked; /* the attribute, as a bit */
    size_t worst;
    size_t enough;
    size_t num_branches;
    msbi_ref *bundle; /* a stack of bundles */
    size_t top, max;
    enum msb_status status;
};

static size_t
count(uint64_t set)
{
    return (size_t)__builtin_popcountll(set);
}

static void
push(struct searching *searching, msbi_ref ref)
{
    void *moved;

    if (searching->top == searching->max) {
        moved = msbi_grow(searching->bundle, searching->top, &searching->max,
                          sizeof *searching->bundle);
        if (moved == NULL) {
            searching->status = MSB_ERR_NOMEM;
            return;
        }
        searching->bundle = moved;
    }
    searching->bundle[searching->top++] = ref;
}

/* Whether a node was taken into the bundle already. */
static bool
is_taken(const struct msbi_survey *survey, msbi_ref node)
{
    uint64_t bit = (uint64_t)1 << node % 64;
    bool taken = (survey->taken[node / 64] & bit) != 0;

    survey->taken[node / 64] |= bit;
    return taken;
}

/* Bring the bundle from @start on to nodes that read the answer, each once;
   what is possible for certain is added to *found. */
static void
settle(struct searching *searching, size_t start, uint64_t *found)
{
    struct msbi_survey *survey = searching->survey;
    const struct msbi_chart *chart = survey->chart;
    size_t kept = start;

    memset(survey->taken, 0,
           (chart->num_nodes / 64 + 1) * sizeof *survey->taken);
    for (size_t i = start; i < searching->top; i++) {
        msbi_ref ref = msbi_survey_follow(survey, searching->bundle[i]);

        if (msbi_is_leaf(ref))
            *found |= (uint64_t)1 << msbi_leaf_index(ref);
        else if ((chart->below[ref] & ~*found) == 0 || is_taken(survey, ref))
            continue;
        else if ((chart->nodes[ref].support & searching->asked) == 0)
            msbi_survey_collect(survey, ref, found);
        else if (msbi_chart_bit(chart, chart->nodes[ref].level)
                 == searching->asked)
            searching->bundle[kept++] = ref; /* kept <= i */
        else
            for (size_t k = 0; k < msbi_chart_width(chart, ref); k++)
                push(searching, msbi_chart_child(chart, ref, k));
    }
    searching->top = kept;
}

/* The most outcomes that any answer can leave of a settled bundle. */
static size_t
find_bound(const struct searching *searching, size_t start, uint64_t found)
{
    const struct msbi_survey *survey = searching->survey;
    const struct msbi_chart *chart = survey->chart;
    uint64_t below = found, others = 0;
    size_t most = count(found) + searching->top - start;

    for (size_t i = start; i < searching->top; i++) {
        below |= chart->below[searching->bundle[i]];
        others |= chart->nodes[searching->bundle[i]].support & ~survey->known
                  & ~searching->asked;
    }
    /* Where nothing else is unknown each node leaves one outcome. */
    return others == 0 && most < count(below) ? most : count(below);
}

static uint32_t
find_level(const struct searching *searching, size_t start)
{
    const struct msbi_chart *chart = searching->survey->chart;
    uint32_t level = MSBI_NO_LEVEL;

    for (size_t i = start; i < searching->top; i++) {
        uint32_t mine = chart->nodes[searching->bundle[i]].level;

        level = mine < level ? mine : level;
    }
    return level;
}

/* Every answer from the bundle at @start on. */
static void
search(struct searching *searching, size_t start, uint64_t found)
{
    const struct msbi_chart *chart = searching->survey->chart;
    uint32_t level;
    size_t end, bound;

    settle(searching, start, &found);
    if (count(found) > searching->worst)
        searching->worst = count(found);
    /* Of very many, what bundles have in common would be worth keeping. */
    if (++searching->num_branches > chart->max_branches)
        searching->status = MSB_ERR_LIMIT;
    end = searching->top;
    bound = find_bound(searching, start, found);
    level = find_level(searching, start);
    if (end == start)
        return;
    for (size_t i = chart->levels->items[level].num_classes; i-- > 0;) {
        if (searching->status != MSB_OK || bound <= searching->worst
            || searching->worst >= searching->enough)
            return;
        for (size_t k = start; k < end && searching->status == MSB_OK; k++) {
            msbi_ref ref = searching->bundle[k];

            push(searching, chart->nodes[ref].level == level
                                ? msbi_chart_child(chart, ref, i)
                                : ref);
        }
        search(searching, end, found);
        searching->top = end;
    }
}

enum msb_status
msbi_survey_worst(struct msbi_survey *survey, size_t attribute, size_t enough,
                  size_t *out)
{
    struct searching searching = {
        .survey = survey, .asked = (uint64_t)1 << attribute, .enough = enough};

    push(&searching, survey->chart->root);
    if (searching.status == MSB_OK)
        search(&searching, 0, 0);
    *out = searching.worst < enough ? searching.worst : enough;
    msbi_free(searching.bundle);
    if (searching.worst >= enough && searching.status == MSB_ERR_LIMIT)
        return MSB_OK;
    return searching.status;
}
