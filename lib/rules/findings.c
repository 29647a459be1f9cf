/* SPDX-License-Identifier: MIT */
/* Reading an analysis: its lists, and the JSON of `msb check`. */
#include "base/error.h"
#include "base/text.h"
#include "rules/analysis.h"
#include "rules/counts.h"

struct msb_analysis *
msb_analysis_ref(struct msb_analysis *analysis)
{
    if (analysis != NULL)
        msbi_refcount_take(&analysis->refs);
    return analysis;
}

static void
release_pairs(struct msbi_pair *pairs, size_t num)
{
    for (size_t i = 0; i < num; i++)
        msbi_free(pairs[i].witness);
    msbi_free(pairs);
}

void
msb_analysis_unref(struct msb_analysis *analysis)
{
    if (analysis == NULL || !msbi_refcount_drop(&analysis->refs))
        return;
    for (size_t i = 0; i < analysis->num_gaps; i++)
        msbi_free(analysis->gaps[i].witness);
    msbi_free(analysis->gaps);
    msbi_free(analysis->unreachable);
    release_pairs(analysis->overlaps, analysis->num_overlaps);
    release_pairs(analysis->strays, analysis->num_strays);
    msb_rules_unref(analysis->rules);
    msbi_free(analysis);
}

bool
msb_analysis_is_total(const struct msb_analysis *analysis)
{
    return analysis != NULL && analysis->num_gaps == 0;
}

size_t
msb_analysis_num_gaps(const struct msb_analysis *analysis)
{
    return analysis == NULL ? 0 : analysis->num_gaps;
}

size_t
msb_analysis_num_unreachable(const struct msb_analysis *analysis)
{
    return analysis == NULL ? 0 : analysis->num_unreachable;
}

size_t
msb_analysis_num_overlaps(const struct msb_analysis *analysis)
{
    return analysis == NULL ? 0 : analysis->num_overlaps;
}

size_t
msb_analysis_num_strays(const struct msb_analysis *analysis)
{
    return analysis == NULL ? 0 : analysis->num_strays;
}

bool
msb_analysis_get_gap(const struct msb_analysis *analysis, size_t index,
                     struct msb_gap *out)
{
    const struct msbi_gap *gap;

    if (out == NULL || index >= msb_analysis_num_gaps(analysis))
        return false;
    gap = &analysis->gaps[index];
    out->kind = gap->kind;
    out->id = gap->service == MSB_NONE
                  ? NULL
                  : analysis->rules->model->services[gap->service].id;
    out->witness = gap->witness;
    return true;
}

bool
msb_analysis_get_unreachable(const struct msb_analysis *analysis, size_t index,
                             struct msb_unreachable *out)
{
    const struct msbi_unreachable *entry;
    enum msb_part part;

    if (out == NULL || index >= msb_analysis_num_unreachable(analysis))
        return false;
    entry = &analysis->unreachable[index];
    part = entry->kind == MSB_FINDING_RESPONSIBILITY ? MSB_PART_RULE
           : entry->kind == MSB_FINDING_TARGET_GROUP ? MSB_PART_TARGET_GROUP
                                                     : MSB_PART_SERVICE;
    out->kind = entry->kind;
    out->id = msb_model_get_part_id(analysis->rules->model, part, entry->owner);
    out->index = entry->index;
    return true;
}

bool
msb_analysis_get_overlap(const struct msb_analysis *analysis, size_t index,
                         struct msb_overlap *out)
{
    if (out == NULL || index >= msb_analysis_num_overlaps(analysis))
        return false;
    out->rules[0] = analysis->overlaps[index].first;
    out->rules[1] = analysis->overlaps[index].second;
    out->witness = analysis->overlaps[index].witness;
    return true;
}

bool
msb_analysis_get_stray(const struct msb_analysis *analysis, size_t index,
                       struct msb_stray *out)
{
    if (out == NULL || index >= msb_analysis_num_strays(analysis))
        return false;
    out->rule = analysis->strays[index].first;
    out->target_group = analysis->strays[index].second;
    out->witness = analysis->strays[index].witness;
    return true;
}

static const char *
get_kind_name(enum msb_finding_kind kind)
{
    switch (kind) {
    case MSB_FINDING_RESPONSIBILITY:
        return "responsibility";
    case MSB_FINDING_TARGET_GROUP:
        return "target_group";
    case MSB_FINDING_SERVICE:
        return "service";
    }
    return "";
}

static void
add_problems(struct msbi_text *text, const struct msb_problems *problems)
{
    struct msb_problem problem;

    for (size_t i = 0; msb_problems_get(problems, i, &problem); i++) {
        msbi_text_add(text, i == 0 ? "{\"code\": " : ", {\"code\": ");
        msbi_text_add_json(text, problem.code);
        msbi_text_add(text, ", \"pointer\": ");
        msbi_text_add_json(text, problem.pointer);
        msbi_text_addf(text, ", \"line\": %d, \"column\": %d, \"message\": ",
                       (int)problem.line, (int)problem.column);
        msbi_text_add_json(text, problem.message);
        msbi_text_add(text, "}");
    }
}

void
msbi_counts_add_finding(struct msbi_text *text,
                        const struct msbi_counts *counts, size_t finding)
{
    if (counts != NULL)
        msbi_text_addf(text, ", \"citizens\": %s, \"possible\": %s",
                       counts->findings[finding][0].text,
                       counts->findings[finding][1].text);
}

void
msbi_counts_add(struct msbi_text *text, const struct msbi_counts *counts)
{
    if (counts != NULL)
        msbi_text_addf(text,
                       ", \"counted\": {\"on\": \"%s\", "
                       "\"citizens\": %s, \"rejected\": %s}",
                       counts->on, counts->citizens.text,
                       counts->rejected.text);
}

static void
add_gaps(struct msbi_text *text, const struct msb_analysis *analysis,
         const struct msbi_counts *counts)
{
    struct msb_gap gap;

    for (size_t i = 0; msb_analysis_get_gap(analysis, i, &gap); i++) {
        msbi_text_addf(text,
                       "%s{\"kind\": \"%s\", \"id\": ", i == 0 ? "" : ", ",
                       get_kind_name(gap.kind));
        msbi_text_add_json(text, gap.id);
        msbi_text_addf(text, ", \"witness\": %s", gap.witness);
        msbi_counts_add_finding(text, counts, i);
        msbi_text_add(text, "}");
    }
}

static void
add_unreachable(struct msbi_text *text, const struct msb_analysis *analysis)
{
    struct msb_unreachable entry;

    for (size_t i = 0; msb_analysis_get_unreachable(analysis, i, &entry); i++) {
        msbi_text_addf(text,
                       "%s{\"kind\": \"%s\", \"id\": ", i == 0 ? "" : ", ",
                       get_kind_name(entry.kind));
        msbi_text_add_json(text, entry.id);
        msbi_text_addf(text, ", \"index\": %zu}", entry.index);
    }
}

static void
add_overlaps(struct msbi_text *text, const struct msb_analysis *analysis,
             const struct msbi_counts *counts)
{
    struct msb_overlap overlap;

    for (size_t i = 0; msb_analysis_get_overlap(analysis, i, &overlap); i++) {
        const struct msb_model *model = analysis->rules->model;
        const struct msbi_rule *first = &model->rules[overlap.rules[0]];
        const struct msbi_rule *second = &model->rules[overlap.rules[1]];

        msbi_text_addf(text,
                       "%s{\"rules\": [\"%s\", \"%s\"], "
                       "\"areas\": [\"%s\", \"%s\"], \"witness\": %s",
                       i == 0 ? "" : ", ", first->id, second->id,
                       model->areas[first->area].id,
                       model->areas[second->area].id, overlap.witness);
        msbi_counts_add_finding(text, counts,
                                msb_analysis_num_gaps(analysis) + i);
        msbi_text_add(text, "}");
    }
}

void
msbi_check_write(struct msbi_text *text, const char *name,
                 const struct msb_problems *problems,
                 const struct msb_analysis *analysis,
                 const struct msbi_counts *counts)
{
    bool valid = analysis != NULL;

    msbi_text_add(text, "{\"model\": ");
    msbi_text_add_json(text, valid ? analysis->rules->model->id : name);
    msbi_text_addf(text, ", \"valid\": %s, \"errors\": [",
                   valid ? "true" : "false");
    add_problems(text, problems);
    msbi_text_addf(text, "], \"total\": %s, \"gaps\": [",
                   msb_analysis_is_total(analysis) ? "true" : "false");
    add_gaps(text, analysis, counts);
    msbi_text_add(text, "], \"unreachable\": [");
    add_unreachable(text, analysis);
    msbi_text_add(text, "], \"overlaps\": [");
    add_overlaps(text, analysis, counts);
    msbi_text_add(text, "]");
    msbi_counts_add(text, counts);
    msbi_text_add(text, "}");
}

enum msb_status
msb_check_format_json(const char *name, const struct msb_problems *problems,
                      const struct msb_analysis *analysis, char **out,
                      struct msb_error *err)
{
    struct msbi_text text;

    if (out == NULL)
        return msbi_fail_misuse(err, "out must not be NULL");
    msbi_text_init(&text);
    msbi_check_write(&text, name, problems, analysis, NULL);
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
