/* SPDX-License-Identifier: MIT */
/*
 * What columns cost with more to do: rows with unknown facts beside complete
 * ones, and deliveries beside the chain that gives the area alone.
 */
#include <stdio.h>

#include "measure.h"
#include "run.h"
#include "same.h"

/* One call for each row takes microseconds where facts are unknown. */
enum { ROWS_TO_COMPARE = 100000 };

static size_t
count_compared(const struct bench_population *people)
{
    return people->num < ROWS_TO_COMPARE ? people->num : ROWS_TO_COMPARE;
}

static void
print_unknown(struct bench_run *run, const struct bench_population *partial,
              uint32_t percent)
{
    for (size_t way = 0; way < run->num_ways; way++) {
        double complete[BENCH_RUNS], unknown[BENCH_RUNS], a, b;

        bench_decide(run->plans[way], partial, 0, partial->num);
        bench_same_where_determined(partial, run->areas);
        bench_same_decisions(run->subject, partial, count_compared(partial));
        for (size_t i = 0; i < BENCH_RUNS; i++) {
            complete[i] = bench_time_plan(run->plans[way], &run->people);
            unknown[i] = bench_time_plan(run->plans[way], partial);
        }
        a = bench_median(complete, BENCH_RUNS);
        b = bench_median(unknown, BENCH_RUNS);
        printf("%11zu  %-8s %2u%% of rows lack a fact: %.2f ns a row, complete "
               "%.2f ns; %.2f times\n",
               partial->num, run->names[way], percent, b, a, b / a);
    }
}

void
bench_print_unknown(struct bench_run *run)
{
    static const uint32_t percents[] = {10, 30, 100};

    for (size_t i = 0; i < sizeof percents / sizeof percents[0]; i++) {
        struct bench_population partial;

        bench_population_share(&run->people, &partial);
        bench_population_forget(&partial, percents[i]);
        print_unknown(run, &partial, percents[i]);
        bench_population_remember(&partial);
    }
}

void
bench_print_deliveries(struct bench_run *run, const struct bench_times *times)
{
    struct bench_population active;

    bench_population_share(&run->people, &active);
    bench_population_draw_services(&active, run->subject->model);
    for (size_t way = 0; way < run->num_ways; way++) {
        double samples[BENCH_RUNS], ns;

        bench_decide(run->plans[way], &active, 0, active.num);
        bench_same_areas(&active, run->areas, "the chain");
        bench_same_deliveries(run->subject, &active, count_compared(&active));
        for (size_t i = 0; i < BENCH_RUNS; i++)
            samples[i] = bench_time_plan(run->plans[way], &active);
        ns = bench_median(samples, BENCH_RUNS);
        printf("%11zu  %-8s with deliveries of 0 to 3 services: %.2f ns a row; "
               "%.1f times faster than the chain for the area alone\n",
               active.num, run->names[way], ns, times->chain / ns);
    }
    bench_population_dismiss_services(&active);
}
