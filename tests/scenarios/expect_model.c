/* SPDX-License-Identifier: MIT */
/*
 * What a case expects of the model itself: its areas and staffs, and what
 * the analysis finds over its whole input space.
 */
#include <stdlib.h>
#include <string.h>

#include "scenario.h"

static struct msb_analysis *
analysis_of(struct run *run)
{
    if (run_model(run) == NULL)
        return NULL;
    if (run->analysis == NULL
        && msb_rules_check(run->rules, &run->analysis, &run->error) != MSB_OK)
        complain(run, "%s", run->error.message);
    return run->analysis;
}

static void
expect_total(struct run *run, bool expected)
{
    struct msb_analysis *analysis = analysis_of(run);

    if (analysis != NULL && msb_analysis_is_total(analysis) != expected)
        complain(run, "expected %s", expected ? "total" : "gaps");
}

static void
expect_number(struct run *run, const struct words *words, size_t number)
{
    char *end;
    unsigned long expected = strtoul(words_get(words, 2), &end, 10);

    if (*end != '\0' || end == words_get(words, 2))
        complain(run, "no number: \"%s\"", words_get(words, 2));
    else if (expected != number)
        complain(run, "expected %s %lu, got %zu", words_get(words, 1), expected,
                 number);
}

static size_t
count_areas(const struct msb_model *model, bool external)
{
    size_t num = msb_model_num_parts(model, MSB_PART_AREA);
    size_t count = 0;
    size_t i;

    for (i = 0; i < num; i++)
        count += msb_model_is_area_external(model, i) == external;
    return count;
}

/* areas N, external N, staffs N: how many the model has */
static bool
expect_count(struct run *run, const struct words *words)
{
    struct msb_model *model = run_model(run);

    if (words->num != 3 || model == NULL)
        return false;
    if (words_is(words, 1, "areas"))
        expect_number(run, words, count_areas(model, false));
    else if (words_is(words, 1, "external"))
        expect_number(run, words, count_areas(model, true));
    else if (words_is(words, 1, "staffs"))
        expect_number(run, words, msb_model_num_parts(model, MSB_PART_STAFF));
    else
        return false;
    return true;
}

/* gaps, overlaps, unreachable, strays N: how many the analysis finds */
static bool
expect_findings(struct run *run, const struct words *words)
{
    static const struct {
        const char *word;
        size_t (*num)(const struct msb_analysis *);
    } findings[] = {
        {"gaps", msb_analysis_num_gaps},
        {"overlaps", msb_analysis_num_overlaps},
        {"unreachable", msb_analysis_num_unreachable},
        {"strays", msb_analysis_num_strays},
    };
    struct msb_analysis *analysis;
    size_t i;

    for (i = 0; i < sizeof findings / sizeof *findings; i++) {
        if (words->num != 3 || !words_is(words, 1, findings[i].word))
            continue;
        analysis = analysis_of(run);
        if (analysis != NULL)
            expect_number(run, words, findings[i].num(analysis));
        return true;
    }
    return false;
}

/* area ID named NAME: that it is there, under this first name */
static void
expect_area(struct run *run, const struct words *words)
{
    struct msb_model *model = run_model(run);
    size_t area;

    if (model == NULL)
        return;
    area = msb_model_find_part(model, MSB_PART_AREA, words_get(words, 2));
    if (area == MSB_NONE)
        complain(run, "no area %s", words_get(words, 2));
    else if (!words_is(
                 words, 4,
                 msb_model_get_part_name(model, MSB_PART_AREA, area, "da")))
        complain(run, "expected the name \"%s\", got \"%s\"",
                 words_get(words, 4),
                 msb_model_get_part_name(model, MSB_PART_AREA, area, "da"));
}

/* model ID: which one is in force on the date */
static void
expect_model_id(struct run *run, const struct words *words)
{
    struct msb_model *model = run_model(run);

    if (model != NULL && !words_is(words, 2, msb_model_get_id(model)))
        complain(run, "expected model %s, got %s", words_get(words, 2),
                 msb_model_get_id(model));
}

bool
expect_of_model(struct run *run, const struct words *words)
{
    if (words_is(words, 1, "total") && words->num == 2)
        expect_total(run, true);
    else if (words_is(words, 1, "not") && words_is(words, 2, "total")
             && words->num == 3)
        expect_total(run, false);
    else if (words_is(words, 1, "area") && words_is(words, 3, "named")
             && words->num == 5)
        expect_area(run, words);
    else if (words_is(words, 1, "model") && words->num == 3)
        expect_model_id(run, words);
    else
        return expect_count(run, words) || expect_findings(run, words);
    return true;
}
