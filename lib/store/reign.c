/* SPDX-License-Identifier: MIT */
/*
 * Which model is in force when. Models are few, so all of them are read at
 * once, and looked through; which areas of two of them are the same is found
 * out once, as a walk over many citizens asks it again and again.
 */
#include "store/reign.h"

#include "base/error.h"
#include "model/succession.h"
#include "store/connection.h"

void
msbi_column_known(sqlite3_stmt *statement, int index, struct msbi_known *out)
{
    out->recorded_at = sqlite3_column_int64(statement, index);
    out->superseded_at = INT64_MAX;
    if (sqlite3_column_type(statement, index + 1) != SQLITE_NULL)
        out->superseded_at = sqlite3_column_int64(statement, index + 1);
}

static enum msb_status
read_reign(struct msb_store *store, sqlite3_stmt *row, struct msbi_reign *out,
           struct msb_error *err)
{
    bool has_date;
    enum msb_status status;

    out->key = sqlite3_column_int64(row, 0);
    status = msbi_column_date(row, 1, &has_date, &out->from, err);
    if (status == MSB_OK)
        status = msbi_column_date(row, 2, &has_date, &out->to, err);
    if (!has_date)
        out->to.days = MSBI_NO_END;
    msbi_column_known(row, 3, &out->known);
    return status != MSB_OK
               ? status
               : msbi_store_get_rules(store, out->key, &out->rules, err);
}

enum msb_status
msbi_reigns_read(struct msb_store *store, struct msbi_reigns *out,
                 struct msb_error *err)
{
    static const char sql[] =
        "SELECT key, valid_from, valid_to, recorded_at, superseded_at"
        " FROM model ORDER BY valid_from, key";
    struct msbi_reign *grown;
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    bool has_row = status == MSB_OK;

    while (status == MSB_OK && has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        grown = msbi_grow(out->items, out->num, &out->capacity, sizeof *grown);
        if (grown == NULL) {
            status = msbi_fail_nomem(err);
            break;
        }
        out->items = grown;
        grown[out->num] = (struct msbi_reign){.key = 0};
        status = read_reign(store, statement, &grown[out->num++], err);
    }
    if (status != MSB_OK)
        sqlite3_reset(statement);
    return status;
}

void
msbi_reigns_release(struct msbi_reigns *reigns)
{
    for (size_t i = 0; i < reigns->num; i++) {
        msb_facts_free(reigns->items[i].facts);
        msbi_free(reigns->items[i].same);
    }
    msbi_free(reigns->items);
    *reigns = (struct msbi_reigns){0};
}

/* The last that came into force before the place @end, or on it; @reigns->num
   where none did. */
static size_t
find_last(const struct msbi_reigns *reigns, size_t end,
          const struct msb_instant *known_at)
{
    for (size_t i = end; i > 0; i--)
        if (msbi_is_known(&reigns->items[i - 1].known, known_at))
            return i - 1;
    return reigns->num;
}

/* How many came into force on a day or before it. */
static size_t
count_begun(const struct msbi_reigns *reigns, struct msb_date on)
{
    size_t num = reigns->num;

    while (num > 0 && reigns->items[num - 1].from.days > on.days)
        num--;
    return num;
}

struct msbi_reign *
msbi_reigns_find(const struct msbi_reigns *reigns, struct msb_date on,
                 const struct msb_instant *known_at)
{
    size_t at = find_last(reigns, count_begun(reigns, on), known_at);

    return at == reigns->num || reigns->items[at].to.days <= on.days
               ? NULL
               : &reigns->items[at];
}

enum msb_status
msbi_reign_match(struct msbi_reign *before, const struct msbi_reign *after,
                 size_t area, size_t *out, struct msb_error *err)
{
    if (before->same == NULL || before->same_key != after->key) {
        msbi_free(before->same);
        before->same = msbi_match_areas(msb_rules_get_model(before->rules),
                                        msb_rules_get_model(after->rules));
        before->same_key = after->key;
    }
    if (before->same == NULL)
        return msbi_fail_nomem(err);
    *out = before->same[area];
    return MSB_OK;
}

enum msb_status
msbi_reigns_follow(const struct msbi_reigns *reigns, const char *id,
                   struct msb_date from, const struct msbi_reign *on,
                   const struct msb_instant *known_at, size_t *out,
                   struct msb_error *err)
{
    size_t last = (size_t)(on - reigns->items);
    size_t at = count_begun(reigns, from);
    enum msb_status status = MSB_OK;
    struct msbi_reign *before;

    *out = MSB_NONE;
    at = find_last(reigns, at > last ? last + 1 : at, known_at);
    /* A model that was adopted in retrospect may not have the area: then the
       one before it does. */
    while (at < reigns->num && *out == MSB_NONE) {
        *out = msb_model_find_part(msb_rules_get_model(reigns->items[at].rules),
                                   MSB_PART_AREA, id);
        if (*out == MSB_NONE)
            at = find_last(reigns, at, known_at);
    }
    while (status == MSB_OK && *out != MSB_NONE && at != last) {
        before = &reigns->items[at++];
        while (!msbi_is_known(&reigns->items[at].known, known_at))
            at++;
        status = msbi_reign_match(before, &reigns->items[at], *out, out, err);
    }
    return status;
}
