/* SPDX-License-Identifier: MIT */
#ifndef FAULT_STORE_BENCH_H
#define FAULT_STORE_BENCH_H

#include <stdbool.h>
#include <stddef.h>

#include "unit/store/town.h"

typedef enum msb_status (*run_fn)(struct msb_store *store,
                                  struct msb_error *err);

/* A store to start from, copied for each attempt. */
struct bench {
    struct town *town;
    char template_path[300];
    char *dump;
};

/* Make and remove one, as cmocka's set-up: *state. */
int bench_set_up(void **state);
int bench_tear_down(void **state);

/* Close the store, and start from it as it is now. */
void bench_take_template(struct bench *bench);
/* Put the store to start from in its place. */
void bench_copy_template(struct bench *bench);
/* Run again and again; the n-th allocation fails in the n-th attempt. Each
   says NOMEM, leaks nothing, and leaves the store as it was. Under a sanitizer
   each of the first 50 fails, and every 13th beyond. */
void bench_check_survives(struct bench *bench, run_fn run);
/* The same, where SQLite does much of one kind: each of the first 300
   allocations, and every 13th beyond. */
void bench_check_survives_most(struct bench *bench, run_fn run);
/* The same after one attempt, in which the @n-th allocation was to fail. */
void bench_check_outcome(struct bench *bench, enum msb_status status,
                         const struct msb_error *err, unsigned long n);
/* Whether the failure that was asked for is still to come. */
bool bench_is_failure_ahead(unsigned long n);

#endif
