/* SPDX-License-Identifier: MIT */
/*
 * One pass over a population. The store streams the citizens into a batch for
 * each side (one model to report on, two to compare); when the batches are
 * full, each side decides all of its rows at once, and they are counted.
 * Batches are used again and again, so memory does not grow.
 *
 * Facts that a model cannot use (INVALID: a value outside its domain, born
 * after the date; CONFLICT: two rules under `unique`) are a result, counted
 * as rejected. Every other failure ends the pass.
 */
#include "compare/census.h"

#include "base/error.h"
#include "store/store.h"

static enum msb_status
prepare_side(struct msbi_side *side, struct msb_date on, struct msb_error *err)
{
    enum msb_status status;

    status = msbi_batch_new(side->rules, on, &side->batch, err);
    return status != MSB_OK
               ? status
               : msbi_totals_new(side->rules, on, &side->totals, err);
}

void
msbi_side_release(struct msbi_side *side)
{
    msbi_batch_free(side->batch);
    msb_totals_unref(side->totals);
    side->batch = NULL;
    side->totals = NULL;
}

/* Fill the batches; @num is how many citizens they took, 0 at the end. */
static enum msb_status
read_citizens(struct msbi_census *census, struct msbi_population *population,
              size_t *num, struct msb_error *err)
{
    struct msbi_batch *batches[MSBI_MAX_SIDES];
    struct msbi_person person;
    bool has_person = true;

    for (size_t i = 0; i < census->num_sides; i++) {
        batches[i] = census->sides[i].batch;
        msbi_batch_clear(batches[i]);
    }
    for (*num = 0; *num < MSBI_BATCH_ROWS; ++*num) {
        enum msb_status status = msbi_population_next(population, &person,
                                                      &has_person, err);

        if (status != MSB_OK || !has_person)
            return status;
        status = msbi_person_add_to(&person, batches, census->num_sides, err);
        if (status != MSB_OK)
            return status;
    }
    return MSB_OK;
}

static enum msb_status
count_row(struct msbi_side *side, size_t row, struct msb_error *err)
{
    struct msbi_batch_answer answer;
    enum msb_status status = msbi_batch_get(side->batch, row, &answer, err);

    if (status != MSB_OK)
        return status;
    side->area = answer.outcome.area < 0 ? MSB_NONE
                                         : (size_t)answer.outcome.area;
    return msbi_totals_add(side->totals, &answer, err);
}

static enum msb_status
count_citizens(struct msbi_census *census, size_t num, struct msb_error *err)
{
    enum msb_status status = MSB_OK;

    for (size_t i = 0; i < census->num_sides && status == MSB_OK; i++)
        status = msbi_batch_decide(census->sides[i].batch, err);
    for (size_t row = 0; row < num && status == MSB_OK; row++) {
        for (size_t i = 0; i < census->num_sides && status == MSB_OK; i++)
            status = count_row(&census->sides[i], row, err);
        if (status == MSB_OK && census->each != NULL)
            status = census->each(census->each_user, census->sides, err);
    }
    return status;
}

static enum msb_status
decide_everybody(struct msbi_census *census, struct msbi_population *population,
                 uint64_t total, struct msb_error *err)
{
    uint64_t done = 0;

    for (;;) {
        size_t num;
        enum msb_status status = read_citizens(census, population, &num, err);

        if (status == MSB_OK)
            status = count_citizens(census, num, err);
        if (status != MSB_OK || num == 0)
            return status;
        done += num;
        if (census->progress != NULL)
            census->progress(census->progress_user, done, total);
    }
}

enum msb_status
msbi_census_run(struct msbi_census *census, struct msb_error *err)
{
    struct msbi_population *population = NULL;
    enum msb_status status = MSB_OK;
    uint64_t total = 0;

    for (size_t i = 0; i < census->num_sides && status == MSB_OK; i++)
        status = prepare_side(&census->sides[i], census->on, err);
    if (status != MSB_OK)
        goto out;
    status = msbi_store_count_citizens(census->store, &total, err);
    if (status != MSB_OK)
        goto out;
    status = msbi_population_open(census->store, census->on, &population, err);
    if (status != MSB_OK)
        goto out;
    status = decide_everybody(census, population, total, err);
out:
    msbi_population_close(population);
    return status;
}
