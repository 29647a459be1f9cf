/* SPDX-License-Identifier: MIT */
#ifndef MSB_STORE_H
#define MSB_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/error.h>
#include <msb/model.h>
#include <msb/principal.h>
#include <msb/rules.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A store: one SQLite file with models by version, citizens with their
 * facts over time, courses and assignments.
 *
 * One connection, for one thread at a time; open one per thread.
 * Reference-counted.
 */
struct msb_store;

/** @return the present instant, in seconds since 1970-01-01T00:00:00Z. */
typedef int64_t (*msb_clock_fn)(void *user);

/** How a store is opened. Fill it with msb_store_options_init(). */
struct msb_store_options {
    uint32_t size;       /**< sizeof of this struct. */
    int32_t busy_ms;     /**< How long to wait for another process;
                              default 5000. */
    bool read_only;      /**< Refuse every write; default false. */
    bool is_guarded;     /**< For a new store: refuse to be opened without a
                              principal; default false. */
    uint8_t reserved[6]; /**< 0. */
    msb_clock_fn clock;  /**< The clock of everything that is recorded; NULL,
                              the default, for the system's. */
    void *clock_user;    /**< Handed to @p clock. */
    const struct msb_principal *principal; /**< Who opens the store, and what
                              for; copied. NULL, the default, for nobody in
                              particular: nothing is refused, and no read is
                              put in the journal. */
    const uint8_t *journal_key; /**< The key of the journal's chain, copied;
                              NULL, the default, for a chain without a key. */
    size_t journal_key_length;  /**< Its length in bytes, 16 to 64. */
};

/**
 * Called now and then during a long operation; must not use the store.
 * @p total is 0 if unknown.
 *
 * @return false to stop: all of it is undone, and the call ends with
 *         MSB_ERR_STOPPED, "stopped".
 */
typedef bool (*msb_progress_fn)(void *user, uint64_t done, uint64_t total);

/** Fill @p options with the defaults. @since 0.1 */
MSB_API void msb_store_options_init(struct msb_store_options *options);

/**
 * Make a new store with its first model.
 *
 * Nothing is left behind when it fails.
 *
 * @param path   a file that does not exist yet.
 * @param model  adopted, in force from its valid_from.
 * @param options  may be NULL.
 * @param[out] out  new reference; release with msb_store_unref(). May be
 *                  NULL: then the store is closed again.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_CONFLICT (the file
 *         exists), MSB_ERR_IO, MSB_ERR_LIMIT or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_create(const char *path, struct msb_model *model,
                 const struct msb_store_options *options,
                 struct msb_store **out, struct msb_error *err);

/**
 * Open a store.
 *
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no such
 *         file), MSB_ERR_INVALID (no store of libmsb, or of a newer
 *         version), MSB_ERR_BUSY, MSB_ERR_IO or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_open(const char *path, const struct msb_store_options *options,
               struct msb_store **out, struct msb_error *err);

/** Share @p store. @return @p store. @since 0.1 */
MSB_API struct msb_store *msb_store_ref(struct msb_store *store);
/** Release @p store, and close it with the last reference. @since 0.1 */
MSB_API void msb_store_unref(struct msb_store *store);

/**
 * Add a further model, in force from its valid_from on.
 *
 * The same model again changes nothing. On a date, the model in force is the
 * one that started last; where that one has ended, none is.
 *
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_CONFLICT (another
 *         model is in force from the same date), MSB_ERR_LIMIT (it cannot be
 *         compiled), MSB_ERR_BUSY, MSB_ERR_IO or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status msb_store_adopt(struct msb_store *store,
                                                       struct msb_model *model,
                                                       struct msb_error *err);

/**
 * Find the rules in force on a date.
 *
 * @param[out] out  new reference; release with msb_rules_unref().
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no
 *         model is in force) or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_find_rules(struct msb_store *store, struct msb_date on,
                     struct msb_rules **out, struct msb_error *err);

/** What msb_store_assign() did, in citizens. */
struct msb_assign_summary {
    uint64_t citizens;     /**< Citizens decided. */
    uint64_t assigned;     /**< A new assignment was recorded. */
    uint64_t unchanged;    /**< The one on record still holds; or the model
                                is divided by service, and records none. */
    uint64_t undetermined; /**< Facts are missing: none is recorded. */
    uint64_t none;         /**< No rule decides, or the model rejects the
                                facts: none is recorded. */
};

/**
 * Decide every citizen on a date and record what changed, as one
 * transaction: all of it, or nothing.
 *
 * An assignment holds from @p on: until the model ends, or until the next one
 * on record begins. Where it differs from the one in force, or nothing is
 * decided any more, or nothing is known of the citizen, that one ends on
 * @p on.
 *
 * @param progress  may be NULL.
 * @param user      handed to @p progress.
 * @param[out] out  what was done.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no model
 *         in force), MSB_ERR_STOPPED, MSB_ERR_BUSY, MSB_ERR_IO or
 *         MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_assign(struct msb_store *store, struct msb_date on,
                 msb_progress_fn progress, void *user,
                 struct msb_assign_summary *out, struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
