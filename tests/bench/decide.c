/* SPDX-License-Identifier: MIT */
/*
 * What it costs to load a model, and to decide by it.
 *
 *     bench_decide AARHUS_2019 BENCH_20
 *
 * Citizens are picked at random for each call, so that the processor can
 * learn no order. Beside each decision stand, from the same run, the floor
 * (reading the facts and nothing else) and a peer (the same rules written by
 * hand in C), whose every answer is compared. Times are medians, printed and
 * never judged: what is slow on one machine is fast on another.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <msb.h>

#include "measure.h"
#include "peers.h"
#include "people.h"

enum { NUM_PEOPLE = 1024, NUM_SAMPLES = 31, MAX_LOADS = 201 };

static const uint64_t LOAD_TIME = 3000000000u; /* enough for a median */
static const uint64_t SAMPLE_TIME = 5000000u;

struct subject {
    const char *path;
    int32_t (*peer)(const struct msb_facts *facts, struct msb_date on);
    struct msb_date on;
    struct msb_model *model;
    struct msb_rules *rules;
    struct msb_facts *complete[NUM_PEOPLE];
    struct msb_facts *partial[NUM_PEOPLE];
};

/* What is measured: one call for one citizen; false when it failed. */
struct work {
    const char *name;
    bool (*run)(const struct subject *subject, const struct msb_facts *facts);
};

static volatile int32_t sink; /* keeps results from being optimised away */

static bool
run_floor(const struct subject *subject, const struct msb_facts *facts)
{
    sink = bench_peer_read_only(facts, subject->on);
    return true;
}

static bool
run_peer(const struct subject *subject, const struct msb_facts *facts)
{
    sink = subject->peer(facts, subject->on);
    return true;
}

static bool
run_decide(const struct subject *subject, const struct msb_facts *facts)
{
    struct msb_outcome outcome;

    if (msb_rules_decide(subject->rules, facts, subject->on, &outcome, NULL)
        != MSB_OK)
        return false;
    sink = outcome.area;
    return true;
}

static bool
run_resolve(const struct subject *subject, const struct msb_facts *facts)
{
    struct msb_decision *decision = NULL;

    if (msb_rules_resolve(subject->rules, facts, subject->on, &decision, NULL)
        != MSB_OK)
        return false;
    msb_decision_unref(decision);
    return true;
}

static bool
run_explain(const struct subject *subject, const struct msb_facts *facts)
{
    struct msb_explanation *explanation = NULL;

    if (msb_rules_explain(subject->rules, facts, subject->on, true,
                          &explanation, NULL)
        != MSB_OK)
        return false;
    msb_explanation_unref(explanation);
    return true;
}

/* Load and compile once; the caller releases both. */
static enum msb_status
load(const char *path, struct msb_model **model, struct msb_rules **rules,
     double *load_ms, double *compile_ms, struct msb_error *err)
{
    uint64_t start = bench_clock();
    uint64_t loaded;
    enum msb_status status;

    *rules = NULL;
    status = msb_model_load(path, model, NULL, err);
    loaded = bench_clock();
    if (status == MSB_OK)
        status = msb_rules_compile(*model, rules, err);
    *load_ms = (double)(loaded - start) / 1e6;
    *compile_ms = (double)(bench_clock() - loaded) / 1e6;
    return status;
}

/* Load again and again, and keep what the last time gave. */
static enum msb_status
measure_load(struct subject *subject, struct msb_error *err)
{
    static double loads[MAX_LOADS], compiles[MAX_LOADS], both[MAX_LOADS];
    uint64_t start = bench_clock();
    enum msb_status status = MSB_OK;
    size_t n = 0;

    while (status == MSB_OK && n < MAX_LOADS
           && (n == 0 || bench_clock() - start < LOAD_TIME)) {
        msb_rules_unref(subject->rules);
        msb_model_unref(subject->model);
        status = load(subject->path, &subject->model, &subject->rules,
                      &loads[n], &compiles[n], err);
        both[n] = loads[n] + compiles[n];
        n++;
    }
    if (status != MSB_OK)
        return status;
    printf("%s: %zu nodes\n", msb_model_get_id(subject->model),
           msb_rules_num_nodes(subject->rules));
    printf("  load and compile   %9.3f ms  (load %.3f, compile %.3f; "
           "median of %zu)\n",
           bench_median(both, n), bench_median(loads, n),
           bench_median(compiles, n), n);
    return MSB_OK;
}

static enum msb_status
make_people(struct subject *subject, struct msb_error *err)
{
    uint64_t random = 751;
    enum msb_status status = MSB_OK;
    size_t i;

    for (i = 0; status == MSB_OK && i < 2 * NUM_PEOPLE; i++) {
        struct msb_facts **facts = i < NUM_PEOPLE
                                       ? &subject->complete[i]
                                       : &subject->partial[i - NUM_PEOPLE];

        status = msb_facts_new(subject->model, facts, err);
        if (status == MSB_OK)
            status = bench_person_fill(*facts, subject->model, subject->on,
                                       &random);
        if (status == MSB_OK && i >= NUM_PEOPLE)
            status = bench_person_forget(*facts, subject->model, &random);
    }
    return status;
}

/* Run @calls times over citizens picked at random; nanoseconds a call. */
static double
time_calls(const struct subject *subject, const struct work *work,
           struct msb_facts *const *people, size_t calls, uint64_t *random)
{
    uint64_t start = bench_clock();
    size_t i;

    for (i = 0; i < calls; i++) {
        if (!work->run(subject,
                       people[bench_random_below(random, NUM_PEOPLE)])) {
            fprintf(stderr, "%s failed\n", work->name);
            exit(EXIT_FAILURE);
        }
    }
    return (double)(bench_clock() - start) / (double)calls;
}

static double
measure(const struct subject *subject, const struct work *work,
        struct msb_facts *const *people)
{
    double samples[NUM_SAMPLES];
    uint64_t random = 330;
    size_t calls = 16;
    double one = time_calls(subject, work, people, calls, &random);
    size_t i;

    while (one * (double)calls < (double)SAMPLE_TIME) {
        calls *= 2;
        one = time_calls(subject, work, people, calls, &random);
    }
    for (i = 0; i < NUM_SAMPLES; i++)
        samples[i] = time_calls(subject, work, people, calls, &random);
    return bench_median(samples, NUM_SAMPLES);
}

/* The peer is worth comparing with only if it decides the same. */
static bool
agrees_with_peer(const struct subject *subject)
{
    size_t i;

    for (i = 0; i < NUM_PEOPLE; i++) {
        struct msb_outcome outcome;

        if (msb_rules_decide(subject->rules, subject->complete[i], subject->on,
                             &outcome, NULL)
                != MSB_OK
            || outcome.area
                   != subject->peer(subject->complete[i], subject->on)) {
            fprintf(stderr,
                    "%s: citizen %zu is not where the hand-written "
                    "rules put them\n",
                    subject->path, i);
            return false;
        }
    }
    return true;
}

static void
measure_decisions(const struct subject *subject)
{
    static const struct work floor_work = {"floor", run_floor};
    static const struct work peer_work = {"hand-written", run_peer};
    static const struct work works[] = {
        {"decide", run_decide},
        {"resolve", run_resolve},
        {"explain", run_explain},
    };
    double floor_ns = measure(subject, &floor_work, subject->complete);
    double peer_ns = measure(subject, &peer_work, subject->complete);
    size_t i;

    printf("  floor: read facts  %9.1f ns\n", floor_ns);
    printf("  hand-written rules %9.1f ns\n", peer_ns);
    for (i = 0; i < sizeof works / sizeof works[0]; i++) {
        double complete = measure(subject, &works[i], subject->complete);
        double partial = measure(subject, &works[i], subject->partial);

        printf("  %-8s complete  %9.1f ns  (%.1f of the floor, %.1f of "
               "hand-written)\n",
               works[i].name, complete, complete / floor_ns,
               complete / peer_ns);
        printf("  %-8s partial   %9.1f ns  (%.1f of the floor)\n",
               works[i].name, partial, partial / floor_ns);
    }
}

static void
release(struct subject *subject)
{
    size_t i;

    for (i = 0; i < NUM_PEOPLE; i++) {
        msb_facts_free(subject->complete[i]);
        msb_facts_free(subject->partial[i]);
    }
    msb_rules_unref(subject->rules);
    msb_model_unref(subject->model);
}

static bool
bench(struct subject *subject)
{
    struct msb_error err;
    bool done = false;

    if (msb_date_from_ymd(2026, 3, 2, &subject->on, &err) != MSB_OK
        || measure_load(subject, &err) != MSB_OK
        || make_people(subject, &err) != MSB_OK) {
        fprintf(stderr, "%s: %s\n", subject->path, err.message);
        goto out;
    }
    if (!agrees_with_peer(subject))
        goto out;
    measure_decisions(subject);
    done = true;
out:
    release(subject);
    return done;
}

int
main(int argc, char **argv)
{
    static struct subject aarhus = {.peer = bench_peer_aarhus_2019};
    static struct subject twenty = {.peer = bench_peer_bench_20};

    if (argc != 3) {
        fprintf(stderr, "usage: %s AARHUS_2019 BENCH_20\n", argv[0]);
        return EXIT_FAILURE;
    }
    aarhus.path = argv[1];
    twenty.path = argv[2];
    return bench(&aarhus) && bench(&twenty) ? EXIT_SUCCESS : EXIT_FAILURE;
}
