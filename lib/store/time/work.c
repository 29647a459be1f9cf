/* SPDX-License-Identifier: MIT */
/*
 * The work of handovers: what is on record of it, and its next step. A step
 * is a new version of the row of its citizen and day. Where what is known has
 * changed, and another area is to take over on that day, the work begins anew.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"
#include "store/time/changes.h"

/* The columns of every statement that reads a row. */
#define COLUMNS                                                                \
    "SELECT day, citizen, from_area, to_area, state, consent, actor, reason,"  \
    " recorded_at FROM handover WHERE version = 0"

enum { DAY, CITIZEN, FROM, TO, STATE, CONSENT, ACTOR, REASON, RECORDED_AT };

static enum msb_handover_state
find_state(const char *name)
{
    enum msb_handover_state state = MSB_HANDOVER_STATE_PLANNED;

    while (state < MSB_HANDOVER_STATE_DONE
           && strcmp(msb_handover_state_get_name(state), name) != 0)
        state++;
    return state;
}

static const char *
get_text(sqlite3_stmt *row, int index)
{
    return (const char *)sqlite3_column_text(row, index);
}

/* Whether the row is about a handover between the same areas. */
static bool
is_about(sqlite3_stmt *row, const struct msb_handover *handover)
{
    return msbi_text_is_same(get_text(row, FROM), handover->from)
           && msbi_text_is_same(get_text(row, TO), handover->to);
}

/* All but the texts. */
static enum msb_status
read_work(sqlite3_stmt *row, struct msb_handover_work *out,
          struct msb_error *err)
{
    const char *state;
    size_t length;
    enum msb_status status = msbi_column_text(row, STATE, &state, &length, err);

    if (status != MSB_OK)
        return status;
    *out = (struct msb_handover_work){.state = find_state(state)};
    out->at.seconds = sqlite3_column_int64(row, RECORDED_AT);
    if (sqlite3_column_type(row, CONSENT) != SQLITE_NULL)
        out->consent = sqlite3_column_int(row, CONSENT) != 0
                           ? MSB_CONSENT_GIVEN
                           : MSB_CONSENT_REFUSED;
    return MSB_OK;
}

/* By citizen, then by day: as the list is made. */
static int
compare_items(const void *a, const void *b)
{
    const struct msbi_handover *x = a, *y = b;

    if (x->citizen != y->citizen)
        return x->citizen < y->citizen ? -1 : 1;
    return (x->shown.date.days > y->shown.date.days)
           - (x->shown.date.days < y->shown.date.days);
}

static enum msb_status
add_row(sqlite3_stmt *row, struct msb_handovers *list, struct msb_error *err)
{
    struct msbi_handover wanted = {
        .citizen = sqlite3_column_int64(row, CITIZEN)};
    struct msbi_handover *item;
    enum msb_status status;
    const char *text;
    bool has_date;

    status = msbi_column_date(row, DAY, &has_date, &wanted.shown.date, err);
    if (status != MSB_OK || list->num == 0)
        return status;
    item = bsearch(&wanted, list->items, list->num, sizeof *item,
                   compare_items);
    if (item == NULL || !is_about(row, &item->shown))
        return MSB_OK;
    status = read_work(row, &item->shown.work, err);
    item->shown.has_work = status == MSB_OK;
    item->work_texts = list->texts.length;
    for (int i = ACTOR; i <= REASON; i++) {
        text = get_text(row, i);
        msbi_text_add(&list->texts, text == NULL ? "" : text);
        msbi_text_add_bytes(&list->texts, "", 1);
    }
    return list->texts.failed ? msbi_fail_nomem(err) : status;
}

enum msb_status
msbi_handovers_add_work(struct msb_store *store, struct msb_date from,
                        struct msb_date to, struct msb_handovers *list,
                        struct msb_error *err)
{
    static const char sql[] = COLUMNS " AND day >= ?1 AND day < ?2"
                                      " ORDER BY day, citizen";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    bool has_row = status == MSB_OK;

    if (status == MSB_OK) {
        msbi_bind_date(statement, 1, from);
        msbi_bind_date(statement, 2, to);
    }
    while (status == MSB_OK && has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        status = add_row(statement, list, err);
        if (status != MSB_OK)
            sqlite3_reset(statement);
    }
    return status;
}

/* One step at work. */
struct step {
    struct msb_store *store;
    int64_t citizen;
    struct msb_handover handover; /* as computed; borrowed from `list` */
    struct msb_handovers list;
    struct msb_handover_work work; /* as it is to be */
    bool is_on_record;
    struct msb_handover_work before;
};

/* The handover of the day, as computed. */
static enum msb_status
find_handover(struct step *step, struct msb_date on, struct msb_error *err)
{
    const struct msb_date next = {on.days + 1};
    struct msbi_decider decider = {0};
    enum msb_status status = msbi_decider_open(step->store, false, &decider,
                                               err);

    if (status == MSB_OK)
        status = msbi_changes_add(&decider, step->citizen, "", 0, on, next,
                                  &step->list, err);
    msbi_decider_release(&decider);
    if (status == MSB_OK && step->list.num == 0)
        return msbi_fail(err, MSB_ERR_CONFLICT, "no_handover",
                         "the responsible area does not change on that day");
    if (status == MSB_OK)
        step->handover = step->list.items[0].shown;
    return status;
}

static enum msb_status
find_before(struct step *step, bool *has_other, struct msb_error *err)
{
    static const char sql[] = COLUMNS " AND citizen = ?1 AND day = ?2"
                                      " ORDER BY day";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(
        step->store, sql, step->citizen, step->handover.date, &statement, err);
    bool has_row;

    if (status == MSB_OK)
        status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK || !has_row)
        return status;
    *has_other = true;
    step->is_on_record = is_about(statement, &step->handover);
    status = read_work(statement, &step->before, err);
    sqlite3_reset(statement);
    return status;
}

/* Whether one state leads to another; 0 is where nobody began. */
static bool
leads_to(enum msb_handover_state before, enum msb_handover_state after)
{
    switch (after) {
    case MSB_HANDOVER_STATE_PLANNED:
        return before == 0 || before == MSB_HANDOVER_STATE_REJECTED;
    case MSB_HANDOVER_STATE_ACCEPTED:
    case MSB_HANDOVER_STATE_REJECTED:
        return before == MSB_HANDOVER_STATE_PLANNED;
    case MSB_HANDOVER_STATE_DONE:
        return before == MSB_HANDOVER_STATE_ACCEPTED
               || before == MSB_HANDOVER_STATE_REJECTED;
    }
    return false;
}

static enum msb_status
check_step(struct step *step, bool *is_same, struct msb_error *err)
{
    struct msb_handover_work *work = &step->work;

    if (!step->is_on_record)
        step->before = (struct msb_handover_work){.state = 0};
    if (work->consent == MSB_CONSENT_UNKNOWN)
        work->consent = step->before.consent;
    *is_same = work->state == step->before.state
               && work->consent == step->before.consent;
    if (work->state == step->before.state
        || leads_to(step->before.state, work->state))
        return MSB_OK;
    return msbi_fail(err, MSB_ERR_CONFLICT, "wrong_state",
                     "the work of the handover is not where that can follow: "
                     "it is planned first, then accepted or rejected, then "
                     "done");
}

static enum msb_status
supersede(struct step *step, struct msb_error *err)
{
    static const char sql[] =
        "UPDATE handover SET superseded_at = ?3, version ="
        " (SELECT 1 + max(version) FROM handover"
        " WHERE citizen = ?1 AND day = ?2)"
        " WHERE citizen = ?1 AND day = ?2 AND version = 0";

    return msbi_statement_supersede(step->store, sql, step->citizen,
                                    step->handover.date, err);
}

static enum msb_status
insert_step(struct step *step, struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO handover (citizen, day, from_area, to_area, cause, state,"
        " actor, reason, consent, recorded_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    const struct msb_handover_work *work = &step->work;
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(
        step->store, sql, step->citizen, step->handover.date, &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_string(statement, 3, step->handover.from);
    msbi_bind_string(statement, 4, step->handover.to);
    msbi_bind_string(statement, 5,
                     msb_handover_cause_get_name(step->handover.cause));
    msbi_bind_string(statement, 6, msb_handover_state_get_name(work->state));
    msbi_bind_string(statement, 7, work->actor);
    msbi_bind_string(statement, 8, work->reason);
    if (work->consent == MSB_CONSENT_UNKNOWN)
        sqlite3_bind_null(statement, 9);
    else
        sqlite3_bind_int(statement, 9, work->consent == MSB_CONSENT_GIVEN);
    sqlite3_bind_int64(statement, 10, step->store->now);
    return msbi_statement_run(statement, err);
}

/* In the journal, without the reason: that is the citizen's own affair. */
static enum msb_status
journal_step(struct step *step, struct msb_error *err)
{
    char date[11], detail[80];

    msb_date_format(step->handover.date, date);
    snprintf(detail, sizeof detail, "{\"on\": \"%s\", \"state\": \"%s\"}", date,
             msb_handover_state_get_name(step->work.state));
    return msbi_journal_append(step->store, "handover", step->citizen, detail,
                               err);
}

static enum msb_status
take_step(struct step *step, struct msb_date on, struct msb_error *err)
{
    bool is_same = false, has_other = false;
    enum msb_status status = msbi_guard_do(step->store, MSBI_POWER_HAND,
                                           "handover", step->citizen, err);

    if (status == MSB_OK)
        status = find_handover(step, on, err);
    if (status == MSB_OK)
        status = find_before(step, &has_other, err);
    if (status == MSB_OK)
        status = check_step(step, &is_same, err);
    if (status != MSB_OK || is_same)
        return status;
    status = msbi_store_record(step->store, err);
    if (status == MSB_OK && has_other)
        status = supersede(step, err);
    if (status == MSB_OK)
        status = insert_step(step, err);
    return status != MSB_OK ? status : journal_step(step, err);
}

static bool
is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

static enum msb_status
check_work(const struct msb_handover_work *work, struct msb_error *err)
{
    bool is_rejected = work->state == MSB_HANDOVER_STATE_REJECTED;

    if (msb_handover_state_get_name(work->state) == NULL
        || (int)work->consent < MSB_CONSENT_UNKNOWN
        || (int)work->consent > MSB_CONSENT_REFUSED || work->actor == NULL)
        return msbi_fail_misuse(err, "the work needs a state, a consent of "
                                     "msb_consent, and who did it");
    if (is_rejected != (work->reason != NULL))
        return msbi_fail(err, MSB_ERR_INVALID, "reason",
                         "a rejection needs a reason, and nothing else has "
                         "one");
    if (is_blank(work->actor) || (is_rejected && is_blank(work->reason)))
        return msbi_fail(err, MSB_ERR_INVALID, "empty_text",
                         "the reason, and who did it, must not be blank");
    if (!msbi_text_is_utf8(work->actor, strlen(work->actor))
        || (is_rejected
            && !msbi_text_is_utf8(work->reason, strlen(work->reason))))
        return msbi_fail(err, MSB_ERR_INVALID, "encoding",
                         "the reason, and who did it, must be UTF-8");
    return MSB_OK;
}

enum msb_status
msb_store_put_handover(struct msb_store *store, const char *citizen,
                       struct msb_date on, const struct msb_handover_work *work,
                       struct msb_error *err)
{
    struct step step = {.store = store};
    enum msb_status status;

    if (store == NULL || citizen == NULL || work == NULL)
        return msbi_fail_misuse(err, "store, citizen and work must not be "
                                     "NULL");
    step.work = *work;
    if (step.work.actor == NULL)
        step.work.actor = store->principal.actor;
    status = check_work(&step.work, err);
    if (status == MSB_OK)
        status = msbi_store_begin(store, err);
    if (status != MSB_OK)
        return status;
    msbi_text_init(&step.list.texts);
    status = msbi_store_find_person(store, citizen, &step.citizen, err);
    if (status == MSB_OK)
        status = take_step(&step, on, err);
    if (status == MSB_OK)
        status = msbi_store_commit(store, err);
    else
        msbi_store_rollback(store);
    msbi_free(step.list.items);
    msbi_text_release(&step.list.texts);
    return status;
}
