/* SPDX-License-Identifier: MIT */
/*
 * How every layer reports a failure: the lowest layer that knows the cause
 * fills the caller's struct, the layers above hand the status on unchanged.
 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

_Static_assert(sizeof(struct msb_error) == 512, "published in 0.1");

static const char *const status_names[] = {
    "MSB_OK",          "MSB_ERR_NOMEM",
    "MSB_ERR_MISUSE",  "MSB_ERR_NOT_FOUND",
    "MSB_ERR_SYNTAX",  "MSB_ERR_CONFLICT",
    "MSB_ERR_DENIED",  "MSB_ERR_STORE",
    "MSB_ERR_LIMIT",   "MSB_ERR_INVALID",
    "MSB_ERR_IO",      "MSB_ERR_BUSY",
    "MSB_ERR_STOPPED",
};

const char *
msb_status_get_name(enum msb_status status)
{
    size_t index = (size_t)status;

    if (index >= sizeof status_names / sizeof status_names[0])
        return "MSB_ERR_UNKNOWN";
    return status_names[index];
}

void
msb_text_free(char *text)
{
    msbi_free(text);
}

enum msb_status
msbi_fail(struct msb_error *err, enum msb_status status, const char *code,
          const char *format, ...)
{
    struct msb_error filled = {0}; /* the arguments may point into @err */
    va_list args;

    if (err == NULL)
        return status;
    filled.status = status;
    snprintf(filled.code, sizeof filled.code, "%s", code);
    va_start(args, format);
    vsnprintf(filled.message, sizeof filled.message, format, args);
    va_end(args);
    msbi_text_cut(filled.message);
    *err = filled;
    return status;
}

enum msb_status
msbi_fail_nomem(struct msb_error *err)
{
    return msbi_fail(err, MSB_ERR_NOMEM, "no_memory",
                     "not enough memory; nothing was changed");
}

enum msb_status
msbi_fail_misuse(struct msb_error *err, const char *message)
{
    return msbi_fail(err, MSB_ERR_MISUSE, "misuse", "%s", message);
}

enum msb_status
msbi_fail_stopped(struct msb_error *err)
{
    return msbi_fail(err, MSB_ERR_STOPPED, "stopped",
                     "it was stopped by the caller; nothing was changed");
}

enum msb_status
msbi_error_at(struct msb_error *err, const char *where, int32_t line,
              int32_t column)
{
    char kept[sizeof err->where]; /* @where may be err->where */

    if (err == NULL)
        return MSB_OK;
    snprintf(kept, sizeof kept, "%s", where == NULL ? "" : where);
    msbi_text_cut(kept);
    memcpy(err->where, kept, sizeof kept);
    err->line = line;
    err->column = column;
    return err->status;
}
