/* SPDX-License-Identifier: MIT */
/*
 * Two models over one population: a census with two sides, which counts
 * where each citizen comes from and goes to.
 *
 * A mere change of name moves nobody: model/succession.h says which areas of
 * two models are the same.
 */
#include "compare/comparison.h"

#include <stdbool.h>
#include <string.h>

#include "base/error.h"
#include "compare/bound.h"
#include "compare/census.h"
#include "model/model.h"
#include "model/succession.h"
#include "store/guard/guard.h"

bool
msbi_comparison_is_change(const struct msb_comparison *comparison,
                          size_t before, size_t after)
{
    if (before == MSB_NONE)
        return after != MSB_NONE;
    return after == MSB_NONE || comparison->same_as[before] != after;
}

/* One citizen, decided by both. */
static enum msb_status
add_flow(void *user, const struct msbi_side *sides, struct msb_error *err)
{
    struct msb_comparison *comparison = user;
    size_t before = sides[0].area, after = sides[1].area;

    if (msbi_comparison_is_change(comparison, before, after))
        comparison->changed++;
    return msbi_pairs_add(&comparison->flows, before, after, err);
}

static enum msb_status
new_comparison(struct msb_rules *before, struct msb_rules *after,
               struct msb_comparison **out, struct msb_error *err)
{
    struct msb_comparison *comparison = msbi_alloc(sizeof *comparison);

    *out = comparison;
    if (comparison == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&comparison->refs);
    comparison->same_as = msbi_match_areas(msb_rules_get_model(before),
                                           msb_rules_get_model(after));
    if (comparison->same_as == NULL)
        return msbi_fail_nomem(err);
    return MSB_OK;
}

enum msb_status
msb_store_compare(struct msb_store *store, struct msb_rules *before,
                  struct msb_rules *after, struct msb_date on,
                  msb_progress_fn progress, void *user,
                  struct msb_comparison **out, struct msb_error *err)
{
    struct msbi_side sides[2] = {{.rules = before}, {.rules = after}};
    struct msb_comparison *comparison = NULL;
    struct msbi_census census = {
        .store = store,
        .on = on,
        .num_sides = 2,
        .sides = sides,
        .each = add_flow,
        .progress = progress,
        .progress_user = user,
    };
    enum msb_status status;

    if (out != NULL)
        *out = NULL;
    if (store == NULL || before == NULL || after == NULL || out == NULL)
        return msbi_fail_misuse(
            err, "store, before, after and out must not be NULL");
    status = msbi_guard_do(store, MSBI_POWER_COUNT, "compare", 0, err);
    if (status == MSB_OK)
        status = new_comparison(before, after, &comparison, err);
    if (status != MSB_OK)
        goto out;
    census.each_user = comparison;
    status = msbi_census_run(&census, err);
    if (status != MSB_OK)
        goto out;
    comparison->before = msb_totals_ref(sides[0].totals);
    comparison->after = msb_totals_ref(sides[1].totals);
    status = msbi_comparison_bind(store, &comparison, err);
    if (status != MSB_OK)
        goto out;
    *out = comparison;
    comparison = NULL;
out:
    msbi_side_release(&sides[0]);
    msbi_side_release(&sides[1]);
    msb_comparison_unref(comparison);
    return status;
}

struct msb_comparison *
msb_comparison_ref(struct msb_comparison *comparison)
{
    if (comparison != NULL)
        msbi_refcount_take(&comparison->refs);
    return comparison;
}

void
msb_comparison_unref(struct msb_comparison *comparison)
{
    if (comparison == NULL || !msbi_refcount_drop(&comparison->refs))
        return;
    msb_comparison_unref(comparison->exact);
    msb_totals_unref(comparison->before);
    msb_totals_unref(comparison->after);
    msbi_free(comparison->same_as);
    msbi_pairs_release(&comparison->flows);
    msbi_free(comparison);
}

struct msb_totals *
msb_comparison_get_before(const struct msb_comparison *comparison)
{
    return comparison->before;
}

struct msb_totals *
msb_comparison_get_after(const struct msb_comparison *comparison)
{
    return comparison->after;
}

uint64_t
msb_comparison_num_changed(const struct msb_comparison *comparison)
{
    return comparison->changed;
}

size_t
msb_comparison_num_flows(const struct msb_comparison *comparison)
{
    return comparison->flows.num;
}

bool
msb_comparison_get_flow(const struct msb_comparison *comparison, size_t index,
                        struct msb_flow *out)
{
    const struct msbi_pair *pair;

    if (index >= comparison->flows.num)
        return false;
    pair = &comparison->flows.items[index];
    out->before = pair->first;
    out->after = pair->second;
    out->citizens = pair->count;
    return true;
}
