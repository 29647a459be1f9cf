/* SPDX-License-Identifier: MIT */
#ifndef MSB_FACTS_H
#define MSB_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/error.h>
#include <msb/model.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What is known of one citizen on one date: an age or a birth date, and a
 * value for each attribute of a model. What was never set is unknown, never
 * "no"; only `services` starts as the empty set.
 *
 * For one thread at a time. Attributes are named by their index in
 * MSB_PART_ATTRIBUTE, values by their index in the attribute's list; find
 * both with msb_model_find_part() and msb_facts_find_value().
 */
struct msb_facts;

/**
 * Make facts of which nothing is known.
 *
 * @param model  kept by reference.
 * @param[out] out  release with msb_facts_free(). NULL on failure.
 * @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status msb_facts_new(struct msb_model *model,
                                                     struct msb_facts **out,
                                                     struct msb_error *err);
/** Release @p facts; does nothing for NULL. @since 0.1 */
MSB_API void msb_facts_free(struct msb_facts *facts);
/** Forget all that is known. @since 0.1 */
MSB_API void msb_facts_clear(struct msb_facts *facts);

/** Set the birth date; the age follows from the date of the decision.
 *  @since 0.1 */
MSB_API void
msb_facts_set_birth_date(struct msb_facts *facts, struct msb_date birth_date);
/**
 * Set an integer attribute, `age` among them.
 *
 * @return MSB_OK, MSB_ERR_MISUSE (no integer attribute) or MSB_ERR_INVALID
 *         (outside the declared domain).
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_facts_set_integer(struct msb_facts *facts, size_t attribute, int32_t value,
                      struct msb_error *err);
/** Set an enum attribute to the value at index @p value.
 *  @return MSB_OK or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_facts_set_enum(struct msb_facts *facts, size_t attribute, size_t value,
                   struct msb_error *err);
/** Set a flag. @return MSB_OK or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_facts_set_flag(struct msb_facts *facts, size_t attribute, bool value,
                   struct msb_error *err);
/** Make a set known, and empty. @return MSB_OK or MSB_ERR_MISUSE.
 *  @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_facts_set_empty(struct msb_facts *facts, size_t attribute,
                    struct msb_error *err);
/** Make a set known, if it was not, and add the value at index @p value.
 *  @return MSB_OK or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_facts_add_to_set(struct msb_facts *facts, size_t attribute, size_t value,
                     struct msb_error *err);
/** Make an attribute unknown again (`services`: empty).
 *  @return MSB_OK or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status msb_facts_unset(struct msb_facts *facts,
                                                       size_t attribute,
                                                       struct msb_error *err);

/** @return the index of @p value in an enum's or a set's list; MSB_NONE if
 *  there is none. @since 0.1 */
MSB_API size_t msb_facts_find_value(const struct msb_facts *facts,
                                    size_t attribute, const char *value);

/**
 * Read a facts object, `{"birth_date": "1996-05-01", "benefit": …}`.
 *
 * All that was known before is forgotten, also when the call fails. An
 * optional member "id" (string) is handed over as it is.
 *
 * @param text    UTF-8 JSON.
 * @param length  its length in bytes.
 * @param[out] id  new text, or NULL where there is none, also on failure;
 *                 release with msb_text_free(). May itself be NULL.
 * @param err  on failure `where` holds the member's name, `code` the cause.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_SYNTAX or
 *         MSB_ERR_INVALID.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_facts_parse_json(struct msb_facts *facts, const char *text, size_t length,
                     char **id, struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
