/* SPDX-License-Identifier: MIT */
#ifndef MSB_INSTANT_H
#define MSB_INSTANT_H

#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The bytes of a written instant, `YYYY-MM-DDTHH:MM:SSZ`, with its NUL. */
#define MSB_INSTANT_SIZE 21

/**
 * An instant, UTC, 1583-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
 *
 * A value: copy it with `=`, compare `seconds`.
 */
struct msb_instant {
    int64_t seconds; /**< Since 1970-01-01T00:00:00Z, negative before. */
};

/**
 * Read an instant that fills the whole of @p text, `2019-12-31T23:59:59Z`.
 *
 * @param length  in bytes.
 * @param[out] out  the instant; unchanged on failure.
 * @return MSB_OK, MSB_ERR_MISUSE, MSB_ERR_SYNTAX (not so written) or
 *         MSB_ERR_INVALID (no such day or time of day).
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_instant_parse(const char *text, size_t length, struct msb_instant *out,
                  struct msb_error *err);

/** Write an instant; `0000-00-00T00:00:00Z` for one beyond the calendar.
 *  @since 0.1 */
MSB_API void
msb_instant_format(struct msb_instant instant, char out[MSB_INSTANT_SIZE]);

#ifdef __cplusplus
}
#endif
#endif
