/* SPDX-License-Identifier: MIT */
/* One model over a population: a census with one side. */
#include <msb/compare.h>

#include "base/error.h"
#include "compare/bound.h"
#include "compare/census.h"
#include "store/guard/guard.h"
#include "store/rights/erased.h"

/* Count one of the erased where it was placed. An area of a former model that
   this one does not have says nothing here. */
static enum msb_status
count_erased(void *user, const char *area, struct msb_error *err)
{
    struct msb_totals *totals = user;
    size_t index = msb_model_find_part(msb_rules_get_model(totals->rules),
                                       MSB_PART_AREA, area);
    struct msbi_batch_answer answer = {
        .outcome = {.status = MSB_OUTCOME_DETERMINED,
                    .area = (int32_t)index,
                    .rule = -1,
                    .target_group = -1}};

    if (index == MSB_NONE)
        return MSB_OK;
    totals->erased++;
    return msbi_totals_add(totals, &answer, err);
}

enum msb_status
msb_store_report(struct msb_store *store, struct msb_rules *rules,
                 struct msb_date on, msb_progress_fn progress, void *user,
                 struct msb_totals **out, struct msb_error *err)
{
    struct msbi_side side = {0};
    struct msbi_census census = {
        .store = store,
        .on = on,
        .num_sides = 1,
        .sides = &side,
        .progress = progress,
        .progress_user = user,
    };
    enum msb_status status;

    if (out != NULL)
        *out = NULL;
    if (store == NULL || out == NULL)
        return msbi_fail_misuse(err, "store and out must not be NULL");
    status = msbi_guard_do(store, MSBI_POWER_COUNT, "report", 0, err);
    if (status != MSB_OK)
        return status;
    side.rules = msb_rules_ref(rules);
    if (rules == NULL)
        status = msb_store_find_rules(store, on, &side.rules, err);
    if (status != MSB_OK)
        goto out;
    status = msbi_census_run(&census, err);
    if (status == MSB_OK && rules == NULL)
        status = msbi_erased_each(store, on, count_erased, side.totals, err);
    if (status == MSB_OK)
        status = msbi_totals_bind(store, &side.totals, err);
    if (status != MSB_OK)
        goto out;
    *out = side.totals;
    side.totals = NULL;
out:
    msbi_side_release(&side);
    msb_rules_unref(side.rules);
    return status;
}
