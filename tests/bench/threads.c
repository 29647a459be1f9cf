/* SPDX-License-Identifier: MIT */
/*
 * Two threads against one, over halves of the same rows by one plan. The
 * threads are not pinned to processors. They start together, and the time ends
 * with the last. Processor time tells whether they stand in each other's way,
 * on a machine whose processors have other work as well.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "measure.h"
#include "run.h"

enum { MAX_THREADS = 2 };

struct share {
    const struct msb_plan *plan;
    const struct bench_population *people;
    size_t from, num, passes;
    pthread_barrier_t *start;
};

static void *
decide_share(void *context)
{
    const struct share *share = context;

    pthread_barrier_wait(share->start);
    for (size_t i = 0; i < share->passes; i++)
        bench_decide(share->plan, share->people, share->from, share->num);
    return NULL;
}

/* Nanoseconds a row, by the clock and of all processors together. */
struct threads_time {
    double clock, processors;
};

static uint64_t
get_processor_time(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static struct threads_time
time_threads(const struct msb_plan *plan, const struct bench_population *people,
             size_t num_threads)
{
    pthread_t threads[MAX_THREADS];
    struct share shares[MAX_THREADS];
    pthread_barrier_t barrier;
    size_t passes = 4 * bench_count_passes(people->num);
    double rows = (double)passes * (double)people->num;
    uint64_t start, used;

    pthread_barrier_init(&barrier, NULL, (unsigned)num_threads + 1);
    for (size_t i = 0; i < num_threads; i++) {
        size_t from = people->num * i / num_threads;

        shares[i] = (struct share){
            plan,   people,  from, people->num * (i + 1) / num_threads - from,
            passes, &barrier};
        if (pthread_create(&threads[i], NULL, decide_share, &shares[i]) != 0) {
            fputs("no more threads\n", stderr);
            exit(1);
        }
    }
    used = get_processor_time();
    start = bench_clock();
    pthread_barrier_wait(&barrier);
    for (size_t i = 0; i < num_threads; i++)
        pthread_join(threads[i], NULL);
    start = bench_clock() - start;
    used = get_processor_time() - used;
    pthread_barrier_destroy(&barrier);
    return (struct threads_time){(double)start / rows, (double)used / rows};
}

void
bench_print_threads(struct bench_run *run)
{
    for (size_t way = 0; way < run->num_ways; way++) {
        double ones[BENCH_RUNS], twos[BENCH_RUNS], one, two;
        double one_used[BENCH_RUNS], two_used[BENCH_RUNS];

        for (size_t i = 0; i < BENCH_RUNS; i++) {
            struct threads_time time;

            time = time_threads(run->plans[way], &run->people, 1);
            ones[i] = time.clock;
            one_used[i] = time.processors;
            time = time_threads(run->plans[way], &run->people, 2);
            twos[i] = time.clock;
            two_used[i] = time.processors;
        }
        one = bench_median(ones, BENCH_RUNS);
        two = bench_median(twos, BENCH_RUNS);
        printf("%11zu  %-8s two threads, not pinned: %.2f ns a row, one thread "
               "%.2f ns; %.2f times as fast, %.2f times the processor time\n",
               run->people.num, run->names[way], two, one, one / two,
               bench_median(two_used, BENCH_RUNS)
                   / bench_median(one_used, BENCH_RUNS));
    }
}
