/* SPDX-License-Identifier: MIT */
#ifndef MSB_ANALYSIS_H
#define MSB_ANALYSIS_H

#include <stdbool.h>
#include <stddef.h>

#include <msb/error.h>
#include <msb/rules.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What a model leaves open or says twice, over its whole input space:
 * nothing is sampled. Immutable and reference-counted.
 */
struct msb_analysis;

/** What a finding is about. */
enum msb_finding_kind {
    MSB_FINDING_RESPONSIBILITY = 1, /**< A responsibility rule. */
    MSB_FINDING_TARGET_GROUP = 2,   /**< A target group. */
    MSB_FINDING_SERVICE = 3         /**< A service or its entry. */
};

/** Facts that nothing decides; strings borrowed from the analysis. */
struct msb_gap {
    enum msb_finding_kind kind; /**< What is missing. */
    const char *id;             /**< The service, or NULL. */
    const char *witness;        /**< Complete facts that show it, as JSON. */
};

/** What no facts can ever reach; strings borrowed from the analysis. */
struct msb_unreachable {
    enum msb_finding_kind kind; /**< Rule, target group or entry. */
    const char *id; /**< The rule, the group, or the entry's service. */
    size_t index;   /**< Its index in its list. */
};

/** Two rules with different areas that some facts both match. */
struct msb_overlap {
    size_t rules[2];     /**< Their indices, the earlier first. */
    const char *witness; /**< Complete facts that both match, as JSON. */
};

/** A rule that answers for a target group outside its area's `serves`. */
struct msb_stray {
    size_t rule;         /**< Index of the rule. */
    size_t target_group; /**< Index of the group. */
    const char *witness; /**< Complete facts that show it, as JSON. */
};

/**
 * Analyse compiled rules, exactly.
 *
 * @param[out] out  new reference; release with msb_analysis_unref().
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE or MSB_ERR_LIMIT.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_rules_check(struct msb_rules *rules, struct msb_analysis **out,
                struct msb_error *err);

/** Share @p analysis. @return @p analysis. @since 0.1 */
MSB_API struct msb_analysis *msb_analysis_ref(struct msb_analysis *analysis);
/** Release @p analysis; does nothing for NULL. @since 0.1 */
MSB_API void msb_analysis_unref(struct msb_analysis *analysis);
/** @return whether there is no gap. @since 0.1 */
MSB_API bool msb_analysis_is_total(const struct msb_analysis *analysis);
/** @return how many gaps there are. @since 0.1 */
MSB_API size_t msb_analysis_num_gaps(const struct msb_analysis *analysis);
/** One gap. @return false beyond the end. @since 0.1 */
MSB_API bool msb_analysis_get_gap(const struct msb_analysis *analysis,
                                  size_t index, struct msb_gap *out);
/** @return how many unreachable things there are. @since 0.1 */
MSB_API size_t
msb_analysis_num_unreachable(const struct msb_analysis *analysis);
/** One of them. @return false beyond the end. @since 0.1 */
MSB_API bool msb_analysis_get_unreachable(const struct msb_analysis *analysis,
                                          size_t index,
                                          struct msb_unreachable *out);
/** @return how many overlaps there are. @since 0.1 */
MSB_API size_t msb_analysis_num_overlaps(const struct msb_analysis *analysis);
/** One overlap. @return false beyond the end. @since 0.1 */
MSB_API bool msb_analysis_get_overlap(const struct msb_analysis *analysis,
                                      size_t index, struct msb_overlap *out);
/** @return how many strays there are; warnings, not errors. @since 0.1 */
MSB_API size_t msb_analysis_num_strays(const struct msb_analysis *analysis);
/** One stray. @return false beyond the end. @since 0.1 */
MSB_API bool msb_analysis_get_stray(const struct msb_analysis *analysis,
                                    size_t index, struct msb_stray *out);

/**
 * Write what `msb check --json` prints, one object on one line.
 *
 * @param name  what the member "model" is where there is no valid model: the
 *              id is not known then. May be NULL.
 * @param problems  the model's problems, NULL for a valid model.
 * @param analysis  its analysis, NULL for an invalid model.
 * @param[out] out  new text; release with msb_text_free().
 * @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_check_format_json(const char *name, const struct msb_problems *problems,
                      const struct msb_analysis *analysis, char **out,
                      struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
