/* SPDX-License-Identifier: MIT */
/* One model over a population: a census with one side. */
#include <msb/compare.h>

#include "base/error.h"
#include "compare/census.h"

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
    enum msb_status status = MSB_OK;

    if (out != NULL)
        *out = NULL;
    if (store == NULL || out == NULL)
        return msbi_fail_misuse(err, "store and out must not be NULL");
    side.rules = msb_rules_ref(rules);
    if (rules == NULL)
        status = msb_store_find_rules(store, on, &side.rules, err);
    if (status != MSB_OK)
        goto out;
    status = msbi_census_run(&census, err);
    if (status != MSB_OK)
        goto out;
    *out = side.totals;
    side.totals = NULL;
out:
    msbi_side_release(&side);
    msb_rules_unref(side.rules);
    return status;
}
