/* SPDX-License-Identifier: MIT */
#ifndef BENCH_CHAIN_H
#define BENCH_CHAIN_H

#include <stddef.h>
#include <stdint.h>

#include <msb.h>

/* Columns of invented citizens for bench_20.json. */
struct bench_people {
    size_t num;
    int32_t *births;
    uint64_t *needs;
    int8_t *benefits;
    int32_t *distances;
};

/* Reads every column, and writes one byte a row. */
void bench_floor(const struct bench_people *people, uint8_t *bytes, size_t num);
/* The rules of bench_20.json by hand; the index of the area. */
void bench_chain(const struct bench_people *people, struct msb_date on,
                 uint8_t *areas, size_t num);

#endif
