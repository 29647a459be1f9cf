/* SPDX-License-Identifier: MIT */
#ifndef MSB_COUNT_H
#define MSB_COUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/analysis.h>
#include <msb/date.h>
#include <msb/difference.h>
#include <msb/error.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * How many citizens of a store are in what an analysis or a difference found,
 * on a date. Immutable and reference-counted.
 */
struct msb_tally;

/**
 * Citizens of one finding. Somebody of whom not all is known is in it for
 * certain when every completion of the facts is, and may be in it when some
 * completions are and others are not.
 */
struct msb_count {
    uint64_t citizens; /**< How many are in it for certain. */
    uint64_t possible; /**< How many besides may be in it. */
};

/**
 * Count the citizens who are in the gaps and overlaps of a model.
 *
 * In the gap of a service is who holds it and has nobody to deliver it; in an
 * overlap, who matches both rules. Facts outside the model's domains are
 * rejected. The model need not be in the store; members and services that it
 * does not declare are left out.
 *
 * @param analysis  kept by reference.
 * @param progress  may be NULL.
 * @param[out] out  new reference; release with msb_tally_unref().
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_LIMIT,
 *         MSB_ERR_STOPPED, MSB_ERR_BUSY or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_count_findings(struct msb_store *store, struct msb_analysis *analysis,
                         struct msb_date on, msb_progress_fn progress,
                         void *user, struct msb_tally **out,
                         struct msb_error *err);

/**
 * Count the citizens who are in the changes between two models.
 *
 * Both models are asked about the same completion of a citizen's facts, over
 * the attributes of both as for msb_model_diff(). Facts that either of them
 * rejects, for a value outside its domain or for two rules that some
 * completion matches under `unique`, are rejected.
 *
 * @param difference  kept by reference.
 * @param progress    may be NULL.
 * @param[out] out    new reference; release with msb_tally_unref().
 * @return as msb_store_count_findings().
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_count_changes(struct msb_store *store,
                        struct msb_difference *difference, struct msb_date on,
                        msb_progress_fn progress, void *user,
                        struct msb_tally **out, struct msb_error *err);

/** Share @p tally. @return @p tally. @since 0.1 */
MSB_API struct msb_tally *msb_tally_ref(struct msb_tally *tally);
/** Release @p tally; does nothing for NULL. @since 0.1 */
MSB_API void msb_tally_unref(struct msb_tally *tally);
/** @return how many citizens have facts on the date. @since 0.1 */
MSB_API uint64_t msb_tally_get_citizens(const struct msb_tally *tally);
/** @return how many of them have facts that are rejected; they are in no
 *  finding. @since 0.1 */
MSB_API uint64_t msb_tally_get_rejected(const struct msb_tally *tally);
/** Citizens in the gap of this index. @return false beyond the end.
 *  @since 0.1 */
MSB_API bool msb_tally_get_gap(const struct msb_tally *tally, size_t index,
                               struct msb_count *out);
/** Citizens in the overlap of this index. @return false beyond the end.
 *  @since 0.1 */
MSB_API bool msb_tally_get_overlap(const struct msb_tally *tally, size_t index,
                                   struct msb_count *out);
/** Citizens in the change of this index. @return false beyond the end.
 *  @since 0.1 */
MSB_API bool msb_tally_get_change(const struct msb_tally *tally, size_t index,
                                  struct msb_count *out);
/** Write what `msb check --json` or `msb diff --json` prints with `--store`,
 *  one object on one line.
 *  @param[out] out  new text; release with msb_text_free().
 *  @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_tally_format_json(const struct msb_tally *tally, char **out,
                      struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
