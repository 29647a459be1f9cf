/* SPDX-License-Identifier: MIT */
#ifndef MSBI_BOUND_H
#define MSBI_BOUND_H

#include <msb/compare.h>
#include <msb/count.h>

/*
 * Before a result of a store is handed out: in its place one without small
 * numbers, where the store's principal is shown none. The result stays as it
 * was on failure.
 */
enum msb_status msbi_totals_bind(const struct msb_store *store,
                                 struct msb_totals **totals,
                                 struct msb_error *err);
enum msb_status msbi_comparison_bind(const struct msb_store *store,
                                     struct msb_comparison **comparison,
                                     struct msb_error *err);
enum msb_status msbi_tally_bind(const struct msb_store *store,
                                struct msb_tally **tally,
                                struct msb_error *err);

#endif
