/* SPDX-License-Identifier: MIT */
/*
 * Totals, comparisons and tallies with their small numbers suppressed: a copy
 * of each, and the sums that whoever reads its tables knows to hold. Rests
 * that are not printed (those who did not move, those in no gap) are numbers
 * of citizens too: they are among the sums, as unseen.
 */
#include <string.h>

#include <msb/suppress.h>

#include "base/error.h"
#include "compare/comparison.h"
#include "compare/suppressor.h"
#include "compare/tally.h"
#include "model/model.h"

/* The cells of one model's totals that flows add up to. */
struct side {
    bool is_single;
    size_t citizens, contacts, responsible; /* the first of several */
};

/* Bound to be suppressed, numbers are suppressed at least so far. */
static uint64_t
max(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static bool
is_single(const struct msb_totals *totals)
{
    return msb_model_get_coordination(msb_rules_get_model(totals->rules))
           == MSB_COORDINATION_SINGLE;
}

/* Add @num numbers, one behind the other; returns the first cell. */
static size_t
add_numbers(struct msbi_suppressor *suppressor, uint64_t *numbers, size_t num)
{
    size_t first = suppressor->num_cells;

    for (size_t i = 0; i < num; i++)
        msbi_suppressor_add(suppressor, &numbers[i]);
    return first;
}

/* That @total is the sum of @num cells. */
static void
add_sum(struct msbi_suppressor *suppressor, size_t total, size_t first,
        size_t num)
{
    msbi_suppressor_begin_sum(suppressor, total);
    for (size_t i = 0; i < num; i++)
        msbi_suppressor_add_part(suppressor, first + i);
}

/* Under `single` who has an area has it as the one contact. */
static void
add_single(struct msbi_suppressor *suppressor, const struct msb_totals *totals,
           const struct side *side, size_t determined)
{
    add_sum(suppressor, determined, side->responsible, totals->num_areas);
    if (totals->num_contacts > 1)
        add_sum(suppressor, side->contacts + 1, determined, 1);
}

/*
 * Under `per_service` everybody with n contacts is in n(n - 1)/2 seams; and
 * who has none is without services, rejected, or undetermined.
 */
static void
add_per_service(struct msbi_suppressor *suppressor,
                const struct msb_totals *totals, const struct side *side,
                size_t undetermined, size_t without)
{
    size_t seams = suppressor->num_cells - totals->seams.num;
    uint64_t rest = totals->contacts[0] - totals->without;
    uint64_t num_shared = 0;
    size_t shared, unsure;

    for (size_t i = 0; i < totals->seams.num; i++)
        num_shared += totals->seams.items[i].count;
    shared = msbi_suppressor_add_unseen(suppressor, num_shared);
    add_sum(suppressor, shared, seams, totals->seams.num);
    msbi_suppressor_begin_sum(suppressor, shared);
    for (size_t n = 2; n < totals->num_contacts; n++)
        for (size_t i = 0; i < n * (n - 1) / 2; i++)
            msbi_suppressor_add_part(suppressor, side->contacts + n);
    unsure = msbi_suppressor_add_unseen(suppressor, rest);
    msbi_suppressor_add_unseen(suppressor, totals->status.undetermined - rest);
    msbi_suppressor_begin_sum(suppressor, side->contacts);
    msbi_suppressor_add_part(suppressor, without);
    msbi_suppressor_add_part(suppressor, unsure);
    add_sum(suppressor, undetermined, unsure, 2);
}

/* A number that is a part of another: what is left of that can be worked
   out. */
static void
add_share(struct msbi_suppressor *suppressor, uint64_t *share, uint64_t whole,
          size_t sum)
{
    size_t first = msbi_suppressor_add(suppressor, share);

    msbi_suppressor_add_unseen(suppressor, whole - *share);
    add_sum(suppressor, sum, first, 2);
}

static void
add_totals(struct msbi_suppressor *suppressor, struct msb_totals *totals,
           struct side *side)
{
    struct msb_status_counts *status = &totals->status;
    size_t determined, undetermined, without;

    totals->without = status->none + status->rejected;
    side->is_single = is_single(totals);
    side->citizens = msbi_suppressor_add(suppressor, &status->citizens);
    determined = msbi_suppressor_add(suppressor, &status->determined);
    undetermined = msbi_suppressor_add(suppressor, &status->undetermined);
    msbi_suppressor_add(suppressor, &status->none);
    msbi_suppressor_add(suppressor, &status->rejected);
    without = msbi_suppressor_add(suppressor, &totals->without);
    side->responsible = add_numbers(suppressor, totals->responsible,
                                    totals->num_areas);
    side->contacts = add_numbers(suppressor, totals->contacts,
                                 totals->num_contacts);
    for (size_t i = 0; i < totals->seams.num; i++)
        msbi_suppressor_add(suppressor, &totals->seams.items[i].count);
    if (side->is_single)
        add_single(suppressor, totals, side, determined);
    else
        add_per_service(suppressor, totals, side, undetermined, without);
    add_sum(suppressor, side->citizens, determined, 4);
    add_sum(suppressor, without, undetermined + 1, 2);
    add_sum(suppressor, side->citizens, side->contacts, totals->num_contacts);
    add_share(suppressor, &totals->exceptions, status->determined, determined);
    add_share(suppressor, &totals->erased, status->determined, determined);
}

static enum msb_status
copy_pairs(const struct msbi_pairs *pairs, struct msbi_pairs *out)
{
    out->items = msbi_alloc_array(pairs->num, sizeof *out->items);
    if (out->items == NULL)
        return MSB_ERR_NOMEM;
    if (pairs->num > 0)
        memcpy(out->items, pairs->items, pairs->num * sizeof *out->items);
    out->num = out->capacity = pairs->num;
    return MSB_OK;
}

static enum msb_status
copy_totals(const struct msb_totals *totals, uint64_t least,
            struct msb_totals **out, struct msb_error *err)
{
    enum msb_status status = msbi_totals_new(totals->rules, totals->on, out,
                                             err);

    if (status != MSB_OK)
        return status;
    (*out)->least = least;
    (*out)->status = totals->status;
    (*out)->exceptions = totals->exceptions;
    (*out)->erased = totals->erased;
    (*out)->num_contacts = totals->num_contacts;
    memcpy((*out)->responsible, totals->responsible,
           totals->num_areas * sizeof *totals->responsible);
    memcpy((*out)->contacts, totals->contacts,
           totals->num_contacts * sizeof *totals->contacts);
    status = copy_pairs(&totals->seams, &(*out)->seams);
    return status == MSB_OK ? MSB_OK : msbi_fail_nomem(err);
}

enum msb_status
msb_totals_suppress(struct msb_totals *totals, uint64_t least,
                    struct msb_totals **out, struct msb_error *err)
{
    struct msbi_suppressor suppressor;
    struct msb_totals *copy = NULL;
    enum msb_status status;
    struct side side;

    if (totals == NULL || out == NULL)
        return msbi_fail_misuse(err, "totals and out must not be NULL");
    *out = NULL;
    if (totals->exact != NULL)
        return msb_totals_suppress(totals->exact, max(least, totals->least),
                                   out, err);
    msbi_suppressor_init(&suppressor, least);
    status = copy_totals(totals, least, &copy, err);
    if (status == MSB_OK) {
        add_totals(&suppressor, copy, &side);
        status = msbi_suppressor_run(&suppressor, err);
    }
    if (status == MSB_OK)
        *out = msb_totals_ref(copy);
    msb_totals_unref(copy);
    msbi_suppressor_release(&suppressor);
    return status;
}

/* The area before, or after, of a flow. */
static size_t
get_end(const struct msbi_pair *flow, int end)
{
    return end == 0 ? flow->first : flow->second;
}

/* Flows add up to the areas that they come from (@end 0), or go to. */
static void
add_flow_sums(struct msbi_suppressor *suppressor,
              const struct msb_comparison *comparison, const struct side *side,
              int end, size_t flows)
{
    size_t num_areas =
        (end == 0 ? comparison->before : comparison->after)->num_areas;

    for (size_t i = 0; i <= num_areas; i++) {
        size_t area = i < num_areas ? i : MSB_NONE;
        size_t without = side->is_single ? side->contacts : side->citizens;

        msbi_suppressor_begin_sum(
            suppressor, area == MSB_NONE ? without : side->responsible + i);
        for (size_t k = 0; k < comparison->flows.num; k++)
            if (get_end(&comparison->flows.items[k], end) == area)
                msbi_suppressor_add_part(suppressor, flows + k);
    }
}

static void
add_comparison(struct msbi_suppressor *suppressor,
               struct msb_comparison *comparison)
{
    size_t flows, changed, unchanged;
    struct side before, after;

    add_totals(suppressor, comparison->before, &before);
    add_totals(suppressor, comparison->after, &after);
    add_sum(suppressor, before.citizens, after.citizens, 1);
    flows = suppressor->num_cells;
    for (size_t i = 0; i < comparison->flows.num; i++)
        msbi_suppressor_add(suppressor, &comparison->flows.items[i].count);
    add_flow_sums(suppressor, comparison, &before, 0, flows);
    add_flow_sums(suppressor, comparison, &after, 1, flows);
    unchanged = msbi_suppressor_add_unseen(
        suppressor, comparison->before->status.citizens - comparison->changed);
    changed = msbi_suppressor_add(suppressor, &comparison->changed);
    add_sum(suppressor, before.citizens, unchanged, 2);
    msbi_suppressor_begin_sum(suppressor, changed);
    for (size_t i = 0; i < comparison->flows.num; i++)
        if (msbi_comparison_is_change(comparison,
                                      comparison->flows.items[i].first,
                                      comparison->flows.items[i].second))
            msbi_suppressor_add_part(suppressor, flows + i);
}

static enum msb_status
copy_comparison(const struct msb_comparison *comparison, uint64_t least,
                struct msb_comparison **out, struct msb_error *err)
{
    size_t num_areas = comparison->before->num_areas;
    struct msb_comparison *copy = msbi_alloc(sizeof *copy);
    enum msb_status status;

    *out = copy;
    if (copy == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&copy->refs);
    copy->changed = comparison->changed;
    copy->same_as = msbi_alloc_array(num_areas, sizeof *copy->same_as);
    if (copy->same_as == NULL
        || copy_pairs(&comparison->flows, &copy->flows) != MSB_OK)
        return msbi_fail_nomem(err);
    memcpy(copy->same_as, comparison->same_as,
           num_areas * sizeof *copy->same_as);
    status = copy_totals(comparison->before, least, &copy->before, err);
    if (status == MSB_OK)
        status = copy_totals(comparison->after, least, &copy->after, err);
    return status;
}

enum msb_status
msb_comparison_suppress(struct msb_comparison *comparison, uint64_t least,
                        struct msb_comparison **out, struct msb_error *err)
{
    struct msbi_suppressor suppressor;
    struct msb_comparison *copy = NULL;
    enum msb_status status;

    if (comparison == NULL || out == NULL)
        return msbi_fail_misuse(err, "comparison and out must not be NULL");
    *out = NULL;
    if (comparison->exact != NULL)
        return msb_comparison_suppress(
            comparison->exact, max(least, comparison->before->least), out, err);
    msbi_suppressor_init(&suppressor, least);
    status = copy_comparison(comparison, least, &copy, err);
    if (status == MSB_OK) {
        add_comparison(&suppressor, copy);
        status = msbi_suppressor_run(&suppressor, err);
    }
    if (status == MSB_OK)
        *out = msb_comparison_ref(copy);
    msb_comparison_unref(copy);
    msbi_suppressor_release(&suppressor);
    return status;
}

static void
add_tally(struct msbi_suppressor *suppressor, struct msb_tally *tally)
{
    uint64_t accepted = tally->citizens - tally->rejected, certain = 0;
    size_t citizens = msbi_suppressor_add(suppressor, &tally->citizens);
    size_t rejected = msbi_suppressor_add(suppressor, &tally->rejected);
    size_t first = suppressor->num_cells;

    for (size_t i = 0; i < tally->num; i++) {
        struct msb_count *count = &tally->counts[i];

        msbi_suppressor_add(suppressor, &count->citizens);
        msbi_suppressor_add(suppressor, &count->possible);
        msbi_suppressor_add_unseen(suppressor, accepted - count->citizens
                                                   - count->possible);
        certain += count->citizens;
        add_sum(suppressor, citizens, first + 3 * i, 3);
        msbi_suppressor_add_part(suppressor, rejected);
    }
    /* Nobody is in two changes; in two gaps or overlaps one may well be. */
    if (tally->difference == NULL)
        return;
    msbi_suppressor_begin_sum(suppressor, citizens);
    for (size_t i = 0; i < tally->num; i++)
        msbi_suppressor_add_part(suppressor, first + 3 * i);
    msbi_suppressor_add_part(suppressor, rejected);
    msbi_suppressor_add_part(
        suppressor, msbi_suppressor_add_unseen(suppressor, accepted - certain));
}

enum msb_status
msb_tally_suppress(struct msb_tally *tally, uint64_t least,
                   struct msb_tally **out, struct msb_error *err)
{
    struct msbi_suppressor suppressor;
    struct msb_tally *copy = NULL;
    enum msb_status status;

    if (tally == NULL || out == NULL)
        return msbi_fail_misuse(err, "tally and out must not be NULL");
    *out = NULL;
    if (tally->exact != NULL)
        return msb_tally_suppress(tally->exact, max(least, tally->least), out,
                                  err);
    msbi_suppressor_init(&suppressor, least);
    status = msbi_tally_new(tally->analysis, tally->difference, tally->on,
                            &copy, err);
    if (status == MSB_OK) {
        copy->least = least;
        copy->citizens = tally->citizens;
        copy->rejected = tally->rejected;
        memcpy(copy->counts, tally->counts, tally->num * sizeof *copy->counts);
        add_tally(&suppressor, copy);
        status = msbi_suppressor_run(&suppressor, err);
    }
    if (status == MSB_OK)
        *out = msb_tally_ref(copy);
    msb_tally_unref(copy);
    msbi_suppressor_release(&suppressor);
    return status;
}
