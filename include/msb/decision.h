/* SPDX-License-Identifier: MIT */
#ifndef MSB_DECISION_H
#define MSB_DECISION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/error.h>
#include <msb/facts.h>
#include <msb/rules.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a decision came to. */
enum msb_outcome_status {
    MSB_OUTCOME_DETERMINED = 1,   /**< Every completion: the same area. */
    MSB_OUTCOME_UNDETERMINED = 2, /**< Two completions differ. */
    MSB_OUTCOME_NONE = 3          /**< Every completion is a gap. */
};

/** The short answer; a value. Indices are those of the model's lists. */
struct msb_outcome {
    enum msb_outcome_status status; /**< As in the decision. */
    int32_t area;                   /**< Responsible area, or -1. */
    int32_t rule;                   /**< The one rule that decides, or -1. */
    int32_t target_group;           /**< The citizen's group, or -1. */
};

/**
 * A decision with all its fields (see doc/reference/decision.md).
 *
 * Immutable and reference-counted; any thread may use it. It holds its
 * rules by reference, and no facts.
 */
struct msb_decision;

/** Why a decision came out as it did. Immutable and reference-counted. */
struct msb_explanation;

/** One delivery: a service, and who delivers it. A value. */
struct msb_delivery {
    size_t service; /**< Index of the service. */
    size_t area;    /**< Index of the area, or MSB_NONE. */
    size_t unit;    /**< Index of the unit, or MSB_NONE. */
};

/**
 * Decide for one citizen: the short answer, without allocation where all
 * facts are known.
 *
 * @param rules  the compiled model.
 * @param facts  facts made for the same model.
 * @param on     the date of the decision; gives the age.
 * @param[out] out  the answer.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_INVALID (the facts
 *         are rejected: born after @p on, older than 130), MSB_ERR_CONFLICT
 *         (`unique`, and two rules match) or MSB_ERR_LIMIT.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_rules_decide(const struct msb_rules *rules, const struct msb_facts *facts,
                 struct msb_date on, struct msb_outcome *out,
                 struct msb_error *err);

/**
 * Decide for one citizen: every field.
 *
 * @param[out] out  new reference; release with msb_decision_unref(). NULL on
 *                  failure.
 * @return as msb_rules_decide().
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_rules_resolve(struct msb_rules *rules, const struct msb_facts *facts,
                  struct msb_date on, struct msb_decision **out,
                  struct msb_error *err);

/** Share @p decision. @return @p decision. @since 0.1 */
MSB_API struct msb_decision *msb_decision_ref(struct msb_decision *decision);
/** Release @p decision; does nothing for NULL. @since 0.1 */
MSB_API void msb_decision_unref(struct msb_decision *decision);

/** @return the short answer. @since 0.1 */
MSB_API struct msb_outcome
msb_decision_get_outcome(const struct msb_decision *decision);
/** @return the rules that decided, borrowed from @p decision.
 *  @since 0.1 */
MSB_API struct msb_rules *
msb_decision_get_rules(const struct msb_decision *decision);

/** @return how many areas some completion gives; a gap is not counted.
 *  @since 0.1 */
MSB_API size_t msb_decision_num_possible(const struct msb_decision *decision);
/** @return the index of a possible area, in the model's order; MSB_NONE
 *  beyond the end. @since 0.1 */
MSB_API size_t msb_decision_get_possible(const struct msb_decision *decision,
                                         size_t index);
/** @return whether some completion is a gap. @since 0.1 */
MSB_API bool msb_decision_is_gap_possible(const struct msb_decision *decision);
/** @return how many rules decide some completion. @since 0.1 */
MSB_API size_t msb_decision_num_rules(const struct msb_decision *decision);
/** @return the index of one of them, in the model's order; MSB_NONE beyond
 *  the end. @since 0.1 */
MSB_API size_t msb_decision_get_rule(const struct msb_decision *decision,
                                     size_t index);
/** @return how many unknown attributes would change the area.
 *  @since 0.1 */
MSB_API size_t msb_decision_num_missing(const struct msb_decision *decision);
/** @return the index of one of those attributes; MSB_NONE beyond the end.
 *  @since 0.1 */
MSB_API size_t msb_decision_get_missing(const struct msb_decision *decision,
                                        size_t index);
/** @return the attribute to ask for first; MSB_NONE if there is none.
 *  @since 0.1 */
MSB_API size_t msb_decision_get_ask(const struct msb_decision *decision);
/** @return how many services the citizen has. @since 0.1 */
MSB_API size_t msb_decision_num_deliveries(const struct msb_decision *decision);
/** One delivery, in the model's order of services.
 *  @return false beyond the end. @since 0.1 */
MSB_API bool msb_decision_get_delivery(const struct msb_decision *decision,
                                       size_t index, struct msb_delivery *out);
/** @return how many areas the citizen has to deal with. @since 0.1 */
MSB_API size_t msb_decision_num_contacts(const struct msb_decision *decision);
/** @return the index of one of those areas, in the model's order; MSB_NONE
 *  beyond the end. @since 0.1 */
MSB_API size_t msb_decision_get_contact(const struct msb_decision *decision,
                                        size_t index);

/**
 * Write a decision as one JSON object on one line, without newline.
 *
 * @param id  becomes the member "id"; NULL leaves it out.
 * @param explanation  becomes the member "explanation"; may be NULL.
 * @param[out] out  new text; release with msb_text_free().
 * @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_decision_format_json(const struct msb_decision *decision, const char *id,
                         const struct msb_explanation *explanation, char **out,
                         struct msb_error *err);

/**
 * Say why: the deciding rule, the tests it made with the facts that met
 * them, the rules before it with the first test that each failed, what
 * single change of facts would lead elsewhere, and, of undetermined facts,
 * which answers lead where. The explanation holds the facts' values, because
 * the caller asked for it.
 *
 * @param show_sensitive  whether it shows the values of attributes that the
 *                  model declares `sensitive`; else they are masked, and so
 *                  are the tests of them.
 * @param[out] out  new reference; release with msb_explanation_unref().
 * @return as msb_rules_decide().
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_rules_explain(struct msb_rules *rules, const struct msb_facts *facts,
                  struct msb_date on, bool show_sensitive,
                  struct msb_explanation **out, struct msb_error *err);

/** Share @p explanation. @return @p explanation. @since 0.1 */
MSB_API struct msb_explanation *
msb_explanation_ref(struct msb_explanation *explanation);
/** Release @p explanation; does nothing for NULL. @since 0.1 */
MSB_API void msb_explanation_unref(struct msb_explanation *explanation);
/** Write an explanation as one JSON object on one line.
 *  @param[out] out  new text; release with msb_text_free().
 *  @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_explanation_format_json(const struct msb_explanation *explanation,
                            char **out, struct msb_error *err);
/**
 * Write an explanation as lines for people: sentences in Danish or English,
 * with the model's own texts in that language where it has them.
 *
 * @param language  "da" (also for NULL) or "en".
 * @param[out] out  new text; release with msb_text_free().
 * @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_explanation_format_text(const struct msb_explanation *explanation,
                            const char *language, char **out,
                            struct msb_error *err);
/**
 * Say in one sentence why facts were rejected, in Danish or English; it
 * holds no value of them. An error of another kind is said in the English
 * words of its message.
 *
 * @param failure   what the call that read or decided the facts left.
 * @param language  "da" (also for NULL) or "en".
 * @param[out] out  new text; release with msb_text_free().
 * @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_error_format_text(const struct msb_error *failure, const char *language,
                      char **out, struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
