/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SURVEY_H
#define MSBI_SURVEY_H

#include "rules/chart.h"

/*
 * Questions about facts with unknowns, read from a chart: what is possible,
 * what it depends on, and what the answers to a question leave. Exact over
 * all completions.
 */
struct msbi_survey {
    const struct msbi_chart *chart;
    const uint16_t *classes; /* by level, or MSBI_UNKNOWN_CLASS */
    uint64_t known;          /* attributes, as bits */
    uint64_t *marks;         /* two sets of nodes */
    uint64_t *taken;
};

/* MSB_OK or NOMEM; release it in every case. */
enum msb_status msbi_survey_start(struct msbi_survey *survey,
                                  const struct msbi_chart *chart,
                                  const uint16_t *classes, uint64_t known);
void msbi_survey_release(struct msbi_survey *survey);

/* Down from @ref along what is known: a leaf, or a node of an unknown level. */
static inline msbi_ref
msbi_survey_follow(const struct msbi_survey *survey, msbi_ref ref)
{
    const struct msbi_chart *chart = survey->chart;

    while (!msbi_is_leaf(ref)) {
        uint16_t class = survey->classes[chart->nodes[ref].level];

        if (class == MSBI_UNKNOWN_CLASS)
            break;
        ref = msbi_chart_child(chart, ref, class);
    }
    return ref;
}

/* Add to @out, a set of the chart's leaves, those that can be reached. */
void
msbi_survey_collect(struct msbi_survey *survey, msbi_ref ref, uint64_t *out);

/*
 * Of the areas' chart, facts that conflict apart: the attributes, as bits, of
 * which two values lead to different areas while all else is the same. MSB_OK,
 * NOMEM, or LIMIT where it is better looked for in another way.
 */
enum msb_status
msbi_survey_depend(struct msbi_survey *survey, uint64_t *attributes);

/*
 * Of the areas' chart: the most outcomes that an answer about @attribute
 * leaves, or @enough where some answer leaves that many or more. MSB_OK, NOMEM,
 * or LIMIT where it is better looked for in another way.
 */
enum msb_status msbi_survey_worst(struct msbi_survey *survey, size_t attribute,
                                  size_t enough, size_t *out);

#endif
