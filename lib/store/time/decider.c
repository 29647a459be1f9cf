/* SPDX-License-Identifier: MIT */
/*
 * Deciding one moment of one citizen. Facts are read from their text once for
 * a model and a stretch of days, as most stretches are followed by a birthday:
 * then the age alone is another.
 *
 * Facts that a model cannot use are decided as by no rule, and so are those
 * that two rules match; no exception changes that.
 */
#include "store/time/decider.h"

#include <string.h>

#include "base/error.h"
#include "decide/facts.h"
#include "store/connection.h"

enum msb_status
msbi_decider_open(struct msb_store *store, bool ever_known,
                  struct msbi_decider *out, struct msb_error *err)
{
    out->store = store;
    out->ever_known = ever_known;
    msbi_text_init(&out->life.texts);
    return msbi_reigns_read(store, &out->reigns, err);
}

void
msbi_decider_release(struct msbi_decider *decider)
{
    msbi_reigns_release(&decider->reigns);
    msbi_life_release(&decider->life);
    msbi_free(decider->services);
    msbi_timeline_release(&decider->timeline);
    *decider = (struct msbi_decider){0};
}

enum msb_status
msbi_decider_read(struct msbi_decider *decider, int64_t citizen,
                  struct msb_error *err)
{
    decider->filled = NULL;
    return msbi_life_read(decider->store, citizen, decider->ever_known,
                          &decider->life, err);
}

static enum msb_status
collect_services(struct msbi_decider *decider, const struct msbi_moment *moment,
                 size_t *num, struct msb_error *err)
{
    const char *service;
    const char **grown;
    size_t at = 0;

    *num = 0;
    while ((service = msbi_life_next_service(&decider->life, moment->facts_on,
                                             moment->known_at, &at))
           != NULL) {
        grown = msbi_grow(decider->services, *num, &decider->services_capacity,
                          sizeof *grown);
        if (grown == NULL)
            return msbi_fail_nomem(err);
        decider->services = grown;
        grown[(*num)++] = service;
    }
    return MSB_OK;
}

static bool
is_filled(const struct msbi_decider *decider, const struct msbi_reign *reign,
          const struct msbi_moment *moment)
{
    return decider->filled == reign
           && decider->filled_on.days == moment->facts_on.days
           && decider->filled_known_at
                  == (moment->known_at == NULL ? INT64_MAX
                                               : moment->known_at->seconds);
}

/* Fill the reign's facts with those of the moment. */
static enum msb_status
fill_facts(struct msbi_decider *decider, struct msbi_reign *reign,
           const struct msbi_life_facts *facts,
           const struct msbi_moment *moment, struct msb_error *err)
{
    struct msbi_person person = {.facts_length = facts->length};
    enum msb_status status = MSB_OK;

    if (is_filled(decider, reign, moment))
        return MSB_OK;
    decider->filled = NULL;
    if (reign->facts == NULL)
        status = msb_facts_new(msb_rules_get_model(reign->rules), &reign->facts,
                               err);
    if (status == MSB_OK)
        status = collect_services(decider, moment, &person.num_services, err);
    if (status != MSB_OK)
        return status;
    person.facts = decider->life.texts.data + facts->text;
    person.services = decider->services;
    status = msbi_person_fill_facts(&person, reign->facts, err);
    decider->is_rejected = status == MSB_ERR_INVALID;
    if (status != MSB_OK && !decider->is_rejected)
        return status;
    decider->filled = reign;
    decider->filled_on = moment->facts_on;
    decider->filled_known_at = moment->known_at == NULL
                                   ? INT64_MAX
                                   : moment->known_at->seconds;
    return MSB_OK;
}

static const char *
get_id(const struct msbi_reign *reign, enum msb_part part, int32_t index)
{
    return index < 0 ? NULL
                     : msb_model_get_part_id(msb_rules_get_model(reign->rules),
                                             part, (size_t)index);
}

/* The area of an exception in force; the rules' own where there is none. */
static enum msb_status
apply_exception(struct msbi_decider *decider, const struct msbi_reign *reign,
                const struct msbi_moment *moment, struct msbi_stretch *out,
                struct msb_error *err)
{
    const struct msbi_life_exception *exception = msbi_life_find_exception(
        &decider->life, moment->exception_on, moment->known_at);
    enum msb_status status;
    size_t area;

    if (exception == NULL)
        return MSB_OK;
    status = msbi_reigns_follow(
        &decider->reigns, decider->life.texts.data + exception->area,
        exception->from, reign, moment->known_at, &area, err);
    if (status != MSB_OK || area == MSB_NONE)
        return status;
    out->status = MSB_OUTCOME_DETERMINED;
    out->area = get_id(reign, MSB_PART_AREA, (int32_t)area);
    out->rule = NULL;
    out->by_exception = true;
    return MSB_OK;
}

static enum msb_status
decide_by(struct msbi_decider *decider, const struct msbi_reign *reign,
          const struct msbi_moment *moment, struct msbi_stretch *out,
          struct msb_error *err)
{
    struct msb_outcome outcome;
    enum msb_status status;

    if (decider->is_rejected)
        return MSB_OK;
    status = msb_rules_decide(reign->rules, reign->facts, moment->age_on,
                              &outcome, err);
    if (status == MSB_ERR_INVALID || status == MSB_ERR_CONFLICT)
        return MSB_OK;
    if (status != MSB_OK)
        return status;
    out->status = outcome.status;
    out->target_group = get_id(reign, MSB_PART_TARGET_GROUP,
                               outcome.target_group);
    if (msb_model_get_coordination(msb_rules_get_model(reign->rules))
        != MSB_COORDINATION_SINGLE)
        return MSB_OK;
    out->area = get_id(reign, MSB_PART_AREA, outcome.area);
    out->rule = get_id(reign, MSB_PART_RULE, outcome.rule);
    return apply_exception(decider, reign, moment, out, err);
}

enum msb_status
msbi_decider_decide(struct msbi_decider *decider,
                    const struct msbi_moment *moment, struct msbi_stretch *out,
                    struct msb_error *err)
{
    struct msbi_reign *reign = msbi_reigns_find(
        &decider->reigns, moment->model_on, moment->known_at);
    const struct msbi_life_facts *facts = msbi_life_find_facts(
        &decider->life, moment->facts_on, moment->known_at);
    enum msb_status status;

    *out = (struct msbi_stretch){.status = MSB_OUTCOME_NONE};
    if (reign == NULL || facts == NULL)
        decider->filled = NULL;
    if (reign == NULL)
        return MSB_OK;
    out->model = reign->key;
    out->rules = reign->rules;
    if (facts == NULL)
        return MSB_OK;
    status = fill_facts(decider, reign, facts, moment, err);
    return status != MSB_OK ? status
                            : decide_by(decider, reign, moment, out, err);
}

bool
msbi_decider_get_birth_date(const struct msbi_decider *decider,
                            struct msb_date *out)
{
    if (decider->filled == NULL || decider->is_rejected
        || !decider->filled->facts->has_birth_date)
        return false;
    *out = decider->filled->facts->birth_date;
    return true;
}

static struct msbi_reign *
get_reign(const struct msbi_decider *decider, int64_t model)
{
    size_t i = 0;

    while (decider->reigns.items[i].key != model)
        i++;
    return &decider->reigns.items[i];
}

enum msb_status
msbi_decider_compare(struct msbi_decider *decider,
                     const struct msbi_stretch *before,
                     const struct msbi_stretch *after, bool *is_same,
                     struct msb_error *err)
{
    const struct msb_model *model;
    enum msb_status status;
    size_t same;

    *is_same = before->area == after->area;
    if (*is_same || before->area == NULL || after->area == NULL)
        return MSB_OK;
    if (before->model == after->model)
        return MSB_OK; /* one model names each of its areas once */
    model = msb_rules_get_model(before->rules);
    status = msbi_reign_match(
        get_reign(decider, before->model), get_reign(decider, after->model),
        msb_model_find_part(model, MSB_PART_AREA, before->area), &same, err);
    if (status == MSB_OK)
        *is_same = same != MSB_NONE
                   && same
                          == msb_model_find_part(
                              msb_rules_get_model(after->rules), MSB_PART_AREA,
                              after->area);
    return status;
}
