/* SPDX-License-Identifier: MIT */
/*
 * Recording what a batch of citizens was decided to be.
 *
 * What is on record from the date on of all of them is read first, by one walk
 * in the order of their numbers. It falls into three: the assignment in force
 * still holds, and nothing is done; there is none, and the new one is recorded
 * with all others of its kind by one statement; there is another, which is
 * superseded, recorded again until the date, and followed by the new one.
 *
 * The one statement passes over the trigger that looks for an assignment that
 * overlaps: that there is none was seen by the walk, and each ends where the
 * next one on record begins. It passes over foreign keys too, and looks the
 * citizens up itself. Turning them off or on makes SQLite prepare every
 * statement anew, so a few rows are not worth it; and they stay off until
 * somebody needs them.
 */
#include "store/assign_record.h"

#include <string.h>

#include "base/error.h"
#include "store/time/assigned.h"

#define LEAST_TOGETHER 64

static const char *
get_id(const struct msbi_assigning *run, enum msb_part part, int32_t index)
{
    return index < 0 ? NULL
                     : msb_model_get_part_id(run->model, part, (size_t)index);
}

static bool
is_assigned(const struct msbi_assigning *run, const struct msbi_assign_row *row)
{
    return run->is_single && row->outcome.status == MSB_OUTCOME_DETERMINED;
}

static bool
is_same_text(const unsigned char *text, const char *id)
{
    return text == NULL || id == NULL ? id == (const char *)text
                                      : strcmp((const char *)text, id) == 0;
}

/* Keep an assignment on record that is in force, or follows. */
static enum msb_status
take_assignment(const struct msbi_assigning *run, sqlite3_stmt *statement,
                struct msbi_assign_row *row, struct msb_error *err)
{
    struct msb_date from;
    bool has_from;
    enum msb_status status = msbi_column_date(statement, 1, &has_from, &from,
                                              err);

    if (status != MSB_OK)
        return status;
    if (from.days <= run->on.days) {
        row->is_found = true;
        row->from = from;
        row->is_same =
            is_same_text(sqlite3_column_text(statement, 2),
                         get_id(run, MSB_PART_AREA, row->outcome.area))
            && is_same_text(sqlite3_column_text(statement, 3),
                            get_id(run, MSB_PART_RULE, row->outcome.rule));
    } else if (!row->has_next) {
        row->has_next = true;
        row->next = from;
    }
    return MSB_OK;
}

/* What is on record of the batch from the date on. */
static enum msb_status
read_assignments(struct msbi_assigning *run, struct msb_error *err)
{
    static const char sql[] =
        "SELECT citizen, valid_from, area, rule FROM assignment"
        " WHERE citizen BETWEEN ?1 AND ?3 AND version = 0"
        " AND (valid_to IS NULL OR valid_to > ?2)"
        " ORDER BY citizen, valid_from";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(
        run->store, sql, run->rows[0].citizen, run->on, &statement, err);
    bool has_row = true;
    size_t at = 0;

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 3, run->rows[run->num_rows - 1].citizen);
    while (has_row) {
        int64_t citizen;

        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            return status;
        citizen = sqlite3_column_int64(statement, 0);
        while (run->rows[at].citizen < citizen)
            at++; /* the last row has the last citizen asked for */
        if (run->rows[at].citizen == citizen)
            status = take_assignment(run, statement, &run->rows[at], err);
        if (status != MSB_OK)
            break;
    }
    sqlite3_reset(statement);
    return status;
}

/* The assignment of a row: until its model ends, or the next one begins. */
static struct msbi_decided
make_assignment(const struct msbi_assigning *run,
                const struct msbi_assign_row *row)
{
    struct msb_period period = msb_model_get_period(run->model);
    struct msbi_decided made = {
        .citizen = row->citizen,
        .area = get_id(run, MSB_PART_AREA, row->outcome.area),
        .rule = get_id(run, MSB_PART_RULE, row->outcome.rule),
        .target_group = get_id(run, MSB_PART_TARGET_GROUP,
                               row->outcome.target_group),
        .has_to = !period.is_open,
        .to = period.to,
    };

    if (row->has_next && (!made.has_to || row->next.days < made.to.days)) {
        made.has_to = true;
        made.to = row->next;
    }
    return made;
}

static enum msb_status
insert_assignment(const struct msbi_assigning *run,
                  const struct msbi_decided *made, struct msb_error *err)
{
    const struct msbi_assigned assigned = {
        .from = run->on,
        .to = {made->has_to ? made->to.days : MSBI_NO_END},
        .model = run->model_key,
        .area = made->area,
        .rule = made->rule,
        .target_group = made->target_group,
    };

    return msbi_assigned_insert(run->store, made->citizen, &assigned, err);
}

/* Another is in force, or was: that one ends on the date. */
static enum msb_status
replace_assignment(struct msbi_assigning *run,
                   const struct msbi_assign_row *row, struct msb_error *err)
{
    struct msbi_decided made = make_assignment(run, row);
    enum msb_status status = msbi_assigned_supersede(run->store, row->citizen,
                                                     row->from, err);

    if (status == MSB_OK && row->from.days < run->on.days)
        status = msbi_assigned_cut(run->store, row->citizen, row->from, run->on,
                                   err);
    return status != MSB_OK || !is_assigned(run, row)
               ? status
               : insert_assignment(run, &made, err);
}

static enum msb_status
pass_lookups(struct msbi_assigning *run, bool is_passing, struct msb_error *err)
{
    enum msb_status status = MSB_OK;

    if (run->is_passing != is_passing)
        status = msbi_decided_pass_lookups(run->store, is_passing, err);
    if (status == MSB_OK)
        run->is_passing = is_passing;
    return status;
}

enum msb_status
msbi_assign_restore(struct msbi_assigning *run, struct msb_error *err)
{
    return pass_lookups(run, false, err);
}

/* Assignments of citizens who had none. */
static enum msb_status
record_decided(struct msbi_assigning *run, struct msb_error *err)
{
    enum msb_status status;

    if (run->num_decided >= LEAST_TOGETHER) {
        status = pass_lookups(run, true, err);
        return status != MSB_OK
                   ? status
                   : msbi_decided_record(run->store, run->decided,
                                         run->num_decided, run->model_key,
                                         run->on, err);
    }
    status = pass_lookups(run, false, err);
    for (size_t i = 0; i < run->num_decided && status == MSB_OK; i++)
        status = insert_assignment(run, &run->decided[i], err);
    return status;
}

static bool
is_replaced(const struct msbi_assigning *run, const struct msbi_assign_row *row)
{
    return row->is_found && !(row->is_same && is_assigned(run, row));
}

/* Sort the rows: what is new goes to `decided`; how many are replaced. */
static size_t
count_rows(struct msbi_assigning *run)
{
    struct msb_assign_summary *summary = &run->summary;
    size_t num_replaced = 0;

    run->num_decided = 0;
    for (size_t i = 0; i < run->num_rows; i++) {
        const struct msbi_assign_row *row = &run->rows[i];

        if (is_replaced(run, row))
            num_replaced++;
        else if (is_assigned(run, row) && !row->is_found)
            run->decided[run->num_decided++] = make_assignment(run, row);
        if (is_assigned(run, row) && row->is_found && row->is_same)
            summary->unchanged++;
        else if (is_assigned(run, row))
            summary->assigned++;
        else if (row->outcome.status == MSB_OUTCOME_UNDETERMINED)
            summary->undetermined++;
        else if (row->outcome.status == MSB_OUTCOME_NONE)
            summary->none++;
        else
            summary->unchanged++;
    }
    summary->citizens += run->num_rows;
    return num_replaced;
}

enum msb_status
msbi_assign_record(struct msbi_assigning *run, struct msb_error *err)
{
    enum msb_status status = read_assignments(run, err);
    size_t num_replaced;

    if (status != MSB_OK)
        return status;
    num_replaced = count_rows(run);
    if (num_replaced + run->num_decided > 0 && !run->store->has_recorded)
        status = pass_lookups(run, false, err);
    if (status == MSB_OK && num_replaced + run->num_decided > 0)
        status = msbi_store_record(run->store, err);
    if (status == MSB_OK && run->num_decided > 0)
        status = record_decided(run, err);
    if (status != MSB_OK || num_replaced == 0)
        return status;
    status = pass_lookups(run, false, err);
    for (size_t i = 0; i < run->num_rows && status == MSB_OK; i++)
        if (is_replaced(run, &run->rows[i]))
            status = replace_assignment(run, &run->rows[i], err);
    return status;
}

/* The next citizen of whom nothing is known on the date, though somebody is
   responsible by what is on record. */
static enum msb_status
find_unknown(const struct msbi_assigning *run, struct msbi_assign_row *row,
             struct msb_error *err)
{
    static const char sql[] =
        "SELECT citizen, (SELECT valid_from FROM assignment"
        " WHERE citizen = ended.citizen AND version = 0 AND valid_from <= ?2"
        " AND (valid_to IS NULL OR valid_to > ?2)) AS since"
        " FROM citizen_facts AS ended WHERE citizen > ?1 AND version = 0"
        " AND facts IS NULL AND valid_from <= ?2 AND since IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM citizen_facts"
        " WHERE citizen = ended.citizen AND version = 0"
        " AND valid_from > ended.valid_from AND valid_from <= ?2)"
        " ORDER BY citizen LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(run->store, sql, row->citizen,
                                                  run->on, &statement, err);

    if (status == MSB_OK)
        status = msbi_statement_step(statement, &row->is_found, err);
    if (status != MSB_OK || !row->is_found)
        return status;
    row->citizen = sqlite3_column_int64(statement, 0);
    status = msbi_column_date(statement, 1, &row->is_found, &row->from, err);
    sqlite3_reset(statement);
    return status;
}

enum msb_status
msbi_assign_end_unknown(struct msbi_assigning *run, struct msb_error *err)
{
    struct msbi_assign_row row = {.outcome = {.status = MSB_OUTCOME_NONE}};
    enum msb_status status = find_unknown(run, &row, err);

    while (status == MSB_OK && row.is_found) {
        status = msbi_store_record(run->store, err);
        if (status == MSB_OK)
            status = replace_assignment(run, &row, err);
        if (status == MSB_OK)
            status = find_unknown(run, &row, err);
    }
    return status;
}
