/* SPDX-License-Identifier: MIT */
/*
 * Assigning: decide everybody on a date, and record what changed.
 *
 * A determined decision holds from that date on: until the model ends, or
 * until an assignment that is on record already begins. It replaces the
 * assignment in force, which is superseded and recorded again until the date.
 * Where nothing is decided, the assignment in force ends on the date.
 *
 * Facts and courses are read by statements of their own while assignments are
 * written; SQLite allows that, as they are different tables. One batch of
 * citizens is in memory at a time. Facts that the model cannot use are decided
 * as by no rule, and so are those that two rules match.
 */
#include <string.h>

#include "base/error.h"
#include "decide/batch.h"
#include "store/connection.h"

/* What one run needs. */
struct run {
    struct msb_store *store;
    struct msb_date on;
    int64_t model_key;
    struct msb_rules *rules;
    struct msb_model *model; /* borrowed from rules */
    struct msbi_batch *batch;
    int64_t citizens[MSBI_BATCH_ROWS]; /* those of the batch */
    bool is_single;
    struct msb_assign_summary summary;
};

/* The assignment of a citizen in force on the date. */
struct assignment {
    struct msb_date from;
    bool is_same; /* the area and the rule are those of the outcome */
};

static const char *
get_id(const struct run *run, enum msb_part part, int32_t index)
{
    return index < 0 ? NULL
                     : msb_model_get_part_id(run->model, part, (size_t)index);
}

static enum msb_status
find_assignment(const struct run *run, int64_t citizen,
                const struct msb_outcome *outcome, struct assignment *out,
                bool *is_found, struct msb_error *err)
{
    static const char sql[] =
        "SELECT valid_from, area IS ?3 AND rule IS ?4 FROM assignment"
        " WHERE citizen = ?1 AND version = 0 AND valid_from <= ?2"
        " AND (valid_to IS NULL OR valid_to > ?2)"
        " ORDER BY valid_from DESC LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(run->store, sql, citizen,
                                                  run->on, &statement, err);
    bool has_from;

    if (status != MSB_OK)
        return status;
    msbi_bind_string(statement, 3, get_id(run, MSB_PART_AREA, outcome->area));
    msbi_bind_string(statement, 4, get_id(run, MSB_PART_RULE, outcome->rule));
    status = msbi_statement_step(statement, is_found, err);
    if (status != MSB_OK || !*is_found)
        return status;
    out->is_same = sqlite3_column_int(statement, 1) != 0;
    status = msbi_column_date(statement, 0, &has_from, &out->from, err);
    sqlite3_reset(statement);
    return status;
}

/* The first day of the next assignment on record, if it comes before @to. */
static enum msb_status
cut_at_next(const struct run *run, int64_t citizen, bool *has_to,
            struct msb_date *to, struct msb_error *err)
{
    static const char sql[] =
        "SELECT valid_from FROM assignment"
        " WHERE citizen = ?1 AND version = 0 AND valid_from > ?2"
        " ORDER BY valid_from LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(run->store, sql, citizen,
                                                  run->on, &statement, err);
    struct msb_date next;
    bool has_next;

    if (status != MSB_OK)
        return status;
    status = msbi_statement_step(statement, &has_next, err);
    if (status != MSB_OK || !has_next)
        return status;
    status = msbi_column_date(statement, 0, &has_next, &next, err);
    sqlite3_reset(statement);
    if (status == MSB_OK && (!*has_to || next.days < to->days)) {
        *has_to = true;
        *to = next;
    }
    return status;
}

static enum msb_status
insert_assignment(const struct run *run, int64_t citizen,
                  const struct msb_outcome *outcome, struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO assignment (citizen, valid_from, model, area, rule,"
        " target_group, valid_to, recorded_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    struct msb_period period = msb_model_get_period(run->model);
    bool has_to = !period.is_open;
    sqlite3_stmt *statement;
    enum msb_status status = cut_at_next(run, citizen, &has_to, &period.to,
                                         err);

    if (status == MSB_OK)
        status = msbi_statement_about(run->store, sql, citizen, run->on,
                                      &statement, err);
    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 3, run->model_key);
    msbi_bind_string(statement, 4, get_id(run, MSB_PART_AREA, outcome->area));
    msbi_bind_string(statement, 5, get_id(run, MSB_PART_RULE, outcome->rule));
    msbi_bind_string(statement, 6,
                     get_id(run, MSB_PART_TARGET_GROUP, outcome->target_group));
    msbi_bind_end(statement, 7, has_to, period.to);
    sqlite3_bind_int64(statement, 8, run->store->now);
    return msbi_statement_run(statement, err);
}

/* Record the assignment from @from again, with the date as its end: it is
   the one that was superseded last. */
static enum msb_status
insert_cut(const struct run *run, int64_t citizen, struct msb_date from,
           struct msb_error *err)
{
    static const char sql[] =
        "INSERT INTO assignment (citizen, model, area, rule, target_group,"
        " valid_from, valid_to, recorded_at)"
        " SELECT citizen, model, area, rule, target_group, valid_from, ?3, ?4"
        " FROM assignment WHERE citizen = ?1 AND valid_from = ?2"
        " ORDER BY version DESC LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(run->store, sql, citizen,
                                                  from, &statement, err);

    if (status != MSB_OK)
        return status;
    msbi_bind_date(statement, 3, run->on);
    sqlite3_bind_int64(statement, 4, run->store->now);
    return msbi_statement_run(statement, err);
}

static enum msb_status
supersede(const struct run *run, int64_t citizen, struct msb_date from,
          struct msb_error *err)
{
    static const char sql[] =
        "UPDATE assignment SET superseded_at = ?3, version ="
        " (SELECT 1 + max(version) FROM assignment"
        " WHERE citizen = ?1 AND valid_from = ?2)"
        " WHERE citizen = ?1 AND valid_from = ?2 AND version = 0";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(run->store, sql, citizen,
                                                  from, &statement, err);

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 3, run->store->now);
    return msbi_statement_run(statement, err);
}

/* End the assignment in force on the date. */
static enum msb_status
end_assignment(const struct run *run, int64_t citizen,
               const struct assignment *old, struct msb_error *err)
{
    enum msb_status status = msbi_store_record(run->store, err);

    if (status == MSB_OK)
        status = supersede(run, citizen, old->from, err);
    if (status == MSB_OK && old->from.days < run->on.days)
        status = insert_cut(run, citizen, old->from, err);
    return status;
}

/* Bring what is on record into line with the outcome. */
static enum msb_status
record_outcome(struct run *run, int64_t citizen,
               const struct msb_outcome *outcome, struct msb_error *err)
{
    bool is_assigned = run->is_single
                       && outcome->status == MSB_OUTCOME_DETERMINED;
    struct assignment old;
    bool is_found;
    enum msb_status status = find_assignment(run, citizen, outcome, &old,
                                             &is_found, err);

    if (status == MSB_OK && is_found && is_assigned && old.is_same) {
        run->summary.unchanged++;
        return MSB_OK;
    }
    if (status == MSB_OK && is_found)
        status = end_assignment(run, citizen, &old, err);
    if (status != MSB_OK)
        return status;
    if (outcome->status == MSB_OUTCOME_UNDETERMINED)
        run->summary.undetermined++;
    else if (outcome->status == MSB_OUTCOME_NONE)
        run->summary.none++;
    else if (!is_assigned)
        run->summary.unchanged++;
    if (!is_assigned)
        return MSB_OK;
    run->summary.assigned++;
    status = msbi_store_record(run->store, err);
    return status != MSB_OK ? status
                            : insert_assignment(run, citizen, outcome, err);
}

/* Decide and record the citizens of the batch. */
static enum msb_status
assign_batch(struct run *run, struct msb_error *err)
{
    enum msb_status status = msbi_batch_decide(run->batch, err);
    size_t num = msbi_batch_num_rows(run->batch);
    struct msbi_batch_answer answer;

    for (size_t i = 0; i < num && status == MSB_OK; i++) {
        status = msbi_batch_get(run->batch, i, &answer, err);
        if (status == MSB_OK)
            status = record_outcome(run, run->citizens[i], &answer.outcome,
                                    err);
    }
    run->summary.citizens += num;
    return status;
}

/* Fill the batch; it stays empty at the end. */
static enum msb_status
read_batch(struct run *run, struct msbi_population *population,
           struct msb_error *err)
{
    enum msb_status status = MSB_OK;
    struct msbi_person person;
    bool has_person;

    msbi_batch_clear(run->batch);
    for (size_t i = 0; i < MSBI_BATCH_ROWS; i++) {
        status = msbi_population_next(population, &person, &has_person, err);
        if (status != MSB_OK || !has_person)
            return status;
        run->citizens[i] = person.key;
        status = msbi_person_add_to(&person, &run->batch, 1, err);
        if (status != MSB_OK)
            return status;
    }
    return MSB_OK;
}

static enum msb_status
assign_everybody(struct run *run, msb_progress_fn progress, void *user,
                 struct msb_error *err)
{
    struct msbi_population *population = NULL;
    enum msb_status status;
    uint64_t total;

    status = msbi_store_count_citizens(run->store, &total, err);
    if (status == MSB_OK)
        status = msbi_population_open(run->store, run->on, &population, err);
    while (status == MSB_OK) {
        status = read_batch(run, population, err);
        if (status != MSB_OK || msbi_batch_num_rows(run->batch) == 0)
            break;
        status = assign_batch(run, err);
        if (status == MSB_OK && progress != NULL
            && msbi_batch_num_rows(run->batch) == MSBI_BATCH_ROWS)
            progress(user, run->summary.citizens, total);
    }
    msbi_population_close(population);
    if (status == MSB_OK && progress != NULL)
        progress(user, total, total);
    return status;
}

static enum msb_status
start_run(struct run *run, struct msb_error *err)
{
    enum msb_status status = msbi_store_find_model(
        run->store, run->on, &run->model_key, &run->rules, err);

    if (status != MSB_OK)
        return status;
    run->model = msb_rules_get_model(run->rules);
    run->is_single = msb_model_get_coordination(run->model)
                     == MSB_COORDINATION_SINGLE;
    return msbi_batch_new(run->rules, run->on, &run->batch, err);
}

enum msb_status
msb_store_assign(struct msb_store *store, struct msb_date on,
                 msb_progress_fn progress, void *user,
                 struct msb_assign_summary *out, struct msb_error *err)
{
    struct run run = {.store = store, .on = on};
    enum msb_status status;

    if (store == NULL || out == NULL)
        return msbi_fail_misuse(err, "store and out must not be NULL");
    status = msbi_store_begin(store, err);
    if (status != MSB_OK)
        return status;
    status = start_run(&run, err);
    if (status == MSB_OK)
        status = assign_everybody(&run, progress, user, err);
    if (status == MSB_OK)
        status = msbi_store_commit(store, err);
    else
        msbi_store_rollback(store);
    if (status == MSB_OK)
        *out = run.summary;
    msbi_batch_free(run.batch);
    msb_rules_unref(run.rules);
    return status;
}
