/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_ARROW_TABLE_H
#define DECIDE_ARROW_TABLE_H

#include <msb/arrow.h>

/*
 * A small Arrow table of every type, for tests that change one part of it.
 * The first rule asks for `f`, the second for `e` and `s`.
 */
enum { NUM_ROWS = 20, NUM_CHILDREN = 6 };
enum { BIRTH, N, E, F, S, SERVICES };

/* Buffers of 8 bytes a row, so that any type fits; all zero. */
struct table {
    struct ArrowSchema schema, schemas[NUM_CHILDREN];
    struct ArrowArray array, arrays[NUM_CHILDREN];
    struct ArrowSchema *schema_pointers[NUM_CHILDREN];
    struct ArrowArray *array_pointers[NUM_CHILDREN];
    const void *buffers[NUM_CHILDREN][2];
    uint64_t values[NUM_ROWS + 1];
    uint8_t validity[(NUM_ROWS + 7) / 8];
};

void arrow_table_open(struct table *table);
/* Releases that do nothing but mark. */
void arrow_release_schema(struct ArrowSchema *schema);
void arrow_release_array(struct ArrowArray *array);
/* A plan that decides it. */
struct msb_plan *arrow_plan_open(void);

#endif
