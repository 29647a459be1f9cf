/* SPDX-License-Identifier: MIT */
#ifndef MSBI_ERROR_H
#define MSBI_ERROR_H

#include <msb/error.h>

/*
 * Fill @err, if there is one, and return @status. @code is the stable name
 * of the cause; the message never holds personal data.
 */
__attribute__((format(printf, 4, 5))) enum msb_status
msbi_fail(struct msb_error *err, enum msb_status status, const char *code,
          const char *format, ...);

/* MSB_ERR_NOMEM with its message. */
enum msb_status msbi_fail_nomem(struct msb_error *err);
/* MSB_ERR_MISUSE with a message. */
enum msb_status msbi_fail_misuse(struct msb_error *err, const char *message);
/* MSB_ERR_STOPPED: the caller's own function said so. */
enum msb_status msbi_fail_stopped(struct msb_error *err);

/* Say where it happened; cut to fit, at a character. Returns err->status. */
enum msb_status msbi_error_at(struct msb_error *err, const char *where,
                              int32_t line, int32_t column);

#endif
