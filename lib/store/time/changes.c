/* SPDX-License-Identifier: MIT */
/*
 * One citizen's handovers: the days on which the timeline names another area
 * than the day before. A model that only renames an area hands nobody over.
 *
 * Where several things happen on one day, each is tried alone: the day before,
 * but with the age, the facts, the model or the exception of the day.
 */
#include "store/time/changes.h"

#include "base/error.h"
#include "store/connection.h"

static const enum msb_handover_cause causes[] = {
    MSB_HANDOVER_CAUSE_AGE, MSB_HANDOVER_CAUSE_FACTS, MSB_HANDOVER_CAUSE_MODEL,
    MSB_HANDOVER_CAUSE_EXCEPTION};

#define NUM_CAUSES (sizeof causes / sizeof causes[0])

/* What a cause begins with, and how much it weighs where none does it alone. */
static unsigned
get_break(enum msb_handover_cause cause)
{
    switch (cause) {
    case MSB_HANDOVER_CAUSE_AGE:
        return MSBI_BREAK_AGE;
    case MSB_HANDOVER_CAUSE_FACTS:
        return MSBI_BREAK_FACTS;
    case MSB_HANDOVER_CAUSE_MODEL:
        return MSBI_BREAK_MODEL;
    case MSB_HANDOVER_CAUSE_EXCEPTION:
        break;
    }
    return MSBI_BREAK_EXCEPTION;
}

/* The day before @day, but for what a cause changes on it. */
static struct msbi_moment
make_moment(enum msb_handover_cause cause, struct msb_date day)
{
    const struct msb_date before = {day.days - 1};
    struct msbi_moment moment = {before, before, before, before, NULL};

    switch (cause) {
    case MSB_HANDOVER_CAUSE_AGE:
        moment.age_on = day;
        break;
    case MSB_HANDOVER_CAUSE_FACTS:
        moment.facts_on = day;
        break;
    case MSB_HANDOVER_CAUSE_MODEL:
        moment.model_on = day;
        break;
    case MSB_HANDOVER_CAUSE_EXCEPTION:
        moment.exception_on = day;
        break;
    }
    return moment;
}

static enum msb_handover_cause
guess_cause(unsigned breaks)
{
    if ((breaks & MSBI_BREAK_MODEL) != 0)
        return MSB_HANDOVER_CAUSE_MODEL;
    if ((breaks & MSBI_BREAK_EXCEPTION) != 0)
        return MSB_HANDOVER_CAUSE_EXCEPTION;
    return (breaks & MSBI_BREAK_FACTS) != 0 ? MSB_HANDOVER_CAUSE_FACTS
                                            : MSB_HANDOVER_CAUSE_AGE;
}

static enum msb_status
find_cause(struct msbi_decider *decider, const struct msbi_stretch *after,
           enum msb_handover_cause *out, struct msb_error *err)
{
    enum msb_status status = MSB_OK;
    struct msbi_moment moment;
    struct msbi_stretch alone;
    bool is_it = false;

    *out = guess_cause(after->breaks);
    if ((after->breaks & ~(get_break(*out) | MSBI_BREAK_ASKED)) == 0)
        return MSB_OK; /* there is no other */
    for (size_t i = 0; i < NUM_CAUSES && status == MSB_OK && !is_it; i++) {
        if ((after->breaks & get_break(causes[i])) == 0)
            continue;
        moment = make_moment(causes[i], after->from);
        status = msbi_decider_decide(decider, &moment, &alone, err);
        if (status == MSB_OK)
            status = msbi_decider_compare(decider, &alone, after, &is_it, err);
        if (is_it)
            *out = causes[i];
    }
    return status;
}

/* The active services that the model knows, in its order, or those that it
   does not. */
static void
add_services(const struct msbi_decider *decider, const struct msb_model *model,
             struct msb_handovers *out, struct msbi_handover *handover)
{
    size_t num = model == NULL ? 0
                               : msb_model_num_parts(model, MSB_PART_SERVICE);
    const struct msb_date day = handover->shown.date;
    const char *service;

    for (size_t i = 0; i <= num; i++) {
        size_t at = 0;

        while (
            (service = msbi_life_next_service(&decider->life, day, NULL, &at))
            != NULL) {
            size_t index = model == NULL ? MSB_NONE
                                         : msb_model_find_part(
                                             model, MSB_PART_SERVICE, service);

            if (i < num ? index != i : index != MSB_NONE)
                continue;
            msbi_text_add(&out->texts, service);
            msbi_text_add_bytes(&out->texts, "", 1);
            handover->shown.num_services++;
        }
    }
}

static enum msb_status
add_change(struct msbi_decider *decider, const struct msbi_stretch *before,
           const struct msbi_stretch *after, size_t id,
           struct msb_handovers *out, struct msb_error *err)
{
    struct msbi_handover *grown = msbi_grow(out->items, out->num,
                                            &out->capacity, sizeof *grown);
    struct msbi_handover *handover;

    if (grown == NULL)
        return msbi_fail_nomem(err);
    out->items = grown;
    handover = &grown[out->num++];
    *handover = (struct msbi_handover){
        .shown = {.date = after->from, .from = before->area, .to = after->area},
        .citizen = decider->life.citizen,
        .id = id,
        .first_service = out->texts.length,
        .before = before->rules,
        .after = after->rules};
    add_services(decider,
                 after->rules == NULL ? NULL
                                      : msb_rules_get_model(after->rules),
                 out, handover);
    if (out->texts.failed)
        return msbi_fail_nomem(err);
    return find_cause(decider, after, &handover->shown.cause, err);
}

static enum msb_status
add_changes(struct msbi_decider *decider, const struct msbi_timeline *timeline,
            const char *id, size_t id_length, struct msb_handovers *out,
            struct msb_error *err)
{
    size_t first = out->num, at = out->texts.length;
    enum msb_status status = MSB_OK;
    bool is_same;

    for (size_t i = 1; i < timeline->num && status == MSB_OK; i++) {
        status = msbi_decider_compare(decider, &timeline->items[i - 1],
                                      &timeline->items[i], &is_same, err);
        if (status != MSB_OK || is_same)
            continue;
        if (out->num == first) { /* the id is there once */
            msbi_text_add_bytes(&out->texts, id, id_length);
            msbi_text_add_bytes(&out->texts, "", 1);
        }
        status = add_change(decider, &timeline->items[i - 1],
                            &timeline->items[i], at, out, err);
    }
    return status;
}

enum msb_status
msbi_changes_add(struct msbi_decider *decider, int64_t citizen, const char *id,
                 size_t id_length, struct msb_date from, struct msb_date to,
                 struct msb_handovers *out, struct msb_error *err)
{
    /* From the day before, that the first day can differ from it. */
    const struct msbi_timeline_query query = {.from = {from.days - 1},
                                              .to = to};
    enum msb_status status = msbi_decider_read(decider, citizen, err);

    if (status == MSB_OK)
        status = msbi_timeline_fill(decider, &query, &decider->timeline, err);
    return status != MSB_OK ? status
                            : add_changes(decider, &decider->timeline, id,
                                          id_length, out, err);
}
