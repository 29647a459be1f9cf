/* SPDX-License-Identifier: MIT */
/*
 * Whose periods of retention are over: one statement a kind of period, which
 * finds the day from which it counts. Who has something open, or something
 * that ends later, is not among them.
 */
#include "store/rights/retention.h"

#include <string.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/guard/guard.h"

#define LAST_DAY 2932896 /* 9999-12-31 */

/* ?1: the date; ?2: services as a JSON list, or NULL for all. A course or an
   assignment without an end counts as one that ends after the calendar. */
static const char course_sql[] =
    "SELECT citizen.id, ended.day,"
    " (SELECT json_extract(facts, '$.birth_date') FROM citizen_facts"
    " WHERE citizen_facts.citizen = citizen.key AND version = 0"
    " AND facts IS NOT NULL ORDER BY valid_from DESC LIMIT 1)"
    " FROM (SELECT citizen, max(ifnull(valid_to, 2932897)) AS day FROM course"
    " WHERE version = 0 AND (?2 IS NULL"
    " OR service IN (SELECT value FROM json_each(?2))) GROUP BY citizen)"
    " AS ended JOIN citizen ON citizen.key = ended.citizen"
    " WHERE ended.day <= ?1 ORDER BY ended.citizen";
static const char assignment_sql[] =
    "SELECT citizen.id, ended.day,"
    " (SELECT json_extract(facts, '$.birth_date') FROM citizen_facts"
    " WHERE citizen_facts.citizen = citizen.key AND version = 0"
    " AND facts IS NOT NULL ORDER BY valid_from DESC LIMIT 1)"
    " FROM (SELECT citizen, max(ifnull(valid_to, 2932897)) AS day"
    " FROM assignment WHERE version = 0 AND citizen NOT IN"
    " (SELECT citizen FROM erased) GROUP BY citizen)"
    " AS ended JOIN citizen ON citizen.key = ended.citizen"
    " WHERE ended.day <= ?1 AND ?2 IS NULL ORDER BY ended.citizen";
static const char facts_sql[] =
    "SELECT citizen.id, ended.day,"
    " (SELECT json_extract(facts, '$.birth_date') FROM citizen_facts"
    " WHERE citizen_facts.citizen = citizen.key AND version = 0"
    " AND facts IS NOT NULL ORDER BY valid_from DESC LIMIT 1)"
    " FROM (SELECT citizen, max(valid_from) AS day, facts FROM citizen_facts"
    " WHERE version = 0 GROUP BY citizen)"
    " AS ended JOIN citizen ON citizen.key = ended.citizen"
    " WHERE ended.facts IS NULL AND ended.day <= ?1 AND ?2 IS NULL"
    " ORDER BY ended.citizen";

/* What one listing needs. */
struct listing {
    const struct msb_retention *retention;
    struct msb_date on;
    msb_due_fn found;
    void *user;
    bool has_ended; /* whoever takes them has enough */
};

/* The same day some months later; the month's last where it has no such day. */
static struct msb_date
add_months(struct msb_date date, int months)
{
    int year, month, day;
    struct msb_date later = {LAST_DAY};

    msb_date_get_ymd(date, &year, &month, &day);
    month += months - 1;
    year += month / 12;
    month = month % 12 + 1;
    while (day > 28
           && msb_date_from_ymd(year, month, day, &later, NULL) != MSB_OK)
        day--;
    if (msb_date_from_ymd(year, month, day, &later, NULL) != MSB_OK)
        later.days = LAST_DAY;
    return later;
}

/* Whether somebody is born on a day of the month that the archive samples. */
static bool
is_sampled(const struct msb_retention *retention, const char *birth_date,
           size_t length)
{
    struct msb_date date;
    int day;

    if (birth_date == NULL
        || msb_date_parse(birth_date, length, MSB_DATE_FORM_ISO, &date, NULL)
               != MSB_OK)
        return false;
    msb_date_get_ymd(date, NULL, NULL, &day);
    return (retention->sampled >> day & 1) != 0;
}

static enum msb_status
report_row(struct listing *listing, const struct msbi_retention_period *period,
           sqlite3_stmt *row, struct msb_error *err)
{
    struct msb_due due = {.period = period->id};
    const char *birth_date = NULL;
    size_t id_length, length = 0;
    bool has_day;
    enum msb_status status = msbi_column_text(row, 0, &due.citizen, &id_length,
                                              err);

    if (status == MSB_OK)
        status = msbi_column_date(row, 1, &has_day, &due.ended, err);
    if (status == MSB_OK && sqlite3_column_type(row, 2) != SQLITE_NULL)
        status = msbi_column_text(row, 2, &birth_date, &length, err);
    if (status != MSB_OK)
        return status;
    due.due = add_months(due.ended, period->months);
    if (due.due.days > listing->on.days)
        return MSB_OK;
    due.is_sampled = is_sampled(listing->retention, birth_date, length);
    listing->has_ended = !listing->found(listing->user, &due);
    return MSB_OK;
}

static const char *
get_sql(enum msbi_retention_after after)
{
    switch (after) {
    case MSBI_AFTER_COURSE:
        return course_sql;
    case MSBI_AFTER_ASSIGNMENT:
        return assignment_sql;
    case MSBI_AFTER_FACTS:
        return facts_sql;
    }
    return NULL;
}

static enum msb_status
list_period(struct msb_store *store, struct listing *listing,
            const struct msbi_retention_period *period, struct msb_error *err)
{
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, get_sql(period->after),
                                                &statement, err);
    bool has_row = true;

    if (status != MSB_OK)
        return status;
    msbi_bind_date(statement, 1, listing->on);
    msbi_bind_string(statement, 2, period->services);
    while (status == MSB_OK && has_row && !listing->has_ended) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status == MSB_OK && has_row)
            status = report_row(listing, period, statement, err);
    }
    sqlite3_reset(statement);
    return status;
}

enum msb_status
msb_store_list_due(struct msb_store *store,
                   const struct msb_retention *retention, struct msb_date on,
                   msb_due_fn found, void *user, struct msb_error *err)
{
    struct listing listing = {retention, on, found, user, false};
    enum msb_status status;
    size_t num;

    if (store == NULL || retention == NULL || found == NULL)
        return msbi_fail_misuse(err, "store, retention and found must not be "
                                     "NULL");
    num = retention->num_periods;
    status = msbi_store_begin_reading(store, err);
    if (status != MSB_OK)
        return status;
    status = msbi_guard_do(store, MSBI_POWER_RIGHTS, "retention", 0, err);
    for (size_t i = 0; i < num && status == MSB_OK && !listing.has_ended; i++)
        status = list_period(store, &listing, &retention->periods[i], err);
    return msbi_store_end_reading(store, status, err);
}
