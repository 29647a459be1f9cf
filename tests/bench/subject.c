/* SPDX-License-Identifier: MIT */
/*
 * The models that columns are decided by, each with its floor and its chain.
 */
#include "subject.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peers.h"

static const struct bench_subject subjects[] = {
    {.id = "bench_20", .read = bench_floor_20, .decide = bench_chain_20},
    {.id = "aarhus_2019",
     .read = bench_floor_aarhus_2019,
     .decide = bench_chain_aarhus_2019},
};

static void
give_up(const char *message)
{
    fprintf(stderr, "%s\n", message);
    exit(1);
}

struct bench_subject
bench_subject_load(const char *path, const char *date)
{
    struct bench_subject subject = {0};
    struct msb_model *model;
    struct msb_error err;

    if (msb_model_load(path, &model, NULL, &err) != MSB_OK)
        give_up(err.message);
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++)
        if (strcmp(subjects[i].id, msb_model_get_id(model)) == 0)
            subject = subjects[i];
    if (subject.id == NULL)
        give_up("the rules of this model are not written by hand");
    subject.model = model;
    if (msb_rules_compile(model, &subject.rules, &err) != MSB_OK
        || msb_date_parse(date, strlen(date), MSB_DATE_FORM_ISO, &subject.on,
                          &err)
               != MSB_OK)
        give_up(err.message);
    return subject;
}

void
bench_subject_release(struct bench_subject *subject)
{
    msb_rules_unref(subject->rules);
    msb_model_unref(subject->model);
}

struct msb_plan *
bench_subject_plan(const struct bench_subject *subject,
                   enum msb_instructions way)
{
    struct msb_plan *plan;
    struct msb_error err;

    if (msb_plan_new(subject->rules, subject->on, way, &plan, &err) == MSB_OK)
        return plan;
    if (err.status != MSB_ERR_MISUSE)
        give_up(err.message);
    return NULL;
}

const char *
bench_name_way(const struct bench_subject *subject, const struct msb_plan *plan)
{
    enum msb_instructions way = msb_plan_get_instructions(plan);
    struct msb_plan *best = bench_subject_plan(subject, MSB_INSTRUCTIONS_BEST);
    bool is_best = best != NULL && msb_plan_get_instructions(best) == way;

    msb_plan_unref(best);
    if (way == MSB_INSTRUCTIONS_PORTABLE)
        return "plain C";
    return is_best ? "best" : "vectors";
}

void
bench_decide(const struct msb_plan *plan, const struct bench_population *people,
             size_t from, size_t num)
{
    struct msb_error err;

    if (msb_plan_decide(plan, &people->columns, from, num, &people->out, &err)
        != MSB_OK)
        give_up(err.message);
}
