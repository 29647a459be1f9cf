/* SPDX-License-Identifier: MIT */
#ifndef BENCH_BIG_STORE_H
#define BENCH_BIG_STORE_H

#include <sqlite3.h>
#include <stdint.h>

#include <msb.h>

/* A store of invented citizens with facts and courses, of whom everybody has
   two assignments that have ended; the third begins where the model does. */
struct bench_store {
    const char *model; /* its file: aarhus_2019 */
    const char *path;
    uint32_t num_citizens;
    struct msb_date on; /* everybody has facts, and no assignment */
};

/* Made anew; the program ends where that fails. */
void bench_store_make(struct bench_store *bench);
struct msb_store *bench_store_open(const char *path);
void bench_store_copy(const char *from, const char *to);
/* The same file as a database, set up as the library sets up its own. */
sqlite3 *bench_store_open_bare(const char *path);
sqlite3_stmt *bench_store_prepare(sqlite3 *db, const char *sql);
void bench_store_run(sqlite3 *db, const char *sql);
/* End the program unless the library said OK. */
void bench_store_check(enum msb_status status, const struct msb_error *err);

#endif
