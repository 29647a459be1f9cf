/* SPDX-License-Identifier: MIT */
#ifndef BENCH_RUN_H
#define BENCH_RUN_H

#include "subject.h"

enum { BENCH_MAX_WAYS = 4, BENCH_RUNS = 5 };

/* One size of one model: the rows, and every way of deciding them here. */
struct bench_run {
    const struct bench_subject *subject;
    struct bench_population people;
    struct msb_plan *plans[BENCH_MAX_WAYS];
    const char *names[BENCH_MAX_WAYS];
    size_t num_ways;
    uint8_t *bytes; /* of the floor */
    uint8_t *areas; /* of a peer */
};

void bench_run_open(struct bench_run *run, const struct bench_subject *subject,
                    size_t num);
void bench_run_close(struct bench_run *run);

/* How often rows are gone through, for a time that a clock can tell. */
size_t bench_count_passes(size_t num);

/* Nanoseconds a row of one thing, measured beside the others. */
struct bench_times {
    double chain, floor, plans[BENCH_MAX_WAYS];
};

/* Compare every area with the chain's, then time all of them in turns. */
struct bench_times bench_run_measure(struct bench_run *run);
/* Nanoseconds a row of one plan over other columns of the same size. */
double bench_time_plan(const struct msb_plan *plan,
                       const struct bench_population *people);

/* Lines of their own: see the file of the same name. */
void bench_print_unknown(struct bench_run *run);
void
bench_print_deliveries(struct bench_run *run, const struct bench_times *times);
void bench_print_threads(struct bench_run *run);
void bench_print_memory(const struct bench_run *run, uint64_t peak);
/* Bytes that the program has had at most. */
uint64_t bench_get_peak_memory(void);
/* Bytes that the system can still give; 0 where it does not say. */
uint64_t bench_get_available_memory(void);

#endif
