/* SPDX-License-Identifier: MIT */
/*
 * A large store, made by plain SQL: a million citizens take seconds. What is
 * in it is drawn as in population.c, each value on its own; one citizen in
 * twenty has a second version of the facts, and each has up to three courses,
 * some of which have ended.
 */
#include "big_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "measure.h"

enum { MAX_TEXT = 512, DAYS_A_CENTURY = 36500, TWO_YEARS = 730 };

static const char *const benefits[] = {"none",
                                       "education_help",
                                       "cash_benefit",
                                       "unemployment_benefit",
                                       "sickness_benefit",
                                       "job_clarification",
                                       "resource_course",
                                       "flex_benefit",
                                       "disability_pension",
                                       "state_pension"};
static const char *const challenges[] = {"unemployment",    "sickness_health",
                                         "disability",      "mental_illness",
                                         "social_exposure", "integration"};
static const char *const needs[] = {
    "job",        "education",    "housing", "substance_use", "mental_illness",
    "disability", "brain_injury", "family"};

enum { NUM_BENEFITS = 10, NUM_CHALLENGES = 6, NUM_NEEDS = 8 };

void
bench_store_check(enum msb_status status, const struct msb_error *err)
{
    if (status == MSB_OK)
        return;
    fprintf(stderr, "%s\n", err->message);
    exit(1);
}

static void
require(sqlite3 *db, int holds)
{
    if (holds)
        return;
    fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(db));
    exit(1);
}

void
bench_store_run(sqlite3 *db, const char *sql)
{
    require(db, sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
}

sqlite3_stmt *
bench_store_prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    require(db, sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK);
    return statement;
}

sqlite3 *
bench_store_open_bare(const char *path)
{
    sqlite3 *db = NULL;

    require(db, sqlite3_open(path, &db) == SQLITE_OK);
    bench_store_run(db, "PRAGMA foreign_keys = ON;"
                        "PRAGMA recursive_triggers = ON;"
                        "PRAGMA trusted_schema = OFF;"
                        "PRAGMA cache_size = -16000");
    return db;
}

struct msb_store *
bench_store_open(const char *path)
{
    struct msb_store *store = NULL;
    struct msb_error err;

    bench_store_check(msb_store_open(path, NULL, &store, &err), &err);
    return store;
}

/* Facts as the import writes them. */
static int
draw_facts(uint64_t *state, struct msb_date on, char text[MAX_TEXT])
{
    struct msb_date birth = {
        .days = on.days - 1
                - (int32_t)bench_random_below(state, DAYS_A_CENTURY)};
    const char *separator = "";
    char written[11];
    int length;

    msb_date_format(birth, written);
    length = snprintf(text, MAX_TEXT,
                      "{\"birth_date\":\"%s\",\"benefit\":\"%s\","
                      "\"primary_challenge\":\"%s\",\"needs\":[",
                      written,
                      benefits[bench_random_below(state, NUM_BENEFITS)],
                      challenges[bench_random_below(state, NUM_CHALLENGES)]);
    for (size_t i = 0; i < NUM_NEEDS; i++) {
        if (bench_random_below(state, 4) != 0)
            continue;
        length += snprintf(text + length, MAX_TEXT - (size_t)length, "%s\"%s\"",
                           separator, needs[i]);
        separator = ",";
    }
    return length + snprintf(text + length, MAX_TEXT - (size_t)length, "]}");
}

static void
insert(sqlite3 *db, sqlite3_stmt *statement)
{
    require(db, sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_reset(statement);
}

static void
insert_facts(sqlite3 *db, const struct bench_store *bench, uint64_t *state)
{
    sqlite3_stmt *statement = bench_store_prepare(
        db, "INSERT INTO citizen_facts (citizen, valid_from, facts,"
            " recorded_at) VALUES (?1, ?2, ?3, 0)");
    char text[MAX_TEXT];

    for (uint32_t i = 1; i <= bench->num_citizens; i++) {
        int more = bench_random_below(state, 20) == 0;

        for (int version = 0; version <= more; version++) {
            int length = draw_facts(state, bench->on, text);

            sqlite3_bind_int64(statement, 1, i);
            sqlite3_bind_int64(statement, 2,
                               bench->on.days - TWO_YEARS * (1 - version / 2)
                                   + version * 100);
            sqlite3_bind_text(statement, 3, text, length, SQLITE_STATIC);
            insert(db, statement);
        }
    }
    sqlite3_finalize(statement);
}

static void
insert_courses(sqlite3 *db, const struct bench_store *bench, uint64_t *state,
               const struct msb_model *model)
{
    sqlite3_stmt *statement = bench_store_prepare(
        db, "INSERT INTO course (citizen, service, unit, valid_from, valid_to,"
            " recorded_at) VALUES (?1, ?2, '', ?3, ?4, 0)"
            " ON CONFLICT DO NOTHING");
    uint32_t num = (uint32_t)msb_model_num_parts(model, MSB_PART_SERVICE);

    for (uint32_t i = 1; i <= bench->num_citizens; i++)
        for (uint32_t k = bench_random_below(state, 4); k > 0; k--) {
            int32_t from = bench->on.days
                           - (int32_t)bench_random_below(state, TWO_YEARS);

            sqlite3_bind_int64(statement, 1, i);
            sqlite3_bind_text(
                statement, 2,
                msb_model_get_part_id(model, MSB_PART_SERVICE,
                                      bench_random_below(state, num)),
                -1, SQLITE_STATIC);
            sqlite3_bind_int64(statement, 3, from);
            sqlite3_bind_null(statement, 4);
            if (bench_random_below(state, 3) == 0)
                sqlite3_bind_int64(statement, 4, from + 90);
            insert(db, statement);
        }
    sqlite3_finalize(statement);
}

static void
fill(const struct bench_store *bench, const struct msb_model *model)
{
    sqlite3 *db = bench_store_open_bare(bench->path);
    uint64_t state = 1;
    char sql[MAX_TEXT];

    bench_store_run(db, "PRAGMA synchronous = OFF; BEGIN");
    snprintf(sql, sizeof sql,
             "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL"
             " SELECT n + 1 FROM number WHERE n < %u)"
             " INSERT INTO citizen (key, id) SELECT n, 'c' || n FROM number",
             bench->num_citizens);
    bench_store_run(db, sql);
    insert_facts(db, bench, &state);
    insert_courses(db, bench, &state, model);
    for (int i = 2; i > 0; i--) {
        snprintf(sql, sizeof sql,
                 "INSERT INTO assignment (citizen, model, area, rule,"
                 " target_group, valid_from, valid_to, recorded_at)"
                 " SELECT key, 1, 'unge_uddannelse_job', 'youth_coordination',"
                 " 'adults', %d, %d, 0 FROM citizen ORDER BY key",
                 bench->on.days - 100 * i, bench->on.days - 100 * (i - 1));
        bench_store_run(db, sql);
    }
    bench_store_run(db, "COMMIT");
    sqlite3_close(db);
}

void
bench_store_make(struct bench_store *bench)
{
    struct msb_model *model = NULL;
    struct msb_error err;

    bench_store_check(msb_model_load(bench->model, &model, NULL, &err), &err);
    unlink(bench->path);
    bench->on = msb_model_get_period(model).from;
    bench_store_check(msb_store_create(bench->path, model, NULL, NULL, &err),
                      &err);
    fill(bench, model);
    msb_model_unref(model);
}

void
bench_store_copy(const char *from, const char *to)
{
    static char block[1 << 20];
    FILE *source = fopen(from, "rb"), *target = fopen(to, "wb");
    size_t num;

    if (source == NULL || target == NULL)
        exit(1);
    while ((num = fread(block, 1, sizeof block, source)) > 0)
        if (fwrite(block, 1, num, target) != num)
            exit(1);
    fclose(source);
    if (fclose(target) != 0)
        exit(1);
}
