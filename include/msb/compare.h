/* SPDX-License-Identifier: MIT */
#ifndef MSB_COMPARE_H
#define MSB_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/error.h>
#include <msb/rules.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What one model means for a whole population on a date: citizens by
 * responsible area, by number of contacts, and by seam. Immutable and
 * reference-counted.
 */
struct msb_totals;

/** Two models over the same population. Immutable, reference-counted. */
struct msb_comparison;

/** A seam [snitflade]: two areas that both have to do with a citizen. */
struct msb_seam {
    size_t areas[2];   /**< Their indices, in the model's order. */
    uint64_t citizens; /**< How many citizens they share. */
};

/** Citizens who go from one area to another. MSB_NONE: no area. */
struct msb_flow {
    size_t before;     /**< Index in the model before. */
    size_t after;      /**< Index in the model after. */
    uint64_t citizens; /**< How many. */
};

/**
 * Citizens by status; the last four add up to the first. In JSON `rejected`
 * is counted under `none`, and a rejected citizen has no contacts.
 */
struct msb_status_counts {
    uint64_t citizens;     /**< All with facts on the date. */
    uint64_t determined;   /**< With a determined decision. */
    uint64_t undetermined; /**< With facts missing. */
    uint64_t none;         /**< With no responsible area. */
    uint64_t rejected;     /**< Whose facts the model cannot use. */
};

/**
 * Decide the whole population of a date: every citizen with facts on it,
 * in one pass and constant memory.
 *
 * @param rules  the model to decide by; NULL for the one in force.
 * @param progress  may be NULL.
 * @param[out] out  new reference; release with msb_totals_unref().
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no model
 *         in force), MSB_ERR_LIMIT, MSB_ERR_STOPPED, MSB_ERR_BUSY or
 *         MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_report(struct msb_store *store, struct msb_rules *rules,
                 struct msb_date on, msb_progress_fn progress, void *user,
                 struct msb_totals **out, struct msb_error *err);

/** Share @p totals. @return @p totals. @since 0.1 */
MSB_API struct msb_totals *msb_totals_ref(struct msb_totals *totals);
/** Release @p totals; does nothing for NULL. @since 0.1 */
MSB_API void msb_totals_unref(struct msb_totals *totals);
/** @return the rules that decided, borrowed from @p totals. @since 0.1 */
MSB_API struct msb_rules *msb_totals_get_rules(const struct msb_totals *totals);
/** @return citizens by status. @since 0.1 */
MSB_API struct msb_status_counts
msb_totals_get_status(const struct msb_totals *totals);
/** @return how many of the determined citizens an exception places, whatever
 *  the rules say. @since 0.1 */
MSB_API uint64_t msb_totals_get_exceptions(const struct msb_totals *totals);
/** @return how many of the determined citizens were erased since: they are
 *  counted where they were placed, and in no seam. @since 0.1 */
MSB_API uint64_t msb_totals_get_erased(const struct msb_totals *totals);
/** @return for how many citizens an area is responsible. @since 0.1 */
MSB_API uint64_t msb_totals_get_responsible(const struct msb_totals *totals,
                                            size_t area);
/** @return one more than the largest number of contacts that a citizen has;
 *  1 where there is no citizen. @since 0.1 */
MSB_API size_t msb_totals_num_contacts(const struct msb_totals *totals);
/** @return how many citizens have @p contacts areas to deal with.
 *  @since 0.1 */
MSB_API uint64_t msb_totals_get_contacts(const struct msb_totals *totals,
                                         size_t contacts);
/** @return how many seams there are. @since 0.1 */
MSB_API size_t msb_totals_num_seams(const struct msb_totals *totals);
/** One seam. @return false beyond the end. @since 0.1 */
MSB_API bool msb_totals_get_seam(const struct msb_totals *totals, size_t index,
                                 struct msb_seam *out);
/** Write what `msb report --json` prints, one object on one line.
 *  @param[out] out  new text; release with msb_text_free().
 *  @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_totals_format_json(const struct msb_totals *totals, char **out,
                       struct msb_error *err);

/**
 * Decide the whole population of a date by two models, in one pass.
 *
 * Neither model need be in the store. Which areas of the two are the same is
 * as for msb_model_diff(): a rename is no change, a split or a merge is.
 *
 * @param[out] out  new reference; release with msb_comparison_unref().
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_LIMIT,
 *         MSB_ERR_STOPPED, MSB_ERR_BUSY or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_compare(struct msb_store *store, struct msb_rules *before,
                  struct msb_rules *after, struct msb_date on,
                  msb_progress_fn progress, void *user,
                  struct msb_comparison **out, struct msb_error *err);

/** Share @p comparison. @return @p comparison. @since 0.1 */
MSB_API struct msb_comparison *
msb_comparison_ref(struct msb_comparison *comparison);
/** Release @p comparison; does nothing for NULL. @since 0.1 */
MSB_API void msb_comparison_unref(struct msb_comparison *comparison);
/** @return the totals before, borrowed from @p comparison. @since 0.1 */
MSB_API struct msb_totals *
msb_comparison_get_before(const struct msb_comparison *comparison);
/** @return the totals after, borrowed from @p comparison. @since 0.1 */
MSB_API struct msb_totals *
msb_comparison_get_after(const struct msb_comparison *comparison);
/** @return how many citizens change area; from or to no area is a change,
 *  one who is with the same area's one successor is none. @since 0.1 */
MSB_API uint64_t
msb_comparison_num_changed(const struct msb_comparison *comparison);
/** @return how many flows there are, unchanged citizens among them; in the
 *  models' order of areas, MSB_NONE last. @since 0.1 */
MSB_API size_t
msb_comparison_num_flows(const struct msb_comparison *comparison);
/** One flow. @return false beyond the end. @since 0.1 */
MSB_API bool msb_comparison_get_flow(const struct msb_comparison *comparison,
                                     size_t index, struct msb_flow *out);
/** Write what `msb compare --json` prints, one object on one line.
 *  @param[out] out  new text; release with msb_text_free().
 *  @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_comparison_format_json(const struct msb_comparison *comparison, char **out,
                           struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
