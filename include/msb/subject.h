/* SPDX-License-Identifier: MIT */
#ifndef MSB_SUBJECT_H
#define MSB_SUBJECT_H

#include <stddef.h>

#include <msb/error.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Everything that a store holds about one citizen, for the citizen's own
 * right of access (GDPR article 15): sections of rows, each row with the
 * same columns, oldest first. Immutable, reference-counted.
 *
 * It names no employee: who read something, or decided it, is left out, when
 * and what for is not (CJEU C-579/21). A CPR number is masked, and an address
 * that is protected today is left out: who asks is not known here.
 */
struct msb_subject;

/**
 * Collect what is held about a citizen, in both times.
 *
 * @param citizen  the id; where there is no such id, a CPR number.
 * @param[out] out  new reference; release with msb_subject_unref().
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no such
 *         citizen), MSB_ERR_DENIED, MSB_ERR_BUSY or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_find_subject(struct msb_store *store, const char *citizen,
                       struct msb_subject **out, struct msb_error *err);
/** Share @p subject. @return @p subject. @since 0.1 */
MSB_API struct msb_subject *msb_subject_ref(struct msb_subject *subject);
/** Release @p subject; does nothing for NULL. @since 0.1 */
MSB_API void msb_subject_unref(struct msb_subject *subject);
/** @return how many sections there are; they are always the same. @since 0.1 */
MSB_API size_t msb_subject_num_sections(const struct msb_subject *subject);
/** @return a section's name, for example "courses"; NULL beyond the last.
 *  @since 0.1 */
MSB_API const char *
msb_subject_get_section(const struct msb_subject *subject, size_t section);
/** @return how many columns a section has; 0 beyond the last. @since 0.1 */
MSB_API size_t msb_subject_num_columns(const struct msb_subject *subject,
                                       size_t section);
/** @return a column's name; NULL where there is none. @since 0.1 */
MSB_API const char *msb_subject_get_column(const struct msb_subject *subject,
                                           size_t section, size_t column);
/** @return how many rows a section has. @since 0.1 */
MSB_API size_t msb_subject_num_rows(const struct msb_subject *subject,
                                    size_t section);
/** @return a value as text, borrowed; NULL where nothing is known. @since 0.1
 */
MSB_API const char *msb_subject_get_value(const struct msb_subject *subject,
                                          size_t section, size_t row,
                                          size_t column);
/** Write what `msb subject --json` prints: one object, each section a list of
 *  objects.
 *  @param[out] out  new text; release with msb_text_free().
 *  @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_subject_format_json(const struct msb_subject *subject, char **out,
                        struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
