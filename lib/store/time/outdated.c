/* SPDX-License-Identifier: MIT */
/*
 * Assignments that do not follow from what is known: a store of the first
 * schema has some, as a correction was not decided again there before the next
 * time that everybody was. Their days are touched, and so decided again before
 * the transaction that brings the store up to date commits.
 */

#include "base/error.h"
#include "store/connection.h"
#include "store/time/assigned.h"
#include "store/time/decider.h"

/* Touch the days of an assignment of the citizen at hand, if it is outdated. */
static enum msb_status
look_at(struct msbi_decider *decider, const struct msbi_assigned *assigned,
        struct msb_error *err)
{
    const struct msbi_moment moment = {assigned->from, assigned->from,
                                       assigned->from, assigned->from, NULL};
    struct msbi_stretch stretch;
    enum msb_status status = msbi_decider_decide(decider, &moment, &stretch,
                                                 err);

    if (status != MSB_OK
        || (stretch.model == assigned->model
            && msbi_text_is_same(stretch.area, assigned->area)
            && msbi_text_is_same(stretch.rule, assigned->rule)
            && msbi_text_is_same(stretch.target_group, assigned->target_group)))
        return status;
    return msbi_store_touch_days(
        decider->store, decider->life.citizen, assigned->from,
        assigned->to.days != MSBI_NO_END, assigned->to, err);
}

static enum msb_status
look_at_citizen(struct msbi_decider *decider, int64_t citizen,
                struct msbi_assigned_list *list, struct msb_error *err)
{
    enum msb_status status = msbi_decider_read(decider, citizen, err);

    if (status == MSB_OK)
        status = msbi_assigned_read(decider->store, citizen, list, err);
    for (size_t i = 0; i < list->num && status == MSB_OK; i++)
        status = look_at(decider, &list->items[i], err);
    return status;
}

enum msb_status
msbi_store_touch_outdated(struct msb_store *store, struct msb_error *err)
{
    static const char sql[] = "SELECT DISTINCT citizen FROM assignment"
                              " WHERE version = 0 ORDER BY citizen";
    struct msbi_assigned_list list = {0};
    struct msbi_decider decider = {0};
    sqlite3_stmt *statement = NULL;
    enum msb_status status;
    bool has_row = true;

    msbi_text_init(&list.texts);
    status = msbi_decider_open(store, false, &decider, err);
    if (status == MSB_OK)
        status = msbi_statement_get(store, sql, &statement, err);
    while (status == MSB_OK && has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        status = look_at_citizen(&decider, sqlite3_column_int64(statement, 0),
                                 &list, err);
        if (status != MSB_OK)
            sqlite3_reset(statement);
    }
    msbi_assigned_release(&list);
    msbi_decider_release(&decider);
    return status;
}
