/* SPDX-License-Identifier: MIT */
/*
 * Columns of invented citizens for any model of the benchmarks: numbers of 32
 * bits, enums of one byte, sets of one word. The same in every run.
 */
#include "population.h"

#include <stdio.h>
#include <stdlib.h>

#include "measure.h"

enum { DAYS_OF_A_LIFE = 36500, VALUES_IN_A_SET = 3, SEED = 20191201, AGE = 0 };

void *
bench_allocate(size_t num, size_t size)
{
    void *block = calloc(num, size);

    if (block == NULL) {
        fputs("not enough memory for this size\n", stderr);
        exit(1);
    }
    return block;
}

/* The last two attributes are the services and the target group. */
static size_t
count_attributes(const struct msb_model *model)
{
    size_t num = msb_model_num_parts(model, MSB_PART_ATTRIBUTE) - 2;

    if (num > BENCH_MAX_ATTRIBUTES - 2) {
        fputs("the benchmark has no room for so many attributes\n", stderr);
        exit(1);
    }
    return num;
}

static size_t
get_width(const struct msb_model *model, size_t attribute)
{
    switch (msb_model_get_attribute_type(model, attribute)) {
    case MSB_ATTRIBUTE_INTEGER:
        return sizeof(int32_t);
    case MSB_ATTRIBUTE_ENUM:
        return sizeof(int8_t);
    case MSB_ATTRIBUTE_SET:
        return sizeof(uint64_t);
    case MSB_ATTRIBUTE_FLAG:
        break;
    }
    fputs("the benchmark has no columns of flags\n", stderr);
    exit(1);
}

static size_t
count_column_bytes(const struct msb_model *model)
{
    size_t bytes = sizeof(int32_t); /* birth date */

    for (size_t i = AGE + 1; i < count_attributes(model); i++)
        bytes += get_width(model, i);
    return bytes;
}

enum { OUT_BYTES = sizeof(uint8_t) + 3 * sizeof(int16_t) };

size_t
bench_population_row_bytes(const struct msb_model *model)
{
    return count_column_bytes(model) + OUT_BYTES;
}

static int32_t *
draw_integers(size_t num, int32_t min, int32_t max, uint64_t *random)
{
    int32_t *values = bench_allocate(num, sizeof *values);

    for (size_t i = 0; i < num; i++)
        values[i] = min
                    + (int32_t)bench_random_below(random,
                                                  (uint32_t)(max - min) + 1);
    return values;
}

static int8_t *
draw_enums(size_t num, size_t num_values, uint64_t *random)
{
    int8_t *values = bench_allocate(num, sizeof *values);

    for (size_t i = 0; i < num; i++)
        values[i] = (int8_t)bench_random_below(random, (uint32_t)num_values);
    return values;
}

static uint64_t *
draw_sets(size_t num, size_t num_values, uint64_t *random)
{
    uint64_t *values = bench_allocate(num, sizeof *values);

    for (size_t i = 0; i < num; i++)
        for (int k = 0; k < VALUES_IN_A_SET; k++)
            values[i] |= (uint64_t)1
                         << bench_random_below(random, (uint32_t)num_values);
    return values;
}

static const void *
draw_attribute(const struct msb_model *model, size_t attribute, size_t num,
               uint64_t *random)
{
    size_t num_values = msb_model_num_attribute_values(model, attribute);
    int32_t min = 0, max = 0;

    switch (msb_model_get_attribute_type(model, attribute)) {
    case MSB_ATTRIBUTE_INTEGER:
        msb_model_get_attribute_range(model, attribute, &min, &max);
        return draw_integers(num, min, max, random);
    case MSB_ATTRIBUTE_ENUM:
        return draw_enums(num, num_values, random);
    case MSB_ATTRIBUTE_SET:
        return draw_sets(num, num_values, random);
    case MSB_ATTRIBUTE_FLAG:
        break;
    }
    return NULL;
}

void
bench_population_draw(struct bench_population *people,
                      const struct msb_model *model, struct msb_date on,
                      size_t num)
{
    uint64_t random = SEED;

    *people = (struct bench_population){
        .num = num,
        .num_attributes = count_attributes(model),
        .column_bytes = num * count_column_bytes(model),
        .out_bytes = num * OUT_BYTES};
    people->columns.size = sizeof people->columns;
    people->columns.num_attributes = (uint32_t)people->num_attributes;
    people->columns.attributes = people->attributes;
    people->columns.birth_date.values = draw_integers(
        num, on.days - DAYS_OF_A_LIFE + 1, on.days, &random);
    for (size_t i = AGE + 1; i < people->num_attributes; i++)
        people->attributes[i].values = draw_attribute(model, i, num, &random);
    people->out.size = sizeof people->out;
    people->out.status = bench_allocate(num, sizeof *people->out.status);
    people->out.area = bench_allocate(num, sizeof *people->out.area);
    people->out.rule = bench_allocate(num, sizeof *people->out.rule);
    people->out.target_group = bench_allocate(num,
                                              sizeof *people->out.target_group);
}

void
bench_population_share(const struct bench_population *people,
                       struct bench_population *out)
{
    *out = *people;
    out->columns.attributes = out->attributes;
}

void
bench_population_draw_services(struct bench_population *people,
                               const struct msb_model *model)
{
    struct msb_outcome_columns *out = &people->out;
    size_t cells = people->num * BENCH_MAX_ACTIVE;
    size_t num_services = msb_model_num_parts(model, MSB_PART_SERVICE);
    uint64_t *services = bench_allocate(people->num, sizeof *services);
    uint64_t random = SEED;

    for (size_t i = 0; i < people->num; i++) {
        uint32_t active = bench_random_below(&random, BENCH_MAX_ACTIVE + 1);

        for (uint32_t k = 0; k < active; k++)
            services[i] |= (uint64_t)1 << bench_random_below(
                               &random, (uint32_t)num_services);
    }
    people->attributes[people->num_attributes].values = services;
    people->columns.num_attributes = (uint32_t)people->num_attributes + 1;
    out->max_deliveries = BENCH_MAX_ACTIVE;
    out->num_deliveries = bench_allocate(people->num,
                                         sizeof *out->num_deliveries);
    out->delivery_service = bench_allocate(cells,
                                           sizeof *out->delivery_service);
    out->delivery_area = bench_allocate(cells, sizeof *out->delivery_area);
    out->delivery_unit = bench_allocate(cells, sizeof *out->delivery_unit);
}

/* Which column forgets: age is told by the birth date. */
static struct msb_column *
get_column(struct bench_population *people, size_t attribute)
{
    return attribute == AGE ? &people->columns.birth_date
                            : &people->attributes[attribute];
}

void
bench_population_forget(struct bench_population *people, uint32_t percent)
{
    uint8_t *bits[BENCH_MAX_ATTRIBUTES];
    uint64_t random = SEED;

    for (size_t k = 0; k < people->num_attributes; k++) {
        bits[k] = bench_allocate(people->num / 8 + 1, 1);
        for (size_t i = 0; i <= people->num / 8; i++)
            bits[k][i] = 0xff;
        get_column(people, k)->validity = bits[k];
    }
    for (size_t i = 0; i < people->num; i++) {
        size_t k = bench_random_below(&random,
                                      (uint32_t)people->num_attributes);

        if (bench_random_below(&random, 100) < percent)
            bits[k][i / 8] &= (uint8_t) ~(1u << i % 8);
    }
}

/* Columns are ours, though the library sees them as constant. */
static void
release_const(const void *block)
{
    free((void *)(uintptr_t)block);
}

void
bench_population_remember(struct bench_population *people)
{
    for (size_t k = 0; k < people->num_attributes; k++) {
        release_const(get_column(people, k)->validity);
        get_column(people, k)->validity = NULL;
    }
}

void
bench_population_dismiss_services(struct bench_population *people)
{
    release_const(people->attributes[people->num_attributes].values);
    free(people->out.num_deliveries);
    free(people->out.delivery_service);
    free(people->out.delivery_area);
    free(people->out.delivery_unit);
}

void
bench_population_release(struct bench_population *people)
{
    release_const(people->columns.birth_date.values);
    for (size_t k = AGE + 1; k < people->num_attributes; k++)
        release_const(people->attributes[k].values);
    free(people->out.status);
    free(people->out.area);
    free(people->out.rule);
    free(people->out.target_group);
}
