/* SPDX-License-Identifier: MIT */
/*
 * Counting a population by what was found. The store streams the citizens, and
 * each is put to the compiled diagrams of the analysis or the difference with
 * the facts that are known. Memory does not grow with the population.
 */
#include <msb/count.h>

#include "base/error.h"
#include "compare/bound.h"
#include "compare/counting.h"
#include "decide/case.h"
#include "rules/analysis.h"
#include "rules/difference.h"
#include "rules/walk.h"
#include "store/columns/feed.h"
#include "store/guard/guard.h"
#include "store/progress.h"
#include "store/store.h"

/* How many citizens pass between two calls of the progress function. */
#define PROGRESS_STEP 1024

enum msb_status
msbi_counting_fail(enum msb_status status, struct msb_error *err)
{
    if (status == MSB_ERR_NOMEM)
        return msbi_fail_nomem(err);
    return msbi_fail(err, MSB_ERR_LIMIT, "limit",
                     "a citizen of whom too little is known takes more than "
                     "%u steps to count; use fewer or simpler conditions",
                     MSBI_MAX_SEARCH);
}

static enum msb_status
start(struct msbi_counting *counting, const struct msb_rules *rules,
      struct msb_error *err)
{
    size_t num_rules = rules->model->num_rules;
    size_t num = counting->tally->num;
    enum msb_status status = msb_facts_new(rules->model, &counting->facts, err);

    if (status != MSB_OK)
        return status;
    counting->rules = rules;
    counting->classes = msbi_alloc_array(rules->levels.num,
                                         sizeof *counting->classes);
    counting->shares = msbi_alloc_array(num_rules, sizeof *counting->shares);
    counting->list = msbi_alloc_array(num > num_rules ? num : num_rules,
                                      sizeof *counting->list);
    if (counting->classes == NULL || counting->shares == NULL
        || counting->list == NULL)
        return msbi_fail_nomem(err);
    return MSB_OK;
}

static void
finish(struct msbi_counting *counting)
{
    msb_facts_free(counting->facts);
    msbi_free(counting->classes);
    msbi_free(counting->shares);
    msbi_free(counting->list);
    msb_tally_unref(counting->tally);
}

/* Count a citizen whose facts were filled with @status. */
static enum msb_status
add_citizen(struct msbi_counting *counting, enum msb_status status,
            struct msb_error *err)
{
    struct msb_tally *tally = counting->tally;
    struct msbi_case citizen;

    tally->citizens++;
    if (status == MSB_OK)
        status = msbi_case_start(&citizen, counting->rules, counting->facts,
                                 tally->on, err);
    if (status == MSB_ERR_INVALID) {
        tally->rejected++;
        return MSB_OK;
    }
    if (status != MSB_OK)
        return status;
    for (size_t i = 0; i < counting->rules->levels.num; i++)
        counting->classes[i] = msbi_case_class(&citizen, (uint32_t)i);
    return tally->analysis != NULL ? msbi_counting_add_findings(counting, err)
                                   : msbi_counting_add_changes(counting, err);
}

static enum msb_status
add_everybody(struct msbi_counting *counting, struct msb_store *store,
              msb_progress_fn progress, void *user, struct msb_error *err)
{
    const struct msbi_feed_options options = {
        .on = counting->tally->on,
        .num_models = 1,
        .models = {counting->rules->model},
    };
    struct msbi_feed *feed = NULL;
    enum msb_status status;
    bool has_citizen = true;
    uint64_t total = 0;

    status = msbi_store_count_citizens(store, &total, err);
    if (status == MSB_OK)
        status = msbi_feed_open(store, &options, &feed, err);
    while (status == MSB_OK) {
        status = msbi_feed_next(feed, counting->facts, &has_citizen, err);
        if (!has_citizen)
            break;
        status = add_citizen(counting, status, err);
        if (status == MSB_OK && counting->tally->citizens % PROGRESS_STEP == 0)
            status = msbi_progress_tell(progress, user,
                                        counting->tally->citizens, total, err);
    }
    msbi_feed_close(feed);
    if (status == MSB_OK)
        status = msbi_progress_tell(progress, user, total, total, err);
    return status;
}

/* Count by one of the two, whose diagrams are those of @rules. */
static enum msb_status
count(struct msb_store *store, struct msb_analysis *analysis,
      struct msb_difference *difference, struct msb_date on,
      msb_progress_fn progress, void *user, struct msb_tally **out,
      struct msb_error *err)
{
    struct msbi_counting counting = {0};
    enum msb_status status = msbi_guard_do(store, MSBI_POWER_COUNT, "count", 0,
                                           err);

    if (status == MSB_OK)
        status = msbi_tally_new(analysis, difference, on, &counting.tally, err);
    if (status == MSB_OK)
        status = start(
            &counting,
            analysis != NULL ? analysis->rules : difference->sides[0], err);
    if (status == MSB_OK)
        status = add_everybody(&counting, store, progress, user, err);
    if (status == MSB_OK)
        status = msbi_tally_bind(store, &counting.tally, err);
    if (status == MSB_OK)
        *out = msb_tally_ref(counting.tally);
    finish(&counting);
    return status;
}

enum msb_status
msb_store_count_findings(struct msb_store *store, struct msb_analysis *analysis,
                         struct msb_date on, msb_progress_fn progress,
                         void *user, struct msb_tally **out,
                         struct msb_error *err)
{
    if (out != NULL)
        *out = NULL;
    if (store == NULL || analysis == NULL || out == NULL)
        return msbi_fail_misuse(err,
                                "store, analysis and out must not be NULL");
    return count(store, analysis, NULL, on, progress, user, out, err);
}

enum msb_status
msb_store_count_changes(struct msb_store *store,
                        struct msb_difference *difference, struct msb_date on,
                        msb_progress_fn progress, void *user,
                        struct msb_tally **out, struct msb_error *err)
{
    if (out != NULL)
        *out = NULL;
    if (store == NULL || difference == NULL || out == NULL)
        return msbi_fail_misuse(err,
                                "store, difference and out must not be NULL");
    return count(store, NULL, difference, on, progress, user, out, err);
}
