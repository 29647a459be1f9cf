/* SPDX-License-Identifier: MIT */
/*
 * Chunks say what the rows say: for random stores, dates and models both give
 * the same facts and the same decisions.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "decide/facts.h"
#include "store/columns/columns.h"
#include "store/columns/feed.h"
#include "support/small_model.h"
#include "unit/store/drawn.h"
#include "unit/store/town.h"

enum { NUM_STORES = 40, NUM_DATES = 8, NUM_MODELS = 2 };

/* The same population by both roads, and what decides it. */
struct roads {
    struct msb_store *store;
    struct msbi_feed_options options;
    struct msb_rules *rules[NUM_MODELS];
};

static void
open_roads(struct roads *roads, struct msb_store *store)
{
    static const char *const texts[NUM_MODELS] = {drawn_model, small_2019};

    *roads = (struct roads){.store = store};
    roads->options.num_models = NUM_MODELS;
    for (size_t i = 0; i < NUM_MODELS; i++) {
        struct msb_model *model = town_model(texts[i]);

        assert_int_equal(msb_rules_compile(model, &roads->rules[i], NULL),
                         MSB_OK);
        roads->options.models[i] = msb_rules_get_model(roads->rules[i]);
        msb_model_unref(model);
    }
}

static void
close_roads(struct roads *roads)
{
    for (size_t i = 0; i < NUM_MODELS; i++)
        msb_rules_unref(roads->rules[i]);
}

struct taken {
    int64_t key;
    struct msbi_batch_answer answers[NUM_MODELS];
    int16_t areas[NUM_MODELS][4];
};

/* Everybody, decided by both models; how many. */
static size_t
take_all(struct roads *roads, bool is_by_rows, struct taken *all)
{
    struct msbi_batch *batches[NUM_MODELS];
    int64_t keys[MSBI_BATCH_ROWS];
    struct msbi_feed *feed;
    size_t num, total = 0;

    roads->options.is_by_rows = is_by_rows;
    for (size_t i = 0; i < NUM_MODELS; i++)
        assert_int_equal(msbi_batch_new(roads->rules[i], roads->options.on,
                                        &batches[i], NULL),
                         MSB_OK);
    assert_int_equal(msbi_feed_open(roads->store, &roads->options, &feed, NULL),
                     MSB_OK);
    do {
        assert_int_equal(msbi_feed_fill(feed, batches, keys, &num, NULL),
                         MSB_OK);
        for (size_t i = 0; i < NUM_MODELS && num > 0; i++)
            assert_int_equal(msbi_batch_decide(batches[i], NULL), MSB_OK);
        for (size_t row = 0; row < num; row++, total++)
            for (size_t i = 0; i < NUM_MODELS; i++) {
                struct msbi_batch_answer *answer = &all[total].answers[i];

                all[total].key = keys[row];
                assert_int_equal(msbi_batch_get(batches[i], row, answer, NULL),
                                 MSB_OK);
                for (size_t k = 0; k < answer->num_deliveries; k++)
                    all[total].areas[i][k] = answer->areas[k];
            }
    } while (num > 0);
    msbi_feed_close(feed);
    for (size_t i = 0; i < NUM_MODELS; i++)
        msbi_batch_free(batches[i]);
    return total;
}

static void
check_answer(const struct taken *a, const struct taken *b, size_t i)
{
    const struct msbi_batch_answer *first = &a->answers[i];
    const struct msbi_batch_answer *second = &b->answers[i];

    assert_int_equal(first->is_rejected, second->is_rejected);
    assert_int_equal(first->outcome.status, second->outcome.status);
    assert_int_equal(first->outcome.area, second->outcome.area);
    assert_int_equal(first->outcome.rule, second->outcome.rule);
    assert_int_equal(first->outcome.target_group, second->outcome.target_group);
    assert_int_equal(first->num_deliveries, second->num_deliveries);
    assert_memory_equal(a->areas[i], b->areas[i],
                        first->num_deliveries * sizeof(int16_t));
}

/* Facts of both roads, one citizen after the other. */
static void
check_facts(struct roads *roads)
{
    struct msbi_feed_options options = roads->options;
    struct msb_model *model = msb_rules_get_model(roads->rules[0]);
    struct msbi_feed *feeds[2];
    struct msb_facts *facts[2];
    enum msb_status status[2];
    bool has[2];

    options.num_models = 1;
    for (size_t i = 0; i < 2; i++) {
        options.is_by_rows = i == 1;
        assert_int_equal(
            msbi_feed_open(roads->store, &options, &feeds[i], NULL), MSB_OK);
        assert_int_equal(msb_facts_new(model, &facts[i], NULL), MSB_OK);
    }
    do {
        for (size_t i = 0; i < 2; i++)
            status[i] = msbi_feed_next(feeds[i], facts[i], &has[i], NULL);
        assert_int_equal(has[0], has[1]);
        assert_int_equal(status[0], status[1]);
        if (!has[0] || status[0] != MSB_OK)
            continue;
        assert_int_equal(facts[0]->has_birth_date, facts[1]->has_birth_date);
        if (facts[0]->has_birth_date)
            assert_int_equal(facts[0]->birth_date.days,
                             facts[1]->birth_date.days);
        assert_memory_equal(facts[0]->scalars, facts[1]->scalars,
                            facts[0]->num_attributes * sizeof(int32_t));
        assert_memory_equal(facts[0]->words, facts[1]->words,
                            facts[0]->num_words * sizeof(uint64_t));
    } while (has[0]);
    for (size_t i = 2; i-- > 0;) {
        msbi_feed_close(feeds[i]);
        msb_facts_free(facts[i]);
    }
}

/* What was decided, and what was not, so that the test knows that it tests. */
struct seen {
    size_t rejected, decided, citizens;
};

static void
check_date(struct roads *roads, int day, struct seen *seen)
{
    static struct taken by_columns[DRAWN_CITIZENS], by_rows[DRAWN_CITIZENS];
    size_t num;

    roads->options.on.days = day;
    num = take_all(roads, false, by_columns);
    assert_int_equal(num, take_all(roads, true, by_rows));
    seen->citizens += num;
    for (size_t row = 0; row < num; row++) {
        assert_int_equal(by_columns[row].key, by_rows[row].key);
        for (size_t i = 0; i < NUM_MODELS; i++)
            check_answer(&by_columns[row], &by_rows[row], i);
        seen->rejected += by_rows[row].answers[0].is_rejected;
        seen->decided += by_rows[row].answers[0].outcome.status
                         == MSB_OUTCOME_DETERMINED;
    }
    check_facts(roads);
}

/* As a writing operation makes them. */
static void
make_chunks(struct msb_store *store)
{
    const struct msbi_feed_options options = {.makes_chunks = true};
    struct msbi_feed *feed;
    size_t num;

    assert_int_equal(msbi_store_begin(store, NULL), MSB_OK);
    assert_int_equal(msbi_feed_open(store, &options, &feed, NULL), MSB_OK);
    assert_int_equal(msbi_feed_fill(feed, NULL, NULL, &num, NULL), MSB_OK);
    assert_int_equal(num, 0); /* nobody has facts on 1970-01-01 */
    msbi_feed_close(feed);
    assert_int_equal(msbi_store_commit(store, NULL), MSB_OK);
}

static void
check_store(struct random *random, bool may_be_odd, struct seen *seen)
{
    struct town *town;
    struct roads roads;
    uint64_t num_wrong;
    int64_t first;

    town_set_up((void **)&town);
    drawn_fill(town->store, may_be_odd, random);
    open_roads(&roads, town->store);
    check_date(&roads, drawn_day(random), seen); /* without any chunk */
    make_chunks(town->store);
    assert_int_equal(msbi_columns_verify(town->store, &num_wrong, &first, NULL),
                     MSB_OK);
    assert_int_equal(num_wrong, 0);
    for (size_t i = 0; i < NUM_DATES; i++)
        check_date(&roads, drawn_day(random), seen);
    town_execute(town->store, "DELETE FROM column_chunk WHERE number % 2 = 0");
    check_date(&roads, drawn_day(random), seen);
    close_roads(&roads);
    town_tear_down((void **)&town);
}

static void
columns_and_rows_give_the_same_facts_and_decisions(void **state)
{
    struct random random = {.state = 4};
    struct seen seen = {0};

    (void)state;
    for (size_t i = 0; i < NUM_STORES; i++)
        check_store(&random, i % 4 == 0, &seen);
    assert_true(seen.rejected * 10 > seen.citizens);
    assert_true(seen.decided * 15 > seen.citizens);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_and_rows_give_the_same_facts_and_decisions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
