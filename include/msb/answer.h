/* SPDX-License-Identifier: MIT */
#ifndef MSB_ANSWER_H
#define MSB_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/decision.h>
#include <msb/error.h>
#include <msb/instant.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Who answers for a citizen on a date. Immutable, reference-counted. */
struct msb_answer;

/** What is asked besides. Fill it with msb_answer_options_init(). */
struct msb_answer_options {
    uint32_t size;       /**< sizeof of this struct. */
    bool explain;        /**< Explain the decision; this shows facts. */
    bool show_sensitive; /**< As for msb_rules_explain(). */
    bool show_address;   /**< Find the address too, unless it is protected;
                              see msb_answer_get_address(). */
    uint8_t reserved[1]; /**< 0. */
    const struct msb_instant *known_at; /**< As known when; NULL, the
                              default, for now. */
};

/** Fill @p options with the defaults: no explanation, as known now.
 *  @since 0.1 */
MSB_API void msb_answer_options_init(struct msb_answer_options *options);

/**
 * Answer who is responsible for a citizen.
 *
 * The decision is made from the facts and the model of the date; the
 * interval is that of the assignment on record, if there is one. With an
 * instant, all of it is taken as the store knew it then: what was recorded
 * later is not there, and what was corrected later is as it was.
 *
 * @param citizen  the citizen's id in the store; where there is no such id,
 *                 a CPR number. The answer names the id, never the number.
 * @param options  may be NULL.
 * @param[out] out  new reference; release with msb_answer_unref().
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no such
 *         citizen, no facts or no model on the date, as known then),
 *         MSB_ERR_INVALID (the model of the date rejects the facts),
 *         MSB_ERR_CONFLICT, MSB_ERR_DENIED, MSB_ERR_BUSY or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_find_answer(struct msb_store *store, const char *citizen,
                      struct msb_date on,
                      const struct msb_answer_options *options,
                      struct msb_answer **out, struct msb_error *err);
/** Share @p answer. @return @p answer. @since 0.1 */
MSB_API struct msb_answer *msb_answer_ref(struct msb_answer *answer);
/** Release @p answer; does nothing for NULL. @since 0.1 */
MSB_API void msb_answer_unref(struct msb_answer *answer);
/** @return the decision, borrowed from @p answer. @since 0.1 */
MSB_API struct msb_decision *
msb_answer_get_decision(const struct msb_answer *answer);
/** @return the explanation, borrowed from @p answer; NULL if none was asked
 *  for. @since 0.1 */
MSB_API struct msb_explanation *
msb_answer_get_explanation(const struct msb_answer *answer);
/** @return the instant of the knowledge: the one that was asked for, else
 *  when the store was asked, by its clock. @since 0.1 */
MSB_API struct msb_instant
msb_answer_get_known_at(const struct msb_answer *answer);
/** The interval of the assignment on record.
 *  @return false if there is none. @since 0.1 */
MSB_API bool
msb_answer_get_period(const struct msb_answer *answer, struct msb_period *out);
/** Write what `msb who --json` prints, one object on one line.
 *  @param[out] out  new text; release with msb_text_free().
 *  @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_answer_format_json(const struct msb_answer *answer, char **out,
                       struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
