/* SPDX-License-Identifier: MIT */
#ifndef MSB_EXPORT_H
#define MSB_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/error.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The bytes of a pseudonym: 32 hexadecimal digits and a NUL. */
#define MSB_PSEUDONYM_SIZE 33

/** The fewest and the most bytes of a key for pseudonyms. */
#define MSB_PSEUDONYM_MIN_KEY 16
#define MSB_PSEUDONYM_MAX_KEY 64

/**
 * Make a citizen's pseudonym: keyed BLAKE2b-128 of the id.
 *
 * The same key gives the same pseudonym, so that two exports can be joined;
 * without the key nobody can work out whose it is, or try ids until one fits.
 * Keep the key away from the store and from the exports.
 *
 * @param key         MSB_PSEUDONYM_MIN_KEY to MSB_PSEUDONYM_MAX_KEY bytes.
 * @param id          the citizen's id.
 * @return MSB_OK, MSB_ERR_MISUSE or MSB_ERR_STORE (no hash can be made).
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_pseudonym_make(const uint8_t *key, size_t key_length, const char *id,
                   size_t id_length, char out[MSB_PSEUDONYM_SIZE],
                   struct msb_error *err);

/** Takes one line of an export, which ends in no newline. Borrowed for the
 *  call. @return false to stop. */
typedef bool (*msb_line_fn)(void *user, const char *line, size_t length);

/** What an export holds. Fill it with msb_export_options_init(). */
struct msb_export_options {
    uint32_t size;            /**< sizeof of this struct. */
    uint8_t reserved[4];      /**< 0. */
    const uint8_t *key;       /**< For pseudonyms; NULL, the default, for the
                                   ids as they are. */
    size_t key_length;        /**< In bytes. */
    msb_progress_fn progress; /**< May be NULL. */
    void *progress_user;      /**< Handed to @p progress. */
};

/** Fill @p options with the defaults. @since 0.1 */
MSB_API void msb_export_options_init(struct msb_export_options *options);

/**
 * Write what is known of everybody on a date, a JSON object a citizen, in the
 * form that `msb resolve` reads: id, facts and active services, in the order of
 * the citizens' numbers. No CPR number and no address is in it.
 *
 * With a key the id is a pseudonym, and `age` stands in place of
 * `birth_date`, which together with anything else would tell who it is. An
 * analyst must give one.
 *
 * Done for a principal, it is in the journal before the first line is written,
 * and stays there however it ends.
 *
 * @param options  may be NULL.
 * @param write    called for each line.
 * @param user     handed to @p write.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_DENIED,
 *         MSB_ERR_STOPPED (also where @p write returned false),
 *         MSB_ERR_BUSY or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_export(struct msb_store *store, struct msb_date on,
                 const struct msb_export_options *options, msb_line_fn write,
                 void *user, struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
