/* SPDX-License-Identifier: MIT */
#ifndef MSB_ERROR_H
#define MSB_ERROR_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define MSB_API __attribute__((visibility("default")))
#define MSB_MUST_CHECK __attribute__((warn_unused_result))
#else
#define MSB_API
#define MSB_MUST_CHECK
#endif

/** What a call came to, and so what its caller can do about it. */
enum msb_status {
    MSB_OK = 0,            /**< Done. */
    MSB_ERR_NOMEM = 1,     /**< An allocation failed; nothing changed. */
    MSB_ERR_MISUSE = 2,    /**< The caller broke a documented precondition. */
    MSB_ERR_NOT_FOUND = 3, /**< No such record. */
    MSB_ERR_SYNTAX = 4,    /**< Input is malformed; see line and column. */
    MSB_ERR_CONFLICT = 5,  /**< Records or rules contradict each other. */
    MSB_ERR_DENIED = 6,    /**< The principal may not do this. */
    MSB_ERR_STORE = 7,     /**< The database refused; see message. */
    MSB_ERR_LIMIT = 8,     /**< A documented bound would be passed. */
    MSB_ERR_INVALID = 9,   /**< Well-formed input that breaks a rule. */
    MSB_ERR_IO = 10,       /**< A file cannot be read or written. */
    MSB_ERR_BUSY = 11,     /**< Another process holds the store. */
    MSB_ERR_STOPPED = 12   /**< The caller's own callback stopped it; nothing
                                changed. */
};

/** Detail of a failure, owned by the caller. Layout frozen at 512 bytes. */
struct msb_error {
    enum msb_status status; /**< Same value as the call returned. */
    int32_t line;           /**< 1-based line of the input, or 0. */
    int32_t column;         /**< 1-based column (in characters), or 0. */
    char code[32];          /**< Stable name of the cause, "bad_date". */
    char where[116];        /**< Input name, member or record id, or "". */
    char message[352];      /**< One English sentence, no newline. */
};

/**
 * Name a status, for example "MSB_ERR_LIMIT".
 *
 * @return a constant string; "MSB_ERR_UNKNOWN" for a value that is none.
 * @since 0.1
 */
MSB_API const char *msb_status_get_name(enum msb_status status);

/**
 * Release a text that the library returned as a *new text*.
 *
 * @param text  the text, or NULL.
 * @since 0.1
 */
MSB_API void msb_text_free(char *text);

#ifdef __cplusplus
}
#endif
#endif
