/* SPDX-License-Identifier: MIT */
/*
 * Columns come to what msb_rules_decide() says of each row, for every set of
 * instructions that the machine has, and a range is all that is written.
 */
#include "columns_draw.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>

#include "decide/plan.h"

enum { NUM_WAYS = 3, NUM_MODELS = 3000, MAX_ROWS = 1600 };

static const enum msb_instructions ways[NUM_WAYS] = {
    MSB_INSTRUCTIONS_PORTABLE, MSB_INSTRUCTIONS_AVX2, MSB_INSTRUCTIONS_AVX512};

/* A plan for the way, or NULL where the machine lacks it. */
static struct msb_plan *
open_plan(struct msb_rules *rules, struct msb_date on,
          enum msb_instructions way)
{
    struct msb_plan *plan = NULL;
    struct msb_error err = {0};
    enum msb_status status = msb_plan_new(rules, on, way, &plan, &err);

    if (status == MSB_ERR_MISUSE && way != MSB_INSTRUCTIONS_PORTABLE)
        return NULL;
    assert_int_equal(status, MSB_OK);
    assert_int_equal(msb_plan_get_instructions(plan), way);
    return plan;
}

/* Everything about one model and its citizens. */
struct world {
    struct drawn_model model;
    struct drawn_rows rows;
    struct drawn_answer *expected;
    struct random random;
};

static void
open_world(struct world *world, uint64_t seed, size_t num_rows)
{
    struct msb_facts *facts = NULL;

    world->random.state = seed * 977 + 5;
    drawn_model_open(&world->model, seed);
    drawn_rows_open(&world->rows, &world->model, num_rows, &world->random);
    world->expected = malloc(num_rows * sizeof *world->expected + 1);
    assert_non_null(world->expected);
    assert_int_equal(
        msb_facts_new(msb_rules_get_model(world->model.rules), &facts, NULL),
        MSB_OK);
    for (size_t i = 0; i < num_rows; i++)
        world->expected[i] = drawn_expect(&world->rows, &world->model, i,
                                          facts);
    msb_facts_free(facts);
}

static void
close_world(struct world *world)
{
    free(world->expected);
    drawn_rows_close(&world->rows);
    drawn_model_close(&world->model);
}

static void
check_range(const struct world *world, const struct msb_plan *plan, size_t from,
            size_t num_rows, unsigned wanted, uint32_t max_deliveries)
{
    struct drawn_output output;
    struct msb_error err = {0};

    drawn_output_open(&output, world->rows.num, wanted, max_deliveries);
    if (msb_plan_decide(plan, &world->rows.columns, from, num_rows, &output.out,
                        &err)
        != MSB_OK)
        fail_msg("%s", err.message);
    drawn_output_check(&output, world->expected, from, num_rows);
    drawn_output_close(&output);
}

/* What the drawn models have been, so that a test knows what it has seen. */
struct seen {
    size_t statuses[5], groups;
    size_t delivered, units, undelivered, many_services, per_service;
    size_t with_tables, without_tables, over_32, over_64;
    size_t proofs, many_doubts, apart; /* models: see doubts.h */
    size_t lacking[3]; /* undetermined rows that lack one fact, two, more */
    size_t ways[NUM_WAYS];
};

/* How many of the facts that rules ask for a row does not know. */
static size_t
count_lacking(const struct world *world, const struct msb_plan *plan,
              size_t row)
{
    const struct drawn_rows *rows = &world->rows;
    size_t num = 0;

    for (size_t i = 0; i < plan->doubts.num; i++) {
        size_t at = plan->doubts.attributes[i];

        if (at == MSBI_AGE && rows->attributes[at].values == NULL)
            at = world->model.num;
        num += !rows->values[row * rows->stride + at].known;
    }
    return num;
}

static void
note_plan(struct seen *seen, const struct world *world,
          const struct msb_plan *plan)
{
    seen->proofs += plan->doubts.has_proofs;
    seen->many_doubts += plan->doubts.has_proofs && plan->doubts.num > 8;
    seen->apart += plan->doubts.has_proofs && world->model.unique
                   && world->model.num_rules > 1;
    for (size_t i = 0; plan->doubts.has_proofs && i < world->rows.num; i++) {
        size_t num = count_lacking(world, plan, i);

        if (world->expected[i].status == MSB_ROW_UNDETERMINED && num > 0)
            seen->lacking[num > 2 ? 2 : num - 1]++;
    }
}

static void
note_world(struct seen *seen, const struct world *world,
           const struct msb_plan *plan)
{
    for (size_t i = 0; i < world->rows.num; i++) {
        seen->statuses[world->expected[i].status]++;
        seen->groups += world->expected[i].target_group >= 0;
        seen->delivered += world->expected[i].deliveries[1][0] >= 0;
        seen->units += world->expected[i].deliveries[2][0] >= 0;
        seen->undelivered += world->expected[i].deliveries[0][0] >= 0
                             && world->expected[i].deliveries[1][0] < 0;
        seen->many_services += world->expected[i].num_deliveries > 3;
    }
    note_plan(seen, world, plan);
    seen->per_service += world->model.per_service && plan->tables != NULL;
    seen->with_tables += plan->tables != NULL;
    seen->without_tables += plan->tables == NULL;
    seen->over_32 += plan->tables != NULL && plan->num_words > 1;
    seen->over_64 += plan->tables != NULL && plan->num_words > 2;
}

static void
assert_seen(const struct seen *seen)
{
    for (size_t i = 1; i < 5; i++)
        assert_true(seen->statuses[i] > 1000);
    assert_true(seen->groups > 1000);
    assert_true(seen->delivered > 1000);
    assert_true(seen->units > 1000);
    assert_true(seen->undelivered > 1000);
    assert_true(seen->many_services > 100);
    assert_true(seen->per_service > 20);
    assert_true(seen->with_tables > 200);
    assert_true(seen->without_tables > 200);
    assert_true(seen->over_32 > 50);
    assert_true(seen->over_64 > 20);
    for (size_t i = 0; i < 3; i++)
        assert_true(seen->lacking[i] > 500);
    assert_true(seen->proofs > 500);
    assert_true(seen->many_doubts > 20);
    assert_true(seen->apart > 20);
    assert_int_equal(seen->ways[0], NUM_MODELS);
    print_message("ran: portable on %zu models, AVX2 on %zu, AVX-512 on %zu "
                  "(0: this machine lacks it)\n",
                  seen->ways[0], seen->ways[1], seen->ways[2]);
    print_message(
        "proofs %zu, over 8 doubts %zu, unique apart %zu; lacking one "
        "fact %zu, two %zu, more %zu\n",
        seen->proofs, seen->many_doubts, seen->apart, seen->lacking[0],
        seen->lacking[1], seen->lacking[2]);
    print_message("tables %zu, over 32 terms %zu, over 64 %zu, none %zu\n",
                  seen->with_tables, seen->over_32, seen->over_64,
                  seen->without_tables);
}

static void
every_row_is_what_a_single_decision_says(void **state)
{
    struct seen seen = {0};

    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct world world;
        size_t num_rows = 1 + seed * 7919 % (seed % 20 == 0 ? MAX_ROWS : 90);

        open_world(&world, seed, num_rows);
        for (size_t i = 0; i < NUM_WAYS; i++) {
            struct msb_plan *plan = open_plan(world.model.rules, world.rows.on,
                                              ways[i]);
            size_t from = random_below(&world.random, num_rows);

            if (plan == NULL)
                continue;
            seen.ways[i]++;
            if (i == 0)
                note_world(&seen, &world, plan);
            check_range(&world, plan, 0, num_rows, DRAW_ALL, 3);
            check_range(
                &world, plan, from, num_rows - from,
                (unsigned)random_below(&world.random, DRAW_ALL + 1),
                (uint32_t)random_below(&world.random, DRAW_MAX_TOLD + 1));
            msb_plan_unref(plan);
        }
        close_world(&world);
    }
    assert_seen(&seen);
}

static void
a_range_is_all_that_is_written(void **state)
{
    static const size_t froms[] = {0,  1,  3,   7,   8,   9,   15,  16,
                                   17, 31, 100, 511, 512, 513, 519, 1023};
    static const size_t nums[] = {0,  1,  7,   8,   9,   15,  16,  17,
                                  31, 33, 127, 511, 512, 513, 529, 1025};

    (void)state;
    for (uint64_t seed = 1; seed < 30; seed++) {
        struct world world;

        open_world(&world, seed, MAX_ROWS);
        for (size_t i = 0; i < NUM_WAYS; i++) {
            struct msb_plan *plan = open_plan(world.model.rules, world.rows.on,
                                              ways[i]);

            for (size_t k = 0; plan != NULL && k < 16; k++) {
                size_t from = froms[(k + seed) % 16];
                size_t num = nums[(k * 7 + seed) % 16];

                if (from + num > MAX_ROWS)
                    num = MAX_ROWS - from;
                check_range(&world, plan, from, num, DRAW_ALL, 2);
            }
            msb_plan_unref(plan);
        }
        close_world(&world);
    }
}

struct half {
    const struct msb_plan *plan;
    const struct msb_columns *columns;
    const struct msb_outcome_columns *out;
    size_t from, num;
    enum msb_status status;
};

static void *
decide_half(void *user)
{
    struct half *half = user;

    half->status = msb_plan_decide(half->plan, half->columns, half->from,
                                   half->num, half->out, NULL);
    return NULL;
}

static void
two_threads_on_two_halves_do_what_one_does(void **state)
{
    (void)state;
    for (uint64_t seed = 200; seed < 260; seed++) {
        struct drawn_output output;
        struct world world;
        struct msb_plan *plan;
        struct half halves[2];
        pthread_t threads[2];

        open_world(&world, seed, 1200);
        drawn_output_open(&output, 1200, DRAW_ALL, 3);
        plan = open_plan(world.model.rules, world.rows.on,
                         ways[seed % NUM_WAYS]);
        if (plan == NULL) /* the machine lacks it */
            plan = open_plan(world.model.rules, world.rows.on, ways[0]);
        for (size_t i = 0; i < 2; i++) {
            size_t cut = 597; /* within one byte of a bitmap */

            halves[i] = (struct half){.plan = plan,
                                      .columns = &world.rows.columns,
                                      .out = &output.out,
                                      .from = i * cut,
                                      .num = i == 0 ? cut : 1200 - cut};
            assert_int_equal(
                pthread_create(&threads[i], NULL, decide_half, &halves[i]), 0);
        }
        for (size_t i = 0; i < 2; i++) {
            assert_int_equal(pthread_join(threads[i], NULL), 0);
            assert_int_equal(halves[i].status, MSB_OK);
        }
        drawn_output_check(&output, world.expected, 0, 1200);
        drawn_output_close(&output);
        msb_plan_unref(plan);
        close_world(&world);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_what_a_single_decision_says),
        cmocka_unit_test(a_range_is_all_that_is_written),
        cmocka_unit_test(two_threads_on_two_halves_do_what_one_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
