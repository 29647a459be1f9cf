/* SPDX-License-Identifier: MIT */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stddef.h>
#include <stdint.h>

/* A monotonic clock in nanoseconds. */
uint64_t bench_clock(void);

/* The middle one of @n samples; sorts them. */
double bench_median(double *samples, size_t n);

/* A random number below @limit, the same in every run; @state must not be 0. */
uint32_t bench_random_below(uint64_t *state, uint32_t limit);

#endif
