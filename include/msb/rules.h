/* SPDX-License-Identifier: MIT */
#ifndef MSB_RULES_H
#define MSB_RULES_H

#include <stddef.h>

#include <msb/error.h>
#include <msb/model.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A model's rules, compiled into decision diagrams that answer every question
 * about them; into one for all rules where that stays small.
 *
 * Immutable and reference-counted; any thread may use it.
 */
struct msb_rules;

/** The most nodes that one compiled model may have. */
#define MSB_RULES_MAX_NODES 1000000

/**
 * Compile a model.
 *
 * @param model  kept by reference.
 * @param[out] out  new reference; release with msb_rules_unref(). NULL on
 *                  failure.
 * @param err  detail on failure; may be NULL.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE or MSB_ERR_LIMIT (more than
 *         MSB_RULES_MAX_NODES nodes would be needed).
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_rules_compile(struct msb_model *model, struct msb_rules **out,
                  struct msb_error *err);

/** Share @p rules. @return @p rules. @since 0.1 */
MSB_API struct msb_rules *msb_rules_ref(struct msb_rules *rules);
/** Release @p rules; does nothing for NULL. @since 0.1 */
MSB_API void msb_rules_unref(struct msb_rules *rules);
/** @return the model, borrowed from @p rules. @since 0.1 */
MSB_API struct msb_model *msb_rules_get_model(const struct msb_rules *rules);
/** @return how many nodes the diagram has. @since 0.1 */
MSB_API size_t msb_rules_num_nodes(const struct msb_rules *rules);

#ifdef __cplusplus
}
#endif
#endif
