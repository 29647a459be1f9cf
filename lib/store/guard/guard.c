/* SPDX-License-Identifier: MIT */
/*
 * What a principal may do; sight.c says what it may see. A refusal ends the
 * transaction that it happens in, and is put in the journal in one of its own:
 * so it stays, though nothing else of the call does. A connection that cannot
 * write has no place to put it, and reads no person either.
 */
#include "store/guard/guard.h"

#include "base/error.h"
#include "base/text.h"
#include "store/connection.h"
#include "store/guard/journal.h"
#include "store/guard/sight.h"

#define LEAST_SHOWN 5

#define NUM_ROLES 6
#define NUM_POWERS 10

/* What of a power a role has. */
enum reach {
    NOWHERE = 0,
    OWN = 1, /* for citizens for whom its area answers today */
    EVERYWHERE = 2
};

static const enum reach reaches[NUM_ROLES][NUM_POWERS] = {
    [MSB_ROLE_CASEWORKER] =
        {
            [MSBI_POWER_COUNT] = EVERYWHERE, /* suppressed */
            [MSBI_POWER_LIST] = EVERYWHERE,  /* those from or to its area */
            [MSBI_POWER_HAND] = OWN,
            [MSBI_POWER_GLASS] = EVERYWHERE,
        },
    [MSB_ROLE_LEADER] =
        {
            [MSBI_POWER_COUNT] = EVERYWHERE,
            [MSBI_POWER_LIST] = EVERYWHERE,
            [MSBI_POWER_EXCEPT] = OWN,
            [MSBI_POWER_HAND] = OWN,
            [MSBI_POWER_RIGHTS] = OWN,
            [MSBI_POWER_GLASS] = EVERYWHERE,
        },
    [MSB_ROLE_ANALYST] =
        {
            [MSBI_POWER_COUNT] = EVERYWHERE,
            [MSBI_POWER_BLUR] = EVERYWHERE,
        },
    [MSB_ROLE_AUDITOR] = {[MSBI_POWER_AUDIT] = EVERYWHERE},
};

/* As a refusal says it, and as the journal does. */
static const struct {
    const char *name;
    const char *right;
} powers[NUM_POWERS] = {
    [MSBI_POWER_MANAGE] = {.name = "manage",
                           .right = "to change the store as a whole"},
    [MSBI_POWER_COUNT] = {.name = "count", .right = "to count the citizens"},
    [MSBI_POWER_LIST] = {.name = "list", .right = "to list citizens"},
    [MSBI_POWER_EXCEPT] = {.name = "except",
                           .right = "to place this citizen by exception"},
    [MSBI_POWER_HAND] = {.name = "hand", .right = "to hand this citizen over"},
    [MSBI_POWER_RIGHTS] = {.name = "rights",
                           .right = "to serve this citizen's own rights"},
    [MSBI_POWER_AUDIT] = {.name = "audit", .right = "to read the journal"},
    [MSBI_POWER_GLASS] = {.name = "glass", .right = "to break the glass"},
    [MSBI_POWER_BLUR] = {.name = "blur", .right = "to export pseudonyms"},
};

static const char *const view_rights[] = {
    [MSBI_VIEW_NOTHING] = "to see anything of a citizen",
    [MSBI_VIEW_CONTACTS] = "to see who answers for this citizen",
    [MSBI_VIEW_COURSES] = "to see this citizen's courses",
    [MSBI_VIEW_WHOLE] = "to see the whole of this citizen",
};

const char *
msbi_view_get_name(enum msbi_view view)
{
    static const char *const names[] = {
        [MSBI_VIEW_NOTHING] = "nothing",
        [MSBI_VIEW_CONTACTS] = "contacts",
        [MSBI_VIEW_COURSES] = "courses",
        [MSBI_VIEW_WHOLE] = "whole",
    };

    return names[view];
}

static bool
is_anybody(const struct msb_store *store)
{
    return store->principal.actor != NULL;
}

/* Put what was refused in the journal, if there is a way to. */
static enum msb_status
keep_refusal(struct msb_store *store, const char *action, int64_t citizen,
             const char *right, struct msb_error *err)
{
    enum msb_status status;
    struct msbi_text detail;

    if (!msbi_store_is_writable(store))
        return MSB_OK;
    msbi_text_init(&detail);
    msbi_text_addf(&detail, "{\"denied\": \"%s\"}", right);
    status = detail.failed ? msbi_fail_nomem(err)
                           : msbi_store_begin(store, err);
    if (status == MSB_OK) {
        status = msbi_journal_append(store, action, citizen, detail.data, err);
        if (status == MSB_OK)
            status = msbi_store_commit(store, err);
        else
            msbi_store_rollback(store);
    }
    msbi_text_release(&detail);
    return status;
}

/* @name is the right that is missing, as the journal names it. */
static enum msb_status
refuse(struct msb_store *store, const char *action, int64_t citizen,
       const char *name, const char *right, struct msb_error *err)
{
    enum msb_status status;

    msbi_store_rollback(store);
    status = keep_refusal(store, action, citizen, name, err);
    return status != MSB_OK
               ? status
               : msbi_fail(err, MSB_ERR_DENIED, "denied",
                           "in the role of %s, for this area and purpose, "
                           "there is no right %s",
                           msb_role_get_name(store->principal.role), right);
}

enum msb_status
msbi_guard_check_writing(struct msb_store *store, struct msb_error *err)
{
    if (!is_anybody(store) || store->is_writing)
        return MSB_OK;
    return msbi_fail(err, MSB_ERR_DENIED, "read_only",
                     "a principal reads persons through a connection that can "
                     "write: the reading goes into the journal");
}

/* Say in the journal what is read, and by what right. */
static enum msb_status
keep_reading(struct msb_store *store, int64_t citizen, const char *action,
             const struct msbi_sight *sight, struct msb_error *err)
{
    struct msbi_text detail;
    enum msb_status status;

    status = msbi_guard_check_writing(store, err);
    if (status != MSB_OK)
        return status;
    msbi_text_init(&detail);
    msbi_text_addf(&detail, "{\"view\": \"%s\"",
                   msbi_view_get_name(sight->view));
    if (sight->access != NULL)
        msbi_text_addf(&detail, ", \"access\": \"%s\"", sight->access);
    if (sight->emergency != NULL)
        msbi_text_addf(&detail, ", \"emergency\": \"%s\"", sight->emergency);
    msbi_text_add(&detail, "}");
    status = detail.failed ? msbi_fail_nomem(err)
                           : msbi_journal_append(store, action, citizen,
                                                 detail.data, err);
    msbi_text_release(&detail);
    return status;
}

enum msb_status
msbi_guard_see(struct msb_store *store, int64_t citizen, const char *action,
               enum msbi_view needed, struct msbi_sight *out,
               struct msb_error *err)
{
    enum msb_status status = msbi_sight_find(store, citizen, out, err);

    if (status != MSB_OK || !is_anybody(store))
        return status;
    if (out->view < needed || out->view == MSBI_VIEW_NOTHING)
        return refuse(store, action, citizen, msbi_view_get_name(needed),
                      view_rights[needed], err);
    return keep_reading(store, citizen, action, out, err);
}

enum msb_status
msbi_guard_read(struct msb_store *store, int64_t citizen, const char *action,
                enum msbi_view needed, struct msb_error *err)
{
    struct msbi_sight sight;
    enum msb_status status = msbi_guard_see(store, citizen, action, needed,
                                            &sight, err);

    msbi_sight_release(&sight);
    return status;
}

enum msb_status
msbi_guard_find_view(struct msb_store *store, int64_t citizen,
                     enum msbi_view *out, struct msb_error *err)
{
    struct msbi_sight sight;
    enum msb_status status = msbi_sight_find(store, citizen, &sight, err);

    *out = sight.view;
    msbi_sight_release(&sight);
    return status;
}

/* Whether a handover that is being worked on brings the citizen to where the
   principal works: then it is its work too. */
static enum msb_status
is_coming(struct msb_store *store, int64_t citizen,
          const struct msbi_sight *sight, bool *out, struct msb_error *err)
{
    static const char sql[] = "SELECT to_area FROM handover"
                              " WHERE citizen = ?1 AND version = 0"
                              " ORDER BY day";
    const struct msb_model *model = msb_rules_get_model(sight->rules);
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    const char *to;
    bool has_row = true;

    if (status != MSB_OK || model == NULL)
        return status;
    sqlite3_bind_int64(statement, 1, citizen);
    while (status == MSB_OK && has_row && !*out) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        to = (const char *)sqlite3_column_text(statement, 0);
        *out = to != NULL && msbi_guard_sees_handover(store, model, NULL, to);
    }
    sqlite3_reset(statement);
    return status;
}

static enum msb_status
find_reach(struct msb_store *store, enum msbi_power power, int64_t citizen,
           bool *may, struct msb_error *err)
{
    enum reach reach = reaches[store->principal.role][power];
    struct msbi_sight sight;
    enum msb_status status;

    *may = reach == EVERYWHERE || store->principal.role == MSB_ROLE_SYSTEM;
    if (*may || reach == NOWHERE || citizen == 0)
        return MSB_OK;
    status = msbi_sight_find(store, citizen, &sight, err);
    if (status == MSB_OK) {
        *may = sight.is_responsible;
        if (!*may && power == MSBI_POWER_HAND)
            status = is_coming(store, citizen, &sight, may, err);
    }
    msbi_sight_release(&sight);
    return status;
}

enum msb_status
msbi_guard_do(struct msb_store *store, enum msbi_power power,
              const char *action, int64_t citizen, struct msb_error *err)
{
    enum msb_status status;
    bool may;

    if (!is_anybody(store))
        return MSB_OK;
    status = find_reach(store, power, citizen, &may, err);
    if (status == MSB_OK && may && power == MSBI_POWER_LIST)
        status = msbi_guard_check_writing(store, err);
    if (status != MSB_OK || may)
        return status;
    return refuse(store, action, citizen, powers[power].name,
                  powers[power].right, err);
}

uint64_t
msbi_guard_get_least(const struct msb_store *store)
{
    return !is_anybody(store) || store->principal.role == MSB_ROLE_SYSTEM
               ? 0
               : LEAST_SHOWN;
}

bool
msbi_guard_sees_handover(const struct msb_store *store,
                         const struct msb_model *model, const char *from,
                         const char *to)
{
    size_t area;

    if (!is_anybody(store) || store->principal.role == MSB_ROLE_SYSTEM)
        return true;
    area = msbi_workplace_find(&store->principal, model).area;
    return area != MSB_NONE
           && (msb_model_find_part(model, MSB_PART_AREA, from) == area
               || msb_model_find_part(model, MSB_PART_AREA, to) == area);
}
