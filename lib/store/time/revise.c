/* SPDX-License-Identifier: MIT */
/*
 * Deciding again. What is on record of a citizen says who was responsible from
 * the first day to the last on which everybody was decided, and on from there.
 * Of the days that a correction touches, those are decided again at which
 * something begins, and those on which everybody was decided:
 *
 *     on record    |------ A ------------|--- B ---
 *     touched           |=====|
 *     decided           |  C  |
 *     afterwards   |-A--|- C -|--- A ----|--- B ---
 *
 * An exception expires by itself: where one is in force on the last of those
 * days, its end is decided too.
 *
 * The first day behind them is decided as well where an assignment reaches
 * into it, as that begins anew there. What comes out as it was stays as it
 * was: its area and its rule, and where it begins on a touched day all the
 * rest of it too. Neighbours with one area and one rule become one.
 */
#include "store/time/revise.h"

#include <string.h>

#include "base/error.h"
#include "store/connection.h"

static enum msb_status
read_runs(struct msbi_reviser *reviser, struct msb_error *err)
{
    static const char sql[] = "SELECT day FROM assign_run ORDER BY day";
    struct msb_date *grown;
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(reviser->store, sql, &statement,
                                                err);
    bool has_row = status == MSB_OK, has_date;

    while (status == MSB_OK && has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        grown = msbi_grow(reviser->runs, reviser->num_runs,
                          &reviser->runs_capacity, sizeof *grown);
        if (grown == NULL)
            status = msbi_fail_nomem(err);
        else
            reviser->runs = grown;
        if (status == MSB_OK)
            status = msbi_column_date(statement, 0, &has_date,
                                      &grown[reviser->num_runs++], err);
        if (status != MSB_OK)
            sqlite3_reset(statement);
    }
    return status;
}

enum msb_status
msbi_reviser_open(struct msb_store *store, struct msbi_reviser *out,
                  struct msb_error *err)
{
    enum msb_status status;

    out->store = store;
    msbi_text_init(&out->on_record.texts);
    msbi_text_init(&out->wanted.texts);
    status = read_runs(out, err);
    return status != MSB_OK
               ? status
               : msbi_decider_open(store, false, &out->decider, err);
}

void
msbi_reviser_release(struct msbi_reviser *reviser)
{
    msbi_decider_release(&reviser->decider);
    msbi_timeline_release(&reviser->timeline);
    msbi_assigned_release(&reviser->on_record);
    msbi_assigned_release(&reviser->wanted);
    msbi_free(reviser->runs);
    *reviser = (struct msbi_reviser){0};
}

/* The days at work: decided from @from, and written until @to. */
struct days {
    int64_t citizen;
    struct msb_date from;
    struct msb_date to;
};

/* Responsible in the same way: what `assign` takes for unchanged. */
static bool
is_same_area(const struct msbi_assigned *a, const struct msbi_assigned *b)
{
    return strcmp(a->area, b->area) == 0 && msbi_text_is_same(a->rule, b->rule);
}

static bool
is_identical(const struct msbi_assigned *a, const struct msbi_assigned *b)
{
    return a->from.days == b->from.days && a->to.days == b->to.days
           && a->model == b->model && is_same_area(a, b)
           && msbi_text_is_same(a->target_group, b->target_group);
}

/* Want what was decided, until @to or the end of the model; with the one
   wanted before it, where that is the same. */
static enum msb_status
want(struct msbi_reviser *reviser, const struct msbi_stretch *stretch,
     struct msb_date to, struct msb_error *err)
{
    struct msbi_assigned_list *wanted = &reviser->wanted;
    struct msbi_assigned next = {.from = stretch->from,
                                 .to = to,
                                 .model = stretch->model,
                                 .area = stretch->area,
                                 .rule = stretch->rule,
                                 .target_group = stretch->target_group};
    struct msb_period period;
    struct msbi_assigned *last;

    if (stretch->area == NULL)
        return MSB_OK;
    period = msb_model_get_period(msb_rules_get_model(stretch->rules));
    if (!period.is_open && period.to.days < next.to.days)
        next.to = period.to;
    last = wanted->num == 0 ? NULL : &wanted->items[wanted->num - 1];
    if (last == NULL || last->to.days != next.from.days
        || !is_same_area(last, &next))
        return msbi_assigned_add(wanted, &next, err);
    last->to = next.to;
    return MSB_OK;
}

/* The one on record that is in force on the day before @day and on it. */
static struct msbi_assigned *
find_across(const struct msbi_reviser *reviser, struct msb_date day)
{
    for (size_t i = 0; i < reviser->on_record.num; i++) {
        struct msbi_assigned *one = &reviser->on_record.items[i];

        if (one->from.days < day.days && one->to.days > day.days)
            return one;
    }
    return NULL;
}

/* What holds before the first day goes on, or ends there. */
static enum msb_status
want_what_was(struct msbi_reviser *reviser, const struct days *days,
              struct msb_error *err)
{
    const struct msbi_assigned *across = find_across(reviser, days->from);
    struct msbi_assigned_list *wanted = &reviser->wanted;
    struct msbi_assigned before;

    if (across == NULL)
        return MSB_OK;
    before = *across;
    before.to = days->from;
    return msbi_assigned_add(wanted, &before, err);
}

/* The last day that is decided for the citizen who was read: that on which
   everybody was, or the end of an exception that is in force then. */
static struct msb_date
find_last(const struct msbi_reviser *reviser)
{
    struct msb_date last = reviser->runs[reviser->num_runs - 1];
    const struct msbi_life_exception *exception;

    while ((exception = msbi_life_find_exception(&reviser->decider.life, last,
                                                 NULL))
           != NULL)
        last = exception->to;
    return last;
}

/* Decide the days, and the first behind them where it begins anew. */
static enum msb_status
decide_days(struct msbi_reviser *reviser, struct days *days,
            struct msb_date last, struct msb_error *err)
{
    const struct msbi_assigned *across = NULL;
    struct msbi_timeline_query query = {.from = days->from,
                                        .to = {last.days + 1},
                                        .days = reviser->runs,
                                        .num_days = reviser->num_runs};
    const struct msbi_stretch *items;
    enum msb_status status;

    if (days->to.days <= last.days) {
        query.to = days->to;
        across = find_across(reviser, days->to);
    } else {
        days->to.days = MSBI_NO_END;
    }
    status = msbi_timeline_fill(&reviser->decider, &query, &reviser->timeline,
                                err);
    items = reviser->timeline.items;
    for (size_t i = 0; i < reviser->timeline.num && status == MSB_OK; i++)
        status = want(
            reviser, &items[i],
            i + 1 < reviser->timeline.num ? items[i + 1].from : days->to, err);
    if (status != MSB_OK || across == NULL)
        return status;
    query.from = days->to;
    query.to.days = days->to.days + 1;
    days->to = across->to;
    status = msbi_timeline_fill(&reviser->decider, &query, &reviser->timeline,
                                err);
    return status != MSB_OK
               ? status
               : want(reviser, reviser->timeline.items, days->to, err);
}

/* Keep what is on record as it is wanted. */
static void
compare(struct msbi_reviser *reviser, const struct days *days)
{
    for (size_t i = 0; i < reviser->on_record.num; i++) {
        struct msbi_assigned *one = &reviser->on_record.items[i];

        one->is_kept = one->to.days <= days->from.days
                       || one->from.days >= days->to.days;
        for (size_t k = 0; k < reviser->wanted.num && !one->is_kept; k++)
            if (is_identical(one, &reviser->wanted.items[k]))
                one->is_kept = reviser->wanted.items[k].is_kept = true;
    }
}

/* Join what is new at the edges with the same beyond them. What goes on from
   before the first day was as it is there, and stays so. */
static void
join_neighbours(struct msbi_reviser *reviser, struct msb_date from)
{
    struct msbi_assigned *first = reviser->wanted.items;
    struct msbi_assigned *last;

    if (reviser->wanted.num == 0)
        return;
    last = first + reviser->wanted.num - 1;
    for (size_t i = 0; i < reviser->on_record.num; i++) {
        struct msbi_assigned *one = &reviser->on_record.items[i];

        if (!one->is_kept)
            continue;
        if (!last->is_kept && one->from.days == last->to.days
            && is_same_area(one, last)) {
            last->to = one->to;
            one->is_kept = false;
        } else if (!first->is_kept && first->from.days == from.days
                   && one->to.days == from.days && is_same_area(one, first)) {
            one->is_kept = false;
            first->from = one->from;
            first->model = one->model;
            first->target_group = one->target_group;
        }
    }
}

static enum msb_status
write_record(struct msbi_reviser *reviser, int64_t citizen,
             struct msb_error *err)
{
    const struct msbi_assigned_list *old = &reviser->on_record;
    const struct msbi_assigned_list *new = &reviser->wanted;
    enum msb_status status = MSB_OK;

    for (size_t i = 0; i < old->num && status == MSB_OK; i++) {
        if (old->items[i].is_kept)
            continue;
        status = msbi_store_record(reviser->store, err);
        if (status == MSB_OK)
            status = msbi_assigned_supersede(reviser->store, citizen,
                                             old->items[i].from, err);
    }
    for (size_t i = 0; i < new->num &&status == MSB_OK; i++) {
        if (new->items[i].is_kept)
            continue;
        status = msbi_store_record(reviser->store, err);
        if (status == MSB_OK)
            status = msbi_assigned_insert(reviser->store, citizen,
                                          &new->items[i], err);
    }
    return status;
}

enum msb_status
msbi_reviser_revise(struct msbi_reviser *reviser, int64_t citizen,
                    struct msb_date from, struct msb_date to,
                    struct msb_error *err)
{
    struct days days = {citizen, from, to};
    struct msb_date last;
    enum msb_status status;

    if (reviser->num_runs == 0)
        return MSB_OK;
    if (days.from.days < reviser->runs[0].days)
        days.from = reviser->runs[0];
    if (days.to.days <= days.from.days)
        return MSB_OK;
    reviser->wanted.num = 0;
    status = msbi_decider_read(&reviser->decider, citizen, err);
    if (status != MSB_OK)
        return status;
    last = find_last(reviser);
    if (days.from.days > last.days)
        return MSB_OK;
    if (status == MSB_OK)
        status = msbi_assigned_read(reviser->store, citizen,
                                    &reviser->on_record, err);
    if (status == MSB_OK)
        status = want_what_was(reviser, &days, err);
    if (status == MSB_OK)
        status = decide_days(reviser, &days, last, err);
    if (status != MSB_OK)
        return status;
    compare(reviser, &days);
    join_neighbours(reviser, days.from);
    return write_record(reviser, citizen, err);
}
