/* SPDX-License-Identifier: MIT */
/*
 * Deciding columns: nanoseconds a row, for bench_20.json, against
 *   (a) a pass that reads the same columns and writes one byte a row;
 *   (b) the same rules as a hand-written chain of `if` that gives the area.
 * Every answer is compared first. It prints; it never judges.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <msb.h>

#include "chain.h"
#include "measure.h"

static void *
allocate(size_t num, size_t size)
{
    void *block = calloc(num, size);

    if (block == NULL) {
        fputs("not enough memory for this size\n", stderr);
        exit(1);
    }
    return block;
}

static void
fill_people(struct bench_people *people, size_t num, struct msb_date on)
{
    uint64_t random = 20191201;

    people->num = num;
    people->births = allocate(num, sizeof *people->births);
    people->needs = allocate(num, sizeof *people->needs);
    people->benefits = allocate(num, sizeof *people->benefits);
    people->distances = allocate(num, sizeof *people->distances);
    for (size_t i = 0; i < num; i++) {
        people->births[i] = on.days
                            - (int32_t)bench_random_below(&random, 36500);
        for (int k = 0; k < 3; k++)
            people->needs[i] |= (uint64_t)1 << bench_random_below(&random, 24);
        people->benefits[i] = (int8_t)bench_random_below(&random, 12);
        people->distances[i] = (int32_t)bench_random_below(&random, 5);
    }
}

static double
time_floor(const struct bench_people *people, uint8_t *bytes, size_t num)
{
    uint64_t start = bench_clock();

    bench_floor(people, bytes, num);
    return (double)(bench_clock() - start) / (double)num;
}

static double
time_chain(const struct bench_people *people, struct msb_date on,
           uint8_t *areas, size_t num)
{
    uint64_t start = bench_clock();

    bench_chain(people, on, areas, num);
    return (double)(bench_clock() - start) / (double)num;
}

static double
time_plan(const struct msb_plan *plan, const struct msb_columns *columns,
          size_t num, const struct msb_outcome_columns *out)
{
    uint64_t start = bench_clock();
    struct msb_error err;

    if (msb_plan_decide(plan, columns, 0, num, out, &err) != MSB_OK) {
        fprintf(stderr, "%s\n", err.message);
        exit(1);
    }
    return (double)(bench_clock() - start) / (double)num;
}

static void
compare_areas(const uint8_t *chain, const struct msb_outcome_columns *out,
              size_t num)
{
    for (size_t i = 0; i < num; i++)
        if (chain[i] != out->area[i]) {
            fprintf(stderr, "row %zu: the chain and the plan differ\n", i);
            exit(1);
        }
}

enum { RUNS = 5 };

static void
measure(struct msb_rules *rules, struct msb_date on, size_t num)
{
    static const enum msb_instructions ways[] = {MSB_INSTRUCTIONS_PORTABLE,
                                                 MSB_INSTRUCTIONS_AVX512};
    struct bench_people people = {0};
    uint8_t *bytes = allocate(num, 1), *areas = allocate(num, 1);
    struct msb_column attributes[5] = {0};
    struct msb_columns columns = {
        .size = sizeof columns, .num_attributes = 4, .attributes = attributes};
    struct msb_outcome_columns out = {.size = sizeof out};
    double floors[RUNS], chains[RUNS], plans[RUNS];

    fill_people(&people, num, on);
    columns.birth_date.values = people.births;
    attributes[1].values = people.needs;
    attributes[2].values = people.benefits;
    attributes[3].values = people.distances;
    out.status = allocate(num, sizeof *out.status);
    out.area = allocate(num, sizeof *out.area);
    out.rule = allocate(num, sizeof *out.rule);
    out.target_group = allocate(num, sizeof *out.target_group);
    for (size_t way = 0; way < sizeof ways / sizeof ways[0]; way++) {
        struct msb_plan *plan;
        double a, b, c;

        if (msb_plan_new(rules, on, ways[way], &plan, NULL) != MSB_OK)
            continue;
        for (size_t i = 0; i < RUNS; i++) {
            floors[i] = time_floor(&people, bytes, num);
            chains[i] = time_chain(&people, on, areas, num);
            plans[i] = time_plan(plan, &columns, num, &out);
        }
        compare_areas(areas, &out, num);
        a = bench_median(floors, RUNS);
        b = bench_median(chains, RUNS);
        c = bench_median(plans, RUNS);
        printf("%9zu rows, %s: floor %.2f ns, if-chain %.2f ns, "
               "plan %.2f ns a row; %.1f times the floor, "
               "%.1f times faster than the chain\n",
               num,
               ways[way] == MSB_INSTRUCTIONS_AVX512 ? "avx512 " : "plain C", a,
               b, c, c / a, b / c);
        fflush(stdout);
        msb_plan_unref(plan);
    }
    free(people.births);
    free(people.needs);
    free(people.benefits);
    free(people.distances);
    free(out.status);
    free(out.area);
    free(out.rule);
    free(out.target_group);
    free(bytes);
    free(areas);
}

int
main(int argc, char **argv)
{
    struct msb_model *model;
    struct msb_rules *rules;
    struct msb_error err;
    struct msb_date on;

    if (argc < 3 || msb_model_load(argv[1], &model, NULL, &err) != MSB_OK
        || msb_rules_compile(model, &rules, &err) != MSB_OK
        || msb_date_from_ymd(2026, 6, 15, &on, &err) != MSB_OK) {
        fputs("usage: bench_columns bench_20.json ROWS…\n", stderr);
        return 2;
    }
    for (int i = 2; i < argc; i++)
        measure(rules, on, strtoul(argv[i], NULL, 10));
    msb_rules_unref(rules);
    msb_model_unref(model);
    return 0;
}
