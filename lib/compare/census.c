/* SPDX-License-Identifier: MIT */
/*
 * One pass over a population. The store streams the citizens; each side
 * (one model to report on, two to compare) fills its own facts, decides and
 * counts. Facts are reused from citizen to citizen, so memory does not grow.
 *
 * Facts that a model cannot use (INVALID: a value outside its domain, born
 * after the date; CONFLICT: two rules under `unique`) are a result, counted
 * as rejected. Every other failure ends the pass.
 */
#include "compare/census.h"

#include "base/error.h"
#include "store/store.h"

/* How many citizens pass between two calls of the progress function. */
#define PROGRESS_STEP 1024

static enum msb_status
prepare_side(struct msbi_side *side, struct msb_date on, struct msb_error *err)
{
    enum msb_status status;

    status = msb_facts_new(msb_rules_get_model(side->rules), &side->facts, err);
    if (status != MSB_OK)
        return status;
    return msbi_totals_new(side->rules, on, &side->totals, err);
}

void
msbi_side_release(struct msbi_side *side)
{
    msb_facts_free(side->facts);
    msb_totals_unref(side->totals);
    side->facts = NULL;
    side->totals = NULL;
}

static enum msb_status
decide_person(struct msbi_side *side, const struct msbi_person *person,
              struct msb_date on, struct msb_error *err)
{
    struct msb_decision *decision = NULL;
    struct msb_outcome outcome;
    enum msb_status status;

    side->area = MSB_NONE;
    status = msbi_person_fill_facts(person, side->facts, err);
    if (status == MSB_OK)
        status = msb_rules_resolve(side->rules, side->facts, on, &decision,
                                   err);
    if (status == MSB_ERR_INVALID || status == MSB_ERR_CONFLICT) {
        msbi_totals_add_rejected(side->totals);
        return MSB_OK;
    }
    if (status != MSB_OK)
        return status;
    outcome = msb_decision_get_outcome(decision);
    if (outcome.area >= 0)
        side->area = (size_t)outcome.area;
    status = msbi_totals_add(side->totals, decision, err);
    msb_decision_unref(decision);
    return status;
}

static enum msb_status
decide_everybody(struct msbi_census *census, struct msbi_population *population,
                 uint64_t total, struct msb_error *err)
{
    struct msbi_person person;
    uint64_t done = 0;

    for (;;) {
        bool has_person = false;
        enum msb_status status;

        status = msbi_population_next(population, &person, &has_person, err);
        if (status != MSB_OK || !has_person)
            return status;
        for (size_t i = 0; i < census->num_sides; i++) {
            status = decide_person(&census->sides[i], &person, census->on, err);
            if (status != MSB_OK)
                return status;
        }
        if (census->each != NULL) {
            status = census->each(census->each_user, census->sides, err);
            if (status != MSB_OK)
                return status;
        }
        if (++done % PROGRESS_STEP == 0 && census->progress != NULL)
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
