/* SPDX-License-Identifier: MIT */
/*
 * SQLite as a peer: the rules as one CASE, which peers/rules.py writes, over a
 * table in memory. The statement is prepared once; what is timed is stepping
 * through its rows and taking the area of each.
 */
#include "sqlite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "measure.h"
#include "same.h"

enum { RUNS = 3, MAX_SQL = 16384, AGE = 0 };

static void
require(sqlite3 *db, bool holds)
{
    if (holds)
        return;
    fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(db));
    exit(1);
}

static void
execute(sqlite3 *db, const char *sql)
{
    require(db, sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
}

static sqlite3_stmt *
prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    require(db, sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK);
    return statement;
}

/* One column for the birth date, and one for each declared attribute. */
static sqlite3_stmt *
create_table(sqlite3 *db, const struct bench_subject *subject, size_t num)
{
    char create[MAX_SQL], insert[MAX_SQL];
    int c = snprintf(create, sizeof create,
                     "CREATE TABLE people (born INTEGER");
    int i = snprintf(insert, sizeof insert, "INSERT INTO people VALUES (?");

    for (size_t k = AGE + 1; k < num; k++) {
        c += snprintf(
            create + c, sizeof create - (size_t)c, ", %s INTEGER",
            msb_model_get_part_id(subject->model, MSB_PART_ATTRIBUTE, k));
        i += snprintf(insert + i, sizeof insert - (size_t)i, ", ?");
    }
    snprintf(create + c, sizeof create - (size_t)c, ")");
    snprintf(insert + i, sizeof insert - (size_t)i, ")");
    execute(db, create);
    return prepare(db, insert);
}

static sqlite3_int64
get_value(const struct bench_subject *subject,
          const struct bench_population *people, size_t attribute, size_t row)
{
    const void *values = people->attributes[attribute].values;

    switch (msb_model_get_attribute_type(subject->model, attribute)) {
    case MSB_ATTRIBUTE_ENUM:
        return ((const int8_t *)values)[row];
    case MSB_ATTRIBUTE_SET:
        return (sqlite3_int64)((const uint64_t *)values)[row];
    default:
        return ((const int32_t *)values)[row];
    }
}

static void
fill_table(sqlite3 *db, const struct bench_subject *subject,
           const struct bench_population *people)
{
    const int32_t *births = people->columns.birth_date.values;
    sqlite3_stmt *insert = create_table(db, subject, people->num_attributes);

    execute(db, "BEGIN");
    for (size_t row = 0; row < people->num; row++) {
        sqlite3_bind_int64(insert, 1, births[row]);
        for (size_t k = AGE + 1; k < people->num_attributes; k++)
            sqlite3_bind_int64(insert, (int)k + 1,
                               get_value(subject, people, k, row));
        require(db, sqlite3_step(insert) == SQLITE_DONE);
        sqlite3_reset(insert);
    }
    execute(db, "COMMIT");
    sqlite3_finalize(insert);
}

static double
time_pass(sqlite3 *db, sqlite3_stmt *query, size_t num, uint8_t *areas)
{
    uint64_t start = bench_clock();
    size_t row = 0;

    while (sqlite3_step(query) == SQLITE_ROW && row < num)
        areas[row++] = (uint8_t)sqlite3_column_int(query, 0);
    require(db, sqlite3_reset(query) == SQLITE_OK && row == num);
    return (double)(bench_clock() - start) / (double)num;
}

double
bench_time_sqlite(const struct bench_subject *subject,
                  const struct bench_population *people, const char *rules,
                  uint8_t *areas)
{
    char sql[MAX_SQL];
    double samples[RUNS];
    sqlite3 *db = NULL;
    sqlite3_stmt *query;

    require(db, sqlite3_open(":memory:", &db) == SQLITE_OK);
    fill_table(db, subject, people);
    snprintf(sql, sizeof sql, "SELECT %s FROM people ORDER BY rowid", rules);
    query = prepare(db, sql);
    time_pass(db, query, people->num, areas);
    bench_same_areas(people, areas, "SQLite");
    for (size_t i = 0; i < RUNS; i++)
        samples[i] = time_pass(db, query, people->num, areas);
    sqlite3_finalize(query);
    sqlite3_close(db);
    return bench_median(samples, RUNS);
}
