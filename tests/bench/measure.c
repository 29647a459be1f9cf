/* SPDX-License-Identifier: MIT */
/*
 * What every benchmark needs: a clock, a median, and random numbers that are
 * the same in every run and cheap beside what is measured (xorshift64*).
 */
#include "measure.h"

#include <stdlib.h>
#include <time.h>

uint64_t
bench_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int
compare_samples(const void *a, const void *b)
{
    double first = *(const double *)a;
    double second = *(const double *)b;

    return (first > second) - (first < second);
}

double
bench_median(double *samples, size_t n)
{
    qsort(samples, n, sizeof *samples, compare_samples);
    return samples[n / 2];
}

static uint64_t
draw_number(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

uint32_t
bench_random_below(uint64_t *state, uint32_t limit)
{
    return (uint32_t)((draw_number(state) >> 32) * limit >> 32);
}
