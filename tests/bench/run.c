/* SPDX-License-Identifier: MIT */
/*
 * Timing one size of one model. Floor, chain and plans take turns, so that
 * what else the machine does falls on all of them; few rows are gone through
 * many times a turn. Medians are taken over the turns.
 */
#include "run.h"

#include <stdlib.h>

#include "measure.h"
#include "same.h"

enum { ROWS_A_TURN = 4000000 };

/* Every value that names a way, now or later. */
enum { FIRST_WAY = MSB_INSTRUCTIONS_PORTABLE, LAST_WAY = 3 };

void
bench_run_open(struct bench_run *run, const struct bench_subject *subject,
               size_t num)
{
    *run = (struct bench_run){.subject = subject,
                              .bytes = bench_allocate(num, 1),
                              .areas = bench_allocate(num, 1)};
    bench_population_draw(&run->people, subject->model, subject->on, num);
    for (int way = FIRST_WAY; way <= LAST_WAY; way++) {
        struct msb_plan *plan = bench_subject_plan(subject,
                                                   (enum msb_instructions)way);

        if (plan == NULL)
            continue;
        run->names[run->num_ways] = bench_name_way(subject, plan);
        run->plans[run->num_ways++] = plan;
    }
}

void
bench_run_close(struct bench_run *run)
{
    for (size_t i = 0; i < run->num_ways; i++)
        msb_plan_unref(run->plans[i]);
    bench_population_release(&run->people);
    free(run->bytes);
    free(run->areas);
}

size_t
bench_count_passes(size_t num)
{
    return num >= ROWS_A_TURN ? 1 : ROWS_A_TURN / num;
}

static double
divide(uint64_t start, size_t passes, size_t num)
{
    return (double)(bench_clock() - start) / (double)passes / (double)num;
}

static double
time_floor(struct bench_run *run)
{
    size_t passes = bench_count_passes(run->people.num);
    uint64_t start = bench_clock();

    for (size_t i = 0; i < passes; i++)
        run->subject->read(&run->people, run->bytes);
    return divide(start, passes, run->people.num);
}

static double
time_chain(struct bench_run *run)
{
    size_t passes = bench_count_passes(run->people.num);
    uint64_t start = bench_clock();

    for (size_t i = 0; i < passes; i++)
        run->subject->decide(&run->people, run->subject->on, run->areas);
    return divide(start, passes, run->people.num);
}

double
bench_time_plan(const struct msb_plan *plan,
                const struct bench_population *people)
{
    size_t passes = bench_count_passes(people->num);
    uint64_t start = bench_clock();

    for (size_t i = 0; i < passes; i++)
        bench_decide(plan, people, 0, people->num);
    return divide(start, passes, people->num);
}

struct bench_times
bench_run_measure(struct bench_run *run)
{
    double floors[BENCH_RUNS], chains[BENCH_RUNS];
    double plans[BENCH_MAX_WAYS][BENCH_RUNS];
    struct bench_times times;

    run->subject->decide(&run->people, run->subject->on, run->areas);
    for (size_t way = 0; way < run->num_ways; way++) {
        bench_decide(run->plans[way], &run->people, 0, run->people.num);
        bench_same_areas(&run->people, run->areas, "the chain");
    }
    run->subject->read(&run->people, run->bytes);
    for (size_t i = 0; i < BENCH_RUNS; i++) {
        floors[i] = time_floor(run);
        chains[i] = time_chain(run);
        for (size_t way = 0; way < run->num_ways; way++)
            plans[way][i] = bench_time_plan(run->plans[way], &run->people);
    }
    times.floor = bench_median(floors, BENCH_RUNS);
    times.chain = bench_median(chains, BENCH_RUNS);
    for (size_t way = 0; way < run->num_ways; way++)
        times.plans[way] = bench_median(plans[way], BENCH_RUNS);
    return times;
}
