/* SPDX-License-Identifier: MIT */
#ifndef MSB_HISTORY_H
#define MSB_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What is on record about the responsibility for one citizen, in both times:
 * facts, courses, assignments, exceptions, households and the work of
 * handovers, what is known now and what was superseded. Sections of rows,
 * each row with the same columns, by the day from which it holds.
 *
 * Immutable, reference-counted.
 */
struct msb_history;

/** What is shown besides. Fill it with msb_history_options_init(). */
struct msb_history_options {
    uint32_t size;       /**< sizeof of this struct. */
    bool explain;        /**< Show the facts, and the reasons of exceptions and
                              of rejected handovers. */
    bool show_sensitive; /**< With @p explain: the facts of attributes too that
                              a model on record declares `sensitive`, or that
                              none declares. */
    uint8_t reserved[2]; /**< 0. */
};

/** Fill @p options with the defaults: neither. @since 0.1 */
MSB_API void msb_history_options_init(struct msb_history_options *options);

/**
 * Collect what is on record about a citizen.
 *
 * @param citizen  the id; where there is no such id, a CPR number.
 * @param options  may be NULL.
 * @param[out] out  new reference; release with msb_history_unref().
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no such
 *         citizen), MSB_ERR_DENIED, MSB_ERR_BUSY, MSB_ERR_IO or
 *         MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_find_history(struct msb_store *store, const char *citizen,
                       const struct msb_history_options *options,
                       struct msb_history **out, struct msb_error *err);
/** Share @p history. @return @p history. @since 0.1 */
MSB_API struct msb_history *msb_history_ref(struct msb_history *history);
/** Release @p history; does nothing for NULL. @since 0.1 */
MSB_API void msb_history_unref(struct msb_history *history);
/** @return how many sections there are; they are always the same. @since 0.1 */
MSB_API size_t msb_history_num_sections(const struct msb_history *history);
/** @return a section's name, for example "courses"; NULL beyond the last.
 *  @since 0.1 */
MSB_API const char *
msb_history_get_section(const struct msb_history *history, size_t section);
/** @return how many columns a section has; 0 beyond the last. @since 0.1 */
MSB_API size_t msb_history_num_columns(const struct msb_history *history,
                                       size_t section);
/** @return a column's name; NULL where there is none. @since 0.1 */
MSB_API const char *msb_history_get_column(const struct msb_history *history,
                                           size_t section, size_t column);
/** @return how many rows a section has. @since 0.1 */
MSB_API size_t msb_history_num_rows(const struct msb_history *history,
                                    size_t section);
/** @return a value as text, borrowed; NULL where nothing is known. @since 0.1
 */
MSB_API const char *msb_history_get_value(const struct msb_history *history,
                                          size_t section, size_t row,
                                          size_t column);
/** Write what `msb history --json` prints: one object, each section a list of
 *  objects.
 *  @param[out] out  new text; release with msb_text_free().
 *  @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_history_format_json(const struct msb_history *history, char **out,
                        struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
