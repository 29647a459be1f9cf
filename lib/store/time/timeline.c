/* SPDX-License-Identifier: MIT */
/*
 * A citizen's days are decided in two rounds. First all days are collected on
 * which facts, courses, exceptions or models begin or end: between two of them
 * nothing but the age can change. Then, of each such piece, the birthdays are
 * added at which the model in force there can tell the age apart. The last of
 * those is the birthday on which the model no longer believes the birth date.
 */
#include "store/time/timeline.h"

#include <stdlib.h>

#include "base/error.h"
#include "rules/rules.h"
#include "store/time/decider.h"

/* A timeline as it is made. */
struct filling {
    struct msbi_decider *decider;
    const struct msbi_timeline_query *query;
    struct msbi_timeline *out;
    struct msb_error *err;
};

static enum msb_status
add_stretch(struct filling *filling, const struct msbi_stretch *stretch)
{
    struct msbi_timeline *out = filling->out;
    struct msbi_stretch *grown = msbi_grow(out->items, out->num, &out->capacity,
                                           sizeof *grown);

    if (grown == NULL)
        return msbi_fail_nomem(filling->err);
    out->items = grown;
    grown[out->num++] = *stretch;
    return MSB_OK;
}

/* A day to decide on, if it is one of those asked for. */
static enum msb_status
add_day(struct filling *filling, struct msb_date day, unsigned breaks)
{
    const struct msbi_stretch stretch = {.from = day, .breaks = breaks};

    if (day.days < filling->query->from.days
        || day.days >= filling->query->to.days)
        return MSB_OK;
    return add_stretch(filling, &stretch);
}

static enum msb_status
add_both(struct filling *filling, struct msb_date from, struct msb_date to,
         unsigned breaks)
{
    enum msb_status status = add_day(filling, from, breaks);

    return status != MSB_OK ? status : add_day(filling, to, breaks);
}

static enum msb_status
add_life(struct filling *filling)
{
    const struct msbi_life *life = &filling->decider->life;
    enum msb_status status = MSB_OK;

    for (size_t i = 0; i < life->num_facts && status == MSB_OK; i++)
        if (msbi_is_known(&life->facts[i].known, NULL))
            status = add_day(filling, life->facts[i].from, MSBI_BREAK_FACTS);
    for (size_t i = 0; i < life->num_courses && status == MSB_OK; i++)
        if (msbi_is_known(&life->courses[i].known, NULL))
            status = add_both(filling, life->courses[i].from,
                              life->courses[i].to, MSBI_BREAK_FACTS);
    for (size_t i = 0; i < life->num_exceptions && status == MSB_OK; i++)
        if (msbi_is_known(&life->exceptions[i].known, NULL))
            status = add_both(filling, life->exceptions[i].from,
                              life->exceptions[i].to, MSBI_BREAK_EXCEPTION);
    return status;
}

static enum msb_status
add_days(struct filling *filling)
{
    const struct msbi_timeline_query *query = filling->query;
    const struct msbi_reigns *reigns = &filling->decider->reigns;
    enum msb_status status = add_day(filling, query->from, 0);

    for (size_t i = 0; i < query->num_days && status == MSB_OK; i++)
        status = add_day(filling, query->days[i], MSBI_BREAK_ASKED);
    for (size_t i = 0; i < reigns->num && status == MSB_OK; i++)
        if (msbi_is_known(&reigns->items[i].known, NULL))
            status = add_both(filling, reigns->items[i].from,
                              reigns->items[i].to, MSBI_BREAK_MODEL);
    return status != MSB_OK ? status : add_life(filling);
}

static int
compare_days(const void *a, const void *b)
{
    const struct msbi_stretch *x = a, *y = b;

    return (x->from.days > y->from.days) - (x->from.days < y->from.days);
}

/* In order, and each day once. */
static void
sort_days(struct msbi_timeline *timeline)
{
    struct msbi_stretch *items = timeline->items;
    size_t num = 0;

    if (timeline->num > 1)
        qsort(items, timeline->num, sizeof *items, compare_days);
    for (size_t i = 0; i < timeline->num; i++) {
        if (num > 0 && items[num - 1].from.days == items[i].from.days)
            items[num - 1].breaks |= items[i].breaks;
        else
            items[num++] = items[i];
    }
    timeline->num = num;
}

/* Decide the stretch at @index, whose facts and model are those of @base. */
static enum msb_status
decide_stretch(struct filling *filling, size_t index, struct msb_date base)
{
    const struct msbi_stretch day = filling->out->items[index];
    const struct msbi_moment moment = {.age_on = day.from,
                                       .facts_on = base,
                                       .model_on = base,
                                       .exception_on = base};
    struct msbi_stretch *stretch = &filling->out->items[index];
    enum msb_status status = msbi_decider_decide(filling->decider, &moment,
                                                 stretch, filling->err);

    stretch->from = day.from;
    stretch->breaks = day.breaks;
    return status;
}

/* The birthdays of the piece of days at @index, which ends on @to, that the
   rules can tell; each is decided, and put behind all others. */
static enum msb_status
add_birthdays(struct filling *filling, size_t index, struct msb_date to)
{
    struct msbi_stretch *base = &filling->out->items[index];
    const struct msb_date from = base->from;
    const struct msbi_classifier *ages;
    enum msb_status status = MSB_OK;
    struct msb_date birth, birthday;

    if (!msbi_decider_get_birth_date(filling->decider, &birth))
        return MSB_OK;
    ages = &base->rules->levels.classifiers[MSBI_AGE];
    for (size_t i = 0; i <= ages->num_starts && status == MSB_OK; i++) {
        birthday = msb_date_get_birthday(
            birth, i == ages->num_starts ? MSBI_MAX_AGE + 1 : ages->starts[i]);
        if (birthday.days >= to.days)
            break;
        if (birthday.days == from.days)
            filling->out->items[index].breaks |= MSBI_BREAK_AGE;
        if (birthday.days <= from.days)
            continue;
        status = add_day(filling, birthday, MSBI_BREAK_AGE);
        if (status == MSB_OK)
            status = decide_stretch(filling, filling->out->num - 1, from);
    }
    return status;
}

static enum msb_status
decide_days(struct filling *filling)
{
    struct msbi_timeline *out = filling->out;
    size_t num = out->num; /* birthdays come behind them */
    enum msb_status status = MSB_OK;

    for (size_t i = 0; i < num && status == MSB_OK; i++) {
        status = decide_stretch(filling, i, out->items[i].from);
        if (status == MSB_OK)
            status = add_birthdays(filling, i,
                                   i + 1 < num ? out->items[i + 1].from
                                               : filling->query->to);
    }
    return status;
}

enum msb_status
msbi_timeline_fill(struct msbi_decider *decider,
                   const struct msbi_timeline_query *query,
                   struct msbi_timeline *out, struct msb_error *err)
{
    struct filling filling = {decider, query, out, err};
    enum msb_status status;

    out->num = 0;
    status = add_days(&filling);
    if (status != MSB_OK)
        return status;
    sort_days(out);
    status = decide_days(&filling);
    if (status == MSB_OK)
        sort_days(out);
    return status;
}

void
msbi_timeline_release(struct msbi_timeline *timeline)
{
    msbi_free(timeline->items);
    *timeline = (struct msbi_timeline){0};
}
