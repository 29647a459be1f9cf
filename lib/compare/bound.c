/* SPDX-License-Identifier: MIT */
/*
 * Results for a principal who is shown no small numbers: they are suppressed
 * before they are handed out. What they were made of stays behind them,
 * unseen, for whoever asks for a higher bound; nobody gets a lower one.
 */
#include "compare/bound.h"

#include <msb/suppress.h>

#include "compare/comparison.h"
#include "compare/tally.h"
#include "compare/totals.h"
#include "store/guard/guard.h"

enum msb_status
msbi_totals_bind(const struct msb_store *store, struct msb_totals **totals,
                 struct msb_error *err)
{
    uint64_t least = msbi_guard_get_least(store);
    struct msb_totals *exact = *totals;
    enum msb_status status;

    if (least == 0)
        return MSB_OK;
    status = msb_totals_suppress(exact, least, totals, err);
    if (status != MSB_OK)
        *totals = exact;
    else
        (*totals)->exact = exact;
    return status;
}

enum msb_status
msbi_comparison_bind(const struct msb_store *store,
                     struct msb_comparison **comparison, struct msb_error *err)
{
    uint64_t least = msbi_guard_get_least(store);
    struct msb_comparison *exact = *comparison;
    enum msb_status status;

    if (least == 0)
        return MSB_OK;
    status = msb_comparison_suppress(exact, least, comparison, err);
    if (status != MSB_OK)
        *comparison = exact;
    else
        (*comparison)->exact = exact;
    return status;
}

enum msb_status
msbi_tally_bind(const struct msb_store *store, struct msb_tally **tally,
                struct msb_error *err)
{
    uint64_t least = msbi_guard_get_least(store);
    struct msb_tally *exact = *tally;
    enum msb_status status;

    if (least == 0)
        return MSB_OK;
    status = msb_tally_suppress(exact, least, tally, err);
    if (status != MSB_OK)
        *tally = exact;
    else
        (*tally)->exact = exact;
    return status;
}
