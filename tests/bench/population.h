/* SPDX-License-Identifier: MIT */
#ifndef BENCH_POPULATION_H
#define BENCH_POPULATION_H

#include <stddef.h>
#include <stdint.h>

#include <msb.h>

enum { BENCH_MAX_ATTRIBUTES = 8, BENCH_MAX_ACTIVE = 3 };

/* Columns of invented citizens, and the columns for their answers. */
struct bench_population {
    size_t num;
    size_t num_attributes; /* Declared ones and age, which has no values. */
    struct msb_columns columns;
    struct msb_column attributes[BENCH_MAX_ATTRIBUTES];
    struct msb_outcome_columns out;
    size_t column_bytes, out_bytes;
};

/* Zeros; the program ends where there is no memory. */
void *bench_allocate(size_t num, size_t size);

/* How many bytes a row takes, columns and answers. */
size_t bench_population_row_bytes(const struct msb_model *model);

/*
 * Draw @num citizens: born up to a hundred years before @on, every value on
 * its own, so that no branch can be foretold from a value or a row before.
 */
void bench_population_draw(struct bench_population *people,
                           const struct msb_model *model, struct msb_date on,
                           size_t num);
/* The same columns and answers once more, to be changed; release once. */
void bench_population_share(const struct bench_population *people,
                            struct bench_population *out);
/* Give each of them no to three services, and room to say who delivers. */
void bench_population_draw_services(struct bench_population *people,
                                    const struct msb_model *model);
/* Forget one fact, drawn at random, of @percent in a hundred. */
void bench_population_forget(struct bench_population *people, uint32_t percent);
void bench_population_remember(struct bench_population *people);
void bench_population_dismiss_services(struct bench_population *people);
void bench_population_release(struct bench_population *people);

#endif
