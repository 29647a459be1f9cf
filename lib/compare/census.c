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
#include "store/columns/feed.h"
#include "store/progress.h"
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
    msbi_free(side->same);
    side->batch = NULL;
    side->totals = NULL;
    side->same = NULL;
}

/* Fill the batches; @num is how many citizens they took, 0 at the end. */
static enum msb_status
read_citizens(struct msbi_census *census, struct msbi_feed *feed, size_t *num,
              struct msb_error *err)
{
    struct msbi_batch *batches[MSBI_MAX_SIDES];
    enum msb_status status;

    for (size_t i = 0; i < census->num_sides; i++)
        batches[i] = census->sides[i].batch;
    status = msbi_feed_fill(feed, batches, census->keys, num, err);
    for (size_t i = 0; i < *num && status == MSB_OK; i++)
        status = msbi_placed_find(census->exceptions, census->keys[i],
                                  &census->placed[i], err);
    return status;
}

/* Let the citizen's exception overrule the answer of a side. */
static void
place_row(struct msbi_side *side, size_t placed,
          struct msbi_batch_answer *answer)
{
    if (placed == MSB_NONE || side->same == NULL || answer->is_rejected
        || side->same[placed] == MSB_NONE)
        return;
    answer->outcome.status = MSB_OUTCOME_DETERMINED;
    answer->outcome.area = (int32_t)side->same[placed];
    answer->outcome.rule = -1;
    side->totals->exceptions++;
}

static enum msb_status
count_row(struct msbi_side *side, size_t row, size_t placed,
          struct msb_error *err)
{
    struct msbi_batch_answer answer;
    enum msb_status status = msbi_batch_get(side->batch, row, &answer, err);

    if (status != MSB_OK)
        return status;
    place_row(side, placed, &answer);
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
            status = count_row(&census->sides[i], row, census->placed[row],
                               err);
        if (status == MSB_OK && census->each != NULL)
            status = census->each(census->each_user, census->sides, err);
    }
    return status;
}

static enum msb_status
decide_everybody(struct msbi_census *census, struct msbi_feed *feed,
                 uint64_t total, struct msb_error *err)
{
    uint64_t done = 0;

    for (;;) {
        size_t num;
        enum msb_status status = read_citizens(census, feed, &num, err);

        if (status == MSB_OK)
            status = count_citizens(census, num, err);
        if (status != MSB_OK || num == 0)
            return status;
        done += num;
        status = msbi_progress_tell(census->progress, census->progress_user,
                                    done, total, err);
        if (status != MSB_OK)
            return status;
    }
}

static enum msb_status
open_exceptions(struct msbi_census *census, struct msb_error *err)
{
    enum msb_status status = msbi_placed_open(census->store, census->on,
                                              &census->exceptions, err);

    for (size_t i = 0; i < census->num_sides && status == MSB_OK; i++)
        status = msbi_placed_match(census->exceptions, census->sides[i].rules,
                                   &census->sides[i].same, err);
    return status;
}

enum msb_status
msbi_census_run(struct msbi_census *census, struct msb_error *err)
{
    struct msbi_feed_options options = {.on = census->on,
                                        .num_models = census->num_sides};
    struct msbi_feed *feed = NULL;
    enum msb_status status = MSB_OK;
    uint64_t total = 0;

    for (size_t i = 0; i < census->num_sides && status == MSB_OK; i++) {
        options.models[i] = msb_rules_get_model(census->sides[i].rules);
        status = prepare_side(&census->sides[i], census->on, err);
    }
    if (status != MSB_OK)
        goto out;
    status = msbi_store_count_citizens(census->store, &total, err);
    if (status != MSB_OK)
        goto out;
    status = msbi_feed_open(census->store, &options, &feed, err);
    if (status == MSB_OK)
        status = open_exceptions(census, err);
    if (status != MSB_OK)
        goto out;
    status = decide_everybody(census, feed, total, err);
out:
    msbi_placed_close(census->exceptions);
    msbi_feed_close(feed);
    return status;
}
