/* SPDX-License-Identifier: MIT */
/*
 * What `assign` takes, and reading a population for a decision, for many
 * citizens with three assignments each, beside SQLite doing as little as it
 * can:
 *
 *     bench_store MODEL FOLDER CITIZENS
 *
 * - Recording. The peer has the decided values in memory, and puts them in by
 *   one prepared INSERT a citizen, in one transaction on a copy of the file,
 *   with the table's triggers and constraints. What is ours is the whole of
 *   msb_store_assign(): it reads everybody, decides, looks for what is on
 *   record, and records. The columns are there, as after an earlier run; the
 *   first run after an import makes them, and is shown by itself.
 * - Reading. The peer steps a SELECT over the facts known now, and one over the
 *   courses, and takes each column of each row. What is ours fills the columns
 *   that are decided.
 *
 * What is recorded is compared before anything is told.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "big_store.h"
#include "measure.h"
#include "store/columns/feed.h"
#include "store/store.h"

enum { ROUNDS = 3, MAX_PATH = 400 };

static double
seconds_since(uint64_t start)
{
    return (double)(bench_clock() - start) / 1e9;
}

static double
least(const double *samples, size_t num)
{
    double lowest = samples[0];

    for (size_t i = 1; i < num; i++)
        lowest = samples[i] < lowest ? samples[i] : lowest;
    return lowest;
}

/* The third assignments, as they are recorded. */
struct decided {
    sqlite3_int64 citizen, model, from;
    char area[40], rule[64], group[40]; /* "" where there is none */
};

static struct decided *
read_decided(const char *path, struct msb_date on, size_t *num)
{
    sqlite3 *db = bench_store_open_bare(path);
    sqlite3_stmt *statement = bench_store_prepare(
        db, "SELECT citizen, model, valid_from, area, ifnull(rule, ''),"
            " ifnull(target_group, '') FROM assignment WHERE valid_from = ?1"
            " ORDER BY citizen");
    struct decided *all = NULL, *one;
    size_t capacity = 0;

    sqlite3_bind_int64(statement, 1, on.days);
    for (*num = 0; sqlite3_step(statement) == SQLITE_ROW; ++*num) {
        if (*num == capacity) {
            capacity = capacity == 0 ? 1024 : 2 * capacity;
            all = realloc(all, capacity * sizeof *all);
            if (all == NULL)
                exit(1);
        }
        one = &all[*num];
        one->citizen = sqlite3_column_int64(statement, 0);
        one->model = sqlite3_column_int64(statement, 1);
        one->from = sqlite3_column_int64(statement, 2);
        snprintf(one->area, sizeof one->area, "%s",
                 (const char *)sqlite3_column_text(statement, 3));
        snprintf(one->rule, sizeof one->rule, "%s",
                 (const char *)sqlite3_column_text(statement, 4));
        snprintf(one->group, sizeof one->group, "%s",
                 (const char *)sqlite3_column_text(statement, 5));
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return all;
}

static void
bind_text(sqlite3_stmt *statement, int index, const char *text)
{
    if (*text == '\0')
        sqlite3_bind_null(statement, index);
    else
        sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
}

/* The peer: one INSERT a citizen. */
static double
time_inserts(const char *path, const struct decided *all, size_t num)
{
    sqlite3 *db = bench_store_open_bare(path);
    sqlite3_stmt *statement;
    uint64_t start = bench_clock();
    double seconds;

    bench_store_run(db, "BEGIN IMMEDIATE");
    statement = bench_store_prepare(
        db, "INSERT INTO assignment (citizen, valid_from, model, area, rule,"
            " target_group, valid_to, recorded_at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL, ?7)");
    for (size_t i = 0; i < num; i++) {
        sqlite3_bind_int64(statement, 1, all[i].citizen);
        sqlite3_bind_int64(statement, 2, all[i].from);
        sqlite3_bind_int64(statement, 3, all[i].model);
        bind_text(statement, 4, all[i].area);
        bind_text(statement, 5, all[i].rule);
        bind_text(statement, 6, all[i].group);
        sqlite3_bind_int64(statement, 7, 1);
        if (sqlite3_step(statement) != SQLITE_DONE)
            exit(1);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    bench_store_run(db, "COMMIT");
    seconds = seconds_since(start);
    sqlite3_close(db);
    return seconds;
}

static double
time_assign(const char *path, struct msb_date on,
            struct msb_assign_summary *summary)
{
    struct msb_store *store = bench_store_open(path);
    uint64_t start = bench_clock();
    struct msb_error err;
    double seconds;

    bench_store_check(msb_store_assign(store, on, NULL, NULL, summary, &err),
                      &err);
    seconds = seconds_since(start);
    msb_store_unref(store);
    return seconds;
}

/* As a run does that finds none. */
static void
make_columns(const char *path, struct msb_date on)
{
    const struct msbi_feed_options options = {.on = on, .makes_chunks = true};
    struct msb_store *store = bench_store_open(path);
    struct msbi_feed *feed = NULL;
    struct msb_error err;
    size_t num = 1;

    bench_store_check(msbi_store_begin(store, &err), &err);
    bench_store_check(msbi_feed_open(store, &options, &feed, &err), &err);
    while (num > 0)
        bench_store_check(msbi_feed_fill(feed, NULL, NULL, &num, &err), &err);
    msbi_feed_close(feed);
    bench_store_check(msbi_store_commit(store, &err), &err);
    msb_store_unref(store);
}

/* Fill the columns of everybody; and decide them, where it is asked for. */
static double
time_feed(const char *path, struct msb_date on, bool is_by_rows, bool decides)
{
    struct msb_store *store = bench_store_open(path);
    struct msbi_feed_options options = {
        .on = on, .num_models = 1, .is_by_rows = is_by_rows};
    struct msbi_batch *batch = NULL;
    struct msbi_feed *feed = NULL;
    struct msb_rules *rules = NULL;
    struct msb_error err;
    uint64_t start;
    double seconds;
    size_t num = 1;

    bench_store_check(msb_store_find_rules(store, on, &rules, &err), &err);
    bench_store_check(msbi_batch_new(rules, on, &batch, &err), &err);
    options.models[0] = msb_rules_get_model(rules);
    start = bench_clock();
    bench_store_check(msbi_feed_open(store, &options, &feed, &err), &err);
    while (num > 0) {
        bench_store_check(msbi_feed_fill(feed, &batch, NULL, &num, &err), &err);
        if (num > 0 && decides)
            bench_store_check(msbi_batch_decide(batch, &err), &err);
    }
    seconds = seconds_since(start);
    msbi_feed_close(feed);
    msbi_batch_free(batch);
    msb_rules_unref(rules);
    msb_store_unref(store);
    return seconds;
}

/* The peer: step through rows, and take their columns. */
static double
time_select(const char *path, struct msb_date on, const char *sql)
{
    sqlite3 *db = bench_store_open_bare(path);
    sqlite3_stmt *statement = bench_store_prepare(db, sql);
    uint64_t start = bench_clock();
    volatile sqlite3_int64 sum = 0;
    double seconds;

    sqlite3_bind_int64(statement, 1, on.days);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        sum += sqlite3_column_int64(statement, 0);
        sum += sqlite3_column_text(statement, 1) != NULL;
        sum += sqlite3_column_bytes(statement, 1);
    }
    seconds = seconds_since(start);
    (void)sum;
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return seconds;
}

static void
tell_reading(const char *path, const struct bench_store *bench)
{
    double columns[ROUNDS], decided[ROUNDS], rows[ROUNDS], facts[ROUNDS],
        courses[ROUNDS], peer;

    for (size_t i = 0; i < ROUNDS; i++) {
        columns[i] = time_feed(path, bench->on, false, false);
        facts[i] = time_select(path, bench->on,
                               "SELECT citizen, facts FROM citizen_facts"
                               " WHERE version = 0 AND valid_from <= ?1"
                               " ORDER BY citizen, valid_from");
        courses[i] = time_select(path, bench->on,
                                 "SELECT citizen, service FROM course"
                                 " WHERE version = 0 AND valid_from <= ?1"
                                 " AND (valid_to IS NULL OR valid_to > ?1)"
                                 " ORDER BY citizen, service");
        decided[i] = time_feed(path, bench->on, false, true);
        rows[i] = time_feed(path, bench->on, true, false);
    }
    peer = least(facts, ROUNDS) + least(courses, ROUNDS);
    printf("reading columns for a decision: %.4f s; by rows: %.3f s\n",
           least(columns, ROUNDS), least(rows, ROUNDS));
    printf("stepping a SELECT over facts: %.3f s, over courses: %.3f s; "
           "ratio %.1f (wanted: at least 10)\n",
           least(facts, ROUNDS), least(courses, ROUNDS),
           peer / least(columns, ROUNDS));
    printf("reading columns and deciding: %.4f s\n", least(decided, ROUNDS));
}

int
main(int argc, char **argv)
{
    char made[MAX_PATH], ours[MAX_PATH], bare[MAX_PATH];
    struct bench_store bench = {.path = made};
    struct msb_assign_summary summary, again;
    double first, assigns[ROUNDS], inserts[ROUNDS];
    struct decided *all;
    size_t num;

    if (argc != 4)
        return 2;
    bench.model = argv[1];
    bench.num_citizens = (uint32_t)strtoul(argv[3], NULL, 10);
    snprintf(made, sizeof made, "%s/made.msb", argv[2]);
    snprintf(ours, sizeof ours, "%s/ours.msb", argv[2]);
    snprintf(bare, sizeof bare, "%s/bare.msb", argv[2]);
    bench_store_make(&bench);
    bench_store_copy(made, ours);
    first = time_assign(ours, bench.on, &summary);
    all = read_decided(ours, bench.on, &num);
    make_columns(made, bench.on);
    if (num != summary.assigned || num < bench.num_citizens / 2)
        return 1;
    printf("%u citizens, %zu assigned\n", bench.num_citizens, num);
    for (size_t i = 0; i < ROUNDS; i++) {
        bench_store_copy(made, bare);
        inserts[i] = time_inserts(bare, all, num);
        bench_store_copy(made, ours);
        assigns[i] = time_assign(ours, bench.on, &summary);
    }
    printf("assign, all of it: %.3f s; with columns to be made: %.3f s\n",
           least(assigns, ROUNDS), first);
    printf("one prepared INSERT a citizen: %.3f s; ratio %.2f (wanted: at "
           "least 1.5)\n",
           least(inserts, ROUNDS),
           least(inserts, ROUNDS) / least(assigns, ROUNDS));
    printf("assign where nothing changed: %.3f s\n",
           time_assign(ours, bench.on, &again));
    tell_reading(ours, &bench);
    free(all);
    unlink(made);
    unlink(ours);
    unlink(bare);
    return again.assigned != 0;
}
