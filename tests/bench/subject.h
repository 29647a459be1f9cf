/* SPDX-License-Identifier: MIT */
#ifndef BENCH_SUBJECT_H
#define BENCH_SUBJECT_H

#include <stdint.h>

#include <msb.h>

#include "population.h"

/* What columns are decided by, and what is fixed about it in C. */
struct bench_subject {
    const char *id; /* of the model */
    /* Reads every column, and writes one byte a row. */
    void (*read)(const struct bench_population *people, uint8_t *bytes);
    /* The rules by hand; the index of the area. */
    void (*decide)(const struct bench_population *people, struct msb_date on,
                   uint8_t *areas);
    struct msb_date on;
    struct msb_model *model;
    struct msb_rules *rules;
};

/* Load a model that the benchmarks know; else says so and ends. */
struct bench_subject bench_subject_load(const char *path, const char *date);
void bench_subject_release(struct bench_subject *subject);

/* A plan for one way of deciding; NULL where the machine lacks it. */
struct msb_plan *bench_subject_plan(const struct bench_subject *subject,
                                    enum msb_instructions way);
/* The name of a plan's way. */
const char *bench_name_way(const struct bench_subject *subject,
                           const struct msb_plan *plan);
/* Decide rows; the program ends where that fails. */
void bench_decide(const struct msb_plan *plan,
                  const struct bench_population *people, size_t from,
                  size_t num);

void bench_floor_20(const struct bench_population *people, uint8_t *bytes);
void
bench_floor_aarhus_2019(const struct bench_population *people, uint8_t *bytes);

#endif
