/* SPDX-License-Identifier: MIT */
#ifndef MSB_DIFFERENCE_H
#define MSB_DIFFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include <msb/error.h>
#include <msb/model.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What one model decides otherwise than another, over the whole input space
 * of both: nothing is sampled. Immutable and reference-counted.
 *
 * Facts are over the attributes of both models. An attribute that only one
 * declares is free in the other. Of a number or an enum that both declare,
 * the values that both accept are compared; of a set and of the services, a
 * value that only one model lists is ignored by the other. Facts that two
 * rules of a `unique` model match are rejected by it, and not compared. Under
 * `per_service` no area is responsible, whatever the facts.
 *
 * Where the model after replaces the model before, an area with exactly one
 * successor is the same as it: a rename is no change. A split is one, and so
 * is a merge: of several areas that lead to one, only the one that keeps its
 * id is the same. An area of which nothing is said is the same as the area of
 * its id, as all areas are where the model after does not replace the model
 * before.
 */
struct msb_difference;

/** Facts that go from one area to another that is not the same. */
struct msb_change {
    size_t before;       /**< Index in the model before, or MSB_NONE. */
    size_t after;        /**< Index in the model after, or MSB_NONE. */
    const char *witness; /**< Complete facts that show it, as JSON, over the
                              attributes of both; borrowed. */
    size_t num_pairs;    /**< How many pairs of rules are listed. */
    bool is_complete;    /**< Whether those are all pairs that show it. Where
                              the rules are too many to list them all, those
                              that were found are, and the witness's is. */
};

/** The rules that decide in a change; MSB_NONE where none does. */
struct msb_rule_pair {
    size_t before; /**< Index in the model before. */
    size_t after;  /**< Index in the model after. */
};

/**
 * Compare two models, exactly.
 *
 * @param before  kept by reference.
 * @param after   kept by reference; may be the same model.
 * @param[out] out  new reference; release with msb_difference_unref().
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_LIMIT, or
 *         MSB_ERR_INVALID ("not_comparable") where an attribute that both
 *         declare has two types, or no value that both accept.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_model_diff(struct msb_model *before, struct msb_model *after,
               struct msb_difference **out, struct msb_error *err);

/** Share @p difference. @return @p difference. @since 0.1 */
MSB_API struct msb_difference *
msb_difference_ref(struct msb_difference *difference);
/** Release @p difference; does nothing for NULL. @since 0.1 */
MSB_API void msb_difference_unref(struct msb_difference *difference);
/** @return the model before, borrowed from @p difference. @since 0.1 */
MSB_API struct msb_model *
msb_difference_get_before(const struct msb_difference *difference);
/** @return the model after, borrowed from @p difference. @since 0.1 */
MSB_API struct msb_model *
msb_difference_get_after(const struct msb_difference *difference);
/** @return how many changes there are; 0: the models are the same.
 *  @since 0.1 */
MSB_API size_t
msb_difference_num_changes(const struct msb_difference *difference);
/** One change, in the order of the areas before, then after, MSB_NONE last.
 *  @return false beyond the end. @since 0.1 */
MSB_API bool msb_difference_get_change(const struct msb_difference *difference,
                                       size_t index, struct msb_change *out);
/** One pair of rules of a change, in the order of the rules before, then
 *  after, MSB_NONE last. @return false beyond the end. @since 0.1 */
MSB_API bool msb_difference_get_pair(const struct msb_difference *difference,
                                     size_t change, size_t index,
                                     struct msb_rule_pair *out);
/** Write what `msb diff --json` prints, one object on one line.
 *  @param[out] out  new text; release with msb_text_free().
 *  @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_difference_format_json(const struct msb_difference *difference, char **out,
                           struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
