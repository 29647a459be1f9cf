/* SPDX-License-Identifier: MIT */
#ifndef MSB_IMPORT_H
#define MSB_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What an import did, row by row. Immutable and reference-counted. */
struct msb_import_report;

/**
 * Gives the next bytes of an import; must not use the store.
 *
 * @param out       room for them.
 * @param capacity  how many there is room for, at least one.
 * @param[out] length  how many there are: fewer is no end, 0 is.
 * @return false to stop, also where they cannot be had: then nothing is
 *         imported.
 */
typedef bool (*msb_read_fn)(void *user, void *out, size_t capacity,
                            size_t *length);

/** What is imported, and by which mapping. Fill it with
 *  msb_import_source_init(), then name one of path and read, and one of
 *  mapping_path and mapping. */
struct msb_import_source {
    uint32_t size;       /**< sizeof of this struct. */
    bool is_utf8;        /**< The bytes are UTF-8, whatever the mapping says;
                              default false. */
    uint8_t reserved[3]; /**< 0. */
    const char *path;    /**< The file of rows, CSV or JSON Lines. */
    msb_read_fn read;    /**< Or who gives its bytes, from the first to the
                              last. Where the encoding is `auto`, and is_utf8
                              not set, all of them are held in memory until
                              it is found out. */
    void *user;          /**< Handed to @p read. */
    uint64_t total;      /**< How many bytes that gives, for progress; 0, the
                              default, if unknown. */
    const char *name;    /**< What messages call the rows; NULL, the default,
                              for their path, if they have one. */
    const char *mapping_path; /**< The mapping's file. */
    const char *mapping;      /**< Or its text, JSON in UTF-8. */
    size_t mapping_length;    /**< The text's length in bytes. */
    const char *mapping_name; /**< What messages call the text; NULL, the
                                   default, for nothing. */
};

/** How a file is imported. Fill it with msb_import_options_init(). */
struct msb_import_options {
    uint32_t size;            /**< sizeof of this struct. */
    bool dry_run;             /**< Do all of it, then undo it. */
    uint8_t reserved[3];      /**< 0. */
    const char *rejects_path; /**< Where rejected rows go; NULL: nowhere.
                                   Written anew. */
    msb_progress_fn progress; /**< May be NULL. */
    void *user;               /**< Handed to progress. */
};

/** The counts of a report. */
struct msb_import_counts {
    uint64_t read;      /**< Rows read, the header not counted. */
    uint64_t inserted;  /**< Rows that were new. */
    uint64_t updated;   /**< Rows that changed what was known. */
    uint64_t unchanged; /**< Rows that were known already. */
    uint64_t rejected;  /**< Rows that were refused. */
};

/** One rejected row; strings borrowed from the report. */
struct msb_import_problem {
    uint64_t line;       /**< 1-based line on which the row starts. */
    const char *column;  /**< Column's name in the file, or "". */
    const char *code;    /**< Stable name of the cause. */
    const char *message; /**< One English sentence without the value. */
};

/** The most problems that a report keeps; all are counted. */
#define MSB_IMPORT_MAX_PROBLEMS 100

/** Fill @p source with the defaults. @since 0.1 */
MSB_API void msb_import_source_init(struct msb_import_source *source);

/** Fill @p options with the defaults. @since 0.1 */
MSB_API void msb_import_options_init(struct msb_import_options *options);

/**
 * Import a file of citizens or courses by a mapping, as one transaction
 * with a savepoint for each row that changes what is on record. The same
 * file again changes nothing.
 *
 * @param path     the file, CSV or JSON Lines.
 * @param mapping  the mapping's file.
 * @param options  may be NULL.
 * @param[out] problems  all that is wrong in the mapping, when the call fails
 *                 with SYNTAX or INVALID for it, else NULL; release with
 *                 msb_problems_unref(). May itself be NULL.
 * @param[out] out  new reference; release with msb_import_report_unref().
 * @return MSB_OK (rows may have been rejected), MSB_ERR_NOMEM,
 *         MSB_ERR_MISUSE (also where the rejected rows would overwrite a
 *         file that is read, or a database), MSB_ERR_SYNTAX,
 *         MSB_ERR_INVALID (mapping or file cannot be used at all),
 *         MSB_ERR_NOT_FOUND (no model in force), MSB_ERR_CONFLICT (the
 *         store fails its own checks), MSB_ERR_LIMIT, MSB_ERR_BUSY,
 *         MSB_ERR_IO, MSB_ERR_STOPPED or MSB_ERR_STORE; where it is not
 *         MSB_OK, the store is as it was.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_import(struct msb_store *store, const char *path, const char *mapping,
                 const struct msb_import_options *options,
                 struct msb_problems **problems, struct msb_import_report **out,
                 struct msb_error *err);

/**
 * Import from wherever the rows come; as msb_store_import().
 *
 * Bytes from a function are read while the store is being written, and others
 * wait: so it had better have them at hand.
 *
 * @param source  the rows and the mapping.
 * @return as msb_store_import(); MSB_ERR_STOPPED also where @p source stopped,
 *         and MSB_ERR_MISUSE where it names two of a kind, or none, or gave
 *         more bytes than there was room for.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_import_from(struct msb_store *store,
                      const struct msb_import_source *source,
                      const struct msb_import_options *options,
                      struct msb_problems **problems,
                      struct msb_import_report **out, struct msb_error *err);

/** Share @p report. @return @p report. @since 0.1 */
MSB_API struct msb_import_report *
msb_import_report_ref(struct msb_import_report *report);
/** Release @p report; does nothing for NULL. @since 0.1 */
MSB_API void msb_import_report_unref(struct msb_import_report *report);
/** @return the counts. @since 0.1 */
MSB_API struct msb_import_counts
msb_import_report_get_counts(const struct msb_import_report *report);
/** @return how many rejected rows it keeps, at most
 *  MSB_IMPORT_MAX_PROBLEMS. @since 0.1 */
MSB_API size_t
msb_import_report_num_problems(const struct msb_import_report *report);
/** One of them. @return false beyond the end. @since 0.1 */
MSB_API bool
msb_import_report_get_problem(const struct msb_import_report *report,
                              size_t index, struct msb_import_problem *out);
/** @return how many columns the mapping does not name. @since 0.1 */
MSB_API size_t
msb_import_report_num_ignored(const struct msb_import_report *report);
/** @return the name of one of them, borrowed from @p report; NULL beyond
 *  the end. @since 0.1 */
MSB_API const char *
msb_import_report_get_ignored(const struct msb_import_report *report,
                              size_t index);
/** Write what `msb import --json` prints, one object on one line.
 *  @param[out] out  new text; release with msb_text_free().
 *  @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_import_report_format_json(const struct msb_import_report *report,
                              char **out, struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
