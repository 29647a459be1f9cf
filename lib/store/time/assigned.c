/* SPDX-License-Identifier: MIT */
/* Assignments of one citizen, as rows: read, superseded, recorded. */
#include "store/time/assigned.h"

#include "base/error.h"
#include "store/connection.h"

enum { FROM, TO, MODEL, AREA, RULE, TARGET_GROUP };

enum msb_status
msbi_assigned_add(struct msbi_assigned_list *list,
                  const struct msbi_assigned *assigned, struct msb_error *err)
{
    struct msbi_assigned *grown = msbi_grow(list->items, list->num,
                                            &list->capacity, sizeof *grown);

    if (grown == NULL)
        return msbi_fail_nomem(err);
    list->items = grown;
    grown[list->num++] = *assigned;
    return MSB_OK;
}

/* Put a column's text behind the others, one byte for NULL. */
static void
add_text(struct msbi_assigned_list *list, sqlite3_stmt *row, int index)
{
    const char *text = (const char *)sqlite3_column_text(row, index);

    if (text == NULL && sqlite3_column_type(row, index) != SQLITE_NULL)
        list->texts.failed = true;
    msbi_text_add_bytes(&list->texts, text == NULL ? "" : text,
                        (size_t)sqlite3_column_bytes(row, index) + 1);
}

static enum msb_status
add_row(struct msbi_assigned_list *list, sqlite3_stmt *row,
        struct msb_error *err)
{
    struct msbi_assigned assigned = {.model = sqlite3_column_int64(row, MODEL)};
    bool has_date;
    enum msb_status status = msbi_column_date(row, FROM, &has_date,
                                              &assigned.from, err);

    if (status == MSB_OK)
        status = msbi_column_date(row, TO, &has_date, &assigned.to, err);
    if (status != MSB_OK)
        return status;
    if (!has_date)
        assigned.to.days = MSBI_NO_END;
    for (int i = AREA; i <= TARGET_GROUP; i++)
        add_text(list, row, i);
    return list->texts.failed ? msbi_fail_nomem(err)
                              : msbi_assigned_add(list, &assigned, err);
}

/* An id of the list; NULL for an empty one. */
static const char *
take_text(const char **next)
{
    const char *text = *next;

    *next = text;
    while (**next != '\0')
        ++*next;
    ++*next;
    return text[0] == '\0' ? NULL : text;
}

enum msb_status
msbi_assigned_read(struct msb_store *store, int64_t citizen,
                   struct msbi_assigned_list *out, struct msb_error *err)
{
    static const char sql[] =
        "SELECT valid_from, valid_to, model, area, rule, target_group"
        " FROM assignment WHERE citizen = ?1 AND version = 0"
        " ORDER BY valid_from";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    bool has_row = status == MSB_OK;
    const char *next;

    out->num = 0;
    msbi_text_clear(&out->texts);
    if (status == MSB_OK)
        sqlite3_bind_int64(statement, 1, citizen);
    while (status == MSB_OK && has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        status = add_row(out, statement, err);
        if (status != MSB_OK)
            sqlite3_reset(statement);
    }
    if (status != MSB_OK)
        return status;
    /* Now that the texts stay where they are. */
    next = out->texts.data;
    for (size_t i = 0; i < out->num; i++) {
        out->items[i].area = take_text(&next);
        out->items[i].rule = take_text(&next);
        out->items[i].target_group = take_text(&next);
    }
    return MSB_OK;
}

void
msbi_assigned_release(struct msbi_assigned_list *list)
{
    msbi_free(list->items);
    msbi_text_release(&list->texts);
    *list = (struct msbi_assigned_list){0};
}

enum msb_status
msbi_assigned_supersede(struct msb_store *store, int64_t citizen,
                        struct msb_date from, struct msb_error *err)
{
    static const char sql[] =
        "UPDATE assignment SET superseded_at = ?3, version ="
        " (SELECT 1 + max(version) FROM assignment"
        " WHERE citizen = ?1 AND valid_from = ?2)"
        " WHERE citizen = ?1 AND valid_from = ?2 AND version = 0";

    return msbi_statement_supersede(store, sql, citizen, from, err);
}

enum msb_status
msbi_assigned_cut(struct msb_store *store, int64_t citizen,
                  struct msb_date from, struct msb_date to,
                  struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO assignment (citizen, model, area, rule, target_group,"
        " valid_from, valid_to, recorded_at)"
        " SELECT citizen, model, area, rule, target_group, valid_from, ?3, ?4"
        " FROM assignment WHERE citizen = ?1 AND valid_from = ?2"
        " ORDER BY version DESC LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(store, sql, citizen, from,
                                                  &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_date(statement, 3, to);
    sqlite3_bind_int64(statement, 4, store->now);
    return msbi_statement_run(statement, err);
}

enum msb_status
msbi_assigned_insert(struct msb_store *store, int64_t citizen,
                     const struct msbi_assigned *assigned,
                     struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO assignment (citizen, valid_from, valid_to, model, area,"
        " rule, target_group, recorded_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(
        store, sql, citizen, assigned->from, &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_end(statement, 3, assigned->to.days != MSBI_NO_END, assigned->to);
    sqlite3_bind_int64(statement, 4, assigned->model);
    msbi_bind_string(statement, 5, assigned->area);
    msbi_bind_string(statement, 6, assigned->rule);
    msbi_bind_string(statement, 7, assigned->target_group);
    sqlite3_bind_int64(statement, 8, store->now);
    return msbi_statement_run(statement, err);
}
