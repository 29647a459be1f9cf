/* SPDX-License-Identifier: MIT */
/*
 * Reading a file whole, within a bound. Only regular files: a pipe could
 * keep us waiting and a device never ends. The size is looked at before a
 * byte is read, and again while reading, in case the file grows.
 */
#include "model/json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"

static enum msb_status
fail_with_cause(struct msb_error *err, const char *code, const char *what,
                int cause)
{
    char text[128];

    if (strerror_r(cause, text, sizeof text) != 0)
        snprintf(text, sizeof text, "error %d", cause);
    return msbi_fail(err, MSB_ERR_IO, code, "the file cannot be %s: %s", what,
                     text);
}

static enum msb_status
fail_too_large(struct msb_error *err, size_t max)
{
    return msbi_fail(err, MSB_ERR_LIMIT, "too_large",
                     "the file is larger than %zu bytes, which is the limit",
                     max);
}

static enum msb_status
check_kind(int file, size_t max, size_t *size, struct msb_error *err)
{
    struct stat info;

    if (fstat(file, &info) != 0)
        return fail_with_cause(err, "cannot_read", "read", errno);
    if (S_ISDIR(info.st_mode))
        return msbi_fail(err, MSB_ERR_IO, "is_a_directory",
                         "this is a directory; a file was expected");
    if (!S_ISREG(info.st_mode))
        return msbi_fail(err, MSB_ERR_IO, "not_a_file",
                         "this is a pipe or a device; a regular file was "
                         "expected");
    if (info.st_size > 0 && (uintmax_t)info.st_size > max)
        return fail_too_large(err, max);
    *size = info.st_size > 0 ? (size_t)info.st_size : 0;
    return MSB_OK;
}

/* Read to the end; @size is only a first guess (it is 0 in /proc). */
static enum msb_status
read_to_end(int file, size_t size, size_t max, char **text, size_t *length,
            struct msb_error *err)
{
    size_t capacity = size + 2; /* one byte more than max, and the NUL */

    *text = msbi_alloc(capacity);
    if (*text == NULL)
        return msbi_fail_nomem(err);
    for (;;) {
        ssize_t count = read(file, *text + *length, capacity - 1 - *length);
        char *moved;

        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail_with_cause(err, "cannot_read", "read", errno);
        *length += (size_t)count;
        (*text)[*length] = '\0';
        if (*length > max)
            return fail_too_large(err, max);
        if (count == 0)
            return MSB_OK;
        if (*length + 1 < capacity)
            continue;
        moved = msbi_resize(*text, capacity * 2, 1);
        if (moved == NULL)
            return msbi_fail_nomem(err);
        *text = moved;
        capacity *= 2;
    }
}

enum msb_status
msbi_file_read(const char *path, size_t max, char **out, size_t *length,
               struct msb_error *err)
{
    /* O_NONBLOCK: opening a pipe that nobody writes must not wait. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    enum msb_status status;
    char *text = NULL;
    size_t size = 0;

    *out = NULL;
    *length = 0;
    if (file < 0)
        status = fail_with_cause(
            err, errno == ENOENT ? "no_such_file" : "cannot_open", "opened",
            errno);
    else
        status = check_kind(file, max, &size, err);
    if (status == MSB_OK)
        status = read_to_end(file, size, max, &text, length, err);
    if (file >= 0)
        close(file);
    if (status == MSB_OK) {
        *out = text;
        text = NULL;
    } else {
        *length = 0;
        msbi_error_at(err, path, 0, 0);
    }
    msbi_free(text);
    return status;
}
